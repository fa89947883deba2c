"""Counters, queue lines, tickets and what was done on them, appointments, notices of the public screen, first inquiries."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, CText, Flag, Key, Text0, Uid, Versioned, ref

IN_USE = "state IN ('waiting', 'called', 'serving', 'held', 'missed')"
"""The states of an open ticket, as the partial indexes say them; a query finds the index only with the same words."""
AT_COUNTER = "state IN ('called', 'serving')"


def _partial(name: str, *columns: str, where: str, unique: bool = True) -> Index:
    """An index over some rows only. The migration says the same to PostgreSQL; here that would load its dialect at each start."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where))


class QueueLine(Versioned, Base):
    """A line of waiting people with its own letter; without hours it is open at all hours."""

    __tablename__ = "queue_line"
    id: Mapped[Key]
    letter: Mapped[str] = mapped_column(CText, unique=True)
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    hours: Mapped[list[Any]]
    daily_limit: Mapped[int | None]
    description: Mapped[Text0]


class Counter(Versioned, Base):
    """A service counter: its state and since when, its officer, why it rests; without hours of its own those of the station hold."""

    __tablename__ = "counter"
    id: Mapped[Key]
    number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[Text0]
    vanguard: Mapped[Flag]
    state: Mapped[str] = mapped_column(CText, default="closed")
    officer_id: Mapped[int | None] = ref("officer")
    reason: Mapped[Text0]
    active: Mapped[bool] = mapped_column(default=True)
    hours: Mapped[list[Any]] = mapped_column(server_default="[]")
    state_since: Mapped[datetime | None]


class CounterLine(Base):
    """A line that a counter serves, with its weight: how many numbers earlier its tickets count there (docs/decisions/0009-queue.md)."""

    __tablename__ = "counter_line"
    counter_id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(primary_key=True)
    weight: Mapped[int] = mapped_column(default=1)


class Ticket(Versioned, Base):
    """A number taken; ``place`` orders the hall by arrival, ``lane`` is 1 while the ticket goes first, else 0.

    ``state_since`` is when it came into its state; ``first_called_at`` the first call that was not taken back. Seconds are the visitor's
    wait until that call, what officers worked (held time left out) and what it was held.
    """

    __tablename__ = "ticket"
    id: Mapped[Key]
    line_id: Mapped[int] = ref("queue_line", index=False)
    business_date: Mapped[date]
    number: Mapped[int]
    code: Mapped[str]
    state: Mapped[str]
    priority: Mapped[str | None]
    place: Mapped[int]
    lane: Mapped[int] = mapped_column(default=0)
    restored: Mapped[Flag]
    person_id: Mapped[int | None] = ref("person")
    appointment_id: Mapped[int | None]
    taken_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    calls: Mapped[int] = mapped_column(default=0)
    counter_id: Mapped[int | None] = ref("counter", index=False)
    officer_id: Mapped[int | None] = ref("officer", index=False)
    first_officer_id: Mapped[int | None] = ref("officer", index=False)
    held_seconds: Mapped[int] = mapped_column(default=0)
    reason: Mapped[Text0]
    channel: Mapped[str] = mapped_column(CText, default="desk")
    state_since: Mapped[datetime]
    first_called_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]
    waited_seconds: Mapped[int | None]
    served_seconds: Mapped[int] = mapped_column(default=0, server_default="0")
    hold_reason: Mapped[Text0]
    one_visit: Mapped[bool | None]
    __table_args__ = (
        Index("uq_ticket_day_code", "business_date", "code", unique=True),
        Index("ix_ticket_waiting", "line_id", "business_date", "state", "lane", "place"),
        Index("ix_ticket_counter", "counter_id", "business_date", "state"),
        # every ticket ever taken stays: what is open is found without walking them
        _partial("ix_ticket_open", "business_date", where=IN_USE, unique=False),
        _partial("uq_ticket_appointment_open", "appointment_id", where=f"appointment_id IS NOT NULL AND {IN_USE}"),
        _partial("uq_ticket_at_counter", "counter_id", "business_date", where=AT_COUNTER),
    )


class TicketItem(Base):
    """An item dealt with on a ticket: several in one visit need no new number. ``ended_at`` is None for the present one."""

    __tablename__ = "ticket_item"
    id: Mapped[Key]
    ticket_id: Mapped[int] = ref("ticket")
    item_id: Mapped[int] = ref("service_item", index=False)
    counter_id: Mapped[int | None] = ref("counter", index=False)
    officer_id: Mapped[int | None] = ref("officer", index=False)
    chosen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SaidCall(Base):
    """A call that a voice of the hall is saying, or that was heard (working data of who says what)."""

    __tablename__ = "said_call"
    key: Mapped[str] = mapped_column(CText, primary_key=True)
    voice: Mapped[str]
    heard: Mapped[Flag]
    at: Mapped[datetime] = mapped_column(index=True)


class LinePass(Base):
    """A priority ticket that went before the ordinary ones of a line with an earlier place (working data of the rule who is next)."""

    __tablename__ = "line_pass"
    line_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    business_date: Mapped[date] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    ticket_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)


class Appointment(Versioned, Base):
    """A time agreed beforehand; check-in turns it into one open ticket, never two. ``officer_id`` is who made it."""

    __tablename__ = "appointment"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    person_id: Mapped[int] = ref("person")
    line_id: Mapped[int] = ref("queue_line", index=False)
    item_id: Mapped[int | None] = ref("service_item", index=False)
    at: Mapped[datetime] = mapped_column(index=True)
    business_date: Mapped[date] = mapped_column(index=True)
    state: Mapped[str]
    note: Mapped[Text0]
    made_at: Mapped[datetime]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    checked_in_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[Text0]


class ScreenNotice(Versioned, Base):
    """A notice of the public screen: what it says, from when until when, who published it and who took it down."""

    __tablename__ = "screen_notice"
    id: Mapped[Key]
    text: Mapped[str]
    shows_from: Mapped[datetime]
    shows_until: Mapped[datetime | None]
    published_by: Mapped[int] = ref("officer", index=False)
    published_at: Mapped[datetime]
    ended_by: Mapped[int | None] = ref("officer", index=False)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class Inquiry(Versioned, Base):
    """A first inquiry: needs no case and no ID number; the first officer is written once."""

    __tablename__ = "inquiry"
    id: Mapped[Key]
    uid: Mapped[Uid]
    code: Mapped[str] = mapped_column(CText, unique=True)
    ticket_id: Mapped[int | None] = ref("ticket")
    person_id: Mapped[int | None] = ref("person")
    visitor_name: Mapped[Text0]
    visitor_address: Mapped[Text0]
    phone_sealed: Mapped[bytes | None]
    topic: Mapped[str]
    item_id: Mapped[int | None] = ref("service_item", index=False)
    channel: Mapped[str]
    outcome: Mapped[str]
    answer: Mapped[Text0]
    materials: Mapped[list[Any]]
    first_officer_id: Mapped[int] = ref("officer")
    officer_id: Mapped[int] = ref("officer")
    case_id: Mapped[int | None] = mapped_column(index=True)
    happened_at: Mapped[datetime] = mapped_column(index=True)
    business_date: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    told_where: Mapped[Text0]
    result: Mapped[Text0]
    handled_on: Mapped[date | None]
    offered_to: Mapped[int | None] = ref("officer", index=False)
    offered_at: Mapped[datetime | None]
    taken_over_at: Mapped[datetime | None]
    handler_absent: Mapped[bool] = mapped_column(default=False, server_default=false())
