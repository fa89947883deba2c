"""Working days: which days the office counts, from a table of holidays and make-up days that a file may replace.

A year without a table is counted Monday to Friday; ``knows`` tells, so that every deadline touching it can warn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from app.domain.errors import Refused

_T = TypeVar("_T")

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class DayKind(StrEnum):
    """What a calendar day is to the office."""

    WORK = "work"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


class SpecialKind(StrEnum):
    """How a row of the table departs from Monday to Friday."""

    OFF = "off"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One row of the table: a day off, or a day worked at a weekend, and the holiday it belongs to."""

    day: date
    kind: SpecialKind
    name: str


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The table of one year and the notice it was taken from."""

    year: int
    source: str
    days: tuple[SpecialDay, ...]


@dataclass(frozen=True, slots=True)
class DayReason:
    """Why a day counts or not: its kind and, for holidays and make-up days, the holiday's name."""

    kind: DayKind
    name: str = ""


_PLAIN = DayReason(DayKind.WORK)
_WEEKEND = DayReason(DayKind.REST)


@dataclass(frozen=True, slots=True)
class Calendar:
    """All years known to the office, as one value."""

    special: Mapping[date, DayReason]
    years: frozenset[int]
    _off: tuple[date, ...]
    _extra: tuple[date, ...]

    def knows(self, year: int) -> bool:
        """Whether there is a table for ``year``."""
        return year in self.years

    def why(self, day: date) -> DayReason:
        """What ``day`` is, and of which holiday."""
        return self.special.get(day) or (_WEEKEND if day.weekday() >= _SATURDAY else _PLAIN)

    def is_working(self, day: date) -> bool:
        """Whether the office counts ``day``."""
        return self.why(day).kind in (DayKind.WORK, DayKind.MAKE_UP)

    def working_days_between(self, after: date, until: date) -> int:
        """Working days after ``after`` up to and including ``until``; negative when ``until`` lies before ``after``."""
        if until < after:
            return -self.working_days_between(until, after)
        return _weekdays(after, until) - _within(self._off, after, until) + _within(self._extra, after, until)

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.working_on_or_after(day + ONE_DAY)

    def working_on_or_after(self, day: date) -> date:
        """``day`` itself when it is worked, else the next working day."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def last_working_before(self, day: date) -> date:
        """The last working day before ``day``."""
        day -= ONE_DAY
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, start: date, count: int) -> date:
        """The ``count``-th working day, counted from the day after ``start``; ``count`` is at least 1."""
        day = start
        for _ in range(count):
            day = self.next_working_day(day)
        return day


ANNOUNCED_FROM = 12
"""The month from which on the coming year's table should be there: it is announced in November."""


def missing_year(known: Iterable[int], today: date) -> int | None:
    """The year that needs a table now: this one, or at the end of it the next."""
    there = set(known)
    if today.year not in there:
        return today.year
    return today.year + 1 if today.month >= ANNOUNCED_FROM and today.year + 1 not in there else None


def calendar_of(tables: Iterable[HolidayYear]) -> Calendar:
    """The calendar of checked year tables."""
    special: dict[date, DayReason] = {}
    years = set()
    for table in tables:
        check_table(table)
        years.add(table.year)
        special |= {row.day: DayReason(_KIND_OF[row.kind], row.name) for row in table.days}
    return Calendar(
        special,
        frozenset(years),
        tuple(sorted(day for day, why in special.items() if why.kind is DayKind.HOLIDAY and day.weekday() < _SATURDAY)),
        tuple(sorted(day for day, why in special.items() if why.kind is DayKind.MAKE_UP)),
    )


def check_table(table: HolidayYear) -> None:
    """Refuse a table with no days, a day of another year, a day twice, a day without a name, or make-up work on a weekday."""
    if not table.days:
        raise Refused("calendar.empty", field="days", year=table.year)
    seen: set[date] = set()
    for row in table.days:
        _check_row(row, table.year)
        if row.day in seen:
            raise Refused("calendar.day_twice", field="day", day=row.day.isoformat())
        seen.add(row.day)


def parse_tables(data: Mapping[str, object]) -> tuple[HolidayYear, ...]:
    """Year tables from the mapping of a TOML file: ``[2026]`` with ``source``, ``off`` (name, from, to) and ``work`` (name, day)."""
    tables = tuple(_parse_year(key, body) for key, body in data.items())
    for table in tables:
        check_table(table)
    return tables


def check_whole(tables: Sequence[HolidayYear]) -> None:
    """Refuse a year whose first of January is no day off: some days in place of its table, as where a New Year begins in December."""
    for table in tables:
        if not any(row.day == date(table.year, 1, 1) and row.kind is SpecialKind.OFF for row in table.days):
            raise Refused("calendar.part", field="file", year=table.year)


def is_weekend(day: date) -> bool:
    """Whether a day is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


_KIND_OF = {SpecialKind.OFF: DayKind.HOLIDAY, SpecialKind.WORK: DayKind.MAKE_UP}


def _weekdays(after: date, until: date) -> int:
    """Mondays to Fridays after ``after`` up to and including ``until``."""
    weeks, left = divmod((until - after).days, 7)
    first = after.weekday() + 1
    return weeks * 5 + sum((first + step) % 7 < _SATURDAY for step in range(left))


def _within(days: Sequence[date], after: date, until: date) -> int:
    return bisect_right(days, until) - bisect_left(days, after + ONE_DAY)


def _check_row(row: SpecialDay, year: int) -> None:
    if row.day.year != year:
        raise Refused("calendar.wrong_year", field="day", day=row.day.isoformat(), year=year)
    if not row.name:
        raise Refused("calendar.no_name", field="name", day=row.day.isoformat())
    if row.kind is SpecialKind.WORK and not is_weekend(row.day):
        raise Refused("calendar.work_on_weekday", field="day", day=row.day.isoformat())


def _parse_year(key: str, body: object) -> HolidayYear:
    if not key.isdigit() or not isinstance(body, Mapping):
        raise Refused("calendar.unreadable", field="year", text=key)
    days = [*_rows_of(body.get("off", ()), SpecialKind.OFF), *_rows_of(body.get("work", ()), SpecialKind.WORK)]
    return HolidayYear(int(key), str(body.get("source", "")), tuple(days))


def _rows_of(rows: object, kind: SpecialKind) -> Iterator[SpecialDay]:
    if not isinstance(rows, list | tuple):
        raise Refused("calendar.unreadable", field="days", text=str(rows))
    for row in rows:
        if not isinstance(row, Mapping):
            raise Refused("calendar.unreadable", field="days", text=str(row))
        yield from _span(row, kind)


def _span(row: Mapping[str, object], kind: SpecialKind) -> Iterator[SpecialDay]:
    """The days of one row: a single ``day``, or all from ``from`` to ``to``."""
    first = _day(row.get("day", row.get("from")))
    last = _day(row.get("day", row.get("to")))
    if last < first:
        raise Refused("calendar.backwards", field="to", first=first.isoformat(), last=last.isoformat())
    for step in range((last - first).days + 1):
        yield SpecialDay(first + timedelta(days=step), kind, str(row.get("name") or "").strip())


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return _read(date.fromisoformat, value, "day")


def _read(reader: Callable[[str], _T], value: object, field: str) -> _T:
    try:
        return reader(str(value).strip())
    except ValueError as problem:
        raise Refused("calendar.unreadable", field=field, text=str(value)) from problem
