"""Group G, training: the checks of its rows."""

from __future__ import annotations

from app.domain.assistance import LineAnswer, ListKind, ListLine
from app.domain.training import CourseKind
from app.services import assistance, courses, service_lists
from app.services.assistance import OpenForm
from app.services.service_lists import AnswerForm, HandOverWay
from app.texts import word
from tests.services.market import course
from tests.services.people import register


def test_g2_a_chosen_course_stands_on_the_training_list_with_its_day(db, cast, now):
    person = register(db, cast.clerk1, now)
    assistance.open_file(db, cast.clerk1, now, OpenForm(person, True, True))
    wanted = course(db, cast.clerk1, now)
    made = service_lists.make(db, cast.clerk1, now, person, [ListLine(ListKind.TRAINING, wanted.name, f"course:{wanted.id}")])
    service_lists.hand_over(db, cast.clerk1, now, made.id, HandOverWay.COUNTER)
    service_lists.answer(db, cast.clerk1, now, made.lines[0].id, AnswerForm(LineAnswer.ENROLLED, now.date()))
    (line,) = service_lists.latest(db, cast.clerk1, now, person).of(ListKind.TRAINING)
    assert (line.title, line.record, line.answer, line.answered_on) == (
        wanted.name,
        f"course:{wanted.id}",
        LineAnswer.ENROLLED,
        now.date(),
    )


def test_g3_the_kinds_of_training_hold_the_two_that_are_named(db, cast, now):
    assert {"急需紧缺职业（工种）培训", "新职业新业态培训"} <= {word(kind) for kind in CourseKind}
    for kind in (CourseKind.SHORTAGE, CourseKind.NEW_OCCUPATION):
        course(db, cast.clerk1, now, kind=kind)
    assert [line.kind for line in courses.listing(db, cast.clerk1, now, kind="shortage").rows] == [CourseKind.SHORTAGE]
