"""One day in the hall of a practice station: numbers are taken, and the real rule says who is called.

The day is played event by event with the rule that the counters use, so the same day played through the services comes out the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from app.domain.clock import at_station
from app.domain.demo_chance import Chance
from app.domain.demo_facts import TicketAct, TicketFact
from app.domain.demo_load import out_on
from app.domain.queue_order import Choice, OrderRules, Room, WaitingTicket, place_behind, place_of
from app.domain.queueing import PriorityClass

SECOND = timedelta(seconds=1)
BREAKS = {1: ((11, 35), (13, 0)), 2: ((12, 5), (13, 30))}
LAST_CALL, EVENING = (17, 10), (17, 11)
IMPATIENT, ABSENT, RETURNS, MISDIRECTED, RECALLED = 0.05, 0.03, 0.4, 0.012, 0.06


@dataclass(frozen=True, slots=True)
class HallRules:
    """What the profile of the place says about the queue, who sits at which counter, and whether they take turns to be out on visits."""

    max_passed: int
    restore_behind: int
    desks: dict[int, str]
    outings: bool = False


@dataclass(slots=True)
class Visitor:
    """Somebody in the hall, while the day runs."""

    at: datetime
    first_line: str
    line: str
    number: int
    turn: int
    priority: PriorityClass | None
    person: int | None
    item: str
    minutes: float
    place: int
    state: str = "waiting"
    restored: bool = False
    absent: bool = False
    lost: str = ""
    acts: list[TicketAct] = field(default_factory=list)

    @property
    def first(self) -> bool:
        """Whether the visitor stands among those who go first."""
        return self.priority is not None and not self.restored

    def ticket(self) -> WaitingTicket:
        """What the rule looks at."""
        return WaitingTicket(self.turn, self.place, ord(self.line), self.first, self.priority, self.restored)


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes when with what business; ``line`` is the line they choose."""

    at: datetime
    line: str
    item: str
    person: int | None
    minutes: float
    priority: PriorityClass | None = None


Event = tuple[datetime, int, Callable[[datetime], None]]


