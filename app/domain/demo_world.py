"""The whole made-up past of a practice station, put together kind by kind and in order, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.domain.calendar import Calendar
from app.domain.demo_cases import CaseMaker
from app.domain.demo_chance import Chance
from app.domain.demo_facts import CaseFact, GridFact, OfficerFact, PersonFact, Span, TicketFact
from app.domain.demo_files import Files, Supply
from app.domain.demo_hall import HallRules
from app.domain.demo_homes import Home, Homes
from app.domain.demo_load import DESKS, office_days_of
from app.domain.demo_market import Market
from app.domain.demo_more_facts import (
    AppointmentFact,
    CourseFact,
    EmployerFact,
    EnrolmentFact,
    FileFact,
    HomeFact,
    InquiryFact,
    JobFact,
    PolicyFact,
    RatingFact,
    ReferralFact,
    VisitFact,
)
from app.domain.demo_people import Life, Lives, Maker, PeopleWords
from app.domain.demo_ratings import Ratings
from app.domain.demo_visitors import Crowd, ItemKnown, OfficeWords, Visitors, calls_of
from app.domain.demo_visits import Visits
from app.domain.profiles import RuleProfile

DAYS_A_MONTH = 30.44
DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the made-up past needs to know of the station: words, rules, catalogue, calendar."""

    people: PeopleWords
    office: OfficeWords
    market: Mapping[str, Any]
    items: Mapping[str, ItemKnown]
    calendar: Calendar
    profile: RuleProfile
    community: str


@dataclass(frozen=True, slots=True)
class World:
    """Everything that happened; each list is in the order in which its records were made."""

    span: Span
    officers: tuple[OfficerFact, ...]
    grids: tuple[GridFact, ...]
    persons: Sequence[PersonFact]
    homes: Sequence[HomeFact]
    employers: Sequence[EmployerFact]
    jobs: Sequence[JobFact]
    referrals: Sequence[ReferralFact]
    policies: Sequence[PolicyFact]
    courses: Sequence[CourseFact]
    enrolments: Sequence[EnrolmentFact]
    files: Sequence[FileFact]
    visits: Sequence[VisitFact]
    tickets: Sequence[TicketFact]
    cases: Sequence[CaseFact]
    inquiries: Sequence[InquiryFact]
    ratings: Sequence[RatingFact]
    appointments: Sequence[AppointmentFact]


@dataclass(frozen=True, slots=True)
class Scale:
    """How many of each; a small station still looks lively."""

    homes: int
    employers: int
    jobs: int
    visits: int
    tickets: int
    grids: int
    officers: int


