"""Visits to persons, households and employers: recorded once, late entries with their reason, the next one agreed (004 (五))."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from app.domain import visits as rules
from app.domain.actor import Actor
from app.domain.assistance import ServiceKind, ServiceMode
from app.domain.clock import at_station, business_date
from app.domain.errors import NotFound, Refused
from app.domain.late_entries import LateKind
from app.domain.visits import EmployerService, VisitDraft, VisitKind, VisitResult, VisitWay
from app.services import assistance, employers, late_entries
from app.services.assistance import ServiceForm
from app.services.employers import EmployerForm
from app.services.late_entries import Asked, Entry
from app.services.paging import Page, page_of
from app.services.persons import of as person_of
from db import counters as numbers
from db import queries
from db.models import Employer, Household, Visit, VisitPerson
from db.queries.visits import VisitFilter as VisitFilter
from db.uow import Database, ReadSession, Unit

PAGE = 200
LOOKED_BACK = timedelta(days=180)
"""A visit agreed longer ago is not due any more but missed: the coverage of its quarter shows it."""
_MODES = {VisitWay.DOOR: ServiceMode.DOOR, VisitWay.PHONE: ServiceMode.REMOTE, VisitWay.OTHER: ServiceMode.PROACTIVE}


@dataclass(frozen=True, slots=True)
class VisitForm:
    """A visit as typed in; ``met`` are the persons really met with their relation (本人 or a family member's).

    Without ``happened_on`` it was today; an earlier day is a late entry and wants its reason.
    """

    kind: VisitKind
    way: VisitWay
    result: VisitResult
    person_id: int | None = None
    household_id: int | None = None
    employer_id: int | None = None
    happened_on: date | None = None
    met: tuple[tuple[int, str], ...] = ()
    findings: str = ""
    needs: str = ""
    services: tuple[EmployerService, ...] = ()
    next_on: date | None = None
    second_officer_id: int | None = None
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A row of the list of visits; ``whom`` is the person, the head of the household or the employer; ``met`` counts persons."""

    id: int
    code: str
    kind: VisitKind
    way: VisitWay
    result: VisitResult
    whom: str
    person_id: int | None
    household_id: int | None
    employer_id: int | None
    happened_on: date
    met: int
    findings: str
    needs: str
    next_on: date | None
    officer: str
    late_entry: bool


@dataclass(frozen=True, slots=True)
class MetLine:
    """A person met."""

    person_id: int
    name: str
    relation: str


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit in full."""

    line: VisitLine
    version: int
    met: tuple[MetLine, ...]
    services: tuple[EmployerService, ...]
    second_officer: str
    late_reason: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class DueVisit:
    """A next visit that was agreed for a day."""

    visit_id: int
    kind: VisitKind
    whom: str
    person_id: int | None
    household_id: int | None
    employer_id: int | None
    due_on: date
    officer: str


@dataclass(frozen=True, slots=True)
class VisitCount:
    """What the visits of a span come to: persons met (once a day each), days with a visit."""

    person_times: int
    days: int


@dataclass(frozen=True, slots=True)
class GridCoverage:
    """How many households of a grid cell were visited in a span."""

    grid_id: int | None
    grid: str
    households: int
    visited: int


@dataclass(frozen=True, slots=True)
class Unvisited:
    """A person with an open file, without a visit and without a named helper."""

    person_id: int
    name: str
    code: str
    opened_on: date


def record(db: Database, actor: Actor, now: datetime, form: VisitForm) -> VisitView | Asked:
    """Record a visit. Who was really met counts as 走访人次 once a day and has it as a service; a refusal is a visit made.

    One of more than three working days back waits for its second person and is recorded when that one confirms.
    """
    with db.write("visit.record", actor, now) as unit:
        return _record(unit, actor, now, form)


def record_at_new_employer(db: Database, actor: Actor, now: datetime, employer: EmployerForm, form: VisitForm) -> VisitView | Asked:
    """Register an employer and the visit to it in one step; ``form.employer_id`` is not looked at."""
    with db.write("visit.record", actor, now) as unit:
        owner = employers.add_in(unit, now, employer)
        return _record(unit, actor, now, replace(form, employer_id=owner.id))


def _record(unit: Unit, actor: Actor, now: datetime, form: VisitForm) -> VisitView | Asked:
    met = _checked(unit, now, form)
    entry = _entry(form, form.happened_on or business_date(now))
    kept = replace(form, happened_on=entry.on)
    asked = late_entries.waits(unit, actor, now, entry, kept)
    if asked is not None:
        return asked
    visit = _made(unit, actor, now, kept, met)
    late_entries.note(unit, actor, now, entry, f"visit:{visit.id}")
    return _view(unit, visit)


def enter(unit: Unit, actor: Actor, now: datetime, form: VisitForm) -> Visit:
    """Enter a visit that waited for its second person, on its own day and by the officer who made it."""
    return _made(unit, actor, now, form, _checked(unit, now, form))


def _checked(unit: Unit, now: datetime, form: VisitForm) -> dict[int, str]:
    """Who was met, where the form says something that can be."""
    today = business_date(now)
    _check_target(unit, form)
    met = _met(unit, form)
    rules.check_visit(_draft(form, form.happened_on or today, met), today)
    return met


def _made(unit: Unit, actor: Actor, now: datetime, form: VisitForm, met: dict[int, str]) -> Visit:
    visit = _new_visit(unit, actor, now, form, form.happened_on or business_date(now))
    _add_met(unit, actor, now, visit, form, met)
    unit.about(visit)
    return visit


def _entry(form: VisitForm, day: date) -> Entry:
    whose = {VisitKind.PERSON: form.person_id, VisitKind.HOUSEHOLD: form.household_id, VisitKind.EMPLOYER: form.employer_id}[form.kind]
    assert whose is not None, "the target has been looked at"
    return Entry(LateKind.VISIT, day, form.late_reason, form.kind.value, whose)


def _check_target(unit: Unit, form: VisitForm) -> None:
    targets = {
        VisitKind.PERSON: (form.person_id, "person", None),
        VisitKind.HOUSEHOLD: (form.household_id, "household", Household),
        VisitKind.EMPLOYER: (form.employer_id, "employer", Employer),
    }
    target, field, model = targets[form.kind]
    if target is None:
        raise Refused("visit.whom", field=field)
    if model is None:
        person_of(unit, target)
    elif unit.get(model, target) is None:
        raise NotFound("visit.target_not_found", field=field)


def _met(unit: Unit, form: VisitForm) -> dict[int, str]:
    """Who was met; a visit to a person who was met in person needs no further naming."""
    met = dict(form.met)
    if form.kind is VisitKind.PERSON and form.result is VisitResult.MET_PERSON and form.person_id is not None:
        met.setdefault(form.person_id, "本人")
    for person_id in met:
        person_of(unit, person_id)
    return met


def _draft(form: VisitForm, day: date, met: dict[int, str]) -> VisitDraft:
    return VisitDraft(form.kind, form.way, form.result, day, tuple(met), frozenset(form.services), form.next_on, form.late_reason)


def _new_visit(unit: Unit, actor: Actor, now: datetime, form: VisitForm, day: date) -> Visit:
    late = rules.is_late_entry(day, business_date(now))
    visit = Visit(
        code=f"Z{day:%Y%m%d}-{numbers.next_number(unit, 'visit', str(day)):03d}",
        kind=form.kind.value,
        way=form.way.value,
        person_id=form.person_id,
        household_id=form.household_id,
        employer_id=form.employer_id,
        happened_on=day,
        happened_at=at_station(day, 12) if late else now,
        result=form.result.value,
        findings=form.findings.strip(),
        needs=form.needs.strip(),
        services=[service.value for service in form.services],
        next_on=form.next_on,
        officer_id=actor.officer_id,
        second_officer_id=form.second_officer_id,
        late_entry=late,
        late_reason=form.late_reason.strip() if late else "",
        recorded_at=now,
    )
    unit.add(visit)
    unit.flush()
    return visit


def _add_met(unit: Unit, actor: Actor, now: datetime, visit: Visit, form: VisitForm, met: dict[int, str]) -> None:
    """One row for each person met; the telephone is contact, not a meeting, and so a service only."""
    if form.kind is VisitKind.EMPLOYER:
        return
    if rules.counts_as_meeting(form.way, form.result):
        rows = ((person_id, relation) for person_id, relation in met.items())
        unit.add_all(
            VisitPerson(visit_id=visit.id, person_id=person_id, met_on=visit.happened_on, relation=relation, recorded_at=now)
            for person_id, relation in rows
        )
    if rules.is_followed_up(form.result):
        for person_id in met:
            text = visit.findings or visit.needs
            service = ServiceForm(ServiceKind.VISIT, _MODES[form.way], visit.happened_on, text, f"visit:{visit.id}")
            assistance.add_service(unit, actor, now, person_id, service)
    unit.flush()


def page(db: Database, actor: Actor, *, only: VisitFilter | None = None, after: Any = None, limit: int = PAGE) -> Page[VisitLine]:
    """A page of the list of visits, the newest first."""
    with db.read("visit.read", actor) as session:
        found = queries.visits.visit_page(session, only or VisitFilter(), after, limit + 1)
    return page_of(found, limit, _line, lambda row: (row.happened_on, row.id))


def of_person(db: Database, actor: Actor, person_id: int, limit: int = 50) -> tuple[VisitLine, ...]:
    """The visits that were for a person or met them, the newest first."""
    return page(db, actor, only=VisitFilter(person_id=person_id), limit=limit).rows


def view(db: Database, actor: Actor, visit_id: int) -> VisitView:
    """A visit in full."""
    with db.read("visit.read", actor) as session:
        visit = queries.visits.visit(session, visit_id)
        if visit is None:
            raise NotFound("visit.not_found", field="visit")
        return _view(session, visit)


def _view(session: ReadSession | Unit, visit: Visit) -> VisitView:
    line = _line(queries.visits.visit_row(session, visit.id))
    met = tuple(MetLine(row.person_id, row.name, row.relation) for row in queries.visits.persons_met(session, visit.id))
    second = queries.people.names_of_officers(session).get(visit.second_officer_id or 0, "")
    services = tuple(EmployerService(code) for code in visit.services)
    return VisitView(line, visit.version, met, services, second, visit.late_reason, visit.recorded_at)


def _line(row: Any) -> VisitLine:
    return VisitLine(
        *(row.id, row.code, VisitKind(row.kind), VisitWay(row.way), VisitResult(row.result), _whom(row)),
        *(row.person_id, row.household_id, row.employer_id, row.happened_on, row.met, row.findings, row.needs),
        *(row.next_on, row.officer, row.late_entry),
    )


def _whom(row: Any) -> str:
    return str(row.employer or row.head or row.person or "")


def due(
    db: Database, actor: Actor, now: datetime, *, until: date | None = None, officer_id: int | None = None, limit: int = PAGE
) -> tuple[DueVisit, ...]:
    """Next visits agreed for a day up to today (or ``until``) that have not been made, the oldest first."""
    with db.read("visit.read", actor) as session:
        last = until or business_date(now)
        rows = queries.visits.due(session, last - LOOKED_BACK, last, officer_id, limit)
        officers = queries.people.names_of_officers(session)
        return tuple(_due(row, officers) for row in rows)


def _due(row: Any, officers: dict[int, str]) -> DueVisit:
    return DueVisit(
        *(row.id, VisitKind(row.kind), _whom(row), row.person_id, row.household_id, row.employer_id, row.next_on),
        officers.get(row.officer_id, ""),
    )


def counted(db: Database, actor: Actor, first: date, last: date, officer_id: int | None = None) -> VisitCount:
    """人次 and visit days between two days; the days of one officer where one is named (D17)."""
    with db.read("visit.read", actor) as session:
        days = queries.visits.days_with_visits(session, first, last, officer_id)
        return VisitCount(queries.visits.person_times(session, first, last), days)


def coverage(db: Database, actor: Actor, first: date, last: date) -> tuple[GridCoverage, ...]:
    """How many households of each grid cell were visited between two days (D18, D22)."""
    with db.read("visit.read", actor) as session:
        rows: Sequence[Any] = queries.visits.coverage(session, first, last)
        return tuple(GridCoverage(row.grid_id, row.name or "", row.households, row.visited) for row in rows)


def unvisited(db: Database, actor: Actor, limit: int = PAGE) -> tuple[Unvisited, ...]:
    """Who has a file but neither a visit nor a named specialist (D8)."""
    with db.read("visit.read", actor) as session:
        rows = queries.visits.unvisited_files(session, limit)
        return tuple(Unvisited(row.person_id, row.name, row.code, row.opened_on) for row in rows)
