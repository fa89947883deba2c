"""Pinyin keys of names: what a clerk may type for a name, in full (zhangsan) and by initials (zs).

A character has several readings and nobody knows which one its bearer uses, so a name has several keys; the likely ones come first.
Readings are lower-case without tones, ü written v, as Chinese keyboards have it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from itertools import islice, product

MOST_TRIED = 64
"""Combinations of readings that are looked through for the one somebody typed."""

MOST_KEYS = 8
"""Keys a name may have of one kind; a name of many readings keeps the likely ones."""

_SURNAMES = (
    "单 shan; 仇 qiu; 查 zha; 曾 zeng; 解 xie; 区 ou; 朴 piao; 覃 qin tan; 翟 zhai di; 缪 miao mou; 盖 ge gai; 任 ren; 华 hua; 员 yun; "
    "乐 yue le; 那 na; 秘 bi; 折 she; 黑 he hei; 种 chong; 洗 xian; 逄 pang; 召 shao; 繁 po; 不 fou; 郗 xi chi; 谌 chen shen; 隗 wei kui; "
    "祭 zhai; 宓 mi fu; 句 gou; 幺 yao; 纪 ji; 重 chong; 车 che; 卜 bu; 万 wan; 俞 yu; 燕 yan; 于 yu; "
    "尉迟 yu chi; 万俟 mo qi; 长孙 zhang sun; 澹台 tan tai; 令狐 ling hu; 单于 chan yu"
)

SURNAMES: dict[str, tuple[str, ...]] = {name: tuple(found) for name, *found in map(str.split, _SURNAMES.split(";"))}
"""Readings as a surname: of one character all that occur, of a surname of two characters one for each."""


def spellings(name: str, readings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The full spellings of a name, likely ones first; at most ``MOST_KEYS``."""
    return _keys(name, readings, str)


def initials(name: str, readings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The initials of a name, likely ones first; at most ``MOST_KEYS``."""
    return _keys(name, readings, lambda syllable: syllable[0])


def spelled(name: str, readings: Mapping[str, tuple[str, ...]], typed: str = "") -> str:
    """The spelling of a name, its syllables apart (zhang shu fen), as a list shows it beside the name.

    Of several readings the likely one, unless only another holds what was ``typed``, in full or as initials.
    """
    choices = list(_syllables(name, readings))
    likely = tuple(one[0] for one in choices)
    found = next((one for one in islice(product(*choices), MOST_TRIED) if _holds(one, typed)), likely) if typed else likely
    return " ".join(found)


def _holds(syllables: tuple[str, ...], typed: str) -> bool:
    return typed in "".join(one[0] for one in syllables) or "".join(syllables).startswith(typed)


def _keys(name: str, readings: Mapping[str, tuple[str, ...]], shorten: Callable[[str], str]) -> tuple[str, ...]:
    steps = (_first_seen(shorten(syllable) for syllable in choices) for choices in _syllables(name, readings))
    ranked = reduce(_extended, steps, {"": 0})
    return tuple(key for key in ranked if key)


def _extended(ranked: dict[str, int], choices: tuple[str, ...]) -> dict[str, int]:
    """Each key so far with each choice behind it; a key's rank is the sum of how unlikely its choices are."""
    longer = [(rank + place, key + choice) for key, rank in ranked.items() for place, choice in enumerate(choices)]
    best: dict[str, int] = {}
    for rank, key in sorted(longer, key=lambda one: one[0]):
        best.setdefault(key, rank)
    return dict(list(best.items())[:MOST_KEYS])


def _syllables(name: str, readings: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """What may be typed for each character in turn; spaces, dots and characters without a reading are not typed."""
    compound = SURNAMES.get(name[:2], ())
    for place, char in enumerate(name):
        known = readings.get(char, (char.lower(),) if char.isascii() and char.isalnum() else ())
        if place < len(compound):
            yield (compound[place],)
        elif known or place == 0 and char in SURNAMES:
            yield _first_seen((*SURNAMES.get(char, ()), *known) if place == 0 else known)


def _first_seen(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
