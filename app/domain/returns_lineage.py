"""Lineage of a frozen figure: the ids of the records behind it, packed small, with a digest over what they say.

Sorted ids become differences, differences become variable-length bytes, and those are compressed: about half a byte an id where ids lie
dense. The digest is taken over the bytes before compression, so another release of the compressor changes nothing.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.errors import Damaged

_IDS, _AMOUNTS, _PAIR = b"I", b"A", b"R"
_LIMIT = 256 * 1024 * 1024  # unpacked bytes; a million ids need less than ten million


@dataclass(frozen=True, slots=True)
class Lineage:
    """A packed list as it is stored: the compressed bytes, the SHA-256 of what they hold, and the number of records."""

    data: bytes
    digest: str
    count: int


@dataclass(frozen=True, slots=True)
class Records:
    """An unpacked list. ``amounts`` stands beside ``ids`` for sums; ``over`` holds the ids of a rate's divisor."""

    ids: tuple[int, ...]
    amounts: tuple[int, ...] | None = None
    over: tuple[int, ...] | None = None

    def value(self) -> int:
        """The figure the list gives: the sum of its amounts, else the number of its records."""
        return sum(self.amounts) if self.amounts is not None else len(self.ids)


def _varints(numbers: Iterable[int]) -> bytes:
    packed = bytearray()
    for number in numbers:
        while number > 127:
            packed.append(number & 127 | 128)
            number >>= 7
        packed.append(number)
    return bytes(packed)


def _numbers(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield number
            number = shift = 0
    if shift:
        raise ValueError("the last number is cut off")


def _steps(ids: Sequence[int]) -> Iterator[int]:
    last = -1
    for one in ids:
        if one <= last:
            raise ValueError("ids must be ascending and each must stand once")
        yield one - last - 1
        last = one


def _ids(steps: Iterable[int]) -> tuple[int, ...]:
    ids: list[int] = []
    last = -1
    for step in steps:
        last += step + 1
        ids.append(last)
    return tuple(ids)


def _zigzag(amount: int) -> int:
    return amount * 2 if amount >= 0 else -amount * 2 - 1


def _unzigzag(number: int) -> int:
    return number // 2 if number % 2 == 0 else -(number + 1) // 2


def _packed(kind: bytes, ids: Sequence[int], body: bytes) -> Lineage:
    plain = kind + _varints([len(ids)]) + body
    return Lineage(zlib.compress(plain, 9), hashlib.sha256(plain).hexdigest(), len(ids))


def pack(records: Records) -> Lineage:
    """Pack a list; ids ascending, each once (``ValueError`` otherwise, a bug of the caller)."""
    steps = _varints(_steps(records.ids))
    if records.over is not None:
        return _packed(_PAIR, records.ids, steps + _varints(_steps(records.over)))
    if records.amounts is not None:
        if len(records.amounts) != len(records.ids):
            raise ValueError("every id needs its amount")
        return _packed(_AMOUNTS, records.ids, steps + _varints(map(_zigzag, records.amounts)))
    return _packed(_IDS, records.ids, steps)


def _plain(lineage: Lineage) -> bytes:
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(lineage.data, _LIMIT)
    if not unpacker.eof or unpacker.unused_data or hashlib.sha256(plain).hexdigest() != lineage.digest:
        raise ValueError("the digest does not hold")
    return plain


def unpack(lineage: Lineage) -> Records:
    """The list behind a figure; ``Damaged`` when the bytes were changed or do not fit the digest."""
    try:
        plain = _plain(lineage)
        count, *numbers = _numbers(plain[1:])
    except (zlib.error, ValueError) as error:
        raise Damaged("return.lineage_damaged") from error
    head, tail = numbers[:count], numbers[count:]
    if plain[:1] == _PAIR:
        return Records(_ids(head), over=_ids(tail))
    if plain[:1] == _AMOUNTS:
        return Records(_ids(head), amounts=tuple(map(_unzigzag, tail)))
    return Records(_ids(head))
