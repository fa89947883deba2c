"""Buttons: one filled primary a page, outlined seconds, a strong second, danger, chips and links; the key stands on them as small text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PyQt6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QMenu, QPushButton, QSizePolicy, QWidget

from ui import theme
from ui.kit.icons import paint_icon


class Kind(StrEnum):
    """What a button is; its look follows."""

    PRIMARY = "primary"
    SECOND = "second"
    STRONG = "strong"
    DANGER = "danger"
    CHIP = "chip"
    LINK = "link"
    BAR = "bar"  # on the top bar


@dataclass(frozen=True, slots=True)
class _Paint:
    """Tokens of one state: ground, border, text."""

    ground: str
    border: str
    text: str


_LOOKS: dict[Kind, dict[str, _Paint]] = {
    Kind.PRIMARY: {
        "normal": _Paint("accent", "accent", "fg_onaccent"),
        "hover": _Paint("accent_hover", "accent_hover", "fg_onaccent"),
        "pressed": _Paint("accent_pressed", "accent_pressed", "fg_onaccent"),
    },
    Kind.SECOND: {
        "normal": _Paint("bg_surface", "line_control", "fg_text"),
        "hover": _Paint("bg_hover", "accent", "fg_text"),
        "pressed": _Paint("bg_selected", "accent", "fg_text"),
    },
    Kind.STRONG: {
        "normal": _Paint("bg_surface", "accent", "accent"),
        "hover": _Paint("bg_hover", "accent", "accent"),
        "pressed": _Paint("bg_selected", "accent", "accent"),
    },
    Kind.DANGER: {
        "normal": _Paint("bg_surface", "danger", "danger"),
        "hover": _Paint("danger_tint", "danger", "danger"),
        "pressed": _Paint("danger", "danger", "fg_ondanger"),
    },
    Kind.CHIP: {
        "normal": _Paint("bg_surface", "line_control", "fg_text"),
        "hover": _Paint("bg_hover", "accent", "fg_text"),
        "pressed": _Paint("bg_selected", "accent", "fg_text"),
    },
    Kind.LINK: {
        "normal": _Paint("", "", "accent"),
        "hover": _Paint("bg_hover", "", "accent_hover"),
        "pressed": _Paint("bg_selected", "", "accent_pressed"),
    },
    Kind.BAR: {
        "normal": _Paint("", "", "fg_onbar"),
        "hover": _Paint("bg_bar_field", "", "fg_onbar"),
        "pressed": _Paint("bg_bar_field", "", "fg_onbar"),
    },
}
_OFF = _Paint("bg_disabled", "line_hair", "fg_disabled")
_OFF_BARE = _Paint("", "", "fg_disabled")
_BARE = (Kind.LINK, Kind.BAR)
_BOLD = (Kind.PRIMARY, Kind.STRONG)


class Button(QPushButton, theme.Themed):
    """A button of the kit. ``key`` is shown as small text and told in the tool tip; the shortcut itself lives in the key table.

    A ``lean`` one, of several in one row, gives up its icon in the largest text, so that word and key stay whole.
    """

    def __init__(
        self,
        text: str,
        kind: Kind = Kind.SECOND,
        *,
        icon: str = "",
        key: str = "",
        big: bool = False,
        icon_tone: str = "",
        role: str = "body",
        flush: bool = False,
        lean: bool = False,
        on: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.kind, self.key, self._icon, self._big = kind, key, icon, big
        self._icon_tone, self._role, self.flush, self.forced = icon_tone, role, flush, ""
        self._inside, self._lean = False, lean
        self.setCheckable(kind is Kind.CHIP)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setToolTip(key)
        if on is not None:
            self.clicked.connect(lambda _checked=False: on())
        self.follow_theme()

    def set_icon(self, name: str) -> None:
        """Show another icon (mdi6 name; empty: none)."""
        self._icon = name
        self.restyle()

    def set_kind(self, kind: Kind) -> None:
        """Make it another kind: the Queue page swaps primary and strong."""
        self.kind = kind
        self.restyle()

    def bold(self) -> bool:
        """Whether its word is bold."""
        return self.kind in _BOLD or (self.kind is Kind.CHIP and self.isChecked())

    def content_width(self) -> int:
        """Pixels that icon, word and key need."""
        gap = self._gap()
        parts = [theme.text_width(self.text(), self._role, bold=self.kind in (*_BOLD, Kind.CHIP))] if self.text() else []
        parts += [self._icon_side()] if self._has_icon() else []
        parts += [theme.text_width(self.key, "caption")] if self.key else []
        return sum(parts) + gap * (len(parts) - 1)

    def _has_icon(self) -> bool:
        return bool(self._icon) and not (self._lean and theme.current().text == theme.TEXT_SIZES[-1])

    def _gap(self) -> int:
        return theme.SPACE.half if self.kind is Kind.LINK else theme.SPACE.gap

    def _icon_side(self) -> int:
        return theme.icon_size(self._role) if self.kind is Kind.LINK else theme.sizes().icon

    def _pad(self) -> int:
        if self.flush:
            return 0
        if self.kind in _BARE:
            return theme.SPACE.half
        return (theme.SPACE.inner if self.kind is Kind.CHIP else theme.SPACE.button) - theme.current().border

    def sizeHint(self) -> QSize:
        size, pad = theme.sizes(), self._pad()
        low = size.row_compact if self.kind is Kind.CHIP else size.control
        height = theme.line_height(self._role) + theme.SPACE.half if self.kind is Kind.LINK else size.control_big if self._big else low
        return QSize(self.content_width() + 2 * pad, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent | None) -> None:
        self._inside = True
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent | None) -> None:
        self._inside = False
        super().leaveEvent(event)
        self.update()

    def state(self) -> str:
        """``normal hover pressed disabled``; ``forced`` wins (the gallery shows all of them)."""
        if self.forced:
            return self.forced
        if not self.isEnabled():
            return "disabled"
        if self.isDown() or self.isChecked():
            return "pressed"
        return "hover" if self._inside else "normal"

    def _look(self) -> _Paint:
        state = self.state()
        if state == "disabled":
            return _OFF_BARE if self.kind in _BARE else _OFF
        return _LOOKS[self.kind].get(state, _LOOKS[self.kind]["normal"])

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        self._paint_ground(painter, look)
        self._paint_content(painter, look)
        painter.end()

    def _paint_ground(self, painter: QPainter, look: _Paint) -> None:
        width = theme.current().border
        painter.setPen(QPen(theme.colour(look.border), width) if look.border else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(look.ground) if look.ground else Qt.BrushStyle.NoBrush)
        half = width / 2 if look.border else 0
        painter.drawRoundedRect(self.rect().toRectF().adjusted(half, half, -half, -half), theme.SPACE.radius, theme.SPACE.radius)

    def _paint_content(self, painter: QPainter, look: _Paint) -> None:
        gap, side = self._gap(), self._icon_side()
        bold = self.bold()
        x = 0 if self.flush else max(self._pad() // 2, (self.width() - self.content_width()) // 2)
        if self._has_icon():
            tone = self._icon_tone if self._icon_tone and self.isEnabled() else look.text
            paint_icon(painter, QRect(x, 0, side, self.height()), self._icon, tone, side)
            x += side + gap
        painter.setPen(theme.colour(look.text))
        word = theme.text_width(self.text(), self._role, bold=bold)
        painter.setFont(theme.font(self._role, bold=bold))
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRect(x, 0, word + gap, self.height()), middle, self.text())
        if self.key:
            painter.setFont(theme.font("caption"))
            painter.drawText(QRect(x + word + (gap if self.text() else 0), 0, self.width(), self.height()), middle, self.key)


def primary(
    text: str, on: Callable[[], object] | None = None, *, icon: str = "", key: str = "", big: bool = False, lean: bool = False
) -> Button:
    """The one filled button of a page."""
    return Button(text, Kind.PRIMARY, icon=icon, key=key, big=big, lean=lean, on=on)


def second(
    text: str, on: Callable[[], object] | None = None, *, icon: str = "", key: str = "", big: bool = False, lean: bool = False
) -> Button:
    """An outlined button."""
    return Button(text, Kind.SECOND, icon=icon, key=key, big=big, lean=lean, on=on)


def strong(text: str, on: Callable[[], object] | None = None, *, icon: str = "", key: str = "", big: bool = False) -> Button:
    """Outlined in the accent, bold: the second most likely act."""
    return Button(text, Kind.STRONG, icon=icon, key=key, big=big, on=on)


def danger(text: str, on: Callable[[], object] | None = None, *, icon: str = "", key: str = "") -> Button:
    """For what destroys; its text names the act (作废 A012)."""
    return Button(text, Kind.DANGER, icon=icon, key=key, on=on)


def chip(text: str, on: Callable[[], object] | None = None, *, icon: str = "", icon_tone: str = "", checked: bool = False) -> Button:
    """A filter chip; checked it is the active filter."""
    made = Button(text, Kind.CHIP, icon=icon, icon_tone=icon_tone, on=on)
    made.setChecked(checked)
    return made


def link(
    text: str, on: Callable[[], object] | None = None, *, icon: str = "", role: str = "body", tone: str = "", flush: bool = False
) -> Button:
    """A link: accent text without a frame; ``flush`` begins exactly at its left edge."""
    return Button(text, Kind.LINK, icon=icon, icon_tone=tone, role=role, flush=flush, on=on)


def open_menu(menu: QMenu, at: QWidget) -> None:
    """Show a menu at the button that opens it, whether a key or the mouse pressed it; above it where the window ends below."""
    window, high = at.window(), menu.sizeHint().height()
    corner = at.mapToGlobal(at.rect().bottomLeft())
    if window is not None and corner.y() + high > window.mapToGlobal(window.rect().bottomLeft()).y():
        corner = at.mapToGlobal(at.rect().topLeft()) - QPoint(0, high)
    menu.popup(corner)
    menu.setActiveAction(next(iter(menu.actions()), None))  # Enter takes it, the arrows go on from there
