"""Filling a return: formula cells, totals, balance checks and warnings, from the figures the records gave."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from app.domain.measures import Scope
from app.domain.periods import Period
from app.domain.returns import (
    ADDS_UP,
    Cell,
    CellKind,
    CellValue,
    Change,
    Check,
    CheckResult,
    Column,
    Figure,
    Manual,
    Measured,
    MeasureQuery,
    Previous,
    Rate,
    RateOfCells,
    ReturnDefinition,
    ReturnResult,
    Row,
    RowTitle,
    Source,
    SumOfCells,
    Value,
)
from app.domain.returns_expression import Comparison, MissingValue, Number, Ref, evaluate, refs

_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NOTHING = CellValue(CellKind.TEXT, None)
_FIRST = "（首次报表，没有上期封存数，累计数由记录计算）"


def rate_text(above: int, below: int, decimals: int = 2) -> str | None:
    """``above`` as a percentage of ``below``, halves rounded up; None when the divisor is 0, never 100."""
    if below == 0:
        return None
    return str((Decimal(above) * 100 / Decimal(below)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def minutes_text(seconds: int | None, decimals: int = 1) -> str | None:
    """Seconds as minutes, halves rounded up; nothing stays nothing."""
    if seconds is None:
        return None
    return str((Decimal(seconds) / 60).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _rate(above: int, below: int, measure: str | None, count: int, decimals: int) -> CellValue:
    return CellValue(CellKind.RATE, rate_text(above, below, decimals), measure, count, above, below)


def _whole(value: Value) -> int:
    return value if isinstance(value, int) else 0


class _Row:
    """Fills the cells of one row; formula cells ask for others, the parser made sure that they never ask in a circle."""

    def __init__(self, cells: Mapping[str, Cell], figures: Mapping[MeasureQuery, Figure], manual: Mapping[str, int | str | None]) -> None:
        self._cells = cells
        self._figures = figures
        self._manual = manual

    def value(self, column: str) -> CellValue:
        cell = self._cells[column]
        source = cell.source
        if isinstance(source, Measured):
            return _measured(cell, source.query.measure, self._figures[source.query])
        if isinstance(source, Manual):
            return CellValue(CellKind.MANUAL, self._manual.get(cell.key, source.default))
        if isinstance(source, RowTitle):
            return CellValue(CellKind.TEXT, cell.row.title)
        return self._formula(cell, source)

    def _formula(self, cell: Cell, source: Rate | SumOfCells | RateOfCells) -> CellValue:
        if isinstance(source, SumOfCells):
            parts = [self.value(column) for column in source.columns]
            return CellValue(cell.kind, sum(_whole(part.value) for part in parts), None, sum(part.count for part in parts))
        if isinstance(source, RateOfCells):
            above, below = self.value(source.above), self.value(source.below)
            return _rate(_whole(above.value), _whole(below.value), None, above.count, cell.column.decimals)
        above_figure, below_figure = self._figures[source.above], self._figures[source.below]
        name = f"{source.above.measure}/{source.below.measure}"
        return _rate(_whole(above_figure.value), _whole(below_figure.value), name, above_figure.records, cell.column.decimals)


def _measured(cell: Cell, measure: str, figure: Figure) -> CellValue:
    value = figure.value
    if cell.kind is CellKind.RANK:
        value = minutes_text(value if isinstance(value, int) and figure.records else None, cell.column.decimals)
    return CellValue(cell.kind, value, measure, figure.records)


def _total(column: Column, values: list[CellValue]) -> CellValue | None:
    """The foot of a column: sums add up, a rate is made anew from its two figures, text and ranks have none."""
    if not column.total:
        return None
    if column.kind is CellKind.RATE:
        above, below = (sum(getattr(value, side) or 0 for value in values) for side in ("above", "below"))
        return _rate(above, below, values[0].measure, sum(value.count for value in values), column.decimals)
    numbers = [value.value for value in values if isinstance(value.value, int)]
    if column.kind not in ADDS_UP and not (isinstance(column.source, Manual) and column.source.number):
        return None
    return CellValue(column.kind, sum(numbers) if numbers else None, values[0].measure, sum(value.count for value in values))


def totals(definition: ReturnDefinition, cells: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """The total of every column that has one, by column id; where a row stands for all others it is that row's figure."""
    if definition.whole is not None:
        columns = (column.id for column in definition.columns if column.kind is not CellKind.TEXT and column.total)
        return {name: cells[f"{definition.whole.id}.{name}"] for name in columns}
    found = {column.id: _total(column, [cells[f"{row.id}.{column.id}"] for row in definition.rows]) for column in definition.columns}
    return {name: value for name, value in found.items() if value is not None}


