"""Deputies of the head, and where everybody is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session, aliased

from db.models import DeputyHead, Officer, Whereabouts

D, W = DeputyHead.__table__.c, Whereabouts.__table__.c


def deputies(session: Session, since: date | None = None) -> Sequence[Row[Any]]:
    """Deputies with their names, the latest first; ``since`` leaves out those whose days are over."""
    namer: Any = aliased(Officer)
    columns = (D.id, D.officer_id, D.starts_on, D.ends_on, D.reason, D.named_at, D.ended_at, Officer.name.label("officer"), Officer.login)
    statement: Any = select(*columns, namer.name.label("named_by")).join(Officer, Officer.id == D.officer_id)
    statement = statement.join(namer, namer.id == D.named_by)
    if since is not None:
        statement = statement.where(D.ends_on >= since, D.ended_at.is_(None))
    return session.execute(statement.order_by(D.starts_on.desc(), D.id.desc())).all()


def deputy_on(session: Session, officer_id: int, day: date) -> DeputyHead | None:
    """In what right an officer stands in for the head on a day."""
    held = (D.officer_id == officer_id, D.starts_on <= day, D.ends_on >= day, D.ended_at.is_(None))
    return session.execute(select(DeputyHead).where(*held)).scalars().first()


def deputy_ids(session: Session, day: date) -> frozenset[int]:
    """Who stands in for the head on a day."""
    held = (D.starts_on <= day, D.ends_on >= day, D.ended_at.is_(None))
    return frozenset(session.execute(select(D.officer_id).where(*held)).scalars())


# whereabouts


def where_now(session: Session, officer_id: int) -> Whereabouts | None:
    """The open line of an officer."""
    return session.execute(select(Whereabouts).where(W.officer_id == officer_id, W.ended_at.is_(None))).scalar_one_or_none()


def whereabouts(session: Session) -> Sequence[Row[Any]]:
    """Every officer with an account in use, and where each is; who never said anything counts as present."""
    columns = (Officer.id, Officer.login, Officer.name, Officer.roles, Officer.duty, W.state, W.since, W.back_at, W.note)
    statement: Any = select(*columns).outerjoin(Whereabouts, (W.officer_id == Officer.id) & W.ended_at.is_(None))
    return session.execute(statement.where(Officer.ended_on.is_(None)).order_by(Officer.id)).all()
