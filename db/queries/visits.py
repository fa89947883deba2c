"""Visits, whom they met, and which are due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.visits import VisitResult
from db import models
from db.models import Employer, Grid, Household, Officer, Person, Visit, VisitPerson

V = Visit.__table__.c
M = VisitPerson.__table__.c


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """What the list of visits is narrowed to; ``text`` stands in the name of whom it was for, in what was found, or in the number."""

    text: str = ""
    kind: str = ""
    officer_id: int | None = None
    first: date | None = None
    last: date | None = None
    person_id: int | None = None
    household_id: int | None = None
    employer_id: int | None = None


def visit(session: Session, visit_id: int) -> Visit | None:
    """A visit by id."""
    return session.get(Visit, visit_id)


HEAD = aliased(Person)


def _lines() -> Any:
    """Visits with the names of those they were for and how many were met."""
    p, e, o, head = Person.__table__.c, Employer.__table__.c, Officer.__table__.c, HEAD
    met = select(func.count()).where(M.visit_id == V.id).scalar_subquery()
    return (
        select(*V, p.name.label("person"), head.name.label("head"), e.name.label("employer"), o.name.label("officer"), met.label("met"))
        .join(Person.__table__, p.id == V.person_id, isouter=True)
        .join(Household, Household.id == V.household_id, isouter=True)
        .join(head, head.id == Household.head_id, isouter=True)
        .join(Employer.__table__, e.id == V.employer_id, isouter=True)
        .join(Officer.__table__, o.id == V.officer_id)
    )


def visit_row(session: Session, visit_id: int) -> Any:
    """One visit as a list shows it."""
    return session.execute(_lines().where(V.id == visit_id)).one()


def visit_page(session: Session, only: VisitFilter, after: Any, limit: int) -> Sequence[Any]:
    """Visits, the newest first."""
    statement = _lines().where(*_narrowed(only), *_holding(only.text)).order_by(V.happened_on.desc(), V.id.desc()).limit(limit)
    if after is not None:
        day, visit_id = after
        statement = statement.where(V.happened_on <= day, or_(V.happened_on < day, V.id < visit_id))
    rows: Sequence[Any] = session.execute(statement).all()
    return rows


def _holding(text: str) -> list[Any]:
    columns = (Person.__table__.c.name, HEAD.name, Employer.__table__.c.name, V.findings, V.needs, V.code)
    return [or_(*(column.contains(text, autoescape=True) for column in columns))] if text else []


def _narrowed(only: VisitFilter) -> list[Any]:
    wanted = {
        "kind": only.kind or None,
        "officer_id": only.officer_id,
        "household_id": only.household_id,
        "employer_id": only.employer_id,
    }
    found = [V[column] == value for column, value in wanted.items() if value is not None]
    found += [V.happened_on >= only.first] if only.first else []
    found += [V.happened_on <= only.last] if only.last else []
    if only.person_id is not None:
        met = select(M.visit_id).where(M.person_id == only.person_id)
        found.append(or_(V.person_id == only.person_id, V.id.in_(met)))
    return found


def persons_met(session: Session, visit_id: int) -> Sequence[Any]:
    """Whom a visit met, with names."""
    p = Person.__table__.c
    statement = select(M.person_id, p.name, M.relation).join(Person.__table__, p.id == M.person_id).where(M.visit_id == visit_id)
    return session.execute(statement.order_by(M.id)).all()


def met_on(session: Session, ids: Collection[int], on: date) -> set[int]:
    """Which of some persons were met already on a day, by whatever visit."""
    return set(session.execute(select(M.person_id).where(M.met_on == on, M.person_id.in_(ids))).scalars()) if ids else set()


def person_times(session: Session, first: date, last: date) -> int:
    """走访人次 between two days: persons met, the same person once a day."""
    days = select(M.met_on, M.person_id).where(M.met_on.between(first, last)).distinct().subquery()
    return int(session.execute(select(func.count()).select_from(days)).scalar_one())


def days_with_visits(session: Session, first: date, last: date, officer_id: int | None) -> int:
    """Distinct days with a visit between two days."""
    statement = select(func.count(func.distinct(V.happened_on))).where(V.happened_on.between(first, last))
    return int(session.execute(statement if officer_id is None else statement.where(V.officer_id == officer_id)).scalar_one())


def takes_its_place(later: Any) -> ColumnElement[bool]:
    """Whether a later visit takes the place of one agreed before it: one that met nobody does not, unless it agreed a new day."""
    return or_(later.result != VisitResult.NOBODY_HOME.value, later.next_on.is_not(None))


def due(session: Session, since: date, until: date, officer_id: int | None, limit: int) -> Sequence[Any]:
    """Next visits agreed for a day between two that no later visit has taken the place of, the oldest first."""
    later = aliased(Visit)
    same = or_(
        and_(V.person_id.is_not(None), later.person_id == V.person_id),
        and_(V.household_id.is_not(None), later.household_id == V.household_id),
        and_(V.employer_id.is_not(None), later.employer_id == V.employer_id),
    )
    after = or_(later.happened_on > V.happened_on, and_(later.happened_on == V.happened_on, later.id > V.id))
    newer = exists().where(same, after, takes_its_place(later))
    p, e, head = Person.__table__.c, Employer.__table__.c, aliased(Person)
    statement = (
        select(V.id, V.code, V.kind, V.person_id, V.household_id, V.employer_id, V.next_on, V.officer_id)
        .add_columns(p.name.label("person"), head.name.label("head"), e.name.label("employer"))
        .join(Person.__table__, p.id == V.person_id, isouter=True)
        .join(Household, Household.id == V.household_id, isouter=True)
        .join(head, head.id == Household.head_id, isouter=True)
        .join(Employer.__table__, e.id == V.employer_id, isouter=True)
        .where(V.next_on.between(since, until), ~newer)
        .order_by(V.next_on, V.id)
        .limit(limit)
    )
    return session.execute(statement if officer_id is None else statement.where(V.officer_id == officer_id)).all()


def unvisited_files(session: Session, limit: int) -> Sequence[Any]:
    """Persons with an open file who have no visit and no named helper (D8), the oldest file first."""
    from app.domain.assistance import FileState  # Today asks this module, and no file

    f, p = models.AssistanceFile.__table__.c, Person.__table__.c
    seen = exists().where(M.person_id == f.person_id)
    statement = select(f.person_id, p.name, f.code, f.opened_on).join(Person.__table__, p.id == f.person_id)
    statement = statement.where(f.state == FileState.OPEN.value, f.helper_id.is_(None), p.helper_id.is_(None), ~seen)
    return session.execute(statement.order_by(f.opened_on, f.id).limit(limit)).all()


def coverage(session: Session, first: date, last: date) -> Sequence[Any]:
    """Households by grid cell: how many there are and how many had a visit between two days."""
    h, g, hm = Household.__table__.c, Grid.__table__.c, models.HouseholdMember.__table__.c
    at_home = exists().where(V.household_id == h.id, V.happened_on.between(first, last))
    member = exists().where(hm.household_id == h.id, hm.person_id == M.person_id, M.met_on.between(first, last))
    visited = func.count().filter(or_(at_home, member))
    statement = select(h.grid_id, g.name, func.count().label("households"), visited.label("visited")).select_from(Household.__table__)
    statement = statement.join(Grid.__table__, g.id == h.grid_id, isouter=True).group_by(h.grid_id, g.name)
    return session.execute(statement.order_by(h.grid_id)).all()
