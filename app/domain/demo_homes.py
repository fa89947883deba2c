"""Households without anyone in work: recognised, cleared in their month or later, gone, or still on the register today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain.calendar import Calendar
from app.domain.deadlines import civil_month_last_day
from app.domain.demo_chance import Chance, Weighted
from app.domain.demo_facts import Span, StatusFact
from app.domain.demo_more_facts import HEARD, HomeFact, Later
from app.domain.demo_people import Life, Maker
from app.domain.households import ExitKind
from app.domain.jobs_market import ConfirmedHow
from app.domain.persons import Gender

OFFICE = "县级人力资源社会保障部门"
ENDS = Weighted([("clear", 82), ("late", 7), ("moved", 4), ("silent", 3), ("other", 2), ("open", 2)])
SHOWN = ("open", "open", "open", "clear")
"""The stories of the last month, whatever chance brings: on the register, nearly due, past the last day, cleared just now."""


@dataclass(slots=True)
class Home:
    """A household while the past is being made up."""

    at: datetime
    officer: str
    members: list[tuple[Life, str]]
    story: str
    end: Later | None = None
    index: int = 0

    @property
    def head(self) -> Life:
        """The head of the household."""
        return self.members[0][0]

    def fact(self) -> HomeFact:
        """The household as a frozen value; its people have their places by now."""
        others = tuple((life.index, relation) for life, relation in self.members[1:])
        head = self.head
        return HomeFact(self.at, self.officer, head.index, others, head.address, head.grid, self.at.date(), OFFICE, self._end())

    def _end(self) -> Later | None:
        if self.end is None or "person" not in self.end.values:
            return self.end
        values = dict(self.end.values)
        values["person"] = self.members[values["person"]][0].index
        return Later(self.end.at, self.end.officer, self.end.verb, values)


class Homes:
    """Makes the households with their people."""

    def __init__(self, maker: Maker, span: Span, calendar: Calendar, employers: Sequence[str]) -> None:
        self.maker, self.span, self.calendar, self.employers = maker, span, calendar, employers
        self.chance = Chance(span.seed, "homes")

    def homes(self, count: int) -> list[Home]:
        """The households by the day of their recognition."""
        days = (self.span.today - self.span.first).days - 45
        found = []
        for number in range(count - len(SHOWN)):
            day = self.span.first + timedelta(days=30 + int((days - 30) * (number + self.chance.unit()) / count))
            found.append(self._home(day, ENDS.draw(self.chance)))
        for back, story in zip((33, 25, 8, 20), SHOWN, strict=True):
            found.append(self._home(self.span.today - timedelta(days=back), story))
        return sorted((home for home in found if home.at <= self.span.now), key=lambda home: home.at)

    def _home(self, day: date, story: str) -> Home:
        at = self.chance.office_moment(self.calendar.working_on_or_after(day))
        registered = self.chance.office_moment(self.calendar.last_working_before(day - timedelta(days=self.chance.between(3, 25))))
        home = Home(at, "", self._people(registered), story)
        home.officer = home.head.officer
        self._end(home)
        return home

    def _people(self, registered: datetime) -> list[tuple[Life, str]]:
        """A couple of working age, sometimes with a grown child, all registered as unemployed."""
        c, maker = self.chance, self.maker
        officer = c.of(sorted({cell.officer for cell in maker.grids}))
        grid = c.between(1, len(maker.grids))
        fixed: dict[str, Any] = {"grid": grid, "address": maker.address(grid)}
        year = registered.year - c.between(34, 51)
        head = maker.life(registered, officer, born=self._born(year), gender=Gender.MALE, surname=maker.words.surnames.draw(c), **fixed)
        people = [(head, "户主")]
        if c.hit(0.8):
            wife = maker.life(registered, officer, born=self._born(year + c.between(-2, 3)), gender=Gender.FEMALE, **fixed)
            people.append((wife, "配偶"))
        if c.hit(0.35) and year < registered.year - 42:
            child = maker.life(registered, officer, born=self._born(year + 22), surname=head.name[0], **fixed)
            people.append((child, "子女"))
        for life, _ in people:
            life.kept = True
            since = registered.date() - timedelta(days=c.between(40, 500))
            life.statuses.append(StatusFact(registered, officer, "registered_unemployed", since, c.of(maker.words.lost), "", life.source))
        return people

    def _born(self, year: int) -> date:
        return date(year, self.chance.between(1, 12), self.chance.between(1, 28))

    def _end(self, home: Home) -> None:
        last = civil_month_last_day(home.at.date())
        if home.story in ("clear", "late"):
            days = self.chance.between(4, 27) if home.story == "clear" else (last - home.at.date()).days + self.chance.between(2, 25)
            self._clear(home, home.at.date() + timedelta(days=days))
        elif home.story in ("moved", "other", "silent"):
            days = self.chance.between(10, 28) if home.story != "silent" else self.chance.between(95, 140)
            self._exit(home, home.at.date() + timedelta(days=days))

    def _clear(self, home: Home, day: date) -> None:
        """Somebody of the household starts work; the officer hears of it within some days."""
        c, day = self.chance, self.calendar.working_on_or_after(day)
        at = c.office_moment(self.calendar.working_on_or_after(day + timedelta(days=c.of((0, 0, 1, 2)))))
        if at > self.span.now:
            return
        who = c.below(min(2, len(home.members)))
        form = c.of(("employed", "employed", "flexible", "welfare_post"))
        how = c.of((ConfirmedHow.CONTRACT, ConfirmedHow.EMPLOYER, ConfirmedHow.VISIT))
        employer = "社区公益性岗位" if form == "welfare_post" else c.of(self.employers)
        values = {"person": who, "started_on": day, "employer": employer, "form": form, "how": how.value, "late": HEARD}
        home.end = Later(at, home.officer, "clear", values)
        life = home.members[who][0]
        life.statuses.append(StatusFact(at, home.officer, form, day, "", employer, "counter", follows=True))

    def _exit(self, home: Home, day: date) -> None:
        at = self.chance.office_moment(self.calendar.working_on_or_after(day))
        if at > self.span.now:
            return
        kind = {"moved": ExitKind.MOVED_AWAY, "other": ExitKind.OTHER, "silent": ExitKind.OUT_OF_CONTACT}[home.story]
        reason = {"moved": "全家迁往外地", "other": "家庭取得经营收入，不再符合条件", "silent": "多次上门和电话均未联系上"}[home.story]
        home.end = Later(at, home.officer, "exit", {"kind": kind.value, "on": at.date(), "reason": reason})
