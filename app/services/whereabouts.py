"""Where everybody is (去向): one open line an officer, written by the officer or for them by the head; what was before stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain import roster as rules
from app.domain.actor import Actor, Role
from app.domain.errors import NotAllowed
from app.domain.roster import Presence
from app.services.posts import living
from db import queries
from db.models import Whereabouts
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit


@dataclass(frozen=True, slots=True)
class WhereLine:
    """An officer on the board; ``back_at`` is when they mean to be back, ``since`` None where nothing was ever said."""

    officer_id: int
    login: str
    officer: str
    duty: str
    place: Presence
    since: datetime | None
    back_at: datetime | None
    note: str


def board(db: Database, actor: Actor) -> tuple[WhereLine, ...]:
    """Every officer of the station and where each is."""
    with db.read("roster.read", actor) as session:
        return read(session)


def read(session: ReadSession | Unit) -> tuple[WhereLine, ...]:
    """The board inside a session that is open; who keeps the machine only is no part of it."""
    return tuple(_line(row) for row in queries.roster.whereabouts(session) if set(row.roles) & {Role.COUNTER.value, Role.HEAD.value})


def _line(row: Any) -> WhereLine:
    place = Presence(row.state) if row.state else Presence.PRESENT
    return WhereLine(row.id, row.login, row.name, row.duty, place, row.since, row.back_at, row.note or "")


def put(
    db: Database,
    actor: Actor,
    now: datetime,
    place: Presence,
    *,
    officer: str | None = None,
    back_at: datetime | None = None,
    note: str = "",
) -> WhereLine:
    """Say where one is, or as head where another is."""
    rules.check_place(place, now, back_at)
    with db.write("whereabouts.set", actor, now) as unit:
        who = living(unit, officer or actor.login)
        if who.id != actor.officer_id and not actor.has(Role.HEAD):
            raise NotAllowed("whereabouts.other", field="officer", officer=who.name)
        one_at_a_time(unit, "whereabouts", who.id)
        before = queries.roster.where_now(unit, who.id)
        if before is not None:
            before.ended_at = now
            unit.flush()
        row = Whereabouts(
            officer_id=who.id, state=place.value, since=now, back_at=back_at, note=note.strip(), written_by=actor.officer_id or who.id
        )
        unit.add(row)
        unit.flush()
        unit.about(row)
        return next(line for line in (_line(one) for one in queries.roster.whereabouts(unit)) if line.officer_id == who.id)
