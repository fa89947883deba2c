"""What the practice data asks before it is written: whether the station is empty, and the ids behind its names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import AnyRow, Base
from db.models import (
    AccountabilityRecord,
    Case,
    Certificate,
    Complaint,
    Counter,
    DeputyHead,
    Drill,
    Employer,
    Household,
    Officer,
    Person,
    Post,
    QueueLine,
    Ticket,
    Visit,
)

RECORDS: tuple[type[Base], ...] = (Person, Ticket, Case, Household, Employer, Visit)

TEAM: tuple[type[Base], ...] = (Post, DeputyHead, Certificate, Drill, Complaint)


def team_at_work(session: Session) -> bool:
    """Whether the people here have been arranged already: then nobody else is put on their posts."""
    return any(session.execute(select(model.__table__.c.id).limit(1)).first() is not None for model in TEAM)


def holds_records(session: Session) -> bool:
    """Whether anybody or anything has been recorded in the station yet."""
    return any(session.execute(select(model.__table__.c.id).limit(1)).first() is not None for model in RECORDS)


def leads_before(session: Session, day: date) -> Sequence[AnyRow]:
    """The accountability leads that fell due before a day, as bare rows."""
    lead = AccountabilityRecord.__table__.c
    return session.execute(select(*lead).where(lead.fell_due_on < day).order_by(lead.id)).all()


def officers(session: Session) -> Sequence[Officer]:
    """All accounts."""
    return session.execute(select(Officer).order_by(Officer.id)).scalars().all()


def lines(session: Session) -> Sequence[Any]:
    """The lines: letter, id and name."""
    return session.execute(select(QueueLine.letter, QueueLine.id, QueueLine.name)).all()


def counters(session: Session) -> Sequence[Any]:
    """The ids of the counters by number."""
    return session.execute(select(Counter.number, Counter.id)).all()


def lead_of_case(session: Session, number: str) -> int | None:
    """The newest lead of a case."""
    lead = AccountabilityRecord.__table__.c
    statement = select(lead.id).join(Case, Case.id == lead.case_id).where(Case.number == number).order_by(lead.id.desc()).limit(1)
    return session.execute(statement).scalar_one_or_none()
