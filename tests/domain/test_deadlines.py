"""Deadlines: the worked examples of the law and the calendars, the explanation, the light, and the one-month rule."""

from datetime import date, datetime, time, timedelta, timezone

import pytest

from app.domain.clock import at_station
from app.domain.deadlines import (
    ClockTerms,
    DayWhy,
    LateReceipt,
    Light,
    MonthCount,
    Pause,
    PauseKind,
    SupplementRule,
    civil_month_last_day,
    clearing_last_day,
    days_beyond,
    deadline_of,
    receipt_day,
)
from app.domain.errors import Refused
from app.texts import checks, sentence
from app.texts.calendar import day_reason

D = date.fromisoformat
SUPPLIED = Pause(D("2026-03-05"), D("2026-03-10"))


@pytest.mark.parametrize(
    ("accepted", "limit", "deadline"),
    [
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-05-06", 3, "2026-05-09"),
        ("2026-06-17", 3, "2026-06-23"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-29", 5, "2026-10-12"),
        ("2025-09-26", 10, "2025-10-16"),
        ("2024-09-30", 7, "2024-10-15"),
        ("2026-03-02", 10, "2026-03-16"),
    ],
)
def test_the_worked_examples_come_out(office, accepted, limit, deadline):
    result = deadline_of(ClockTerms(D(accepted), limit), office)
    assert (result.deadline, result.warning) == (D(deadline), None)


@pytest.mark.parametrize(("rule", "deadline"), [(SupplementRule.STOP, "2026-03-19"), (SupplementRule.RESTART, "2026-03-24")])
def test_a_supplement_stops_or_restarts_the_clock(office, rule, deadline):
    assert deadline_of(ClockTerms(D("2026-03-02"), 10, (SUPPLIED,), rule), office).deadline == D(deadline)


def test_a_public_notice_of_three_whole_days_explains_itself_day_by_day(office):
    notice = Pause(D("2026-09-21"), D("2026-09-24"), PauseKind.NOTICE)
    result = deadline_of(ClockTerms(D("2026-09-16"), 10, (notice,)), office)
    numbers = {line.number: line.day.isoformat()[5:] for line in result.days if line.counted}
    assert list(numbers) == list(range(1, 11))
    assert (numbers[3], numbers[4], numbers[5], numbers[10]) == ("09-20", "09-21", "09-28", "10-10")
    assert [line.day.day for line in result.days if line.why is DayWhy.PAUSED] == [22, 23, 24]
    assert result.deadline == result.days[-1].day == D("2026-10-10")


def test_the_explanation_reads_as_the_clerk_would_say_it(office):
    result = deadline_of(ClockTerms(D("2026-02-12"), 5), office)
    told = {line.day.isoformat()[5:]: day_reason(line) for line in result.days}
    assert told["02-12"] == "受理当日，不计入"
    assert told["02-14"] == "春节补班，计入"
    assert told["02-16"] == "春节放假，不计入"
    assert told["02-24"] == "工作日，计入"
    paused = deadline_of(ClockTerms(D("2026-03-02"), 10, (SUPPLIED,)), office)
    assert day_reason(paused.days[4]) == "补正停表，不计入"


def test_a_restart_keeps_the_thrown_away_days_in_sight(office):
    result = deadline_of(ClockTerms(D("2026-03-02"), 10, (SUPPLIED,), SupplementRule.RESTART), office)
    assert [line.day.day for line in result.days if line.why is DayWhy.DROPPED] == [3, 4, 5]
    assert sum(line.counted for line in result.days) == 10


def test_only_a_supplement_restarts_the_clock(office):
    notice = Pause(D("2026-03-05"), D("2026-03-10"), PauseKind.NOTICE)
    assert deadline_of(ClockTerms(D("2026-03-02"), 10, (notice,), SupplementRule.RESTART), office).deadline == D("2026-03-19")


def test_a_supplement_asked_on_the_last_day_restarts_and_one_asked_later_does_not(office):
    def restart(begin: str) -> date:
        pause = Pause(D(begin), D("2026-03-20"))
        return deadline_of(ClockTerms(D("2026-03-02"), 10, (pause,), SupplementRule.RESTART), office).deadline

    assert restart("2026-03-16") == D("2026-04-03")
    assert restart("2026-03-17") == D("2026-03-16")


def test_an_extension_is_counted_behind_the_limit(office):
    assert deadline_of(ClockTerms(D("2026-03-02"), 10, extension=5), office).deadline == D("2026-03-23")


@pytest.mark.parametrize(
    ("accepted", "deadline"), [("2026-03-02", "2026-03-02"), ("2026-02-28", "2026-02-28"), ("2026-03-07", "2026-03-09")]
)
def test_an_immediate_item_is_due_the_same_working_day(office, accepted, deadline):
    result = deadline_of(ClockTerms(D(accepted), 0), office)
    assert (result.deadline, result.total) == (D(deadline), 1)
    assert sum(line.counted for line in result.days) == 1


def test_a_deadline_that_reaches_a_year_without_a_table_warns(office):
    within, across = (deadline_of(ClockTerms(D("2026-12-28"), days), office) for days in (3, 4))
    assert (within.deadline, within.warning) == (D("2026-12-31"), None)
    assert (across.deadline, across.warning, across.unknown_years) == (D("2027-01-01"), "deadline.year_without_table", (2027,))
    assert "2027" in checks()[str(across.warning)].format(years=across.unknown_years[0])


def test_an_open_pause_stands_and_counts_as_if_it_ended_today(office):
    terms = ClockTerms(D("2026-03-02"), 10, (Pause(D("2026-03-05"), None),))
    today = D("2026-03-10")
    result = deadline_of(terms, office, today)
    assert (result.deadline, result.standing, result.light(today)) == (D("2026-03-19"), True, Light.PAUSED)
    assert result.remaining(today, office) == 7
    with pytest.raises(ValueError, match="today"):
        deadline_of(terms, office)


def test_a_pause_never_hides_a_deadline_that_has_passed(office):
    today = D("2026-03-20")
    result = deadline_of(ClockTerms(D("2026-03-02"), 5, (Pause(D("2026-03-12"), None),)), office, today)
    assert (result.light(today), result.remaining(today, office)) == (Light.OVERDUE, -9)


@pytest.mark.parametrize(
    ("today", "light", "left"),
    [
        ("2026-03-02", Light.NORMAL, 10),
        ("2026-03-10", Light.NORMAL, 4),
        ("2026-03-11", Light.NEAR, 3),
        ("2026-03-16", Light.DUE_TODAY, 0),
        ("2026-03-17", Light.OVERDUE, -1),
        ("2026-03-21", Light.OVERDUE, -4),
    ],
)
def test_the_light_turns_yellow_at_thirty_percent_and_red_on_the_last_day(office, today, light, left):
    result = deadline_of(ClockTerms(D("2026-03-02"), 10), office, D(today))
    assert (result.light(D(today)), result.remaining(D(today), office)) == (light, left)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (ClockTerms(D("2026-03-02"), -1), "deadline.limit_range"),
        (ClockTerms(D("2026-03-02"), 1001), "deadline.limit_range"),
        (ClockTerms(D("2026-03-02"), 5, extension=-1), "deadline.extension_range"),
        (ClockTerms(D("1026-03-02"), 5), "deadline.date_range"),
        (ClockTerms(D("2026-03-02"), 5, (Pause(D("2026-03-05"), D("2026-03-04")),)), "deadline.pause_order"),
        (ClockTerms(D("2026-03-02"), 5, (Pause(D("2026-03-01"), D("2026-03-04")),)), "deadline.pause_before_acceptance"),
        (ClockTerms(D("2026-03-02"), 5, (Pause(D("2026-03-03"), D("2099-03-04")),)), "deadline.pause_long"),
        (ClockTerms(D("2026-03-02"), 5, (SUPPLIED, Pause(D("2026-03-09"), D("2026-03-12")))), "deadline.pause_overlap"),
        (ClockTerms(D("2026-03-02"), 5, (Pause(D("2026-03-04"), None), SUPPLIED)), "deadline.pause_overlap"),
    ],
)
def test_terms_that_cannot_be_are_refused_with_a_sentence(office, terms, code):
    with pytest.raises(Refused) as refusal:
        deadline_of(terms, office, D("2026-03-20"))
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value)


