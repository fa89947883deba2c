"""Spans of the computed groups agree with the tests on each single day."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.group_spans import GroupSpan, StatusSpan, computed_spans, years_after
from app.domain.persons import Gender, StatusKind, computed_groups

REGISTERED = StatusKind.REGISTERED_UNEMPLOYED
DAYS = st.dates(date(1950, 1, 1), date(2026, 12, 31))


def groups_on(spans: tuple[GroupSpan, ...], on: date) -> frozenset[str]:
    return frozenset(span.group for span in spans if span.holds(on))


def test_a_youth_is_out_on_the_twenty_fifth_birthday():
    spans = computed_spans(date(2001, 5, 10), Gender.MALE, [StatusSpan(REGISTERED, date(2026, 1, 1))])
    assert "youth" in groups_on(spans, date(2026, 5, 9))
    assert "youth" not in groups_on(spans, date(2026, 5, 10))


def test_twelve_months_of_registration_begin_the_long_unemployment():
    spans = computed_spans(None, Gender.FEMALE, [StatusSpan(REGISTERED, date(2025, 3, 15))])
    assert spans == (GroupSpan("unemployed", date(2025, 3, 15)), GroupSpan("long_unemployed", date(2026, 3, 15)))


def test_a_status_that_ended_early_leaves_no_span_that_never_began():
    spans = computed_spans(None, Gender.FEMALE, [StatusSpan(REGISTERED, date(2025, 3, 15), date(2025, 4, 1))])
    assert spans == (GroupSpan("unemployed", date(2025, 3, 15), date(2025, 4, 1)),)


def test_who_works_is_in_none_of_them():
    assert computed_spans(date(1980, 1, 1), Gender.MALE, [StatusSpan(StatusKind.EMPLOYED, date(2025, 1, 1))]) == ()


def test_a_leap_day_comes_round_on_the_first_of_march():
    assert years_after(date(2004, 2, 29), 25) == date(2029, 3, 1)
    assert years_after(date(2004, 2, 29), 24) == date(2028, 2, 29)


@given(DAYS, st.sampled_from([Gender.MALE, Gender.FEMALE]), DAYS, st.integers(0, 6000))
def test_the_spans_say_what_the_day_test_says(born: date, gender: Gender, since: date, later: int):
    on = since + timedelta(days=later)
    assume(on >= born)
    spans = computed_spans(born, gender, [StatusSpan(REGISTERED, since)])
    assert groups_on(spans, on) == computed_groups(born, gender, REGISTERED, since, on)
