"""Jobs with their three sections: collected, published, renewed, closed; never deleted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain import employers as employer_rules
from app.domain import jobs_market as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.employers import SurveyWay
from app.domain.errors import NotFound, Overtaken, Refused, Stale
from app.domain.jobs_market import JobDraft, JobKind, JobSource, JobState, Pay, PayUnit, WelfareKind
from app.domain.late_entries import LateKind
from app.services import codes, employers, late_entries
from app.services.employers import EmployerForm
from app.services.late_entries import Asked, Entry
from app.services.paging import Page, page_of
from app.texts import t
from app.texts.phrases.market import pay_text, requirement_text
from db import counters as numbers
from db import queries
from db.models import Employer, Job
from db.queries.market import JobFilter as JobFilter
from db.uow import Database, ReadSession, Unit

PAGE = 100
RENEWED = t("已续期")


@dataclass(frozen=True, slots=True)
class JobForm:
    """What the form of a job holds: post, requirement, pay. ``collected_on`` earlier than today makes it a late entry,
    which has its ``late_reason``.

    A blank ``requirement`` is put together from schooling, age and skills; the reason of a negotiable pay is its note.
    """

    employer_id: int
    title: str
    kind: JobKind
    headcount: int
    pay: Pay
    requirement: str = ""
    welfare_kind: WelfareKind | None = None
    source: JobSource = JobSource.CAME
    survey_way: SurveyWay = SurveyWay.CAME
    offered_by: str = ""
    occupation: str = ""
    duties: str = ""
    location: str = ""
    distance_m: int | None = None
    shifts: str = ""
    family_friendly: bool = False
    education: str = ""
    age_min: int | None = None
    age_max: int | None = None
    skills: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    benefits: str = ""
    collected_on: date | None = None
    expires_on: date | None = None
    visit: str = ""
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as lists show it; ``pay`` is a phrase, ``on_board`` says that the public board shows it today."""

    id: int
    code: str
    title: str
    kind: JobKind
    welfare_kind: str
    employer_id: int
    employer: str
    headcount: int
    occupation: str
    location: str
    distance_m: int | None
    shifts: str
    family_friendly: bool
    education: str
    age_min: int | None
    age_max: int | None
    requirement: str
    pay: str
    pay_low_cents: int | None
    pay_high_cents: int | None
    collected_on: date
    published_on: date | None
    expires_on: date | None
    state: JobState
    on_board: bool
    source: str
    late_entry: bool


@dataclass(frozen=True, slots=True)
class JobView:
    """The page of a job: the line of the list and all that stands behind it."""

    line: JobLine
    version: int
    duties: str
    skills: tuple[str, ...]
    limits: tuple[str, ...]
    benefits: str
    offered_by: str
    survey_way: str
    pay_note: str
    contact: str
    phone: str
    closed_on: date | None
    closed_reason: str
    renewed_from_id: int | None
    visit: str
    referrals: int
    hires: int


def add(db: Database, actor: Actor, now: datetime, form: JobForm) -> JobLine | Asked:
    """Collect a job; it is published at once when its employer is verified, else it stays a draft.

    One of more than three working days back waits for its second person and is recorded when that one confirms.
    """
    with db.write("job.add", actor, now) as unit:
        return _collect(unit, actor, now, form)


def add_with_employer(db: Database, actor: Actor, now: datetime, employer: EmployerForm, form: JobForm) -> JobLine | Asked:
    """Register an employer and its first job in one step; ``form.employer_id`` is not looked at. The employer never waits."""
    with db.write("job.add", actor, now) as unit:
        owner = employers.add_in(unit, now, employer)
        return _collect(unit, actor, now, replace(form, employer_id=owner.id))


def _collect(unit: Unit, actor: Actor, now: datetime, form: JobForm) -> JobLine | Asked:
    today = business_date(now)
    collected = form.collected_on or today
    kept = replace(form, collected_on=collected)
    _new(unit, now, kept, collected)  # whatever can be refused is refused when it is asked
    entry = Entry(LateKind.JOB, collected, form.late_reason, "employer", form.employer_id)
    asked = late_entries.waits(unit, actor, now, entry, kept)
    if asked is not None:
        return asked
    row = enter(unit, now, kept)
    late_entries.note(unit, actor, now, entry, f"job:{row.id}")
    return _line(queries.market.job_line(unit, row.id), today)


def enter(unit: Unit, now: datetime, form: JobForm) -> Job:
    """Enter a job on its day; published at once where its employer is verified."""
    assert form.collected_on is not None, "who collects says when"
    row = _new(unit, now, form, form.collected_on)
    row.code = f"GW{form.collected_on:%Y%m%d}-{numbers.next_number(unit, 'job', str(form.collected_on)):03d}"
    _publish_if_may(row, employers.of(unit, form.employer_id), business_date(now))
    unit.add(row)
    unit.flush()
    unit.about(row)
    return row


