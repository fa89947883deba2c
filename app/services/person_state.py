"""What follows when something about a person changes: status spans, group spans, and the count of clear points.

These steps run inside the unit of work of the service that calls them, so that list, file and return never disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import assistance as points
from app.domain import persons as rules
from app.domain.actor import Actor
from app.domain.assistance import Facts, Point
from app.domain.clock import business_date
from app.domain.errors import Refused
from app.domain.group_spans import COMPUTED, GroupSpan, StatusSpan, computed_spans
from app.domain.persons import DataSource, Gender, StatusKind
from app.services import codes
from db import queries
from db.models import EmploymentStatus, JobWish, Person, PersonGroup
from db.uow import ReadSession, Unit


@dataclass(frozen=True, slots=True)
class StatusForm:
    """A new employment status from a day on."""

    status: StatusKind
    since: date
    reason: str = ""
    employer: str = ""
    source: DataSource = DataSource.COUNTER


def put_status(unit: Unit, actor: Actor, now: datetime, person: Person, form: StatusForm) -> EmploymentStatus:
    """Open a status span; the one before ends on the same day."""
    last = check_follows(unit, now, person, form)
    if last is not None:
        last.until = form.since
    row = EmploymentStatus(
        person_id=person.id,
        status=form.status.value,
        since=form.since,
        reason=form.reason.strip(),
        employer=form.employer.strip(),
        source=form.source.value,
        officer_id=actor.officer_id,
        recorded_at=now,
    )
    unit.add(row)
    person.status = form.status.value
    unit.flush()
    refresh(unit, now, person)
    return row


def check_follows(unit: Unit, now: datetime, person: Person, form: StatusForm) -> EmploymentStatus | None:
    """The newest status of a person; refused where this one cannot follow it: it began later, or is the same."""
    spans = queries.people.status_spans(unit, person.id)
    last = spans[-1] if spans else None
    rules.check_status(form.since, business_date(now), last.since if last else None, person.birth_date)
    if last is not None and last.until is None and (last.status, last.employer) == (form.status.value, form.employer.strip()):
        raise Refused("person.status_same", field="status", date=last.since.isoformat())
    return last


def put_group(unit: Unit, now: datetime, person_id: int, group: str, since: date, source: str) -> PersonGroup | None:
    """Open a group span that an officer sets or a recognition brings; None when the person is in the group on that day already."""
    codes.check("key_group", group, "group")
    row = next((one for one in codes.tables()["key_group"].rows if one.code == group), None)
    if row is not None and row.computed:
        raise Refused("person.group_computed", field="group", name=row.name)
    if since > business_date(now):
        raise Refused("person.status_future", field="since", date=since.isoformat())
    spans = queries.people.group_spans(unit, person_id)
    if any(span.group == group and (span.until is None or span.until > since) for span in spans):
        return None
    made = PersonGroup(person_id=person_id, group=group, since=since, source=source, recorded_at=now)
    unit.add(made)
    return made


def end_group(unit: Unit, person_id: int, group: str, on: date, source: str | None = None) -> bool:
    """End a span of a group that holds on a day (the first day it no longer does); with ``source`` only one from there.

    What was computed follows from age and status and is never ended by hand.
    """
    for span in queries.people.group_spans(unit, person_id):
        holds = span.until is None or span.until > on
        if span.group == group and holds and span.source != COMPUTED and source in (None, span.source):
            span.until = max(on, span.since)
            return True
    return False


def refresh(unit: Unit, now: datetime, person: Person) -> None:
    """Bring the computed groups and the count of clear points in line with what is known now."""
    _refresh_groups(unit, now, person)
    count = points.clear_count(points.five_points(facts_of(unit, person)))
    if person.points != count:
        person.points = count


def _refresh_groups(unit: Unit, now: datetime, person: Person) -> None:
    history = [StatusSpan(StatusKind(s.status), s.since, s.until) for s in queries.people.status_spans(unit, person.id)]
    wanted = computed_spans(person.birth_date, Gender(person.gender), history)
    have = [span for span in queries.people.group_spans(unit, person.id) if span.source == COMPUTED]
    kept = _matched(wanted, have)
    for span in have:
        if span not in kept.values():
            unit.delete(span)
    for want in wanted:
        if want in kept:
            kept[want].until = want.until
        else:
            fresh = PersonGroup(person_id=person.id, group=want.group, since=want.since, until=want.until, source=COMPUTED, recorded_at=now)
            unit.add(fresh)


def _matched(wanted: Sequence[GroupSpan], have: Sequence[PersonGroup]) -> dict[GroupSpan, PersonGroup]:
    by_start = {(row.group, row.since): row for row in have}
    return {want: by_start[want.group, want.since] for want in wanted if (want.group, want.since) in by_start}


def facts_of(session: ReadSession | Unit, person: Person) -> Mapping[Point, Facts]:
    """The facts behind the five points: the newest finding of each, with what the person's own record says laid over it."""
    found = queries.assistance.newest_points(session, person.id)
    wish = queries.assistance.wish(session, person.id)
    facts: dict[Point, dict[str, Any]] = {point: dict(found[point].facts) if point in found else {} for point in Point}
    facts[Point.PERSONAL] |= _own_facts(person)
    facts[Point.INTENTION] |= _wish_facts(wish)
    if person.skill_level:
        facts[Point.SKILL]["level"] = person.skill_level
    if not facts[Point.HARDSHIP].get("category"):
        standing = (h for h in queries.people.hardships(session, person.id) if h.refused_on is None and h.ended_on is None)
        facts[Point.HARDSHIP]["category"] = next((h.category for h in standing), None)
    return facts


def _own_facts(person: Person) -> Facts:
    return {
        "education": person.education,
        "marital": person.marital,
        "resident": person.resident,
        "phone": True if person.phone_sealed else None,
        "status": person.status,
    }


def _wish_facts(wish: JobWish | None) -> Facts:
    return {} if wish is None else {"occupations": wish.occupations, "kinds": wish.kinds}
