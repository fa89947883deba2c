"""Tickets in service whose counter gives no sign of life (窗口失联), for the head and for their officer.

Small, because Today waits for it: what becomes of such tickets stands in ``queue_lapse``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domain.actor import Actor, Role
from app.domain.clock import business_date
from app.domain.profiles import RuleProfile
from app.services import profiles
from db.queries import queue_lost as query
from db.uow import Database, ReadSession


@dataclass(frozen=True, slots=True)
class LostTicket:
    """A ticket in service at a counter that gives no sign of life. ``seen_at`` is the last one, None where there never was any."""

    ticket: str
    on: date
    counter: int | None
    officer: str
    officer_id: int | None
    since: datetime
    seen_at: datetime | None

    @property
    def silent_since(self) -> datetime:
        """The last that was heard of the counter: a sign of life of its seat, else the last act on the ticket."""
        return max(self.since, self.seen_at) if self.seen_at is not None else self.since


def silent_before(profile: RuleProfile, now: datetime) -> datetime:
    """A counter that was last heard before this moment is lost."""
    return now - timedelta(minutes=profile.lapse_minutes)


def lost(db: Database, actor: Actor, now: datetime) -> tuple[LostTicket, ...]:
    """The tickets in service whose counter is lost, and those of earlier days that nobody finished: for the head."""
    with db.read("queue.read", actor) as session:
        return lost_in(session, now)


def lost_in(session: ReadSession, now: datetime) -> tuple[LostTicket, ...]:
    """The same inside somebody's snapshot."""
    rows = query.serving_and_lost(session, business_date(now), silent_before(profiles.of(session), now))
    return tuple(LostTicket(r.code, r.business_date, r.counter, r.officer or "", r.officer_id, r.state_since, r.seen_at) for r in rows)


def told_of(session: ReadSession, actor: Actor, now: datetime) -> tuple[LostTicket, ...]:
    """Those of them that an officer is shown: the head all, an officer their own."""
    found = lost_in(session, now)
    return found if actor.has(Role.HEAD) else tuple(one for one in found if one.officer_id == actor.officer_id)
