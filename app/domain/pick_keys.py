"""One key for each thing of a list, so that any of them is one press away."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase, ascii_uppercase

DIGITS = "1234567890"


def pick_keys(initials: Sequence[str]) -> tuple[str, ...]:
    """A key for each name, given by its pinyin initials: the first of them that is free, else a digit, a free letter, one with Shift.

    An earlier name goes first, so a name that is added behind changes no other's key. What comes after 62 names has none.
    """
    taken: dict[str, int] = {}
    for place, letters in enumerate(initials):
        own = next((one for one in letters.lower() if one in ascii_lowercase and one not in taken), None)
        if own is not None:
            taken[own] = place
    left = iter([key for key in DIGITS + ascii_lowercase + ascii_uppercase if key not in taken])
    by_place = {place: key for key, place in taken.items()}
    return tuple(by_place.get(place) or next(left, "") for place in range(len(initials)))
