"""Which numbers of a person may be seen where: one table, asked for every screen, paper, export, message and log line.

The rows are those of the desk's design; a test walks every place and kind of number.
"""

from __future__ import annotations

import re
from enum import StrEnum

from app.domain.persons import Gender

_STAR = "*"
_FREE_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|[0-9]{15}|[A-Z]{3}[0-9]{12}|1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9A-Za-z])"
)
_DOUBLE = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒夏侯端木南宫独孤呼延宇文长孙鲜于闾丘"
    "司空太史申屠百里东郭西门万俟澹台公冶宗政濮阳淳于单于钟离轩辕赫连拓跋第五"
)
_DOUBLE_SURNAMES = frozenset(_DOUBLE[at : at + 2] for at in range(0, len(_DOUBLE), 2))


class Place(StrEnum):
    """Where a value will be seen."""

    SCREEN = "screen"
    LOG = "log"
    REVEAL = "reveal"
    OWN_FORM = "own_form"
    WORKING_LIST = "working_list"
    FULL_EXPORT = "full_export"
    PUBLIC = "public"


class Number(StrEnum):
    """The numbers of a person that the table knows."""

    ID = "id_number"
    PHONE = "phone"


class Shown(StrEnum):
    """How much of a number may be seen."""

    NONE = "none"
    MASKED = "masked"
    FULL = "full"


MASKS: dict[Place, dict[Number, Shown]] = {
    Place.SCREEN: {Number.ID: Shown.MASKED, Number.PHONE: Shown.MASKED},
    Place.LOG: {Number.ID: Shown.NONE, Number.PHONE: Shown.NONE},
    Place.REVEAL: {Number.ID: Shown.FULL, Number.PHONE: Shown.FULL},
    Place.OWN_FORM: {Number.ID: Shown.FULL, Number.PHONE: Shown.FULL},
    Place.WORKING_LIST: {Number.ID: Shown.NONE, Number.PHONE: Shown.FULL},
    Place.FULL_EXPORT: {Number.ID: Shown.FULL, Number.PHONE: Shown.FULL},
    Place.PUBLIC: {Number.ID: Shown.NONE, Number.PHONE: Shown.NONE},
}


def shown(place: Place, number: Number, value: str | None) -> str:
    """``value`` as it may be seen at ``place``; an empty text where it may not be seen or is not known."""
    much = MASKS[place][number]
    if not value or much is Shown.NONE:
        return ""
    if much is Shown.FULL:
        return value
    return mask_id(value) if number is Number.ID else mask_phone(value)


def mask_id(number: str) -> str:
    """First four and last four of a long number (2327**********0426); a shorter one keeps a fifth at each end."""
    kept = 4 if len(number) >= 15 else len(number) // 5
    return _mask(number, kept, kept)


def mask_phone(phone: str) -> str:
    """First three and last four of a mobile number (142****7162); a shorter one keeps a third at its end."""
    return _mask(phone, 3, 4) if len(phone) >= 11 else _mask(phone, 0, len(phone) // 3)


def _mask(text: str, front: int, back: int) -> str:
    hidden = len(text) - front - back
    return text[:front] + _STAR * hidden + (text[-back:] if back else "")


def holds_number(text: str) -> bool:
    """Whether free text carries something that looks like an identity or phone number (case texts, messages)."""
    return _FREE_NUMBERS.search(text) is not None


def scrub(text: str) -> str:
    """Free text with every identity and phone number masked."""
    return _FREE_NUMBERS.sub(lambda found: mask_phone(found[0]) if len(found[0]) <= 13 else mask_id(found[0]), text)


def surname(name: str) -> str:
    """The family name of a Chinese name; an empty text for a name with a dot, in Latin letters, or of one character."""
    if len(name) < 2 or "·" in name or name[0].isascii():
        return ""
    return name[:2] if len(name) > 2 and name[:2] in _DOUBLE_SURNAMES else name[0]


def surname_form(name: str, gender: Gender) -> str:
    """How a message addresses a person without giving the name away: 张女士; 您 where there is no family name to use."""
    title = {Gender.FEMALE: "女士", Gender.MALE: "先生"}.get(gender, "先生/女士")
    family = surname(name)
    return f"{family}{title}" if family else "您"
