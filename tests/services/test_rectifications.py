"""The four steps after a bad rating: in order, with what was found, and closed by somebody who was not rated."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.ratings import RectificationStep
from app.services import ratings, rectifications
from app.services.ratings import RatingForm
from db import audit
from tests.services.people import register
from tests.services.rated import closed_case

DAY = timedelta(days=1)
STEPS = (
    (RectificationStep.VERIFY, "情况属实，当天窗口只开一个"),
    (RectificationStep.CORRECT, "高峰时段增开窗口"),
    (RectificationStep.FEED_BACK, "已电话告知本人"),
)


def bad(db, actor, now) -> int:
    number = closed_case(db, actor, now)
    return ratings.give(db, actor, now, RatingForm(1, number, text="等太久")).rectification_id


def walk(db, actor, now, number: int) -> None:
    for which, text in STEPS:
        rectifications.step(db, actor, now, number, which, text)


def test_the_steps_come_one_after_another_and_the_head_closes(db, cast, now):
    number = bad(db, cast.clerk1, now)
    walk(db, cast.clerk1, now, number)
    line = rectifications.supervise(db, cast.head, now, number)
    assert (line.state, line.next_step, line.supervisor_id, line.closed_on) == ("closed", None, cast.head.officer_id, now.date())
    assert (line.finding, line.correction, line.feedback) == tuple(text for _, text in STEPS)
    assert rectifications.listing(db, cast.head, now) == ()
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok


def test_a_step_out_of_order_without_words_or_on_a_wrong_day_is_refused(db, cast, now):
    number = bad(db, cast.clerk1, now)
    for which, text, on, code in (
        (RectificationStep.CORRECT, "x", None, "rectification.order"),
        (RectificationStep.VERIFY, " ", None, "rectification.text"),
        (RectificationStep.VERIFY, "x", now.date() - DAY, "rectification.backwards"),
        (RectificationStep.VERIFY, "x", now.date() + DAY, "rectification.future"),
    ):
        with pytest.raises(Refused) as refusal:
            rectifications.step(db, cast.clerk1, now, number, which, text, on=on)
        assert refusal.value.code == code
    assert rectifications.show(db, cast.head, now, number).next_step is RectificationStep.VERIFY


def test_nothing_is_closed_while_a_step_has_no_date(db, cast, now):
    number = bad(db, cast.clerk1, now)
    rectifications.step(db, cast.clerk1, now, number, *STEPS[0])
    with pytest.raises(Refused) as refusal:
        rectifications.supervise(db, cast.head, now, number)
    assert refusal.value.params["steps"] == (RectificationStep.CORRECT, RectificationStep.FEED_BACK)


def test_the_rated_officer_does_not_supervise_the_own_rectification(db, cast, now):
    number = bad(db, cast.practice, now)
    walk(db, cast.practice, now, number)
    with pytest.raises(NotAllowed, match="own_supervisor"):
        rectifications.supervise(db, cast.practice, now, number)
    assert rectifications.supervise(db, cast.county, now, number).closed_on == now.date()


def test_a_counter_officer_supervises_nobody(db, cast, now):
    number = bad(db, cast.clerk1, now)
    walk(db, cast.clerk1, now, number)
    with pytest.raises(NotAllowed, match="case.second_person_role"):
        rectifications.supervise(db, cast.clerk2, now, number)


def test_what_is_closed_stays_closed(db, cast, now):
    number = bad(db, cast.clerk1, now)
    walk(db, cast.clerk1, now, number)
    rectifications.supervise(db, cast.head, now, number)
    with pytest.raises(Refused, match="rectification.closed"):
        rectifications.supervise(db, cast.head, now, number)
    with pytest.raises(Refused, match="rectification.closed"):
        rectifications.step(db, cast.clerk1, now, number, *STEPS[0])


def test_the_list_has_the_nearest_last_day_first_and_tells_what_is_overdue(db, cast, now):
    later = now + 3 * DAY
    first = bad(db, cast.clerk1, now)
    number = closed_case(db, cast.clerk2, later, register(db, cast.clerk2, later, "李国强", serial=9))
    ratings.give(db, cast.clerk2, later, RatingForm(2, number))
    lines = rectifications.listing(db, cast.head, later)
    assert [line.rating.officer for line in lines] == ["王敏", "李晓燕"]
    assert lines[0].id == first
    due = lines[0].due_on
    shown = [rectifications.listing(db, cast.head, now + (due - now.date() + ahead * DAY))[0].overdue for ahead in (0, 1)]
    assert shown == [False, True]
    mine = rectifications.listing(db, cast.clerk2, later, officer_id=cast.clerk2.officer_id)
    assert [line.rating.level for line in mine] == [2]


def test_an_unknown_rectification_is_not_found(sqlite_db, cast, now):
    with pytest.raises(NotFound):
        rectifications.show(sqlite_db, cast.head, now, 7)
    with pytest.raises(NotFound):
        rectifications.supervise(sqlite_db, cast.head, now, 7)
