"""Rows at hand as an item model: typed columns, group heads, copying as shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ui.kit.runs import Runs, words
from ui.kit.status import Tag
from ui.models.order import arranged, sifted

CELL = Qt.ItemDataRole.UserRole  # the typed value the delegate paints
ROW = Qt.ItemDataRole.UserRole + 1  # the row's own value
COLUMN = Qt.ItemDataRole.UserRole + 2

Cell = str | int | Tag | Runs | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, how a row answers it, and how it gives way.

    ``rank`` 0 never leaves or elides (status, ticket, deadline), 1 elides, 2 and 3 leave when the page is narrow, 3 first.
    ``width`` is in characters of the body font; 0 takes what is left over. A head that is pressed sorts by what the cells read as, or by
    ``order(row)`` where that would be another order (None is a blank and comes last); ``fixed`` takes no part in it.
    """

    key: str
    title: str
    value: Callable[[Any], Cell]
    width: int = 0
    rank: int = 1
    right: bool = False
    bold: bool = False
    tone: str = "fg_text"
    role: str = "body"
    order: Callable[[Any], Any] | None = None
    fixed: bool = False
    tip: Callable[[Any], str] | None = None
    least: int = 0
    """Letters a growing column keeps before columns of rank 3 and 2 leave; 0 for the table's own measure."""

    lines: int = 0
    """Lines a cell may take; 0: two in the growing column, which says what a row is about, and one elsewhere."""

    @property
    def most_lines(self) -> int:
        """The lines that what finds no room goes on in."""
        return self.lines or (2 if not self.width and not self.right else 1)


@dataclass(frozen=True, slots=True)
class Group:
    """A group head among the rows: drawn across all columns."""

    title: str
    count: int | None = None
    note: str = ""


def cell_text(value: Cell) -> str:
    """What a cell reads as: for copying, the screen reader and the tool tip."""
    if isinstance(value, Tag):
        return value.word
    if isinstance(value, tuple):
        return words(value)
    return "" if value is None else str(value)


def cell_reader(column: Column) -> Callable[[Any], str]:
    """What a column reads as in a row."""
    return lambda row: cell_text(column.value(row))


def is_head(row: Any) -> bool:
    """Whether a row is the head of a group."""
    return isinstance(row, Group)


UNSORTED = ("", False)
NAME_LINES = 4
"""Lines a person's name may take: names of twenty letters are rare, and nobody is called by half of one."""


class RowsModel(QAbstractTableModel):
    """A table of frozen values; the base of the paged model."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._given: list[Any] = []
        self._rows: list[Any] = []
        self.sorted_by: tuple[str, bool] = UNSORTED
        self.own_order: tuple[str, bool] = UNSORTED  # the column the rows come sorted by, where one says it
        self.needle = ""

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows, sifted and in the order that was asked for."""
        self.beginResetModel()
        self._given = list(rows)
        self._rows = self._shown()
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show rows of another kind under other heads; the old ones go."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._given, self._rows, self.sorted_by, self.needle = [], [], UNSORTED, ""
        self.endResetModel()

    def _shown(self) -> list[Any]:
        kept = sifted(self._given, self.needle, is_head, lambda row: self.row_text(row))
        column = self.sort_column
        return kept if column is None else arranged(kept, column, is_head, cell_reader(column), down=self.sorted_by[1])

    @property
    def sort_column(self) -> Column | None:
        """The column the rows are sorted by; None in their own order."""
        return next((column for column in self.columns if column.key == self.sorted_by[0]), None)

    @property
    def shown_order(self) -> tuple[str, bool]:
        """The column the mark of sorting stands on, and whether it points down."""
        return self.sorted_by if self.sorted_by[0] else self.own_order

    def sort_by(self, key: str, *, down: bool = False) -> None:
        """Sort by a column; an empty key brings the rows' own order back."""
        self.sorted_by = (key, down)
        self.set_rows(self._given)

    def sift(self, needle: str) -> None:
        """Show only the rows in which ``needle`` stands."""
        self.needle = needle
        self.set_rows(self._given)

    @property
    def given(self) -> int:
        """How many records there are, sifted out or not."""
        return sum(not is_head(row) for row in self._given)

    @property
    def rows(self) -> Sequence[Any]:
        """The rows held now, group heads among them."""
        return self._rows

    def row_at(self, index: QModelIndex | int) -> Any:
        """The value behind a row, or None outside and on a group head."""
        number = index if isinstance(index, int) else index.row()
        value = self._rows[number] if 0 <= number < len(self._rows) else None
        return None if isinstance(value, Group) else value

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], Group):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if isinstance(row, Group):
            return self._group_data(row, index.column(), role)
        return self._cell_data(row, self.columns[index.column()], role)

    def _group_data(self, group: Group, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and column == 0:
            return group.title
        return group if role == CELL else None

    def _cell_data(self, row: Any, column: Column, role: int) -> Any:
        if role == COLUMN:
            return column
        if role not in (Qt.ItemDataRole.DisplayRole, CELL, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip is not None else cell_text(column.value(row))  # shown where the cell is cut
        value = column.value(row)
        return value if role == CELL else cell_text(value)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return column if role == COLUMN else None

    def row_text(self, row: Any) -> str:
        """Everything a row says, cell by cell."""
        return "\t".join(cell_text(column.value(row)) for column in self.columns)

    def copy_text(self, rows: Sequence[int], columns: Sequence[int], *, heads: bool = False) -> str:
        """The rows as tab-separated text, exactly as shown (masked stays masked), with the column titles if asked."""
        lines = ["\t".join(self.columns[c].title for c in columns)] if heads else []
        for number in rows:
            row = self.row_at(number)
            if row is not None:
                lines.append("\t".join(cell_text(self.columns[c].value(row)).replace("\t", " ") for c in columns))
        return "\n".join(lines)
