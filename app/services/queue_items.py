"""The items of one visit: any counter may start any published item, and switch to another without a new number; both are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.queueing import TicketState
from app.services import receiving
from app.services.queue_base import found, whole_code
from db.models import TicketItem
from db.queries import queue as query
from db.uow import Database

AT_COUNTER = frozenset({TicketState.CALLED, TicketState.SERVING, TicketState.HELD})


@dataclass(frozen=True, slots=True)
class VisitItem:
    """An item dealt with on a ticket; the last one ends with the visit (``ended_at`` None)."""

    code: str
    name: str
    chosen_at: datetime
    ended_at: datetime | None
    counter: int | None
    officer: str


def switch(db: Database, actor: Actor, now: datetime, ticket: str, item: str, *, on: date | None = None) -> tuple[VisitItem, ...]:
    """Go on with ``item`` on a ticket that is at a counter; the answer is all items of the visit."""
    with db.write("queue.item", actor, now) as unit:
        row = found(unit, ticket, on or business_date(now))
        if TicketState(row.state) not in AT_COUNTER:
            raise Overtaken("queue.item_not_here", field="ticket", ticket=row.code, state=TicketState(row.state))
        receiving.begin(unit, actor, now, row.id)
        wanted = query.item_row(unit, item.strip().upper())
        if wanted is None:
            raise NotFound("queue.item_unknown", field="item", item=item)
        present = query.present_item(unit, row.id)
        if present is not None and present.item_id == wanted.id and present.officer_id is not None:
            raise Refused("queue.item_already", field="item", item=wanted.code, ticket=row.code)
        if present is not None:
            present.ended_at = now
        unit.add(TicketItem(ticket_id=row.id, item_id=wanted.id, counter_id=row.counter_id, officer_id=actor.officer_id, chosen_at=now))
        unit.about(f"ticket:{row.id}")
        unit.flush()
        return tuple(VisitItem(*one) for one in query.items_of_ticket(unit, row.id))


def listing(db: Database, actor: Actor, ticket: str, on: date) -> tuple[VisitItem, ...]:
    """The items of a visit in the order in which they came."""
    with db.read("queue.read", actor) as session:
        ticket_id = query.ticket_id(session, on, whole_code(ticket))
        if ticket_id is None:
            raise NotFound("ticket.unknown", field="ticket", ticket=ticket, day=on)
        return tuple(VisitItem(*one) for one in query.items_of_ticket(session, ticket_id))
