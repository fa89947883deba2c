"""A workbook that was given out is held against what it was, on the page of returns."""

from __future__ import annotations

from PyQt6.QtWidgets import QFileDialog

from tests.exporters.workbooks import edited
from tests.ui.conftest import quiet
from tests.ui.station import context_of, show_page
from ui.desk.returns.page import make


def test_a_workbook_is_found_as_it_was_written_and_a_changed_cell_is_named(qtbot, port, sqlite_db, cast, now, monkeypatch, tmp_path):
    page = show_page(qtbot, port, context_of(sqlite_db, cast.head, now, tmp_path / "data"), make)
    page.arrive()
    quiet(qtbot, page)
    made = tmp_path / "report.xlsx"
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_args: (str(made), ""))
    page.files.export()
    quiet(qtbot, page)
    page.versions.verify.click()
    quiet(qtbot, page)
    assert page.told.title.text() == "report.xlsx 没有改动" and "未封存的草稿" in page.told.more.text()
    edited(made, made, lambda book: book.worksheets[0].__setitem__("C8", 999))
    page.versions.verify.click()
    quiet(qtbot, page)
    assert page.strip.title.text() == "report.xlsx 被改动过" and "C8" in page.strip.sentence.text() and page.told.isHidden()
    made.write_bytes(b"no workbook")
    page.files.verify()
    quiet(qtbot, page)
    assert page.strip.isVisibleTo(page) and "被改动过" not in page.strip.title.text()
