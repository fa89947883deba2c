"""What the timed duties ask: when they ran last, whose clock has something due, what is there already, what to warn of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from app.domain.cases import CaseState
from db.models import (
    AccountabilityRecord,
    Approval,
    AuditEntry,
    AuditHead,
    AuditSignature,
    Case,
    Chaser,
    Complaint,
    DutyProduct,
    HandOver,
    Officer,
    Rating,
    Rectification,
    ZeroEmploymentRecord,
)
from db.queries.cases import OPEN, RUNNING

C = Case.__table__.c
D = DutyProduct.__table__.c
RUN = "run"


def last_run(session: Session) -> date | None:
    """The last day on which the duties ran to their end."""
    last: date | None = session.execute(select(func.max(D.due_on)).where(D.kind == RUN)).scalar_one()
    return last


_CLOCK = select(
    *(C[n] for n in ("id", "number", "officer_id", "accepted_on", "accepted_recorded_at", "promised_days", "extension_days")),
    *(C[n] for n in ("deadline", "closed_on", "paused")),
)


def running_clocks(session: Session, until: date) -> Sequence[Row[Any]]:
    """Cases in hand whose deadline lies on or before a day, the nearest first."""
    statement = _CLOCK.where(C.state.in_(RUNNING), C.deadline <= until, C.accepted_on.is_not(None))
    return session.execute(statement.order_by(C.deadline, C.id)).all()


def clocks_closed_since(session: Session, day: date, until: date) -> Sequence[Row[Any]]:
    """Cases closed on or after a day whose deadline lies on or before another: what time brought while no duty ran."""
    statement = _CLOCK.where(C.state == "closed", C.closed_on >= day, C.deadline <= until, C.accepted_on.is_not(None))
    return session.execute(statement.order_by(C.deadline, C.id)).all()


def paused_cases(session: Session) -> Sequence[int]:
    """Cases whose clock stands, or stood when it was last looked at: their stored deadline moves with every day."""
    standing = C.paused | (C.state == CaseState.PAUSED.value)
    return session.execute(select(C.id).where(C.state.in_(RUNNING), standing).order_by(C.id)).scalars().all()


def products_there(session: Session, case_ids: Collection[int]) -> set[tuple[str, int | None, str, date]]:
    """The (kind, case, step, day) of chasers and leads that some cases have already."""
    if not case_ids:
        return set()
    a = AccountabilityRecord
    chasers = select(Chaser.case_id, Chaser.step, Chaser.fell_due_on).where(Chaser.case_id.in_(case_ids))
    leads = select(a.case_id, a.kind, a.fell_due_on).where(a.case_id.in_(case_ids), a.record.like("cases:%"))
    found = {("chaser", row[0], row[1], row[2]) for row in session.execute(chasers)}
    return found | {("lead", row[0], row[1], row[2]) for row in session.execute(leads)}


def late_rectifications(session: Session, today: date) -> Sequence[Any]:
    """Rectifications past their last day, with the case they belong to where somebody signed, that have no lead for it yet."""
    r, a = Rectification.__table__.c, AccountabilityRecord.__table__.c
    raised = select(a.id).where(a.kind == "bad_rating_unhandled", a.record == "rectification:" + _text(r.id)).exists()
    statement: Any = (
        select(r.id, r.due_on, func.coalesce(r.fed_back_on, r.closed_on).label("answered_on"), r.officer_id, Rating.case_id)
        .join(Rating, Rating.id == r.rating_id)
        .where(r.due_on < today, ~raised)
        .order_by(r.due_on, r.id)
    )
    return session.execute(statement).all()


def late_complaints(session: Session, today: date) -> Sequence[Any]:
    """Complaints past their last day with who had to answer, that have no lead for it yet; a suggestion raises none."""
    c, a = Complaint.__table__.c, AccountabilityRecord.__table__.c
    raised = select(a.id).where(a.kind == "complaint_unanswered", a.record == "complaint:" + _text(c.id)).exists()
    late = (c.due_on < today, c.kind != "suggestion", c.answered_on.is_(None) | (c.answered_on > c.due_on), ~raised)
    columns = select(c.id, c.due_on, c.answered_on, c.handler_id.label("officer_id"), c.case_id)
    return session.execute(columns.where(*late).order_by(c.due_on, c.id)).all()


def _text(column: Any) -> Any:
    from sqlalchemy import Text, cast

    return cast(column, Text)


def chief(session: Session, on: date) -> int | None:
    """Who answers where nobody else is named: the first head of the station, else its first officer."""
    rows = session.execute(
        select(Officer.id, Officer.roles).where(Officer.ended_on.is_(None) | (Officer.ended_on > on)).order_by(Officer.id)
    )
    officers = rows.all()
    return next((row.id for row in officers if "head" in row.roles), officers[0].id if officers else None)


def signature(session: Session, day: date) -> AuditSignature | None:
    """The signature of a day."""
    return session.get(AuditSignature, day)


def signatures(session: Session) -> Sequence[Row[Any]]:
    """Every signature beside the hash of the entry that it signs; None where that entry is not there."""
    s = AuditSignature.__table__.c
    statement = select(s.day, s.seq, s.head, s.signature, AuditEntry.hash).outerjoin(AuditEntry, AuditEntry.seq == s.seq)
    return session.execute(statement.order_by(s.day)).all()


def head(session: Session) -> Any:
    """The last audit entry's number and hash."""
    return session.execute(select(AuditHead.seq, AuditHead.hash)).one()


def last_entry_at(session: Session) -> datetime | None:
    """The moment of the last audit entry."""
    return session.execute(select(AuditEntry.at).order_by(AuditEntry.seq.desc()).limit(1)).scalar_one_or_none()


def due_counts(session: Session, today: date) -> dict[str, int]:
    """What must not be forgotten today, counted: one statement, each part over an index."""
    running = C.state.in_(RUNNING)
    z, h = ZeroEmploymentRecord.__table__.c, HandOver.__table__.c
    counts = {
        "cases_overdue": select(func.count()).where(running, C.deadline < today, C.paused.is_(False)),
        "cases_due_today": select(func.count()).where(running, C.deadline == today, C.paused.is_(False)),
        "deadlines_uncertain": select(func.count()).where(C.state.in_(OPEN), C.deadline_warning != ""),
        "hand_overs_waiting": select(func.count()).where(h.state == "offered"),
        "approvals_waiting": select(func.count()).where(Approval.state == "asked"),
        "leads_open": select(func.count()).where(AccountabilityRecord.state != "closed"),
        "rectifications_late": select(func.count()).where(Rectification.closed_on.is_(None), Rectification.due_on < today),
        "households_overdue": select(func.count()).where(z.cleared_on.is_(None), z.exited_on.is_(None), z.last_day < today),
    }
    row = session.execute(select(*(one.scalar_subquery().label(name) for name, one in counts.items()))).one()
    return dict(row._mapping)
