"""A year's holiday table in the settings: looked at, with the deadlines it would move, before it is taken."""

from __future__ import annotations

import pytest
from PyQt6.QtWidgets import QFileDialog

from app.domain.clock import parse_moment
from app.services import calendars, cases, recount
from app.services.cases import CaseForm
from tests.services.accepting import accept_complete
from tests.services.people import register
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, show_page
from ui.desk.settings.look import LookView
from ui.desk.settings.page import make
from ui.kit.buttons import Button
from ui.kit.states import ProgressStrip
from ui.models.rows import Group

DECEMBER = parse_moment("2026-12-28T09:00")
NEW_YEAR = '[2027]\nsource = "国办通知"\noff = [{ name = "元旦", from = "2027-01-01", to = "2027-01-03" }]\n'


@pytest.fixture
def context(sqlite_db, cast, tmp_path):
    return context_of(sqlite_db, cast.head, DECEMBER, tmp_path)


@pytest.fixture
def file(monkeypatch, tmp_path):
    path = tmp_path / "2027.toml"
    path.write_text(NEW_YEAR, encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    return path


@pytest.fixture
def page(qtbot, port, context, file):
    made = show_page(qtbot, port, context, make)
    made.turn("holidays")
    quiet(qtbot, made)
    return made


def ask(qtbot, page):
    next(one for one in page.right.currentWidget().findChildren(Button) if one.text() == "导入放假安排").click()
    quiet(qtbot, page)
    return page.stack.currentWidget()


def test_the_look_names_the_days_and_the_deadlines_that_move_and_writes_nothing(qtbot, page, context, cast):
    person = register(context.db, cast.clerk1, DECEMBER)
    numbers = [cases.open_case(context.db, cast.clerk1, DECEMBER, CaseForm("JYKN", person)).number for _ in range(2)]
    for number in numbers:
        accept_complete(context.db, cast.clerk1, DECEMBER, number)
    view = ask(qtbot, page)
    assert isinstance(view, LookView) and view.act.text() == "导入 2027 年的安排"
    assert [(row.title, row.count) for row in view.model.rows if isinstance(row, Group)] == [
        ("2027 年要改的日子", 3),
        ("期限会变的办件", 2),
    ]
    assert view.looked.said.startswith("在办 2 件里 2 件的期限会变：推迟 2 件，提前 0 件")
    told = {fact.name: fact.value for section in view.pane.reading.sections for fact in section.facts}
    assert told["最早的"] == f"{numbers[0]}：2027-01-11 改为 2027-01-12"
    assert page.back() and 2027 not in calendars.current(context.db).years and not recount.waits(context.db)
    ask(qtbot, page)
    press(qtbot, page, "primary")
    assert "2 件办件的期限改了" in page.said[-1] and not recount.waits(context.db)
    assert cases.show(context.db, cast.clerk1, DECEMBER, numbers[0]).facts.deadline.isoformat() == "2027-01-12"


def test_a_year_without_cases_says_so_and_a_file_that_is_none_is_refused(qtbot, page, context, file):
    view = ask(qtbot, page)
    assert view.looked.said == "没有办件的期限会变。确认前什么都不写。"
    press(qtbot, page, "save")
    assert page.said[-1] == "已导入 2027 年的放假安排。" and page.bodies["holidays"] is page.right.currentWidget()
    file.write_text("不是表", encoding="utf-8")
    ask(qtbot, page)
    assert "读不懂" in page.strip.sentence.text() and page.stack.currentWidget() is not view
    assert not any(one.isVisible() for one in page.findChildren(ProgressStrip))
