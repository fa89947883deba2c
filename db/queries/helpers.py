"""The one officer who helps a person one to one, who has none, and what a person asked for in cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.models import Case, Helper, Person, PersonGroup, ServiceItem


def active(session: Session, person_id: int) -> Helper | None:
    """The line of the helper a person has now."""
    statement = select(Helper).where(Helper.person_id == person_id, Helper.ends_on.is_(None))
    return session.execute(statement).scalar_one_or_none()


def of_person(session: Session, person_id: int) -> Sequence[Helper]:
    """All helpers of a person, the newest first."""
    statement = select(Helper).where(Helper.person_id == person_id)
    return session.execute(statement.order_by(Helper.starts_on.desc(), Helper.id.desc())).scalars().all()


def without(session: Session, on: date, limit: int) -> Sequence[int]:
    """Persons of a key group on a day who have no helper, the oldest record first (I3)."""
    held = select(PersonGroup.person_id).where(PersonGroup.since <= on, or_(PersonGroup.until.is_(None), PersonGroup.until > on))
    statement = select(Person.id).where(Person.helper_id.is_(None), Person.merged_into_id.is_(None), Person.id.in_(held))
    return session.execute(statement.order_by(Person.id).limit(limit)).scalars().all()


def cases_of(session: Session, person_id: int) -> Sequence[Any]:
    """What a person asked for, the newest first, with the code of the item."""
    columns = (Case.number, Case.item_name, Case.state, Case.received_on, Case.accepted_on, Case.closed_on, Case.origin)
    statement = select(ServiceItem.code, *columns).join(ServiceItem, ServiceItem.id == Case.item_id)
    return session.execute(statement.where(Case.person_id == person_id).order_by(Case.id.desc())).all()
