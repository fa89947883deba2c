"""Invitations to rate of the made-up past, as the mornings' duties wrote them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain import ratings as rules
from app.domain.clock import business_date
from app.domain.demo_facts import CaseFact
from app.domain.demo_world import World
from app.domain.ratings import InvitationChannel
from app.services.demo_book import Book
from app.services.demo_duties import Morning
from db import models as m

Given = Mapping[tuple[int | None, int | None], datetime]
"""When a case or a ticket was rated."""


@dataclass(frozen=True, slots=True, order=True)
class _Invited:
    """An invitation: the run that wrote it, the day it fell due, cases before tickets, in the order they were done."""

    run: int
    on: date
    of_ticket: bool
    done: datetime
    place: int

    @property
    def subject(self) -> tuple[int | None, int | None]:
        """The case and the ticket, of which one is none."""
        return (None, self.place) if self.of_ticket else (self.place, None)


def write_invitations(book: Book, world: World, days: Sequence[Morning], given: Given) -> None:
    """One for everything done three days before a run that nobody had rated by then."""
    for one in sorted(_invited(book, world, days)):
        rating = given.get(one.subject)
        if rating is not None and rating < days[one.run].at:
            continue
        case, ticket = one.subject
        row = {
            "code": rules.invitation_code(one.on, book.number("invitation", str(one.on))),
            "case_id": case,
            "ticket_id": ticket,
            "channel": InvitationChannel.SLIP.value,
            "fell_due_on": one.on,
            "written_at": days[one.run].at,
            "told_at": None,
            "told_by": None,
            "version": 1,
        }
        book.add(m.RatingInvitation, row)
        book.breathe()


def _invited(book: Book, world: World, days: Sequence[Morning]) -> Iterator[_Invited]:
    """All that fell due by the last run, rated or not."""
    known, wait = [morning.day for morning in days], book.profile.invitation_days
    for of_ticket, done, place, since in _done(world):
        on = rules.invitation_due(business_date(done), wait)
        run = bisect_left(known, on)
        if run < len(known) and days[run].at < since and known[run] == on:
            run += 1  # a run asks for the day of the one before once more
        if run < len(known) and since < days[run].at:
            yield _Invited(run, on, of_ticket, done, place)


def _done(world: World) -> Iterator[tuple[bool, datetime, int, datetime]]:
    """Cases that were closed, and finished tickets of a person that no case came of, or none any more; and since when it is so."""
    for place, fact in enumerate(world.cases, 1):
        if fact.acts and fact.acts[-1].verb == "close":
            yield False, fact.acts[-1].at, place, fact.acts[-1].at
    own = {fact.ticket: _given_up(fact) for fact in world.cases}
    for place, ticket in enumerate(world.tickets, 1):
        since = own.get(place, ticket.at)
        if ticket.person is not None and since is not None and ticket.acts and ticket.acts[-1].verb == "finish":
            yield True, ticket.at, place, since


def _given_up(fact: CaseFact) -> datetime | None:
    """When a case ended otherwise than by its closing, so that its number is asked about; None where it did not."""
    last = fact.acts[-1] if fact.acts else None
    voided = any(act.verb == "ask_void" for act in fact.acts)
    return last.at if last and (last.verb in ("refuse", "withdraw") or (voided and last.verb == "approve")) else None
