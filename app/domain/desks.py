"""Handing over a whole desk (交接): offered with its list, taken over in one act; nothing stays with who leaves (004 (三))."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain import moves
from app.domain.errors import NotAllowed, Refused
from app.domain.moves import lead, stay


class HoldingKind(StrEnum):
    """What an officer has in hand, in the order of the list that both sign."""

    CASE = "case"
    CHASER = "chaser"
    PROXY = "proxy"
    INQUIRY = "inquiry"
    COMPLAINT = "complaint"
    RECTIFICATION = "rectification"
    FILE = "file"
    HELPED = "helped"
    HOUSEHOLD = "household"
    VISIT = "visit"
    REFERRAL = "referral"
    GRID = "grid"
    POST = "post"
    DEPUTY = "deputy"
    LEAD = "lead"


STAYS = frozenset({HoldingKind.LEAD})
"""What stands on the list and stays with the officer it names: who answers for what was done does not change with who goes on with it."""


class DeskState(StrEnum):
    """An offer of a desk, and what became of it."""

    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class DeskAction(StrEnum):
    """Taken over or declined by the other officer, withdrawn by who offered it, signed on paper."""

    TAKE = "take"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    SIGN = "sign"


DESK_MOVES: moves.Table[DeskAction, DeskState] = {
    DeskAction.TAKE: lead(DeskState.TAKEN, DeskState.OFFERED),
    DeskAction.DECLINE: lead(DeskState.DECLINED, DeskState.OFFERED),
    DeskAction.WITHDRAW: lead(DeskState.WITHDRAWN, DeskState.OFFERED),
    DeskAction.SIGN: stay(DeskState.TAKEN),
}


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing in an officer's hands: the record's key, its number, what it is, and its next day, where it has one."""

    kind: HoldingKind
    key: int
    number: str
    title: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A desk that was taken over: whose, by whom, when."""

    giver: int
    taker: int
    at: datetime


def keeper(officer: int, since: datetime, taken: Iterable[Taken]) -> int:
    """Whose it is now what an officer agreed at a moment; ``taken`` in the order the desks were taken over."""
    for one in taken:
        if one.giver == officer and one.at > since:
            officer, since = one.taker, one.at
    return officer


def check_offer(giver: int, receiver: int, *, own: bool, head: bool, may_take: bool, offered: bool) -> None:
    """Refuse a desk given to oneself, by somebody who is neither its owner nor head, to who may not take cases, or twice at a time."""
    if not own and not head:
        raise NotAllowed("desk.other", field="from")
    if giver == receiver:
        raise Refused("desk.self", field="to")
    if not may_take:
        raise Refused("desk.receiver", field="to")
    if offered:
        raise Refused("desk.offered", field="from")


def check_leaving(*, last_admin: bool, at_counter: int | None) -> None:
    """Refuse to end the last account that keeps the station, and an account that stands at an open counter."""
    if last_admin:
        raise Refused("desk.last_admin", field="leaving")
    if at_counter is not None:
        raise Refused("desk.at_counter", field="leaving", counter=at_counter)


def check_desk(state: DeskState, action: DeskAction) -> DeskState:
    """The state after an action, or a refusal."""
    return moves.moved(DESK_MOVES, state, action, "desk.move")


def check_party(officer: int | None, parties: Iterable[int], field: str) -> None:
    """Only who the desk is offered to takes or declines it; only who gave it, or the head, withdraws."""
    if officer not in tuple(parties):
        raise NotAllowed("desk.party", field=field)


def check_signed(on: date, taken: date, today: date) -> None:
    """The list is signed on or after the day of the hand-over, not in the time to come."""
    if not taken <= on <= today:
        raise Refused("desk.signed", field="on", day=on.isoformat(), taken=taken.isoformat())


def desk_code(day: date, number: int) -> str:
    """ZJ20261009-001."""
    return f"ZJ{day:%Y%m%d}-{number:03d}"
