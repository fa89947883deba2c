"""Who holds the ticket: found while typing, a key at a time is enough."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from app.services.search import Hit
from app.texts import t
from ui import theme
from ui.desk.queue.forms import ENTER
from ui.kit.buttons import link
from ui.kit.fields import line
from ui.kit.runs import bold, plain
from ui.kit.states import StateStack
from ui.kit.table import Table
from ui.kit.text import KeyCap, column, label, row
from ui.models.rows import NAME_LINES, Column, RowsModel

MOST_SEEN, LEAST_SEEN = 5, 3
"""People that the list holds without scrolling: the service finds five; in the largest text there is room for three."""
_TYPE = t("输几个字，找到的人列在这里")


class FindForm(QWidget):
    """Say who holds the ticket: results while typing, Enter takes the one stood on; nobody found leads to registering."""

    picked = pyqtSignal(object)
    wanted = pyqtSignal(str)
    register = pyqtSignal(str)
    closed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.line = line(hint=t("姓名、拼音首字母、证件或手机后四位"))
        self.line.setAccessibleName(t("找人"))
        self.model = RowsModel(_person_columns(), self)
        self.table = Table(self.model, row_size="row_grid")
        self.table.setProperty("shown_focused", True)
        heads = self.table.horizontalHeader()
        assert heads is not None
        heads.hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.opened.connect(self.picked.emit)
        self.faces = StateStack(self.table, icon="account-search-outline", empty=_TYPE)
        self.faces.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changes().changed.connect(self.restyle)
        self.restyle()
        self.new = link(t("没有这个人，新登记"), self._register, icon="account-plus-outline")
        self.new.setToolTip("Ctrl+N")
        head = row(label(t("是谁"), "sub", bold=True), self.line, self.new, KeyCap("Esc"), gap=theme.SPACE.inner)
        head.setStretch(1, 1)
        self.setLayout(column(head, self.faces, gap=theme.SPACE.gap))
        self.show_hits(())
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(theme.TIMING.search)
        self._wait.timeout.connect(lambda: self.wanted.emit(self.line.text().strip()))
        self.line.textEdited.connect(lambda _text: self._wait.start())
        self.line.installEventFilter(self)

    def restyle(self) -> None:
        """So many people can be seen; those who wait below keep their place."""
        rows = LEAST_SEEN if theme.current().text == theme.TEXT_SIZES[-1] else MOST_SEEN
        self.faces.setFixedHeight(rows * theme.sizes().row_grid + theme.SPACE.gap)

    def start(self) -> None:
        """The cursor into the line."""
        self.line.setFocus()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show who was found and stand on the first."""
        self.model.set_rows(hits)
        self.table.select_first()
        text = self.line.text().strip()
        none = bool(text) and not hits
        self.faces.empty.line.setText(t("没有找到“{text}”").format(text=text) if none else _TYPE)
        self.faces.show_state("ready" if hits else "empty", t("按 Enter 新登记。") if none else "")
        self.faces.empty.more.setVisible(none)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Arrows move in the list, Enter takes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                at = self.table.currentIndex().row() + step
                if 0 <= at < self.model.rowCount():
                    self.table.selectRow(at)
                return True
            if event.key() in ENTER:
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        hit = self.table.current_row()
        if hit is not None and not self._wait.isActive():
            self.picked.emit(hit)
        elif not self._wait.isActive() and self.line.text().strip():
            self._register()

    def _register(self) -> None:
        self.register.emit(self.line.text().strip())

    def done(self) -> None:
        """Somebody was taken: empty for the next."""
        self.line.clear()
        self.show_hits(())


def _person_columns() -> tuple[Column, ...]:
    return (
        Column("name", t("姓名"), lambda hit: bold(hit.title), 6, 0, lines=NAME_LINES),
        Column("facts", t("情况"), lambda hit: plain(hit.second, "fg_secondary"), 0, 1),
        Column("where", t("现在"), lambda hit: plain(hit.right, "fg_secondary"), 8, 2),
    )
