"""Who is next, and why: places, the fair rule, and the waiting room as the rule sees it (docs/decisions/0009-queue.md).

A ticket has a ``place`` that orders the whole hall by arrival. Two things may put a later ticket before an earlier one, both bounded:

- Those who go first (a priority class, an appointment): an ordinary ticket is passed by at most ``max_passed`` of them that came after it.
- A counter's weights: a ticket of a line with weight w counts there as if it had come (w - 1) x ``weight_numbers`` numbers earlier. So at
  most that many that came after it pass a ticket of another line, w being the greatest weight at a counter that serves its line.

Only finitely many tickets can ever go before one that waits: nobody waits for ever. A call looks at the first ordinary and the first
priority ticket of each line: a bounded number of rows however many people wait.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.queueing import PriorityClass

PLACE_GAP = 1 << 20
"""Places of neighbouring numbers lie this far apart, so that a restored ticket finds room between two others."""

Weights = Mapping[int, int]
"""The lines a counter serves, each with its weight there."""


class CallWhy(StrEnum):
    """Why this ticket is next."""

    FIRST_COME = "first_come"
    PRIORITY = "priority"
    PRIORITY_FIRST_COME = "priority_first_come"
    PASSED_ENOUGH = "passed_enough"
    WEIGHT = "weight"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class OrderRules:
    """The two numbers of the rule, from the profile of the place."""

    max_passed: int
    weight_numbers: int = 0

    def head_start(self, weight: int) -> int:
        """How many numbers earlier a ticket of a line with this weight counts."""
        return (weight - 1) * self.weight_numbers


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """What the rule needs of a waiting ticket.

    ``first``: it stands in the lane of those who go first; without a class that is an appointment. ``passed`` matters for an ordinary
    ticket only: how many with a later place went before its place in its line (counting may stop at the limit). ``restored``: missed.
    """

    id: int
    place: int
    line: int = 0
    first: bool = False
    priority: PriorityClass | None = None
    restored: bool = False
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """The next ticket and why.

    ``passed`` of at most ``limit`` have gone before the ordinary one ahead, this one included; ``earlier``: the numbers by which its line's
    weight lets it count as earlier; ``passes``: the lines in which somebody ordinary who came before it now waits longer for it.
    """

    ticket: WaitingTicket
    why: CallWhy
    passed: int
    limit: int
    earlier: int = 0
    passes: tuple[int, ...] = ()


def choose(heads: Iterable[WaitingTicket], weights: Weights, rules: OrderRules) -> Choice | None:
    """The next of ``heads`` (the first ordinary and the first priority ticket of each line, in any order); None when empty."""
    lanes: tuple[list[WaitingTicket], list[WaitingTicket]] = ([], [])
    for ticket in sorted(heads, key=lambda one: _turn(one, weights, rules)):
        lanes[ticket.first].append(ticket)
    others, firsts = lanes
    for ticket in firsts:
        before = [other for other in others if _came(other) < _came(ticket)]
        if all(other.passed < rules.max_passed for other in before):
            return _goes_first(ticket, before, rules)
    # those who go first wait for somebody who came before them and was passed often enough; who came after them waits too
    ordinary = [other for other in others if not firsts or _came(other) < _came(firsts[0])]
    return _in_turn(ordinary[0], ordinary, weights, rules, waits=bool(firsts)) if ordinary else None


def _came(ticket: WaitingTicket) -> tuple[int, int]:
    return ticket.place, ticket.id


def _turn(ticket: WaitingTicket, weights: Weights, rules: OrderRules) -> tuple[int, int, int]:
    """The order by arrival, a line's weight taken for an earlier one; who comes back after a miss gets nothing on top."""
    earlier = 0 if ticket.restored else rules.head_start(weights.get(ticket.line, 1)) * PLACE_GAP
    return ticket.place - earlier, *_came(ticket)


def _goes_first(ticket: WaitingTicket, before: Sequence[WaitingTicket], rules: OrderRules) -> Choice:
    if not before:
        return Choice(ticket, CallWhy.PRIORITY_FIRST_COME, 0, rules.max_passed)
    passed = max(other.passed for other in before) + 1
    return Choice(ticket, CallWhy.PRIORITY, passed, rules.max_passed, passes=tuple(sorted({other.line for other in before})))


