"""Request keys of presses: a double press, or another try after an answer was lost, is answered as the first press was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from uuid import uuid4

TWICE = 1.5  # seconds in which a second press of an answered act is the same press
KEPT = 60.0  # seconds in which another try belongs to a press that has no answer yet


@dataclass(slots=True)
class Press:
    """One press: what it asked for, its request key, and what it had before it. ``answered`` when its answer came home."""

    what: object
    at: float
    key: str
    before: str = ""
    answered: bool = False


class Presses:
    """The last press of one act; asked and answered on the same thread. ``twice`` 0 where the window itself ends a press."""

    def __init__(self, twice: float = TWICE, clock: Callable[[], float] = monotonic) -> None:
        self._twice, self._clock = twice, clock
        self._last: Press | None = None

    def press(self, what: object = None, before: str = "") -> Press:
        """What was pressed now: the last press still, or a new one."""
        last, at = self._last, self._clock()
        if last is None or last.what != what or at - last.at >= (self._twice if last.answered else KEPT):
            last = self._last = Press(what, at, uuid4().hex, before)
        return last

    def forget(self) -> None:
        """Something else was done or the press was refused: the next one is a new one."""
        self._last = None
