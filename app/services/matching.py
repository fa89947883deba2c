"""Jobs for a person and persons for a job, with the reasons; and what the three service lists could hold.

Nothing outside the profile is used: groups, skill and schooling, the wish, the limits, the age (F1, F2).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import matching as rules
from app.domain.actor import Actor
from app.domain.assistance import ListKind, ListLine
from app.domain.clock import business_date
from app.domain.jobs_market import JobKind, PayUnit
from app.domain.matching import JobFacts, Match, Outcome, Profile
from app.domain.persons import Gender, age_on
from app.services import codes, courses, jobs, policies
from app.services.persons import of as person_of
from app.texts.jobs import reason_text
from app.texts.phrases.market import course_detail, distance_text, job_detail, job_message
from db import queries
from db.models import Person
from db.uow import Database, ReadSession, Unit

SHOWN = 20
LISTED_JOBS, LISTED_POLICIES, LISTED_COURSES = 5, 6, 3
"""How many lines of each list are proposed; at least three jobs are usual for a person."""
WORTH_LISTING = 0.5


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason in words, with how it came out."""

    text: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class JobMatch:
    """A job for a person; ``suits`` says that no requirement which cannot be bent is failed."""

    id: int
    title: str
    score: float
    suits: bool
    reasons: tuple[ReasonLine, ...]
    employer: str
    kind: JobKind
    pay: str
    place: str
    referred: bool


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """A person for a job."""

    id: int
    name: str
    score: float
    suits: bool
    reasons: tuple[ReasonLine, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the three lists of a person could hold now; an officer chooses."""

    jobs: tuple[ListLine, ...]
    policies: tuple[ListLine, ...]
    courses: tuple[ListLine, ...]

    @property
    def lines(self) -> tuple[ListLine, ...]:
        """All lines, list by list."""
        return (*self.jobs, *self.policies, *self.courses)


def match_jobs(db: Database, actor: Actor, now: datetime, person_id: int, *, limit: int = SHOWN) -> tuple[JobMatch, ...]:
    """The jobs on the board for a person, the best first; equal ones always in the same order."""
    with db.read("person.read", actor) as session:
        return _match_in(session, business_date(now), person_of(session, person_id), limit)


def _match_in(session: ReadSession | Unit, today: date, person: Person, limit: int) -> tuple[JobMatch, ...]:
    ranks = _ranks()
    facts = [_job_facts(row, ranks) for row in queries.market.jobs_to_match(session, today)]
    best = rules.rank(profile_of(session, today, person), facts)[:limit]
    lines = queries.market.job_lines(session, [found.job.id for found in best])
    referred = queries.market.jobs_referred(session, person.id)
    return tuple(_job_match(found, lines[found.job.id], found.job.id in referred) for found in best)


def _job_match(found: Match, line: Any, referred: bool) -> JobMatch:
    place = "，".join(part for part in (line.location, distance_text(line.distance_m)) if part)
    kind = JobKind(line.kind)
    return JobMatch(line.id, line.title, found.score, found.suits, _reasons(found), line.employer, kind, jobs.pay_of(line), place, referred)


def _reasons(found: Match) -> tuple[ReasonLine, ...]:
    return tuple(ReasonLine(reason_text(reason), reason.outcome) for reason in found.reasons)


def _ranks() -> Mapping[str, int]:
    return {row.code: row.rank for row in codes.tables()["education"].rows}


def _job_facts(row: Any, ranks: Mapping[str, int]) -> JobFacts:
    monthly = row.pay_unit == PayUnit.MONTH.value
    return JobFacts(
        row.id,
        row.title,
        JobKind(row.kind),
        row.occupation,
        row.pay_low_cents if monthly else None,
        row.pay_high_cents if monthly else None,
        row.distance_m,
        row.shifts,
        row.family_friendly,
        ranks.get(row.education, 0),
        row.age_min,
        row.age_max,
        frozenset(row.skills or ()),
        frozenset(row.limits or ()),
    )


def profile_of(session: ReadSession | Unit, today: date, person: Person) -> Profile:
    """What of a person is compared."""
    wish = queries.assistance.wish(session, person.id)
    groups = queries.people.groups_held(session, [person.id], today).get(person.id, ())
    return _profile(today, person, wish, groups)


def _profile(today: date, person: Any, wish: Any, groups: Collection[str]) -> Profile:
    known = set(JobKind)
    return Profile(
        occupations=tuple(wish.occupations) if wish else (),
        kinds=frozenset(JobKind(kind) for kind in wish.kinds if kind in known) if wish else frozenset(),
        min_pay_cents=wish.min_pay_cents if wish else None,
        max_distance_m=wish.max_distance_m if wish else None,
        shifts=wish.shifts if wish else "",
        family_friendly=wish.family_friendly if wish else False,
        limits=frozenset(wish.limits) if wish else frozenset(),
        age=age_on(person.birth_date, today) if person.birth_date else None,
        education_rank=codes.tables()["education"].rank(person.education),
        skills=frozenset(part for part in re.split(r"[、，,；;\s]+", person.skill) if part),
        groups=frozenset(groups),
    )


def match_persons(db: Database, actor: Actor, now: datetime, job_id: int, *, limit: int = SHOWN) -> tuple[PersonMatch, ...]:
    """The persons without work who said what they look for and whom a job suits, the best first (岗位找人)."""
    today = business_date(now)
    with db.read("person.read", actor) as session:
        jobs.of(session, job_id)
        job = _job_facts(queries.market.jobs_to_match(session, today, job_id=job_id)[0], _ranks())
        rows = queries.market.wishing(session)
        groups = queries.people.groups_held(session, [row.id for row in rows], today) if job.kind is JobKind.PUBLIC_WELFARE else {}
    found = ((rules.match(_profile(today, row, row, groups.get(row.id, ())), job), row) for row in rows)
    best = sorted(((one, row) for one, row in found if one.suits), key=lambda pair: (-pair[0].score, pair[1].id))[:limit]
    return tuple(PersonMatch(row.id, row.name, one.score, one.suits, _reasons(one)) for one, row in best)


def message(db: Database, actor: Actor, person_id: int, job_id: int) -> str:
    """The text message that pushes a job to a person: the family name at most, and no number of the person (F5)."""
    with db.read("person.read", actor) as session:
        person = person_of(session, person_id)
        jobs.of(session, job_id)
        line = queries.market.job_line(session, job_id)
        station = queries.station.the_station(session)
        gender = Gender(person.gender)
        return job_message(person.name, gender, line.title, line.employer, jobs.pay_of(line), station.name, station.phone)


# the three lists


def suggest(db: Database, actor: Actor, now: datetime, person_id: int) -> Suggestions:
    """What the three lists of a person could hold, each line with its record and its reasons."""
    with db.read("person.read", actor) as session:
        return suggest_in(session, now, person_id)


def suggest_in(session: ReadSession | Unit, now: datetime, person_id: int) -> Suggestions:
    """The same inside a read or a unit of work that does more."""
    today = business_date(now)
    person = person_of(session, person_id)
    wish = queries.assistance.wish(session, person.id)
    fitting = policies.match_in(session, today, person)[:LISTED_POLICIES]
    on_offer = courses.match_in(session, today, person.id, tuple(wish.occupations) if wish else ())[:LISTED_COURSES]
    return Suggestions(_job_lines(session, today, person), tuple(map(_policy_line, fitting)), tuple(map(_course_line, on_offer)))


def _job_lines(session: ReadSession | Unit, today: date, person: Person) -> tuple[ListLine, ...]:
    """The best jobs that suit; one that the person is referred to already is left out."""
    found = _match_in(session, today, person, LISTED_JOBS * 4)
    kept = [one for one in found if one.suits and not one.referred and one.score >= WORTH_LISTING]
    return tuple(map(_job_line, kept[:LISTED_JOBS]))


def _job_line(found: JobMatch) -> ListLine:
    detail = job_detail(found.employer, found.kind, found.pay, found.place)
    good = tuple(reason.text for reason in found.reasons if reason.outcome is Outcome.PASS)
    return ListLine(ListKind.JOBS, found.title, f"job:{found.id}", detail, good)


def _policy_line(found: policies.PolicyMatch) -> ListLine:
    return ListLine(ListKind.POLICIES, found.name, f"policy:{found.id}", found.summary, found.reasons)


def _course_line(found: courses.CourseMatch) -> ListLine:
    course = found.course
    detail = course_detail(course.starts_on, course.ends_on, course.provider, course.location, course.fee_cents)
    return ListLine(ListKind.TRAINING, course.name, f"course:{course.id}", detail, found.reasons)
