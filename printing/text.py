"""Type styles and the breaking of Chinese text into lines.

Anywhere between two characters, but never before a closing mark, after an opening one, or inside a number or Latin word
that fits a line of its own; no single character is left for the last line where the line above can spare one. Nothing is ever shortened.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from printing.faces import SANS, SERIF, Run, clean, face_of, split_runs

MM = 72 / 25.4
_WORD = re.compile(r"[A-Za-z0-9@%#&+=_.:/\\'~-]+|.", re.DOTALL)
_NOT_FIRST = frozenset("、，。；：！？）〕】》〉」』”’…,.;:!?)]}%％℃·")
_NOT_LAST = frozenset("（〔【《〈「『“‘([{")


@dataclass(frozen=True, slots=True)
class Style:
    """How a piece of text looks; sizes in points. ``bold`` thickens the strokes, the package has no bold faces."""

    face: str = SERIF
    size: float = 12
    lead: float = 1.5
    align: str = "left"
    bold: bool = False
    grey: float = 0.0

    @property
    def line(self) -> float:
        """The height of one line."""
        return self.size * self.lead

    def at(self, align: str) -> Style:
        """The same style, aligned ``left``, ``center`` or ``right``."""
        return replace(self, align=align)


TITLE = Style(SANS, 21, 1.35, "center", bold=True)
HEADING = Style(SANS, 13, 1.5, bold=True)
LABEL = Style(SANS, 11, 1.4, "center")
BODY = Style(SERIF, 12, 1.4)
STRONG = Style(SANS, 12, 1.4, bold=True)
SMALL = Style(SERIF, 11, 1.4)
FINE = Style(SANS, 9, 1.4, grey=0.25)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, ready to draw."""

    runs: tuple[Run, ...]
    width: float


def width_of(text: str, style: Style) -> float:
    """The width of ``text`` on one line, in points."""
    return sum(_advance(c, style.face) for c in text) * style.size / 1000


@lru_cache(maxsize=20_000)
def _advance(character: str, first: str) -> float:
    face = face_of(character, first)
    return face.width(character) if face else 0.0


def one_line(text: str, style: Style) -> Line:
    """``text`` as a single line, whatever its width."""
    flat = clean(text).replace("\n", " ")
    return Line(tuple(split_runs(flat, style.face)), width_of(flat, style))


def wrap(text: str, style: Style, width: float) -> tuple[Line, ...]:
    """``text`` broken into lines no wider than ``width``; an empty text is one empty line."""
    lines: list[Line] = []
    for part in clean(text).split("\n"):
        lines.extend(one_line(piece, style) for piece in _break(part, style, width))
    return tuple(lines)


def balanced(text: str, style: Style, width: float) -> tuple[Line, ...]:
    """Like ``wrap``, with lines of about the same length: for centred titles and names."""
    lines = wrap(text, style, width)
    narrower = width_of(clean(text), style) / len(lines) + style.size
    while len(lines) > 1 and narrower < width:
        tried = wrap(text, style, narrower)
        if len(tried) == len(lines):
            return tried
        narrower += style.size
    return lines


def _break(text: str, style: Style, width: float) -> list[str]:
    lines: list[list[str]] = []
    current: list[str] = []
    for piece in _pieces(text, style, width):
        if current and width_of("".join(current) + piece, style) > width + 0.01:
            kept = _settled(current, piece, style, width)
            lines.append(current[:kept])
            current = [*current[kept:], piece] if piece != " " else current[kept:]
        else:
            current.append(piece)
    if lines:
        lines[-1], current = _in_company(lines[-1], current, style, width)
    return [*("".join(line).rstrip(" ") for line in lines), "".join(current)]


def _in_company(before: list[str], last: list[str], style: Style, width: float) -> tuple[list[str], list[str]]:
    """The last two lines, so that no single character ends a paragraph: the piece before it comes down where it may."""
    if len("".join(piece for piece in last if piece[0] not in _NOT_FIRST).strip()) != 1:
        return before, last
    for kept in range(len(before) - 1, max(len(before) - 5, 1), -1):
        moved = [*before[kept:], *last]
        if not _must_follow(moved[0][0]) and moved[0] != " " and before[kept - 1] not in _NOT_LAST:
            return (before[:kept], moved) if width_of("".join(moved), style) <= width else (before, last)
    return before, last


def _pieces(text: str, style: Style, width: float) -> Iterator[str]:
    """Words and single characters, marks kept on their base; a word wider than the line comes character by character."""
    for match in _WORD.finditer(text):
        piece = match.group()
        yield from piece if width_of(piece, style) > width else (piece,)


def _settled(line: list[str], following: str, style: Style, width: float) -> int:
    """How many pieces of ``line`` stay when ``following`` begins the next one: the rest moves down so that both ends are allowed."""
    for kept in range(len(line), max(len(line) - 5, 0), -1):
        first = line[kept] if kept < len(line) else following
        if not _must_follow(first[0]) and line[kept - 1] not in _NOT_LAST:
            fits = width_of("".join(line[kept:]) + following, style) <= width
            return kept if fits else len(line)
    return len(line)


def _must_follow(character: str) -> bool:
    return character in _NOT_FIRST or unicodedata.combining(character) > 0


def height_of(lines: int, style: Style) -> float:
    """The height of a block of ``lines``."""
    return lines * style.line


def narrowest(text: str, style: Style) -> float:
    """The width below which a number or Latin word of ``text`` would be broken."""
    return max((width_of(m.group(), style) for m in _WORD.finditer(clean(text)) if m.group() != "\n"), default=0.0)
