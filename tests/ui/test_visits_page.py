"""The place of visits: recording one for the person at the counter, who is due, and what was found."""

from __future__ import annotations

from datetime import date

import pytest
from PyQt6.QtCore import Qt

from app.domain.visits import VisitKind, VisitResult
from app.services import employers, households, visits
from app.services.households import HouseholdForm
from tests.services import market
from tests.ui.conftest import quiet
from tests.ui.station import context_of, present, press, resident, show_page
from ui.desk.places import Ref
from ui.desk.visits.page import BEGINS, make, result_runs
from ui.kit.runs import words


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


# households


@pytest.fixture
def home(context, person):
    son = resident(context, "张小宝", date(2000, 5, 1), serial=7, status=None, status_since=None)
    return households.add(context.db, context.actor, context.now(), HouseholdForm(person, ((son, "子"),), "松涛路 8 号"))


def test_a_household_is_visited_from_the_counter_and_who_was_met_counts(qtbot, page, context, home):
    page.home.click()
    quiet(qtbot, page)
    assert list(page.form.fields["met"].editor.boxes) == [str(one.person_id) for one in home.members]
    press(qtbot, page, "save")
    assert "见到的是谁" in page.form.fields["met"].message
    page.form.fields["met"].editor.boxes[str(home.members[1].person_id)].click()
    page.form.fill({"findings": "儿子在家待业"})
    press(qtbot, page, "save")
    line = page.table.current_row()
    assert (line.kind, line.result, line.whom, line.met) == (VisitKind.HOUSEHOLD, VisitResult.MET_FAMILY, "张淑芬", 1)
    assert words(result_runs(line)) == "见到家里人"
    assert [(one.name, one.relation) for one in visits.view(context.db, context.actor, line.id).met] == [("张小宝", "子")]
    assert page.pane.buttons[1].text() == "打开张淑芬"


def test_a_home_nobody_was_in_names_nobody(qtbot, page, home):
    page.open(Ref("visit_household", home.id))
    quiet(qtbot, page)
    page.form.fill({"result": "nobody_home"})
    press(qtbot, page, "save")
    assert words(result_runs(page.table.current_row())) == "无人在家或无人接听"


def test_with_nobody_at_the_counter_one_says_whose_home_it_was(qtbot, port, context, home):
    page = show_page(qtbot, port, context, make)
    page.home.click()
    qtbot.keyClicks(page.form.pick.box, "zsf")
    qtbot.waitUntil(lambda: page.form.pick.model.rowCount() == 1)
    qtbot.keyClick(page.form.pick, Qt.Key.Key_Return)
    press(qtbot, page, "save")
    assert "met" in page.form.fields


def test_a_person_without_a_household_is_told_where_to_register_it(qtbot, port, context, person):
    page = show_page(qtbot, port, context, make)
    page.home.click()
    qtbot.keyClicks(page.form.pick.box, "zsf")
    qtbot.waitUntil(lambda: page.form.pick.model.rowCount() == 1)
    qtbot.keyClick(page.form.pick, Qt.Key.Key_Return)
    press(qtbot, page, "save")
    assert "还没有登记家庭" in page.form.fields["person"].message


# employers


def test_an_employer_is_found_by_its_name_and_the_service_is_asked_for(qtbot, page, context):
    market.employer(context.db, context.actor, context.now())
    page.at_employer.click()
    quiet(qtbot, page)
    page.form.pick.wanted.emit("家政")
    qtbot.waitUntil(lambda: page.form.pick.model.rowCount() == 1)
    qtbot.keyClick(page.form.pick, Qt.Key.Key_Return)
    page.form.fill({"findings": "要两名保洁"})
    press(qtbot, page, "save")
    assert "至少一项服务" in page.form.fields["services"].message
    page.form.fields["services"].editor.boxes["hiring"].click()
    press(qtbot, page, "save")
    line = page.table.current_row()
    assert (line.kind, line.whom, words(result_runs(line))) == (VisitKind.EMPLOYER, "松涛家政服务部", "见到单位的人")
    page.pane.buttons[1].click()
    assert page.gone[-1] == ("jobs", Ref("new_job", (line.employer_id, line.code)))


def test_an_employer_nobody_knows_is_registered_with_the_visit(qtbot, page, context):
    page.at_employer.click()
    quiet(qtbot, page)
    press(qtbot, page, "save")
    assert page.form.fields["employer"].is_wrong
    page.form.fields["employer"].clear()
    page.form.fill({"name": "林海食品厂", "address": "林海路 2 号"})
    page.form.fields["services"].editor.setText("policy,guidance")
    press(qtbot, page, "save")
    assert page.table.current_row().whom == "林海食品厂"
    assert [one.name for one in employers.listing(context.db, context.actor, context.now()).rows] == ["林海食品厂"]


def test_what_is_not_complete_registers_no_employer(qtbot, page, context):
    page.at_employer.click()
    quiet(qtbot, page)
    page.form.fill({"name": "林海食品厂"})
    press(qtbot, page, "save")
    assert page.form.fields["services"].is_wrong
    assert employers.listing(context.db, context.actor, context.now()).rows == ()


def test_a_draft_never_chooses_somebody_unseen(qtbot, port, context, person):
    page = show_page(qtbot, port, context, make)
    press(qtbot, page, "new")
    page.form.pick.chosen = str(person)
    page.form.fields["findings"].editor.setPlainText("在家")
    assert page.back()
    quiet(qtbot, page)
    press(qtbot, page, "new")
    assert page.form.fields["findings"].value() == "在家" and page.form.pick.text() == ""


def test_the_box_finds_visits_that_are_not_read_yet(qtbot, page, context, person):
    record(qtbot, page, findings="想学烘焙")
    for _ in range(3):
        record(qtbot, page, findings="在家")
    page.model._limit = 1
    page.box.setText("烘焙")
    qtbot.waitUntil(lambda: [line.findings for line in page.model.rows] == ["想学烘焙"])
