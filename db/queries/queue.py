"""Tickets, counters and lines; what a call reads and locks stands in ``queue_order``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.domain.queueing import AT_COUNTER, TicketState
from db import models
from db.base import AnyRow
from db.hot import Hot
from db.models import (
    Appointment,
    Case,
    Counter,
    Inquiry,
    ItemVersion,
    Officer,
    Person,
    QueueLine,
    ServiceItem,
    Ticket,
)

TICKET = Ticket.__table__.c
LINE = QueueLine.__table__.c
BUSY = tuple(state.value for state in AT_COUNTER)
WAITING = TicketState.WAITING.value


def _one_of(states: Sequence[str]) -> Any:
    """A list of states that is known when the statement is written."""
    return or_(*(TICKET.state == state for state in states))


def line_by_letter(session: Session, letter: str) -> QueueLine | None:
    """A queue line by its letter."""
    return session.execute(select(QueueLine).where(QueueLine.letter == letter)).scalar_one_or_none()


def lines(session: Session) -> Sequence[QueueLine]:
    """All lines by letter."""
    return session.execute(select(QueueLine).order_by(QueueLine.letter)).scalars().all()


def counter_by_number(session: Session, number: int) -> Counter | None:
    """A counter by the number on its plate."""
    return session.execute(select(Counter).where(Counter.number == number)).scalar_one_or_none()


def counters(session: Session) -> Sequence[Counter]:
    """All counters in use."""
    return session.execute(select(Counter).where(Counter.active).order_by(Counter.number)).scalars().all()


_COUNTER = Counter.__table__.c
_COUNTER_ROW = Hot(
    select(_COUNTER.id, _COUNTER.number, _COUNTER.state, _COUNTER.officer_id, _COUNTER.reason).where(
        _COUNTER.number == bindparam("number"), _COUNTER.active
    )
)


def counter_row(session: Session, number: int) -> AnyRow | None:
    """A counter as a bare row, for the hot paths."""
    return _COUNTER_ROW.first(session, {"number": number})


_TICKET_ROW = select(*Ticket.__table__.c)


def ticket_row(session: Session, day: date, code: str) -> AnyRow | None:
    """A ticket of a day by its code, as a bare row."""
    return _BY_CODE.first(session, {"day": day, "code": code})


_BY_CODE = Hot(_TICKET_ROW.where(TICKET.business_date == bindparam("day"), TICKET.code == bindparam("code")).with_for_update())
_BY_ID = Hot(_TICKET_ROW.where(TICKET.id == bindparam("ticket")).with_for_update())
_HERE = (TICKET.counter_id == bindparam("counter"), TICKET.business_date == bindparam("day"))
_AT_COUNTER = Hot(_TICKET_ROW.where(*_HERE, _one_of(BUSY)).with_for_update())


def ticket_by_id(session: Session, ticket_id: int) -> AnyRow:
    """A ticket by its id, as a bare row."""
    row: AnyRow = _BY_ID.one(session, {"ticket": ticket_id})
    return row


_LINE_OF = Hot(select(TICKET.line_id).where(TICKET.business_date == bindparam("day"), TICKET.code == bindparam("code")))


def line_of(session: Session, day: date, code: str) -> int | None:
    """In which line a ticket stands, without a lock."""
    row = _LINE_OF.first(session, {"day": day, "code": code})
    return None if row is None else int(row.line_id)


def counter_of(session: Session, day: date, code: str) -> int | None:
    """At which counter a ticket is, without a lock."""
    return session.execute(select(TICKET.counter_id).where(TICKET.business_date == day, TICKET.code == code)).scalar_one_or_none()


def at_counter(session: Session, counter_id: int, day: date) -> AnyRow | None:
    """The one ticket that keeps a counter busy, or None."""
    return _AT_COUNTER.first(session, {"counter": counter_id, "day": day})


_AHEAD = Hot(
    select(func.count())
    .select_from(Ticket)
    .where(
        TICKET.line_id == bindparam("line"),
        TICKET.business_date == bindparam("day"),
        TICKET.state == WAITING,
        TICKET.lane >= bindparam("lane"),
        TICKET.place < bindparam("place"),
    )
)


def ahead(session: Session, line_id: int, day: date, place: int, lane: int) -> int:
    """How many wait in the line before a place: all for an ordinary ticket, the priority ones for a priority ticket."""
    values = {"line": line_id, "day": day, "place": place, "lane": lane}
    return int(_AHEAD.scalar(session, values))


_SECONDS = ("waited_seconds", "served_seconds", "held_seconds")


def _shown() -> Any:
    """Tickets with line, counter, person and officer names."""
    names = ("id", "code", "state", "priority", "restored", "lane", "place", "taken_at", "called_at", "started_at", "finished_at")
    return (
        select(
            *(TICKET[n] for n in (*names, "calls", "person_id", "line_id", "hold_reason", *_SECONDS)),
            Appointment.at.label("booked_for"),
            LINE.letter,
            LINE.name.label("line_name"),
            _COUNTER.number.label("counter"),
            Person.name.label("person_name"),
            Officer.name.label("officer_name"),
        )
        .join(QueueLine, LINE.id == TICKET.line_id)
        .outerjoin(Counter, _COUNTER.id == TICKET.counter_id)
        .outerjoin(Person, Person.id == TICKET.person_id)
        .outerjoin(Officer, Officer.id == TICKET.officer_id)
        .outerjoin(Appointment, Appointment.id == TICKET.appointment_id)
    )


def day_list(session: Session, day: date, states: Sequence[str] | None = None) -> Sequence[AnyRow]:
    """The tickets of a day in the order they were taken."""
    statement = _shown().where(TICKET.business_date == day).order_by(TICKET.place, TICKET.id)
    return session.execute(statement.where(TICKET.state.in_(states)) if states else statement).all()


def one_of_day(session: Session, ticket_id: int) -> AnyRow:
    """One ticket in the same way."""
    row: AnyRow = session.execute(_shown().where(TICKET.id == ticket_id)).one()
    return row


def waiting_counts(session: Session, day: date) -> dict[str, int]:
    """How many wait in each line, by letter."""
    statement = (
        select(LINE.letter, func.count(TICKET.id))
        .join(Ticket, (TICKET.line_id == LINE.id) & (TICKET.business_date == day) & (TICKET.state == WAITING))
        .group_by(LINE.letter)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


_LAST_ENDED = Hot(
    _TICKET_ROW.where(*_HERE, or_(TICKET.state == "finished", TICKET.state == "missed"))
    .order_by(TICKET.finished_at.desc(), TICKET.id.desc())
    .limit(1)
    .with_for_update()
)


def last_at_counter(session: Session, counter_id: int, day: date) -> AnyRow | None:
    """The ticket of the counter's last call, finish or miss: the one there, else the last that was finished or missed there."""
    values = {"counter": counter_id, "day": day}
    return _AT_COUNTER.first(session, values) or _LAST_ENDED.first(session, values)


