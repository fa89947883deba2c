"""The figures of the chips of the case list: how many cases show which light, and how many stand in which state."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.deadlines import Light
from app.services import calendars
from app.services.cases import OPEN_STATES, RUNNING_STATES, CaseFilter, light_of, remaining_days
from db import queries
from db.uow import Database


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many cases show which light, and how many there are of each state."""

    all: int
    open: int
    overdue: int
    due_today: int
    near: int
    paused: int
    near_before: date
    states: dict[str, int] = field(default_factory=dict)

    def of(self, code: str) -> int | None:
        """The figure of a chip: a light, a sum, or a state; None where a chip has none."""
        return getattr(self, code, None) if code in ("all", "open", "overdue", "due_today", "near") else self.states.get(code)


EVERY_CASE = CaseFilter()


def counts(db: Database, actor: Actor, now: datetime, within: CaseFilter = EVERY_CASE) -> CaseCounts:
    """The figures, of the cases of an officer and a span of deadlines where such are named: each is what its chip then shows.

    ``near_before``: the first deadline past which no running case is nearly due.
    """
    today = business_date(now)
    with db.read("case.read", actor) as session:
        calendar = calendars.of(session)
        running = queries.cases.clocks(session, replace(within, states=RUNNING_STATES))
        lights = [(row.deadline, light_of(row, remaining_days(row.deadline, today, calendar), today)) for row in running]
        kinds = Counter(light for _, light in lights)
        near = [deadline for deadline, light in lights if light == Light.NEAR.value]
        states = queries.cases.count_by_state(session, within)
        return CaseCounts(
            sum(states.values()),
            sum(states.get(state, 0) for state in OPEN_STATES),
            kinds[Light.OVERDUE.value],
            kinds[Light.DUE_TODAY.value],
            len(near),
            kinds[Light.PAUSED.value],
            max(near, default=today) + timedelta(days=1),
            states,
        )
