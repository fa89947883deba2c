"""Appointments: when one may be made, cancelled and checked in, and when somebody has not come; the numbers come from the profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import dropwhile, takewhile

from app.domain import moves
from app.domain.calendar import Calendar
from app.domain.clock import at_station, business_date, station_time
from app.domain.errors import Refused
from app.domain.moves import lead

SLIP_CODE = re.compile(r"YY\d{8}-\d{3,}$")
"""How the code on a slip ends what a scanner typed."""


class AppointmentState(StrEnum):
    """The life of an appointment; ``MISSED`` is a no-show."""

    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    CANCELLED = "cancelled"
    MISSED = "missed"


class AppointmentAction(StrEnum):
    """What moves an appointment; ``MISS``: its time has passed and nobody came."""

    CHECK_IN = "check_in"
    CANCEL = "cancel"
    MISS = "miss"


_B, _C = AppointmentState.BOOKED, AppointmentState.CHECKED_IN

APPOINTMENT_MOVES: dict[AppointmentAction, dict[AppointmentState, AppointmentState]] = {
    # who checked in and whose ticket was abandoned or expired may check in again
    AppointmentAction.CHECK_IN: lead(_C, _B, _C),
    AppointmentAction.CANCEL: lead(AppointmentState.CANCELLED, _B),
    AppointmentAction.MISS: lead(AppointmentState.MISSED, _B),
}


@dataclass(frozen=True, slots=True)
class AppointmentRules:
    """The rules of the place: days before (``days_ahead`` in working days), hours and minutes around the time, no-shows, and slots.

    A day is cut into slots of ``slot_minutes`` from midnight on; a line takes ``per_slot`` people in each, None any number.
    """

    least_days: int = 1
    days_ahead: int = 5
    per_day: int = 1
    cancel_hours: int = 2
    early_minutes: int = 15
    late_minutes: int = 30
    no_show_limit: int | None = 3
    no_show_days: int = 90
    slot_minutes: int = 30
    per_slot: int | None = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """What is there: the person's appointments on the day and no-shows within ``no_show_days``, the line's appointments in the slot."""

    same_day: int = 0
    no_shows: int = 0
    same_slot: int = 0


def check(state: AppointmentState, action: AppointmentAction) -> AppointmentState:
    """The state after ``action``, or a refusal that says why the appointment cannot move."""
    return moves.moved(APPOINTMENT_MOVES, state, action, "appointment.move", {AppointmentAction.MISS})


def check_make(rules: AppointmentRules, at: datetime, now: datetime, calendar: Calendar, kept: Kept) -> None:
    """Refuse an appointment that is too near, too far, one too many for its day, or asked by somebody who did not come too often."""
    day, today = business_date(at), business_date(now)
    if at <= now or (day - today).days < rules.least_days:
        raise Refused("appointment.too_near", field="at", days=rules.least_days)
    if calendar.working_days_between(today, day) > rules.days_ahead:
        raise Refused("appointment.too_far", field="at", days=rules.days_ahead, last=calendar.add_working_days(today, rules.days_ahead))
    if kept.same_day >= rules.per_day:
        raise Refused("appointment.same_day", field="at", day=day, most=rules.per_day)
    if rules.no_show_limit is not None and kept.no_shows >= rules.no_show_limit:
        raise Refused("appointment.no_shows", field="person", times=kept.no_shows, days=rules.no_show_days)
    if rules.per_slot is not None and kept.same_slot >= rules.per_slot:
        begins, ends = (f"{station_time(edge):%H:%M}" for edge in slot(rules, at))
        raise Refused("appointment.slot_full", field="at", begins=begins, ends=ends, most=rules.per_slot)


def slot(rules: AppointmentRules, at: datetime) -> tuple[datetime, datetime]:
    """The slot that ``at`` lies in: from its first moment to the first of the next one."""
    local = station_time(at)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    length = timedelta(minutes=rules.slot_minutes)
    begins = midnight + (local - midnight) // length * length
    return begins, min(begins + length, midnight + timedelta(days=1))


def slots(rules: AppointmentRules, day: date) -> Iterator[datetime]:
    """The first moments of the slots of a day."""
    begins = at_station(day, 0)
    while business_date(begins) == day:
        yield begins
        begins = slot(rules, begins)[1]


def window(rules: AppointmentRules, begins: datetime, serves: Callable[[datetime], bool]) -> tuple[datetime, datetime] | None:
    """The first stretch of minutes of a slot that are served: its first minute, and the first one behind it; None where none is."""
    ends = slot(rules, begins)[1]
    minutes = (begins + timedelta(minutes=number) for number in range(int((ends - begins) / timedelta(minutes=1))))
    served = list(takewhile(serves, dropwhile(lambda at: not serves(at), minutes)))
    return (served[0], served[-1] + timedelta(minutes=1)) if served else None


def check_cancel(rules: AppointmentRules, at: datetime, now: datetime) -> None:
    """Refuse a cancellation that comes too late for somebody else to take the time."""
    if minute(now) > at - timedelta(hours=rules.cancel_hours):
        raise Refused("appointment.cancel_late", hours=rules.cancel_hours)


def check_in_time(rules: AppointmentRules, at: datetime, now: datetime) -> None:
    """Refuse a check-in that is too early or too late; the edges still hold."""
    if now < at - timedelta(minutes=rules.early_minutes):
        opens = station_time(at - timedelta(minutes=rules.early_minutes))
        raise Refused("appointment.early", field="appointment", at=f"{station_time(at):%m-%d %H:%M}", opens=f"{opens:%m-%d %H:%M}")
    if overdue(rules, at, now):
        raise Refused("appointment.late", field="appointment", at=f"{station_time(at):%m-%d %H:%M}", minutes=rules.late_minutes)


def overdue(rules: AppointmentRules, at: datetime, now: datetime) -> bool:
    """Whether the time to check in has passed; the minute that the slip names is still in time."""
    return minute(now) > at + timedelta(minutes=rules.late_minutes)


def minute(now: datetime) -> datetime:
    """The minute that a clock on the wall shows."""
    return now.replace(second=0, microsecond=0)


def appointment_code(at: datetime, number: int) -> str:
    """YY20261012-001: the ``number``-th appointment for that day."""
    return f"YY{station_time(at):%Y%m%d}-{number:03d}"
