"""The clock of a case: its deadline in working days, computed and explained by one walk over the calendar.

Counting starts the day after acceptance. The day on which a pause begins is used, the day on which it ends is not, and counting
goes on the day after. Material supplied late either stops the clock or starts it anew; the county's profile says which.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.domain.calendar import ONE_DAY, Calendar, DayKind
from app.domain.clock import station_time
from app.domain.errors import Refused

MOST_DAYS = 1000
LONGEST_PAUSE = timedelta(days=3660)
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2150, 12, 31)
NEAR_PERCENT = 30


class PauseKind(StrEnum):
    """What the clock waits for; only ``SUPPLEMENT`` may start it anew. ``CLOSED`` is the time between closing and reopening."""

    SUPPLEMENT = "supplement"
    NOTICE = "notice"
    HEARING = "hearing"
    INSPECTION = "inspection"
    APPRAISAL = "appraisal"
    EXPERTS = "experts"
    CLOSED = "closed"


class SupplementRule(StrEnum):
    """What supplying material does to the clock."""

    STOP = "stop"
    RESTART = "restart"


class DayWhy(StrEnum):
    """Why a day counts towards the limit or not."""

    ACCEPTED = "accepted"
    SAME_DAY = "same_day"
    WORK = "work"
    MAKE_UP = "make_up"
    REST = "rest"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    DROPPED = "dropped"


class Light(StrEnum):
    """The traffic light of an open case."""

    OVERDUE = "overdue"
    DUE_TODAY = "due_today"
    NEAR = "near"
    NORMAL = "normal"
    PAUSED = "paused"


class LateReceipt(StrEnum):
    """When something that arrives after hours or on a day off counts as received."""

    NEXT_WORKING_DAY = "next_working_day"
    SAME_DAY = "same_day"


class MonthCount(StrEnum):
    """How "within one month" ends: on the same-numbered day (Civil Code 201, 202), or the day before it."""

    CIVIL = "civil"
    STRICT = "strict"


@dataclass(frozen=True, slots=True, order=True)
class Pause:
    """The clock stands from the close of ``begin`` through ``end``; an ``end`` of None is still open."""

    begin: date
    end: date | None
    kind: PauseKind = PauseKind.SUPPLEMENT

    def stands_on(self, day: date) -> bool:
        """Whether the case waits on ``day``: an open pause from its first day on, a closed one strictly inside it."""
        return self.begin <= day if self.end is None else self.begin < day < self.end

    def takes_out(self, day: date) -> bool:
        """Whether ``day`` is not counted: the first day is used, the last is not."""
        return self.begin < day <= (self.end or date.max)


@dataclass(frozen=True, slots=True)
class ClockTerms:
    """All a deadline depends on. ``limit`` is in working days; 0 means finished on the working day itself (即办)."""

    accepted: date
    limit: int
    pauses: tuple[Pause, ...] = ()
    supplement: SupplementRule = SupplementRule.STOP
    extension: int = 0

    @property
    def total(self) -> int:
        """Working days in all, extension included; an immediate item uses the one of its own day."""
        return max(self.limit, 1) + self.extension


@dataclass(frozen=True, slots=True)
class DayLine:
    """One calendar day of the explanation; ``number`` is the working day of the limit it used up."""

    day: date
    counted: bool
    why: DayWhy
    number: int | None = None
    name: str = ""
    pause: PauseKind | None = None


@dataclass(frozen=True, slots=True)
class DeadlineResult:
    """A deadline and the days that made it. ``unknown_years`` had no holiday table; ``standing`` says the clock waits today."""

    deadline: date
    total: int
    days: tuple[DayLine, ...]
    unknown_years: tuple[int, ...] = ()
    standing: bool = False

    @property
    def warning(self) -> str | None:
        """The code of the warning to show beside the date, or None."""
        return "deadline.year_without_table" if self.unknown_years else None

    def used(self, today: date) -> int:
        """Working days of the limit used up at the close of ``today``."""
        return sum(line.counted for line in self.days if line.day <= today)

    def remaining(self, today: date, calendar: Calendar) -> int:
        """Working days left after ``today``; 0 on the last day, negative once it has passed."""
        if today > self.deadline:
            return -calendar.working_days_between(self.deadline, today)
        return self.total - self.used(today)

    def light(self, today: date) -> Light:
        """The case's light; a pause never hides a deadline that had already passed."""
        if today > self.deadline:
            return Light.OVERDUE
        if self.standing:
            return Light.PAUSED
        if today == self.deadline:
            return Light.DUE_TODAY
        left = self.total - self.used(today)
        return Light.NEAR if left * 100 <= self.total * NEAR_PERCENT else Light.NORMAL


