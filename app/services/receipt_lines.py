"""Receipts whose material is still here: what can be given back to the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.texts import t
from db import queries
from db.uow import ReadSession, Unit


@dataclass(frozen=True, slots=True)
class Lent:
    """A receipt that was not given back: its code, its day, and what it lists by name and number."""

    code: str
    received_on: date
    listed: str


def open_of(session: ReadSession | Unit, case_id: int | None, inquiry_id: int | None) -> tuple[Lent, ...]:
    """Of a case with those of the inquiry it was before, or of an inquiry; the first first."""
    rows = [*queries.voices.receipts(session, case_id, inquiry_id)]
    asked = queries.inquiries.of_case(session, case_id) if case_id is not None else None
    rows = [*(queries.voices.receipts(session, None, asked.id) if asked is not None else ()), *rows]
    return tuple(Lent(row.code, row.received_on, _listed(row.lines)) for row in rows if row.returned_on is None)


def _listed(lines: list[dict[str, object]]) -> str:
    return t("、").join(t("{name} {n} 份").format(name=line["name"], n=line["quantity"]) for line in lines)
