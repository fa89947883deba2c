"""Chance with a seed for the practice data: the same seed gives the same past, whatever else the program does."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from app.domain.clock import at_station

T = TypeVar("T")

AFTERNOON = range(13 * 60 + 35, 16 * 60 + 50)
OFFICE_MINUTES = (*range(8 * 60 + 35, 11 * 60 + 25), *AFTERNOON)


class Chance:
    """One stream of chance; each kind of record draws from its own, so that one kind never shifts another."""

    def __init__(self, seed: int, what: str) -> None:
        self._random = Random(f"{seed}/{what}")
        self.unit = self._random.random

    def hit(self, share: float) -> bool:
        """True in ``share`` of the cases."""
        return self.unit() < share

    def below(self, count: int) -> int:
        """A whole number from 0 up to, not including, ``count``."""
        return int(self.unit() * count)

    def between(self, least: int, most: int) -> int:
        """A whole number between two, both included."""
        return least + int(self.unit() * (most - least + 1))

    def of(self, things: Sequence[T]) -> T:
        """One of some things."""
        return things[int(self.unit() * len(things))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """``count`` different ones, or all where there are fewer."""
        return self._random.sample(things, min(count, len(things)))

    def around(self, middle: float, spread: float, least: float) -> float:
        """A number near ``middle`` (log-normal, as service times are), never below ``least``."""
        return max(least, middle * self._random.lognormvariate(0.0, spread))

    def office_moment(self, day: date, *, afternoon: bool = False) -> datetime:
        """A moment of ``day`` at which the office works, to the second."""
        minute = self.of(AFTERNOON if afternoon else OFFICE_MINUTES)
        return at_station(day, minute // 60, minute % 60) + timedelta(seconds=self.below(60))


class Weighted(Generic[T]):
    """Things with weights."""

    def __init__(self, weights: Iterable[tuple[T, float]]) -> None:
        pairs = list(weights)
        self.things = [thing for thing, _ in pairs]
        self._sums = list(accumulate(weight for _, weight in pairs))

    @classmethod
    def of(cls, weights: Mapping[T, float]) -> Weighted[T]:
        """The same from a mapping; its order is kept."""
        return cls(weights.items())

    def draw(self, chance: Chance) -> T:
        """One of them, each as often as its weight says."""
        return self.things[bisect(self._sums, chance.unit() * self._sums[-1], 0, len(self._sums) - 1)]
