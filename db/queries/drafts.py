"""Half-filled forms, sealed (working data)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models import Draft
from db.uow import Unit


def draft(session: Session, officer_id: int, form: str, record: str) -> Draft | None:
    """An officer's draft of a form about a record."""
    statement = select(Draft).where(Draft.officer_id == officer_id, Draft.form == form, Draft.record == record)
    return session.execute(statement).scalar_one_or_none()


def drafts(session: Session, officer_id: int) -> Sequence[Any]:
    """All drafts of an officer, the newest first."""
    d = Draft.__table__.c
    statement = select(d.id, d.form, d.record, d.title, d.updated_at).where(d.officer_id == officer_id)
    return session.execute(statement.order_by(d.updated_at.desc(), d.id.desc())).all()


def forget(unit: Unit, before: datetime, most: int) -> int:
    """Remove some of the drafts nobody touched since a moment, the oldest first; the answer counts them."""
    d = Draft.__table__.c
    old = list(unit.execute(select(d.id).where(d.updated_at < before).order_by(d.updated_at).limit(most)).scalars())
    unit.execute(delete(Draft).where(d.id.in_(old)), execution_options={"synchronize_session": False})
    return len(old)
