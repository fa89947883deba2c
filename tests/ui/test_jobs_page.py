"""The place of jobs: the list and its pane, what suits the person at the counter, a new job, closing one."""

from __future__ import annotations

import pytest

from app.services import hires, jobs
from tests.ui.conftest import quiet
from tests.ui.station import context_of, offers, present, press, resident, show_page, with_file
from ui.desk.jobs.page import BEGINS, make
from ui.desk.places import Ref


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def person(context):
    offers(context)
    return with_file(context, resident(context))


@pytest.fixture
def page(qtbot, port, context, person):
    return show_page(qtbot, port, context, make, present(person))


def test_the_list_shows_the_board_and_the_pane_what_the_row_says(page):
    assert [line.title for line in page.model.rows] == ["后厨帮工", "楼道保洁员"]
    assert page.pane.reading.title == "后厨帮工"
    assert page.pane.first_button.text() == "推荐给张淑芬"


def test_a_job_is_put_to_the_person_by_one_key(qtbot, page, context, person):
    press(qtbot, page, "primary")
    found = hires.referrals(context.db, context.actor, person_id=person).rows
    assert [one.job for one in found] == ["后厨帮工"]
    assert page.said[-1] == "已把“后厨帮工”推荐给张淑芬。"


def test_the_same_job_twice_is_refused_in_the_page_and_nothing_is_written(qtbot, page, context, person):
    press(qtbot, page, "primary")
    press(qtbot, page, "primary")
    assert page.strip.isVisible()
    assert len(hires.referrals(context.db, context.actor, person_id=person).rows) == 1


def test_the_panel_begins_with_what_suits_the_person_and_why(qtbot, page, person):
    assert BEGINS == ("refer",)
    page.open(Ref("refer", person))
    quiet(qtbot, page)
    assert page.only == "for_person"
    assert page.pane.reading.sections[0].title == "对张淑芬"
    assert page.pane.reading.sections[0].facts


def test_a_search_hit_opens_the_job_itself(qtbot, page):
    wanted = page.model.rows[1].id
    page.open(Ref("job", wanted))
    quiet(qtbot, page)
    assert page.table.current_row().id == wanted


def test_a_new_job_of_a_new_employer_is_registered_by_keyboard(qtbot, page, context):
    press(qtbot, page, "new")
    page.form.fill({"employer_id": "new", "employer": "松涛小学", "title": "食堂帮工", "headcount": "1", "pay_low": "2400"})
    page.form.fill({"requirement": "有健康证"})
    press(qtbot, page, "save")
    assert page.only == "draft"
    assert page.table.current_row().title == "食堂帮工"
    assert "核对执照" in page.said[-1]


def test_a_job_without_pay_is_refused_and_the_form_keeps_its_text(qtbot, page):
    press(qtbot, page, "new")
    page.form.fill({"title": "保洁", "headcount": "1", "requirement": "无"})
    press(qtbot, page, "save")
    assert page.form.strip.isVisible()
    assert page.form.fields["title"].value() == "保洁"


def test_a_job_is_closed_with_its_reason_and_stays_in_the_list(qtbot, page, context):
    line = page.table.current_row()
    page.pane.buttons[-1].click()
    press(qtbot, page, "save")
    assert page.form.fields["reason"].is_wrong
    page.form.fields["reason"].editor.setText("已招满")
    press(qtbot, page, "save")
    assert jobs.show(context.db, context.actor, context.now(), line.id).closed_reason == "已招满"
    page.narrow("closed")
    quiet(qtbot, page)
    assert [one.id for one in page.model.rows] == [line.id]


def test_the_box_narrows_and_escape_empties_it(qtbot, page):
    page.box.setText("保洁")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.back()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
