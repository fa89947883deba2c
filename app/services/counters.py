"""Counters: open, pause with a reason, close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused
from app.domain.queueing import check_counter_free
from db import queries
from db.models import Counter
from db.uow import Database, Unit

OPEN, PAUSED, CLOSED = "open", "paused", "closed"
STATES = {"open": OPEN, "pause": PAUSED, "close": CLOSED}


@dataclass(frozen=True, slots=True)
class CounterFacts:
    """A counter as lists and answers show it."""

    counter: int
    state: str
    name: str = ""
    kind: str = ""
    officer: str = ""
    reason: str = ""


def change(db: Database, actor: Actor, now: datetime, verb: str, number: int, reason: str = "") -> CounterFacts:
    """``open``, ``pause`` (with a reason) or ``close`` a counter; one with a ticket in service does not close."""
    with db.write(f"counter.{verb}", actor, now) as unit:
        counter = _found(unit, number)
        if verb == "pause" and not reason.strip():
            raise Refused("counter.pause_reason", field="reason")
        if verb == "close":
            present = queries.queue.at_counter(unit, counter.id, business_date(now))
            check_counter_free(present.code if present else None, number)
        if counter.state != STATES[verb]:
            counter.state, counter.state_since = STATES[verb], now
        counter.reason = reason.strip()
        counter.officer_id = None if verb == "close" else actor.officer_id
        return CounterFacts(number, counter.state, counter.name, counter.kind, actor.name, counter.reason)


def _found(unit: Unit, number: int) -> Counter:
    counter = queries.queue.counter_by_number(unit, number)
    if counter is None:
        raise NotFound("counter.unknown", field="counter", counter=number)
    return counter


def listing(db: Database, actor: Actor) -> tuple[CounterFacts, ...]:
    """All counters in use with their officers."""
    with db.read("queue.read", actor) as session:
        officers = {o.id: o.name for o in queries.station.officers(session)}
        rows = queries.queue.counters(session)
        return tuple(CounterFacts(c.number, c.state, c.name, c.kind, officers.get(c.officer_id or 0, ""), c.reason) for c in rows)
