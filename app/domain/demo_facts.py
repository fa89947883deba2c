"""What happened in the practice station's past, as frozen values: played through the services or written in batches, the rows are the same.

Persons, jobs and other records are named by their place in their list, counted from 1, which becomes their id; officers by login.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """The past that is made up: from the day the station opened to this moment; ``people`` sets the scale."""

    first: date
    now: datetime
    today: date
    people: int
    months: int
    seed: int


@dataclass(frozen=True, slots=True)
class OfficerFact:
    """An officer who works here besides those of ``init``."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class GridFact:
    """A grid cell with the officer who is responsible for it."""

    code: str
    name: str
    officer: str


@dataclass(frozen=True, slots=True)
class StatusFact:
    """A new employment status of a person, and when and by whom it was recorded."""

    at: datetime
    officer: str
    status: str
    since: date
    reason: str = ""
    employer: str = ""
    source: str = "counter"
    follows: bool = False
    """Whether it follows from a hire or a clearing, whose service writes it."""


@dataclass(frozen=True, slots=True)
class GroupFact:
    """A group tag that an officer set."""

    at: datetime
    officer: str
    group: str
    since: date
    source: str = "counter"


@dataclass(frozen=True, slots=True)
class HardshipFact:
    """An application for recognition of hardship and what was decided."""

    at: datetime
    officer: str
    category: str
    applied_on: date
    decided_at: datetime | None = None
    decided_by: str = ""
    recognised_on: date | None = None
    refused_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PersonFact:
    """A person as registered, with what changed afterwards."""

    at: datetime
    officer: str
    name: str
    id_kind: str
    id_number: str | None
    birth_date: date | None
    gender: int
    phone: str | None
    ethnicity: str
    education: str
    marital: str
    address: str
    grid: int | None
    resident: bool
    hukou: str
    skill: str
    skill_level: str
    helper: str | None
    bank_account: str
    disability: str
    health: str
    source: str
    statuses: tuple[StatusFact, ...] = ()
    groups: tuple[GroupFact, ...] = ()
    hardship: HardshipFact | None = None


@dataclass(frozen=True, slots=True)
class TicketAct:
    """Something done to a ticket: ``call recall start finish miss restore abandon transfer expire``."""

    at: datetime
    verb: str
    counter: int = 0
    officer: str = ""
    to: str = ""
    """The line it was transferred to."""
    passed: tuple[str, ...] = ()
    """The lines in which somebody who came earlier now waits longer for this call."""


@dataclass(frozen=True, slots=True)
class TicketFact:
    """A number taken and what became of it; ``number`` runs in its line, ``turn`` over the whole hall, both by day."""

    at: datetime
    day: date
    line: str
    number: int
    turn: int
    priority: str | None
    person: int | None
    item: str
    acts: tuple[TicketAct, ...]
    place: int = 0
    """Where a restored ticket stands; 0 while it stands where it was taken."""

    @property
    def served(self) -> TicketAct | None:
        """The act that finished it, None when it was not served to the end."""
        return self.acts[-1] if self.acts and self.acts[-1].verb == "finish" else None


@dataclass(frozen=True, slots=True)
class CaseAct:
    """Something done to a case; ``verb`` is that of the service, ``details`` its further arguments."""

    at: datetime
    officer: str
    verb: str
    text: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A case from its opening on. ``ticket`` is the place of its ticket, ``received`` an earlier day of a late entry."""

    at: datetime
    officer: str
    item: str
    person: int
    ticket: int | None
    acts: tuple[CaseAct, ...]
    received: date | None = None
    late_reason: str = ""
    channel: str = "window"
    proxy: bool = False
    mode: str = ""
    """How the service was given, where that was said."""
