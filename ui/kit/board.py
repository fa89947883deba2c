"""A board of choices in columns, each with its key: one press chooses any of them, Enter goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PyQt6.QtWidgets import QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.kit.fields import Choice
from ui.kit.rows import row_ground
from ui.kit.runs import bold, paint_runs, plain
from ui.kit.text import key_size, paint_key

LEAST_ROWS = 2
WIDEST_NAME = "创业担保贷款资质审核受理"
"""A column holds a name of this length whole; a longer one says itself in its tool tip."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A choice: its code, its name, and the key that chooses it."""

    code: str
    name: str
    key: str = ""


class _Picks(QAbstractListModel):
    """The choices as rows."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.values: tuple[Pick, ...] = ()

    def fill(self, values: Sequence[Pick]) -> None:
        """Other choices."""
        self.beginResetModel()
        self.values = tuple(values)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.values)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        pick = self.values[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return pick.name
        return f"{pick.name} {pick.key}" if role == Qt.ItemDataRole.AccessibleTextRole else None


class _Cell(QStyledItemDelegate):
    """A choice: its key as a cap, then its name, cut where the column ends."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        view = self.parent()
        assert isinstance(view, _View)
        return view.cell()

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        assert painter is not None
        view = self.parent()
        assert isinstance(view, _View)
        pick, pad = view.picks.values[index.row()], theme.SPACE.half
        ground, selected = row_ground(option), bool(option.state & QStyle.StateFlag.State_Selected)
        if ground:
            painter.fillRect(option.rect, theme.colour(ground))
        cap = key_size("W")
        box = QRect(option.rect.x() + pad, option.rect.center().y() - cap.height() // 2, cap.width(), cap.height())
        if pick.key:
            paint_key(painter, box, pick.key)
        words = option.rect.adjusted(pad + cap.width() + theme.SPACE.gap, 0, -pad, 0)
        paint_runs(painter, words, bold(pick.name) if selected else plain(pick.name), selected=selected)


class _View(QListView):
    """Columns side by side, filled from the top; a letter or figure chooses, the arrows move, Enter goes on."""

    entered_ = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.picks = _Picks(self)
        self.setModel(self.picks)
        self.setItemDelegate(_Cell(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # a letter is a key here, not the beginning of a word
        self.doubleClicked.connect(lambda _index: self.entered_.emit())

    def columns(self) -> int:
        """How many columns the width holds."""
        wanted = theme.text_width(WIDEST_NAME, bold=True) + key_size("W").width() + theme.SPACE.gap + 2 * theme.SPACE.half
        return max(1, (self.width() - 2 * self.frameWidth()) // wanted)

    def whole_height(self) -> int:
        """The height at which every choice is seen."""
        rows = -(-len(self.picks.values) // self.columns())
        return max(rows, 1) * theme.sizes().row_grid + 2 * self.frameWidth()

    def cell(self) -> QSize:
        """Cells as wide as the columns are, beside a bar that may be there."""
        bar = self.verticalScrollBar()
        room = self.width() - 2 * self.frameWidth() - (bar.sizeHint().width() if bar is not None else 0)
        return QSize(room // self.columns() - 1, theme.sizes().row_grid)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        place = next((at for at, one in enumerate(self.picks.values) if one.key and one.key == event.text()), None)
        if place is not None and held == Qt.KeyboardModifier.NoModifier:
            self.setCurrentIndex(self.picks.index(place))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and held == Qt.KeyboardModifier.NoModifier:
            self.entered_.emit()
        elif event.key() == Qt.Key.Key_Escape or held != Qt.KeyboardModifier.NoModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str | None) -> None:
        """A letter is a key of its own here, not the beginning of a word that is looked for."""


class Board(Choice):
    """The board as an editor of a form: ``text()`` is the code that is chosen; ``entered`` when Enter is pressed on it."""

    entered = pyqtSignal()

    def __init__(self) -> None:
        super().__init__(())
        self.view = _View()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.view)
        self.view.setMinimumHeight(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusProxy(self.view)
        self.view.entered_.connect(self.entered.emit)
        chosen = self.view.selectionModel()
        assert chosen is not None
        chosen.currentChanged.connect(lambda now, _before: self.picked.emit(self.text()))

    def fill(self, picks: Sequence[Pick]) -> None:
        """Other choices; the first is chosen."""
        self.view.picks.fill(picks)
        self.updateGeometry()
        if picks:
            self.view.setCurrentIndex(self.view.picks.index(0))

    def sizeHint(self) -> QSize:
        """As high as the choices need; where there is less room they scroll."""
        return QSize(self.view.sizeHint().width(), max(self.view.whole_height(), self.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, LEAST_ROWS * theme.sizes().row_grid)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def text(self) -> str:
        """The code of the chosen one, or nothing."""
        index = self.view.currentIndex()
        return self.view.picks.values[index.row()].code if index.isValid() else ""

    def setText(self, code: str) -> None:
        """Choose by the code."""
        place = next((at for at, one in enumerate(self.view.picks.values) if one.code == code), None)
        if place is not None:
            self.view.setCurrentIndex(self.view.picks.index(place))

    def setFocus(self, *reason: Any) -> None:
        """Into the board."""
        self.view.setFocus(*reason)
