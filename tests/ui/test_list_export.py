"""Exporting a list from the desk: what is shown, in the order shown, masked as shown, off the window's thread."""

from __future__ import annotations

import threading

import openpyxl
import pytest

from app.services import audits, cases, items
from app.services.cases import CaseForm
from tests.ui.conftest import quiet
from tests.ui.station import context_of, resident, show_page
from ui.desk.cases.page import make as cases_page
from ui.desk.people.page import make as people_page
from ui.desk.statusbar import StatusBar
from ui.models import paged


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


def exported(qtbot, page, out):
    page.export.start(out)
    quiet(qtbot, page)
    return [[cell.value for cell in line] for line in openpyxl.load_workbook(out).active.iter_rows()]


def test_people_go_out_with_the_columns_shown_and_masked_numbers(qtbot, port, context, tmp_path):
    resident(context)
    resident(context, "安丽", serial=5)
    page = show_page(qtbot, port, context, people_page)
    page.table.choose_column("points", shown=False)
    page.table.choose_column("phone", shown=False)
    page.table._sort(1)
    quiet(qtbot, page)
    lines = exported(qtbot, page, tmp_path / "人员.xlsx")
    titles = [page.model.columns[place].title for place in page.table.shown_columns()]
    assert lines[2] == titles and "手机" not in titles
    assert [line[1] for line in lines[3:]] == ["安丽", "张淑芬"]
    assert "2327**********" in lines[3][3] and "2 条" in lines[1][0]


def test_only_the_chip_that_is_pressed_goes_out_and_the_search_is_not_told(qtbot, port, context, tmp_path):
    resident(context)
    resident(context, "安丽", serial=5, status=None, status_since=None)
    page = show_page(qtbot, port, context, people_page)
    page.narrow("registered")
    quiet(qtbot, page)
    lines = exported(qtbot, page, tmp_path / "a.xlsx")
    assert [line[1] for line in lines[3:]] == ["张淑芬"] and "只含“登记失业”" in lines[1][0]
    page.box.setText("淑芬")
    qtbot.waitUntil(lambda: page.exported().narrowed.endswith("按查找框里的字筛过"))
    assert "淑芬" not in page.exported().title + page.exported().narrowed


def test_rows_that_are_selected_go_out_alone(qtbot, port, context, cast, tmp_path):
    for serial, name in enumerate(("张淑芬", "安丽", "马俊"), 5):
        resident(context, name, serial=serial)
    page = show_page(qtbot, port, context, people_page)
    shown = [row.name for row in page.model.rows]
    assert (page.export_link.text(), page.selection.text()) == ("导出这 3 条", "已选 1 人")
    page.table.selectRow(0)
    select = page.table.selectionModel()
    select.select(page.model.index(2, 0), select.SelectionFlag.Select | select.SelectionFlag.Rows)
    assert (page.export_link.text(), page.selection.text()) == ("导出选中的 2 条", "已选 2 人")
    lines = exported(qtbot, page, tmp_path / "a.xlsx")
    assert [line[1] for line in lines[3:]] == [shown[0], shown[2]]
    assert "只含选中的 2 条" in lines[1][0] and "2327**********" in lines[3][3]
    entry = audits.listing(context.db, cast.head).rows[0]
    assert (entry.action, entry.subject) == ("desk.export", "desk_list:people")


def test_the_figure_of_a_chip_is_told_before_its_list_was_read_to_the_end(qtbot, port, context, monkeypatch):
    for serial in range(5, 9):
        resident(context, serial=serial)
    monkeypatch.setattr(paged.PagedModel.__init__, "__kwdefaults__", {"limit": 2})
    with monkeypatch.context() as still:
        still.setattr(paged.PagedModel, "fetchMore", lambda _model, _parent: None)
        page = show_page(qtbot, port, context, people_page)
    assert page.model.rowCount() == 2 and page.export_link.text() == "导出这 4 条"
    assert page.export.words(None) == "导出这些条目"
    page.model.fetchMore(page.table.rootIndex())
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert page.export_link.text() == "导出这 4 条"


def test_a_list_of_many_pages_goes_out_whole_and_in_its_own_order(qtbot, port, context, tmp_path, monkeypatch):
    item = next(line.code for line in items.listing(context.db, context.actor) if line.promised_days == 10)
    person = resident(context)
    numbers = [cases.open_case(context.db, context.actor, context.now(), CaseForm(item, person)).number for _ in range(5)]
    page = show_page(qtbot, port, context, cases_page)
    monkeypatch.setattr(paged, "WHOLE", 2)
    page.table.resize(1400, 300)
    lines = exported(qtbot, page, tmp_path / "a.xlsx")
    place = lines[2].index("编号")
    assert [line[place] for line in lines[3:]] == numbers


def test_the_place_of_the_file_is_told_and_stays_long_enough_to_open_it(qtbot, port, context, tmp_path):
    resident(context)
    page = show_page(qtbot, port, context, people_page)
    bar, told = StatusBar(), []
    qtbot.addWidget(bar)
    page.desk.wrote.connect(bar.say_file)
    page.desk.wrote.connect(lambda text, path: told.append((text, path)))
    exported(qtbot, page, tmp_path / "人员.xlsx")
    assert told == [(f"已导出 1 条到 {tmp_path / '人员.xlsx'}", str(tmp_path / "人员.xlsx"))]
    assert bar.said == told[0][0] and not bar.open.isHidden() and bar._off.interval() == 30_000
    bar.say("已保存")
    assert bar.open.isHidden() and bar._off.interval() == 4_000


def test_a_place_that_cannot_be_written_is_told_on_the_page(qtbot, port, context, tmp_path):
    resident(context)
    page = show_page(qtbot, port, context, people_page)
    page.export.start(tmp_path / "nowhere" / "a.xlsx")
    quiet(qtbot, page)
    assert "不能写入" in page.strip.sentence.text() and page.export.strip.isHidden()


def test_the_folder_is_offered_again(port, qtbot, context, tmp_path):
    resident(context)
    page = show_page(qtbot, port, context, people_page)
    exported(qtbot, page, tmp_path / "a.xlsx")
    assert page.export._folder() == tmp_path


def test_what_is_cancelled_while_it_is_read_writes_nothing(qtbot, port, context, tmp_path):
    resident(context)
    page = show_page(qtbot, port, context, people_page)
    cancelled = threading.Event()

    def fetch(after, limit):
        cancelled.wait(5)
        return page.model.source(after, limit)

    page.export._fetch = lambda: fetch
    page.export.start(tmp_path / "a.xlsx")
    page.export.strip.cancel.click()
    cancelled.set()
    quiet(qtbot, page)
    assert not (tmp_path / "a.xlsx").exists() and page.export.strip.isHidden()
