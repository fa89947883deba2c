"""Things one after the other that go on in the next line where the first is full: buttons of a section, facts of a person."""

from __future__ import annotations

from collections.abc import Iterator

from PyQt6.QtCore import QEvent, QPoint, QSize
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from ui import theme


class Lines(QWidget):
    """The parts at the width they ask for; as high as the lines they take."""

    def __init__(self, *parts: QWidget, gap: int = theme.SPACE.gap) -> None:
        super().__init__()
        self.parts, self._gap = parts, gap
        for part in parts:
            part.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        hints = [part.sizeHint() for part in self._shown()]
        wide = sum(hint.width() for hint in hints) + self._gap * max(len(hints) - 1, 0)
        return QSize(wide, self._height(self.width() or wide))

    def minimumSizeHint(self) -> QSize:
        wide = max((part.sizeHint().width() for part in self._shown()), default=0)
        return QSize(wide, self._height(max(self.width(), wide)))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent | None) -> bool:
        """A part that has other words, or comes and goes, moves those behind it."""
        if event is not None and event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [part for part in self.parts if not part.isHidden()]

    def _places(self, width: int) -> Iterator[tuple[QWidget, QPoint]]:
        x = y = 0
        for part in self._shown():
            hint = part.sizeHint()
            if x and x + hint.width() > width:
                x, y = 0, y + self._line() + self._gap
            yield part, QPoint(x, y + (self._line() - hint.height()) // 2)
            x += hint.width() + self._gap

    def _line(self) -> int:
        return max((part.sizeHint().height() for part in self._shown()), default=0)

    def _height(self, width: int) -> int:
        return max((place.y() + part.sizeHint().height() for part, place in self._places(width)), default=0)

    def _arrange(self) -> None:
        for part, place in self._places(self.width()):
            hint = part.sizeHint()
            part.setGeometry(place.x(), place.y(), min(hint.width(), self.width()), hint.height())
        if self.height() != self._height(self.width()):
            self.setFixedHeight(self._height(self.width()))
