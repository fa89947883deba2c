"""Take, call and finish through the services, beside the same rows written by the bare driver."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from app.services import queue, stations
from db import engine as engines
from tests.bench.places import KEY, NOW, make
from tests.bench.report import Line, limit_line, ratio_line

ROUNDS, WARM = 300, 30
PEER_TAKE, PEER_CALL = 17, 7.4
"""What another public queue system took, in milliseconds on a quiet machine (docs/benchmarks.md)."""


def measure(folder: Path) -> list[Line]:
    """Both in one run, in turns of a few dozen rounds, so that a busy machine is busy for both."""
    ours = make(folder / "ours")
    clerk = stations.actors(ours)["clerk1"]
    _rounds(ours, clerk, 0, WARM)
    known = _rows(folder / "ours")
    walls = cpus = 0.0
    for turn in range(10):
        wall, cpu = _timed(lambda turn=turn: _rounds(ours, clerk, WARM + turn * ROUNDS // 10, ROUNDS // 10))
        walls, cpus = walls + wall, cpus + cpu
    written = _rows(folder / "ours")
    alone = _alone(ours, clerk, WARM + ROUNDS)
    ours.close()
    make(folder / "bare").close()
    bare = engines.connect_cipher(folder / "bare" / "station.db", KEY.sub("database"))
    bare_wall, bare_cpu = _timed(lambda: _write_bare(bare, written, known))
    bare.close()
    each = 1000 / ROUNDS
    return [
        ratio_line("take + call + finish, audited and durable, a visitor", walls * each, bare_wall * each, 5),
        ratio_line("the same, process time", cpus * each, bare_cpu * each, 5),
        limit_line("take + call + finish, process time a visitor", cpus * each, "ms", 6),
        limit_line(f"take a number alone, median of {ROUNDS}", alone[0], "ms", PEER_TAKE),
        limit_line(f"call next alone, median of {ROUNDS}", alone[1], "ms", PEER_CALL),
    ]


def _alone(db, clerk, first: int) -> tuple[float, float]:
    """The median milliseconds of taking a number and of calling it, each audited and on the disk."""
    takes, calls = [], []
    for number in range(first, first + ROUNDS):
        at = NOW + timedelta(seconds=number)
        began = time.perf_counter()
        taken = queue.take(db, clerk, at, "A", request=f"t{number}")
        called = time.perf_counter()
        queue.call(db, clerk, at, 1, request=f"c{number}")
        ended = time.perf_counter()
        queue.act(db, clerk, at, "finish", taken.ticket)
        takes.append((called - began) * 1000)
        calls.append((ended - called) * 1000)
    return statistics.median(takes), statistics.median(calls)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def _rounds(db, clerk, first: int, count: int) -> None:
    for number in range(first, first + count):
        at = NOW + timedelta(seconds=number)
        taken = queue.take(db, clerk, at, "A")
        queue.call(db, clerk, at, 1)
        queue.act(db, clerk, at, "finish", taken.ticket)


TABLES = {"ticket": "id", "audit_entry": "seq", "audit_value": "seq"}


def _rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What a station holds of tickets and audit rows."""
    bare = engines.connect_cipher(folder / "station.db", KEY.sub("database"))
    found = {name: bare.execute(f"SELECT * FROM {name} ORDER BY {key}").fetchall() for name, key in TABLES.items()}
    found["columns"] = [row[1] for row in bare.execute("PRAGMA table_info(ticket)").fetchall()]
    bare.close()
    return found


def _write_bare(bare, written, known) -> None:
    """Three transactions a visitor, each with its audit rows: what the services wrote, statement by statement."""
    columns: list[str] = written["columns"]
    tickets = written["ticket"][len(known["ticket"]) :]
    entries = written["audit_entry"][len(known["audit_entry"]) :]
    seen = known["audit_entry"][-1][0]
    values = {seq: list(rows) for seq, rows in groupby((row for row in written["audit_value"] if row[0] > seen), key=lambda row: row[0])}
    later = ("called_at", "officer_id", "first_officer_id", "counter_id", "started_at", "finished_at")
    steps = iter(entries)
    for ticket in tickets:
        whole = dict(zip(columns, ticket, strict=True))
        fresh = whole | dict.fromkeys(later) | {"state": "waiting", "calls": 0, "version": 1}
        _step(bare, next(steps), values, [(_insert(columns), list(fresh.values())), *_numbers(whole)])
        called = (
            "UPDATE ticket SET state='called', called_at=?, calls=1, counter_id=?, officer_id=?, first_officer_id=?, version=2 WHERE id=?"
        )
        taken = [whole[name] for name in ("called_at", "counter_id", "officer_id", "first_officer_id", "id")]
        _step(bare, next(steps), values, [(called, taken)])
        finished = "UPDATE ticket SET state='finished', started_at=?, finished_at=?, version=3 WHERE id=?"
        _step(bare, next(steps), values, [(finished, [whole["started_at"], whole["finished_at"], whole["id"]])])


def _insert(columns: list[str]) -> str:
    return f"INSERT INTO ticket ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _numbers(ticket: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    draw = "INSERT INTO number_series (kind, scope, value) VALUES (?, ?, 1) ON CONFLICT (kind, scope) DO UPDATE SET value = value + 1"
    day = ticket["business_date"]
    return [(draw, ["ticket", f"{day}/A"]), (draw, ["place", day])]


def _step(bare, entry, values, statements) -> None:
    bare.execute("BEGIN IMMEDIATE")
    for statement, parameters in statements:
        bare.execute(statement, parameters)
    bare.execute("INSERT INTO audit_entry (seq, at, actor, action, subject, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)", entry)
    for row in values.get(entry[0], ()):
        bare.execute("INSERT INTO audit_value (seq, record, sealed) VALUES (?, ?, ?)", row)
    bare.execute("UPDATE audit_head SET seq=?, hash=? WHERE id=1", [entry[0], entry[6]])
    bare.execute("COMMIT")
