"""The slip of a ticket or an appointment, on the printer that the machine's settings name. Both are valid whatever the printer does.

A slip is claimed before it is printed (working data, one row a slip): a double click or a second desk never prints two. What goes wrong
at the printer comes back as an answer with a sentence, so that the window shows the number large and offers to print again. A slip after
one that came out, or may have, is marked 补打. Waits for the printer: never on the window's thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.actor import Actor
from app.domain.documents import AppointmentPaper, Document, TicketPaper
from app.domain.errors import Conflict, NotAllowed, NotFound, Surroundings, UserError
from app.domain.ticket_printers import PrinterKind, TicketPrinter, printer_of
from app.services import papers_appointments, papers_queue
from app.services.papers_base import Desk, Subject, Wanted
from app.settings import Settings
from app.texts import fill, sentence, t, word
from app.texts import ticket_printing as say
from db import queries, request_keys
from db.models import PrintRecord, RequestKey
from db.uow import Database, Unit

STALE = timedelta(seconds=60)
"""A slip that was being printed longer ago than this is not printing any more: whoever did it is gone."""

PdfPrinter = Callable[[bytes, str], None]


class SlipState(StrEnum):
    """Where a slip stands. After ``UNSURE`` a part of it may have come out."""

    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class SlipAnswer:
    """What became of a slip; ``ticket`` is its number.

    ``again``: it was marked 补打; ``problem`` why it did not come out; ``note`` what to mind besides.
    """

    ticket: str
    printed: bool
    again: bool = False
    problem: UserError | None = None
    note: str = ""
    document: Document = Document.TICKET

    @property
    def text(self) -> str:
        """The sentence to show beside the number."""
        if self.problem is not None:
            said = sentence(self.problem)
            return said.replace(t(say.VALID[0]), t(say.VALID[1])) if self.document is Document.APPOINTMENT else said
        said = fill(say.PRINTED_AGAIN if self.again else say.PRINTED, {"paper": word(self.document), "ticket": self.ticket})
        return said + self.note

    @property
    def may_retry(self) -> bool:
        """Whether printing the same slip once more makes sense: not while it is printing, and not where no printer is set."""
        return self.problem is not None and self.problem.code not in {"printer.none", "slip.busy", "slip.printed"}


def print_slip(
    db: Database,
    actor: Actor,
    now: datetime,
    settings: Settings,
    ticket: str,
    *,
    on: date | None = None,
    again: bool = False,
    by_pdf: PdfPrinter | None = None,
) -> SlipAnswer:
    """Print the slip of a ticket of today (``on`` names another day); ``again`` prints also what was printed before.

    Raises only for a ticket that is not there and an officer who may not; everything else is in the answer.
    """
    wanted = Wanted(Document.TICKET.value, ticket=ticket, on=on)
    return _printed(db, actor, now, settings, wanted, again=again, by_pdf=by_pdf)


def print_appointment(
    db: Database, actor: Actor, now: datetime, settings: Settings, code: str, *, again: bool = False, by_pdf: PdfPrinter | None = None
) -> SlipAnswer:
    """The same for the slip of an appointment, while it is booked."""
    wanted = Wanted(Document.APPOINTMENT.value, appointment=code)
    return _printed(db, actor, now, settings, wanted, again=again, by_pdf=by_pdf)


_SUBJECTS = {Document.TICKET: papers_queue.ticket, Document.APPOINTMENT: papers_appointments.appointment}


def _printed(
    db: Database, actor: Actor, now: datetime, settings: Settings, wanted: Wanted, *, again: bool, by_pdf: PdfPrinter | None
) -> SlipAnswer:
    document = Document(wanted.document)
    with db.read(_action(again=again), actor) as session:
        desk = Desk(session, actor, now, queries.station.the_station(session))
        subject = _SUBJECTS[document](desk, wanted)
    try:
        return _attempt(db, actor, now, settings, subject, again=again, by_pdf=by_pdf)
    except (NotAllowed, NotFound):
        raise
    except UserError as problem:
        return SlipAnswer(subject.number, printed=False, problem=problem, document=document)


def _action(*, again: bool) -> str:
    return "print.slip_again" if again else "print.slip"


def _attempt(
    db: Database, actor: Actor, now: datetime, settings: Settings, subject: Subject, *, again: bool, by_pdf: PdfPrinter | None
) -> SlipAnswer:
    printer = printer_of(settings.ticket_printer, settings.ticket_width)
    if printer.kind is PrinterKind.NONE:
        raise Surroundings("printer.none")
    marked = _claim(db, now, subject, again=again)
    try:
        data, note = _bring_out(printer, _paper(subject, again=marked), by_pdf)
    except UserError as problem:
        _leave(db, now, subject, _after(problem, marked))
        raise
    except BaseException:
        _leave(db, now, subject, SlipState.UNSURE)
        raise
    note += _list(db, actor, now, subject, data, _action(again=again), marked=marked)
    return SlipAnswer(subject.number, printed=True, again=marked, note=note, document=_document(subject))


def _paper(subject: Subject, *, again: bool) -> TicketPaper | AppointmentPaper:
    assert isinstance(subject.paper, TicketPaper | AppointmentPaper)
    return replace(subject.paper, again=again)


def _document(subject: Subject) -> Document:
    return Document.TICKET if isinstance(subject.paper, TicketPaper) else Document.APPOINTMENT


def _after(problem: UserError, marked: bool) -> SlipState:
    """Once a slip may have come out, a later failure does not take that back."""
    from printing.receipt import UNSURE

    return SlipState.UNSURE if marked or problem.code in UNSURE else SlipState.FAILED


def _bring_out(printer: TicketPrinter, paper: TicketPaper | AppointmentPaper, by_pdf: PdfPrinter | None) -> tuple[bytes, str]:
    """Print; the bytes that went out, and a word about the paper."""
    if not printer.receipt:
        from printing import render, system_printer

        pdf = render(paper).pdf
        (by_pdf or system_printer.send)(pdf, printer.address)
        return pdf, ""
    from printing import escpos, receipt

    data = escpos.encode(paper, printer.width)
    known = receipt.send(printer, data)
    return data, t(say.PAPER_LOW) if known is receipt.Paper.LOW else ""


# ------------------------------------------------------------------------------------------------------------------ what was printed


def _key(subject: Subject) -> str:
    return f"slip:{subject.record}"


def _claim(db: Database, now: datetime, subject: Subject, *, again: bool) -> bool:
    """Take the slip for this attempt; the answer is whether it must be marked 补打. Refused while another prints it, or once it is out."""
    with db.touch("request") as unit:
        row = queries.prints.slip(unit, _key(subject))
        if row is None:
            unit.add(RequestKey(key=_key(subject), action=request_keys.SLIP, answer={"state": SlipState.PRINTING.value}, at=now))
            return False
        state = SlipState(row.answer["state"])
        if state is SlipState.PRINTING and abs(now - row.at) < STALE:
            raise Conflict("slip.busy", paper=word(_document(subject)), ticket=subject.number)
        if state is SlipState.PRINTED and not again:
            raise Conflict("slip.printed", paper=word(_document(subject)), ticket=subject.number)
        row.answer, row.at = {"state": SlipState.PRINTING.value}, now
        return state is not SlipState.FAILED


def _leave(db: Database, now: datetime, subject: Subject, state: SlipState) -> None:
    with db.touch("request") as unit:
        _set(unit, now, subject, state)


def _set(unit: Unit, now: datetime, subject: Subject, state: SlipState) -> None:
    row = queries.prints.slip(unit, _key(subject))
    assert row is not None
    row.answer, row.at = {"state": state.value}, now


def _list(db: Database, actor: Actor, now: datetime, subject: Subject, data: bytes, action: str, *, marked: bool) -> str:
    """Keep it in the list of prints and in the audit trail. The paper is out: what fails here is only told."""
    try:
        with db.write(action, actor, now) as unit:
            unit.add(
                PrintRecord(
                    document=_document(subject).value,
                    number=subject.number,
                    record=subject.record,
                    pages=1,
                    sha256=hashlib.sha256(data).hexdigest(),
                    officer_id=actor.officer_id,
                    printed_at=now,
                )
            )
            unit.about(subject.record)
            if marked:
                unit.note(subject.record, again=True)
            _set(unit, now, subject, SlipState.PRINTED)
    except UserError as error:
        return fill(say.NOT_LISTED, {"reason": sentence(error)})
    return ""
