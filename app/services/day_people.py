"""Who and what a practice day needs and does not exist anywhere: a person with a well-formed number, an employer, a policy, a course."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.actor import Actor
from app.domain.assistance import ListKind, ListLine, Point
from app.domain.clock import business_date
from app.domain.employers import EmployerKind, credit_check_character
from app.domain.errors import Refused
from app.domain.findings import CheckMethod
from app.domain.jobs_market import JobKind, Pay
from app.domain.persons import StatusKind, check_digit
from app.domain.policies import PolicyKind, PolicyLevel
from app.domain.training import CourseKind
from app.services import courses, employers, jobs, matching, persons, policies
from app.services.assistance import Finding
from app.services.courses import CourseForm
from app.services.employers import EmployerForm
from app.services.jobs import JobForm
from app.services.persons import PersonForm
from app.services.policies import PolicyForm
from app.texts import day as say
from app.texts import fill, t
from db import queries
from db.uow import Database

REGION = "232700"
"""The code of the prefecture: identity numbers carry a county's, so a number with this one belongs to nobody."""
CREDIT_BODY = "91232700MA0000000"
TRIES = 50
YOUNGEST, AGES = 42, 7
COURSE_IN, COURSE_DAYS = 7, 20


def id_number(seed: int, today: date) -> str:
    """A well-formed number of nobody, another one for every seed; its holder is between 42 and 49 years old."""
    born = date(today.year - YOUNGEST - 1, 1, 1) - timedelta(days=seed * 37 % (AGES * 365))
    body = f"{REGION}{born:%Y%m%d}{seed * 2 % 1000:03d}"  # an even serial: a woman
    return body + check_digit(body)


def person_name(seed: int) -> str:
    """A name that says that its bearer is for practice."""
    return say.SURNAMES[seed % len(say.SURNAMES)] + say.GIVEN[seed // len(say.SURNAMES) % len(say.GIVEN)]


def new_person(db: Database, actor: Actor, now: datetime) -> int:
    """Register a person who was not there yet; the seed is the count of persons."""
    with db.read("person.read", actor) as session:
        seed = queries.prints.count_persons(session)
    for further in range(TRIES):
        try:
            return _register(db, actor, now, seed + further)
        except Refused as known:
            if known.code != "person.exists":
                raise
    raise Refused("person.exists", field="id_number", existing=seed)


def _register(db: Database, actor: Actor, now: datetime, seed: int) -> int:
    today = business_date(now)
    form = PersonForm(
        person_name(seed),
        id_number(seed, today),
        phone=f"139{seed % 100_000_000:08d}",
        education="senior",
        marital="married",
        address=fill(say.RESIDENCE, {"number": seed + 1}),
        helper_id=actor.officer_id,
        status=StatusKind.REGISTERED_UNEMPLOYED,
        status_since=today - timedelta(days=95),
    )
    return persons.add(db, actor, now, form).id


def findings(today: date) -> tuple[Finding, ...]:
    """All five points, asked at the counter."""
    facts: dict[Point, dict[str, object]] = {
        Point.PERSONAL: {"education": "senior", "marital": "married", "resident": True},
        Point.HARDSHIP: {"category": "older"},
        Point.INTENTION: {"willing": True, "able": True, "occupations": [t(say.WISH)], "kinds": [JobKind.PART_TIME.value]},
        Point.SKILL: {"level": "none", "certificates": []},
        Point.POLICY: {"policy_needs": [t(say.NEED)]},
    }
    return tuple(Finding(point, known, CheckMethod.COUNTER, today) for point, known in facts.items())


def offers(db: Database, actor: Actor, now: datetime, person_id: int) -> tuple[ListLine, ...]:
    """Lines for all three lists: what the station proposes, and where it has nothing an offer made for practice."""
    found = matching.suggest(db, actor, now, person_id).lines
    kinds = {line.kind for line in found}
    if kinds == set(ListKind):
        return found
    makers = {ListKind.JOBS: _new_job, ListKind.POLICIES: _new_policy, ListKind.TRAINING: _new_course}
    return (*found, *(make(db, actor, now) for kind, make in makers.items() if kind not in kinds))


def _new_job(db: Database, actor: Actor, now: datetime) -> ListLine:
    today = business_date(now)
    owner = employers.find(db, actor, now, t(say.EMPLOYER))
    if owner is None:
        code = CREDIT_BODY + credit_check_character(CREDIT_BODY)
        form = EmployerForm(t(say.EMPLOYER), EmployerKind.HOUSEKEEPING, code, address=t(say.PLACE), verified_on=today)
        owner = employers.add(db, actor, now, form)
    post = JobForm(
        owner.id,
        t(say.JOB),
        JobKind.PART_TIME,
        headcount=2,
        pay=Pay(180_000, 220_000),
        requirement=t(say.REQUIREMENT),
        occupation=t(say.WISH),
        duties=t(say.WISH),
        location=t(say.PLACE),
    )
    job = jobs.add(db, actor, now, post)
    assert isinstance(job, jobs.JobLine), "one of today waits for nobody"
    return ListLine(ListKind.JOBS, job.title, f"job:{job.id}", t(say.EMPLOYER), (t(say.PLACE),))


def _new_policy(db: Database, actor: Actor, now: datetime) -> ListLine:
    since = date(business_date(now).year, 1, 1)
    form = PolicyForm(
        t(say.POLICY),
        PolicyLevel.COUNTY,
        PolicyKind.INSURANCE,
        since,
        summary=say.POLICY_SAYS,
        how_to_apply=say.POLICY_WHERE,
        published=True,
    )
    policy = policies.add(db, actor, now, form)
    return ListLine(ListKind.POLICIES, policy.name, f"policy:{policy.id}", policy.summary)


def _new_course(db: Database, actor: Actor, now: datetime) -> ListLine:
    begins = business_date(now) + timedelta(days=COURSE_IN)
    ends = begins + timedelta(days=COURSE_DAYS)
    form = CourseForm(t(say.COURSE), CourseKind.SKILL, begins, ends, 30, provider=t(say.PROVIDER), location=t(say.PLACE))
    course = courses.add(db, actor, now, form)
    return ListLine(ListKind.TRAINING, course.name, f"course:{course.id}", t(say.PROVIDER))
