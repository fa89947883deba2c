"""Tickets: codes, moves, the fair rule and what it promises to everybody who waits."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused, Usage
from app.domain.queueing import (
    TICKET_MOVES,
    CallWhy,
    PriorityClass,
    TicketAction,
    TicketState,
    WaitingTicket,
    check_counter_free,
    check_priority,
    check_recall,
    check_take_back,
    check_ticket,
    choose,
    line_up,
    parse_code,
    place_behind,
    place_of,
    ticket_code,
)
from app.texts import sentence, word
from app.texts.queue import why_text

GREEN = PriorityClass.GREEN_CHANNEL


def ticket(number: int, priority: PriorityClass | None = None, passed: int = 0, restored: bool = False) -> WaitingTicket:
    return WaitingTicket(number, place_of(number), priority, passed, restored)


def test_ticket_codes_go_on_after_999():
    assert [ticket_code("A", number) for number in (1, 27, 999, 1000)] == ["A001", "A027", "A999", "A1000"]


@pytest.mark.parametrize("typed", ["A027", "a027", " Ａ０２７ "])
def test_a_code_is_read_however_it_was_typed(typed):
    assert parse_code(typed) == ("A", 27)


@pytest.mark.parametrize("typed", ["", "A27", "A0027", "027", "AB027", "A02七"])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(Usage) as refusal:
        parse_code(typed)
    assert typed in sentence(refusal.value)


def test_a_green_channel_ticket_behind_three_ordinary_ones_is_next():
    choice = choose([ticket(1), ticket(2), ticket(3), ticket(4, GREEN)], 3)
    assert (choice.ticket.id, choice.why) == (4, CallWhy.PRIORITY)
    assert why_text(choice) == "绿色通道优先（已连续优先 1 位，上限 3 位）"


def test_an_ordinary_ticket_that_was_passed_often_enough_is_next():
    choice = choose([ticket(1, passed=3), ticket(9, GREEN)], 3)
    assert (choice.ticket.id, why_text(choice)) == (1, "先来先办：已让过 3 位优先号，达到上限")


def test_a_priority_ticket_that_came_first_passes_nobody():
    choice = choose([ticket(1, PriorityClass.VETERAN), ticket(2, passed=3)], 3)
    assert (choice.ticket.id, why_text(choice)) == (1, "退役军人优先，并且先到")


def test_with_a_limit_of_zero_arrival_alone_decides():
    assert [choice.ticket.id for choice in line_up([ticket(2, GREEN), ticket(1), ticket(3)], 0, 9)] == [1, 2, 3]


def test_a_restored_ticket_no_longer_goes_first_and_says_so():
    waiting = [ticket(1), ticket(2, GREEN, restored=True)]
    assert [choice.why for choice in line_up(waiting, 3, 9)] == [CallWhy.FIRST_COME, CallWhy.RESTORED]


def test_nobody_waiting_is_no_choice():
    assert choose([], 3) is None
    assert line_up([], 3, 5) == []


def test_the_line_up_shows_when_the_limit_lets_ordinary_tickets_in():
    waiting = [ticket(1), ticket(2), *(ticket(number, GREEN) for number in range(3, 9))]
    assert [choice.ticket.id for choice in line_up(waiting, 3, 8)] == [3, 4, 5, 1, 2, 6, 7, 8]


tickets = st.lists(
    st.builds(
        ticket,
        st.integers(1, 60),
        st.one_of(st.none(), st.sampled_from(PriorityClass)),
        st.integers(0, 4),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(waiting=tickets, limit=st.integers(0, 4), shuffled=st.randoms(use_true_random=False))
def test_the_choice_depends_on_the_set_alone_and_the_two_heads_are_enough(waiting, limit, shuffled):
    mixed = list(waiting)
    shuffled.shuffle(mixed)
    heads = [
        min(group, key=lambda one: one.place) for first in (True, False) if (group := [one for one in waiting if one.goes_first is first])
    ]
    assert choose(mixed, limit) == choose(waiting, limit) == choose(heads, limit)


@given(waiting=tickets, limit=st.integers(0, 4))
def test_the_line_up_calls_everybody_once_and_begins_with_the_choice(waiting, limit):
    order = line_up(waiting, limit, len(waiting) + 1)
    assert sorted(choice.ticket.id for choice in order) == sorted(one.id for one in waiting)
    assert order[:1] == [choice for choice in [choose(waiting, limit)] if choice]


def day(steps: list[tuple[bool, bool]], limit: int) -> Iterator[tuple[WaitingTicket, list[WaitingTicket]]]:
    """A day at one counter: each step takes a ticket (priority or not) and perhaps calls one, as a service would count it."""
    waiting: list[WaitingTicket] = []
    called: list[WaitingTicket] = []
    for number, (goes_first, calls) in enumerate([*steps, *((None, True) for _ in steps)], start=1):
        if goes_first is not None:
            waiting.append(ticket(number, GREEN if goes_first else None))
        counted = [replace(one, passed=sum(c.goes_first and c.place > one.place for c in called)) for one in waiting]
        if calls and (choice := choose(counted, limit)):
            waiting = [one for one in waiting if one.id != choice.ticket.id]
            yield choice.ticket, list(called)
            called.append(choice.ticket)
    assert waiting == []


@given(steps=st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60), limit=st.integers(0, 4))
def test_no_ordinary_ticket_is_passed_by_more_than_the_limit_and_all_are_called(steps, limit):
    order = [one for one, _ in day(steps, limit)]
    assert len(order) == len(steps)
    for position, one in enumerate(order):
        later = [before for before in order[:position] if before.place > one.place]
        if not one.goes_first:
            assert len([before for before in later if before.goes_first]) <= limit
        assert all(before.goes_first for before in later) or one.goes_first


def test_two_of_a_kind_keep_the_order_in_which_they_came():
    order = [one for one, _ in day([(number % 3 == 0, number % 4 == 0) for number in range(40)], 2)]
    for kind in (True, False):
        ids = [one.id for one in order if one.goes_first is kind]
        assert ids == sorted(ids)


@given(waiting=st.integers(0, 9), behind=st.integers(1, 5))
def test_a_restored_ticket_returns_behind_so_many_others(waiting, behind):
    places = [place_of(number) for number in range(11, 11 + waiting)]
    place = place_behind(places[: behind + 1], behind, 30)
    assert sum(other < place for other in places) == min(behind, waiting)
    assert place < place_of(31)


def test_many_tickets_restored_into_one_gap_keep_their_order():
    places = [place_of(1), place_of(2)]
    for _ in range(15):
        places.insert(1, place_behind(places[:2], 1, 2))
    assert sorted(set(places)) == places


@pytest.mark.parametrize(("action", "state"), list(product(TicketAction, TicketState)))
def test_every_pair_of_action_and_state_moves_by_the_table_or_says_why_not(action, state):
    if state in TICKET_MOVES[action]:
        assert check_ticket(state, action) is TICKET_MOVES[action][state]
        return
    with pytest.raises(Refused) as refusal:
        check_ticket(state, action)
    assert refusal.value.code in {"ticket.move", "ticket.move_final"}
    assert word(state) in sentence(refusal.value)
    assert word(action) in sentence(refusal.value)


def test_a_refused_move_tells_what_is_possible():
    with pytest.raises(Refused) as refusal:
        check_ticket(TicketState.MISSED, TicketAction.START)
    assert sentence(refusal.value) == "号票现在是“过号”，不能开始办理。现在可以：恢复、弃号。"


def test_a_busy_counter_names_its_ticket():
    check_counter_free(None, 1)
    with pytest.raises(Refused) as refusal:
        check_counter_free("A027", 1)
    assert "A027" in sentence(refusal.value)


def test_recalls_and_taking_back_have_their_limits():
    check_recall(3, 3)
    check_take_back(60)
    for check in (lambda: check_recall(4, 3), lambda: check_take_back(61)):
        with pytest.raises(Refused) as refusal:
            check()
        assert "{" not in sentence(refusal.value)


def test_only_the_profiles_priority_classes_exist():
    known = frozenset({PriorityClass.ELDERLY, PriorityClass.VETERAN})
    assert check_priority("veteran", known) is PriorityClass.VETERAN
    assert check_priority("", known) is None
    with pytest.raises(Refused) as refusal:
        check_priority("pregnant", known)
    assert sentence(refusal.value) == "没有“pregnant”这一类优先号。可用的有：老年人、退役军人。"
