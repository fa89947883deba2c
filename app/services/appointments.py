"""Appointments that officers make for visitors: with the rules of the place, no-shows recorded. Checking in is ``queue.check_in``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain import appointments as rule
from app.domain import hours
from app.domain.actor import SYSTEM, Actor
from app.domain.appointments import AppointmentAction, AppointmentRules, AppointmentState, Kept
from app.domain.clock import business_date
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.profiles import RuleProfile
from app.services import calendars, profiles, queue_hours
from db import counters as numbers
from db.models import Appointment, Person
from db.queries import appointments as query
from db.queries import queue as queue_query
from db.queries import queue_order as order
from db.uow import Database, ReadSession, Unit

BATCH = 50


@dataclass(frozen=True, slots=True)
class AppointmentForm:
    """What an officer asks for: whom, when, in which line or for which item."""

    person_id: int
    at: datetime
    line: str = ""
    item: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """An appointment as lists show it; ``ticket`` is the one it became last."""

    code: str
    at: datetime
    line: str
    line_name: str
    person_id: int
    person: str
    state: str
    note: str
    officer: str
    ticket: str | None
    item: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A stretch of a slot in which a line can still be booked, from ``at`` on and before ``ends``; ``left`` places, None for any number."""

    at: datetime
    ends: datetime
    left: int | None


OFFICE = (("daily", "08:00", "18:00"),)
"""What is offered where neither the line nor the station has set hours; any other time may be asked for all the same."""


def rules_of(profile: RuleProfile) -> AppointmentRules:
    """The rules of the place."""
    return AppointmentRules(
        profile.appointment_least_days,
        profile.appointment_days_ahead,
        profile.appointments_per_day,
        profile.appointment_cancel_hours,
        profile.appointment_early_minutes,
        profile.appointment_late_minutes,
        profile.no_show_limit,
        profile.no_show_days,
        profile.appointment_slot_minutes,
        profile.appointments_per_slot,
    )


def make(db: Database, actor: Actor, now: datetime, form: AppointmentForm) -> str:
    """Make an appointment; the answer is the code on its slip."""
    day = business_date(form.at)
    with db.write("appointment.make", actor, now) as unit:
        item = _item(unit, form.item) if form.item else None
        # line, then person: who books the same slot, or twice for one person, at one moment is counted
        line = _line(unit, form.line or (item.letter if item else "") or "")
        person = unit.get(Person, form.person_id, with_for_update=True)
        if person is None:
            raise NotFound("queue.person_unknown", field="person", person=form.person_id)
        rules, calendar = rules_of(profiles.of(unit)), calendars.of(unit)
        rule.check_make(rules, form.at, now, calendar, _kept(unit, person.id, line.id, rules, form.at, now))
        if not hours.bookable(line.hours, queue_hours.counters_of(unit), form.at, calendar.is_working):
            raise Refused("appointment.closed", field="at", line=line.name, day=day)
        code = rule.appointment_code(form.at, numbers.next_number(unit, "appointment", str(day)))
        unit.add(
            Appointment(
                code=code,
                person_id=person.id,
                line_id=line.id,
                item_id=item.id if item else None,
                at=form.at,
                business_date=day,
                state=AppointmentState.BOOKED.value,
                note=form.note.strip(),
                made_at=now,
                officer_id=actor.officer_id,
            )
        )
    return code


def _kept(session: ReadSession | Unit, person_id: int, line_id: int, rules: AppointmentRules, at: datetime, now: datetime) -> Kept:
    since = business_date(now) - timedelta(days=rules.no_show_days)
    there = query.in_slot(session, line_id, *rule.slot(rules, at))
    return Kept(query.on_day(session, person_id, business_date(at)), query.no_shows(session, person_id, since), there)


