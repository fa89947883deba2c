"""Steps of a case that wait for their second person (待上级确认): asking, and who may decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain import cases as rules
from app.domain.actions import may
from app.domain.actor import Actor
from app.domain.cases import SecondStep
from app.domain.errors import Refused
from app.domain.profiles import RuleProfile
from app.services import profiles
from db import queries
from db.models import Approval, Case
from db.uow import ReadSession, Unit


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waits for its second person: what, who asked, why, for which day; ``mine``: whether who looks may decide it."""

    step: str
    asker: str
    reason: str
    data: dict[str, Any]
    mine: bool


def ask(unit: Unit, case: Case, step: SecondStep, actor: Actor, now: datetime, reason: str, **data: Any) -> Approval:
    """Let a step wait for its second person (待上级确认); the clock runs meanwhile."""
    waiting = [a.step for a in queries.cases.pending_approvals(unit, f"cases:{case.id}")]
    if step.value in waiting:
        raise Refused("case.already_waiting", step=step)
    approval = Approval(
        record=f"cases:{case.id}",
        step=step.value,
        asked_by=actor.officer_id,
        asked_at=now,
        state="asked",
        reason=reason.strip(),
        data=data,
    )
    unit.add(approval)
    return approval


def waiting(session: ReadSession, actor: Actor, case: Case, names: dict[int, str]) -> tuple[Waiting, ...]:
    """What waits in a case, oldest first, and which of it the officer may decide."""
    profile = profiles.of(session)
    rows = queries.cases.pending_approvals(session, f"cases:{case.id}")
    return tuple(_waiting(profile, actor, row, names) for row in rows)


def _waiting(profile: RuleProfile, actor: Actor, row: Approval, names: dict[int, str]) -> Waiting:
    mine = may_confirm(profile, actor, row.step, row.asked_by)
    return Waiting(row.step, names.get(row.asked_by, ""), row.reason, row.data, mine)


def may_confirm(profile: RuleProfile, actor: Actor, step: str, asked_by: int) -> bool:
    """Whether an officer may be the second person of a step: of a role that may, and not the one who asked."""
    return (
        may(actor, "case.approve")
        and asked_by != actor.officer_id
        and rules.may_confirm(profile.second_person[SecondStep(step)], actor.roles)
    )
