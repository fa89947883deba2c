"""Counting a deadline and saying in words why each day counts or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.calendar import Calendar
from app.domain.deadlines import ClockTerms, DeadlineResult, Pause, SupplementRule, deadline_of
from app.texts import checks, fill
from app.texts.calendar import day_reason


@dataclass(frozen=True, slots=True)
class Counted:
    """A deadline with its warning as a sentence and its days as lines."""

    deadline: date
    warning: str | None
    days: list[dict[str, Any]]


def count(calendar: Calendar, accepted: date, limit: int, pauses: Sequence[tuple[Any, Any]], supplement: str) -> Counted:
    """The deadline of ``limit`` working days from ``accepted``; a pause is used on its first day and not on its last."""
    spans = tuple(Pause(begin, end) for begin, end in pauses)
    result = deadline_of(ClockTerms(accepted, limit, spans, SupplementRule(supplement)), calendar)
    return Counted(result.deadline, warning_text(result), day_lines(result))


def warning_text(result: DeadlineResult) -> str | None:
    """The warning beside a deadline, as a sentence."""
    years = "、".join(str(year) for year in result.unknown_years)
    return fill(checks()[result.warning], {"years": years}) if result.warning else None


def day_lines(result: DeadlineResult | None) -> list[dict[str, Any]]:
    """The days of a deadline as lists and answers show them."""
    if result is None:
        return []
    return [{"day": line.day, "counted": line.counted, "why": day_reason(line), "number": line.number} for line in result.days]
