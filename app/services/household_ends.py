"""How a household ends on the register without anyone in work: cleared by a confirmed start of work, or off it for another ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from app.domain import households as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound
from app.domain.households import ExitGround, ZeroState
from app.domain.jobs_market import helped_since
from app.domain.late_entries import LateKind
from app.domain.persons import IN_WORK, DataSource, StatusKind
from app.services import late_entries, person_state, profiles
from app.services.households import ZERO_FAMILY, ClearForm, ExitForm, RegisterLine, register_line, standing, zero_record
from app.services.late_entries import Asked, Entry
from app.services.person_state import StatusForm
from app.services.persons import held
from db import queries
from db.models import Hire, Household, Person, ZeroEmploymentRecord
from db.uow import Database, Unit


def clear(db: Database, actor: Actor, now: datetime, household_id: int, form: ClearForm) -> RegisterLine | Asked:
    """Clear a household by a member's confirmed start of work, which also becomes that member's status.

    A start that is written down with it is a late entry like any other: past three working days it waits for its second person.
    """
    today = business_date(now)
    with db.write("household.clear", actor, now) as unit:
        found, hire, started = _clearing(unit, now, household_id, form)
        entry = Entry(LateKind.CLEARING, today if hire else started, form.late_reason, "household", household_id)
        asked = late_entries.waits(unit, actor, now, entry, replace(form, started_on=started))
        if asked is not None:
            return asked
        _cleared(unit, actor, now, found, form, hire, started)
        late_entries.note(unit, actor, now, entry, f"zero_employment_record:{found[1].id}")
        return register_line(unit, *found, today)


def enter_clearing(unit: Unit, actor: Actor, now: datetime, household_id: int, form: ClearForm) -> ZeroEmploymentRecord:
    """Enter a clearing that waited for its second person, with the start of work on its own day."""
    found, hire, started = _clearing(unit, now, household_id, form)
    _cleared(unit, actor, now, found, form, hire, started)
    return found[1]


_Standing = tuple[Household, ZeroEmploymentRecord]


def _clearing(unit: Unit, now: datetime, household_id: int, form: ClearForm) -> tuple[_Standing, Hire | None, date]:
    """The household, the hire that is known already, and the day work began; refused where that clears nothing."""
    found = standing(unit, household_id)
    ids = [row.person_id for row in queries.households.memberships(unit, household_id)]
    hire = _known_hire(unit, form, found[1])
    started = hire.started_on if hire else form.started_on or business_date(now)
    confirmed = hire is not None or form.confirmed_how is not None
    rules.check_clear(zero_record(found[1]), ids, form.person_id, started, business_date(now), confirmed=confirmed)
    person = held(unit, form.person_id)
    if not _has_status(unit, person, started):
        employer = hire.employer if hire else form.employer
        person_state.check_follows(unit, now, person, StatusForm(form.form, started, employer=employer))
    return found, hire, started


def _cleared(unit: Unit, actor: Actor, now: datetime, found: _Standing, form: ClearForm, hire: Hire | None, started: date) -> None:
    household, record = found
    ids = [row.person_id for row in queries.households.memberships(unit, household.id)]
    hire = hire or _new_hire(unit, actor, now, form, started)
    record.state, record.cleared_on, record.cleared_recorded_at = ZeroState.CLEARED.value, started, now
    record.cleared_person_id, record.hire_id = form.person_id, hire.id
    _at_work(unit, actor, now, form, hire)
    _leave_group(unit, record, ids, started)


def _known_hire(unit: Unit, form: ClearForm, record: ZeroEmploymentRecord) -> Hire | None:
    """The hire that was named, else the person's first since the recognition."""
    if form.hire_id is None:
        return queries.households.hire_since(unit, form.person_id, record.recognised_on)
    hire = unit.get(Hire, form.hire_id)
    if hire is None or hire.person_id != form.person_id:
        raise NotFound("household.hire_not_found", field="hire")
    return hire


def _new_hire(unit: Unit, actor: Actor, now: datetime, form: ClearForm, started: date) -> Hire:
    assert form.confirmed_how is not None
    first = helped_since(started, profiles.of(unit).helped_window_months)
    hire = Hire(
        person_id=form.person_id,
        employer=form.employer.strip(),
        form=form.form.value,
        started_on=started,
        confirmed_on=business_date(now),
        confirmed_how=form.confirmed_how.value,
        helped=queries.assistance.served_between(unit, form.person_id, first, started),
        officer_id=actor.officer_id,
        late_entry=started < business_date(now),
        recorded_at=now,
    )
    unit.add(hire)
    unit.flush()
    return hire


def _at_work(unit: Unit, actor: Actor, now: datetime, form: ClearForm, hire: Hire) -> None:
    """The member's status, unless the hire has been entered there already."""
    person = held(unit, form.person_id)
    if not _has_status(unit, person, hire.started_on):
        status = StatusForm(form.form, hire.started_on, employer=hire.employer, source=DataSource.COUNTER)
        person_state.put_status(unit, actor, now, person, status)


def _has_status(unit: Unit, person: Person, since: date) -> bool:
    """Whether that work was entered as the person's status before."""
    spans = queries.people.status_spans(unit, person.id)
    return any(StatusKind(span.status) in IN_WORK and span.since == since for span in spans)


def _leave_group(unit: Unit, record: ZeroEmploymentRecord, ids: Sequence[int], on: date) -> None:
    for person_id in ids:
        person_state.end_group(unit, person_id, ZERO_FAMILY, on, f"zero_employment_record:{record.id}")
    unit.flush()


def leave(db: Database, actor: Actor, now: datetime, household_id: int, form: ExitForm) -> RegisterLine | Asked:
    """Take a household off the register without anyone in work; its ground must hold on the records.

    An exit of more than three working days back waits for its second person.
    """
    with db.write("household.exit", actor, now) as unit:
        found = _leaving(unit, now, household_id, form)
        entry = Entry(LateKind.EXIT, form.on, form.late_reason, "household", household_id)
        asked = late_entries.waits(unit, actor, now, entry, form)
        if asked is not None:
            return asked
        _left(unit, now, found, form)
        late_entries.note(unit, actor, now, entry, f"zero_employment_record:{found[1].id}")
        return register_line(unit, *found, business_date(now))


def enter_exit(unit: Unit, now: datetime, household_id: int, form: ExitForm) -> ZeroEmploymentRecord:
    """Enter an exit that waited for its second person, on its own day."""
    found = _leaving(unit, now, household_id, form)
    _left(unit, now, found, form)
    return found[1]


def _leaving(unit: Unit, now: datetime, household_id: int, form: ExitForm) -> _Standing:
    found = standing(unit, household_id)
    ids = [row.person_id for row in queries.households.memberships(unit, household_id)]
    rules.check_exit(zero_record(found[1]), _ground(unit, form, found[1], ids), form.on, business_date(now))
    return found


def _left(unit: Unit, now: datetime, found: _Standing, form: ExitForm) -> None:
    household, record = found
    record.state, record.exited_on, record.exited_recorded_at = ZeroState.EXITED.value, form.on, now
    record.exit_kind, record.reason = form.kind.value, form.reason.strip()
    _leave_group(unit, record, [row.person_id for row in queries.households.memberships(unit, household.id)], form.on)


def _ground(unit: Unit, form: ExitForm, record: ZeroEmploymentRecord, ids: Sequence[int]) -> ExitGround:
    refusals = queries.households.refusals_since(unit, ids, record.recognised_on)
    return ExitGround(form.kind, form.reason, refusals, queries.households.last_contact(unit, ids))
