"""Who comes to the counters over the months, with what business, and what became of every number taken."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from app.domain.calendar import ONE_DAY, Calendar
from app.domain.clock import at_station
from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_facts import Span, TicketAct, TicketFact
from app.domain.demo_fits import AGAIN, EVER, FRESH, REGISTERS, SOON, fits, priority_of
from app.domain.demo_hall import Coming, Hall, HallRules
from app.domain.demo_load import arrivals, is_full_office, office_days_of, spread
from app.domain.demo_people import Life

KNOWN, AWAY = 0.88, 0.07
"""The share of visitors who are known, and for each visitor how often somebody calls or writes instead."""
JUST_CAME = 7
ERRANDS, TRIES, FOR_ANYBODY = 4, 10, "ZCZX"
DUTY_CLOCK = (8, 12)
"""When the first desk of a day starts and the timed duties run."""


Calls = Mapping[tuple[str, int], Sequence[tuple[datetime, datetime]]]
"""By officer and person: from when to when somebody was called and not yet served."""


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
    outcome_of: Mapping[str, str]
    reasons: Mapping[str, Sequence[str]]
    officers: Sequence[str]
    channels: Weighted[str]
    from_away: frozenset[str]

    def outcomes_of(self, item: str, way: str = "") -> Sequence[str]:
        """What may become of a case; what is no consultation, referral or application is a registration.

        ``way`` is ``proxy`` or ``away`` where the person was not there.
        """
        kind = self.outcome_of.get(item, "registered")
        return self.outcomes.get(f"{kind}_{way}", self.outcomes[kind])

    def line_of(self, item: str) -> str:
        """The line a visitor with such business takes."""
        return next((letter for letter, codes in self.lines.items() if item in codes), "A")


def parse_office(data: Mapping[str, Any]) -> OfficeWords:
    """The words of a parsed file."""
    words = data["weights"], data["lines"], data["outcomes"], data["outcome_of"], data["reasons"], data["officers"]["names"]
    return OfficeWords(*words, Weighted.of(data["away"]["channels"]), frozenset(data["away"]["items"]))


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who does not come to a counter: by telephone, through the net, or at their own door."""

    at: datetime
    channel: str
    person: int
    item: str


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
        self,
        span: Span,
        calendar: Calendar,
        words: OfficeWords,
        items: Mapping[str, ItemKnown],
        crowd: Crowd,
        rules: HallRules,
        noted: Set[tuple[int, date]],
    ) -> None:
        self.span, self.calendar, self.words, self.items, self.crowd, self.rules = span, calendar, words, items, crowd, rules
        self.noted = noted
        self.chance = Chance(span.seed, "tickets")
        self._business = Weighted((code, weight) for code, weight in words.weights.items() if code in items)
        self._came: dict[tuple[int, str], date] = {}
        self.away: list[Away] = []
        self._changed = {code: _since(crowd.people, statuses) for code, statuses in REGISTERS.items() if code in items}
        self._pools = {code: [life for life in crowd.people if ever(life)] for code, ever in EVER.items() if code in items}

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
        for _ in range(count):
            if self.chance.hit(AWAY):
                self._from_away(day)

    def _from_away(self, day: date) -> None:
        """Somebody calls or writes; whoever works in another place does nothing else."""
        channel = self.words.channels.draw(self.chance)
        at = self.chance.office_moment(day, afternoon=channel == "door")
        life, code = self._visitor(at, away=True)
        if life is not None and channel == "door" and life.status_on(day) == "outside":
            channel = "phone"
        if life is not None and code in self.words.from_away and at <= self.span.now:
            self.away.append(Away(at, channel, life.index, code))

    def _just_now(self, day: date) -> list[datetime]:
        """In office hours somebody always waits: a few came in the last minutes."""
        now = self.span.now
        if day != self.span.today or not is_full_office(now, self.calendar):
            return []
        return sorted(now - timedelta(seconds=self.chance.between(35, 330)) for _ in range(JUST_CAME))

    def _coming(self, at: datetime) -> Coming:
        life, code = self._visitor(at) if self.chance.hit(KNOWN) else (None, self._business.draw(self.chance))
        day = at.date()
        middle = 10.0 if self.items[code].kind == "promised" else 4.0 if code == FOR_ANYBODY else 6.0
        minutes, priority = self.chance.around(middle, 0.45, 1.5), priority_of(life, day, self.chance)
        return Coming(at, self.words.line_of(code), code, life.index if life else None, minutes, priority)

    def _visitor(self, at: datetime, *, away: bool = False) -> tuple[Life | None, str]:
        """Somebody and what they come for: something that is for them, and that they did not come for lately.

        Nobody comes twice on a day, nor on one on which something else is written down for them: whatever an officer records for a person
        whom they have called says that the person has come to the counter.
        """
        for _ in range(ERRANDS):
            code = self._business.draw(self.chance)
            for _ in range(TRIES):
                life = self._one_of(code, at)
                if life is not None and self._may_come(life, code, at.date(), away):
                    self._came[life.index, code] = self._came[life.index, ""] = at.date()
                    return life, code
        life = self.crowd.anyone(at, self.chance)
        if life is not None and self._is_free(life, at.date(), away):
            self._came[life.index, ""] = at.date()
            return life, FOR_ANYBODY if FOR_ANYBODY in self.items else code
        return None, FOR_ANYBODY if FOR_ANYBODY in self.items else code

    def _one_of(self, code: str, at: datetime) -> Life | None:
        """Somebody registered by then, of the few an item is for where there are few."""
        if code in self._changed:
            changed = self._changed[code]
            first, last = (bisect_left(changed, day, key=itemgetter(0)) for day in (at.date() - FRESH, at.date() + ONE_DAY))
            pool = [life for _, life in changed[first:last]]
        elif code in self._pools:
            pool = self._pools[code]
        else:
            return self.crowd.anyone(at, self.chance)
        life = self.chance.of(pool) if pool else None
        return life if life is not None and life.at < at else None

    def _may_come(self, life: Life, code: str, day: date, away: bool) -> bool:
        last = self._came.get((life.index, code), date.min)
        return self._is_free(life, day, away) and day - last > AGAIN.get(code, SOON) and fits(code, life, day)

    def _is_free(self, life: Life, day: date, away: bool) -> bool:
        here = away or life.status_on(day) != "outside"
        return here and day > self._came.get((life.index, ""), date.min) and (life.index, day) not in self.noted


def _since(people: Sequence[Life], statuses: Set[str]) -> list[tuple[date, Life]]:
    """Since when who has had one of these statuses, by the day."""
    return sorted(((fact.since, life) for life in people for fact in life.statuses if fact.status in statuses), key=itemgetter(0))


def calls_of(tickets: Sequence[TicketFact], now: datetime) -> Calls:
    """When each officer had called whom and was still waiting for them; who was called last of all is still expected."""
    found: defaultdict[tuple[str, int], list[tuple[datetime, datetime]]] = defaultdict(list)
    for ticket in tickets:
        if ticket.person is None:
            continue
        ends = (act for act in ticket.acts if act.verb in ("start", "miss", "expire"))
        for act in ticket.acts:
            if act.verb == "call":
                found[act.officer, ticket.person].append((act.at, next((end.at for end in ends if end.at >= act.at), now)))
    return found


def _expired(fact: TicketFact, duty: datetime) -> TicketFact:
    """The duties of the next day close what a day left open."""
    last = fact.acts[-1].verb if fact.acts else "restore"
    if last in ("finish", "abandon", "start"):
        return fact
    return replace(fact, acts=(*fact.acts, TicketAct(duty, "expire")))
