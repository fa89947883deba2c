"""The list of persons narrowed by what a filter box or a chip asks, and the figures of the chips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.persons import StatusKind
from app.services import person_pages
from app.services.person_pages import PersonLine
from db import queries, search
from db.uow import Database, ReadSession

FOUND = 200


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """How many persons there are, and how many behind each chip."""

    all: int
    registered: int
    hardship: int
    zero_family: int
    unclear: int


def found(db: Database, actor: Actor, now: datetime, text: str, limit: int = FOUND) -> tuple[PersonLine, ...]:
    """Persons by name, pinyin or the last digits of a number, the best first."""
    with db.read("person.read", actor) as session:
        plan = search.plan(session.vault, text)
        ids = search.find(session, plan.scans, limit) if plan.scans else []
        return lines(session, ids, now)


def unvisited(db: Database, actor: Actor, now: datetime, limit: int = FOUND) -> tuple[PersonLine, ...]:
    """Who has an open file but neither a visit nor a named helper, the oldest file first."""
    with db.read("visit.read", actor) as session:
        return lines(session, [row.person_id for row in queries.visits.unvisited_files(session, limit)], now)


def lines(session: ReadSession, ids: Sequence[int], now: datetime) -> tuple[PersonLine, ...]:
    """Lines of the list for some persons, in their order."""
    rows = queries.people.person_rows(session, ids)
    made = person_pages.lines(session, list(rows.values()), business_date(now))
    return tuple(made[one] for one in ids if one in made)


def counts(db: Database, actor: Actor, now: datetime) -> PeopleCounts:
    """The figures of the chips, in one statement."""
    with db.read("person.read", actor) as session:
        registered = StatusKind.REGISTERED_UNEMPLOYED.value
        return PeopleCounts(*queries.people.person_counts(session, business_date(now), registered))


def holder(db: Database, actor: Actor, number: str) -> tuple[int, str] | None:
    """Who is registered under a whole identity number: id and name, None for nobody."""
    with db.read("person.read", actor) as session:
        digest = search.number_digest(session.vault, number)
        person_id = queries.people.person_by_digest(session, digest) if digest else None
        row = queries.people.person_rows(session, [person_id]).get(person_id) if person_id else None
        return (row.id, row.name) if row is not None else None
