"""``lead …``: accountability leads, what the officer says to them, what is decided, corrected and closed."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.frame import Answer, Words, group, whole, word
from app.cli.queue import day_of
from app.cli.second import asked
from app.cli.session import CliSession
from app.domain.accountability import Measure
from app.services import leads, prepared
from app.services.leads import LeadLine, Ruling
from app.texts import t


def register(words: Words) -> None:
    """Add the words of the area."""
    parsers = group(words, "lead", t("责任追究线索"))
    listing = word(parsers, "list", _list, t("线索清单"))
    listing.add_argument("--all", action="store_true")
    word(parsers, "show", _show, t("一条线索")).add_argument("id", type=whole)
    stating = word(parsers, "state", _state, t("说明情况"))
    deciding = word(parsers, "decide", _decide, t("作出处理"))
    deciding.add_argument("--measure", choices=[measure.value for measure in Measure], required=True)
    deciding.add_argument("--correct-by", metavar="DATE")
    correcting = word(parsers, "correct", _correct, t("登记整改"))
    correcting.add_argument("--on", metavar="DATE")
    closing = word(parsers, "close", _close, t("归档"))
    for parser in (deciding, closing):
        parser.add_argument("--ask", action="store_true", help=t("送上级确认"))
    for parser in (stating, deciding, correcting, closing):
        parser.add_argument("id", type=whole)
        parser.add_argument("--text", required=parser is not closing, default="")


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"leads": [_facts(line) for line in leads.listing(session.db, session.actor, open_only=not args.all)]}


def _show(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"lead": _facts(leads.show(session.db, session.actor, args.id))}


def _state(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"lead": _facts(leads.state(session.db, session.actor, session.now(), args.id, args.text))}


def _decide(session: CliSession, args: argparse.Namespace) -> Answer:
    where, until = (session.db, session.actor, session.now(), args.id), day_of(args.correct_by, "correct_by")
    if args.ask:
        return asked(prepared.lead(*where, Ruling(Measure(args.measure), args.text, until)))
    return {"lead": _facts(leads.decide(*where, Measure(args.measure), args.text, correct_by=until))}


def _correct(session: CliSession, args: argparse.Namespace) -> Answer:
    return {"lead": _facts(leads.correct(session.db, session.actor, session.now(), args.id, args.text, on=day_of(args.on, "on")))}


def _close(session: CliSession, args: argparse.Namespace) -> Answer:
    if args.ask:
        return asked(prepared.close_lead(session.db, session.actor, session.now(), args.id, args.text))
    return {"lead": _facts(leads.close(session.db, session.actor, session.now(), args.id, args.text))}


def _facts(line: LeadLine) -> dict[str, Any]:
    names = (
        *("id", "kind", "rule", "record", "case", "officer", "fell_due_on", "state", "statement", "measure", "decision"),
        *("decided_by", "correct_by", "correction", "corrected_on", "closing", "closed_on", "moved_to", "waiting"),
    )
    return {name: getattr(line, name) for name in names}
