"""Periods: their texts, their days, what comes before, when they end and when a return is due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Usage
from app.domain.periods import MonthRule, PeriodKind, last_ended, parse_period, period_of

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
KINDS = st.sampled_from(list(PeriodKind))
RULES = st.sampled_from(list(MonthRule))


@pytest.mark.parametrize(
    ("text", "rule", "first", "last"),
    [
        ("2026Q2", "natural", "2026-04-01", "2026-06-30"),
        ("2026Q3", "21-20", "2026-06-21", "2026-09-20"),
        ("2026-07", "natural", "2026-07-01", "2026-07-31"),
        ("2026-07", "21-20", "2026-06-21", "2026-07-20"),
        ("2026-01", "21-20", "2025-12-21", "2026-01-20"),
        ("2024-02", "natural", "2024-02-01", "2024-02-29"),
        ("2026", "natural", "2026-01-01", "2026-12-31"),
        ("2026", "21-20", "2025-12-21", "2026-12-20"),
    ],
)
def test_a_period_has_the_days_of_its_rule(text: str, rule: str, first: str, last: str) -> None:
    period = parse_period(text, MonthRule(rule))
    assert (period.first_day.isoformat(), period.last_day.isoformat()) == (first, last)
    assert period.code == text


@pytest.mark.parametrize("text", ["", "2026Q5", "2026-13", "2026-7", "26Q1", "Q3", "2026x3", "2026-07-01", "０２６Ｑ１", "0000", "9999"])
def test_what_is_no_period_is_refused_as_wrong_usage(text: str) -> None:
    with pytest.raises(Usage) as refused:
        parse_period(text)
    assert (refused.value.code, refused.value.field) == ("period.format", "period")


def test_a_period_may_be_typed_in_small_letters_and_is_kept_in_large_ones() -> None:
    assert parse_period(" 2026q3 ") == parse_period("2026Q3")


def test_a_period_knows_its_neighbours() -> None:
    assert parse_period("2026Q1").previous().code == "2025Q4"
    assert parse_period("2026-12").following().code == "2027-01"
    assert parse_period("2026Q3").year_before().code == "2025Q3"
    assert parse_period("2026").previous().code == "2025"


def test_the_words_of_a_period_are_chinese() -> None:
    assert [parse_period(code).title for code in ("2026Q3", "2026-07", "2026")] == ["2026年第三季度", "2026年7月", "2026年度"]
    assert [parse_period(code).span for code in ("2026Q3", "2026-07", "2026")] == ["季", "月", "年"]


def test_a_quarter_is_over_at_midnight_station_time_of_its_last_day() -> None:
    quarter = parse_period("2026Q2")
    assert not quarter.ended(datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC))
    assert quarter.ended(datetime(2026, 6, 30, 16, 0, tzinfo=UTC))


def test_a_return_is_due_on_the_last_day_and_overdue_from_the_next() -> None:
    quarter = parse_period("2026Q2")
    assert quarter.due() == date(2026, 6, 30)
    assert not quarter.overdue(date(2026, 6, 30))
    assert quarter.overdue(date(2026, 7, 1))
    assert not quarter.overdue(date(2026, 7, 5), grace_days=5)


def test_the_last_ended_quarter_ends_before_the_day() -> None:
    assert last_ended(PeriodKind.QUARTER, date(2026, 10, 1)).code == "2026Q3"
    assert last_ended(PeriodKind.QUARTER, date(2026, 9, 30)).code == "2026Q2"
    assert last_ended(PeriodKind.QUARTER, date(2026, 9, 21), MonthRule.FROM_21).code == "2026Q3"


def test_a_quarter_is_made_of_its_three_months() -> None:
    assert [month.code for month in parse_period("2026Q3").months()] == ["2026-07", "2026-08", "2026-09"]


def test_cumulative_figures_start_anew_with_the_first_period_of_a_year() -> None:
    assert parse_period("2026Q1").opens_year and not parse_period("2026Q2").opens_year
    assert parse_period("2026Q4").year_start == date(2026, 1, 1)
    assert parse_period("2026Q4", MonthRule.FROM_21).year_start == date(2025, 12, 21)


@given(DAYS, KINDS, RULES)
def test_every_day_lies_in_exactly_one_period_of_a_kind(day: date, kind: PeriodKind, rule: MonthRule) -> None:
    period = period_of(kind, day, rule)
    assert period.contains(day)
    assert not period.previous().contains(day) and not period.following().contains(day)


@given(DAYS, KINDS, RULES)
def test_periods_follow_each_other_without_a_gap(day: date, kind: PeriodKind, rule: MonthRule) -> None:
    period = period_of(kind, day, rule)
    assert period.previous().last_day + timedelta(days=1) == period.first_day
    assert period.previous().following() == period
    assert parse_period(period.code, rule) == period
    assert period.months()[0].first_day == period.first_day and period.months()[-1].last_day == period.last_day
