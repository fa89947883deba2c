"""The pieces: fields, buttons, states, clock strip, lists and grid."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QApplication, QLabel, QWidget

from tests.ui.sample_pages import HEADS, MATERIALS, POINTS, STEPS, grid_rows, sample_clock
from ui import theme
from ui.kit.buttons import Kind, chip, danger, primary, second
from ui.kit.clockstrip import ClockStrip, Legend, _spans, day_tip
from ui.kit.fields import Choice, Field, Option, combo, line, require
from ui.kit.focus import FocusRing
from ui.kit.grid import Grid, GridModel, balanced, is_figure
from ui.kit.lines import Lines
from ui.kit.lists import FivePointsBand, Line, Materials, ThreeLists, TimeLine
from ui.kit.outlines import BoldLabel
from ui.kit.runs import Run, RunLabel, bold, elide, plain, runs_width, words
from ui.kit.states import FailureStrip, ProgressStrip, StateStack
from ui.kit.status import Tag, TagLabel
from ui.kit.table import Table
from ui.kit.text import ElidedLabel
from ui.kit.wrap import hang, wrapped
from ui.models.rows import Column, RowsModel


def _shown(qtbot, widget: QWidget, width=600, height=300):
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    QApplication.processEvents()
    return widget


def test_a_field_takes_room_for_its_message_only_while_it_says_something(qtbot):
    field = Field("承诺时限", line())
    _shown(qtbot, field)
    quiet = field.sizeHint().height()
    field.error("承诺不能比法定长。")
    assert field.sizeHint().height() > quiet
    assert field.editor.accessibleDescription() == "承诺不能比法定长。"
    field.editor.setText("20")
    assert not field.is_wrong
    assert field.sizeHint().height() == quiet


def test_the_text_of_a_field_does_not_move_when_it_gets_the_focus(qtbot):
    first, second = Field("甲", line("张三")), Field("乙", line("李四"))
    for field in (first, second):
        _shown(qtbot, field)
    heights = []
    for focused in (first, second):
        focused.activateWindow()
        focused.focus()
        QApplication.processEvents()
        heights.append((first.editor.height(), second.editor.height()))
    assert heights[0] == heights[1] == (theme.sizes().control,) * 2


def test_a_required_field_left_empty_is_named_and_gets_the_cursor(qtbot):
    field = Field("姓名", line(), required=True)
    _shown(qtbot, field)
    assert not require([field])
    assert "姓名" in field.message
    field.set_value("张三")
    field.clear()
    assert require([field])


def test_a_locked_field_says_who_locked_it(qtbot):
    field = Field("时限", line("20"))
    _shown(qtbot, field)
    field.lock("县里统一，不能改")
    assert not field.editor.isEnabled()
    assert field.message == "县里统一，不能改"


def test_lists_and_choices_answer_codes(qtbot):
    listed, chosen = (
        Field("岗位", combo([("a", "甲"), ("b", "乙")])),
        Field("规则", Choice([Option("stop", "停表"), Option("new", "重算")])),
    )
    for field in (listed, chosen):
        qtbot.addWidget(field)
    listed.set_value("b")
    chosen.set_value("new")
    assert (listed.value(), chosen.value()) == ("b", "new")


def test_a_button_tells_its_key_and_a_checked_chip_is_bold(qtbot):
    button, filter_chip = primary("保存", key="Ctrl+S"), chip("逾期 1", icon="alert-octagon")
    for part in (button, filter_chip):
        qtbot.addWidget(part)
    assert button.toolTip() == "Ctrl+S"
    assert not filter_chip.bold()
    filter_chip.click()
    assert filter_chip.bold()
    assert danger("作废 A012").kind is Kind.DANGER


def test_the_focus_ring_follows_the_focus_to_buttons_and_leaves_fields_alone(qtbot):
    window = QWidget()
    button, field = primary("办结"), line()
    from ui.kit.text import column

    window.setLayout(column(button, field))
    ring = FocusRing(window)
    _shown(qtbot, window)
    window.activateWindow()
    button.setFocus()
    assert ring.widget() is button
    assert ring.geometry().contains(button.geometry())
    field.setFocus()
    assert ring.widget() is None


def test_a_tag_speaks_its_word_and_asks_for_its_width(qtbot):
    tag = TagLabel(Tag("near", "临期・剩 1 个工作日"))
    qtbot.addWidget(tag)
    assert tag.accessibleName() == "临期・剩 1 个工作日"
    assert tag.sizeHint().width() > TagLabel(Tag("near")).sizeHint().width()


def test_rank_zero_never_elides_and_the_others_tell_the_whole_in_the_tip(qtbot):
    firm, soft = RunLabel(bold("剩 1 个工作日")), RunLabel(plain("首问李晓燕，09-16 受理"), rank=2)
    assert firm.minimumSizeHint() == firm.sizeHint()
    _shown(qtbot, soft, 60, 30)
    assert soft.toolTip() == words(soft.runs)
    assert ElidedLabel("期限", rank=0).minimumSizeHint().width() >= theme.text_width("期限") - 1
    qtbot.addWidget(firm)


@pytest.mark.parametrize("text", ["共 1,284 条", "7.5 公里", "12 人", "QSR-2026Q3"])
def test_a_number_is_elided_whole_or_not_at_all(qapp, text):
    whole = re.findall(r"[0-9,.]*[0-9]", text)
    for width in range(theme.text_width(text)):
        kept = elide(text, width).removesuffix("…")
        assert set(re.findall(r"[0-9,.]*[0-9]", kept)) <= set(whole), (width, kept)


def test_a_figure_ends_at_the_right_and_a_word_begins_at_the_left():
    assert [is_figure(text) for text in ("311", "2025-05-30", "99.54", "是", "加格达奇区", "")] == [True] * 3 + [False] * 3


def test_buttons_go_on_in_the_next_line_and_none_is_cut(qtbot):
    parts = [second(f"做第{number}件事") for number in range(6)]
    shown = _shown(qtbot, Lines(*parts), width=2 * parts[0].sizeHint().width() + 40)
    assert len({part.y() for part in parts}) == 3
    assert all(part.width() >= part.content_width() and part.geometry().right() <= shown.width() for part in parts)
    assert shown.height() == parts[-1].geometry().bottom() + 1
    parts[0].hide()
    QApplication.processEvents()
    assert parts[1].x() == 0


def test_a_list_is_never_blank(qtbot):
    stack = StateStack(QWidget(), empty="今天没有到期的办件")
    _shown(qtbot, stack)
    for state in ("loading", "empty", "failed", "ready"):
        stack.show_state(state, "号票都在，没有丢。")
        assert stack.state == state
    with qtbot.waitSignal(stack.retry):
        stack.show_state("failed")
        stack.failed.findChildren(type(primary("x")))[0].click()


def test_progress_says_how_far_and_how_long(qtbot):
    strip = ProgressStrip()
    _shown(qtbot, strip)
    strip.show_progress("正在导出", 18_240, 50_000, 6)
    assert strip.title.text() == "正在导出 18,240 / 50,000"
    assert strip.left.text() == "约剩 6 秒"
    with qtbot.waitSignal(strip.cancelled):
        strip.cancel.click()


def test_a_failure_strip_without_a_title_is_gone(qtbot):
    strip = FailureStrip("没有连上打印机", "号票 A031 有效，没有丢。")
    _shown(qtbot, strip)
    strip.clear()
    assert strip.isHidden()


def test_the_clock_strip_speaks_its_sentence_and_its_days_can_be_walked(qtbot):
    strip = ClockStrip(sample_clock())
    _shown(qtbot, strip, 930, 90)
    assert strip.accessibleName().endswith("到期")
    assert strip.clock.days[strip.current].today
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleDescription() == "2026-10-10 周六，周末补班，计入，第 10 天 / 共 10 天，到期日"


def test_a_pause_is_one_bracket_and_rest_days_say_that_they_do_not_count():
    clock = sample_clock()
    assert _spans(clock.days) == [(6, 8)]
    assert day_tip(clock.days[3], clock.total) == "2026-09-19 周六，休息日，不计"


def test_a_long_span_scrolls_with_today_in_view(qtbot):
    strip = ClockStrip(sample_clock())
    _shown(qtbot, strip, 400, 110)
    bar, cell = strip.horizontalScrollBar(), strip._strip.cell(strip.current)
    assert bar.maximum() > 0
    assert bar.value() <= cell.x() <= bar.value() + strip.viewport().width()
    assert cell.width() >= theme.SPACE.day_cell - 1


def test_a_missing_point_opens_its_form_with_enter(qtbot):
    band = FivePointsBand(POINTS)
    _shown(qtbot, band, 900, 90)
    with qtbot.waitSignal(band.opened) as came:
        qtbot.keyClick(band.cells[3], Qt.Key.Key_Return)
    assert came.args == ["skill"]
    assert "不清" in band.cells[3].accessibleName()


@pytest.mark.parametrize("text", theme.TEXT_SIZES)
def test_the_name_of_a_point_never_runs_into_its_state(qtbot, qapp, text):
    theme.apply(qapp, theme.Theme("light", text))
    cell = FivePointsBand([replace(POINTS[0], title="技能水平", clear=False)]).cells[0]
    least = runs_width(cell.head(0)[0]) + runs_width(cell.head(0)[1])
    for room in range(least + theme.SPACE.half, 3 * least):
        name, state = cell.head(room)
        assert runs_width(name) + theme.SPACE.half + runs_width(state) <= room, room
    assert name[0].icon
    theme.apply(qapp, theme.Theme("light", "standard"))


def test_materials_toggle_with_space_and_waived_is_half_checked(qtbot):
    table = Materials(MATERIALS)
    _shown(qtbot, table)
    table.selectRow(5)
    with qtbot.waitSignal(table.toggled) as came:
        qtbot.keyClick(table, Qt.Key.Key_Space)
    assert came.args[0].code == "gs"
    state = table.model().data(table.model().index(4, 0), Qt.ItemDataRole.CheckStateRole)
    assert state == Qt.CheckState.PartiallyChecked


def test_the_three_lists_are_walked_with_left_and_right(qtbot):
    lists = ThreeLists("从匹配中选")
    for which in lists.cards:
        lists.set_lines(which, (Line(1, "保洁", "待答复", "accent", "符合"),))
    _shown(qtbot, lists, 900, 300)
    lists.activateWindow()
    views = [card.view for card in lists.cards.values()]
    views[0].setFocus()
    qtbot.keyClick(views[0], Qt.Key.Key_Right)
    assert views[1].hasFocus()
    assert lists.cards["jobs"].count.text() == "1 条"


def test_the_time_line_opens_the_record_behind_a_step(qtbot):
    lines = TimeLine(STEPS)
    _shown(qtbot, lines)
    lines.setCurrentIndex(lines.model().index(1, 0))
    with qtbot.waitSignal(lines.opened) as came:
        qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert came.args[0] is STEPS[1]


@pytest.fixture
def grid(qtbot):
    made = Grid(GridModel(HEADS, grid_rows()))
    return _shown(qtbot, made, 420, 300)


def test_the_header_tree_gives_each_figure_its_path(grid):
    assert grid._grid.path(3) == ("筹集岗位数（个）", "其中", "全日制")
    assert grid._grid.depth() == 3


def test_the_first_column_stays_when_the_grid_is_scrolled(grid):
    assert grid.horizontalScrollBar().maximum() > 0
    grid.horizontalScrollBar().setValue(200)
    assert grid._frozen.columnViewportPosition(0) == 0
    assert grid._frozen.width() == grid.columnWidth(0)


def test_copying_a_grid_with_heads_keeps_the_levels(grid):
    lines = grid.copy(heads=True).splitlines()
    assert lines[0].split("\t")[2] == "筹集岗位数（个）"
    assert lines[2].split("\t")[3] == "全日制"
    assert lines[3].startswith("松涛社区服务站\t186\t64")


def test_enter_opens_the_records_behind_a_figure(qtbot, grid):
    grid.setCurrentIndex(grid.model().index(1, 2))
    with qtbot.waitSignal(grid.opened) as came:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert came.args == [1, 2]


def test_a_title_that_does_not_fit_is_broken_in_the_middle(qapp):
    assert balanced("非全日制", 40) == "非全\n日制"
    assert balanced("合计", 40) == "合计"


def test_bold_words_above_the_size_that_qt_thickens_are_bold_and_in_lines_of_their_width(qtbot):
    made = [BoldLabel("您要办什么？这次服务您觉得怎么样？"), QLabel("您要办什么？这次服务您觉得怎么样？")]
    dark = []
    for label in made:
        qtbot.addWidget(label)
        label.setStyleSheet("color: #000; background: #fff; font-size: 68px; font-weight: bold")
        label.setWordWrap(True)
        label.resize(700, 240)
        picture = label.grab().toImage()
        dark.append([sum(picture.pixelColor(x, y).lightness() < 128 for x in range(0, 700, 3)) for y in range(0, 240, 2)])
    thick, thin = (sum(rows) for rows in dark)
    assert thick > 1.2 * thin > 0
    assert sum(dark[0][:60]) > 0 and sum(dark[0][60:]) > 0  # two lines


LONG = "高校毕业生就业见习补贴（2026 年第二批）申领"


@pytest.mark.parametrize(
    ("runs", "lines"),
    [
        (plain("就业见习补贴"), ["就业见习补贴"]),
        (plain("承诺十个工作日前补齐，再核一遍"), ["承诺十个工作日前补", "齐，再核一遍"]),  # no comma begins a line
        (plain("第一批材料共收到 2026 份"), ["第一批材料共收到 ", "2026 份"]),  # no number breaks
        ((*bold("厨师"), *plain("　雪域幼儿园和食堂")), ["厨师", "雪域幼儿园和食堂"]),  # the employer stands whole below the job
        (plain(LONG * 2), ["高校毕业生就业见习补", (LONG * 2)[10:]]),  # the last of two lines takes the rest, and elides
    ],
)
def test_what_finds_no_room_goes_on_in_a_second_line(qapp, runs, lines):
    assert [words(line) for line in wrapped(runs, theme.text_width("一二三四五六七八九十"))] == lines


def test_an_icon_stands_alone_before_the_lines_of_its_name(qapp):
    named = (Run("", icon="checkbox-marked"), Run(f" {LONG}"))
    first, second = wrapped(named, 200)
    assert first[0].icon and not any(run.icon for run in second)
    assert hang(named) == runs_width(named) - theme.text_width(f" {LONG}") + theme.text_width(" ")


@pytest.mark.parametrize("text", theme.TEXT_SIZES)
def test_a_row_whose_words_find_no_room_is_two_lines_high_down_to_the_row_that_is_measured(qtbot, qapp, text):
    theme.apply(qapp, theme.Theme("light", text))
    model = RowsModel((Column("state", "状态", lambda _r: "在办", 4, 0), Column("item", "事项", lambda r: r, 0, 1)))
    table = _shown(qtbot, Table(model), 300, 200)
    model.set_rows(["短", LONG, *["短"] * 500, LONG])
    low = theme.sizes().row_compact
    heights = [table.rowHeight(row) for row in (0, 1, 502)]
    assert heights == [low, low + theme.line_height(), low]  # a long list keeps its end one line high
    table.resize(1200, 200)
    assert table.rowHeight(1) == low
    theme.apply(qapp, theme.Theme("light", "standard"))


def test_a_long_step_and_a_long_material_take_the_lines_they_need(qtbot):
    steps, materials = TimeLine([STEPS[0], replace(STEPS[0], what=plain(LONG * 3))]), Materials([replace(MATERIALS[0], name=LONG * 2)])
    for made in (steps, materials):
        _shown(qtbot, made, 460)
    short, tall = (steps.visualRect(steps.model().index(row, 0)).height() for row in (0, 1))
    assert (tall - short) % theme.line_height() == 0 and tall > short == theme.sizes().row_grid
    assert materials.rowHeight(0) == theme.sizes().row_compact + theme.line_height()


@pytest.mark.parametrize(("text", "lines"), [("standard", 3), ("huge", 2)])
def test_the_five_points_are_equally_high_and_a_long_value_takes_the_lines_it_needs(qtbot, qapp, text, lines):
    """At the largest text two at the most: the lists below need the room as well."""
    theme.apply(qapp, theme.Theme("light", text))
    band = _shown(qtbot, FivePointsBand([replace(POINTS[0], value=LONG), *POINTS[1:]]), 900)
    assert {cell.lines for cell in band.cells} == {lines}
    band.resize(3200, 300)
    assert {cell.lines for cell in band.cells} == {1}
    theme.apply(qapp, theme.Theme("light", "standard"))


def test_the_legend_names_what_the_strip_shows_and_nothing_else(qtbot):
    legend = _shown(qtbot, Legend())
    clock = sample_clock()
    legend.set_clock(replace(clock, days=tuple(day for day in clock.days if not day.paused and not day.makeup)))
    shown = [part.text() for part in legend.findChildren(QLabel) if part.isVisibleTo(legend)]
    assert shown == ["已用", "今天", "休息日，不计"]
