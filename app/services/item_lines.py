"""In which line a number for an item is taken: where a new item begins, and where the head moves it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources

from app.domain.actor import Actor
from app.domain.errors import NotFound
from db import queries
from db.uow import Database, Unit


@cache
def shipped() -> Mapping[str, Sequence[str]]:
    """The items of the starting catalogue by the letter of their line."""
    text = resources.files("app").joinpath("data/item_lines.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["lines"])


def first_line(unit: Unit, code: str) -> int | None:
    """The line a new item begins with: the shipped one where it is in use, else the first in use, so that a number can be taken for it."""
    lines = {line.letter: line.id for line in queries.queue.lines(unit) if line.active}
    wanted = next((letter for letter, codes in shipped().items() if code in codes), None)
    return lines.get(wanted or "", next(iter(lines.values()), None))


def move_from_resting(unit: Unit) -> None:
    """Items whose line is out of use wait in the line a new item would begin with."""
    resting = {line.id for line in queries.queue.lines(unit) if not line.active}
    for item in queries.queue_settings.items(unit):
        if item.line_id in resting:
            item.line_id = first_line(unit, item.code)


def put(db: Database, actor: Actor, now: datetime, code: str, letter: str) -> None:
    """Say in which line in use a number for an item is taken; empty: the visitor chooses the line."""
    with db.write("item.line", actor, now) as unit:
        item = queries.items.item_by_code(unit, code.strip().upper())
        if item is None:
            raise NotFound("item.unknown", field="item", code=code)
        item.line_id = _line(unit, letter.strip().upper()) if letter.strip() else None
        unit.about(item)


def give_missing(db: Database, actor: Actor, now: datetime) -> tuple[str, ...]:
    """Give every item without a line the one a new station begins with; the codes of those that got one. What is set already stays."""
    with db.write("item.line", actor, now) as unit:
        bare = [item for item in queries.queue_settings.items(unit) if item.line_id is None]
        for item in bare:
            item.line_id = first_line(unit, item.code)
        given = tuple(item.code for item in bare if item.line_id is not None)
        unit.note("service_item", items=len(given))
        return given


def _line(unit: Unit, letter: str) -> int:
    row = queries.queue.line_by_letter(unit, letter)
    if row is None or not row.active:
        raise NotFound("queue.line_unknown", field="line", line=letter)
    return row.id


def of_item(db: Database, actor: Actor, code: str) -> str:
    """The letter of an item's line, empty where it has none."""
    with db.read("item.read", actor) as session:
        item = queries.items.item_by_code(session, code.strip().upper())
        if item is None:
            raise NotFound("item.unknown", field="item", code=code)
        lines = {line.id: line.letter for line in queries.queue.lines(session)}
        return lines.get(item.line_id or 0, "")
