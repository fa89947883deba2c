"""The place of visits: recording one for the person at the counter, who is due, and what was found."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from app.services import visits
from tests.ui.conftest import quiet
from tests.ui.station import context_of, present, press, resident, show_page
from ui.desk.places import Ref
from ui.desk.visits.page import BEGINS, make


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def person(context):
    return resident(context)


@pytest.fixture
def page(qtbot, port, context, person):
    return show_page(qtbot, port, context, make, present(person))


def record(qtbot, page, **values):
    press(qtbot, page, "new")
    page.form.fill({"findings": "在家照顾老人", **values})
    press(qtbot, page, "save")


def test_a_visit_takes_the_person_from_the_counter_and_counts(qtbot, page, context, person):
    assert BEGINS == ("visit",)
    record(qtbot, page)
    assert page.note.text() == "本月 1 人次，走访 1 天" or page.form is None
    line = page.table.current_row()
    assert line.whom == "张淑芬" and line.met == 1
    assert visits.of_person(context.db, context.actor, person)[0].findings == "在家照顾老人"


def test_a_late_entry_asks_for_its_reason_beside_the_field(qtbot, page):
    record(qtbot, page, happened_on="2026-10-01")
    assert "补录" in page.form.fields["late_reason"].message
    page.form.fields["late_reason"].editor.setText("下乡没有网")
    press(qtbot, page, "save")
    assert page.form is None
    assert page.table.current_row().late_entry


def test_what_was_agreed_stands_among_those_to_be_seen(qtbot, page):
    record(qtbot, page, next_on="2026-10-12")
    page.open(Ref("visits_due"))
    quiet(qtbot, page)
    assert [line.whom for line in page.model.rows] == ["张淑芬"]
    assert page.model.data(page.model.index(0, 0)) == "剩 3 天"


def test_with_nobody_at_the_counter_the_form_finds_the_person(qtbot, port, context, person):
    page = show_page(qtbot, port, context, make)
    press(qtbot, page, "new")
    qtbot.keyClicks(page.form.pick.box, "zsf")
    qtbot.waitUntil(lambda: page.form.pick.model.rowCount() == 1)
    qtbot.keyClick(page.form.pick, Qt.Key.Key_Return)
    press(qtbot, page, "save")
    assert page.table.current_row().whom == "张淑芬"


def test_without_a_person_nothing_is_sent(qtbot, port, context, person):
    page = show_page(qtbot, port, context, make)
    press(qtbot, page, "new")
    press(qtbot, page, "save")
    assert page.form.fields["person"].is_wrong


def test_the_pane_leads_to_the_person(qtbot, page, person):
    record(qtbot, page)
    quiet(qtbot, page)
    page.pane.buttons[1].click()
    assert page.gone[-1] == ("people", Ref("person", person))


def test_a_recorded_visit_is_opened_by_its_id(qtbot, page):
    record(qtbot, page)
    wanted = page.table.current_row().id
    page.open(Ref("visit_of", wanted))
    quiet(qtbot, page)
    assert page.table.current_row().id == wanted