def _new(unit: Unit, now: datetime, form: JobForm, collected: date) -> Job:
    owner, today = employers.of(unit, form.employer_id), business_date(now)
    row = Job(employer_id=owner.id, collected_on=collected, late_entry=collected < today, recorded_at=now, gender=0)
    _put(unit, row, form, today)
    return row


def _publish_if_may(row: Job, owner: Employer, today: date) -> None:
    may = employers.may_publish(owner, today)
    row.state, row.published_on = (JobState.OPEN.value, today) if may else (JobState.DRAFT.value, None)


def _put(unit: Unit, row: Job, form: JobForm, today: date) -> None:
    requirement = form.requirement.strip() or _requirement(form)
    rules.check_job(_draft(form, requirement, row.collected_on), today)
    codes.check("education", form.education, "education")
    if form.distance_m is not None and form.distance_m < 0:
        raise Refused("job.distance", field="distance_m")
    row.kind, row.welfare_kind = form.kind.value, form.welfare_kind.value if form.welfare_kind else ""
    row.source, row.survey_way, row.offered_by = form.source.value, form.survey_way.value, form.offered_by.strip()
    row.title, row.occupation, row.duties = form.title.strip(), form.occupation.strip(), form.duties.strip()
    row.headcount, row.location, row.distance_m = form.headcount, form.location.strip(), form.distance_m
    row.shifts, row.family_friendly = form.shifts.strip(), form.family_friendly
    row.education, row.age_min, row.age_max = form.education, form.age_min, form.age_max
    row.skills, row.limits, row.requirement = list(form.skills), list(form.limits), requirement
    row.pay_low_cents, row.pay_high_cents, row.pay_unit = form.pay.low_cents, form.pay.high_cents, form.pay.unit.value
    row.pay_negotiable, row.pay_note, row.benefits = form.pay.negotiable, form.pay.reason.strip(), form.benefits.strip()
    row.expires_on, row.visit_id = form.expires_on, _visit(unit, form.visit)


def _requirement(form: JobForm) -> str:
    return requirement_text(codes.name("education", form.education), form.age_min, form.age_max, form.skills)


def _draft(form: JobForm, requirement: str, collected_on: date) -> JobDraft:
    return JobDraft(
        form.title,
        form.kind,
        form.headcount,
        requirement,
        form.pay,
        form.welfare_kind,
        form.offered_by,
        form.family_friendly,
        form.age_min,
        form.age_max,
        collected_on,
        form.expires_on,
    )


def _visit(unit: Unit, code: str) -> int | None:
    if not code.strip():
        return None
    visit_id = queries.market.visit_by_code(unit, code.strip().upper())
    if visit_id is None:
        raise NotFound("job.visit_unknown", field="visit", code=code)
    return visit_id


def change(db: Database, actor: Actor, now: datetime, job_id: int, version: int, form: JobForm) -> JobLine:
    """Change a job that is not closed; its employer and its day of collection stay."""
    with db.write("job.change", actor, now) as unit:
        row = _living(unit, job_id)
        if row.version != version:
            raise Stale("job.changed", title=row.title)
        _put(unit, row, form, business_date(now))
        unit.about(row)
        unit.flush()
        return _line(queries.market.job_line(unit, row.id), business_date(now))


def publish(db: Database, actor: Actor, now: datetime, job_id: int) -> JobLine:
    """Publish a draft; refused while its employer is not verified or the licence has run out."""
    today = business_date(now)
    with db.write("job.change", actor, now) as unit:
        row = _living(unit, job_id)
        if row.state != JobState.DRAFT.value:
            raise Overtaken("job.not_draft", title=row.title)
        owner = employers.of(unit, row.employer_id)
        employer_rules.check_may_publish(owner.name, owner.verified_on, owner.licence_until, today)
        row.state, row.published_on = JobState.OPEN.value, today
        unit.about(row)
        unit.flush()
        return _line(queries.market.job_line(unit, row.id), today)


def close(db: Database, actor: Actor, now: datetime, job_id: int, reason: str, *, on: date | None = None) -> JobLine:
    """Close a job with its reason; it stays in every list of its period."""
    today = business_date(now)
    with db.write("job.close", actor, now) as unit:
        row = _living(unit, job_id)
        _check_close(row, reason, on or today, today)
        row.state, row.closed_on, row.closed_reason = JobState.CLOSED.value, on or today, reason.strip()
        unit.about(row)
        unit.flush()
        return _line(queries.market.job_line(unit, row.id), today)


def _check_close(row: Job, reason: str, on: date, today: date) -> None:
    if not reason.strip():
        raise Refused("job.close_reason", field="reason")
    if not row.collected_on <= on <= today:
        raise Refused("job.close_date", field="closed_on", first=row.collected_on.isoformat(), last=today.isoformat())


