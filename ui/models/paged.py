"""Keyset pages of 200 rows from the database as an item model: no total count, no offset, no waiting of the window.

``fetch(after_key, limit)`` runs in the job runner's reading pool and answers a ``Page``; the view asks for the next page when it nears
the end. A failed page keeps the rows already shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QModelIndex, QObject, Qt, pyqtSignal

from ui.jobs import Jobs
from ui.messages import Failure
from ui.models.rows import Column, RowsModel

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page and the key after which the next one begins (None: this was the last)."""

    rows: tuple[Any, ...]
    next_key: Any = None


Fetch = Callable[[Any, int], Page]


class PagedModel(RowsModel):
    """``state_changed(state, sentence)`` says ``loading``, ``ready``, ``empty`` or ``failed``: connect it to a ``StateStack``."""

    state_changed = pyqtSignal(str, str)

    def __init__(
        self,
        jobs: Jobs,
        columns: Sequence[Column],
        parent: QObject | None = None,
        *,
        on_sort: Callable[[str, bool], Fetch] | None = None,
        limit: int = LIMIT,
    ) -> None:
        super().__init__(columns, parent)
        self._jobs, self._limit, self._on_sort = jobs, limit, on_sort
        self._fetch: Fetch | None = None
        self._next: Any = None
        self._on_way = False
        self.state = "ready"

    def load(self, fetch: Fetch) -> None:
        """Begin anew with ``fetch``: after a filter, a sort or a change. Old rows stay until the first page is there."""
        self._fetch, self._next, self._on_way = fetch, None, True
        if not self._rows:
            self._tell("loading")
        self._jobs.read(self, lambda: fetch(None, self._limit), self._first, self._refused, slot="page")

    def reload(self) -> None:
        """Read again what is shown, from the first page."""
        if self._fetch is not None:
            self.load(self._fetch)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask the page for a fetch in another order; columns without a sort key stay as they are."""
        key = self.columns[column].sort if 0 <= column < len(self.columns) else ""
        if key and self._on_sort is not None:
            descending = order == Qt.SortOrder.DescendingOrder
            self.sorted_by = (key, descending)
            self.load(self._on_sort(key, descending))

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return not parent.isValid() and self._next is not None and not self._on_way

    def fetchMore(self, parent: QModelIndex) -> None:
        fetch, after = self._fetch, self._next
        if fetch is None or after is None or self._on_way:
            return
        self._on_way = True
        self._jobs.read(self, lambda: fetch(after, self._limit), self._more, self._refused, slot="page")

    def _first(self, page: Page) -> None:
        self._on_way, self._next = False, page.next_key
        self.set_rows(page.rows)
        self._tell("ready" if page.rows else "empty")

    def _more(self, page: Page) -> None:
        self._on_way, self._next = False, page.next_key
        if page.rows:
            start = len(self._rows)
            self.beginInsertRows(QModelIndex(), start, start + len(page.rows) - 1)
            self._rows.extend(page.rows)
            self.endInsertRows()

    def _refused(self, failure: Failure) -> None:
        self._on_way = False
        self._tell("failed" if not self._rows else "ready", failure.sentence)

    def _tell(self, state: str, sentence: str = "") -> None:
        self.state = state
        self.state_changed.emit(state, sentence)
