"""Drills, contests, classes and who took part; certificates of officers in service."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from db.models import Certificate, Drill, DrillPerson, Officer

D, P, C = Drill.__table__.c, DrillPerson.__table__.c, Certificate.__table__.c


def drills(session: Session, first: date | None, last: date | None, kind: str | None, limit: int) -> Sequence[Drill]:
    """What was held in a span of days, the newest first."""
    statement = select(Drill)
    if first is not None:
        statement = statement.where(D.held_on >= first)
    if last is not None:
        statement = statement.where(D.held_on <= last)
    if kind is not None:
        statement = statement.where(D.kind == kind)
    return session.execute(statement.order_by(D.held_on.desc(), D.id.desc()).limit(limit)).scalars().all()


def people_of(session: Session, drill_ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """Who took part in each."""
    statement: Any = select(P.drill_id, Officer.name, P.score, P.place).join(Officer, Officer.id == P.officer_id)
    found: dict[int, list[Row[Any]]] = {}
    for row in session.execute(statement.where(P.drill_id.in_(drill_ids)).order_by(P.id)).all():
        found.setdefault(row.drill_id, []).append(row)
    return found


def taught(session: Session, first: date, last: date, kinds: Collection[str]) -> frozenset[int]:
    """Who took part in something of these kinds in a span of days."""
    statement = select(P.officer_id).join(Drill, D.id == P.drill_id).where(D.held_on.between(first, last), D.kind.in_(kinds))
    return frozenset(session.execute(statement).scalars())


def certificates(session: Session) -> Sequence[Row[Any]]:
    """The certificates of officers in service, those that expire first in front."""
    columns = (C.id, C.officer_id, C.kind, C.name, C.level, C.issuer, C.issued_on, C.expires_on, C.ended_on)
    statement: Any = select(*columns, Officer.name.label("officer"), Officer.login).join(Officer, Officer.id == C.officer_id)
    return session.execute(statement.where(Officer.ended_on.is_(None)).order_by(C.expires_on.is_(None), C.expires_on, C.id)).all()
