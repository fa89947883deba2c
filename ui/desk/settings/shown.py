"""What a section of the settings shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ui.desk.reading import Reading, Section
from ui.models.rows import Column


@dataclass(frozen=True, slots=True)
class Shown:
    """A section: cards of facts, and tables of rows."""

    cards: tuple[Section, ...] = ()
    rows: tuple[Any, ...] = ()
    columns: tuple[Column, ...] = ()
    read: Callable[[Any], Reading] | None = None
    """What the row stood on says beside the table."""
    fetch: Callable[[Any, Any], Reading] | None = None
    """The same where it has to be read first: ``fetch(context, row)`` runs off the window's thread."""
    note: str = ""
    """Stands beside the title: the days that figures are of."""
    empty: str = ""
    """What an empty section says."""
