"""What an officer did in a span of days, figure by figure, each with the records it is made of (N12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import NotAllowed, Refused


class Figure(StrEnum):
    """The figures in the order of the table."""

    RECEIVED = "received"
    CLOSED = "closed"
    ON_TIME = "on_time"
    OVERDUE = "overdue"
    OPEN = "open"
    INQUIRIES = "inquiries"
    RATINGS = "ratings"
    GOOD = "good"
    VISITS = "visits"
    MET = "met"
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """One record behind a figure: which kind, its key and number, what it is, its day."""

    kind: str
    key: int
    number: str
    title: str
    day: date


def share(part: int, whole: int) -> float | None:
    """A part of a whole, 0 to 1; None of nothing."""
    return part / whole if whole else None


def check_days(first: date, last: date) -> None:
    """Refuse a span that ends before it begins."""
    if last < first:
        raise Refused("figures.days", field="until", first=first.isoformat(), last=last.isoformat())


def check_reader(own: bool, all_: bool) -> None:
    """Everybody sees their own figures, the head those of all."""
    if not own and not all_:
        raise NotAllowed("figures.others", field="officer")
