"""Employment status and its history, key groups, and the recognition of employment hardship of a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from app.domain import hardship, persons
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.group_spans import COMPUTED
from app.domain.hardship import Applicant
from app.domain.late_entries import LateKind
from app.domain.persons import DataSource, Gender, StatusKind
from app.domain.second_person import SecondStep
from app.services import case_seconds, codes, late_entries, person_state
from app.services.late_entries import Entry
from app.services.officers import actor_of
from app.services.person_state import StatusForm as StatusForm
from app.services.persons import held
from app.services.persons import of as person_of
from db import queries
from db.models import EmploymentStatus, HardshipRecognition, Officer, Person, PersonGroup
from db.uow import Database, Unit

HARDSHIP = "hardship"


@dataclass(frozen=True, slots=True)
class StatusLine:
    """A span of the history; ``until`` is the day the next one began, ``months`` counts full months up to then or today."""

    id: int
    status: StatusKind
    since: date
    until: date | None
    months: int
    reason: str
    employer: str
    source: str
    officer: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of a person over a span of days; ``source`` is ``computed``, the recognition it came with, or who set it by hand."""

    id: int
    group: str
    name: str
    since: date
    until: date | None
    computed: bool
    source: str = ""

    @property
    def by_hand(self) -> bool:
        """Whether an officer set it, so that an officer may end it."""
        return not self.computed and ":" not in self.source


@dataclass(frozen=True, slots=True)
class HardshipLine:
    """An application for recognition and what became of it: ``applied``, ``recognised``, ``refused`` or ``ended``.

    ``applied_by`` is the officer who took it and may not decide it.
    """

    id: int
    category: str
    name: str
    state: str
    applied_on: date
    recognised_on: date | None
    recognised_by: str
    refused_on: date | None
    ended_on: date | None
    reason: str
    applied_by: int | None = None
    applicant: str = ""
    waiting: SecondStep | None = None


@dataclass(frozen=True, slots=True)
class StatusView:
    """What the tab 就业失业状态 shows; ``suggestions`` are groups or categories that the facts point to."""

    history: tuple[StatusLine, ...]
    groups: tuple[GroupLine, ...]
    hardships: tuple[HardshipLine, ...]
    suggestions: tuple[str, ...]
    direct: bool = False
    """Whether who looks may decide an application at once by own account."""


def put(db: Database, actor: Actor, now: datetime, person_id: int, form: StatusForm) -> StatusLine:
    """Open a new status; the one before ends on the same day, and the computed groups follow."""
    with db.write("person.status", actor, now) as unit:
        person = held(unit, person_id)
        unit.about(person)
        row = person_state.put_status(unit, actor, now, person, form)
        return _line(row, {actor.officer_id or 0: actor.name}, business_date(now))


def _line(row: EmploymentStatus, officers: dict[int, str], today: date) -> StatusLine:
    months = persons.full_months(row.since, row.until or today)
    kind, officer = StatusKind(row.status), officers.get(row.officer_id or 0, "")
    return StatusLine(row.id, kind, row.since, row.until, months, row.reason, row.employer, row.source, officer, row.recorded_at)


def view(db: Database, actor: Actor, now: datetime, person_id: int) -> StatusView:
    """The status history, newest first, with groups and recognitions."""
    today = business_date(now)
    with db.read("person.read", actor) as session:
        person_of(session, person_id)
        officers = queries.people.names_of_officers(session)
        spans = [_line(row, officers, today) for row in queries.people.status_spans(session, person_id)]
        groups = tuple(_group(row) for row in queries.people.group_spans(session, person_id))
        rows = queries.people.hardships(session, person_id)
        waiting = case_seconds.waiting_of(session, [f"hardship_recognition:{row.id}" for row in rows])
        found = tuple(_hardship(row, officers, waiting.get(f"hardship_recognition:{row.id}")) for row in rows)
        direct = SecondStep.HARDSHIP in case_seconds.direct(session, actor)
    return StatusView(tuple(reversed(spans)), groups, found, _suggested(groups, found, today), direct)


def _suggested(groups: tuple[GroupLine, ...], found: tuple[HardshipLine, ...], today: date) -> tuple[str, ...]:
    """Computed groups that are a hardship category nobody has applied for (D12: 连续失业一年以上 after twelve months)."""
    categories = codes.tables()["hardship"].codes()
    applied = {line.category for line in found if line.state in {"applied", "recognised"}}
    held = (g.group for g in groups if g.since <= today and (g.until is None or today < g.until))
    return tuple(dict.fromkeys(group for group in held if group in categories - applied))


