"""Accountability leads: raised by themselves, each naming the responsible officer and the rule (B7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.accountability import LeadKind, LeadState
from app.domain.actor import Actor
from app.domain.calendar import ONE_DAY
from app.domain.clock import business_date
from app.texts import t
from db import queries
from db.models import AccountabilityRecord, Case
from db.once import insert_once
from db.uow import Database, Unit

RULES = {
    LeadKind.OVERDUE: "限时办结制：超过承诺时限未办结",
    LeadKind.LATE_EXTENSION: "限时办结制：超过时限后才申请延期",
    LeadKind.NOTICE_AGAIN: "一次性告知制：同一办件再次告知",
    LeadKind.REFUSED_WITHOUT_REASON: "首问负责制：不予受理没有说明理由",
    LeadKind.COMPLAINT_UNANSWERED: "投诉到期没有答复",
    LeadKind.BAD_RATING_UNHANDLED: "差评到期没有整改",
}


@dataclass(frozen=True, slots=True)
class LeadLine:
    """A lead as the head's list shows it."""

    id: int
    kind: str
    rule: str
    record: str
    case_id: int | None
    officer_id: int
    fell_due_on: date
    written_at: datetime
    state: str


def raise_lead(unit: Unit, kind: LeadKind, case: Case, due: date, now: datetime) -> bool:
    """One lead for one case, kind and day; False when it is already there."""
    return insert_once(
        unit,
        AccountabilityRecord,
        kind=kind.value,
        record=f"cases:{case.id}",
        case_id=case.id,
        officer_id=case.officer_id,
        rule=t(RULES[kind]),
        fell_due_on=due,
        written_at=now,
        state=LeadState.RAISED.value,
    )


def raise_if_overdue(unit: Unit, case: Case, now: datetime) -> bool:
    """The overdue lead of a case whose deadline has passed: on the day after it, whenever that comes to light."""
    if case.accepted_on is None or (case.closed_on or business_date(now)) <= case.deadline:
        return False
    return raise_lead(unit, LeadKind.OVERDUE, case, case.deadline + ONE_DAY, now)


def listing(db: Database, actor: Actor, *, open_only: bool = True) -> tuple[LeadLine, ...]:
    """Leads, newest first."""
    with db.read("case.read", actor) as session:
        rows = queries.cases.leads(session, open_only=open_only)
        return tuple(LeadLine(r.id, r.kind, r.rule, r.record, r.case_id, r.officer_id, r.fell_due_on, r.written_at, r.state) for r in rows)
