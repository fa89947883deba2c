"""A page of a long list: some rows and the key after which the next page begins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows of one page; ``next_key`` goes into the next call as ``after``, None says that this was the last."""

    rows: tuple[T, ...]
    next_key: Any = None

    @property
    def more(self) -> bool:
        """Whether another page follows."""
        return self.next_key is not None


def page_of(found: Sequence[R], limit: int, make: Callable[[R], T], key: Callable[[R], Any]) -> Page[T]:
    """A page made of up to ``limit + 1`` rows that were read: the one too many only says that there are more."""
    kept = found[:limit]
    return Page(tuple(make(row) for row in kept), key(kept[-1]) if len(found) > limit else None)
