"""Receipts for material: what was taken in for a case or with an inquiry, by name and number, and when it went back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused, Usage
from app.domain.inquiries import HandedIn
from app.services import cases, inquiries, receipt_lines
from db import counters as numbers
from db import queries
from db.models import MaterialReceipt
from db.uow import Database, ReadSession, Unit

TAKEN_IN = ("received", "checked")


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt: its code, what it lists, who signed it, and when the material went back."""

    id: int
    code: str
    lines: tuple[HandedIn, ...]
    received_on: date
    officer_id: int
    returned_on: date | None


def issue(db: Database, actor: Actor, now: datetime, *, case: str = "", inquiry: str = "") -> ReceiptLine:
    """Write the receipt of what was taken in since the last one; refused where nothing is new."""
    if bool(case) == bool(inquiry):
        raise Usage("receipt.which", field="case")
    with db.write("receipt.issue", actor, now) as unit:
        subject = _of_case(unit, case) if case else _of_inquiry(unit, inquiry)
        lines = _fresh(unit, subject)
        if not lines:
            raise Refused("receipt.nothing", field="case" if case else "inquiry")
        today = business_date(now)
        row = MaterialReceipt(
            code=f"SJ{today:%Y%m%d}-{numbers.next_number(unit, 'receipt', str(today)):03d}",
            case_id=subject.case_id,
            inquiry_id=subject.inquiry_id,
            lines=lines,
            received_on=today,
            officer_id=actor.officer_id,
            recorded_at=now,
        )
        unit.add(row)
        unit.flush()
        unit.about(row)
        return line_of(row)


@dataclass(frozen=True, slots=True)
class _Subject:
    """A case or an inquiry with all the material that lies here; ``asked`` is the inquiry that became the case."""

    case_id: int | None
    inquiry_id: int | None
    there: list[dict[str, Any]]
    asked: int | None = None


def _of_case(unit: Unit, number: str) -> _Subject:
    case = cases.found(unit, number, lock=True)
    rows = [row for row in queries.cases.materials(unit, case.id) if row.state in TAKEN_IN]
    inquiry = queries.inquiries.of_case(unit, case.id)
    there = [{"name": row.name, "quantity": row.copies, "form": row.form} for row in rows]
    return _Subject(case.id, None, there, inquiry.id if inquiry is not None else None)


def _of_inquiry(unit: Unit, code: str) -> _Subject:
    row = inquiries.found(unit, code, lock=True)
    return _Subject(None, row.id, [{"name": one["name"], "quantity": one["quantity"], "form": ""} for one in row.materials])


def _fresh(unit: Unit, subject: _Subject) -> list[dict[str, Any]]:
    """What no earlier receipt lists that still holds: of the case, or of the inquiry it was before."""
    earlier = [*queries.voices.receipts(unit, subject.case_id, subject.inquiry_id)]
    earlier += queries.voices.receipts(unit, None, subject.asked) if subject.asked else ()
    listed = [line["name"] for row in earlier if row.returned_on is None for line in row.lines]
    return [line for line in subject.there if line["name"] not in listed]


def give_back(db: Database, actor: Actor, now: datetime, code: str, *, on: date | None = None) -> ReceiptLine:
    """Record that the material of a receipt went back to the person."""
    with db.write("receipt.give_back", actor, now) as unit:
        row, day = found(unit, code), on or business_date(now)
        if row.returned_on is not None:
            raise Refused("receipt.returned", field="receipt", code=row.code, day=row.returned_on.isoformat())
        if not row.received_on <= day <= business_date(now):
            raise Refused("receipt.day", field="on", day=day.isoformat())
        row.returned_on = day
        unit.about(row)
        return line_of(row)


def open_of_inquiry(db: Database, actor: Actor, code: str) -> tuple[receipt_lines.Lent, ...]:
    """The receipts of an inquiry whose material is still here."""
    with db.read("inquiry.read", actor) as session:
        return receipt_lines.open_of(session, None, inquiries.found(session, code).id)


def found(session: ReadSession | Unit, code: str) -> MaterialReceipt:
    """The receipt of a code; ``NotFound`` without one."""
    row = queries.voices.receipt(session, code.strip().upper())
    if row is None:
        raise NotFound("receipt.unknown", field="receipt", code=code.strip()[:40])
    return row


def line_of(row: MaterialReceipt) -> ReceiptLine:
    """A receipt as it is shown."""
    lines = tuple(HandedIn(line["name"], line["quantity"]) for line in row.lines)
    return ReceiptLine(row.id, row.code, lines, row.received_on, row.officer_id, row.returned_on)
