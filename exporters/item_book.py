"""The county's list of items as a workbook: written for it to fill in, read when it comes back."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from app.domain.errors import Damaged
from app.domain.item_sheet import HEAD, ITEMS, MATERIALS, ItemBook, Rows
from app.texts import t
from exporters.xlsx import line_height, lines_of

NARROWEST, WIDEST = 8, 36
ON_ONE_SHEET = 240  # digits side by side on A3 across
HEAD_ROW = {"bold": True, "bg_color": "#EEF2F6", "border": 1, "font_name": "宋体", "font_size": 10, "num_format": "@"}
TEXT = {"border": 1, "font_name": "宋体", "font_size": 10, "num_format": "@", "text_wrap": True, "valign": "top"}


def book_bytes(book: ItemBook) -> bytes:
    """The workbook, made in memory."""
    import xlsxwriter

    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(target, options)
    styles = workbook.add_format(HEAD_ROW), workbook.add_format(TEXT)
    for name, rows, headed in ((HEAD, book.head, False), (ITEMS, book.items, True), (MATERIALS, book.materials, True)):
        _write(workbook.add_worksheet(name), rows, styles, headed=headed)
    workbook.close()
    return target.getvalue()


def _write(page: Any, rows: Rows, styles: tuple[Any, Any], *, headed: bool) -> None:
    widths = [_width([str(row[across]) for row in rows if across < len(row)]) for across in range(max(len(row) for row in rows))]
    for across, width in enumerate(widths):
        page.set_column(across, across, width)
    page.set_paper(8)
    page.set_landscape()
    page.fit_to_pages(2 if sum(widths) > ON_ONE_SHEET else 1, 0)  # what is too wide to be read on one goes on two beside each other
    page.set_footer("&R" + t("第 &P 页 共 &N 页"))
    if headed:
        page.freeze_panes(1, 2)
        page.repeat_rows(0)
        page.repeat_columns(0, 1)
    for down, row in enumerate(rows):
        page.set_row(down, line_height(max(lines_of(str(value), width) for value, width in zip(row, widths, strict=False))))
        for across, value in enumerate(row):
            style = styles[0] if (headed and down == 0) or (not headed and across == 0) else styles[1]
            if isinstance(value, int) and not isinstance(value, bool):
                page.write_number(down, across, value, style)
            else:
                page.write_string(down, across, str(value), style)


def _width(texts: list[str]) -> int:
    """As wide as its longest words, in digits; a Chinese character is as wide as two, and what is longer than the widest wraps."""
    longest = max(sum(2 if ord(letter) > 0x2E7F else 1 for letter in line) for text in texts for line in text.split("\n"))
    return min(max(longest + 2, NARROWEST), WIDEST)


def read_book(data: bytes, name: str) -> ItemBook:
    """The three sheets of a workbook; Damaged for what is none, or lacks a sheet."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = {sheet: book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names}
    except (python_calamine.CalamineError, ValueError, KeyError, OSError) as error:
        raise Damaged("workbook.not_a_workbook", field="file", path=name) from error
    missing = next((sheet for sheet in (HEAD, ITEMS, MATERIALS) if sheet not in sheets), None)
    if missing is not None:
        raise Damaged("catalogue.sheet", field="file", path=name, sheet=missing)
    return ItemBook(*(sheets[sheet] for sheet in (HEAD, ITEMS, MATERIALS)))
