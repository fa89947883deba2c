"""Two officers at the same moment, each on a connection of their own: the first stands before its commit while the second acts."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

from sqlalchemy import text

from db import audit
from db.uow import Database

PATIENCE = 20
"""Seconds after which a test gives up."""
_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


class _Gate:
    """Holds the first thread before its audit entry, the last step of every write, until it is let through."""

    def __init__(self) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self._real = audit.append
        self._first: int | None = None

    def append(self, *given: Any, **named: Any) -> int:
        if threading.get_ident() == self._first and not self.reached.is_set():
            self.reached.set()
            assert self.open.wait(PATIENCE)
        return self._real(*given, **named)

    def first(self, act: Callable[[], Any]) -> Any:
        self._first = threading.get_ident()
        try:
            return act()
        finally:
            self.reached.set()


def at_once(db: Database, first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """What each of the two got: an answer or an exception. The second has looked at everything it looks at before the first commits,
    unless it waits for the first: then it goes on afterwards.
    """
    gate = _Gate()
    with patch.object(audit, "append", gate.append), ThreadPoolExecutor(2) as pool:
        one = pool.submit(gate.first, first)
        assert gate.reached.wait(PATIENCE)
        other = pool.submit(second)
        try:
            _until_done_or_waiting(db, other)
        finally:
            gate.open.set()
        return _outcome(one), _outcome(other)


def _until_done_or_waiting(db: Database, other: Future[Any]) -> None:
    """On SQLite whoever comes second waits for the whole database in its own way, so nothing is to be seen there."""
    if db.kind == "sqlite":
        return
    with db.engine.connect() as connection:
        while not other.done() and not connection.execute(_WAITING).scalar_one():
            connection.rollback()


def _outcome(done: Future[Any]) -> Any:
    return done.exception(PATIENCE) or done.result()
