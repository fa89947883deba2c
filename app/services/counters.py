"""Counters: open, pause with a reason, close; what they are called, which lines they serve with which weight, their own hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain import hours as hours_rule
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused
from app.domain.queueing import check_counter_free
from app.services import certificate_lines, setting_values
from app.texts import t
from db import queries
from db.models import Counter, CounterLine
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit

OPEN, PAUSED, CLOSED = "open", "paused", "closed"
STATES = {"open": OPEN, "pause": PAUSED, "close": CLOSED}
PAUSE_REASONS = "pause_reasons"
LONGEST_REASON = 20
MOST_WEIGHT = 9


@dataclass(frozen=True, slots=True)
class CounterFacts:
    """A counter as lists and answers show it; ``lines`` are the letters it serves with their weights, ``hours`` its own."""

    counter: int
    state: str
    name: str = ""
    kind: str = ""
    officer: str = ""
    reason: str = ""
    vanguard: bool = False
    state_since: datetime | None = None
    hours: tuple[str, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    active: bool = True
    uncertified: bool = False
    """Whether who opened it just now holds no valid certificate (N10)."""


@dataclass(frozen=True, slots=True)
class CounterForm:
    """What to set of a counter; None leaves a field as it is. ``hours`` as ``hours.parse_spans`` reads them, empty for the station's."""

    name: str | None = None
    kind: str | None = None
    vanguard: bool | None = None
    hours: Sequence[str] | None = None
    lines: Mapping[str, int] | None = None
    active: bool | None = None


def change(db: Database, actor: Actor, now: datetime, verb: str, number: int, reason: str | None = None) -> CounterFacts:
    """``open``, ``pause`` or ``close`` a counter; one with a ticket in service does not close.

    A pause has a reason: without one the first of the station's, which stands chosen at the desk as well. A blank one is refused.
    """
    with db.write(f"counter.{verb}", actor, now) as unit:
        counter = _found(unit, number)
        said = _pause_reasons(unit)[0] if reason is None and verb == "pause" else (reason or "").strip()
        if verb == "pause" and not said:
            raise Refused("counter.pause_reason", field="reason")
        if verb == "close":
            _check_empty(unit, counter, now)
        if counter.state != STATES[verb]:
            counter.state, counter.state_since = STATES[verb], now
        counter.reason = said
        counter.officer_id = None if verb == "close" else actor.officer_id
        bare = verb == "open" and uncertified(unit, actor, now)
        return CounterFacts(number, counter.state, counter.name, counter.kind, actor.name, counter.reason, uncertified=bare)


def uncertified(unit: Unit, actor: Actor, now: datetime) -> bool:
    """Whether an officer sits down without a valid certificate (持证上岗); it is recorded, and nobody is sent away."""
    if actor.officer_id is None or certificate_lines.certified(unit, actor.officer_id, business_date(now)):
        return False
    unit.note(f"officer:{actor.officer_id}", at_counter="uncertified")
    return True


def _found(unit: Unit, number: int) -> Counter:
    counter = queries.queue.counter_by_number(unit, number)
    if counter is None:
        raise NotFound("counter.unknown", field="counter", counter=number)
    return counter


def _check_empty(unit: Unit, counter: Counter, now: datetime) -> None:
    present = queries.queue.at_counter(unit, counter.id, business_date(now))
    check_counter_free(present.code if present else None, counter.number)


def listing(db: Database, actor: Actor) -> tuple[CounterFacts, ...]:
    """All counters in use with their officers."""
    with db.read("queue.read", actor) as session:
        return _facts(session, queries.queue.counters(session))


def settings(db: Database, actor: Actor) -> tuple[CounterFacts, ...]:
    """How all counters are set, also those out of use: it hangs in the hall, so every officer may look."""
    with db.read("station.look", actor) as session:
        return _facts(session, queries.queue_settings.all_counters(session))


def _facts(session: ReadSession, rows: Sequence[Counter]) -> tuple[CounterFacts, ...]:
    officers = {o.id: o.name for o in queries.station.officers(session)}
    served = queries.queue_settings.served_lines(session)
    return tuple(_fact(c, officers, served.get(c.id, {})) for c in rows)