def _in_turn(ticket: WaitingTicket, ordinary: Sequence[WaitingTicket], weights: Weights, rules: OrderRules, *, waits: bool) -> Choice:
    weighed = any(_came(other) < _came(ticket) for other in ordinary)
    if weighed:
        return Choice(ticket, CallWhy.WEIGHT, ticket.passed, rules.max_passed, rules.head_start(weights.get(ticket.line, 1)))
    if waits and ticket.passed >= rules.max_passed > 0:
        return Choice(ticket, CallWhy.PASSED_ENOUGH, ticket.passed, rules.max_passed)
    return Choice(ticket, CallWhy.RESTORED if ticket.restored else CallWhy.FIRST_COME, ticket.passed, rules.max_passed)


class Room:
    """The waiting room as the rule sees it: who waits in which line, and who went before whom. Not shared between threads."""

    def __init__(self) -> None:
        self._tickets: dict[int, WaitingTicket] = {}
        self._lanes: dict[tuple[int, bool], list[tuple[int, int]]] = {}
        self._passes: dict[int, list[tuple[int, int]]] = {}

    def __contains__(self, ticket_id: int) -> bool:
        return ticket_id in self._tickets

    def enter(self, ticket: WaitingTicket) -> None:
        """Somebody begins to wait."""
        self._tickets[ticket.id] = ticket
        insort(self._lanes.setdefault((ticket.line, ticket.first), []), _came(ticket))

    def leave(self, ticket_id: int) -> None:
        """Somebody waits no longer."""
        ticket = self._tickets.pop(ticket_id)
        self._lanes[ticket.line, ticket.first].remove(_came(ticket))

    def went_before(self, line: int, place: int, ticket_id: int) -> None:
        """A ticket that goes first went before ordinary ones of a line with an earlier place; it counts once."""
        known = self._passes.setdefault(line, [])
        if (place, ticket_id) not in known:
            insort(known, (place, ticket_id))

    def take_back(self, ticket_id: int) -> None:
        """A call that was taken back passed nobody."""
        for known in self._passes.values():
            known[:] = [one for one in known if one[1] != ticket_id]

    def next(self, weights: Weights, rules: OrderRules) -> Choice | None:
        """Whom a counter with these lines would call now."""
        return choose(self._heads(weights), weights, rules)

    def call(self, weights: Weights, rules: OrderRules) -> Choice | None:
        """Call them: they leave, and whom they passed is kept in mind."""
        choice = self.next(weights, rules)
        if choice is not None:
            self.leave(choice.ticket.id)
            for line in choice.passes:
                self.went_before(line, choice.ticket.place, choice.ticket.id)
        return choice

    def _heads(self, weights: Weights) -> list[WaitingTicket]:
        heads = []
        for line in weights:
            for first in (False, True):
                if lane := self._lanes.get((line, first)):
                    ticket = self._tickets[lane[0][1]]
                    heads.append(ticket if first else replace(ticket, passed=self._passed(line, ticket.place)))
        return heads

    def _passed(self, line: int, place: int) -> int:
        known = self._passes.get(line, [])
        return len(known) - bisect_right(known, (place, 1 << 62))


def line_up(room: Room, weights: Weights, rules: OrderRules, most: int) -> list[Choice]:
    """The next ``most`` tickets in the order in which one counter would call them, if nobody else came; the room is used up."""
    choices: list[Choice] = []
    while len(choices) < most and (choice := room.call(weights, rules)) is not None:
        choices.append(choice)
    return choices


def place_of(number: int) -> int:
    """The place of the ``number``-th ticket that the station gave out on its day, over all lines."""
    return number * PLACE_GAP


def place_behind(places: Sequence[int], count: int, last_number: int) -> int:
    """The place that returns a missed ticket behind ``count`` (at least 1) waiting ones, or behind all when fewer wait.

    ``places`` are those of the first ``count + 1`` waiting tickets, in order; ``last_number`` is the day's newest ticket number.
    """
    newest = place_of(last_number + 1)
    before = places[min(count, len(places)) - 1] if places else newest - PLACE_GAP
    after = places[count] if len(places) > count else newest
    return (before + after + 1) // 2
