"""Deadlines against an independent slow counter, over random pauses, and in other time zones."""

import json
import os
import subprocess
import sys
from bisect import bisect_right
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import ClockTerms, Pause, PauseKind, SupplementRule, deadline_of

FIRST = date(2024, 1, 1)
DAY = timedelta(days=1)


LONGEST = 100
WORK = [day for step in range(1096) if chinese_calendar.is_workday(day := FIRST + step * DAY)]
WORK += [day for step in range(1096, 1400) if (day := FIRST + step * DAY).weekday() < 5]
"""Past the last table Monday to Friday are worked, with a warning beside the deadline."""


def slow_deadline(accepted: date, limit: int, pauses: list[tuple[date, date]], restart: bool = False) -> date:
    """Counted with lists, from the package's own calendar; under restart it counts anew behind each pause begun in time."""
    free = {begin + step * DAY for begin, end in pauses for step in range(1, (end - begin).days + 1)}

    def reached(start: date) -> date:
        return [day for day in WORK if day > start and day not in free][limit - 1]

    start = accepted
    for begin, end in pauses if restart else []:
        if begin > reached(start):
            break
        start = end
    return reached(start)


@st.composite
def clocks(draw) -> tuple[date, int, list[tuple[date, date]]]:
    accepted = FIRST + draw(st.integers(0, 800)) * DAY
    pauses, day = [], accepted
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 15)), max_size=5)):
        pauses.append((day + gap * DAY, day + (gap + length) * DAY))
        day = pauses[-1][1]
    return accepted, draw(st.integers(1, 40)), pauses


@given(clock=clocks(), restart=st.booleans(), shuffled=st.randoms(use_true_random=False))
def test_any_clock_agrees_with_the_slow_counter_in_any_order_of_its_pauses(office, clock, restart, shuffled):
    accepted, limit, pauses = clock
    shuffled.shuffle(pauses)
    rule = SupplementRule.RESTART if restart else SupplementRule.STOP
    terms = ClockTerms(accepted, limit, tuple(Pause(*pause) for pause in pauses), rule)
    assert deadline_of(terms, office).deadline == slow_deadline(accepted, limit, sorted(pauses), restart)


@given(clock=clocks(), restart=st.booleans())
def test_the_explanation_counts_exactly_the_limit_and_every_day_once(office, clock, restart):
    accepted, limit, pauses = clock
    rule = SupplementRule.RESTART if restart else SupplementRule.STOP
    result = deadline_of(ClockTerms(accepted, limit, tuple(Pause(*pause) for pause in pauses), rule), office)
    assert [line.number for line in result.days if line.counted] == list(range(1, limit + 1))
    assert [line.day for line in result.days] == [accepted + step * DAY for step in range(len(result.days))]
    assert result.days[-1].day == result.deadline


@given(clock=clocks(), extra=st.integers(1, 20))
def test_adding_and_removing_an_extension_restores_the_deadline(office, clock, extra):
    accepted, limit, pauses = clock
    kept = tuple(Pause(*pause, PauseKind.HEARING) for pause in pauses)
    plain, longer = (deadline_of(ClockTerms(accepted, limit, kept, extension=days), office) for days in (0, extra))
    assert longer.deadline > plain.deadline
    assert longer.deadline == deadline_of(ClockTerms(accepted, limit + extra, kept), office).deadline
    assert longer.days[: len(plain.days)] == plain.days


def test_a_hundred_thousand_pairs_of_day_and_limit_agree_with_the_slow_counter(office):
    """Every day of all years with a table (leap day, year ends, make-up days) with every limit up to a hundred.

    The day numbers of one long walk are the deadlines of all shorter limits; that they are is asked of the function itself beside it.
    """
    years = sorted(office.years)
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    pairs = 0
    for accepted in (first + step * DAY for step in range((last - first).days + 1)):
        after = bisect_right(WORK, accepted)
        walked = [line.day for line in deadline_of(ClockTerms(accepted, LONGEST), office).days if line.counted]
        assert walked == WORK[after : after + LONGEST]
        for limit in (1, 2, 3, 5, 10, 15, 20):
            assert deadline_of(ClockTerms(accepted, limit), office).deadline == WORK[after + limit - 1]
        pairs += LONGEST
    assert pairs > 100_000


def test_the_years_with_a_table_hold_a_leap_day_year_ends_and_make_up_days(office):
    """What the pairs above go over, so that a table that lost them is noticed."""
    assert {2024, 2025, 2026} <= office.years
    make_up = [day for day in WORK if day.weekday() >= 5]
    assert len(make_up) >= 18 and date(2024, 2, 29) in WORK
    for year in office.years:
        assert deadline_of(ClockTerms(date(year, 12, 31), 1), office).deadline == next(day for day in WORK if day > date(year, 12, 31))


PROGRAM = """
import json, sys, tomllib
from datetime import date
from importlib.resources import files
from app.domain.calendar import calendar_of, parse_tables
from app.domain.clock import business_date, parse_moment
from app.domain.deadlines import ClockTerms, LateReceipt, clearing_last_day, deadline_of, receipt_day
from datetime import time
office = calendar_of(parse_tables(tomllib.loads((files("app") / "data/holidays.toml").read_text("utf-8"))))
examples = [("2026-02-12", 5), ("2026-04-30", 5), ("2026-05-06", 3), ("2026-06-17", 3), ("2026-09-18", 1), ("2025-09-26", 10)]
moments = [parse_moment(text) for text in ("2026-03-02T00:30", "2026-03-02T23:59:59", "2026-03-01T16:00:00+00:00")]
print(json.dumps([
    [deadline_of(ClockTerms(date.fromisoformat(day), limit), office).deadline.isoformat() for day, limit in examples],
    [business_date(moment).isoformat() for moment in moments],
    [receipt_day(moment, time(17), office, LateReceipt.NEXT_WORKING_DAY).isoformat() for moment in moments],
    clearing_last_day(date(2026, 1, 20), office, roll=True).isoformat(),
]))
"""


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_the_zone_of_the_machine_changes_no_date(zone):
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=os.environ | {"TZ": zone}, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [
        ["2026-02-26", "2026-05-11", "2026-05-09", "2026-06-23", "2026-09-20", "2025-10-16"],
        ["2026-03-02", "2026-03-02", "2026-03-02"],
        ["2026-03-02", "2026-03-03", "2026-03-02"],
        "2026-02-24",
    ]
