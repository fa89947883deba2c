"""The frame: keys from one table, reasons in the status bar, the person at the right, the lock over everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QGuiApplication, QKeySequence
from PyQt6.QtWidgets import QLineEdit, QPlainTextEdit

from tests.ui.conftest import quiet
from tests.ui.sample import ID_NUMBER, NOW, SamplePort
from tests.ui.sample_pages import find
from ui import theme
from ui.desk.keys import BINDINGS, key_of
from ui.desk.panel import elapsed
from ui.desk.places import CODES, PLACES
from ui.desk.shell import Shell
from ui.kit.runs import words

CTRL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def test_the_shell_shows_station_counter_officer_and_what_presses(shell):
    assert words(shell.bar.station.runs) == "松涛社区家门口就业服务站"
    assert words(shell.bar.counter.runs) == "1 号窗口・服务中"
    assert shell.bar.due.text() == "3"
    assert words(shell.bar.officer.runs) == "王敏・首问"
    assert words(shell.status.clock.runs) == "2026-10-09 周五 14:05"


def test_the_word_for_uploads_stands_there_only_where_a_station_uploads(qtbot, port):
    shell = Shell(port, find=find)
    qtbot.addWidget(shell)
    shell._show_frame(port.frame())
    assert not shell.status.uploads.isHidden()
    from dataclasses import replace

    shell._show_frame(replace(port.frame(), uploads=None))
    assert shell.status.uploads.isHidden()


@pytest.mark.parametrize("place", PLACES, ids=CODES)
def test_alt_and_a_digit_go_to_the_ten_places(qtbot, shell, place):
    qtbot.keyClick(shell, place.key, ALT)
    assert shell.here == place.code
    assert shell.stack.currentWidget() is shell.pages[place.code]


def test_a_page_is_made_when_its_place_is_first_entered(shell):
    assert set(shell.pages) == {"today"}
    shell.go("cases")
    first = shell.pages["cases"]
    shell.go("today")
    shell.go("cases")
    assert shell.pages["cases"] is first


def test_a_page_that_cannot_be_made_leaves_the_others_working(qtbot, port, expected_warnings):
    expected_warnings.add("bug ")
    made = Shell(port, find=lambda code: find(code) if code == "today" else 1 / 0)
    qtbot.addWidget(made)
    made.begin()
    made.go("jobs")
    assert "编号" in made.status.said
    made.go("today")
    assert made.page.title == ""
    quiet(qtbot, made)


def test_no_key_is_bound_twice():
    keys = [QKeySequence(key).toString() for binding in BINDINGS for key in binding.keys]
    assert len(keys) == len(set(keys))
    assert key_of("queue.call") == "F2"


@pytest.mark.parametrize(("key", "act"), [(Qt.Key.Key_F2, "queue.call"), (Qt.Key.Key_F3, "queue.recall"), (Qt.Key.Key_F8, "counter.pause")])
def test_counter_keys_reach_the_port_while_a_field_has_the_focus(qtbot, shell, port, key, act):
    field = QLineEdit(shell.page)
    field.show()
    field.setFocus()
    qtbot.keyClick(field, key)
    quiet(qtbot, shell)
    assert ("act", act) in port.asked
    assert shell.status.said


def test_an_act_that_leads_on_opens_the_page_it_names(qtbot, shell):
    qtbot.keyClick(shell, Qt.Key.Key_F2)
    quiet(qtbot, shell)
    assert shell.here == "queue"


def test_a_key_that_cannot_act_now_says_why_for_four_seconds(qtbot, shell, port):
    qtbot.keyClick(shell, Qt.Key.Key_F5, SHIFT)
    assert shell.status.said == "今天没有过号的人。"
    assert ("act", "queue.restore") not in port.asked
    assert shell.status._off.interval() == 4000
    shell.status.hush()
    assert shell.status.said == ""


def test_page_keys_act_or_give_the_pages_reason(qtbot, shell):
    qtbot.keyClick(shell, Qt.Key.Key_S, CTRL)
    assert shell.page.saved == 1
    qtbot.keyClick(shell, Qt.Key.Key_P, CTRL)
    assert shell.status.said == "先选一行再打印。"
    qtbot.keyClick(shell, Qt.Key.Key_F7)
    assert "重新核对" in shell.status.said


def test_a_refusal_of_the_port_is_told_in_the_status_bar(qtbot, shell, port):
    from app.domain.errors import NotAllowed

    def refuse(_code):
        raise NotAllowed("action.not_allowed", action="queue.call", officer="王敏")

    port.act = refuse
    shell.do("queue.call")
    quiet(qtbot, shell)
    assert shell.status.said


def test_the_panel_folds_to_a_rail_and_remembers_it(qtbot, shell, port):
    assert shell.panel.width() == theme.sizes().panel
    qtbot.keyClick(shell, "0", CTRL)
    assert shell.panel.width() == theme.SPACE.rail
    again = Shell(port, find=find)
    qtbot.addWidget(again)
    assert again.panel.folded


def test_the_draft_gives_way_first_and_the_case_next_when_the_window_is_low(qtbot, shell):
    case, draft = shell.panel._cards
    assert (case.isHidden(), draft.isHidden()) == (False, False)
    shell.resize(1280, 610)
    assert (case.isHidden(), draft.isHidden()) == (False, True)


def test_nobody_served_offers_the_next_call(qtbot):
    shell = Shell(SamplePort(person=None), find=find)
    qtbot.addWidget(shell)
    shell.begin()
    quiet(qtbot, shell)
    shell.panel.acted.emit("queue.call")
    quiet(qtbot, shell)
    assert shell.status.said == "已呼叫 A028"


def test_the_number_is_shown_on_demand_recorded_and_hidden_again_on_lock(qtbot, shell, port):
    shell.panel.reveal_asked.emit(7)
    quiet(qtbot, shell)
    assert words(shell.panel._id.runs) == ID_NUMBER
    assert ("reveal", "7") in port.asked
    QGuiApplication.clipboard().setText(ID_NUMBER)
    shell.lock()
    assert words(shell.panel._id.runs) == "2327**********0426"
    assert QGuiApplication.clipboard().text() == ""
    quiet(qtbot, shell)


def test_the_service_time_counts_minutes_and_seconds():
    from datetime import timedelta

    assert elapsed(NOW - timedelta(seconds=133), NOW) == "02:13"
    assert elapsed(NOW - timedelta(hours=1, minutes=2), NOW) == "1:02:00"
    assert elapsed(NOW - timedelta(hours=1, minutes=2), NOW, narrow=True) == "62 分"
    assert elapsed(None, NOW) == ""


def test_text_grows_and_shrinks_by_keys_and_says_where_the_end_is(qtbot, shell, port):
    shell.do("larger")
    shell.do("larger")
    assert theme.current().text == "huge"
    assert port.preferences.get("theme.text") == "huge"
    shell.do("larger")
    assert "最大" in shell.status.said
    shell.do("smaller")
    assert theme.current().text == "large"


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_control_k_opens_the_search_even_from_a_field(qtbot, shell, kind):
    field = kind(shell.page)
    field.show()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_K, CTRL)
    assert not shell.palette_card.isHidden()
    qtbot.keyClick(shell.palette_card.line, Qt.Key.Key_Escape)
    assert shell.palette_card.isHidden()
    assert shell.focusWidget() is field


def test_locked_keys_do_nothing_and_the_card_names_no_person(qtbot, shell, port):
    qtbot.keyClick(shell, Qt.Key.Key_L, CTRL)
    quiet(qtbot, shell)
    assert shell.is_locked
    shell.do("queue.call")
    assert ("act", "queue.call") not in port.asked
    shown = words(shell.lock_page.ticket.runs) + words(shell.lock_page.waiting.runs) + shell.lock_page.why.text()
    assert "A027" in shown and "等候 8 人" in shown
    assert "张淑芬" not in shown


def test_the_lock_card_says_nothing_of_screens_it_does_not_know(qtbot, shell, port):
    shell.lock_page.show_safe(replace(port.safe(), waiting=None))
    assert shell.lock_page.waiting.isHidden()
    shell.lock_page.show_safe(port.safe())
    shown = words(shell.lock_page.ticket.runs) + words(shell.lock_page.waiting.runs)
    assert "大屏" not in shown and "取号机" not in shown


def test_a_wrong_password_is_told_beside_the_field_and_the_right_one_opens(qtbot, shell, port):
    shell.lock()
    page = shell.lock_page
    page._secret.setText("wrong")
    qtbot.keyClick(page._secret, Qt.Key.Key_Return)
    quiet(qtbot, shell)
    assert page.password.is_wrong
    assert page._secret.text() == ""
    page._secret.setText("right")
    page.enter.click()
    quiet(qtbot, shell)
    assert not shell.is_locked


def test_an_empty_password_asks_nobody(shell, port):
    shell.lock()
    shell.lock_page.try_it()
    assert shell.lock_page.password.is_wrong
    assert not [asked for asked in port.asked if asked[0] == "log_in"]


def test_the_first_log_in_lists_the_officers(qtbot, shell, port):
    shell.ask_log_in()
    quiet(qtbot, shell)
    assert shell.lock_page.names.count() == 2
    shell.lock_page._secret.setText("right")
    shell.lock_page.try_it()
    quiet(qtbot, shell)
    assert ("log_in", "wangmin") in port.asked


def test_caps_lock_is_told_while_typing_the_password(qtbot, shell):
    shell.lock()
    qtbot.keyClick(shell.lock_page._secret, "A")
    assert shell.lock_page.password.message == "大写锁定开着"
    qtbot.keyClick(shell.lock_page._secret, "a")
    assert shell.lock_page.password.message == ""
