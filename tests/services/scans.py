"""Scans of signed papers, for the tests of the services."""

from __future__ import annotations

from app.services import attachments, cases
from app.services.attachments import AttachmentForm


def scanned(db, actor, at, settings, number: str, title: str = "签字件") -> int:
    """A signed paper kept with a case; its attachment id."""
    record = f"cases:{cases.show(db, actor, at, number).facts.id}"
    return attachments.add(db, actor, at, settings, AttachmentForm(record, title, f"{title} {number}".encode())).id
