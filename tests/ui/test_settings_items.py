"""The service items in the settings: the county's file is looked at before it is taken, and every edition can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt6.QtWidgets import QFileDialog

from app.services import item_books, items
from exporters.item_book import book_bytes, read_book
from tests.ui.conftest import quiet
from tests.ui.station import click, context_of, press, show_page
from ui.desk.reading import ReadingPane
from ui.desk.settings.look import LookView
from ui.desk.settings.page import make
from ui.kit.buttons import Button
from ui.models.rows import Group


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.head, now, tmp_path)


@pytest.fixture
def page(qtbot, port, context, monkeypatch, tmp_path):
    """The settings on their items, where every file that is asked for is the county's workbook."""
    path = str(tmp_path / "清单.xlsx")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (path, ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (path, ""))
    made = show_page(qtbot, port, context, make)
    made.turn("items")
    quiet(qtbot, made)
    return made


def exported(qtbot, page, tmp_path):
    click(qtbot, page, "导出清单")
    path = tmp_path / "清单.xlsx"
    return path, read_book(path.read_bytes(), path.name)


def rewrite(path, book, line, column, value):
    rows = [list(row) for row in book.items]
    rows[line][rows[0].index(column)] = value
    path.write_bytes(book_bytes(replace(book, items=rows)))


def test_the_county_s_workbook_goes_out_is_looked_at_and_taken(qtbot, page, context, tmp_path):
    path, book = exported(qtbot, page, tmp_path)
    code, count = book.items[1][0], len(book.items) - 1
    rewrite(path, book, 1, "收费", "免费办理")
    before = items.listing(context.db, context.actor)
    click(qtbot, page, "导入县里的清单")
    view = page.stack.currentWidget()
    assert isinstance(view, LookView) and view.act.text() == f"导入：新增 0，改动 {count}"
    assert [row.title for row in view.model.rows if isinstance(row, Group)] == ["有改动"]
    told = {(section.title, fact.name): fact.value for section in view.pane.reading.sections for fact in section.facts}
    assert (told["", "编码"], told["收费", "原来"], told["收费", "改为"]) == (code, "不收费。", "免费办理")
    assert told["县里统一的栏目", "改为"] == "法定时限、承诺时限"
    assert page.back() and items.listing(context.db, context.actor) == before
    click(qtbot, page, "导入县里的清单")
    press(qtbot, page, "save")
    assert items.guide(context.db, context.actor, code).item.fee == "免费办理"
    assert page.said[-1] == f"已导入 {count} 个事项。" and page.right.currentWidget() is page.bodies["items"]
    click(qtbot, page, "导入县里的清单")
    assert "不用导入" in page.stack.currentWidget().looked.said and page.acts()["save"].why_not


def test_a_list_with_wrong_lines_shows_them_and_has_no_button_that_takes_it(qtbot, page, context, tmp_path):
    path, book = exported(qtbot, page, tmp_path)
    rewrite(path, book, 1, "办件类型", "快件")
    before = items.listing(context.db, context.actor)
    click(qtbot, page, "导入县里的清单")
    view = page.stack.currentWidget()
    assert view.act is None and "有 1 处不能导入" in view.looked.said
    assert view.pane.reading.sections[0].facts[0].value == "事项 第 2 行 办件类型"
    assert page.acts()["save"].why_not == view.looked.said
    rewrite(path, book, 1, "收费", "免费办理")
    view.retry.click()
    quiet(qtbot, page)
    view = page.stack.currentWidget()
    items.change(context.db, context.actor, context.now(), book.items[1][0], {"fee": "十元"})
    items.publish(context.db, context.actor, context.now(), book.items[1][0])
    view.act.click()
    quiet(qtbot, page)
    assert page.strip.isVisible() and view.act.isEnabled()
    assert [one.version for one in items.listing(context.db, context.actor)] == [
        before[0].version + 1,
        *(one.version for one in before[1:]),
    ]


def test_what_is_no_list_is_said_and_changes_nothing(qtbot, page, context, tmp_path):
    (tmp_path / "清单.xlsx").write_bytes(b"[catalogue]")
    before = items.listing(context.db, context.actor)
    click(qtbot, page, "导入县里的清单")
    assert page.strip.isVisible() and items.listing(context.db, context.actor) == before


def test_the_editions_of_an_item_say_what_changed_and_from_when(qtbot, page, context):
    code = items.listing(context.db, context.actor)[0].code
    items.change(context.db, context.actor, context.now(), code, {"fee": "免费办理"})
    items.publish(context.db, context.actor, context.now(), code)
    page.stand_on_item(code)
    page.turn("items")
    quiet(qtbot, page)
    click(qtbot, page, "各个版本")
    pane = page.right.currentWidget().findChild(ReadingPane)
    assert pane.reading.title.endswith("（第 2 版）")
    told = {(section.title, fact.name): fact.value for section in pane.reading.sections for fact in section.facts}
    assert (told["收费", "原来"], told["收费", "改为"]) == ("不收费。", "免费办理")
    assert told["", "从何时起"] == f"{context.now():%Y-%m-%d %H:%M}" and told["", "公布人"] == context.actor.name
    assert page.back()
    quiet(qtbot, page)
    assert not page.back() and isinstance(page.right.currentWidget().findChild(ReadingPane), ReadingPane)


def test_only_who_may_import_has_the_button(qtbot, port, context, cast):
    clerk = show_page(qtbot, port, replace(context, actor=cast.clerk1), make)
    clerk.turn("items")
    quiet(qtbot, clerk)
    words = {one.text() for one in clerk.right.currentWidget().findChildren(Button)}
    assert "各个版本" in words and "导入县里的清单" not in words
    assert item_books.LOCKED == ("statutory_days", "promised_days")
