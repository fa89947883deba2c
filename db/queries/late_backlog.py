"""What was entered late before each of it had a step of its own, read off the two dates of its record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, cast, literal, select

from app.domain.cases import CaseEventKind
from app.domain.late_entries import LateKind
from db.models import Approval, Case, CaseEvent, Hire, Referral, Visit, ZeroEmploymentRecord
from db.uow import ReadSession, Unit

_ACTS = {
    CaseEventKind.RECEIVED: LateKind.RECEIPT,
    CaseEventKind.ACCEPTED: LateKind.ACCEPTANCE,
    CaseEventKind.PAUSED: LateKind.PAUSE,
    CaseEventKind.RESUMED: LateKind.RESUME,
    CaseEventKind.DECIDED: LateKind.DECIDE,
    CaseEventKind.CLOSED: LateKind.CLOSE,
}


def unlisted(session: ReadSession | Unit) -> Iterator[tuple[LateKind, Any]]:
    """Kind and row (``record day recorded_at officer_id reason`` and whose it is) of each, without those that have their step."""
    listed = set(session.execute(select(Approval.record, Approval.data["late"].as_string()).where(Approval.step == "late_entry")).all())
    acts = {(record, act) for record, act in _steps_that_waited(session)}
    for kind, row in _rows(session):
        if (row.record, kind.value) not in listed and (row.record, kind.value) not in acts:
            yield kind, row


def _steps_that_waited(session: ReadSession | Unit) -> Iterator[tuple[str, str]]:
    """Steps of editions that did not name the kind: an act, or else the receipt."""
    statement = select(Approval.record, Approval.data).where(Approval.step == "late_entry")
    yield from ((row.record, row.data.get("act", LateKind.RECEIPT.value)) for row in session.execute(statement) if "late" not in row.data)


def _rows(session: ReadSession | Unit) -> Iterator[tuple[LateKind, Any]]:
    e, z = CaseEvent, ZeroEmploymentRecord
    acts = (
        select(*_facts("cases", e.case_id, e.happened_on, e.recorded_at, e.officer_id, e.text), e.kind, Case.person_id)
        .join(Case, Case.id == e.case_id)
        .where(e.kind.in_(tuple(_ACTS)), e.happened_at < e.recorded_at, e.approver_id.is_(None), Case.late_entry | (e.kind != "accepted"))
    )
    yield from ((_ACTS[CaseEventKind(row.kind)], row) for row in session.execute(acts.order_by(e.id)))
    v = Visit
    visits = select(*_facts("visit", v.id, v.happened_on, v.recorded_at, v.officer_id, v.late_reason), v.person_id, v.household_id)
    hires = select(*_facts("hire", Hire.id, Hire.started_on, Hire.recorded_at, Hire.officer_id), Hire.person_id)
    r = Referral
    referrals = select(*_facts("referral", r.id, r.happened_on, r.recorded_at, r.officer_id), r.person_id)
    homes = select(*_facts("zero_employment_record", z.id, z.recognised_on, z.recorded_at, z.officer_id), z.household_id)
    for kind, statement, model in (
        (LateKind.VISIT, visits.add_columns(v.employer_id), v),
        (LateKind.HIRE, hires, Hire),
        (LateKind.REFERRAL, referrals, r),
        (LateKind.RECOGNITION, homes, z),
    ):
        yield from ((kind, row) for row in session.execute(statement.where(model.late_entry).order_by(model.id)))


def _facts(kind: str, key: Any, day: Any, recorded: Any, officer: Any, reason: Any = None) -> tuple[Any, ...]:
    record = (literal(f"{kind}:") + cast(key, String)).label("record")
    said = literal("") if reason is None else reason
    return record, day.label("day"), recorded.label("recorded_at"), officer.label("officer_id"), said.label("reason")
