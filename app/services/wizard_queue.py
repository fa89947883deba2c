"""The counters and lines of a station as a short text, one a line: what the first run asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from app.domain.actor import Actor
from app.domain.errors import Refused
from app.services import item_lines
from db import queries
from db.models import Counter, CounterLine, QueueLine
from db.uow import Database, Unit

_LINE = re.compile(r"([A-Za-z])\s+(\S.*)")


def parse_lines(text: str) -> dict[str, str]:
    """``A 就业登记`` a line: the names of the lines by letter, each letter once."""
    found: dict[str, str] = {}
    for row in (row.strip() for row in text.splitlines() if row.strip()):
        match = _LINE.fullmatch(row)
        if match is None:
            raise Refused("wizard.line", field="lines", line=row)
        letter = match[1].upper()
        if letter in found:
            raise Refused("wizard.line_twice", field="lines", letter=letter)
        found[letter] = match[2].strip()
    if not found:
        raise Refused("wizard.no_line", field="lines")
    return found


def parse_counters(text: str) -> list[str]:
    """The names of the counters; their numbers are their places in the list."""
    names = [row.strip() for row in text.splitlines() if row.strip()]
    if not names:
        raise Refused("wizard.no_counter", field="counters")
    return names


def put_lines(db: Database, actor: Actor, now: datetime, text: str) -> None:
    """Make the lines as written: new ones are opened, renamed ones keep their letter, those left out rest."""
    wanted = parse_lines(text)
    with db.write("line.define", actor, now) as unit:
        known = {line.letter: line for line in queries.queue.lines(unit)}
        for letter, line in known.items():
            line.active = letter in wanted
            line.name = wanted.get(letter, line.name)
        fresh = [QueueLine(letter=letter, name=name, hours=[]) for letter, name in wanted.items() if letter not in known]
        unit.add_all(fresh)
        unit.flush()
        _serve(unit, [row.id for row in queries.queue.counters(unit)], [line.id for line in fresh])
        item_lines.move_from_resting(unit)


def put_counters(db: Database, actor: Actor, now: datetime, text: str) -> None:
    """Make the counters as written; a fresh one serves all lines."""
    wanted = dict(enumerate(parse_counters(text), start=1))
    with db.write("counter.define", actor, now) as unit:
        known = {counter.number: counter for counter in queries.queue.counters(unit)}
        for number, counter in known.items():
            counter.active = number in wanted
            counter.name = wanted.get(number, counter.name)
        fresh = [Counter(number=number, name=name, kind="") for number, name in wanted.items() if number not in known]
        unit.add_all(fresh)
        unit.flush()
        _serve(unit, [counter.id for counter in fresh], [line.id for line in queries.queue.lines(unit)])


def _serve(unit: Unit, counters: Sequence[int], lines: Sequence[int]) -> None:
    unit.add_all(CounterLine(counter_id=counter, line_id=line) for counter in counters for line in lines)
