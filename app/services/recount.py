"""Recounting the open deadlines when a holiday table arrived or changed, in short steps that are journalled.

Which span is to be recounted and how far it is stands in a setting, written in the same unit of work as the cases of a step: whoever
comes next goes on where the last one stopped. Each case whose deadline moved keeps the old and the new day in its time line.

A step counts before it asks for the write lock, and under it only looks whether what it counted with still stands. The lock is held for
the writing alone, and between two steps it is free for longer than those who wait for it sleep.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from app.domain.actor import SYSTEM
from app.domain.calendar import Calendar, HolidayYear
from app.domain.cases import CaseEventKind
from app.domain.clock import business_date
from app.domain.deadlines import ClockTerms, DeadlineResult, deadline_of
from app.services import calendars, case_clock, case_products, setting_values
from app.services.case_clock import Derived
from app.services.case_products import Moved
from app.texts import fill, t
from app.texts.calendar import RECOUNTED
from db import queries
from db.models import Case, CaseEvent
from db.once import lock_duties
from db.uow import Database, ReadSession, Unit

KEY, BEFORE = "deadlines_recount", "deadlines_recount_before"
STEP, LEAST = 150, 5
"""Cases looked at in one unit of work: at most, and where the machine is slow."""
LOOKED = 500
"""Cases read at once where nothing is written."""
HELD = 0.05
"""Seconds for which a step should hold the write lock: well below the tenth of a second that nobody may wait for it."""
BREATH = 0.006
"""Seconds between two steps: who waits for the lock asks again after at most four thousandths (decision 25)."""
OVER: Mapping[str, Any] = {"years": (), "after": 0, "looked": 0, "moved": 0, "over": True}


@dataclass(frozen=True, slots=True)
class Recount:
    """How far a recount is: cases looked at and deadlines moved, and whether it has come to its end."""

    years: tuple[int, ...]
    looked: int
    moved: int
    over: bool


def begin(unit: Unit, years: Sequence[int]) -> None:
    """Note, in the unit of work that is about to change the tables of these years, that deadlines are to be recounted, and from which days.

    A recount that has not come to its end begins anew, with its years as well and from the tables that it began with.
    """
    lock_duties(unit)
    known = _known(unit)
    before = {} if known["over"] else dict((setting_values.get(unit, BEFORE) or {}).items())
    before = {str(year): calendars.rows_of(unit, year) for year in years} | before
    setting_values.put(unit, BEFORE, before)
    fresh = {"years": sorted(map(int, before)), "over": False, "tables": known.get("tables", 0) + 1}
    setting_values.put(unit, KEY, {**OVER, **fresh})


def state(db: Database) -> Recount:
    """How far the last recount is; one that never began is over."""
    with db.read("duties.run", SYSTEM) as session:
        return _told(_known(session))


def waits(db: Database) -> bool:
    """Whether deadlines are still to be recounted: one cheap look."""
    return not state(db).over


def run(db: Database, now: datetime, *, most: int | None = None, told: Callable[[Recount], object] | None = None) -> Recount:
    """Go on to the end, or for ``most`` steps; ``told`` hears of every step."""
    recounter = Recounter(db)
    done, steps = state(db), 0
    if done.over:
        return Recount((), 0, 0, True)
    while not done.over and (most is None or steps < most):
        if steps:
            time.sleep(BREATH)
        done = recounter.step(now)
        steps += 1
        if told is not None:
            told(done)
    return done


def step(db: Database, now: datetime) -> Recount:
    """One unit of work: the next cases, and how far the recount is."""
    return Recounter(db).step(now)


def _known(session: ReadSession | Unit) -> Mapping[str, Any]:
    return setting_values.get(session, KEY) or OVER


def _told(known: Mapping[str, Any]) -> Recount:
    return Recount(tuple(known["years"]), known.get("looked", 0), known.get("moved", 0), known["over"])


@dataclass(frozen=True, slots=True)
class _Move:
    """A case that was counted anew: the day it had, and all that follows from the new tables."""

    case: Any
    derived: Derived
    before: date

    @property
    def moved(self) -> bool:
        """Whether its deadline is another one."""
        return self.before != self.derived.result.deadline


class _Book:
    """The calendars to count with. What was counted once is not walked again: of thousands of cases many began on the same days."""

    def __init__(self, tables: int, new: Calendar, old: Calendar, today: date) -> None:
        self.tables, self.new, self.today = tables, new, today
        self.by_new, self.by_old = _counting(new, today), _counting(old, today)

    def count(self, case: Any, rows: Sequence[Any]) -> _Move | None:
        """The deadline by the new tables, and the one it had; None where no clock runs."""
        derived = case_clock.derived(case, rows, self.new, self.today, self.by_new)
        return None if derived is None else _Move(case, derived, self._before(case, derived))

    def _before(self, case: Any, derived: Derived) -> date:
        """The day by the old tables: the stored one, unless an act counted with the new one already or an open pause moves it daily."""
        fresh = case.deadline == derived.result.deadline or derived.result.standing
        return self.by_old(derived.terms).deadline if fresh else case.deadline


def _counting(calendar: Calendar, today: date) -> Callable[[ClockTerms], DeadlineResult]:
    """The deadline of some terms, remembered without the days that explain it: those are thousands of lines that nobody asks for here."""
    return lru_cache(maxsize=4096)(lambda terms: replace(deadline_of(terms, calendar, today), days=()))


@dataclass(frozen=True, slots=True)
class Move:
    """An open case whose deadline other tables would move."""

    number: str
    before: date
    after: date


def preview(db: Database, now: datetime, tables: Sequence[HolidayYear], told: Callable[[int], object] | None = None) -> list[Move]:
    """The open deadlines that these tables would move, the nearest new day first. ``told`` hears how many were looked at."""
    today, moves, looked, after, over = business_date(now), [], 0, 0, False
    first, last = date(min(one.year for one in tables), 1, 1), date(max(one.year for one in tables), 12, 31)
    book: _Book | None = None
    while not over:
        with db.read("duties.run", SYSTEM) as session:
            book = book or _Book(0, calendars.with_tables(session, tables), calendars.of(session), today)
            found, after, over = queries.clocks.touched(session, first, last, after, LOOKED)
            counted = _counted(book, found, queries.clocks.rows_of(session, [case.id for case in found]))
        moves += [Move(one.case.number, one.before, one.derived.result.deadline) for one in counted if one.moved]
        looked += len(found)
        if told is not None:
            told(looked)
    return sorted(moves, key=lambda one: (one.after, one.number))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a step counted before it asks for the lock, and by what it sees whether that still stands."""

    known: Mapping[str, Any]
    after: int
    over: bool
    moves: Sequence[_Move]
    marks: Mapping[int, Any]


