"""The return as the window shows it: the tree of heads, the rows of the grid, what the checks say, the words around a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from app.domain.measures import Scope
from app.domain.returns import CellKind, CellValue, CheckLevel, CheckResult, Column, Manual, Measured, ReturnDefinition, Value
from app.domain.returns import Row as FormRow
from app.domain.returns_layout import meanings, shown, shown_columns
from app.services.returns import Explanation, ReturnView
from app.texts import t
from app.texts.phrases import returns_page as say
from ui import theme
from ui.kit.grid import GridCell, GridRow, Head
from ui.kit.runs import Run, Runs
from ui.kit.status import Tag

NAMING = ("station_name", "station_county")
LEAST_LETTERS = 6
MOST_LETTERS = 10  # of the frozen column; the whole name stands in its tool tip
NARROW = 0.56  # a digit's share of the width of a Chinese character


@dataclass(frozen=True, slots=True)
class Place:
    """What a cell of the grid shows: the figure ``key`` of the return of ``period``."""

    period: str
    key: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The grid's content. ``columns`` stand in the grid's order: the one that names the station first, because it stays in view."""

    form: ReturnDefinition
    columns: tuple[Column, ...]
    heads: tuple[Head, ...]
    rows: tuple[GridRow, ...]
    locked: bool = False

    def place(self, row: int, column: int) -> Place | None:
        """The figure at a place; None on a total."""
        key = self.rows[row].key if 0 <= row < len(self.rows) else None
        return Place(key[0], f"{key[1]}.{self.columns[column].id}") if isinstance(key, tuple) else None

    def find(self, key: str) -> tuple[int, int] | None:
        """Where a cell of the return itself stands; None where it is computed only."""
        row_id, column_id = key.split(".")
        row = next(
            (n for n, row in enumerate(self.rows) if row.kind == "plain" and isinstance(row.key, tuple) and row.key[1] == row_id), None
        )
        column = next((n for n, column in enumerate(self.columns) if column.id == column_id), None)
        return None if row is None or column is None else (row, column)

    def source(self, row: int, column: int) -> Manual | None:
        """What may be typed at a place, if anything: only in the return's own rows, and in none of a frozen one."""
        place = self.place(row, column)
        if self.locked or place is None or self.rows[row].kind != "plain":
            return None
        source = self.form.cell(place.key).source
        return source if isinstance(source, Manual) else None


def _measure(column: Column) -> str:
    query = getattr(column.source, "query", None)
    return query.measure if query is not None else ""


def columns_of(form: ReturnDefinition) -> tuple[Column, ...]:
    """The form's columns, the one that names the station first."""
    every = shown_columns(form)
    first = next((c for name in NAMING for c in every if _measure(c) == name), every[0])
    return (first, *(column for column in every if column is not first))


def letters(text: str) -> float:
    """The width of a text in Chinese characters."""
    return sum(NARROW if letter.isascii() else 1 for letter in text)


def _title_letters(title: str) -> float:
    """The width of a title that may be broken in the middle."""
    if letters(title) < 4:
        return letters(title)
    half = (len(title) + 1) // 2
    return max(letters(title[:half]), letters(title[half:]))


def _width(title: str, texts: Sequence[str], least: float, most: float) -> int:
    """Pixels of a column at the standard text size: its title, its longest value, at least and at most so many letters."""
    size, pad = theme.SIZES["standard"], theme.SPACE.cell + theme.SPACE.cell_grid + 2 * theme.SPACE.ring
    value = min(max(map(letters, texts), default=0), most)
    value = max(value, least) * size.body
    return round(max(_title_letters(title) * size.caption + pad, value + pad, size.caption * 2 + theme.SPACE.form))


def heads_of(columns: Sequence[Column], span: str, widths: Mapping[str, int]) -> tuple[Head, ...]:
    """The header's tree: neighbours that share the beginning of their paths share a head."""
    return tuple(_fit(head) for head in _tree(columns, 0, span, widths))


def _tree(columns: Sequence[Column], level: int, span: str, widths: Mapping[str, int]) -> tuple[Head, ...]:
    made: list[Head] = []
    for (title, deeper), group in groupby(columns, key=lambda c: (c.head[level], len(c.head) > level + 1 or c.id)):
        members = tuple(group)
        words = title.replace("{span}", span)
        below = _tree(members, level + 1, span, widths) if deeper is True else ()
        made.append(Head(words, below, 0 if below else widths[members[0].id]))
    return tuple(made)


