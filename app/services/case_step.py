"""An act on a case in progress: its day, its move, its event; what waits for a second person, and what is dropped when the case ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import cases as rules
from app.domain.actor import Actor
from app.domain.cases import OPEN_CASE, CaseAction, CaseEventKind, CaseState
from app.domain.clock import business_date
from app.domain.late_entries import LateKind, check_late_entry
from app.domain.second_person import SecondStep
from app.services import calendars, case_clock, case_products, case_seconds, late_entries
from app.services.cases import CaseFacts, event, facts_of, found
from db import queries
from db.models import Case
from db.uow import Unit


@dataclass(frozen=True, slots=True)
class Step:
    """An act in progress: the case, who acts, when it happened and when it is recorded; ``approver_id`` confirmed it."""

    unit: Unit
    case: Case
    actor: Actor
    now: datetime
    on: date
    approver_id: int | None = None

    @property
    def today(self) -> date:
        """The station date of the recording."""
        return business_date(self.now)

    def move(self, action: CaseAction, reason: str = "-") -> CaseState:
        """Move the case by the table of moves; where it ends, what waited for it to go on is dropped."""
        state = rules.check_move(CaseState(self.case.state), action, reason)
        self.case.state = state.value
        if state not in OPEN_CASE:
            _drop_what_waits(self, state)
        return state

    def event(self, kind: CaseEventKind, text: str = "", **data: Any) -> None:
        """Add an event row."""
        event(self.unit, self.case, kind, self.actor, self.now, on=self.on, text=text, approver_id=self.approver_id, data=data)

    def done(self) -> CaseFacts:
        """Derive the deadline anew, take back what chased the case for another day, and answer with the facts."""
        calendar = calendars.of(self.unit)
        clock = case_clock.recompute(self.unit, self.case, self.today, calendar)
        case_products.take_back(self.unit, self.now, self.case, calendar)
        return facts_of(self.unit, self.case, self.today, calendar, clock)


def begin(unit: Unit, actor: Actor, now: datetime, number: str, on: date | None = None, reason: str = "") -> Step:
    """An act on the case of that number, which nobody else changes meanwhile; ``on`` is the day it happened, with a reason if earlier."""
    case = found(unit, number, lock=True)
    unit.about(case)
    return Step(unit, case, actor, now, _check_day(unit, case, on, now, reason))


def _check_day(unit: Unit, case: Case, on: date | None, now: datetime, reason: str) -> date:
    """The day an act happened: today, or an earlier one with a reason, never to come and never before what it follows."""
    today = business_date(now)
    day = on or today
    if day == today:
        return day
    check_late_entry(day, today, reason, 0, calendars.of(unit), queries.cases.frozen_until(unit))
    clock = [row.happened_on for row in queries.cases.events(unit, case.id) if case_clock.clock_event(row)]
    rules.check_order(day, case.received_on, max(clock, default=None))
    return day


def waits(step: Step, act: str, action: CaseAction, reason: str, **data: Any) -> bool:
    """Past three working days an earlier date waits for its second person, and so does the act itself: True, and nothing is moved yet."""
    if step.on == step.today:
        return False
    late = late_entries.facts(step.unit, LateKind(act), step.on)
    if not late_entries.far_back(step.unit, step.on, step.now):
        late_entries.noted(step.unit, step.actor, step.now, f"cases:{step.case.id}", reason, late)
        return False
    rules.check_move(CaseState(step.case.state), action, reason)
    kept = {"act": act, "on": step.on.isoformat(), **late, **data}
    case_seconds.ask(step.unit, step.case, SecondStep.LATE_ENTRY, step.actor, step.now, reason, **kept)
    return True


def _drop_what_waits(step: Step, state: CaseState) -> None:
    """An ended case needs no extension, no second notice and no other officer."""
    for approval in queries.cases.pending_approvals(step.unit, f"cases:{step.case.id}"):
        which = SecondStep(approval.step)
        if not rules.is_moot(which, state, acts="act" in approval.data):
            continue
        approval.state, approval.decided_at = "lapsed", step.now
        extension = queries.cases.open_extension(step.unit, step.case.id) if which is SecondStep.EXTENSION else None
        if extension is not None:
            extension.state = "lapsed"
        event(step.unit, step.case, CaseEventKind.APPROVAL_LAPSED, step.actor, step.now, data={"step": which.value})
    offered = queries.cases.open_hand_over(step.unit, step.case.id)
    if offered is not None:
        offered.state, offered.answered_at = "lapsed", step.now
        event(step.unit, step.case, CaseEventKind.HAND_OVER_LAPSED, step.actor, step.now)
