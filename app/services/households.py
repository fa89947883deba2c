"""Households, and the register of those without anyone in work: recognised, cleared within the month, or gone (004 (七))."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import households as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.deadlines import clearing_last_day
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.households import ExitKind, Member, ZeroRecord, ZeroState
from app.domain.jobs_market import ConfirmedHow
from app.domain.late_entries import LateKind
from app.domain.persons import Gender, StatusKind, age_on
from app.services import calendars, late_entries, person_state, profiles
from app.services.late_entries import Asked, Entry
from app.services.paging import Page, page_of
from app.services.persons import held_all
from app.services.persons import of as person_of
from db import counters as numbers
from db import queries
from db.models import Household, HouseholdMember, Person, ZeroEmploymentRecord
from db.queries.households import RegisterFilter as RegisterFilter
from db.uow import Database, ReadSession, Unit

PAGE = 200
ZERO_FAMILY = "zero_family"
HEAD = "户主"


@dataclass(frozen=True, slots=True)
class HouseholdForm:
    """A household: its head, its other members as (person, relation to the head), and where it lives."""

    head_id: int
    members: tuple[tuple[int, str], ...] = ()
    address: str = ""
    grid_id: int | None = None


@dataclass(frozen=True, slots=True)
class RecogniseForm:
    """A recognition by the competent office on a day, with its reason where that lies back; a head without a household gets one."""

    household: HouseholdForm
    on: date
    recognised_by: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class ClearForm:
    """Who of the household started work. Without a recorded hire the confirmation itself is given, and the hire is recorded.

    ``late_reason`` where such a start lies before today.
    """

    person_id: int
    hire_id: int | None = None
    started_on: date | None = None
    employer: str = ""
    form: StatusKind = StatusKind.EMPLOYED
    confirmed_how: ConfirmedHow | None = None
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class ExitForm:
    """Why and when a household leaves the register without anyone in work; ``late_reason`` where that lies before today."""

    kind: ExitKind
    on: date
    reason: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A household of the register as of a day; ``id`` is the household's."""

    id: int
    record_id: int
    code: str
    head_id: int
    head: str
    size: int
    address: str
    grid_id: int | None
    state: ZeroState
    recognised_on: date
    recognised_by: str
    last_day: date
    days_left: int
    overdue: bool
    cleared_on: date | None
    cleared_person_id: int | None
    exited_on: date | None
    exit_kind: str
    reason: str
    late_entry: bool


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of a household."""

    person_id: int
    name: str
    relation: str
    gender: Gender
    age: int | None
    status: StatusKind | None
    since: date


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """A household with its members and its recognitions, the newest first."""

    id: int
    version: int
    code: str
    head_id: int
    address: str
    grid_id: int | None
    members: tuple[MemberLine, ...]
    records: tuple[RegisterLine, ...]


@dataclass(frozen=True, slots=True)
class RegisterCount:
    """How the register stood at the end of a day."""

    on: date
    on_register: int
    overdue: int


def add(db: Database, actor: Actor, now: datetime, form: HouseholdForm) -> HouseholdView:
    """Register a household; nobody may belong to two."""
    with db.write("household.add", actor, now) as unit:
        household = _made(unit, now, form)
        return _view(unit, household, business_date(now))


def _made(unit: Unit, now: datetime, form: HouseholdForm) -> Household:
    today = business_date(now)
    held_all(unit, [form.head_id, *(person_id for person_id, _ in form.members)])
    code = f"H{today.year}-{numbers.next_number(unit, 'household', str(today.year)):05d}"
    household = Household(code=code, head_id=form.head_id, address=form.address.strip(), grid_id=form.grid_id, recorded_at=now)
    unit.add(household)
    unit.flush()
    unit.about(household)
    _join(unit, household, ((form.head_id, HEAD), *form.members), today)
    return household


def _join(unit: Unit, household: Household, members: Sequence[tuple[int, str]], on: date) -> None:
    """Enter those who are not in the household yet; refused when one of them belongs to another."""
    here = {row.person_id for row in queries.households.memberships(unit, household.id)}
    fresh = {person_id: relation for person_id, relation in reversed(members) if person_id not in here}
    elsewhere = queries.households.membership_elsewhere(unit, fresh.keys(), household.id)
    if elsewhere is not None:
        raise Refused("household.member_elsewhere", field="members", name=elsewhere.name)
    for person_id, relation in reversed(list(fresh.items())):
        unit.get_one(Person, person_id).household_id = household.id
        unit.add(HouseholdMember(household_id=household.id, person_id=person_id, relation=relation.strip(), since=on))
    unit.flush()


def change(
    db: Database, actor: Actor, now: datetime, household_id: int, *, address: str, grid_id: int | None, members: Sequence[tuple[int, str]]
) -> HouseholdView:
    """Change where a household lives and who belongs to it; the head stays a member."""
    today = business_date(now)
    with db.write("household.change", actor, now) as unit:
        _hold_members(unit, household_id, (person_id for person_id, _ in members))
        household = _held(unit, household_id)
        unit.about(household)
        household.address, household.grid_id = address.strip(), grid_id
        keep = {household.head_id, *(person_id for person_id, _ in members)}
        for row in queries.households.memberships(unit, household_id):
            if row.person_id not in keep:
                row.until = today
                unit.get_one(Person, row.person_id).household_id = None
        unit.flush()
        _join(unit, household, members, today)
        return _view(unit, household, today)


def _hold_members(unit: Unit, household_id: int, others: Iterable[int] = ()) -> None:
    """Hold who belongs to a household and who else comes into question; before the household itself."""
    held_all(unit, {*others, *(row.person_id for row in queries.households.memberships(unit, household_id))})


def _held(unit: Unit, household_id: int) -> Household:
    household = unit.hold(Household, household_id)
    if household is None:
        raise NotFound("household.not_found", field="household")
    return household


def _found(session: ReadSession | Unit, household_id: int) -> Household:
    household = queries.households.household(session, household_id)
    if household is None:
        raise NotFound("household.not_found", field="household")
    return household


def recognise(db: Database, actor: Actor, now: datetime, form: RecogniseForm) -> RegisterLine | Asked:
    """Put a household on the register. Its month counts from the recognition, by the rule of the place.

    A recognition of more than three working days back waits for its second person; the month counts from its own day all the same.
    """
    with db.write("household.recognise", actor, now) as unit:
        _check_recognition(unit, now, form)
        entry = Entry(LateKind.RECOGNITION, form.on, form.late_reason, "person", form.household.head_id)
        asked = late_entries.waits(unit, actor, now, entry, form)
        if asked is not None:
            return asked
        household, record = _recognised(unit, actor, now, form)
        late_entries.note(unit, actor, now, entry, f"zero_employment_record:{record.id}")
        return register_line(unit, household, record, business_date(now))


def enter(unit: Unit, actor: Actor, now: datetime, form: RecogniseForm) -> ZeroEmploymentRecord:
    """Enter a recognition that waited for its second person, on its own day."""
    _check_recognition(unit, now, form)
    return _recognised(unit, actor, now, form)[1]


def _ids(form: RecogniseForm) -> tuple[int, ...]:
    return rules.merge_members(form.household.head_id, (person_id for person_id, _ in form.household.members))


def _check_recognition(unit: Unit, now: datetime, form: RecogniseForm) -> None:
    people = held_all(unit, _ids(form))
    rules.check_recognise(_members(unit, people, form.on), form.on, business_date(now))
    household = queries.households.household_of(unit, form.household.head_id)
    if household is not None:
        _refuse_twice(unit, _held(unit, household.id).id, form.on)


def _recognised(unit: Unit, actor: Actor, now: datetime, form: RecogniseForm) -> tuple[Household, ZeroEmploymentRecord]:
    household = queries.households.household_of(unit, form.household.head_id) or _made(unit, now, form.household)
    household = _held(unit, household.id)
    _join(unit, household, form.household.members, business_date(now))
    record = _recorded(unit, actor, now, household, form)
    for person_id in _ids(form):
        person_state.put_group(unit, now, person_id, ZERO_FAMILY, form.on, f"zero_employment_record:{record.id}")
    unit.flush()
    return household, record


def _members(unit: Unit, people: Sequence[Person], on: date) -> list[Member]:
    statuses = queries.people.statuses_on(unit, [person.id for person in people], on)
    return [Member(p.id, p.birth_date, Gender(p.gender), StatusKind(statuses[p.id]) if p.id in statuses else None) for p in people]


def _refuse_twice(unit: Unit, household_id: int, on: date) -> None:
    """Refuse while a recognition stands, and one dated inside an earlier one."""
    for record in queries.households.zero_records(unit, household_id):
        ended = record.cleared_on or record.exited_on
        if ended is None or on < ended:
            raise Overtaken("household.already_recognised", date=record.recognised_on.isoformat())


def _recorded(unit: Unit, actor: Actor, now: datetime, household: Household, form: RecogniseForm) -> ZeroEmploymentRecord:
    profile = profiles.of(unit)
    last_day = clearing_last_day(form.on, calendars.of(unit), profile.zero_family_count, roll=profile.zero_family_roll)
    record = ZeroEmploymentRecord(
        household_id=household.id,
        state=ZeroState.RECOGNISED.value,
        recognised_on=form.on,
        recognised_by=form.recognised_by.strip(),
        last_day=last_day,
        late_entry=form.on < business_date(now),
        officer_id=actor.officer_id,
        recorded_at=now,
    )
    unit.add(record)
    unit.flush()
    unit.about(record)
    return record


def standing(unit: Unit, household_id: int) -> tuple[Household, ZeroEmploymentRecord]:
    """A household with its newest record on the register, held with its members."""
    _hold_members(unit, household_id)
    household = _held(unit, household_id)
    records = queries.households.zero_records(unit, household_id)
    if not records:
        raise NotFound("household.not_recognised", field="household")
    unit.about(records[0])
    return household, records[0]


def register(
    db: Database,
    actor: Actor,
    now: datetime,
    *,
    only: RegisterFilter | None = None,
    on: date | None = None,
    after: Any = None,
    limit: int = PAGE,
) -> Page[RegisterLine]:
    """The register as it stood at the end of a day (today), the nearest last day first."""
    day = on or business_date(now)
    with db.read("household.read", actor) as session:
        found = queries.households.register_page(session, only or RegisterFilter(), day, after, limit + 1)
    return page_of(found, limit, lambda row: _line_on(row, day), lambda row: (row.last_day, row.id))


def counted(db: Database, actor: Actor, on: date) -> RegisterCount:
    """How many stood on the register at the end of a day; clearing one later does not change it (F10)."""
    with db.read("household.read", actor) as session:
        return RegisterCount(on, *queries.households.count_on_register(session, on))


def late_in_year(db: Database, actor: Actor, now: datetime, year: int) -> tuple[int, ...]:
    """The households that stood uncleared past their last day in a year: one of them and 当年保持动态为零 is missed (F11)."""
    last = min(date(year, 12, 31), business_date(now))
    with db.read("household.read", actor) as session:
        return tuple(row.household_id for row in queries.households.late_in(session, date(year, 1, 1), last))


def view(db: Database, actor: Actor, now: datetime, household_id: int) -> HouseholdView:
    """A household in full."""
    with db.read("household.read", actor) as session:
        return _view(session, _found(session, household_id), business_date(now))


def of_person(db: Database, actor: Actor, now: datetime, person_id: int) -> HouseholdView | None:
    """The household a person belongs to, None without one."""
    with db.read("household.read", actor) as session:
        household = queries.households.household_of(session, person_id)
        return _view(session, household, business_date(now)) if household else None


def _view(session: ReadSession | Unit, household: Household, today: date) -> HouseholdView:
    rows = queries.households.memberships(session, household.id)
    members = tuple(_member(person_of(session, row.person_id), row, today) for row in rows)
    records = tuple(register_line(session, household, record, today) for record in queries.households.zero_records(session, household.id))
    return HouseholdView(
        *(household.id, household.version, household.code, household.head_id, household.address, household.grid_id), members, records
    )


def _member(person: Person, row: HouseholdMember, today: date) -> MemberLine:
    age = age_on(person.birth_date, today) if person.birth_date else None
    status = StatusKind(person.status) if person.status else None
    return MemberLine(person.id, person.name, row.relation, Gender(person.gender), age, status, row.since)


def zero_record(record: Any) -> ZeroRecord:
    """What the rules look at in a stored record."""
    return ZeroRecord(ZeroState(record.state), record.recognised_on, record.last_day, record.cleared_on or record.exited_on)


def register_line(session: ReadSession | Unit, household: Household, record: ZeroEmploymentRecord, on: date) -> RegisterLine:
    """A record as it stood at the end of a day."""
    rows = queries.households.register_page(session, RegisterFilter(household_id=household.id), max(on, record.recognised_on), None, 100)
    return next(_line_on(row, on) for row in rows if row.id == record.id)


def _line_on(row: Any, on: date) -> RegisterLine:
    """A record as it stood at the end of a day: what happened later is not yet true."""
    record = zero_record(row)
    state = ZeroState.RECOGNISED if rules.on_register(record, on) else record.state
    ended = state is not ZeroState.RECOGNISED
    return RegisterLine(
        *(row.household_id, row.id, row.code, row.head_id, row.head, row.size, row.address, row.grid_id),
        state=state,
        recognised_on=row.recognised_on,
        recognised_by=row.recognised_by,
        last_day=row.last_day,
        days_left=rules.days_left(record, on),
        overdue=rules.overdue(record, on),
        cleared_on=row.cleared_on if ended else None,
        cleared_person_id=row.cleared_person_id if ended else None,
        exited_on=row.exited_on if ended else None,
        exit_kind=row.exit_kind if ended else "",
        reason=row.reason if ended else "",
        late_entry=row.late_entry,
    )
