"""Recounting the open deadlines when a holiday table arrived or changed, in short steps that are journalled.

Which span is to be recounted and how far it is stands in a setting, written in the same unit of work as the cases of a step: whoever
comes next goes on where the last one stopped. Each case whose deadline moved keeps the old and the new day in its time line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.actor import SYSTEM
from app.domain.calendar import Calendar
from app.domain.cases import CaseEventKind
from app.domain.clock import business_date
from app.domain.deadlines import deadline_of
from app.services import calendars, case_clock, setting_values
from app.services.case_clock import Derived
from app.texts import fill, t
from app.texts.calendar import RECOUNTED
from db import queries
from db.models import Case, CaseEvent
from db.once import lock_duties
from db.uow import Database, Unit

KEY, BEFORE = "deadlines_recount", "deadlines_recount_before"
STEP = 50
"""Cases looked at in one unit of work: the write lock is held for less than a tenth of a second."""


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
    known = setting_values.get(unit, KEY) or {"over": True}
    before = {} if known["over"] else dict((setting_values.get(unit, BEFORE) or {}).items())
    before = {str(year): calendars.rows_of(unit, year) for year in years} | before
    setting_values.put(unit, BEFORE, before)
    setting_values.put(unit, KEY, {"years": sorted(map(int, before)), "after": 0, "looked": 0, "moved": 0, "over": False})


def waits(db: Database) -> bool:
    """Whether deadlines are still to be recounted: one cheap look."""
    with db.read("duties.run", SYSTEM) as session:
        known = setting_values.get(session, KEY)
    return known is not None and not known["over"]


def run(db: Database, now: datetime, *, most: int | None = None, told: Callable[[Recount], object] | None = None) -> Recount:
    """Go on to the end, or for ``most`` steps; ``told`` hears of every step."""
    done = Recount((), 0, 0, True)
    steps = 0
    while waits(db) and (most is None or steps < most):
        done = step(db, now)
        steps += 1
        if told is not None:
            told(done)
    return done


def step(db: Database, now: datetime) -> Recount:
    """One unit of work: the next cases, and how far the recount is."""
    with db.write("calendar.recount", SYSTEM, now) as unit:
        lock_duties(unit)
        known = dict(setting_values.get(unit, KEY) or {"years": (), "over": True})
        if known["over"]:
            return Recount(tuple(known["years"]), known.get("looked", 0), known.get("moved", 0), True)
        first, last = date(min(known["years"]), 1, 1), date(max(known["years"]), 12, 31)
        found, known["after"], known["over"] = queries.clocks.touched(unit, first, last, known["after"], STEP)
        known["moved"] += _recount(unit, now, found, known["years"])
        known["looked"] += len(found)
        setting_values.put(unit, KEY, known)
        unit.about(f"setting:{KEY}")
        return Recount(tuple(known["years"]), known["looked"], known["moved"], known["over"])


def _recount(unit: Unit, now: datetime, found: Sequence[Any], years: Sequence[int]) -> int:
    new, old = calendars.of(unit), calendars.as_before(unit, setting_values.get(unit, BEFORE) or {})
    rows, today = queries.clocks.rows_of(unit, [case.id for case in found]), business_date(now)
    text = fill(RECOUNTED, {"years": t("、").join(str(year) for year in years)})
    moved = 0
    for case in found:
        derived = case_clock.derived(case, rows[case.id], new, today)
        if derived is not None:
            unit.update_row(Case, case.id, {name: getattr(case, name) for name in derived.stored}, **derived.stored)
            moved += _kept(unit, now, case, _before(case, derived, old, today), derived.result.deadline, text)
    return moved


def _before(case: Any, derived: Derived, old: Calendar, today: date) -> date:
    """The day by the old tables: the stored one, unless an act counted with the new table already or the day drifts with an open pause."""
    fresh = case.deadline == derived.result.deadline or derived.result.standing
    return deadline_of(derived.terms, old, today).deadline if fresh else case.deadline


def _kept(unit: Unit, now: datetime, case: Any, before: date, after: date, text: str) -> bool:
    """The old and the new day as an event, where they differ."""
    if before == after:
        return False
    facts = {"happened_on": business_date(now), "happened_at": now, "recorded_at": now, "text": text}
    days = {"before": before.isoformat(), "after": after.isoformat()}
    unit.insert_row(CaseEvent, case_id=case.id, kind=CaseEventKind.DEADLINE_MOVED.value, data=days, **facts)
    return True
