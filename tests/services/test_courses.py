"""Courses: places that cannot be given twice, coming back, finishing with a certificate, and which suit a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import NotFound, Refused
from app.domain.training import CourseKind, EnrolmentState
from app.services import assistance, courses
from app.services.assistance import WishForm
from app.services.courses import CourseForm
from db import audit
from db.models import Enrolment, ServiceRecord
from tests.services.market import course
from tests.services.people import register

DAY = timedelta(days=1)


@pytest.fixture
def person(db, cast, now):
    return register(db, cast.clerk1, now)


def test_a_course_has_a_number_and_free_places(db, cast, now):
    line = course(db, cast.clerk1, now)
    assert (line.code, line.places, line.taken) == ("PX2026-001", 2, 0)
    assert courses.show(db, cast.county, line.id) == line


def test_a_course_that_cannot_be_is_refused(db, cast, now):
    day = now.date()
    for name, last, places, fee, code in (
        (" ", day, 2, 0, "course.name_empty"),
        ("x", day - DAY, 2, 0, "course.dates"),
        ("x", day, 0, 0, "course.places"),
        ("x", day, 2, -1, "course.fee"),
    ):
        with pytest.raises(Refused) as refusal:
            courses.add(db, cast.clerk1, now, CourseForm(name, CourseKind.SKILL, day, last, places, fee_cents=fee))
        assert refusal.value.code == code
    course(db, cast.clerk1, now, code="A1")
    with pytest.raises(Refused, match="code_taken"):
        course(db, cast.clerk1, now, code="A1")


def test_enrolling_is_a_recorded_service_and_takes_a_place(db, cast, now, person):
    line = course(db, cast.clerk1, now)
    enrolled = courses.enrol(db, cast.clerk1, now, line.id, person)
    assert (enrolled.state, enrolled.person, enrolled.enrolled_on) == (EnrolmentState.ENROLLED, "张淑芬", now.date())
    assert courses.show(db, cast.clerk1, line.id).taken == 1
    with db.read("audit.read", cast.head) as session:
        assert session.execute(select(ServiceRecord.kind, ServiceRecord.record)).one() == ("training", f"enrolment:{enrolled.id}")
        assert audit.verify(session, db.vault).ok


def test_nobody_enrols_twice_too_late_ahead_of_time_or_in_a_full_course(db, cast, now, person):
    line = course(db, cast.clerk1, now, places=1)
    courses.enrol(db, cast.clerk1, now, line.id, person)
    other = register(db, cast.clerk1, now, "李国强", serial=9)
    for who, code in ((person, "course.twice"), (other, "course.full")):
        with pytest.raises(Refused) as refusal:
            courses.enrol(db, cast.clerk1, now, line.id, who)
        assert refusal.value.code == code
    free = course(db, cast.clerk1, now, places=1)
    with pytest.raises(Refused, match="course.over"):
        courses.enrol(db, cast.clerk1, now + 30 * DAY, free.id, other)


def test_who_left_may_come_back_on_the_same_row(db, cast, now, person):
    line = course(db, cast.clerk1, now, places=1)
    first = courses.enrol(db, cast.clerk1, now, line.id, person)
    assert courses.leave(db, cast.clerk1, now, line.id, person, "家里有事").state is EnrolmentState.LEFT
    assert courses.show(db, cast.clerk1, line.id).taken == 0
    with pytest.raises(Refused, match="course.state"):
        courses.leave(db, cast.clerk1, now, line.id, person)
    assert courses.enrol(db, cast.clerk1, now, line.id, person).id == first.id


def test_a_finished_course_keeps_its_day_and_its_certificate(db, cast, now, person):
    line = course(db, cast.clerk1, now)
    with pytest.raises(NotFound):
        courses.finish(db, cast.clerk1, now, line.id, person)
    courses.enrol(db, cast.clerk1, now, line.id, person)
    with pytest.raises(Refused, match="course.finish_date"):
        courses.finish(db, cast.clerk1, now, line.id, person)
    later = now + 20 * DAY
    done = courses.finish(db, cast.clerk1, later, line.id, person, certificate="JZ-2026-0018")
    assert (done.state, done.finished_on, done.certificate) == (EnrolmentState.FINISHED, line.ends_on, "JZ-2026-0018")
    with db.read("person.read", cast.clerk1) as session:
        assert session.get_one(Enrolment, done.id).finished_recorded_at == later
    with pytest.raises(Refused, match="course.state"):
        courses.finish(db, cast.clerk1, later, line.id, person)
    assert courses.enrolments(db, cast.clerk1, person_id=person) == (done,)


def test_places_are_never_fewer_than_are_taken(db, cast, now, person):
    line = course(db, cast.clerk1, now)
    for who in (person, register(db, cast.clerk1, now, "李国强", serial=9)):
        courses.enrol(db, cast.clerk1, now, line.id, who)
    form = CourseForm("家政服务员", CourseKind.ORDERED, line.starts_on, line.ends_on, 1)
    with pytest.raises(Refused, match="course.full"):
        courses.change(db, cast.clerk1, now, line.id, form)
    assert courses.show(db, cast.clerk1, line.id).name == line.name


def test_courses_for_the_wished_work_come_first_and_those_without_a_place_are_left_out(db, cast, now, person):
    assistance.put_wish(db, cast.clerk1, now, person, WishForm(("家政",), ("part_time",)))
    other = course(db, cast.clerk1, now, "电商直播", fee_cents=20000, begins=now.date() + DAY)
    wished = course(db, cast.clerk1, now)
    course(db, cast.clerk1, now, "已开班", begins=now.date() - DAY)
    full = course(db, cast.clerk1, now, "满员", places=1)
    courses.enrol(db, cast.clerk1, now, full.id, register(db, cast.clerk1, now, "李国强", serial=9))
    found = courses.match(db, cast.clerk1, now, person)
    assert [one.course.id for one in found] == [wished.id, other.id]
    assert found[0].reasons == ("与想做的工作相符", "免费", "还有 2 个名额")
    courses.enrol(db, cast.clerk1, now, wished.id, person)
    assert [one.course.id for one in courses.match(db, cast.clerk1, now, person)] == [other.id]


def test_courses_are_listed_newest_first_and_searched(db, cast, now):
    course(db, cast.clerk1, now)
    course(db, cast.clerk1, now, "电商直播", kind=CourseKind.NEW_OCCUPATION)
    assert [line.name for line in courses.listing(db, cast.clerk1, now).rows] == ["电商直播", "家政服务员（初级）"]
    assert [line.name for line in courses.listing(db, cast.clerk1, now, text="家政").rows] == ["家政服务员（初级）"]
    assert [line.name for line in courses.listing(db, cast.clerk1, now, kind="new_occupation").rows] == ["电商直播"]
    assert courses.listing(db, cast.clerk1, now + 60 * DAY, open_only=True).rows == ()
