"""Who stands in for the head (代理负责人) from a day until a day: named by the head, ended by the head, over by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import roster as rules
from app.domain.actor import Actor, Role
from app.domain.clock import business_date
from app.domain.errors import NotAllowed, NotFound, Overtaken
from app.domain.roster import Span
from app.services.officers import TEAM
from app.services.posts import living
from db import queries
from db.models import DeputyHead
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit


@dataclass(frozen=True, slots=True)
class DeputyLine:
    """A naming; ``holds`` says whether the officer acts as head today."""

    id: int
    officer: str
    login: str
    starts_on: date
    ends_on: date
    reason: str
    named_by: str
    ended_at: datetime | None
    holds: bool


def listing(db: Database, actor: Actor, now: datetime, *, over: bool = False) -> tuple[DeputyLine, ...]:
    """Who stands in now and later; with ``over`` also who did."""
    with db.read("roster.read", actor) as session:
        return _lines(session, business_date(now), None if over else business_date(now))


def _lines(session: ReadSession | Unit, today: date, since: date | None) -> tuple[DeputyLine, ...]:
    return tuple(_line(row, today) for row in queries.roster.deputies(session, since))


def _line(row: Any, today: date) -> DeputyLine:
    holds = rules.deputy_holds(Span(row.starts_on, row.ends_on), row.ended_at is not None, today)
    return DeputyLine(row.id, row.officer, row.login, row.starts_on, row.ends_on, row.reason, row.named_by, row.ended_at, holds)


def name(db: Database, actor: Actor, now: datetime, login: str, first: date, last: date, reason: str = "") -> DeputyLine:
    """Name a deputy; who only stands in for the head names nobody."""
    today = business_date(now)
    with db.write("deputy.name", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        _check_own_right(actor)
        officer = living(unit, login)
        others = [(one.officer, Span(one.starts_on, one.ends_on)) for one in _lines(unit, today, today)]
        rules.check_deputy(Span(first, last), today, Role.HEAD.value in officer.roles, others)
        row = DeputyHead(
            officer_id=officer.id,
            starts_on=first,
            ends_on=last,
            reason=reason.strip(),
            named_by=actor.officer_id or 0,
            named_at=now,
        )
        unit.add(row)
        unit.flush()
        unit.about(row)
        return next(one for one in _lines(unit, today, None) if one.id == row.id)


def _check_own_right(actor: Actor) -> None:
    if actor.deputy_id is not None:
        raise NotAllowed("deputy.own_right")


def end(db: Database, actor: Actor, now: datetime, deputy_id: int, reason: str = "") -> DeputyLine:
    """Take a naming back before its last day; what the deputy does next is refused, also at a desk that is open."""
    today = business_date(now)
    with db.write("deputy.name", actor, now) as unit:
        one_at_a_time(unit, TEAM)
        _check_own_right(actor)
        row = unit.get(DeputyHead, deputy_id)
        if row is None:
            raise NotFound("deputy.unknown", field="id", id=deputy_id)
        unit.about(row)
        if row.ended_at is not None or row.ends_on < today:
            raise Overtaken("deputy.over_already", field="id")
        row.ended_at, unit.reason = now, reason.strip()
        unit.flush()
        return next(one for one in _lines(unit, today, None) if one.id == row.id)
