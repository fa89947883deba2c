"""The roster (定人定岗定责): posts, who is on each with which duty from when until when, and the cases of a post (B8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain import roster as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused
from app.domain.roster import PostKind, Span
from app.services.officers import TEAM
from db import queries
from db.models import Officer, Post, PostAssignment
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post; ``counter`` is its counter's number, None where it stands at none."""

    code: str
    name: str
    counter: int | None
    active: bool


@dataclass(frozen=True, slots=True)
class PostForm:
    """What to set of a post; None leaves a field as it is, counter 0 takes it away from its counter."""

    name: str | None = None
    counter: int | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """An officer on a post: as holder or substitute, with which duty, from the first to the last day (None: it goes on)."""

    id: int
    officer_id: int
    officer: str
    login: str
    post: str
    post_name: str
    kind: PostKind
    duty: str
    starts_on: date
    ends_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class AssignmentForm:
    """Who goes on which post; ``starts_on`` None is today. ``move`` ends what the officer holds the day before."""

    officer: str
    post: str
    duty: str
    kind: PostKind = PostKind.HOLDER
    starts_on: date | None = None
    ends_on: date | None = None
    reason: str = ""
    move: bool = False


@dataclass(frozen=True, slots=True)
class PostCase:
    """A case that was received at a post."""

    number: str
    item: str
    state: str
    person: str
    officer: str
    received_on: date


def listing(db: Database, actor: Actor) -> tuple[PostLine, ...]:
    """All posts, those in use first."""
    with db.read("roster.read", actor) as session:
        return tuple(PostLine(row.code, row.name, row.counter, row.active) for row in queries.posts.posts(session))


def define(db: Database, actor: Actor, now: datetime, code: str, form: PostForm) -> PostLine:
    """Make a post or change it; one somebody is still on stays in use."""
    code = code.strip().upper()
    with db.write("roster.change", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        row = queries.posts.post(unit, code)
        rules.check_post(code, form.name if form.name is not None else row.name if row else "")
        if row is None:
            row = Post(code=code, name="", active=True)
            unit.add(row)
        row.name = form.name.strip() if form.name is not None else row.name
        if form.counter is not None:
            row.counter_id = _counter_id(unit, form.counter)
        if form.active is not None:
            _check_idle(unit, row, business_date(now), active=form.active)
            row.active = form.active
        unit.flush()
        unit.about(row)
        return next(PostLine(one.code, one.name, one.counter, one.active) for one in queries.posts.posts(unit) if one.code == code)


def _counter_id(unit: Unit, number: int) -> int | None:
    if not number:
        return None
    desk = queries.queue.counter_row(unit, number)
    if desk is None:
        raise NotFound("counter.unknown", field="counter", counter=number)
    return int(desk.id)


def _check_idle(unit: Unit, row: Post, today: date, *, active: bool) -> None:
    held = [] if active or row.id is None else _of_post(unit, row.id)
    still = next((one for one in held if one.ends_on is None or one.ends_on >= today), None)
    if still is not None:
        raise Refused("roster.post_held", field="active", officer=still.officer)


def _of_post(session: ReadSession | Unit, post_id: int) -> tuple[AssignmentLine, ...]:
    return tuple(_line(row) for row in queries.posts.of_post(session, post_id))


def _line(row: Any) -> AssignmentLine:
    return AssignmentLine(
        *(row.id, row.officer_id, row.officer, row.login, row.post, row.post_name, PostKind(row.kind), row.duty),
        *(row.starts_on, row.ends_on, row.reason),
    )


def roster(db: Database, actor: Actor, *, on: date | None = None, officer: str | None = None) -> tuple[AssignmentLine, ...]:
    """Who is on which post: on a day, or all that ever was; of one officer or of all."""
    with db.read("roster.read", actor) as session:
        whose = found_officer(session, officer).id if officer else None
        return tuple(_line(row) for row in queries.posts.assignments(session, on=on, officer_id=whose))


def found_officer(session: ReadSession | Unit, login: str, field: str = "officer") -> Officer:
    """An officer by login; ``NotFound`` for nobody."""
    officer = queries.station.officer_by_login(session, login)
    if officer is None:
        raise NotFound("officer.unknown", field=field, login=login)
    return officer


def living(session: ReadSession | Unit, login: str, field: str = "officer") -> Officer:
    """An officer whose account is in use."""
    officer = found_officer(session, login, field)
    if officer.ended_on is not None:
        raise Refused("officer.ended", field=field, login=login)
    return officer


def assign(db: Database, actor: Actor, now: datetime, form: AssignmentForm) -> AssignmentLine:
    """Put an officer on a post with a duty; what was before keeps its days, so that the past reads as it was."""
    with db.write("roster.change", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        officer, post = living(unit, form.officer), queries.posts.post(unit, form.post.strip().upper())
        if post is None or not post.active:
            raise NotFound("roster.post_unknown", field="post", post=form.post)
        starts = form.starts_on or business_date(now)
        if form.move:
            _leave_posts(unit, officer.id, starts)
        return add(unit, officer, post, replace(form, starts_on=starts))


def _leave_posts(unit: Unit, officer_id: int, starts: date) -> None:
    for held in queries.posts.going_on(unit, officer_id, starts):
        if held.kind == PostKind.HOLDER.value:
            held.ends_on = rules.last_day_before(Span(held.starts_on, held.ends_on), starts)
    unit.flush()


def add(unit: Unit, officer: Officer, post: Post, form: AssignmentForm) -> AssignmentLine:
    """The assignment in a unit of work that is open."""
    assert form.starts_on is not None
    span, known = Span(form.starts_on, form.ends_on), _of_post(unit, post.id)
    holders = [(one.officer, _span(one)) for one in known if one.kind is PostKind.HOLDER and one.officer_id != officer.id]
    rules.check_assignment(form.kind, form.duty, span, holders, [_span(one) for one in known if one.officer_id == officer.id])
    row = PostAssignment(
        officer_id=officer.id,
        post_id=post.id,
        kind=form.kind.value,
        duty=form.duty.strip(),
        starts_on=span.first,
        ends_on=span.last,
        reason=form.reason.strip(),
    )
    unit.add(row)
    unit.flush()
    unit.about(row)
    return next(one for one in _of_post(unit, post.id) if one.id == row.id)


def _span(one: AssignmentLine) -> Span:
    return Span(one.starts_on, one.ends_on)


def end(db: Database, actor: Actor, now: datetime, assignment_id: int, *, on: date | None = None, reason: str = "") -> AssignmentLine:
    """Let an assignment end on a day, today without one."""
    with db.write("roster.change", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        row = unit.get(PostAssignment, assignment_id)
        if row is None:
            raise NotFound("roster.unknown", field="id", id=assignment_id)
        last = on or business_date(now)
        rules.check_end(Span(row.starts_on, row.ends_on), last)
        row.ends_on, unit.reason = last, reason.strip()
        unit.flush()
        return next(one for one in _of_post(unit, row.post_id) if one.id == row.id)


def cases_of(db: Database, actor: Actor, code: str, first: date, last: date, *, limit: int = 500) -> tuple[PostCase, ...]:
    """The cases of a post in a span, by who held it on the day each was received."""
    with db.read("case.read", actor) as session:
        post = queries.posts.post(session, code.strip().upper())
        if post is None:
            raise NotFound("roster.post_unknown", field="post", post=code)
        rows: Iterable[Any] = queries.posts.cases_of_post(session, post.id, first, last, limit)
        return tuple(PostCase(one.number, one.item_name, one.state, one.person, one.officer, one.received_on) for one in rows)
