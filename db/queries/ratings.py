"""Ratings, their rectifications, and what has not been rated yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from app.domain.cases import CaseState
from db.models import Case, Officer, Person, Rating, Rectification, Ticket
from db.queries.voices import left_out

OPEN = "open"
G, X, C, T = Rating.__table__.c, Rectification.__table__.c, Case.__table__.c, Ticket.__table__.c


def _columns(*wanted: Any) -> Select[Any]:
    """A SELECT of many columns, whose row is of no fixed width to the type checker."""
    return select(*wanted)


def locked_case(session: Session, number: str) -> Row[Any] | None:
    """What a rating needs of a case; the row is held, so that two ratings at once cannot both find it unrated."""
    columns = (C.id, C.state, C.closed_on, C.officer_id, C.person_id, C.number)
    return session.execute(_columns(*columns).where(C.number == number).with_for_update()).one_or_none()


def locked_ticket(session: Session, on: date, code: str) -> Row[Any] | None:
    """What a rating needs of a ticket, its row held like a case's."""
    columns = (T.id, T.state, T.business_date, T.officer_id, T.person_id, T.code)
    return session.execute(_columns(*columns).where(T.business_date == on, T.code == code).with_for_update()).one_or_none()


def is_rated(session: Session, *, case_id: int | None = None, ticket_id: int | None = None) -> bool:
    """Whether a case or a ticket has its rating."""
    column, value = (G.case_id, case_id) if case_id is not None else (G.ticket_id, ticket_id)
    return session.execute(select(G.id).where(column == value)).first() is not None


_RATING = (
    *(G.id, G.level, G.text, G.anonymous, G.person_id, G.channel, G.rated_on, G.officer_id, G.case_id, G.ticket_id),
    *(C.number, C.item_name, T.code.label("ticket"), func.coalesce(Officer.name, "").label("officer")),
    left_out().label("left_out"),
)


def _ratings(*more: Any) -> Select[Any]:
    joined = _columns(*_RATING, *more).select_from(Rating.__table__).join(Officer, Officer.id == G.officer_id, isouter=True)
    return joined.join(Case.__table__, C.id == G.case_id, isouter=True).join(Ticket.__table__, T.id == G.ticket_id, isouter=True)


def rating_page(session: Session, bad_below: int | None, officer_id: int | None, after: int | None, limit: int) -> Sequence[Row[Any]]:
    """Ratings, the newest first; ``bad_below`` keeps those under a level."""
    statement = _ratings().order_by(G.id.desc()).limit(limit)
    for wanted, condition in (
        (bad_below is not None, G.level < (bad_below or 0)),
        (officer_id is not None, G.officer_id == officer_id),
        (after is not None, G.id < (after or 0)),
    ):
        statement = statement.where(condition) if wanted else statement
    return session.execute(statement).all()


def rating_line(session: Session, rating_id: int) -> Row[Any] | None:
    """One rating."""
    return session.execute(_ratings().where(G.id == rating_id)).one_or_none()


def levels_between(session: Session, first: date, last: date) -> dict[int, int]:
    """How many ratings of each level were given between two days, without those left out."""
    statement = select(G.level, func.count().label("n")).where(G.rated_on.between(first, last), ~left_out()).group_by(G.level)
    return {row.level: row.n for row in session.execute(statement)}


def rectification_of(session: Session, rating_id: int) -> Rectification | None:
    """The rectification that a rating opened."""
    return session.execute(select(Rectification).where(X.rating_id == rating_id)).scalar_one_or_none()


_STEPS = (
    *(X.id.label("rectification_id"), X.state.label("step_state"), X.due_on, X.verified_on, X.finding, X.corrected_on, X.correction),
    *(X.fed_back_on, X.feedback, X.supervised_on, X.supervisor_id, X.closed_on),
)


def rectification_page(session: Session, open_only: bool, officer_id: int | None, limit: int) -> Sequence[Row[Any]]:
    """Rectifications with their rating, the nearest last day first."""
    statement = _ratings(*_STEPS).join(Rectification.__table__, X.rating_id == G.id).order_by(X.due_on, X.id).limit(limit)
    statement = statement.where(X.state == OPEN) if open_only else statement
    return session.execute(statement if officer_id is None else statement.where(X.officer_id == officer_id)).all()


def rectification_line(session: Session, rectification_id: int) -> Row[Any]:
    """One rectification with its rating."""
    return session.execute(_ratings(*_STEPS).join(Rectification.__table__, X.rating_id == G.id).where(X.id == rectification_id)).one()


def unrated_cases(session: Session, first: date, last: date, limit: int) -> Sequence[Row[Any]]:
    """Cases closed between two days that nobody has rated, the oldest first."""
    columns = (C.id, C.number, C.item_name, C.person_id, Person.name.label("person"), C.closed_on, Officer.name.label("officer"))
    statement = (
        _columns(*columns)
        .join(Person, Person.id == C.person_id)
        .join(Officer, Officer.id == C.officer_id)
        .join(Rating.__table__, G.case_id == C.id, isouter=True)
        .where(C.state == CaseState.CLOSED.value, C.closed_on.between(first, last), G.id.is_(None))
    )
    return session.execute(statement.order_by(C.closed_on, C.id).limit(limit)).all()
