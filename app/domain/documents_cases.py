"""Papers of first inquiries and cases that were added later: the register, the receipt of material."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.documents_base import PaperHead, ReceivedMaterial
from app.domain.masks import Place


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the register of first inquiries; ``came`` is when and how the visitor came, ``phone`` masked as on a screen."""

    number: str
    came: str
    visitor: str
    address: str
    phone: str
    matter: str
    materials: str
    first_officer: str
    officer: str
    officer_phone: str
    outcome: str


@dataclass(frozen=True, slots=True)
class InquiryRegisterPaper:
    """The register of first inquiries of a span of days, to be filed (首问登记簿)."""

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    span: str
    lines: tuple[RegisterLine, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class MaterialReceiptPaper:
    """The receipt for material taken in: names and numbers, who took it, whom to ask (收件回执)."""

    PLACE: ClassVar[Place] = Place.OWN_FORM
    head: PaperHead
    visitor: str
    matter: str
    received_on: date
    receiver: str
    materials: tuple[ReceivedMaterial, ...]
    phone: str = ""
    receiver_phone: str = ""
    officer: str = ""
    officer_phone: str = ""
    supervision_phone: str = ""
    returned_on: date | None = None
