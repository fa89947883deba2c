"""``late list``: what was entered late; ``second …``: what waits for a second person, decided by own account or by a signed slip."""

from __future__ import annotations

import argparse
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.domain.clock import business_date
from app.domain.errors import Usage
from app.domain.late_entries import LateState
from app.domain.second_person import SignedSlip
from app.services import attachments, late_entries, seconds
from app.services.attachments import Incoming
from app.services.late_entries import Asked, LateLine
from app.services.prepared import Sent
from app.services.seconds import Decided, SecondLine
from app.texts import t


def register(words: Words) -> None:
    """Add the words of the area."""
    listing = word(group(words, "late", t("补录")), "list", _late, t("补录清单"))
    for option in ("--since", "--until"):
        listing.add_argument(option, metavar="DATE")
    listing.add_argument("--state", choices=[state.value for state in LateState])
    listing.add_argument("--limit", type=how_many, default=200)
    area = group(words, "second", t("待上级确认的事"))
    waiting = word(area, "list", _waiting, t("待上级确认的清单"))
    waiting.add_argument("--decided", action="store_true")
    waiting.add_argument("--limit", type=how_many, default=200)
    approve = word(area, "approve", _approve, t("上级确认"))
    approve.add_argument("id", type=whole)
    approve.add_argument("--refuse", action="store_true")
    approve.add_argument("--reason", default="")
    approve.add_argument("--signer", metavar="NAME")
    approve.add_argument("--duty", default="")
    approve.add_argument("--signed-on", metavar="DATE")
    approve.add_argument("--slip", metavar="FILE")


def asked(one: Asked | Sent) -> Answer:
    """What a word answers where nothing is recorded before a second person confirms."""
    late = {"kind": one.kind, "on": one.on} if isinstance(one, Asked) else {}
    return {"waiting": {"id": one.id, "step": one.step, **late}}


def _late(session: CliSession, args: argparse.Namespace) -> Answer:
    state = LateState(args.state) if args.state else None
    since, until = day_of(args.since, "since"), day_of(args.until, "until")
    found = late_entries.listing(session.db, session.actor, since=since, until=until, state=state, limit=args.limit + 1)
    return {"late_entries": [_late_facts(line) for line in found[: args.limit]], "more": len(found) > args.limit}


def _late_facts(line: LateLine) -> dict[str, Any]:
    names = ("id", "kind", "on", "whom", "case", "record", "officer", "recorded_at", "reason", "state", "confirmed_by", "frozen")
    return {name: getattr(line, name) for name in names}


def _waiting(session: CliSession, args: argparse.Namespace) -> Answer:
    where = (session.db, session.actor, session.now())
    found = seconds.decided(*where, limit=args.limit + 1) if args.decided else seconds.waiting(*where, args.limit + 1)
    return {"waiting": [_second(line) for line in found[: args.limit]], "more": len(found) > args.limit}


def _second(line: SecondLine) -> dict[str, Any]:
    names = (
        "id",
        "step",
        "late",
        "day",
        "whom",
        "case",
        "record",
        "asker",
        "asked_at",
        "reason",
        "who",
        "mine",
        "paper",
        "state",
        "confirmed_by",
    )
    return {name: getattr(line, name) for name in (*names, "confirmed_by")}


def _approve(session: CliSession, args: argparse.Namespace) -> Answer:
    where = (session.db, session.actor, session.now(), args.id)
    more: dict[str, Any] = {"refused": args.refuse, "reason": args.reason}
    if args.signer is None:
        return {"second": _decided(seconds.approve(*where, **more))}
    slip = slip_of(session, args)
    with named(session, args.slip, t("签批单")) as scan:
        return {"second": _decided(seconds.sign(*where, slip, scan=scan, **more))}


def named(session: CliSession, file: str | None, title: str) -> AbstractContextManager[Incoming | None]:
    """The file that is named: it is kept with the act, or not at all."""
    return attachments.read_in(session.db, session.actor, session.settings, title, Path(file) if file else None)


def slip_of(session: CliSession, args: argparse.Namespace) -> SignedSlip:
    """Who signed the slip, in which duty, and when; without its scan there is none."""
    if not args.slip:
        raise Usage("cli.slip_file", field="slip")
    return SignedSlip(args.signer, args.duty, day_of(args.signed_on, "signed_on") or business_date(session.now()))


def _decided(done: Decided) -> dict[str, Any]:
    return {"id": done.id, "step": done.step, "state": done.state, "record": done.record}
