"""A station that closes at noon on one date: the door, the numbers, the kiosk, the screen, appointments and what came in after hours."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.board import Opening, opening
from app.domain.clock import parse_moment
from app.domain.errors import Refused
from app.domain.hours import CountersSign, HoursArea
from app.services import appointments, board, cases, items, kiosk, profiles, queue, station_hours
from app.services.appointments import AppointmentForm
from app.services.cases import CaseForm
from tests.services.people import register

DAY = date(2026, 10, 15)  # a Thursday
MORNING, AFTERNOON = parse_moment("2026-10-15T10:00"), parse_moment("2026-10-15T14:00")
USUAL = ["workday 08:30-12:00", "workday 13:30-17:30"]


@pytest.fixture(autouse=True)
def half_day(db, cast, now):
    station_hours.put(db, cast.head, now, HoursArea.COUNTERS, USUAL)
    station_hours.put_date(db, cast.head, now, HoursArea.COUNTERS, DAY, ["08:30-12:00"])


def test_one_date_is_set_changed_and_taken_away_without_touching_the_rest(db, cast, now):
    assert station_hours.read(db).counters == ("2026-10-15 08:30-12:00", *USUAL)
    assert station_hours.put_date(db, cast.head, now, HoursArea.COUNTERS, DAY, ["closed"]).counters == ("2026-10-15 closed", *USUAL)
    assert station_hours.put_date(db, cast.head, now, HoursArea.COUNTERS, DAY, []).counters == tuple(USUAL)
    with pytest.raises(Refused, match=r"hours\.unreadable"):
        station_hours.put_date(db, cast.head, now, HoursArea.COUNTERS, DAY, ["noon"])


def test_the_door_says_closed_in_the_afternoon(db):
    assert station_hours.sign(db, MORNING).counters is CountersSign.OPEN
    assert station_hours.sign(db, AFTERNOON).counters is CountersSign.CLOSED
    assert station_hours.sign(db, AFTERNOON - timedelta(days=1)).counters is CountersSign.OPEN


def test_no_number_is_taken_in_the_afternoon_at_the_desk_or_the_kiosk(db, cast):
    assert queue.take(db, cast.clerk1, MORNING, "A").ticket == "A001"
    with pytest.raises(Refused, match=r"queue\.line_closed"):
        queue.take(db, cast.clerk1, AFTERNOON, "A")
    assert [bool(line.closed) for line in kiosk.home(db, board.KIOSK, MORNING).choices] == [False] * 3
    assert [bool(line.closed) for line in kiosk.home(db, board.KIOSK, AFTERNOON).choices] == [True] * 3


def test_the_screen_counts_down_to_noon_and_says_when_it_opens_again(db):
    state = opening(board.read(db, board.SCREEN, MORNING).hours, MORNING)
    assert (state.state, state.at) == (Opening.UNTIL, parse_moment("2026-10-15T12:00"))
    assert opening(board.read(db, board.SCREEN, AFTERNOON).hours, AFTERNOON).state is Opening.OVER


def test_no_appointment_is_made_or_offered_for_the_afternoon(db, cast, now):
    person = register(db, cast.clerk1, now)
    with pytest.raises(Refused, match=r"appointment\.closed"):
        appointments.make(db, cast.clerk1, now, AppointmentForm(person, AFTERNOON, "A"))
    offered = [f"{slot.at:%H:%M}" for slot in appointments.free(db, cast.clerk1, now, "A", DAY)]
    assert (offered[0], offered[-1]) == ("08:30", "11:30")
    appointments.make(db, cast.clerk1, now, AppointmentForm(person, MORNING, "A"))


@pytest.mark.parametrize(
    ("moment", "rule", "received"),
    [
        ("2026-10-15T11:59", "next_working_day", "2026-10-15"),
        ("2026-10-15T12:00", "next_working_day", "2026-10-16"),
        ("2026-10-15T12:00", "same_day", "2026-10-15"),
        ("2026-10-14T14:00", "next_working_day", "2026-10-14"),
        ("2026-10-14T17:30", "next_working_day", "2026-10-15"),
    ],
)
def test_what_comes_in_after_the_counters_closed_that_day_counts_by_the_rule_of_the_place(db, cast, now, moment, rule, received):
    profiles.override(db, cast.head, now, "late_receipt", rule)
    person, item = register(db, cast.clerk1, now), next(line.code for line in items.listing(db, cast.clerk1) if line.state == "published")
    assert cases.open_case(db, cast.clerk1, parse_moment(moment), CaseForm(item, person)).received_on == date.fromisoformat(received)
