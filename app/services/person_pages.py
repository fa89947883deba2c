"""What the desk shows of persons: the list, the head of the page and its tabs, the panel beside every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain import persons as rules
from app.domain.actor import Actor
from app.domain.assistance import FileStage, FileState, Point, five_points
from app.domain.calendar import Calendar
from app.domain.clock import business_date
from app.domain.deadlines import NEAR_PERCENT, Light
from app.domain.persons import Gender, IdKind, StatusKind
from app.services import calendars, codes, person_state, profiles
from app.services.paging import Page, page_of
from app.services.persons import masked_id, masked_phone
from app.services.persons import of as person_of
from db import queries
from db.models import Person
from db.queries.people import PersonFilter as PersonFilter
from db.uow import Database, ReadSession

PAGE = 200


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person as their page shows them; numbers are masked. ``groups`` are codes, ``tags`` their names."""

    id: int
    version: int
    name: str
    gender: Gender
    birth_date: date | None
    age: int | None
    id_kind: IdKind
    id_number_masked: str
    phone_masked: str
    ethnicity: str
    education: str
    marital: str
    address: str
    grid_id: int | None
    grid: str
    resident: bool
    hukou: str
    skill: str
    skill_level: str
    status: StatusKind | None
    status_since: date | None
    unemployed_months: int | None
    groups: tuple[str, ...]
    tags: tuple[str, ...]
    helper_id: int | None
    helper: str
    source: str
    recorded_at: datetime
    has_bank_account: bool
    has_disability: bool
    has_health: bool
    no_shows: int = 0
    """Appointments nobody came to, within the days in which they count."""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A row of the list of persons; ``points`` of five are clear."""

    id: int
    name: str
    gender: Gender
    age: int | None
    id_number_masked: str
    phone_masked: str
    status: StatusKind | None
    tags: tuple[str, ...]
    points: int
    grid: str
    helper: str
    last_visit: date | None
    address: str


@dataclass(frozen=True, slots=True)
class CaseChip:
    """A case in hand as the panel names it; ``remaining_days`` are working days, None while the clock stands or has no end."""

    number: str
    item_name: str
    state: str
    deadline: date | None
    remaining_days: int | None
    overdue: bool
    light: str = ""


@dataclass(frozen=True, slots=True)
class DraftChip:
    """A half-filled form about the person."""

    id: int
    form: str
    title: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PersonPanel:
    """The summary beside every page; ``clear`` tells the five points in their order, ``first_missing`` the one to ask next."""

    id: int
    name: str
    gender: Gender
    age: int | None
    id_number_masked: str
    status: StatusKind | None
    status_months: int | None
    tags: tuple[str, ...]
    clear: tuple[bool, ...]
    points: int
    first_missing: Point | None
    open_cases: int
    overdue_cases: int
    next_case: CaseChip | None
    last_visit: date | None
    stage: FileStage | None
    drafts: tuple[DraftChip, ...]
    cases: tuple[CaseChip, ...] = ()
    """All cases in hand, the nearest deadline first; ``next_case`` is the first of them."""


def show(db: Database, actor: Actor, now: datetime, person_id: int) -> PersonFacts:
    """A person in full, numbers masked."""
    with db.read("person.read", actor) as session:
        return facts(session, person_of(session, person_id), business_date(now))


def facts(session: ReadSession, person: Person, today: date) -> PersonFacts:
    """A person's facts inside somebody's snapshot."""
    spans = queries.people.status_spans(session, person.id)
    since = spans[-1].since if spans else None
    groups = tuple(queries.people.groups_held(session, [person.id], today).get(person.id, ()))
    status = StatusKind(person.status) if person.status else None
    out_of_work = status in {StatusKind.REGISTERED_UNEMPLOYED, StatusKind.UNEMPLOYED} and since is not None
    return PersonFacts(
        **{name: getattr(person, name) for name in _SAME},
        gender=Gender(person.gender),
        age=_age(person.birth_date, today),
        id_kind=IdKind(person.id_kind),
        id_number_masked=masked_id(session, person),
        phone_masked=masked_phone(session, person),
        grid=queries.people.names_of_grids(session).get(person.grid_id or 0, ""),
        helper=queries.people.names_of_officers(session).get(person.helper_id or 0, ""),
        status=status,
        status_since=since,
        unemployed_months=rules.full_months(since, today) if out_of_work and since else None,
        groups=groups,
        tags=codes.names("key_group", groups),
        has_bank_account=person.bank_account_sealed is not None,
        has_disability=person.disability_sealed is not None,
        has_health=person.health_sealed is not None,
        no_shows=queries.appointments.no_shows(session, person.id, today - timedelta(days=profiles.of(session).no_show_days)),
    )


_SAME = (
    *("id", "version", "name", "birth_date", "ethnicity", "education", "marital", "address", "grid_id", "resident", "hukou"),
    *("skill", "skill_level", "helper_id", "source", "recorded_at"),
)


def _age(born: date | None, today: date) -> int | None:
    return None if born is None else rules.age_on(born, today)


def page(
    db: Database, actor: Actor, now: datetime, *, only: PersonFilter | None = None, after: Any = None, limit: int = PAGE
) -> Page[PersonLine]:
    """A page of the list of persons: the newest first, or with ``unclear`` alone those who lack most points."""
    today = business_date(now)
    with db.read("person.read", actor) as session:
        wanted = only or PersonFilter()
        found = queries.people.person_page(session, wanted, today, after, limit + 1)
        make = lines(session, found[:limit], today)
    return page_of(found, limit, lambda row: make[row.id], lambda row: (row.points, row.id) if wanted.by_points else row.id)


def lines(session: ReadSession, rows: Any, today: date) -> dict[int, PersonLine]:
    """Lines of the list for some rows of persons, by id; what belongs to many is read at once."""
    ids = [row.id for row in rows]
    groups, met = queries.people.groups_held(session, ids, today), queries.people.last_met(session, ids)
    grids, officers = queries.people.names_of_grids(session), queries.people.names_of_officers(session)
    return {
        row.id: PersonLine(
            row.id,
            row.name,
            Gender(row.gender),
            _age(row.birth_date, today),
            masked_id(session, row),
            masked_phone(session, row),
            StatusKind(row.status) if row.status else None,
            codes.names("key_group", tuple(groups.get(row.id, ()))),
            row.points,
            grids.get(row.grid_id, ""),
            officers.get(row.helper_id, ""),
            met.get(row.id),
            row.address,
        )
        for row in rows
    }


def tab_counts(db: Database, actor: Actor, person_id: int) -> Mapping[str, int]:
    """What stands behind the tabs: ``family cases visits referrals attachments``."""
    with db.read("person.read", actor) as session:
        return queries.people.tab_counts(session, person_id)


def panel(db: Database, actor: Actor, now: datetime, person_id: int) -> PersonPanel:
    """The summary of the person being served."""
    today = business_date(now)
    with db.read("person.read", actor) as session:
        person = person_of(session, person_id)
        known = facts(session, person, today)
        states = five_points(person_state.facts_of(session, person))
        cases = _chips(session, person_id, today)
        files = [f for f in queries.assistance.files_of(session, person_id) if f.state == FileState.OPEN]
        drafts = tuple(
            DraftChip(row.id, row.form, row.title, row.updated_at)
            for row in queries.people.drafts_about(session, actor.officer_id, person_id)
        )
        last_visit = queries.people.last_met(session, [person_id]).get(person_id)
    return PersonPanel(
        *(known.id, known.name, known.gender, known.age, known.id_number_masked, known.status),
        status_months=rules.full_months(known.status_since, today) if known.status_since else None,
        tags=known.tags,
        clear=tuple(state.clear for state in states),
        points=sum(state.clear for state in states),
        first_missing=next((state.point for state in states if not state.clear), None),
        open_cases=len(cases),
        overdue_cases=sum(case.overdue for case in cases),
        next_case=cases[0] if cases else None,
        last_visit=last_visit,
        stage=FileStage(files[0].stage) if files else None,
        drafts=drafts,
        cases=tuple(cases),
    )


def _chips(session: ReadSession, person_id: int, today: date) -> list[CaseChip]:
    rows = queries.people.open_cases(session, person_id)
    return [case_chip(row, today, calendars.of(session)) for row in rows] if rows else []


def case_chip(row: Any, today: date, calendar: Calendar) -> CaseChip:
    """A case in hand with the working days left of it."""
    deadline = None if row.deadline == date.max else row.deadline
    if deadline is None:
        return CaseChip(row.number, row.item_name, row.state, None, None, overdue=False)
    late = today > deadline
    left = -calendar.working_days_between(deadline, today) if late else calendar.working_days_between(today, deadline)
    light = Light.PAUSED.value if row.paused and not late else _light(row, deadline, today, left)
    return CaseChip(row.number, row.item_name, row.state, deadline, None if row.paused and not late else left, late, light)


def _light(row: Any, deadline: date, today: date, left: int) -> str:
    """The traffic light by the stored deadline."""
    if deadline <= today:
        return (Light.OVERDUE if deadline < today else Light.DUE_TODAY).value
    total = max(row.promised_days or 0, 1) + row.extension_days
    return (Light.NEAR if left * 100 <= total * NEAR_PERCENT else Light.NORMAL).value
