"""Drills, contests, classes and who took part; certificates of officers in service."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from db import models
from db.models import Certificate, Officer

C = Certificate.__table__.c


def drills(session: Session, first: date | None, last: date | None, kind: str | None, limit: int) -> Sequence[models.Drill]:
    """What was held in a span of days, the newest first."""
    d = models.Drill.__table__.c
    statement = select(models.Drill)
    if first is not None:
        statement = statement.where(d.held_on >= first)
    if last is not None:
        statement = statement.where(d.held_on <= last)
    if kind is not None:
        statement = statement.where(d.kind == kind)
    return session.execute(statement.order_by(d.held_on.desc(), d.id.desc()).limit(limit)).scalars().all()


def people_of(session: Session, drill_ids: Collection[int]) -> dict[int, list[Row[Any]]]:
    """Who took part in each."""
    p = models.DrillPerson.__table__.c
    statement: Any = select(p.drill_id, Officer.name, p.score, p.place).join(Officer, Officer.id == p.officer_id)
    found: dict[int, list[Row[Any]]] = {}
    for row in session.execute(statement.where(p.drill_id.in_(drill_ids)).order_by(p.id)).all():
        found.setdefault(row.drill_id, []).append(row)
    return found


def taught(session: Session, first: date, last: date, kinds: Collection[str]) -> frozenset[int]:
    """Who took part in something of these kinds in a span of days."""
    d, p = models.Drill.__table__.c, models.DrillPerson.__table__.c
    statement = select(p.officer_id).join(models.Drill, d.id == p.drill_id).where(d.held_on.between(first, last), d.kind.in_(kinds))
    return frozenset(session.execute(statement).scalars())


def certificates(session: Session) -> Sequence[Row[Any]]:
    """The certificates of officers in service, those that expire first in front."""
    columns = (C.id, C.officer_id, C.kind, C.name, C.level, C.issuer, C.issued_on, C.expires_on, C.ended_on)
    statement: Any = select(*columns, Officer.name.label("officer"), Officer.login).join(Officer, Officer.id == C.officer_id)
    return session.execute(statement.where(Officer.ended_on.is_(None)).order_by(C.expires_on.is_(None), C.expires_on, C.id)).all()
