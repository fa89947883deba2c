"""Deadlines that a changed calendar moved, as the responsible officer reads them: one list of all, and one act that says they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.actor import Actor
from app.domain.errors import Refused
from app.services.paging import Page, page_of
from db import queries
from db.models import Chaser
from db.uow import Database

STEP = 500
"""So many are said to be read in one unit of work: whoever calls a number meanwhile waits for no more."""

Key = tuple[date, int]


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A case with the deadline it had when it was last known, and the one it has."""

    id: int
    number: str
    person: str
    item: str
    before: date
    deadline: date


def listing(db: Database, actor: Actor, *, limit: int = 50, after: Key | None = None) -> Page[MovedLine]:
    """What this officer has not read yet, the nearest deadline first."""
    with db.read("case.read", actor) as session:
        rows = queries.today.moved_unread(session, actor.officer_id or 0, limit + 1, after)
        return page_of(rows, limit, line_of, lambda row: (row.deadline, row.id))


def line_of(row: Any) -> MovedLine:
    """A row of the query as it is shown."""
    before = date.fromisoformat(row.move["before"]) if row.move else row.deadline
    return MovedLine(row.id, row.number, row.person, row.item_name, before, row.deadline)


def read_all(db: Database, actor: Actor, now: datetime) -> int:
    """All that wait for this officer are read, in steps; how many they were. Refused where none waits."""
    count = 0
    while True:
        with db.write("chaser.see", actor, now) as unit:
            rows = queries.today.moved_ids(unit, actor.officer_id or 0, STEP)
            if not rows and not count:
                raise Refused("chaser.none_moved")
            unit.about(f"officer:{actor.officer_id}")
            unit.update_rows(Chaser, [(row, {"seen_at": None}, {"seen_at": now}) for row in rows])
        count += len(rows)
        if len(rows) < STEP:
            return count
