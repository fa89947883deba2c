"""The clock of a case: its deadline is replayed from the event rows, and explained by the same function that computes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.accountability import HeldDays, TakenOver, held_days, holder_at
from app.domain.calendar import Calendar
from app.domain.cases import CaseEventKind, ClockEvent, replay
from app.domain.deadlines import ClockTerms, DeadlineResult, PauseKind, SupplementRule, deadline_of
from app.services import calendars
from db import queries
from db.models import Case, CaseEvent
from db.uow import ReadSession, Unit

SKEW = timedelta(minutes=5)
"""By how much the clocks of two desks may differ before one of them counts as set back."""
CLOCK_KINDS = {
    CaseEventKind.ACCEPTED,
    CaseEventKind.PAUSED,
    CaseEventKind.RESUMED,
    CaseEventKind.EXTENDED,
    CaseEventKind.CLOSED,
    CaseEventKind.REOPENED,
}


def clock_event(row: Any, *, back: bool = False) -> ClockEvent | None:
    """What an event row says to the clock, or None; ``back``: the machine's clock had been set back when it was written."""
    kind = CaseEventKind(row.kind)
    if kind not in CLOCK_KINDS:
        return None
    until = row.data.get("until")
    return ClockEvent(
        kind,
        row.happened_on,
        row.id or 0,
        PauseKind(row.data.get("pause", PauseKind.SUPPLEMENT.value)),
        date.fromisoformat(until) if until else None,
        int(row.data.get("days", 0)),
        back,
    )


def set_back(rows: Iterable[Any]) -> frozenset[int]:
    """The ids of the rows (in the order they were written) that were recorded at an earlier moment than a row before them."""
    found: set[int] = set()
    latest: datetime | None = None
    for row in rows:
        if latest is not None and row.recorded_at < latest - SKEW:
            found.add(row.id or 0)
        latest = max(latest or row.recorded_at, row.recorded_at)
    return frozenset(found)


def terms_of(case: Any, rows: Sequence[Any]) -> ClockTerms | None:
    """The terms of a case's promised deadline from its rows in the order they were written; None before acceptance."""
    back = set_back(rows)
    found = (clock_event(row, back=(row.id or 0) in back) for row in rows)
    events = [event for event in found if event is not None]
    return replay(events, case.promised_days or 0, SupplementRule(case.supplement_rule))


def explain(session: ReadSession | Unit, case: Case, today: date, calendar: Calendar | None = None) -> DeadlineResult | None:
    """The deadline of a case, day by day; None before acceptance."""
    return counted(case, queries.cases.events(session, case.id), today, calendar or calendars.of(session))


def counted(case: Case, rows: Sequence[CaseEvent], today: date, calendar: Calendar) -> DeadlineResult | None:
    """The same from the case's events, all of them in the order they were written."""
    terms = terms_of(case, rows)
    return deadline_of(terms, calendar, today) if terms else None


def taken_over(rows: Iterable[CaseEvent]) -> tuple[TakenOver, ...]:
    """The hand-overs of a case that were accepted, in order, from its events."""
    moves = (row for row in rows if row.kind == CaseEventKind.TAKEN_OVER)
    return tuple(TakenOver(row.happened_on, row.data["before"], row.officer_id) for row in moves if row.officer_id is not None)


def holder_of(session: ReadSession | Unit, case: Case, day: date) -> int:
    """Who was responsible for a case at the close of a day."""
    return holder_at(case.officer_id, taken_over(queries.cases.events(session, case.id)), day)


def held(case: Case, rows: Sequence[CaseEvent], until: date, calendar: Calendar) -> HeldDays | None:
    """The elapsed working days of a case by the officer who held it at the close of each, from its events; None before acceptance."""
    terms = terms_of(case, rows)
    if terms is None:
        return None
    moves = taken_over(rows)
    first = holder_at(case.officer_id, moves, terms.accepted)
    return held_days(terms, until, first, [(one.on, one.after) for one in moves], calendar)


@dataclass(frozen=True, slots=True)
class Derived:
    """A deadline counted from the event rows, and what of it is stored with the case."""

    terms: ClockTerms
    result: DeadlineResult
    stored: Mapping[str, Any]


Counting = Callable[[ClockTerms], DeadlineResult]


def derived(case: Any, rows: Sequence[Any], calendar: Calendar, today: date, counting: Counting | None = None) -> Derived | None:
    """The deadline of a case from its event rows; None before acceptance. ``counting`` remembers what it counted by these two already."""
    terms = terms_of(case, rows)
    if terms is None:
        return None
    count = counting or (lambda wanted: deadline_of(wanted, calendar, today))
    result = count(terms)
    stored = {"deadline": result.deadline, "paused": result.standing, "deadline_warning": result.warning or ""}
    stored["extension_days"] = terms.extension
    if case.statutory_days:
        legal = ClockTerms(terms.accepted, case.statutory_days, terms.pauses, terms.supplement, terms.extension)
        stored["statutory_deadline"] = count(legal).deadline
    return Derived(terms, result, stored)


def recompute(unit: Unit, case: Case, today: date, calendar: Calendar | None = None) -> DeadlineResult | None:
    """Derive the stored deadline anew from the event rows."""
    unit.flush()
    found = derived(case, queries.cases.events(unit, case.id), calendar or calendars.of(unit), today)
    if found is None:
        return None
    for name, value in found.stored.items():
        setattr(case, name, value)
    return found.result