def _fit(head: Head) -> Head:
    """A parent wider than its children makes them wider: it stands on one line."""
    if not head.children:
        return head
    children = tuple(_fit(child) for child in head.children)
    need = round(letters(head.title) * theme.SIZES["standard"].caption) + theme.SPACE.group
    have = sum(leaf.width for child in children for leaf in child.leaves())
    return replace(head, children=tuple(_scaled(child, need / have) for child in children) if need > have else children)


def _scaled(head: Head, share: float) -> Head:
    if head.children:
        return replace(head, children=tuple(_scaled(child, share) for child in head.children))
    return replace(head, width=round(head.width * share + 0.5))


def sheet_of(view: ReturnView) -> Sheet:
    """The grid of a return: its rows, their total where there is more than one, and the frozen returns before it in grey."""
    form, columns = view.definition, columns_of(view.definition)
    marks, tips = _marks(view, columns), {meaning.key: meaning.definition for meaning in meanings(form, view.period)}
    rows = [_row(view, row, columns, marks, tips) for row in form.rows]
    if len(form.rows) > 1:
        rows += [] if form.whole else [_total(view, columns)]
    rows += _past_rows(view, columns)
    widths = {c.id: _width(_leaf(c, view), [row.cells[n].text for row in rows], *_bounds(c, n)) for n, c in enumerate(columns)}
    return Sheet(form, columns, heads_of(columns, view.period.span, widths), tuple(rows), view.state == "frozen")


def _bounds(column: Column, number: int) -> tuple[float, float]:
    """The letters a column has room for: the frozen one never takes the grid, remarks have room to be typed."""
    if number == 0:
        return LEAST_LETTERS, MOST_LETTERS
    return (LEAST_LETTERS, MOST_LETTERS) if _is_remark(column) else (0, MOST_LETTERS)


def _is_remark(column: Column) -> bool:
    return isinstance(column.source, Manual) and not column.source.number


def _leaf(column: Column, view: ReturnView) -> str:
    return column.head[-1].replace("{span}", view.period.span)


def _row(
    view: ReturnView, row: FormRow, columns: Sequence[Column], marks: Mapping[str, tuple[str, str]], tips: Mapping[str, str]
) -> GridRow:
    cells = []
    for number, column in enumerate(columns):
        key = f"{row.id}.{column.id}"
        check, sentence = marks.get(key, ("", ""))
        text = shown(view.result.cells[key])
        tip = sentence if check else text if number == 0 else tips.get(column.id, "")
        cells.append(GridCell(short_name(text or row.title) if number == 0 else text, None, check, tip))
    return GridRow(tuple(cells), key=(view.period.code, row.id))


def short_name(name: str) -> str:
    """松涛社区服务站 of 松涛社区“家门口”就业服务站: every station has the words between, the first column has no room for them."""
    return name.replace(t("“家门口”就业"), "")


def _total(view: ReturnView, columns: Sequence[Column]) -> GridRow:
    texts = [shown(view.result.totals.get(column.id)) for column in columns]
    return GridRow(tuple(GridCell(text if n else t("合计")) for n, text in enumerate(texts)), "total")


def _past_rows(view: ReturnView, columns: Sequence[Column]) -> list[GridRow]:
    span = view.period.span
    asked = (
        (t("上{span}（已封存）"), view.last, view.period.previous()),
        (t("去年同{span}（已封存）"), view.year_before, view.period.year_before()),
    )
    return [
        GridRow(
            tuple(GridCell(_past(view, column, values) if n else title.format(span=span)) for n, column in enumerate(columns)),
            "past",
            (period.code, view.definition.counted[0].id) if len(view.definition.counted) == 1 else None,
        )
        for title, values, period in {item[2].code: item for item in asked}.values()
        if values is not None
    ]


def _past(view: ReturnView, column: Column, values: Mapping[str, Value]) -> str:
    """The frozen figure of another period; of several rows their sum, as far as they can be added up."""
    found = [values.get(f"{row.id}.{column.id}") for row in view.definition.counted]
    if column.kind is CellKind.TEXT or _is_remark(column):
        return ""
    if len(found) == 1:
        return shown(CellValue(column.kind, found[0]))
    if column.kind in (CellKind.RATE, CellKind.RANK):
        return ""
    return shown(CellValue(column.kind, sum(value for value in found if isinstance(value, int))))


