"""Returns as data: what a form consists of, what a filled one holds, and which records belong to a figure.

A definition is read by ``returns_parse``, filled and checked by ``returns_compute``. Cells are named row.column: ``r1.c7``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.errors import NotFound, Refused
from app.domain.measures import Scope
from app.domain.periods import Period, PeriodKind
from app.domain.returns_expression import Comparison, Node

Value = int | str | None
_ID_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_LONGEST_TEXT = 20_000


class CellKind(StrEnum):
    """What a cell holds: an integer, an integer sum, integer cents, a rate as text with its decimals, text, or what a person typed.

    A rank is one record's time in minutes, as text with its decimals.
    """

    COUNT = "count"
    SUM = "sum"
    MONEY = "money"
    RATE = "rate"
    RANK = "rank"
    TEXT = "text"
    MANUAL = "manual"


ADDS_UP = frozenset({CellKind.COUNT, CellKind.SUM, CellKind.MONEY})
"""The kinds whose figures may be added up: over rows, over stations, over periods. Rates and ranks are made anew from their records."""


class CheckLevel(StrEnum):
    """A hard check that fails stops the freezing; a warning wants a reason."""

    HARD = "hard"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Filter:
    """Only records whose ``field`` stands in this relation to ``values``; operators as in ``measures.OPERATORS``."""

    field: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureQuery:
    """One figure to be asked of the records. Two cells that ask the same share one query."""

    measure: str
    scope: Scope
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A cell that shows one figure."""

    query: MeasureQuery


@dataclass(frozen=True, slots=True)
class Rate:
    """A cell that shows one figure as a share of another."""

    above: MeasureQuery
    below: MeasureQuery


@dataclass(frozen=True, slots=True)
class SumOfCells:
    """A cell that adds up other columns of its row."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RateOfCells:
    """A cell that shows one column of its row as a share of another."""

    above: str
    below: str


@dataclass(frozen=True, slots=True)
class Manual:
    """A cell that a person fills in: a number or text; until somebody does, the profile's ``target`` or else ``default``."""

    number: bool = False
    default: int | str | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class RowTitle:
    """A cell that says what its row is about."""


