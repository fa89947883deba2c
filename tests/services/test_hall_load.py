"""Sixteen counters and four doors at once: no ticket called twice, none lost, the order exact; a power cut leaves none stuck."""

from __future__ import annotations

import time
from collections import Counter as Tally
from datetime import timedelta

import pytest

from app.domain.clock import business_date
from app.services import audits, lost_tickets, queue, queue_lapse, queue_replay, queue_views
from tests.dbfixtures import NOW
from tests.services import hall_load
from tests.services.hall_load import Hall

pytestmark = pytest.mark.no_cover  # the hall's other tests run the same lines; here it is how many at once

COUNTERS, DOORS, EACH = 16, 4, 500
LONGEST = 5.0


@pytest.fixture
def hall(db, request, tmp_path, cast):
    """The station of the test, for other processes."""
    hall_load.more_counters(db, cast.head, COUNTERS)
    url = request.getfixturevalue("postgres_url") if db.kind == "postgresql" else ""
    return Hall(str(tmp_path / "station.db"), url, time.monotonic())


def worked_off(hall):
    """What all processes told after the doors were shut and nobody waited any more."""
    answers, shut = hall_load.ROOM.Queue(), hall_load.ROOM.Event()
    doors = [hall_load.start(hall_load.takes, hall, number, EACH, answers) for number in range(DOORS)]
    counters = [hall_load.start(hall_load.calls, hall, number, shut, answers) for number in range(1, COUNTERS + 1)]
    taken = [answers.get(timeout=240) for _ in doors]  # a counter tells only after the doors are shut
    shut.set()
    called = [answers.get(timeout=240) for _ in counters]
    for process in (*doors, *counters):
        process.join(10)
    return taken, called


def test_no_ticket_is_called_twice_none_is_lost_and_the_order_is_the_rules(db, hall, cast):
    taken, called = worked_off(hall)
    assert [told.wrong for told in (*taken, *called) if told.wrong] == []
    numbers = [ticket for told in taken for ticket in told.tickets]
    assert len(set(numbers)) == len(numbers) == DOORS * EACH
    times = Tally(ticket for told in called for ticket in told.tickets)
    sent_back = set().union(*(told.sent_back for told in called))
    assert set(times) == set(numbers)
    assert {ticket for ticket, count in times.items() if count > 1} <= sent_back
    states = Tally(line.state for line in queue_views.day(db, cast.head, business_date(NOW)))
    assert set(states) <= {"finished", "missed"} and sum(states.values()) == len(numbers)
    played = queue_replay.check(db, cast.head)
    assert played.exact and played.calls == sum(times.values())
    assert audits.verify(db, cast.head).ok
    assert max(told.longest for told in (*taken, *called)) <= LONGEST


def test_a_power_cut_at_counters_and_doors_leaves_no_ticket_stuck(db, hall, cast):
    for number in range(40):
        queue.take(db, cast.clerk1, NOW, "ABC"[number % 3])
    called, taken = hall_load.ROOM.Queue(), hall_load.ROOM.Queue()
    machines = [hall_load.start(hall_load.calls_until_killed, hall, number, number % 2 == 0, called) for number in range(1, 7)]
    machines += [hall_load.start(hall_load.takes_until_killed, hall, number, taken) for number in range(2)]
    for _ in range(12):
        called.get(timeout=60)
    told = [taken.get(timeout=60) for _ in range(12)]
    for machine in machines:
        machine.kill()
        machine.join(10)
    day = [line.ticket for line in queue_views.day(db, cast.head, business_date(NOW))]
    assert set(told) <= set(day)  # what a door gave out is there, and no number is missing or stands twice
    assert sorted(day) == sorted(f"{letter}{n + 1:03d}" for letter in "ABC" for n in range(sum(one[0] == letter for one in day)))
    left = {line.ticket: line.state for line in queue_views.day(db, cast.head, business_date(NOW)) if line.state in ("called", "serving")}
    later = hall.now() + timedelta(minutes=30)
    back = queue_lapse.run(db, later)
    after = {line.ticket: line.state for line in queue_views.day(db, cast.head, business_date(NOW))}
    assert back == sum(state == "called" for state in left.values())
    assert all(after[ticket] == ("waiting" if state == "called" else "serving") for ticket, state in left.items())
    assert {lost.ticket for lost in lost_tickets.lost(db, cast.head, later)} == {t for t, state in left.items() if state == "serving"}
    assert audits.verify(db, cast.head).ok
    assert queue_replay.check(db, cast.head).exact
