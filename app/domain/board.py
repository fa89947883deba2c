"""The public screen: what it shows as one frozen value, without any person; its pages at the foot; the opening state by the hours table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.clock import at_station, station_time
from app.domain.hours import DoorHours

PAGE_SECONDS = 8
"""How long a page at the foot stands: people who read slowly must reach its end."""

NO_DOOR = DoorHours()
"""A station that has not named its hours."""

RECENT = 5
"""How many earlier calls stand beside the present one."""

Span = tuple[date, str, str]
"""A day, opening and closing time as "HH:MM" station time ("24:00" its end)."""
BEFORE, AHEAD = 1, 16
"""How many days before and after today the hours are looked at: a night that began yesterday, the next opening after a long holiday."""


class PageKind(StrEnum):
    """What rolls at the foot."""

    NOTICE = "notice"
    JOB = "job"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class BoardCall:
    """A called ticket: its code, the counter's number, how often it was called, and when last."""

    ticket: str
    counter: int
    calls: int
    at: datetime


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A queue line and how many people wait in it."""

    letter: str
    name: str
    waiting: int


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page at the foot."""

    kind: PageKind
    text: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the public screen shows; ``calls`` the newest first, ``vanguard`` the counters with the sign 党员先锋岗."""

    station: str
    practice: bool
    calls: tuple[BoardCall, ...]
    lines: tuple[BoardLine, ...]
    pages: tuple[BoardPage, ...]
    hours: tuple[Span, ...]
    restore_behind: int
    vanguard: frozenset[int] = frozenset()
    door: DoorHours = NO_DOOR


class Opening(StrEnum):
    """Whether the station works now, by its hours."""

    ALWAYS = "always"
    UNTIL = "until"
    BREAK = "break"
    OPENS = "opens"
    OVER = "over"
    SHUT = "shut"


@dataclass(frozen=True, slots=True)
class OpeningState:
    """The state and the moment it changes next; None where it never does."""

    state: Opening
    at: datetime | None = None


def page_at(pages: Sequence[BoardPage], now: datetime) -> int:
    """Which page stands at the foot, 0 also without any: a function of the time, so that every screen of a hall turns together."""
    return int(now.timestamp()) // PAGE_SECONDS % max(len(pages), 1)


def new_calls(before: Sequence[BoardCall], after: Sequence[BoardCall]) -> tuple[BoardCall, ...]:
    """The calls and recalls in ``after`` that ``before`` did not have yet, oldest first: what is to be spoken."""
    known = {(call.ticket, call.counter, call.calls) for call in before}
    fresh = [call for call in after if (call.ticket, call.counter, call.calls) not in known]
    return tuple(sorted(fresh, key=lambda call: call.at))


STILL_DUE = timedelta(seconds=30)
"""How long after it was made a call that nobody has said is made up for; later the visitor was called otherwise, or has gone."""


def due_calls(before: Sequence[BoardCall] | None, after: Sequence[BoardCall], now: datetime) -> tuple[BoardCall, ...]:
    """The calls a voice has to look after, oldest first: what is new since its last look, and what was made a moment ago.

    Of a counter only its newest call. The first look (``before`` is None) knows no new ones.
    """
    fresh = new_calls(before, after) if before is not None else ()
    newest = {call.counter: call for call in after[::-1]}.values()  # they come the newest first
    due = (call for call in newest if call in fresh or timedelta() <= now - call.at < STILL_DUE)
    return tuple(sorted(due, key=lambda call: call.at))


def opening(hours: Sequence[Span], now: datetime) -> OpeningState:
    """Whether somebody is served now: the spans of all lines around today, overlapping and touching ones counted as one.

    Without any hours the station is open at all hours (self-service sites; practice stations).
    """
    if not hours:
        return OpeningState(Opening.ALWAYS)
    local = station_time(now)
    for start, end in (merged := _merged([(_on(day, opens), _on(day, closes)) for day, opens, closes in hours])):
        if start <= local < end:
            return _open_until(merged, end)
    coming = next((start for start, _end in merged if start > local), None)
    return OpeningState(_closed(merged, local, coming), coming)


def _open_until(merged: Sequence[tuple[datetime, datetime]], end: datetime) -> OpeningState:
    """Open until the end of this span; one that goes on into the last day looked at never ends."""
    return (
        OpeningState(Opening.ALWAYS)
        if end == merged[-1][1] and end - merged[0][0] > timedelta(days=7)
        else OpeningState(Opening.UNTIL, end)
    )


def _closed(merged: Sequence[tuple[datetime, datetime]], now: datetime, coming: datetime | None) -> Opening:
    worked = any(start.date() == now.date() and end <= now for start, end in merged)
    today = coming is not None and coming.date() == now.date()
    if today:
        return Opening.BREAK if worked else Opening.OPENS
    return Opening.OVER if worked else Opening.SHUT


def _on(day: date, clock: str) -> datetime:
    """A time of a day; "24:00" is its end."""
    hour, minute = (int(part) for part in clock.split(":"))
    return at_station(day) + timedelta(hours=hour, minutes=minute)


def _merged(spans: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
