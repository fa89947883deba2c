"""Timed duties: what time brings by itself, in one service that may run as often as it likes.

It runs at every start, before each day's first write and every five minutes. Each product has a unique key, so sixteen desks make
one; it carries the day it fell due and the moment it was written. After nine closed days all of them are there, oldest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.accountability import LeadKind, Product, ProductKind, overdue_lead
from app.domain.actor import SYSTEM, Actor
from app.domain.calendar import missing_year
from app.domain.clock import at_station, business_date, station_time
from app.services import (
    appointments,
    calendars,
    case_acts,
    case_clock,
    case_products,
    day_signatures,
    forgetting,
    inquiry_acts,
    invitations,
    leads,
    queue_lapse,
    recount,
)
from app.texts import checks as texts
from app.texts import fill
from app.texts.duties import RUN_TEXT
from db import queries
from db.models import Case, DutyProduct
from db.once import insert_once, lock_duties
from db.queries.duties import RUN
from db.uow import Database, Unit

BATCH = 50
"""Products written in one unit of work: the write lock is never held for long."""


@dataclass(frozen=True, slots=True)
class Made:
    """A product of this run: what, of which record, the day it fell due."""

    due_on: date
    kind: str
    step: str
    record: str


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that must not be forgotten: its kind, a sentence, and how many."""

    kind: str
    text: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class DutyReport:
    """What one run did; nothing of it is there twice. ``made`` is in the order in which it fell due."""

    day: date
    signed: bool
    tickets_expired: int
    hand_overs_back: int
    clocks_moved: int
    made: tuple[Made, ...]
    warnings: tuple[Warned, ...]
    tickets_lapsed: int = 0
    no_shows: int = 0
    invited: int = 0
    more: bool = False
    """Whether deadlines are still to be recounted: the duties may run again at once."""


def run(db: Database, now: datetime) -> DutyReport:
    """Do all that is due at ``now`` and was not done yet."""
    today = business_date(now)
    signed = day_signatures.sign(db, now)
    left = _left_over(db, now)
    tickets = queue_lapse.expire(db, now) if left.tickets else 0
    lapsed, no_shows = queue_lapse.run(db, now), appointments.miss_overdue(db, now)
    back = _locked(db, now, lambda unit: _hand_overs_back(unit, now)) if left.hand_overs else 0
    moved = _refresh_paused(db, now, left.paused)
    counted = recount.run(db, now, most=1)
    made = (*_case_products(db, now), *_answer_leads(db, now))
    invited = invitations.run(db, now, left.last_run) if left.fresh else 0
    if left.fresh:
        forgetting.run(db, now)
    _remember(db, now, tickets=tickets, hand_overs=back, clocks=moved, made=made)
    return DutyReport(today, signed, tickets, back, moved, made, warnings(db, SYSTEM, now), lapsed, no_shows, invited, not counted.over)


def _hand_overs_back(unit: Unit, now: datetime) -> int:
    """Cases and inquiries whose hand-over nobody took by the close of its day."""
    return case_acts.hand_overs_lapsed(unit, now, SYSTEM) + inquiry_acts.lapse(unit, now)


@dataclass(frozen=True, slots=True)
class _LeftOver:
    """What earlier days left: looked at without the write lock, so that most runs never ask for it."""

    today: date
    tickets: bool
    hand_overs: bool
    paused: Sequence[int]
    last_run: date | None

    @property
    def fresh(self) -> bool:
        """Whether the duties of the day have not run to their end."""
        return self.today > (self.last_run or date.min)


def _left_over(db: Database, now: datetime) -> _LeftOver:
    """Clocks that stand are asked for once a day only: their deadlines move by the day."""
    today = business_date(now)
    with db.read("duties.run", SYSTEM) as session:
        last = queries.duties.last_run(session)
        fresh = (last or date.min) < today
        tickets = queries.queue_lost.some_open_before(session, today)
        morning = at_station(today)
        hand_overs = bool(queries.cases.open_hand_overs_before(session, morning))
        hand_overs = hand_overs or (fresh and bool(queries.inquiries.offered_before(session, morning)))  # they lapse at midnight only
        return _LeftOver(today, tickets, hand_overs, queries.duties.paused_cases(session) if fresh else (), last)


def _locked(db: Database, now: datetime, act: Callable[[Unit], int]) -> int:
    """One short unit of work that no other desk's duties run beside."""
    with db.write("duties.run", SYSTEM, now) as unit:
        lock_duties(unit)
        return act(unit)


def _remember(db: Database, now: datetime, *, tickets: int, hand_overs: int, clocks: int, made: Sequence[Made]) -> None:
    chasers = sum(one.kind == ProductKind.CHASER for one in made)
    counts = {"tickets": tickets, "hand_overs": hand_overs, "clocks": clocks, "chasers": chasers, "leads": len(made) - chasers}
    today = business_date(now)
    with db.read("duties.run", SYSTEM) as session:
        if (queries.duties.last_run(session) or date.min) >= today:
            return
    with db.write("duties.run", SYSTEM, now) as unit:
        text = fill(RUN_TEXT, counts)
        insert_once(unit, DutyProduct, kind=RUN, subject="station", step="", due_on=today, written_at=now, text=text)


# the clocks of cases


