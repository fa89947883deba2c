"""Late entries of earlier editions, which kept the two dates of a record and no step: each gets its line for the head at the upgrade."""

from __future__ import annotations

from typing import Any

from app.domain.clock import business_date
from app.domain.late_entries import LateKind, LateState
from app.domain.second_person import SecondStep
from db import queries
from db.models import Approval
from db.queries import late_backlog
from db.uow import Unit

OWNERS = ("person", "household", "employer")


def note_all(unit: Unit) -> int:
    """Note what is not listed yet; how many there were. What an earlier edition did not ask for stays empty: the reason of some kinds."""
    found = [(kind, row) for kind, row in late_backlog.unlisted(unit) if row.day < business_date(row.recorded_at)]
    unit.add_all(_step(unit, kind, row) for kind, row in found)
    return len(found)


def _step(unit: Unit, kind: LateKind, row: Any) -> Approval:
    owners = {name: getattr(row, f"{name}_id") for name in OWNERS if getattr(row, f"{name}_id", None) is not None}
    return Approval(
        record=row.record,
        step=SecondStep.LATE_ENTRY.value,
        asked_by=row.officer_id or queries.duties.chief(unit, row.day),
        asked_at=row.recorded_at,
        state=LateState.NOTED.value,
        reason=row.reason,
        data={"late": kind.value, "day": row.day.isoformat(), "frozen": False, **owners},
    )
