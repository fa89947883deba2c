"""The other facts of the made-up past: households, files, employers and jobs, courses, visits, ratings, inquiries, appointments.

``values`` holds what the form of the service takes, by its field names, with plain values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

HEARD = "事后得知，核实当日登记"
"""Why a start of work is written down after its day."""


@dataclass(frozen=True, slots=True)
class Later:
    """Something done to a record after it was made: a verb of its service and the further arguments."""

    at: datetime
    officer: str
    verb: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InquiryFact:
    """A first inquiry answered on the spot, out of a ticket."""

    at: datetime
    officer: str
    ticket: int | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RatingFact:
    """A rating of a case or of a ticket (its place), and the steps of the rectification that a bad one opened."""

    at: datetime
    case: int | None
    ticket: int | None
    level: int
    text: str
    anonymous: bool
    channel: str
    steps: tuple[Later, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeFact:
    """A household recognised as one without anyone in work; ``end`` is ``clear`` or ``exit``."""

    at: datetime
    officer: str
    head: int
    members: tuple[tuple[int, str], ...]
    address: str
    grid: int
    on: date
    recognised_by: str
    end: Later | None = None


@dataclass(frozen=True, slots=True)
class FileFact:
    """An assistance file of a person: findings, wish, opening, lists and steps in their order."""

    person: int
    acts: tuple[Later, ...]


@dataclass(frozen=True, slots=True)
class EmployerFact:
    """An employer as registered."""

    at: datetime
    officer: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class JobFact:
    """A job as collected, and its closing."""

    at: datetime
    officer: str
    employer: int
    values: Mapping[str, Any]
    closed: Later | None = None


@dataclass(frozen=True, slots=True)
class ReferralFact:
    """A job pushed to a person with what followed; the last of ``acts`` may be ``hire``."""

    at: datetime
    officer: str
    person: int
    job: int
    channel: str
    acts: tuple[Later, ...]


@dataclass(frozen=True, slots=True)
class PolicyFact:
    """A policy of the library."""

    at: datetime
    officer: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CourseFact:
    """A training course."""

    at: datetime
    officer: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EnrolmentFact:
    """A person on a course, and how it ended: ``finish`` or ``leave``."""

    at: datetime
    officer: str
    course: int
    person: int
    end: Later | None = None


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A visit; ``late`` is the reason of a late entry, ``on`` the day it was made."""

    at: datetime
    officer: str
    kind: str
    way: str
    result: str
    on: date
    person: int | None = None
    household: int | None = None
    employer: int | None = None
    met: tuple[tuple[int, str], ...] = ()
    findings: str = ""
    needs: str = ""
    services: tuple[str, ...] = ()
    next_on: date | None = None
    second: str | None = None
    late: str = ""


@dataclass(frozen=True, slots=True)
class AppointmentFact:
    """A time agreed beforehand."""

    at: datetime
    made_at: datetime
    person: int
    line: str
    item: str
    state: str
    note: str
