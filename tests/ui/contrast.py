"""What can be read on a rendered page: every word, icon and edge that is drawn, against the pixels it lies on.

The measure is the one of WCAG 2: 4.5:1 for words, 3:1 for large words, icons, the edges of controls and the ring around the focus.
What is disabled is kept at 3:1, as the sheet of tokens says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import pytest
from PyQt6.QtCore import QPoint, QPointF, QRect, QRectF
from PyQt6.QtGui import QImage, QPainter
from PyQt6.QtWidgets import QComboBox, QHeaderView, QLabel, QLineEdit, QPlainTextEdit, QTabBar, QWidget

from tests.ui.test_theme import contrast
from ui import theme
from ui.kit.buttons import Button
from ui.kit.focus import FocusRing
from ui.kit.text import ElidedLabel

TEXT, SHAPE = 4.5, 3.0
LARGE, LARGE_BOLD = 24, 18.66  # pixels: 18 pt, and 14 pt where it is bold
ICONS = range(0xF0000, 0x100000)  # where the letters of the icon font lie
WRITTEN_BY_QT, CONTROLS = (QLabel, QLineEdit, QHeaderView, QTabBar), (Button, QLineEdit, QComboBox, QPlainTextEdit)
SAME = 8
NEAR = 40  # how far the channels of two colours that are smoothed into each other may lie apart


@dataclass(frozen=True, slots=True)
class Drawn:
    """A word or an icon as it was drawn: where in the window, in which colour, and what it needs."""

    words: str
    colour: str
    box: QRect
    needs: float


@cache
def ratio(one: str, other: str) -> float:
    return contrast(one, other)


class Picture:
    """A window as it is seen."""

    def __init__(self, image: QImage) -> None:
        self.image = image.convertToFormat(QImage.Format.Format_RGB32)
        bits = self.image.constBits()
        assert bits is not None
        bits.setsize(self.image.sizeInBytes())
        self._pixels, self._row = memoryview(bits).cast("I"), self.image.bytesPerLine() // 4

    def colours(self, box: QRect) -> Counter[str]:
        """The colours inside a box, and how often each stands there."""
        inside = box.intersected(self.image.rect())
        found: Counter[int] = Counter()
        for y in range(inside.top(), inside.bottom() + 1):
            found.update(self._pixels[y * self._row + inside.left() : y * self._row + inside.right() + 1])
        return Counter({f"#{value & 0xFFFFFF:06x}": number for value, number in found.items()})

    def at(self, place: QPoint) -> str:
        """The colour of one pixel."""
        return self.image.pixelColor(place).name()


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _is_near(one: str, other: str, apart: int = NEAR) -> bool:
    return all(abs(a - b) <= apart for a, b in zip(_channels(one), _channels(other), strict=True))


def ground_below(colours: Counter[str], ink: str) -> str | None:
    """The ground that words of a colour stand on; None where nothing of them is to be seen."""
    if not any(_is_near(colour, ink) for colour in colours):
        return None
    return next((colour for colour, _ in colours.most_common() if not _is_near(colour, ink, SAME)), ink)


@contextmanager
def overheard() -> Iterator[list[Drawn]]:
    """Every word that the kit paints while the window is rendered."""
    heard: list[Drawn] = []
    real = QPainter.drawText

    def drawing(painter: QPainter, *given: object) -> object:
        drawn = _drawn(painter, given)
        if drawn is not None:
            heard.append(drawn)
        return real(painter, *given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QPainter, "drawText", drawing)
        yield heard


def _drawn(painter: QPainter, given: tuple[object, ...]) -> Drawn | None:
    place, words = given[0], str(given[-1])
    if not words.strip() or not isinstance(painter.device(), QWidget):  # an icon that Qt keeps as a picture
        return None
    measure, font = painter.fontMetrics(), painter.font()
    if isinstance(place, QPoint | QPointF):
        box = measure.boundingRect(words).translated(place if isinstance(place, QPoint) else place.toPoint())
    else:
        asked = place.toRect() if isinstance(place, QRectF) else place
        assert isinstance(asked, QRect)
        box = painter.boundingRect(asked, given[1], words).intersected(asked)  # type: ignore[call-overload]
    if painter.hasClipping():
        box = box.intersected(painter.clipBoundingRect().toAlignedRect())
    is_icon = ord(words[0]) in ICONS
    large = font.pixelSize() >= (LARGE_BOLD if font.bold() else LARGE)
    colour = painter.pen().color().name()
    needs = SHAPE if large or is_icon or colour == theme.colour("fg_disabled").name() else TEXT
    return Drawn("icon" if is_icon else words, colour, painter.deviceTransform().mapRect(box), needs)


def faint_words(picture: Picture, drawn: list[Drawn]) -> Iterator[str]:
    """What the kit painted too faint for the ground it lies on."""
    for one in drawn:
        colours = picture.colours(one.box)
        ground = ground_below(colours, one.colour) if colours else None
        if ground is not None and (found := ratio(one.colour, ground)) < one.needs:
            yield f"“{one.words}” {one.colour} on {ground}: {found:.2f}, needs {one.needs}"


def faint_parts(picture: Picture, window: QWidget) -> Iterator[str]:
    """What Qt itself painted too faint: labels, fields, heads and tabs, each in one colour."""
    for widget in window.findChildren(QWidget):
        if isinstance(widget, WRITTEN_BY_QT) and not isinstance(widget, ElidedLabel) and _is_seen(widget, window) and widget.isEnabled():
            for words, box in _written(widget):
                ink, ground = _strongest(picture.colours(QRect(widget.mapTo(window, box.topLeft()), box.size())))
                if words.strip() and ink and ratio(ink, ground) < TEXT:
                    yield f"{type(widget).__name__} “{words}” {ink} on {ground}: {ratio(ink, ground):.2f}"


def _written(widget: QWidget) -> Iterator[tuple[str, QRect]]:
    if isinstance(widget, QLabel):
        yield widget.text(), widget.contentsRect()
    elif isinstance(widget, QLineEdit):
        yield widget.text() or widget.placeholderText(), widget.rect().marginsRemoved(widget.textMargins()).adjusted(6, 6, -6, -6)
    elif isinstance(widget, QTabBar):
        for at in range(widget.count()):
            yield widget.tabText(at), widget.tabRect(at).adjusted(0, 0, 0, -6)
    elif isinstance(widget, QHeaderView):
        yield "head", widget.viewport().geometry().adjusted(0, 0, 0, -2)


def _strongest(colours: Counter[str]) -> tuple[str, str]:
    """The ink that stands out most, and the ground."""
    if not colours:
        return "", ""
    ground = colours.most_common(1)[0][0]
    return max(colours, key=lambda colour: ratio(colour, ground)), ground


def _is_seen(widget: QWidget, window: QWidget) -> bool:
    """Wholly on the screen: what is half scrolled away or covered is looked at where it is whole."""
    return widget.isVisibleTo(window) and widget.visibleRegion().boundingRect() == widget.rect()


def faint_edges(picture: Picture, window: QWidget) -> Iterator[str]:
    """Controls whose edge, or whose ground where they have no edge, does not stand out from what they lie on."""
    for widget in window.findChildren(QWidget):
        if isinstance(widget, CONTROLS) and _is_seen(widget, window) and widget.isEnabled() and _has_edge(widget):
            left = widget.mapTo(window, QPoint(0, widget.height() // 2))
            edge, outside = picture.at(left), picture.at(left - QPoint(3, 0))
            if ratio(edge, outside) < SHAPE:
                words = widget.accessibleName() or getattr(widget, "text", str)()
                yield f"edge of {type(widget).__name__} “{words}”: {edge} on {outside}: {ratio(edge, outside):.2f}"


def _has_edge(widget: QWidget) -> bool:
    if isinstance(widget, Button):
        return bool(widget._look().border)
    return widget.property("bare") != "true" and widget.property("ground") != "bar" and not isinstance(widget.parent(), QComboBox)


def faint_ring(picture: Picture, window: QWidget) -> Iterator[str]:
    """The ring around the button that has the focus."""
    for ring in window.findChildren(FocusRing):
        if ring.isVisibleTo(window) and ring.visibleRegion().boundingRect() == ring.rect():
            top = ring.mapTo(window, QPoint(ring.width() // 2, 0))
            line, outside = picture.at(top), picture.at(top - QPoint(0, 2))
            if ratio(line, outside) < SHAPE:
                yield f"ring: {line} on {outside}: {ratio(line, outside):.2f}"


def faint(window: QWidget) -> list[str]:
    """Everything on a window that is too faint, with the focus on the last of its buttons."""
    shown = [part for part in window.findChildren(Button) if _is_seen(part, window) and part.isEnabled()]
    for part in shown[-1:]:
        part.setFocus()
    with overheard() as drawn:
        picture = Picture(window.grab().toImage())
    found = (faint_words(picture, drawn), faint_parts(picture, window), faint_edges(picture, window), faint_ring(picture, window))
    return [words for part in found for words in part]
