"""The queue: ticket codes, the states of a ticket, and the fair rule of who is next.

A ticket has a ``place`` that orders the whole hall by arrival. Priority goes first, but an ordinary ticket is passed by at most
``max_passed`` priority tickets that came after it; so nobody waits for ever. Because an earlier ordinary ticket has been passed by
everything that passed a later one, it is enough to look at the first ordinary and the first priority ticket of the lines a counter
serves: a call reads a bounded number of rows however many people wait.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain import moves
from app.domain.errors import Refused, Usage
from app.domain.moves import lead, stay

PLACE_GAP = 1 << 20
"""Places of neighbouring numbers lie this far apart, so that a restored ticket finds room between two others."""

TAKE_BACK_SECONDS = 60


class PriorityClass(StrEnum):
    """Who goes first, by the profile of the place."""

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    SOLDIER = "soldier"
    VETERAN = "veteran"
    GREEN_CHANNEL = "green_channel"


class TicketState(StrEnum):
    """The life of a ticket; a transferred or restored one waits again."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    FINISHED = "finished"
    MISSED = "missed"
    ABANDONED = "abandoned"
    EXPIRED = "expired"


class TicketAction(StrEnum):
    """What moves a ticket. ``LAPSE``: called by a desk that gave no sign of life since; ``EXPIRE``: the day is over."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    FINISH = "finish"
    MISS = "miss"
    RESTORE = "restore"
    TRANSFER = "transfer"
    ABANDON = "abandon"
    LAPSE = "lapse"
    EXPIRE = "expire"
    UNDO = "undo"


_W, _C, _S, _H = TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD
_F, _M = TicketState.FINISHED, TicketState.MISSED

TICKET_MOVES: dict[TicketAction, dict[TicketState, TicketState]] = {
    TicketAction.CALL: lead(_C, _W),
    TicketAction.RECALL: stay(_C),
    TicketAction.START: lead(_S, _C),
    TicketAction.HOLD: lead(_H, _S),
    TicketAction.RESUME: lead(_S, _H),
    TicketAction.FINISH: lead(_F, _C, _S, _H),
    TicketAction.MISS: lead(_M, _C),
    TicketAction.RESTORE: lead(_W, _M),
    TicketAction.TRANSFER: lead(_W, _W, _C, _S, _H),
    TicketAction.ABANDON: lead(TicketState.ABANDONED, _W, _C, _S, _H, _M),
    TicketAction.LAPSE: lead(_W, _C),
    TicketAction.EXPIRE: lead(TicketState.EXPIRED, _W, _C, _H, _M),
    TicketAction.UNDO: {_C: _W, _F: _S, _M: _C},
}

_UNSEEN = frozenset({TicketAction.LAPSE, TicketAction.EXPIRE, TicketAction.UNDO})

AT_COUNTER = frozenset({_C, _S})
"""States that keep a counter busy: it has at most one such ticket."""

OPEN_TICKET = frozenset({_W, _C, _S, _H, _M})


class CallWhy(StrEnum):
    """Why this ticket is next."""

    FIRST_COME = "first_come"
    PRIORITY = "priority"
    PRIORITY_FIRST_COME = "priority_first_come"
    PASSED_ENOUGH = "passed_enough"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """What the rule needs of a waiting ticket.

    ``passed`` matters for an ordinary ticket only: how many priority tickets with a later place were called before it by
    counters that serve its line (counting may stop at the limit). ``restored``: missed before, so it no longer goes first.
    """

    id: int
    place: int
    priority: PriorityClass | None = None
    passed: int = 0
    restored: bool = False

    @property
    def goes_first(self) -> bool:
        """Whether the ticket stands among the priority tickets."""
        return self.priority is not None and not self.restored


@dataclass(frozen=True, slots=True)
class Choice:
    """The next ticket and why: ``passed`` of at most ``limit`` priority tickets have gone before the ordinary one ahead."""

    ticket: WaitingTicket
    why: CallWhy
    passed: int
    limit: int


def choose(waiting: Sequence[WaitingTicket], max_passed: int) -> Choice | None:
    """The next of ``waiting`` (all of them, or the first ordinary and the first priority ticket of each line); None when empty."""
    priority = min((ticket for ticket in waiting if ticket.goes_first), key=_order, default=None)
    ordinary = min((ticket for ticket in waiting if not ticket.goes_first), key=_order, default=None)
    if priority and ordinary:
        return _between(priority, ordinary, max_passed)
    if priority:
        return Choice(priority, CallWhy.PRIORITY_FIRST_COME, 0, max_passed)
    return _ordinary(ordinary, max_passed) if ordinary else None


def line_up(waiting: Sequence[WaitingTicket], max_passed: int, most: int) -> list[Choice]:
    """The next ``most`` tickets in the order in which the rule would call them, if nobody else came."""
    left = sorted(waiting, key=_order)
    passing: list[int] = []
    choices: list[Choice] = []
    while left and len(choices) < most:
        heads = [_passed_by(ticket, passing) for ticket in _heads(left)]
        choice = choose(heads, max_passed)
        assert choice is not None, "somebody waits"
        choices.append(choice)
        left = [ticket for ticket in left if ticket.id != choice.ticket.id]
        passing += [choice.ticket.place] if choice.ticket.goes_first else []
    return choices


def _order(ticket: WaitingTicket) -> tuple[int, int]:
    return ticket.place, ticket.id


def _between(priority: WaitingTicket, ordinary: WaitingTicket, max_passed: int) -> Choice:
    """Priority first, unless it came later and the ordinary ticket has been passed often enough."""
    if _order(priority) < _order(ordinary):
        return Choice(priority, CallWhy.PRIORITY_FIRST_COME, 0, max_passed)
    if ordinary.passed < max_passed:
        return Choice(priority, CallWhy.PRIORITY, ordinary.passed + 1, max_passed)
    return Choice(ordinary, CallWhy.PASSED_ENOUGH, ordinary.passed, max_passed)


def _ordinary(ticket: WaitingTicket, max_passed: int) -> Choice:
    return Choice(ticket, CallWhy.RESTORED if ticket.restored else CallWhy.FIRST_COME, ticket.passed, max_passed)


def _heads(ordered: Sequence[WaitingTicket]) -> list[WaitingTicket]:
    priority = next((ticket for ticket in ordered if ticket.goes_first), None)
    ordinary = next((ticket for ticket in ordered if not ticket.goes_first), None)
    return [ticket for ticket in (priority, ordinary) if ticket]


def _passed_by(ticket: WaitingTicket, places: Sequence[int]) -> WaitingTicket:
    later = sum(place > ticket.place for place in places)
    return replace(ticket, passed=ticket.passed + later) if later else ticket


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


_CODE = re.compile(r"([A-Z])(\d{3,})")


def ticket_code(letter: str, number: int) -> str:
    """A001 … A999, A1000 …"""
    return f"{letter}{number:03d}"


def parse_code(text: str) -> tuple[str, int]:
    """Letter and number of a typed code (full-width and small letters allowed); ``Usage`` when it is none."""
    found = _CODE.fullmatch(unicodedata.normalize("NFKC", text).strip().upper())
    if not found or ticket_code(found[1], int(found[2])) != found[0]:
        raise Usage("ticket.code", field="ticket", text=text)
    return found[1], int(found[2])


def check_ticket(state: TicketState, action: TicketAction) -> TicketState:
    """The state after ``action``, or a refusal that says why the ticket cannot move."""
    return moves.moved(TICKET_MOVES, state, action, "ticket.move", _UNSEEN)


def check_counter_free(busy: str | None, counter: int) -> None:
    """Refuse a call while the counter still has the ticket ``busy``."""
    if busy is not None:
        raise Refused("queue.counter_busy", field="counter", ticket=busy, counter=counter)


def check_recall(calls: int, most: int) -> None:
    """Refuse one recall too many; ``calls`` counts the first call too."""
    if calls > most:
        raise Refused("queue.recalled_enough", calls=calls - 1, most=most)


def check_take_back(seconds: float) -> None:
    """Refuse taking back an act that is older than a minute."""
    if seconds > TAKE_BACK_SECONDS:
        raise Refused("queue.undo_late", seconds=int(seconds), most=TAKE_BACK_SECONDS)


def check_priority(text: str | None, classes: frozenset[PriorityClass]) -> PriorityClass | None:
    """The priority class of ``text``, refused unless the profile of the place knows it."""
    if not text:
        return None
    if text not in classes:
        raise Refused("queue.priority_unknown", field="priority", text=text, classes=tuple(sorted(classes)))
    return PriorityClass(text)
