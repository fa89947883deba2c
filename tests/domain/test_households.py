"""Zero-employment households from recognition to clearing or exit."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import civil_month_last_day
from app.domain.households import (
    ExitGround,
    ExitKind,
    Member,
    WorkingAge,
    ZeroRecord,
    ZeroState,
    check_clear,
    check_exit,
    check_recognise,
    cleared_late,
    days_left,
    merge_members,
    on_register,
    overdue,
)
from app.domain.persons import Gender, StatusKind
from tests.refusing import refusal

TODAY = date(2026, 7, 15)
RECOGNISED = date(2026, 3, 2)
FATHER = Member(1, date(1976, 5, 1), Gender.MALE, StatusKind.REGISTERED_UNEMPLOYED)
PUPIL = Member(2, date(2012, 5, 1), Gender.FEMALE, StatusKind.STUDENT)
RECORD = ZeroRecord(ZeroState.RECOGNISED, RECOGNISED, date(2026, 4, 2))


def test_a_household_is_recognised_when_one_could_work_and_nobody_does():
    check_recognise([FATHER, PUPIL], RECOGNISED, TODAY)


@pytest.mark.parametrize(
    ("members", "on", "code"),
    [
        ([], RECOGNISED, "household.no_members"),
        ([FATHER], date(2026, 7, 16), "household.future"),
        ([FATHER, replace(PUPIL, status=StatusKind.FLEXIBLE)], RECOGNISED, "household.member_in_work"),
        ([PUPIL], RECOGNISED, "household.nobody_of_working_age"),
        ([replace(FATHER, birth_date=date(1960, 1, 1))], RECOGNISED, "household.nobody_of_working_age"),
    ],
)
def test_a_recognition_is_refused_for_what_is_wrong_with_it(members: list[Member], on: date, code: str):
    assert refusal(check_recognise, members, on, TODAY) == code


def test_the_working_age_is_a_setting():
    old = replace(FATHER, birth_date=date(1964, 1, 1))
    check_recognise([old], RECOGNISED, TODAY, WorkingAge(most_men=63))
    assert WorkingAge().holds(None, Gender.MALE, TODAY)


def test_the_head_is_a_member_and_nobody_is_one_twice():
    assert merge_members(7, [3, 7, 3, 5]) == (7, 3, 5)


def test_a_household_is_overdue_from_the_day_after_its_last_day():
    assert civil_month_last_day(RECOGNISED) == RECORD.last_day
    assert (overdue(RECORD, date(2026, 4, 2)), overdue(RECORD, date(2026, 4, 3))) == (False, True)
    assert (days_left(RECORD, date(2026, 3, 31)), days_left(RECORD, date(2026, 4, 3))) == (2, -1)


def test_the_count_of_a_day_does_not_change_when_a_household_is_cleared_later():
    cleared = replace(RECORD, state=ZeroState.CLEARED, ended_on=date(2026, 7, 1))
    assert on_register(cleared, date(2026, 6, 30)) and overdue(cleared, date(2026, 6, 30))
    assert not on_register(cleared, date(2026, 7, 1))
    assert cleared_late(cleared) and not cleared_late(RECORD)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_only_a_household_on_the_register_can_be_overdue(on: date):
    ended = replace(RECORD, state=ZeroState.EXITED, ended_on=date(2026, 5, 5))
    assert on_register(ended, on) or not overdue(ended, on)


def test_clearing_needs_a_member_with_a_confirmed_start_since_the_recognition():
    check_clear(RECORD, {1, 2}, 1, date(2026, 3, 20), TODAY, confirmed=True)
    assert refusal(check_clear, RECORD, {1, 2}, 3, RECOGNISED, TODAY, confirmed=True) == "household.not_a_member"
    assert refusal(check_clear, RECORD, {1}, 1, RECOGNISED, TODAY, confirmed=False) == "household.start_unconfirmed"
    assert refusal(check_clear, RECORD, {1}, 1, date(2026, 3, 1), TODAY, confirmed=True) == "household.before_recognition"
    assert refusal(check_clear, RECORD, {1}, 1, date(2026, 7, 16), TODAY, confirmed=True) == "household.future"


def test_an_ended_record_is_neither_cleared_nor_ended_again():
    for state in (ZeroState.CLEARED, ZeroState.EXITED):
        ended = replace(RECORD, state=state, ended_on=date(2026, 3, 20))
        assert refusal(check_clear, ended, {1}, 1, date(2026, 3, 20), TODAY, confirmed=True) == "household.ended"
        assert refusal(check_exit, ended, ExitGround(ExitKind.OTHER, "x"), TODAY, TODAY) == "household.ended"


@pytest.mark.parametrize(
    ("ground", "code"),
    [
        (ExitGround(ExitKind.REFUSALS, refusals=2), "household.few_refusals"),
        (ExitGround(ExitKind.OUT_OF_CONTACT, last_contact_on=date(2026, 4, 16)), "household.contact_recent"),
        (ExitGround(ExitKind.MOVED_AWAY), "household.exit_reason"),
        (ExitGround(ExitKind.OTHER, "  "), "household.exit_reason"),
    ],
)
def test_an_exit_needs_a_ground_that_holds(ground: ExitGround, code: str):
    assert refusal(check_exit, RECORD, ground, TODAY, TODAY) == code


def test_three_refusals_or_three_months_without_contact_are_grounds():
    check_exit(RECORD, ExitGround(ExitKind.REFUSALS, refusals=3), TODAY, TODAY)
    check_exit(RECORD, ExitGround(ExitKind.OUT_OF_CONTACT, last_contact_on=date(2026, 4, 15)), TODAY, TODAY)
    check_exit(RECORD, ExitGround(ExitKind.MOVED_AWAY, "迁往外县"), TODAY, TODAY)