def free(db: Database, actor: Actor, now: datetime, line: str, day: date) -> tuple[FreeSlot, ...]:
    """The slots of a day in which a line serves and still has room, to choose from; what a person may, ``make`` decides.

    Any minute of what is offered can be booked: where the hours begin or end within a slot, the part within them is offered.
    """
    with db.read("queue.read", actor) as session:
        row, calendar, rules = order.line_row(session, line.strip().upper()), calendars.of(session), rules_of(profiles.of(session))
        if row is None:
            return ()
        station = queue_hours.counters_of(session)
        spans = row.hours or station or OFFICE
        working = calendar.is_working
        taken = Counter(rule.slot(rules, at)[0] for at in query.times_in_line(session, row.id, day))

        def serves(at: datetime) -> bool:
            return at > now and hours.is_open(spans, at, working) and hours.bookable(row.hours, station, at, working)

        windows = ((begins, rule.window(rules, begins, serves)) for begins in rule.slots(rules, day))
        most = rules.per_slot
        found = ((window, None if most is None else most - taken[begins]) for begins, window in windows if window is not None)
        return tuple(FreeSlot(*window, left) for window, left in found if left is None or left > 0)


def next_day(db: Database, actor: Actor, now: datetime) -> date:
    """The nearest working day for which an appointment may be made: what a form begins with."""
    with db.read("queue.read", actor) as session:
        calendar, day = calendars.of(session), business_date(now) + timedelta(days=profiles.of(session).appointment_least_days)
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def _item(unit: Unit, code: str) -> Any:
    row = queue_query.item_row(unit, code.strip().upper())
    if row is None:
        raise NotFound("queue.item_unknown", field="item", item=code)
    return row


def _line(unit: Unit, letter: str) -> Any:
    if not letter.strip():
        raise Refused("queue.item_no_line", field="line")
    row = order.lock_line(unit, letter.strip().upper())
    if row is None or not row.active:
        raise NotFound("queue.line_unknown", field="line", line=letter)
    return row


def found(unit: Unit, code: str) -> Appointment:
    """An appointment by the code on its slip, locked."""
    row = query.locked(unit, code.strip().upper())
    if row is None:
        raise NotFound("queue.appointment_unknown", field="appointment", code=code)
    return row


def cancel(db: Database, actor: Actor, now: datetime, code: str, reason: str = "") -> str:
    """Cancel an appointment in time; the answer is its state."""
    with db.write("appointment.cancel", actor, now) as unit:
        row = found(unit, code)
        state = rule.check(AppointmentState(row.state), AppointmentAction.CANCEL)
        rule.check_cancel(rules_of(profiles.of(unit)), row.at, now)
        row.state, row.ended_at, row.reason = state.value, now, reason.strip()
        return state.value


def check_in(unit: Unit, code: str, now: datetime) -> Appointment:
    """The appointment of somebody who has come, marked; refused outside its time, and while a ticket of it is open or it was served."""
    row = found(unit, code)
    state = rule.check(AppointmentState(row.state), AppointmentAction.CHECK_IN)
    ticket = query.open_ticket(unit, row.id) or query.finished_ticket(unit, row.id)
    if ticket is not None:
        raise Overtaken("queue.appointment_taken", field="appointment", code=row.code, ticket=ticket, existing=ticket)
    rule.check_in_time(rules_of(profiles.of(unit)), row.at, now)
    row.state, row.checked_in_at = state.value, now
    return row


def listing(
    db: Database, actor: Actor, *, on: date | None = None, person_id: int | None = None, since: date | None = None
) -> tuple[AppointmentLine, ...]:
    """The appointments of a day, of a person, from a day on, or what all of these leave."""
    with db.read("queue.read", actor) as session:
        return tuple(_shown(row) for row in query.day_list(session, on, person_id, since))


def _shown(row: Any) -> AppointmentLine:
    one: Appointment = row.Appointment
    return AppointmentLine(
        *(one.code, one.at, row.letter, row.line_name, one.person_id, row.person_name, one.state, one.note),
        *(row.officer_name or "", row.ticket, row.item_name or "", one.reason),
    )


def miss_overdue(db: Database, now: datetime) -> int:
    """Record who did not come; one of the timed duties. The answer counts them."""
    done = 0
    with db.read("duties.run", SYSTEM) as session:
        until = rule.minute(now) - timedelta(minutes=profiles.of(session).appointment_late_minutes)
        some = query.some_overdue(session, until)
    while some and (step := _miss_some(db, now, until)):
        done += step
    return done


def _miss_some(db: Database, now: datetime, until: datetime) -> int:
    with db.write("duties.run", SYSTEM, now) as unit:
        rows = query.overdue(unit, until, BATCH)
        for row in rows:
            row.state, row.ended_at = rule.check(AppointmentState(row.state), AppointmentAction.MISS).value, now
    return len(rows)
