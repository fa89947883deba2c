"""``training …``, ``certificate …``, ``figures …``: what officers learn, prove and do."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.domain.clock import business_date
from app.domain.figures import Figure
from app.domain.qualifications import CertificateKind, DrillKind, DrillLevel
from app.services import figures, qualifications
from app.services.qualifications import CertificateForm, DrillForm, TookPart
from app.texts import t

CERTIFICATES = [kind.value for kind in CertificateKind]


def register(words: Words) -> None:
    """Add the words of the area."""
    _register_training(group(words, "training", t("练兵比武和培训")))
    area = group(words, "certificate", t("证书"))
    word(area, "list", _certificates, t("证书清单")).add_argument("--soon", action="store_true")
    add = word(area, "add", _add, t("登记证书"))
    add.add_argument("--officer", metavar="LOGIN", required=True)
    add.add_argument("--kind", choices=CERTIFICATES, required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--issued", metavar="D", required=True)
    add.add_argument("--expires", metavar="D")
    for option in ("--level", "--number", "--issuer"):
        add.add_argument(option, default="")
    end = word(area, "end", _end, t("证书不再使用"))
    end.add_argument("id", type=whole)
    end.add_argument("--on", metavar="D")
    area = group(words, "figures", t("工作人员业绩"))
    _span(word(area, "list", _figures, t("业绩表")))
    behind = word(area, "records", _records, t("一个数后面的记录"))
    behind.add_argument("login_name", metavar="LOGIN")
    behind.add_argument("figure", choices=[figure.value for figure in Figure])
    _span(behind)
    behind.add_argument("--limit", type=how_many, default=figures.MOST)


def _register_training(area: Words) -> None:
    new = word(area, "record", _record, t("登记练兵、比武、培训"))
    new.add_argument("--kind", choices=[kind.value for kind in DrillKind], required=True)
    new.add_argument("--topic", required=True)
    new.add_argument("--level", choices=[level.value for level in DrillLevel], default=DrillLevel.STATION.value)
    for option in ("--on", "--until"):
        new.add_argument(option, metavar="D")
    for option in ("--place", "--host", "--result"):
        new.add_argument(option, default="")
    for option in ("--hours", "--headcount"):
        new.add_argument(option, type=whole, metavar="N")
    new.add_argument("--who", action="append", default=[], metavar="LOGIN[:SCORE[:PLACE]]")
    listed = word(area, "list", _drills, t("练兵比武和培训清单"))
    listed.add_argument("--kind", choices=[kind.value for kind in DrillKind])
    _span(listed)
    word(area, "untrained", _untrained, t("今年没有培训过的负责人")).add_argument("--year", type=whole)


def _span(parser: argparse.ArgumentParser) -> None:
    for option in ("--since", "--until"):
        parser.add_argument(option, metavar="D")


def _days(session: CliSession, args: argparse.Namespace) -> tuple[date, date]:
    """The span that was named; the year so far without one."""
    last = day_of(args.until, "until") or business_date(session.now())
    return day_of(args.since, "since") or last.replace(month=1, day=1), last


def _record(session: CliSession, args: argparse.Namespace) -> Answer:
    people = tuple(TookPart(*one.split(":", 2)) for one in args.who)
    form = DrillForm(
        DrillKind(args.kind),
        args.topic,
        day_of(args.on, "on"),
        day_of(args.until, "until"),
        DrillLevel(args.level),
        place=args.place,
        host=args.host,
        hours=args.hours,
        headcount=args.headcount,
        result=args.result,
        people=people,
    )
    return {"drill": asdict(qualifications.record(session.db, session.actor, session.now(), form))}


def _drills(session: CliSession, args: argparse.Namespace) -> Answer:
    first, last = _days(session, args)
    kind = DrillKind(args.kind) if args.kind else None
    lines = qualifications.drills(session.db, session.actor, first=first, last=last, kind=kind)
    return {"drills": [asdict(line) for line in lines], "person_times": qualifications.person_times(lines)}


def _untrained(session: CliSession, args: argparse.Namespace) -> Answer:
    year = args.year or business_date(session.now()).year
    return {"untrained": qualifications.untrained(session.db, session.actor, year)}


def _certificates(session: CliSession, args: argparse.Namespace) -> Answer:
    lines = qualifications.certificates(session.db, session.actor, session.now(), soon=args.soon)
    return {"certificates": [asdict(line) for line in lines]}


def _add(session: CliSession, args: argparse.Namespace) -> Answer:
    issued = day_of(args.issued, "issued") or business_date(session.now())
    more = (args.level, args.number, args.issuer, day_of(args.expires, "expires"))
    form = CertificateForm(CertificateKind(args.kind), args.name, issued, *more)
    return {"certificate": asdict(qualifications.add_certificate(session.db, session.actor, session.now(), args.officer, form))}


def _end(session: CliSession, args: argparse.Namespace) -> Answer:
    done = qualifications.end_certificate(session.db, session.actor, session.now(), args.id, day_of(args.on, "on"))
    return {"certificate": asdict(done)}


def _figures(session: CliSession, args: argparse.Namespace) -> Answer:
    lines = figures.of_all(session.db, session.actor, session.now(), *_days(session, args))
    return {"officers": [asdict(line) for line in lines]}


def _records(session: CliSession, args: argparse.Namespace) -> Answer:
    wanted = (args.login_name, Figure(args.figure), *_days(session, args))
    found = figures.records(session.db, session.actor, session.now(), *wanted, limit=args.limit)
    return {"records": [asdict(one) for one in found]}
