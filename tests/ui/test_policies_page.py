"""The place of policies: the library, courses, and how each fits the person at the counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.assistance import ListKind
from app.services import courses, policies
from tests.ui.conftest import quiet
from tests.ui.station import context_of, offers, present, press, resident, show_page
from ui.desk.people.model import line_words
from ui.desk.places import Ref
from ui.desk.policies.page import course_state, make
from ui.kit.runs import words


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def person(context):
    offers(context)
    return resident(context)


@pytest.fixture
def page(qtbot, port, context, person):
    return show_page(qtbot, port, context, make, present(person))


def test_the_pane_says_who_gets_it_and_how(page):
    assert page.pane.reading.title == "灵活就业社保补贴"
    assert page.pane.reading.sections[1].facts[0].value == "1. 登记失业人员"


def test_a_policy_is_taken_off_the_board(qtbot, page, context):
    page.pane.first_button.click()
    quiet(qtbot, page)
    assert page.model.rowCount() == 0
    page.narrow("all")
    quiet(qtbot, page)
    assert not page.model.rows[0].published


def test_for_a_person_every_condition_says_whether_it_is_met(qtbot, page, person):
    page.open(Ref("policies_of", person))
    quiet(qtbot, page)
    assert [fact.value for fact in page.pane.reading.sections[0].facts] == ["符合：登记失业人员"]


def test_the_person_is_enrolled_on_a_course_by_one_key(qtbot, page, context, person):
    page.narrow("courses")
    quiet(qtbot, page)
    press(qtbot, page, "primary")
    assert [one.person_id for one in courses.enrolments(context.db, context.actor, person_id=person)] == [person]
    assert "已报 1 人" in "".join(fact.value for section in page.pane.reading.sections for fact in section.facts)


def test_a_course_that_is_over_says_so_and_takes_nobody(qtbot, page):
    """Places that were left when it ended are no offer."""
    page.narrow("courses")
    quiet(qtbot, page)
    line = page.model.rows[0]
    over = replace(line, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 20))
    assert words(course_state(over, date(2026, 10, 9))) == "已结束" and words(course_state(line, line.ends_on)) != "已结束"
    assert page._course_acts(over) == () and len(page._course_acts(line)) == 1


def test_the_second_line_of_an_offer_holds_the_reason():
    """The address is on the paper; here stand pay, distance and why it fits, of a course its first day and what it costs."""
    detail = "红松小吃店；非全日制；1200—1800 元/月；林海路72号，2.4 公里"
    assert line_words(ListKind.JOBS, "小时工", detail, ("年龄符合",)) == ("小时工・红松小吃店", "1200—1800 元/月・2.4 公里・年龄符合")
    detail = "2026-12-07 至 2026-12-24；县职业技能培训中心；社区二楼；免费"
    said = line_words(ListKind.TRAINING, "创业意识培训班", detail, ("有意愿",))[1]
    assert said == "2026-12-07 开班・免费・县职业技能培训中心・社区二楼・有意愿"


def test_a_new_policy_waits_until_it_is_published(qtbot, page, context):
    press(qtbot, page, "new")
    page.form.fill({"name": "一次性创业补贴", "summary": "首次创业"})
    press(qtbot, page, "save")
    line = page.table.current_row()
    assert line.name == "一次性创业补贴" and not line.published
    page.pane.first_button.click()
    quiet(qtbot, page)
    assert policies.show(context.db, context.actor, context.now(), line.id).on_board


def test_a_course_that_ends_before_it_begins_is_refused(qtbot, page):
    page.begin_course()
    page.form.fill({"name": "中式面点", "starts_on": "2026-11-10", "ends_on": "2026-11-01", "places": "20"})
    press(qtbot, page, "save")
    assert page.form is not None
    assert page.form.strip.isVisible() or any(field.is_wrong for field in page.form.fields.values())