def _number(value: Value) -> Number | None:
    """The number of a cell; a text that is none (an older edition may have had one there) counts as nothing to compare."""
    if isinstance(value, str):
        return Decimal(value) if _DECIMAL.fullmatch(value) else None
    return value


def _restarts(source: Source) -> bool:
    """Whether the column starts anew each year, so that its last value is 0 in the first period."""
    return isinstance(source, Measured) and source.query.scope is Scope.CUMULATIVE


def _of_each_row(rule: Comparison) -> bool:
    return any(not ref.row and ref.source in ("", "prev") for ref in refs(rule))


class _Checker:
    """Applies the rules of a form to a filled return."""

    def __init__(self, definition: ReturnDefinition, result: ReturnResult, previous: Previous | None, *, runs_on: bool) -> None:
        self._form = definition
        self._result = result
        self._previous = previous
        self._runs_on = runs_on

    def results(self) -> Iterator[CheckResult]:
        for check in self._form.checks:
            if isinstance(check.rule, Change):
                yield self._change(check, check.rule)
            else:
                for row in self._rows(check.rule):
                    yield self._rule(check, check.rule, row)

    def _rows(self, rule: Comparison) -> tuple[Row, ...]:
        """A rule that names the checked row is applied to each; one over totals or named rows once."""
        return self._form.rows if _of_each_row(rule) else self._form.rows[:1]

    def _key(self, ref: Ref, row: Row) -> str:
        return f"{ref.row or row.id}.{ref.column}"

    def _look(self, ref: Ref, row: Row) -> Number | None:
        if ref.source == "total":
            return _number(self._result.totals.get(ref.column, _NOTHING).value)
        if ref.source == "sum":
            rows = (each for each in self._form.rows if not each.whole)
            values = (self._result.cells[f"{each.id}.{ref.column}"].value for each in rows)
            return sum(_whole(value) for value in values)
        if ref.source == "prev":
            return self._last(self._key(ref, row))
        return _number(self._result.cells[self._key(ref, row)].value)

    def _last(self, key: str) -> Number | None:
        if self._result.period.opens_year and not self._runs_on and _restarts(self._form.cell(key).source):
            return 0
        return _number(self._previous.values.get(key)) if self._previous else None

    def _rule(self, check: Check, rule: Comparison, row: Row) -> CheckResult:
        cells = tuple(self._key(ref, row) for ref in refs(rule) if ref.source in ("", "prev"))
        try:
            ok, signs = rule.outcome(lambda ref: self._look(ref, row))
            text = self._text(check, row, signs)
        except MissingValue:
            return self._not_compared(check, rule, row, cells)
        hint = "" if ok else check.hint
        return CheckResult(check.id, check.name, check.level, ok, self._of_row(rule, row) + text, hint, cells)

    def _not_compared(self, check: Check, rule: Comparison, row: Row, cells: tuple[str, ...]) -> CheckResult:
        """No number to compare with: an empty rate, or nothing frozen before. Neither is a failure; the second is marked."""
        first = self._previous is None and any(ref.source == "prev" for ref in refs(rule))
        text = f"{check.name}{_FIRST}" if first else f"{check.name}（无数可比）"
        return CheckResult(check.id, check.name, check.level, True, self._of_row(rule, row) + text, "", cells, first)

    def _of_row(self, rule: Comparison, row: Row) -> str:
        return f"{row.title or row.id}：" if len(self._form.rows) > 1 and _of_each_row(rule) else ""

    def _text(self, check: Check, row: Row, signs: tuple[str, ...]) -> str:
        words = []
        for part in check.text:
            if isinstance(part, str):
                words.append(part)
            elif isinstance(part, int):
                words.append(signs[part])
            else:
                words.append(str(evaluate(part, lambda ref: self._look(ref, row))))
        return "".join(words)

    def _change(self, check: Check, rule: Change) -> CheckResult:
        """A jump against the last frozen return: 走访 248 比上季 402 少 38%."""
        keys = tuple(f"{row.id}.{rule.column}" for row in self._form.counted)
        now = self._result.totals.get(rule.column, _NOTHING).value
        before = [self._previous.values.get(key) for key in keys] if self._previous else []
        last = sum(_whole(value) for value in before)
        if not isinstance(now, int) or not last:
            text = f"{check.name} {0 if now is None else now}（上{self._result.period.span}无数可比）"
            return CheckResult(check.id, check.name, check.level, True, text, "", keys, self._previous is None)
        ok = abs(now - last) * 100 <= rule.over * last
        text = f"{check.name} {now} {_compared(now, last, self._result.period)}"
        return CheckResult(check.id, check.name, check.level, ok, text, "" if ok else check.hint, keys)