def _fact(c: Counter, officers: Mapping[int, str], served: Mapping[str, int]) -> CounterFacts:
    return CounterFacts(
        *(c.number, c.state, c.name, c.kind, officers.get(c.officer_id or 0, ""), c.reason, c.vanguard, c.state_since),
        hours=hours_rule.written(c.hours),
        lines=served,
        active=c.active,
    )


def define(db: Database, actor: Actor, now: datetime, number: int, form: CounterForm, *, fresh: bool = False) -> CounterFacts:
    """Set a counter, or make it (``fresh``: only a new one); a new one serves all lines unless the form names some."""
    if number < 1:
        raise Refused("counter.number", field="counter")
    with db.write("counter.define", actor, now) as unit:
        one_at_a_time(unit, "counter", number)
        counter = queries.queue.counter_by_number(unit, number)
        if counter is not None and fresh:
            raise Refused("counter.taken", field="counter", counter=number)
        made = counter is None
        if counter is None:
            counter = Counter(number=number, name=t("{number}号窗口").format(number=number), kind="", hours=[])
            unit.add(counter)
            unit.flush()
        if form.active is False and counter.active:
            _check_empty(unit, counter, now)
        _fill(counter, form)
        if form.lines is not None or made:
            _serve(unit, counter, form.lines)
        unit.about(counter)
        unit.flush()
        return _fact(counter, {}, queries.queue_settings.served_lines(unit).get(counter.id, {}))


def _fill(counter: Counter, form: CounterForm) -> None:
    if form.name is not None and not form.name.strip():
        raise Refused("counter.name", field="name")
    for name in ("name", "kind"):
        if (text := getattr(form, name)) is not None:
            setattr(counter, name, text.strip())
    for name in ("vanguard", "active"):
        if (flag := getattr(form, name)) is not None:
            setattr(counter, name, flag)
    if form.hours is not None:
        counter.hours = hours_rule.parse_spans(form.hours)


def _serve(unit: Unit, counter: Counter, wanted: Mapping[str, int] | None) -> None:
    """Let the counter serve exactly these lines; whoever calls there meanwhile is done first."""
    lines = {line.letter: line for line in queries.queue.lines(unit) if line.active}
    weights = dict.fromkeys(lines, 1) if wanted is None else wanted
    for letter, weight in weights.items():
        if letter not in lines:
            raise NotFound("queue.line_unknown", field="lines", line=letter)
        if not 1 <= weight <= MOST_WEIGHT:
            raise Refused("counter.weight", field="lines", line=letter, most=MOST_WEIGHT)
    queries.queue_order.lock_counter_by_id(unit, counter.id)
    known = {row.line_id: row for row in queries.queue_settings.counter_lines(unit, counter.id)}
    by_id = {lines[letter].id: weight for letter, weight in weights.items()}
    for line_id, row in known.items():
        if line_id not in by_id:
            unit.delete(row)
        else:
            row.weight = by_id[line_id]
    unit.add_all(CounterLine(counter_id=counter.id, line_id=i, weight=w) for i, w in by_id.items() if i not in known)


def pause_reasons(db: Database, actor: Actor) -> tuple[str, ...]:
    """The reasons for a pause that the desk offers; another may be typed."""
    with db.read("station.look", actor) as session:
        return _pause_reasons(session)


def _pause_reasons(session: ReadSession | Unit) -> tuple[str, ...]:
    known = setting_values.get(session, PAUSE_REASONS)
    return tuple(known["reasons"]) if known else (t("午间轮休"), t("取材料"), t("开会"), t("外出走访"))


def set_pause_reasons(db: Database, actor: Actor, now: datetime, reasons: Sequence[str]) -> tuple[str, ...]:
    """Set them, each short and once."""
    wanted = tuple(dict.fromkeys(filter(None, (reason.strip() for reason in reasons))))
    if not wanted or max(map(len, wanted)) > LONGEST_REASON:
        raise Refused("counter.pause_reasons", field="reason", most=LONGEST_REASON)
    with db.write("setting.change", actor, now) as unit:
        setting_values.put(unit, PAUSE_REASONS, {"reasons": list(wanted)})
    return wanted
