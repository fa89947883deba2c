"""``hardship apply|list|decide|end``: the recognition of employment hardship, decided at once or sent to the second person."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.frame import Answer, Words, group, whole, word
from app.cli.queue import day_of
from app.cli.second import asked
from app.cli.session import CliSession
from app.domain.clock import business_date
from app.services import cases, prepared, statuses
from app.services.statuses import Decision, HardshipLine
from app.texts import t


def register(words: Words) -> None:
    """Add the words of the area."""
    area = group(words, "hardship", t("就业困难人员认定"))
    apply = word(area, "apply", _apply, t("受理认定申请"))
    apply.add_argument("--person", type=whole, metavar="ID", required=True)
    apply.add_argument("--category", required=True)
    apply.add_argument("--case", metavar="NUMBER")
    word(area, "list", _list, t("一个人的认定申请")).add_argument("--person", type=whole, metavar="ID", required=True)
    decide = word(area, "decide", _decide, t("登记认定或不予认定"))
    decide.add_argument("--office", default="")
    decide.add_argument("--refuse", action="store_true")
    decide.add_argument("--late-entry", metavar="REASON", default="")
    decide.add_argument("--ask", action="store_true", help=t("送上级确认"))
    end = word(area, "end", _end, t("终止认定"))
    for parser in (decide, end):
        parser.add_argument("id", type=whole)
        parser.add_argument("--reason", default="")
    for parser in (apply, decide, end):
        parser.add_argument("--on", metavar="DATE")


def _apply(session: CliSession, args: argparse.Namespace) -> Answer:
    case = cases.show(session.db, session.actor, session.now(), args.case).facts.id if args.case else None
    on = day_of(args.on, "on") or business_date(session.now())
    line = statuses.apply_hardship(session.db, session.actor, session.now(), args.person, args.category, on, case_id=case)
    return {"hardship": _facts(line)}


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    found = statuses.view(session.db, session.actor, session.now(), args.person)
    return {"hardships": [_facts(line) for line in found.hardships], "direct": found.direct}


def _decide(session: CliSession, args: argparse.Namespace) -> Answer:
    where, on = (session.db, session.actor, session.now(), args.id), day_of(args.on, "on") or business_date(session.now())
    if args.ask:
        decision = Decision(on, args.office, args.reason if args.refuse else "", args.late_entry)
        return asked(prepared.hardship(*where, decision, refused=args.refuse))
    if args.refuse:
        return {"hardship": _facts(statuses.refuse_hardship(*where, on, args.reason, late_reason=args.late_entry))}
    return {"hardship": _facts(statuses.recognise_hardship(*where, on, args.office, late_reason=args.late_entry))}


def _end(session: CliSession, args: argparse.Namespace) -> Answer:
    on = day_of(args.on, "on") or business_date(session.now())
    return {"hardship": _facts(statuses.end_hardship(session.db, session.actor, session.now(), args.id, on, args.reason))}


def _facts(line: HardshipLine) -> dict[str, Any]:
    names = ("id", "category", "state", "applied_on", "recognised_on", "recognised_by", "refused_on", "ended_on", "reason", "waiting")
    return {name: getattr(line, name) for name in names}
