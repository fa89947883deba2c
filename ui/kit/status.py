"""The status vocabulary: word, icon and form in one table, and the one function that paints a status tag.

A status is never a colour alone: the word always stands there, the shapes differ, and high contrast has frames instead of grounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

from app.texts import t
from app.texts.ui import STATUS_WORDS
from ui import theme
from ui.kit.icons import paint_icon


class Form(StrEnum):
    """How a tag is drawn."""

    FILLED = "filled"  # ground in the colour, text on it
    TINTED = "tinted"  # ground in the tint, text in the colour
    FRAMED = "framed"  # a frame in the colour
    PLAIN = "plain"  # icon and word on the row's ground


@dataclass(frozen=True, slots=True)
class Look:
    """Icon, form and colours of one status."""

    icon: str
    form: Form = Form.PLAIN
    tone: str = "fg_text"  # colour of the word
    icon_tone: str = ""  # colour of the icon where it differs
    ground: str = ""
    bold: bool = False


LOOKS: dict[str, Look] = {
    "overdue": Look("alert-octagon", Form.FILLED, "fg_ondanger", ground="danger", bold=True),
    "due_today": Look("clock-alert", Form.TINTED, "danger", ground="danger_tint", bold=True),
    "near": Look("timer-sand", Form.TINTED, "warn", ground="warn_tint", bold=True),
    "running": Look("progress-clock", icon_tone="accent"),
    "paused": Look("pause-circle-outline", tone="pause"),
    "paused_supplement": Look("pause-circle-outline", tone="pause"),
    "paused_notice": Look("pause-circle-outline", tone="pause"),
    "received": Look("inbox-arrow-down-outline", tone="fg_secondary"),
    "came_back": Look("arrow-u-left-top", icon_tone="accent"),
    "returned": Look("arrow-u-left-top", icon_tone="accent"),
    "done": Look("check-circle", tone="ok"),
    "collected": Look("check", tone="fg_secondary", icon_tone="ok"),
    "clear": Look("check-circle", tone="ok"),
    "refused": Look("cancel", tone="fg_secondary"),
    "void": Look("file-remove-outline", tone="fg_secondary"),
    "withdrawn": Look("file-remove-outline", tone="fg_secondary"),
    "explain": Look("message-alert-outline"),
    "to_check": Look("message-alert-outline", icon_tone="accent"),
    "failed": Look("alert-octagon", Form.FRAMED, "danger", ground="danger", bold=True),
    "missing": Look("alert-octagon", Form.FILLED, "fg_ondanger", ground="danger", bold=True),
    "pending": Look("circle-outline", tone="fg_secondary"),
    "unclear": Look("circle-outline", tone="accent"),
    "late": Look("clock-outline", tone="fg_secondary"),
    "no_station": Look("minus", tone="fg_tertiary"),
    "outlier": Look("alert-outline", bold=True),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A status as a value: its code and, where the word says more (迟 2 天, 临期・剩 1 个工作日), that text."""

    code: str
    text: str = ""

    @property
    def word(self) -> str:
        """What is written on the tag and spoken by a screen reader."""
        return self.text or t(STATUS_WORDS[self.code])

    @property
    def look(self) -> Look:
        """Icon, form and colours."""
        return LOOKS[self.code]


def tag_size(tag: Tag) -> QSize:
    """The size a tag needs at the text size in force."""
    size, space, look = theme.sizes(), theme.SPACE, tag.look
    pad = 0 if look.form is Form.PLAIN else 2 * space.gap
    width = theme.icon_size() + space.half + theme.text_width(tag.word, "body", bold=look.bold) + pad
    return QSize(width, size.body + space.gap)


def paint_tag(painter: QPainter, rect: QRect, tag: Tag, *, selected: bool = False) -> None:
    """Draw ``tag`` left-aligned and vertically centred in ``rect``; in a selected row plain slate words are drawn in body colour."""
    wanted, look = tag_size(tag), tag.look
    box = QRect(rect.x(), rect.y() + (rect.height() - wanted.height()) // 2, min(wanted.width(), rect.width()), wanted.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.form is not Form.PLAIN:
        _ground(painter, box, look)
        box.adjust(theme.SPACE.gap, 0, -theme.SPACE.gap, 0)
    _content(painter, box, tag, selected)
    painter.restore()


def _ground(painter: QPainter, box: QRect, look: Look) -> None:
    """Fill or frame: high contrast frames what is tinted elsewhere."""
    framed = look.form is Form.FRAMED or (look.form is Form.TINTED and theme.current().is_contrast)
    if framed:
        width = theme.current().border
        painter.setPen(QPen(theme.colour(look.tone), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = box.adjusted(width // 2, width // 2, -width, -width)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(look.ground))
    painter.drawRoundedRect(box, theme.SPACE.radius_tag, theme.SPACE.radius_tag)


def _content(painter: QPainter, box: QRect, tag: Tag, selected: bool) -> None:
    look, side = tag.look, theme.icon_size()
    quiet = selected and look.tone in ("fg_secondary", "fg_tertiary", "pause")
    tone = "fg_text" if quiet else look.tone
    paint_icon(painter, QRect(box.x(), box.y(), side, box.height()), look.icon, look.icon_tone or tone, side)
    painter.setFont(theme.font("body", bold=look.bold))
    painter.setPen(theme.colour(tone))
    words = box.adjusted(side + theme.SPACE.half, 0, theme.SPACE.half, 0)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), tag.word)


class TagLabel(QWidget, theme.Themed):
    """A status tag as a widget; it speaks its word."""

    def __init__(self, tag: Tag, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tag = tag
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_tag(tag)
        self.follow_theme()

    @property
    def tag(self) -> Tag:
        """The tag shown."""
        return self._tag

    def set_tag(self, tag: Tag) -> None:
        """Show another status."""
        self._tag = tag
        self.setAccessibleName(tag.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word needs."""
        return tag_size(self._tag)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Paint by the shared function."""
        painter = QPainter(self)
        paint_tag(painter, self.rect(), self._tag)
        painter.end()
