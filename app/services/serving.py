"""The Queue page: the person at the counter with what they came for and what to tell them, who is next and why, and who was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.actions import may
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound
from app.domain.persons import Gender
from app.domain.queueing import TAKE_BACK_SECONDS, TicketAction, TicketState
from app.domain.service_items import required_materials
from app.services import items, lost_tickets, person_pages, queue_views
from app.services.person_pages import CaseChip
from app.services.queue_views import TicketLine
from db import queries
from db.uow import Database, ReadSession


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting ticket with how long it has waited and why it stands where it stands."""

    ticket: str
    letter: str
    line: str
    person_id: int | None
    person: str
    minutes: int
    why: str
    priority: str | None
    served_here: bool


@dataclass(frozen=True, slots=True)
class Brief:
    """What an officer reads of a person before or while serving them; no number."""

    person_id: int
    name: str
    gender: Gender
    age: int | None
    tags: tuple[str, ...]
    case: CaseChip | None
    last_day: date | None
    last_officer: str
    cases: tuple[CaseChip, ...] = ()
    """All cases in hand, the nearest deadline first; ``case`` is the first of them."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What the visitor came for: an item with its limit and what to bring, or just the line."""

    name: str
    promised_days: int | None = None
    materials: tuple[str, ...] = ()
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Present:
    """The ticket at the counter. ``since`` is when it was called."""

    ticket: str
    state: str
    since: datetime
    waited_minutes: int
    calls: int
    errand: Errand
    brief: Brief | None


@dataclass(frozen=True, slots=True)
class LineCount:
    """How many wait in a line."""

    letter: str
    name: str
    waiting: int
    served_here: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A ticket that rests at a counter, with why."""

    ticket: str
    person: str
    reason: str
    counter: int | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """The counter's last call, finish or miss, and until when it can be taken back."""

    ticket: str
    action: TicketAction
    until: datetime


@dataclass(frozen=True, slots=True)
class QueueBoard:
    """The page of one counter."""

    counter: int
    name: str
    state: str
    reason: str
    lines: tuple[LineCount, ...]
    present: Present | None
    waiting: tuple[Waiting, ...]
    longest_minutes: int
    missed: tuple[str, ...]
    handled: int
    average_minutes: int
    held: tuple[Held, ...] = ()
    held_elsewhere: tuple[Held, ...] = ()
    undo: Undo | None = None
    lost: tuple[lost_tickets.LostTicket, ...] = ()
    """Visitors in service at counters that give no sign of life, as far as this officer is shown them."""


def board(db: Database, actor: Actor, now: datetime, counter: int) -> QueueBoard:
    """What stands on the Queue page of a counter."""
    view = queue_views.at_counter(db, actor, now, counter)
    tickets = queue_views.day(db, actor, business_date(now))
    everyone = [line for line in tickets if line.state == TicketState.WAITING.value]
    known = {line.ticket for line in view.waiting}
    with db.read("queue.read", actor) as session:
        desk = queries.queue.counter_by_number(session, counter)
        if desk is None:
            raise NotFound("counter.unknown", field="counter", counter=counter)
        handled, seconds = queries.today.handled_today(session, desk.id, business_date(now))
        lines = _lines(session, desk.id, view.counts)
        row = queries.today.present(session, desk.id, business_date(now))
        present = _present(session, row, now) if row is not None else None
        waits = [_waiting(line, now, here=True) for line in view.waiting]
        waits += [_waiting(line, now, here=False) for line in everyone if line.ticket not in known]
        missed = tuple(line.ticket for line in view.missed)
        name, state, reason = desk.name, desk.state, desk.reason
        lost = tuple(one for one in lost_tickets.told_of(session, actor, now) if one.counter != counter or one.on != business_date(now))
    if present is not None and row is not None and row.person_id is not None and may(actor, "person.read"):
        present = replace(present, brief=brief(db, actor, now, row.person_id))
    longest = max((wait.minutes for wait in waits), default=0)
    return QueueBoard(
        *(counter, name, state, reason, lines, present, tuple(waits), longest, missed, handled),
        average_minutes=round(seconds / handled / 60) if handled else 0,
        held=tuple(_held(line) for line in view.held if line.counter == counter),
        held_elsewhere=tuple(_held(line) for line in view.held if line.counter != counter),
        lost=lost,
        undo=last_step([line for line in tickets if line.counter == counter]),
    )


def _held(line: TicketLine) -> Held:
    return Held(line.ticket, line.person, line.hold_reason, line.counter)


_STEPS = {
    TicketState.CALLED.value: TicketAction.CALL,
    TicketState.FINISHED.value: TicketAction.FINISH,
    TicketState.MISSED.value: TicketAction.MISS,
}


def last_step(tickets: Sequence[TicketLine]) -> Undo | None:
    """What ``queue.undo`` would take back at a counter with these tickets; nothing while one is in service there."""
    present = next((line for line in tickets if line.state in queries.queue.BUSY), None)
    ended = [line for line in tickets if line.finished_at is not None and line.state in _STEPS]
    last = present or max(ended, key=lambda line: (line.finished_at, line.id), default=None)
    at = (last.finished_at or last.called_at) if last is not None else None
    if last is None or at is None or last.state not in _STEPS:
        return None
    return Undo(last.ticket, _STEPS[last.state], at + timedelta(seconds=TAKE_BACK_SECONDS))


def _lines(session: ReadSession, counter_id: int, counts: dict[str, int]) -> tuple[LineCount, ...]:
    served = set(queries.queue.lines_of_counter(session, counter_id))
    rows = [row for row in queries.queue.lines(session) if row.active]
    return tuple(LineCount(row.letter, row.name, counts.get(row.letter, 0), row.id in served) for row in rows)


def _minutes(since: datetime, until: datetime) -> int:
    return max(int((until - since).total_seconds()) // 60, 0)


def _waiting(line: TicketLine, now: datetime, *, here: bool) -> Waiting:
    return Waiting(
        *(line.ticket, line.line, line.line_name, line.person_id, line.person, _minutes(line.taken_at, now)),
        *(line.why, line.priority, here),
    )


def _present(session: ReadSession, row: Any, now: datetime) -> Present:
    since = row.called_at or row.taken_at
    return Present(row.code, row.state, min(since, now), _minutes(row.taken_at, since), row.calls, _errand(session, row), None)


def _errand(session: ReadSession, row: Any) -> Errand:
    if row.item_code is None or row.item is None:
        return Errand(row.line)
    item = items.guide_in(session, row.item_code).item
    return Errand(item.name, item.promised_days, tuple(m.name for m in required_materials(item)), is_item=True)


def brief(db: Database, actor: Actor, now: datetime, person_id: int) -> Brief:
    """What to know of somebody at one glance: age, groups, the cases in hand, who received them last."""
    panel = person_pages.panel(db, actor, now, person_id)
    with db.read("person.read", actor) as session:
        last = queries.today.last_received_by(session, person_id, business_date(now))
    return Brief(
        *(panel.id, panel.name, panel.gender, panel.age, panel.tags, panel.next_case),
        last_day=last.business_date if last else None,
        last_officer=last.officer if last else "",
        cases=panel.cases,
    )


def present(db: Database, actor: Actor, now: datetime, counter: int) -> tuple[Present, int | None] | None:
    """The ticket at a counter and the person who holds it, for the panel; None when nobody is being served."""
    with db.read("queue.read", actor) as session:
        desk = queries.queue.counter_by_number(session, counter)
        row = queries.today.present(session, desk.id, business_date(now)) if desk is not None else None
        return (_present(session, row, now), row.person_id) if row is not None else None
