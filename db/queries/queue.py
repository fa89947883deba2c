"""Tickets, counters and lines. What a call reads is bounded however many people wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.domain.queueing import AT_COUNTER, PriorityClass, TicketState, WaitingTicket
from db.base import AnyRow
from db.hot import Hot
from db.models import Appointment, Counter, CounterLine, Officer, Person, QueueLine, RequestKey, Ticket

TICKET = Ticket.__table__.c
LINE = QueueLine.__table__.c
BUSY = tuple(state.value for state in AT_COUNTER)
CALLED_ONCE = tuple(s.value for s in TicketState if s not in (TicketState.WAITING, TicketState.EXPIRED, TicketState.ABANDONED))
WAITING = TicketState.WAITING.value


def _one_of(states: Sequence[str]) -> Any:
    """A list of states that is known when the statement is written."""
    return or_(*(TICKET.state == state for state in states))


def line_by_letter(session: Session, letter: str) -> QueueLine | None:
    """A queue line by its letter."""
    return session.execute(select(QueueLine).where(QueueLine.letter == letter)).scalar_one_or_none()


_LINE_ROW = Hot(
    select(LINE.id, LINE.letter, LINE.name, LINE.active, LINE.hours, LINE.daily_limit).where(LINE.letter == bindparam("letter"))
)


def line_row(session: Session, letter: str) -> AnyRow | None:
    """A line as a bare row, for the hot paths."""
    return _LINE_ROW.first(session, {"letter": letter})


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


_LOCK_LINES = Hot(
    select(LINE.id)
    .where(LINE.id.in_(select(CounterLine.line_id).where(CounterLine.counter_id == bindparam("counter"))), LINE.active)
    .order_by(LINE.id)
    .with_for_update()
)


def lock_lines(session: Session, counter_id: int) -> list[int]:
    """The lines a counter serves, locked in id order so that two calls never choose at the same time."""
    return [row.id for row in _LOCK_LINES.all(session, {"counter": counter_id})]


_OTHER = Ticket.__table__.alias("other").c


def _lines(ids: Sequence[int]) -> dict[str, int]:
    return {f"line{place}": line_id for place, line_id in enumerate(ids)}


def _head(place: int, lane: int) -> Any:
    mine = (_OTHER.line_id == bindparam(f"line{place}"), _OTHER.business_date == bindparam("day"))
    waiting = select(_OTHER.id).where(*mine, _OTHER.state == WAITING, _OTHER.lane == lane)
    return waiting.order_by(_OTHER.place).limit(1).scalar_subquery()


@cache
def _heads(lines: int) -> Hot:
    """The first ordinary and the first priority ticket of each of so many lines."""
    first = [_head(place, lane) for place in range(lines) for lane in (0, 1)]
    return Hot(select(TICKET.id, TICKET.place, TICKET.priority, TICKET.restored, TICKET.line_id).where(TICKET.id.in_(first)))


@cache
def _passing(lines: int) -> Hot:
    """The priority tickets that came after a place in so many lines and were called before it."""
    among = TICKET.line_id.in_([bindparam(f"line{place}") for place in range(lines)])
    later = (TICKET.business_date == bindparam("day"), TICKET.lane == 1, TICKET.place > bindparam("place"))
    return Hot(select(TICKET.id).where(among, *later, _one_of(CALLED_ONCE)).limit(bindparam("most")))


def heads(session: Session, line_ids: Sequence[int], day: date, max_passed: int) -> list[WaitingTicket]:
    """The first ordinary and the first priority ticket of each line, the ordinary ones with how often they were passed."""
    rows = _heads(len(line_ids)).all(session, {**_lines(line_ids), "day": day})
    return [_waiting(session, row, line_ids, day, max_passed) for row in rows]


def _waiting(session: Session, row: AnyRow, line_ids: Sequence[int], day: date, max_passed: int) -> WaitingTicket:
    passed = 0 if row.priority and not row.restored else _passed(session, row.place, line_ids, day, max_passed)
    priority = PriorityClass(row.priority) if row.priority else None
    return WaitingTicket(row.id, row.place, priority, passed, row.restored)


def _passed(session: Session, place: int, line_ids: Sequence[int], day: date, most: int) -> int:
    values = {**_lines(line_ids), "day": day, "place": place, "most": most}
    return len(_passing(len(line_ids)).all(session, values))


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


def first_places(session: Session, line_id: int, day: date, count: int) -> list[int]:
    """The places of the first waiting tickets of a line, in order."""
    statement = select(TICKET.place).where(TICKET.line_id == line_id, TICKET.business_date == day, TICKET.state == WAITING)
    return list(session.execute(statement.order_by(TICKET.place).limit(count)).scalars())


def count_taken(session: Session, line_id: int, day: date) -> int:
    """How many numbers a line gave out on a day."""
    statement = select(func.count()).select_from(Ticket).where(TICKET.line_id == line_id, TICKET.business_date == day)
    return int(session.execute(statement).scalar_one())


_REQUEST = Hot(select(RequestKey.__table__.c.action, RequestKey.__table__.c.answer).where(RequestKey.__table__.c.key == bindparam("key")))


def request_answer(session: Session, key: str) -> tuple[str, dict[str, Any]] | None:
    """The action and the answer already given to a request key."""
    row = _REQUEST.first(session, {"key": key})
    return (row.action, row.answer) if row else None


def day_list(session: Session, day: date, states: Sequence[str] | None = None) -> Sequence[AnyRow]:
    """The tickets of a day in the order they were taken, with line, counter, person and officer names."""
    statement = (
        select(
            *(TICKET[n] for n in ("id", "code", "state", "priority", "restored", "lane", "place", "taken_at", "called_at", "started_at")),
            *(TICKET[n] for n in ("finished_at", "calls", "person_id", "line_id")),
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
        .where(TICKET.business_date == day)
        .order_by(TICKET.place, TICKET.id)
    )
    return session.execute(statement.where(TICKET.state.in_(states)) if states else statement).all()


def waiting_counts(session: Session, day: date) -> dict[str, int]:
    """How many wait in each line, by letter."""
    statement = (
        select(LINE.letter, func.count(TICKET.id))
        .join(Ticket, (TICKET.line_id == LINE.id) & (TICKET.business_date == day) & (TICKET.state == WAITING))
        .group_by(LINE.letter)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def open_before(session: Session, day: date) -> Sequence[AnyRow]:
    """Tickets of earlier days that are still open: they expire at the end of their day."""
    states = tuple(s.value for s in (TicketState.WAITING, TicketState.CALLED, TicketState.HELD, TicketState.MISSED))
    return session.execute(select(TICKET.id, TICKET.state, TICKET.code).where(TICKET.business_date < day, TICKET.state.in_(states))).all()


def appointment_by_code(session: Session, code: str) -> Appointment | None:
    """An appointment by the code on its slip."""
    return session.execute(select(Appointment).where(Appointment.code == code)).scalar_one_or_none()


def ticket_of_appointment(session: Session, appointment_id: int) -> str | None:
    """The ticket an appointment already became."""
    return session.execute(select(TICKET.code).where(TICKET.appointment_id == appointment_id)).scalar_one_or_none()


def lines_of_counter(session: Session, counter_id: int) -> Sequence[int]:
    """The ids of the lines a counter serves."""
    return session.execute(select(CounterLine.line_id).where(CounterLine.counter_id == counter_id)).scalars().all()
