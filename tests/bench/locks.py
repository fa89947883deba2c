"""How long units of work hold the write lock."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.orm import Session

from db.uow import Database, Unit

CHECKPOINT = 64
"""Units of a batch that fill the sixteen thousand pages after which SQLite makes a checkpoint."""


@contextmanager
def locks_held(db: Database) -> Iterator[list[float]]:
    """How long each unit of work of this thread held the lock, from its BEGIN to the end of its COMMIT, in seconds.

    SQLite copies the log into the database (a checkpoint) after it has given the lock back, but before COMMIT answers: here it does so
    outside the time that is measured, at least as often as it would by itself.
    """
    held: list[float] = []
    begun: dict[Session, float] = {}
    mine = threading.get_ident()
    db.engine.dispose()
    event.listen(db.engine, "connect", _no_checkpoint)
    own = db.engine.raw_connection()

    def began(session, _transaction, _connection) -> None:
        begun[session] = time.perf_counter()

    def ended(session) -> None:
        if threading.get_ident() != mine:
            return
        held.append(time.perf_counter() - begun.pop(session))
        if len(held) % CHECKPOINT == 0:
            own.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    event.listen(Unit, "after_begin", began)
    event.listen(Unit, "after_commit", ended)
    yield held
    event.remove(Unit, "after_begin", began)
    event.remove(Unit, "after_commit", ended)
    event.remove(db.engine, "connect", _no_checkpoint)
    own.close()


def _no_checkpoint(driver, _record) -> None:
    driver.execute("PRAGMA wal_autocheckpoint = 0")
