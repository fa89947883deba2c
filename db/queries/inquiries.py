"""First inquiries: one by its code, and the register page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session, aliased

from db.models import Case, Inquiry, Officer, Person, ServiceItem, Ticket

Q = Inquiry.__table__.c
FIRST, HANDLER, OFFERED = aliased(Officer), aliased(Officer), aliased(Officer)


@dataclass(frozen=True, slots=True)
class InquiryFilter:
    """Which lines of the register: a span of days, a channel, a first officer, those without a result, a word of them."""

    since: date | None = None
    until: date | None = None
    channel: str | None = None
    first_officer_id: int | None = None
    waiting: bool = False
    text: str = ""


def by_code(session: Session, code: str, *, lock: bool = False) -> Inquiry | None:
    """An inquiry by its code; with ``lock`` nobody else changes it until this unit of work ends."""
    statement = select(Inquiry).where(Inquiry.code == code)
    return session.execute(statement.with_for_update(key_share=True) if lock else statement).scalar_one_or_none()


def of_ticket(session: Session, ticket_id: int) -> Inquiry | None:
    """The newest inquiry of a ticket."""
    return session.execute(select(Inquiry).where(Inquiry.ticket_id == ticket_id).order_by(Inquiry.id.desc()).limit(1)).scalar_one_or_none()


def of_case(session: Session, case_id: int) -> Inquiry | None:
    """The inquiry that became a case."""
    return session.execute(select(Inquiry).where(Inquiry.case_id == case_id).order_by(Inquiry.id).limit(1)).scalar_one_or_none()


def case_number(session: Session, case_id: int | None) -> str | None:
    """The number of the case an inquiry became."""
    return session.execute(select(Case.number).where(Case.id == case_id)).scalar_one_or_none() if case_id else None


_LINE: Any = (
    select(
        *(Q[n] for n in ("id", "uid", "code", "topic", "channel", "outcome", "answer", "materials", "happened_at", "recorded_at")),
        *(Q[n] for n in ("business_date", "visitor_name", "visitor_address", "phone_sealed", "person_id", "case_id", "ticket_id")),
        *(
            Q[n]
            for n in ("told_where", "result", "handled_on", "offered_to", "offered_at", "taken_over_at", "handler_absent", "officer_id")
        ),
        OFFERED.login.label("offered_login"),
        OFFERED.name.label("offered_name"),
        func.coalesce(Person.name, "").label("person_name"),
        FIRST.name.label("first_name"),
        FIRST.login.label("first_login"),
        HANDLER.name.label("handler_name"),
        HANDLER.login.label("handler_login"),
        Case.number.label("case_number"),
        Ticket.code.label("ticket_code"),
        ServiceItem.code.label("item_code"),
    )
    .select_from(Inquiry)
    .join(FIRST, FIRST.id == Q.first_officer_id)
    .join(HANDLER, HANDLER.id == Q.officer_id)
    .outerjoin(OFFERED, OFFERED.id == Q.offered_to)
    .outerjoin(Person, Person.id == Q.person_id)
    .outerjoin(Case, Case.id == Q.case_id)
    .outerjoin(Ticket, Ticket.id == Q.ticket_id)
    .outerjoin(ServiceItem, ServiceItem.id == Q.item_id)
)


OPEN = (Q.case_id.is_(None), Q.handled_on.is_(None), (Q.outcome == "passed_on") | Q.offered_at.is_not(None))
"""Passed on or offered, and neither a result nor a case yet."""
"""What waits for its result: handed over to somebody, with no result and no case yet."""


def line(session: Session, inquiry_id: int) -> Row[Any]:
    """One line of the register."""
    return session.execute(_LINE.where(Q.id == inquiry_id)).one()


def register(session: Session, only: InquiryFilter, after: tuple[datetime, int] | None, limit: int) -> Sequence[Row[Any]]:
    """A page of the register, the newest first; ``after`` is the (moment, id) of the line before the page."""
    statement = _LINE.order_by(Q.happened_at.desc(), Q.id.desc()).limit(limit)
    if only.since is not None:
        statement = statement.where(Q.business_date >= only.since)
    if only.until is not None:
        statement = statement.where(Q.business_date <= only.until)
    if only.waiting:
        statement = statement.where(*OPEN)
    if only.text:
        said = [column.contains(only.text, autoescape=True) for column in (Q.topic, Q.answer, Q.visitor_name, Person.name, Q.code)]
        statement = statement.where(or_(*said))
    for column, value in ((Q.channel, only.channel), (Q.first_officer_id, only.first_officer_id)):
        statement = statement if value is None else statement.where(column == value)
    if after is not None:
        moment, row_id = after
        statement = statement.where(Q.happened_at <= moment, (Q.happened_at < moment) | (Q.id < row_id))
    return session.execute(statement).all()


def count_between(session: Session, first: date, last: date) -> int:
    """How many inquiries were received in a span of days."""
    statement = select(func.count()).select_from(Inquiry).where(Q.business_date.between(first, last))
    return int(session.execute(statement).scalar_one())


def offered_before(session: Session, moment: datetime) -> Sequence[Inquiry]:
    """Inquiries handed over before a moment that nobody took."""
    return session.execute(select(Inquiry).where(Q.offered_to.is_not(None), Q.offered_at < moment).order_by(Q.id)).scalars().all()


def waiting_for(session: Session, officer_id: int, since: datetime, morning: datetime) -> Sequence[Row[Any]]:
    """What an officer has to take over, or holds without a result, of what came since ``since``, the oldest first.

    What was offered before this morning and not taken waits for who offered it, also before the duties have written that.
    """
    held = (Q.officer_id == officer_id) & (Q.offered_to.is_(None) | (Q.offered_at < morning))
    mine = ((Q.offered_to == officer_id) & (Q.offered_at >= morning)) | held
    lately = Q.happened_at >= since  # the moment, not the day: the index of the order then begins there
    return session.execute(_LINE.where(*OPEN, mine, lately).order_by(Q.happened_at, Q.id)).all()
