"""The five points, opening and closing of a file, the six steps, the three lists."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import assistance
from app.domain.assistance import (
    ANSWERS,
    POINT_FIELDS,
    CloseReason,
    FileStage,
    FileState,
    LineAnswer,
    ListKind,
    ListLine,
    ListVersion,
    Point,
    PointField,
    clear_count,
    five_points,
)
from tests.refusing import refusal

TODAY = date(2026, 9, 21)
FACTS = {
    Point.PERSONAL: {"education": "high", "marital": "married", "resident": True, "phone": True, "status": "registered_unemployed"},
    Point.HARDSHIP: {"category": "older"},
    Point.INTENTION: {"willing": True, "able": True, "occupations": ["保洁"], "kinds": ["part_time"]},
    Point.SKILL: {"level": "none", "certificates": []},
    Point.POLICY: {"policy_needs": []},
}


def missing(facts) -> list[Point]:
    return [state.point for state in five_points(facts) if not state.clear]


def test_asked_and_none_is_as_clear_as_an_answer():
    assert (clear_count(five_points(FACTS)), missing(FACTS)) == (5, [])


def test_a_blank_intention_leaves_four_of_five_and_is_named():
    facts = FACTS | {Point.INTENTION: {"willing": True, "able": True, "occupations": [], "kinds": None}}
    states = five_points(facts)
    assert (clear_count(states), missing(facts)) == (4, [Point.INTENTION])
    assert states[2].missing == (PointField.OCCUPATIONS, PointField.KINDS)


def test_nothing_known_is_nothing_clear():
    assert missing({}) == list(Point)


def test_who_does_not_want_to_work_is_asked_no_further():
    assert five_points({Point.INTENTION: {"willing": False}})[2].clear


@given(st.sampled_from([(point, field) for point in Point for field in POINT_FIELDS[point]]))
def test_each_field_alone_decides_its_point(case: tuple[Point, PointField]):
    point, field = case
    without = {name: value for name, value in FACTS[point].items() if name != field}
    assert missing(FACTS | {point: without}) == [point]


def test_facts_of_another_point_are_refused():
    assistance.check_facts(Point.SKILL, {"level": "4", "certificates": ["电工"], "note": "…", "x_years": 3})
    assert refusal(assistance.check_facts, Point.SKILL, {"marital": "single"}) == "file.unknown_fact"


@pytest.mark.parametrize(
    ("willing", "able", "code"),
    [
        (None, True, "file.willing_unknown"),
        (False, True, "file.not_willing"),
        (True, None, "file.able_unknown"),
        (True, False, "file.not_able"),
    ],
)
def test_a_file_is_opened_only_for_the_willing_and_able(willing: bool | None, able: bool | None, code: str):
    assistance.check_open(True, True)
    assert refusal(assistance.check_open, willing, able) == code


def test_there_is_one_open_file_a_person():
    assert refusal(assistance.check_open, True, True, has_open_file=True) == "file.exists"


def test_who_gets_no_file_stays_in_the_survey_with_a_reason():
    assert assistance.check_no_file(False, True, " 照顾老人 ") == "照顾老人"
    assert refusal(assistance.check_no_file, False, True, " ") == "file.reason"
    assert refusal(assistance.check_no_file, True, True, "x") == "file.could_be_opened"


def test_a_file_is_closed_once_between_its_opening_and_today():
    opened = date(2026, 3, 2)
    assistance.check_close(FileState.OPEN, CloseReason.IN_WORK, "", opened, TODAY, TODAY)
    assert refusal(assistance.check_close, FileState.CLOSED, CloseReason.IN_WORK, "", opened, TODAY, TODAY) == "file.closed"
    assert refusal(assistance.check_close, FileState.OPEN, CloseReason.IN_WORK, "", opened, date(2026, 3, 1), TODAY) == "file.close_date"
    assert refusal(assistance.check_close, FileState.OPEN, CloseReason.OTHER, "", opened, TODAY, TODAY) == "file.close_reason"


def test_evaluation_waits_for_tailored_help():
    recorded = [FileStage.COLLECT, FileStage.CLASSIFY, FileStage.CONNECT]
    assert refusal(assistance.check_stage, FileStage.EVALUATE, recorded) == "file.not_tailored"
    assistance.check_stage(FileStage.EVALUATE, [*recorded, FileStage.TAILOR])
    assert refusal(assistance.check_stage, FileStage.TAILOR, recorded, FileState.CLOSED) == "file.closed"


def test_the_stage_is_the_furthest_step_with_a_record():
    assert assistance.stage_reached([]) is FileStage.COLLECT
    assert assistance.stage_reached([FileStage.CONNECT, FileStage.COLLECT, FileStage.CLASSIFY]) is FileStage.CONNECT


def test_a_service_says_what_was_done_and_when():
    assistance.check_service(TODAY, TODAY, "职业指导一次")
    assert refusal(assistance.check_service, date(2026, 9, 22), TODAY, "x") == "service.future"
    assert refusal(assistance.check_service, TODAY, TODAY, " ") == "service.empty"


def test_a_version_may_change_until_it_is_handed_over():
    assert assistance.version_to_write(None) == 1
    assert assistance.version_to_write(ListVersion(1, TODAY)) == 1
    assert assistance.version_to_write(ListVersion(1, TODAY, TODAY)) == 2


def test_lists_are_neither_empty_nor_hold_a_thing_twice():
    line = ListLine(ListKind.JOBS, "保洁", "job:1")
    assistance.check_lines([line, ListLine(ListKind.POLICIES, "保洁", "job:1")])
    assert refusal(assistance.check_lines, []) == "list.empty"
    assert refusal(assistance.check_lines, [line, line]) == "list.line_twice"
    assert refusal(assistance.check_lines, [ListLine(ListKind.JOBS, " ")]) == "list.line_empty"


def test_a_list_is_handed_over_once_and_not_before_it_was_made():
    version = ListVersion(2, date(2026, 9, 20))
    assistance.check_hand_over(version, TODAY, TODAY)
    assert refusal(assistance.check_hand_over, version, date(2026, 9, 19), TODAY) == "list.hand_over_date"
    assert refusal(assistance.check_hand_over, version, date(2026, 9, 22), TODAY) == "list.hand_over_date"
    assert refusal(assistance.check_hand_over, ListVersion(2, TODAY, TODAY), TODAY, TODAY) == "list.handed_over"


def test_answers_fit_their_list_and_a_no_has_a_reason():
    version = ListVersion(2, TODAY, TODAY)
    assistance.check_answer(ListKind.JOBS, LineAnswer.INTERVIEW, "", version, TODAY, TODAY)
    for kind, answer, reason, of, on, code in [
        (ListKind.JOBS, LineAnswer.ENROLLED, "", version, TODAY, "list.answer_unknown"),
        (ListKind.TRAINING, LineAnswer.DECLINED, "", version, TODAY, "list.answer_reason"),
        (ListKind.JOBS, LineAnswer.HIRED, "", ListVersion(2, TODAY), TODAY, "list.not_handed_over"),
        (ListKind.JOBS, LineAnswer.HIRED, "", version, date(2026, 9, 20), "list.answer_date"),
    ]:
        assert refusal(assistance.check_answer, kind, answer, reason, of, on, TODAY) == code


def test_every_list_knows_waiting_and_no():
    assert all({LineAnswer.PENDING, LineAnswer.DECLINED} <= set(answers) for answers in ANSWERS.values())


def test_a_list_older_than_the_setting_wants_renewing():
    assert not assistance.list_stale(date(2026, 8, 22), TODAY, 30)
    assert assistance.list_stale(date(2026, 8, 21), TODAY, 30)
