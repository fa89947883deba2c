"""Employers, jobs, referrals, hires, policies and courses. Lists are paged by id, the newest first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import JSON, ColumnElement, Row, Select, Text, and_, case, cast, func, null, or_, select, type_coerce
from sqlalchemy.orm import Session

from app.domain.assistance import FileState
from app.domain.jobs_market import OPEN_REFERRALS, JobState, ReferralState
from app.domain.persons import IN_WORK
from app.domain.training import EnrolmentState
from db.models import (
    AssistanceFile,
    Course,
    Employer,
    Enrolment,
    Hire,
    Job,
    JobWish,
    Officer,
    Person,
    Policy,
    Referral,
    Visit,
)

J, E, R, H = Job.__table__.c, Employer.__table__.c, Referral.__table__.c, Hire.__table__.c
C, N, Q, P = Course.__table__.c, Enrolment.__table__.c, Policy.__table__.c, Person.__table__.c
WORKING = tuple(sorted(status.value for status in IN_WORK))
OPEN = tuple(sorted(state.value for state in OPEN_REFERRALS))


@dataclass(frozen=True, slots=True)
class EmployerFilter:
    """What the list of employers is narrowed to; ``verified`` asks for those checked, or those not."""

    text: str = ""
    kind: str = ""
    sector: str = ""
    verified: bool | None = None
    key_only: bool = False


@dataclass(frozen=True, slots=True)
class JobFilter:
    """What the list of jobs is narrowed to; ``board`` keeps what hangs on the public board on the day."""

    text: str = ""
    kind: str = ""
    state: str = ""
    employer_id: int | None = None
    family_friendly: bool = False
    board: bool = False


def _columns(*wanted: Any) -> Select[Any]:
    """A SELECT of many columns, whose row is of no fixed width to the type checker."""
    return select(*wanted)


# employers


def employer_by_code(session: Session, credit_code: str) -> int | None:
    """The id of the employer with this credit code."""
    return session.execute(select(E.id).where(E.credit_code == credit_code)).scalar_one_or_none()


def employers_named(session: Session, name: str) -> Sequence[int]:
    """The ids of the employers with exactly this name."""
    return session.execute(select(E.id).where(E.name == name).order_by(E.id)).scalars().all()


def employer_page(session: Session, only: EmployerFilter, after: int | None, limit: int) -> Sequence[Employer]:
    """Employers, the newest first; an employer with several sector tags is listed once."""
    statement = select(Employer).order_by(E.id.desc())
    for wanted, condition in (
        (only.text, or_(E.name.contains(only.text, autoescape=True), E.credit_code.contains(only.text, autoescape=True))),
        (only.kind, E.kind == only.kind),
        (only.key_only, E.key_employer),
        (only.verified is True, E.verified_on.is_not(None)),
        (only.verified is False, E.verified_on.is_(None)),
        (after is not None, E.id < (after or 0)),
    ):
        statement = statement.where(condition) if wanted else statement
    if not only.sector:
        return session.execute(statement.limit(limit)).scalars().all()
    rows = session.execute(statement.execution_options(yield_per=200)).scalars()
    return [row for row, _ in zip((r for r in rows if only.sector in r.sectors), range(limit), strict=False)]


def open_jobs_by_employer(session: Session, ids: Collection[int]) -> dict[int, int]:
    """How many open jobs some employers have."""
    statement = select(J.employer_id, func.count().label("n")).where(J.employer_id.in_(ids), J.state == JobState.OPEN.value)
    return {row.employer_id: row.n for row in session.execute(statement.group_by(J.employer_id))} if ids else {}


# jobs


def on_board(on: date) -> ColumnElement[bool]:
    """The same as the rule ``jobs_market.on_board``, for the database."""
    return and_(J.state == JobState.OPEN.value, J.published_on <= on, or_(J.expires_on.is_(None), J.expires_on >= on))


_JOB_LINE = (
    *(J.id, J.code, J.title, J.kind, J.welfare_kind, J.employer_id, E.name.label("employer"), J.headcount, J.occupation, J.location),
    *(J.distance_m, J.shifts, J.family_friendly, J.education, J.age_min, J.age_max, J.requirement, J.pay_low_cents, J.pay_high_cents),
    *(J.pay_unit, J.pay_negotiable, J.pay_note, J.collected_on, J.published_on, J.expires_on, J.state, J.source, J.late_entry),
)


def _jobs() -> Select[Any]:
    return _columns(*_JOB_LINE).join(Employer.__table__, E.id == J.employer_id)


def job_line(session: Session, job_id: int) -> Row[Any]:
    """The list's columns of one job."""
    return session.execute(_jobs().where(J.id == job_id)).one()


