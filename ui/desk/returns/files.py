"""What of a return becomes a file: its workbook, and the records behind one figure as a list of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QFileDialog

from app.services import return_export
from app.services.return_export import ExportedFile, WorkbookVerdict
from app.services.returns import Explanation
from app.texts import t
from app.texts.phrases import returns_page as say
from ui.desk.export import ListExport, ListName, at_once
from ui.desk.returns import model, work
from ui.desk.returns.behind import MOST, lines
from ui.desk.returns.model import Place
from ui.kit.table import Table
from ui.messages import Failure, show
from ui.models.paged import Fetch

if TYPE_CHECKING:
    from ui.desk.returns.page import ReturnsPage


CELLS_NAMED = 6
"""So many changed cells are named; of more the number is told."""


class ReturnFiles:
    """Writes what the page shows: the version that is looked at, with its own records."""

    def __init__(self, page: ReturnsPage) -> None:
        self.page = page

    # -- the workbook

    def export(self) -> None:
        """Ask where, then write the workbook off the window's thread."""
        page = self.page
        if page.loaded is None:
            return
        view = page.loaded.view
        name = say.file_name(page.desk.context.station.name, model.title_of(view), view.version if view.state == "frozen" else 0)
        path, _kind = QFileDialog.getSaveFileName(page, t("导出报表"), str(Path.home() / name), t("Excel 工作簿 (*.xlsx)"))
        if path:
            self._write(Path(path if path.lower().endswith(".xlsx") else f"{path}.xlsx"))

    def _write(self, out: Path) -> None:
        page = self.page
        job = partial(work.export, page.desk.context, *page.wanted, out, page.version)
        page.progress.show_progress(t("正在导出 {name}").format(name=out.name), 0, 0, None)
        page.progress.cancel.hide()
        page.desk.jobs.long(page, lambda _progress: job(), self._written, self._not_written)

    def _written(self, made: ExportedFile) -> None:
        self.page.quiet()
        self.page.strip.clear()
        more = t("校验值 {digest}").format(digest=made.sha256)
        self.page.told.tell(t("已导出到 {path}").format(path=made.file), more, made.sha256, str(Path(made.file).parent))

    def _not_written(self, failure: Failure) -> None:
        self.page.quiet()
        show(failure, self.page.strip)

    def verify(self) -> None:
        """Hold a workbook against what it was when it was written, and against the frozen return it came from."""
        page = self.page
        path, _kind = QFileDialog.getOpenFileName(page, t("选一份工作簿"), str(Path.home()), t("Excel 工作簿 (*.xlsx)"))
        if path and page.desk.context is not None:
            context = page.desk.context
            work = partial(return_export.verify, context.db, context.actor, Path(path))
            page.desk.jobs.read(page, work, partial(self._verified, Path(path).name), self._not_written, slot="verify")

    def _verified(self, name: str, verdict: WorkbookVerdict) -> None:
        self.page.strip.clear()
        what = t("{station} {title} {period}").format(station=verdict.station_name, title=verdict.title, period=verdict.period)
        kind = t("封存第 {n} 版").format(n=verdict.version) if verdict.frozen else t("未封存的草稿")
        if verdict.ok:
            self.page.told.tell(t("{name} 没有改动").format(name=name), t("{what}，{kind}").format(what=what, kind=kind))
            return
        self.page.told.hide()
        cells = t("、").join(" ".join(filter(None, (one.sheet, one.cell or one.key or ""))) for one in verdict.problems[:CELLS_NAMED])
        more = t(" 等 {n} 处").format(n=len(verdict.problems)) if len(verdict.problems) > CELLS_NAMED else ""
        told = t("{what}，{kind}。改动在：{cells}{more}").format(what=what, kind=kind, cells=cells, more=more)
        self.page.strip.tell(t("{name} 被改动过").format(name=name), told)

    # -- the records behind a figure

    def behind(self, place: Place, most: int | None = MOST) -> Callable[[], Explanation]:
        """What reads the records behind a figure of what the page shows; all of them without ``most``."""
        page = self.page
        assert page.loaded is not None
        own = place.period == page.loaded.view.period.code
        version = page.version if own else None
        return partial(work.explain, page.desk.context, page.wanted[0], place, page.correcting and own, most, version)

    def offer(self, table: Table) -> None:
        """Let the records of a table be exported: all of them, also those the list leaves out."""
        table.remember(f"behind.{table.property('kind')}", self.page.desk.port.preferences)
        ListExport(self.page, table, self._name, self._all)

    def _name(self) -> ListName:
        loaded, found = self.page.loaded, self.page.behind.found
        assert loaded is not None and found is not None
        figure = found.title.split(" · ")[-1]
        return ListName("return", f"{model.title_of(loaded.view)}_{figure}", model.plain_heading(found))

    def _all(self) -> Fetch | None:
        if self.page.place is None or self.page.loaded is None:
            return None
        job = self.behind(self.page.place, None)
        return at_once(lambda: lines(job()))
