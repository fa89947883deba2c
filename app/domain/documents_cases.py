"""Papers of first inquiries and of acting for a person: the register, the receipt of material, the five papers of proxy handling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.documents_base import Document, PaperHead, ReceivedMaterial
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


@dataclass(frozen=True, slots=True)
class ProxyStep:
    """A step done for the person, and how they were told."""

    day: date
    text: str
    officer: str


@dataclass(frozen=True, slots=True)
class ProxyPaper:
    """A paper of proxy handling (帮办代办): which one says ``kind``; the two parties, the items one by one, and what each paper adds.

    ``earlier`` is the number of the authorisation that a renewal takes the place of, ``stopped`` why and since when nobody acted.
    """

    PLACE: ClassVar[Place] = Place.OWN_FORM
    head: PaperHead
    kind: Document
    item_name: str
    items: tuple[str, ...]
    applicant: str
    id_kind: str
    id_number: str
    phone: str
    address: str
    agent: str
    agent_duty: str
    agent_phone: str
    organisation: str
    powers: str = ""
    reason: str = ""
    span: str = ""
    free: str = ""
    limit: str = ""
    supervision_phone: str = ""
    signed_on: date | None = None
    deadline: date | None = None
    materials: tuple[ReceivedMaterial, ...] = ()
    earlier: str = ""
    stopped_on: date | None = None
    stopped: str = ""
    steps: tuple[ProxyStep, ...] = ()
    ended_on: date | None = None
    outcome: str = ""
    told: str = ""
