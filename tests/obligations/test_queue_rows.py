"""The rows of the counter queue (groups A and B): several items, self-service sites, booked visits, priority, lunch hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.clock import parse_moment
from app.domain.hours import HoursArea
from app.services import appointments, board, counters, queue, queue_items, queue_views, station_hours
from app.services.appointments import AppointmentForm
from app.services.counters import CounterForm
from app.texts.faces import hall_words
from db.models import Ticket
from tests.services.people import register

OFFICE = ["workday 08:30-11:30", "workday 13:30-17:30"]


def at(clock: str):
    """A moment of Friday 9 October 2026, a working day."""
    return parse_moment(f"2026-10-09T{clock}")


def sign(db, clock: str) -> str:
    """What the public screen shows at its foot."""
    return hall_words(board.read(db, board.SCREEN, at(clock)), at(clock))


@pytest.fixture
def office(db, cast, now):
    """Counters that rest over lunch, and a waiting area that does not."""
    station_hours.put(db, cast.head, now, HoursArea.COUNTERS, OFFICE)
    station_hours.put(db, cast.head, now, HoursArea.WAITING, ["workday 08:00-18:00"])


def test_a21_a_ticket_is_switched_to_another_item_at_the_same_counter_and_both_are_logged(db, cast, now):
    queue.take(db, cast.clerk1, now, "A", item="JYKN")
    queue.call(db, cast.clerk1, now, 1)
    for minutes, item in enumerate(("JYKN", "SYDJ")):
        queue_items.switch(db, cast.clerk1, now + timedelta(minutes=minutes), "A001", item)
    served = [(one.code, one.counter) for one in queue_items.listing(db, cast.head, "A001", now.date()) if one.counter]
    assert served == [("JYKN", 1), ("SYDJ", 1)]
    assert [one.ticket for one in queue_views.day(db, cast.head, now.date())] == ["A001"]


def test_a23_a_site_with_self_service_day_and_night_is_not_shown_as_closed_at_ten_in_the_evening(db, cast, now, office):
    assert sign(db, "22:00") == "闭站"
    station_hours.put(db, cast.head, now, HoursArea.SELF_SERVICE, ["daily 00:00-24:00"])
    assert sign(db, "22:00") == "窗口已下班・自助服务区开放"


def test_b13_a_booked_visit_for_two_o_clock_stands_in_the_queue_as_booked_with_its_time(db, cast, now):
    person = register(db, cast.clerk1, now)
    two = parse_moment("2026-10-12T14:00")
    code = appointments.make(db, cast.clerk1, now, AppointmentForm(person, two, "B"))
    queue.check_in(db, cast.clerk1, two - timedelta(minutes=10), code)
    (row,) = queue_views.at_counter(db, cast.clerk1, two, 1).waiting
    assert (row.ticket, row.booked_for) == ("B001", two)
    assert row.why == "预约 14:00，预约优先，并且先到"


def test_b20_a_green_channel_ticket_taken_after_three_ordinary_ones_is_called_next(db, cast, now):
    for priority in (None, None, None, "green_channel"):
        queue.take(db, cast.clerk1, now, "A", priority=priority)
    assert queue.call(db, cast.clerk1, now, 1).ticket == "A004"


def test_b20_a_counter_with_lunch_service_stays_open_from_half_past_eleven_to_half_past_one(db, cast, now, office):
    counters.define(db, cast.head, now, 1, CounterForm(hours=["workday 08:30-17:30"]))
    assert [sign(db, clock) for clock in ("11:30", "13:29")] == ["等候区开放・午间延时服务"] * 2
    queue.take(db, cast.clerk1, at("12:00"), "A")
    assert queue.call(db, cast.clerk1, at("12:00"), 1).ticket == "A001"


def test_b20_the_finish_keeps_whether_one_visit_was_enough(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "finish", "A001", one_visit=True)
    with db.read("queue.read", cast.head) as session:
        assert session.get_one(Ticket, 1).one_visit is True


def test_b21_at_half_past_twelve_on_a_working_day_the_sign_shows_the_waiting_area_open_and_the_counters_resting(db, cast, now, office):
    assert sign(db, "12:30") == "等候区开放・窗口休息"
    counters.define(db, cast.head, now, 2, CounterForm(hours=["workday 11:30-13:30"]))
    assert sign(db, "12:30") == "等候区开放・午间延时服务"
