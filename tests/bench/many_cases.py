"""A million cases: the first page of the open ones, what is due before a day, and a recount's steps among them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app.domain.clock import business_date
from app.services import cases, items, recount, stations
from app.services.cases import ANY_CASE, CaseForm
from db import engine as engines
from db.uow import Database
from tests.bench.locks import locks_held
from tests.bench.places import KEY, NOW, make
from tests.bench.report import Line, limit_line
from tests.services.accepting import accept_complete
from tests.services.people import register

MANY, OPEN = 1_000_000, 50_000
YEARS = 3
LOOKS = 15
STEPS = 400
"""Enough to come through the closed cases to the open ones."""


def measure(folder: Path, *, many: int = MANY, opened: int = OPEN) -> list[Line]:
    """One station with all of them; SQLite."""
    db = make(folder)
    actors = stations.actors(db)
    _one_case(db, actors["clerk1"])
    db.close()
    _multiply(folder / "station.db", many, opened)
    db = Database(engines.sqlite_engine(folder / "station.db", KEY.sub("database")), db.vault)
    due = replace(ANY_CASE, due_before=business_date(NOW) + timedelta(days=3))
    clerk = actors["clerk1"]
    lines = [
        _look(f"the open cases of {many:,}, first page", lambda: cases.page(db, clerk, NOW)),
        _look(f"the cases of {many:,} due before a day, first page", lambda: cases.page(db, clerk, NOW, due)),
        *_recounted(db, opened),
    ]
    db.close()
    return lines


def _look(name: str, look: Callable[[], Any]) -> Line:
    assert len(look().rows) == 200, "a whole page"
    times = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        look()
        times.append((time.perf_counter() - began) * 1000)
    return limit_line(f"{name}, median of {LOOKS}", statistics.median(times), "ms", 50)


# -- the recount


def _recounted(db: Database, opened: int) -> Iterator[Line]:
    """A table whose days have changed is noted like an import notes it; then step by step, as the duties do it."""
    with db.write("calendar.import", stations.actors(db)["head"], NOW) as unit:
        recount.begin(unit, [business_date(NOW).year])
        unit.note("calendar:bench", rows=1)
    with locks_held(db) as held:
        done = recount.run(db, NOW, most=STEPS)
    assert 0 < done.looked <= opened, "the steps came to the open ones"
    held.sort()
    name = f"a recount's step among {MANY:,} cases, write lock held, 99 of 100 of {len(held):,}"
    yield limit_line(name, held[len(held) * 99 // 100] * 1000, "ms", 100)


# -- the past


def _one_case(db: Database, clerk: Any) -> None:
    """One accepted case, by the services: the pattern of all."""
    item = next(one.code for one in items.listing(db, clerk) if one.state == "published" and one.promised_days == 5)
    opened = cases.open_case(db, clerk, NOW, CaseForm(item, register(db, clerk, NOW)))
    accept_complete(db, clerk, NOW, opened.number)


def _multiply(path: Path, many: int, opened: int) -> None:
    """The pattern ``many`` times, by the driver: the last ``opened`` ones open and due around now, the others closed over three years."""
    bare = engines.connect_cipher(path, KEY.sub("database"))
    bare.execute("BEGIN IMMEDIATE")
    indexes = bare.execute("SELECT name, sql FROM sqlite_master WHERE tbl_name = 'cases' AND type = 'index' AND sql IS NOT NULL").fetchall()
    for name, _ in indexes:
        bare.execute(f'DROP INDEX "{name}"')
    columns = [row[1] for row in bare.execute("PRAGMA table_info(cases)").fetchall()]
    today = business_date(NOW)
    span = YEARS * 365 * 86400 // many or 1
    closed = {
        "id": "1 + n",
        "number": "'B' || n",
        "state": "'closed'",
        "received_on": _day(today, f"(n - {many}) * {span} - 30 * 86400"),
        "accepted_on": _day(today, f"(n - {many}) * {span} - 30 * 86400"),
        "deadline": _day(today, f"(n - {many}) * {span} - 20 * 86400"),
        "closed_on": _day(today, f"(n - {many}) * {span} - 25 * 86400"),
        "closed_recorded_at": "received_at",
    }
    running = closed | {
        "state": "'accepted'",
        "received_on": _day(today, "(n % 10 - 9) * 86400"),
        "accepted_on": _day(today, "(n % 10 - 9) * 86400"),
        "deadline": _day(today, "(n % 10 - 2) * 86400"),
        "closed_on": "NULL",
        "closed_recorded_at": "NULL",
    }
    for values, first, last in ((closed, 1, many - opened), (running, many - opened + 1, many)):
        shown = ", ".join(values.get(name, f'"{name}"') for name in columns)
        bare.execute(f"INSERT INTO cases {_numbers(first, last)} SELECT {shown} FROM cases, number WHERE id = 1")
    _events(bare, many - opened + 1, many, today)
    for _, sql in indexes:
        bare.execute(sql)
    bare.execute("COMMIT")
    bare.execute("ANALYZE")
    bare.close()


def _numbers(first: int, last: int) -> str:
    return f"WITH RECURSIVE number (n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM number WHERE n < {last})"


def _day(today: date, seconds: str) -> str:
    return f"date('{today.isoformat()}', ({seconds}) || ' seconds')"


def _events(bare: Any, first: int, last: int, today: date) -> None:
    """What the deadlines of the open ones are replayed from."""
    own = [row[1] for row in bare.execute("PRAGMA table_info(case_event)").fetchall() if row[1] != "id"]
    values = {"case_id": "1 + n", "happened_on": _day(today, "(n % 10 - 9) * 86400")}
    shown = ", ".join(values.get(name, f'"{name}"') for name in own)
    names = ", ".join(f'"{name}"' for name in own)
    bare.execute(f"INSERT INTO case_event ({names}) {_numbers(first, last)} SELECT {shown} FROM case_event, number WHERE case_id = 1")
