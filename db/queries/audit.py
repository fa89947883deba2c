"""The audit trail as it is read: entries newest first, the sealed values of one, the last of a kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from db.models import AuditEntry, AuditValue

ENTRY = AuditEntry.__table__.c
Span = tuple[datetime | None, datetime | None]
"""From a moment until before another."""
LAST_CHARACTER = "\U0010ffff"


def entries(
    session: Session, action: str | None, actor: str | None, subject: str | None, *, span: Span, before: int | None, limit: int
) -> Sequence[Any]:
    """Entries, newest first. ``case.`` means every action of that area; ``subject`` finds every entry that changed the record."""
    statement = select(ENTRY.seq).order_by(ENTRY.seq.desc()).limit(limit)
    if action:
        statement = statement.where(_beginning(action) if action.endswith(".") else ENTRY.action == action)
    if actor:
        statement = statement.where(ENTRY.actor == actor)
    if subject:
        touched = select(AuditValue.seq).where(AuditValue.record == subject)
        statement = statement.where(or_(ENTRY.subject == subject, ENTRY.seq.in_(touched)))
    if before:
        statement = statement.where(ENTRY.seq < before)
    wanted = statement.where(*_within(session, *span))  # in an index alone; the entries themselves are large
    columns = select(ENTRY.seq, ENTRY.at, ENTRY.action, ENTRY.actor, ENTRY.subject)
    return session.execute(columns.where(ENTRY.seq.in_(wanted)).order_by(ENTRY.seq.desc())).all()


def _within(session: Session, first: datetime | None, last: datetime | None) -> list[ColumnElement[bool]]:
    """The span, and for one that is over the numbers of its entries: what came since need not be walked back through."""
    found = [ENTRY.at >= first] if first else []
    if not last:
        return found
    found.append(ENTRY.at < last)
    lowest, highest = session.execute(select(func.min(ENTRY.seq), func.max(ENTRY.seq)).where(*found)).one()
    return [*found, ENTRY.seq.between(lowest, highest)]


def _beginning(action: str) -> Any:
    return (ENTRY.action >= action) & (ENTRY.action < action + LAST_CHARACTER)


def entry(session: Session, seq: int) -> AuditEntry | None:
    """One entry with its bytes."""
    return session.get(AuditEntry, seq)


def values(session: Session, seq: int) -> dict[str, bytes | None]:
    """The sealed values of one entry by record; None where they were erased."""
    statement = select(AuditValue.record, AuditValue.sealed).where(AuditValue.seq == seq)
    return {row.record: row.sealed for row in session.execute(statement)}


def last(session: Session, action: str | None = None) -> Any | None:
    """The newest entry, of one action if it is named: (seq, at, subject)."""
    statement: Select[Any] = select(ENTRY.seq, ENTRY.at, ENTRY.subject).order_by(ENTRY.seq.desc()).limit(1)
    return session.execute(statement.where(ENTRY.action == action) if action else statement).first()


def last_seq(session: Session) -> int:
    """The number of the newest entry; 0 without one."""
    return int(session.execute(select(func.max(ENTRY.seq))).scalar_one() or 0)


def ticket_values(session: Session, first: int, last: int) -> Sequence[Any]:
    """The sealed values of single tickets in the entries from one number to another, ascending; erased ones and batches left out."""
    value = AuditValue.__table__.c
    statement = (
        select(value.seq, value.record, value.sealed, ENTRY.action, ENTRY.subject)
        .join_from(AuditEntry.__table__, AuditValue.__table__, ENTRY.seq == value.seq)
        .where(value.seq.between(first, last), value.record >= "ticket:", value.record < "ticket;", value.sealed.is_not(None))
        .order_by(value.seq, value.record)
    )
    return [row for row in session.execute(statement) if "-" not in row.record]
