"""The spans of the groups that follow from age and registered unemployment: known to the day beforehand, so they are stored as spans.

A span holds from ``since`` up to, not including, ``until``. The tests on one day stand in ``persons.computed_groups``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.persons import Gender, StatusKind

COMPUTED = "computed"
"""The source of a span that this page computed; the others an officer set or a recognition brought."""


@dataclass(frozen=True, slots=True)
class StatusSpan:
    """A status from one day up to, not including, another."""

    status: StatusKind
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class GroupSpan:
    """A group a person belongs to from one day up to, not including, another."""

    group: str
    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the person belongs to the group on a day."""
        return self.since <= on and (self.until is None or on < self.until)


def computed_spans(born: date | None, gender: Gender, history: Iterable[StatusSpan]) -> tuple[GroupSpan, ...]:
    """All computed spans of a person from birth date, gender and status history."""
    return tuple(span for status in history for span in _of_status(born, gender, status))


def _of_status(born: date | None, gender: Gender, status: StatusSpan) -> Iterator[GroupSpan]:
    if status.status is not StatusKind.REGISTERED_UNEMPLOYED:
        return
    for group, first, end in _windows(born, gender, status.since):
        since = max(status.since, first)
        until = min((day for day in (status.until, end) if day is not None), default=None)
        if until is None or since < until:
            yield GroupSpan(group, since, until)


def _windows(born: date | None, gender: Gender, since: date) -> Iterator[tuple[str, date, date | None]]:
    yield "unemployed", since, None
    if born is not None:
        yield "youth", years_after(born, 16), years_after(born, 25)
        yield "older", years_after(born, 40 if gender is Gender.FEMALE else 50), None
    yield "long_unemployed", years_after(since, 1), None


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
