"""Icons: glyphs of the packaged Material Design icon font, drawn in the current token colour and cached.

The font and its map come out of the ``qtawesome`` package, which itself is not imported: it would load six fonts before the first
paint. Names are those of ``mdi6``, without the prefix.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from PyQt6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ui import theme

_FOLDER, _FACE, _MAP = "fonts", "materialdesignicons6-webfont-*.ttf", "materialdesignicons6-webfont-charmap-*.json"


@cache
def _folder() -> Path:
    found = importlib.util.find_spec("qtawesome")
    assert found is not None and found.submodule_search_locations
    return Path(found.submodule_search_locations[0]) / _FOLDER


@cache
def _glyphs() -> dict[str, str]:
    import json

    found: dict[str, str] = json.loads(next(_folder().glob(_MAP)).read_text("utf-8"))
    return found


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(next(_folder().glob(_FACE))))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _font(pixels: int) -> QFont:
    made = QFont(_family())
    made.setPixelSize(pixels)
    made.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return made


# The glyphs of the frame, so that the first paint need not read the whole map (a test compares them with it).
FRAME_GLYPHS: dict[str, int] = {
    "account-group-outline": 0xF0B58,
    "account-outline": 0xF0013,
    "account-voice": 0xF05CB,
    "alarm": 0xF0020,
    "alert-octagon": 0xF0029,
    "bell-outline": 0xF009C,
    "book-open-outline": 0xF0B63,
    "briefcase-outline": 0xF0814,
    "bullhorn-outline": 0xF0B23,
    "calendar-check": 0xF00EF,
    "chart-box-outline": 0xF154E,
    "check-circle": 0xF05E0,
    "check-circle-outline": 0xF05E1,
    "chevron-left": 0xF0141,
    "chevron-right": 0xF0142,
    "clipboard-text-outline": 0xF0A38,
    "cog-outline": 0xF08BB,
    "database-check-outline": 0xF1629,
    "eye-outline": 0xF06D0,
    "folder-outline": 0xF0256,
    "information-outline": 0xF02FD,
    "lock-outline": 0xF0341,
    "magnify": 0xF0349,
    "pencil-outline": 0xF0CB6,
    "plus": 0xF0415,
    "printer-outline": 0xF1786,
    "timer-sand": 0xF051F,
    "walk": 0xF0583,
}


@cache
def _char(name: str) -> str:
    known = FRAME_GLYPHS.get(name)
    return chr(known if known is not None else int(_glyphs()[name], 16))


def paint_icon(painter: QPainter, rect: QRect, name: str, token: str, pixels: int = 0) -> None:
    """Draw ``name`` centred in ``rect`` in a token colour, ``pixels`` high (the text size's icon when 0)."""
    paint_glyph(painter, rect, name, theme.colour(token), pixels or theme.sizes().icon)


def paint_glyph(painter: QPainter, rect: QRect, name: str, colour: QColor, pixels: int) -> None:
    """The same in a colour of its own, for the public faces."""
    painter.setFont(_font(pixels))
    painter.setPen(colour)
    painter.drawText(QRectF(rect), int(Qt.AlignmentFlag.AlignCenter), _char(name))


class _Glyph(QIconEngine):
    """Draws one glyph; the colour is looked up while painting, so a change of theme needs no new icon."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def paint(self, painter: QPainter | None, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint in the token's colour, or in the disabled one."""
        assert painter is not None
        token = "fg_disabled" if mode == QIcon.Mode.Disabled else self._token
        paint_icon(painter, rect, self._name, token, min(rect.width(), rect.height()))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """A transparent picture of the glyph."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        """A copy, as Qt asks for."""
        return _Glyph(self._name, self._token)


@cache
def icon(name: str, token: str = "fg_text") -> QIcon:
    """A ``QIcon`` of ``name`` in a token colour, for Qt's own widgets."""
    return QIcon(_Glyph(name, token))


def exists(name: str) -> bool:
    """Whether the icon font has ``name``."""
    return name in _glyphs()
