"""Periods of returns: a month, a quarter or a year, with its days, its cut-off and its due date.

A county may count natural months or months from the 21st of the last to the 20th of this one; both exist, so it is a setting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.clock import at_station
from app.domain.errors import Usage


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class MonthRule(StrEnum):
    """On which day a reporting month begins."""

    NATURAL = "natural"
    FROM_21 = "21-20"


_PER_YEAR = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.YEAR: 1}
_SPAN = {PeriodKind.MONTH: "月", PeriodKind.QUARTER: "季", PeriodKind.YEAR: "年"}
_PATTERN = re.compile(r"([0-9]{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?")
_QUARTERS = "一二三四"
_ONE_DAY = timedelta(days=1)


def _month_start(year: int, month: int, rule: MonthRule) -> date:
    """The first day of a reporting month; ``month`` may run past 12."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if rule is MonthRule.NATURAL:
        return date(year, month, 1)
    return date(year, month - 1, 21) if month > 1 else date(year - 1, 12, 21)


@dataclass(frozen=True, slots=True)
class Period:
    """One period: ``number`` is the month or quarter of ``year``, always 1 for a year."""

    kind: PeriodKind
    year: int
    number: int = 1
    rule: MonthRule = MonthRule.NATURAL

    @property
    def code(self) -> str:
        """``2026-07``, ``2026Q3`` or ``2026``."""
        tail = {PeriodKind.MONTH: f"-{self.number:02}", PeriodKind.QUARTER: f"Q{self.number}", PeriodKind.YEAR: ""}
        return f"{self.year:04}{tail[self.kind]}"

    @property
    def title(self) -> str:
        """The period in words: 2026年第三季度."""
        tail = {
            PeriodKind.MONTH: f"{self.number}月",
            PeriodKind.QUARTER: f"第{_QUARTERS[(self.number - 1) % 4]}季度",
            PeriodKind.YEAR: "度",
        }
        return f"{self.year}年{tail[self.kind]}"

    @property
    def span(self) -> str:
        """The one-character word for this kind of period: 月, 季 or 年."""
        return _SPAN[self.kind]

    @property
    def _months(self) -> int:
        return 12 // _PER_YEAR[self.kind]

    @property
    def first_day(self) -> date:
        """The first day that belongs to the period."""
        return _month_start(self.year, (self.number - 1) * self._months + 1, self.rule)

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period."""
        return _month_start(self.year, self.number * self._months + 1, self.rule) - _ONE_DAY

    @property
    def year_start(self) -> date:
        """The day from which 累计 runs: the first day of the period's reporting year."""
        return _month_start(self.year, 1, self.rule)

    @property
    def opens_year(self) -> bool:
        """Whether the cumulative figures start anew with this period."""
        return self.number == 1

    @property
    def cut_off(self) -> datetime:
        """24:00 station time of the last day: what is recorded later is 迟录."""
        return at_station(self.last_day + _ONE_DAY)

    def contains(self, day: date) -> bool:
        """Whether ``day`` belongs to the period."""
        return self.first_day <= day <= self.last_day

    def due(self, grace_days: int = 0) -> date:
        """The last day on which handing in is in time (大署人社函[2024]43号: 每季末, grace by profile)."""
        return self.last_day + timedelta(days=grace_days)

    def overdue(self, on: date, grace_days: int = 0) -> bool:
        """Whether a return not handed in is 逾期 on the day ``on``: from the day after the due date."""
        return on > self.due(grace_days)

    def ended(self, now: datetime) -> bool:
        """Whether the period is over at ``now``: from 24:00 of its last day on."""
        return now >= self.cut_off

    def previous(self) -> Period:
        """The period of the same kind directly before."""
        return self._shift(-1)

    def following(self) -> Period:
        """The period of the same kind directly after."""
        return self._shift(1)

    def year_before(self) -> Period:
        """The same period of last year."""
        return Period(self.kind, self.year - 1, self.number, self.rule)

    def months(self) -> tuple[Period, ...]:
        """The reporting months the period is made of."""
        first = (self.number - 1) * self._months + 1
        return tuple(Period(PeriodKind.MONTH, self.year, first + step, self.rule) for step in range(self._months))

    def _shift(self, steps: int) -> Period:
        count = _PER_YEAR[self.kind]
        index = self.year * count + self.number - 1 + steps
        return Period(self.kind, index // count, index % count + 1, self.rule)


def parse_period(text: str, rule: MonthRule = MonthRule.NATURAL) -> Period:
    """A period from ``2026Q3``, ``2026-07`` or ``2026``; ``Usage`` when the text is none."""
    found = _PATTERN.fullmatch(text.strip().upper())
    if found is None or not 1950 <= int(found[1]) <= 2200:
        raise Usage("period.format", field="period", text=text)
    year = int(found[1])
    if found[2]:
        return Period(PeriodKind.QUARTER, year, int(found[2]), rule)
    if found[3]:
        return Period(PeriodKind.MONTH, year, int(found[3]), rule)
    return Period(PeriodKind.YEAR, year, 1, rule)


def period_of(kind: PeriodKind, day: date, rule: MonthRule = MonthRule.NATURAL) -> Period:
    """The period of ``kind`` to which ``day`` belongs."""
    guess = Period(kind, day.year, (day.month - 1) // (12 // _PER_YEAR[kind]) + 1, rule)
    return guess if guess.contains(day) else guess.following()


def last_ended(kind: PeriodKind, day: date, rule: MonthRule = MonthRule.NATURAL) -> Period:
    """The last period of ``kind`` whose days are all before ``day``."""
    return period_of(kind, day, rule).previous()
