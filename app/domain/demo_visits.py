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
from app.domain.demo_load import spread
from app.domain.demo_more_facts import EmployerFact, VisitFact
from app.domain.demo_people import Life

WAYS = Weighted([("door", 78), ("phone", 17), ("other", 5)])
RESULTS = Weighted([("met_person", 72), ("met_family", 13), ("nobody_home", 11), ("refused", 4)])
TARGETS = Weighted([("person", 88), ("household", 7), ("employer", 5)])
LATE, SECOND, AGREED, SOON = 0.02, 0.4, 0.05, 12
DUE = (-2, -1, 0, 0, 0, 1, 2, 4, 6)
"""Days from today on which the visits agreed last fall due."""


def _about(life: Life, on: date) -> str:
    """Which findings go with somebody as things stood that day."""
    status = life.status_on(on)
    return status if status in ("retired", "student") else "working" if status in WORKING else "jobless"


class Visits:
    """Makes the visits day by day."""

    def __init__(self, span: Span, calendar: Calendar, words: Mapping[str, Any], grids: Sequence[GridFact], staff: Sequence[str]) -> None:
        self.span, self.calendar, self.words, self.grids, self.staff = span, calendar, words["visits"], grids, staff
        self.chance = Chance(span.seed, "visits")

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
        homes_known = bisect_left(homes, at, key=lambda home: home.at) if target == "household" else 0
        if homes_known:
            return [self._household(at, homes[self.chance.below(homes_known)])]
        known = bisect_left(pool[1], at)
        if not known:
            return []
        life = pool[0][self.chance.below(known)]
        made = self._person(at, life)
        return [made] if made.next_on is None else [made, self._kept(life, made.next_on)]

    def _kept(self, life: Life, agreed: date) -> VisitFact:
        """The visit that was agreed upon, made on its day."""
        at = self.chance.office_moment(self.calendar.working_on_or_after(agreed))
        return replace(self._person(at, life, result="met_person"), way="door", next_on=None)

    def _entered(self, at: datetime) -> tuple[datetime, date, str]:
        """When a visit of this moment was recorded: mostly at once, else on the next working day with its reason."""
        if not self.chance.hit(LATE):
            return at, at.date(), ""
        later = self.chance.office_moment(self.calendar.next_working_day(at.date()))
        return later, at.date(), self.chance.of(self.words["late"])

    def _person(self, at: datetime, life: Life, next_on: date | None = None, result: str = "") -> VisitFact:
        c = self.chance
        recorded, on, late = self._entered(at)
        way = WAYS.draw(c)
        result = result or RESULTS.draw(c)
        met = ((life.index, self._relation(life, on)),) if result == "met_family" else ()
        about = "family" if result == "met_family" else _about(life, on)
        officer = self.grids[life.grid - 1].officer if c.hit(0.8) else c.of(self.staff)
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
            findings=c.of(self.words["findings"][about]) if seen else "",
            needs=c.of(self.words["needs"][about]) if seen else "",
            next_on=next_on,
            second=self._second(officer) if way == "door" else None,
            late=late,
        )

    def _relation(self, life: Life, on: date) -> str:
        """Who of the family opened the door."""
        if life.marital == "single":
            return "父母"
        grown = age(life, on) >= 44
        if life.marital == "married":
            return self.chance.of(("配偶", "配偶", "子女")) if grown else "配偶"
        return "子女" if grown else "父母"

    def _second(self, officer: str) -> str | None:
        others = [login for login in self.staff if login != officer]
        return self.chance.of(others) if self.chance.hit(SECOND) else None

    def _household(self, at: datetime, home: Home) -> VisitFact:
        """Those whom nobody could reach any more are not at home."""
        c = self.chance
        recorded, on, late = self._entered(at)
        silent = home.story == "silent"
        result = "nobody_home" if silent else RESULTS.draw(c)
        members = home.members if result.startswith("met") else []
        met = tuple((life.index, relation) for life, relation in members[: c.between(1, 2)])
        cleared = home.end is not None and home.end.verb == "clear" and home.end.at <= at
        findings = c.of(self.words["findings"]["working" if cleared else "household"]) if met else ""
        return VisitFact(
            recorded, home.officer, "household", "door", result, on, household=home.index, met=met, findings=findings, late=late
        )

    def _employer(self, at: datetime, place: int) -> VisitFact:
        c = self.chance
        recorded, on, late = self._entered(at)
        services = tuple(sorted(c.some(("policy", "hiring", "guidance"), c.between(1, 2))))
        findings = c.of(("用工稳定，近期不招人", "计划招两名服务员", "旺季需要临时工", "了解吸纳就业补贴", "希望组织专场招聘"))
        return VisitFact(
            recorded,
            c.of(self.staff),
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
            if life.at < at:
                agreed = self.calendar.working_on_or_after(self.span.today + timedelta(days=offset))
                found.append(self._person(at, life, agreed))
        return found
