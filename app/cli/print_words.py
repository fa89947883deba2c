"""``print DOCUMENT … --out FILE.pdf`` and ``print list``: papers as PDF files; a ticket, an appointment also on the printer."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.frame import Answer, Words, how_many, whole, word
from app.cli.queue import day_of
from app.cli.session import CliSession
from app.domain.documents import Document
from app.domain.errors import Usage
from app.services import papers, ticket_print
from app.services.papers import PrintLine, Wanted
from app.texts import t

LIST = "list"


def register(words: Words) -> None:
    """Add the word of the area; the document is its first argument."""
    parser = word(words, "print", _print, t("打印文书"))
    parser.add_argument("document", choices=[*(document.value for document in Document), LIST], metavar="DOCUMENT")
    for option, metavar in (("--ticket", "A001"), ("--appointment", "CODE"), ("--inquiry", "CODE"), ("--case", "NUMBER")):
        parser.add_argument(option, metavar=metavar)
    for option, metavar in (("--code", "CODE"), ("--period", "P"), ("--item", "CODE"), ("--desk", "CODE")):
        parser.add_argument(option, metavar=metavar)
    for option in ("--person", "--second"):
        parser.add_argument(option, type=whole, metavar="ID")
    for option in ("--on", "--since", "--until"):
        parser.add_argument(option, metavar="DATE")
    parser.add_argument("--copies", type=how_many, default=1)
    parser.add_argument("--limit", type=how_many, default=100)
    parser.add_argument("--out", metavar="FILE")


def _print(session: CliSession, args: argparse.Namespace) -> Answer:
    if args.document == LIST:
        return _list(session, args)
    if not args.out:
        return _slip(session, args)
    wanted = Wanted(
        args.document,
        ticket=args.ticket,
        appointment=args.appointment,
        inquiry=args.inquiry,
        case=args.case,
        person=args.person,
        code=args.code,
        period=args.period,
        item=args.item,
        desk=args.desk,
        second=args.second,
        on=day_of(args.on, "on"),
        since=day_of(args.since, "since"),
        until=day_of(args.until, "until"),
        copies=args.copies,
    )
    made = papers.print_file(session.db, session.actor, session.now(), wanted, Path(args.out), settings=session.settings)
    return {"file": made.file, "pages": made.pages, "sha256": made.sha256, "document": made.document, "number": made.number}


def _slip(session: CliSession, args: argparse.Namespace) -> Answer:
    """The slip on the machine's own printer; a printer that does not play along is exit 8, and the number is valid all the same."""
    here = (session.db, session.actor, session.now(), session.settings)
    if args.document == Document.TICKET and args.ticket and session.settings.ticket_printer:
        answer = ticket_print.print_slip(*here, args.ticket, on=day_of(args.on, "on"), again=True)
    elif args.document == Document.APPOINTMENT and args.appointment and session.settings.ticket_printer:
        answer = ticket_print.print_appointment(*here, args.appointment, again=True)
    else:
        raise Usage("print.out_missing", field="out")
    if answer.problem is not None:
        raise answer.problem
    return {"ticket": answer.ticket, "printed": answer.printed, "again": answer.again, "text": answer.text}


def _list(session: CliSession, args: argparse.Namespace) -> Answer:
    page = papers.listing(session.db, session.actor, limit=args.limit)
    return {"prints": [_facts(line) for line in page.rows], "more": page.more}


def _facts(line: PrintLine) -> dict[str, object]:
    return {
        "document": line.document,
        "title": line.title,
        "number": line.number,
        "record": line.record,
        "pages": line.pages,
        "sha256": line.sha256,
        "officer": line.officer,
        "printed_at": line.printed_at,
    }
