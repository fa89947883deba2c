"""A list of the desk as an Excel workbook: title, where it comes from, heads that stay in sight, one line a record; never a formula."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from app.domain.list_sheet import ListHead, ListMaking, ListSheet
from app.texts import t
from exporters.xlsx import line_height, lines_of

_FONT: dict[str, object] = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_BOX: dict[str, object] = {"border": 1, "num_format": "@"}
_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "note": {},
    "head": _BOX | {"bold": True, "bg_color": "#EEF2F6"},
    "head_right": _BOX | {"bold": True, "bg_color": "#EEF2F6", "align": "right"},
    "group": {"bold": True, "top": 1, "bottom": 1, "num_format": "@"},
    "text": _BOX | {"text_wrap": True},
    "right": _BOX | {"align": "right"},
    "number": {"border": 1, "num_format": "#,##0", "align": "right"},
}
_FIRST = 3  # rows above the first record: title, where from, heads
_LEAST, _MOST = 6, 60  # widths in digits


def _width(sheet: ListSheet, place: int) -> int:
    """A column as wide as its longest words need, in digits; a Chinese character is as wide as two."""
    texts = [sheet.columns[place].title, *(str(row[place]) for row in sheet.rows if not isinstance(row, ListHead))]
    longest = max(sum(2 if ord(letter) > 0x2E7F else 1 for letter in text) for text in texts)
    return min(max(longest + 2, _LEAST), _MOST)


class _Writer:
    """Writes one list into one sheet."""

    def __init__(self, workbook: Any, sheet: ListSheet, making: ListMaking) -> None:
        self._sheet, self._making = sheet, making
        self._styles = {name: workbook.add_format(_FONT | style) for name, style in _STYLES.items()}
        self._page = workbook.add_worksheet(t("清单"))
        self._widths = [_width(sheet, place) for place in range(len(sheet.columns))]

    def write(self) -> None:
        page, sheet, making = self._page, self._sheet, self._making
        title = t("【练习】{title}").format(title=sheet.title) if making.practice else sheet.title
        page.write_string(0, 0, title, self._styles["title"])
        page.write_string(1, 0, self._note(), self._styles["note"])
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, self._widths[place])
            page.write_string(_FIRST - 1, place, column.title, self._styles["head_right" if column.right else "head"])
        for number, row in enumerate(sheet.rows, _FIRST):
            self._row(number, row)
        self._set_up()

    def _note(self) -> str:
        sheet, making = self._sheet, self._making
        made = t("{officer} {made} 导出").format(officer=making.officer, made=making.made)
        count = t("{n:,} 条").format(n=sheet.count)
        masked = t("证件和电话号码照屏幕上遮住") if self._is_masked() else ""
        return t("，").join(filter(None, (making.station, made, sheet.narrowed, count, masked)))

    def _is_masked(self) -> bool:
        rows = (row for row in self._sheet.rows if not isinstance(row, ListHead))
        return any("***" in str(value) for row in rows for value in row)

    def _row(self, number: int, row: tuple[str | int, ...] | ListHead) -> None:
        if isinstance(row, ListHead):
            for place in range(len(self._sheet.columns)):  # not one merged cell: merged cells keep a list from being sorted
                self._page.write_blank(number, place, None, self._styles["group"])
            self._page.write_string(number, 0, row.title, self._styles["group"])
            return
        lines = max((lines_of(str(value), width) for value, width in zip(row, self._widths, strict=True)), default=1)
        if lines > 1:
            self._page.set_row(number, line_height(lines))
        for place, value in enumerate(row):
            if isinstance(value, int):
                self._page.write_number(number, place, value, self._styles["number"])
            else:
                right = self._sheet.columns[place].right
                self._page.write_string(number, place, value, self._styles["right" if right else "text"])

    def _set_up(self) -> None:
        """Heads that stay in sight and repeat on every printed page; the filter arrows of Excel over them."""
        page, columns = self._page, len(self._sheet.columns)
        page.freeze_panes(_FIRST, 0)
        page.repeat_rows(_FIRST - 1)
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_footer("&R" + t("第 &P 页 共 &N 页"))
        if self._sheet.rows and columns:
            page.autofilter(_FIRST - 1, 0, _FIRST - 1 + len(self._sheet.rows), columns - 1)


def list_bytes(sheet: ListSheet, making: ListMaking) -> bytes:
    """The workbook of a list, made in memory: no part of it touches the disk before it is whole."""
    import xlsxwriter

    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(target, options)
    workbook.set_properties({"title": sheet.title, "author": making.station})
    _Writer(workbook, sheet, making).write()
    workbook.close()
    return target.getvalue()
