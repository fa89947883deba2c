"""Persons, their groups, their status, and what the pages show about many of them at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.domain.cases import OPEN_CASE
from app.domain.queueing import TicketState
from db.audit import VALUE_FIELD
from db.hot import Hot
from db.models import (
    Appointment,
    AssistanceFile,
    Attachment,
    AuditEntry,
    AuditValue,
    Case,
    Draft,
    EmploymentStatus,
    FivePoints,
    Grid,
    HardshipRecognition,
    HouseholdMember,
    JobWish,
    Officer,
    Person,
    PersonGroup,
    Referral,
    ServiceList,
    Ticket,
    VisitPerson,
)
from db.uow import ReadSession

OPEN_STATES = tuple(sorted(state.value for state in OPEN_CASE))
IN_HALL = tuple(s.value for s in (TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD))
P = Person.__table__.c
G = PersonGroup.__table__.c


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """What the list of persons is narrowed to; ``unclear`` keeps those with fewer than five clear points."""

    status: str = ""
    group: str = ""
    grid_id: int | None = None
    helper_id: int | None = None
    unclear: bool = False

    @property
    def by_points(self) -> bool:
        """Whether the list is in the order of the clear points: only where nothing else narrows it, for an index serves one order."""
        return self == PersonFilter(unclear=True)


def person(session: Session, person_id: int) -> Person | None:
    """A person by id."""
    return session.get(Person, person_id)


def owner(session: Session, model: Any, key: int) -> int | None:
    """The person a record belongs to, without reading the record: for who holds the person before it."""
    return session.execute(select(model.person_id).where(model.id == key)).scalar_one_or_none()


_BY_DIGEST = Hot(select(P.id).where(P.id_digest == bindparam("digest")))  # every registration asks it


def person_by_digest(session: Session, digest: str) -> int | None:
    """The id of the person with this number."""
    row = _BY_DIGEST.first(session, {"digest": digest})
    return row.id if row else None


_LINE = (
    *(P.id, P.uid, P.name, P.gender, P.birth_date, P.id_number_sealed, P.phone_sealed, P.status, P.points, P.grid_id, P.helper_id),
    *(P.address, P.id_kind, P.resident),
)


def person_rows(session: Session, ids: Collection[int]) -> dict[int, Any]:
    """The list's columns of some persons by id; those merged into another are left out."""
    statement = select(*_LINE).where(P.id.in_(ids), P.merged_into_id.is_(None))
    return {row.id: row for row in session.execute(statement)} if ids else {}


def person_page(session: Session, only: PersonFilter, on: date, after: Any, limit: int) -> Sequence[Any]:
    """The newest persons first, or those who lack most points. Each order walks an index."""
    statement = select(*_LINE).where(P.merged_into_id.is_(None)).limit(limit)
    statement = _narrowed(statement, only)
    if only.group:
        return session.execute(_of_group(statement, only.group, on, after)).all()
    if only.by_points:
        statement = statement.order_by(P.points, P.id)
        return session.execute(_past(statement, after)).all()
    statement = statement.order_by(P.id.desc())
    return session.execute(statement if after is None else statement.where(P.id < after)).all()


def _narrowed(statement: Any, only: PersonFilter) -> Any:
    wanted: Mapping[str, Any] = {"status": only.status or None, "grid_id": only.grid_id, "helper_id": only.helper_id}
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(P[column] == value)
    return statement.where(P.points < 5) if only.unclear else statement


def _past(statement: Any, after: Any) -> Any:
    if after is None:
        return statement
    points, person_id = after
    return statement.where(P.points >= points, or_(P.points > points, P.id > person_id))


def _of_group(statement: Any, group: str, on: date, after: Any) -> Any:
    held = and_(G.since <= on, or_(G.until.is_(None), G.until > on))
    statement = statement.join(PersonGroup.__table__, G.person_id == P.id).where(G.group == group, held).order_by(G.person_id.desc())
    return statement if after is None else statement.where(G.person_id < after)


