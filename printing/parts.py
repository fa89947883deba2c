"""Parts that several papers share: the table of materials, numbered lists, lines that stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.documents import ReceivedMaterial
from app.texts import t
from printing.blocks import Block, Gap, Text, Whole
from printing.grid import Cell, Grid, plain, table, value
from printing.pen import Pen
from printing.text import BODY, MM, SMALL, Style, one_line, width_of, wrap


def centred(text: str, style: Style = BODY) -> Cell:
    """A short value in the middle of its cell."""
    return value(text, 1, style.at("center"))


def materials_table(materials: Sequence[ReceivedMaterial]) -> Grid:
    """The materials taken in: number, name, form, count, remark."""
    rows = [
        (centred(str(number)), value(one.name), centred(one.form), centred(f"{one.quantity}{one.unit}"), plain(one.remark))
        for number, one in enumerate(materials, start=1)
    ]
    return table((8, 42, 14, 12, 24), ("序号", "材料名称", "形式", "数量", "备注"), rows)


def materials_text(materials: Sequence[ReceivedMaterial]) -> str:
    """The same materials as one sentence, for a small receipt."""
    return "；".join(f"{number}．{one.name}（{one.form}{one.quantity}{one.unit}）" for number, one in enumerate(materials, start=1))


def numbered(texts: Sequence[str]) -> str:
    """``texts`` as one numbered text, a line each; empty for none."""
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{number}．{text}" for number, text in enumerate(texts, start=1))


def flow(steps: Sequence[str]) -> str:
    """Steps one after the other with arrows between; empty for none."""
    return " → ".join(steps)


def bullet_block(title: str, texts: Sequence[str]) -> list[Block]:
    """A small explained list below a table; nothing for no texts."""
    if not texts:
        return []
    first = Text(f"{t(title)}：{texts[0]}", SMALL)
    return [Gap(4), first, *(Text(text, SMALL) for text in texts[1:])]


_AIR = 4 * MM


@dataclass(frozen=True)
class Spread(Whole):
    """Short texts side by side over the width, the first at the left edge, the last at the right."""

    texts: tuple[str, ...]
    style: Style = BODY

    def _is_loose(self, width: float) -> bool:
        """Whether they stand in one line with some air between."""
        return sum(self._wide()) + _AIR * (len(self.texts) - 1) <= width

    def _wide(self) -> list[float]:
        return [width_of(text, self.style) for text in self.texts]

    def _each(self, width: float) -> float:
        return width / len(self.texts)

    def height(self, width: float) -> float:
        """One line, or the tallest of them where they need more."""
        if self._is_loose(width):
            return self.style.line
        return max(len(wrap(text, self.style, self._each(width))) for text in self.texts) * self.style.line

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """In one line with the same air between them, else each in its column."""
        if self._is_loose(width):
            self._draw_line(pen, x, top, width)
            return
        each, last = self._each(width), len(self.texts) - 1
        for number, text in enumerate(self.texts):
            align = "left" if number == 0 else "right" if number == last else "center"
            pen.lines(wrap(text, self.style, each), self.style.at(align), x + number * each, top, each)

    def _draw_line(self, pen: Pen, x: float, top: float, width: float) -> None:
        wide = self._wide()
        air = (width - sum(wide)) / max(len(wide) - 1, 1)
        for text, own in zip(self.texts, wide, strict=True):
            pen.lines((one_line(text, self.style),), self.style.at("left"), x, top, own)
            x += own + air
