"""The signed authorisations of the practice station: files like any other, filled in by a hand that is nobody's."""

from __future__ import annotations

from functools import cache
from importlib import resources

from app.domain.demo_scan import BlankForm
from app.services.attachments import AttachmentForm
from app.texts import t

TITLE = "代办委托书签字件"


@cache
def _blank() -> BlankForm:
    return BlankForm(resources.files("app").joinpath("data/demo_authorisation.png").read_bytes())


def signed_copy(case_id: int, number: str) -> AttachmentForm:
    """The signed authorisation of a case; every ``number`` (of the authorisation, or of the case it was brought for) has its own hand."""
    return AttachmentForm(f"cases:{case_id}", t(TITLE), _blank().signed(number), "image/png")
