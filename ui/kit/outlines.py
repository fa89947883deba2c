"""Bold letters of any size: Qt thickens a face without a bold cut only while letters are small; large ones are drawn as outlines."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

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