def _compared(now: int, last: int, period: Period) -> str:
    share = (Decimal(abs(now - last)) * 100 / last).quantize(Decimal(1), ROUND_HALF_UP)
    word = "多" if now > last else "少"
    return f"比上{period.span} {last} {word} {share}%" if now != last else f"与上{period.span} {last} 持平"


def _cells(
    definition: ReturnDefinition, figures: Mapping[MeasureQuery, Figure], manual: Mapping[str, int | str | None]
) -> dict[str, CellValue]:
    by_row: dict[str, dict[str, Cell]] = {}
    for cell in definition.cells():
        by_row.setdefault(cell.row.id, {})[cell.column.id] = cell
    filled: dict[str, CellValue] = {}
    for cells in by_row.values():
        row = _Row(cells, figures, manual)
        filled |= {cell.key: row.value(name) for name, cell in cells.items()}
    return filled


def compute(
    definition: ReturnDefinition,
    period: Period,
    figures: Mapping[MeasureQuery, Figure],
    manual: Mapping[str, int | str | None] | None = None,
    previous: Previous | None = None,
    *,
    runs_on: bool = False,
) -> ReturnResult:
    """The filled return. ``figures`` answers every query of ``returns.queries(definition)``; ``manual`` holds typed cells by key.

    ``previous`` is the frozen return of the period directly before; without it the result is marked ``first``.
    ``runs_on`` says that cumulative figures run on over the year's end, from the start of the plan.
    """
    definition.require_period(period)
    cells = _cells(definition, figures, manual or {})
    return evaluated(definition, ReturnResult(definition.code, period, definition.edition, cells), previous, runs_on=runs_on)


def evaluated(
    definition: ReturnDefinition, filled: ReturnResult, previous: Previous | None = None, *, runs_on: bool = False
) -> ReturnResult:
    """The same return with its totals and checks made anew: after a reading from store, or when the predecessor was frozen again."""
    summed = ReturnResult(
        *(filled.code, filled.period, filled.edition, filled.cells, totals(definition, filled.cells)),
        first=previous is None,
    )
    checks = tuple(_Checker(definition, summed, previous, runs_on=runs_on).results())
    return ReturnResult(summed.code, summed.period, summed.edition, summed.cells, summed.totals, checks, summed.first)
