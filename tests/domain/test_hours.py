"""Opening hours and the sign at the door."""

from datetime import time

import pytest

from app.domain.clock import parse_moment
from app.domain.errors import Refused
from app.domain.hours import (
    CountersSign,
    HoursArea,
    bookable,
    dated,
    is_open,
    is_open_here,
    last_closing,
    parse_spans,
    sign,
    spoken,
    written,
)
from app.services.calendars import of_program
from app.texts import sentence

WORKING = of_program().is_working
OFFICE = parse_spans(["workday 08:30-11:30", "workday 13:30-17:30"])
HALL = parse_spans(["workday 08:00-18:00"])
ALL_DAY = parse_spans(["daily 00:00-24:00"])
HOURS = {HoursArea.COUNTERS: OFFICE, HoursArea.WAITING: HALL}


def door(moment, own=(), **areas):
    return sign(HOURS | {HoursArea(area): spans for area, spans in areas.items()}, own, parse_moment(moment), WORKING)


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-10-09T08:30", True),
        ("2026-10-09T11:30", False),
        ("2026-10-10T09:00", True),
        ("2026-10-11T09:00", False),
        ("2026-10-01T09:00", False),
    ],
)
def test_working_days_are_those_of_the_calendar_with_its_make_up_days_and_holidays(moment, open_):
    assert is_open(OFFICE, parse_moment(moment), WORKING) is open_


def test_without_hours_it_is_open_at_all_hours():
    assert is_open([], parse_moment("2026-10-11T23:59"), WORKING)


def test_a_weekday_and_a_day_off_have_hours_of_their_own():
    spans = parse_spans(["sun 9:00-11:00", "off 14:00-16:00"])
    found = [is_open(spans, parse_moment(f"2026-10-{day}"), WORKING) for day in ("11T10:00", "11T15:00", "10T15:00", "12T10:00")]
    assert found == [True, True, False, False]


def test_at_half_past_twelve_the_waiting_area_is_open_and_the_counters_rest():
    found = door("2026-10-09T12:30")
    assert (found.waiting, found.counters, found.closed) == (True, CountersSign.REST, False)


def test_a_counter_with_hours_of_its_own_works_over_lunch_and_the_sign_says_so():
    lunch = parse_spans(["workday 08:30-17:30"])
    assert door("2026-10-09T12:30", [[], lunch]).counters is CountersSign.EXTENDED
    assert door("2026-10-09T10:00", [[], lunch]).counters is CountersSign.OPEN


def test_in_the_evening_the_counters_are_closed_and_the_door_is_shut():
    found = door("2026-10-09T22:00")
    assert (found.counters, found.closed) == (CountersSign.CLOSED, True)


def test_a_site_with_self_service_day_and_night_is_never_closed():
    found = door("2026-10-09T22:00", self_service=ALL_DAY)
    assert (found.self_service, found.closed) == (True, False)


def test_a_place_that_named_no_hours_is_open():
    found = sign({}, [], parse_moment("2026-10-11T03:00"), WORKING)
    assert (found.counters, found.waiting, found.self_service, found.closed) == (CountersSign.OPEN, True, False, False)


def test_spans_are_written_as_they_are_read():
    texts = ("sat 09:00-11:30", "workday 08:30-12:00", "workday 13:30-17:30")
    assert sorted(written(parse_spans(reversed(texts)))) == sorted(texts)


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["workday"], "hours.unreadable"),
        (["holiday 08:00-09:00"], "hours.unreadable"),
        (["mon 25:00-26:00"], "hours.backwards"),
        (["mon 12:00-09:00"], "hours.backwards"),
        (["mon 09:00-09:75"], "hours.backwards"),
        (["mon 09:00-12:00", "mon 11:00-13:00"], "hours.overlap"),
        (["2026-12-31 08:30-12:00", "2026-12-31 11:30-13:00"], "hours.overlap"),
        (["2026-12-31 08:30-12:00", "2026-12-31 closed"], "hours.overlap"),
        (["2026-02-30 08:30-12:00"], "hours.unreadable"),
        (["2026-12-31"], "hours.unreadable"),
        (["mon closed"], "hours.unreadable"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_a_sentence(texts, code):
    with pytest.raises(Refused) as refusal:
        parse_spans(texts)
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value)


def test_days_are_read_as_people_write_them():
    assert parse_spans(["工作日 8：30—12:00", "周日 9:00至11:00"]) == parse_spans(["workday 08:30-12:00", "sun 09:00-11:00"])
    assert spoken(written(parse_spans(["mon 09:00-10:00", "off 1:00-2:00", "daily 0:00-24:00"]))) == (
        "每天 00:00-24:00",
        "休息日 01:00-02:00",
        "周一 09:00-10:00",
    )


