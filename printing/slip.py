"""The small head of a slip that is cut off: station, title, number and code stay with the slip."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.documents import PaperHead
from printing.blocks import Whole
from printing.frame import draw_head, head_height
from printing.pen import Pen


@dataclass(frozen=True)
class SlipHead(Whole):
    """The head of a paper as a block of its own."""

    head: PaperHead
    title: str
    subtitle: str = ""
    has_head = True

    def height(self, width: float) -> float:
        """The height of the full head."""
        return head_height(self.head, self.title, self.subtitle, width)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """The full head."""
        draw_head(pen, self.head, self.title, self.subtitle, x, top, width)
