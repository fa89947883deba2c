"""Writing a return as an Excel workbook. The same value gives the same bytes."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from app.domain.clock import station_time
from app.domain.returns_layout import WorkbookValue
from app.texts import t
from exporters.files import write_whole
from exporters.machine import CHUNK, SHEET, Line, machine_lines
from exporters.sheets import PRACTICE, Sheet, SheetCell, made_line, sheets_of

_FONT: dict[str, object] = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_BOX: dict[str, object] = {"border": 1}
_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16, "align": "center"},
    "line": {"align": "left"},
    "remark": {"align": "right", "italic": True},
    "head": _BOX | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#EEF2F6"},
    "label": _BOX | {"bold": True, "num_format": "@", "text_wrap": True},
    "text": _BOX | {"num_format": "@"},
    "wrap": _BOX | {"num_format": "@", "text_wrap": True},
    "number": _BOX | {"num_format": "#,##0", "align": "right"},
    "money": _BOX | {"num_format": "#,##0.00", "align": "right"},
    "note": {"text_wrap": True, "align": "left"},
    "foot": {"align": "left"},
}
_PAPER = {"A3": 8, "A4": 9}
_TITLE_HEIGHT = 30
_LINE_HEIGHT = 14
_HIGHEST_ROW = 400  # Excel allows 409 points


def _style(name: str) -> dict[str, object]:
    """The properties of a style; ``rate2`` has two decimals, ``number_bold`` is a number in bold."""
    base, bold = name.removesuffix("_bold"), name.endswith("_bold")
    if base.startswith("rate"):
        places = int(base.removeprefix("rate"))
        found: dict[str, object] = _BOX | {"num_format": "0." + "0" * places if places else "0", "align": "right"}
    else:
        found = _STYLES[base]
    return _FONT | found | ({"bold": True, "top": 2} if bold else {})


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column ``width`` digits wide; a Chinese character is as wide as two digits."""
    wide = (sum(2 if ord(letter) > 0x2E7F or letter in "“”·—÷" else 1 for letter in line) for line in text.split("\n"))
    return sum(max(1, -(-length // max(1, width - 1))) for length in wide)


def line_height(count: int) -> int:
    """How high a row of so many lines is, in points."""
    return min(count * _LINE_HEIGHT + 2, _HIGHEST_ROW)


class _Drawer:
    """Draws sheets into one workbook; formats are made once and shared."""

    def __init__(self, workbook: Any, value: WorkbookValue) -> None:
        self._workbook = workbook
        self._value = value
        self._formats: dict[str, Any] = {}

    def _format(self, name: str) -> Any:
        if name not in self._formats:
            self._formats[name] = self._workbook.add_format(_style(name))
        return self._formats[name]

    def draw(self, sheet: Sheet) -> None:
        page = self._workbook.add_worksheet(sheet.name)
        for number, width in enumerate(sheet.widths):
            page.set_column(number, number, width)
        self._heights(page, sheet)
        for cell in sheet.cells:
            self._draw_cell(page, cell)
        self._set_up(page, sheet)

    def _heights(self, page: Any, sheet: Sheet) -> None:
        """Rows as high as their longest text needs: not every program does that by itself when it opens a file."""
        lines = dict.fromkeys((cell.row for cell in sheet.cells), 1) if sheet.least else {}
        for cell in sheet.cells:
            if cell.rows == 1 and isinstance(cell.value, str) and _style(cell.style).get("text_wrap"):
                lines[cell.row] = max(
                    lines.get(cell.row, 1), lines_of(cell.value, sum(sheet.widths[cell.column : cell.column + cell.columns]))
                )
        for row, count in lines.items():
            if count > 1 or sheet.least:
                page.set_row(row, max(line_height(count), sheet.least))
        page.set_row(0, _TITLE_HEIGHT)

    def _draw_cell(self, page: Any, cell: SheetCell) -> None:
        style = self._format(cell.style)
        if cell.rows > 1 or cell.columns > 1:
            page.merge_range(cell.row, cell.column, cell.row + cell.rows - 1, cell.column + cell.columns - 1, "", style)
        value = number_of(cell)
        if cell.formula and value is not None:
            page.write_formula(cell.row, cell.column, f"={cell.formula}", style, value)
        elif value is not None:
            page.write_number(cell.row, cell.column, value, style)
        elif isinstance(cell.value, str) and cell.value:
            page.write_string(cell.row, cell.column, cell.value, style)
        else:
            page.write_blank(cell.row, cell.column, None, style)

    def _set_up(self, page: Any, sheet: Sheet) -> None:
        """Paper, repeated head, page numbers, and the mark of practice on every printed page."""
        page.set_paper(_PAPER[sheet.paper])
        if sheet.landscape:
            page.set_landscape()
        page.fit_to_pages(1, 0)
        page.freeze_panes(*sheet.frozen)
        page.repeat_rows(0, sheet.frozen[0] - 1)
        if sheet.printed:
            page.print_area(0, 0, sheet.printed - 1, len(sheet.widths) - 1)
        if self._value.station.practice:
            page.set_header(f'&C&"宋体,Bold"&14{t(PRACTICE)}')
        page.set_footer(f"&L{made_line(self._value)}&R" + t("第 &P 页 共 &N 页"))


def number_of(cell: SheetCell) -> float | int | None:
    """What a figure is written as: cents as yuan, rates and minutes as numbers; None for text and for nothing."""
    if cell.kind in ("rate", "rank") and isinstance(cell.value, str):
        return float(Decimal(cell.value))
    if isinstance(cell.value, int):
        return cell.value / 100 if cell.kind == "money" else cell.value
    return None


def _hide(workbook: Any, lines: list[Line]) -> None:
    page = workbook.add_worksheet(SHEET)
    for row, (tag, text) in enumerate(lines):
        page.write_string(row, 0, tag)
        for column, start in enumerate(range(0, len(text), CHUNK), 1):
            page.write_string(row, column, text[start : start + CHUNK])
    page.very_hidden()


def workbook_bytes(value: WorkbookValue) -> bytes:
    """The workbook of a return."""
    import xlsxwriter

    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(target, options)
    workbook.set_properties(
        {
            "title": value.definition.title,
            "subject": value.result.period.title,
            "author": value.station.name,
            "created": station_time(value.made_at).replace(tzinfo=None),
        }
    )
    sheets = sheets_of(value)
    drawer = _Drawer(workbook, value)
    for sheet in sheets:
        drawer.draw(sheet)
    _hide(workbook, machine_lines(value, sheets))
    workbook.close()
    return target.getvalue()


def write_workbook(value: WorkbookValue, path: Path) -> str:
    """Write the workbook of a return to ``path`` in one step; its SHA-256. ``Surroundings`` when the place cannot be written."""
    data = workbook_bytes(value)
    write_whole(path, data)
    return hashlib.sha256(data).hexdigest()
