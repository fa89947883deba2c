"""The export of a list: exactly what is shown, masked as shown, read and written off the window's thread, with progress and Cancel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QObject, QStandardPaths
from PyQt6.QtWidgets import QFileDialog

from app.domain.errors import Refused
from app.domain.list_sheet import MOST_ROWS, ListColumn, ListHead, ListRow, ListSheet
from app.services import list_export
from app.services.list_export import ExportedList
from app.texts import t
from ui.jobs import Job, Progress
from ui.kit.states import ProgressStrip
from ui.kit.table import Table
from ui.messages import Failure, show
from ui.models.order import arranged
from ui.models.paged import Fetch, Page, PagedModel, whole
from ui.models.rows import Column, Group, cell_reader, cell_text, is_head

if TYPE_CHECKING:
    from ui.desk.page import Page as DeskPage

FOLDER_KEY = "export.folder"


@dataclass(frozen=True, slots=True)
class ListName:
    """What a list is called, in the file and in its name, and which part of it is shown; none of it names a person."""

    code: str
    title: str
    narrowed: str = ""


def row_of(row: Any, columns: Sequence[Column]) -> ListRow:
    """A row in words, as the table shows it."""
    if isinstance(row, Group):
        return ListHead(row.title)
    values = (column.value(row) for column in columns)
    return tuple(value if isinstance(value, int) else cell_text(value) for value in values)


def sheet_of(wanted: ListName, columns: Sequence[Column], rows: Sequence[Any]) -> ListSheet:
    """The list as a workbook shows it."""
    heads = tuple(ListColumn(column.title, column.width, column.right) for column in columns)
    return ListSheet(wanted.code, wanted.title, heads, tuple(row_of(row, columns) for row in rows), wanted.narrowed)


class ListExport(QObject):
    """Exports one table of a page; the page's button and the table's menu ask for it.

    ``wanted()`` names the list as it is shown now. ``fetch`` reads rows that the table holds only in part.
    """

    def __init__(
        self, page: DeskPage, table: Table, wanted: Callable[[], ListName], fetch: Callable[[], Fetch | None] | None = None
    ) -> None:
        super().__init__(table)
        self.page, self.table, self.wanted, self._fetch = page, table, wanted, fetch
        self.job: Job | None = None
        table.can_export = True
        table.export_asked.connect(self.ask)
        self.strip = ProgressStrip()
        self.strip.hide()
        self.strip.cancelled.connect(self._cancel)
        table.destroyed.connect(self.strip.deleteLater)  # it stands in the page, and goes with its table
        page.body.insertWidget(1, self.strip)

    # -- what

    def words(self, count: int | None) -> str:
        """What the button says: how many rows go out, as far as that is known."""
        chosen = len(self._chosen())
        if chosen:
            return t("导出选中的 {n} 条").format(n=chosen)
        return t("导出这些条目") if count is None else t("导出这 {n:,} 条").format(n=count)

    def _chosen(self) -> list[Any]:
        """Rows selected on purpose: one is always selected and means nothing, several go out alone."""
        chosen = self.table.chosen_rows()
        return chosen if len(chosen) > 1 else []

    def _named(self) -> ListName:
        """What the list is called; a selection says that it is one."""
        wanted, chosen = self.wanted(), self._chosen()
        part = t("只含选中的 {n} 条").format(n=len(chosen)) if chosen else ""
        return replace(wanted, narrowed=t("，").join(filter(None, (wanted.narrowed, part))))

    # -- where

    def ask(self) -> None:
        """Ask where the file goes; the folder is remembered."""
        if self.page.desk.context is None:
            return
        name = list_export.file_name(self.wanted().title, self.page.desk.context.now())
        path, _kind = QFileDialog.getSaveFileName(self.page, t("导出清单"), str(self._folder() / name), t("Excel 工作簿 (*.xlsx)"))
        if path:
            self.start(Path(path if path.lower().endswith(".xlsx") else f"{path}.xlsx"))

    def _folder(self) -> Path:
        remembered = self.page.desk.port.preferences.get(FOLDER_KEY)
        if remembered and Path(remembered).is_dir():
            return Path(remembered)
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(documents) if documents and Path(documents).is_dir() else Path.home()

    # -- the work

    def start(self, out: Path) -> None:
        """Read what is shown, write it, and say where it lies."""
        desk, context = self.page.desk, self.page.desk.context
        self.page.desk.port.preferences.put(FOLDER_KEY, str(out.parent))
        self.page.strip.clear()
        wanted = self._named()
        columns = [self.table.rows_model.columns[place] for place in self.table.shown_columns()]
        columns = [column for column in columns if column.title]
        rows = self._reader()

        def work(progress: Progress) -> ExportedList:
            sheet = sheet_of(wanted, columns, rows(progress))
            progress.report(sheet.count, sheet.count)  # the last moment to cancel: what follows is done in one step
            return list_export.export(context.db, context.actor, context.now(), sheet, out)

        self.strip.show_progress(t("正在导出“{title}”").format(title=wanted.title), 0, 0, None)
        told = partial(self._progressed, wanted.title)
        self.job = desk.jobs.long(self, work, self._exported, self._failed, progressed=told)

    def _reader(self) -> Callable[[Progress], Sequence[Any]]:
        """What reads the rows in the pool: those selected, those at hand, or all that the list's filter leaves, in the order shown."""
        model, chosen = self.table.rows_model, self._chosen()
        if chosen:
            return lambda _progress: chosen
        fetch = self._fetch() if self._fetch is not None else model.source if isinstance(model, PagedModel) else None
        if fetch is None:
            at_hand = list(model.rows)
            return lambda _progress: at_hand
        column, down = model.sort_column, model.sorted_by[1]

        def read(progress: Progress) -> Sequence[Any]:
            rows = whole(fetch, MOST_ROWS, lambda count: progress.report(count, 0))
            if rows is None:
                raise Refused("list.too_long", most=f"{MOST_ROWS:,}")
            return rows if column is None else arranged(rows, column, is_head, cell_reader(column), down=down)

        return read

    def _progressed(self, title: str, done: int, _total: int, _left: int | None) -> None:
        self.strip.show_progress(t("正在导出“{title}”，已读 {n:,} 条").format(title=title, n=done), 0, 0, None)

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()
        self.strip.hide()

    def _exported(self, made: ExportedList) -> None:
        self.strip.hide()
        self.page.desk.tell_file(t("已导出 {n:,} 条到 {path}").format(n=made.rows, path=made.file), str(made.file))

    def _failed(self, failure: Failure) -> None:
        self.strip.hide()
        show(failure, self.page.strip)


def at_once(rows: Callable[[], Sequence[Any]]) -> Fetch:
    """A list that is read in one piece."""
    return lambda _after, _limit: Page(tuple(rows()))


__all__ = ["ListExport", "ListName", "at_once", "row_of", "sheet_of"]
