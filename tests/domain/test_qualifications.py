"""Drills, certificates and figures: the rules alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain import figures
from app.domain import qualifications as rules
from app.domain.errors import NotAllowed, Refused

D = date(2026, 10, 9)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"topic": " "}, "drill.topic"),
        ({"held_on": D + DAY}, "drill.days"),
        ({"ended_on": D - DAY}, "drill.days"),
        ({"headcount": 1, "named": 2}, "drill.people"),
        ({"headcount": None, "named": 0}, "drill.people"),
        ({"hours": 0}, "drill.hours"),
    ],
)
def test_a_drill_that_cannot_be_is_refused(change, code):
    right = {"topic": "政策", "held_on": D, "ended_on": None, "today": D, "headcount": 12, "named": 2, "hours": 8}
    rules.check_drill(**right)
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        rules.check_drill(**(right | change))


@pytest.mark.parametrize(("name", "issued", "expires"), [(" ", D, None), ("证", D + DAY, None), ("证", D, D - DAY)])
def test_a_certificate_that_cannot_be_is_refused(name, issued, expires):
    with pytest.raises(Refused, match=r"certificate\."):
        rules.check_certificate(name, issued, expires, D)


def test_a_certificate_holds_through_its_last_day_and_is_told_of_before():
    assert [rules.certificate_holds(D - DAY, D, None, D + n * DAY) for n in (-2, -1, 0, 1)] == [False, True, True, False]
    assert not rules.certificate_holds(D - DAY, None, D, D)
    told = [rules.expires_soon(expires, None, D, 60) for expires in (D + 61 * DAY, D + 60 * DAY, D - DAY, None)]
    assert told == [False, True, True, False] and not rules.expires_soon(D, D, D, 60)


def test_who_is_responsible_and_had_no_class_is_named():
    assert rules.untrained([1, 2, 3], [2, 9]) == (1, 3)


def test_a_rate_of_nothing_is_none_and_others_figures_are_the_heads():
    assert (figures.share(1, 4), figures.share(0, 0)) == (0.25, None)
    figures.check_reader(own=True, all_=False)
    with pytest.raises(NotAllowed, match=r"figures\.others"):
        figures.check_reader(own=False, all_=False)
    with pytest.raises(Refused, match=r"figures\.days"):
        figures.check_days(D, D - DAY)
