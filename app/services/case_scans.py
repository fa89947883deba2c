"""Signed papers of a case that are kept as files: the copy an act rests on, kept already or coming in with the act."""

from __future__ import annotations

from app.domain.errors import Refused
from app.services import attachments
from app.services.attachments import Copy
from app.services.case_step import Step
from db.models import Attachment


def kept(step: Step, copy: Copy) -> int | None:
    """The id of the signed copy; one that comes in is kept with the act. Refused where it is no file of this case."""
    record = f"cases:{step.case.id}"
    if copy is None:
        return None
    if not isinstance(copy, int):
        return attachments.take(step.unit, step.actor, step.now, record, copy).id
    row = step.unit.get(Attachment, copy)
    if row is None or row.removed or row.record != record:
        raise Refused("case.scan", field="attachment")
    return row.id
