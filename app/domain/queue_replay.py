"""The queue played again from the audit: every call by the pure rule, in the order of the entries, must give the ticket that was called.

What the replay needs stands in the entries themselves: place, lane and line of each ticket as they change, and with each call the
lines and weights of its counter and the two numbers of the rule at that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.queue_order import OrderRules, Room, WaitingTicket
from app.domain.queueing import TicketState

WAITING = TicketState.WAITING.value
WATCHED = ("line_id", "business_date", "place", "lane", "restored", "state")


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One audit entry that touched tickets: its number, its action, and for each ticket the values after it by field."""

    seq: int
    action: str
    tickets: Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Deviation:
    """A call that the rule would have decided otherwise; ``expected`` None where nobody waited."""

    seq: int
    called: int
    expected: int | None


@dataclass(slots=True)
class Replay:
    """What came out: how many calls the rule decided, those that deviate, and tickets whose beginning is not in the entries."""

    calls: int = 0
    deviations: list[Deviation] = field(default_factory=list)
    unknown: set[int] = field(default_factory=set)

    @property
    def exact(self) -> bool:
        """Whether every call was the rule's and no ticket came out of nowhere."""
        return not self.deviations and not self.unknown


def replay(entries: Iterable[QueueEntry]) -> Replay:
    """Play ``entries`` (ascending) through the rule."""
    player = _Player()
    for entry in entries:
        for ticket_id, after in entry.tickets.items():
            player.step(entry, ticket_id, after)
    return player.found


class _Player:
    """The rooms of the days as the entries fill and empty them."""

    def __init__(self) -> None:
        self.found = Replay()
        self.known: dict[int, dict[str, Any]] = {}
        self.rooms: dict[str, Room] = {}

    def step(self, entry: QueueEntry, ticket_id: int, after: Mapping[str, Any]) -> None:
        fresh = {name: after[name] for name in WATCHED if name in after}
        if not fresh and "rule" not in after:  # what was asked there, or what became of it: nothing the rule looks at
            return
        if ticket_id not in self.known and not {"line_id", "place", "state"} <= fresh.keys():
            self.found.unknown.add(ticket_id)
            return
        before = self.known.get(ticket_id, {})
        now = self.known[ticket_id] = before | fresh
        room = self.rooms.setdefault(now["business_date"], Room())
        if "rule" in after:
            self._call(room, entry.seq, ticket_id, after["rule"])
        if ticket_id in room:
            room.leave(ticket_id)
        if now["state"] != WAITING:
            return
        if entry.action in ("queue.undo", "queue.lapse"):
            room.take_back(ticket_id)
        room.enter(WaitingTicket(ticket_id, now["place"], now["line_id"], bool(now.get("lane")), None, bool(now.get("restored"))))

    def _call(self, room: Room, seq: int, ticket_id: int, rule: Any) -> None:
        max_passed, numbers, lines = rule
        self.found.calls += 1
        weights, rules = dict(lines), OrderRules(max_passed, numbers)
        choice = room.next(weights, rules)
        if choice is not None and choice.ticket.id == ticket_id:
            room.call(weights, rules)
        else:  # the room goes on with what really happened, so that one deviation is not followed by others
            self.found.deviations.append(Deviation(seq, ticket_id, choice.ticket.id if choice else None))
