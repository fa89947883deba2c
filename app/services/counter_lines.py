"""The lines of waiting people: names, hours, limits, which counters serve each and for which items one waits there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domain import hours as hours_rule
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Refused
from db import queries
from db.models import CounterLine, QueueLine
from db.once import one_at_a_time
from db.uow import Database, ReadSession, Unit


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of waiting people; ``counters`` are the numbers of those that serve it, ``weights`` by number, ``daily_limit`` None: none."""

    letter: str
    name: str
    active: bool
    counters: Sequence[int]
    daily_limit: int | None
    hours: tuple[str, ...] = ()
    description: str = ""
    weights: Mapping[int, int] = field(default_factory=dict)
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineForm:
    """What to set of a line; None leaves a field as it is. ``daily_limit`` 0 takes the limit away, empty ``hours`` open it at all hours."""

    name: str | None = None
    hours: Sequence[str] | None = None
    daily_limit: int | None = None
    description: str | None = None
    active: bool | None = None
    items: Sequence[str] | None = None


def lines(db: Database, actor: Actor) -> tuple[LineFacts, ...]:
    """All lines by their letter."""
    with db.read("queue.read", actor) as session:
        return _facts(session)


def settings(db: Database, actor: Actor) -> tuple[LineFacts, ...]:
    """How all lines are set: it hangs in the hall, so every officer may look."""
    with db.read("station.look", actor) as session:
        return _facts(session)


def _facts(session: ReadSession | Unit) -> tuple[LineFacts, ...]:
    weights, items = queries.queue_settings.serving_counters(session), queries.queue_settings.items_of_lines(session)
    return tuple(_fact(row, weights.get(row.id, {}), tuple(items.get(row.id, ()))) for row in queries.queue.lines(session))


def _fact(row: QueueLine, weights: Mapping[int, int], items: tuple[str, ...]) -> LineFacts:
    return LineFacts(
        *(row.letter, row.name, row.active, tuple(weights), row.daily_limit, hours_rule.written(row.hours)),
        *(row.description, weights, items),
    )


def define(db: Database, actor: Actor, now: datetime, letter: str, form: LineForm, *, fresh: bool = False) -> LineFacts:
    """Set a line, or open a new one, which every counter serves (``fresh``: only a new one); one in which people wait is not closed."""
    letter = letter.strip().upper()
    if not re.fullmatch("[A-Z]", letter):
        raise Refused("line.letter", field="line", line=letter)
    with db.write("line.define", actor, now) as unit:
        one_at_a_time(unit, "line", letter)
        row = queries.queue.line_by_letter(unit, letter)
        if row is not None and fresh:
            raise Refused("line.taken", field="line", line=letter)
        if row is None:
            row = _opened(unit, letter, form)
        if form.active is False and row.active and queries.queue.waiting_counts(unit, business_date(now)).get(letter):
            raise Refused("line.people_wait", field="active", line=row.name)
        _fill(row, form)
        if form.items is not None:
            _assign(unit, row, form.items)
        unit.about(row)
        unit.flush()
        return next(fact for fact in _facts(unit) if fact.letter == letter)


def _opened(unit: Unit, letter: str, form: LineForm) -> QueueLine:
    row = QueueLine(letter=letter, name=form.name or "", hours=[])
    unit.add(row)
    unit.flush()
    unit.add_all(CounterLine(counter_id=counter.id, line_id=row.id) for counter in queries.queue.counters(unit))
    return row


def _fill(row: QueueLine, form: LineForm) -> None:
    if form.name is not None or not row.name:
        row.name = (form.name or "").strip()
        if not row.name:
            raise Refused("line.name", field="name")
    if form.hours is not None:
        row.hours = hours_rule.parse_spans(form.hours)
    if form.daily_limit is not None:
        if form.daily_limit < 0:
            raise Refused("line.limit", field="daily_limit")
        row.daily_limit = form.daily_limit or None
    if form.description is not None:
        row.description = form.description.strip()
    if form.active is not None:
        row.active = form.active


def _assign(unit: Unit, row: QueueLine, codes: Sequence[str]) -> None:
    """Numbers for exactly these items are taken in this line."""
    wanted = {code.strip().upper() for code in codes}
    items = {item.code: item for item in queries.queue_settings.items(unit)}
    if unknown := sorted(wanted - items.keys()):
        raise NotFound("queue.item_unknown", field="items", item=unknown[0])
    for code, item in items.items():
        if code in wanted:
            item.line_id = row.id
        elif item.line_id == row.id:
            item.line_id = None
