"""Opening hours: spans of days, for lines, counters, the waiting area and the self-service machines; and what the sign at the door says.

A span is ``[days, from, to]``: ``days`` a weekday 0 to 6, ``workday``, ``off`` (a day that is not worked), ``daily`` or one date; the times
"HH:MM", the end not included, "24:00" the end of the day. Without spans something is open at all hours. The spans of a date hold instead
of all others on that date; one from "00:00" to "00:00" says that nothing is open then. A date of the station's counters holds for every
line and every counter that has none of its own for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from app.domain.clock import station_time
from app.domain.errors import Refused

Spans = Sequence[Any]
IsWorking = Callable[[date], bool]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_WORDS = ("workday", "off", "daily")
SPOKEN = {"工作日": "workday", "休息日": "off", "每天": "daily"} | {
    f"周{day}": code for day, code in zip("一二三四五六日", WEEKDAYS, strict=True)
}
"""How people write the days; what they type is read like the words of the program."""
_TYPED = str.maketrans("：－–—～~至", ":------")
_SPAN = re.compile(r"\s*(\S+)\s+(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})\s*")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_SHUT = re.compile(r"\s*(\S+)\s+(?:closed|不开|不开放|休息)\s*", re.IGNORECASE)
CLOSED, SPOKEN_CLOSED = "closed", "不开"
NEVER, ALL_DAY = ("00:00", "00:00"), ("00:00", "24:00")
SATURDAY = 5


class HoursArea(StrEnum):
    """What has hours of its own at a station."""

    COUNTERS = "counters"
    WAITING = "waiting"
    SELF_SERVICE = "self_service"


class CountersSign(StrEnum):
    """What the sign says of the counters."""

    OPEN = "open"
    EXTENDED = "extended"
    REST = "rest"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DoorSign:
    """The sign at the door. ``extended``: the station's hours rest, but a counter with hours of its own works (延时).

    ``closed``: nothing at all is open; a place with a machine that runs day and night is never closed.
    """

    counters: CountersSign
    waiting: bool
    self_service: bool

    @property
    def closed(self) -> bool:
        """Whether the door is shut."""
        return self.counters in (CountersSign.REST, CountersSign.CLOSED) and not self.waiting and not self.self_service


@dataclass(frozen=True, slots=True)
class DoorHours:
    """All that the sign at the door goes by: hours by area, those of counters that have their own, and the calendar's special days."""

    areas: Mapping[HoursArea, Spans] = field(default_factory=dict)
    own: tuple[Spans, ...] = ()
    special: Mapping[date, bool] = field(default_factory=dict)

    @property
    def named(self) -> bool:
        """Whether the station has set hours for an area at all."""
        return any(self.areas.values())

    def working(self, day: date) -> bool:
        """Whether a day is worked: Monday to Friday but for the special days."""
        return self.special.get(day, day.weekday() < SATURDAY)

    def at(self, moment: datetime) -> DoorSign:
        """What the sign says at ``moment``."""
        return sign(self.areas, self.own, moment, self.working)


def needs_calendar(spans: Spans) -> bool:
    """Whether the spans ask what is a working day."""
    return any(span[0] in ("workday", "off") for span in spans)


def is_open(spans: Spans, moment: datetime, working: IsWorking) -> bool:
    """Whether ``moment`` lies in one of the spans; without spans always."""
    local = station_time(moment)
    return any(opens <= f"{local:%H:%M}" < closes for opens, closes in of_day(spans, local.date(), working))


def is_open_here(own: Spans, station: Spans, moment: datetime, working: IsWorking) -> bool:
    """The same for a line or a counter with hours of its ``own``: on a date the station's counters name, theirs hold as well."""
    day = station_time(moment).date()
    follows = names(station, day) and not names(own, day)
    return is_open(own, moment, working) and (not follows or is_open(station, moment, working))


def bookable(own: Spans, station: Spans, moment: datetime, working: IsWorking) -> bool:
    """Whether a line serves at a time that lies ahead: one that names no hours but dates serves on working days."""
    day = station_time(moment).date()
    usual = names(own, day) or any(not _is_date(span[0]) for span in own) or working(day)
    return usual and is_open_here(own, station, moment, working)


def names(spans: Spans, day: date) -> bool:
    """Whether the spans say something of this very date."""
    return any(span[0] == day.isoformat() for span in spans)


def _is_date(days: object) -> bool:
    return isinstance(days, str) and days[:1].isdigit()


def opens_later(spans: Spans, moment: datetime, working: IsWorking) -> bool:
    """Whether something opens again on the same day."""
    local = station_time(moment)
    return any(opens > f"{local:%H:%M}" for opens, _ in of_day(spans, local.date(), working))


def dated(spans: Spans, station: Spans, first: date, days: int, working: IsWorking) -> list[tuple[date, str, str]]:
    """The spans as they fall on ``days`` calendar days from ``first`` on, cut by the dates that the station's counters name."""
    each = (first + timedelta(days=number) for number in range(days))
    return [(day, opens, closes) for day in each for opens, closes in _cut(spans, station, day, working)]


