"""A list as it is shown, to be written as a workbook: the words of each cell, masked where the screen masks them."""

from __future__ import annotations

from dataclasses import dataclass

MOST_ROWS = 50_000
"""Rows of one workbook; a longer list is narrowed first."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its head, its width in Chinese characters (0 takes what it needs), and whether its words stand at the right."""

    title: str
    width: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class ListHead:
    """The head of a group among the rows."""

    title: str


ListRow = tuple[str | int, ...] | ListHead


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list: ``code`` names it without personal data (``people``), ``narrowed`` says in words which part of it this is."""

    code: str
    title: str
    columns: tuple[ListColumn, ...]
    rows: tuple[ListRow, ...]
    narrowed: str = ""

    @property
    def count(self) -> int:
        """How many records there are, without heads of groups."""
        return sum(not isinstance(row, ListHead) for row in self.rows)


@dataclass(frozen=True, slots=True)
class ListMaking:
    """Who made the workbook, where and when, in words for its second line."""

    station: str
    officer: str
    made: str
    practice: bool
