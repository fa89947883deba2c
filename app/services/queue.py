"""The service counter queue: take a number, call, and everything an officer does with a ticket; each act audited and durable.

Hot paths run bare rows inside the unit of work. A call locks the rows of the lines that the counter serves, in id order, then
chooses by the pure rule; skipping locked tickets alone would let two calls pass the same person. Taking a number locks its line
as well, so the order of the audit entries is the order in which the rule saw the room (``queue_replay``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain import queueing as rule
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused
from app.domain.profiles import RuleProfile
from app.domain.queue_order import OrderRules, Weights, choose, place_behind, place_of
from app.domain.queueing import TicketAction, TicketState
from app.services import appointments, counters, profiles, queue_hours, queue_lapse
from app.services.queue_base import Moved, check_free, counter, found, found_with_lines, move, unreceived, whole_code
from app.texts.queue import why_text
from db import counters as numbers
from db import passes, request_keys
from db.models import Appointment, Counter, Person, QueueLine, Ticket, TicketItem
from db.queries import queue as query
from db.queries import queue_order as order
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
    uncertified: bool = False
    """Whether who sat down with this call holds no valid certificate (N10)."""


def take(
    db: Database,
    actor: Actor,
    now: datetime,
    line: str = "",
    *,
    item: str | None = None,
    priority: str | None = None,
    person_id: int | None = None,
    appointment: str | None = None,
    request: str | None = None,
    channel: str = "desk",
) -> Taken:
    """Take a number in a line, in the line of an ``item``, or for an ``appointment``. The same request key gives the same ticket again."""
    with db.write("queue.take", actor, now) as unit:
        wish = _Wish(line, item, priority, person_id, appointment, channel)
        return _taken_once(unit, now, "queue.take", request, wish)


def check_in(db: Database, actor: Actor, now: datetime, appointment: str, *, request: str | None = None, channel: str = "desk") -> Taken:
    """Turn an appointment into a ticket: once while that ticket is open, and only within the time the place allows."""
    with db.write("appointment.check_in", actor, now) as unit:
        return _taken_once(unit, now, "appointment.check_in", request, _Wish(appointment=appointment, channel=channel))


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody takes a number for."""

    line: str = ""
    item: str | None = None
    priority: str | None = None
    person_id: int | None = None
    appointment: str | None = None
    channel: str = "desk"


def _taken_once(unit: Unit, now: datetime, action: str, request: str | None, wish: _Wish) -> Taken:
    answered = request_keys.claim(unit, request, action, now)
    if answered is not None:
        return Taken(**answered)
    taken = _take(unit, now, wish)
    request_keys.answer(unit, request, asdict(taken))
    return taken


def _take(unit: Unit, now: datetime, wish: _Wish) -> Taken:
    profile = profiles.of(unit)
    chosen = rule.check_priority(wish.priority, profile.priority_classes)
    if wish.person_id is not None:
        _check_person(unit, wish.person_id)
    booked = appointments.check_in(unit, wish.appointment, now) if wish.appointment else None
    item_id, letter = _wanted(unit, wish, booked)
    first = chosen is not None or (booked is not None and profile.appointment_first)
    values = {"priority": chosen.value if chosen else None, "appointment_id": booked.id if booked else None, "channel": wish.channel}
    person = wish.person_id or (booked.person_id if booked else None)
    taken = _new_ticket(unit, open_line(unit, letter, now), now, first=first, person_id=person, **values)
    if item_id is not None:
        unit.insert_row(TicketItem, ticket_id=taken.ticket_id, item_id=item_id, chosen_at=now)
    return taken


def _wanted(unit: Unit, wish: _Wish, booked: Appointment | None) -> tuple[int | None, str]:
    """The item that is wanted, if any, and the letter of the line."""
    item = _item(unit, wish.item) if wish.item else None
    item_id = item.id if item is not None else booked.item_id if booked is not None else None
    if wish.line:
        return item_id, wish.line
    if booked is not None:
        return item_id, unit.get_one(QueueLine, booked.line_id).letter
    if item is None or item.letter is None:
        raise Refused("queue.item_no_line", field="line")
    return item_id, item.letter


