"""What a paper is made of: blocks that know their height, can be cut at a page's end, and draw themselves. Nothing is ever shortened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from app.texts import t
from printing.pen import HAIR, THIN, Pen
from printing.text import BODY, FINE, HEADING, MM, SMALL, STRONG, Line, Style, height_of, width_of, wrap

_SIGNER = SMALL
HAND_LINE = 9 * MM


class Block(Protocol):
    """A piece of a paper."""

    def height(self, width: float) -> float:
        """The height it takes at ``width``."""
        ...

    def cut(self, width: float, room: float, fresh: bool) -> tuple[Block | None, Block | None]:
        """What fits into ``room`` and what is left; ``fresh`` says that the page is still empty, so that something must fit."""
        ...

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it."""
        ...


class Whole:
    """A block that is never cut."""

    has_head = False
    """Whether it begins with station and title of its own, so that a page that begins with it needs no other."""

    def height(self, width: float) -> float:
        """The height it takes."""
        raise NotImplementedError

    def cut(self, width: float, room: float, fresh: bool) -> tuple[Block | None, Block | None]:
        """All of it or nothing."""
        return (self, None) if fresh or self.height(width) <= room else (None, self)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Gap(Whole):
    """Empty room."""

    size: float = 3 * MM

    def height(self, width: float) -> float:
        """The room."""
        return self.size

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Nothing to draw."""


@dataclass(frozen=True)
class Text:
    """A paragraph; ``indent`` leaves two characters free at its beginning."""

    text: str
    style: Style = BODY
    indent: bool = False
    _lines: tuple[Line, ...] = ()

    def _laid(self, width: float) -> tuple[Line, ...]:
        return self._lines or wrap("\u3000\u3000" * self.indent + self.text, self.style, width)

    def height(self, width: float) -> float:
        """The height of all lines."""
        return height_of(len(self._laid(width)), self.style)

    def cut(self, width: float, room: float, fresh: bool) -> tuple[Block | None, Block | None]:
        """As many lines as fit."""
        lines = self._laid(width)
        count = max(int((room + 0.01) // self.style.line), int(fresh))
        if count >= len(lines):
            return self, None
        rest = Text(self.text, self.style, False, lines[count:])
        return (Text(self.text, self.style, False, lines[:count]) if count else None), rest

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """The lines."""
        pen.lines(self._laid(width), self.style, x, top, width)


@dataclass(frozen=True)
class Keep(Whole):
    """Blocks that stay together on one page; too tall for a page, they are cut after all."""

    blocks: tuple[Block, ...]

    @property
    def has_head(self) -> bool:
        """As its first block."""
        return bool(self.blocks) and getattr(self.blocks[0], "has_head", False)

    def height(self, width: float) -> float:
        """The sum."""
        return sum(block.height(width) for block in self.blocks)

    def cut(self, width: float, room: float, fresh: bool) -> tuple[Block | None, Block | None]:
        """All of it, or on a fresh page as many blocks as fit."""
        if self.height(width) <= room:
            return self, None
        return cut_blocks(self.blocks, width, room, fresh) if fresh else (None, self)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """One below the other."""
        for block in self.blocks:
            block.draw(pen, x, top, width)
            top += block.height(width)


def cut_blocks(blocks: Sequence[Block], width: float, room: float, fresh: bool) -> tuple[Block | None, Block | None]:
    """As many of ``blocks`` as fit into ``room``, and the rest.

    A heading never stays alone at the end of a page, nor does a place to sign stand on a page with nothing that it signs; where two
    slips come on two pages there is nothing to cut between them.
    """
    placed: list[Block] = []
    for index, block in enumerate(blocks):
        fits, rest = block.cut(width, room, fresh and not placed)
        if fits is not None:
            placed.append(fits)
            room -= fits.height(width)
        if rest is not None:
            company = _company(placed, rest, fresh) if fits is None else []
            left = [one for one in (*company, rest, *blocks[index + 1 :]) if one is not rest or not isinstance(one, CutLine)]
            if placed and isinstance(placed[-1], CutLine):
                placed.pop()
            return (Keep(tuple(placed)) if placed else None), Keep(tuple(left)) if left else None
    return Keep(tuple(placed)), None


def _company(placed: list[Block], rest: Block, fresh: bool) -> list[Block]:
    """What must go to the next page together with ``rest``; taken off the end of ``placed``."""
    if not placed or (fresh and len(placed) == 1 and not isinstance(placed[0], Parting)):
        return []
    if isinstance(placed[-1], Heading):
        return [placed.pop()]
    if not isinstance(rest, Signatures):
        return []
    said = _last_words(placed)
    if said or not isinstance(placed[-1], Parting):
        return said
    parted = placed[-1].part_last()
    if parted is None:
        return _taken_whole(placed)
    placed[-1] = parted[0]
    return [parted[1]]


def _last_words(placed: list[Block]) -> list[Block]:
    """The paragraphs directly above a place to sign; none where the page would be left empty."""
    first = len(placed)
    while first > 1 and isinstance(placed[first - 1], Text | Gap):
        first -= 1
    moved = placed[first:]
    if not any(isinstance(one, Text) for one in moved):
        return []
    del placed[first:]
    return moved


def _taken_whole(placed: list[Block]) -> list[Block]:
    """The last block with its heading; nothing where the page would be left empty."""
    moved = placed[-2:] if len(placed) > 1 and isinstance(placed[-2], Heading) else placed[-1:]
    if len(moved) == len(placed):
        return []
    del placed[-len(moved) :]
    return moved


@runtime_checkable
class Parting(Protocol):
    """A block that can give its last piece to the next page."""

    def part_last(self) -> tuple[Block, Block] | None:
        """All but the last piece, and the last piece; None where it is too short to be parted."""
        ...


@dataclass(frozen=True)
class Heading(Whole):
    """A section's heading with the room around it."""

    text: str

    def height(self, width: float) -> float:
        """Room above, the line, a little below."""
        return HEADING.line + 3.4 * MM

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """The words."""
        pen.word(t(self.text), HEADING, x, top + 2.6 * MM + (HEADING.line + HEADING.size * 0.72) / 2)


