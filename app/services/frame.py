"""What stands around every page: where we are, who works, what presses, and whether the data is safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain import pinyin
from app.domain.actions import may
from app.domain.actor import LOOKER, Actor
from app.domain.clock import business_date
from app.domain.queueing import TicketState
from app.services import backups, profiles, today
from app.services.backups import LastBackup
from app.services.today import NOTICES
from db import queries
from db.pinyin import load_readings
from db.uow import Database, ReadSession


@dataclass(frozen=True, slots=True)
class CounterState:
    """The counter of this seat: its number, what it does, its ticket, and what could be called or restored."""

    number: int
    state: str
    reason: str
    ticket: str
    ticket_state: str
    calls: int
    recalls: int
    waiting: int
    missed: tuple[str, ...]
    held: tuple[str, ...] = ()
    held_elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """The state around the page. ``pressing`` counts what is overdue or due today, ``notices`` what waits for this officer."""

    station: str
    practice: bool
    counter: CounterState | None
    pressing: int
    notices: int
    backup: LastBackup | None
    drafts: int


@dataclass(frozen=True, slots=True)
class LoginLine:
    """An account that may log in at this machine."""

    login: str
    name: str


def read(db: Database, actor: Actor, now: datetime, counter: int) -> FrameFacts:
    """The facts of the frame for an officer at a seat; ``counter`` 0 is a desk without one."""
    with db.read("station.look", actor) as session:
        station = queries.station.the_station(session)
        facts = FrameFacts(
            station.name,
            station.practice,
            _counter(session, now, counter) if counter and may(actor, "queue.call") else None,
            0,
            0,
            None,
            queries.today.count_drafts(session, actor.officer_id or 0),
        )
    board = today.board(db, actor, now)
    late = board.count("overdue") + board.count("due_today")
    waits = sum(line.mine and line.kind in NOTICES for line in board.lines)
    return replace(facts, backup=backups.last(db, actor), pressing=late, notices=waits)


def _counter(session: ReadSession, now: datetime, number: int) -> CounterState | None:
    desk = queries.queue.counter_row(session, number)
    if desk is None:
        return None
    rows = queries.queue.day_list(session, business_date(now))
    present = next((row for row in rows if row.counter == number and row.state in queries.queue.BUSY), None)
    served = set(queries.queue.lines_of_counter(session, desk.id))
    return CounterState(
        number,
        desk.state,
        desk.reason,
        present.code if present else "",
        present.state if present else "",
        present.calls if present else 0,
        profiles.of(session).recalls,
        sum(row.state == TicketState.WAITING.value and row.line_id in served for row in rows),
        tuple(row.code for row in rows if row.state == TicketState.MISSED.value and row.line_id in served),
        tuple(row.code for row in rows if row.state == TicketState.HELD.value and row.counter == number),
        sum(row.state == TicketState.HELD.value and row.counter != number for row in rows),
    )


def first_counter(db: Database) -> int:
    """The lowest counter in use: what a seat takes that was not told which counter it is; 0 without any."""
    with db.read("station.look", LOOKER) as session:
        return min((counter.number for counter in queries.queue.counters(session)), default=0)


def logins(db: Database) -> tuple[LoginLine, ...]:
    """Who may log in here: the accounts that have not ended."""
    with db.read("officer.list", LOOKER) as session:
        return tuple(LoginLine(officer.login, officer.name) for officer in queries.station.officers(session) if officer.ended_on is None)


def readings(words: Sequence[str]) -> tuple[str, ...]:
    """How words are spelled in pinyin, one syllable after the other: commands are found by their initials like names."""
    table = load_readings()
    return tuple(pinyin.spelled(text, table) for text in words)


def pulse(db: Database) -> int:
    """The number of the last audited act of any seat: when it moves, what is shown may be old."""
    with db.read("station.look", LOOKER) as session:
        return queries.today.last_act(session)


def waiting_count(db: Database, now: datetime) -> int:
    """How many people wait in all lines; a number only, for the lock card."""
    with db.read("station.look", LOOKER) as session:
        return sum(queries.queue.waiting_counts(session, business_date(now)).values())