# one date that is not like the others: New Year's Eve 2026 is a Thursday, worked until noon

EVE = parse_spans(["workday 08:30-11:30", "workday 13:30-17:30", "2026-12-31 08:30-12:00"])


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2026-12-31T08:29", False),
        ("2026-12-31T08:30", True),
        ("2026-12-31T11:59", True),  # the usual hours would have ended at half past eleven
        ("2026-12-31T12:00", False),
        ("2026-12-31T14:00", False),
        ("2026-12-30T14:00", True),
        ("2027-12-31T14:00", True),
    ],
)
def test_on_its_date_the_hours_of_a_date_hold_and_no_others(moment, open_):
    assert is_open(EVE, parse_moment(moment), lambda day: day.weekday() < 5) is open_


def test_hours_of_a_date_alone_leave_all_other_days_open_at_all_hours():
    spans = parse_spans(["2026-12-31 08:30-12:00"])
    assert [is_open(spans, parse_moment(f"2026-12-{day}"), WORKING) for day in ("30T23:00", "31T10:00", "31T12:00")] == [True, True, False]


def test_a_date_may_be_closed_altogether_and_is_said_as_people_say_it():
    spans = parse_spans(["workday 08:30-17:00", "2026年12月31日 不开"])
    assert not any(is_open(spans, parse_moment(f"2026-12-31T{hour:02}:00"), WORKING) for hour in range(24))
    assert written(spans) == ("2026-12-31 closed", "workday 08:30-17:00")
    assert spoken(written(spans)) == ("2026-12-31 不开", "工作日 08:30-17:00")
    assert parse_spans(spoken(written(spans))) == parse_spans(["2026/12/31 closed", "workday 08:30-17:00"]) == spans


def test_the_sign_on_the_afternoon_of_the_date_says_closed_for_counters_with_hours_of_their_own_too():
    lunch = parse_spans(["workday 11:30-17:30"])
    areas = {HoursArea.COUNTERS: EVE, HoursArea.WAITING: HALL, HoursArea.SELF_SERVICE: ALL_DAY}
    found = sign(areas, [lunch], parse_moment("2026-12-31T14:00"), WORKING)
    assert (found.counters, found.waiting, found.self_service) == (CountersSign.CLOSED, False, True)
    on_duty = parse_spans(["workday 11:30-17:30", "2026-12-31 12:00-15:00"])
    assert sign(areas, [on_duty], parse_moment("2026-12-31T14:00"), WORKING).counters is CountersSign.EXTENDED
    assert sign(areas, [], parse_moment("2026-12-31T09:00"), WORKING).waiting


def test_a_line_follows_the_date_of_the_counters_unless_it_names_the_date_itself():
    morning, itself = parse_spans(["daily 09:00-16:00"]), parse_spans(["daily 09:00-16:00", "2026-12-31 09:00-15:00"])
    afternoon = parse_moment("2026-12-31T14:00")
    assert [is_open_here(own, EVE, afternoon, WORKING) for own in ([], morning, itself)] == [False, False, True]
    assert is_open_here(morning, EVE, parse_moment("2026-12-31T08:45"), WORKING) is False
    assert [is_open_here(own, EVE, parse_moment("2026-12-30T14:00"), WORKING) for own in ([], morning)] == [True, True]


def test_the_days_of_the_screen_are_cut_by_the_date_of_the_counters():
    day = parse_moment("2026-12-30T00:00").date()
    found = dated(parse_spans(["daily 09:00-16:00"]), EVE, day, 3, WORKING)
    assert [(d.day, opens, closes) for d, opens, closes in found] == [(30, "09:00", "16:00"), (31, "09:00", "12:00"), (1, "09:00", "16:00")]
    assert [(opens, closes) for _, opens, closes in dated([], EVE, day, 2, WORKING)] == [("00:00", "24:00"), ("08:30", "12:00")]


def test_a_line_without_hours_is_booked_on_working_days_and_on_the_date_as_long_as_the_counters_work():
    times = ("2026-12-30T14:00", "2026-12-31T11:00", "2026-12-31T14:00", "2027-01-02T10:00")
    assert [bookable([], EVE, parse_moment(at), lambda day: day.weekday() < 5) for at in times] == [True, True, False, False]


@pytest.mark.parametrize(("day", "closes"), [("2026-12-30", time(17, 30)), ("2026-12-31", time(12)), ("2026-10-11", time(0))])
def test_a_date_closes_when_it_says_and_other_days_as_usual(day, closes):
    assert last_closing(EVE, parse_moment(f"{day}T00:00").date(), WORKING) == closes
    assert last_closing(parse_spans(["2026-12-31 08:30-12:00"]), parse_moment("2026-12-30T00:00").date(), WORKING) == time.max
