"""Lines of the page of a case: of its time line and of its materials check-list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line of a case's time line."""

    kind: str
    happened_on: date
    happened_at: datetime
    recorded_at: datetime
    officer: str
    approver: str
    text: str
    data: dict[str, Any]
    back: bool = False
    """Whether the machine's clock stood earlier than at the step before: written as found, its place is that of its number."""
    to: str = ""
    """The name of the officer it was offered to."""


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One line of the materials check-list."""

    id: int
    code: str
    name: str
    form: str
    copies: int
    state: str
    received_on: date | None
    under: str = ""
    """The case of the bundle with whose material this line is handed in."""
    waivable: bool = False
    later: bool = False
    """What the item says: whether it may be waived, and whether it may be supplied later."""
    due_on: date | None = None
    """The last day of what was accepted as missing (容缺)."""
    looked_up: bool = False
    """Whether the notice left it out for its reason: the station looks it up itself."""