def _group(row: PersonGroup) -> GroupLine:
    return GroupLine(row.id, row.group, codes.name("key_group", row.group), row.since, row.until, row.source == COMPUTED, row.source)


@dataclass(frozen=True, slots=True)
class GroupForm:
    """A group tag; ``until`` is the first day on which it no longer holds, and may lie ahead."""

    group: str
    since: date
    until: date | None = None
    source: DataSource = DataSource.COUNTER


def add_group(db: Database, actor: Actor, now: datetime, person_id: int, form: GroupForm) -> GroupLine:
    """Set a group tag from a day on; refused for computed groups, for one the person has already, and for an end before its beginning."""
    if form.until is not None and form.until <= form.since:
        raise Refused("person.group_until", field="until")
    group = form.group
    with db.write("person.group", actor, now) as unit:
        unit.about(held(unit, person_id))
        row = person_state.put_group(unit, now, person_id, group, form.since, form.source.value)
        if row is None:
            raise Refused("person.group_held", field="group", name=codes.name("key_group", group))
        row.until = form.until
        unit.flush()
        return _group(row)


def end_group(db: Database, actor: Actor, now: datetime, person_id: int, group: str, on: date) -> None:
    """Take a group tag away from a day on; its span stays in the history."""
    with db.write("person.group", actor, now) as unit:
        unit.about(held(unit, person_id))
        if on > business_date(now):
            raise Refused("person.status_future", field="until", date=on.isoformat())
        if not person_state.end_group(unit, person_id, group, on):
            raise NotFound("person.group_none", field="group", name=codes.name("key_group", group))


def apply_hardship(
    db: Database, actor: Actor, now: datetime, person_id: int, category: str, applied_on: date, *, case_id: int | None = None
) -> HardshipLine:
    """Take an application for recognition as a person in difficulty; the tests of age and registration are those of its category."""
    today = business_date(now)
    with db.write("hardship.apply", actor, now) as unit:
        person = held(unit, person_id)
        hardship.check_application(category, _applicant(unit, person, applied_on), applied_on, today)
        codes.check("hardship", category, "category")
        if any(_open(row) and row.category == category for row in queries.people.hardships(unit, person_id)):
            raise Refused("hardship.open", field="category")
        row = HardshipRecognition(
            person_id=person_id, category=category, applied_on=applied_on, case_id=case_id, applied_by=actor.officer_id, recorded_at=now
        )
        unit.add(row)
        unit.flush()
        person_state.refresh(unit, now, person)
        return _hardship(row)


def _applicant(unit: Unit, person: Person, on: date) -> Applicant:
    status = queries.people.statuses_on(unit, [person.id], on).get(person.id)
    return Applicant(person.birth_date, Gender(person.gender), StatusKind(status) if status else None)


def _open(row: HardshipRecognition) -> bool:
    return row.refused_on is None and row.ended_on is None


