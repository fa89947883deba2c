"""First inquiries (首问登记): who received a visitor first, what was asked, what was answered or where the visitor was sent.

An inquiry needs no case and no identity number. The first officer is written once; the handler (承办人) may be somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.errors import NotAllowed, NotFound, Overtaken, Refused, Usage


class InquiryChannel(StrEnum):
    """How the visitor came: at the counter or by telephone."""

    WINDOW = "window"
    PHONE = "phone"


class InquiryOutcome(StrEnum):
    """What became of it: answered on the spot, told where to go (another office's matter), or passed on to the one in charge here."""

    ANSWERED = "answered"
    TOLD_WHERE = "told_where"
    PASSED_ON = "passed_on"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Material taken in: its name and how many."""

    name: str
    quantity: int = 1


def check_inquiry(topic: str, answer: str, outcome: InquiryOutcome, happened: datetime, now: datetime) -> None:
    """An inquiry says what it was about and what was answered or where the visitor was sent; none lies in the future."""
    if not topic.strip():
        raise Refused("inquiry.topic", field="topic")
    if not answer.strip():
        raise Refused("inquiry.answer", field="answer", outcome=outcome)
    if happened > now:
        raise Refused("inquiry.future", field="happened")


def check_told_where(outcome: InquiryOutcome, answer: str, where: str) -> str:
    """Where the visitor was sent: named on its own, or what the answer says; nothing for what stays here."""
    if outcome is InquiryOutcome.TOLD_WHERE:
        return where.strip() or answer.strip()
    if where.strip():
        raise Refused("inquiry.where_needless", field="where", outcome=outcome)
    return ""


def check_open(handled_on: date | None, case_number: str | None) -> None:
    """What was answered to its end, or became a case, is neither handed over nor answered again."""
    if case_number is not None:
        raise Refused("inquiry.has_case", number=case_number, code="", existing=case_number)
    if handled_on is not None:
        raise Refused("inquiry.handled", day=handled_on.isoformat())


def check_hand_over(holder: int, to: int, offered_to: int | None) -> None:
    """An inquiry goes to another officer, one at a time; the holder stays responsible until the other accepts."""
    if to == holder:
        raise Refused("inquiry.hand_over_self", field="handler")
    if offered_to is not None:
        raise Refused("inquiry.hand_over_waiting", field="handler")


def check_take_over(offered_to: int | None, officer: int | None) -> None:
    """Only the officer it was offered to takes it over."""
    if offered_to is None:
        raise Refused("inquiry.hand_over_none")
    if offered_to != officer:
        raise NotAllowed("inquiry.hand_over_other")


def came_back(offered_to: int | None, offered_at: datetime | None, taken_over_at: datetime | None) -> bool:
    """Whether the last hand-over was not accepted by the close of its day."""
    return offered_to is None and offered_at is not None and (taken_over_at is None or taken_over_at < offered_at)


def check_result(result: str, on: date, received: date, today: date) -> None:
    """The result says something, and came between the inquiry and today."""
    if not result.strip():
        raise Refused("inquiry.result", field="result")
    if not received <= on <= today:
        raise Refused("inquiry.result_day", field="on", day=on.isoformat())


def check_materials(materials: Iterable[HandedIn]) -> None:
    """Every material taken in has a name and a number of at least one."""
    for material in materials:
        if not material.name.strip():
            raise Refused("inquiry.material_name", field="materials")
        if material.quantity < 1:
            raise Refused("inquiry.material_quantity", field="materials", name=material.name)


def check_to_case(code: str, case_number: str | None) -> None:
    """An inquiry becomes one case, never two."""
    if case_number is not None:
        raise Overtaken("inquiry.has_case", code=code, number=case_number, existing=case_number)


_CODE = re.compile(r"ZX(\d{8})-(\d{3,})")


def inquiry_code(day: date, number: int) -> str:
    """ZX20261009-001: the station's date of the inquiry and the day's running number."""
    return f"ZX{day:%Y%m%d}-{number:03d}"


def tidy_code(text: str) -> str:
    """A typed inquiry code in its one form; ``NotFound`` when it is none."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise NotFound("inquiry.code", field="inquiry", text=text)
    return code


def parse_material(text: str) -> HandedIn:
    """``居民身份证复印件×2`` or ``居民身份证复印件:2`` as typed; without a number one. ``Usage`` for a number that is none."""
    name, mark, count = re.sub("[×：*]", ":", text).rpartition(":")
    if not mark:
        return HandedIn(text.strip())
    if not count.strip().isdecimal():
        raise Usage("inquiry.material_text", field="materials", text=text)
    return HandedIn(name.strip(), int(count))
