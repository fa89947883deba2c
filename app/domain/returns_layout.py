"""How a return looks, for sheets, papers and windows alike: the head of up to three levels, and every value as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.clock import station_time
from app.domain.documents import HeadCell, NarrativePart
from app.domain.measures import MEASURES, OPERATORS, SCOPE_TITLES, MeasureSpec, Scope
from app.domain.periods import Period
from app.domain.returns import (
    CellKind,
    CellValue,
    Column,
    Manual,
    Measured,
    MeasureQuery,
    Rate,
    ReturnDefinition,
    ReturnResult,
    RowTitle,
    SumOfCells,
    queries,
)

_KIND_TITLES = {
    CellKind.COUNT: "计数",
    CellKind.SUM: "合计",
    CellKind.MONEY: "金额",
    CellKind.RATE: "比率",
    CellKind.RANK: "百分位",
    CellKind.TEXT: "文字",
    CellKind.MANUAL: "人工填写",
}


@dataclass(frozen=True, slots=True)
class LineageLabel:
    """One record behind a cell as a county may read it: its kind and number, never a person's name or number."""

    record: str
    number: str
    amount: int | None = None
    divisor: bool = False


@dataclass(frozen=True, slots=True)
class ReturnStation:
    """The station as its returns name it; the names of the foot are settings and may be empty."""

    code: str
    name: str
    head: str = ""
    filled_by: str = ""
    phone: str = ""
    practice: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookValue:
    """Everything a workbook of one return shows. ``version`` is 0 and ``frozen`` false for a draft.

    ``lineage`` lists the records by cell key; a cell left out has none to list.
    """

    definition: ReturnDefinition
    result: ReturnResult
    station: ReturnStation
    cut_off: datetime
    made_at: datetime
    narrative: tuple[NarrativePart, ...] = ()
    lineage: tuple[tuple[str, tuple[LineageLabel, ...]], ...] = ()
    version: int = 0
    frozen: bool = False
    reason: str = ""
    reported_on: date | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line of 指标解释: a column, what it counts, in which unit, by which date."""

    key: str
    title: str
    kind: str
    definition: str
    unit: str
    dated_by: str


def shown_columns(definition: ReturnDefinition) -> tuple[Column, ...]:
    """The columns of the form itself; the others are computed and checked only."""
    return tuple(column for column in definition.columns if not column.aux)


def _words(text: str, period: Period) -> str:
    return text.replace("{span}", period.span)


def column_title(column: Column, period: Period) -> str:
    """The path of a column in one line, for this kind of period."""
    return _words(column.title, period)


def head_cells(definition: ReturnDefinition, period: Period) -> tuple[HeadCell, ...]:
    """The head as merged cells: neighbours with the same path share a cell, a short path reaches down to the last level."""
    columns = shown_columns(definition)
    depth = max(len(column.head) for column in columns)
    cells: list[HeadCell] = []
    for level in range(depth):
        position = 0
        while position < len(columns):
            width = _run(columns, position, level)
            head = columns[position].head
            if level < len(head):
                rows = depth - level if level == len(head) - 1 else 1
                cells.append(HeadCell(_words(head[level], period), level, position, rows, width))
            position += width
    return tuple(cells)


def _run(columns: tuple[Column, ...], start: int, level: int) -> int:
    """How many columns from ``start`` on share the head down to ``level``; a last level is shared with nobody."""
    path = columns[start].head[: level + 1]
    end = start + 1
    while (
        end < len(columns)
        and level < len(columns[start].head) - 1
        and level < len(columns[end].head) - 1
        and columns[end].head[: level + 1] == path
    ):
        end += 1
    return end - start


def shown(value: CellValue | None) -> str:
    """A value as it reads on paper: cents as yuan, thousands set apart as in the workbook, an empty rate as nothing."""
    if value is None or value.value is None:
        return ""
    if value.kind is CellKind.MONEY and isinstance(value.value, int):
        return f"{value.value // 100:,}.{value.value % 100:02}" if value.value >= 0 else f"-{shown(CellValue(value.kind, -value.value))}"
    return f"{value.value:,}" if isinstance(value.value, int) else str(value.value)


def moment_text(moment: datetime) -> str:
    """A moment in station time; midnight reads 24:00 of the day that ended."""
    local = station_time(moment)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"{date.fromordinal(local.toordinal() - 1).isoformat()} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def period_line(value: WorkbookValue) -> str:
    """The line under the title: period, its days, the cut-off, draft or version."""
    period = value.result.period
    state = f"已封存 第 {value.version} 版" if value.frozen else "草稿"
    days = f"{period.first_day.isoformat()} 至 {period.last_day.isoformat()}"
    return f"{period.title}（{days}）　数据截止：{moment_text(value.cut_off)}　{state}"


FIRST_NOTE = "注：首次报表，没有上期封存数，累计数由记录计算。"


def tells_first(value: WorkbookValue) -> bool:
    """Whether a first return says so: only where it has figures of more than its own days."""
    going_on = {Scope.CUMULATIVE, Scope.PLAN, Scope.LATE, Scope.OPENING}
    return value.result.first and any(query.scope in going_on for query in queries(value.definition))


def _narrowed(query: MeasureQuery, spec: MeasureSpec) -> str:
    """The scope and the filters of a figure in words: 本期，岗位类别为全日制."""
    words = [SCOPE_TITLES[query.scope]]
    for one in query.filters:
        field = spec.field(one.field)
        values = "、".join(field.value_title(value) for value in one.values) if field else "、".join(one.values)
        words.append(f"{field.title if field else one.field}{OPERATORS[one.operator]}{values}")
    return "，".join(words)


def _meaning_of(query: MeasureQuery) -> str:
    spec = MEASURES[query.measure]
    return f"{spec.title}（{_narrowed(query, spec)}）：{spec.definition}"


def _definition(definition: ReturnDefinition, column: Column, period: Period) -> tuple[str, str]:
    """What a column counts and the date that puts a record into the period."""
    source = column.source
    if isinstance(source, Measured):
        return _meaning_of(source.query), MEASURES[source.query.measure].dated_by
    if isinstance(source, Rate):
        dated = MEASURES[source.above.measure].dated_by
        return f"{_meaning_of(source.above)} ÷ {_meaning_of(source.below)} 除数为 0 时为空。", dated
    if isinstance(source, Manual):
        return "由填表人填写。", "—"
    if isinstance(source, RowTitle):
        return "本行的名称。", "—"
    names = source.columns if isinstance(source, SumOfCells) else (source.above, source.below)
    titles = [column_title(definition.column(name), period) for name in names]
    return (" + " if isinstance(source, SumOfCells) else " ÷ ").join(titles), "—"


def meanings(definition: ReturnDefinition, period: Period) -> tuple[Meaning, ...]:
    """指标解释: every column, the computed ones too."""
    found = []
    for column in definition.columns:
        text, dated = _definition(definition, column, period)
        found.append(Meaning(column.id, column_title(column, period), _KIND_TITLES[column.kind], text, column.unit or "—", dated))
    return tuple(found)


NOT_WRITTEN = "（未填写）"


def narrative_parts(value: WorkbookValue) -> tuple[NarrativePart, ...]:
    """The narrative in the order of the form; a heading nobody wrote under stands with （未填写）, other headings follow."""
    given = value.narrative
    parts = []
    for title in value.definition.narrative:
        texts = [part.text for part in given if part.title == title and part.text.strip()]
        parts += [NarrativePart(title, text) for text in texts] or [NarrativePart(title, NOT_WRITTEN)]
    return tuple(parts) + tuple(part for part in given if part.title not in value.definition.narrative)
