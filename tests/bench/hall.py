"""The hall: how soon the public screen shows a call, and a call in a very long queue; sixteen counters at once stand in ``sixteen``."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.services import queue, stations
from tests.bench import screens, sixteen
from tests.bench.places import NOW, make
from tests.bench.report import Line, ratio_line

LONG = 10_000


def measure(folder: Path) -> list[Line]:
    """All three; the server's lines are missing where none can start."""
    return [*screens.measure(folder / "screen"), *sixteen.measure(folder), *_long(folder / "long")]


# -- a long queue


def _long(folder: Path) -> Iterator[Line]:
    db = make(folder)
    clerk = stations.actors(db)["clerk1"]
    for number in range(60):
        queue.take(db, clerk, NOW, "A", request=f"s{number}")
    short = _median_call(db, clerk, 40)
    for number in range(LONG):
        queue.take(db, clerk, NOW, "A", request=f"l{number}")
    yield ratio_line(f"call next with {LONG} waiting, beside 60 waiting", _median_call(db, clerk, 40), short, 1.5)
    db.close()


def _median_call(db: Any, clerk: Any, count: int) -> float:
    times = []
    for _ in range(count):
        began = time.perf_counter()
        queue.call(db, clerk, NOW, 1, finish=True)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
