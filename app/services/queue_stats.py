"""Waiting and service by line and hour of a day: numbers only, no person and no officer."""

from __future__ import annotations

from datetime import date

from app.domain.actor import Actor
from app.domain.queue_figures import HourFigures, TicketFigures, by_hour
from app.domain.queueing import TicketState
from db.queries import queue as query
from db.uow import Database


def hours(db: Database, actor: Actor, day: date) -> tuple[HourFigures, ...]:
    """The figures of a day; held time is nobody's service."""
    with db.read("queue.read", actor) as session:
        rows = query.figures(session, day)
    return by_hour(
        TicketFigures(row.letter, row.taken_at, TicketState(row.state), row.waited_seconds, row.served_seconds, row.held_seconds)
        for row in rows
    )
