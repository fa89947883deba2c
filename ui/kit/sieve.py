"""The filter box of a list: one that stands there always and asks the database, and one that ``/`` brings up over rows at hand."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QModelIndex, QSize, Qt, QTimer
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QWidget

from app.texts import t
from ui import theme
from ui.kit.fields import IconEdit
from ui.kit.table import Table
from ui.kit.text import column, holder, label, row
from ui.models.rows import RowsModel

_LETTERS = 6  # that the box shows at least


class FilterBox(IconEdit):
    """The filter of a list: the list follows while one types; Enter or ↓ goes into the list."""

    def __init__(self, hint: str, changed: Callable[[], None]) -> None:
        super().__init__(icon_name="magnify")
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(theme.TIMING.search)
        self._wait.timeout.connect(changed)
        self.textChanged.connect(lambda _text: self._wait.start())
        self.below: QWidget | None = None

    def minimumSizeHint(self) -> QSize:
        """Room for a name and for the hint: what stands beside the box gives way before."""
        size = theme.sizes()
        room = max(_LETTERS * size.body, theme.text_width(self.placeholderText()))
        return QSize(room + size.icon + 2 * theme.SPACE.group, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() == Qt.Key.Key_Down and self.below is not None:
            self.below.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)


class _QuickBox(FilterBox):
    """A filter box that Esc takes away again, before the page hears of the key."""

    def __init__(self, hint: str, changed: Callable[[], None], left: Callable[[], None]) -> None:
        super().__init__(hint, changed)
        self._left = left

    def event(self, event: QEvent | None) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self._left()
        else:
            super().keyPressEvent(event)


class Sieve(QWidget):
    """A table of rows at hand with its filter box, which stands there only while something is looked for."""

    def __init__(self, table: Table, rows: RowsModel) -> None:
        super().__init__()
        self.table, self.rows = table, rows
        self.box = _QuickBox(t("在这张表里找"), self._sift, self.leave)
        self.box.below = table
        self.count = label("", "caption", "secondary")
        self.bar = holder(row(self.box, self.count))
        lay = column(self.bar, gap=theme.SPACE.gap)
        lay.addWidget(table, 1)
        self.setLayout(lay)
        self.bar.hide()
        table.filter_asked.connect(self.start)
        self.box.returnPressed.connect(table.setFocus)
        rows.modelReset.connect(self._tell)

    def start(self) -> None:
        """Bring the box up."""
        self.bar.show()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Show every row again and go back to the table."""
        self.box.clear()
        self.table.keep_place()
        self.rows.sift("")
        self.bar.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sift(self) -> None:
        if self.box.text().strip() != self.rows.needle:
            self.rows.sift(self.box.text().strip())
            self.table.select_first()

    def _tell(self) -> None:
        if not self.rows.needle:
            self.count.setText("")
            return
        shown = sum(self.rows.row_at(number) is not None for number in range(self.rows.rowCount(QModelIndex())))
        said = t("{n} / {all} 条，Esc 看全部") if shown else t("没有这样的行，Esc 看全部")
        self.count.setText(said.format(n=shown, all=self.rows.given))
