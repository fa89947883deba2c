"""How long the practice data takes, and how long one of its transactions holds the write lock."""

from __future__ import annotations

import time
from pathlib import Path

from app.services import demo
from app.settings import Settings
from tests.bench.locks import locks_held
from tests.bench.places import NOW, make
from tests.bench.report import Line, limit_line


def measure(folder: Path, *, people: int, months: int, most: float) -> list[Line]:
    """One past of a size."""
    db = make(folder)
    with locks_held(db) as held:
        cpu = time.process_time()
        made = demo.make(db, NOW, Settings(folder), people=people, months=months, seed=1)
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