_COPIED = (
    *("employer_id", "kind", "welfare_kind", "source", "survey_way", "offered_by", "title", "occupation", "duties", "headcount"),
    *("location", "distance_m", "shifts", "family_friendly", "education", "age_min", "age_max", "gender", "skills", "limits"),
    *("requirement", "pay_low_cents", "pay_high_cents", "pay_unit", "pay_negotiable", "pay_note", "benefits"),
)


def renew(db: Database, actor: Actor, now: datetime, job_id: int, expires_on: date | None, *, headcount: int | None = None) -> JobLine:
    """Offer a job anew: a new record that names the one it follows, so that no return counts it a second time."""
    today = business_date(now)
    if expires_on is None or expires_on < today:
        raise Refused("job.renew_date", field="expires_on")
    with db.write("job.add", actor, now) as unit:
        old = _held(unit, job_id)
        row = Job(**{name: getattr(old, name) for name in _COPIED}, collected_on=today, expires_on=expires_on, recorded_at=now)
        row.late_entry, row.renewed_from_id = False, old.id
        row.headcount = headcount if headcount is not None else old.headcount
        if row.headcount < 1:
            raise Refused("job.headcount", field="headcount")
        row.code = f"GW{today:%Y%m%d}-{numbers.next_number(unit, 'job', str(today)):03d}"
        _publish_if_may(row, employers.of(unit, row.employer_id), today)
        if old.state != JobState.CLOSED.value:
            old.state, old.closed_on, old.closed_reason = JobState.CLOSED.value, today, RENEWED
        unit.add(row)
        unit.flush()
        unit.about(row)
        return _line(queries.market.job_line(unit, row.id), today)


def of(session: ReadSession | Unit, job_id: int) -> Job:
    """The job, ``NotFound`` without one."""
    row = session.get(Job, job_id)
    if row is None:
        raise NotFound("job.not_found", field="job")
    return row


def _held(unit: Unit, job_id: int) -> Job:
    row = unit.hold(Job, job_id)
    if row is None:
        raise NotFound("job.not_found", field="job")
    return row


def _living(unit: Unit, job_id: int) -> Job:
    row = _held(unit, job_id)
    if row.state == JobState.CLOSED.value:
        raise Overtaken("job.closed", field="job")
    return row


def listing(
    db: Database, actor: Actor, now: datetime, only: JobFilter | None = None, *, after: int | None = None, limit: int = PAGE
) -> Page[JobLine]:
    """Jobs, the newest first; without a filter those on the public board today."""
    today = business_date(now)
    with db.read("job.read", actor) as session:
        rows = queries.market.job_page(session, only or JobFilter(board=True), today, after, limit + 1)
    return page_of(rows, limit, lambda row: _line(row, today), lambda row: row.id)


def show(db: Database, actor: Actor, now: datetime, job_id: int) -> JobView:
    """The page of a job."""
    with db.read("job.read", actor) as session:
        row = of(session, job_id)
        owner = employers.of(session, row.employer_id)
        referrals, hires = queries.market.job_numbers(session, job_id)
        return JobView(
            _line(queries.market.job_line(session, job_id), business_date(now)),
            row.version,
            row.duties,
            tuple(row.skills),
            tuple(row.limits),
            row.benefits,
            row.offered_by,
            row.survey_way,
            row.pay_note,
            owner.contact,
            session.vault.open(employers.PHONE, owner.uid, owner.phone_sealed),
            row.closed_on,
            row.closed_reason,
            row.renewed_from_id,
            queries.market.visit_code(session, row.visit_id),
            referrals,
            hires,
        )


def posts_by_employer_kind(db: Database, actor: Actor, first: date, last: date) -> dict[str, int]:
    """Posts collected between two days by the kind of employer; the figures add up to all posts (E7)."""
    with db.read("job.read", actor) as session:
        return queries.market.posts_by_employer_kind(session, first, last)


def pay_of(row: Any) -> str:
    """The pay section of a job (row or object) as a phrase."""
    return pay_text(row.pay_low_cents, row.pay_high_cents, PayUnit(row.pay_unit), row.pay_negotiable, row.pay_note)


def _line(row: Any, today: date) -> JobLine:
    state = JobState(row.state)
    return JobLine(
        row.id,
        row.code,
        row.title,
        JobKind(row.kind),
        row.welfare_kind,
        row.employer_id,
        row.employer,
        row.headcount,
        row.occupation,
        row.location,
        row.distance_m,
        row.shifts,
        row.family_friendly,
        row.education,
        row.age_min,
        row.age_max,
        row.requirement,
        pay_of(row),
        row.pay_low_cents,
        row.pay_high_cents,
        row.collected_on,
        row.published_on,
        row.expires_on,
        state,
        rules.on_board(state, row.published_on, row.expires_on, today),
        row.source,
        row.late_entry,
    )
