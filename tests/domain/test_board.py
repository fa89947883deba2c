"""The public screen's own rules: the opening state, the pages at the foot, what is to be spoken."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.board import BoardCall, BoardPage, Opening, PageKind, new_calls, opening, page_at
from app.domain.clock import parse_moment

DAYS = [date(2026, 10, 8) + timedelta(days=number) for number in range(9)]
WEEK = [(day, *span) for day in DAYS if day.weekday() < 5 for span in (("08:30", "11:30"), ("13:30", "17:00"))]
FRIDAY, SATURDAY = date(2026, 10, 9), date(2026, 10, 10)


@pytest.mark.parametrize(
    ("now", "state", "at"),
    [
        ("2026-10-09T08:29", Opening.OPENS, "2026-10-09T08:30"),
        ("2026-10-09T08:30", Opening.UNTIL, "2026-10-09T11:30"),
        ("2026-10-09T11:30", Opening.BREAK, "2026-10-09T13:30"),
        ("2026-10-09T16:59", Opening.UNTIL, "2026-10-09T17:00"),
        ("2026-10-09T17:00", Opening.OVER, "2026-10-12T08:30"),
        ("2026-10-10T10:00", Opening.SHUT, "2026-10-12T08:30"),
    ],
)
def test_a_friday_and_the_saturday_after_it(now, state, at):
    found = opening(WEEK, parse_moment(now))
    assert (found.state, found.at) == (state, parse_moment(at))


def test_a_lunch_counter_closes_the_gap_between_two_halves_of_the_day():
    found = opening([*WEEK, (FRIDAY, "11:00", "14:00")], parse_moment("2026-10-09T12:00"))
    assert (found.state, found.at) == (Opening.UNTIL, parse_moment("2026-10-09T17:00"))


def test_without_hours_and_with_all_hours_it_never_closes():
    around = [(day, "00:00", "24:00") for day in DAYS]
    for hours in ([], around):
        assert opening(hours, parse_moment("2026-10-11T03:00")) == opening([], parse_moment("2026-10-09T12:00"))


def test_one_night_that_goes_over_midnight_ends_in_the_morning():
    found = opening([(FRIDAY, "20:00", "24:00"), (SATURDAY, "00:00", "02:00")], parse_moment("2026-10-09T23:30"))
    assert (found.state, found.at) == (Opening.UNTIL, parse_moment("2026-10-10T02:00"))


def test_hours_are_station_time_whatever_the_machine_says(every_zone):
    assert opening(WEEK, parse_moment("2026-10-09T00:30:00+00:00")).state is Opening.UNTIL


def test_each_page_stands_eight_seconds_and_all_come_round():
    pages = [BoardPage(PageKind.NOTICE, str(n)) for n in range(3)]
    start = parse_moment("2026-10-09T09:00")
    seen = [page_at(pages, start + timedelta(seconds=second)) for second in range(24)]
    assert sorted(seen) == sorted([0, 1, 2] * 8)
    assert sum(a != b for a, b in zip(seen, seen[1:], strict=False)) == 2
    assert page_at([], start) == 0


def test_a_recall_is_spoken_again_and_what_was_known_is_not():
    at = parse_moment("2026-10-09T09:00")
    old, other = BoardCall("A001", 1, 1, at), BoardCall("A002", 2, 1, at)
    again = BoardCall("A001", 1, 2, at + timedelta(seconds=9))
    new = BoardCall("A003", 1, 1, at + timedelta(seconds=5))
    assert new_calls([old, other], [again, new, other]) == (new, again)
    assert new_calls([again, new, other], [again, new, other]) == ()
