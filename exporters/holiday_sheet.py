"""A holiday table read from an Excel workbook or a CSV file, as plain rows."""

from __future__ import annotations

import csv
import io
import warnings
from pathlib import Path
from typing import Any

from app.domain.errors import Damaged, Refused
from app.domain.holiday_sheet import Sheet
from exporters.files import read_whole
from exporters.package_guard import require_workbook

TEXT = ".csv"
MOST_ROWS = 2000
"""Five years have less; a sheet that is longer holds something else."""


def read_sheet(path: Path) -> Sheet:
    """The rows of a file; Damaged for what is none, Refused for what cannot be told apart."""
    data = read_whole(path)
    return _of_text(data, path.name) if path.suffix.lower() == TEXT else _of_book(data, path.name)


def _of_text(data: bytes, name: str) -> Sheet:
    """Written by Excel as UTF-8 or as the Chinese Windows writes; the separator is the comma, the semicolon or the tab."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t，", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise Refused("calendar.csv", field="file", path=name) from error
    return Sheet(_short(rows, name))


def _of_book(data: bytes, name: str) -> Sheet:
    """The only filled sheet of a workbook."""
    import openpyxl

    require_workbook(data, name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl grumbles about parts it does not know
        try:
            book = openpyxl.load_workbook(io.BytesIO(data))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, OSError) as error:
            raise Damaged("workbook.not_a_workbook", field="file", path=name) from error
    filled = [page for page in book.worksheets if any(cell.value is not None for row in page.iter_rows() for cell in row)]
    if len(filled) > 1:
        raise Refused("calendar.sheet_several", field="file", path=name, sheets=tuple(page.title for page in filled))
    return _of_page(filled[0], name) if filled else Sheet(())


def _of_page(page: Any, name: str) -> Sheet:
    rows = _short([[cell.value for cell in row] for row in page.iter_rows()], name)
    formulas = {(cell.row, cell.column) for row in page.iter_rows() for cell in row if cell.data_type == "f"}
    merged = {(row, column) for span in page.merged_cells.ranges for row, column in span.cells}
    return Sheet(rows, frozenset(formulas), frozenset(merged))


def _short(rows: list[list[Any]], name: str) -> list[list[Any]]:
    """Without the empty rows at the end."""
    while rows and not any(value is not None and str(value).strip() for value in rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS:
        raise Refused("calendar.sheet_long", field="file", path=name, rows=len(rows), most=MOST_ROWS)
    return rows
