"""The navigation: ten places, icon and word, the digit of Alt beside it."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QCursor, QKeyEvent, QPainter, QPaintEvent
from PyQt6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from app.texts import t
from ui import theme
from ui.desk.places import CODES, PLACES, Place
from ui.kit.icons import paint_icon
from ui.kit.runs import Run, paint_runs, plain


class _Places(QAbstractListModel):
    """The places as a list."""

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(PLACES)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = PLACES[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"Alt+{place.key}"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return place.word
        return place if role == Qt.ItemDataRole.UserRole else None


class _PlaceDelegate(QStyledItemDelegate):
    """Draws one place; the one we are in has the bar, the surface and bold blue words."""

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        assert painter is not None
        place: Place = index.data(Qt.ItemDataRole.UserRole)
        view = self.parent()
        assert isinstance(view, Navigation)
        here, over = index == view.currentIndex(), index == view.under_mouse()
        box, size, space = option.rect, theme.sizes(), theme.SPACE
        painter.save()
        painter.fillRect(box, theme.colour("bg_surface" if here else "bg_hover" if over else "bg_sunken"))
        if not here:
            _edge(painter, box)
        else:
            painter.fillRect(QRect(box.x(), box.y(), space.bar, box.height()), theme.colour("accent"))
        tone = "accent" if here else "fg_secondary"
        icon = QRect(box.x() + space.group, box.y(), size.icon + space.ring, box.height())
        paint_icon(painter, icon, place.icon, tone)
        left = icon.right() + space.gap + space.ring
        paint_runs(painter, QRect(left, box.y(), box.width(), box.height()), (Run(place.word, here, tone),))
        paint_runs(painter, box.adjusted(0, 0, -space.gap, 0), plain(place.key, "fg_tertiary", "caption"), right=True)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(theme.sizes().navwidth, theme.sizes().nav)


def _edge(painter: QPainter, box: QRect) -> None:
    """The line between navigation and page; the place we are in has none, it belongs to the page."""
    line = theme.current().border
    painter.fillRect(QRect(box.right() + 1 - line, box.y(), line, box.height()), theme.colour("line_hair"))


class Navigation(QListView, theme.Themed):
    """The list of places; ``went`` carries a code. Focus by Tab, arrows move, Enter goes."""

    went = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setModel(_Places(self))
        self.setItemDelegate(_PlaceDelegate(self))
        self.setProperty("bare", "true")
        self.setProperty("ground", "sunken")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(t("十个地方"))
        self.setProperty("ring", True)
        self.clicked.connect(lambda index: self.went.emit(CODES[index.row()]))
        self.follow_theme()

    def restyle(self) -> None:
        self.setFixedWidth(theme.sizes().navwidth)
        margin = theme.SPACE.gap
        self.setViewportMargins(0, margin, 0, 0)
        model = self.model()
        assert isinstance(model, _Places)
        model.layoutChanged.emit()

    def under_mouse(self) -> QModelIndex:
        """The place under the mouse. Asking the option's state instead would load all of ``QStyle`` before the first paint."""
        port = self.viewport()
        assert port is not None
        return self.indexAt(port.mapFromGlobal(QCursor.pos())) if port.underMouse() else QModelIndex()

    def show_place(self, code: str) -> None:
        """Mark where we are."""
        model = self.model()
        assert model is not None
        self.setCurrentIndex(model.index(CODES.index(code), 0))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.went.emit(CODES[self.currentIndex().row()])
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        port = self.viewport()
        assert port is not None
        painter = QPainter(port)
        painter.fillRect(port.rect(), theme.colour("bg_sunken"))
        _edge(painter, port.rect())
        painter.end()
        super().paintEvent(event)