def person_counts(session: Session, on: date, status: str) -> Sequence[int]:
    """How many persons there are, of one status, in difficulty, of a household without work, with unclear points."""
    living = P.merged_into_id.is_(None)
    held = and_(G.since <= on, or_(G.until.is_(None), G.until > on))
    in_group = [
        select(func.count(func.distinct(G.person_id))).where(G.group == code, held).scalar_subquery()
        for code in ("hardship", "zero_family")
    ]
    whole = [select(func.count()).where(living, *more).scalar_subquery() for more in ((), (P.status == status,), (P.points < 5,))]
    return tuple(session.execute(select(whole[0], whole[1], *in_group, whole[2])).one())


def groups_held(session: Session, ids: Collection[int], on: date) -> dict[int, list[str]]:
    """The groups of some persons on a day."""
    held: dict[int, list[str]] = {}
    statement = select(G.person_id, G.group).where(G.person_id.in_(ids), G.since <= on, or_(G.until.is_(None), G.until > on))
    for row in session.execute(statement.order_by(G.person_id, G.id)) if ids else ():
        if row.group not in held.setdefault(row.person_id, []):
            held[row.person_id].append(row.group)
    return held


def group_spans(session: Session, person_id: int) -> Sequence[PersonGroup]:
    """All group spans of a person, oldest first."""
    return (
        session.execute(select(PersonGroup).where(PersonGroup.person_id == person_id).order_by(PersonGroup.since, PersonGroup.id))
        .scalars()
        .all()
    )


def status_spans(session: Session, person_id: int) -> Sequence[EmploymentStatus]:
    """The status history of a person, oldest first."""
    statement = select(EmploymentStatus).where(EmploymentStatus.person_id == person_id)
    return session.execute(statement.order_by(EmploymentStatus.since, EmploymentStatus.id)).scalars().all()


def statuses_on(session: Session, ids: Collection[int], on: date) -> dict[int, str]:
    """The status of some persons on a day."""
    e = EmploymentStatus.__table__.c
    statement = select(e.person_id, e.status).where(e.person_id.in_(ids), e.since <= on, or_(e.until.is_(None), e.until > on))
    return {row.person_id: row.status for row in session.execute(statement.order_by(e.since, e.id))} if ids else {}


def hardships(session: Session, person_id: int) -> Sequence[HardshipRecognition]:
    """The applications and recognitions of a person, newest first."""
    statement = select(HardshipRecognition).where(HardshipRecognition.person_id == person_id)
    return session.execute(statement.order_by(HardshipRecognition.applied_on.desc(), HardshipRecognition.id.desc())).scalars().all()


def last_met(session: Session, ids: Collection[int]) -> dict[int, date]:
    """The day on which each of some persons was last met on a visit."""
    v = VisitPerson.__table__.c
    statement = select(v.person_id, func.max(v.met_on).label("day")).where(v.person_id.in_(ids)).group_by(v.person_id)
    return {row.person_id: row.day for row in session.execute(statement)} if ids else {}


def names_of_officers(session: Session) -> dict[int, str]:
    """All officers' names by id."""
    return {row.id: row.name for row in session.execute(select(Officer.id, Officer.name))}


def names_of_grids(session: Session) -> dict[int, str]:
    """All grid cells' names by id."""
    return {row.id: row.name for row in session.execute(select(Grid.id, Grid.name))}


def open_cases(session: Session, person_id: int) -> Sequence[Any]:
    """A person's cases in hand, the nearest deadline first."""
    c = Case.__table__.c
    statement = select(c.id, c.number, c.item_name, c.state, c.deadline, c.paused, c.promised_days, c.extension_days)
    statement = statement.where(c.person_id == person_id, c.state.in_(OPEN_STATES))
    return session.execute(statement.order_by(c.deadline, c.id)).all()


