"""What the queue looks like: the day's tickets, who is next and why, what stands at a counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound
from app.domain.queue_order import Room, choose, line_up
from app.domain.queueing import TicketState
from app.domain.ticket_times import seconds
from app.services import profiles
from app.services.queue import rules_of
from app.texts.queue import booked_why, why_text
from db.queries import queue as query
from db.queries import queue_order as order
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
    booked_for: datetime | None = None
    hold_reason: str = ""
    waited_seconds: int | None = None
    served_seconds: int = 0
    held_seconds: int = 0

    def for_lists(self) -> dict[str, Any]:
        """The public columns: no person."""
        keys = ("ticket", "line", "state", "priority", "counter", "taken_at", "called_at", "booked_for", "hold_reason")
        return {key: getattr(self, key) for key in (*keys, "waited_seconds", "served_seconds", "held_seconds")}


@dataclass(frozen=True, slots=True)
class CounterView:
    """What an officer at a counter sees: the present ticket, who is next and why, how many wait."""

    counter: int
    state: str
    present: TicketLine | None
    waiting: tuple[TicketLine, ...]
    counts: dict[str, int]
    missed: tuple[TicketLine, ...]
    held: tuple[TicketLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Peek:
    """Whom a counter would call now, and why; looked at only. ``waited_seconds`` since the number was taken."""

    ticket: str
    line: str
    line_name: str
    priority: str | None
    person_id: int | None
    why: str
    waited_seconds: int
    booked_for: datetime | None


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
        row.booked_for,
        row.hold_reason,
        row.waited_seconds,
        row.served_seconds,
        row.held_seconds,
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
        present = next((_line(r) for r in rows if r.counter == number and r.state in query.BUSY), None)
        return CounterView(
            number,
            desk.state,
            present,
            _in_order(session, desk.id, list(rows), business_date(now), most),
            query.waiting_counts(session, business_date(now)),
            tuple(_line(r) for r in rows if r.state == TicketState.MISSED.value),
            tuple(_line(r) for r in rows if r.state == TicketState.HELD.value),
        )


def _in_order(session: ReadSession, counter_id: int, rows: list[Any], today: date, most: int) -> tuple[TicketLine, ...]:
    """Who waits for a counter, in the order in which it would call them if nobody else came."""
    weights = order.weights(session, counter_id)
    choices = line_up(_room(session, list(weights), today), weights, rules_of(profiles.of(session)), most)
    by_id = {row.id: row for row in rows}
    called = [(by_id[choice.ticket.id], choice) for choice in choices]
    return tuple(_line(row, booked_why(why_text(choice), row.booked_for)) for row, choice in called)


def _room(session: ReadSession, lines: list[int], today: date) -> Room:
    room = Room()
    for ticket in order.all_waiting(session, lines, today):
        room.enter(ticket)
    for one in order.passes(session, lines, today):
        room.went_before(one.line_id, one.place, one.ticket_id)
    return room


def peek(db: Database, actor: Actor, now: datetime, number: int) -> Peek | None:
    """The next one of a counter, without calling; None when nobody waits for it. Another counter may be quicker."""
    day = business_date(now)
    with db.read("queue.read", actor) as session:
        desk = query.counter_row(session, number)
        if desk is None:
            raise NotFound("counter.unknown", field="counter", counter=number)
        weights, rules = order.weights(session, desk.id), rules_of(profiles.of(session))
        heads = order.heads(session, list(weights), day, rules.max_passed) if weights else []
        choice = choose([waiting for waiting, _ in heads], weights, rules)
        if choice is None:
            return None
        row = query.one_of_day(session, choice.ticket.id)
        waited = seconds(row.taken_at, now)
        why = booked_why(why_text(choice), row.booked_for)
        return Peek(row.code, row.letter, row.line_name, row.priority, row.person_id, why, waited, row.booked_for)