def recognise_hardship(
    db: Database, actor: Actor, now: datetime, hardship_id: int, recognised_on: date, recognised_by: str = "", *, late_reason: str = ""
) -> HardshipLine:
    """Record the competent office's recognition; never by the officer who took the application. An earlier day has its ``late_reason``."""
    with db.write("hardship.recognise", actor, now) as unit:
        row = _for_decision(unit, actor, now, hardship_id)
        put_recognition(unit, now, row, Decision(recognised_on, recognised_by, late_reason=late_reason), actor.officer_id)
        return _hardship(row)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the competent office decided and when: recognised by ``office``, or refused with the ``refusal`` that the person is told."""

    on: date
    office: str = ""
    refusal: str = ""
    late_reason: str = ""


def put_recognition(unit: Unit, now: datetime, row: HardshipRecognition, decision: Decision, by: int | None) -> None:
    """The recognition itself; ``by`` is None where it was signed on paper by somebody without an account."""
    check_decision(row, decision, now)
    row.recognised_on, row.recognised_by = decision.on, decision.office.strip()
    _decided(unit, by, now, row, decision)
    person_state.put_group(unit, now, row.person_id, HARDSHIP, decision.on, f"hardship_recognition:{row.id}")


def put_refusal(unit: Unit, now: datetime, row: HardshipRecognition, decision: Decision, by: int | None) -> None:
    """The same for a refusal."""
    if not decision.refusal.strip():
        raise Refused("hardship.reason", field="reason")
    check_decision(row, decision, now)
    row.refused_on, row.reason = decision.on, decision.refusal.strip()
    _decided(unit, by, now, row, decision)
    person_state.refresh(unit, now, person_of(unit, row.person_id))


def check_decision(row: HardshipRecognition, decision: Decision, now: datetime) -> None:
    """A decision is taken once, after the application and not in the time to come; one of an earlier day says why it comes late."""
    hardship.check_recognition(row.applied_on, decision.on, business_date(now), already_on=row.recognised_on or row.refused_on)
    late_entries.check(_late(row, decision), now)


def _late(row: HardshipRecognition, decision: Decision) -> Entry:
    return Entry(LateKind.HARDSHIP, decision.on, decision.late_reason, "person", row.person_id)


def refuse_hardship(
    db: Database, actor: Actor, now: datetime, hardship_id: int, refused_on: date, reason: str, *, late_reason: str = ""
) -> HardshipLine:
    """Record that recognition was refused, with the reason the person is told."""
    with db.write("hardship.recognise", actor, now) as unit:
        row = _for_decision(unit, actor, now, hardship_id)
        put_refusal(unit, now, row, Decision(refused_on, "", reason, late_reason), actor.officer_id)
        return _hardship(row)


def end_hardship(db: Database, actor: Actor, now: datetime, hardship_id: int, ended_on: date, reason: str) -> HardshipLine:
    """End a recognition: into work, retired, or its ground is gone."""
    if not reason.strip():
        raise Refused("hardship.end_reason", field="reason")
    with db.write("hardship.end", actor, now) as unit:
        row = applied(unit, hardship_id)
        if row.recognised_on is None or row.ended_on is not None:
            raise Overtaken("hardship.not_standing")
        if not row.recognised_on <= ended_on <= business_date(now):
            raise Refused("hardship.end_date", field="ended_on", first=row.recognised_on.isoformat(), last=business_date(now).isoformat())
        row.ended_on, row.reason = ended_on, reason.strip()
        person_state.end_group(unit, row.person_id, HARDSHIP, ended_on, f"hardship_recognition:{row.id}")
        person_state.refresh(unit, now, person_of(unit, row.person_id))
        return _hardship(row)


def applied(unit: Unit, hardship_id: int) -> HardshipRecognition:
    """The application, held after its person."""
    owner = queries.people.owner(unit, HardshipRecognition, hardship_id)
    if owner is None:
        raise NotFound("hardship.not_found")
    held(unit, owner)
    row = unit.hold(HardshipRecognition, hardship_id)
    assert row is not None
    return row


def _for_decision(unit: Unit, actor: Actor, now: datetime, hardship_id: int) -> HardshipRecognition:
    row = applied(unit, hardship_id)
    hardship.check_four_eyes(row.applied_by, actor.officer_id)
    case_seconds.check_direct(unit, actor, now, SecondStep.HARDSHIP, f"hardship_recognition:{hardship_id}")
    return row


def _decided(unit: Unit, by: int | None, now: datetime, row: HardshipRecognition, decision: Decision) -> None:
    """Whoever decides is not who took the application, so the second person of a late entry is there; it is listed for the head."""
    row.decided_by, row.decided_recorded_at = by, now
    asker = row.applied_by or by
    if asker is not None:
        late_entries.note(unit, actor_of(unit.get_one(Officer, asker)), now, _late(row, decision), f"hardship_recognition:{row.id}")
    unit.flush()


def _hardship(
    row: HardshipRecognition, officers: Mapping[int, str] = MappingProxyType({}), waiting: SecondStep | None = None
) -> HardshipLine:
    ends = (("ended", row.ended_on), ("refused", row.refused_on), ("recognised", row.recognised_on))
    state = next((name for name, day in ends if day is not None), "applied")
    name = codes.name("hardship", row.category)
    return HardshipLine(
        *(row.id, row.category, name, state, row.applied_on, row.recognised_on, row.recognised_by),
        *(row.refused_on, row.ended_on, row.reason, row.applied_by, officers.get(row.applied_by or 0, ""), waiting),
    )