def has_records(session: Session, ticket_id: int) -> bool:
    """Whether a case or an inquiry was opened on a ticket."""
    found = select(Case.id).where(Case.ticket_id == ticket_id).union_all(select(Inquiry.id).where(Inquiry.ticket_id == ticket_id))
    return session.execute(found.limit(1)).first() is not None


def called_for(session: Session, day: date, officer_id: int, person_id: int) -> int | None:
    """The ticket of a person that an officer has called and not started yet, without a lock."""
    mine = (TICKET.person_id == person_id, TICKET.business_date == day, TICKET.officer_id == officer_id)
    return session.execute(select(TICKET.id).where(*mine, TICKET.state == TicketState.CALLED.value).limit(1)).scalar_one_or_none()


def ticket_id(session: Session, day: date, code: str) -> int | None:
    """The id of a ticket of a day."""
    return session.execute(select(TICKET.id).where(TICKET.business_date == day, TICKET.code == code)).scalar_one_or_none()


def present_item(session: Session, ticket_id: int) -> models.TicketItem | None:
    """The item that a ticket is at."""
    statement = select(models.TicketItem).where(models.TicketItem.ticket_id == ticket_id, models.TicketItem.ended_at.is_(None))
    return session.execute(statement.order_by(models.TicketItem.id.desc()).limit(1)).scalar_one_or_none()


def items_of_ticket(session: Session, ticket_id: int) -> Sequence[AnyRow]:
    """The items of a visit as they came: code, name, when chosen and ended, counter, officer."""
    statement = (
        select(_ITEM.code, ItemVersion.name, models.TicketItem.chosen_at, models.TicketItem.ended_at, _COUNTER.number)
        .add_columns(func.coalesce(Officer.name, ""))
        .select_from(models.TicketItem)
        .join(ServiceItem, _ITEM.id == models.TicketItem.item_id)
        .join(ItemVersion, ItemVersion.id == _ITEM.published_version_id)
        .outerjoin(Counter, _COUNTER.id == models.TicketItem.counter_id)
        .outerjoin(Officer, Officer.id == models.TicketItem.officer_id)
        .where(models.TicketItem.ticket_id == ticket_id)
    )
    return session.execute(statement.order_by(models.TicketItem.id)).all()


def figures(session: Session, day: date) -> Sequence[AnyRow]:
    """What the figures of a day need of its tickets; no person and no officer."""
    columns = (TICKET.taken_at, TICKET.state, TICKET.waited_seconds, TICKET.served_seconds, TICKET.held_seconds)
    statement = select(LINE.letter, *columns).join(QueueLine, LINE.id == TICKET.line_id)
    return session.execute(statement.where(TICKET.business_date == day)).all()


_ITEM = ServiceItem.__table__.c


def item_row(session: Session, code: str) -> AnyRow | None:
    """A published item with the letter of the line in use in which a number for it is taken."""
    statement = select(_ITEM.id, _ITEM.code, LINE.letter).outerjoin(QueueLine, (LINE.id == _ITEM.line_id) & LINE.active)
    return session.execute(statement.where(_ITEM.code == code, _ITEM.published_version_id.is_not(None))).first()


def lines_of_counter(session: Session, counter_id: int) -> Sequence[int]:
    """The ids of the lines a counter serves."""
    return session.execute(select(models.CounterLine.line_id).where(models.CounterLine.counter_id == counter_id)).scalars().all()
