"""Editions of the texts on the wall."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Norm


def editions(session: Session) -> Sequence[Norm]:
    """The station's own editions of every text, the oldest first."""
    return session.execute(select(Norm).order_by(Norm.number)).scalars().all()
