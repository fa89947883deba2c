"""What every act on a ticket shares: finding and locking it, moving it by the table with its times, refusing what a counter cannot do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import queueing as rule
from app.domain import ticket_times
from app.domain.errors import Conflict, NotFound
from app.domain.queueing import TicketAction, TicketState
from app.domain.ticket_times import TicketTimes
from db.models import Ticket
from db.queries import queue as query
from db.queries import queue_order as order
from db.uow import Unit

TIMES = tuple(TicketTimes.__slots__)


@dataclass(frozen=True, slots=True)
class Moved:
    """A ticket after an act."""

    ticket: str
    state: str


def whole_code(code: str) -> str:
    """A typed code as it is stored; ``Usage`` when it is none."""
    return rule.ticket_code(*rule.parse_code(code))


def found(unit: Unit, code: str, day: date) -> Any:
    """A ticket of a day by its code, locked."""
    row = query.ticket_row(unit, day, whole_code(code))
    if row is None:
        raise NotFound("ticket.unknown", field="ticket", ticket=code, day=day)
    unit.about(f"ticket:{row.id}")
    return row


def found_with_lines(unit: Unit, code: str, day: date, others: Collection[int] = ()) -> Any:
    """The same, with the rows of its line and of ``others`` locked before it: for acts that change who waits there."""
    line_id = query.line_of(unit, day, whole_code(code))
    if line_id is not None:
        order.lock_line_ids(unit, {line_id, *others})
    row = found(unit, code, day)
    if row.line_id != line_id:
        raise Conflict("db.busy")  # it went to another line at this very moment
    return row


def counter(unit: Unit, number: int) -> Any:
    """A counter in use, locked."""
    row = order.lock_counter(unit, number)
    if row is None:
        raise NotFound("counter.unknown", field="counter", counter=number)
    return row


def check_free(unit: Unit, desk: Any, day: date, *, but: int | None = None) -> None:
    """Refuse while a counter has another ticket called or in service than ``but``."""
    present = query.at_counter(unit, desk.id, day)
    if present is not None and present.id != but:
        rule.check_counter_free(present.code, desk.number)


def times_of(row: Any) -> TicketTimes:
    """The times of a ticket's row."""
    return TicketTimes(*(getattr(row, name) for name in TIMES))


def move(unit: Unit, row: Any, action: TicketAction, now: datetime, **values: Any) -> Moved:
    """Move one ticket by the table of moves and write what goes with it, and its times."""
    before = TicketState(row.state)
    state = rule.check_ticket(before, action)
    after = ticket_times.moved(times_of(row), before, action, now)
    fresh = {**values, "state": state.value, **{name: getattr(after, name) for name in TIMES}}
    unit.update_row(Ticket, row.id, {name: getattr(row, name) for name in fresh}, **fresh)
    unit.about(f"ticket:{row.id}")
    return Moved(row.code, state.value)


def unreceived(row: Any) -> dict[str, Any]:
    """What a call that never was leaves behind: no counter, and no first officer where it was the first call."""
    first = ticket_times.is_first_call(times_of(row))
    return {"calls": 0, "counter_id": None, "officer_id": None, "first_officer_id": None if first else row.first_officer_id}
