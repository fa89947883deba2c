"""Who holds which post from when until when, who stands in for the head, where everybody is (定人定岗定责, 004 (三), B8)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.calendar import ONE_DAY
from app.domain.errors import NotAllowed, Refused

POST_CODE = re.compile(r"[A-Z][A-Z0-9]{0,11}")
LONGEST_DEPUTY = 366
"""Days for which one naming of a deputy may hold; who stands in longer is named again."""


class PostKind(StrEnum):
    """Who holds the post, and who takes it over while the holder is away (A、B 岗)."""

    HOLDER = "holder"
    SUBSTITUTE = "substitute"


class Presence(StrEnum):
    """Where an officer is (去向)."""

    PRESENT = "present"
    OUT = "out"
    MEETING = "meeting"
    TRIP = "trip"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both inside; no last day means that it goes on."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies inside."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: Span) -> bool:
        """Whether two spans have a day in common."""
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)


def check_span(span: Span, field: str = "until") -> None:
    """Refuse a span that ends before it begins."""
    if span.last is not None and span.last < span.first:
        raise Refused("roster.span", field=field, first=span.first.isoformat(), last=span.last.isoformat())


def check_post(code: str, name: str) -> None:
    """Refuse a post without a code of letters and figures, or without a name."""
    if not POST_CODE.fullmatch(code):
        raise Refused("roster.post_code", field="code", code=code)
    if not name.strip():
        raise Refused("roster.post_name", field="name")


def check_assignment(kind: PostKind, duty: str, span: Span, holders: Iterable[tuple[str, Span]], own: Iterable[Span]) -> None:
    """Refuse a post without a duty, a second holder on the same day, and the same officer twice on one post.

    ``holders`` are the other holders of the post by name, ``own`` the spans in which this officer is on it already.
    """
    check_span(span)
    if not duty.strip():
        raise Refused("roster.duty", field="duty")
    if any(other.meets(span) for other in own):
        raise Refused("roster.twice", field="post")
    taken = next((name for name, other in holders if other.meets(span)), None)
    if kind is PostKind.HOLDER and taken is not None:
        raise Refused("roster.held", field="post", officer=taken)


def check_end(span: Span, on: date) -> None:
    """Refuse to end an assignment before it began, or one that ended earlier already."""
    if on < span.first:
        raise Refused("roster.span", field="on", first=span.first.isoformat(), last=on.isoformat())
    if span.last is not None and span.last <= on:
        raise Refused("roster.ended", field="on", last=span.last.isoformat())


def last_day_before(span: Span, starts: date) -> date:
    """The last day of an assignment when another begins on ``starts``; refused where nothing of it would be left."""
    if starts <= span.first:
        raise Refused("roster.move_day", field="from", first=span.first.isoformat())
    return starts - ONE_DAY


# the deputy head


def check_deputy(span: Span, today: date, roles_of_head: bool, others: Iterable[tuple[str, Span]]) -> None:
    """Refuse a deputy for days gone by or without an end, one who is head anyway, and two deputies on one day."""
    check_span(span)
    if span.last is None or span.last < today or (span.last - span.first).days >= LONGEST_DEPUTY:
        raise Refused("deputy.days", field="until", most=LONGEST_DEPUTY)
    if roles_of_head:
        raise Refused("deputy.is_head", field="officer")
    other = next((name for name, known in others if known.meets(span)), None)
    if other is not None:
        raise Refused("deputy.overlap", field="from", officer=other)


def deputy_holds(span: Span, ended: bool, day: date) -> bool:
    """Whether a deputy may what the head may on a day: from the first day to the last, and never after it was ended."""
    return not ended and span.holds(day)


def check_still_deputy(span: Span, ended: bool, day: date) -> None:
    """Refuse whatever a deputy begins or looks at after the last day: a desk that stayed open must not carry the right on."""
    if not deputy_holds(span, ended, day):
        raise NotAllowed("deputy.over", last=span.last.isoformat() if span.last else "")


# where everybody is


def check_place(place: Presence, now: datetime, back_at: datetime | None) -> None:
    """Refuse a time of return that has passed, and one for who is here."""
    if back_at is not None and (place is Presence.PRESENT or back_at <= now):
        raise Refused("whereabouts.back", field="until")
