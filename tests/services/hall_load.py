"""Processes of a busy hall: visitors take numbers, counters call them, on one database; each process opens it for itself."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.actor import Actor
from app.domain.errors import Conflict, Refused
from app.services import queue, stations
from db import engine as engines
from db.models import Counter, CounterLine
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY, NOW

LETTERS = "ABC"
CLASSES = ("elderly", "disabled", "pregnant", "soldier")
IDLE = 0.1
"""Seconds until a counter that found nobody looks again: sixteen that look all the time would leave the doors no processor."""
ROOM = multiprocessing.get_context("forkserver")
ROOM.set_forkserver_preload(["tests.services.hall_load", "sqlalchemy.dialects.postgresql.psycopg", "psycopg"])
"""One server process imports everything once; twenty visitors and counters are forked off it."""


@dataclass(frozen=True, slots=True)
class Hall:
    """Where the station lies, and the moment of the machine's clock at which nine o'clock struck there."""

    path: str
    url: str
    struck: float

    def open(self) -> Database:
        """The station, opened by this process."""
        engine = engines.postgres_engine(self.url) if self.url else engines.sqlite_engine(Path(self.path), KEY.sub("database"))
        return Database(engine, Vault(KEY))

    def now(self) -> datetime:
        """Station time, the same for every process."""
        return NOW + timedelta(seconds=time.monotonic() - self.struck)


@dataclass(slots=True)
class Told:
    """What a process did: the tickets it took or called in their order, its longest wait in seconds, what went wrong."""

    who: str
    tickets: list[str] = field(default_factory=list)
    sent_back: set[str] = field(default_factory=set)
    longest: float = 0.0
    wrong: list[str] = field(default_factory=list)


def more_counters(db: Database, head: Actor, count: int) -> None:
    """Counters up to ``count``, each serving all lines."""
    with db.write("counter.define", head, NOW) as unit:
        fresh = [Counter(number=number, name=f"{number} 号窗口") for number in range(3, count + 1)]
        unit.add_all(fresh)
        unit.flush()
        unit.add_all(CounterLine(counter_id=row.id, line_id=line) for row in fresh for line in (1, 2, 3))


def start(act: Callable[..., None], *given: Any) -> Any:
    """A process of the hall.

    Coverage is not measured in it: it would double what is to be a busy hall, and other tests run the same lines.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
            patch.delenv(name)
        process = ROOM.Process(target=act, args=given, daemon=True)
        process.start()  # the first one starts the server off which all are forked
    return process


def takes(hall: Hall, number: int, count: int, answers: Any) -> None:
    """A machine at the door: every fifth visitor presses twice."""
    db, told, chance = hall.open(), Told(f"door {number}"), random.Random(number)
    clerk = stations.actors(db)["clerk1"]
    for visitor in range(count):
        line, priority = chance.choice(LETTERS), chance.choice(CLASSES) if chance.random() < 0.2 else None
        key = f"{number}/{visitor}"

        def take(line: str = line, priority: str | None = priority, key: str = key) -> str:
            return queue.take(db, clerk, hall.now(), line, priority=priority, request=key).ticket

        told.tickets.append(_patiently(told, take))
        if chance.random() < 0.2 and _patiently(told, take) != told.tickets[-1]:
            told.wrong.append(f"{key}: a second number")
    db.close()
    answers.put(told)


def calls(hall: Hall, counter: int, doors_shut: Any, answers: Any) -> None:
    """A counter: calls until the doors are shut and nobody waits; now and then nobody comes, or somebody is sent on."""
    db, told, chance = hall.open(), Told(f"counter {counter}"), random.Random(counter)
    clerk = stations.actors(db)["clerk1" if counter % 2 else "clerk2"]
    round_ = 0
    while True:
        round_ += 1
        shut = doors_shut.is_set()
        ticket = _one(db, hall, clerk, counter, f"c{counter}/{round_}", told, chance)
        if ticket is not None:
            told.tickets.append(ticket)
            _then(db, hall, clerk, ticket, told, chance)
        elif shut:
            break
        else:
            doors_shut.wait(IDLE)
    db.close()
    answers.put(told)


def _one(db: Database, hall: Hall, clerk: Actor, counter: int, key: str, told: Told, chance: random.Random) -> str | None:
    """One call; every tenth is asked twice, as after a lost answer."""

    def call() -> str | None:
        return queue.call(db, clerk, hall.now(), counter, finish=True, request=key).ticket

    ticket = _patiently(told, call)
    if chance.random() < 0.1 and _patiently(told, call) != ticket:
        told.wrong.append(f"{key}: another ticket for the same request")
    return ticket


def _then(db: Database, hall: Hall, clerk: Actor, ticket: str, told: Told, chance: random.Random) -> None:
    """Nobody came, nobody came at first, the wrong line, or simply served."""
    luck = chance.random()
    if luck < 0.05:
        _patiently(told, lambda: queue.act(db, clerk, hall.now(), "miss", ticket))
    elif luck < 0.08:
        told.sent_back.add(ticket)
        _patiently(told, lambda: queue.act(db, clerk, hall.now(), "miss", ticket))
        _patiently(told, lambda: queue.act(db, clerk, hall.now(), "restore", ticket))
    elif luck < 0.11:
        told.sent_back.add(ticket)
        _patiently(told, lambda: queue.transfer(db, clerk, hall.now(), ticket, to_line=chance.choice(LETTERS)))


def _patiently(told: Told, act: Callable[[], Any]) -> Any:
    """Do it; a conflict is asked again with the same key, as the desk does. The longest wait is remembered."""
    began = time.monotonic()
    while True:
        try:
            return act()
        except Conflict:
            continue
        except Refused as error:
            told.wrong.append(f"{error.code} {error.params}")
            return None
        finally:
            told.longest = max(told.longest, time.monotonic() - began)


def calls_until_killed(hall: Hall, counter: int, serves: bool, called: Any) -> None:
    """A counter whose machine will lose its power: tells each call, and starts the service where ``serves``."""
    db = hall.open()
    clerk = stations.actors(db)["clerk1"]
    while True:
        ticket = queue.call(db, clerk, hall.now(), counter, finish=True).ticket
        if ticket is not None and serves:
            queue.act(db, clerk, hall.now(), "start", ticket)
        called.put((counter, ticket))


def takes_until_killed(hall: Hall, number: int, taken: Any) -> None:
    """A machine at the door that will lose its power: tells each number that it gave out."""
    db = hall.open()
    clerk = stations.actors(db)["clerk1"]
    visitor = 0
    while True:
        visitor += 1
        taken.put(queue.take(db, clerk, hall.now(), LETTERS[visitor % 3], request=f"k{number}/{visitor}").ticket)
