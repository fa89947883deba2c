"""The sheets of a return as plain values: which text or number stands in which cell. The writer draws them, the check remembers them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice

from app.domain.returns import CellKind, CellValue, CheckLevel, CheckResult, Column, Value
from app.domain.returns_compute import minutes_text
from app.domain.returns_layout import (
    FIRST_NOTE,
    LineageLabel,
    WorkbookValue,
    column_title,
    head_cells,
    meanings,
    moment_text,
    narrative_parts,
    period_line,
    shown_columns,
    tells_first,
)
from app.texts import t
from app.texts.returns import RECORDS

PRACTICE = "练习"
MOST_RECORDS = 50_000
MOST_PRINTED = 500  # records; about ten pages. Longer lists are read on the screen, on paper stands their summary.
SUMMARY = "溯源汇总"
FORM_ROW = 21  # points: a form is read across, line by line
_FIRST_RECORD = 3
"""The row of the first record in 溯源: above it stand the title, what is told of the list, and the heads."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell, or one merged block; ``row`` and ``column`` from 0. ``key`` and ``kind`` stand on figures only."""

    row: int
    column: int
    value: Value
    style: str = "text"
    rows: int = 1
    columns: int = 1
    key: str = ""
    kind: str = ""
    formula: str = ""
    decimals: int = 0

    @property
    def reference(self) -> str:
        """The cell as people name it: C7."""
        return f"{column_name(self.column)}{self.row + 1}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: cells, column widths, how many rows and columns stay in sight, the paper, and how many rows are printed (0: all)."""

    name: str
    cells: tuple[SheetCell, ...]
    widths: tuple[int, ...]
    frozen: tuple[int, int] = (0, 0)
    paper: str = "A4"
    landscape: bool = False
    printed: int = 0
    least: int = 0
    """How high each row is at least, in points; 0 leaves it to the program."""


def column_name(number: int) -> str:
    """Column 0 is A, 26 is AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def sheets_of(value: WorkbookValue) -> tuple[Sheet, ...]:
    """Every visible sheet of a return, in order."""
    accompanying = (narrative_sheet(value), meanings_sheet(value), checks_sheet(value))
    return (form_sheet(value), *accompanying, summary_sheet(value), lineage_sheet(value))


def _marked(value: WorkbookValue, title: str) -> str:
    """The title of a sheet; a practice station's says so on each of them."""
    return f"【{t(PRACTICE)}】{title}" if value.station.practice else title


def _figure(row: int, column: int, cell: CellValue, key: str, decimals: int, *, bold: bool = False, formula: str = "") -> SheetCell:
    broken = f"rate{decimals}"
    style = {CellKind.TEXT: "wrap", CellKind.RATE: broken, CellKind.RANK: broken, CellKind.MONEY: "money"}.get(cell.kind, "number")
    if isinstance(cell.value, str) and cell.kind not in (CellKind.RATE, CellKind.RANK):
        style = "wrap"
    return SheetCell(row, column, cell.value, f"{style}_bold" if bold else style, 1, 1, key, cell.kind.value, formula, decimals)


def form_sheet(value: WorkbookValue) -> Sheet:
    """The form itself: title, period, remark, head of up to three levels, rows, totals, foot."""
    columns = shown_columns(value.definition)
    head = head_cells(value.definition, value.result.period)
    depth = max(cell.row + cell.rows for cell in head)
    first = 3 + depth
    last = first + len(value.definition.rows)
    cells = [
        *_titles(value, len(columns)),
        *(SheetCell(3 + cell.row, cell.column, cell.text, "head", cell.rows, cell.columns) for cell in head),
        *_body(value, columns, first),
        *(() if value.definition.whole else _totals(value, columns, first, last)),
        *_foot(value, len(columns), last + 1),
    ]
    name_column = next((place for place, column in enumerate(columns) if column.kind is not CellKind.TEXT), 0)
    widths = tuple(column.width for column in columns)
    shape = {"paper": value.definition.paper, "landscape": True, "least": FORM_ROW}
    return Sheet(value.definition.sheet, tuple(cells), widths, (first, min(name_column, 3)), **shape)


def _titles(value: WorkbookValue, width: int) -> Iterator[SheetCell]:
    yield SheetCell(0, 0, _marked(value, value.definition.title), "title", 1, width)
    unit = t("填报单位：{name}（{code}）").format(name=value.station.name, code=value.station.code)
    yield SheetCell(1, 0, f"{unit}　{period_line(value)}", "line", 1, width)
    yield SheetCell(2, 0, value.definition.remark, "remark", 1, width)


def _body(value: WorkbookValue, columns: tuple[Column, ...], first: int) -> Iterator[SheetCell]:
    for down, row in enumerate(value.definition.rows):
        for across, column in enumerate(columns):
            key = f"{row.id}.{column.id}"
            yield _figure(first + down, across, value.result.cells[key], key, column.decimals)


