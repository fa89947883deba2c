"""Ratings, their rectifications, and what has not been rated yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, literal, select
from sqlalchemy.orm import Session

from app.domain.cases import CaseState
from db.models import Case, Officer, Person, QueueLine, RatedMark, Rating, Rectification, Ticket
from db.queries.voices import left_out, marked

OPEN = "open"
G, X, C, T = Rating.__table__.c, Rectification.__table__.c, Case.__table__.c, Ticket.__table__.c
M, L = RatedMark.__table__.c, QueueLine.__table__.c


def _columns(*wanted: Any) -> Select[Any]:
    """A SELECT of many columns, whose row is of no fixed width to the type checker."""
    return select(*wanted)


_CASE = (C.id, C.state, C.closed_on, C.officer_id, C.number, C.item_name)


def case_to_rate(session: Session, number: str) -> Row[Any] | None:
    """What a rating needs of a case; whose it is is asked for by itself, and only where somebody signs."""
    return session.execute(_columns(*_CASE).where(C.number == number)).one_or_none()


def cases_of_ticket(session: Session, ticket_id: int) -> Sequence[Row[Any]]:
    """The cases that came of a ticket, the first first, with whether each was rated."""
    return session.execute(
        _columns(C.number, C.state, marked("case", C.id).label("rated")).where(C.ticket_id == ticket_id).order_by(C.id)
    ).all()


def ticket_to_rate(session: Session, on: date, code: str) -> Row[Any] | None:
    """What a rating needs of a ticket."""
    columns = (T.id, T.state, T.business_date, T.officer_id, T.code, L.name.label("item_name"))
    return session.execute(_columns(*columns).join(QueueLine, L.id == T.line_id).where(T.business_date == on, T.code == code)).one_or_none()


def person_of(session: Session, kind: str, subject_id: int) -> int | None:
    """Whose case or ticket it is."""
    column, key = (C.person_id, C.id) if kind == "case" else (T.person_id, T.id)
    found: int | None = session.execute(select(column).where(key == subject_id)).scalar_one()
    return found


def is_rated(session: Session, kind: str, subject_id: int) -> bool:
    """Whether a case or a ticket was rated."""
    return bool(session.execute(select(marked(kind, literal(subject_id)))).scalar_one())


_RATING = (
    *(G.id, G.level, G.text, G.anonymous, G.person_id, G.channel, G.rated_on, G.officer_id, G.item_name),
    *(C.number, T.code.label("ticket"), func.coalesce(Officer.name, "").label("officer")),
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
        .where(C.state == CaseState.CLOSED.value, C.closed_on.between(first, last), ~marked("case", C.id))
    )
    return session.execute(statement.order_by(C.closed_on, C.id).limit(limit)).all()
