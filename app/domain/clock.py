"""Station time: UTC+8 whatever zone the machine is set to. A clock is passed in; nothing else asks the machine for the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

STATION_ZONE = timezone(timedelta(hours=8), "UTC+8")

Clock = Callable[[], datetime]


def machine_clock() -> datetime:
    """The machine's time, aware, in UTC."""
    return datetime.now(UTC)


def station_time(moment: datetime) -> datetime:
    """``moment`` in station time."""
    return moment.astimezone(STATION_ZONE)


def business_date(moment: datetime) -> date:
    """The station's calendar day of ``moment``."""
    return moment.astimezone(STATION_ZONE).date()


def parse_moment(text: str) -> datetime:
    """An aware moment from ISO text; without an offset it is station time. ValueError if it is no time."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=STATION_ZONE)


def at_station(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The aware moment of ``hour:minute`` station time on ``day``."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=STATION_ZONE)


def close_of(day: date) -> datetime:
    """The close of a station day: its midnight."""
    return at_station(day + timedelta(days=1))
