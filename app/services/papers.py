"""Printing: which paper of which record, drawn from a frozen value, written whole or not at all, and kept in the list of prints.

A paper is drawn before anything is written: a character without a face, a case that is not accepted yet or an ID number where none may
stand leave neither a file nor a record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.actor import Actor
from app.domain.cases import CaseEventKind
from app.domain.documents import Document
from app.domain.errors import Refused, Surroundings, Usage
from app.services import (
    cases,
    papers_appointments,
    papers_cases,
    papers_clock,
    papers_inquiries,
    papers_office,
    papers_oversight,
    papers_people,
    papers_proxies,
    papers_queue,
    papers_returns,
    papers_voices,
)
from app.services.paging import Page, page_of
from app.services.papers_base import Desk, Subject
from app.services.papers_base import Wanted as Wanted
from app.settings import Settings
from app.texts import t, word
from app.texts.papers import OPTIONS
from db import queries
from db.models import Case, PrintRecord
from db.uow import Database

Maker = Callable[[Desk, Wanted], Subject]

MAKERS: dict[Document, Maker] = {
    Document.TICKET: papers_queue.ticket,
    Document.APPOINTMENT: papers_appointments.appointment,
    Document.INQUIRY: papers_queue.inquiry,
    Document.ONE_TIME_NOTICE: papers_cases.notice,
    Document.ACCEPTANCE: papers_cases.acceptance,
    Document.ASSISTANCE_FILE: papers_people.assistance_file,
    Document.SERVICE_LISTS: papers_people.service_lists,
    Document.RATING_SLIP: papers_queue.rating_slip,
    Document.APPROVAL_SLIP: papers_oversight.approval_slip,
    Document.CHASER: papers_oversight.chaser,
    Document.EXTENSION_NOTICE: papers_clock.extension,
    Document.CASE_SHEET: papers_clock.sheet,
    Document.INQUIRY_REGISTER: papers_inquiries.register,
    Document.COMPLAINT_REGISTER: papers_voices.register,
    Document.MATERIAL_RECEIPT: papers_inquiries.material_receipt,
    **papers_proxies.MAKERS,
    Document.DESK_LIST: papers_office.desk_list,
    Document.WALL: papers_office.wall,
    Document.STAFF_BOARD: papers_office.staff_board,
    Document.GUIDE: papers_office.guide,
}

SUBJECTS: dict[Document, tuple[tuple[str, ...], ...]] = {
    Document.TICKET: (("ticket",),),
    Document.APPOINTMENT: (("appointment",),),
    Document.INQUIRY: (("inquiry",), ("ticket",), ("case",)),
    Document.ONE_TIME_NOTICE: (("case",),),
    Document.ACCEPTANCE: (("case",),),
    Document.ASSISTANCE_FILE: (("person",),),
    Document.SERVICE_LISTS: (("person",),),
    Document.RATING_SLIP: (("case",), ("ticket",)),
    Document.RETURN: (("code", "period"),),
    Document.APPROVAL_SLIP: (("case",), ("second",)),
    Document.CHASER: (("case",),),
    Document.EXTENSION_NOTICE: (("case",),),
    Document.CASE_SHEET: (("since",),),
    Document.INQUIRY_REGISTER: (("since",),),
    Document.COMPLAINT_REGISTER: (("since",),),
    Document.MATERIAL_RECEIPT: (("case",), ("inquiry",)),
    **dict.fromkeys(papers_proxies.MAKERS, (("case",),)),
    Document.DESK_LIST: (("desk",),),
    Document.WALL: ((),),
    Document.STAFF_BOARD: ((),),
    Document.GUIDE: (("item",),),
}
"""What each paper must be told: one of these sets of options."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper drawn and not yet written: what a window shows before it prints."""

    document: Document
    number: str
    record: str
    pdf: bytes
    pages: int

    @property
    def sha256(self) -> str:
        """The digest of the file."""
        return hashlib.sha256(self.pdf).hexdigest()

    @property
    def file_name(self) -> str:
        """A file name without personal data."""
        return f"{self.document.value}-{self.number}.pdf" if self.number else f"{self.document.value}.pdf"


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper that was written."""

    file: str
    pages: int
    sha256: str
    document: str
    number: str


@dataclass(frozen=True, slots=True)
class PrintLine:
    """A line of the list of prints."""

    id: int
    document: str
    title: str
    number: str
    record: str
    pages: int
    sha256: str
    officer: str
    printed_at: datetime


def draw(db: Database, actor: Actor, now: datetime, wanted: Wanted, *, settings: Settings | None = None) -> Drawn:
    """Draw a paper as the records stand now; nothing is written. ``settings`` tell where a county's own forms lie."""
    from printing import render

    document = _checked(wanted)
    with db.read("print.paper", actor) as session:
        subject = _subject(db, Desk(session, actor, now, queries.station.the_station(session), settings), document, wanted)
    rendered = render(subject.paper)
    return Drawn(Document(wanted.document), subject.number, subject.record, rendered.pdf, rendered.pages)


