"""Notices of the public screen: published for a time, taken down by name; what was shown stays on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.actor import Actor
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.masks import holds_number
from db import queries
from db.models import ScreenNotice
from db.queries import queue_settings as query
from db.uow import Database, Unit

LONGEST = 120


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice: from when until when it shows (None: until it is taken down), who published it, when it was taken down."""

    id: int
    text: str
    shows_from: datetime
    shows_until: datetime | None
    officer: str
    ended_at: datetime | None


def publish(db: Database, actor: Actor, now: datetime, text: str, *, since: datetime | None = None, until: datetime | None = None) -> int:
    """Put a notice up; refused when it is empty, too long for the screen, over before it begins, or holds a person's number."""
    said, begins = " ".join(text.split()), since or now
    if not said or len(said) > LONGEST:
        raise Refused("notice.text", field="text", most=LONGEST)
    if until is not None and until <= max(begins, now):
        raise Refused("notice.until", field="until")
    with db.write("notice.publish", actor, now) as unit:
        _check_numbers(unit, said)
        row = ScreenNotice(text=said, shows_from=begins, shows_until=until, published_by=actor.officer_id, published_at=now)
        unit.add(row)
        unit.flush()
        return row.id


def _check_numbers(unit: Unit, text: str) -> None:
    """The station's own telephone may stand there; no other number may."""
    station = queries.station.the_station(unit)
    for own in filter(None, (station.phone, station.supervision_phone)):
        text = text.replace(own, "")
    if holds_number(text):
        raise Refused("notice.number", field="text")


def end(db: Database, actor: Actor, now: datetime, notice_id: int) -> NoticeLine:
    """Take a notice down."""
    with db.write("notice.end", actor, now) as unit:
        row = unit.hold(ScreenNotice, notice_id)
        if row is None:
            raise NotFound("notice.unknown", field="notice", notice=notice_id)
        if row.ended_at is not None:
            raise Overtaken("notice.ended", field="notice")
        row.ended_at, row.ended_by = now, actor.officer_id
        return NoticeLine(row.id, row.text, row.shows_from, row.shows_until, actor.name, row.ended_at)


def listing(db: Database, actor: Actor, now: datetime, *, over: bool = False, limit: int = 50) -> tuple[NoticeLine, ...]:
    """The notices that are up or will be, the newest first; ``over`` also those that are over."""
    with db.read("queue.read", actor) as session:
        return tuple(_line(row) for row in query.notices(session, now, over=over, limit=limit))


def _line(row: Any) -> NoticeLine:
    one: ScreenNotice = row.ScreenNotice
    return NoticeLine(one.id, one.text, one.shows_from, one.shows_until, row.officer, one.ended_at)
