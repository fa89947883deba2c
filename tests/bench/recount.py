"""50,000 open deadlines recounted after a holiday table arrived: how long in all, and how long a step holds the write lock."""

from __future__ import annotations

import threading
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.domain.actor import SYSTEM
from app.domain.clock import parse_moment
from app.services import calendars, cases, persons, queue, recount, stations
from app.services.persons import PersonForm
from db.models import Case, CaseEvent
from tests.bench.places import make
from tests.bench.report import Line, limit_line

OPEN = 50_000
ACCEPTED = parse_moment("2026-12-28T09:00")
NOW = parse_moment("2026-12-29T09:00")
FIRST_EVENT = 10
TABLE = {"2027": {"source": "county", "off": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}]}}


def measure(folder: Path, count: int = OPEN) -> list[Line]:
    """All of them reach into the new year, so that every step moves all of its deadlines; a counter calls numbers meanwhile."""
    db = make(folder)
    people = stations.actors(db)
    _fill(db, people["clerk1"], count)
    calendars.import_tables(db, people["head"], NOW, TABLE)
    steps: list[float] = []
    calls: list[float] = []
    over = threading.Event()
    counter = threading.Thread(target=_call, args=(db, people["clerk1"], over, calls))
    counter.start()
    began = last = time.perf_counter()
    while not recount.step(db, NOW).over:
        steps.append(time.perf_counter() - last)
        last = time.perf_counter()
    whole = time.perf_counter() - began
    over.set()
    counter.join()
    with db.read("duties.run", SYSTEM) as session:
        moved = session.execute(select(func.count()).where(CaseEvent.kind == "deadline_moved")).scalar_one()
    assert moved == count, moved
    db.close()
    each = sorted(steps)
    return [
        limit_line(f"{count:,} open deadlines recounted", whole, "s", 30),
        limit_line("a step of it, 99 of 100", each[len(each) * 99 // 100] * 1000, "ms", 100),
        limit_line("call next meanwhile, the longest", max(calls) * 1000, "ms", 150),
    ]


def _call(db: Any, clerk: Any, over: threading.Event, calls: list[float]) -> None:
    for number in range(10_000):
        at = NOW + timedelta(seconds=number)
        taken = queue.take(db, clerk, at, "A")
        began = time.perf_counter()
        queue.call(db, clerk, at, 1)
        calls.append(time.perf_counter() - began)
        queue.act(db, clerk, at, "finish", taken.ticket)
        if over.wait(0.2):
            return


def _fill(db: Any, clerk: Any, count: int) -> None:
    person = persons.add(db, clerk, ACCEPTED, PersonForm("张三")).id
    first = cases.open_case(db, clerk, ACCEPTED, cases.CaseForm("JYKN", person))
    with db.read("duties.run", SYSTEM) as session:
        row = session.execute(select(Case.__table__).where(Case.id == first.id)).one()._asdict()
    made = {**row, "state": "accepted", "accepted_on": ACCEPTED.date(), "accepted_recorded_at": ACCEPTED, "deadline": date(2027, 1, 11)}
    with db.write("demo.make", SYSTEM, ACCEPTED) as unit:
        ids = range(first.id + 1, first.id + 1 + count)
        unit.insert_many(Case, [{**made, "id": id_, "number": f"BJ20261228-{id_ + 1000}"} for id_ in ids])
        pairs = [(id_, step) for id_ in ids for step in (0, 1)]
        unit.insert_many(CaseEvent, [_event(FIRST_EVENT + place, *pair, ACCEPTED) for place, pair in enumerate(pairs)])


def _event(event_id: int, case_id: int, step: int, at: datetime) -> dict[str, Any]:
    kind, data = (("received", {}), ("accepted", {"entered": at.date().isoformat()}))[step]
    whole = {"id": event_id, "case_id": case_id, "kind": kind, "text": "", "data": data, "officer_id": 1, "approver_id": None}
    return whole | {"happened_on": at.date(), "happened_at": at, "recorded_at": at}
