"""The kiosk: what a visitor who takes a number by themselves is shown, as frozen values without any person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.board import BoardCall, OpeningState
from app.domain.queueing import PriorityClass

DEFAULT_MINUTES = 6
"""A guess for a line that has served nobody yet today; shown as "about"."""
AVERAGE_OF = 20
"""How many finished tickets the estimate looks back on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A queue line as a plain choice: who is ahead, about how long, why no number can be had (empty: it can)."""

    letter: str
    name: str
    words: str
    ahead: int
    minutes: int
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """What one must know of an item: the nine elements that each must have (004 (三)), and what it costs."""

    code: str
    name: str
    letter: str
    audience: str
    how_long: str
    bring: tuple[str, ...]
    fee: str
    how_to_ask: str
    content: str = ""
    conditions: str = ""
    how_to_apply: str = ""
    kind: str = ""
    complaints: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """The first page: the newest call, how many wait, until when the station works, and what one can choose."""

    station: str
    practice: bool
    call: BoardCall | None
    waiting: int
    opening: OpeningState
    choices: tuple[Choice, ...]
    guides: tuple[Guide, ...]
    classes: tuple[PriorityClass, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """The number taken, as the last page shows it. ``printed`` says in one sentence what became of the paper, empty when it came out."""

    ticket: str
    line: str
    ahead: int
    minutes: int
    bring: tuple[str, ...]
    printed: str = ""


def about_minutes(ahead: int, served: Sequence[timedelta], counters: int) -> int:
    """About how long until it is one's turn: people ahead × the mean of the last services ÷ the counters at work, in whole minutes."""
    recent = [time.total_seconds() for time in served[:AVERAGE_OF] if time > timedelta()]
    mean = sum(recent) / len(recent) / 60 if recent else DEFAULT_MINUTES
    return -(-round(ahead * mean * 10) // (10 * max(counters, 1)))


def guides_of(guides: Sequence[Guide], letter: str) -> tuple[Guide, ...]:
    """The items that a line deals with; those that name no line belong to every one."""
    return tuple(guide for guide in guides if guide.letter in ("", letter))


def left_seconds(touched: datetime, now: datetime, limit: int) -> int:
    """Seconds until an untouched kiosk returns to its first page."""
    return max(limit - int((now - touched).total_seconds()), 0)
