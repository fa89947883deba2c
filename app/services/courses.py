"""Training courses: what is on offer, who is on them, and which suit a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import training as rules
from app.domain.actor import Actor
from app.domain.assistance import ServiceKind, ServiceMode
from app.domain.clock import business_date
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.matching import occupation_fits
from app.domain.training import CourseFacts, CourseKind, EnrolmentState
from app.services.paging import Page, page_of
from app.services.persons import held
from app.services.persons import of as person_of
from app.texts import t
from db import counters as numbers
from db import queries
from db.models import Course, Enrolment, ServiceRecord
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit

PAGE = 100


@dataclass(frozen=True, slots=True)
class CourseForm:
    """What the form of a course holds; the fee in cents, 0 for a free one."""

    name: str
    kind: CourseKind
    starts_on: date
    ends_on: date
    places: int
    occupation: str = ""
    fee_cents: int = 0
    provider: str = ""
    location: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course as lists show it."""

    id: int
    version: int
    code: str
    name: str
    kind: CourseKind
    occupation: str
    starts_on: date
    ends_on: date
    places: int
    taken: int
    fee_cents: int
    provider: str
    location: str


@dataclass(frozen=True, slots=True)
class EnrolmentLine:
    """A person on a course."""

    id: int
    course_id: int
    course: str
    kind: CourseKind
    person_id: int
    person: str
    state: EnrolmentState
    enrolled_on: date
    finished_on: date | None
    certificate: str


@dataclass(frozen=True, slots=True)
class CourseMatch:
    """A course for a person, with why it is offered."""

    course: CourseLine
    reasons: tuple[str, ...]


def add(db: Database, actor: Actor, now: datetime, form: CourseForm) -> CourseLine:
    """Put a course on offer."""
    with db.write("course.change", actor, now) as unit:
        row = Course(recorded_at=now)
        _put(row, form, 0)
        year = f"{business_date(now):%Y}"
        row.code = form.code.strip() or f"PX{year}-{numbers.next_number(unit, 'course', year):03d}"
        one_at_a_time(unit, "course", row.code)
        if queries.market.course_by_code(unit, row.code) is not None:
            raise Refused("course.code_taken", field="code", code=row.code)
        unit.add(row)
        unit.flush()
        unit.about(row)
        return _line(row, 0)


def change(db: Database, actor: Actor, now: datetime, course_id: int, form: CourseForm) -> CourseLine:
    """Change a course; its code stays, and there are never fewer places than are taken."""
    with db.write("course.change", actor, now) as unit:
        row = _held(unit, course_id)
        taken = queries.market.places_taken(unit, [row.id]).get(row.id, 0)
        _put(row, form, taken)
        unit.about(row)
        unit.flush()
        return _line(row, taken)


def _put(row: Course, form: CourseForm, taken: int) -> None:
    rules.check_course(CourseFacts(form.name, form.starts_on, form.ends_on, form.places))
    if form.fee_cents < 0:
        raise Refused("course.fee", field="fee")
    if form.places < taken:
        raise Refused("course.full", field="places", name=form.name, places=form.places)
    row.name, row.kind, row.occupation = form.name.strip(), form.kind.value, form.occupation.strip()
    row.starts_on, row.ends_on, row.places, row.fee_cents = form.starts_on, form.ends_on, form.places, form.fee_cents
    row.provider, row.location = form.provider.strip(), form.location.strip()


def of(session: ReadSession | Unit, course_id: int) -> Course:
    """The course, ``NotFound`` without one."""
    row = session.get(Course, course_id)
    if row is None:
        raise NotFound("course.not_found", field="course")
    return row


def _held(unit: Unit, course_id: int) -> Course:
    row = queries.market.locked_course(unit, course_id)
    if row is None:
        raise NotFound("course.not_found", field="course")
    return row


def show(db: Database, actor: Actor, course_id: int) -> CourseLine:
    """One course."""
    with db.read("policy.read", actor) as session:
        row = of(session, course_id)
        return _line(row, queries.market.places_taken(session, [row.id]).get(row.id, 0))


def listing(
    db: Database,
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
    kind: str = "",
    open_only: bool = False,
    after: int | None = None,
    limit: int = PAGE,
) -> Page[CourseLine]:
    """Courses, the newest first; ``open_only`` keeps those that have not ended."""
    with db.read("policy.read", actor) as session:
        day = business_date(now) if open_only else None
        rows = queries.market.course_page(session, text.strip(), kind, day, after, limit + 1)
        taken = queries.market.places_taken(session, [row.id for row in rows])
        return page_of(rows, limit, lambda row: _line(row, taken.get(row.id, 0)), lambda row: row.id)


def _line(row: Course, taken: int) -> CourseLine:
    return CourseLine(
        row.id,
        row.version,
        row.code,
        row.name,
        CourseKind(row.kind),
        row.occupation,
        row.starts_on,
        row.ends_on,
        row.places,
        taken,
        row.fee_cents,
        row.provider,
        row.location,
    )


# who is on a course


