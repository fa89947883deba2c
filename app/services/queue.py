"""The service counter queue: take a number, call, and everything that moves a ticket; each act audited and durable.

Hot paths run bare rows inside the unit of work. A call locks the rows of the lines that the counter serves, in id order, then
chooses by the pure rule; skipping locked tickets alone would let two calls pass the same person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.domain import queueing as rule
from app.domain import ticket_times
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused
from app.domain.queueing import Choice, TicketAction, TicketState
from app.domain.ticket_times import TicketTimes
from app.services import profiles, queue_hours
from app.texts.queue import why_text
from db import counters as numbers
from db.models import Counter, Person, RequestKey, Ticket
from db.queries import queue as query
from db.uow import Database, Unit


@dataclass(frozen=True, slots=True)
class Taken:
    """A number taken: its code and how many wait before it."""

    ticket: str
    ahead: int
    ticket_id: int


@dataclass(frozen=True, slots=True)
class Called:
    """The ticket called and why it is its turn; no ticket when nobody waits."""

    ticket: str | None
    why: str = ""
    ticket_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """A ticket after an act."""

    ticket: str
    state: str


def take(
    db: Database,
    actor: Actor,
    now: datetime,
    line: str,
    *,
    priority: str | None = None,
    person_id: int | None = None,
    appointment: str | None = None,
    request: str | None = None,
    channel: str = "desk",
) -> Taken:
    """Take a number in a line. The same request key again gives the same ticket; an appointment gives one ticket, never two."""
    day = business_date(now)
    with db.write("queue.take", actor, now) as unit:
        answered = _answered(unit, request, "queue.take")
        if answered:
            return Taken(**answered)
        row = _open_line(unit, line, now)
        chosen = rule.check_priority(priority, profiles.of(unit).priority_classes)
        booked = _check_appointment(unit, appointment)
        if person_id is not None:
            _check_person(unit, person_id)
        number = numbers.next_number(unit, "ticket", f"{day}/{row.letter}")
        place = rule.place_of(numbers.next_number(unit, "place", str(day)))
        lane = int(chosen is not None)
        code = rule.ticket_code(row.letter, number)
        ticket_id = unit.insert_row(
            Ticket,
            line_id=row.id,
            business_date=day,
            number=number,
            code=code,
            state=TicketState.WAITING.value,
            priority=chosen.value if chosen else None,
            place=place,
            lane=lane,
            restored=False,
            person_id=person_id or (booked.person_id if booked else None),
            appointment_id=booked.id if booked else None,
            taken_at=now,
            calls=0,
            held_seconds=0,
            reason="",
            channel=channel,
            state_since=now,
        )
        if booked:
            booked.state = "checked_in"
        taken = Taken(code, query.ahead(unit, row.id, day, place, lane), ticket_id)
        _remember(unit, request, "queue.take", taken, now)
    return taken


def _check_person(unit: Unit, person_id: int) -> None:
    if unit.get(Person, person_id) is None:
        raise NotFound("queue.person_unknown", field="person", person=person_id)


def _open_line(unit: Unit, letter: str, now: datetime) -> Any:
    row = query.line_row(unit, letter.strip().upper())
    if row is None or not row.active:
        raise NotFound("queue.line_unknown", field="line", line=letter)
    queue_hours.check_open(row.hours, row.name, now)
    if row.daily_limit is not None and query.count_taken(unit, row.id, business_date(now)) >= row.daily_limit:
        raise Refused("queue.line_full", field="line", line=row.name, most=row.daily_limit)
    return row


def _check_appointment(unit: Unit, code: str | None) -> Any:
    if code is None:
        return None
    booked = query.appointment_by_code(unit, code)
    if booked is None:
        raise NotFound("queue.appointment_unknown", field="appointment", code=code)
    taken = query.ticket_of_appointment(unit, booked.id)
    if taken is not None:
        raise Refused("queue.appointment_taken", field="appointment", code=code, ticket=taken, existing=taken)
    return booked


def _answered(unit: Unit, request: str | None, action: str) -> dict[str, Any] | None:
    if not request:
        return None
    known = query.request_answer(unit, request)
    if known and known[0] != action:
        raise Refused("queue.request_reused", field="request", request=request)
    return known[1] if known else None


def _remember(unit: Unit, request: str | None, action: str, answer: Any, now: datetime) -> None:
    if request:
        unit.add(RequestKey(key=request, action=action, answer=asdict(answer), at=now))


def call(db: Database, actor: Actor, now: datetime, counter: int, *, finish: bool = False, request: str | None = None) -> Called:
    """Call the next ticket to a counter; a closed counter opens for the acting officer.

    A counter that still has a ticket is refused with that ticket's code; with ``finish`` that one is finished first.
    """
    day = business_date(now)
    with db.write("queue.call", actor, now) as unit:
        answered = _answered(unit, request, "queue.call")
        if answered:
            return Called(**answered)
        desk = _counter(unit, counter)
        lines = query.lock_lines(unit, desk.id)
        _leave_present(unit, desk, day, now, finish=finish)
        _open_for(unit, desk, actor)
        called = _call_next(unit, actor, now, desk, lines)
        _remember(unit, request, "queue.call", called, now)
    return called


def _counter(unit: Unit, number: int) -> Any:
    row = query.counter_row(unit, number)
    if row is None:
        raise NotFound("counter.unknown", field="counter", counter=number)
    return row


def _leave_present(unit: Unit, desk: Any, day: date, now: datetime, *, finish: bool) -> None:
    present = query.at_counter(unit, desk.id, day)
    if present is None:
        return
    if not finish:
        rule.check_counter_free(present.code, desk.number)
    _finish(unit, None, now, present)


def _open_for(unit: Unit, desk: Any, actor: Actor) -> None:
    before = {"state": desk.state, "officer_id": desk.officer_id, "reason": desk.reason}
    unit.update_row(Counter, desk.id, before, state="open", officer_id=actor.officer_id, reason="")


def _call_next(unit: Unit, actor: Actor, now: datetime, desk: Any, lines: list[int]) -> Called:
    profile = profiles.of(unit)
    waiting = query.heads(unit, lines, business_date(now), profile.max_passed) if lines else []
    choice = rule.choose(waiting, profile.max_passed)
    if choice is None:
        return Called(None)
    row = query.ticket_by_id(unit, choice.ticket.id)
    _apply(
        unit,
        row,
        TicketAction.CALL,
        now,
        calls=1,
        counter_id=desk.id,
        officer_id=actor.officer_id,
        first_officer_id=row.first_officer_id or actor.officer_id,
    )
    unit.about(f"ticket:{row.id}")
    return Called(row.code, why_text(choice), row.id, row.person_id)


TIMES = tuple(TicketTimes.__slots__)


def _apply(unit: Unit, row: Any, action: TicketAction, now: datetime, **values: Any) -> Moved:
    """Move one ticket by the table of moves and write what goes with it, and its times."""
    before = TicketState(row.state)
    state = rule.check_ticket(before, action)
    was = TicketTimes(*(getattr(row, name) for name in TIMES))
    after = ticket_times.moved(was, before, action, now)
    fresh = {**values, "state": state.value, **{name: getattr(after, name) for name in TIMES}}
    unit.update_row(Ticket, row.id, {name: getattr(row, name) for name in fresh}, **fresh)
    return Moved(row.code, state.value)


def _found(unit: Unit, code: str, day: date) -> Any:
    letter, number = rule.parse_code(code)
    row = query.ticket_row(unit, day, rule.ticket_code(letter, number))
    if row is None:
        raise NotFound("ticket.unknown", field="ticket", ticket=code, day=day)
    return row


Act = Callable[[Unit, Actor, datetime, Any], Moved]


def _recall(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    moved = rule.check_ticket(TicketState(row.state), TicketAction.RECALL)
    rule.check_recall(row.calls, profiles.of(unit).recalls)
    unit.update_row(Ticket, row.id, {"calls": row.calls, "recalled_at": row.recalled_at}, calls=row.calls + 1, recalled_at=now)
    return Moved(row.code, moved.value)


def _start(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    return _apply(unit, row, TicketAction.START, now)


def _finish(unit: Unit, _actor: Actor | None, now: datetime, row: Any) -> Moved:
    return _apply(unit, row, TicketAction.FINISH, now)


def _miss(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    return _apply(unit, row, TicketAction.MISS, now)


def _restore(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    """A missed number returns behind N waiting ones (N a rule of the profile); it no longer goes first."""
    behind = profiles.of(unit).restore_behind
    day = row.business_date
    places = query.first_places(unit, row.line_id, day, behind + 1)
    place = rule.place_behind(places, behind, numbers.last_number(unit, "place", str(day)))
    return _apply(unit, row, TicketAction.RESTORE, now, place=place, restored=True, lane=0, counter_id=None, calls=0)


def _abandon(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    return _apply(unit, row, TicketAction.ABANDON, now)


ACTS: dict[str, Act] = {
    "recall": _recall,
    "start": _start,
    "finish": _finish,
    "miss": _miss,
    "restore": _restore,
    "abandon": _abandon,
}


def act(db: Database, actor: Actor, now: datetime, verb: str, ticket: str, *, on: date | None = None) -> Moved:
    """``recall start finish miss restore abandon`` a ticket of today (``on`` names another day)."""
    with db.write(f"queue.{verb}", actor, now) as unit:
        row = _found(unit, ticket, on or business_date(now))
        unit.about(f"ticket:{row.id}")
        return ACTS[verb](unit, actor, now, row)


def transfer(
    db: Database,
    actor: Actor,
    now: datetime,
    ticket: str,
    *,
    to_line: str | None = None,
    to_counter: int | None = None,
    on: date | None = None,
) -> Moved:
    """Send a ticket to another line or straight to a counter; its place by arrival and its first officer stay."""
    with db.write("queue.transfer", actor, now) as unit:
        row = _found(unit, ticket, on or business_date(now))
        unit.about(f"ticket:{row.id}")
        state = rule.check_ticket(TicketState(row.state), TicketAction.TRANSFER)
        if to_line is not None:
            line = _open_line(unit, to_line, now)
            moved = _apply(unit, row, TicketAction.TRANSFER, now, line_id=line.id, counter_id=None, calls=0)
        else:
            moved = _to_counter(unit, actor, row, now, to_counter or 0)
        return Moved(moved.ticket, moved.state if moved else state.value)


def _to_counter(unit: Unit, actor: Actor, row: Any, now: datetime, number: int) -> Moved:
    """Straight to a counter: who sits there receives the visitor first, where nobody has yet."""
    desk = _counter(unit, number)
    present = query.at_counter(unit, desk.id, business_date(now))
    if present is not None and present.id != row.id:
        rule.check_counter_free(present.code, desk.number)
    _apply(unit, row, TicketAction.TRANSFER, now, counter_id=None)
    waiting = query.ticket_by_id(unit, row.id)
    first = row.first_officer_id or desk.officer_id or actor.officer_id
    here = {"counter_id": desk.id, "officer_id": desk.officer_id, "first_officer_id": first}
    return _apply(unit, waiting, TicketAction.CALL, now, **here, calls=1)


def set_person(db: Database, actor: Actor, now: datetime, ticket: str, person_id: int) -> Moved:
    """Say who holds a ticket; every new record takes the person from it."""
    with db.write("queue.person", actor, now) as unit:
        row = _found(unit, ticket, business_date(now))
        _check_person(unit, person_id)
        unit.update_row(Ticket, row.id, {"person_id": row.person_id}, person_id=person_id)
        return Moved(row.code, row.state)


def expire_before(unit: Unit, day: date, now: datetime) -> int:
    """Expire what earlier days left open; one of the timed duties. The answer counts them."""
    rows = query.open_before(unit, day)
    for row in rows:
        _apply(unit, query.ticket_by_id(unit, row.id), TicketAction.EXPIRE, now)
    return len(rows)


def preview(choices: list[Choice]) -> tuple[str, ...]:
    """Why each of the next tickets stands where it stands."""
    return tuple(why_text(choice) for choice in choices)
