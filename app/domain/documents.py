"""Frozen values that the printing room draws: everything a paper shows, already decided, already masked.

A service fills one of these and hands it to ``printing.render``. A paper knows no database: what is not in the value is not on the paper.
``PLACE`` of each class says, by the table of ``masks``, whether ID and phone numbers of a person may stand on it.
Empty text prints as a dash, an empty list as 暂无.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from app.domain.documents_base import Document as Document
from app.domain.documents_base import PaperHead as PaperHead
from app.domain.documents_base import ReceivedMaterial as ReceivedMaterial
from app.domain.documents_cases import InquiryRegisterPaper as InquiryRegisterPaper
from app.domain.documents_cases import MaterialReceiptPaper as MaterialReceiptPaper
from app.domain.documents_cases import ProxyPaper as ProxyPaper
from app.domain.documents_clock import CaseSheetPaper as CaseSheetPaper
from app.domain.documents_clock import ExtensionPaper as ExtensionPaper
from app.domain.documents_office import OfficePaper as OfficePaper
from app.domain.masks import MASKS, Number, Place, Shown


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """The ticket a visitor tears off: a number, a line, who is ahead. No name, no number of a person.

    ``again`` marks a second slip of the same ticket (补打), printed at the head's ``printed_at``.
    """

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    number: str
    line: str
    people_ahead: int
    taken_at: datetime
    counters: str = ""
    priority: str = ""
    wait: str = ""
    notes: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class AppointmentPaper:
    """The slip of an appointment: when, for what, what to bring, the rules. It names no person: the code alone finds it at the check-in."""

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    number: str
    day: str
    hour: str
    line: str
    item: str = ""
    materials: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""
    rules: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class InquiryPaper:
    """The register slip of a first inquiry and, below the cut, the receipt for the visitor (首问登记、收件回执)."""

    PLACE: ClassVar[Place] = Place.OWN_FORM
    head: PaperHead
    visitor: str
    matter: str
    received_at: datetime
    first_officer: str
    officer: str
    channel: str = "窗口"
    address: str = ""
    phone: str = ""
    materials: tuple[ReceivedMaterial, ...] = ()
    outcome: str = ""
    referred_to: str = ""
    finish_on: date | None = None
    first_officer_phone: str = ""
    officer_phone: str = ""
    supervision_phone: str = ""


@dataclass(frozen=True, slots=True)
class MissingMaterial:
    """One thing that is still wanted: form, count, who issues it, how to get it."""

    name: str
    form: str = "原件"
    copies: int = 1
    issuer: str = ""
    how_to_get: str = ""
    requirement: str = ""


@dataclass(frozen=True, slots=True)
class OneTimeNoticePaper:
    """The one-time notice: all that is missing, numbered, told once (一次性告知书).

    ``notice`` counts the notices of the case; from the second on ``repeat_reason`` and ``approver`` are printed.
    ``reply_until`` is empty where the station's rule sets no day; ``others`` are requirements that are no material, ``not_asked`` says
    which materials of the item's list are left out and why.
    """

    PLACE: ClassVar[Place] = Place.OWN_FORM
    head: PaperHead
    person_name: str
    item_name: str
    received_on: date
    told_on: date
    officer: str
    missing: tuple[MissingMaterial, ...]
    basis: str = ""
    steps: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    fee: str = ""
    promised_limit: str = ""
    place: str = ""
    enquiry_phone: str = ""
    supervision_phone: str = ""
    phone: str = ""
    id_number: str = ""
    other_departments: tuple[str, ...] = ()
    consequence: str = ""
    reply_until: date | None = None
    notice: int = 1
    repeat_reason: str = ""
    approver: str = ""
    others: tuple[str, ...] = ()
    not_asked: str = ""


@dataclass(frozen=True, slots=True)
class AcceptancePaper:
    """The acceptance notice: taken in, by whom, until when and why then (受理通知书).

    ``deadline_steps`` explain the date day by day or in sentences, ``excluded`` names the time that is not counted. ``ground`` replaces
    “经审查，申请材料齐全、符合受理条件” where a case is accepted for another reason (not told in time: accepted from the day received)
    or before all of its material is there.
    """

    PLACE: ClassVar[Place] = Place.OWN_FORM
    head: PaperHead
    item_name: str
    applicant: str
    id_kind: str
    id_number: str
    received_at: datetime
    accepted_on: date
    receiver: str
    deadline: date
    organisation: str = ""
    phone: str = ""
    address: str = ""
    agent: str = ""
    agent_phone: str = ""
    receiver_phone: str = ""
    supervision_phone: str = ""
    basis: str = ""
    fee: str = ""
    item_kind: str = ""
    statutory_limit: str = ""
    promised_limit: str = ""
    materials: tuple[ReceivedMaterial, ...] = ()
    deadline_steps: tuple[str, ...] = ()
    excluded: str = ""
    ground: str = ""
    progress_query: str = ""
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class PointLine:
    """One of the five points: its name, clear or not, what is known, who checked it and when."""

    name: str
    clear: bool
    content: str = ""
    checked: str = ""


@dataclass(frozen=True, slots=True)
class StageLine:
    """One of the six steps of the method and the day it was reached; None while it lies ahead."""

    name: str
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class ListSummary:
    """One of the three service lists as the file mentions it: how many lines, which version, when renewed."""

    name: str
    lines: int
    version: int = 0
    updated_on: date | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service given: when, how, what came of it, by whom."""

    day: date
    kind: str
    content: str
    officer: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class AssistanceFilePaper:
    """A person's assistance file: who, status, five points, stage, lists, services (就业援助档案)."""

    PLACE: ClassVar[Place] = Place.OWN_FORM
    head: PaperHead
    person_name: str
    sex: str
    birth_date: date | None
    id_kind: str
    id_number: str
    phone: str
    address: str
    opened_on: date
    helper: str
    points: tuple[PointLine, ...]
    stages: tuple[StageLine, ...]
    lists: tuple[ListSummary, ...]
    helper_phone: str = ""
    education: str = ""
    grid: str = ""
    household: str = ""
    groups: tuple[str, ...] = ()
    recognition: str = ""
    status: str = ""
    status_since: date | None = None
    unemployed_for: str = ""
    services: tuple[ServiceLine, ...] = ()
    closing: str = ""


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job offered to the person and why it fits."""

    title: str
    employer: str
    kind: str = ""
    pay: str = ""
    place: str = ""
    contact: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A policy the person may claim: what, on which condition, where."""

    name: str
    content: str = ""
    condition: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """A course the person may take."""

    course: str
    provider: str = ""
    dates: str = ""
    place: str = ""
    fee: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class ServiceListsPaper:
    """The three service lists of a person on one sheet; an empty list prints 暂无, never nothing (“三张”服务清单)."""

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    person_name: str
    helper: str
    made_on: date
    jobs: tuple[JobLine, ...] = ()
    policies: tuple[PolicyLine, ...] = ()
    training: tuple[TrainingLine, ...] = ()
    helper_phone: str = ""
    version: int = 1
    jobs_updated_on: date | None = None
    policies_updated_on: date | None = None
    training_updated_on: date | None = None