def scale_of(span: Span, days: int) -> Scale:
    """The numbers for a number of people over a number of months."""
    share = span.people * span.months / (50_000 * 36)
    return Scale(
        homes=max(8, round(640 * share)),
        employers=min(240, max(16, round(12 + span.people / 220))),
        jobs=round(8 * span.months + 3000 * share),
        visits=round(1.5 * days + 101_500 * share),
        tickets=round(days * min(62.5, 9 + span.people / 900)),
        grids=min(24, max(4, span.people // 2000)),
        officers=min(12, span.people // 4000),
    )


def first_day(today: date, months: int) -> date:
    """The day on which a past of so many months began."""
    return today - timedelta(days=round(months * DAYS_A_MONTH))


class WorldMaker:
    """Puts a world together; the order of the steps is the order in which the stories lean on each other."""

    def __init__(self, span: Span, about: Surroundings) -> None:
        self.span, self.about = span, about
        self.days = office_days_of(span, about.calendar)
        self.scale = scale_of(span, len(self.days))
        self.officers = tuple(OfficerFact(f"grid{n}", name) for n, name in enumerate(about.office.officers[: self.scale.officers], 1))
        self.staff = (*DESKS, *(officer.login for officer in self.officers))
        self.grids = tuple(self._grid(n) for n in range(1, self.scale.grids + 1))
        self.maker = Maker(about.people, span, self.grids)

    def _grid(self, number: int) -> GridFact:
        keepers = self.staff[2:] or self.staff
        name = f"{self.about.community}第{_numeral(number)}网格"
        return GridFact(f"G{number:02d}", name, keepers[(number - 1) % len(keepers)])

    def make(self) -> World:
        """Everything, from the same seed always the same."""
        market = Market(self.span, self.days, self.about.calendar, self.about.market, self.staff, self.maker.phone)
        employers = market.employers(self.scale.employers)
        lives, homes = self._people(market.employer_names)
        offers = market.offers(self.scale.jobs, employers)
        pushed = market.referrals(offers, [life for life in lives if not life.kept and life.status.endswith("unemployed")])
        policies, courses = market.policies(), market.courses()
        enrolments = market.enrolments(courses, [life for life in lives if not life.kept])
        supply = Supply(offers, market.employer_names, policies, courses)
        files = Files(self.span, self.about.calendar, self.about.market, self.staff, supply)
        opened = files.files([life for life in lives if not life.kept])
        visits = Visits(self.span, self.about.calendar, self.about.market, self.grids, self.staff)
        visited = visits.visits(self.scale.visits, self.days, lives, homes, employers)
        noted = {(one.life.index, at.date()) for one in pushed for at in (one.at, *(act.at for act in one.acts))}
        noted |= {(file.person, act.at.date()) for file in opened for act in file.acts}
        tickets, cases = self._counter(lives, noted)
        ratings = Ratings(self.span, self.about.calendar, self.about.market, lives)
        return World(
            span=self.span,
            officers=self.officers,
            grids=self.grids,
            persons=[life.fact() for life in lives],
            homes=[home.fact() for home in homes],
            employers=employers,
            jobs=market.facts(offers),
            referrals=[one.fact() for one in pushed],
            policies=policies,
            courses=courses,
            enrolments=enrolments,
            files=opened,
            visits=visited,
            tickets=tickets,
            cases=cases,
            inquiries=ratings.inquiries(cases, tickets),
            ratings=ratings.ratings(cases, tickets),
            appointments=ratings.appointments(lives, {code: self.about.office.line_of(code) for code in self.about.items}),
        )

    def _people(self, employers: Sequence[str]) -> tuple[list[Life], list[Home]]:
        """Everybody in the order of registration, with their places."""
        homes = Homes(self.maker, self.span, self.about.calendar, employers).homes(self.scale.homes)
        lives = [life for home in homes for life, _ in home.members]
        chance, story = Chance(self.span.seed, "registration"), Lives(self.maker, self.span, self.staff, self.about.calendar)
        early = self.days[: max(1, min(40, len(self.days) // 3))]
        while len(lives) < self.span.people:
            soon = chance.hit(0.7)
            life = self.maker.life(chance.office_moment(chance.of(early if soon else self.days[:-1] or self.days)), chance.of(self.staff))
            life.source = chance.of(("visit", "visit", "data")) if soon else chance.of(("counter", "counter", "visit"))
            if life.at <= self.span.now:
                story.live(life)
                lives.append(life)
        lives.sort(key=lambda life: life.at)
        for index, life in enumerate(lives, 1):
            life.index = index
        for index, home in enumerate(homes, 1):
            home.index = index
        return lives, homes

    def _counter(self, lives: Sequence[Life], noted: Set[tuple[int, date]]) -> tuple[list[TicketFact], list[CaseFact]]:
        """The days in the hall and the cases that came of them; ``noted``: for whom something else was recorded on which day."""
        crowd = Crowd.of(lives)
        profile, desks = self.about.profile, dict(enumerate(DESKS, 1))
        rules = HallRules(profile.max_passed, profile.restore_behind, desks, outings=not self.officers)
        visitors = Visitors(self.span, self.about.calendar, self.about.office, self.about.items, crowd, rules, noted)
        tickets = list(visitors.tickets(self.scale.tickets))  # beside them they find who called or wrote
        calls, words, most = calls_of(tickets, self.span.now), self.about.office, profile.extension_most
        maker = CaseMaker(self.span, self.about.calendar, words, self.about.items, self.staff[:4], most, calls)
        cases = [case for place, ticket in enumerate(tickets, 1) if (case := maker.of_ticket(place, ticket))]
        cases += map(maker.of_away, visitors.away)
        cases += maker.lights(crowd)
        return tickets, sorted(cases, key=lambda case: case.at)


def _numeral(number: int) -> str:
    """One to ninety-nine as people write it: 七, 十二, 二十."""
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return lead + (DIGITS[ones] if ones else "")
