"""The hall: how soon the public screen shows a call, and a call in a very long queue; sixteen counters at once stand in ``sixteen``."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.domain.actor import SYSTEM
from app.domain.clock import business_date
from app.services import queue, stations
from db.models import Ticket
from tests.bench import screens, sixteen
from tests.bench.counter import PEER_CALL, PEER_TAKE
from tests.bench.places import NOW, make
from tests.bench.report import Line, limit_line, ratio_line

LONG, PAST, BATCH = 10_000, 200_000, 4_000


def measure(folder: Path) -> list[Line]:
    """All of them; the server's lines are missing where none can start."""
    return [*screens.measure(folder / "screen"), *sixteen.measure(folder), *_long(folder / "long"), *_old(folder / "old")]


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


# -- years of numbers


def _old(folder: Path) -> Iterator[Line]:
    """A number taken and one called where so many were finished on earlier days."""
    db = make(folder)
    clerk = stations.actors(db)["clerk1"]
    for first in range(0, PAST, BATCH):
        with db.write("demo.make", SYSTEM, NOW) as unit:
            unit.insert_many(Ticket, [_finished(number) for number in range(first, first + BATCH)])
    db.tidy()
    takes = []
    for number in range(60):
        began = time.perf_counter()
        queue.take(db, clerk, NOW, "A", request=f"o{number}")
        takes.append((time.perf_counter() - began) * 1000)
    name = f"with {PAST:,} numbers of the past"
    yield limit_line(f"take a number {name}, median of {len(takes)}", statistics.median(takes), "ms", PEER_TAKE)
    yield limit_line(f"call next {name}, median of 40", _median_call(db, clerk, 40), "ms", PEER_CALL)
    db.close()


def _finished(number: int) -> dict[str, Any]:
    """A number of a day of 250, finished ten minutes after it was taken."""
    days, place = divmod(number, 250)
    at = NOW - timedelta(days=days + 1, minutes=250 - place)
    values = dict.fromkeys(("called_at", "started_at", "first_called_at"), at + timedelta(minutes=4))
    values |= dict.fromkeys(("finished_at", "state_since"), at + timedelta(minutes=10))
    whole = {"id": number + 1, "version": 1, "line_id": number % 3 + 1, "business_date": business_date(at), "state": "finished"}
    whole |= {"number": place + 1, "code": f"{'ABC'[number % 3]}{place + 1:03d}", "place": (place + 1) * 1000, "lane": 0, "restored": False}
    whole |= {"calls": 1, "counter_id": number % 2 + 1, "officer_id": 1, "first_officer_id": 1, "held_seconds": 0, "served_seconds": 360}
    return whole | values | {"waited_seconds": 240, "taken_at": at, "channel": "desk", "reason": "", "hold_reason": ""}


def _median_call(db: Any, clerk: Any, count: int) -> float:
    times = []
    for _ in range(count):
        began = time.perf_counter()
        queue.call(db, clerk, NOW, 1, finish=True)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
