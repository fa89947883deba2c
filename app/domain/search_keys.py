"""The keys under which a person is found, and what a search text is looking for.

One table ``person_key(kind, key, person_id)`` is scanned by prefix. Kinds: ``s`` suffixes of the name, ``i`` the pinyin initials,
``j`` their suffixes, ``p`` the full pinyin, ``n`` the whole identity number, ``l`` its last four, ``h`` the whole phone number, ``k``
its last four. The last four kinds are keyed hashes: no number stands in the table. Whole initials are a kind of their own, because
who is called exactly that comes before all whose name only ends so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.persons import clean_number

Digest = Callable[[str, str], str]  # (kind, text) → keyed hash; the key stays with the caller

_SKIPPED = re.compile(r"[\s·•'’\-.]")
_TICKET = re.compile(r"[A-Z][0-9]{3,4}")
_CASE = re.compile(r"BJ[0-9][0-9\-]*")
_LAST_FOUR = re.compile(r"[0-9]{3}[0-9X]")
_LONG_NUMBER = re.compile(r"[0-9A-Z]{5,30}")
_COUNTRY = re.compile(r"^(?:\+86|0086)")


@dataclass(frozen=True, slots=True)
class Scan:
    """One range to read: every key of ``kind`` that begins with ``key``, or only that key when ``exact``."""

    kind: str
    key: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """What a search text may mean; empty scans and no code mean that nothing can be looked for yet."""

    scans: tuple[Scan, ...] = ()
    ticket: str | None = None
    case_number: str | None = None


def folded(text: str) -> str:
    """A name as its keys hold it: no dots, blanks or apostrophes, Latin letters small."""
    return _SKIPPED.sub("", unicodedata.normalize("NFKC", text)).casefold()


def suffixes(text: str) -> list[str]:
    """Every ending of ``text``, the longest first (张淑芬, 淑芬, 芬): a prefix scan then finds any part of it."""
    return [text[at:] for at in range(len(text))]


def person_keys(
    name: str,
    initials: Iterable[str],
    spellings: Iterable[str],
    *,
    id_number: str | None,
    phone: str | None,
    digest: Digest,
) -> tuple[tuple[str, str], ...]:
    """All (kind, key) rows of a person, sorted and without doubles.

    ``initials`` and ``spellings`` are the readings of the name (zsf; zhangshufen), one entry for each way to read it.
    """
    keys = {("s", part) for part in suffixes(folded(name))}
    for reading in initials:
        whole, *endings = suffixes(folded(reading)) or [""]
        keys |= {("i", whole), *(("j", part) for part in endings)}
    keys |= {("p", folded(reading)) for reading in spellings}
    keys |= number_keys("n", "l", id_number, digest) | number_keys("h", "k", phone, digest)
    return tuple(sorted(key for key in keys if key[1]))


def number_keys(whole: str, last: str, number: str | None, digest: Digest) -> set[tuple[str, str]]:
    """The hashed keys of a whole number and of its last four characters."""
    if not number:
        return set()
    return {(whole, digest(whole, number)), (last, digest(last, number[-4:]))}


def classify(text: str, digest: Digest) -> SearchPlan:
    """What to look for: a ticket or case code, part of a number, letters of pinyin, or a part of a name."""
    narrow = _COUNTRY.sub("", clean_number(text))
    if not narrow:
        return SearchPlan()
    if _CASE.fullmatch(narrow):
        return SearchPlan(case_number=unicodedata.normalize("NFKC", text).strip().upper())
    if narrow.isascii() and any(character.isdigit() for character in narrow):
        return SearchPlan(_number_scans(narrow, digest), ticket=narrow if _TICKET.fullmatch(narrow) else None)
    return SearchPlan(_name_scans(folded(text)))


def _number_scans(narrow: str, digest: Digest) -> tuple[Scan, ...]:
    if _LAST_FOUR.fullmatch(narrow):
        kinds = "lk" if narrow.isdigit() else "l"
    elif _LONG_NUMBER.fullmatch(narrow):
        kinds = "nh" if narrow.isdigit() and len(narrow) <= 12 else "n"
    else:
        return ()
    return tuple(Scan(kind, digest(kind, narrow), exact=True) for kind in kinds)


def _name_scans(part: str) -> tuple[Scan, ...]:
    if not part:
        return ()
    return tuple(Scan(kind, part) for kind in "ipjs") if part.isascii() else (Scan("s", part),)
