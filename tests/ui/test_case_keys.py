"""A case by keys alone: the acts at its foot, the way out of a form, and a new case for whoever is found."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QMenu

from app.services import cases, queue
from app.services.cases import CaseForm
from tests.services.people import register
from tests.ui.conftest import quiet
from tests.ui.station import context_of, show_page
from ui.desk.cases.page import make
from ui.desk.places import Ref
from ui.desk.queue.page import make as make_queue


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def person(context):
    return register(context.db, context.actor, context.now())


@pytest.fixture
def page(qtbot, port, context, person):
    return show_page(qtbot, port, context, make)


def test_the_keys_of_a_case_begin_anew_after_a_form_and_reach_the_acts_at_its_foot(qtbot, page, context, person):
    number = cases.open_case(context.db, context.actor, context.now(), CaseForm("JYKN", person)).number
    page.open(Ref("case", number))
    quiet(qtbot, page)
    detail = page.detail
    detail.setFocus()
    qtbot.keyClick(detail, Qt.Key.Key_Right)
    assert page.focusWidget().text() == "一次性告知"
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    assert detail.form.isAncestorOf(page.focusWidget())
    page.acts()["primary"].run()
    quiet(qtbot, page)
    detail.begin(next(act for act in detail.offered(detail.view) if act.permission == "case.refuse"))
    page.back()
    assert page.focusWidget() is detail


def test_the_acts_that_have_no_button_open_at_the_button_that_names_them(qtbot, page, context, person):
    number = cases.open_case(context.db, context.actor, context.now(), CaseForm("JYKN", person)).number
    page.open(Ref("case", number))
    quiet(qtbot, page)
    page.detail.more.setFocus()
    qtbot.keyClick(page.detail.more, Qt.Key.Key_Space)
    menu = page.detail.findChild(QMenu)
    assert menu.activeAction() is menu.actions()[0]
    assert abs(menu.pos().x() - page.detail.more.mapToGlobal(QPoint(0, 0)).x()) <= 1
    menu.close()


def test_enter_goes_from_the_person_that_was_found_to_the_items(qtbot, page, context):
    page.open(Ref("new_case"))
    quiet(qtbot, page)
    new = page.new
    for text, said in (("没有这样的人", "没有找到。换几个字；没有登记过的先在“人员”里登记。"), ("张淑芬", "找到 1 人，按 Enter 选事项")):
        new.find.set_value(text)
        new._search()
        quiet(qtbot, page)
        assert new.find.message == said
    new.find.focus()
    qtbot.keyClick(new.find.editor, Qt.Key.Key_Return)
    assert page.focusWidget() is new.board.view


def test_what_was_wrong_with_one_new_case_is_not_said_of_the_next(qtbot, page):
    page.new.received.error("日期“13月”看不懂")
    page.open(Ref("new_case"))
    quiet(qtbot, page)
    assert not page.new.received.message


def test_an_account_that_may_not_see_cases_is_told_so_and_offered_nothing_that_would_be_refused(qtbot, port, context, cast):
    page = show_page(qtbot, port, context.acting(cast.admin), make)
    quiet(qtbot, page)
    assert (page.faces.state, page.begin.isVisible()) == ("barred", False)
    assert page.acts()["new"].why_not == "这个账号不能新办件。"
    port.counter = 1
    hall = show_page(qtbot, port, context.acting(cast.admin), make_queue)
    quiet(qtbot, hall)
    assert (hall.faces.state, hall.card.isVisible(), hall.take.isVisible()) == ("barred", False, False)
    assert "什么都没有改" in hall.faces.barred.more.text()


def test_who_calls_nobody_sees_who_waits_and_no_button_of_a_counter(qtbot, port, context, cast):
    queue.take(context.db, cast.clerk1, context.now(), "A")
    port.counter = 1
    hall = show_page(qtbot, port, context.acting(cast.county), make_queue)
    quiet(qtbot, hall)
    assert (hall.faces.state, len(hall.model.rows), hall.preview.isVisible()) == ("ready", 1, True)
    parts = (hall.card, hall.take, hall.leave, hall.restore_key, hall.restore, hall.others)
    assert not any(part.isVisible() for part in parts)
    assert {act.why_not for name, act in hall.acts().items() if name != "next_tab"} == {"这个账号不在窗口叫号。"}
