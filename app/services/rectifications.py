"""The answer to a bad rating: verified, corrected, fed back, then confirmed by somebody who was not rated (B18)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain import ratings as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.ratings import RectificationDates, RectificationStep
from app.domain.second_person import SecondStep
from app.services import case_seconds
from app.services.appeals import DROPPED
from app.services.case_seconds import signed_words
from app.services.ratings import RatingLine
from app.services.ratings import lines_of as rating_lines
from db import queries
from db.models import Rating, Rectification
from db.queries.ratings import OPEN
from db.uow import Database, ReadSession, Unit

PAGE = 100
CLOSED = "closed"
COLUMNS = {
    RectificationStep.VERIFY: ("verified_on", "finding"),
    RectificationStep.CORRECT: ("corrected_on", "correction"),
    RectificationStep.FEED_BACK: ("fed_back_on", "feedback"),
}


@dataclass(frozen=True, slots=True)
class RectificationLine:
    """A rectification: its rating, its last day, and how far it has come. ``overdue`` counts from the day after the last one."""

    id: int
    rating: RatingLine
    state: str
    due_on: date
    overdue: bool
    next_step: RectificationStep | None
    verified_on: date | None
    finding: str
    corrected_on: date | None
    correction: str
    fed_back_on: date | None
    feedback: str
    supervised_on: date | None
    supervisor_id: int | None
    closed_on: date | None
    supervisor: str = ""
    waiting: SecondStep | None = None


def step(
    db: Database,
    actor: Actor,
    now: datetime,
    rectification_id: int,
    which: RectificationStep,
    text: str,
    *,
    on: date | None = None,
) -> RectificationLine:
    """Record 核实, 整改 or 反馈 with what was found or done; the steps come one after another. 监督 is ``supervise``."""
    if which is RectificationStep.SUPERVISE:
        raise ValueError("supervision has its own function and its own permission")
    today = business_date(now)
    with db.write("rectification.change", actor, now) as unit:
        row = _of(unit, rectification_id)
        day = _check_step(unit, row, which, on, today)
        if not text.strip():
            raise Refused("rectification.text", field="text", step=which)
        day_column, text_column = COLUMNS[which]
        setattr(row, day_column, day)
        setattr(row, text_column, text.strip())
        unit.flush()
        return _shown(unit, row.id, today)


def supervise(db: Database, actor: Actor, now: datetime, rectification_id: int, *, on: date | None = None) -> RectificationLine:
    """Confirm a rectification and close it: by the head or the county, never by the officer who was rated."""
    today = business_date(now)
    with db.write("rectification.supervise", actor, now) as unit:
        case_seconds.check_direct(unit, actor, now, SecondStep.SUPERVISION, f"rectification:{rectification_id}")
        row = supervisable(unit, rectification_id, actor.officer_id)
        put_supervised(unit, row, on, today, actor.officer_id)
        return _shown(unit, row.id, today)


def supervisable(unit: Unit, rectification_id: int, supervisor: int | None) -> Rectification:
    """The rectification, held; refused while a step is missing, or where the supervisor was rated."""
    row = _of(unit, rectification_id)
    rules.check_close(_dates(unit, row), row.officer_id, supervisor)
    return row


def put_supervised(unit: Unit, row: Rectification, on: date | None, today: date, by: int | None) -> None:
    """The confirmation itself; ``by`` is None where it was signed on paper by somebody without an account."""
    day = _check_step(unit, row, RectificationStep.SUPERVISE, on, today)
    row.supervised_on, row.supervisor_id = day, by
    row.closed_on, row.state = day, CLOSED
    unit.flush()


def _check_step(unit: Unit, row: Rectification, which: RectificationStep, on: date | None, today: date) -> date:
    day = on or today
    if day > today:
        raise Refused("rectification.future", field="on", step=which, day=day.isoformat())
    rules.check_step(_dates(unit, row), which, day)
    return day


def _of(unit: Unit, rectification_id: int) -> Rectification:
    row = unit.hold(Rectification, rectification_id)
    if row is None:
        raise NotFound("rectification.not_found", field="rectification")
    if row.state == DROPPED:
        raise Overtaken("rectification.dropped", field="rectification")
    if row.closed_on is not None:
        raise Overtaken("rectification.closed", date=row.closed_on.isoformat())
    unit.about(row)
    return row


def _dates(session: Unit, row: Rectification) -> RectificationDates:
    opened_on = session.get_one(Rating, row.rating_id).rated_on
    return RectificationDates(opened_on, row.verified_on, row.corrected_on, row.fed_back_on, row.supervised_on)


def listing(
    db: Database, actor: Actor, now: datetime, *, open_only: bool = True, officer_id: int | None = None, limit: int = PAGE
) -> tuple[RectificationLine, ...]:
    """Rectifications, the nearest last day first."""
    today = business_date(now)
    with db.read("case.read", actor) as session:
        rows = queries.ratings.rectification_page(session, open_only, officer_id, limit)
        return tuple(map(lines_of(session, rows, today), rows))


def show(db: Database, actor: Actor, now: datetime, rectification_id: int) -> RectificationLine:
    """One rectification."""
    with db.read("case.read", actor) as session:
        if session.get(Rectification, rectification_id) is None:
            raise NotFound("rectification.not_found", field="rectification")
        return _shown(session, rectification_id, business_date(now))


def _shown(session: ReadSession | Unit, rectification_id: int, today: date) -> RectificationLine:
    row = queries.ratings.rectification_line(session, rectification_id)
    return lines_of(session, [row], today)(row)


def lines_of(session: ReadSession | Unit, rows: Sequence[Any], today: date) -> Callable[[Any], RectificationLine]:
    """Makes lines of some rows: who supervised, by account or on paper, and what waits for a second person, read once for all."""
    records = [f"rectification:{row.rectification_id}" for row in rows]
    signed = queries.seconds.signed(session, records, SecondStep.SUPERVISION.value)
    waiting, names = case_seconds.waiting_of(session, records), queries.people.names_of_officers(session)
    rating = rating_lines(session, rows)

    def make(row: Any) -> RectificationLine:
        record = f"rectification:{row.rectification_id}"
        by = names.get(row.supervisor_id or 0, "") or (signed_words(signed.get(record)) if row.supervised_on else "")
        return replace(_line(row, rating(row), today), supervisor=by, waiting=waiting.get(record))

    return make


def _line(row: Any, rating: RatingLine, today: date) -> RectificationLine:
    dates = RectificationDates(row.rated_on, row.verified_on, row.corrected_on, row.fed_back_on, row.supervised_on)
    return RectificationLine(
        row.rectification_id,
        rating,
        row.step_state,
        row.due_on,
        row.step_state == OPEN and today > row.due_on,
        dates.next_step,
        row.verified_on,
        row.finding,
        row.corrected_on,
        row.correction,
        row.fed_back_on,
        row.feedback,
        row.supervised_on,
        row.supervisor_id,
        row.closed_on,
    )
