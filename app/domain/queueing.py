"""The queue: ticket codes, the states of a ticket and its moves, and what a counter may do with it. Who is next: ``queue_order``."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from app.domain import moves
from app.domain.errors import Refused, Usage
from app.domain.moves import lead, stay

TAKE_BACK_SECONDS = 60


class PriorityClass(StrEnum):
    """Who goes first, by the profile of the place."""

    ELDERLY = "elderly"
    DISABLED = "disabled"
    PREGNANT = "pregnant"
    SOLDIER = "soldier"
    VETERAN = "veteran"
    GREEN_CHANNEL = "green_channel"


class HoldReason(StrEnum):
    """Why a ticket rests at a counter; there is no fourth."""

    NO_PAPERS = "no_papers"
    PAPERS_KEPT = "papers_kept"
    OTHER_STEP = "other_step"


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

BEGINS_SERVICE = ("inquiry.record", "inquiry.to_case", "case.open", "case.accept", "service.record", "job.refer", "queue.item")
"""What the counter records for the visitor it called; the service starts with it, ``START`` need not be pressed."""

_UNSEEN = frozenset({TicketAction.LAPSE, TicketAction.EXPIRE, TicketAction.UNDO})

AT_COUNTER = frozenset({_C, _S})
"""States that keep a counter busy: it has at most one such ticket."""

OPEN_TICKET = frozenset({_W, _C, _S, _H, _M})


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


def check_hold_reason(text: str) -> HoldReason:
    """The reason of a hold, refused unless it is one of the three."""
    try:
        return HoldReason(text.strip())
    except ValueError:
        raise Refused("queue.hold_reason", field="reason", reasons=tuple(HoldReason)) from None