class Recounter:
    """One recount in progress: how many cases a step may look at, and what was counted already."""

    def __init__(self, db: Database) -> None:
        self.db, self.size = db, STEP
        self._book: _Book | None = None

    def step(self, now: datetime) -> Recount:
        """One unit of work: the next cases, and how far the recount is. Where somebody else took this step, nothing is written."""
        plan = self._planned(business_date(now))
        if plan.known["over"]:
            return _told(plan.known)
        began = time.monotonic()
        with self.db.write("calendar.recount", SYSTEM, now) as unit:
            lock_duties(unit)
            began = time.monotonic()
            known = queries.station.setting_value(unit, KEY) or OVER
            if known == plan.known:
                moved = self._write(unit, now, self._still(unit, plan), known["years"])
                looked = known["looked"] + len(plan.moves)
                known = {**known, "after": plan.after, "over": plan.over, "looked": looked, "moved": known["moved"] + moved}
                setting_values.put(unit, KEY, known)
                unit.about(f"setting:{KEY}")
        self._pace(time.monotonic() - began)
        return _told(known)

    def _pace(self, held: float) -> None:
        """Let the next step be as long as it should be: much shorter after a long one, a little longer after a short one."""
        fitting = int(self.size * HELD / max(held, 0.001))
        self.size = min(STEP, max(LEAST, min(fitting, self.size + STEP // 10)))

    def _planned(self, today: date) -> _Plan:
        """The next cases, counted from one snapshot."""
        with self.db.read("duties.run", SYSTEM) as session:
            known = queries.station.setting_value(session, KEY) or OVER
            if known["over"]:
                return _Plan(known, 0, True, (), {})
            first, last = date(min(known["years"]), 1, 1), date(max(known["years"]), 12, 31)
            found, after, over = queries.clocks.touched(session, first, last, known["after"], min(self.size, STEP))
            rows = queries.clocks.rows_of(session, [case.id for case in found])
            marks = {case.id: (case.version, rows[case.id][-1].id if rows[case.id] else 0) for case in found}
            return _Plan(known, after, over, _counted(self._open(session, known.get("tables", 0), today), found, rows), marks)

    def _open(self, session: ReadSession, tables: int, today: date) -> _Book:
        """The calendars of this import, read once for it."""
        if self._book is None or (self._book.tables, self._book.today) != (tables, today):
            before = queries.station.setting_value(session, BEFORE) or {}
            self._book = _Book(tables, calendars.of(session), calendars.as_before(session, before), today)
        return self._book

    def _still(self, unit: Unit, plan: _Plan) -> Sequence[_Move]:
        """The plan as it stands under the lock: what somebody acted on meanwhile is counted again, what has ended is left alone."""
        marks = queries.clocks.hold_marks(unit, list(plan.marks))
        changed = {case_id for case_id, mark in plan.marks.items() if marks.get(case_id) != mark}
        if not changed:
            return plan.moves
        assert self._book is not None
        found = queries.clocks.running(unit, sorted(changed))
        again = _counted(self._book, found, queries.clocks.rows_of(unit, [case.id for case in found]))
        return [*(move for move in plan.moves if move.case.id not in changed), *again]

    def _write(self, unit: Unit, now: datetime, moves: Sequence[_Move], years: Sequence[int]) -> int:
        """What is stored with the cases, and for each that moved the old and the new day as an event."""
        changes = [(one.case.id, {name: getattr(one.case, name) for name in one.derived.stored}, one.derived.stored) for one in moves]
        unit.update_rows(Case, changes)
        text = fill(RECOUNTED, {"years": t("、").join(str(year) for year in years)})
        moved = [one for one in moves if one.moved]
        unit.add_many(CaseEvent, [_event(one, now, text) for one in moved])
        assert self._book is not None
        settled = [Moved(one.case, one.derived.result.deadline, one.derived.result.standing) for one in moved]
        case_products.settle(unit, now, settled, self._book.new)
        return len(moved)


def _counted(book: _Book, found: Sequence[Any], rows: Mapping[int, Sequence[Any]]) -> Sequence[_Move]:
    counted = (book.count(case, rows[case.id]) for case in found)
    return [one for one in counted if one is not None]


def _event(move: _Move, now: datetime, text: str) -> dict[str, Any]:
    """The old and the new day as a row of the time line."""
    days = {"before": move.before.isoformat(), "after": move.derived.result.deadline.isoformat()}
    facts = {"kind": CaseEventKind.DEADLINE_MOVED.value, "text": text, "data": days, "officer_id": None, "approver_id": None}
    return {"case_id": move.case.id, "happened_on": business_date(now), "happened_at": now, "recorded_at": now, **facts}
