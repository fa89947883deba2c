"""Complaints and suggestions (投诉、意见建议, 003 (九), B19): each with its own last day, answered by another than it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain import moves
from app.domain.calendar import Calendar
from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.moves import lead, stay


class ComplaintKind(StrEnum):
    """What it is: only a complaint without an answer is answered for."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"


class ComplaintChannel(StrEnum):
    """How it came."""

    WINDOW = "window"
    PHONE = "phone"
    BOX = "box"
    LETTER = "letter"
    ONLINE = "online"
    HIGHER = "higher"


class ComplaintTopic(StrEnum):
    """What it is about."""

    ATTITUDE = "attitude"
    SPEED = "speed"
    RULES = "rules"
    FEES = "fees"
    PLACE = "place"
    OTHER = "other"


class ComplaintState(StrEnum):
    """How far it has come."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class ComplaintAction(StrEnum):
    """Given to somebody, looked into, answered to the person, filed."""

    ASSIGN = "assign"
    VERIFY = "verify"
    ANSWER = "answer"
    CLOSE = "close"


COMPLAINT_MOVES: dict[ComplaintAction, dict[ComplaintState, ComplaintState]] = {
    ComplaintAction.ASSIGN: stay(ComplaintState.OPEN),
    ComplaintAction.VERIFY: stay(ComplaintState.OPEN),
    ComplaintAction.ANSWER: lead(ComplaintState.ANSWERED, ComplaintState.OPEN),
    ComplaintAction.CLOSE: lead(ComplaintState.CLOSED, ComplaintState.ANSWERED),
}


@dataclass(frozen=True, slots=True)
class ComplaintDays:
    """When it was received, looked into and answered."""

    received_on: date
    verified_on: date | None = None
    answered_on: date | None = None


def complaint_code(day: date, number: int) -> str:
    """TS20261009-001: the station's date of receipt and the day's running number."""
    return f"TS{day:%Y%m%d}-{number:03d}"


def tidy_code(text: str) -> str:
    """A typed code in its one form; ``NotFound`` when it is none."""
    code = text.strip().upper()
    if not re.fullmatch(r"TS\d{8}-\d{3,}", code):
        raise NotFound("complaint.unknown", field="complaint", code=text.strip()[:40])
    return code


def complaint_due(received: date, kind: ComplaintKind, complaint_days: int, suggestion_days: int, calendar: Calendar) -> date:
    """The last day for the answer, in working days counted from the day after receipt."""
    return calendar.add_working_days(received, suggestion_days if kind is ComplaintKind.SUGGESTION else complaint_days)


def check_complaint(text: str, received: date, today: date) -> None:
    """It says something, and was not received in the time to come."""
    if not text.strip():
        raise Refused("complaint.text", field="text")
    if received > today:
        raise Refused("complaint.future", field="received", day=received.isoformat())


def check_handler(handler: int | None, about: int | None) -> None:
    """Whoever is complained of neither handles nor answers it (B19)."""
    if about is not None and handler == about:
        raise NotAllowed("complaint.own", field="handler")


def check_complaint_move(state: ComplaintState, action: ComplaintAction) -> ComplaintState:
    """The state after an action, or a refusal."""
    return moves.moved(COMPLAINT_MOVES, state, action, "complaint.move")


def check_day(days: ComplaintDays, on: date, today: date) -> None:
    """Steps lie between the receipt, the step before, and today."""
    first = max(day for day in (days.received_on, days.verified_on, days.answered_on) if day is not None)
    if not first <= on <= today:
        raise Refused("complaint.day", field="on", day=on.isoformat(), first=first.isoformat())


def check_words(text: str, action: ComplaintAction) -> None:
    """What was found and what was answered is written down."""
    if not text.strip():
        raise Refused("complaint.words", field="text", action=action)
