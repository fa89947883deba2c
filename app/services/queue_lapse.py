"""What becomes of tickets that nobody moves any more: called by a counter that is lost, in service there, or left over from yesterday.

A counter is lost when neither an act nor a seat at it gave a sign of life for ``lapse_minutes`` (a rule of the profile). A ticket that was
*called* there goes back to its place, with a record; one *in service* stays with its officer (``lost_tickets``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.domain.actor import SYSTEM
from app.domain.clock import business_date
from app.domain.profiles import RuleProfile
from app.domain.queueing import TicketAction, TicketState
from app.services import profiles
from app.services.lost_tickets import silent_before
from app.services.queue_base import move, unreceived
from db import passes
from db.once import lock_duties
from db.queries import queue as query
from db.queries import queue_lost as lost_query
from db.queries import queue_order as order
from db.uow import Database, Unit

BATCH = 50
"""Tickets that expire in one unit of work: the write lock is never held for long."""


class LeftBehind(Exception):
    """Some tickets have to go back to their places before a call may choose."""

    def __init__(self, tickets: Sequence[int]) -> None:
        super().__init__()
        self.tickets = tickets


def check_none_left(unit: Unit, profile: RuleProfile, now: datetime, counter: int) -> None:
    """``LeftBehind`` where another counter is lost with a ticket that it called; the calling counter lives."""
    left = lost_query.called_and_lost(unit, business_date(now), silent_before(profile, now), but=counter)
    if left:
        raise LeftBehind(left)


def run(db: Database, now: datetime) -> int:
    """The same for every counter: one of the timed duties. The answer counts the tickets that went back."""
    with db.read("queue.lapse", SYSTEM) as session:
        left = lost_query.called_and_lost(session, business_date(now), silent_before(profiles.of(session), now))
    return put_back(db, now, left)


def put_back(db: Database, now: datetime, tickets: Sequence[int]) -> int:
    """Let tickets go back to their places, each with a record; the answer counts those that still had to."""
    return sum(_lapse(db, now, ticket_id) for ticket_id in tickets)


def _lapse(db: Database, now: datetime, ticket_id: int) -> bool:
    """One ticket back to its place; False where somebody was quicker or the counter came back to life."""
    with db.write("queue.lapse", SYSTEM, now) as unit:
        order.lock_all_lines(unit)
        row = query.ticket_by_id(unit, ticket_id)
        if row.id not in lost_query.called_and_lost(unit, row.business_date, silent_before(profiles.of(unit), now)):
            return False
        move(unit, row, TicketAction.LAPSE, now, **unreceived(row))
        passes.take_back(unit, row.business_date, row.place, row.id)
    return True


def expire(db: Database, now: datetime) -> int:
    """Expire what earlier days left open, in short steps; one of the timed duties. The answer counts them."""
    today, done = business_date(now), 0
    while step := _expire_some(db, today, now):
        done += step
    return done


def _expire_some(db: Database, today: date, now: datetime) -> int:
    with db.write("duties.run", SYSTEM, now) as unit:
        lock_duties(unit)
        ids = lost_query.open_before(unit, today, BATCH)
        for ticket_id in ids:
            row = query.ticket_by_id(unit, ticket_id)
            if TicketState(row.state) is not TicketState.SERVING:
                move(unit, row, TicketAction.EXPIRE, now)
    return len(ids)
