"""Assistance files, the five points, job wishes, the three lists and recorded services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.assistance import FileState, Point
from db.models import (
    AssistanceFile,
    Course,
    FileStep,
    FivePoints,
    Job,
    JobWish,
    Person,
    Policy,
    ServiceList,
    ServiceListLine,
    ServiceRecord,
)

F = AssistanceFile.__table__.c
S = ServiceList.__table__.c


def newest_points(session: Session, person_id: int) -> dict[Point, FivePoints]:
    """The newest finding about each point of a person."""
    statement = select(FivePoints).where(FivePoints.person_id == person_id).order_by(FivePoints.checked_on, FivePoints.id)
    return {Point(row.point): row for row in session.execute(statement).scalars()}


def wish(session: Session, person_id: int) -> JobWish | None:
    """What work a person looks for."""
    return session.execute(select(JobWish).where(JobWish.person_id == person_id)).scalar_one_or_none()


def files_of(session: Session, person_id: int) -> Sequence[AssistanceFile]:
    """A person's assistance files, the open or newest one first."""
    statement = select(AssistanceFile).where(AssistanceFile.person_id == person_id)
    return session.execute(statement.order_by(AssistanceFile.closed_on.is_not(None), AssistanceFile.id.desc())).scalars().all()


def file(session: Session, file_id: int) -> AssistanceFile | None:
    """A file by id."""
    return session.get(AssistanceFile, file_id)


def steps(session: Session, file_id: int) -> Sequence[FileStep]:
    """The records of the six steps of a file, oldest first."""
    return session.execute(select(FileStep).where(FileStep.file_id == file_id).order_by(FileStep.happened_on, FileStep.id)).scalars().all()


def file_page(session: Session, state: str, stage: str, helper_id: int | None, after: int | None, limit: int) -> Sequence[Any]:
    """Assistance files with their person, the newest first."""
    p = Person.__table__.c
    columns = (F.id, F.code, F.person_id, p.name, p.points, p.status, F.state, F.stage, F.helper_id, F.opened_on, F.closed_on)
    statement = select(*columns).join(Person.__table__, p.id == F.person_id).order_by(F.id.desc()).limit(limit)
    for column, value in ((F.state, state or None), (F.stage, stage or None), (F.helper_id, helper_id)):
        statement = statement if value is None else statement.where(column == value)
    return session.execute(statement if after is None else statement.where(F.id < after)).all()


def lists_of(session: Session, person_id: int) -> Sequence[ServiceList]:
    """The versions of a person's three lists, the newest first."""
    statement = select(ServiceList).where(ServiceList.person_id == person_id)
    return session.execute(statement.order_by(ServiceList.file_id.desc(), ServiceList.number.desc())).scalars().all()


def lists_of_file(session: Session, file_id: int) -> Sequence[ServiceList]:
    """The versions of a file's lists, the newest first."""
    statement = select(ServiceList).where(ServiceList.file_id == file_id).order_by(ServiceList.number.desc())
    return session.execute(statement).scalars().all()


def lines(session: Session, list_id: int) -> Sequence[ServiceListLine]:
    """The lines of a version in their order."""
    statement = select(ServiceListLine).where(ServiceListLine.list_id == list_id)
    return session.execute(statement.order_by(ServiceListLine.kind, ServiceListLine.position)).scalars().all()


def stale_lists(session: Session, before: date, limit: int) -> Sequence[Any]:
    """Open files whose newest list was made before a day, or that have none and were opened before it; the oldest first."""
    p = Person.__table__.c
    newest = select(S.file_id, func.max(S.made_on).label("made_on")).group_by(S.file_id).subquery()
    since = func.coalesce(newest.c.made_on, F.opened_on)
    statement = (
        select(F.id, F.code, F.person_id, p.name, F.helper_id, newest.c.made_on, since.label("since"))
        .join(Person.__table__, p.id == F.person_id)
        .join(newest, newest.c.file_id == F.id, isouter=True)
        .where(F.state == FileState.OPEN.value, since < before)
    )
    return session.execute(statement.order_by(since, F.id).limit(limit)).all()


def services_of(session: Session, person_id: int, limit: int) -> Sequence[ServiceRecord]:
    """The services recorded for a person, newest first."""
    statement = select(ServiceRecord).where(ServiceRecord.person_id == person_id)
    return session.execute(statement.order_by(ServiceRecord.happened_on.desc(), ServiceRecord.id.desc()).limit(limit)).scalars().all()


def served_between(session: Session, person_id: int, first: date, last: date) -> bool:
    """Whether this station recorded a service to a person between two days, both included."""
    s = ServiceRecord.__table__.c
    statement = select(s.id).where(s.person_id == person_id, s.happened_on.between(first, last)).limit(1)
    return session.execute(statement).first() is not None


_OFFERS = {"job": Job, "policy": Policy, "course": Course}


def offer_exists(session: Session, record: str) -> bool:
    """Whether the job, policy or course a line names (``job:12``) is there; a line without a record needs none."""
    kind, _, row_id = record.partition(":")
    return not record or (kind in _OFFERS and row_id.isdigit() and session.get(_OFFERS[kind], int(row_id)) is not None)


def modes_between(session: Session, first: date, last: date) -> dict[str, int]:
    """How many services were recorded for a span of days, by mode."""
    s = ServiceRecord.__table__.c
    statement = select(s.mode, func.count().label("n")).where(s.happened_on.between(first, last)).group_by(s.mode)
    return {row.mode: row.n for row in session.execute(statement)}