def _new_ticket(unit: Unit, line: Any, now: datetime, *, first: bool, **values: Any) -> Taken:
    """The next number of a locked line; refused when the line's numbers of the day are used up."""
    day = business_date(now)
    number = numbers.next_number(unit, "ticket", f"{day}/{line.letter}")
    if line.daily_limit is not None and number > line.daily_limit:
        raise Refused("queue.line_full", field="line", line=line.name, most=line.daily_limit)
    place = place_of(numbers.next_number(unit, "place", str(day)))
    code = rule.ticket_code(line.letter, number)
    ticket_id = unit.insert_row(
        Ticket,
        **values,
        line_id=line.id,
        business_date=day,
        number=number,
        code=code,
        state=TicketState.WAITING.value,
        place=place,
        lane=int(first),
        restored=False,
        taken_at=now,
        state_since=now,
    )
    unit.about(f"ticket:{ticket_id}")
    return Taken(code, query.ahead(unit, line.id, day, place, int(first)), ticket_id)


def _item(unit: Unit, code: str) -> Any:
    row = query.item_row(unit, code.strip().upper())
    if row is None:
        raise NotFound("queue.item_unknown", field="item", item=code)
    return row


def _check_person(unit: Unit, person_id: int) -> None:
    if unit.get(Person, person_id) is None:
        raise NotFound("queue.person_unknown", field="person", person=person_id)


def open_line(unit: Unit, letter: str, now: datetime) -> Any:
    """A line that takes numbers now, locked."""
    row = order.lock_line(unit, letter.strip().upper())
    if row is None or not row.active:
        raise NotFound("queue.line_unknown", field="line", line=letter)
    queue_hours.check_open(unit, row.hours, row.name, now)
    return row


def call(db: Database, actor: Actor, now: datetime, number: int, *, finish: bool = False, request: str | None = None) -> Called:
    """Call the next ticket to a counter; a closed counter opens for the acting officer.

    A counter that still has a ticket is refused with that ticket's code; with ``finish`` that one is finished first. Tickets whose
    counter gave no sign of life go back to their places before.
    """
    wish = _CallWish(number, finish, request)
    try:
        return _call(db, actor, now, wish, check=True)
    except queue_lapse.LeftBehind as left:
        queue_lapse.put_back(db, now, left.tickets)
    return _call(db, actor, now, wish, check=False)


@dataclass(frozen=True, slots=True)
class _CallWish:
    """Where the next one is to come, and whether the present one is done with."""

    counter: int
    finish: bool
    request: str | None


def _call(db: Database, actor: Actor, now: datetime, wish: _CallWish, *, check: bool) -> Called:
    """The lock is held for the choice alone: the profile and who was left behind do not change with every call."""
    with db.write("queue.call", actor, now, late=True) as unit:
        profile = profiles.of(unit)
        if check:
            queue_lapse.check_none_left(unit, profile, now, wish.counter)
        unit.lock()
        room = _looked(unit, wish, business_date(now), rules_of(profile))
        if room.answered is not None:
            return Called(**room.answered)
        _leave_present(unit, room, now, finish=wish.finish)
        bare = _open_for(unit, room.desk, actor, now)
        called = replace(_call_next(unit, actor, now, room, rules_of(profile)), uncertified=bare)
        request_keys.remember(unit, wish.request, "queue.call", now, asdict(called))
    return called


@dataclass(frozen=True, slots=True)
class _Room:
    """What a call sees of the hall, locked: its counter, the weights of the lines it serves, the ticket there, the first of each line."""

    desk: Any
    weights: Weights
    present: Any | None
    heads: Sequence[order.Head]
    answered: Mapping[str, Any] | None


def _looked(unit: Unit, wish: _CallWish, day: date, rules: OrderRules) -> _Room:
    """The lock comes first in the one message, so the rest is as it leaves it. ``NotFound`` for a counter that is not in use."""
    with unit.together():
        desk = order.ask_desk(unit, wish.counter)
        answered = request_keys.ask(unit, wish.request, "queue.call")
        present = order.ask_present(unit, wish.counter, day)
        heads = order.ask_heads(unit, wish.counter, day, rules.max_passed)
    row, weights = desk()
    if row is None:
        raise NotFound("counter.unknown", field="counter", counter=wish.counter)
    return _Room(row, weights, next(iter(present()), None), heads() if weights else (), answered())


def _leave_present(unit: Unit, room: _Room, now: datetime, *, finish: bool) -> None:
    if room.present is None:
        return
    if not finish:
        rule.check_counter_free(room.present.code, room.desk.number)
    move(unit, room.present, TicketAction.FINISH, now)


def _open_for(unit: Unit, desk: Any, actor: Actor, now: datetime) -> bool:
    """Whether an officer sat down with the call and holds no valid certificate; who sits there already was looked at then."""
    sits = desk.state == "open" and desk.officer_id == actor.officer_id
    values: dict[str, Any] = {"state": "open", "officer_id": actor.officer_id, "reason": ""}
    if desk.state != "open":
        values["state_since"] = now
    unit.update_row(Counter, desk.id, {name: getattr(desk, name) for name in values}, **values)
    return not sits and counters.uncertified(unit, actor, now)


