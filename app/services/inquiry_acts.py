"""A first inquiry that another goes on with: handed over, taken over, come back unaccepted, and its result.

The first officer never changes. The responsible one changes when the other accepts; both moments are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from app.domain import inquiries as rules
from app.domain.actor import Actor
from app.domain.clock import at_station, business_date
from app.domain.errors import NotFound
from app.services.inquiries import InquiryLine, found, line_of
from db import queries
from db.models import Inquiry
from db.uow import Database, Unit


def hand_over(db: Database, actor: Actor, now: datetime, code: str, login: str, *, absent: bool = False) -> InquiryLine:
    """Offer an inquiry to another officer; ``absent`` records that they were not there."""

    def act(unit: Unit, row: Inquiry) -> None:
        officer = queries.station.officer_by_login(unit, login)
        if officer is None or officer.ended_on is not None:
            raise NotFound("officer.unknown", field="handler", login=login)
        rules.check_hand_over(row.officer_id, officer.id, row.offered_to)
        row.offered_to, row.offered_at, row.handler_absent = officer.id, now, absent

    return _act(db, actor, now, code, "hand_over", act)


def take_over(db: Database, actor: Actor, now: datetime, code: str) -> InquiryLine:
    """Accept an inquiry; from now on this officer is responsible."""

    def act(_unit: Unit, row: Inquiry) -> None:
        rules.check_take_over(row.offered_to, actor.officer_id)
        row.officer_id, row.taken_over_at, row.offered_to = actor.officer_id or 0, now, None

    return _act(db, actor, now, code, "take_over", act)


def finish(db: Database, actor: Actor, now: datetime, code: str, result: str, *, on: date | None = None) -> InquiryLine:
    """Record what became of an inquiry that was not answered on the spot."""

    def act(_unit: Unit, row: Inquiry) -> None:
        day, today = on or business_date(now), business_date(now)
        rules.check_result(result, day, row.business_date, today)
        row.result, row.handled_on, row.offered_to = result.strip(), day, None

    return _act(db, actor, now, code, "finish", act)


def _act(db: Database, actor: Actor, now: datetime, code: str, verb: str, act: Callable[[Unit, Inquiry], None]) -> InquiryLine:
    """One act on an inquiry that is open still and that nobody else changes meanwhile."""
    with db.write(f"inquiry.{verb}", actor, now) as unit:
        row = found(unit, code, lock=True)
        rules.check_open(row.handled_on, queries.inquiries.case_number(unit, row.case_id))
        act(unit, row)
        unit.about(row)
        unit.flush()
        return line_of(unit, queries.inquiries.line(unit, row.id))


def lapse(unit: Unit, now: datetime) -> int:
    """Offers nobody took come back at the close of their day; one of the timed duties."""
    rows = queries.inquiries.offered_before(unit, at_station(business_date(now)))
    for row in rows:
        row.offered_to = None
    return len(rows)
