"""The county's Excel list on both databases: taken in whole or not at all, and what it locks stays as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import Damaged, NotAllowed, Refused
from app.services import audits, items
from exporters.item_book import book_bytes, read_book


@pytest.fixture
def book(db, cast, tmp_path):
    """The station's own catalogue as the county gets it."""
    path = tmp_path / "清单.xlsx"
    count = items.export_book(db, cast.head, path)
    assert count == len(items.listing(db, cast.head))
    return path


def write(path, book):
    path.write_bytes(book_bytes(book))
    return path


def with_cell(book, line, column, value):
    rows = [list(row) for row in book.items]
    rows[line][rows[0].index(column)] = value
    return replace(book, items=rows)


def test_b25_a_list_from_excel_is_taken_in_and_its_locked_columns_are_read_only(db, cast, now, book):
    read = read_book(book.read_bytes(), book.name)
    line = next(n for n, row in enumerate(read.items) if row[0] == "JYKN")
    made = with_cell(with_cell(read, line, "承诺时限", 7), line, "法定时限", 15)
    head = (("标题", "县级事项清单"), ("版次", "2026-1"), ("锁定的栏目", "承诺时限、受理材料"))
    items.import_file(db, cast.head, now, write(book, replace(made, head=head)))
    guide = items.guide(db, cast.clerk1, "JYKN")
    assert (guide.item.promised_days, guide.line.state, guide.source) == (7, "published", "县级事项清单 2026-1")
    for changes in ({"promised_days": 5}, {"materials": ()}):
        with pytest.raises(Refused, match=r"item\.locked"):
            items.change(db, cast.head, now, "JYKN", changes)
    items.change(db, cast.head, now, "JYKN", {"fee": "免费"})
    assert items.publish(db, cast.head, now, "JYKN").promised_days == 7
    assert audits.verify(db, cast.head).ok


def test_one_wrong_line_leaves_everything_as_it_was(db, cast, now, book):
    read = read_book(book.read_bytes(), book.name)
    before = items.listing(db, cast.head)
    line = next(n for n, row in enumerate(read.items) if row[0] == "JYKN")
    too_long = with_cell(with_cell(read, line, "承诺时限", 20), line, "法定时限", 15)
    for wrong, code in ((too_long, "item.promise_too_long"), (with_cell(read, 1, "办件类型", "快件"), "catalogue.cell")):
        with pytest.raises(Refused) as caught:
            items.import_file(db, cast.head, now, write(book, wrong))
        assert caught.value.code == code
    assert items.listing(db, cast.head) == before


def test_what_is_no_such_workbook_is_refused_and_a_counter_officer_imports_nothing(db, cast, now, book, tmp_path):
    with pytest.raises(NotAllowed):
        items.import_file(db, cast.clerk1, now, book)
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(book.read_bytes()[:300])
    with pytest.raises(Damaged, match=r"workbook\.not_a_workbook"):
        items.import_file(db, cast.head, now, torn)
