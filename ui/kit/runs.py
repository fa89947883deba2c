"""Runs: pieces of one line that differ in weight, tone, size or carry an icon. Tables, labels and time lines draw them the same way."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.kit.icons import paint_icon

ELLIPSIS = "…"
_OF_NUMBERS = "0123456789,."


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text, with an icon before it if one is named."""

    text: str
    bold: bool = False
    tone: str = "fg_text"
    role: str = "body"
    icon: str = ""
    mark: bool = False  # underlined: matched letters in the search


Runs = tuple[Run, ...]


def plain(text: str, tone: str = "fg_text", role: str = "body") -> Runs:
    """Text of normal weight."""
    return (Run(text, False, tone, role),)


def bold(text: str, tone: str = "fg_text", role: str = "body") -> Runs:
    """Bold text."""
    return (Run(text, True, tone, role),)


def with_icon(name: str, text: str, tone: str = "fg_text", role: str = "body") -> Runs:
    """An icon and its word."""
    return (Run(text, False, tone, role, name),)


def words(runs: Runs) -> str:
    """The text alone, for copying, sorting and screen readers."""
    return "".join(run.text for run in runs)


def run_width(run: Run) -> int:
    """Pixels one run takes."""
    icon = theme.icon_size(run.role) + theme.SPACE.half if run.icon else 0
    return icon + (theme.text_width(run.text, run.role, bold=run.bold) if run.text else 0)


def runs_width(runs: Runs) -> int:
    """Pixels a line takes."""
    return sum(run_width(run) for run in runs)


_QUIET = frozenset({"fg_secondary", "fg_tertiary"})


def paint_runs(painter: QPainter, rect: QRect, runs: Runs, *, right: bool = False, selected: bool = False) -> bool:
    """Draw the runs on one baseline, elided at the right edge of ``rect``; says whether something had to be elided.

    In a selected row secondary and tertiary text is drawn in the body colour (contrast).
    """
    total = runs_width(runs)
    x = rect.right() + 1 - total if right and total <= rect.width() else rect.x()
    base = _baseline(rect, runs)
    for run in runs:
        room = rect.right() + 1 - x
        if room <= 0:
            break
        x += _paint_run(painter, QRect(x, rect.y(), room, rect.height()), run, base, selected)
    return total > rect.width()


def _baseline(rect: QRect, runs: Runs) -> int:
    """The baseline that centres the largest run."""
    tallest = max((theme.metrics(run.role, bold=run.bold) for run in runs), key=lambda m: m.height(), default=theme.metrics())
    return rect.y() + (rect.height() - tallest.height()) // 2 + tallest.ascent()


def _paint_run(painter: QPainter, box: QRect, run: Run, base: int, selected: bool) -> int:
    tone = "fg_text" if selected and run.tone in _QUIET else run.tone
    x = box.x()
    if run.icon:
        side = theme.icon_size(run.role)
        paint_icon(painter, QRect(x, box.y(), side, box.height()), run.icon, tone, side)
        x += side + theme.SPACE.half
    if run.text:
        painter.setFont(theme.font(run.role, bold=run.bold))
        painter.setPen(theme.colour(tone))
        text = elide(run.text, box.right() + 1 - x, run.role, bold=run.bold)
        painter.drawText(QPoint(x, base), text)
        if run.mark:
            wide = theme.text_width(text, run.role, bold=run.bold)
            painter.fillRect(QRect(x, base + theme.SPACE.ring, wide, theme.SPACE.ring), theme.colour(tone))
    return run_width(run)


def elide(text: str, width: int, role: str = "body", *, bold: bool = False) -> str:
    """``text`` cut to ``width`` with an ellipsis at the right; a number is shown whole or not at all."""
    return elided(theme.metrics(role, bold=bold), text, width)


def elided(measure: QFontMetrics, text: str, width: int) -> str:
    """As ``elide``, in the letters of ``measure``: half of 1,284 would read as another figure."""
    if measure.horizontalAdvance(text) <= width:
        return text
    kept = measure.elidedText(text, Qt.TextElideMode.ElideRight, width).removesuffix(ELLIPSIS)
    if kept and kept[-1] in _OF_NUMBERS and text[len(kept)] in _OF_NUMBERS:
        kept = kept.rstrip(_OF_NUMBERS)
    return kept + ELLIPSIS


class RunLabel(QWidget, theme.Themed):
    """One line of runs as a widget. With ``rank`` 0 it never gives way; otherwise it elides and tells the whole in its tool tip."""

    def __init__(self, runs: Runs = (), parent: QWidget | None = None, *, rank: int = 0, right: bool = False) -> None:
        super().__init__(parent)
        self._runs, self.rank, self._right = runs, rank, right
        self._whole, self._shorter = "", runs
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_runs(runs)
        self.follow_theme()

    @property
    def runs(self) -> Runs:
        """What is shown."""
        return self._runs

    def set_runs(self, runs: Runs, whole: Runs = (), shorter: Runs = ()) -> None:
        """Show other runs; ``whole`` is what the tool tip and the screen reader tell where the page itself left some out.

        ``shorter`` stands there where the runs have no room, and is whole in itself.
        """
        self._runs, self._whole, self._shorter = runs, words(whole), shorter or runs
        self.setAccessibleName(self._whole or words(runs))
        self._tell_whole()
        self.updateGeometry()
        self.update()

    def _tell_whole(self) -> None:
        shown = words(self._runs)
        whole = self._whole or shown
        cut = self.rank > 0 and runs_width(self._runs) > self.width()
        self.setToolTip(whole if cut or whole != shown else "")

    def sizeHint(self) -> QSize:
        role = max((run.role for run in self._runs), key=lambda name: getattr(theme.sizes(), name), default="body")
        return QSize(runs_width(self._runs), theme.line_height(role))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self.rank == 0 else QSize(theme.SPACE.wide, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._tell_whole()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        paint_runs(painter, self.rect(), self._runs if runs_width(self._runs) <= self.width() else self._shorter, right=self._right)
        painter.end()
