"""Courses and enrolments."""

from dataclasses import replace
from datetime import date

from app.domain import training
from app.domain.training import CourseFacts, EnrolmentState
from tests.refusing import refusal

COURSE = CourseFacts("家政服务员（初级）", date(2026, 10, 20), date(2026, 10, 30), 30, 22)
TODAY = date(2026, 11, 2)


def test_a_course_has_a_name_places_and_an_end_after_its_start():
    training.check_course(COURSE)
    assert refusal(training.check_course, replace(COURSE, name="")) == "course.name_empty"
    assert refusal(training.check_course, replace(COURSE, places=0)) == "course.places"
    assert refusal(training.check_course, replace(COURSE, ends_on=date(2026, 10, 19))) == "course.dates"


def test_enrolment_needs_a_free_place_in_time():
    training.check_enrol(COURSE, date(2026, 10, 9))
    assert refusal(training.check_enrol, replace(COURSE, taken=30), TODAY) == "course.full"
    assert refusal(training.check_enrol, COURSE, TODAY) == "course.over"
    assert refusal(training.check_enrol, COURSE, TODAY, already=True) == "course.twice"


def test_only_an_enrolled_person_finishes_and_not_before_the_course_began():
    training.check_finish(EnrolmentState.ENROLLED, COURSE, date(2026, 10, 30), TODAY)
    assert refusal(training.check_finish, EnrolmentState.LEFT, COURSE, TODAY, TODAY) == "course.state"
    assert refusal(training.check_finish, EnrolmentState.ENROLLED, COURSE, date(2026, 10, 19), TODAY) == "course.finish_date"
