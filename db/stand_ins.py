"""Modules that libraries import for what this program never calls: something small stands in for them until they are asked for anything.

SQLAlchemy imports asyncio for its asynchronous engines and the list of installed packages for foreign dialects; keyring imports a client
for HTTP and the same list. With all that stands behind them they were a seventh of a start of the desk.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType
from typing import Any

_leaving = Lock()


class StandIn(ModuleType):
    """Passes every question on to the module it stands for, which is imported then, by whichever thread asks first."""

    def __getattr__(self, name: str) -> Any:
        _leave(self)
        return getattr(importlib.import_module(self.__name__), name)


def _leave(stand_in: StandIn) -> None:
    with _leaving:
        if sys.modules.get(stand_in.__name__) is stand_in:
            del sys.modules[stand_in.__name__]


@contextmanager
def standing_in(*names: str, **known: Any) -> Iterator[None]:
    """Inside the block an import of one of ``names`` gets a stand-in, afterwards the module itself, as does whatever asks the stand-in.

    ``known`` is what the importing module takes out of them at once, by name; without it that would bring them. A module that is loaded
    already stands for itself.
    """
    placed = [_placed(name, known) for name in names if name not in sys.modules]
    try:
        yield
    finally:
        for stand_in in placed:
            _leave(stand_in)


def _placed(name: str, known: dict[str, Any]) -> StandIn:
    stand_in = sys.modules[name] = StandIn(name)
    vars(stand_in).update(known)
    parent, _, leaf = name.rpartition(".")
    if parent:  # "import a.b" finds b in a
        setattr(importlib.import_module(parent), leaf, stand_in)
    return stand_in
