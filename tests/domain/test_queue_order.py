"""Who is next: what the rule promises to everybody who waits, with several lines, counters, weights, restored and transferred tickets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.queue_order import (
    PLACE_GAP,
    CallWhy,
    Choice,
    OrderRules,
    Room,
    WaitingTicket,
    choose,
    line_up,
    place_behind,
    place_of,
)
from app.domain.queueing import PriorityClass
from app.texts.queue import why_text

GREEN = PriorityClass.GREEN_CHANNEL
ONE_LINE = {0: 1}


def ticket(number: int, priority: PriorityClass | None = None, *, line: int = 0, passed: int = 0, restored: bool = False) -> WaitingTicket:
    return WaitingTicket(number, place_of(number), line, priority is not None and not restored, priority, restored, passed)


def order(waiting: list[WaitingTicket], weights: dict[int, int], rules: OrderRules) -> list[Choice]:
    room = Room()
    for one in waiting:
        room.enter(one)
    return line_up(room, weights, rules, len(waiting) + 1)


def next_of(waiting: list[WaitingTicket], limit: int = 3) -> Choice:
    choice = choose(waiting, ONE_LINE, OrderRules(limit))
    assert choice is not None
    return choice


def test_a_green_channel_ticket_behind_three_ordinary_ones_is_next():
    choice = next_of([ticket(1), ticket(2), ticket(3), ticket(4, GREEN)])
    assert (choice.ticket.id, choice.why, choice.passes) == (4, CallWhy.PRIORITY, (0,))
    assert why_text(choice) == "绿色通道优先（已连续优先 1 位，上限 3 位）"


def test_an_ordinary_ticket_that_was_passed_often_enough_is_next():
    choice = next_of([ticket(1, passed=3), ticket(9, GREEN)])
    assert (choice.ticket.id, why_text(choice)) == (1, "先来先办：已让过 3 位优先号，达到上限")


def test_a_priority_ticket_that_came_first_passes_nobody():
    choice = next_of([ticket(1, PriorityClass.VETERAN), ticket(2, passed=3)])
    assert (choice.ticket.id, why_text(choice), choice.passes) == (1, "退役军人优先，并且先到", ())


def test_somebody_with_an_appointment_goes_first_without_a_class():
    choice = next_of([ticket(1), replace(ticket(2), first=True)])
    assert why_text(choice) == "预约优先（已连续优先 1 位，上限 3 位）"


def test_with_a_limit_of_zero_arrival_alone_decides():
    assert [choice.ticket.id for choice in order([ticket(2, GREEN), ticket(1), ticket(3)], ONE_LINE, OrderRules(0))] == [1, 2, 3]


def test_a_restored_ticket_no_longer_goes_first_and_says_so():
    found = order([ticket(1), ticket(2, GREEN, restored=True)], ONE_LINE, OrderRules(3))
    assert [choice.why for choice in found] == [CallWhy.FIRST_COME, CallWhy.RESTORED]


def test_nobody_waiting_is_no_choice():
    assert choose([], ONE_LINE, OrderRules(3)) is None
    assert order([], ONE_LINE, OrderRules(3)) == []


def test_the_line_up_shows_when_the_limit_lets_ordinary_tickets_in():
    waiting = [ticket(1), ticket(2), *(ticket(number, GREEN) for number in range(3, 9))]
    assert [choice.ticket.id for choice in order(waiting, ONE_LINE, OrderRules(3))] == [3, 4, 5, 1, 2, 6, 7, 8]


def test_lines_of_one_weight_are_called_as_people_came_into_the_hall():
    waiting = [ticket(1, line=2), ticket(2, line=1), ticket(3, line=2), ticket(4, line=1)]
    assert [choice.ticket.id for choice in order(waiting, {1: 2, 2: 2}, OrderRules(3, 2))] == [1, 2, 3, 4]


def test_a_heavier_line_counts_as_if_its_people_had_come_some_numbers_earlier():
    waiting = [ticket(1, line=1), *(ticket(number, line=2) for number in range(2, 9))]
    found = order(waiting, {1: 1, 2: 3}, OrderRules(3, 2))
    assert [choice.ticket.id for choice in found] == [2, 3, 4, 1, 5, 6, 7, 8]
    assert why_text(found[0]) == "这条队列在本窗口权重较高，按早到 4 个号计"
    assert found[3].why is CallWhy.FIRST_COME


def test_weight_decides_among_those_who_go_first_as_well():
    waiting = [ticket(1, GREEN, line=1), ticket(2, GREEN, line=2), ticket(5, GREEN, line=2)]
    assert [choice.ticket.id for choice in order(waiting, {1: 1, 2: 2}, OrderRules(3, 2))] == [2, 1, 5]


def test_what_passes_one_line_does_not_count_in_another():
    room = Room()
    for one in (ticket(1, line=1), ticket(2, line=2), *(ticket(number, GREEN, line=2) for number in range(3, 7))):
        room.enter(one)
    rules = OrderRules(2)
    assert [room.call({2: 1}, rules).ticket.id for _ in range(3)] == [3, 4, 2]
    assert room.next({1: 1, 2: 1}, rules) == Choice(ticket(5, GREEN, line=2), CallWhy.PRIORITY, 1, 2, passes=(1,))


def test_a_call_that_was_taken_back_passed_nobody():
    room = Room()
    early, first = ticket(1), ticket(2, GREEN)
    room.enter(early)
    room.enter(first)
    rules = OrderRules(1)
    room.call(ONE_LINE, rules)
    room.take_back(first.id)
    room.enter(first)
    assert room.call(ONE_LINE, rules).ticket == first
    room.enter(ticket(3, GREEN))
    assert room.call(ONE_LINE, rules).ticket.id == early.id


HEADS = st.dictionaries(
    st.tuples(st.integers(0, 2), st.booleans()), st.tuples(st.integers(1, 60), st.booleans(), st.integers(0, 4)), min_size=1
).filter(lambda heads: len({number for number, _, _ in heads.values()}) == len(heads))  # a ticket stands in one line


@given(
    heads=HEADS,
    weights=st.tuples(*[st.integers(1, 4)] * 3),
    rules=st.builds(OrderRules, st.integers(0, 4), st.integers(0, 3)),
    shuffled=st.randoms(use_true_random=False),
)
def test_the_choice_does_not_depend_on_the_order_of_the_heads(heads, weights, rules, shuffled):
    waiting = [
        ticket(number, GREEN if first else None, line=line, passed=passed, restored=restored and not first)
        for (line, first), (number, restored, passed) in heads.items()
    ]
    mixed = list(waiting)
    shuffled.shuffle(mixed)
    choice = choose(waiting, dict(enumerate(weights)), rules)
    assert choice == choose(mixed, dict(enumerate(weights)), rules)
    assert choice.ticket in waiting


@dataclass
class Wait:
    """One stretch of waiting in one line, and who was called before it by counters that serve the line."""

    ticket: WaitingTicket
    passed_by: list[WaitingTicket] = field(default_factory=list)


class Day:
    """A hall with counters that serve different lines with different weights; it keeps its own record of who passed whom."""

    def __init__(self, counters: list[dict[int, int]], rules: OrderRules) -> None:
        self.counters, self.rules, self.room = counters, rules, Room()
        self.numbers = 0
        self.waits: dict[int, Wait] = {}
        self.over: list[Wait] = []
        self.called: list[tuple[WaitingTicket, int]] = []

    def enter(self, one: WaitingTicket) -> None:
        self.room.enter(one)
        self.waits[one.id] = Wait(one)

    def take(self, line: int, first: bool) -> None:
        self.numbers += 1
        self.enter(ticket(self.numbers, GREEN if first else None, line=line))

    def call(self, counter: int) -> bool:
        weights = self.counters[counter]
        choice = self.room.call(weights, self.rules)
        if choice is None:
            return False
        wait = self.waits.pop(choice.ticket.id)
        self.over.append(wait)
        for other in self.waits.values():
            if other.ticket.line in weights and other.ticket.place < choice.ticket.place:
                other.passed_by.append(wait.ticket)
        self.called.append((wait.ticket, counter))
        return True

    def restore(self, back: int) -> None:
        if not self.called:
            return
        one, _ = self.called.pop(back % len(self.called))
        places = sorted(wait.ticket.place for wait in self.waits.values() if wait.ticket.line == one.line)
        self.enter(replace(one, place=place_behind(places[:4], 3, self.numbers), restored=True, first=False))

    def transfer(self, back: int, line: int) -> None:
        if self.called:
            one, _ = self.called.pop(back % len(self.called))
            self.enter(replace(one, line=line))

    def undo(self) -> None:
        """The last call is taken back: it passed nobody."""
        if self.called:
            one, _ = self.called.pop()
            self.room.take_back(one.id)
            for wait in self.waits.values():
                wait.passed_by = [other for other in wait.passed_by if other.id != one.id]
            self.enter(one)

    def most_by_weight(self, line: int) -> int:
        return max((self.rules.head_start(max(weights.values())) for weights in self.counters if line in weights), default=0)


LINES = st.integers(0, 2)
COUNTERS = st.lists(st.dictionaries(LINES, st.integers(1, 4), min_size=1), min_size=1, max_size=3)
RULES = st.builds(OrderRules, st.integers(0, 4), st.integers(0, 3))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), LINES, st.booleans()),
        st.tuples(st.just("call"), st.integers(0, 2)),
        st.tuples(st.just("restore"), st.integers(0, 9)),
        st.tuples(st.just("transfer"), st.integers(0, 9), LINES),
        st.tuples(st.just("undo")),
    ),
    max_size=80,
)


def played(counters: list[dict[int, int]], rules: OrderRules, steps: list[tuple]) -> Day:
    """The steps one after the other, then every counter calls until nobody whom it serves waits."""
    day = Day(counters, rules)
    for verb, *more in steps:
        getattr(day, verb)(*([more[0] % len(counters)] if verb == "call" else more))
    while any(day.call(counter) for counter in range(len(counters))):
        pass
    return day


@given(counters=COUNTERS, rules=RULES, steps=STEPS)
def test_nobody_ordinary_is_passed_by_more_than_the_limit_of_those_who_go_first(counters, rules, steps):
    for wait in played(counters, rules, steps).over:
        if not wait.ticket.first:
            assert len({other.id for other in wait.passed_by if other.first}) <= rules.max_passed


@given(counters=COUNTERS, rules=RULES, steps=STEPS)
def test_nobody_is_passed_by_more_of_their_own_kind_than_the_weights_allow(counters, rules, steps):
    day = played(counters, rules, steps)
    for wait in day.over:
        kind = [other for other in wait.passed_by if other.first is wait.ticket.first]
        assert not [other for other in kind if other.restored]
        assert len({other.id for other in kind}) <= day.most_by_weight(wait.ticket.line)


@given(counters=COUNTERS, rules=RULES, steps=STEPS)
def test_everybody_whose_line_is_served_is_called(counters, rules, steps):
    day = played(counters, rules, steps)
    served = set().union(*counters)
    assert not [wait for wait in day.waits.values() if wait.ticket.line in served]


@given(
    numbers=st.lists(st.tuples(LINES, st.booleans()), max_size=40),
    weights=st.dictionaries(LINES, st.integers(1, 4), min_size=3),
    rules=RULES,
)
def test_two_of_one_line_and_one_kind_keep_the_order_in_which_they_came(numbers, weights, rules):
    waiting = [ticket(number, GREEN if first else None, line=line) for number, (line, first) in enumerate(numbers, 1)]
    found = [choice.ticket for choice in order(waiting, weights, rules)]
    for line in range(3):
        for kind in (True, False):
            places = [one.place for one in found if (one.line, one.first) == (line, kind)]
            assert places == sorted(places)


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


@pytest.mark.parametrize("weight", range(1, 10))
def test_a_head_start_is_counted_in_numbers(weight):
    assert OrderRules(3, 2).head_start(weight) * PLACE_GAP == place_of(2 * (weight - 1))
