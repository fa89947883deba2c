"""A receipt or an acceptance of an earlier day (补录): noted, or waiting for its second person while it stands."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.actor import Actor
from app.domain.late_entries import LateKind
from app.domain.second_person import SecondStep
from app.services import case_seconds, late_entries
from db.models import Case
from db.uow import Unit


def entered_late(unit: Unit, case: Case, actor: Actor, now: datetime, kind: LateKind, on: date, reason: str) -> None:
    """A receipt or an acceptance of an earlier day: noted, or waiting for its second person while it stands, counted from its day."""
    data = late_entries.facts(unit, kind, on)
    if late_entries.far_back(unit, on, now):
        case_seconds.ask(unit, case, SecondStep.LATE_ENTRY, actor, now, reason, **data)
    else:
        late_entries.noted(unit, actor, now, f"cases:{case.id}", reason, data)
