"""Ratings: five levels, once each, and the rectification of a bad one."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.cases import CaseState
from app.domain.errors import UserError
from app.domain.ratings import (
    Ask,
    Level,
    OwnCase,
    RectificationDates,
    RectificationStep,
    asked_about,
    check_close,
    check_level,
    check_ratable,
    check_step,
    is_bad,
    rectification_due,
)
from app.texts import sentence, word

D = date.fromisoformat
DONE = RectificationDates(D("2026-03-02"), D("2026-03-03"), D("2026-03-04"), D("2026-03-05"))


def test_the_two_lowest_of_five_levels_are_bad():
    assert [word(level) for level in sorted(Level, reverse=True)] == ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
    assert [level for level in range(1, 6) if is_bad(level)] == [1, 2]


def test_a_rectification_is_due_after_the_profiles_working_days(office):
    assert rectification_due(D("2026-03-02"), 5, office) == D("2026-03-09")
    assert rectification_due(D("2026-02-12"), 5, office) == D("2026-02-26")


@pytest.mark.parametrize(
    ("check", "code"),
    [
        (lambda: check_level(0), "rating.level"),
        (lambda: check_level(6), "rating.level"),
        (lambda: check_ratable(finished=True, void=True, rated=False), "rating.void"),
        (lambda: check_ratable(finished=False, void=False, rated=False), "rating.unfinished"),
        (lambda: check_ratable(finished=True, void=False, rated=True), "rating.twice"),
        (lambda: check_step(DONE, RectificationStep.CORRECT, D("2026-03-06")), "rectification.order"),
        (lambda: check_step(DONE, RectificationStep.SUPERVISE, D("2026-03-04")), "rectification.backwards"),
        (lambda: check_close(replace(DONE, corrected_on=None), 1, 2), "rectification.step_missing"),
        (lambda: check_close(replace(DONE, fed_back_on=None), 1, 2), "rectification.step_missing"),
        (lambda: check_close(DONE, 1, None), "rectification.supervisor_missing"),
        (lambda: check_close(DONE, 1, 1), "rectification.own_supervisor"),
    ],
)
def test_what_a_rule_forbids_is_refused_with_a_sentence(check, code):
    with pytest.raises(UserError) as refusal:
        check()
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value)


def test_missing_steps_are_named():
    with pytest.raises(UserError) as refusal:
        check_close(RectificationDates(D("2026-03-02"), D("2026-03-03")), 1, 2)
    assert sentence(refusal.value) == "差评整改还缺少：整改、反馈。登记完整以后才能办结。"


def test_a_rectification_goes_step_by_step_to_its_close():
    dates = RectificationDates(D("2026-03-02"))
    fields = ("verified_on", "corrected_on", "fed_back_on", "supervised_on")
    for step, name in zip(RectificationStep, fields, strict=True):
        check_step(dates, step, D("2026-03-02"))
        dates = replace(dates, **{name: D("2026-03-02")})
    assert dates.next_step is None
    check_close(dates, 1, 2)
    assert check_level(5) is Level.VERY_GOOD
    check_ratable(finished=True, void=False, rated=False)


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        ([], (Ask.TICKET, "")),
        ([("withdrawn", False), ("void", False), ("refused", False)], (Ask.TICKET, "")),
        ([("accepted", False)], (Ask.LATER, "")),
        ([("closed", False)], (Ask.CASE, "BJ0")),
        ([("accepted", False), ("closed", True), ("closed", False)], (Ask.CASE, "BJ2")),
        ([("closed", True), ("accepted", False)], (Ask.LATER, "")),
        ([("closed", True), ("void", False)], (Ask.DONE, "")),
    ],
)
def test_one_service_is_asked_about_once_by_its_case_where_there_is_one(own, asked):
    assert asked_about(OwnCase(f"BJ{place}", CaseState(state), rated) for place, (state, rated) in enumerate(own)) == asked