Source = Measured | Rate | SumOfCells | RateOfCells | Manual | RowTitle


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``head`` is its path through the header levels; ``aux`` columns are computed and checked but not on the form."""

    id: str
    head: tuple[str, ...]
    kind: CellKind
    source: Source
    unit: str = ""
    width: int = 8
    aux: bool = False
    total: bool = True
    decimals: int = 2

    @property
    def title(self) -> str:
        """The whole path in one line."""
        return " · ".join(self.head)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``sources`` holds the columns that are filled otherwise in this row (replaced in the file, or filtered by the row).

    ``whole`` marks the row that stands for all others: it is made from the records, and nothing is added up to it.
    """

    id: str
    title: str = ""
    sources: tuple[tuple[str, CellKind, Source], ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a definition: a column as it is filled in one row."""

    key: str
    row: Row
    column: Column
    kind: CellKind
    source: Source


@dataclass(frozen=True, slots=True)
class Change:
    """A warning when a column moved by more than ``over`` per cent against the last frozen return."""

    column: str
    over: int


@dataclass(frozen=True, slots=True)
class Check:
    """One balance rule. ``text`` is a sentence cut into words, numbers to fill in, and (as integers) the signs of the rule."""

    id: str
    name: str
    level: CheckLevel
    rule: Comparison | Change
    text: tuple[str | int | Node, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ReturnDefinition:
    """A form: everything that differs between one county's table and another's.

    ``per_line`` says that it repeats columns for every queue line of the station; ``handed_in`` that somebody waits for it.
    """

    code: str
    edition: int
    sheet: str
    title: str
    remark: str
    periods: frozenset[PeriodKind]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    checks: tuple[Check, ...] = ()
    foot: tuple[str, ...] = ()
    narrative: tuple[str, ...] = ()
    paper: str = "A3"
    handed_in: bool = True
    per_line: bool = False
    _layout: Mapping[str, Cell] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the cells out once: a form is asked for single cells hundreds of times."""
        cells = (_cell(row, column) for row in self.rows for column in self.columns)
        object.__setattr__(self, "_layout", {cell.key: cell for cell in cells})

    def cells(self) -> tuple[Cell, ...]:
        """Every cell, row by row."""
        return tuple(self._layout.values())

    def cell(self, key: str) -> Cell:
        """The cell of that key; ``NotFound`` when the form has none such."""
        found = self._layout.get(key)
        if found is None:
            raise NotFound("return.unknown_cell", field="cell", cell=key, code=self.code)
        return found

    @property
    def whole(self) -> Row | None:
        """The row that stands for all others, None where they are added up."""
        return next((row for row in self.rows if row.whole), None)

    @property
    def counted(self) -> tuple[Row, ...]:
        """The rows whose figures together are those of the station."""
        return (self.whole,) if self.whole else self.rows

    def column(self, column_id: str) -> Column:
        """The column of that id (KeyError when there is none, a bug: the parser refuses such references)."""
        return {column.id: column for column in self.columns}[column_id]

    def require_period(self, period: Period) -> None:
        """Refuse a period of a kind the form is not made for."""
        if period.kind not in self.periods:
            raise Refused("return.period_kind", field="period", code=self.code, period=period.code)


@dataclass(frozen=True, slots=True)
class Figure:
    """What the records answer to one query: the value and the number of records behind it."""

    value: Value
    records: int = 0


@dataclass(frozen=True, slots=True)
class CellValue:
    """A filled cell. A rate is text with its decimals, None where the divisor is 0; money is cents; None is nothing at all.

    ``count`` is the number of records behind it; ``above`` and ``below`` are the two figures of a rate.
    """

    kind: CellKind
    value: Value
    measure: str | None = None
    count: int = 0
    above: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What came of a rule: ``first`` when it could not be compared because nothing was frozen before."""

    rule: str
    name: str
    level: CheckLevel
    ok: bool
    text: str
    hint: str = ""
    cells: tuple[str, ...] = ()
    first: bool = False


@dataclass(frozen=True, slots=True)
class Previous:
    """The last frozen return of the period directly before."""

    period: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ReturnResult:
    """A filled return. ``first`` marks one without a frozen predecessor: its cumulative figures come from the records."""

    code: str
    period: Period
    edition: int
    cells: Mapping[str, CellValue]
    totals: Mapping[str, CellValue] = field(default_factory=dict)
    checks: tuple[CheckResult, ...] = ()
    first: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Which records a figure is made of: dated ``start``..``end`` and recorded after the one moment and not after the other.

    A stock has no ``start``: it is what stands at the end of ``end``.
    """

    end: date
    recorded_until: datetime
    start: date | None = None
    recorded_after: datetime | None = None

    @property
    def empty(self) -> bool:
        """Whether no record can belong to it; the figure is 0 then."""
        return self.start is not None and self.start > self.end


def cut_off_of(period: Period, now: datetime) -> datetime:
    """数据截止 of a return made at ``now``: 24:00 of the last day, or earlier when it is made earlier."""
    return min(now, period.cut_off)


def window_of(
    scope: Scope, period: Period, cut_off: datetime, last_cut_off: datetime | None = None, plan_start: date | None = None
) -> Window:
    """The records of a scope. ``last_cut_off`` is that of the frozen return before, which 迟录 is counted from."""
    before = period.first_day - timedelta(days=1)
    if scope is Scope.END:
        return Window(period.last_day, cut_off)
    if scope is Scope.OPENING:
        return Window(before, cut_off)
    if scope is Scope.LATE:
        start = period.year_start if last_cut_off is not None else period.first_day
        return Window(before, cut_off, start, last_cut_off)
    starts = {Scope.PERIOD: period.first_day, Scope.CUMULATIVE: period.year_start, Scope.PLAN: plan_start or period.year_start}
    return Window(period.last_day, cut_off, starts[scope])


def _cell(row: Row, column: Column) -> Cell:
    kind, source = next(((kind, source) for name, kind, source in row.sources if name == column.id), (column.kind, column.source))
    return Cell(f"{row.id}.{column.id}", row, column, kind, source)


def queries(definition: ReturnDefinition) -> tuple[MeasureQuery, ...]:
    """Every figure a form needs, each once."""
    found = {query: None for cell in definition.cells() for side in behind(definition, cell.key) for query in side}
    return tuple(found)


def behind(definition: ReturnDefinition, key: str) -> tuple[tuple[MeasureQuery, ...], tuple[MeasureQuery, ...]]:
    """The figures a cell is made of, and those of its divisor where it is a rate: what 溯源 lists. Empty for what a person typed."""
    source = definition.cell(key).source
    row = key.split(".")[0]
    if isinstance(source, Measured):
        return (source.query,), ()
    if isinstance(source, Rate):
        return (source.above,), (source.below,)
    if isinstance(source, SumOfCells):
        return tuple(query for column in source.columns for query in behind(definition, f"{row}.{column}")[0]), ()
    if isinstance(source, RateOfCells):
        return behind(definition, f"{row}.{source.above}")[0], behind(definition, f"{row}.{source.below}")[0]
    return (), ()


def preset(definition: ReturnDefinition, targets: Mapping[str, int]) -> dict[str, int]:
    """What stands in typed cells before anybody typed: the targets of the station's rule profile."""
    asked = {cell.key: cell.source.target for cell in definition.cells() if isinstance(cell.source, Manual)}
    return {key: targets[target] for key, target in asked.items() if target in targets}


def check_manual(definition: ReturnDefinition, key: str, value: int | str | None) -> int | str | None:
    """What a person typed into a cell, checked: a whole number where one is asked, no ID number, nothing endless."""
    source = definition.cell(key).source
    if not isinstance(source, Manual):
        raise Refused("return.cell_not_manual", field=key, cell=key)
    if value is None or value == "":
        return None
    if source.number:
        return _whole_number(key, value)
    return check_text(str(value), key)


def _whole_number(key: str, value: int | str) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Refused("return.cell_not_number", field=key, cell=key, text=text[:40])
    return int(text)


def check_text(text: str, where: str = "text") -> str:
    """The text of a narrative or remark, line ends made plain; refused with an 18-digit ID number in it or without end."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _ID_NUMBER.search(plain):
        raise Refused("return.text_id_number", field=where)
    if len(plain) > _LONGEST_TEXT or any(letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cs") for letter in plain):
        raise Refused("return.text_unfit", field=where, limit=_LONGEST_TEXT)
    return plain


def require_freezable(result: ReturnResult, reason: str) -> None:
    """Refuse while a hard check fails, or a warning stands without a reason."""
    failed = [check for check in result.checks if not check.ok]
    hard = [check.text for check in failed if check.level is CheckLevel.HARD]
    if hard:
        raise Refused("return.check_failed", checks="；".join(hard), count=len(hard))
    if failed and not reason.strip():
        raise Refused("return.reason_needed", field="reason", checks="；".join(check.text for check in failed), count=len(failed))
