"""Files kept with a record: sealed when they come in, checked against their hash when they are opened, removed only with a reason."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.actions import require
from app.domain.actor import Actor
from app.domain.attachment_kinds import check_content
from app.domain.errors import Damaged, NotFound, Refused, Surroundings
from app.settings import Settings
from db import attachments as store
from db import queries
from db.base import new_uid
from db.models import Attachment
from db.queries import attachments as query
from db.uow import Database, ReadSession, Unit

LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class AttachmentForm:
    """A file as it comes in; ``record`` is what it belongs to (``cases:12``)."""

    record: str
    title: str
    data: bytes
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A kept file as lists show it."""

    id: int
    record: str
    title: str
    media_type: str
    size: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that has come in: sealed, and on the disk beside the embedded database; the row that keeps it comes with an act.

    ``sealed`` holds the bytes on a server, which keeps them in the row.
    """

    form: AttachmentForm
    digest: str
    sealed: bytes | None


Copy = int | Incoming | None
"""A signed copy an act rests on: a file that is kept already, or one that comes in with the act and is kept with it or not at all."""


def add(db: Database, actor: Actor, now: datetime, settings: Settings, form: AttachmentForm) -> AttachmentLine:
    """Seal and keep a file. The file is on the disk before the row is: a row never points at nothing."""
    with coming(db, actor, settings, form) as file, db.write("case.attach", actor, now) as unit:
        row = take(unit, actor, now, form.record, file)
        unit.about(form.record)
        return _line(row)


def put_away(db: Database, settings: Settings, data: bytes) -> tuple[str, bytes | None]:
    """Seal a content and lay it beside the embedded database; its digest, and on a server the bytes that its row keeps."""
    digest = store.digest_of(db.vault, data)
    sealed = store.seal(db.vault, digest, data)
    if db.kind == "postgresql":
        return digest, sealed
    store.write_file(settings.attachments, digest, sealed)
    return digest, None


def row_of(form: AttachmentForm, digest: str, sealed: bytes | None, officer: int | None, now: datetime) -> dict[str, Any]:
    """The row of a content that was put away."""
    return {
        "uid": new_uid(),
        "record": form.record,
        "title": form.title.strip(),
        "media_type": form.media_type,
        "size": len(form.data),
        "digest": digest,
        "sealed": sealed,
        "added_by": officer,
        "added_at": now,
    }


@contextmanager
def coming(db: Database, actor: Actor, settings: Settings, form: AttachmentForm) -> Iterator[Incoming]:
    """A file sealed for the act of the block: on the disk before it, and gone again where the act is refused."""
    require(actor, "case.attach")
    _check(form)
    before = store.is_there(settings.attachments, store.digest_of(db.vault, form.data))
    digest, sealed = put_away(db, settings, form.data)
    try:
        yield Incoming(form, digest, sealed)
    except BaseException:
        if not before and not _pointed_at(db, actor, digest):
            store.forget_file(settings.attachments, digest)
        raise


def _pointed_at(db: Database, actor: Actor, digest: str) -> bool:
    """Whether somebody else has kept the same content meanwhile."""
    with db.read("case.attach", actor) as session:
        return query.is_kept(session, digest)


@contextmanager
def read_in(db: Database, actor: Actor, settings: Settings, title: str, file: Path | None) -> Iterator[Incoming | None]:
    """The same for a file that an officer names; None where none is named."""
    if file is None:
        yield None
        return
    with coming(db, actor, settings, replace(form_of("", file), title=title)) as incoming:
        yield incoming


def form_of(record: str, file: Path) -> AttachmentForm:
    """A file of this machine as it comes in, under its own name; one that is too large is not read at all."""
    try:
        if file.stat().st_size > LARGEST:
            raise Refused("attachment.too_large", field="data", most=LARGEST // 1024 // 1024)
        data = file.read_bytes()
    except OSError as error:
        raise Surroundings("attachment.unreadable", field="scan", path=str(file)) from error
    return AttachmentForm(record, file.stem, data, mimetypes.guess_type(file.name)[0] or "application/octet-stream")


def take(unit: Unit, actor: Actor, now: datetime, record: str, file: Incoming) -> Attachment:
    """The row of a file that came in, in the unit of work of what it belongs to."""
    row = Attachment(**row_of(replace(file.form, record=record), file.digest, file.sealed, actor.officer_id, now))
    unit.add(row)
    unit.flush()
    return row


def _check(form: AttachmentForm) -> None:
    if not form.title.strip():
        raise Refused("attachment.title", field="title")
    if not form.data:
        raise Refused("attachment.empty", field="data")
    if len(form.data) > LARGEST:
        raise Refused("attachment.too_large", field="data", most=LARGEST // 1024 // 1024)
    check_content(form.media_type, form.data)


def _line(row: Attachment) -> AttachmentLine:
    return AttachmentLine(row.id, row.record, row.title, row.media_type, row.size, row.added_at)


def listing(db: Database, actor: Actor, record: str) -> tuple[AttachmentLine, ...]:
    """The files kept with a record."""
    with db.read("case.read", actor) as session:
        return tuple(_line(row) for row in query.of_record(session, record))


def changed(db: Database, actor: Actor, settings: Settings, record: str) -> frozenset[int]:
    """The ids of the files of a record that are not any more what was kept, or gone: each is opened and held against its hash."""
    with db.read("case.read", actor) as session:
        return frozenset(row.id for row in query.of_record(session, record) if not _is_whole(db, settings, row))


def _is_whole(db: Database, settings: Settings, row: Attachment) -> bool:
    try:
        sealed = row.sealed or store.read_file(settings.attachments, row.digest, row.title)
        store.open_sealed(db.vault, row.digest, sealed, row.title)
    except Damaged:
        return False
    return True


def content(db: Database, actor: Actor, settings: Settings, attachment_id: int) -> bytes:
    """A file's content; ``Damaged`` when what is stored is not what was kept."""
    with db.read("case.read", actor) as session:
        row = _found(session, attachment_id)
        sealed = row.sealed or store.read_file(settings.attachments, row.digest, row.title)
        return store.open_sealed(db.vault, row.digest, sealed, row.title)


def remove(db: Database, actor: Actor, now: datetime, attachment_id: int, reason: str) -> None:
    """Take a file out of its record. Its row and hash stay, and so does its content until retention erases it."""
    if not reason.strip():
        raise Refused("attachment.reason", field="reason")
    with db.write("case.attach", actor, now) as unit:
        row = _held(unit, attachment_id)
        if queries.cases.slip_used(unit, attachment_id):
            raise Refused("attachment.is_slip", field="attachment", title=row.title)
        if queries.cases.signed_copy(unit, row.record, attachment_id):
            raise Refused("attachment.is_signed", field="attachment", title=row.title)
        row.removed, row.removed_reason = True, reason.strip()
        unit.about(row.record)
        unit.reason = reason.strip()


def _held(unit: Unit, attachment_id: int) -> Attachment:
    row = unit.hold(Attachment, attachment_id)
    if row is None or row.removed:
        raise NotFound("attachment.unknown", id=attachment_id)
    return row


def _found(session: ReadSession | Unit, attachment_id: int) -> Attachment:
    row = session.get(Attachment, attachment_id)
    if row is None or row.removed:
        raise NotFound("attachment.unknown", id=attachment_id)
    return row
