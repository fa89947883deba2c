"""The tab 援助档案: five points in one band, the stage, the three lists with their answers, and what one can do with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QStackedLayout, QWidget

from app.domain.assistance import FileState, Point
from app.services.assistance import AssistanceSheet
from app.services.service_lists import ListView
from app.texts import t, word
from ui import theme
from ui.desk.keys import key_of
from ui.desk.people import model
from ui.kit.buttons import Button, primary, second
from ui.kit.lists import FivePointsBand, ThreeLists
from ui.kit.runs import RunLabel
from ui.kit.states import Empty
from ui.kit.text import ElidedLabel, card, column, label, row


@dataclass(frozen=True, slots=True)
class Known:
    """What the tab shows."""

    sheet: AssistanceSheet
    lists: ListView | None
    today: date


@dataclass(frozen=True, slots=True)
class Rights:
    """What the officer may do here."""

    points: bool
    lists: bool
    files: bool
    papers: bool


class AssistanceTab(QWidget):
    """``point_asked(code)``, ``lists_asked(which)``, ``line_asked(line)``, and ``asked(what)`` for its buttons."""

    point_asked = pyqtSignal(str)
    lists_asked = pyqtSignal(str)
    line_asked = pyqtSignal(object)
    asked = pyqtSignal(str)  # open_file keep renew hand_over print close_file

    def __init__(self, rights: Rights) -> None:
        super().__init__()
        self.rights, self.known = rights, None
        self.count, self.hint = label("", "sub", bold=True), ElidedLabel("", tone="secondary", rank=3)
        self.stage = RunLabel(rank=2, right=True)
        self.band = FivePointsBand()
        if rights.points:
            self.band.opened.connect(self.point_asked.emit)
        self.note = ElidedLabel("", tone="secondary", rank=2)
        self.lists = ThreeLists(t("从匹配中选") if rights.lists else "", t("这一版没有"))
        self.lists.opened.connect(lambda _which, line: self.line_asked.emit(line.key))
        self.lists.adding.connect(self.lists_asked.emit)
        self._build()

    def _build(self) -> None:
        ask = self.asked.emit
        self.renew: Button = primary(t("更新五清并发新清单"), lambda: ask("renew"), key=key_of("save"))
        self.open_file: Button = primary(t("建立援助档案"), lambda: ask("open_file"), key=key_of("save"))
        self.one: Button = second("", lambda: self.point_asked.emit(self._first().value), icon="lead-pencil")
        self.hand: Button = second(t("发放清单"), lambda: ask("hand_over"), icon="hand-extended-outline")
        self.end: Button = second(t("结档"), lambda: ask("close_file"), icon="archive-outline")
        self.print: Button = second(t("打印一页清单"), lambda: ask("print"), icon="printer-outline", key=key_of("print"))
        no_file = Empty("folder-account-outline", t("还没有援助档案"), t("有就业意愿、又有就业能力的，先建档，再做三张清单。"))
        pad = theme.SPACE.group
        lower = QWidget(self)
        self._lower = QStackedLayout(lower)
        self._lower.addWidget(self.lists)
        self._lower.addWidget(card(column(no_file, margins=(pad, pad, pad, pad))))
        top = row(self.count, self.hint, gap=theme.SPACE.inner)
        top.addWidget(self.stage, 1)
        lay = column(top, self.band, gap=theme.SPACE.gap)
        lay.addLayout(row(label(t("三张清单"), "sub", bold=True), self.note, None, gap=theme.SPACE.inner))
        lay.addWidget(lower, 1)
        lay.addLayout(row(self.renew, self.open_file, self.one, self.hand, None, self.end, self.print))
        self.setLayout(lay)

    def _first(self) -> Point:
        assert self.known is not None and self.known.sheet.first_missing is not None
        return self.known.sheet.first_missing

    @property
    def has_file(self) -> bool:
        """Whether an open file is there."""
        file = self.known.sheet.file if self.known is not None else None
        return file is not None and file.state is FileState.OPEN

    def show_known(self, known: Known) -> None:
        """Show what was read."""
        self.known = known
        sheet = known.sheet
        self.count.setText(t("五清 {n}/5").format(n=sheet.clear))
        self.hint.setText(_hint(sheet.clear))
        stage = sheet.file.stage if sheet.file else None
        self.stage.set_runs(model.stage_runs(stage), shorter=model.stage_now(stage))
        at = next((place for place, cell in enumerate(self.band.cells) if cell.hasFocus()), None)
        self.band.set_points([model.point(cell, known.today) for cell in sheet.cells])
        if at is not None:
            self.band.cells[at].setFocus()
        self._show_lists(known)
        self._show_buttons(known)

    def _show_lists(self, known: Known) -> None:
        shows = self.has_file or known.lists is not None
        self._lower.setCurrentIndex(0 if shows else 1)
        self.note.setText(model.list_note(known.lists, known.today) if shows else "")
        for which, kind in model.KINDS.items():
            lines = known.lists.of(kind) if known.lists is not None else ()
            self.lists.set_lines(which, [model.line(one, known.today) for one in lines])
            self.lists.cards[which].add.setVisible(self.rights.lists and self.has_file)

    def _show_buttons(self, known: Known) -> None:
        missing, lists = known.sheet.first_missing, known.lists
        self.renew.setVisible(self.rights.lists and self.has_file)
        self.open_file.setVisible(self.rights.files and not self.has_file)
        self.one.setVisible(self.rights.points and missing is not None)
        if missing is not None:
            self.one.setText((t("只补{point}") if known.sheet.clear == 4 else t("补填{point}")).format(point=word(missing)))
            self.one.updateGeometry()
        self.hand.setVisible(self.rights.lists and lists is not None and lists.handed_over_on is None and self.has_file)
        self.end.setVisible(self.rights.files and self.has_file)
        self.print.setVisible(self.rights.papers and lists is not None)

    def primary_act(self) -> tuple[Callable[[], None], str]:
        """What Ctrl+S does now, and why not if it cannot."""
        if self.renew.isVisibleTo(self):
            return (lambda: self.asked.emit("renew")), ""
        if self.open_file.isVisibleTo(self):
            return (lambda: self.asked.emit("open_file")), ""
        return (lambda: None), t("您的账号只能查看这份档案。")

    def take_focus(self) -> None:
        """Onto the first point that is not clear, else the first."""
        cells = self.band.cells
        if cells:
            open_ones = [cell for cell in cells if not cell.point.clear]  # type: ignore[attr-defined]
            (open_ones or cells)[0].setFocus()


def _hint(clear: int) -> str:
    if clear == 5:
        return t("都清楚了，可以完整匹配")
    if clear == 4:
        return t("还差一项就能完整匹配")
    return t("还差 {n} 项").format(n=5 - clear)