def deadline_of(terms: ClockTerms, calendar: Calendar, today: date | None = None) -> DeadlineResult:
    """The deadline of ``terms``, explained day by day. An open pause counts as if it ended ``today``, which it then needs."""
    check_terms(terms)
    settled = replace(terms, pauses=tuple(_settled(pause, today) for pause in sorted(terms.pauses, key=_begin)))
    days = _told(tuple(_walk(settled, calendar)), settled)
    unknown = tuple(sorted({line.day.year for line in days} - calendar.years))
    standing = today is not None and any(pause.stands_on(today) for pause in terms.pauses)
    return DeadlineResult(days[-1].day, terms.total, days, unknown, standing)


def days_beyond(deadline: date, until: date, calendar: Calendar) -> tuple[DayLine, ...]:
    """The days after a deadline up to ``until``, none for what ended in time: worked ones are numbered from 1 and count for no limit."""
    lines: list[DayLine] = []
    number, day = 0, deadline + ONE_DAY
    while day <= until:
        reason = calendar.why(day)
        number += reason.kind in _COUNTED
        why = _COUNTED.get(reason.kind) or _FREE[reason.kind]
        lines.append(DayLine(day, False, why, number if reason.kind in _COUNTED else None, reason.name))
        day += ONE_DAY
    return tuple(lines)


def check_terms(terms: ClockTerms) -> None:
    """Refuse a limit or extension out of range, and pauses that run backwards, overlap or begin before acceptance."""
    if not 0 <= terms.limit <= MOST_DAYS:
        raise Refused("deadline.limit_range", field="days", days=terms.limit, most=MOST_DAYS)
    if not 0 <= terms.extension <= MOST_DAYS:
        raise Refused("deadline.extension_range", field="days", days=terms.extension, most=MOST_DAYS)
    if not FIRST_DAY <= terms.accepted <= LAST_DAY:
        raise Refused("deadline.date_range", field="accepted", day=terms.accepted.isoformat())
    previous: Pause | None = None
    for pause in sorted(terms.pauses, key=_begin):
        _check_pause(pause, previous, terms.accepted)
        previous = pause


def _begin(pause: Pause) -> tuple[date, date]:
    return pause.begin, pause.end or date.max


def _check_pause(pause: Pause, previous: Pause | None, accepted: date) -> None:
    if pause.end is not None and pause.end < pause.begin:
        raise Refused("deadline.pause_order", field="pause", begin=pause.begin.isoformat(), end=pause.end.isoformat())
    if pause.end is not None and pause.end - pause.begin > LONGEST_PAUSE:
        raise Refused("deadline.pause_long", field="pause", begin=pause.begin.isoformat(), end=pause.end.isoformat())
    if pause.begin < accepted:
        raise Refused("deadline.pause_before_acceptance", field="pause", begin=pause.begin.isoformat(), accepted=accepted.isoformat())
    if previous and (previous.end or date.max) > pause.begin:
        end = previous.end.isoformat() if previous.end else "（未结束）"
        raise Refused("deadline.pause_overlap", field="pause", begin=pause.begin.isoformat(), previous_end=end)


def _settled(pause: Pause, today: date | None) -> Pause:
    if pause.end is not None:
        return pause
    if today is None:
        raise ValueError("an open pause needs today")
    return replace(pause, end=max(pause.begin, today))