@pytest.mark.parametrize(
    ("moment", "rule", "day"),
    [
        (at_station(D("2026-03-06"), 16, 29), LateReceipt.NEXT_WORKING_DAY, "2026-03-06"),
        (at_station(D("2026-03-06"), 16, 30), LateReceipt.NEXT_WORKING_DAY, "2026-03-09"),
        (at_station(D("2026-03-07"), 10), LateReceipt.NEXT_WORKING_DAY, "2026-03-09"),
        (at_station(D("2026-02-28"), 10), LateReceipt.NEXT_WORKING_DAY, "2026-02-28"),
        (at_station(D("2026-03-07"), 20), LateReceipt.SAME_DAY, "2026-03-07"),
        (datetime(2026, 3, 6, 3, 0, tzinfo=timezone(timedelta(hours=-5))), LateReceipt.NEXT_WORKING_DAY, "2026-03-06"),
    ],
)
def test_what_arrives_after_hours_is_received_by_the_profiles_rule(office, moment, rule, day):
    assert receipt_day(moment, time(16, 30), office, rule) == D(day)


@pytest.mark.parametrize(
    ("start", "last"),
    [("2026-03-02", "2026-04-02"), ("2026-01-31", "2026-02-28"), ("2024-01-31", "2024-02-29"), ("2026-12-15", "2027-01-15")],
)
def test_one_month_ends_on_the_same_numbered_day_or_the_months_end(start, last):
    assert civil_month_last_day(D(start)) == D(last)


@pytest.mark.parametrize(
    ("recognised", "settings", "last"),
    [
        ("2026-03-02", {}, "2026-04-02"),
        ("2026-03-02", {"count": MonthCount.STRICT}, "2026-04-01"),
        ("2026-01-31", {"roll": True}, "2026-02-28"),
        ("2026-01-20", {}, "2026-02-20"),
        ("2026-01-20", {"roll": True}, "2026-02-24"),
    ],
)
def test_a_household_is_in_time_through_its_last_day(office, recognised, settings, last):
    assert clearing_last_day(D(recognised), office, **settings) == D(last)


def test_the_days_after_a_deadline_are_numbered_by_working_days_and_count_for_nothing(office):
    lines = days_beyond(D("2026-09-30"), D("2026-10-10"), office)
    assert [line.day.day for line in lines] == list(range(1, 11))
    assert {line.day.day: line.number for line in lines if line.number} == {8: 1, 9: 2, 10: 3}
    assert (lines[0].why, lines[-1].why) == (DayWhy.HOLIDAY, DayWhy.MAKE_UP)
    assert not any(line.counted for line in lines)
    assert days_beyond(D("2026-09-30"), D("2026-09-30"), office) == ()
