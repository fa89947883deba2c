"""What a call reads and locks: the lines of a counter, the first tickets of each, and who went before whom. Bounded, however many wait.

Whoever changes who waits in a line holds the row of that line until the commit: taking, calling, restoring, transferring, giving up,
taking back. So the order of the audit entries is the order in which the rule saw the room. Locks are taken in one order: the request
key, counters, lines (each kind by id), tickets, number series, the head of the chain. Only a call puts its key down last: whoever comes
with the same key waits for its counter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from app.domain.queue_order import WaitingTicket
from app.domain.queueing import AT_COUNTER, PriorityClass, TicketState
from db.base import AnyRow
from db.dialect import among
from db.hot import Hot
from db.models import Counter, CounterLine, LinePass, QueueLine, Ticket

TICKET = Ticket.__table__.c
LINE = QueueLine.__table__.c
_COUNTER = Counter.__table__.c
_SERVES = CounterLine.__table__.c
_PASS = LinePass.__table__.c
WAITING = TicketState.WAITING.value
BUSY = tuple(state.value for state in AT_COUNTER)

# the counter

_COUNTER_ROW = select(_COUNTER.id, _COUNTER.number, _COUNTER.state, _COUNTER.officer_id, _COUNTER.reason, _COUNTER.state_since).where(
    _COUNTER.number == bindparam("number"), _COUNTER.active
)
_LOCK_COUNTER = Hot(_COUNTER_ROW.with_for_update(key_share=True))


def lock_counter(session: Session, number: int) -> AnyRow | None:
    """A counter in use as a bare row, locked: nobody else sends a visitor there meanwhile."""
    return _LOCK_COUNTER.first(session, {"number": number})


_DESK = (
    select(*_COUNTER_ROW.selected_columns, _SERVES.line_id, _SERVES.weight)
    .join_from(Counter.__table__, CounterLine.__table__, _SERVES.counter_id == _COUNTER.id)
    .join(QueueLine.__table__, _SERVES.line_id == LINE.id)
    .where(_COUNTER.number == bindparam("number"), _COUNTER.active, LINE.active)
    .order_by(LINE.id)
)
_LOCK_DESK = Hot(_DESK.with_for_update(of=(Counter.__table__, QueueLine.__table__), key_share=True))


Desk = tuple[AnyRow | None, dict[int, int]]


def ask_desk(session: Session, number: int) -> Callable[[], Desk]:
    """A counter in use and the lines it serves with their weights, locked: the counter, then its lines by id.

    Two calls whose counters share a line never choose at the same time. Without a line in use the counter is asked for alone.
    """
    rows = _LOCK_DESK.ask(session, {"number": number})
    return lambda: _desk(session, number, rows())


def _desk(session: Session, number: int, rows: Sequence[AnyRow]) -> Desk:
    if not rows:
        return lock_counter(session, number), {}
    return rows[0], {row.line_id: row.weight for row in rows}


_NUMBERED = select(_COUNTER.id).where(_COUNTER.number == bindparam("number")).scalar_subquery()
_PRESENT = Hot(
    select(*TICKET)
    .where(TICKET.counter_id == _NUMBERED, TICKET.business_date == bindparam("day"), or_(*(TICKET.state == state for state in BUSY)))
    .with_for_update()
)


def ask_present(session: Session, number: int, day: date) -> Callable[[], list[AnyRow]]:
    """The one ticket that keeps a counter busy, if any, locked."""
    return _PRESENT.ask(session, {"number": number, "day": day})


_LOCK_COUNTER_BY_ID = Hot(select(_COUNTER.id, _COUNTER.number).where(_COUNTER.id == bindparam("counter")).with_for_update(key_share=True))


def lock_counter_by_id(session: Session, counter_id: int) -> AnyRow:
    """The same by id, in use or not."""
    row: AnyRow = _LOCK_COUNTER_BY_ID.one(session, {"counter": counter_id})
    return row


# the lines

_SERVED = (
    select(LINE.id, _SERVES.weight)
    .join_from(QueueLine.__table__, CounterLine.__table__, _SERVES.line_id == LINE.id)
    .where(_SERVES.counter_id == bindparam("counter"), LINE.active)
    .order_by(LINE.id)
)


def weights(session: Session, counter_id: int) -> dict[int, int]:
    """The lines a counter serves with their weights, to look only."""
    return {row.id: row.weight for row in session.execute(_SERVED, {"counter": counter_id})}


_LINE_ROW = select(LINE.id, LINE.letter, LINE.name, LINE.active, LINE.hours, LINE.daily_limit)
_LOCK_LETTER = Hot(_LINE_ROW.where(LINE.letter == bindparam("letter")).with_for_update(key_share=True))


def lock_line(session: Session, letter: str) -> AnyRow | None:
    """A line as a bare row, locked: no call looks at it until the number is taken, and none is taken while a call looks."""
    return _LOCK_LETTER.first(session, {"letter": letter})


def line_row(session: Session, letter: str) -> AnyRow | None:
    """A line as a bare row, to look only."""
    return session.execute(_LINE_ROW.where(LINE.letter == letter)).first()


def lock_line_ids(session: Session, ids: Collection[int]) -> None:
    """Some lines locked by id order."""
    session.execute(select(LINE.id).where(LINE.id.in_(ids)).order_by(LINE.id).with_for_update(key_share=True)).all()


def lock_all_lines(session: Session) -> None:
    """All lines: for what may have passed somebody in any of them."""
    session.execute(select(LINE.id).order_by(LINE.id).with_for_update(key_share=True)).all()


# who waits

Head = tuple[WaitingTicket, AnyRow]

_OTHER = Ticket.__table__.alias("other").c


def _named(ids: Sequence[int]) -> dict[str, int]:
    return {f"line{place}": line_id for place, line_id in enumerate(ids)}


def _head(place: int, lane: int) -> Any:
    mine = (_OTHER.line_id == bindparam(f"line{place}"), _OTHER.business_date == bindparam("day"))
    waiting = select(_OTHER.id).where(*mine, _OTHER.state == WAITING, _OTHER.lane == lane)
    return waiting.order_by(_OTHER.place, _OTHER.id).limit(1).scalar_subquery()


@cache
def _heads(lines: int) -> Hot:
    """The first ordinary and the first priority ticket of each of so many lines."""
    first = [_head(place, lane) for place in range(lines) for lane in (0, 1)]
    return Hot(select(*TICKET).where(TICKET.id.in_(first)))


def _served_heads(lane: int) -> Any:
    """The first ticket of a lane in each line that a counter serves."""
    mine = (_OTHER.line_id == _SERVES.line_id, _OTHER.business_date == bindparam("day"), _OTHER.state == WAITING, _OTHER.lane == lane)
    first = select(_OTHER.id).where(*mine).order_by(_OTHER.place, _OTHER.id).limit(1).correlate(CounterLine.__table__).scalar_subquery()
    return (
        select(first)
        .join_from(CounterLine.__table__, QueueLine.__table__, _SERVES.line_id == LINE.id)
        .where(_SERVES.counter_id == _NUMBERED, LINE.active)
    )


_SERVED_HEADS = Hot(select(*TICKET).where(among(TICKET.id, union_all(_served_heads(0), _served_heads(1)).scalar_subquery())))


def ask_heads(session: Session, number: int, day: date, max_passed: int) -> Callable[[], list[Head]]:
    """The same for all lines that a counter serves: ``heads`` without knowing them."""
    rows = _SERVED_HEADS.ask(session, {"number": number, "day": day})
    return lambda: _with_passed(session, rows(), day, max_passed)


_PASSED = Hot(
    select(func.count().label("passed")).select_from(
        select(_PASS.place)
        .where(_PASS.line_id == bindparam("line"), _PASS.business_date == bindparam("day"), _PASS.place > bindparam("place"))
        .limit(bindparam("most"))
        .subquery()
    )
)


def heads(session: Session, line_ids: Sequence[int], day: date, max_passed: int) -> list[Head]:
    """The first ordinary and the first priority ticket of each line, as the rule knows them and as whole rows."""
    return _with_passed(session, _heads(len(line_ids)).all(session, {**_named(line_ids), "day": day}), day, max_passed)


def _with_passed(session: Session, rows: Sequence[AnyRow], day: date, most: int) -> list[Head]:
    """How often an ordinary one was passed is read only where somebody who goes first came after it: else it does not matter."""
    latest = max((row.place for row in rows if row.lane), default=-1)
    return [(waiting_ticket(row, _passed(session, row, day, most) if not row.lane and row.place < latest else 0), row) for row in rows]


def _passed(session: Session, row: AnyRow, day: date, most: int) -> int:
    return int(_PASSED.scalar(session, {"line": row.line_id, "day": day, "place": row.place, "most": most}))


def waiting_ticket(row: AnyRow, passed: int = 0) -> WaitingTicket:
    """A row as the rule knows it."""
    priority = PriorityClass(row.priority) if row.priority else None
    return WaitingTicket(row.id, row.place, row.line_id, bool(row.lane), priority, row.restored, passed)


def all_waiting(session: Session, line_ids: Collection[int], day: date) -> list[WaitingTicket]:
    """Everybody who waits in some lines, to show the order in which they will be called."""
    columns = (TICKET.id, TICKET.place, TICKET.lane, TICKET.priority, TICKET.restored, TICKET.line_id)
    statement = select(*columns).where(TICKET.line_id.in_(line_ids), TICKET.business_date == day, TICKET.state == WAITING)
    return [waiting_ticket(row) for row in session.execute(statement)]


def passes(session: Session, line_ids: Collection[int], day: date) -> Sequence[AnyRow]:
    """Who went before the ordinary ones of some lines with an earlier place: line, place, ticket."""
    statement = select(_PASS.line_id, _PASS.place, _PASS.ticket_id).where(_PASS.line_id.in_(line_ids), _PASS.business_date == day)
    return session.execute(statement).all()


_FIRST_PLACES = Hot(
    select(TICKET.place)
    .where(TICKET.line_id == bindparam("line"), TICKET.business_date == bindparam("day"), TICKET.state == WAITING)
    .order_by(TICKET.place)
    .limit(bindparam("most"))
)


def first_places(session: Session, line_id: int, day: date, count: int) -> list[int]:
    """The places of the first waiting tickets of a line, in order."""
    values: Mapping[str, Any] = {"line": line_id, "day": day, "most": count}
    return [row.place for row in _FIRST_PLACES.all(session, values)]
