"""The search: while typing, grouped, by keys alone, and never in the middle of a composition."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QInputMethodEvent
from PyQt6.QtWidgets import QApplication

from tests.ui.conftest import quiet
from ui.kit.palette import marked
from ui.kit.runs import words


@pytest.fixture
def palette(qtbot, shell):
    shell.do("search")
    return shell.palette_card


def _type(qtbot, shell, text):
    qtbot.keyClicks(shell.palette_card.line, text)
    qtbot.waitUntil(lambda: not shell.palette_card._wait.isActive() and not shell.jobs.busy)


def test_results_appear_while_typing_and_the_first_is_chosen(qtbot, shell, palette):
    _type(qtbot, shell, "zs")
    assert palette.count.text() == "8 条"
    assert palette.current().title == "赵爽"


def test_what_is_still_being_composed_is_not_searched(qtbot, shell, palette, port):
    QApplication.sendEvent(palette.line, QInputMethodEvent("zhang", []))
    assert not palette._wait.isActive()
    commit = QInputMethodEvent("", [])
    commit.setCommitString("张")
    QApplication.sendEvent(palette.line, commit)
    qtbot.waitUntil(lambda: ("search", "张", "") in port.asked)
    assert not [asked for asked in port.asked if "zhang" in asked]
    quiet(qtbot, shell)


def test_arrows_walk_over_the_group_heads(qtbot, shell, palette):
    _type(qtbot, shell, "zs")
    for _ in range(5):
        qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.current().title.startswith("创业担保")
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.current().title == "周胜利"


def test_tab_limits_to_the_group_and_tab_again_takes_the_limit_away(qtbot, shell, palette, port):
    _type(qtbot, shell, "zs")
    qtbot.keyClick(palette.line, Qt.Key.Key_Tab)
    quiet(qtbot, shell)
    qtbot.keyClick(palette.line, Qt.Key.Key_Tab)
    quiet(qtbot, shell)
    assert port.asked[-2:] == [("search", "zs", "people"), ("search", "zs", "")]


def test_a_greater_sign_limits_to_commands(qtbot, shell, palette, port):
    _type(qtbot, shell, ">zan")
    assert port.asked[-1] == ("search", "zan", "commands")


def test_enter_opens_the_record_and_closes_the_search(qtbot, shell, palette):
    _type(qtbot, shell, "zs")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isHidden()
    assert shell.here == "people"


def test_control_enter_begins_a_case_for_the_person(qtbot, shell, palette):
    _type(qtbot, shell, "zs")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert shell.here == "cases"


def test_a_command_does_its_act(qtbot, shell, palette, port):
    _type(qtbot, shell, ">zan")
    palette.move_by(8)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    quiet(qtbot, shell)
    assert ("act", "counter.pause") in port.asked


def test_nothing_found_says_what_else_to_try(qtbot, shell, palette):
    _type(qtbot, shell, "qqq")
    assert "qqq" in palette.nothing.text()
    assert not palette.nothing.isHidden()


def test_matched_letters_are_bold_blue_and_underlined():
    runs = marked("zhao shuang", ((0, 1), (5, 6)), "fg_secondary")
    assert words(runs) == "zhao shuang"
    assert [run.text for run in runs if run.mark and run.bold and run.tone == "accent"] == ["z", "s"]
