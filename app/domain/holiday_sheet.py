"""A holiday table as a sheet: one day a row under the heads 日期, 类别 and 名称, read with row and column for what is wrong.

The yearly notice comes as a document; a county types it into such a table, which knows no more than the notice says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.calendar import HolidayYear, SpecialDay, SpecialKind, is_weekend
from app.domain.errors import Refused

DAY, KIND, NAME, SOURCE = "日期", "类别", "名称", "依据"
HEADS = (DAY, KIND, NAME)
KINDS = {
    **dict.fromkeys(("放假", "休息", "off"), SpecialKind.OFF),
    **dict.fromkeys(("补班", "上班", "work"), SpecialKind.WORK),
}
HEAD_WITHIN = 5
"""Rows in which the heads are looked for: a title may stand over them."""
_SPELLED = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it was read: rows of plain values, and the cells (row, column from 1) that hold a formula or are drawn together."""

    rows: Sequence[Sequence[object]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: frozenset[tuple[int, int]] = frozenset()


@dataclass(slots=True)
class _Reader:
    """One table: where each column stands, and in which row each day stood first."""

    sheet: Sheet
    at: Mapping[str, int]
    seen: dict[date, int] = field(default_factory=dict)

    def row(self, line: int) -> tuple[SpecialDay, str]:
        """The day of one row, and the notice it names."""
        day, name = self._day(line), self._text(line, NAME)
        kind = KINDS.get(self._text(line, KIND).lower())
        if kind is None:
            raise _wrong("calendar.sheet_kind", line, KIND, text=self._text(line, KIND))
        if not name:
            raise _wrong("calendar.sheet_name", line, NAME)
        if kind is SpecialKind.WORK and not is_weekend(day):
            raise _wrong("calendar.sheet_weekday", line, KIND, day=day.isoformat())
        if self.seen.setdefault(day, line) != line:
            raise _wrong("calendar.sheet_twice", line, DAY, day=day.isoformat(), first=self.seen[day])
        return SpecialDay(day, kind, name), self._text(line, SOURCE) if SOURCE in self.at else ""

    def _value(self, line: int, head: str) -> object:
        across = self.at[head]
        if (line, across) in self.sheet.formulas:
            raise _wrong("calendar.sheet_formula", line, head)
        if (line, across) in self.sheet.merged:
            raise _wrong("calendar.sheet_merged", line, head)
        row = self.sheet.rows[line - 1]
        return row[across - 1] if across <= len(row) else None

    def _text(self, line: int, head: str) -> str:
        value = self._value(line, head)
        return "" if value is None else str(value).strip()

    def _day(self, line: int) -> date:
        value = self._value(line, DAY)
        if isinstance(value, date):
            return value.date() if isinstance(value, datetime) else value
        text = self._text(line, DAY)
        found = _SPELLED.fullmatch("".join(text.split()))
        try:
            if found:
                year, month, day = (int(part) for part in found.groups() if part)
                return date(year, month, day)
        except ValueError:
            pass
        raise _wrong("calendar.sheet_date", line, DAY, text=text)


def tables_of(sheet: Sheet) -> tuple[HolidayYear, ...]:
    """The tables of the years in a sheet; refused at its first wrong cell, which is named by row and column."""
    head = _head(sheet)
    reader = _Reader(sheet, _columns(sheet.rows[head - 1]))
    found = [reader.row(line) for line in range(head + 1, len(sheet.rows) + 1) if _filled(sheet.rows[line - 1])]
    if not found:
        raise Refused("calendar.sheet_empty", field="file", line=head)
    years = sorted({day.day.year for day, _ in found})
    return tuple(_table(year, found) for year in years)


def _table(year: int, found: Sequence[tuple[SpecialDay, str]]) -> HolidayYear:
    rows = [(day, source) for day, source in found if day.day.year == year]
    return HolidayYear(year, next((source for _, source in rows if source), ""), tuple(day for day, _ in rows))


def _filled(row: Sequence[object]) -> bool:
    return any(value is not None and str(value).strip() for value in row)


def _head(sheet: Sheet) -> int:
    """The row of the heads, from 1."""
    for line, row in enumerate(sheet.rows[:HEAD_WITHIN], 1):
        if DAY in _columns(row):
            missing = [head for head in HEADS if head not in _columns(row)]
            if missing:
                raise Refused("calendar.sheet_column", field="file", line=line, columns=tuple(missing))
            return line
    raise Refused("calendar.sheet_heads", field="file", columns=HEADS)


def _columns(row: Sequence[object]) -> dict[str, int]:
    return {str(value).strip(): across for across, value in enumerate(row, 1) if value is not None}


def _wrong(code: str, line: int, column: str, **more: object) -> Refused:
    return Refused(code, field="file", line=line, column=column, **more)
