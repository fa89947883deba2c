"""How many people come, on which days and at which hours: winter and spring hiring, busy Mondays, a dip at noon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from app.domain.calendar import ONE_DAY, Calendar
from app.domain.clock import at_station
from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_facts import Span

MONTHS = (1.12, 1.18, 1.42, 1.22, 1.02, 0.92, 0.84, 0.84, 0.98, 0.94, 1.02, 1.16)
WEEKDAYS = (1.26, 1.08, 1.0, 0.94, 0.82, 0.7, 0.6)
OPENS, CLOSES = 8 * 60 + 30, 17 * 60
QUARTERS = Weighted(
    zip(
        range(OPENS, CLOSES - 15, 15),
        (*(1.3, 2.0, 2.6, 3.0, 3.1, 3.0, 2.7, 2.3, 1.9, 1.5, 1.1, 0.7), *(0.35, 0.25, 0.2, 0.25, 0.5, 0.9))
        + (*(1.4, 1.9, 2.2, 2.3, 2.1, 1.9, 1.6, 1.4, 1.2, 1.0, 0.8, 0.6, 0.4), 0.3, 0.2),
        strict=True,
    )
)
DESKS = ("clerk1", "clerk2")
"""Who sits at the counters, by their number."""
BEFORE_HOLIDAY = 0.72
FIRST_FULL, LAST_FULL = (8, 45), (16, 50)


def out_on(day: date) -> int:
    """The counter whose officer is out on visits in the afternoon, where no grid officers go: the two take turns."""
    return 1 + day.toordinal() % 2


def is_full_office(now: datetime, calendar: Calendar) -> bool:
    """Whether a moment lies in the hours of a working day in which somebody is always there."""
    return calendar.is_working(now.date()) and at_station(now.date(), *FIRST_FULL) <= now <= at_station(now.date(), *LAST_FULL)


def working_days(first: date, last: date, calendar: Calendar) -> tuple[date, ...]:
    """The days on which the office worked, both ends included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in days if calendar.is_working(day))


def weight_of(day: date, calendar: Calendar) -> float:
    """How busy a day is beside an ordinary one."""
    eve = 1.0 if calendar.is_working(day + ONE_DAY) or day.weekday() >= 4 else BEFORE_HOLIDAY
    return MONTHS[day.month - 1] * WEEKDAYS[day.weekday()] * eve


def spread(total: int, days: Sequence[date], calendar: Calendar, chance: Chance) -> tuple[int, ...]:
    """``total`` visitors over the days, by their weights and some chance; the sum is exact."""
    weights = [weight_of(day, calendar) * (0.85 + 0.3 * chance.unit()) for day in days]
    whole, passed, given = sum(weights), 0.0, 0
    counts = []
    for weight in weights:
        passed += weight
        upto = round(total * passed / whole)
        counts.append(upto - given)
        given = upto
    return tuple(counts)


def arrivals(day: date, count: int, chance: Chance) -> list[datetime]:
    """The moments at which ``count`` visitors of a day take their numbers, in order, no two at the same second."""
    seconds = {QUARTERS.draw(chance) * 60 + chance.below(900) for _ in range(count)}
    while len(seconds) < count:
        seconds.add(QUARTERS.draw(chance) * 60 + chance.below(900))
    start = at_station(day)
    return [start + timedelta(seconds=second) for second in sorted(seconds)]


def office_days_of(span: Span, calendar: Calendar) -> tuple[date, ...]:
    """The working days of the past, today included."""
    return working_days(span.first, span.today, calendar)
