"""Signed papers of a case that are kept as files: taking one in from a file, and whether a file is such a copy."""

from __future__ import annotations

import mimetypes
from datetime import datetime
from pathlib import Path

from app.domain.actor import Actor
from app.domain.errors import Refused, Surroundings
from app.services import attachments
from app.services.attachments import AttachmentForm
from app.services.case_step import Step
from app.services.cases import found
from app.settings import Settings
from app.texts import t
from db.models import Attachment
from db.uow import Database


def keep(db: Database, actor: Actor, now: datetime, settings: Settings, number: str, file: Path, title: str) -> int:
    """Keep the scan or photo of a signed paper with its case; its attachment id."""
    with db.read("case.read", actor) as session:
        record = f"cases:{found(session, number).id}"
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return attachments.add(db, actor, now, settings, AttachmentForm(record, t(title), content(file), kind)).id


def content(file: Path) -> bytes:
    """The bytes of a file that an officer names."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise Surroundings("attachment.unreadable", field="scan", path=str(file)) from error


def check(step: Step, attachment_id: int | None) -> bool:
    """Whether a signed copy is named; refused where it is no file of this case."""
    if attachment_id is None:
        return False
    kept = step.unit.get(Attachment, attachment_id)
    if kept is None or kept.removed or kept.record != f"cases:{step.case.id}":
        raise Refused("case.scan", field="attachment")
    return True
