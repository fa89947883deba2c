"""Where everybody is (去向): one open line an officer, written by the officer or for them by the head; what was before stays."""

from __future__ import annotations

from datetime import datetime

from app.domain import roster as rules
from app.domain.actor import Actor, Role
from app.domain.errors import NotAllowed
from app.domain.roster import Presence
from app.services.posts import living
from app.services.where_lines import WhereLine, read, where_line
from db import queries
from db.models import Whereabouts
from db.once import one_at_a_time
from db.uow import Database


def board(db: Database, actor: Actor) -> tuple[WhereLine, ...]:
    """Every officer of the station and where each is."""
    with db.read("roster.read", actor) as session:
        return read(session)


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
        return next(line for line in (where_line(one) for one in queries.roster.whereabouts(unit)) if line.officer_id == who.id)
