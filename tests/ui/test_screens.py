"""What is too wide is found, in labels and in the cells that are never cut; pictures can be made without a screen."""

from __future__ import annotations

import pytest

from tests.ui.conftest import quiet
from ui import theme
from ui.kit.gallery import Gallery
from ui.screens import cut_cells, main, render, settle, too_wide


@pytest.mark.parametrize("text", theme.TEXT_SIZES)
def test_no_word_of_the_lock_card_is_wider_than_its_place(qtbot, qapp, shell, text):
    theme.apply(qapp, theme.Theme("light", text))
    shell.lock()
    quiet(qtbot, shell)
    settle()
    assert list(too_wide(shell)) == []


def test_the_check_finds_a_label_that_is_too_narrow(qtbot):
    from ui.kit.text import label

    narrow = label("首问责任人")
    qtbot.addWidget(narrow)
    holder = type(narrow)()
    qtbot.addWidget(holder)
    narrow.setParent(holder)
    holder.resize(200, 40)
    narrow.setGeometry(0, 0, 20, 30)
    holder.show()
    assert len(list(too_wide(holder))) == 1


def test_the_check_finds_a_deadline_that_is_cut_and_lets_a_column_of_rank_one_elide(qtbot):
    from ui.kit.runs import bold
    from ui.kit.table import Table
    from ui.models.rows import Column, RowsModel

    deadline = Column("due", "期限", lambda row: bold(row), 4, 0)
    model = RowsModel((deadline, Column("item", "事项", lambda row: row * 20, 0, 1)))
    table = Table(model)
    qtbot.addWidget(table)
    model.set_rows(("逾期 12 个工作日", "今天"))
    table.resize(400, 200)
    table.show()
    settle()
    assert ["逾期 12 个工作日" in words for words in cut_cells(table)] == [True]


@pytest.mark.parametrize("name", theme.THEMES)
def test_the_sheet_of_states_is_drawn_in_its_theme(qtbot, qapp, name):
    from PyQt6.QtGui import QImage

    theme.apply(qapp, theme.Theme(name))
    sheet = Gallery()
    qtbot.addWidget(sheet)
    picture = QImage.fromData(render(sheet, (640, 1250)))
    assert picture.pixelColor(2, 2).name() == theme.colour("bg_canvas").name()
    assert list(too_wide(sheet)) == []


def test_the_smallest_supported_window_is_not_below_the_windows_own_minimum(shell):
    least = shell.minimumSizeHint()
    assert least.width() <= 1280
    assert least.height() <= 648


def test_screens_writes_a_picture_a_theme(tmp_path, qapp):
    assert main(["--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kit-contrast.png", "kit-dark.png", "kit-light.png"]
