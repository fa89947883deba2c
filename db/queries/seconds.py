"""Steps that wait for a second person, whatever their record, and the list of late entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from db.models import Approval, Employer, Household, Person
from db.uow import ReadSession, Unit

Session = ReadSession | Unit


def by_id(session: Session, approval_id: int, *, lock: bool = False) -> Approval | None:
    """A step by its id; with ``lock`` nobody else decides it until this unit of work ends."""
    statement = select(Approval).where(Approval.id == approval_id)
    return session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()


def waiting(session: Session, limit: int) -> Sequence[Approval]:
    """All steps that wait, the oldest first."""
    return session.execute(select(Approval).where(Approval.state == "asked").order_by(Approval.id).limit(limit)).scalars().all()


def decided(session: Session, before: int | None, limit: int) -> Sequence[Approval]:
    """Steps that a second person decided, or that need nobody any more, the newest first."""
    statement = select(Approval).where(Approval.state.in_(("approved", "refused", "lapsed"))).order_by(Approval.id.desc()).limit(limit)
    return session.execute(statement.where(Approval.id < before) if before else statement).scalars().all()


def asked(session: Session, records: Collection[str]) -> Sequence[Any]:
    """Record and step of what waits of some records, the oldest first."""
    statement = select(Approval.record, Approval.step).where(Approval.state == "asked", Approval.record.in_(records))
    return session.execute(statement.order_by(Approval.id)).all()


def late(
    session: Session, first: datetime | None, last: datetime | None, state: str | None, before: int | None, limit: int
) -> Sequence[Approval]:
    """Late entries written down in a span, the newest first."""
    a, wanted = Approval, [Approval.step == "late_entry"]
    wanted += [a.asked_at >= first] if first else []
    wanted += [a.asked_at < last] if last else []
    wanted += [a.state == state] if state else []
    if before:
        moment = select(a.asked_at).where(a.id == before).scalar_subquery()
        wanted += [(a.asked_at < moment) | ((a.asked_at == moment) & (a.id < before))]
    return session.execute(select(a).where(*wanted).order_by(a.asked_at.desc(), a.id.desc()).limit(limit)).scalars().all()


def signed(session: Session, records: Collection[str], step: str) -> dict[str, Approval]:
    """The steps of some records that were decided by a signed slip, by record; the newest of each."""
    statement = select(Approval).where(Approval.record.in_(records), Approval.step == step, Approval.signer_name != "")
    return {row.record: row for row in session.execute(statement.order_by(Approval.id)).scalars()} if records else {}


def names(session: Session, owner: str, ids: Collection[int]) -> dict[int, str]:
    """The names of some persons, employers, or heads of households."""
    columns: dict[str, Any] = {
        "person": select(Person.id, Person.name).where(Person.id.in_(ids)),
        "employer": select(Employer.id, Employer.name).where(Employer.id.in_(ids)),
        "household": select(Household.id, Person.name).join(Person, Person.id == Household.head_id).where(Household.id.in_(ids)),
    }
    return {row.id: row.name for row in session.execute(columns[owner])} if ids else {}
