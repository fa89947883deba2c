"""Appointments: how far ahead, how many, until when one may be cancelled and checked in, and who did not come."""

from datetime import timedelta

import pytest

from app.domain.appointments import (
    AppointmentAction,
    AppointmentRules,
    AppointmentState,
    Kept,
    appointment_code,
    check,
    check_cancel,
    check_in_time,
    check_make,
    overdue,
    slot,
    window,
)
from app.domain.clock import parse_moment, station_time
from app.services.calendars import of_program
from app.texts import sentence
from tests.refusing import refused

CALENDAR = of_program()
RULES = AppointmentRules()
FRIDAY = parse_moment("2026-10-09T09:00")


@pytest.mark.parametrize("at", ["2026-10-10T00:00", "2026-10-10T09:00", "2026-10-12T14:00", "2026-10-15T16:30", "2026-10-15T23:59"])
def test_an_appointment_is_made_for_tomorrow_up_to_five_working_days_ahead(at):
    """Saturday 10 October 2026 is worked for the national holiday, so the fifth working day is Thursday."""
    check_make(RULES, parse_moment(at), FRIDAY, CALENDAR, Kept())


@pytest.mark.parametrize(
    ("at", "kept", "code"),
    [
        ("2026-10-09T15:00", Kept(), "appointment.too_near"),
        ("2026-10-08T15:00", Kept(), "appointment.too_near"),
        ("2026-10-16T09:00", Kept(), "appointment.too_far"),
        ("2026-10-12T09:00", Kept(same_day=1), "appointment.same_day"),
        ("2026-10-12T09:00", Kept(no_shows=3), "appointment.no_shows"),
        ("2026-10-12T09:00", Kept(same_slot=3), "appointment.slot_full"),
        ("2026-10-09T23:59", Kept(), "appointment.too_near"),
        ("2026-10-16T00:00", Kept(), "appointment.too_far"),
    ],
)
def test_what_the_rules_do_not_allow_is_refused_with_a_sentence(at, kept, code):
    assert refused(check_make, RULES, parse_moment(at), FRIDAY, CALENDAR, kept).code == code


def test_the_last_day_that_may_be_booked_is_named():
    found = refused(check_make, RULES, parse_moment("2026-10-16T09:00"), FRIDAY, CALENDAR, Kept())
    assert "最晚到 2026-10-15" in sentence(found)


def test_a_place_without_a_limit_of_no_shows_forgives_all():
    check_make(AppointmentRules(no_show_limit=None), parse_moment("2026-10-12T09:00"), FRIDAY, CALENDAR, Kept(no_shows=20))


def test_a_place_may_let_people_book_for_the_same_day():
    check_make(AppointmentRules(least_days=0), parse_moment("2026-10-09T15:00"), FRIDAY, CALENDAR, Kept())


@pytest.mark.parametrize(
    ("minutes", "code"), [(-121, None), (-120, None), (-119, "appointment.cancel_late"), (0, "appointment.cancel_late")]
)
def test_it_is_cancelled_two_hours_before_at_the_latest(minutes, code):
    at = FRIDAY + timedelta(days=3)
    now = at + timedelta(minutes=minutes)
    if code is None:
        check_cancel(RULES, at, now)
    else:
        assert refused(check_cancel, RULES, at, now).code == code


EDGES = [
    *((-16, "appointment.early"), (-15, None), (-14, None), (0, None)),
    *((29, None), (30, None), (31, "appointment.late")),
]


def test_the_last_minute_on_the_clock_is_still_in_time_to_its_last_second():
    late, cancel = FRIDAY + timedelta(minutes=30, seconds=59), FRIDAY - timedelta(hours=2, seconds=-59)
    assert not overdue(RULES, FRIDAY, late) and overdue(RULES, FRIDAY, late + timedelta(seconds=1))
    check_cancel(RULES, FRIDAY, cancel)
    assert refused(check_cancel, RULES, FRIDAY, cancel + timedelta(seconds=1)).code == "appointment.cancel_late"


@pytest.mark.parametrize(("minutes", "code"), EDGES)
def test_check_in_has_a_quarter_of_an_hour_before_and_half_an_hour_after(minutes, code):
    now = FRIDAY + timedelta(minutes=minutes)
    assert overdue(RULES, FRIDAY, now) is (code == "appointment.late")
    if code is None:
        check_in_time(RULES, FRIDAY, now)
    else:
        assert refused(check_in_time, RULES, FRIDAY, now).code == code


def test_who_checked_in_may_check_in_again_but_not_cancel():
    assert check(AppointmentState.CHECKED_IN, AppointmentAction.CHECK_IN) is AppointmentState.CHECKED_IN
    found = refused(check, AppointmentState.CHECKED_IN, AppointmentAction.CANCEL)
    assert sentence(found) == "预约现在是“已签到”，不能取消。现在可以：签到。"
    assert "已经“爽约”" in sentence(refused(check, AppointmentState.MISSED, AppointmentAction.CHECK_IN))


@pytest.mark.parametrize(("minutes", "allowed"), [(-1, False), (0, False), (1, True)])
def test_on_the_same_day_only_a_time_to_come_is_booked(minutes, allowed):
    rules, at = AppointmentRules(least_days=0), FRIDAY + timedelta(minutes=minutes)
    if allowed:
        check_make(rules, at, FRIDAY, CALENDAR, Kept())
    else:
        assert refused(check_make, rules, at, FRIDAY, CALENDAR, Kept()).code == "appointment.too_near"


def test_one_less_than_each_limit_still_holds():
    check_make(RULES, parse_moment("2026-10-12T09:00"), FRIDAY, CALENDAR, Kept(same_day=0, no_shows=2, same_slot=2))


@pytest.mark.parametrize(
    ("at", "begins", "ends"),
    [
        ("2026-10-12T13:59", "13:30", "14:00"),
        ("2026-10-12T14:00", "14:00", "14:30"),
        ("2026-10-12T14:29", "14:00", "14:30"),
        ("2026-10-12T14:30", "14:30", "15:00"),
        ("2026-10-12T23:59", "23:30", "00:00"),
    ],
)
def test_a_slot_begins_with_its_first_minute_and_ends_before_the_next(at, begins, ends):
    assert [f"{edge:%H:%M}" for edge in slot(RULES, parse_moment(at))] == [begins, ends]


def test_slots_that_do_not_fill_the_day_end_with_it():
    begins, ends = slot(AppointmentRules(slot_minutes=50), parse_moment("2026-10-12T23:59"))
    assert (f"{begins:%H:%M}", ends) == ("23:20", parse_moment("2026-10-13T00:00"))


def test_a_place_without_a_limit_takes_any_number_into_a_slot():
    check_make(AppointmentRules(per_slot=None), parse_moment("2026-10-12T09:00"), FRIDAY, CALENDAR, Kept(same_slot=99))


def test_the_code_names_the_day():
    assert appointment_code(parse_moment("2026-10-12T00:30"), 7) == "YY20261012-007"


@pytest.mark.parametrize(
    ("served", "found"),
    [
        (range(60), ("14:00", "14:30")),
        (range(15, 60), ("14:15", "14:30")),
        (range(12), ("14:00", "14:12")),
        ((5, 6, 7, 20), ("14:05", "14:08")),
        ((), None),
    ],
)
def test_of_a_slot_the_first_stretch_that_is_served_is_offered(served, found):
    begins = parse_moment("2026-10-12T14:00")
    stretch = window(AppointmentRules(), begins, lambda at: (at - begins).seconds // 60 in served)
    assert (stretch and tuple(f"{station_time(at):%H:%M}" for at in stretch)) == found