# checks


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What came of the checks, in the order in which somebody must act."""

    failed: tuple[CheckResult, ...]
    asked: tuple[CheckResult, ...]
    passed: tuple[CheckResult, ...]


def verdicts(view: ReturnView) -> Verdicts:
    """The checks: failed, wanting a reason, passed."""
    checks = view.result.checks
    return Verdicts(
        tuple(c for c in checks if not c.ok and c.level is CheckLevel.HARD),
        tuple(c for c in checks if not c.ok and c.level is CheckLevel.WARNING),
        tuple(c for c in checks if c.ok),
    )


def unanswered(view: ReturnView) -> tuple[CheckResult, ...]:
    """The warnings without a reason of their own."""
    reasons = view.reasons or {}
    return tuple(check for check in verdicts(view).asked if check.rule not in reasons)


def first_shown(check: CheckResult, form: ReturnDefinition) -> str:
    """The cell a check jumps to: the first that stands on the form; empty when none does."""
    on_form = {column.id for column in shown_columns(form)}
    return next((key for key in check.cells if key.split(".")[1] in on_form), "")


def _marks(view: ReturnView, columns: Sequence[Column]) -> dict[str, tuple[str, str]]:
    """What stands on the cells: the sentence at the first cell of a failed check, the frame at all of them."""
    found: dict[str, tuple[str, str]] = {}
    told = verdicts(view)
    for check in told.asked:
        found[first_shown(check, view.definition)] = ("explain", check.text)
    for check in told.failed:
        first = first_shown(check, view.definition)
        for key in check.cells:
            sentence = check.text if key == first else ""
            if key not in found or found[key] == ("failed", "") or found[key][0] == "explain":
                found[key] = ("failed", sentence)
    return found


def start_cell(view: ReturnView, sheet: Sheet) -> tuple[int, int]:
    """Where the cursor stands first: a failed check, else the first figure that has records behind it."""
    told = verdicts(view)
    keys = [first_shown(check, view.definition) for check in told.failed]
    keys += [key for key, value in view.result.cells.items() if value.count and _is_flow(view.definition, key)]
    return next((at for key in keys if key and (at := sheet.find(key)) is not None), (0, first_figure(sheet)))


def first_figure(sheet: Sheet) -> int:
    """The first column behind the frozen one that holds a figure and does not describe the station."""
    return next((number for number, column in enumerate(sheet.columns) if number and column.unit), min(1, len(sheet.columns) - 1))


def _is_flow(form: ReturnDefinition, key: str) -> bool:
    """Whether a cell counts what happened in the period."""
    source = form.cell(key).source
    return isinstance(source, Measured) and source.query.scope is Scope.PERIOD


# words


def title_of(view: ReturnView) -> str:
    """2026年第三季度工作情况."""
    return view.period.title + say.short_title(view.definition)


def state_tag(view: ReturnView, *, correcting: bool) -> Runs:
    """Draft or frozen, with its icon."""
    if view.newest:
        return (Run(t("旧版"), False, "fg_secondary", "body", "history"),)
    if view.state == "frozen":
        return (Run(t("已封存"), False, "ok", "body", "lock-check-outline"),)
    words = t("更正稿（第 {n} 版）").format(n=view.version + 1) if correcting else t("草稿")
    return (Run(words, False, "fg_secondary", "body", "pencil-outline"),)


def due_runs(view: ReturnView) -> Runs:
    """When it is due and how much time is left; a frozen one says its version and cut-off."""
    if view.state != "frozen" and not view.definition.handed_in:
        return (Run(say.NOT_HANDED_IN, False, "fg_secondary"),)
    if view.state == "frozen":
        return (Run(say.frozen_line(view.version, view.cut_off), False, "fg_secondary"),)
    return (Run(say.due_line(view.due)),)


def due_tag(view: ReturnView) -> Tag | Runs | None:
    """The time left: a red tag once it is late or ends today, else bold words."""
    if view.state == "frozen" or not view.definition.handed_in:
        return None
    words = say.left(view.working_days_left, overdue=view.overdue)
    if view.overdue:
        return Tag("overdue", words)
    return Tag("due_today", words) if view.working_days_left == 0 else (Run(words, True),)


def heading(found: Explanation, row_title: str) -> Runs:
    """失业人员 = 23, where it stands, and what it is made of."""
    path = found.title.split(" · ")
    value = shown(found.value) or t("（空）")
    where = " › ".join(part for part in (row_title, *path[:-1]) if part)
    below = sum(table.total for table in found.divisor) if found.divisor else found.value.below
    total = found.value.above or 0 if found.value.kind is CellKind.RATE else sum(table.total for table in found.tables)
    words = say.made_of(found.value.kind, [table.measure for table in found.tables], total, below)
    if found.today is not None:
        words += say.frozen_today(found.today.value, found.today.added_count, found.today.removed_count)
    joint = t("：") if where else ""
    return (Run(f"{path[-1]} = {value}", True, "accent", "sub"), Run(f"　{where}{joint}{words}", False, "fg_secondary"))


def plain_heading(found: Explanation) -> str:
    """The same as plain words, for the workbook of the records."""
    return "".join(run.text for run in heading(found, "")).replace("　", "，")