def job_page(session: Session, only: JobFilter, on: date, after: int | None, limit: int) -> Sequence[Row[Any]]:
    """Jobs, the newest first."""
    statement = _jobs().order_by(J.id.desc()).limit(limit)
    words = (J.title, J.occupation, J.code, E.name)
    for wanted, condition in (
        (only.text, or_(*(column.contains(only.text, autoescape=True) for column in words))),
        (only.kind, J.kind == only.kind),
        (only.state, J.state == only.state),
        (only.employer_id is not None, J.employer_id == only.employer_id),
        (only.family_friendly, J.family_friendly),
        (only.board, on_board(on)),
        (after is not None, J.id < (after or 0)),
    ):
        statement = statement.where(condition) if wanted else statement
    return session.execute(statement).all()


def _unless_empty(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A list, or nothing for an empty one: reading six thousand empty lists took a third of the time of a match."""
    return type_coerce(case((cast(column, Text) == "[]", null()), else_=column), JSON).label(column.key)


_MATCHED = (
    *(J.id, J.title, J.kind, J.occupation, J.pay_low_cents, J.pay_high_cents, J.pay_unit, J.distance_m, J.shifts),
    *(J.family_friendly, J.education, J.age_min, J.age_max, _unless_empty(J.skills), _unless_empty(J.limits)),
)


def jobs_to_match(session: Session, on: date, *, job_id: int | None = None) -> Sequence[Row[Any]]:
    """What matching compares of every job on the board, or of one job."""
    return session.execute(_columns(*_MATCHED).where(on_board(on) if job_id is None else J.id == job_id).order_by(J.id)).all()


def job_lines(session: Session, ids: Collection[int]) -> dict[int, Row[Any]]:
    """The list's columns of some jobs by id."""
    return {row.id: row for row in session.execute(_jobs().where(J.id.in_(ids)))} if ids else {}


def job_numbers(session: Session, job_id: int) -> tuple[int, int]:
    """How many referrals to a job there were, and how many started work there."""
    referred = select(func.count()).where(R.job_id == job_id).scalar_subquery()
    hired = select(func.count()).where(H.job_id == job_id).scalar_subquery()
    row = session.execute(select(referred, hired)).one()
    return int(row[0]), int(row[1])


def visit_by_code(session: Session, code: str) -> int | None:
    """The id of a visit by its number."""
    return session.execute(select(Visit.id).where(Visit.code == code)).scalar_one_or_none()


def visit_code(session: Session, visit_id: int | None) -> str:
    """The number of a visit, empty for none."""
    return session.execute(select(Visit.code).where(Visit.id == visit_id)).scalar_one_or_none() or "" if visit_id else ""


def posts_by_employer_kind(session: Session, first: date, last: date) -> dict[str, int]:
    """The posts collected between two days by the kind of employer; a renewed job is not new."""
    statement = select(E.kind, func.sum(J.headcount).label("posts")).join(Job.__table__, J.employer_id == E.id)
    statement = statement.where(J.collected_on.between(first, last), J.renewed_from_id.is_(None)).group_by(E.kind)
    return {row.kind: int(row.posts) for row in session.execute(statement)}


# persons in the market


def wishing(session: Session) -> Sequence[Row[Any]]:
    """The persons who said what work they look for and are not in work, with their wish."""
    w = JobWish.__table__.c
    columns = (P.id, P.name, P.birth_date, P.education, P.skill, w.occupations, w.kinds, w.min_pay_cents, w.max_distance_m, w.shifts)
    statement = _columns(*columns, w.family_friendly, w.limits).join(JobWish.__table__, w.person_id == P.id)
    return session.execute(statement.where(P.status.not_in(WORKING), P.merged_into_id.is_(None)).order_by(P.id)).all()


_REFERRAL = (
    *(R.id, R.person_id, P.name.label("person"), R.job_id, J.title, J.kind, E.name.label("employer"), R.happened_on, R.channel, R.state),
    *(R.answer, R.answered_on, R.interview_on, R.medical_on, R.late_entry, func.coalesce(Officer.name, "").label("officer")),
)


def _referrals() -> Select[Any]:
    joined = _columns(*_REFERRAL).join(Person.__table__, P.id == R.person_id).join(Job.__table__, J.id == R.job_id)
    return joined.join(Employer.__table__, E.id == J.employer_id).join(Officer, Officer.id == R.officer_id, isouter=True)


def referral_line(session: Session, referral_id: int) -> Row[Any]:
    """One referral with the names around it."""
    return session.execute(_referrals().where(R.id == referral_id)).one()


@dataclass(frozen=True, slots=True)
class ReferralFilter:
    """What the list of referrals is narrowed to; ``open_only`` keeps those without an end."""

    text: str = ""
    person_id: int | None = None
    job_id: int | None = None
    open_only: bool = False


def referral_page(session: Session, only: ReferralFilter, after: int | None, limit: int) -> Sequence[Row[Any]]:
    """Referrals, the newest first."""
    statement = _referrals().order_by(R.id.desc()).limit(limit)
    words = (P.name, J.title, E.name)
    for wanted, condition in (
        (only.text, or_(*(column.contains(only.text, autoescape=True) for column in words))),
        (only.person_id is not None, R.person_id == only.person_id),
        (only.job_id is not None, R.job_id == only.job_id),
        (only.open_only, R.state.in_(OPEN)),
        (after is not None, R.id < (after or 0)),
    ):
        statement = statement.where(condition) if wanted else statement
    return session.execute(statement).all()


def open_referral(session: Session, person_id: int, job_id: int) -> int | None:
    """The referral of a person to a job that has no end yet."""
    statement = select(R.id).where(R.person_id == person_id, R.job_id == job_id, R.state.in_(OPEN))
    return session.execute(statement.order_by(R.id)).scalars().first()


def jobs_referred(session: Session, person_id: int) -> set[int]:
    """The jobs a person has an open referral to."""
    return set(session.execute(select(R.job_id).where(R.person_id == person_id, R.state.in_(OPEN))).scalars())


def kinds_referred(session: Session, person_id: int, but: int | None = None) -> Sequence[str]:
    """The kinds of all jobs a person was referred to, leaving one referral out."""
    statement = select(J.kind).join(Referral.__table__, R.job_id == J.id).where(R.person_id == person_id)
    return session.execute(statement if but is None else statement.where(R.id != but)).scalars().all()


def unanswered(session: Session, until: date, limit: int) -> Sequence[Row[Any]]:
    """Pushes up to a day that nobody has answered, the oldest first."""
    waiting = (R.state == ReferralState.REFERRED.value, R.answer == "", R.happened_on <= until)
    return session.execute(_referrals().where(*waiting).order_by(R.happened_on, R.id).limit(limit)).all()


def unplaced(session: Session, before: date, limit: int) -> Sequence[Row[Any]]:
    """Persons with an open file and without work whose last referral lies before a day; those never referred first."""
    f = AssistanceFile.__table__.c
    last = select(R.person_id, func.max(R.happened_on).label("on")).group_by(R.person_id).subquery()
    statement = (
        _columns(P.id, P.name, f.helper_id, last.c.on.label("last_on"))
        .join(AssistanceFile.__table__, and_(f.person_id == P.id, f.state == FileState.OPEN.value))
        .join(last, last.c.person_id == P.id, isouter=True)
        .where(P.status.not_in(WORKING), or_(last.c.on.is_(None), last.c.on < before))
    )
    return session.execute(statement.order_by(func.coalesce(last.c.on, f.opened_on), P.id).limit(limit)).all()


def same_hire(session: Session, person_id: int, started_on: date, employer: str) -> int | None:
    """The hire of a person at an employer on the same day, if it is there."""
    statement = select(H.id).where(H.person_id == person_id, H.started_on == started_on, H.employer == employer)
    return session.execute(statement).scalars().first()


@dataclass(frozen=True, slots=True)
class HireFilter:
    """What the list of starts of work is narrowed to."""

    text: str = ""
    person_id: int | None = None
    first: date = date(1900, 1, 1)
    last: date = date.max


def hire_page(session: Session, only: HireFilter, after: int | None, limit: int) -> Sequence[Row[Any]]:
    """Starts of work between two days, the newest first."""
    columns = (H.id, H.person_id, P.name.label("person"), H.referral_id, H.job_id, H.employer, H.form, H.started_on, H.ended_on)
    facts = (H.confirmed_on, H.confirmed_how, H.helped, H.late_entry, H.reason)
    statement = _columns(*columns, *facts).join(Person.__table__, P.id == H.person_id).where(H.started_on.between(only.first, only.last))
    for wanted, condition in (
        (only.text, or_(P.name.contains(only.text, autoescape=True), H.employer.contains(only.text, autoescape=True))),
        (only.person_id is not None, H.person_id == only.person_id),
        (after is not None, H.id < (after or 0)),
    ):
        statement = statement.where(condition) if wanted else statement
    return session.execute(statement.order_by(H.id.desc()).limit(limit)).all()


# policies


def policy_by_code(session: Session, code: str) -> int | None:
    """The id of a policy by its code."""
    return session.execute(select(Q.id).where(Q.code == code)).scalar_one_or_none()


def policy_page(
    session: Session, text: str, level: str, kind: str, board_on: date | None, after: int | None, limit: int
) -> Sequence[Policy]:
    """Policies, the newest first; ``board_on`` keeps what is published and in force on that day."""
    statement = select(Policy).order_by(Q.id.desc()).limit(limit)
    for wanted, condition in (
        (text, or_(*(column.contains(text, autoescape=True) for column in (Q.name, Q.code, Q.document_number)))),
        (level, Q.level == level),
        (kind, Q.kind == kind),
        (board_on, and_(Q.published, *_in_force(board_on or date.min))),
        (after is not None, Q.id < (after or 0)),
    ):
        statement = statement.where(condition) if wanted else statement
    return session.execute(statement).scalars().all()


def _in_force(on: date) -> tuple[ColumnElement[bool], ...]:
    return Q.starts_on <= on, or_(Q.ends_on.is_(None), Q.ends_on >= on)


def policies_in_force(session: Session, on: date) -> Sequence[Policy]:
    """The published policies in force on a day."""
    return session.execute(select(Policy).where(Q.published, *_in_force(on)).order_by(Q.code)).scalars().all()


# courses


def course_by_code(session: Session, code: str) -> int | None:
    """The id of a course by its code."""
    return session.execute(select(C.id).where(C.code == code)).scalar_one_or_none()


def locked_course(session: Session, course_id: int) -> Course | None:
    """A course whose row is held until the end of the unit of work, so that two enrolments cannot share the last place."""
    return session.execute(select(Course).where(Course.id == course_id).with_for_update()).scalar_one_or_none()


def places_taken(session: Session, ids: Collection[int]) -> dict[int, int]:
    """How many places of some courses are taken."""
    statement = select(N.course_id, func.count().label("n")).where(N.course_id.in_(ids), N.state != EnrolmentState.LEFT.value)
    return {row.course_id: row.n for row in session.execute(statement.group_by(N.course_id))} if ids else {}


def enrolment(session: Session, course_id: int, person_id: int) -> Enrolment | None:
    """A person's enrolment on a course."""
    return session.execute(select(Enrolment).where(N.course_id == course_id, N.person_id == person_id)).scalar_one_or_none()


def enrolments(session: Session, course_id: int | None, person_id: int | None, limit: int) -> Sequence[Row[Any]]:
    """Who is on a course, or the courses of a person; the newest first."""
    columns = (N.id, N.course_id, C.name.label("course"), C.kind, N.person_id, P.name.label("person"), N.state, N.enrolled_on)
    statement = _columns(*columns, N.finished_on, N.certificate).join(Course.__table__, C.id == N.course_id)
    statement = statement.join(Person.__table__, P.id == N.person_id).order_by(N.id.desc()).limit(limit)
    for column, value in ((N.course_id, course_id), (N.person_id, person_id)):
        statement = statement if value is None else statement.where(column == value)
    return session.execute(statement).all()


def courses_enrolled(session: Session, person_id: int) -> set[int]:
    """The courses a person is on or has finished."""
    statement = select(N.course_id).where(N.person_id == person_id, N.state != EnrolmentState.LEFT.value)
    return set(session.execute(statement).scalars())


def course_page(session: Session, text: str, kind: str, open_on: date | None, after: int | None, limit: int) -> Sequence[Course]:
    """Courses, the newest first; ``open_on`` keeps those that have not ended before that day."""
    statement = select(Course).order_by(C.id.desc()).limit(limit)
    for wanted, condition in (
        (text, or_(*(column.contains(text, autoescape=True) for column in (C.name, C.code, C.occupation, C.provider)))),
        (kind, C.kind == kind),
        (open_on, C.ends_on >= (open_on or date.min)),
        (after is not None, C.id < (after or 0)),
    ):
        statement = statement.where(condition) if wanted else statement
    return session.execute(statement).scalars().all()


def courses_to_begin(session: Session, on: date) -> Sequence[Course]:
    """The courses that have not begun before a day, the nearest first."""
    return session.execute(select(Course).where(C.starts_on >= on).order_by(C.starts_on, C.id)).scalars().all()
