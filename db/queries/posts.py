"""Posts, who is on them, and what was received by whoever held one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from db.models import Case, Counter, CounterLine, Officer, Person, Post, PostAssignment

P, A, C = Post.__table__.c, PostAssignment.__table__.c, Case.__table__.c
HOLDER = "holder"


def post(session: Session, code: str) -> Post | None:
    """A post by its code."""
    return session.execute(select(Post).where(P.code == code)).scalar_one_or_none()


def posts(session: Session) -> Sequence[Row[Any]]:
    """All posts with the number of their counter, those in use first."""
    statement: Any = select(P.id, P.code, P.name, P.active, Counter.number.label("counter")).outerjoin(Counter, Counter.id == P.counter_id)
    return session.execute(statement.order_by(P.active.desc(), P.code)).all()


def _assignments() -> Select[Any]:
    columns = (A.id, A.officer_id, A.post_id, A.kind, A.duty, A.starts_on, A.ends_on, A.reason)
    named = (P.code.label("post"), P.name.label("post_name"), Officer.name.label("officer"), Officer.login)
    return select(*columns, *named).select_from(PostAssignment).join(Post, P.id == A.post_id).join(Officer, Officer.id == A.officer_id)


def assignments(session: Session, *, on: date | None = None, officer_id: int | None = None) -> Sequence[Row[Any]]:
    """The roster: of one day or of all days, of one officer or of all; holders before substitutes, the newest first."""
    statement = _assignments()
    if on is not None:
        statement = statement.where(A.starts_on <= on, or_(A.ends_on.is_(None), A.ends_on >= on))
    if officer_id is not None:
        statement = statement.where(A.officer_id == officer_id)
    return session.execute(statement.order_by(P.code, A.kind, A.starts_on.desc(), A.id)).all()


def at_line(session: Session, line_id: int, day: date) -> Sequence[Row[Any]]:
    """Who holds on a day the posts at the counters that serve a line: post and officer."""
    at = select(CounterLine.counter_id).where(CounterLine.line_id == line_id)
    held = (A.kind == HOLDER, A.starts_on <= day, or_(A.ends_on.is_(None), A.ends_on >= day), Officer.ended_on.is_(None))
    return session.execute(_assignments().where(*held, P.active, P.counter_id.in_(at)).order_by(P.code, A.starts_on, A.id)).all()


def of_post(session: Session, post_id: int) -> Sequence[Row[Any]]:
    """Everybody who is, was or will be on a post."""
    return session.execute(_assignments().where(A.post_id == post_id).order_by(A.starts_on)).all()


def going_on(session: Session, officer_id: int, day: date) -> Sequence[PostAssignment]:
    """An officer's assignments that hold on a day or begin later."""
    held = (A.officer_id == officer_id, or_(A.ends_on.is_(None), A.ends_on >= day))
    return session.execute(select(PostAssignment).where(*held).order_by(A.starts_on)).scalars().all()


def cases_of_post(session: Session, post_id: int, first: date, last: date, limit: int) -> Sequence[Row[Any]]:
    """Cases received in a span by who held the post on the day of their receipt; a later move changes nothing of it."""
    held = (A.post_id == post_id, A.kind == HOLDER, A.officer_id == C.first_officer_id, A.starts_on <= C.received_on)
    there = select(A.id).where(*held, or_(A.ends_on.is_(None), A.ends_on >= C.received_on)).exists()
    named = (Person.name.label("person"), Officer.name.label("officer"))
    columns = (C.number, C.item_name, C.state, C.received_on, *named)
    statement: Any = select(*columns).join(Person, Person.id == C.person_id).join(Officer, Officer.id == C.first_officer_id)
    return session.execute(statement.where(C.received_on.between(first, last), there).order_by(C.received_on, C.id).limit(limit)).all()
