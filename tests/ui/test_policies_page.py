"""The place of policies: the library, courses, and how each fits the person at the counter."""

from __future__ import annotations

import pytest

from app.services import courses, policies
from tests.ui.conftest import quiet
from tests.ui.station import context_of, offers, present, press, resident, show_page
from ui.desk.places import Ref
from ui.desk.policies.page import make


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
