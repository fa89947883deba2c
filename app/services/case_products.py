"""What the clock of a case brings: its chasers and its overdue lead, each once for a deadline, and what becomes of them when that moves.

A chaser that nobody has read and whose day is none any more is taken back, with a line in the case's time line; one that was read stays,
and so does a lead: the head sees that its deadline moved and decides on it (``leads``). Who is responsible is told of the new day and
sees it until it is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.accountability import ChaserStep, ClockFacts, LeadKind, Product, ProductKind, products_due
from app.domain.actor import SYSTEM
from app.domain.calendar import Calendar
from app.domain.cases import CLOCK_RUNS, CaseEventKind, CaseState
from app.domain.clock import business_date
from app.services import calendars, case_clock, cases, leads
from db import queries
from db.models import Case, Chaser
from db.once import insert_once
from db.uow import Unit


def due(row: Any, calendar: Calendar, today: date) -> tuple[Product, ...]:
    """All that has fallen due for a case up to a day, there or not; ``row`` holds its clock."""
    return products_due(_facts(row, row.deadline, standing=row.paused), calendar, today)


def _facts(row: Any, deadline: date, *, standing: bool) -> ClockFacts:
    recorded = business_date(row.accepted_recorded_at) if row.accepted_recorded_at else row.accepted_on
    limit = (row.promised_days or 0) + row.extension_days
    return ClockFacts(row.accepted_on, recorded, limit, deadline, row.closed_on, standing)


def write(unit: Unit, now: datetime, case: Case, product: Product) -> bool:
    """A chaser or a lead; False when it is already there."""
    if product.kind is ProductKind.LEAD:
        return leads.raise_lead(unit, LeadKind(product.step), case, product.due_on, now)
    step, day = str(product.step), product.due_on
    officer = case_clock.holder_of(unit, case, day)
    fresh = insert_once(unit, Chaser, case_id=case.id, step=step, officer_id=officer, fell_due_on=day, written_at=now)
    if fresh:
        cases.event(unit, case, CaseEventKind.CHASED, SYSTEM, now, on=day, data={"step": step})
    return fresh


# when a deadline moved


@dataclass(frozen=True, slots=True)
class Moved:
    """A case in hand whose deadline is another one now; ``row`` holds its clock as it was."""

    row: Any
    deadline: date
    standing: bool


def settle(unit: Unit, now: datetime, moved: Sequence[Moved], calendar: Calendar) -> None:
    """Take back what is no longer so, issue what is due by the new deadlines, and tell who is responsible."""
    there: dict[int, list[Any]] = defaultdict(list)
    for chaser in queries.clocks.chasers_of(unit, [one.row.id for one in moved]):
        there[chaser.case_id].append(chaser)
    for one in moved:
        _settle(unit, now, one, there[one.row.id], calendar)
    _tell(unit, now, [one.row for one in moved], there)


def take_back(unit: Unit, now: datetime, case: Case, calendar: Calendar | None = None) -> None:
    """An act has moved the deadline of a case, or its clock stands: what chases it unread for another day is taken back."""
    if case.accepted_on is None or CaseState(case.state) not in CLOCK_RUNS:
        return
    there = [chaser for chaser in queries.clocks.chasers_of(unit, [case.id]) if chaser.seen_at is None]
    if there:
        products = products_due(_facts(case, case.deadline, standing=case.paused), calendar or calendars.of(unit), date.max)
        _take_back(unit, now, case.accepted_on, there, products)


def _settle(unit: Unit, now: datetime, one: Moved, there: Sequence[Any], calendar: Calendar) -> None:
    products = products_due(_facts(one.row, one.deadline, standing=one.standing), calendar, date.max)
    known = {(chaser.step, chaser.fell_due_on) for chaser in there}
    _take_back(unit, now, one.row.accepted_on, there, products)
    missing = [product for product in products if product.due_on <= business_date(now)]
    missing = [product for product in missing if (str(product.step), product.due_on) not in known]
    if missing:
        case = unit.get_one(Case, one.row.id)
        for product in missing:
            write(unit, now, case, product)


def _take_back(unit: Unit, now: datetime, accepted_on: date, there: Iterable[Any], products: Iterable[Product]) -> None:
    """Unread chasers of this acceptance that none of its products is."""
    right = {(str(product.step), product.due_on) for product in products if product.kind is ProductKind.CHASER}
    for chaser in there:
        live = chaser.step != ChaserStep.MOVED and chaser.seen_at is None and chaser.fell_due_on >= accepted_on
        if live and (chaser.step, chaser.fell_due_on) not in right:
            _withdraw(unit, now, chaser)


def _withdraw(unit: Unit, now: datetime, row: Any) -> None:
    """Nobody has read it, and it is no longer so."""
    chaser = unit.get_one(Chaser, row.id)
    data = {"step": chaser.step, "day": chaser.fell_due_on.isoformat()}
    cases.event(unit, unit.get_one(Case, chaser.case_id), CaseEventKind.CHASER_WITHDRAWN, SYSTEM, now, data=data)
    unit.delete(chaser)
    unit.flush()


def _tell(unit: Unit, now: datetime, rows: Sequence[Any], there: Mapping[int, Sequence[Any]]) -> None:
    """One notice a case and day; where one of the day was read already, it waits to be read again."""
    today = business_date(now)
    of_today = (ChaserStep.MOVED, today)
    told = {row.case_id: row for chasers in there.values() for row in chasers if (row.step, row.fell_due_on) == of_today}
    unit.update_rows(Chaser, [(row.id, {"seen_at": row.seen_at}, {"seen_at": None}) for row in told.values()])
    facts = {"step": ChaserStep.MOVED.value, "fell_due_on": today, "written_at": now, "seen_at": None}
    unit.add_many(Chaser, [{"case_id": row.id, "officer_id": row.officer_id, **facts} for row in rows if row.id not in told])
