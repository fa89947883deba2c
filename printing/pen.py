"""The pen: the few strokes every paper is made of, over reportlab's canvas. Coordinates are points from the top left corner."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from printing.faces import SERIF, all_faces
from printing.text import Line, Style, one_line

HAIR, THIN, THICK = 0.4, 0.6, 1.1


class Pen:
    """Draws on the current page of one PDF; the same strokes give the same bytes."""

    def __init__(self, title: str, author: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        for name in ("serif", "sans"):
            all_faces()[name].font()
        self._out = BytesIO()
        self._canvas: Any = Canvas(self._out, invariant=1, initialFontName=SERIF, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("StationDesk")
        self._canvas.setSubject(title)
        self._canvas.setCatalogEntry("Lang", "zh-CN")
        self._height = 0.0

    def page(self, width: float, height: float) -> None:
        """Begin a page of this size; the one before is finished."""
        if self._height:
            self._canvas.showPage()
        self._canvas.setPageSize((width, height))
        self._height = height

    def finish(self) -> bytes:
        """Close the document."""
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()

    def line(self, line: Line, style: Style, x: float, baseline: float, width: float = 0.0) -> None:
        """One laid-out line; ``width`` is the room in which the style aligns it."""
        room = max(width - line.width, 0.0)
        start = x + {"left": 0.0, "center": room / 2, "right": room}[style.align]
        text = self._canvas.beginText(start, self._height - baseline)
        text.setFillGray(style.grey)
        if style.bold:
            text.setTextRenderMode(2)
            self._canvas.setLineWidth(style.size * 0.03)
            self._canvas.setStrokeGray(style.grey)
        for face, piece in line.runs:
            text.setFont(face, style.size)
            text.textOut(piece)
        if style.bold:
            text.setTextRenderMode(0)
        self._canvas.drawText(text)

    def lines(self, lines: tuple[Line, ...], style: Style, x: float, top: float, width: float) -> None:
        """A block of lines below ``top``."""
        for number, line in enumerate(lines):
            self.line(line, style, x, top + number * style.line + (style.line + style.size * 0.72) / 2, width)

    def word(self, text: str, style: Style, x: float, baseline: float, width: float = 0.0) -> None:
        """A text on one line."""
        self.line(one_line(text, style), style, x, baseline, width)

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float = HAIR, dash: tuple[float, float] | None = None) -> None:
        """A straight line."""
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(weight)
        self._canvas.setDash(*(dash,) if dash else ())
        self._canvas.line(x1, self._height - y1, x2, self._height - y2)
        self._canvas.setDash()

    def box(self, x: float, top: float, width: float, height: float, weight: float = HAIR, fill: float | None = None) -> None:
        """A frame, a ground, or both; ``weight`` 0 draws no frame."""
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(weight)
        if fill is not None:
            self._canvas.setFillGray(fill)
        self._canvas.rect(x, self._height - top - height, width, height, stroke=int(weight > 0), fill=int(fill is not None))

    def qr(self, payload: str, x: float, top: float, side: float) -> None:
        """A QR code of ``side`` points, quiet zone included."""
        import segno

        matrix = segno.make(payload, error="m", micro=False).matrix
        unit = side / (len(matrix) + 4)
        self._canvas.setFillGray(0)
        for row, cells in enumerate(matrix):
            for column, length in _dark_runs(cells):
                y = self._height - top - (row + 3) * unit
                self._canvas.rect(x + (column + 2) * unit, y, length * unit, unit, stroke=0, fill=1)

    def watermark(self, text: str, x: float, y: float, size: float) -> None:
        """A pale word across the page, centred on the point."""
        style = Style("sans", size, align="center", grey=0.9)
        self._canvas.saveState()
        self._canvas.translate(x, self._height - y)
        self._canvas.rotate(35)
        line = one_line(text, style)
        drawn = self._canvas.beginText(-line.width / 2, -size * 0.36)
        drawn.setFillGray(style.grey)
        for face, piece in line.runs:
            drawn.setFont(face, size)
            drawn.textOut(piece)
        self._canvas.drawText(drawn)
        self._canvas.restoreState()


def _dark_runs(cells: bytearray) -> list[tuple[int, int]]:
    """The dark stretches of one row: (start, length). One rectangle each leaves no white seams between modules."""
    runs: list[tuple[int, int]] = []
    for column, dark in enumerate(cells):
        if not dark:
            continue
        if runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((column, 1))
    return runs
