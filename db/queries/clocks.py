"""The clocks of cases by the batch: whose deadline a changed calendar can move, with the event rows it is replayed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.base import AnyRow
from db.models import Case, CaseEvent
from db.queries.cases import RUNNING

C = Case.__table__.c
E = CaseEvent.__table__.c
_CASE = select(
    *(C[name] for name in ("id", "number", "promised_days", "statutory_days", "supplement_rule", "extension_days")),
    *(C[name] for name in ("deadline", "statutory_deadline", "deadline_warning", "paused")),
)
_EVENT = select(*(E[name] for name in ("id", "case_id", "kind", "happened_on", "recorded_at", "data")))


SPAN = 5_000
"""How many ids are looked through at once: among a million closed cases the open ones may lie far apart."""


def touched(session: Session, first: date, last: date, after: int, limit: int) -> tuple[Sequence[AnyRow], int, bool]:
    """The next running clocks, by id, whose counted days reach into a span of days: of no other can the deadline have moved.

    With them the id up to which was looked, and whether that is all: a step looks through so many ids only, found or not.
    """
    reaches = or_(C.deadline >= first, C.statutory_deadline >= first)
    here = (C.id > after, C.id <= after + SPAN)
    statement = _CASE.where(*here, C.state.in_(RUNNING), C.accepted_on.is_not(None), C.accepted_on <= last, reaches)
    rows = session.execute(statement.order_by(C.id).limit(limit)).all()
    if len(rows) == limit:
        return rows, rows[-1].id, False
    newest = session.execute(select(C.id).order_by(C.id.desc()).limit(1)).scalar_one_or_none() or 0
    return rows, after + SPAN, newest <= after + SPAN


def rows_of(session: Session, case_ids: Sequence[int]) -> Mapping[int, Sequence[AnyRow]]:
    """The event rows of some cases, in the order they were written."""
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in session.execute(_EVENT.where(E.case_id.in_(case_ids)).order_by(E.id)):
        found[row.case_id].append(row)
    return found


def moved_since(session: Session, case_event_id: int) -> Sequence[AnyRow]:
    """The number of each case and what is kept of its moved deadline, behind an event row."""
    statement = select(C.number, E.data).join(Case, C.id == E.case_id).where(E.kind == "deadline_moved", E.id > case_event_id)
    return session.execute(statement.order_by(E.id)).all()


def last_event(session: Session) -> int:
    """The id of the newest event row; 0 without any."""
    return session.execute(select(E.id).order_by(E.id.desc()).limit(1)).scalar_one_or_none() or 0
