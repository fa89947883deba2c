"""Tickets that nobody moves any more: found by the index over open tickets, however many were ever taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, text
from sqlalchemy.orm import Session

from app.domain.queueing import TicketState
from db.base import AnyRow
from db.hot import Hot
from db.models import Counter, Officer, Seat, Ticket
from db.models.queue import AT_COUNTER, IN_USE

TICKET = Ticket.__table__.c
CALLED, SERVING = TicketState.CALLED.value, TicketState.SERVING.value
_COUNTER = Counter.__table__.c
# the words of the indexes: without them they are not used
_OPEN = text(f"ticket.{IN_USE}")
_BUSY = text(f"ticket.{AT_COUNTER}")


def _seen_since(limit: Any) -> Any:
    seat = Seat.__table__.c
    return select(seat.name).where(seat.counter_id == TICKET.counter_id, seat.seen_at >= limit).correlate(Ticket.__table__).exists()


_LIMIT = bindparam("limit", type_=TICKET.state_since.type)
_BUSY_AND_LOST = Hot(
    select(TICKET.id, TICKET.state, TICKET.business_date, _COUNTER.number)
    .select_from(Ticket.__table__.outerjoin(Counter.__table__, _COUNTER.id == TICKET.counter_id))
    .where(_BUSY, TICKET.state_since < _LIMIT, ~_seen_since(_LIMIT))  # no order: asked for one, SQLite walks all tickets there ever were
)


def called_and_lost(session: Session, day: date, limit: datetime, *, but: int = 0) -> list[int]:
    """The tickets of a day that were called by a counter without a sign of life since ``limit``, counter ``but`` left out.

    The day is compared here: told of it, the database would walk the day instead of the few tickets that are at a counter.
    """
    rows = _BUSY_AND_LOST.all(session, {"limit": limit})
    return sorted(row.id for row in rows if row.state == CALLED and row.business_date == day and row.number != but)


def _serving_and_lost(today: date, limit: datetime) -> Any:
    seen = select(func.max(Seat.seen_at)).where(Seat.counter_id == TICKET.counter_id).scalar_subquery()
    quiet = and_(TICKET.state_since < limit, ~_seen_since(limit))
    return (
        select(TICKET.code, TICKET.business_date, TICKET.state_since, _COUNTER.number.label("counter"), Officer.name.label("officer"))
        .add_columns(TICKET.officer_id, seen.label("seen_at"))
        .select_from(Ticket.__table__.outerjoin(Counter.__table__, _COUNTER.id == TICKET.counter_id))
        .outerjoin(Officer, Officer.id == TICKET.officer_id)
        .where(_BUSY, TICKET.state == SERVING, or_(TICKET.business_date < today, quiet))
        .order_by(TICKET.business_date, TICKET.id)
    )


def serving_and_lost(session: Session, today: date, limit: datetime) -> Sequence[AnyRow]:
    """The tickets in service at counters without a sign of life since ``limit``, and those in service since an earlier day."""
    return session.execute(_serving_and_lost(today, limit)).all()


def _left_open(day: date) -> Any:
    still = select(TICKET.id).where(_OPEN, TICKET.business_date < day, TICKET.state != SERVING)
    return still.order_by(TICKET.business_date, TICKET.id)  # by the day first: that is how the index stands


def open_before(session: Session, day: date, most: int) -> list[int]:
    """Tickets of earlier days that are still open, in service excepted: they expire at the end of their day."""
    return list(session.execute(_left_open(day).limit(most)).scalars())


def some_open_before(session: Session, day: date) -> bool:
    """Whether there are any."""
    return session.execute(_left_open(day).limit(1)).first() is not None
