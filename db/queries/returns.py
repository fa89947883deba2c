"""Returns: what was typed into them, what was frozen, and what a return is made against."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.models import AuditEntry, AuditHead, Officer, PlanTarget, QueueLine, Return, ReturnCell, ReturnText, Station, Ticket

R = Return.__table__.c


def latest(session: Session, code: str, period: str, version: int | None = None) -> Return | None:
    """The newest frozen version of a return, or the one asked for."""
    statement = select(Return).where(Return.code == code, Return.period == period).order_by(Return.number.desc()).limit(1)
    return session.execute(statement if version is None else statement.where(Return.number == version)).scalar_one_or_none()


def lines(session: Session, first: date, last: date) -> Sequence[Any]:
    """Letter and name of the queue lines in use, and of those no longer in use for which numbers were taken in these days."""
    line, ticket = QueueLine.__table__.c, Ticket.__table__.c
    used = select(ticket.id).where(ticket.line_id == line.id, ticket.business_date.between(first, last)).exists()
    return session.execute(select(line.letter, line.name).where(or_(line.active, used)).order_by(line.letter)).all()


def last_number(session: Session, code: str, period: str) -> int:
    """The number of the newest frozen version, 0 for none."""
    return int(session.execute(select(func.coalesce(func.max(R.number), 0)).where(R.code == code, R.period == period)).scalar_one())


def versions(session: Session, code: str, period: str) -> Sequence[Any]:
    """Every frozen version of a return, newest first, with who froze it."""
    statement = select(R.id, R.number, R.frozen_at, R.cut_off, R.reason, R.digest, R.edition, Officer.name.label("officer"))
    statement = statement.outerjoin(Officer.__table__, Officer.id == R.frozen_by).where(R.code == code, R.period == period)
    return session.execute(statement.order_by(R.number.desc())).all()


def frozen_periods(session: Session, code: str) -> Sequence[Any]:
    """The frozen periods of a form with their newest version, the latest period first."""
    newest = select(R.period, func.max(R.number).label("number"), func.max(R.ends_on).label("ends_on"), func.max(R.frozen_at).label("at"))
    return session.execute(newest.where(R.code == code).group_by(R.period).order_by(func.max(R.ends_on).desc())).all()


def all_frozen(session: Session) -> Sequence[int]:
    """The ids of all frozen returns."""
    return session.execute(select(R.id).order_by(R.id)).scalars().all()


def cells(session: Session, return_id: int) -> Sequence[ReturnCell]:
    """The frozen figures of a return with their lineage."""
    return session.execute(select(ReturnCell).where(ReturnCell.return_id == return_id).order_by(ReturnCell.id)).scalars().all()


def values(session: Session, return_id: int) -> Mapping[str, str]:
    """The frozen values of a return as stored, by cell, without their lineage."""
    rows = session.execute(select(ReturnCell.cell, ReturnCell.value).where(ReturnCell.return_id == return_id))
    return {row.cell: row.value for row in rows}


def texts(session: Session, code: str, period: str) -> Mapping[str, str]:
    """What was typed into a return, by key."""
    statement = select(ReturnText.key, ReturnText.text).where(ReturnText.code == code, ReturnText.period == period)
    return {row.key: row.text for row in session.execute(statement.order_by(ReturnText.key))}


def text_row(session: Session, code: str, period: str, key: str) -> ReturnText | None:
    """One typed text."""
    statement = select(ReturnText).where(ReturnText.code == code, ReturnText.period == period, ReturnText.key == key)
    return session.execute(statement).scalar_one_or_none()


def audit_head(session: Session) -> tuple[int, str]:
    """Number and hash of the last audit entry: the state of the data a return was made from."""
    row = session.execute(select(AuditHead.seq, AuditHead.hash)).one()
    return row.seq, row.hash.hex()


def station_row(session: Session) -> Any:
    """The station as its returns name it."""
    s = Station.__table__.c
    return session.execute(select(s.code, s.name, s.kind, s.phone, s.practice)).one()


def heads(session: Session) -> Sequence[str]:
    """The names of those who lead the station now."""
    rows = session.execute(select(Officer.name, Officer.roles).where(Officer.ended_on.is_(None)).order_by(Officer.id))
    return [row.name for row in rows if "head" in row.roles]


def plan_targets(session: Session, years: Collection[int]) -> Sequence[PlanTarget]:
    """The figures of the plan-task table for some years (0 stands for the whole plan)."""
    return session.execute(select(PlanTarget).where(PlanTarget.year.in_(years)).order_by(PlanTarget.year, PlanTarget.key)).scalars().all()


def plan_target(session: Session, year: int, key: str) -> PlanTarget | None:
    """One figure of the plan."""
    return session.execute(select(PlanTarget).where(PlanTarget.year == year, PlanTarget.key == key)).scalar_one_or_none()


def last_entry_at(session: Session) -> datetime | None:
    """The moment of the last audit entry: nothing in this snapshot was recorded later."""
    entry = AuditEntry.__table__.c
    return session.execute(select(entry.at).order_by(entry.seq.desc()).limit(1)).scalar_one_or_none()
