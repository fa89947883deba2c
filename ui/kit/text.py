"""Labels by role and tone, the elided label, key caps, and the few helpers that lay widgets out on the 8-px grid."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QSize, Qt
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.kit.icons import paint_icon
from ui.kit.runs import elided


def label(text: str = "", role: str = "body", tone: str = "", *, bold: bool = False, wrap: bool = False) -> QLabel:
    """A label in a type role (``caption body sub title …``) and tone (``secondary tertiary accent danger warn ok``)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setProperty("bold", "true" if bold else "")
    made.setWordWrap(wrap)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a label another tone."""
    set_style_property(widget, "tone", tone)


def set_style_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property the style sheet selects by, and have the sheet looked at again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    assert style is not None
    style.unpolish(widget)
    style.polish(widget)


class ElidedLabel(QLabel):
    """A label that gives way by rank: rank 0 never elides; 1 to 3 elide with the whole text in the tool tip."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "", *, bold: bool = False, rank: int = 1) -> None:
        super().__init__(text)
        self.rank, self.shorter = rank, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setProperty("bold", "true" if bold else "")
        self.setSizePolicy(QSizePolicy.Policy.Preferred if rank else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, text: str, shorter: str) -> None:
        """Show ``text``, where it has no room ``shorter``, which is whole in itself, and where that has none nothing at all."""
        self.shorter = shorter
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint if self.rank == 0 else QSize(min(theme.SPACE.wide, hint.width()), hint.height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        measure = self.fontMetrics()
        text = elided(measure, self.text(), self.width()) if self.rank else self.text()
        if self.shorter and text != self.text():
            text = self.shorter if measure.horizontalAdvance(self.shorter) <= self.width() else ""
        self.setToolTip(self.text() if text != self.text() else "")
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()


class KeyCap(QWidget, theme.Themed):
    """A key as a small framed box: ``Enter``, ``↑``, ``Ctrl+K``."""

    def __init__(self, key: str, parent: QWidget | None = None, *, tone: str = "fg_text", line: str = "line_control") -> None:
        super().__init__(parent)
        self.key, self._tone, self._line = key, tone, line
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(key)
        self.follow_theme()

    def sizeHint(self) -> QSize:
        return key_size(self.key)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        paint_key(painter, self.rect(), self.key, self._tone, self._line)
        painter.end()


def key_size(key: str) -> QSize:
    """How large a key cap is."""
    return QSize(theme.text_width(key, "caption") + theme.SPACE.inner, theme.line_height("caption") + theme.SPACE.half)


def paint_key(painter: QPainter, box: QRect, key: str, tone: str = "fg_text", line: str = "line_control") -> None:
    """Draw a key cap filling ``box``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(line), theme.SPACE.hair))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), theme.SPACE.radius_tag, theme.SPACE.radius_tag)
    painter.setPen(theme.colour(tone))
    painter.setFont(theme.font("caption"))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), key)
    painter.restore()


class IconLabel(QWidget, theme.Themed):
    """One icon as a widget, at the text size's icon height or at a type role's."""

    def __init__(self, name: str, token: str = "fg_text", parent: QWidget | None = None, *, role: str = "icon") -> None:
        super().__init__(parent)
        self._name, self._token, self._role = name, token, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_icon(self, name: str, token: str) -> None:
        """Show another icon."""
        self._name, self._token = name, token
        self.update()

    def sizeHint(self) -> QSize:
        line = theme.line_height(self._role) if self._role in ("caption", "body") else 0
        return QSize(self._side(), max(self._side(), line))

    def _side(self) -> int:
        return theme.icon_size(self._role) if self._role in ("caption", "body") else getattr(theme.sizes(), self._role)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        paint_icon(painter, self.rect(), self._name, self._token, self._side())
        painter.end()


def _filled(layout: QBoxLayout, parts: tuple[QWidget | QLayout | None, ...], gap: int, margins: tuple[int, int, int, int]) -> None:
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)


def row(*parts: QWidget | QLayout | None, gap: int = theme.SPACE.gap, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Things side by side; ``None`` is a stretch."""
    made = QHBoxLayout()
    _filled(made, parts, gap, margins)
    return made


def column(*parts: QWidget | QLayout | None, gap: int = theme.SPACE.gap, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Things one below the other; ``None`` is a stretch."""
    made = QVBoxLayout()
    _filled(made, parts, gap, margins)
    return made


def holder(layout: QLayout, ground: str = "") -> QWidget:
    """A widget around a layout, on a ground (``canvas surface sunken bar``) if named."""
    made = QWidget()
    if ground:
        made.setProperty("ground", ground)
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setLayout(layout)
    return made


def card(layout: QLayout, kind: str = "true") -> QFrame:
    """A framed surface; ``kind`` is ``true``, ``danger`` or ``note`` (a bar at the left)."""
    made = QFrame()
    made.setProperty("card", kind)
    made.setLayout(layout)
    return made


def rule() -> QFrame:
    """A hairline, decoration only."""
    made = QFrame()
    made.setProperty("rule", "true")
    return made


def keys_row(*parts: tuple[str, str]) -> QHBoxLayout:
    """Key hints at the foot of a list: ``keys_row(("↑", ""), ("↓", "选择"), ("Enter", "打开"))``."""
    made = row(gap=theme.SPACE.half)
    for key, word in parts:
        made.addWidget(KeyCap(key))
        if word:
            made.addWidget(label(word, "caption"))
    return made
