"""Received: what a counter records for the visitor it called starts the service by itself, as a ``queue.start`` with an entry of its own.

Nobody presses a key to say what the record says already. Only the officer who called starts it so: what a colleague writes down about the
same visitor does not say that they have come to the counter.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound
from app.domain.queueing import TicketAction, TicketState
from app.services.queue_base import move, whole_code
from db.queries import cases as case_query
from db.queries import queue as query
from db.uow import Unit


def ticket_of(unit: Unit, code: str, day: date) -> Any:
    """A ticket's id, person and first officer; ``Usage`` for what is no code, ``NotFound`` for one that nobody took that day."""
    row = case_query.ticket_first_officer(unit, day, whole_code(code))
    if row is None:
        raise NotFound("ticket.unknown", field="ticket", ticket=code, day=day)
    return row


def begin(unit: Unit, actor: Actor, now: datetime, ticket_id: int) -> None:
    """Start the service on a ticket that this officer called today; nothing where it was started already or belongs to somebody else.

    Comes before what refers to the ticket is inserted: the row is locked whole, and then nobody waits crosswise.
    """
    row = query.ticket_by_id(unit, ticket_id)
    mine = row.officer_id is None or row.officer_id == actor.officer_id
    if mine and row.business_date == business_date(now) and TicketState(row.state) is TicketState.CALLED:
        with unit.own_entry("queue.start", actor):
            move(unit, row, TicketAction.START, now)


def begin_for(unit: Unit, actor: Actor, now: datetime, person_id: int, on: date) -> None:
    """The same for a record that names the person only; one that is entered for an earlier day says nothing of the counter now."""
    if on != business_date(now) or actor.officer_id is None:
        return
    ticket_id = query.called_for(unit, on, actor.officer_id, person_id)
    if ticket_id is not None:
        begin(unit, actor, now, ticket_id)
