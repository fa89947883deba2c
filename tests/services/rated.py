"""Closed cases and finished tickets to rate, for the tests of the services."""

from __future__ import annotations

from app.services import case_acts, cases, items, queue
from app.services.cases import CaseForm
from tests.services.accepting import accept_complete
from tests.services.people import register


def closed_case(db, actor, now, person: int | None = None) -> str:
    """The number of a case that was opened, accepted and closed."""
    person = person or register(db, actor, now)
    item = next(line.code for line in items.listing(db, actor) if line.kind == "immediate")
    number = cases.open_case(db, actor, now, CaseForm(item, person)).number
    accept_complete(db, actor, now, number)
    case_acts.close(db, actor, now, number, "已办结")
    return number


def case_of_a_visit(db, actor, now, *, closed: bool = True) -> tuple[str, str]:
    """A number that was served and finished, and the case that came of it: accepted, and closed at once or not."""
    person = register(db, actor, now)
    code = queue.take(db, actor, now, "A", person_id=person).ticket
    queue.call(db, actor, now, 1)
    item = next(line.code for line in items.listing(db, actor) if line.kind == "immediate")
    number = cases.open_case(db, actor, now, CaseForm(item, person, ticket=code)).number
    accept_complete(db, actor, now, number)
    if closed:
        case_acts.close(db, actor, now, number, "已办结")
    queue.act(db, actor, now, "finish", code)
    return code, number


def finished_ticket(db, actor, now) -> str:
    """The code of a ticket that was called and finished."""
    code = queue.take(db, actor, now, "A").ticket
    queue.call(db, actor, now, 1)
    queue.act(db, actor, now, "finish", code)
    return code