def enrol(db: Database, actor: Actor, now: datetime, course_id: int, person_id: int) -> EnrolmentLine:
    """Put a person on a course, today: a recorded service. Who left it before may come back."""
    today = business_date(now)
    with db.write("course.enrol", actor, now) as unit:
        person = held(unit, person_id)
        course = _held(unit, course_id)
        row = queries.market.enrolment(unit, course.id, person.id)
        already = row is not None and row.state != EnrolmentState.LEFT.value
        rules.check_enrol(_facts(unit, course), today, already=already)
        row = row or Enrolment(course_id=course.id, person_id=person.id)
        row.state, row.enrolled_on, row.recorded_at = EnrolmentState.ENROLLED.value, today, now
        unit.add(row)
        unit.flush()
        unit.add(_service(actor, now, row))
        unit.about(row)
        return _enrolment_line(queries.market.enrolments(unit, course.id, person.id, 1)[0])


def _facts(session: ReadSession | Unit, course: Course) -> CourseFacts:
    taken = queries.market.places_taken(session, [course.id]).get(course.id, 0)
    return CourseFacts(course.name, course.starts_on, course.ends_on, course.places, taken)


def _service(actor: Actor, now: datetime, row: Enrolment) -> ServiceRecord:
    return ServiceRecord(
        person_id=row.person_id,
        kind=ServiceKind.TRAINING.value,
        happened_on=row.enrolled_on,
        record=f"enrolment:{row.id}",
        mode=ServiceMode.COUNTER.value,
        officer_id=actor.officer_id,
        recorded_at=now,
    )


def finish(
    db: Database,
    actor: Actor,
    now: datetime,
    course_id: int,
    person_id: int,
    *,
    certificate: str = "",
) -> EnrolmentLine:
    """Record that a person finished a course, with the number of the certificate where there is one.

    It is finished on the last day of the course, and before that on the day it is recorded.
    """
    today = business_date(now)
    with db.write("course.finish", actor, now) as unit:
        course, row = _enrolled(unit, course_id, person_id)
        rules.check_finish(EnrolmentState(row.state), _facts(unit, course), day := min(today, course.ends_on), today)
        row.state, row.finished_on = EnrolmentState.FINISHED.value, day
        row.certificate, row.finished_recorded_at = certificate.strip(), now
        unit.flush()
        return _enrolment_line(queries.market.enrolments(unit, course.id, person_id, 1)[0])


def leave(db: Database, actor: Actor, now: datetime, course_id: int, person_id: int, reason: str = "") -> EnrolmentLine:
    """Take a person off a course; the place is free again."""
    with db.write("course.enrol", actor, now) as unit:
        course, row = _enrolled(unit, course_id, person_id)
        if row.state != EnrolmentState.ENROLLED.value:
            raise Overtaken("course.state", state=EnrolmentState(row.state))
        row.state = EnrolmentState.LEFT.value
        unit.reason = reason.strip()
        unit.flush()
        return _enrolment_line(queries.market.enrolments(unit, course.id, person_id, 1)[0])


def _enrolled(unit: Unit, course_id: int, person_id: int) -> tuple[Course, Enrolment]:
    course = _held(unit, course_id)
    row = queries.market.enrolment(unit, course_id, person_id)
    if row is None:
        raise NotFound("course.not_enrolled", field="person", name=course.name)
    unit.about(row)
    return course, row


def enrolments(
    db: Database, actor: Actor, *, course_id: int | None = None, person_id: int | None = None, limit: int = PAGE
) -> tuple[EnrolmentLine, ...]:
    """Who is on a course, or the courses of a person; the newest first."""
    with db.read("person.read", actor) as session:
        return tuple(map(_enrolment_line, queries.market.enrolments(session, course_id, person_id, limit)))


def _enrolment_line(row: Any) -> EnrolmentLine:
    return EnrolmentLine(
        row.id,
        row.course_id,
        row.course,
        CourseKind(row.kind),
        row.person_id,
        row.person,
        EnrolmentState(row.state),
        row.enrolled_on,
        row.finished_on,
        row.certificate,
    )


# which suit a person


def match_in(session: ReadSession | Unit, today: date, person_id: int, occupations: tuple[str, ...]) -> tuple[CourseMatch, ...]:
    """The courses still to begin that have a place left and that the person is not on: those for a wished occupation first."""
    mine = queries.market.courses_enrolled(session, person_id)
    rows = [row for row in queries.market.courses_to_begin(session, today) if row.id not in mine]
    taken = queries.market.places_taken(session, [row.id for row in rows])
    free = [_line(row, taken.get(row.id, 0)) for row in rows if taken.get(row.id, 0) < row.places]
    found = [(line, occupation_fits(occupations, line.name, line.occupation)) for line in free]
    found.sort(key=lambda pair: not pair[1])
    return tuple(CourseMatch(line, _reasons(line, fits)) for line, fits in found)


def _reasons(line: CourseLine, fits: bool) -> tuple[str, ...]:
    wished = (t("与想做的工作相符"),) if fits else ()
    free = (t("免费"),) if line.fee_cents == 0 else ()
    return (*wished, *free, t("还有 {places} 个名额").format(places=line.places - line.taken))


def match(db: Database, actor: Actor, now: datetime, person_id: int) -> tuple[CourseMatch, ...]:
    """The courses that may suit a person."""
    with db.read("person.read", actor) as session:
        person = person_of(session, person_id)
        wish = queries.assistance.wish(session, person.id)
        return match_in(session, business_date(now), person.id, tuple(wish.occupations) if wish else ())
