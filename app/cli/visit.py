"""``visit record`` and ``visit list``: visits to persons, households and employers."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.second import asked
from app.cli.session import CliSession
from app.domain.errors import Usage
from app.domain.visits import EmployerService, VisitKind, VisitResult, VisitWay
from app.services import visits
from app.services.late_entries import Asked
from app.services.visits import VisitForm, VisitLine
from app.texts import t


def register(words: Words) -> None:
    """Add the words of the area."""
    area = group(words, "visit", t("走访"))
    record = word(area, "record", _record, t("记走访"))
    for kind in VisitKind:
        record.add_argument(f"--{kind.value}", type=whole, metavar="ID")
    record.add_argument("--way", choices=[way.value for way in VisitWay], default=VisitWay.DOOR.value)
    record.add_argument("--result", choices=[result.value for result in VisitResult], default=VisitResult.MET_PERSON.value)
    record.add_argument("--met", default="", metavar="ID,…")
    record.add_argument("--services", default="", metavar="S,…")
    record.add_argument("--on", metavar="DATE")
    record.add_argument("--late-entry", metavar="REASON", default="")
    record.add_argument("--next", metavar="DATE")
    for option in ("--findings", "--needs"):
        record.add_argument(option, default="")
    word(area, "list", _list, t("走访清单")).add_argument("--limit", type=how_many, default=100)


def _record(session: CliSession, args: argparse.Namespace) -> Answer:
    targets = {kind: getattr(args, kind.value) for kind in VisitKind if getattr(args, kind.value) is not None}
    if len(targets) != 1:
        raise Usage("visit.whom", field="person")
    form = VisitForm(
        next(iter(targets)),
        VisitWay(args.way),
        VisitResult(args.result),
        **{f"{kind.value}_id": key for kind, key in targets.items()},
        happened_on=day_of(args.on, "on"),
        met=tuple((person, "") for person in _ids(args.met)),
        findings=args.findings,
        needs=args.needs,
        services=tuple(_service(code) for code in args.services.split(",") if code),
        next_on=day_of(args.next, "next"),
        late_reason=args.late_entry,
    )
    made = visits.record(session.db, session.actor, session.now(), form)
    return asked(made) if isinstance(made, Asked) else {"visit": _facts(made.line)}


def _ids(text: str) -> list[int]:
    try:
        return [whole(part) for part in text.replace("，", ",").split(",") if part.strip()]
    except (ValueError, argparse.ArgumentTypeError) as error:
        raise Usage("household.members_format", field="met", text=text) from error


def _service(code: str) -> EmployerService:
    try:
        return EmployerService(code.strip())
    except ValueError as error:
        raise Usage("visit.service_unknown", field="services", text=code) from error


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    page = visits.page(session.db, session.actor, limit=args.limit)
    return {"visits": [_facts(line) for line in page.rows], "more": page.more}


def _facts(line: VisitLine) -> dict[str, Any]:
    names = ("id", "code", "kind", "way", "result", "whom", "happened_on", "met", "next_on", "officer", "late_entry")
    return {name: getattr(line, name) for name in names}
