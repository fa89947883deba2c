"""Cases that are opened together (一件事) and closed each for itself: the three registrations of a start of work, for example (B23)."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain import cases as rules
from app.domain.cases import CaseState
from app.domain.errors import Refused
from db import queries
from db.once import one_at_a_time
from db.uow import ReadSession, Unit


@dataclass(frozen=True, slots=True)
class Bundle:
    """The cases under one number, each with number, item and state; 办理中 until the last of them has ended."""

    number: str
    open: bool
    cases: tuple[tuple[str, str, str], ...]


def check(unit: Unit, number: str, person_id: int) -> None:
    """Refuse a number that cannot be one, or that is another person's; none at all is fine."""
    if not number:
        return
    rules.check_bundle(number)
    one_at_a_time(unit, "bundle", number)
    if any(row.person_id != person_id for row in queries.cases.of_bundle(unit, number)):
        raise Refused("case.bundle_person", field="bundle", bundle=number)


def of(session: ReadSession, number: str) -> Bundle | None:
    """The bundle of a number; None where a case stands alone."""
    rows = queries.cases.of_bundle(session, number) if number else ()
    lines = tuple((row.number, row.item_name, row.state) for row in rows)
    return Bundle(number, rules.bundle_open(CaseState(state) for _, _, state in lines), lines) if lines else None