def _walk(terms: ClockTerms, calendar: Calendar) -> Iterator[DayLine]:
    """Every day from acceptance to the deadline; the number starts anew where a supplement ends under the restart rule.

    A supplement asked for on the last day is still in time, one asked for later no longer saves the deadline.
    """
    asked, supplied = _restarts(terms)
    pauses = iter(terms.pauses)
    pause = next(pauses, None)
    number, day = 0, terms.accepted
    if terms.limit:
        yield DayLine(day, False, DayWhy.ACCEPTED)
        day += ONE_DAY
    while True:
        while pause and _end(pause) < day:
            pause = next(pauses, None)
        line = _line(day, number + 1, pause, calendar)
        yield line
        number += line.counted
        if day in supplied:
            number = 0
        elif line.counted and number >= terms.total and day not in asked:
            return
        day += ONE_DAY


def _restarts(terms: ClockTerms) -> tuple[frozenset[date], frozenset[date]]:
    """The days on which supplements begin and end, where these start the clock anew."""
    if terms.supplement is SupplementRule.STOP:
        return frozenset(), frozenset()
    supplements = [pause for pause in terms.pauses if pause.kind is PauseKind.SUPPLEMENT]
    return frozenset(pause.begin for pause in supplements), frozenset(_end(pause) for pause in supplements)


def _end(pause: Pause) -> date:
    return pause.end or date.max


_COUNTED = {DayKind.WORK: DayWhy.WORK, DayKind.MAKE_UP: DayWhy.MAKE_UP}
_FREE = {DayKind.REST: DayWhy.REST, DayKind.HOLIDAY: DayWhy.HOLIDAY}


def _line(day: date, number: int, pause: Pause | None, calendar: Calendar) -> DayLine:
    if pause and pause.takes_out(day):
        return DayLine(day, False, DayWhy.PAUSED, pause=pause.kind)
    reason = calendar.why(day)
    if reason.kind in _FREE:
        return DayLine(day, False, _FREE[reason.kind], name=reason.name)
    return DayLine(day, True, _COUNTED[reason.kind], number, reason.name)


def _told(days: tuple[DayLine, ...], terms: ClockTerms) -> tuple[DayLine, ...]:
    """The days as they stand at the end: what a restart threw away is dropped, an immediate item's own day says so."""
    _, supplied = _restarts(terms)
    last = max((line.day for line in days if line.day in supplied), default=date.min)
    if last > date.min:
        days = tuple(_dropped(line) if line.counted and line.day <= last else line for line in days)
    if not terms.limit and days[0].counted:
        days = (replace(days[0], why=DayWhy.SAME_DAY), *days[1:])
    return days


def _dropped(line: DayLine) -> DayLine:
    return replace(line, counted=False, why=DayWhy.DROPPED, number=None)


def receipt_day(moment: datetime, closes: time, calendar: Calendar, rule: LateReceipt) -> date:
    """The day something that arrived at ``moment`` counts as received, for an office that closes at ``closes``."""
    local = station_time(moment)
    if rule is LateReceipt.SAME_DAY:
        return local.date()
    return calendar.next_working_day(local.date()) if local.time() >= closes else calendar.working_on_or_after(local.date())


def civil_month_last_day(start: date) -> date:
    """The last day of a month counted from ``start``: the same-numbered day, or the month's end (Civil Code 201, 202)."""
    year, month = divmod(start.year * 12 + start.month, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def clearing_last_day(recognised: date, calendar: Calendar, count: MonthCount = MonthCount.CIVIL, *, roll: bool = False) -> date:
    """The last day on which a household recognised on ``recognised`` is cleared in time; overdue from the day after.

    ``roll`` moves a last day that is not worked to the next working day (Civil Code 203).
    """
    last = civil_month_last_day(recognised) - (ONE_DAY if count is MonthCount.STRICT else timedelta(0))
    return calendar.working_on_or_after(last) if roll else last
