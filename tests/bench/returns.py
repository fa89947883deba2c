"""The quarter's return over 100,000 cases, beside the same SELECTs run by the bare driver."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.services import returns, stations
from db import engine as engines
from tests.bench.places import KEY, NOW, make
from tests.bench.report import Line, ratio_line

CASES, PERIOD, TURNS = 100_000, "2026Q3", 5


def measure(folder: Path) -> list[Line]:
    """The median of some turns of each, in turns."""
    db = make(folder, people=6000, months=36)
    count = _multiply(folder)
    head = stations.actors(db)["head"]
    statements: list[tuple[str, Any]] = []

    def remember(_connection, _cursor, statement, parameters, _context, _many) -> None:
        statements.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", remember)
    returns.build(db, head, NOW, "QSR", PERIOD)
    event.remove(db.engine, "before_cursor_execute", remember)
    bare = engines.connect_cipher(folder / "station.db", KEY.sub("database"))
    ours, plain = [], []
    for _ in range(TURNS):
        ours.append(_seconds(lambda: returns.build(db, head, NOW, "QSR", PERIOD)))
        plain.append(_seconds(lambda: [bare.execute(*one).fetchall() for one in statements]))
    bare.close()
    db.close()
    name = f"the quarter's return over {count:,} cases ({len(statements)} statements)"
    return [ratio_line(name, 1000 * statistics.median(ours), 1000 * statistics.median(plain), 3)]


def _seconds(act) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _multiply(folder: Path) -> int:
    """Copies of the cases of the past under new numbers, until there are enough."""
    bare = engines.connect_cipher(folder / "station.db", KEY.sub("database"))
    columns = [row[1] for row in bare.execute("PRAGMA table_info(cases)").fetchall()]
    there = bare.execute("SELECT count(*) FROM cases").fetchone()[0]
    copied = [{"id": "id + :step", "number": "number || :mark"}.get(name, name) for name in columns]
    statement = f"INSERT INTO cases ({', '.join(columns)}) SELECT {', '.join(copied)} FROM cases WHERE id <= :there"
    for copy in range(1, -(-CASES // there)):
        bare.execute(statement, {"step": copy * there, "mark": f"/{copy}", "there": there})
    count: int = bare.execute("SELECT count(*) FROM cases").fetchone()[0]
    bare.close()
    return count
