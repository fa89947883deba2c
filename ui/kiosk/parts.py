"""What the kiosk is made of: sizes that follow the screen and never fall under a finger's width, big buttons, plain words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.kit.icons import paint_glyph
from ui.kit.outlines import BoldLabel, draw_words
from ui.theme_tokens import KIOSK, LIGHT, PUBLIC


@dataclass(frozen=True, slots=True)
class Scale:
    """Real pixels of this screen for those of the design; ``finger`` is the smallest target."""

    factor: float
    finger: int
    tall: bool

    def px(self, length: float) -> int:
        """A length in real pixels."""
        return max(1, round(length * self.factor))

    @property
    def number(self) -> int:
        """Size of the number taken."""
        return self.px(KIOSK.number_tall if self.tall else KIOSK.number_wide)

    @property
    def across(self) -> int:
        """How many choices stand beside each other."""
        return 2 if self.tall else 3

    @property
    def text(self) -> int:
        """Sentences."""
        return max(self.px(KIOSK.text), self.small)

    @property
    def small(self) -> int:
        """The smallest letters."""
        return self.px(KIOSK.small if self.tall else KIOSK.small_wide)


def scale_of(size: QSize, dots_per_inch: float) -> Scale:
    """The scale of a window of ``size`` on a screen of ``dots_per_inch`` (0: unknown, then at least 96 pixels a target)."""
    tall = size.height() > size.width()
    factor = min(size.width(), size.height()) / (KIOSK.tall if tall else KIOSK.wide)
    finger = round(KIOSK.target_mm / KIOSK.mm_per_inch * dots_per_inch) if dots_per_inch > 0 else KIOSK.target
    return Scale(factor, max(finger, round((KIOSK.tall_target if tall else KIOSK.target) * factor)), tall)


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on a button: icon, title, a line below, and a second line under a rule."""

    title: str
    below: str = ""
    foot: str = ""
    icon: str = ""
    primary: bool = False


