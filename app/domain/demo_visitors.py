"""Who comes to the counters over the months, with what business, and what became of every number taken."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.calendar import Calendar
from app.domain.clock import at_station
from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_facts import Span, TicketAct, TicketFact
from app.domain.demo_hall import Coming, Hall, HallRules
from app.domain.demo_load import arrivals, office_days_of, spread
from app.domain.demo_people import Life
from app.domain.persons import IN_WORK

KNOWN = 0.88
FIRST_FULL, LAST_FULL, JUST_CAME = (8, 45), (16, 50), 7
FOR_WORKERS = {"SYDJ": "JYDJ", "JYKN": "LHSB", "QZDJ": "ZCZX", "LJYRD": "ZCZX"}
FOR_SEEKERS = {"JYDJ": "SYDJ", "LHSB": "JYKN"}
DUTY_CLOCK = (8, 12)
"""When the first desk of a day starts and the timed duties run."""


@dataclass(frozen=True, slots=True)
class ItemKnown:
    """What the made-up past needs of a service item."""

    code: str
    kind: str
    promised_days: int
    materials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """What people come for, and what officers write down."""

    weights: Mapping[str, int]
    lines: Mapping[str, Sequence[str]]
    outcomes: Mapping[str, Sequence[str]]
    reasons: Mapping[str, Sequence[str]]
    officers: Sequence[str]

    def line_of(self, item: str) -> str:
        """The line a visitor with such business takes."""
        return next((letter for letter, codes in self.lines.items() if item in codes), "A")


def parse_office(data: Mapping[str, Any]) -> OfficeWords:
    """The words of a parsed file."""
    return OfficeWords(data["weights"], data["lines"], data["outcomes"], data["reasons"], data["officers"]["names"])


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who can come: people in the order of registration, and those who look for work (they come more often)."""

    people: Sequence[Life]
    registered: Sequence[datetime]
    seekers: Sequence[Life]
    seeking: Sequence[datetime]

    @classmethod
    def of(cls, lives: Sequence[Life]) -> Crowd:
        """Everybody whose life no other story decides."""
        people = [life for life in lives if not life.kept]
        seekers = [life for life in people if any("unemployed" in fact.status for fact in life.statuses)]
        return cls(people, [life.at for life in people], seekers, [life.at for life in seekers])

    def anyone(self, at: datetime, chance: Chance) -> Life | None:
        """Somebody who was registered before a moment, None while nobody was."""
        pool = (self.seekers, self.seeking) if chance.hit(0.6) else (self.people, self.registered)
        known = bisect_left(pool[1], at)
        return pool[0][chance.below(known)] if known else None


class Visitors:
    """All tickets of the past, day by day."""

    def __init__(
        self, span: Span, calendar: Calendar, words: OfficeWords, items: Mapping[str, ItemKnown], crowd: Crowd, rules: HallRules
    ) -> None:
        self.span, self.calendar, self.words, self.items, self.crowd, self.rules = span, calendar, words, items, crowd, rules
        self.chance = Chance(span.seed, "tickets")
        self._business = Weighted((code, weight) for code, weight in words.weights.items() if code in items)

    def tickets(self, total: int) -> Iterator[TicketFact]:
        """The tickets in the order in which they were taken."""
        days = office_days_of(self.span, self.calendar)
        for day, count in zip(days, spread(total, days, self.calendar, self.chance), strict=True):
            yield from self.day(day, count)

    def day(self, day: date, count: int) -> Iterator[TicketFact]:
        """One day in the hall; what it left open has expired where the duties of a later day have run."""
        hall = Hall(day, min(self.span.now, at_station(day, 20)), self.rules, self.chance)
        duty = at_station(self.calendar.next_working_day(day), *DUTY_CLOCK)
        for fact in hall.run([self._coming(at) for at in (*arrivals(day, count, self.chance), *self._just_now(day))]):
            yield _expired(fact, duty) if duty <= self.span.now else fact

    def _just_now(self, day: date) -> list[datetime]:
        """In office hours somebody always waits: a few came in the last minutes."""
        now = self.span.now
        if day != self.span.today or not at_station(day, *FIRST_FULL) <= now <= at_station(day, *LAST_FULL):
            return []
        return sorted(now - timedelta(seconds=self.chance.between(35, 330)) for _ in range(JUST_CAME))

    def _coming(self, at: datetime) -> Coming:
        life = self.crowd.anyone(at, self.chance) if self.chance.hit(KNOWN) else None
        code = self._fitting(self._business.draw(self.chance), life.status_on(at.date()) if life else "")
        middle = 10.0 if self.items[code].kind == "promised" else 4.0 if code == "ZCZX" else 6.0
        return Coming(at, self.words.line_of(code), code, life.index if life else None, self.chance.around(middle, 0.45, 1.5))

    def _fitting(self, code: str, status: str) -> str:
        """Nobody in work registers as unemployed, and nobody without it registers work."""
        swap = (FOR_WORKERS if status in IN_WORK else FOR_SEEKERS).get(code, code) if status else code
        return swap if swap in self.items else code


def _expired(fact: TicketFact, duty: datetime) -> TicketFact:
    """The duties of the next day close what a day left open."""
    last = fact.acts[-1].verb if fact.acts else "restore"
    if last in ("finish", "abandon", "start"):
        return fact
    return replace(fact, acts=(*fact.acts, TicketAct(duty, "expire")))
