"""The day something counts as received: what comes after hours or on a day off, by the profile's rule on the next working day."""

from __future__ import annotations

from datetime import date, datetime

from app.domain import deadlines, hours
from app.domain.clock import business_date
from app.domain.hours import HoursArea
from app.services import calendars, profiles, station_hours
from db.uow import ReadSession, Unit


def day_of(session: ReadSession | Unit, now: datetime) -> date:
    """The day of receipt of what comes in at ``now``, by the counters' hours; without hours only a day off is after hours."""
    calendar, spans = calendars.of(session), station_hours.areas_in(session)[HoursArea.COUNTERS]
    closes = hours.last_closing(spans, business_date(now), calendar.is_working)
    return deadlines.receipt_day(now, closes, calendar, profiles.of(session).late_receipt)
