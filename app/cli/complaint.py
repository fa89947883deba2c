"""``complaint …``: complaints and suggestions, from their receipt to the answer."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.frame import Answer, Words, group, how_many, whole, word
from app.cli.queue import day_of
from app.cli.rate import call_back_options, called_back
from app.cli.second import asked
from app.cli.session import CliSession
from app.domain.complaints import ComplaintChannel, ComplaintKind, ComplaintTopic
from app.services import complaints, prepared
from app.services.complaints import ComplaintForm, ComplaintLine
from app.texts import t


def register(words: Words) -> None:
    """Add the words of the area."""
    area = group(words, "complaint", t("投诉和意见建议"))
    _register_record(word(area, "record", _record, t("登记投诉或意见建议")))
    listing = word(area, "list", _list, t("投诉和意见建议清单"))
    listing.add_argument("--all", action="store_true")
    listing.add_argument("--kind", choices=[kind.value for kind in ComplaintKind])
    listing.add_argument("--limit", type=how_many, default=100)
    word(area, "show", _show, t("查看一件投诉")).add_argument("code")
    assign = word(area, "assign", _assign, t("指定处理人"))
    assign.add_argument("code")
    assign.add_argument("--to", metavar="LOGIN", required=True)
    for name, run, said in (("verify", _verify, t("登记核实的情况")), ("answer", _answer, t("登记答复"))):
        step = word(area, name, run, said)
        step.add_argument("code")
        step.add_argument("--text", required=True)
        step.add_argument("--on", metavar="DATE")
        if name == "answer":
            step.add_argument("--ask", action="store_true", help=t("送上级确认"))
    closing = word(area, "close", _close, t("归档"))
    closing.add_argument("code")
    closing.add_argument("--ask", action="store_true", help=t("送上级确认"))
    call = word(area, "call-back", _call_back, t("登记投诉回访"))
    call.add_argument("code")
    call_back_options(call)


def _register_record(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--text", required=True)
    parser.add_argument("--kind", choices=[kind.value for kind in ComplaintKind], default=ComplaintKind.COMPLAINT.value)
    parser.add_argument("--channel", choices=[one.value for one in ComplaintChannel], default=ComplaintChannel.WINDOW.value)
    parser.add_argument("--topic", choices=[topic.value for topic in ComplaintTopic], default=ComplaintTopic.OTHER.value)
    parser.add_argument("--person", type=whole, metavar="ID")
    for option in ("--visitor", "--phone"):
        parser.add_argument(option, default="")
    parser.add_argument("--about", metavar="LOGIN")
    parser.add_argument("--case", metavar="NUMBER")
    parser.add_argument("--to", metavar="LOGIN")
    parser.add_argument("--received", metavar="DATE")
    parser.add_argument("--late-entry", metavar="REASON", default="")


def _record(session: CliSession, args: argparse.Namespace) -> Answer:
    form = ComplaintForm(
        args.text,
        ComplaintKind(args.kind),
        ComplaintChannel(args.channel),
        ComplaintTopic(args.topic),
        args.person,
        args.visitor,
        args.phone,
        args.about,
        args.case,
        args.to,
        day_of(args.received, "received"),
        args.late_entry,
    )
    return _said(complaints.record(session.db, session.actor, session.now(), form))


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    kind = ComplaintKind(args.kind) if args.kind else None
    page = complaints.listing(session.db, session.actor, session.now(), open_only=not args.all, kind=kind, limit=args.limit)
    return {"complaints": [_facts(line) for line in page.rows], "more": page.more}


def _show(session: CliSession, args: argparse.Namespace) -> Answer:
    line, calls = complaints.show(session.db, session.actor, session.now(), args.code)
    return {**_said(line), "call_backs": list(calls)}


def _assign(session: CliSession, args: argparse.Namespace) -> Answer:
    return _said(complaints.assign(session.db, session.actor, session.now(), args.code, args.to))


def _verify(session: CliSession, args: argparse.Namespace) -> Answer:
    return _said(complaints.verify(session.db, session.actor, session.now(), args.code, args.text, on=day_of(args.on, "on")))


def _answer(session: CliSession, args: argparse.Namespace) -> Answer:
    if args.ask:
        return asked(prepared.answer(session.db, session.actor, session.now(), args.code, args.text))
    return _said(complaints.answer(session.db, session.actor, session.now(), args.code, args.text, on=day_of(args.on, "on")))


def _close(session: CliSession, args: argparse.Namespace) -> Answer:
    if args.ask:
        return asked(prepared.file_complaint(session.db, session.actor, session.now(), args.code))
    return _said(complaints.close(session.db, session.actor, session.now(), args.code))


def _call_back(session: CliSession, args: argparse.Namespace) -> Answer:
    line, _ = complaints.show(session.db, session.actor, session.now(), args.code)
    return called_back(session, f"complaint:{line.id}", args)


def _said(line: ComplaintLine) -> dict[str, Any]:
    return {"complaint": _facts(line)}


def _facts(line: ComplaintLine) -> dict[str, Any]:
    names = ("code", "kind", "channel", "topic", "text", "visitor", "phone_masked", "about", "case", "received_on", "due_on", "overdue")
    steps = ("state", "handler", "verified_on", "finding", "answered_on", "answered_by", "answer", "closed_on", "waiting")
    return {"person": line.person_id} | {name: getattr(line, name) for name in (*names, *steps)}
