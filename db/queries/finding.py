"""What the search palette looks up beside persons: tickets, cases, items, jobs, employers, policies. Every read is bounded."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.domain.jobs_market import JobState
from db.models import Case, Employer, ItemVersion, Job, Person, Policy, ServiceItem, Ticket
from db.queries.people import OPEN_STATES

LAST_CHARACTER = "\U0010ffff"
MOST_JOBS, MOST_EMPLOYERS, MOST_POLICIES = 2000, 5000, 1000

C = Case.__table__.c
P = Person.__table__.c
_CASE = (C.id, C.number, C.item_name, C.state, C.deadline, C.paused, C.promised_days, C.extension_days, C.person_id, P.name)


def ticket(session: Session, code: str, on: date) -> Any | None:
    """The ticket of a day with its person's name, if it has one."""
    t = Ticket.__table__.c
    statement = select(t.id, t.code, t.state, t.person_id, P.name).join(Person.__table__, P.id == t.person_id, isouter=True)
    return session.execute(statement.where(t.business_date == on, t.code == code)).one_or_none()


def cases_by_number(session: Session, start: str, limit: int) -> Sequence[Any]:
    """Cases whose number begins so, the newest first."""
    statement = select(*_CASE).join(Person.__table__, P.id == C.person_id)
    statement = statement.where(C.number >= start, C.number < start + LAST_CHARACTER).order_by(C.number.desc())
    return session.execute(statement.limit(limit)).all()


def open_cases_of(session: Session, ids: Collection[int], limit: int) -> Sequence[Any]:
    """The cases in hand of some persons, the nearest deadline first."""
    if not ids:
        return ()
    statement = select(*_CASE).join(Person.__table__, P.id == C.person_id).where(C.person_id.in_(ids), C.state.in_(OPEN_STATES))
    return session.execute(statement.order_by(C.deadline, C.id).limit(limit)).all()


def item_names(session: Session) -> Sequence[Any]:
    """The published items: id, code, name, version_id, and what their limit is told from."""
    s, v = ServiceItem.__table__.c, ItemVersion.__table__.c
    columns = (s.id, s.code, v.name, v.id.label("version_id"), v.item_kind, v.promised_days, v.statutory_days)
    statement = select(*columns).join(ItemVersion.__table__, v.id == s.published_version_id)
    return session.execute(statement.order_by(s.id)).all()


def job_names(session: Session, on: date) -> Sequence[Any]:
    """The jobs still to be had on a day with their employers, the newest first."""
    j, e = Job.__table__.c, Employer.__table__.c
    statement = select(j.id, j.code, j.title.label("name"), e.name.label("employer"), j.headcount, j.expires_on)
    statement = statement.join(Employer.__table__, e.id == j.employer_id)
    statement = statement.where(j.state == JobState.OPEN.value, or_(j.expires_on.is_(None), j.expires_on >= on))
    return session.execute(statement.order_by(j.id.desc()).limit(MOST_JOBS)).all()


def employer_names(session: Session) -> Sequence[Any]:
    """The employers, the newest first."""
    e = Employer.__table__.c
    return session.execute(select(e.id, e.name).order_by(e.id.desc()).limit(MOST_EMPLOYERS)).all()


def open_jobs_of(session: Session, ids: Collection[int], on: date) -> dict[int, Any]:
    """How many jobs some employers offer on a day and until when at most, by employer."""
    j = Job.__table__.c
    statement = select(j.employer_id, func.count().label("jobs"), func.max(j.expires_on).label("until")).group_by(j.employer_id)
    statement = statement.where(j.employer_id.in_(ids), j.state == JobState.OPEN.value, or_(j.expires_on.is_(None), j.expires_on >= on))
    return {row.employer_id: row for row in session.execute(statement)} if ids else {}


def policy_names(session: Session, on: date) -> Sequence[Any]:
    """The policies in force on a day."""
    p = Policy.__table__.c
    statement = select(p.id, p.code, p.name, p.document_number, p.ends_on)
    statement = statement.where(p.published.is_(True), p.starts_on <= on, or_(p.ends_on.is_(None), p.ends_on >= on))
    return session.execute(statement.order_by(p.id.desc()).limit(MOST_POLICIES)).all()
