"""Who comes to the counters over the months, with what business, and what became of every number taken."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain.calendar import Calendar
from app.domain.clock import at_station
from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_facts import Span, TicketAct, TicketFact
from app.domain.demo_hall import Coming, Hall, HallRules
from app.domain.demo_load import arrivals, office_days_of, spread

KNOWN = 0.86
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
    """Who can come: the moments of registration in order, and those who look for work (they come more often)."""

    registered: Sequence[datetime]
    seekers: Sequence[int]

    def anyone(self, at: datetime, chance: Chance) -> int | None:
        """The place of somebody who was registered before a moment, None while nobody was."""
        known = bisect_left(self.registered, at)
        if not known:
            return None
        seekers = bisect_left(self.seekers, known + 1)
        return self.seekers[chance.below(seekers)] if seekers and chance.hit(0.6) else 1 + chance.below(known)


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
        for fact in hall.run([self._coming(at) for at in arrivals(day, count, self.chance)]):
            yield _expired(fact, duty) if duty <= self.span.now else fact

    def _coming(self, at: datetime) -> Coming:
        code = self._business.draw(self.chance)
        item = self.items[code]
        middle = 11.0 if item.kind == "promised" else 4.5 if code == "ZCZX" else 7.0
        person = self.crowd.anyone(at, self.chance) if self.chance.hit(KNOWN) else None
        return Coming(at, self.words.line_of(code), code, person, self.chance.around(middle, 0.45, 1.5))


def _expired(fact: TicketFact, duty: datetime) -> TicketFact:
    """The duties of the next day close what a day left open."""
    last = fact.acts[-1].verb if fact.acts else "restore"
    if last in ("finish", "abandon", "start"):
        return fact
    return replace(fact, acts=(*fact.acts, TicketAct(duty, "expire")))
