"""``person add|find|show``: register a person, find one, look at one; numbers are always masked."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.domain.persons import Gender, IdKind, StatusKind
from app.services import person_pages, persons, procedures, search
from app.services.persons import PersonForm
from app.texts import t

TEXTS = ("ethnicity", "education", "marital", "address", "hukou", "skill", "skill-level")


def register(words: Words) -> None:
    """``person add|find|show``."""
    people = group(words, "person", t("服务对象"))
    add = word(people, "add", _add, t("登记人员"))
    add.add_argument("--name", required=True)
    add.add_argument("--id-number", default=None)
    add.add_argument("--id-kind", choices=[kind.value for kind in IdKind])
    add.add_argument("--phone")
    add.add_argument("--birth-date", metavar="DATE")
    add.add_argument("--gender", type=whole, choices=[gender.value for gender in Gender])
    add.add_argument("--status", choices=[kind.value for kind in StatusKind])
    add.add_argument("--since", metavar="DATE")
    add.add_argument("--group", action="append", default=[])
    for name in TEXTS:
        add.add_argument(f"--{name}", default="")
    find = word(people, "find", _find, t("找人：姓名、拼音、证件或电话后四位"))
    find.add_argument("text")
    find.add_argument("--limit", type=how_many, default=20)
    show = word(people, "show", _show, t("一个人的基本信息"))
    show.add_argument("id", type=whole)


def _add(session: CliSession, args: argparse.Namespace) -> Answer:
    form = PersonForm(
        args.name,
        args.id_number,
        IdKind(args.id_kind) if args.id_kind else None,
        day_of(args.birth_date, "birth_date"),
        Gender(args.gender) if args.gender is not None else None,
        args.phone,
        status=StatusKind(args.status) if args.status else None,
        status_since=day_of(args.since, "since"),
        groups=tuple(args.group),
        **{name.replace("-", "_"): getattr(args, name.replace("-", "_")) for name in TEXTS},
    )
    return {"person": asdict(persons.add(session.db, session.actor, session.now(), form))}


def _find(session: CliSession, args: argparse.Namespace) -> Answer:
    group = search.find(session.db, session.actor, session.now(), args.text, args.limit)
    people = [{"id": hit.id, "name": hit.title, "facts": hit.second, "now": hit.right} for hit in group.hits]
    return {"people": people, "more": group.more}


def _show(session: CliSession, args: argparse.Namespace) -> Answer:
    known = asdict(person_pages.show(session.db, session.actor, session.now(), args.id))
    asked = procedures.of_person(session.db, session.actor, session.now(), args.id)
    return {"person": known, "procedures": [{"kind": x.kind, "state": x.state, "on": x.on, "case": x.case or None} for x in asked]}
