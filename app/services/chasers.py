"""Chasers (催办): that the officer they are for has read them is recorded once; who makes them are the timed duties."""

from __future__ import annotations

from datetime import datetime

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import Refused
from app.services.cases import CaseFacts, facts_of, found
from db import queries
from db.models import Case
from db.uow import Database, Unit


def follow(unit: Unit, case: Case) -> None:
    """The case has another responsible officer: chasers that nobody has read are for that one; what was read stays with who read it."""
    for row in queries.cases.chasers(unit, case.id):
        if row.seen_at is None:
            row.officer_id = case.officer_id


def see(db: Database, actor: Actor, now: datetime, number: str) -> CaseFacts:
    """The officer has read every chaser of a case that is for them; the moment is kept and never changed."""
    with db.write("chaser.see", actor, now) as unit:
        case = found(unit, number, lock=True)
        unread = [row for row in queries.cases.chasers(unit, case.id) if row.officer_id == actor.officer_id and row.seen_at is None]
        if not unread:
            raise Refused("chaser.none", number=case.number)
        for row in unread:
            row.seen_at = now
        unit.about(case)
        return facts_of(unit, case, business_date(now))
