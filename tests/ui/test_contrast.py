"""The measure of what can be read finds what is too faint, in each of the ways in which a page is drawn."""

from __future__ import annotations

import pytest
from PyQt6.QtWidgets import QLabel

from tests.ui.contrast import faint
from ui import theme
from ui.kit.buttons import link, second
from ui.kit.fields import IconEdit
from ui.kit.focus import FocusRing
from ui.kit.runs import RunLabel, plain
from ui.kit.text import column, holder, label


def on_canvas(qtbot, *parts):
    """Some parts on the ground of a page."""
    page = holder(column(*parts, None, margins=(16, 16, 16, 16)), "canvas")
    qtbot.addWidget(page)
    page.resize(400, 240)
    page.show()
    return page


def pale():
    """A label that Qt paints, paler than any token of a word."""
    made = QLabel("太淡的字")
    made.setStyleSheet("color: #9aa7b7")
    return made


def hint():
    """A field with a hint as Qt would tone it down by itself."""
    made = IconEdit(icon_name="magnify")
    made.setPlaceholderText("查找")
    made.setStyleSheet("placeholder-text-color: #8b8f95")
    return made


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (lambda: RunLabel(plain("太淡的字", "line_hair")), "“太淡的字” #d3dae2 on #f2f4f7: 1.28, needs 4.5"),
        (lambda: RunLabel(plain("字", "line_hair", "queue_name")), "“字” #d3dae2 on #f2f4f7: 1.28, needs 3.0"),
        (pale, "QLabel “太淡的字” #9aa7b7 on #f2f4f7: 2.22"),
        (hint, "IconEdit “查找” #8b8f95 on #ffffff: 3.25"),
    ],
)
def test_a_word_that_is_too_faint_is_found(qtbot, qapp, part, said):
    assert faint(on_canvas(qtbot, part())) == [said]


@pytest.mark.parametrize("look", theme.THEMES)
def test_what_keeps_to_the_tokens_is_not_found_and_a_pale_edge_is(qtbot, qapp, monkeypatch, look):
    theme.apply(qapp, theme.Theme(look))
    page = on_canvas(qtbot, label("正文"), label("说明", "caption", "tertiary"), IconEdit("张三", icon_name="magnify"), second("转号"))
    assert faint(page) == []
    monkeypatch.setattr("tests.ui.contrast.SHAPE", 20.5)
    assert any(words.startswith("edge of Button “转号”") for words in faint(page)) is (look != "contrast")
    theme.apply(qapp, theme.Theme())


def test_a_pale_ring_is_found(qtbot, qapp, monkeypatch):
    page = on_canvas(qtbot, link("打开"))
    FocusRing(page)
    with qtbot.waitActive(page):
        page.activateWindow()
    assert faint(page) == []
    monkeypatch.setattr("tests.ui.contrast.SHAPE", 20.0)
    assert any(words.startswith("ring: #1456ad on #f2f4f7") for words in faint(page))
