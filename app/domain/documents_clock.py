"""Papers of the clock of cases: the notice of an extension, and the sheet of a day, a week or a month for the file at the wall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.documents_base import PaperHead
from app.domain.masks import Place


@dataclass(frozen=True, slots=True)
class ExtensionPaper:
    """What the applicant is told of an extension: why, by how many working days, from which day to which, who approved it (延期告知书)."""

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    applicant: str
    item_name: str
    accepted_on: date
    reason: str
    days: int
    before: date
    after: date
    approver: str
    approved_on: date
    officer: str
    officer_phone: str = ""
    supervision_phone: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class CaseSheetLine:
    """A case of the span: the applicant by family name only, dates as they stand, and what there is to say of it."""

    number: str
    item_name: str
    applicant: str
    officer: str
    received: str
    accepted: str
    deadline: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class CaseSheetPaper:
    """The cases of a day, a week or a month, to be filed at the wall (办件日报、周报、月报)."""

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    title: str
    span: str
    lines: tuple[CaseSheetLine, ...]
    summary: str
