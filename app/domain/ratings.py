"""Ratings in five levels and the four-step answer to a bad one (好差评, 004 (三), B15, B18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from app.domain.calendar import Calendar
from app.domain.errors import NotAllowed, Refused


class Level(IntEnum):
    """Five levels; the two lowest are bad."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5


BAD_LEVELS = frozenset({Level.VERY_BAD, Level.BAD})


class RectificationStep(StrEnum):
    """The four dated steps, in order."""

    VERIFY = "verify"
    CORRECT = "correct"
    FEED_BACK = "feed_back"
    SUPERVISE = "supervise"


@dataclass(frozen=True, slots=True)
class RectificationDates:
    """How far a rectification has come."""

    opened_on: date
    verified_on: date | None = None
    corrected_on: date | None = None
    fed_back_on: date | None = None
    supervised_on: date | None = None

    def by_step(self) -> dict[RectificationStep, date | None]:
        """The date of each step, in order."""
        return dict(zip(RectificationStep, (self.verified_on, self.corrected_on, self.fed_back_on, self.supervised_on), strict=True))

    @property
    def next_step(self) -> RectificationStep | None:
        """The first step without a date; None when all are done."""
        return next((step for step, on in self.by_step().items() if on is None), None)


def check_level(value: int) -> Level:
    """The level of ``value``; refused unless it is 1 to 5."""
    try:
        return Level(value)
    except ValueError:
        raise Refused("rating.level", field="level", level=value) from None


def is_bad(level: int) -> bool:
    """Whether the level opens a rectification."""
    return level in BAD_LEVELS


def check_ratable(finished: bool, void: bool, rated: bool) -> None:
    """One rating for each finished case or ticket, none for a void one."""
    if void:
        raise Refused("rating.void")
    if not finished:
        raise Refused("rating.unfinished")
    if rated:
        raise Refused("rating.twice")


def rater(anonymous: bool, person_id: int | None) -> int | None:
    """The identity a rating keeps: an anonymous one keeps none."""
    return None if anonymous else person_id


def rectification_due(rated_on: date, days: int, calendar: Calendar) -> date:
    """The last day of a rectification, ``days`` working days counted from the day after the rating."""
    return calendar.add_working_days(rated_on, days)


def check_step(dates: RectificationDates, step: RectificationStep, on: date) -> None:
    """Steps come one after another, each once, and their dates do not run backwards."""
    before = [day for other, day in dates.by_step().items() if day is not None and other is not step]
    if dates.next_step is not step:
        raise Refused("rectification.order", field="step", step=step, next=dates.next_step or step)
    if on < max([dates.opened_on, *before]):
        raise Refused("rectification.backwards", field="on", step=step, day=on.isoformat())


def check_close(dates: RectificationDates, rated_officer: int | None, supervisor: int | None) -> None:
    """No closing while verification, correction or feedback has no date; the supervisor is not the rated officer (B18)."""
    missing = tuple(step for step, on in dates.by_step().items() if on is None and step is not RectificationStep.SUPERVISE)
    if missing:
        raise Refused("rectification.step_missing", field="step", steps=missing)
    if supervisor is None:
        raise Refused("rectification.supervisor_missing", field="supervisor")
    if supervisor == rated_officer:
        raise NotAllowed("rectification.own_supervisor", field="supervisor")