def tab_counts(session: Session, person_id: int) -> dict[str, int]:
    """How much stands behind each tab of a person's page."""
    mine = select(HouseholdMember.household_id).where(HouseholdMember.person_id == person_id, HouseholdMember.until.is_(None))
    counts = {
        "family": select(func.count()).where(HouseholdMember.household_id.in_(mine), HouseholdMember.until.is_(None)),
        "cases": select(func.count()).where(Case.person_id == person_id),
        "visits": select(func.count()).where(VisitPerson.person_id == person_id),
        "referrals": select(func.count()).where(Referral.person_id == person_id),
        "attachments": select(func.count()).where(Attachment.record == f"person:{person_id}", Attachment.removed.is_(False)),
    }
    row = session.execute(select(*(one.scalar_subquery().label(name) for name, one in counts.items()))).one()
    return dict(row._mapping)


def drafts_about(session: Session, officer_id: int | None, person_id: int) -> Sequence[Any]:
    """An officer's half-filled forms about a person."""
    d = Draft.__table__.c
    statement = select(d.id, d.form, d.title, d.updated_at).where(d.officer_id == officer_id, d.record == f"person:{person_id}")
    return session.execute(statement.order_by(d.updated_at.desc())).all()


def in_hall(session: Session, on: date) -> dict[int, Any]:
    """Who holds a number that has not been finished today, by person."""
    t = Ticket.__table__.c
    statement = select(t.person_id, t.code, t.state).where(t.business_date == on, t.state.in_(IN_HALL), t.person_id.is_not(None))
    return {row.person_id: row for row in session.execute(statement.order_by(t.id))}


def booked(session: Session, ids: Collection[int], on: date) -> dict[int, Any]:
    """The time of the next appointment today of some persons."""
    a = Appointment.__table__.c
    statement = (
        select(a.person_id, a.at)
        .where(a.business_date == on, a.person_id.in_(ids), a.state.not_in(("checked_in", "cancelled", "missed")))
        .order_by(a.at.desc())
    )
    return {row.person_id: row.at for row in session.execute(statement)} if ids else {}


def trail(session: Session, records: Collection[str], limit: int) -> Sequence[Any]:
    """The newest audit values of some records with the entry each belongs to."""
    v, e = AuditValue.__table__.c, AuditEntry.__table__.c
    statement = select(v.seq, v.record, v.sealed, e.at, e.actor, e.action).join(AuditEntry.__table__, e.seq == v.seq)
    return session.execute(statement.where(v.record.in_(records)).order_by(v.seq.desc(), v.record).limit(limit)).all()


def last_change(session: Session, record: str) -> Any | None:
    """The officer who changed a record last, by which action, and when."""
    v, e, o = AuditValue.__table__.c, AuditEntry.__table__.c, Officer.__table__.c
    statement = select(e.seq, e.at, e.actor, e.action, o.name).join(AuditEntry.__table__, e.seq == v.seq)
    statement = statement.join(Officer.__table__, o.login == e.actor)
    return session.execute(statement.where(v.record == record).order_by(v.seq.desc()).limit(1)).one_or_none()


def names_by_login(session: Session) -> dict[str, str]:
    """All officers' names by login."""
    return {row.login: row.name for row in session.execute(select(Officer.login, Officer.name))}


def related_records(session: Session, person_id: int) -> tuple[str, ...]:
    """How the audit trail names the rows that belong to a person."""
    found = [f"person:{person_id}"]
    for model in (EmploymentStatus, PersonGroup, HardshipRecognition, FivePoints, JobWish, AssistanceFile, ServiceList, Appointment):
        column = model.__table__.c
        ids = session.execute(select(column.id).where(column.person_id == person_id)).scalars()
        found += [f"{model.__tablename__}:{row_id}" for row_id in ids]
    return tuple(found)


def audit_values(session: ReadSession, row: Any) -> dict[str, list[Any]]:
    """The stored before and after of one record of an entry; empty when retention has erased them."""
    if row.sealed is None:
        return {}
    opened = session.vault.open_bytes(VALUE_FIELD, f"{row.seq}/{row.record}", row.sealed)
    found: dict[str, list[Any]] = json.loads(opened)
    return found