def _cut(spans: Spans, station: Spans, day: date, working: IsWorking) -> list[tuple[str, str]]:
    own = of_day(spans, day, working)
    if names(spans, day) or not names(station, day):
        return own
    both = [(max(a, c), min(b, d)) for a, b in own for c, d in of_day(station, day, working)]
    return [(opens, closes) for opens, closes in both if opens < closes]


def of_day(spans: Spans, day: date, working: IsWorking) -> list[tuple[str, str]]:
    """The spans of one day, opening and closing time: those of its date, else the usual ones, else the whole day."""
    special = [(opens, closes) for days, opens, closes in spans if days == day.isoformat()]
    if special:
        return [span for span in special if span != NEVER]
    usual = [span for span in spans if not _is_date(span[0])]
    return [(opens, closes) for days, opens, closes in usual if _holds(days, day, working)] if usual else [ALL_DAY]


def last_closing(spans: Spans, day: date, working: IsWorking) -> time:
    """When a day's last span ends; "24:00" and no hours at all are the end of the day, a day without a span has closed before it began."""
    closes = max((closes for _, closes in of_day(spans, day, working)), default="00:00") if spans else "24:00"
    return time.max if closes == "24:00" else time.fromisoformat(closes)


def _holds(days: object, day: date, working: IsWorking) -> bool:
    if days in ("workday", "off"):
        return working(day) is (days == "workday")
    return days == "daily" or days == day.weekday()


def sign(station: Mapping[HoursArea, Spans], own: Iterable[Spans], moment: datetime, working: IsWorking) -> DoorSign:
    """The sign at ``moment``: the station's hours by area, and those of the counters in use that have their own.

    An area without hours is open at all hours; self-service without hours is not there.
    """
    counters, waiting, machines = (station.get(area, ()) for area in HoursArea)
    found = CountersSign.OPEN
    if not is_open(counters, moment, working):
        extended = any(spans and is_open_here(spans, counters, moment, working) for spans in own)
        later = opens_later(counters, moment, working)
        found = CountersSign.EXTENDED if extended else CountersSign.REST if later else CountersSign.CLOSED
    return DoorSign(
        found, is_open_here(waiting or counters, counters, moment, working), bool(machines) and is_open(machines, moment, working)
    )


def parse_spans(texts: Iterable[str]) -> list[list[Any]]:
    """``workday 08:30-12:00``, ``sat 9:00-11:30``, ``2026-12-31 08:30-12:00`` or ``2026-12-31 closed``, each one span; else refused."""
    spans = sorted((_parse(text) for text in texts), key=repr)
    for before, after in zip(spans, spans[1:], strict=False):
        if before[0] == after[0] and (after[1] < before[2] or tuple(before[1:]) == NEVER):
            raise Refused(
                "hours.overlap", field="hours", **dict(zip(("first", "second"), spoken(map(_words, (before, after))), strict=True))
            )
    return spans


def _parse(text: str) -> list[Any]:
    if (shut := _SHUT.fullmatch(text.translate(_TYPED))) and (one := _date_of(shut[1])):
        return [one, *NEVER]
    match = _SPAN.fullmatch(text.translate(_TYPED))
    one = _date_of(match[1]) if match else ""
    days = one or (SPOKEN.get(match[1], match[1].lower()) if match else "")
    if match is None or days not in (*WEEKDAYS, *DAY_WORDS, one):
        raise Refused("hours.unreadable", field="hours", text=text)
    opens, closes = (clock.zfill(5) for clock in match.groups()[1:])
    if not (opens < closes <= "24:00" and opens[3:] < "60" and closes[3:] < "60"):
        raise Refused("hours.backwards", field="hours", text=text)
    return [WEEKDAYS.index(days) if days in WEEKDAYS else days, opens, closes]


def _date_of(text: str) -> str:
    """A date as it is stored; empty for what is none."""
    match = _DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())).isoformat() if match else ""
    except ValueError:
        return ""


def written(spans: Spans) -> tuple[str, ...]:
    """Spans as ``parse_spans`` reads them."""
    return tuple(_words(span) for span in spans)


def spoken(texts: Iterable[str]) -> tuple[str, ...]:
    """Written spans as people write them: 工作日 08:30-12:00, 2026-12-31 不开."""
    called = {code: name for name, code in SPOKEN.items()} | {CLOSED: SPOKEN_CLOSED}
    return tuple(" ".join(called.get(part, part) for part in text.split(" ", 1)) for text in texts)


def _words(span: Sequence[Any]) -> str:
    days = span[0] if isinstance(span[0], str) else WEEKDAYS[span[0]]
    return f"{days} {CLOSED}" if tuple(span[1:]) == NEVER else f"{days} {span[1]}-{span[2]}"
