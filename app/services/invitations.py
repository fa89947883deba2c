"""Invitations to rate (好差评): written by time three days after a closing without a rating, exactly one, and told by an officer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.domain import ratings as rules
from app.domain.actor import SYSTEM, Actor
from app.domain.clock import at_station, business_date
from app.domain.errors import NotFound, Overtaken
from app.domain.ratings import InvitationChannel
from app.services import profiles
from app.services.paging import Page, page_of
from db import counters as numbers
from db import queries
from db.models import RatingInvitation
from db.once import insert_once, lock_duties
from db.uow import Database, Unit

BATCH = 50
"""Invitations written in one unit of work: the write lock is never held for long."""
LOOK_BACK = 30
"""Days after which nobody is asked any more."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation as lists show it: its code, what it is about, and whom to ask by name only."""

    id: int
    code: str
    fell_due_on: date
    channel: InvitationChannel
    person_id: int | None
    person: str
    subject: str
    item: str
    told_at: datetime | None
    rated: bool
    case: str = ""
    ticket: str = ""
    ticket_day: date | None = None


@dataclass(frozen=True, slots=True)
class _Due:
    """A case or a ticket whose invitation fell due on a day."""

    on: date
    case_id: int | None = None
    ticket_id: int | None = None


def run(db: Database, now: datetime, last_run: date | None) -> int:
    """Write the invitations that fell due since the duties ran last; one of the timed duties. The answer counts them."""
    due = _due(db, now, last_run)
    return sum(_write(db, now, due[at : at + BATCH]) for at in range(0, len(due), BATCH))


def _due(db: Database, now: datetime, last_run: date | None) -> Sequence[_Due]:
    """What was closed long enough ago and nobody has rated or was asked about, oldest first."""
    with db.read("duties.run", SYSTEM) as session:
        days = profiles.of(session).invitation_days
        first, last = rules.invitation_span(last_run, business_date(now), days, LOOK_BACK)
        cases = queries.voices.cases_to_invite(session, at_station(first), at_station(last + ONE_DAY))
        tickets = queries.voices.tickets_to_invite(session, first, last)
    found = [_Due(rules.invitation_due(business_date(row.done_at), days), case_id=row.id) for row in cases]
    found += [_Due(rules.invitation_due(row.business_date, days), ticket_id=row.id) for row in tickets]
    return sorted(found, key=lambda one: one.on)


def _write(db: Database, now: datetime, due: Iterable[_Due]) -> int:
    with db.write("duties.run", SYSTEM, now) as unit:
        lock_duties(unit)
        return sum(_invite(unit, now, one) for one in due)


def _invite(unit: Unit, now: datetime, one: _Due) -> bool:
    """Whether it was written here: under the lock another desk may have been first."""
    if queries.voices.invitation_of(unit, case_id=one.case_id, ticket_id=one.ticket_id) is not None:
        return False
    code = rules.invitation_code(one.on, numbers.next_number(unit, "invitation", str(one.on)))
    subject = {"case_id": one.case_id, "ticket_id": one.ticket_id}
    channel = InvitationChannel.SLIP.value
    return insert_once(unit, RatingInvitation, code=code, channel=channel, fell_due_on=one.on, written_at=now, **subject)


def tell(db: Database, actor: Actor, now: datetime, code: str, channel: InvitationChannel) -> InvitationLine:
    """An officer has told the person that the service can be rated; the moment and the way are kept."""
    with db.write("invitation.told", actor, now) as unit:
        row = found(unit, code)
        if queries.voices.is_answered(unit, row.id):
            raise Overtaken("invitation.rated", field="invitation", code=row.code)
        row.channel, row.told_at, row.told_by = channel.value, now, actor.officer_id
        unit.about(row)
        unit.flush()
        return _line(queries.voices.invitation_page(unit, open_only=False, after=row.id + 1, limit=1)[0])


def found(session: Any, code: str) -> RatingInvitation:
    """The invitation of a code; ``NotFound`` without one."""
    row = queries.voices.invitation(session, code.strip().upper())
    if row is None:
        raise NotFound("invitation.unknown", field="invitation", code=code.strip()[:40])
    return row


def listing(
    db: Database, actor: Actor, *, open_only: bool = True, since: date | None = None, after: int | None = None, limit: int = 100
) -> Page[InvitationLine]:
    """Invitations, the newest first; the open ones have no rating yet. ``since`` leaves out what fell due before."""
    with db.read("case.read", actor) as session:
        rows = queries.voices.invitation_page(session, open_only=open_only, since=since, after=after, limit=limit + 1)
        return page_of(rows, limit, _line, lambda row: row.id)


def _line(row: Any) -> InvitationLine:
    subject = row.number or f"{row.business_date.isoformat()} {row.ticket}"
    names = (row.person_id, row.person or "", subject, row.item or "")
    known = (row.id, row.code, row.fell_due_on, InvitationChannel(row.channel), *names, row.told_at, row.rated)
    return InvitationLine(*known, row.number or "", row.ticket or "", row.business_date)
