"""50,000 open deadlines recounted after a holiday table arrived: how long in all, and how long a step holds the write lock."""

from __future__ import annotations

import gc
import sys
import threading
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app.domain.actor import SYSTEM
from app.domain.clock import at_station, parse_moment
from app.domain.deadlines import ClockTerms, Pause, deadline_of
from app.services import calendars, cases, persons, queue, recount, stations
from app.services.persons import PersonForm
from db.models import Case, CaseEvent
from tests.bench.locks import locks_held
from tests.bench.places import make
from tests.bench.report import Line, limit_line

OPEN = 50_000
FIRST = parse_moment("2026-12-01T09:00")
NOW = parse_moment("2026-12-30T09:00")
FIRST_EVENT = 10
DAYS, LIMITS, PAUSED = 28, 12, 10
"""Accepted on any of so many days, with so many limits, and one in so many was paused for a few days."""
TABLE = {"2027": {"source": "county", "off": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}]}}
HAND_OVER = 0.001
"""Seconds after which a thread hands the interpreter over, as the desk sets it (``ui/desk/launch.py``)."""


def measure(folder: Path, count: int = OPEN) -> list[Line]:
    """All of them reach into the new year, so that every step moves all of its deadlines; a counter calls numbers meanwhile."""
    db = make(folder)
    people = stations.actors(db)
    _fill(db, people["clerk1"], count)
    calendars.import_tables(db, people["head"], NOW, TABLE)
    calls: list[float] = []
    over = threading.Event()
    counter = threading.Thread(target=_call, args=(db, people["clerk1"], over, calls))
    usual = sys.getswitchinterval()
    sys.setswitchinterval(HAND_OVER)
    gc.collect()
    gc.freeze()  # as the desk does once it is filled: what made these cases is no part of a recount
    with locks_held(db) as held:
        counter.start()
        began, computed = time.perf_counter(), time.thread_time()
        recount.run(db, NOW)
        whole, computed = time.perf_counter() - began, time.thread_time() - computed
    over.set()
    counter.join()
    sys.setswitchinterval(usual)
    gc.unfreeze()
    with db.read("duties.run", SYSTEM) as session:
        moved = session.execute(select(func.count()).where(CaseEvent.kind == "deadline_moved")).scalar_one()
    assert moved == count, moved
    db.close()
    held.sort()
    return [
        limit_line(f"{count:,} open deadlines recounted", whole, "s", 30),
        limit_line("… of it computing", computed, "s", 30),
        limit_line(f"… write lock held by a step, 99 of 100 of {len(held)}", held[len(held) * 99 // 100] * 1000, "ms", 100),
        limit_line("… the longest", held[-1] * 1000, "ms", 100),
        limit_line(f"call next meanwhile, the longest of {len(calls)}", max(calls) * 1000, "ms", 150),
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
    """One case by the services, and the others like it: each with its own days, limit and rows."""
    person = persons.add(db, clerk, FIRST, PersonForm("张三")).id
    first = cases.open_case(db, clerk, FIRST, cases.CaseForm("JYKN", person))
    with db.read("duties.run", SYSTEM) as session:
        row = session.execute(select(Case.__table__).where(Case.id == first.id)).one()._asdict()
        calendar = calendars.of(session)
    made: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    for n in range(count):
        terms = _terms(n)
        facts = {"state": "accepted", "accepted_on": terms.accepted, "promised_days": terms.limit, "statutory_days": terms.limit + 10}
        facts["deadline"] = deadline_of(terms, calendar).deadline
        legal = ClockTerms(terms.accepted, terms.limit + 10, terms.pauses)
        facts["statutory_deadline"] = deadline_of(legal, calendar).deadline
        facts["accepted_recorded_at"] = at_station(terms.accepted, 9)
        made.append({**row, **facts, "deadline_warning": "", "id": first.id + 1 + n, "number": f"BJ20261201-{n + 1000}"})
        events += _events(first.id + 1 + n, terms, FIRST_EVENT + len(events))
    with db.write("demo.make", SYSTEM, FIRST) as unit:
        unit.insert_many(Case, made)
        unit.insert_many(CaseEvent, events)


def _terms(n: int) -> ClockTerms:
    """The n-th of them: the clock of each runs on New Year's Day, and its deadline lies behind it."""
    accepted = date(2026, 12, 1) + timedelta(days=n % (DAYS - 8 if n % PAUSED == 0 else DAYS))
    pauses = (Pause(accepted + timedelta(days=1), accepted + timedelta(days=2 + n % 7)),) if n % PAUSED == 0 else ()
    return ClockTerms(accepted, 25 + n // DAYS % LIMITS, pauses)


def _events(case_id: int, terms: ClockTerms, first_id: int) -> list[dict[str, Any]]:
    rows = [("received", terms.accepted, {}), ("accepted", terms.accepted, {"entered": terms.accepted.isoformat()})]
    for pause in terms.pauses:
        rows += [("paused", pause.begin, {"pause": pause.kind.value}), ("resumed", pause.end, {})]
    return [_event(first_id + place, case_id, *row) for place, row in enumerate(rows)]


def _event(event_id: int, case_id: int, kind: str, on: date, data: dict[str, Any]) -> dict[str, Any]:
    at = at_station(on, 9)
    whole = {"id": event_id, "case_id": case_id, "kind": kind, "text": "", "data": data, "officer_id": 1, "approver_id": None}
    return whole | {"happened_on": on, "happened_at": at, "recorded_at": at}
