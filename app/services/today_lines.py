"""The lines of the Today page: what each is about, and one reading of the board from which they are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.actor import Actor
from app.domain.calendar import Calendar
from app.domain.deadlines import NEAR_PERCENT
from db.uow import ReadSession


class TodayGroup(StrEnum):
    """The groups in order of harm."""

    NOW = "now"
    SOON = "soon"
    HOUR = "hour"
    DAY = "day"


class TodayKind(StrEnum):
    """What a line is about."""

    CASE = "case"
    MATERIAL = "material"
    LATER = "later"
    RECEIVED = "received"
    APPROVAL = "approval"
    HAND_OVER = "hand_over"
    INQUIRY = "inquiry"
    PROXY = "proxy"
    DESK = "desk"
    CHASER = "chaser"
    MOVED = "moved"
    LEAD = "lead"
    RECTIFICATION = "rectification"
    APPEAL = "appeal"
    COMPLAINT = "complaint"
    INVITATION = "invitation"
    LOST = "lost"
    HOUSEHOLD = "household"
    APPOINTMENT = "appointment"
    VISIT = "visit"
    CERTIFICATE = "certificate"
    WHEREABOUTS = "whereabouts"
    RETURN = "return"


NOTICES = frozenset(
    {TodayKind.MOVED, TodayKind.APPEAL}
    | {TodayKind.APPROVAL, TodayKind.HAND_OVER, TodayKind.INQUIRY, TodayKind.DESK, TodayKind.CHASER, TodayKind.LEAD, TodayKind.MATERIAL}
)
"""What waits for one officer to act."""
TOLD_ONLY = frozenset({TodayKind.LOST, TodayKind.WHEREABOUTS, TodayKind.MOVED})
"""That there is none of it is no news."""


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One thing to do. ``light`` is ``overdue due_today near came_back`` or nothing; ``left`` stands at the right edge.

    ``key`` is what a page opens the record by; ``day`` the deadline, for the tool tip.
    """

    group: TodayGroup
    kind: TodayKind
    light: str
    who: str
    what: str
    why: str
    left: str
    key: object
    mine: bool
    day: date | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TodayBoard:
    """The page: its lines in order, and the kinds of which nothing waits."""

    today: date
    lines: tuple[TodayLine, ...]
    quiet: tuple[TodayKind, ...]

    def count(self, light: str) -> int:
        """How many lines show a light."""
        return sum(line.light == light for line in self.lines)


@dataclass(frozen=True, slots=True)
class Look:
    """One reading of the board."""

    session: ReadSession
    actor: Actor
    now: datetime
    today: date
    calendar: Calendar

    def left(self, day: date) -> int:
        """Working days to a day, negative when it has passed."""
        if day >= self.today:
            return self.calendar.working_days_between(self.today, day)
        return -max(self.calendar.working_days_between(day, self.today), 1)

    def light(self, day: date, total: int, left: int) -> str:
        """The light of something due on a day that had ``total`` days in all."""
        if day < self.today:
            return "overdue"
        if day == self.today:
            return "due_today"
        return "near" if left * 100 <= total * NEAR_PERCENT else ""


def group_of(light: str, otherwise: TodayGroup) -> TodayGroup:
    """The group a light belongs to."""
    if light in ("overdue", "due_today"):
        return TodayGroup.NOW
    return TodayGroup.SOON if light == "near" else otherwise