@dataclass(frozen=True, slots=True)
class RatingSlipPaper:
    """The slip by which a visitor rates a service, voluntary and without a name; ``copies`` 2 prints two on one sheet to cut."""

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    item_name: str
    served_on: date
    officer: str
    counter: str = ""
    ticket: str = ""
    valid_until: date | None = None
    supervision_phone: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True)
class ApprovalSlipPaper:
    """The slip by which somebody without an account at the station confirms a step of a case by hand (签批单).

    ``asked_for`` is the step, ``particulars`` what exactly, ``signer`` who may sign it by the rule of the place.
    """

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    asked_for: str
    item_name: str
    applicant: str
    officer: str
    asked_on: date
    reason: str
    signer: str
    particulars: str = ""
    state: str = ""
    received_on: date | None = None
    deadline: date | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ChaserPaper:
    """A chaser that time brought: of which case, to whom, by which rule, how much time is left (催办单).

    ``fell_due_on`` is the day it belongs to, ``written_at`` the moment the program made it; they differ after closed days.
    """

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    title: str
    officer: str
    item_name: str
    applicant: str
    accepted_on: date
    deadline: date
    fell_due_on: date
    written_at: datetime
    left: str
    rule: str
    asked_for: str
    state: str = ""
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of a table head of several levels; ``row`` and ``column`` from 0, spanning ``rows`` × ``columns``."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class NarrativePart:
    """A headed paragraph of the narrative that goes with a return."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class ReturnPaper:
    """A return as a sheet: head of up to three levels, rows, the foot to sign (报表).

    ``numeric`` names the columns set flush right. ``default_form`` prints the remark that this is not the official form.
    ``digest`` is the head of the audit chain, ``edition`` the definition used, ``cut_off`` the moment the data was read, ``foot``
    who signs.
    """

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    title: str
    period: str
    unit: str
    head_cells: tuple[HeadCell, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    form_code: str = ""
    edition: str = ""
    cut_off: datetime | None = None
    default_form: bool = True
    remarks: tuple[str, ...] = ()
    narrative: tuple[NarrativePart, ...] = ()
    leader: str = ""
    filled_by: str = ""
    phone: str = ""
    reported_on: date | None = None
    digest: str = ""
    foot: tuple[str, ...] = ("单位负责人", "填表人", "联系电话", "报出日期", "（盖章）")


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The recovery code, shown and printed once when a station is made; it is stored nowhere, so this sheet is its only copy.

    ``groups`` are numbered from 1, as the wizard asks them back; ``key_id`` tells which ``station.key`` the code opens.
    """

    PLACE: ClassVar[Place] = Place.PUBLIC
    head: PaperHead
    groups: tuple[str, ...]
    key_id: str
    made_on: date


DEFAULT_FORM_REMARK = "本表式为软件默认模板，非附件2原表"

Paper = (
    TicketPaper
    | AppointmentPaper
    | InquiryPaper
    | OneTimeNoticePaper
    | AcceptancePaper
    | AssistanceFilePaper
    | ServiceListsPaper
    | RatingSlipPaper
    | ApprovalSlipPaper
    | ChaserPaper
    | ExtensionPaper
    | CaseSheetPaper
    | InquiryRegisterPaper
    | MaterialReceiptPaper
    | ProxyPaper
    | OfficePaper
    | ReturnPaper
    | RecoverySheet
)

ID_LIKE = re.compile(r"(?<![0-9A-Za-z])\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])")


def texts_of(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a paper with the name of the field it stands in, in the order of the fields."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield name, value
    elif is_dataclass(value):
        for part in fields(value):
            yield from texts_of(getattr(value, part.name), part.name)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_of(item, name)


def shows_forbidden_id(paper: Paper) -> str | None:
    """The field of a paper without ID numbers in which one stands nevertheless, or None."""
    if MASKS[paper.PLACE][Number.ID] is Shown.FULL:
        return None
    return next((name for name, text in texts_of(paper) if ID_LIKE.search(text)), None)
