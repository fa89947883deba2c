"""Opening hours of lines: a line without hours is open at all hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from app.domain import hours as rule
from app.domain.errors import Refused
from app.services import calendars
from db.queries import board
from db.uow import ReadSession, Unit


def working_of(session: ReadSession | Unit, *spans: Sequence[Any]) -> rule.IsWorking:
    """What is a working day; the calendar is read only where hours ask for it."""
    if not any(rule.needs_calendar(one) for one in spans):
        return _weekday
    return calendars.of(session).is_working


def counters_of(session: ReadSession | Unit) -> rule.Spans:
    """The hours of the station's counters, from the view that a public face may read."""
    return board.opening_hours(session).get(rule.HoursArea.COUNTERS.value, ())


def _weekday(day: date) -> bool:
    return day.weekday() < rule.SATURDAY


def check_open(session: ReadSession | Unit, spans: Sequence[Any], line: str, now: datetime) -> None:
    """Refuse a number while the line is closed, by its own hours or by what the station's counters say of this very date."""
    station = counters_of(session)  # asked for its dates only, which need no calendar
    if not rule.is_open_here(spans, station, now, working_of(session, spans)):
        raise Refused("queue.line_closed", field="line", line=line)
