"""The hall: how soon the public screen shows a call, and a call in a very long queue; sixteen counters at once stand in ``sixteen``."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.services import queue, stations
from tests.bench import sixteen
from tests.bench.places import NOW, make
from tests.bench.report import Line, limit_line, ratio_line

ROOT = Path(__file__).resolve().parents[2]
CALLS, LONG = 60, 10_000


def measure(folder: Path) -> list[Line]:
    """All three; the server's lines are missing where none can start."""
    return [*_screen(folder / "screen"), *sixteen.measure(folder), *_long(folder / "long")]


# -- the screen


def _screen(folder: Path) -> list[Line]:
    make(folder).close()
    found = _child("tests.bench.hall_child", "screen", str(folder), str(CALLS))
    return [
        limit_line(f"the public screen shows a call after its commit, same machine, p95 of {CALLS}", found["p95"], "ms", 300),
        limit_line("the same, the longest", found["most"], "ms", 300),
    ]


def _child(module: str, *words: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


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
