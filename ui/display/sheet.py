"""A painter that thinks in pixels of a screen 1080 high, and words that always fit their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetrics, QPainter

from ui import theme
from ui.kit.outlines import draw_words
from ui.theme_tokens import BOARD

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
_WRAPPED = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
CAPITALS = 0.74  # height of capitals and digits of the face, in sizes: what must fit between two lines


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one size; ``size`` in pixels of a screen 1080 high."""

    text: str
    size: int
    colour: str
    bold: bool = False


class Sheet:
    """Draws on one painted screen; ``scale`` is real pixels for one of the reference screen."""

    def __init__(self, painter: QPainter, size: QSize) -> None:
        self.painter = painter
        short, long = sorted((size.width(), size.height()))
        self.scale = min(short / BOARD.unit, long / BOARD.wide)

    def px(self, length: float) -> int:
        """A length in real pixels, at least one."""
        return max(1, round(length * self.scale))

    def font(self, size: int, *, bold: bool = False) -> QFont:
        """The face of the program at ``size``."""
        return theme.face(self.px(size), bold=bold)

    def fill(self, place: QRect, colour: str) -> None:
        """A filled rectangle."""
        self.painter.fillRect(place, QColor(colour))

    def words(self, place: QRect, run: Run, align: Qt.AlignmentFlag = LEFT) -> QRect:
        """One run inside ``place``, made smaller until it fits; the answer is the room it took."""
        font = self._fitting(run, place)
        measure = QFontMetrics(font)
        room = measure.horizontalAdvance(run.text)
        base = QPoint(_start(place, room, align), _base(place, measure, align))
        draw_words(self.painter, base, run.text, font, QColor(run.colour))
        return QRect(base.x(), place.top(), room, place.height())

    def _fitting(self, run: Run, place: QRect) -> QFont:
        font = self.font(run.size, bold=run.bold)
        room, tall = QFontMetrics(font).horizontalAdvance(run.text), round(font.pixelSize() * CAPITALS)
        share = min(1.0, place.width() / max(room, 1), place.height() / max(tall, 1))
        font.setPixelSize(max(1, int(font.pixelSize() * share)))
        return font

    def paragraph(self, place: QRect, run: Run, *, middle: bool = False) -> None:
        """Words that wrap: from the top, or in the middle of ``place``."""
        self.painter.setFont(self.font(run.size, bold=run.bold))
        self.painter.setPen(QColor(run.colour))
        self.painter.drawText(place, _WRAPPED | int(Qt.AlignmentFlag.AlignVCenter if middle else Qt.AlignmentFlag.AlignTop), run.text)

    def width(self, run: Run) -> int:
        """The room the run takes at its own size."""
        return QFontMetrics(self.font(run.size, bold=run.bold)).horizontalAdvance(run.text)

    def line_of(self, place: QRect, runs: Sequence[Run], align: Qt.AlignmentFlag = LEFT) -> None:
        """Runs of several sizes on one base line, in the middle of ``place``; all made smaller together until they fit."""
        fonts = [self.font(run.size, bold=run.bold) for run in runs]
        room = sum(QFontMetrics(font).horizontalAdvance(run.text) for font, run in zip(fonts, runs, strict=True))
        if room > place.width() > 0:
            for font in fonts:
                font.setPixelSize(max(1, font.pixelSize() * place.width() // room))
        self._along(place, list(zip(runs, fonts, strict=True)), align)

    def _along(self, place: QRect, pieces: Sequence[tuple[Run, QFont]], align: Qt.AlignmentFlag) -> None:
        measures = [QFontMetrics(font) for _run, font in pieces]
        room = sum(measure.horizontalAdvance(run.text) for measure, (run, _font) in zip(measures, pieces, strict=True))
        tallest = max(measures, key=QFontMetrics.height)
        at = QPoint(_start(place, room, align), place.center().y() + (tallest.ascent() - tallest.descent()) // 2)
        for measure, (run, font) in zip(measures, pieces, strict=True):
            draw_words(self.painter, at, run.text, font, QColor(run.colour))
            at += QPoint(measure.horizontalAdvance(run.text), 0)


def _start(place: QRect, room: int, align: Qt.AlignmentFlag) -> int:
    if align & Qt.AlignmentFlag.AlignRight:
        return place.right() - room
    return place.center().x() - room // 2 if align & Qt.AlignmentFlag.AlignHCenter else place.left()


def _base(place: QRect, measure: QFontMetrics, align: Qt.AlignmentFlag) -> int:
    """The base line that puts capitals, digits and Chinese characters in the middle of ``place`` (or at its bottom)."""
    if align & Qt.AlignmentFlag.AlignBottom:
        return place.bottom() - measure.descent()
    return place.center().y() + (measure.ascent() - measure.descent()) // 2
