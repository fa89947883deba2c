"""Appointments: by code, by day, and what a person has kept or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from db.models import Appointment, ItemVersion, Officer, Person, QueueLine, ServiceItem, Ticket
from db.models.queue import IN_USE

_OPEN = text(f"ticket.appointment_id IS NOT NULL AND ticket.{IN_USE}")  # the words of the index


def by_code(session: Session, code: str) -> Appointment | None:
    """An appointment by the code on its slip, to read."""
    return session.execute(select(Appointment).where(Appointment.code == code)).scalar_one_or_none()


def locked(session: Session, code: str) -> Appointment | None:
    """An appointment by the code on its slip, locked."""
    return session.execute(select(Appointment).where(Appointment.code == code).with_for_update()).scalar_one_or_none()


def open_ticket(session: Session, appointment_id: int) -> str | None:
    """The open ticket of an appointment: one that still waits, is served, held or missed."""
    statement = select(Ticket.code).where(Ticket.appointment_id == appointment_id, _OPEN)
    return session.execute(statement.limit(1)).scalar_one_or_none()


def finished_ticket(session: Session, appointment_id: int) -> str | None:
    """The ticket with which the visitor of an appointment was served."""
    statement = select(Ticket.code).where(Ticket.appointment_id == appointment_id, Ticket.state == "finished")
    return session.execute(statement.limit(1)).scalar_one_or_none()


def on_day(session: Session, person_id: int, day: date) -> int:
    """How many appointments a person has on a day, those cancelled left out."""
    statement = select(func.count(Appointment.id)).where(Appointment.person_id == person_id, Appointment.business_date == day)
    return int(session.execute(statement.where(Appointment.state != "cancelled")).scalar_one())


def in_slot(session: Session, line_id: int, begins: datetime, ends: datetime) -> int:
    """How many are expected, or have come, in a line from a moment on until before another."""
    statement = select(func.count(Appointment.id)).where(Appointment.line_id == line_id, Appointment.at >= begins, Appointment.at < ends)
    return int(session.execute(statement.where(Appointment.state.in_(("booked", "checked_in")))).scalar_one())


def times_in_line(session: Session, line_id: int, day: date) -> Sequence[datetime]:
    """For when somebody is expected, or has come, in a line on a day."""
    statement = select(Appointment.at).where(Appointment.business_date == day, Appointment.line_id == line_id)
    return session.execute(statement.where(Appointment.state.in_(("booked", "checked_in")))).scalars().all()


def no_shows(session: Session, person_id: int, since: date) -> int:
    """How often a person has not come since a day."""
    statement = select(func.count(Appointment.id)).where(Appointment.person_id == person_id, Appointment.business_date >= since)
    return int(session.execute(statement.where(Appointment.state == "missed")).scalar_one())


def overdue(session: Session, until: datetime, most: int) -> Sequence[Appointment]:
    """Appointments whose time was before a moment and to which nobody came."""
    statement = select(Appointment).where(Appointment.at < until, Appointment.state == "booked").order_by(Appointment.at)
    return session.execute(statement.limit(most).with_for_update()).scalars().all()


def some_overdue(session: Session, until: datetime) -> bool:
    """Whether there are any."""
    statement = select(Appointment.id).where(Appointment.at < until, Appointment.state == "booked").limit(1)
    return session.execute(statement).first() is not None


def day_list(session: Session, day: date | None, person_id: int | None, since: date | None = None) -> Sequence[Any]:
    """Appointments of a day, of a person, or from a day on, with names, the item and the ticket they became last."""
    last = select(func.max(Ticket.id)).where(Ticket.appointment_id == Appointment.id).correlate(Appointment).scalar_subquery()
    statement = (
        select(Appointment, QueueLine.letter, QueueLine.name.label("line_name"), Person.name.label("person_name"))
        .add_columns(Officer.name.label("officer_name"), Ticket.code.label("ticket"), ItemVersion.name.label("item_name"))
        .join(QueueLine, QueueLine.id == Appointment.line_id)
        .join(Person, Person.id == Appointment.person_id)
        .outerjoin(Officer, Officer.id == Appointment.officer_id)
        .outerjoin(Ticket, Ticket.id == last)
        .outerjoin(ServiceItem, ServiceItem.id == Appointment.item_id)
        .outerjoin(ItemVersion, ItemVersion.id == ServiceItem.published_version_id)
        .order_by(Appointment.at, Appointment.id)
    )
    if day is not None:
        statement = statement.where(Appointment.business_date == day)
    if person_id is not None:
        statement = statement.where(Appointment.person_id == person_id)
    if since is not None:
        statement = statement.where(Appointment.business_date >= since)
    return session.execute(statement).all()
