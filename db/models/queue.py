"""Counters, queue lines, tickets, appointments, first inquiries."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, CText, Flag, Key, Text0, Uid, Versioned, ref


class QueueLine(Versioned, Base):
    """A line of waiting people with its own letter; without hours it is open at all hours."""

    __tablename__ = "queue_line"
    id: Mapped[Key]
    letter: Mapped[str] = mapped_column(CText, unique=True)
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    hours: Mapped[list[Any]]
    daily_limit: Mapped[int | None]


class Counter(Versioned, Base):
    """A service counter: its state, its officer, and why it rests."""

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


class CounterLine(Base):
    """A line that a counter serves, with a weight."""

    __tablename__ = "counter_line"
    counter_id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(primary_key=True)
    weight: Mapped[int] = mapped_column(default=1)


class Ticket(Versioned, Base):
    """A number taken; ``place`` orders the hall by arrival, ``lane`` is 1 while the ticket goes first, else 0."""

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
    appointment_id: Mapped[int | None] = mapped_column(unique=True)
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
    __table_args__ = (
        Index("uq_ticket_day_code", "business_date", "code", unique=True),
        Index("ix_ticket_waiting", "line_id", "business_date", "state", "lane", "place"),
        Index("ix_ticket_counter", "counter_id", "business_date", "state"),
    )


class Appointment(Versioned, Base):
    """A time agreed beforehand; check-in turns it into one ticket, never two."""

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
    case_id: Mapped[int | None]
    happened_at: Mapped[datetime] = mapped_column(index=True)
    business_date: Mapped[date] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
