"""Editions of the texts on the wall."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Norm


def editions(session: Session, code: str) -> Sequence[Norm]:
    """The station's own editions of a text, the oldest first."""
    return session.execute(select(Norm).where(Norm.code == code).order_by(Norm.number)).scalars().all()
