"""Visits of the made-up past: to those who need them more often, met or not, some entered a day late, the next one agreed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.calendar import Calendar
from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_facts import GridFact, Span
from app.domain.demo_fits import WORKING, age
from app.domain.demo_homes import Home
from app.domain.demo_load import DESKS, out_on, spread
from app.domain.demo_more_facts import EmployerFact, VisitFact
from app.domain.demo_people import Life

WAYS = Weighted([("door", 78), ("phone", 17), ("other", 5)])
RESULTS = Weighted([("met_person", 72), ("met_family", 13), ("nobody_home", 11), ("refused", 4)])
HEAD = "head"
"""Who goes along on a visit where no grid officer does."""
TARGETS = Weighted([("person", 88), ("household", 7), ("employer", 5)])
LATE, SECOND, AGREED, SOON = 0.02, 0.4, 0.05, 12
TRIES, OVER = 8, timedelta(days=45)
"""How often somebody else is looked for, and for how long a household is visited after its story ended."""
AWAY = "outside"
DUE = (-2, -1, 0, 0, 0, 1, 2, 4, 6)
"""Days from today on which the visits agreed last fall due."""


def _about(life: Life, on: date, result: str) -> str:
    """Which findings go with somebody as things stood that day, and with who was met."""
    status = life.status_on(on)
    if result == "met_family":
        return "outside_family" if status == AWAY else "family"
    if status == AWAY:
        return AWAY
    return status if status in ("retired", "student") else "working" if status in WORKING else "jobless"


class Visits:
    """Makes the visits day by day."""

    def __init__(self, span: Span, calendar: Calendar, words: Mapping[str, Any], grids: Sequence[GridFact], staff: Sequence[str]) -> None:
        self.span, self.calendar, self.words, self.grids, self.staff = span, calendar, words["visits"], grids, staff
        self.chance = Chance(span.seed, "visits")
        self._visited: set[tuple[str, int, date]] = set()
        self._said: dict[int, str] = {}

    def visits(
        self, total: int, days: Sequence[date], lives: Sequence[Life], homes: Sequence[Home], employers: Sequence[EmployerFact]
    ) -> list[VisitFact]:
        """The visits in the order in which they were recorded."""
        known = [life for life in lives if not life.kept]
        registered = [life.at for life in known]
        needy = [life for life in known if life.groups or any("unemployed" in fact.status for fact in life.statuses)]
        needy_at = [life.at for life in needy]
        firms = [fact.at for fact in employers]
        found: list[VisitFact] = []
        for day, count in zip(days, spread(total, days, self.calendar, self.chance), strict=True):
            for _ in range(count):
                at = self.chance.office_moment(day)
                pool = (needy, needy_at) if self.chance.hit(0.6) else (known, registered)
                found += self._one(at, pool, homes, bisect_left(firms, at))
        found += self._agreed(known, len(days))
        return sorted((fact for fact in found if fact.at <= self.span.now), key=lambda fact: fact.at)

    def _one(self, at: datetime, pool: tuple[Sequence[Life], Sequence[datetime]], homes: Sequence[Home], firms: int) -> list[VisitFact]:
        target = TARGETS.draw(self.chance)
        if target == "employer" and firms:
            return [self._employer(at, 1 + self.chance.below(firms))]
        home = self._home(at, homes) if target == "household" else None
        if home is not None:
            return [self._household(at, home)]
        known = bisect_left(pool[1], at)
        tries = (pool[0][self.chance.below(known)] for _ in range(TRIES if known else 0))
        life = next((one for one in tries if self._fresh("person", one.index, at.date())), None)
        if life is None:
            return []
        made = self._person(at, life)
        return [made] if made.next_on is None else [made, self._kept(life, made.next_on)]

    def _fresh(self, kind: str, index: int, day: date) -> bool:
        """Whether nobody was there that day; it is noted that somebody is."""
        visited = (kind, index, day) in self._visited
        self._visited.add((kind, index, day))
        return not visited

    def _home(self, at: datetime, homes: Sequence[Home]) -> Home | None:
        """A household on the register, or one that was on it not long ago."""
        known = bisect_left(homes, at, key=lambda home: home.at)
        tries = (homes[self.chance.below(known)] for _ in range(TRIES if known else 0))
        going_on = (home for home in tries if home.end is None or at - home.end.at < OVER)
        return next((home for home in going_on if self._fresh("household", home.index, at.date())), None)

    def _goes(self, at: datetime, officer: str, way: str) -> tuple[datetime, str]:
        """When and by whom: an officer of the counters goes to people on the afternoons on which the counter does without them."""
        if way != "door" or officer not in DESKS or len(self.staff) > len(DESKS):
            return at, officer
        return max(at, self.chance.office_moment(at.date(), afternoon=True)), DESKS[out_on(at.date()) - 1]

    def _kept(self, life: Life, agreed: date) -> VisitFact:
        """The visit that was agreed upon, made on its day."""
        at = self.chance.office_moment(self.calendar.working_on_or_after(agreed))
        return replace(self._person(at, life, result="met_person", way="door"), next_on=None)

    def _entered(self, at: datetime) -> tuple[datetime, date, str]:
        """When a visit of this moment was recorded: mostly at once, else on the next working day with its reason."""
        if not self.chance.hit(LATE):
            return at, at.date(), ""
        later = self.chance.office_moment(self.calendar.next_working_day(at.date()))
        return later, at.date(), self.chance.of(self.words["late"])

    def _person(self, at: datetime, life: Life, next_on: date | None = None, result: str = "", way: str = "") -> VisitFact:
        c = self.chance
        way = way or WAYS.draw(c)
        at, officer = self._goes(at, self.grids[life.grid - 1].officer if c.hit(0.8) else c.of(self.staff), way)
        recorded, on, late = self._entered(at)
        result = result or RESULTS.draw(c)
        if result == "met_person" and way != "phone" and life.status_on(on) == AWAY:
            result = "met_family"
        met = ((life.index, self._relation(life, on)),) if result == "met_family" else ()
        about = _about(life, on, result)
        if next_on is None and c.hit(AGREED):
            next_on = self.calendar.working_on_or_after(on + timedelta(days=c.between(7, 40)))
            next_on = next_on if next_on <= self.span.today - timedelta(days=SOON) else None
        seen = result.startswith("met")
        return VisitFact(
            recorded,
            officer,
            "person",
            way,
            result,
            on,
            person=life.index,
            met=met,
            findings=self._findings(life, about) if seen else "",
            needs=c.of(self.words["needs"][about]) if seen else "",
            next_on=next_on,
            second=self._second(officer) if way == "door" else None,
            late=late,
        )

    def _findings(self, life: Life, about: str) -> str:
        """What is written down, in other words than the last time."""
        words = [one for one in self.words["findings"][about] if one != self._said.get(life.index)]
        said: str = self.chance.of(words)
        self._said[life.index] = said
        return said

    def _relation(self, life: Life, on: date) -> str:
        """Who of the family opened the door."""
        if life.marital == "single":
            return "父母"
        grown = age(life, on) >= 44
        if life.marital == "married":
            return self.chance.of(("配偶", "配偶", "子女")) if grown else "配偶"
        return "子女" if grown else "父母"

    def _second(self, officer: str) -> str | None:
        others = [login for login in (*self.staff[len(DESKS) :], HEAD) if login != officer]
        return self.chance.of(others) if self.chance.hit(SECOND) else None

    def _household(self, at: datetime, home: Home) -> VisitFact:
        """Those whom nobody could reach any more are not at home."""
        c = self.chance
        at, officer = self._goes(at, home.officer, "door")
        recorded, on, late = self._entered(at)
        silent = home.story == "silent"
        result = "nobody_home" if silent else RESULTS.draw(c)
        members = home.members if result.startswith("met") else []
        met = tuple((life.index, relation) for life, relation in members[: c.between(1, 2)])
        cleared = home.end is not None and home.end.verb == "clear" and home.end.at <= at
        findings = c.of(self.words["findings"]["working" if cleared else "household"]) if met else ""
        return VisitFact(recorded, officer, "household", "door", result, on, household=home.index, met=met, findings=findings, late=late)

    def _employer(self, at: datetime, place: int) -> VisitFact:
        c = self.chance
        at, officer = self._goes(at, c.of(self.staff), "door")
        recorded, on, late = self._entered(at)
        services = tuple(sorted(c.some(("policy", "hiring", "guidance"), c.between(1, 2))))
        findings = c.of(("用工稳定，近期不招人", "计划招两名服务员", "旺季需要临时工", "了解吸纳就业补贴", "希望组织专场招聘"))
        return VisitFact(
            recorded,
            officer,
            "employer",
            "door",
            "met_person",
            on,
            employer=place,
            findings=findings,
            services=services,
            late=late,
        )

    def _agreed(self, lives: Sequence[Life], days: int) -> list[VisitFact]:
        """Visits of the last days that agreed on a next one around today."""
        found = []
        for offset in DUE[: 3 + days // 20 if lives else 0]:
            day = self.calendar.last_working_before(self.span.today - timedelta(days=self.chance.between(4, 9)))
            life = self.chance.of(lives)
            at = self.chance.office_moment(day)
            if life.at < at and self._fresh("person", life.index, day):
                agreed = self.calendar.working_on_or_after(self.span.today + timedelta(days=offset))
                found.append(self._person(at, life, agreed))
        return found
