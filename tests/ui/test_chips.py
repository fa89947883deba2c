"""The filter chips of a list: what finds no room lies under 更多, and the pressed one stays."""

from __future__ import annotations

import pytest

from ui.kit.buttons import chip
from ui.kit.chips import ChipRow
from ui.screens import settle, too_wide

WORDS = {"all": "全部", "open": "在办 12", "overdue": "逾期 1", "near": "临期 2", "closed": "已办结"}


@pytest.fixture
def chips(qtbot):
    pressed = []
    made = ChipRow({code: chip(word) for code, word in WORDS.items()}, pressed.append)
    made.pressed = pressed
    made.chips["all"].setChecked(True)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    settle()
    return made


def shown(made):
    return [code for code, part in made.chips.items() if not part.isHidden()]


def test_where_all_have_room_there_is_no_more(chips):
    assert shown(chips) == list(WORDS) and chips.more.isHidden() and chips.under_more() == []


def test_what_finds_no_room_lies_under_more_and_does_the_same(chips):
    chips.resize(chips.sizeHint().width() - 1, chips.height())
    settle()
    assert not chips.more.isHidden() and shown(chips)[0] == "all" and chips.under_more() == list(WORDS)[len(shown(chips)) :]
    assert chips.more.geometry().right() < chips.width() and list(too_wide(chips)) == []
    actions = chips.menu().actions()
    assert [action.text() for action in actions] == [WORDS[code] for code in chips.under_more()]
    actions[-1].trigger()
    assert chips.pressed == ["closed"]


def test_the_pressed_chip_stays_however_narrow(chips):
    chips.chips["all"].setChecked(False)
    chips.chips["closed"].setChecked(True)
    chips.resize(chips.minimumSizeHint())
    settle()
    assert shown(chips) == ["closed"] and chips.under_more() == ["all", "open", "overdue", "near"]


def test_longer_words_are_placed_anew(chips):
    chips.chips["overdue"].setText("逾期 1,234")
    chips.chips["overdue"].updateGeometry()
    settle()
    assert not chips.more.isHidden() and list(too_wide(chips)) == []


def test_a_withheld_chip_is_neither_shown_nor_under_more(chips):
    chips.offer("near", shown=False)
    chips.resize(chips.minimumSizeHint())
    settle()
    assert "near" not in shown(chips) + chips.under_more()
