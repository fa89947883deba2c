"""What is said when a number is called: 请 A 零 一 二 号 到 一 号 窗口, as the names of the pieces it is joined from.

A ticket is read figure by figure, a counter as a number (十二号窗口). A station may word it differently, out of
the words that there are pieces for.
"""

from __future__ import annotations

import re
from enum import StrEnum
from string import ascii_uppercase

from app.domain.errors import Refused
from app.domain.queueing import parse_code

WORDING = "请{ticket}号到{counter}号窗口"
TICKET, COUNTER = "{ticket}", "{counter}"
FIGURES = "零一二三四五六七八九"
TEN = "10"
WORDS = {"请": "qing", "号": "hao", "到": "dao", "窗口": "chuangkou", "专窗": "zhuanchuang", "柜台": "guitai", "办理": "banli"}
"""The words a wording is made of, with the names of their pieces."""

PIECES: dict[str, str] = {
    **{str(figure): char for figure, char in enumerate(FIGURES)},
    TEN: "十",
    **{letter: letter for letter in ascii_uppercase},
    **{name: text for text, name in WORDS.items()},
}
"""Every piece by its name, which is also the name of its file, and what is spoken in it."""

_PART = re.compile("|".join(map(re.escape, (TICKET, COUNTER, *WORDS))))


def call_pieces(ticket: str, counter: int, wording: str = WORDING) -> tuple[str, ...]:
    """The pieces of a call in their order; ``Usage`` for what is no ticket code, ``Refused`` for a wording there are no pieces for."""
    return tuple(piece for part in parts_of(wording) for piece in _pieces(part, ticket, counter))


def call_text(ticket: str, counter: int, wording: str = WORDING) -> str:
    """The same as a sentence, for a voice of the system."""
    return "".join(PIECES[piece] for piece in call_pieces(ticket, counter, wording))


def parts_of(wording: str) -> tuple[str, ...]:
    """The words and places of a wording; ``Refused`` unless it names ticket and counter and has pieces for all its words."""
    plain = "".join(wording.split())
    parts = tuple(_PART.findall(plain))
    if "".join(parts) != plain or not {TICKET, COUNTER} <= set(parts):
        raise Refused("voice.wording", field="voice_wording", words=tuple(WORDS), example=WORDING)
    return parts


def _pieces(part: str, ticket: str, counter: int) -> tuple[str, ...]:
    if part == TICKET:
        letter, number = parse_code(ticket)
        return (letter, *f"{number:03d}")
    if part == COUNTER:
        return counter_pieces(counter)
    return (WORDS[part],)


def counter_pieces(number: int) -> tuple[str, ...]:
    """A counter's number as it is read: 一, 十, 十二, 二十, 二十一; from a hundred on figure by figure."""
    tens, ones = divmod(number, 10)
    if not 10 <= number < 100:
        return tuple(str(number))
    return (*((str(tens),) if tens > 1 else ()), TEN, *((str(ones),) if ones else ()))


class Voice(StrEnum):
    """Who claims a call: the screen that is the voice of the hall, one that was not heard and tries again, or a desk (``SURE`` of it)."""

    SCREEN = "screen"
    TRIAL = "trial"
    DESK = "desk"
    SURE = "sure"


class Claim(StrEnum):
    """Whose a call is: for who asks to say, said (or over), claimed by somebody who may give it back, or left to a screen that speaks."""

    MINE = "mine"
    SAID = "said"
    TAKEN = "taken"
    ELSEWHERE = "elsewhere"
