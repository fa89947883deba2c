"""The forms of a case's acts from the first key to the last: one case goes its way without the mouse."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QInputMethodEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMenu

from app.services import case_acts, cases, stations
from app.services.cases import CaseForm
from tests.dbfixtures import NOW
from tests.services.people import register
from tests.ui.real_desk import lay_out, open_desk, quiet
from tests.ui.real_desk import press as press_once
from ui.kit.buttons import Button

MOST_PRESSES = 20


@pytest.fixture
def desk(qtbot, sqlite_template, tmp_path):
    return open_desk(qtbot, lay_out(sqlite_template, tmp_path / "data"))


def press(qtbot, desk, *keys):
    """Keys one after the other; a widget that flashes up as a window of its own would take the keys with it."""
    for key in keys:
        press_once(qtbot, desk, key)
        assert desk.isActiveWindow(), key


def say(qtbot, desk, text):
    """What an input method commits where the focus is."""
    commit = QInputMethodEvent("", [])
    commit.setCommitString(text)
    QApplication.sendEvent(desk.focusWidget(), commit)
    quiet(qtbot, desk)


def tab_to(qtbot, desk, title):
    """Tab from field to field; the label that the focus ends at."""
    for _ in range(MOST_PRESSES):
        part = desk.focusWidget()
        while part is not None and not part.accessibleName():
            part = part.parentWidget()
        if part is not None and part.accessibleName() == title:
            return
        press(qtbot, desk, "Tab")
    raise AssertionError(f"{title} is not reached by Tab")


def act(qtbot, desk, words):
    """→ to the acts at the foot, on to the one named, or to it under 更多; Space opens its form."""
    for _ in range(MOST_PRESSES):
        press(qtbot, desk, "Right")
        at = desk.focusWidget()
        if isinstance(at, Button) and at.text() in (words, "更多"):
            break
    press(qtbot, desk, "Space")
    if at.text() == "更多":
        menu = desk.page.detail.findChildren(QMenu)[-1]
        names = [action.text() for action in menu.actions()]
        for _ in range(names.index(words)):
            QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)
        quiet(qtbot, desk)
    form = desk.page.detail.form
    assert form.isVisible() and form.isAncestorOf(desk.focusWidget()), words
    return form


def test_a_case_goes_from_the_notice_to_the_delivery_by_keys_alone(qtbot, desk):
    context = desk.desk.context
    db, clerk = context.db, context.actor
    number = cases.open_case(db, clerk, NOW, CaseForm("JYKN", register(db, clerk, NOW))).number
    show = lambda: cases.show(db, clerk, NOW, number)  # noqa: E731

    press(qtbot, desk, "Alt+3", "Return")
    assert desk.page.detail.view.facts.number == number

    act(qtbot, desk, "一次性告知")
    press(qtbot, desk, "Esc")
    act(qtbot, desk, "一次性告知")
    tab_to(qtbot, desk, "其他要求")
    say(qtbot, desk, "本人到场")
    press(qtbot, desk, "Ctrl+Return")
    assert desk.here == "prints" and show().notices == 1
    press(qtbot, desk, "Esc", "Alt+3")

    press(qtbot, desk, "Ctrl+Return")
    tab_to(qtbot, desk, "现在收到的")
    press(qtbot, desk, "Space", "Ctrl+Return")
    assert show().facts.state == "accepted"

    act(qtbot, desk, "申请延期")
    press(qtbot, desk, "Ctrl+Return")
    assert desk.page.detail.form.fields["days"].is_wrong, "what is missing is said beside its field, which has the focus"
    QTest.keyClicks(desk.focusWidget(), "3")
    tab_to(qtbot, desk, "原因")
    say(qtbot, desk, "等外省回函")
    press(qtbot, desk, "Ctrl+Return")
    assert show().waiting[0].step == "extension"
    case_acts.approve(db, stations.actors(db)["head"], NOW, number)
    press(qtbot, desk, "Esc", "Return")

    act(qtbot, desk, "移交")
    press(qtbot, desk, "Down")
    tab_to(qtbot, desk, "说明")
    say(qtbot, desk, "下午外出走访")
    press(qtbot, desk, "Ctrl+Return")
    assert show().facts.offered_to == "clerk2"

    act(qtbot, desk, "作出结果")
    say(qtbot, desk, "已认定")
    press(qtbot, desk, "Ctrl+Return")
    assert show().facts.state == "decided"

    act(qtbot, desk, "办结")
    say(qtbot, desk, "已认定，本人领走")
    press(qtbot, desk, "Ctrl+Return")
    assert show().facts.state == "closed"