class Hall:
    """The hall on one day, up to ``until``."""

    def __init__(self, day: date, until: datetime, rules: HallRules, chance: Chance) -> None:
        self.day, self.until, self.rules, self.chance = day, until, rules, chance
        self.visitors: list[Visitor] = []
        self.waiting: list[Visitor] = []
        self.idle = set(rules.desks)
        self.numbers: dict[str, int] = {}
        self.room = Room()
        self._events: list[Event] = []
        self._last = at_station(day)
        self._count = 0
        self._closes = at_station(day, *LAST_CALL)

    def run(self, coming: Sequence[Coming]) -> list[TicketFact]:
        """Play the day; tickets that are open at its end stay open."""
        for one in coming:
            self._at(one.at, partial(self._take, one))
        while self._events and self._events[0][0] <= self.until:
            at, _, act = heapq.heappop(self._events)
            moment = max(at, self._last + SECOND)
            if moment > self.until:
                break
            act(moment)
        return [self._fact(visitor) for visitor in self.visitors]

    def _at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        self._count += 1
        heapq.heappush(self._events, (moment, self._count, act))

    def _after(self, now: datetime, seconds: float, act: Callable[[datetime], None]) -> None:
        self._at(now + timedelta(seconds=int(seconds)), act)

    def _act(self, visitor: Visitor, now: datetime, verb: str, counter: int = 0, to: str = "", passed: tuple[str, ...] = ()) -> None:
        self._last = now
        visitor.acts.append(TicketAct(now, verb, counter, self.rules.desks[counter or min(self.rules.desks)], to, passed))

    def _take(self, one: Coming, now: datetime) -> None:
        self._last = now
        number = self.numbers[one.line] = self.numbers.get(one.line, 0) + 1
        turn = len(self.visitors) + 1
        visitor = Visitor(now, one.line, one.line, number, turn, one.priority, one.person, one.item, one.minutes, place_of(turn))
        visitor.absent = self.chance.hit(ABSENT)
        visitor.lost = "A" if one.line != "A" and self.chance.hit(MISDIRECTED) else ""
        self.visitors.append(visitor)
        if self.chance.hit(IMPATIENT):
            self._after(now, 60 * self.chance.between(10, 45), lambda then: self._leave(then, visitor))
        self._wait(now, visitor)

    def _wait(self, now: datetime, visitor: Visitor) -> None:
        visitor.state = "waiting"
        self.waiting.append(visitor)
        self.room.enter(visitor.ticket())
        for counter in sorted(self.idle):
            self._after(now, 4 + self.chance.below(20), partial(self._look_at, counter))

    def _leave(self, now: datetime, visitor: Visitor) -> None:
        if visitor.state == "waiting":
            self.waiting.remove(visitor)
            self.room.leave(visitor.turn)
            visitor.state = "abandoned"
            self._act(visitor, now, "abandon")

    def _look_at(self, counter: int, now: datetime) -> None:
        self._look(now, counter)

    def _look(self, now: datetime, counter: int) -> None:
        """A free counter calls the next one, unless it rests."""
        if counter not in self.idle or not self.waiting or now > self._closes:
            return
        begins, ends = (at_station(self.day, *clock) for clock in self._rest(counter))
        if begins <= now < ends:
            self._at(ends, lambda then: self._look(then, counter))
            return
        self.idle.discard(counter)
        self._call(now, counter, self._next())

    def _rest(self, counter: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """The time at which nobody sits at a counter: the noon break, or from it on where the officer is out for the afternoon."""
        begins, ends = BREAKS.get(counter, ((0, 0), (0, 0)))
        return begins, EVENING if self.rules.outings and counter == out_on(self.day) else ends

    def _next(self) -> Choice:
        """Both counters serve all lines, each with the weight one."""
        choice = self.room.call(dict.fromkeys((ord(visitor.line) for visitor in self.waiting), 1), OrderRules(self.rules.max_passed))
        assert choice is not None, "somebody waits"
        return choice

    def _call(self, now: datetime, counter: int, choice: Choice) -> None:
        visitor = self.visitors[choice.ticket.id - 1]
        self.waiting.remove(visitor)
        visitor.state = "called"
        self._act(visitor, now, "call", counter, passed=tuple(map(chr, choice.passes)))
        if visitor.absent:
            self._after(now, 40, lambda then: self._recall(then, counter, visitor, self.chance.between(1, 2)))
        elif self.chance.hit(RECALLED):
            self._after(now, 35, lambda then: self._recall(then, counter, visitor, 1))
        else:
            self._after(now, self.chance.between(15, 70), lambda then: self._start(then, counter, visitor))

    def _recall(self, now: datetime, counter: int, visitor: Visitor, left: int) -> None:
        self._act(visitor, now, "recall", counter)
        if left > 1:
            self._after(now, 40, lambda then: self._recall(then, counter, visitor, left - 1))
        elif visitor.absent:
            self._after(now, 45, lambda then: self._miss(then, counter, visitor))
        else:
            self._after(now, self.chance.between(10, 40), lambda then: self._start(then, counter, visitor))

    def _miss(self, now: datetime, counter: int, visitor: Visitor) -> None:
        visitor.state, visitor.absent = "missed", False
        self._act(visitor, now, "miss", counter)
        if self.chance.hit(RETURNS):
            self._after(now, 60 * self.chance.between(3, 20), lambda then: self._restore(then, visitor))
        self._free(now, counter)

    def _restore(self, now: datetime, visitor: Visitor) -> None:
        behind = self.rules.restore_behind
        places = sorted(v.place for v in self.waiting if v.line == visitor.line)[: behind + 1]
        visitor.place, visitor.restored = place_behind(places, behind, len(self.visitors)), True
        self._act(visitor, now, "restore")
        self._wait(now, visitor)

    def _start(self, now: datetime, counter: int, visitor: Visitor) -> None:
        visitor.state = "serving"
        self._act(visitor, now, "start", counter)
        if visitor.lost:
            self._after(now, self.chance.between(40, 150), lambda then: self._transfer(then, counter, visitor))
        else:
            self._after(now, visitor.minutes * 60, lambda then: self._finish(then, counter, visitor))

    def _transfer(self, now: datetime, counter: int, visitor: Visitor) -> None:
        self._act(visitor, now, "transfer", counter, visitor.lost)
        visitor.line, visitor.lost = visitor.lost, ""
        self._wait(now, visitor)
        self._free(now, counter)

    def _finish(self, now: datetime, counter: int, visitor: Visitor) -> None:
        visitor.state = "finished"
        self._act(visitor, now, "finish", counter)
        self._free(now, counter)

    def _free(self, now: datetime, counter: int) -> None:
        self.idle.add(counter)
        self._after(now, self.chance.between(10, 60), lambda then: self._look(then, counter))

    def _fact(self, visitor: Visitor) -> TicketFact:
        return TicketFact(
            visitor.at,
            self.day,
            visitor.first_line,
            visitor.number,
            visitor.turn,
            visitor.priority.value if visitor.priority else None,
            visitor.person,
            visitor.item,
            tuple(visitor.acts),
            visitor.place if visitor.restored else 0,
        )
