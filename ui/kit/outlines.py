"""Bold letters of any size: Qt thickens a face without a bold cut only while letters are small; large ones are drawn as outlines."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen, QTextLayout
from PyQt6.QtWidgets import QLabel

THICKENED = 60  # above about this size Qt draws letters from their outlines and forgets to thicken them
STROKE = 0.045  # width of the line that makes them bold, in sizes


def draw_words(painter: QPainter, base: QPoint, text: str, font: QFont, colour: QColor) -> None:
    """``text`` with its base line beginning at ``base``."""
    painter.setFont(font)
    painter.setPen(colour)
    if not font.bold() or font.pixelSize() < THICKENED:
        painter.drawText(base, text)
        return
    shape = QPainterPath()
    shape.addText(QPointF(base), font, text)
    pen = QPen(colour, font.pixelSize() * STROKE)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(shape, pen)
    painter.fillPath(shape, colour)


class BoldLabel(QLabel):
    """A label whose bold words are bold at any size, in lines of its width."""

    def paintEvent(self, event: QPaintEvent | None) -> None:
        font = self.font()
        if not font.bold() or font.pixelSize() < THICKENED:
            super().paintEvent(event)
            return
        painter, room, measure = QPainter(self), self.contentsRect(), QFontMetrics(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = _lines(self.text(), font, room.width() if self.wordWrap() else 0)
        below = room.height() - measure.height() * len(lines)
        top = room.top() + (below // 2 if self.alignment() & Qt.AlignmentFlag.AlignVCenter else 0)
        centred = bool(self.alignment() & Qt.AlignmentFlag.AlignHCenter)
        for place, text in enumerate(lines):
            left = (room.width() - measure.horizontalAdvance(text)) // 2 if centred else 0
            base = QPoint(room.left() + left, top + place * measure.height() + measure.ascent())
            draw_words(painter, base, text, font, self.palette().color(self.foregroundRole()))
        painter.end()


def _lines(text: str, font: QFont, width: int) -> list[str]:
    """A text in lines of a width; 0: one line."""
    if not width:
        return [text]
    layout, found = QTextLayout(text.replace("\n", "\u2028"), font), []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        found.append(text[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return found
