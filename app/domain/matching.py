"""Jobs for a person, ranked by stated rules, each with its reasons (004 (七)).

Nothing outside the profile is used: groups, skill and schooling, the wish, the limits, and the age where a job sets one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app.domain.jobs_market import JobKind

LAST_RESORT_GROUPS = frozenset({"hardship", "zero_family", "low_income", "disabled", "long_unemployed", "older"})


class Criterion(StrEnum):
    """What is compared."""

    OCCUPATION = "occupation"
    KIND = "kind"
    PAY = "pay"
    EDUCATION = "education"
    SKILLS = "skills"
    AGE = "age"
    DISTANCE = "distance"
    SHIFTS = "shifts"
    FAMILY = "family"
    LIMITS = "limits"
    WELFARE = "welfare"


class Outcome(StrEnum):
    """A criterion is met, not met, or a fact for it is missing."""

    PASS = "pass"
    FAIL = "fail"
    MISSING = "missing"


WEIGHTS: dict[Criterion, int] = {
    Criterion.OCCUPATION: 35,
    Criterion.KIND: 20,
    Criterion.PAY: 15,
    Criterion.EDUCATION: 10,
    Criterion.LIMITS: 7,
    Criterion.SKILLS: 5,
    Criterion.AGE: 5,
    Criterion.DISTANCE: 5,
    Criterion.SHIFTS: 5,
    Criterion.WELFARE: 5,
    Criterion.FAMILY: 3,
}
_WORTH = {Outcome.PASS: 1.0, Outcome.MISSING: 0.5, Outcome.FAIL: 0.0}
HARD = frozenset({Criterion.EDUCATION, Criterion.AGE, Criterion.LIMITS, Criterion.WELFARE})


@dataclass(frozen=True, slots=True)
class Profile:
    """What of a person is compared; None or empty where it is not known or not asked for."""

    occupations: tuple[str, ...] = ()
    kinds: frozenset[JobKind] = frozenset()
    min_pay_cents: int | None = None
    max_distance_m: int | None = None
    shifts: str = ""
    family_friendly: bool = False
    limits: frozenset[str] = frozenset()
    age: int | None = None
    education_rank: int | None = None
    skills: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What of a job is compared; pay in cents a month, distance from the station in metres."""

    id: int
    title: str
    kind: JobKind
    occupation: str = ""
    pay_low_cents: int | None = None
    pay_high_cents: int | None = None
    distance_m: int | None = None
    shifts: str = ""
    family_friendly: bool = False
    education_rank: int = 0
    age_min: int | None = None
    age_max: int | None = None
    skills: frozenset[str] = frozenset()
    limits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion and how it came out; ``code`` (pay.pass) names its sentence."""

    criterion: Criterion
    outcome: Outcome

    @property
    def code(self) -> str:
        """The name of the sentence."""
        return f"{self.criterion}.{self.outcome}"


@dataclass(frozen=True, slots=True)
class Match:
    """A job for a person: the score from 0 to 1 and the reasons, weightiest first."""

    job: JobFacts
    score: float
    reasons: tuple[Reason, ...]

    @property
    def suits(self) -> bool:
        """Whether no requirement that cannot be bent is failed."""
        return not any(reason.outcome is Outcome.FAIL and reason.criterion in HARD for reason in self.reasons)


def _told(value: bool) -> Outcome:
    return Outcome.PASS if value else Outcome.FAIL


@lru_cache(maxsize=16384)
def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace(" ", "")


def occupation_fits(wishes: Iterable[str], title: str, occupation: str = "") -> bool:
    """Whether one of the wished occupations stands in the job's words, or the job's occupation in the wish."""
    words = _plain(title + occupation)
    own = _plain(occupation)
    return any(wish and (wish in words or (own and own in wish)) for wish in map(_plain, wishes))


def _occupation(person: Profile, job: JobFacts) -> Outcome:
    return _told(occupation_fits(person.occupations, job.title, job.occupation)) if person.occupations else Outcome.MISSING


def _kind(person: Profile, job: JobFacts) -> Outcome:
    return _told(job.kind in person.kinds) if person.kinds else Outcome.MISSING


def _pay(person: Profile, job: JobFacts) -> Outcome | None:
    if person.min_pay_cents is None:
        return None
    best = job.pay_high_cents if job.pay_high_cents is not None else job.pay_low_cents
    return Outcome.MISSING if best is None else _told(best >= person.min_pay_cents)


def _education(person: Profile, job: JobFacts) -> Outcome | None:
    if job.education_rank <= 0:
        return None
    return Outcome.MISSING if person.education_rank is None else _told(person.education_rank >= job.education_rank)


def _skills(person: Profile, job: JobFacts) -> Outcome | None:
    if not job.skills:
        return None
    return _told(job.skills <= person.skills) if person.skills else Outcome.MISSING


def _age(person: Profile, job: JobFacts) -> Outcome | None:
    if job.age_min is None and job.age_max is None:
        return None
    if person.age is None:
        return Outcome.MISSING
    return _told((job.age_min or 0) <= person.age <= (job.age_max or 200))


def _distance(person: Profile, job: JobFacts) -> Outcome | None:
    if person.max_distance_m is None:
        return None
    return Outcome.MISSING if job.distance_m is None else _told(job.distance_m <= person.max_distance_m)


def _shifts(person: Profile, job: JobFacts) -> Outcome | None:
    if not person.shifts:
        return None
    return _told(person.shifts == job.shifts) if job.shifts else Outcome.MISSING


def _family(person: Profile, job: JobFacts) -> Outcome | None:
    return _told(job.family_friendly) if person.family_friendly else None


def _limits(person: Profile, job: JobFacts) -> Outcome | None:
    return _told(not person.limits & job.limits) if person.limits else None


def _welfare(person: Profile, job: JobFacts) -> Outcome | None:
    return _told(bool(person.groups & LAST_RESORT_GROUPS)) if job.kind is JobKind.PUBLIC_WELFARE else None


_TESTS: dict[Criterion, Callable[[Profile, JobFacts], Outcome | None]] = {
    Criterion.OCCUPATION: _occupation,
    Criterion.KIND: _kind,
    Criterion.PAY: _pay,
    Criterion.EDUCATION: _education,
    Criterion.LIMITS: _limits,
    Criterion.SKILLS: _skills,
    Criterion.AGE: _age,
    Criterion.DISTANCE: _distance,
    Criterion.SHIFTS: _shifts,
    Criterion.WELFARE: _welfare,
    Criterion.FAMILY: _family,
}


# Thousands of jobs are compared while a person waits: the few values there are, are made once.
_PAIRS = [(criterion, outcome) for criterion in Criterion for outcome in Outcome]
_REASONS = {pair: Reason(*pair) for pair in _PAIRS}
_POINTS = {(criterion, outcome): WEIGHTS[criterion] * _WORTH[outcome] for criterion, outcome in _PAIRS}


def match(person: Profile, job: JobFacts) -> Match:
    """Compare by every criterion that applies; a missing fact is worth half, what nobody asks for is left out."""
    found = [(criterion, outcome) for criterion, test in _TESTS.items() if (outcome := test(person, job)) is not None]
    total = sum([WEIGHTS[criterion] for criterion, _ in found])
    worth = sum([_POINTS[pair] for pair in found])
    return Match(job, round(worth / total, 4), tuple([_REASONS[pair] for pair in found]))


def rank(person: Profile, jobs: Iterable[JobFacts]) -> tuple[Match, ...]:
    """All jobs, the best first: those that suit, by score; equals by market before welfare post, then nearer, then better paid."""
    return tuple(sorted((match(person, job) for job in jobs), key=_order))


def _order(found: Match) -> tuple[bool, float, bool, int, int, int]:
    job = found.job
    far = job.distance_m if job.distance_m is not None else 1_000_000
    pay = job.pay_high_cents or job.pay_low_cents or 0
    return (not found.suits, -found.score, job.kind is JobKind.PUBLIC_WELFARE, far, -pay, job.id)
