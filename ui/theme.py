"""The theme in force: tokens turned into ``QPalette``, QSS, fonts and colours; re-applied on change, no restart.

Kit widgets ask ``theme.colour("accent")``, ``theme.font("sub", bold=True)`` and ``theme.sizes()`` while they paint, so a change of theme
is a repaint. What holds fixed sizes listens to ``changes().changed`` (see ``Themed``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PyQt6.QtWidgets import QApplication, QWidget

from ui.theme_tokens import COLOURS, SCRIM, SIZES, SPACE, TIMING, Colours, Sizes, Space, Timing

THEMES = tuple(COLOURS)
TEXT_SIZES = tuple(SIZES)

__all__ = [
    "SIZES",
    "SPACE",
    "TEXT_SIZES",
    "THEMES",
    "TIMING",
    "Theme",
    "Themed",
    "Timing",
    "apply",
    "changes",
    "colour",
    "current",
    "face",
    "font",
    "sizes",
]


@dataclass(frozen=True, slots=True)
class Theme:
    """A colour theme at a text size."""

    name: str = "light"
    text: str = "standard"

    @property
    def colours(self) -> Colours:
        """The colours of the theme."""
        return COLOURS[self.name]

    @property
    def sizes(self) -> Sizes:
        """The sizes of the text size."""
        return SIZES[self.text]

    @property
    def border(self) -> int:
        """Width of every border: 2 px in high contrast."""
        return SPACE.ring if self.name == "contrast" else SPACE.hair

    @property
    def is_contrast(self) -> bool:
        """High contrast has no tinted grounds: statuses get a frame instead."""
        return self.name == "contrast"


class _Changes(QObject):
    """Tells widgets with fixed sizes that the theme is another one now; holds the theme in force."""

    changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.theme = Theme()
        self.family = ""


@cache
def changes() -> _Changes:
    """The one object that announces a change of theme or text size."""
    return _Changes()


def current() -> Theme:
    """The theme in force."""
    return changes().theme


def sizes() -> Sizes:
    """The sizes in force."""
    return changes().theme.sizes


def space() -> Space:
    """The spacing scale."""
    return SPACE


@cache
def _parsed(value: str) -> QColor:
    return QColor(value)


def colour(token: str) -> QColor:
    """The colour of a token of the theme in force."""
    return _parsed(getattr(changes().theme.colours, token))


@cache
def _made_font(family: str, pixels: int, bold: bool) -> QFont:
    made = QFont(family) if family else QFont(QApplication.font())
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


def font(role: str = "body", *, bold: bool = False) -> QFont:
    """The font of a type role (``caption body sub title panel_ticket queue_name queue_ticket mark``)."""
    hub = changes()
    return _made_font(hub.family, getattr(hub.theme.sizes, role), bold)


@cache
def _made_metrics(family: str, pixels: int, bold: bool) -> QFontMetrics:
    return QFontMetrics(_made_font(family, pixels, bold))


def metrics(role: str = "body", *, bold: bool = False) -> QFontMetrics:
    """Cached metrics of ``font(role, bold)``: measuring is most of what a delegate does."""
    hub = changes()
    return _made_metrics(hub.family, getattr(hub.theme.sizes, role), bold)


def size_of(role: str) -> int:
    """Pixels of a type role at the text size in force."""
    found: int = getattr(sizes(), role)
    return found


def line_height(role: str = "body") -> int:
    """Height of one line of running text of a role: 1.4 × its size, the title 1.3 ×."""
    factor = {"title": SPACE.line_title, "panel_ticket": SPACE.line_ticket, "queue_ticket": SPACE.line_ticket}.get(role, SPACE.line_body)
    return round(size_of(role) * factor)


def icon_size(role: str = "body") -> int:
    """Pixels of an icon inside running text of a role: 2 more than the text."""
    return size_of(role) + SPACE.ring


def text_width(text: str, role: str = "body", *, bold: bool = False) -> int:
    """Width of ``text`` in pixels, with one pixel to spare against rounding."""
    return metrics(role, bold=bold).horizontalAdvance(text) + SPACE.hair


_ROLES: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "bg_canvas"),
    (QPalette.ColorRole.WindowText, "fg_text"),
    (QPalette.ColorRole.Base, "bg_surface"),
    (QPalette.ColorRole.AlternateBase, "bg_canvas"),
    (QPalette.ColorRole.Text, "fg_text"),
    (QPalette.ColorRole.PlaceholderText, "fg_tertiary"),
    (QPalette.ColorRole.Button, "bg_surface"),
    (QPalette.ColorRole.ButtonText, "fg_text"),
    (QPalette.ColorRole.ToolTipBase, "bg_surface"),
    (QPalette.ColorRole.ToolTipText, "fg_text"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "fg_onaccent"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.LinkVisited, "accent"),
    (QPalette.ColorRole.Mid, "line_control"),
    (QPalette.ColorRole.Midlight, "line_hair"),
    (QPalette.ColorRole.Dark, "line_control"),
    (QPalette.ColorRole.Light, "bg_surface"),
    (QPalette.ColorRole.Shadow, "line_control"),
)
_DISABLED_ROLES = (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText)


def palette(theme: Theme) -> QPalette:
    """The ``QPalette`` of a theme; Fusion draws arrows, checks and menus from it."""
    made = QPalette()
    for role, token in _ROLES:
        made.setColor(role, _parsed(getattr(theme.colours, token)))
    for role in _DISABLED_ROLES:
        made.setColor(QPalette.ColorGroup.Disabled, role, _parsed(theme.colours.fg_disabled))
    return made


def scrim() -> QColor:
    """The ground behind the search palette."""
    return QColor(*SCRIM)


def face(pixels: int, *, bold: bool = False) -> QFont:
    """The program's face at a size of its own: the public faces scale with their screen, not with a text size."""
    return QFont(_made_font(changes().family, pixels, bold))


def set_family(family: str) -> None:
    """Say which font family the interface is written in (empty: the system's sans)."""
    changes().family = family


def apply(app: QApplication, theme: Theme) -> None:
    """Put ``theme`` in force: palette, font, style sheet, then a word to everything that holds sizes."""
    from ui.theme_qss import style_sheet

    hub = changes()
    hub.theme = theme
    app.setPalette(palette(theme))
    app.setFont(font("body"))
    app.setStyleSheet(style_sheet(theme))
    hub.changed.emit()


def tokens(theme: Theme) -> dict[str, object]:
    """All tokens of a theme by name, as the style sheet's template wants them."""
    return theme.colours._asdict() | theme.sizes._asdict() | SPACE._asdict() | {"border": theme.border}


class Themed:
    """Mixin for widgets that hold sizes of the theme: ``restyle`` runs at once and after each change."""

    def follow_theme(self) -> None:
        """Call at the end of ``__init__``; Qt drops the connection with the widget."""
        self.restyle()
        changes().changed.connect(self.restyle)

    def restyle(self) -> None:
        """Set what depends on the theme; the base repaints."""
        assert isinstance(self, QWidget)
        self.updateGeometry()
        self.update()
