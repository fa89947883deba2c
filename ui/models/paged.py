"""Keyset pages of 200 rows from the database as an item model: no total count, no offset, no waiting of the window.

``fetch(after_key, limit)`` runs in the job runner's reading pool and answers a ``Page``; the view asks for the next page when it nears
the end. A failed page keeps the rows already shown. In another order than its own a list is read whole and sorted off the window's
thread: any column can be sorted by, names by their pinyin, which no database does alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QModelIndex, QObject, pyqtSignal

from app.texts import t
from ui.jobs import Jobs
from ui.messages import Failure, face_of
from ui.models.order import arranged
from ui.models.rows import UNSORTED, Column, RowsModel, cell_reader, is_head

LIMIT = 200
WHOLE = 1000  # rows of a page where a list is read whole
MOST_SORTED = 20_000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page and the key after which the next one begins (None: this was the last)."""

    rows: tuple[Any, ...]
    next_key: Any = None


Fetch = Callable[[Any, int], Page]


def whole(fetch: Fetch, most: int, report: Callable[[int], object] = lambda _count: None) -> list[Any] | None:
    """All rows of a list, page by page; None when there are more than ``most``. ``report`` hears how many are there."""
    rows: list[Any] = []
    after: Any = None
    while True:
        page = fetch(after, WHOLE)
        rows += page.rows
        report(len(rows))
        if len(rows) > most:
            return None
        after = page.next_key
        if after is None:
            return rows


class PagedModel(RowsModel):
    """``state_changed(state, sentence)`` says ``loading``, ``ready``, ``empty`` or ``failed``: connect it to a ``StateStack``."""

    state_changed = pyqtSignal(str, str)
    refused_order = pyqtSignal(str)

    def __init__(self, jobs: Jobs, columns: Sequence[Column], parent: QObject | None = None, *, limit: int = LIMIT) -> None:
        super().__init__(columns, parent)
        self._jobs, self._limit = jobs, limit
        self._fetch: Fetch | None = None
        self._next: Any = None
        self._on_way = False
        self.state = "ready"

    def load(self, fetch: Fetch) -> None:
        """Begin anew with ``fetch``: after a filter, a sort or a change. Old rows stay until the first page is there."""
        self._fetch, self._next, self._on_way = fetch, None, True
        if not self._rows:
            self._tell("loading")
        self._jobs.read(self, self._reading(fetch), self._first, self._refused, slot="page")

    def _reading(self, fetch: Fetch) -> Callable[[], Page | None]:
        """What reads the first page, or, in another order than the list's own, all of it; None where that is too much."""
        limit, column, (_key, down) = self._limit, self.sort_column, self.sorted_by
        if column is None:
            return lambda: fetch(None, limit)

        def sorted_whole() -> Page | None:
            rows = whole(fetch, MOST_SORTED)
            return None if rows is None else Page(tuple(arranged(rows, column, is_head, cell_reader(column), down=down)))

        return sorted_whole

    @property
    def source(self) -> Fetch | None:
        """What the rows are read with."""
        return self._fetch

    def reload(self) -> None:
        """Read again what is shown, from the first page."""
        if self._fetch is not None:
            self.load(self._fetch)

    def sort_by(self, key: str, *, down: bool = False) -> None:
        """Read the list anew in the order of a column; an empty key is the list's own order."""
        self.sorted_by = (key, down)
        self.reload()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Rows of another kind: what was read of the old kind goes, and what is on its way is not waited for."""
        self._fetch, self._next, self._on_way = None, None, False
        super().set_columns(columns)

    def _shown(self) -> list[Any]:
        """As they were read: sorting and narrowing were done with the reading."""
        return self._given

    def canFetchMore(self, parent: QModelIndex) -> bool:
        return not parent.isValid() and self._next is not None and not self._on_way

    def fetchMore(self, parent: QModelIndex) -> None:
        fetch, after = self._fetch, self._next
        if fetch is None or after is None or self._on_way:
            return
        self._on_way = True
        self._jobs.read(self, lambda: fetch(after, self._limit), self._more, self._refused, slot="page")

    def _first(self, page: Page | None) -> None:
        if page is None:
            self.refused_order.emit(t("超过 {n:,} 条，排不了序。先用查找或上面的按钮缩小范围。").format(n=MOST_SORTED))
            self.sort_by(*UNSORTED[:1])
            return
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
        self._tell(face_of(failure) if not self._rows else "ready", failure.sentence)

    def _tell(self, state: str, sentence: str = "") -> None:
        self.state = state
        self.state_changed.emit(state, sentence)
