"""The county's Excel list on both databases: taken in whole or not at all, and what it locks stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import Damaged, NotAllowed, Overtaken, Refused
from app.domain.item_changes import Fate
from app.domain.service_items import Element
from app.services import audits, item_books, item_editions, items
from exporters.item_book import book_bytes, read_book


@pytest.fixture
def book(db, cast, tmp_path):
    """The station's own catalogue as the county gets it."""
    path = tmp_path / "清单.xlsx"
    count = item_books.export_book(db, cast.head, path)
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
    item_books.import_file(db, cast.head, now, write(book, replace(made, head=head)))
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
            item_books.import_file(db, cast.head, now, write(book, wrong))
        assert caught.value.code == code
    assert items.listing(db, cast.head) == before


def test_what_is_no_such_workbook_is_refused_and_a_counter_officer_imports_nothing(db, cast, now, book, tmp_path):
    with pytest.raises(NotAllowed):
        item_books.import_file(db, cast.clerk1, now, book)
    torn = tmp_path / "torn.xlsx"
    torn.write_bytes(book.read_bytes()[:300])
    with pytest.raises(Damaged, match=r"workbook\.not_a_workbook"):
        item_books.import_file(db, cast.head, now, torn)


def test_the_look_says_what_is_new_changed_and_the_same_and_writes_nothing(db, cast, now, book):
    read = read_book(book.read_bytes(), book.name)
    line = next(n for n, row in enumerate(read.items) if row[0] == "JYKN")
    made = with_cell(with_cell(read, line, "收费", "免费办理"), 1, "事项编码", "NEUES")
    gone, materials = read.items[1][0], [row for row in read.materials if row[0] != read.items[1][0]]
    path = write(book, replace(made, materials=materials, head=(("标题", "县级事项清单"), ("版次", "2026-1"))))
    before = {one.code: one.version for one in items.listing(db, cast.head)}
    look = item_books.look(db, cast.head, path)
    assert (look.faults, look.untouched, len(look.changes)) == ((), 1, len(before))
    told = {one.code: one for one in look.changes if one.fate is not Fate.SAME}
    examples = {one.code for one in items.listing(db, cast.head) if one.example_limits}
    assert told.keys() - examples == {"NEUES"} and len(told) == len(examples) + 1
    assert (told["NEUES"].fate, told["NEUES"].missing) == (Fate.NEW, (Element.MATERIALS,))
    fee, example = told["JYKN"].fields
    assert (fee.field, fee.before, fee.after) == ("fee", "不收费。", "免费办理")
    assert (example.field, example.before, example.after) == ("example_limits", True, False)
    assert {one.code: one.version for one in items.listing(db, cast.head)} == before
    lines = {one.code: one for one in item_books.take(db, cast.head, now, look)}
    assert (lines["JYKN"].version, lines["NEUES"].state, len(lines)) == (before["JYKN"] + 1, "draft", len(before))
    after = {one.code: one.version for one in items.listing(db, cast.head)}
    assert {code for code in before if after[code] != before[code]} == examples - {gone} and after[gone] == before[gone]
    assert {one.fate for one in item_books.look(db, cast.head, path).changes} == {Fate.SAME}


def test_what_changed_since_the_look_is_looked_at_again_and_a_fault_takes_nothing(db, cast, now, book):
    read = read_book(book.read_bytes(), book.name)
    look = item_books.look(db, cast.head, write(book, with_cell(read, 2, "收费", "免费办理")))
    code = read.items[2][0]
    items.change(db, cast.head, now, code, {"fee": "十元"})
    items.publish(db, cast.head, now, code)
    with pytest.raises(Overtaken, match=r"item\.look_old"):
        item_books.take(db, cast.head, now, look)
    wrong = item_books.look(db, cast.head, write(book, with_cell(read, 1, "办件类型", "快件")))
    assert [(one.sheet, one.line, one.column) for one in wrong.faults] == [("事项", 2, "办件类型")]
    with pytest.raises(Refused, match=r"catalogue\.cell"):
        item_books.take(db, cast.head, now, wrong)
    assert items.guide(db, cast.head, code).item.fee == "十元"


def test_b9_each_edition_says_what_it_changed_and_from_when_to_when_it_held(db, cast, now):
    later, last = now + timedelta(days=3), now + timedelta(days=9)
    items.change(db, cast.head, later, "JYKN", {"fee": "一元"})
    items.change(db, cast.head, later, "JYKN", {"fee": "免费办理"})
    items.publish(db, cast.head, later, "JYKN")
    items.change(db, cast.head, last, "JYKN", {"process": "先申请，再认定"})
    draft, second, dropped, first = item_editions.of_item(db, cast.clerk1, "JYKN")
    assert (draft.state, draft.since, [one.field for one in draft.changes]) == ("draft", None, ["process"])
    assert (second.number, second.since, second.until, second.by) == (3, later, None, cast.head.name)
    assert [(one.field, one.before, one.after) for one in second.changes] == [("fee", "不收费。", "免费办理")]
    assert (dropped.since, dropped.until, first.until) == (None, None, later)
    assert first.changes == () and first.item.fee == "不收费。"
