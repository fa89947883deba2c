"""From a placement to the registrations it needs (帮办就业参保登记, F7): proxy cases of who began to work, under one number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain import bundles as rules
from app.domain.actor import Actor
from app.domain.cases import OPEN_CASE, CaseState
from app.domain.clock import business_date
from app.domain.errors import NotFound, Overtaken
from app.services import cases
from app.services.cases import CaseForm
from db import counters as numbers
from db.models import Hire
from db.queries import helpers as query
from db.uow import Database

ITEMS = ("JYDJ", "SBDJ")
"""Employment and insurance are registered together."""


@dataclass(frozen=True, slots=True)
class Registration:
    """The cases that were opened for a placement, and the number they stand under."""

    bundle: str
    person_id: int
    cases: tuple[str, ...]


def of_hire(db: Database, actor: Actor, now: datetime, hire_id: int) -> Registration:
    """Open the proxy cases of a placement, filled with its person; once, while one of them is open or was closed."""
    with db.write("case.open", actor, now) as unit:
        hire = unit.hold(Hire, hire_id)
        if hire is None:
            raise NotFound("hire.unknown", field="hire", hire=hire_id)
        origin = f"hire:{hire.id}"
        kept = frozenset({*OPEN_CASE, CaseState.CLOSED})
        there = [row.number for row in query.cases_of(unit, hire.person_id) if row.origin == origin and CaseState(row.state) in kept]
        if there:
            raise Overtaken("hire.registered", field="hire", number=there[-1])
        today = business_date(now)
        number = rules.bundle_number(today, numbers.next_number(unit, "bundle", str(today)))
        made = []
        for item in ITEMS:
            case = cases.add_case(unit, actor, now, CaseForm(item, hire.person_id, proxy=True, bundle=number))
            case.origin = origin
            made.append(case.number)
        unit.about(f"hire:{hire.id}")
        return Registration(number, hire.person_id, tuple(made))
