"""Who wants to know which tables changed; announced after the commit, never before."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[frozenset[str]], None]


class ChangesFeed:
    """The listeners of one open database. They are called on the thread that wrote."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; the answer takes it away again."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def announce(self, tables: frozenset[str]) -> None:
        """Tell every listener which tables a committed unit of work touched."""
        for listener in tuple(self._listeners):
            listener(tables)