@dataclass(frozen=True)
class ToWrite(Whole):
    """Ruled lines for a hand where nothing was typed."""

    lines: int

    def height(self, width: float) -> float:
        """A hand's line each."""
        return self.lines * HAND_LINE + 2 * MM

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """The lines."""
        for number in range(1, self.lines + 1):
            pen.rule(x, top + number * HAND_LINE, x + width, top + number * HAND_LINE, HAIR)


@dataclass(frozen=True)
class Place:
    """A place to sign: who, and the name already known."""

    label: str
    name: str = ""


@dataclass(frozen=True)
class Signatures(Whole):
    """Places to sign side by side, each with room for a hand, a seal and a date; taller where a long name needs it."""

    places: tuple[Place, ...]
    least: float = 25 * MM

    def _tall(self, width: float) -> float:
        room = width / len(self.places) - 6 * MM
        names = max(len(wrap(place.name, _SIGNER, room)) for place in self.places)
        return max(self.least, 17 * MM + height_of(names, _SIGNER))

    def height(self, width: float) -> float:
        """The frames, the gap above and a little below."""
        return self._tall(width) + 5 * MM

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Frames in one row."""
        each, tall = width / len(self.places), self._tall(width)
        pen.box(x, top + 4 * MM, width, tall, THIN)
        for number, place in enumerate(self.places):
            left = x + number * each
            if number:
                pen.rule(left, top + 4 * MM, left, top + 4 * MM + tall)
            self._place(pen, place, left + 3 * MM, top + 4 * MM, each - 6 * MM, tall)

    def _place(self, pen: Pen, place: Place, x: float, top: float, width: float, tall: float) -> None:
        pen.word(t(place.label), STRONG, x, top + 6.2 * MM)
        if place.name:
            pen.lines(wrap(place.name, _SIGNER, width), _SIGNER, x, top + 7.6 * MM, width)
        pen.word(t("年\u3000\u3000月\u3000\u3000日"), BODY.at("right"), x, top + tall - 3 * MM, width)


@dataclass(frozen=True)
class CutLine(Whole):
    """Where the scissors go."""

    text: str = "沿虚线剪开"

    def height(self, width: float) -> float:
        """Room above and below the line."""
        return 8 * MM

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """A dashed line with its word in the middle."""
        middle = top + 4 * MM
        word = width_of(t(self.text), FINE) + 4 * MM
        pen.rule(x, middle, x + (width - word) / 2, middle, HAIR, (3, 2.5))
        pen.rule(x + (width + word) / 2, middle, x + width, middle, HAIR, (3, 2.5))
        pen.word(t(self.text), FINE.at("center"), x, middle + FINE.size * 0.36, width)
