"""How long the practice data takes, and how long one of its transactions holds the write lock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.services import demo
from db.uow import Database, Unit
from tests.bench.places import NOW, make
from tests.bench.report import Line, limit_line

CHECKPOINT = 16
"""Transactions of the practice data that fill the four thousand pages after which SQLite makes a checkpoint."""


def measure(folder: Path, *, people: int, months: int, most: float) -> list[Line]:
    """One past of a size."""
    db = make(folder)
    with _locks(db) as held:
        cpu = time.process_time()
        made = demo.make(db, NOW, people=people, months=months, seed=1)
        cpu = time.process_time() - cpu
    db.close()
    name = f"demo --people {people} --months {months} ({made.tickets:,} tickets, {made.cases:,} cases, {made.visits:,} visits)"
    held.sort()
    return [
        limit_line(name, made.seconds, "s", most),
        limit_line(f"… its process time, {people} people", cpu, "s", most),
        limit_line(f"… write lock held, 99 of 100 transactions, {people} people", 1000 * held[int(len(held) * 0.99)], "ms", 100),
        limit_line(f"… write lock held, the longest of {len(held)} transactions", 1000 * held[-1], "ms", 100),
    ]


@contextmanager
def _locks(db: Database) -> Iterator[list[float]]:
    """How long each writing transaction held the lock, from its BEGIN to the end of its COMMIT.

    SQLite copies the log into the database (a checkpoint) after it has given the lock back, but before COMMIT answers: here it does so
    outside the time that is measured, as often as it would by itself.
    """
    held: list[float] = []
    begun: dict[Session, float] = {}
    db.engine.dispose()
    event.listen(db.engine, "connect", lambda driver, _record: driver.execute("PRAGMA wal_autocheckpoint = 0"))
    own = db.engine.raw_connection()

    def began(session, _transaction, _connection) -> None:
        begun[session] = time.perf_counter()

    def ended(session) -> None:
        held.append(time.perf_counter() - begun.pop(session))
        if len(held) % CHECKPOINT == 0:
            own.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    event.listen(Unit, "after_begin", began)
    event.listen(Unit, "after_commit", ended)
    yield held
    event.remove(Unit, "after_begin", began)
    event.remove(Unit, "after_commit", ended)
    own.close()