def _checked(wanted: Wanted) -> Document:
    """The document of a wish; ``Usage`` when it is not told which record."""
    document = Document(wanted.document)
    ways = SUBJECTS[document]
    if not any(all(getattr(wanted, name) for name in way) for way in ways):
        names = t("或").join(t("和").join(t(OPTIONS[name]) for name in way) for way in ways)
        usage = " | ".join(" ".join(f"--{name} {name.upper()}" for name in way) for way in ways)
        raise Usage("print.subject_missing", field=ways[0][0], document=document, options=names, word=document.value, usage=usage)
    return document


def _subject(db: Database, desk: Desk, document: Document, wanted: Wanted) -> Subject:
    if document is Document.RETURN:
        return papers_returns.return_sheet(db, desk, wanted)
    return MAKERS[document](desk, wanted)


def print_file(db: Database, actor: Actor, now: datetime, wanted: Wanted, out: Path, *, settings: Settings | None = None) -> Printed:
    """Draw a paper and write it to ``out``, whole or not at all; the list of prints and the audit trail say so."""
    if out.is_dir():
        raise Refused("print.path_is_folder", field="out", path=str(out))
    drawn = draw(db, actor, now, wanted, settings=settings)
    from exporters.files import unless_refused

    with unless_refused(out):
        record(db, actor, now, drawn, before_commit=lambda: _write(out, drawn.pdf))
    return Printed(str(out), drawn.pages, drawn.sha256, drawn.document.value, drawn.number)


def _write(out: Path, data: bytes) -> None:
    from exporters.files import write_whole

    try:
        write_whole(out, data)
    except Surroundings as error:
        raise Surroundings("print.not_writable", field="out", path=str(out)) from error


def record(db: Database, actor: Actor, now: datetime, drawn: Drawn, *, before_commit: Callable[[], None] | None = None) -> None:
    """Keep a print in the list, and in the time line of its case. ``before_commit`` does what must have happened for it to count."""
    with db.write("print.paper", actor, now) as unit:
        unit.add(
            PrintRecord(
                document=drawn.document.value,
                number=drawn.number,
                record=drawn.record,
                pages=drawn.pages,
                sha256=drawn.sha256,
                officer_id=actor.officer_id,
                printed_at=now,
            )
        )
        table, _, number = drawn.record.partition(":")
        if table == "cases":
            case = unit.get_one(Case, int(number))
            cases.event(unit, case, CaseEventKind.PRINTED, actor, now, text=word(drawn.document), data={"number": drawn.number})
        unit.about(drawn.record)
        unit.flush()
        if before_commit is not None:
            before_commit()


def listing(
    db: Database,
    actor: Actor,
    *,
    document: Document | None = None,
    record: str | None = None,
    text: str = "",
    after: int | None = None,
    limit: int = 100,
) -> Page[PrintLine]:
    """What was printed, the newest first; ``after`` is the ``next_key`` of the page before, ``text`` a part of the number."""
    with db.read("print.read", actor) as session:
        rows = queries.prints.prints(session, document.value if document else None, record, after, limit + 1, text)
        return page_of(rows, limit, _line, lambda row: row.id)


def _line(row: Any) -> PrintLine:
    title = word(Document(row.document))
    return PrintLine(row.id, row.document, title, row.number, row.record, row.pages, row.sha256, row.officer or "", row.printed_at)
