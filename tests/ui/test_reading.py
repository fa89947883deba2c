"""The reading pane: its facts keep their room; buttons that would take it lie under 更多."""

from __future__ import annotations

import pytest
from PyQt6.QtWidgets import QApplication, QLabel

from ui import theme
from ui.app import dress
from ui.desk.reading import Do, Fact, Reading, ReadingPane, Section
from ui.kit.buttons import Kind
from ui.screens import settle, too_wide

NAMES = ("工资", "类别", "人数", "地点", "班次", "要求", "待遇", "有效至")
SIZES = {"1366x696": (320, 430), "1280x648": (292, 382)}
"""How large the pane is in the two windows at the largest text."""


@pytest.fixture
def pane(qtbot):
    done = []
    acts = [Do("推荐给张淑芬", lambda: done.append("推荐"), "account-arrow-right", Kind.STRONG, "Ctrl+Enter")]
    acts += [Do(word, lambda word=word: done.append(word), "office-building") for word in ("单位资料", "走访单位", "关闭岗位")]
    made = ReadingPane()
    made.done = done
    qtbot.addWidget(made)
    made.show_reading(Reading("养老护理员", sections=(Section("", tuple(Fact(name, "早八晚五") for name in NAMES)),), acts=tuple(acts)))
    made.show()
    return made


def facts(pane) -> int:
    """How many facts stand wholly in sight."""
    named = [one for one in pane.findChildren(QLabel) if one.text() in NAMES]
    return sum(one.visibleRegion().boundingRect().height() == one.height() for one in named)


def lay(pane, size: tuple[int, int], text: str = "huge") -> None:
    dress(QApplication.instance(), theme.Theme("light", text))
    pane.show_reading(pane.reading)
    pane.resize(*size)
    settle()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_the_largest_text_leaves_room_for_six_facts(pane, size):
    lay(pane, size)
    assert facts(pane) >= 6 and list(too_wide(pane)) == []
    assert [one.isHidden() for one in pane.buttons] == [False, True, True, True] and not pane.more.isHidden()
    assert pane.more.toolTip() == "更多" and pane.first_button.toolTip() == "Ctrl+Enter"


def test_what_lies_under_more_does_the_same(pane):
    lay(pane, SIZES["1280x648"])
    actions = pane.menu().actions()
    assert [one.text() for one in actions] == ["单位资料", "走访单位", "关闭岗位"]
    actions[2].trigger()
    pane.first_button.click()
    assert pane.done == ["关闭岗位", "推荐"]


def test_where_there_is_room_every_button_stands_there_with_its_key(pane):
    lay(pane, SIZES["1280x648"])
    lay(pane, (330, 440), "standard")
    assert pane.more.isHidden() and not any(one.isHidden() for one in pane.buttons)
    assert pane.first_button.key == "Ctrl+Enter" and list(too_wide(pane)) == []
