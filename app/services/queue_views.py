"""What the queue looks like: the day's tickets, who is next and why, what stands at a counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import queueing as rule
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound
from app.domain.queueing import PriorityClass, TicketState, WaitingTicket
from app.services import profiles
from app.texts.queue import why_text
from db.queries import queue as query
from db.uow import Database, ReadSession


@dataclass(frozen=True, slots=True)
class TicketLine:
    """A ticket of the day as lists show it; a name, never a number of a person."""

    id: int
    ticket: str
    line: str
    line_name: str
    state: str
    priority: str | None
    counter: int | None
    person_id: int | None
    person: str
    officer: str
    taken_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    why: str = ""

    def for_lists(self) -> dict[str, Any]:
        """The public columns: no person."""
        keys = ("ticket", "line", "state", "priority", "counter", "taken_at", "called_at")
        return {key: getattr(self, key) for key in keys}


@dataclass(frozen=True, slots=True)
class CounterView:
    """What an officer at a counter sees: the present ticket, who is next and why, how many wait."""

    counter: int
    state: str
    present: TicketLine | None
    waiting: tuple[TicketLine, ...]
    counts: dict[str, int]
    finished_today: int
    missed: tuple[TicketLine, ...]


def _line(row: Any, why: str = "") -> TicketLine:
    return TicketLine(
        row.id,
        row.code,
        row.letter,
        row.line_name,
        row.state,
        row.priority,
        row.counter,
        row.person_id,
        row.person_name or "",
        row.officer_name or "",
        row.taken_at,
        row.called_at,
        row.started_at,
        row.finished_at,
        why,
    )


def day(db: Database, actor: Actor, on: date) -> tuple[TicketLine, ...]:
    """All tickets of a day in the order they were taken."""
    with db.read("queue.read", actor) as session:
        return tuple(_line(row) for row in query.day_list(session, on))


def at_counter(db: Database, actor: Actor, now: datetime, number: int, most: int = 30) -> CounterView:
    """The Queue page of one counter; the waiting ones stand in the order in which the rule would call them."""
    with db.read("queue.read", actor) as session:
        desk = query.counter_row(session, number)
        if desk is None:
            raise NotFound("counter.unknown", field="counter", counter=number)
        rows = query.day_list(session, business_date(now))
        served = set(query.lines_of_counter(session, desk.id))
        present = next((_line(r) for r in rows if r.counter == number and r.state in query.BUSY), None)
        return CounterView(
            number,
            desk.state,
            present,
            _in_order(session, [r for r in rows if r.line_id in served], most),
            query.waiting_counts(session, business_date(now)),
            sum(r.state == TicketState.FINISHED.value for r in rows),
            tuple(_line(r) for r in rows if r.state == TicketState.MISSED.value),
        )


def _in_order(session: ReadSession, rows: list[Any], most: int) -> tuple[TicketLine, ...]:
    waiting = [row for row in rows if row.state == TicketState.WAITING.value]
    gone_first = sorted(r.place for r in rows if r.lane == 1 and r.state in query.CALLED_ONCE)
    facts = [
        WaitingTicket(
            row.id,
            row.place,
            PriorityClass(row.priority) if row.priority else None,
            0 if row.lane else sum(place > row.place for place in gone_first),
            row.restored,
        )
        for row in waiting
    ]
    by_id = {row.id: row for row in waiting}
    choices = rule.line_up(facts, profiles.of(session).max_passed, most)
    return tuple(_line(by_id[choice.ticket.id], why_text(choice)) for choice in choices)
