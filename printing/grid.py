"""Ruled tables: cells wrap, rows break over pages between lines where they must, the head comes again on each page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.documents import HeadCell
from app.texts import t
from printing.blocks import Block
from printing.pen import HAIR, THICK, Pen
from printing.text import BODY, LABEL, MM, Line, Style, balanced, height_of, narrowest, wrap

PAD_X, PAD_Y = 1.7 * MM, 0.8 * MM
SMALL_TABLE = 60 * MM
"""A table no taller than this goes to the next page whole."""
FEW_ROWS = 3
SHADE = 0.95


@dataclass(frozen=True)
class Cell:
    """A cell: its text, the columns it spans, its style, whether its ground is shaded."""

    text: str
    span: int = 1
    style: Style = BODY
    shade: bool = False
    lines: tuple[Line, ...] | None = None

    def laid(self, width: float) -> tuple[Line, ...]:
        """The lines at a cell width."""
        return self.lines if self.lines is not None else wrap(self.text, self.style, width - 2 * PAD_X)


def label(text: str, span: int = 1) -> Cell:
    """The printed name of a field."""
    return Cell(t(text), span, LABEL, shade=True)


def plain(text: str, style: Style = BODY) -> Cell:
    """A cell of a list that may stay empty."""
    return Cell(text, 1, style)


def value(text: str, span: int = 1, style: Style = BODY) -> Cell:
    """What was filled in; a dash where there is nothing."""
    return Cell(text or "—", span, style)


def known(text: str, span: int = 1, style: Style = BODY) -> Cell:
    """What is known of a person or of who answers for them; where nothing is, room to write it in by hand."""
    return Cell(text, span, style)


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Grid:
    """A table of ``shares`` (relative widths), rows of cells, and a head that is repeated on each page."""

    shares: tuple[float, ...]
    rows: tuple[Row, ...]
    head: tuple[HeadCell, ...] = ()
    head_style: Style = LABEL
    least: float = 7.6 * MM

    def _edges(self, width: float) -> list[float]:
        total, edges = sum(self.shares), [0.0]
        for share in self.shares:
            edges.append(edges[-1] + width * share / total)
        return edges

    def _widths(self, row: Row, edges: Sequence[float]) -> list[float]:
        columns, at = [], 0
        for cell in row:
            columns.append(edges[at + cell.span] - edges[at])
            at += cell.span
        return columns

    def _row_height(self, row: Row, edges: Sequence[float]) -> float:
        tall = (height_of(len(c.laid(w)), c.style) for c, w in zip(row, self._widths(row, edges), strict=True))
        return max(max(tall) + 2 * PAD_Y, self.least)

    def _head_heights(self, edges: Sequence[float]) -> list[float]:
        if not self.head:
            return []
        heights = [self.least * 0.85] * max(cell.row + cell.rows for cell in self.head)
        for cell in sorted(self.head, key=lambda cell: cell.rows):
            lines = balanced(t(cell.text), self.head_style, _head_width(cell, edges) - PAD_X)
            lacking = height_of(len(lines), self.head_style) + 2 * PAD_Y - sum(heights[cell.row : cell.row + cell.rows])
            heights[cell.row + cell.rows - 1] += max(lacking, 0.0)
        return heights

    def height(self, width: float) -> float:
        """Head and rows."""
        edges = self._edges(width)
        return sum(self._head_heights(edges)) + sum(self._row_height(row, edges) for row in self.rows)

    def cut(self, width: float, room: float, fresh: bool) -> tuple[Block | None, Block | None]:
        """Whole rows as they fit; a row goes over two pages only when a page cannot hold it."""
        if not fresh and room < self.height(width) <= SMALL_TABLE:
            return None, self
        edges = self._edges(width)
        left = room - sum(self._head_heights(edges))
        for index, row in enumerate(self.rows):
            tall = self._row_height(row, edges)
            if tall > left + 0.01:
                return self._parted(index, left, fresh and index == 0, edges)
            left -= tall
        return self, None

    def _parted(self, index: int, left: float, forced: bool, edges: Sequence[float]) -> tuple[Block | None, Block | None]:
        if forced:
            upper, lower = self._cut_row(self.rows[index], left, edges)
            rest = ((lower,) if any(cell.lines for cell in lower) else ()) + self.rows[index + 1 :]
            return replace(self, rows=(upper,)), replace(self, rows=rest) if rest else None
        if index == 0:
            return None, self
        return replace(self, rows=self.rows[:index]), replace(self, rows=self.rows[index:])

    def part_last(self) -> tuple[Block, Block] | None:
        """Without its last row, and the last row with the head; a table of a few rows is not parted."""
        if len(self.rows) <= FEW_ROWS:
            return None
        return replace(self, rows=self.rows[:-1]), replace(self, rows=self.rows[-1:])

    def _cut_row(self, row: Row, room: float, edges: Sequence[float]) -> tuple[Row, Row]:
        upper, lower = [], []
        for cell, width in zip(row, self._widths(row, edges), strict=True):
            lines = cell.laid(width)
            fit = max(int((room - 2 * PAD_Y) // cell.style.line), 1)
            upper.append(replace(cell, lines=lines[:fit]))
            lower.append(replace(cell, lines=lines[fit:]))
        return tuple(upper), tuple(lower)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Head, rows, and a stronger frame around."""
        edges, start = self._edges(width), top
        heads = self._head_heights(edges)
        for cell in self.head:
            self._draw_head(pen, cell, heads, x, top, edges)
        top += sum(heads)
        for row in self.rows:
            tall = self._row_height(row, edges)
            self._draw_row(pen, row, x, top, tall, edges)
            top += tall
        pen.box(x, start, width, top - start, THICK)

    def _draw_head(self, pen: Pen, cell: HeadCell, heads: Sequence[float], x: float, top: float, edges: Sequence[float]) -> None:
        tall, width = sum(heads[cell.row : cell.row + cell.rows]), _head_width(cell, edges)
        left, upper = x + edges[cell.column], top + sum(heads[: cell.row])
        pen.box(left, upper, width, tall, HAIR, SHADE)
        lines = balanced(t(cell.text), self.head_style, width - PAD_X)
        above = (tall - height_of(len(lines), self.head_style)) / 2
        pen.lines(lines, self.head_style.at("center"), left + PAD_X / 2, upper + above, width - PAD_X)

    def _draw_row(self, pen: Pen, row: Row, x: float, top: float, tall: float, edges: Sequence[float]) -> None:
        left = x
        for cell, width in zip(row, self._widths(row, edges), strict=True):
            pen.box(left, top, width, tall, HAIR, SHADE if cell.shade else None)
            lines = cell.laid(width)
            above = (tall - height_of(len(lines), cell.style)) / 2
            pen.lines(lines, cell.style, left + PAD_X, top + above, width - 2 * PAD_X)
            left += width


def _head_width(cell: HeadCell, edges: Sequence[float]) -> float:
    return edges[cell.column + cell.columns] - edges[cell.column]


def table(shares: tuple[float, ...], head: tuple[str, ...], rows: Sequence[Row], style: Style = LABEL) -> Grid:
    """A table with one head row; without rows it says 暂无."""
    cells = tuple(HeadCell(text, 0, column) for column, text in enumerate(head))
    body = tuple(rows) or ((Cell(t("暂无"), len(shares), BODY.at("center")),),)
    return Grid(shares, body, cells, style)


def form(shares: tuple[float, ...], *rows: Row) -> Grid:
    """A form of labels and values without a head."""
    return Grid(shares, rows)


def column_floor(texts: Sequence[str], style: Style) -> float:
    """The width a column needs so that no number or word in it is broken."""
    return max((narrowest(text, style) for text in texts), default=0.0) + 2 * PAD_X