def _refresh_paused(db: Database, now: datetime, ids: Sequence[int]) -> int:
    """A standing clock moves its deadline with every day; the lists read the stored one, so it follows."""
    return sum(_refresh(db, now, ids[at : at + BATCH]) for at in range(0, len(ids), BATCH))


def _refresh(db: Database, now: datetime, ids: Sequence[int]) -> int:
    moved = 0
    with db.write("duties.run", SYSTEM, now) as unit:
        lock_duties(unit)
        calendar = calendars.of(unit)
        for case in (unit.get_one(Case, case_id) for case_id in ids):
            before = case.deadline, case.paused
            case_clock.recompute(unit, case, business_date(now), calendar)
            if (case.deadline, case.paused) != before:
                case_products.take_back(unit, now, case, calendar)
                moved += 1
    return moved


@dataclass(frozen=True, slots=True)
class _Due:
    """A product that is due and not there, with what its row needs."""

    product: Product
    case_id: int
    officer_id: int


def _case_products(db: Database, now: datetime) -> tuple[Made, ...]:
    due = _due_of_cases(db, business_date(now))
    made = [one for at in range(0, len(due), BATCH) for one in _write(db, now, due[at : at + BATCH])]
    return tuple(made)


def _due_of_cases(db: Database, today: date) -> list[_Due]:
    """What is due and missing, oldest first. Cases closed since the last run are asked too: nobody was there to chase them."""
    with db.read("duties.run", SYSTEM) as session:
        calendar = calendars.of(session)
        until = calendar.next_working_day(today) + timedelta(days=1)
        rows = list(queries.duties.running_clocks(session, until))
        last = queries.duties.last_run(session)
        if last is not None:
            rows += queries.duties.clocks_closed_since(session, last, until)
        there = queries.duties.products_there(session, [row.id for row in rows])
    due = [_Due(product, row.id, row.officer_id) for row in rows for product in case_products.due(row, calendar, today)]
    missing = [one for one in due if (one.product.kind.value, one.case_id, str(one.product.step), one.product.due_on) not in there]
    return sorted(missing, key=lambda one: (one.product.due_on, one.case_id, one.product.kind, one.product.step))


def _write(db: Database, now: datetime, due: Sequence[_Due]) -> list[Made]:
    made = []
    with db.write("duties.run", SYSTEM, now) as unit:
        lock_duties(unit)
        for one in due:
            case = unit.get_one(Case, one.case_id)
            if case_products.write(unit, now, case, one.product):
                made.append(Made(one.product.due_on, one.product.kind.value, str(one.product.step), f"cases:{case.id}"))
    return made


# bad ratings and complaints


def _answer_leads(db: Database, now: datetime) -> tuple[Made, ...]:
    """A lead for every bad rating that was not rectified and every complaint that was not answered by its last day."""
    today = business_date(now)
    with db.read("duties.run", SYSTEM) as session:
        rows = [(LeadKind.BAD_RATING_UNHANDLED, row) for row in queries.duties.late_rectifications(session, today)]
        rows += [(LeadKind.COMPLAINT_UNANSWERED, row) for row in queries.duties.late_complaints(session, today)]
    due = [(row, overdue_lead(kind, row.due_on, row.answered_on, today)) for kind, row in rows]
    wanted = [(row, product) for row, product in due if product is not None]
    if not wanted:
        return ()
    with db.write("duties.run", SYSTEM, now) as unit:
        lock_duties(unit)
        return tuple(made for row, product in wanted if (made := _answer_lead(unit, now, row, product)))


def _answer_lead(unit: Unit, now: datetime, row: Any, product: Product) -> Made | None:
    kind = LeadKind(product.step)
    record = f"{ANSWERED[kind]}:{row.id}"
    fresh = leads.raise_for(unit, kind, record, row.case_id, row.officer_id, product.due_on, now)
    return Made(product.due_on, ProductKind.LEAD.value, kind.value, record) if fresh else None


ANSWERED = {LeadKind.BAD_RATING_UNHANDLED: "rectification", LeadKind.COMPLAINT_UNANSWERED: "complaint"}
"""What such a lead is about, as the first part of its record."""


# what must not be forgotten


def warnings(db: Database, actor: Actor, now: datetime) -> tuple[Warned, ...]:
    """What must not be forgotten today, as sentences with their counts; empty when all is well."""
    today = business_date(now)
    with db.read("case.read" if actor is not SYSTEM else "duties.run", actor) as session:
        counts = queries.duties.due_counts(session, today)
        years = queries.station.holiday_years(session)
        last = queries.duties.last_entry_at(session)
    found = [Warned(kind, _said(kind, count=count), count) for kind, count in counts.items() if count]
    missing = missing_year(years, today)
    if missing is not None:
        found.append(Warned("holidays_missing", _said("holidays_missing", year=missing)))
    if last is not None and last > now:
        found.append(Warned("clock_back", _said("clock_back", last=f"{station_time(last):%Y-%m-%d %H:%M}")))
    return tuple(found)


def _said(kind: str, **params: object) -> str:
    return fill(texts()[f"duty.{kind}"], params)


# when they run


def done(db: Database, now: datetime) -> bool:
    """Whether the duties of the day ran to their end: one cheap look."""
    with db.read("duties.run", SYSTEM) as session:
        last = queries.duties.last_run(session)
    return last is not None and last >= business_date(now)
