"""The kiosk's own rules: about how long, which items, when it returns to its first page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.clock import parse_moment
from app.domain.kiosk import Guide, about_minutes, guides_of, left_seconds

FIVE, TEN = timedelta(minutes=5), timedelta(minutes=10)


@pytest.mark.parametrize(
    ("ahead", "served", "counters", "minutes"),
    [
        (0, [FIVE], 1, 0),
        (3, [FIVE, TEN], 1, 23),  # 3 × 7.5, rounded up
        (3, [FIVE, TEN], 2, 12),
        (2, [], 1, 12),  # nobody served yet: six minutes each
        (2, [], 0, 12),  # no counter open yet: as if one were
        (1, [timedelta(0), FIVE], 1, 5),  # what took no time was no service
    ],
)
def test_the_wait_is_people_ahead_by_the_mean_of_the_last_services(ahead, served, counters, minutes):
    assert about_minutes(ahead, served, counters) == minutes


def test_a_line_offers_its_own_items_and_those_of_no_line():
    known = [Guide(code, code, letter, "", "", (), "", "") for code, letter in (("A1", "A"), ("B1", "B"), ("X1", ""))]
    assert [guide.code for guide in guides_of(known, "B")] == ["B1", "X1"]


def test_an_untouched_kiosk_counts_down_to_nothing():
    at = parse_moment("2026-10-09T09:00")
    assert [left_seconds(at, at + timedelta(seconds=passed), 60) for passed in (0, 59, 60, 90)] == [60, 1, 0, 0]
