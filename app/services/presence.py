"""Signs of life: a seat that is at work says so every minute (working data). Without one for some minutes its counter is lost."""

from __future__ import annotations

from datetime import datetime

from app.domain.actor import LOOKER, Actor
from app.domain.errors import NotFound
from db.models import Seat
from db.queries import queue as query
from db.uow import Database

BEAT_SECONDS = 60
"""How often a seat says that it lives; the shortest time to a lapse is a minute more."""


def beat(db: Database, actor: Actor, now: datetime, seat: str, counter: int = 0, program: str = "desk") -> None:
    """The seat ``seat`` lives, with this officer, at counter ``counter`` (0: at none)."""
    counter_id = _counter_id(db, counter)
    with db.touch("presence") as unit:
        row = unit.get(Seat, seat)
        if row is None:
            unit.add(Seat(name=seat, officer_id=actor.officer_id, counter_id=counter_id, program=program, seen_at=now))
        else:
            row.officer_id, row.counter_id, row.program, row.seen_at = actor.officer_id, counter_id, program, now


def _counter_id(db: Database, number: int) -> int | None:
    if not number:
        return None
    with db.read("station.look", LOOKER) as session:
        row = query.counter_row(session, number)
    if row is None:
        raise NotFound("counter.unknown", field="counter", counter=number)
    return int(row.id)


def leave(db: Database, seat: str) -> None:
    """The seat closes in good order: its counter is not lost, it is left."""
    with db.touch("presence") as unit:
        row = unit.get(Seat, seat)
        if row is not None:
            unit.delete(row)
