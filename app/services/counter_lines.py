"""Counters and lines as the settings show them: what each line is called and which counters serve it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.actor import Actor
from db import queries
from db.uow import Database


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of waiting people; ``counters`` are the numbers of those that serve it, ``daily_limit`` None for no limit."""

    letter: str
    name: str
    active: bool
    counters: Sequence[int]
    daily_limit: int | None


def lines(db: Database, actor: Actor) -> tuple[LineFacts, ...]:
    """All lines by their letter."""
    with db.read("queue.read", actor) as session:
        return tuple(
            LineFacts(row.letter, row.name, row.active, tuple(queries.prints.counters_of_line(session, row.id)), row.daily_limit)
            for row in queries.queue.lines(session)
        )