def rules_of(profile: RuleProfile) -> OrderRules:
    """The two numbers of the rule who is next."""
    return OrderRules(profile.max_passed, profile.weight_numbers)


def _call_next(unit: Unit, actor: Actor, now: datetime, room: _Room, rules: OrderRules) -> Called:
    choice = choose([waiting for waiting, _ in room.heads], room.weights, rules)
    if choice is None:
        return Called(None)
    row = next(row for waiting, row in room.heads if waiting is choice.ticket)
    first = row.first_officer_id or actor.officer_id
    move(unit, row, TicketAction.CALL, now, calls=1, counter_id=room.desk.id, officer_id=actor.officer_id, first_officer_id=first)
    passes.note(unit, choice.passes, row.business_date, row.place, row.id)
    # what the rule knew: a replay of the audit calls the same ticket
    unit.note(f"ticket:{row.id}", rule=[rules.max_passed, rules.weight_numbers, sorted(room.weights.items())])
    return Called(row.code, why_text(choice), row.id, row.person_id)


Act = Callable[[Unit, Actor, datetime, Any], Moved]


def _recall(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    rule.check_ticket(TicketState(row.state), TicketAction.RECALL)
    rule.check_recall(row.calls, profiles.of(unit).recalls)
    return move(unit, row, TicketAction.RECALL, now, calls=row.calls + 1, recalled_at=now)


def _start(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    return move(unit, row, TicketAction.START, now)


def _finish(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    return move(unit, row, TicketAction.FINISH, now, hold_reason="")


def _miss(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    return move(unit, row, TicketAction.MISS, now)


def _restore(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    """A missed number returns behind N waiting ones (N a rule of the profile); it no longer goes first."""
    behind = profiles.of(unit).restore_behind
    places = order.first_places(unit, row.line_id, row.business_date, behind + 1)
    place = place_behind(places, behind, numbers.last_number(unit, "place", str(row.business_date)))
    return move(unit, row, TicketAction.RESTORE, now, place=place, restored=True, lane=0, counter_id=None, calls=0)


def _abandon(unit: Unit, _actor: Actor, now: datetime, row: Any) -> Moved:
    return move(unit, row, TicketAction.ABANDON, now, hold_reason="")


ACTS: dict[str, Act] = {
    "recall": _recall,
    "start": _start,
    "finish": _finish,
    "miss": _miss,
    "restore": _restore,
    "abandon": _abandon,
}
CHANGE_WHO_WAITS = frozenset({"restore", "abandon"})


def act(
    db: Database, actor: Actor, now: datetime, verb: str, ticket: str, *, on: date | None = None, one_visit: bool | None = None
) -> Moved:
    """``recall start finish miss restore abandon`` a ticket of today (``on`` names another day).

    ``one_visit`` says at the finish whether all was done in this visit (一次办好); None where nobody asked.
    """
    with db.write(f"queue.{verb}", actor, now) as unit:
        find = found_with_lines if verb in CHANGE_WHO_WAITS else found
        row = find(unit, ticket, on or business_date(now))
        if one_visit is not None and verb == "finish":
            unit.update_row(Ticket, row.id, {"one_visit": row.one_visit}, one_visit=one_visit)
        return ACTS[verb](unit, actor, now, row)


def tell_visit(db: Database, actor: Actor, now: datetime, ticket: str, *, one_visit: bool) -> Moved:
    """Say after the finish whether one visit was enough (一次办好): the desk asks it together with the rating."""
    with db.write("queue.finish", actor, now) as unit:
        row = found(unit, ticket, business_date(now))
        if TicketState(row.state) is not TicketState.FINISHED:
            raise Refused("queue.not_finished", field="ticket", ticket=row.code, state=TicketState(row.state))
        unit.update_row(Ticket, row.id, {"one_visit": row.one_visit}, one_visit=one_visit)
        unit.about(f"ticket:{row.id}")
        return Moved(row.code, row.state)


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
    day = on or business_date(now)
    with db.write("queue.transfer", actor, now) as unit:
        if to_line is not None:
            line = _line_for_transfer(unit, to_line)
            row = found_with_lines(unit, ticket, day, {line.id})
            return move(unit, row, TicketAction.TRANSFER, now, line_id=line.id, counter_id=None, calls=0, hold_reason="")
        desk = counter(unit, to_counter or 0)
        return _to_counter(unit, actor, found_with_lines(unit, ticket, day), now, desk)


def _line_for_transfer(unit: Unit, letter: str) -> Any:
    """Any line in use: who is in the hall is not sent away because its numbers are used up or its hour has passed."""
    row = order.line_row(unit, letter.strip().upper())
    if row is None or not row.active:
        raise NotFound("queue.line_unknown", field="line", line=letter)
    return row


def _to_counter(unit: Unit, actor: Actor, row: Any, now: datetime, desk: Any) -> Moved:
    """Straight to a counter: who sits there receives the visitor first, where nobody has yet."""
    rule.check_ticket(TicketState(row.state), TicketAction.TRANSFER)
    check_free(unit, desk, row.business_date, but=row.id)
    move(unit, row, TicketAction.TRANSFER, now, counter_id=None, hold_reason="")
    first = row.first_officer_id or desk.officer_id or actor.officer_id
    here = {"counter_id": desk.id, "officer_id": desk.officer_id, "first_officer_id": first}
    return move(unit, query.ticket_by_id(unit, row.id), TicketAction.CALL, now, **here, calls=1)


def hold(db: Database, actor: Actor, now: datetime, ticket: str, reason: str, *, on: date | None = None) -> Moved:
    """Let a ticket in service rest for one of three reasons: the counter may call others, and the time is nobody's."""
    with db.write("queue.hold", actor, now) as unit:
        why = rule.check_hold_reason(reason)
        return move(unit, found(unit, ticket, on or business_date(now)), TicketAction.HOLD, now, hold_reason=why.value)


def resume(db: Database, actor: Actor, now: datetime, ticket: str, *, at: int | None = None, on: date | None = None) -> Moved:
    """Go on with a held ticket, at its counter or at another one (``at``), which must be free; the first officer stays."""
    day = on or business_date(now)
    with db.write("queue.resume", actor, now) as unit:
        code = whole_code(ticket)
        desk = counter(unit, at) if at is not None else _own_counter(unit, day, code)
        row = found(unit, code, day)
        rule.check_ticket(TicketState(row.state), TicketAction.RESUME)
        here: dict[str, Any] = {}
        if desk is not None:
            check_free(unit, desk, day)
            here = {"counter_id": desk.id, "officer_id": actor.officer_id}
        return move(unit, row, TicketAction.RESUME, now, hold_reason="", **here)


def _own_counter(unit: Unit, day: date, code: str) -> Any:
    counter_id = query.counter_of(unit, day, code)
    return None if counter_id is None else order.lock_counter_by_id(unit, counter_id)


def undo(db: Database, actor: Actor, now: datetime, number: int, *, request: str | None = None) -> Moved:
    """Take back the last call, finish or miss of a counter, within a minute. Whoever was called waits at their place again.

    A call on which a case or an inquiry was opened stands: the visitor was received.
    """
    with db.write("queue.undo", actor, now) as unit:
        answered = request_keys.claim(unit, request, "queue.undo", now)
        if answered is not None:
            return Moved(**answered)
        desk = counter(unit, number)
        order.lock_all_lines(unit)
        row = query.last_at_counter(unit, desk.id, business_date(now))
        if row is None:
            raise Refused("queue.nothing_to_undo", field="counter", counter=number)
        if row.finished_at is None and query.has_records(unit, row.id):
            raise Refused("queue.undo_recorded", field="ticket", ticket=row.code)
        rule.check_ticket(TicketState(row.state), TicketAction.UNDO)
        rule.check_take_back((now - (row.finished_at or row.called_at)).total_seconds())
        moved = _taken_back(unit, row, now) if row.finished_at is None else move(unit, row, TicketAction.UNDO, now)
        request_keys.answer(unit, request, asdict(moved))
    return moved


def _taken_back(unit: Unit, row: Any, now: datetime) -> Moved:
    """A call that is taken back passed nobody and received nobody."""
    passes.take_back(unit, row.business_date, row.place, row.id)
    return move(unit, row, TicketAction.UNDO, now, **unreceived(row))


def set_person(db: Database, actor: Actor, now: datetime, ticket: str, person_id: int) -> Moved:
    """Say who holds a ticket; every new record takes the person from it."""
    with db.write("queue.person", actor, now) as unit:
        row = found(unit, ticket, business_date(now))
        _check_person(unit, person_id)
        unit.update_row(Ticket, row.id, {"person_id": row.person_id}, person_id=person_id)
        return Moved(row.code, row.state)
