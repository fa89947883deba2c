"""The clocks of cases by the batch: whose deadline a changed calendar can move, with the event rows it is replayed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from db.base import AnyRow
from db.models import Case, CaseEvent, Chaser, Extension, Officer, Person
from db.queries.cases import RUNNING

C = Case.__table__.c
E = CaseEvent.__table__.c
_CASE = select(
    *(C[name] for name in ("id", "version", "number", "promised_days", "statutory_days", "supplement_rule", "extension_days")),
    *(C[name] for name in ("deadline", "statutory_deadline", "deadline_warning", "paused")),
    *(C[name] for name in ("accepted_on", "accepted_recorded_at", "closed_on", "officer_id")),
)
_EVENT = select(*(E[name] for name in ("id", "case_id", "kind", "happened_on", "recorded_at", "data")))


SPAN = 5_000
"""How many ids are looked through at once: among a million closed cases the open ones may lie far apart."""


def touched(session: Session, first: date, last: date, after: int, limit: int) -> tuple[Sequence[AnyRow], int, bool]:
    """The next running clocks, by id, whose counted days reach into a span of days: of no other can the deadline have moved.

    With them the id up to which was looked, and whether that is all: a step looks through so many ids only, found or not.
    """
    here = (C.id > after, C.id <= after + SPAN)
    statement = _CASE.where(*here, *_reach(first, last))
    rows = session.execute(statement.order_by(C.id).limit(limit)).all()
    if len(rows) == limit:
        return rows, rows[-1].id, False
    newest = session.execute(select(C.id).order_by(C.id.desc()).limit(1)).scalar_one_or_none() or 0
    return rows, after + SPAN, newest <= after + SPAN


def _reach(first: date, last: date) -> tuple[ColumnElement[bool], ...]:
    """Written so that the index of the ids alone is of use: SQLite would read every open case by its state, and sort them, at each step."""
    reaches = or_(C.deadline >= first, C.statutory_deadline >= first)
    return (C.state + "").in_(RUNNING), func.coalesce(C.accepted_on, date.max) <= last, reaches


def count_touched(session: Session, first: date, last: date) -> int:
    """How many running clocks reach into a span of days."""
    reaches = or_(C.deadline >= first, C.statutory_deadline >= first)
    found = select(func.count()).where(C.state.in_(RUNNING), C.accepted_on <= last, reaches)
    return int(session.execute(found).scalar_one())


def running(session: Session, case_ids: Sequence[int]) -> Sequence[AnyRow]:
    """Those of some cases whose clock runs."""
    statement = _CASE.where(C.id.in_(case_ids), C.state.in_(RUNNING), C.accepted_on.is_not(None))
    return session.execute(statement.order_by(C.id)).all()


def hold_marks(session: Session, case_ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    """By case its version and its newest event: while they stand, so does what was counted. Nobody changes the cases from here on."""
    found = select(C.id, C.version).where(C.id.in_(case_ids)).order_by(C.id)
    versions = session.execute(found.with_for_update(key_share=True)).all()
    newest = select(E.case_id, func.max(E.id).label("newest")).where(E.case_id.in_(case_ids)).group_by(E.case_id)
    events = {row.case_id: row.newest for row in session.execute(newest)}
    return {row.id: (row.version, events.get(row.id, 0)) for row in versions}


def rows_of(session: Session, case_ids: Sequence[int]) -> Mapping[int, Sequence[AnyRow]]:
    """The event rows of some cases, in the order they were written."""
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in session.execute(_EVENT.where(E.case_id.in_(case_ids)).order_by(E.id)):
        found[row.case_id].append(row)
    return found


def chasers_of(session: Session, case_ids: Sequence[int]) -> Sequence[AnyRow]:
    """The chasers and notices of some cases, in the order they were written."""
    x = Chaser.__table__.c
    return session.execute(select(*x).where(x.case_id.in_(case_ids)).order_by(x.id)).all()


def of_span(session: Session, first: date, last: date, today: date, limit: int) -> Sequence[AnyRow]:
    """The cases that came, were accepted or ended between two days, and those in hand that are overdue; the nearest deadline first."""
    names = ("id", "number", "item_name", "state", "received_on", "accepted_on", "deadline", "closed_on", "late_entry", "paused")
    overdue = and_(C.state.in_(RUNNING), C.accepted_on.is_not(None), C.deadline < min(today, last), C.accepted_on <= last)
    within = or_(*(C[name].between(first, last) for name in ("received_on", "accepted_on", "closed_on")), overdue)
    statement = (
        select(*(C[name] for name in names), Person.name.label("person"), Person.gender, Officer.name.label("officer"))
        .select_from(Case)
        .join(Person, Person.id == C.person_id)
        .join(Officer, Officer.id == C.officer_id)
        .where(within)
    )
    return session.execute(statement.order_by(C.deadline, C.id).limit(limit)).all()


def events_of_span(session: Session, kind: str, first: date, last: date) -> Sequence[AnyRow]:
    """The case and what is kept of each event of a kind between two days, as recorded."""
    statement = select(E.case_id, E.data).where(E.kind == kind, E.happened_on.between(first, last))
    return session.execute(statement.order_by(E.id)).all()


def last_extension(session: Session, case_id: int) -> Extension | None:
    """The newest extension of a case that was approved."""
    statement = select(Extension).where(Extension.case_id == case_id, Extension.state == "approved")
    return session.execute(statement.order_by(Extension.id.desc()).limit(1)).scalar_one_or_none()
