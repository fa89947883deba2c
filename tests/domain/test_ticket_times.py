"""The times of a ticket: the wait ends with the first call, held time belongs to nobody, what is taken back never was."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clock import parse_moment
from app.domain.queueing import TICKET_MOVES, TicketAction, TicketState
from app.domain.ticket_times import TicketTimes, is_first_call, moved

NINE = parse_moment("2026-10-09T09:00")


def at(minutes: float):
    return NINE + timedelta(minutes=minutes)


def life(*steps: tuple[str, float]) -> TicketTimes:
    """A ticket taken at nine after acts at so many minutes past it."""
    times, state = TicketTimes(NINE, NINE), TicketState.WAITING
    for verb, minutes in steps:
        action = TicketAction(verb)
        times = moved(times, state, action, at(minutes))
        state = TICKET_MOVES[action][state]
    return times


def test_the_wait_ends_with_the_call_and_the_officer_s_time_begins_with_the_start():
    times = life(("call", 10), ("start", 12), ("finish", 30))
    assert (times.waited_seconds, times.served_seconds, times.held_seconds) == (600, 1080, 0)
    assert (times.called_at, times.started_at, times.finished_at) == (at(10), at(12), at(30))


def test_without_a_start_the_officer_s_time_runs_from_the_call():
    times = life(("call", 10), ("recall", 11), ("finish", 17))
    assert (times.served_seconds, times.started_at) == (420, at(10))


def test_held_time_is_not_the_officer_s():
    times = life(("call", 0), ("start", 0), ("hold", 5), ("resume", 25), ("finish", 28))
    assert (times.served_seconds, times.held_seconds) == (480, 1200)


def test_a_ticket_finished_from_hold_was_not_worked_on_meanwhile():
    times = life(("call", 0), ("start", 0), ("hold", 5), ("finish", 65))
    assert (times.served_seconds, times.held_seconds) == (300, 3600)


def test_a_transfer_adds_up_what_both_counters_worked_and_the_wait_stays_that_of_the_first_call():
    times = life(("call", 10), ("start", 11), ("transfer", 15), ("call", 40), ("start", 41), ("finish", 47))
    assert (times.waited_seconds, times.served_seconds) == (600, 240 + 360)
    assert times.first_called_at == at(10)


def test_who_was_missed_and_came_back_was_not_served_meanwhile():
    times = life(("call", 10), ("miss", 14), ("restore", 20), ("call", 30), ("start", 30), ("finish", 33))
    assert (times.waited_seconds, times.served_seconds) == (600, 180)


def test_who_was_called_and_gave_up_took_no_officer_s_time():
    assert life(("call", 10), ("abandon", 14)).served_seconds == 0


def test_a_first_call_that_lapsed_or_was_taken_back_never_was():
    for verb in ("lapse", "undo"):
        times = life(("call", 10), (verb, 11))
        assert times == replace(TicketTimes(NINE, NINE), state_since=at(11))
        assert moved(times, TicketState.WAITING, TicketAction.CALL, at(20)).waited_seconds == 1200


def test_a_later_call_that_lapsed_leaves_the_first_one():
    times = life(("call", 10), ("transfer", 12), ("call", 30), ("lapse", 40))
    assert (times.called_at, times.first_called_at, times.waited_seconds) == (None, at(10), 600)


def test_only_the_first_call_received_the_visitor():
    assert is_first_call(life(("call", 10)))
    assert not is_first_call(life(("call", 10), ("transfer", 12), ("call", 30)))


def test_an_end_that_was_taken_back_goes_on_without_the_seconds_between():
    times = life(("call", 0), ("start", 0), ("finish", 10), ("undo", 10.5), ("finish", 12.5))
    assert times.served_seconds == 600 + 120


def test_clocks_that_differ_make_no_negative_time():
    assert life(("call", -3)).waited_seconds == 0


@given(st.lists(st.tuples(st.sampled_from(TicketAction), st.integers(0, 900)), max_size=25))
def test_whatever_happens_nobody_works_or_holds_longer_than_the_ticket_lives(steps):
    times, state, now = TicketTimes(NINE, NINE), TicketState.WAITING, NINE
    for action, later in steps:
        now += timedelta(seconds=later)
        if state in TICKET_MOVES[action]:
            times = moved(times, state, action, now)
            state = TICKET_MOVES[action][state]
        waited = times.waited_seconds or 0
        assert waited + times.served_seconds + times.held_seconds <= (now - NINE).total_seconds()


@pytest.mark.parametrize("action", TicketAction)
def test_every_action_has_its_times(action):
    for state in TICKET_MOVES[action]:
        assert moved(TicketTimes(NINE, NINE, at(1), at(2)), state, action, at(3)).taken_at == NINE
