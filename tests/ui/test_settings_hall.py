"""The hall in the settings: lines, counters, hours, notices, the line of an item; refusals beside the field, nothing half written."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from app.services import counter_lines, counters, item_lines, screen_notices, station_hours
from app.services.screen_notices import NoticeLine
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, show_page
from tests.ui.test_settings_page import button, on_row, words_of
from ui.desk.places import Ref
from ui.desk.reading import ReadingPane
from ui.desk.settings.page import make


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.head, now, tmp_path)


@pytest.fixture
def page(qtbot, port, context):
    return show_page(qtbot, port, context, make)


def turn(qtbot, page, code):
    page.turn(code)
    quiet(qtbot, page)


def mend(page, name, text):
    """Type over what was refused, as the officer does."""
    editor = page.form.fields[name].editor
    getattr(editor, "setPlainText", getattr(editor, "setText", None))(text)


def line_of(context, letter):
    return next(line for line in counter_lines.settings(context.db, context.actor) if line.letter == letter)


def counter_of(context, number):
    return next(one for one in counters.settings(context.db, context.actor) if one.counter == number)


def test_a_line_is_changed_and_what_is_wrong_stands_beside_its_field(qtbot, page, context):
    turn(qtbot, page, "lines")
    table = on_row(page, lambda row: row.letter == "B")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    page.form.fill({"name": "登记", "daily_limit": "很多"})
    press(qtbot, page, "save")
    assert "每天的号数" in page.form.fields["daily_limit"].message and line_of(context, "B").name != "登记"
    mend(page, "daily_limit", "40")
    mend(page, "hours", "工作日 25:00-26:00")
    press(qtbot, page, "save")
    assert "钟点不对" in page.form.fields["hours"].message and line_of(context, "B").daily_limit is None
    mend(page, "hours", "工作日 8：30-11:30\n周六 9:00-11:00")
    press(qtbot, page, "save")
    found = line_of(context, "B")
    assert (found.name, found.daily_limit, found.hours) == ("登记", 40, ("workday 08:30-11:30", "sat 09:00-11:00"))


def test_a_form_writes_only_what_was_changed(qtbot, page, context, now):
    turn(qtbot, page, "lines")
    page.settings_acts.hall.open_line(line_of(context, "B"))
    counter_lines.define(context.db, context.actor, now, "B", counter_lines.LineForm(daily_limit=30))
    page.form.fill({"description": "带身份证"})
    press(qtbot, page, "save")
    assert (line_of(context, "B").daily_limit, line_of(context, "B").description) == (30, "带身份证")


def test_a_new_line_takes_a_free_letter(qtbot, page, context):
    turn(qtbot, page, "lines")
    button(page, "新队列").click()
    page.form.fill({"line": "b", "name": "社保咨询"})
    press(qtbot, page, "save")
    assert "已有队列" in page.form.fields["line"].message and line_of(context, "B").name != "社保咨询"
    mend(page, "line", "d")
    press(qtbot, page, "save")
    assert line_of(context, "D").name == "社保咨询"


def test_a_counter_gets_lines_with_weights_and_its_sign(qtbot, page, context):
    turn(qtbot, page, "counters")
    on_row(page, lambda row: row.counter == 2)
    button(page, "修改").click()
    quiet(qtbot, page)
    page.form.fill({"line.A": "3", "line.C": "", "vanguard": "yes"})
    press(qtbot, page, "save")
    assert (counter_of(context, 2).lines, counter_of(context, 2).vanguard) == ({"A": 3, "B": 1}, True)


def test_a_counter_out_of_use_stays_in_the_list_and_comes_back(qtbot, page, context):
    turn(qtbot, page, "counters")
    for active in ("no", "yes"):
        page.settings_acts.hall.open_counter(counter_of(context, 2))
        quiet(qtbot, page)
        page.form.fill({"active": active})
        press(qtbot, page, "save")
        assert counter_of(context, 2).active is (active == "yes")


def test_a_new_counter_offers_the_next_free_number_and_refuses_a_taken_one(qtbot, page, context):
    turn(qtbot, page, "counters")
    button(page, "新窗口").click()
    quiet(qtbot, page)
    assert page.form.fields["counter"].value() == "3"
    page.form.fill({"counter": "1"})
    press(qtbot, page, "save")
    assert "已经有了" in page.form.fields["counter"].message
    mend(page, "counter", "3")
    press(qtbot, page, "save")
    assert counter_of(context, 3).lines == {"A": 1, "B": 1, "C": 1}


def test_the_hours_of_all_areas_are_kept_together_or_not_at_all(qtbot, page, context):
    turn(qtbot, page, "hours")
    button(page, "修改服务时间").click()
    quiet(qtbot, page)
    page.form.fill({"counters": "工作日 08:30-12:00", "waiting": "天天 08:00-18:00"})
    press(qtbot, page, "save")
    assert page.form.fields["waiting"].is_wrong and station_hours.read(context.db).counters == ()
    mend(page, "waiting", "每天 08:00-18:00")
    press(qtbot, page, "save")
    found = station_hours.read(context.db)
    assert (found.counters, found.waiting) == (("workday 08:30-12:00",), ("daily 08:00-18:00",))


def test_one_date_is_typed_beside_the_usual_hours_and_shown_as_it_was_typed(qtbot, page, context):
    turn(qtbot, page, "hours")
    button(page, "修改服务时间").click()
    quiet(qtbot, page)
    page.form.fill({"counters": "工作日 08:30-17:30\n2026年12月31日 8：30-12：00\n2027-01-04 不开"})
    press(qtbot, page, "save")
    assert station_hours.read(context.db).counters == ("2026-12-31 08:30-12:00", "2027-01-04 closed", "workday 08:30-17:30")
    button(page, "修改服务时间").click()
    quiet(qtbot, page)
    assert "2027-01-04 不开" in page.form.values()["counters"]


def test_the_reasons_for_leaving_a_counter_are_set_one_a_line(qtbot, page, context):
    turn(qtbot, page, "counters")
    button(page, "离开窗口的原因").click()
    quiet(qtbot, page)
    assert page.form.values()["reason"].splitlines()[0] == "午间轮休"
    page.form.fill({"reason": "取材料\n去县里送件\n"})
    press(qtbot, page, "save")
    assert counters.pause_reasons(context.db, context.actor) == ("取材料", "去县里送件")


def notices(context):
    return screen_notices.listing(context.db, context.actor, context.now(), over=True)


def test_a_notice_is_published_and_taken_down(qtbot, page, context):
    turn(qtbot, page, "notices")
    button(page, "发布通知").click()
    page.form.fill({"text": "周五下午停电", "until": "下午五点"})
    press(qtbot, page, "save")
    assert "不是时间" in page.form.fields["until"].message and not notices(context)
    mend(page, "until", "2026-10-09 17:30")
    press(qtbot, page, "save")
    on_row(page, lambda row: isinstance(row, NoticeLine))
    button(page, "撤下").click()
    quiet(qtbot, page)
    assert notices(context)[0].ended_at is not None and "已撤下" in page.said[-1]
    on_row(page, lambda row: isinstance(row, NoticeLine))
    button(page, "撤下").click()
    quiet(qtbot, page)
    assert "已经撤下" in page.strip.sentence.text()


def test_an_item_is_moved_to_a_line_and_items_without_one_get_theirs(qtbot, page, context):
    page.open(Ref("item", "JYKN"))
    quiet(qtbot, page)
    acts = {act.text: act.run for act in page.right.currentWidget().findChild(ReadingPane).reading.acts}
    acts["排哪一队"]()
    quiet(qtbot, page)
    page.form.fill({"line": ""})
    press(qtbot, page, "save")
    assert item_lines.of_item(context.db, context.actor, "JYKN") == ""
    button(page, "给没有队列的事项配上").click()
    quiet(qtbot, page)
    assert item_lines.of_item(context.db, context.actor, "JYKN") == "B" and page.said[-1] == "1 个事项配上了队列。"


@pytest.mark.parametrize("code", ["lines", "counters", "hours"])
def test_a_clerk_reads_how_the_hall_is_set_and_changes_nothing(qtbot, port, sqlite_db, cast, now, tmp_path, code):
    page = show_page(qtbot, port, context_of(sqlite_db, cast.clerk1, now, tmp_path), make)
    turn(qtbot, page, code)
    assert not words_of(page) & {"修改", "新队列", "新窗口", "修改服务时间"}
