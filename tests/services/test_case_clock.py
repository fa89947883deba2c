"""When a case counts as received, a clock set back on the machine, and a case opened again, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.clock import parse_moment
from app.domain.hours import HoursArea
from app.services import case_acts, cases, papers, profiles, station_hours
from app.services.cases import CaseForm
from app.services.papers import Wanted
from tests.printing import reading
from tests.services.accepting import accept_complete
from tests.services.paused import paused
from tests.services.people import register

FRIDAY, SATURDAY, MONDAY, TUESDAY = (date(2026, 10, day) for day in (16, 17, 19, 20))


@pytest.fixture
def person(db, cast, now) -> int:
    return register(db, cast.clerk1, now)


def opened(db, who, moment: str, person: int):
    return cases.open_case(db, who, parse_moment(moment), CaseForm("JYKN", person))


@pytest.mark.parametrize(
    ("moment", "received", "rule"),
    [
        ("2026-10-15T16:59", date(2026, 10, 15), "next_working_day"),
        ("2026-10-15T17:00", FRIDAY, "next_working_day"),
        ("2026-10-16T12:00", MONDAY, "next_working_day"),  # closed on Friday afternoons
        ("2026-10-17T09:00", MONDAY, "next_working_day"),
        ("2026-10-17T09:00", SATURDAY, "same_day"),
        ("2026-10-16T18:00", FRIDAY, "same_day"),
    ],
)
def test_what_comes_after_hours_or_on_a_day_off_is_received_by_the_profiles_rule(db, cast, now, person, moment, received, rule):
    hours = [f"{day} 08:30-17:00" for day in ("mon", "tue", "wed", "thu")] + ["fri 08:30-12:00"]
    station_hours.put(db, cast.head, now, HoursArea.COUNTERS, hours)
    profiles.override(db, cast.head, now, "late_receipt", rule)
    case = opened(db, cast.clerk1, moment, person)
    assert case.received_on == received
    assert case.number.startswith(f"BJ{moment[:10].replace('-', '')}"), "the number bears the day on which it was handed in"


def test_a_case_accepted_on_a_day_off_is_counted_from_the_day_after_its_receipt(db, cast, person):
    number = opened(db, cast.clerk1, "2026-10-17T09:00", person).number
    now = parse_moment("2026-10-17T09:05")
    accepted = accept_complete(db, cast.clerk1, now, number)
    view = cases.show(db, cast.clerk1, now, number)
    assert (accepted.accepted_on, accepted.deadline) == (MONDAY, date(2026, 11, 2))
    assert [line.day for line in view.clock.days if line.counted][0] == TUESDAY
    assert view.events[-1].data == {"counts_from": "2026-10-19"} and view.events[-1].happened_on == SATURDAY
    text = reading.solid(papers.draw(db, cast.clerk1, now, Wanted("acceptance", case=number)).pdf)
    assert "自下一工作日起算" in text


def test_a_pause_of_the_same_day_off_begins_with_the_acceptance(db, cast, person):
    number, now = opened(db, cast.clerk1, "2026-10-17T09:00", person).number, parse_moment("2026-10-17T09:05")
    accept_complete(db, cast.clerk1, now, number)
    paused(db, cast, cast.clerk1, now, number, "等材料")
    resumed = case_acts.resume(db, cast.clerk1, parse_moment("2026-10-21T09:00"), number)
    assert resumed.deadline == date(2026, 11, 4)


def test_a_machine_whose_clock_was_set_back_writes_as_it_finds_and_keeps_the_order(db, cast, person):
    number = opened(db, cast.clerk1, "2026-10-12T09:00", person).number
    accept_complete(db, cast.clerk1, parse_moment("2026-10-12T09:05"), number)
    paused(db, cast, cast.clerk1, parse_moment("2026-10-15T09:00"), number, "等材料")
    wrong = parse_moment("2026-10-13T09:00")
    case_acts.resume(db, cast.clerk1, wrong, number)
    view = cases.show(db, cast.clerk1, parse_moment("2026-10-16T09:00"), number)
    assert [event.kind for event in view.events] == ["resumed", "paused", "accepted", "material", "received"], "by number, not by date"
    assert [event.back for event in view.events] == [True, False, False, False, False]
    assert (view.events[0].recorded_at, view.events[0].happened_on) == (wrong, wrong.date()), "written as found"
    assert (view.facts.state, view.facts.deadline) == ("accepted", date(2026, 10, 26)), "the clock stood for no day, and stands no more"


def test_a_withdrawn_case_that_is_opened_again_is_received_again_that_day(db, cast, person):
    number = opened(db, cast.clerk1, "2026-10-12T09:00", person).number
    case_acts.withdraw(db, cast.clerk1, parse_moment("2026-10-12T10:00"), number, "家里有事")
    again = parse_moment("2026-11-16T09:00")
    case_acts.ask_reopen(db, cast.clerk1, again, number, "申请人又来了")
    case_acts.approve(db, cast.head, again, number)
    accepted = accept_complete(db, cast.clerk1, again, number)
    assert (accepted.accepted_on, accepted.deadline, accepted.overdue) == (again.date(), date(2026, 11, 30), False)
