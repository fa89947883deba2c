"""Which calls were heard: what lets several voices say each call once, and again where a voice died while it said it.

A voice puts its claim down before it speaks, and that it was heard behind it; whoever is first says it. A public screen speaks while it
holds the lock of the station (``db/speaker.py``), so an unheard claim of a screen that another one finds is of one that is gone. No
clocks are compared.
"""

from __future__ import annotations

from datetime import datetime

from app.domain.board import BoardCall
from app.domain.clock import business_date
from app.domain.voice import Claim as Claim
from app.domain.voice import Voice as Voice
from app.services.board import SCREEN
from db import queries, said, speaker
from db.uow import Database


def claim(db: Database, now: datetime, call: BoardCall, voice: Voice) -> Claim:
    """Claim a call to say it. ``Voice.SCREEN`` asks only while it holds the lock, so it also gets what a screen before it left unheard."""
    with db.touch("said") as unit:
        if said.claim(unit, _key(call), voice, now):
            return Claim.MINE
        row = said.held(unit, _key(call))
        if row is not None and (row.heard or row.voice == Voice.SURE):
            return Claim.SAID
        left = row is not None and row.voice == Voice.SCREEN and voice is Voice.SCREEN
        return Claim.MINE if left else Claim.TAKEN


def heard(db: Database, call: BoardCall) -> None:
    """Put down that a call was heard."""
    with db.touch("said") as unit:
        row = said.held(unit, _key(call))
        if row is not None:
            row.heard = True


def give_back(db: Database, call: BoardCall) -> None:
    """Leave a call that could not be heard to others."""
    with db.touch("said") as unit:
        said.give_back(unit, _key(call))


def claim_at_desk(db: Database, now: datetime, ticket: str) -> Claim:
    """Claim the call of a ticket for the desk that made it; where nobody is awaited any more there is nothing to say.

    Claimed before the lock is looked at once more: a screen that took the lock before then finds the call given back, one that takes it
    later finds it claimed. So one of the two says it, whoever is quicker.
    """
    call = _standing(db, now, ticket)
    if call is None:
        return Claim.SAID
    if speaker.is_taken(db):
        return Claim.ELSEWHERE
    claimed = claim(db, now, call, Voice.DESK)
    if claimed is not Claim.MINE:
        return claimed
    if speaker.is_taken(db):
        give_back(db, call)
        return Claim.ELSEWHERE
    with db.touch("said") as unit:
        row = said.held(unit, _key(call))
        if row is not None:
            row.voice = Voice.SURE.value
    return Claim.MINE


def _standing(db: Database, now: datetime, ticket: str) -> BoardCall | None:
    """The call of a ticket while the visitor is awaited."""
    with db.read("board.read", SCREEN) as session:
        row = queries.board.call_of(session, business_date(now), ticket)
    return BoardCall(row.code, row.counter, row.calls, row.last_called_at) if row is not None else None


def _key(call: BoardCall) -> str:
    """A call or a recall of a ticket; the moment tells those of two days apart."""
    return f"{call.ticket}:{call.counter}:{call.calls}:{call.at.timestamp():.6f}"
