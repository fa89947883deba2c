"""How rows at hand are put in order and sifted: numbers by value, days by date, Chinese by its pinyin, blanks last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.models.rows import Column

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")
Key = tuple[str | float, ...]
Text = Callable[[Any], str]


def spelled(texts: Iterable[str]) -> Mapping[str, str]:
    """Texts with their pinyin, syllables apart."""
    from app.services.frame import readings  # needs the table of readings, which the first paint does not wait for

    known = tuple(dict.fromkeys(texts))
    return dict(zip(known, readings(known), strict=True))


def _parts(text: str) -> list[str]:
    """Words and numbers in turn, words first: 剩 5 个工作日 as 剩, 5, 个工作日."""
    return _NUMBER.split(_THOUSANDS.sub("", text))


def keys(texts: Sequence[str]) -> list[Key]:
    """What texts are compared by."""
    split = [_parts(text) for text in texts]
    said = spelled(part for parts in split for part in parts[::2])
    return [tuple(float(part) if place % 2 else said[part] for place, part in enumerate(parts)) for parts in split]


def arranged(rows: Sequence[Any], column: Column, is_head: Callable[[Any], bool], text: Text, *, down: bool) -> list[Any]:
    """Rows sorted by a column; heads of groups stay where they are and what reads the same keeps its order."""
    made: list[Any] = []
    for head, found in groupby(rows, key=is_head):
        run = list(found)
        made += run if head else _sorted(run, column, text, down=down)
    return made


def _sorted(rows: list[Any], column: Column, text: Text, *, down: bool) -> list[Any]:
    if column.order is not None:
        wanted = [column.order(row) for row in rows]
        blank = [value is None for value in wanted]
    else:
        texts = [text(row) for row in rows]
        blank = [not one.strip() for one in texts]
        wanted = keys(texts)
    places = sorted((n for n in range(len(rows)) if not blank[n]), key=lambda n: wanted[n], reverse=down)
    return [rows[n] for n in (*places, *(n for n in range(len(rows)) if blank[n]))]


def sifted(rows: Sequence[Any], needle: str, is_head: Callable[[Any], bool], text: Text) -> list[Any]:
    """The rows in which ``needle`` stands, or whose pinyin or initials hold it; a head stays while a row of its group does."""
    wanted = needle.strip().casefold()
    if not wanted:
        return list(rows)
    plain = [row for row in rows if not is_head(row)]
    kept = {id(row) for row, found in zip(plain, _hits([text(row) for row in plain], wanted), strict=True) if found}
    return list(_with_heads(rows, kept, is_head))


def _hits(texts: Sequence[str], wanted: str) -> Iterator[bool]:
    said = spelled(texts) if wanted.isascii() and wanted.isalpha() else {}
    for text in texts:
        syllables = said.get(text, "").split()
        initials = "".join(syllable[:1] for syllable in syllables)
        yield wanted in text.casefold() or bool(syllables) and (wanted in initials or wanted in "".join(syllables))


def _with_heads(rows: Sequence[Any], kept: set[int], is_head: Callable[[Any], bool]) -> Iterator[Any]:
    head: Any = None
    for row in rows:
        if is_head(row):
            head = row
        elif id(row) in kept:
            if head is not None:
                yield head
                head = None
            yield row


__all__ = ["arranged", "keys", "sifted", "spelled"]
