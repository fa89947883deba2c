"""Runs over more than one line: what does not fit goes on below, broken where the language breaks; only the last line elides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PyQt6.QtCore import QRect, QSize, QTextBoundaryFinder
from PyQt6.QtGui import QPainter, QPaintEvent, QResizeEvent

from ui import theme
from ui.kit.runs import Run, RunLabel, Runs, paint_runs, run_width, runs_width, words

LINES = 2
"""Lines of a label, where nothing else is said."""


def wrapped(runs: Runs, width: int, most: int = LINES) -> tuple[Runs, ...]:
    """The runs in lines of ``width`` pixels, at most ``most`` of them; the last takes all the rest."""
    if most == 1 or runs_width(runs) <= width:
        return (runs,)
    text = words(runs)
    fits = 0
    for place in _breaks(text):
        if runs_width(_cut(runs, 0, place)) > width:
            break
        fits = place
    if not fits or fits == len(text):
        return (runs,)
    below = width - hang(runs)
    part = _second_part(runs, fits)
    if part and runs_width(_rest(runs, text, part)) <= below:
        fits = part
    return (_cut(runs, 0, fits), *wrapped(_rest(runs, text, fits), below, most - 1))


def _rest(runs: Runs, text: str, start: int) -> Runs:
    """What goes on below: without the space that set it off."""
    return _cut(runs, start + len(text[start:]) - len(text[start:].lstrip()), len(text))


def _second_part(runs: Runs, fits: int) -> int:
    """Where the last part that begins within the first line begins: a job, then, set off by a space, its employer."""
    at, found = 0, 0
    for run in runs:
        found = at if 0 < at <= fits and run.text[:1].isspace() else found
        at += len(run.text)
    return found


def hang(runs: Runs) -> int:
    """How far the lines below the first are moved in: an icon at the left stands alone."""
    return run_width(replace(runs[0], text="")) + (theme.text_width(" ") if not runs[0].text else 0) if runs and runs[0].icon else 0


def _breaks(text: str) -> Iterator[int]:
    """Where a line may end, from the left: never before a closing mark, never within a number or a Latin word."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    place = finder.toNextBoundary()
    while place > 0:
        yield place
        place = finder.toNextBoundary()


def _cut(runs: Runs, start: int, end: int) -> Runs:
    """The runs from letter to letter; an icon stays with the first letter of its run."""
    made: list[Run] = []
    at = 0
    for run in runs:
        low, high = max(start - at, 0), min(end - at, len(run.text))
        if low < high or (not run.text and start <= at < end):
            made.append(replace(run, text=run.text[low:high], icon=run.icon if low == 0 else ""))
        at += len(run.text)
    return tuple(made)


def height(lines: int, role: str = "body") -> int:
    """What the lines below the first add to a row."""
    return (lines - 1) * theme.line_height(role)


def paint_wrapped(painter: QPainter, box: QRect, runs: Runs, *, most: int = LINES, selected: bool = False) -> None:
    """Draw the runs over the lines they need, as a block in the middle of ``box``."""
    lines = wrapped(runs, box.width(), most)
    if len(lines) == 1:
        paint_runs(painter, box, runs, selected=selected)
        return
    high, inwards = _line(runs), hang(runs)
    top = box.y() + (box.height() - len(lines) * high) // 2
    for number, line in enumerate(lines):
        place = QRect(box.x(), top + number * high, box.width(), high)
        paint_runs(painter, place.adjusted(inwards if number else 0, 0, 0, 0), line, selected=selected)


def _line(runs: Runs) -> int:
    """The height of one of the lines: that of the largest letters."""
    return max((theme.line_height(run.role) for run in runs), default=theme.line_height())


class WrapLabel(RunLabel):
    """Runs that take a second line where one has no room: the name of a person, of an item. Only the second line elides."""

    def __init__(self, runs: Runs = ()) -> None:
        super().__init__(runs, rank=1)

    def text(self) -> str:
        """Its words, as those of a label."""
        return words(self.runs)

    @property
    def lines(self) -> int:
        """The lines it takes at its width."""
        return len(wrapped(self.runs, self.width()))

    def needed(self) -> int:
        """The pixels that its widest line takes."""
        return max(runs_width(line) for line in wrapped(self.runs, self.width()))

    def sizeHint(self) -> QSize:
        return QSize(runs_width(self.runs), self.lines * _line(self.runs))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        paint_wrapped(painter, self.rect(), self.runs)
        painter.end()

    def _tell_whole(self) -> None:
        self.setToolTip(words(self.runs) if self.needed() > self.width() else "")
