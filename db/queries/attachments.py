"""Stored files: those of a record, one by its id, and all of them for the check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Attachment


def of_record(session: Session, record: str) -> Sequence[Attachment]:
    """The files of one record in the order they came, without the removed ones."""
    statement = select(Attachment).where(Attachment.record == record, Attachment.removed.is_(False)).order_by(Attachment.id)
    return session.execute(statement).scalars().all()


def every(session: Session) -> Iterator[Any]:
    """(id, record, title, digest, sealed) of every file, a few at a time: on the server each row carries its bytes."""
    last = 0
    columns = (Attachment.id, Attachment.record, Attachment.title, Attachment.digest, Attachment.sealed)
    while rows := session.execute(select(*columns).where(Attachment.id > last).order_by(Attachment.id).limit(10)).all():
        yield from rows
        last = rows[-1].id


def is_kept(session: Session, digest: str) -> bool:
    """Whether some row points at a content."""
    return session.execute(select(Attachment.id).where(Attachment.digest == digest).limit(1)).first() is not None
