"""The focus ring: 2 px thick, 2 px outside the control, on keyboard and mouse focus alike.

Fields and lists show their focus themselves; the ring is for buttons and for what asks for it by the property ``ring``.
"""

from __future__ import annotations

from PyQt6 import sip
from PyQt6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui import theme


def paint_ring(painter: QPainter, rect: QRect) -> None:
    """The ring itself, 2 px thick along the inside of ``rect``."""
    width = theme.SPACE.ring
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("focus"), width))
    half = width / 2
    radius = theme.SPACE.radius + width
    painter.drawRoundedRect(rect.toRectF().adjusted(half, half, -half, -half), radius, radius)


_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QWidget):
    """Follows the focus from button to button inside one window.

    An overlay of our own and not a ``QFocusFrame``: that one asks the style for its margins, and a style of our own costs every paint.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self._chain: list[QWidget] = []
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def widget(self) -> QWidget | None:
        """What the ring lies around now."""
        return self._chain[0] if self._chain else None

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        parent = self.parentWidget()
        wants = isinstance(new, QAbstractButton) or (new is not None and bool(new.property("ring")))
        self._leave()
        if wants and new is not None and parent is not None and parent.isAncestorOf(new):
            self._watch(new, parent)
        self.place()

    def _leave(self) -> None:
        for part in self._chain:
            if not sip.isdeleted(part):
                part.removeEventFilter(self)
        self._chain = []

    def _watch(self, target: QWidget, top: QWidget) -> None:
        """Listen to the widget and everything it lies in: each of them can move it."""
        part: QWidget | None = target
        while part is not None and part is not top:
            part.installEventFilter(self)
            self._chain.append(part)
            part = part.parentWidget()

    def place(self) -> None:
        """Lie around the widget, on top of everything, or nowhere."""
        target, parent = self.widget(), self.parentWidget()
        if target is None or parent is None or not target.isVisible():
            self.hide()
            return
        out = 2 * theme.SPACE.ring
        self.setGeometry(QRect(target.mapTo(parent, QPoint()), target.size()).adjusted(-out, -out, out, out))
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() in _MOVES:
            self.place()
        return False

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        paint_ring(painter, self.rect())
        painter.end()