class Big(QPushButton):
    """A button for a finger; its words wrap and never run over its edge."""

    def __init__(self, face: Face, scale: Scale, on: Callable[[], object] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.face, self.scale = face, scale
        self.setAccessibleName("，".join(part for part in (face.title, face.below, face.foot) if part))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # as tall as its neighbours in a row
        if on is not None:
            self.clicked.connect(lambda _checked=False: on())

    def sizeHint(self) -> QSize:
        px = self.scale.px
        tall = px(KIOSK.gap) + self._title_height() + sum(self._line() for words in (self.face.below, self.face.foot) if words)
        tall += px(KIOSK.gap) * (1 + bool(self.face.foot))
        return QSize(self.scale.finger * 2, max(tall, self.scale.finger))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.scale.finger, self.sizeHint().height())

    def whole_width(self) -> int:
        """How wide it must be for its title in full size."""
        px, face = self.scale.px, theme.face(self.scale.px(KIOSK.choice), bold=True)
        icon = px(KIOSK.icon) + px(KIOSK.half) * 2 if self.face.icon else 0
        return QFontMetrics(face).horizontalAdvance(self.face.title) + icon + px(KIOSK.gap) * 2 + px(KIOSK.half)

    def _title_height(self) -> int:
        return QFontMetrics(theme.face(self.scale.px(KIOSK.choice), bold=True)).height()

    def _line(self) -> int:
        return QFontMetrics(theme.face(self.scale.small)).height()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        primary, off = self.face.primary, not self.isEnabled()
        ground = LIGHT.bg_disabled if off else PUBLIC.kiosk_primary if primary else LIGHT.bg_selected if self.isDown() else LIGHT.bg_surface
        half = self.scale.px(KIOSK.line)
        painter.setPen(QPen(QColor(LIGHT.line_control if off else PUBLIC.kiosk_primary), half))
        painter.setBrush(QColor(ground).darker() if primary and self.isDown() else QColor(ground))
        painter.drawRoundedRect(self.rect().adjusted(half, half, -half, -half), KIOSK.radius, KIOSK.radius)
        self._paint_words(painter, LIGHT.fg_disabled if off else LIGHT.fg_onaccent if primary else LIGHT.fg_text)
        painter.end()

    def _paint_words(self, painter: QPainter, colour: str) -> None:
        px, face = self.scale.px, self.face
        inside = self.rect().adjusted(px(KIOSK.gap), px(KIOSK.half), -px(KIOSK.gap), -px(KIOSK.half))
        foot = self._foot(painter, inside, colour) if face.foot else inside.bottom() + 1
        room = QRect(inside.left(), inside.top(), inside.width(), foot - inside.top())
        second = colour if face.primary or not self.isEnabled() else PUBLIC.kiosk_text
        if face.icon:
            side = px(KIOSK.icon)
            place = QRect(room.left(), room.center().y() - side // 2, side, side)
            paint_glyph(painter, place, face.icon, QColor(colour if face.primary else PUBLIC.kiosk_primary), side)
            room = room.adjusted(side + px(KIOSK.half) * 2, 0, 0, 0)
        lines = self._title_height() + (self._line() if face.below else 0)
        top = QRect(room.left(), room.center().y() - lines // 2, room.width(), self._title_height())
        align = Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignLeft if face.icon or face.below else Qt.AlignmentFlag.AlignHCenter)
        fitted(painter, top, face.title, px(KIOSK.choice), colour, align, bold=True)
        if face.below:
            fitted(painter, QRect(top.left(), top.bottom() + 1, top.width(), self._line()), face.below, self.scale.small, second, align)

    def _foot(self, painter: QPainter, inside: QRect, colour: str) -> int:
        """The line under the rule; the answer is where the rule stands."""
        edge = inside.bottom() - self._line() - self.scale.px(KIOSK.half)
        painter.setPen(QPen(QColor(LIGHT.line_hair), self.scale.px(KIOSK.line)))
        painter.drawLine(inside.left(), edge, inside.right(), edge)
        place = QRect(inside.left(), edge, inside.width(), inside.bottom() - edge)
        fitted(painter, place, self.face.foot, self.scale.text, colour)
        return edge


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def fitted(
    painter: QPainter, place: QRect, words: str, pixels: int, colour: str, align: Qt.AlignmentFlag = _LEFT, *, bold: bool = False
) -> None:
    """Words in one line, made smaller until they fit."""
    font = theme.face(pixels, bold=bold)
    room = QFontMetrics(font).horizontalAdvance(words)
    if room > place.width() > 0:
        font.setPixelSize(max(1, pixels * place.width() // room))
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(place, int(align), words)


def words(text: str, pixels: int, colour: str = LIGHT.fg_text, *, bold: bool = False, wrap: bool = False) -> QLabel:
    """A label in the kiosk's fixed colours."""
    made = BoldLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    restyle(made, pixels, colour, bold=bold)
    return made


def restyle(label: QLabel, pixels: int, colour: str, *, bold: bool = False) -> None:
    """The fixed colours and the size of a label: said in a sheet, because the program's own sheet would win over a font."""
    weight = "bold" if bold else "normal"
    label.setStyleSheet(f"color: {colour}; background: transparent; font-size: {pixels}px; font-weight: {weight}")


class Number(QWidget):
    """The number taken, large and bold, as wide as there is room."""

    def __init__(self, text: str, pixels: int) -> None:
        super().__init__()
        self._text, self._pixels = text, pixels
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._pixels, self._pixels)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.face(self._pixels, bold=True)
        room = QFontMetrics(font).horizontalAdvance(self._text)
        if room > self.width() > 0:
            font.setPixelSize(self._pixels * self.width() // room)
        measure = QFontMetrics(font)
        left = (self.width() - measure.horizontalAdvance(self._text)) // 2
        base = QPoint(left, (self.height() + measure.ascent() - measure.descent()) // 2)
        draw_words(painter, base, self._text, font, QColor(PUBLIC.number))
        painter.end()


class Card(QFrame):
    """A white card with a frame in the accent or in a hairline."""

    def __init__(self, scale: Scale, *, strong: bool = False) -> None:
        super().__init__()
        self._scale, self._strong = scale, strong
        self.inside = QVBoxLayout(self)
        edge = scale.px(KIOSK.gap)
        self.inside.setContentsMargins(edge, edge, edge, edge)
        self.inside.setSpacing(scale.px(KIOSK.half))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self._scale.px(KIOSK.line)
        painter.setPen(QPen(QColor(PUBLIC.kiosk_primary if self._strong else LIGHT.line_hair), line))
        painter.setBrush(QColor(LIGHT.bg_surface))
        painter.drawRoundedRect(self.rect().adjusted(line, line, -line, -line), KIOSK.radius, KIOSK.radius)
        painter.end()


def beside(*parts: QWidget | int, spacing: int) -> QHBoxLayout:
    """Widgets in a row; a number is a stretch."""
    made = QHBoxLayout()
    made.setSpacing(spacing)
    for part in parts:
        if isinstance(part, int):
            made.addStretch(part)
        else:
            made.addWidget(part)
    return made


def joined(words: Sequence[str]) -> str:
    """Several words as a list."""
    return "、".join(word for word in words if word)
