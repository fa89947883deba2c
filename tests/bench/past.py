"""How long the practice data takes, and how long one of its transactions holds the write lock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event

from app.services import demo
from tests.bench.places import NOW, make
from tests.bench.report import Line, limit_line


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
    ]


@contextmanager
def _locks(db) -> Iterator[list[float]]:
    """How long each transaction lasted, from BEGIN to the end of COMMIT's preparation."""
    held: list[float] = []
    begun = [0.0]

    def began(_connection) -> None:
        begun[0] = time.perf_counter()

    def ended(_connection) -> None:
        held.append(time.perf_counter() - begun[0])

    event.listen(db.engine, "begin", began)
    event.listen(db.engine, "commit", ended)
    yield held
    event.remove(db.engine, "begin", began)
    event.remove(db.engine, "commit", ended)
