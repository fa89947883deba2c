"""The figures of the plan-task table: the rule profile's targets, what the station's county set over them, and who answers for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.actor import Actor
from app.domain.errors import Refused
from app.domain.profiles import RuleProfile, Target
from app.services import profiles
from db import queries
from db.models import PlanTarget
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit

WHOLE_PLAN = 0
MOST = 10_000_000


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One figure of the plan; ``own`` says that it was set here and not by the rule profile."""

    key: str
    value: int
    responsible: str = ""
    own: bool = False


def targets_in(session: ReadSession | Unit, profile: RuleProfile) -> Mapping[str, int]:
    """The figures in force by key."""
    return {line.key: line.value for line in _lines(session, profile)}


def _lines(session: ReadSession | Unit, profile: RuleProfile) -> tuple[TargetLine, ...]:
    lines = {target.value: TargetLine(target.value, number) for target, number in profile.targets.items()}
    for row in queries.returns.plan_targets(session, (WHOLE_PLAN,)):
        lines[row.key] = TargetLine(row.key, row.value, row.responsible, own=True)
    return tuple(lines[target.value] for target in Target if target.value in lines)


def targets(db: Database, actor: Actor) -> tuple[TargetLine, ...]:
    """The figures in force, in the order of the plan."""
    with db.read("return.read", actor) as session:
        return _lines(session, profiles.of(session))


def set_target(db: Database, actor: Actor, now: datetime, key: str, value: int, responsible: str = "") -> TargetLine:
    """Set a figure of the plan as the county fixed it."""
    if key not in {target.value for target in Target}:
        raise Refused("plan.unknown_target", field="key", key=key, known="、".join(Target))
    if not 0 <= value <= MOST:
        raise Refused("plan.value", field="value", value=value)
    with db.write("setting.change", actor, now) as unit:
        one_at_a_time(unit, "plan", key)
        row = queries.returns.plan_target(unit, WHOLE_PLAN, key)
        if row is None:
            unit.add(PlanTarget(year=WHOLE_PLAN, key=key, value=value, responsible=responsible.strip()))
        else:
            row.value, row.responsible = value, responsible.strip()
    return TargetLine(key, value, responsible.strip(), own=True)
