"""The county's workbook of items: read into the catalogue's mapping, line and column named where it is wrong."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from app.domain import item_sheet as sheet
from app.domain.catalogue import Publisher, parse_catalogue, read_catalogue
from app.domain.errors import Refused
from app.domain.item_sheet import ItemBook
from app.domain.service_items import LOCKABLE

SHIPPED = parse_catalogue(tomllib.loads((files("app") / "data/catalogue.toml").read_text("utf-8")))
BOOK = sheet.book_of("县级清单", "2026-1", ("promised_days", "materials"), SHIPPED.items)


def changed(book: ItemBook, line: int, column: str, value: object, *, of: str = "items") -> ItemBook:
    """The book with one cell that says something else."""
    rows = [list(row) for row in getattr(book, of)]
    rows[line][rows[0].index(column)] = value
    return replace(book, **{of: rows})


def mapping_of(book: ItemBook) -> dict[str, object]:
    """The catalogue's mapping; what is wrong first is raised."""
    sheets = sheet.read_sheets(book)
    for fault in sheets.faults:
        raise fault.error
    return sheets.mapping


def test_a_book_read_back_is_the_catalogue_it_was_made_of_with_the_locks_of_the_county():
    read = parse_catalogue(mapping_of(BOOK))
    assert (read.title, read.edition, read.publisher) == ("县级清单", "2026-1", Publisher.COUNTY)
    assert {item.locked for item in read.items} == {frozenset({"promised_days", "materials"})}
    bare = {"locked": frozenset(), "covers": (), "example_statutory_days": None, "example_promised_days": None}
    assert [replace(item, **bare) for item in read.items] == [replace(item, **bare) for item in SHIPPED.items]


def test_numbers_as_a_workbook_gives_them_and_all_columns_locked_are_read():
    book = changed(BOOK, 1, "法定时限", 20.0)
    book = replace(book, head=((sheet.TITLE, "清单"), (sheet.EDITION, 2026.0), (sheet.LOCKED, "全部")))
    read = parse_catalogue(mapping_of(book))
    assert read.items[0].statutory_days == 20 and read.items[0].locked == frozenset(LOCKABLE)


@pytest.mark.parametrize(
    ("book", "code"),
    [
        (changed(BOOK, 1, "办件类型", "快件"), "catalogue.cell"),
        (changed(BOOK, 2, "承诺时限", "五天"), "catalogue.cell"),
        (changed(BOOK, 2, "承诺时限", 2.5), "catalogue.cell"),
        (changed(BOOK, 1, "就近办", "对"), "catalogue.cell"),
        (changed(BOOK, 0, "事项名称", "名字"), "catalogue.column"),
        (changed(BOOK, 0, "收费", "价钱"), "catalogue.column_unknown"),
        (changed(BOOK, 1, "事项编码", "NOSUCH", of="materials"), "catalogue.stray"),
        (replace(BOOK, head=((sheet.LOCKED, "颜色"),)), "catalogue.lock"),
        (replace(BOOK, items=[]), "catalogue.column"),
    ],
)
def test_what_is_wrong_in_a_book_is_refused(book, code):
    with pytest.raises(Refused) as caught:
        mapping_of(book)
    assert caught.value.code == code


def test_a_wrong_cell_names_sheet_line_and_column():
    with pytest.raises(Refused) as caught:
        mapping_of(changed(BOOK, 3, "形式", "影印", of="materials"))
    assert caught.value.params == {"sheet": "材料", "line": 4, "column": "形式", "text": "影印"}


def test_every_line_that_is_wrong_is_found_with_its_place_and_the_others_are_read():
    book = changed(changed(BOOK, 1, "办件类型", "快件"), 1, "就近办", "对")
    book = changed(changed(book, 3, "承诺时限", 400), 4, "事项编码", BOOK.items[2][0])
    book = changed(book, 1, "事项编码", "NOSUCH", of="materials")
    sheets = sheet.read_sheets(book)
    catalogue, more = read_catalogue(sheets.mapping)
    found = [sheets.placed(fault) for fault in (*sheets.faults, *more)]
    assert {(one.sheet, one.line, one.column, one.error.code) for one in found} == {
        ("事项", 2, "办件类型", "catalogue.cell"),
        ("事项", 2, "就近办", "catalogue.cell"),
        ("事项", 5, "事项编码", "catalogue.twice"),
        ("材料", 2, "事项编码", "catalogue.stray"),
        ("材料", 6, "事项编码", "catalogue.stray"),
        ("事项", 4, "承诺时限", "item.limit_range"),
    }
    spoilt = {row[0] for row in BOOK.items[1:5]}
    assert {item.code for item in SHIPPED.items} - {item.code for item in catalogue.items} == spoilt
