"""The office's working days against the shipped table, a second opinion and a slow count."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendar import DayKind, DayReason, HolidayYear, SpecialDay, SpecialKind, calendar_of, check_whole, parse_tables
from app.domain.errors import Refused
from app.texts import sentence

DAYS = [date(2024, 1, 1) + timedelta(days=step) for step in range(366 + 365 + 365)]


def test_every_day_of_three_years_agrees_with_an_independent_calendar(office):
    assert [day for day in DAYS if office.is_working(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_years_have_the_known_number_of_working_days(office, year, count):
    assert sum(office.is_working(day) for day in DAYS if day.year == year) == count
    assert office.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 2, 14), DayReason(DayKind.MAKE_UP, "春节")),
        (date(2026, 2, 16), DayReason(DayKind.HOLIDAY, "春节")),
        (date(2026, 3, 7), DayReason(DayKind.REST)),
        (date(2026, 3, 9), DayReason(DayKind.WORK)),
        (date(2025, 10, 6), DayReason(DayKind.HOLIDAY, "国庆节、中秋节")),
    ],
)
def test_a_day_says_why_it_counts_or_not(office, day, reason):
    assert office.why(day) == reason


def test_a_year_without_a_table_is_monday_to_friday_and_not_known(office):
    assert not office.knows(2027)
    assert office.knows(2026)
    assert [office.is_working(date(2027, 10, day)) for day in range(1, 8)] == [True, False, False, True, True, True, True]


def test_neighbouring_working_days_step_over_the_spring_festival(office):
    assert office.next_working_day(date(2026, 2, 14)) == date(2026, 2, 24)
    assert office.last_working_before(date(2026, 2, 24)) == date(2026, 2, 14)
    assert office.working_on_or_after(date(2026, 2, 20)) == date(2026, 2, 24)
    assert office.working_on_or_after(date(2026, 2, 28)) == date(2026, 2, 28)
    assert office.add_working_days(date(2026, 3, 2), 5) == date(2026, 3, 9)


days = st.dates(date(2023, 6, 1), date(2027, 6, 30))


@given(after=days, until=days)
def test_counting_between_two_days_equals_counting_one_by_one(office, after, until):
    first, last = sorted((after, until))
    slow = sum(office.is_working(first + timedelta(days=step)) for step in range(1, (last - first).days + 1))
    assert office.working_days_between(after, until) == (slow if after <= until else -slow)


def row(day: date, kind: SpecialKind = SpecialKind.OFF, name: str = "元旦") -> SpecialDay:
    return SpecialDay(day, kind, name)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((), "calendar.empty"),
        ((row(date(2027, 1, 1)), row(date(2027, 1, 1))), "calendar.day_twice"),
        ((row(date(2027, 1, 1)), row(date(2027, 1, 1), SpecialKind.WORK)), "calendar.work_on_weekday"),
        ((row(date(2026, 1, 1)),), "calendar.wrong_year"),
        ((row(date(2027, 1, 1), name=""),), "calendar.no_name"),
        ((row(date(2027, 1, 4), SpecialKind.WORK),), "calendar.work_on_weekday"),
    ],
)
def test_a_wrong_table_is_refused_with_a_sentence(rows, code):
    with pytest.raises(Refused) as refusal:
        calendar_of([HolidayYear(2027, "", rows)])
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value)


def test_a_year_without_its_first_of_january_is_no_whole_table():
    check_whole([HolidayYear(2027, "", (row(date(2027, 1, 1)),))])
    for part in (row(date(2026, 12, 31)), row(date(2026, 1, 1), SpecialKind.WORK)):
        with pytest.raises(Refused, match=r"calendar\.part") as refusal:
            check_whole([HolidayYear(2026, "", (part,))])
        assert "2026 年 1 月 1 日" in sentence(refusal.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"next": {}}, "calendar.unreadable"),
        ({"2027": 1}, "calendar.unreadable"),
        ({"2027": {"off": 3}}, "calendar.unreadable"),
        ({"2027": {"off": [3]}}, "calendar.unreadable"),
        ({"2027": {"off": [{"name": "元旦", "from": date(2027, 1, 3), "to": date(2027, 1, 1)}]}}, "calendar.backwards"),
    ],
)
def test_a_file_of_another_shape_is_refused(data, code):
    with pytest.raises(Refused) as refusal:
        parse_tables(data)
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value)
