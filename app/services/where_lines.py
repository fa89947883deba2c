"""The whereabouts board as lists show it; small, because Today waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.actor import Role
from app.domain.roster import Presence
from db import queries
from db.uow import ReadSession, Unit


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


def read(session: ReadSession | Unit) -> tuple[WhereLine, ...]:
    """The board inside a session that is open; who keeps the machine only is no part of it."""
    return tuple(where_line(row) for row in queries.roster.whereabouts(session) if set(row.roles) & {Role.COUNTER.value, Role.HEAD.value})


def where_line(row: Any) -> WhereLine:
    """A row of the board; whoever said nothing is there."""
    place = Presence(row.state) if row.state else Presence.PRESENT
    return WhereLine(row.id, row.login, row.name, row.duty, place, row.since, row.back_at, row.note or "")
