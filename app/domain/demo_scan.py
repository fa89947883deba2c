"""Signed copies for the practice station: a blank authorisation as a scanner sees it, with handwriting that is nobody's.

The page is a picture of one bit a point in which no row is filtered, so ink is a bit that is cleared; the same words give the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from random import Random

SIGNATURE = b"\x89PNG\r\n\x1a\n"
WRITTEN = (
    *((175, 160, 3), (465, 160, 6), (175, 186, 3), (465, 186, 8), (175, 211, 9), (175, 236, 3), (465, 236, 6), (175, 261, 7)),
    *((130, 368, 6), (175, 403, 6), (175, 478, 9)),
    *((210, 574, 2), (262, 574, 1), (305, 574, 1), (498, 574, 2), (550, 574, 1), (593, 574, 1)),
)
"""Where a hand filled in the form: left, middle, how many characters, in points of the picture."""
SIGNED = ((110, 555, 3), (400, 555, 3))
INK = 2
"""How thick the pen is, in points."""


@dataclass(frozen=True)
class BlankForm:
    """The blank form, taken apart once; ``png`` is one bit a point, and no row of it is filtered."""

    png: bytes

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height in points."""
        width, height = struct.unpack(">II", dict(_chunks(self.png))[b"IHDR"][:8])
        return width, height

    @cached_property
    def rows(self) -> bytes:
        """All rows, each with the mark of its filter before it."""
        return zlib.decompress(dict(_chunks(self.png))[b"IDAT"])

    def signed(self, seed: str) -> bytes:
        """The form filled in and signed by a hand of its own for each ``seed``."""
        page, (width, _) = bytearray(self.rows), self.size
        stride = 1 + (width + 7) // 8

        def dot(x: float, y: float) -> None:
            for down in range(INK):
                for right in range(INK):
                    place = int(x) + right
                    page[(int(y) + down) * stride + 1 + (place >> 3)] &= ~(0x80 >> (place & 7))

        hand = Random(f"hand/{seed}")
        for left, middle, characters in WRITTEN:
            _write(hand, dot, left, middle, characters, 13)
        for left, middle, characters in SIGNED:
            _write(hand, dot, left, middle, characters, 26)
        return _png(dict(_chunks(self.png))[b"IHDR"], bytes(page))


def _write(hand: Random, dot: Callable[[float, float], None], left: float, middle: float, characters: int, tall: float) -> None:
    """Some characters as a hurried hand writes them: three to five strokes each, none of them a real one."""
    for place in range(characters):
        x, y = left + place * tall * 1.05, middle + hand.uniform(-1.5, 1.5)
        for _ in range(hand.randint(3, 5)):
            along = hand.random() < 0.6
            begin = x + hand.uniform(0, tall * 0.3), y + hand.uniform(-tall / 2, tall / 2)
            end = (begin[0] + hand.uniform(0.4, 0.7) * tall, begin[1] + hand.uniform(-2, 1)) if along else _down(hand, begin, y, tall)
            _stroke(hand, dot, begin, end)


def _down(hand: Random, begin: tuple[float, float], middle: float, tall: float) -> tuple[float, float]:
    return begin[0] + hand.uniform(-0.25, 0.35) * tall, min(begin[1] + hand.uniform(0.4, 0.8) * tall, middle + tall / 2)


def _stroke(hand: Random, dot: Callable[[float, float], None], begin: tuple[float, float], end: tuple[float, float]) -> None:
    """A stroke that bends a little."""
    steps = max(4, int(abs(end[0] - begin[0]) + abs(end[1] - begin[1])))
    bend = hand.uniform(-2.0, 2.0)
    for step in range(steps + 1):
        part = step / steps
        bow = bend * 4 * part * (1 - part)
        dot(begin[0] + (end[0] - begin[0]) * part + bow, begin[1] + (end[1] - begin[1]) * part + bow)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        yield kind, png[place + 8 : place + 8 + length]
        place += 12 + length


def _png(head: bytes, rows: bytes) -> bytes:
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