def _totals(value: WorkbookValue, columns: tuple[Column, ...], first: int, last: int) -> Iterator[SheetCell]:
    """The foot of the table: sums are formulas over the rows above, a rate is written as made anew from its two figures."""
    for across, column in enumerate(columns):
        total = value.result.totals.get(column.id)
        if total is None:
            yield SheetCell(last, across, t("合计") if across == _total_label(value, columns) else None, "label")
            continue
        letter = column_name(across)
        summed = total.value is not None and column.kind is not CellKind.RATE
        formula = f"SUM({letter}{first + 1}:{letter}{last})" if summed else ""
        yield _figure(last, across, total, f"total.{column.id}", column.decimals, bold=True, formula=formula)


def _total_label(value: WorkbookValue, columns: tuple[Column, ...]) -> int:
    """The word 合计 stands in the second column without a total, else the first: beside the numbers of the rows stands a name."""
    free = [place for place, column in enumerate(columns) if column.id not in value.result.totals]
    return free[min(1, len(free) - 1)] if free else -1


def _foot(value: WorkbookValue, width: int, row: int) -> Iterator[SheetCell]:
    for note in _notes(value):
        yield SheetCell(row, 0, note, "note", 1, width)
        row += 1
    labels = value.definition.foot
    share = max(1, width // max(1, len(labels)))
    for number, label in enumerate(labels):
        last = number == len(labels) - 1
        span = width - share * number if last else share
        yield SheetCell(row, share * number, _signed(value, label), "foot", 1, max(1, span))


def _notes(value: WorkbookValue) -> Iterator[str]:
    if tells_first(value):
        yield t(FIRST_NOTE)
    if value.reason:
        yield t("说明：{reason}").format(reason=value.reason)
    yield from value.notes


def _signed(value: WorkbookValue, label: str) -> str:
    known = {
        "单位负责人": value.station.head,
        "填表人": value.station.filled_by,
        "联系电话": value.station.phone,
        "报出日期": value.reported_on.isoformat() if value.reported_on else "",
    }
    return f"{label}：{known[label]}" if label in known else label


def _table(rows: list[tuple[Value, ...]], first: int, styles: tuple[str, ...]) -> Iterator[SheetCell]:
    for down, row in enumerate(rows):
        for across, one in enumerate(row):
            yield SheetCell(first + down, across, one, styles[across])


def _headed(value: WorkbookValue, title: str, heads: tuple[str, ...]) -> list[SheetCell]:
    """Title and column heads of an accompanying sheet."""
    marked = SheetCell(0, 0, _marked(value, title), "title", 1, len(heads))
    return [marked, *(SheetCell(1, across, head, "head") for across, head in enumerate(heads))]


def narrative_sheet(value: WorkbookValue) -> Sheet:
    """情况说明: 主要做法、典型经验、存在问题、下步打算 (大署人社函[2024]43号, 结尾)."""
    cells = _headed(value, t("情况说明"), (t("项目"), t("内容")))
    rows: list[tuple[Value, ...]] = [(part.title, part.text) for part in narrative_parts(value)]
    return Sheet("情况说明", (*cells, *_table(rows, 2, ("label", "wrap"))), (16, 100), (2, 0))


def meanings_sheet(value: WorkbookValue) -> Sheet:
    """指标解释: what each column counts, in which unit, by which date."""
    cells = _headed(value, t("指标解释"), (t("栏号"), t("栏目"), t("类型"), t("口径"), t("计量单位"), t("归期日期")))
    rows: list[tuple[Value, ...]] = [
        (line.key, line.title, line.kind, line.definition, line.unit, line.dated_by)
        for line in meanings(value.definition, value.result.period)
    ]
    styles = ("text", "wrap", "text", "wrap", "text", "wrap")
    return Sheet("指标解释", (*cells, *_table(rows, 2, styles)), (7, 30, 10, 70, 10, 24), (2, 0), landscape=True)


def _outcome(check: CheckResult) -> str:
    if check.ok:
        return t("首次，未比较") if check.first else t("通过")
    return t("未通过") if check.level is CheckLevel.HARD else t("需说明")


def checks_sheet(value: WorkbookValue) -> Sheet:
    """核对: every rule with its numbers and result, then the figures that are computed for the rules alone."""
    cells = _headed(value, t("核对"), (t("规则"), t("级别"), t("结果"), t("内容"), t("说明")))
    rows: list[tuple[Value, ...]] = []
    for check in value.result.checks:
        level = t("平衡") if check.level is CheckLevel.HARD else t("提示")
        reason = value.reason if not check.ok and check.level is CheckLevel.WARNING and value.reason else check.hint
        rows.append((check.name, level, _outcome(check), check.text, reason or None))
    cells += _table(rows, 2, ("wrap", "text", "text", "wrap", "wrap"))
    return Sheet("核对", (*cells, *_auxiliary(value, len(rows) + 3)), (32, 8, 14, 70, 44), (2, 0), landscape=True)


def _auxiliary(value: WorkbookValue, first: int) -> Iterator[SheetCell]:
    columns = [column for column in value.definition.columns if column.aux]
    if not columns:
        return
    yield SheetCell(first, 0, t("辅助数据（供核对，不在表内）"), "label", 1, 3)
    row = first
    for each in value.definition.rows:
        for column in columns:
            row += 1
            title = column_title(column, value.result.period)
            key = f"{each.id}.{column.id}"
            yield SheetCell(row, 0, f"{each.title}　{title}" if len(value.definition.rows) > 1 else title, "wrap")
            yield SheetCell(row, 1, column.unit or None, "text")
            yield _figure(row, 2, value.result.cells[key], key, column.decimals)


def summary_sheet(value: WorkbookValue) -> Sheet:
    """溯源汇总: how many records of which kind stand behind each cell, and in which rows of 溯源: what paper shows of a long list."""
    heads = (t("格"), t("栏目"), t("记录"), t("条数"), t("用作"), t("溯源表中的行"))
    rows = list(_groups(value))
    cells = [*_headed(value, t("溯源汇总"), heads), *_table(rows, 2, ("text", "wrap", "text", "number", "text", "text"))]
    if not rows:
        cells.append(SheetCell(2, 0, t("没有记录。"), "note", 1, len(heads)))
    return Sheet(SUMMARY, tuple(cells), (14, 46, 12, 10, 10, 20), (2, 0))


def _groups(value: WorkbookValue) -> Iterator[tuple[Value, ...]]:
    """One line for what one cell counts of one kind; the rows are those of 溯源, as far as it is written."""
    row = _FIRST_RECORD
    for (key, title, kind, _number, _amount, used), found in groupby(_records(value), lambda record: (*record[:3], None, None, record[5])):
        count = sum(1 for _ in found)
        yield key, title, kind, count, used, _rows_named(row + 1, min(row + count, _FIRST_RECORD + MOST_RECORDS))
        row += count


def _rows_named(first: int, last: int) -> str | None:
    """Rows as Excel counts them; nothing where the list was cut before them."""
    if first > last:
        return None
    return t("第 {first} 行").format(first=first) if first == last else t("第 {first}–{last} 行").format(first=first, last=last)


def lineage_sheet(value: WorkbookValue) -> Sheet:
    """溯源: the records behind each cell by kind and number; no name and no number of a person leaves the station."""
    heads = (t("格"), t("栏目"), t("记录"), t("编号"), t("数量"), t("用作"))
    total = sum(len(labels) for _, labels in value.lineage)
    rows: list[tuple[Value, ...]] = list(islice(_records(value), MOST_RECORDS))
    title, *shown = _headed(value, t("溯源"), heads)
    cells = [title, SheetCell(1, 0, _told(total), "note", 1, len(heads)), *(replace(head, row=_FIRST_RECORD - 1) for head in shown)]
    cells += _table(rows, _FIRST_RECORD, ("text", "wrap", "text", "text", "number", "text"))
    if total > MOST_RECORDS:
        left = t("其余 {count} 条从略，可在站内逐条打开。").format(count=total - MOST_RECORDS)
        cells.append(SheetCell(_FIRST_RECORD + len(rows), 0, left, "note", 1, len(heads)))
    printed = 2 if total > MOST_PRINTED else 0
    return Sheet("溯源", tuple(cells), (14, 46, 12, 22, 8, 10), (_FIRST_RECORD, 0), printed=printed)


def _told(total: int) -> str:
    """What stands over the list: how long it is, and what of it is printed."""
    if not total:
        return t("没有记录。")
    if total <= MOST_PRINTED:
        return t("共 {count} 条，按格排列；各格条数见“溯源汇总”。").format(count=total)
    text = t("共 {count} 条，逐条列在下面各行，请在屏幕上查看；打印时只印这一行，各格条数见“溯源汇总”。")
    return (text + t("确需逐条打印的，请先在“页面布局”中取消打印区域。")).format(count=total)


def _records(value: WorkbookValue) -> Iterator[tuple[Value, ...]]:
    for key, labels in value.lineage:
        cell = value.definition.cell(key)
        title = column_title(cell.column, value.result.period)
        for label in labels:
            amount = minutes_text(label.amount) if cell.kind is CellKind.RANK else label.amount
            yield key, title, t(RECORDS[label.record]), label.number, amount, _used_as(cell.kind, label)


def _used_as(kind: CellKind, label: LineageLabel) -> str | None:
    if kind is CellKind.RANK:
        return t("等候分钟")
    if kind is not CellKind.RATE:
        return None
    return t("除数") if label.divisor else t("被除数")


def made_line(value: WorkbookValue) -> str:
    """The foot of every printed page."""
    state = t("第 {version} 版").format(version=value.version) if value.frozen else t("草稿")
    return f"{value.result.code} {value.result.period.code} {state} · {t('制表')} {moment_text(value.made_at)}"
