"""Naming the one officer who helps a person one to one: the helper before ends on that day; who of a key group has none is listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain import helpers as rules
from app.domain.actor import Actor
from app.domain.assistance import FileState
from app.domain.clock import business_date
from app.domain.errors import NotFound, Overtaken
from app.services import people_lists
from app.services.person_pages import PersonLine
from app.services.persons import held
from db import queries
from db.models import Helper, Person
from db.queries import helpers as query
from db.uow import Database, ReadSession, Unit

LISTED = 200


@dataclass(frozen=True, slots=True)
class HelperLine:
    """A helper of a person, from a day until a day."""

    officer: str
    name: str
    starts_on: date
    ends_on: date | None
    reason: str


def name(
    db: Database, actor: Actor, now: datetime, person_id: int, login: str, *, on: date | None = None, reason: str = ""
) -> tuple[HelperLine, ...]:
    """Name the helper of a person from a day on; a second one ends the first on that day (H1). The helpers, the newest first."""
    today = business_date(now)
    day = on or today
    with db.write("helper.name", actor, now) as unit:
        person = held(unit, person_id)
        officer = queries.station.officer_by_login(unit, login)
        if officer is None or officer.ended_on is not None:
            raise NotFound("officer.unknown", field="officer", login=login)
        present = _present(unit, person, day, now)
        since = present.starts_on if present else None
        rules.check_helper(day, today, officer=officer.id, present=person.helper_id, since=since)
        _end(unit, present, day)
        unit.add(_line_of(person, officer.id, day, reason, actor, now))
        _follow(unit, person, officer.id)
        return _lines(unit, person.id)


def end(db: Database, actor: Actor, now: datetime, person_id: int, *, on: date | None = None) -> tuple[HelperLine, ...]:
    """End the help without naming another."""
    today = business_date(now)
    day = on or today
    with db.write("helper.name", actor, now) as unit:
        person = held(unit, person_id)
        present = _present(unit, person, day, now)
        if present is None:
            raise Overtaken("helper.none", field="person")
        rules.check_day(day, today, present.starts_on)
        _end(unit, present, day)
        _follow(unit, person, None)
        return _lines(unit, person.id)


def _present(unit: Unit, person: Person, day: date, now: datetime) -> Helper | None:
    """The line of the present helper; who was named with the record or the file gets one, from the day of that."""
    known = query.active(unit, person.id)
    if known is not None or person.helper_id is None:
        return known
    files = [file.opened_on for file in queries.assistance.files_of(unit, person.id) if file.helper_id == person.helper_id]
    since = min([*files, business_date(person.recorded_at)]) if files else business_date(person.recorded_at)
    row = Helper(person_id=person.id, officer_id=person.helper_id, starts_on=min(since, day), reason="", recorded_at=now)
    unit.add(row)
    return row


def _end(unit: Unit, present: Helper | None, day: date) -> None:
    if present is not None:
        present.ends_on = day
        unit.flush()


def _line_of(person: Person, officer_id: int, day: date, reason: str, actor: Actor, now: datetime) -> Helper:
    return Helper(
        person_id=person.id,
        officer_id=officer_id,
        starts_on=day,
        reason=reason.strip(),
        named_by=actor.officer_id,
        recorded_at=now,
    )


def _follow(unit: Unit, person: Person, officer_id: int | None) -> None:
    """The record and the open file name the same helper."""
    unit.about(person)
    person.helper_id = officer_id
    for file in queries.assistance.files_of(unit, person.id):
        if file.state == FileState.OPEN:
            file.helper_id = officer_id
    unit.flush()


def _lines(session: ReadSession | Unit, person_id: int) -> tuple[HelperLine, ...]:
    officers = {one.id: one for one in queries.station.officers(session)}
    rows = query.of_person(session, person_id)
    return tuple(
        HelperLine(officers[row.officer_id].login, officers[row.officer_id].name, row.starts_on, row.ends_on, row.reason) for row in rows
    )


def of_person(db: Database, actor: Actor, person_id: int) -> tuple[HelperLine, ...]:
    """The helpers of a person, the newest first."""
    with db.read("person.read", actor) as session:
        return _lines(session, person_id)


def without(db: Database, actor: Actor, now: datetime, limit: int = LISTED) -> Sequence[PersonLine]:
    """Who belongs to a key group and has no helper (I3)."""
    with db.read("person.read", actor) as session:
        return people_lists.lines(session, query.without(session, business_date(now), limit), now)
