"""What papers show beyond the records themselves, and the list of what was printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import (
    Case,
    Counter,
    CounterLine,
    Course,
    Employer,
    Enrolment,
    HardshipRecognition,
    HouseholdMember,
    Job,
    Officer,
    Person,
    Policy,
    PrintRecord,
    QueueLine,
    Referral,
    RequestKey,
    ServiceListLine,
    Ticket,
    ZeroEmploymentRecord,
)

R = PrintRecord.__table__.c
T = Ticket.__table__.c


def ticket(session: Session, day: date, code: str) -> Ticket | None:
    """A ticket of a day by its code."""
    return session.execute(select(Ticket).where(T.business_date == day, T.code == code)).scalar_one_or_none()


def slip(session: Session, key: str) -> RequestKey | None:
    """Where the slip of a ticket stands, locked against another desk's attempt."""
    return session.get(RequestKey, key, with_for_update=True)


def ticket_code(session: Session, ticket_id: int | None) -> str:
    """The code of a ticket; empty for none."""
    return (session.execute(select(T.code).where(T.id == ticket_id)).scalar_one_or_none() or "") if ticket_id else ""


def counters_of_line(session: Session, line_id: int) -> Sequence[int]:
    """The numbers of the counters that serve a line."""
    statement = select(Counter.number).join(CounterLine, CounterLine.counter_id == Counter.id)
    return session.execute(statement.where(CounterLine.line_id == line_id, Counter.active).order_by(Counter.number)).scalars().all()


def line_name(session: Session, line_id: int) -> str:
    """The name of a queue line."""
    return session.get_one(QueueLine, line_id).name


def counter_number(session: Session, counter_id: int | None) -> int | None:
    """The number on the plate of a counter."""
    return session.get_one(Counter, counter_id).number if counter_id else None


def counter_of_ticket(session: Session, ticket_id: int | None) -> int | None:
    """The number of the counter that served a ticket."""
    statement = select(Counter.number).join(Ticket, Ticket.counter_id == Counter.id).where(Ticket.id == ticket_id)
    return session.execute(statement).scalar_one_or_none() if ticket_id else None


def case_of_ticket(session: Session, ticket_id: int) -> Case | None:
    """The newest case that came out of a ticket."""
    return session.execute(select(Case).where(Case.ticket_id == ticket_id).order_by(Case.id.desc()).limit(1)).scalar_one_or_none()


def officer(session: Session, officer_id: int | None) -> Officer | None:
    """An officer by id."""
    return session.get(Officer, officer_id) if officer_id else None


def standing_hardship(session: Session, person_id: int) -> HardshipRecognition | None:
    """The recognition of hardship that holds, the newest."""
    h = HardshipRecognition
    statement = select(h).where(h.person_id == person_id, h.recognised_on.is_not(None), h.ended_on.is_(None), h.refused_on.is_(None))
    return session.execute(statement.order_by(h.recognised_on.desc(), h.id.desc()).limit(1)).scalar_one_or_none()


def household_size(session: Session, person_id: int) -> tuple[int, bool]:
    """How many live in a person's household, and whether it stands on the register of households without anyone in work."""
    m, z = HouseholdMember.__table__.c, ZeroEmploymentRecord.__table__.c
    household = session.execute(select(m.household_id).where(m.person_id == person_id, m.until.is_(None)).limit(1)).scalar_one_or_none()
    if household is None:
        return 0, False
    size = session.execute(select(func.count()).where(m.household_id == household, m.until.is_(None))).scalar_one()
    standing = select(z.id).where(z.household_id == household, z.cleared_on.is_(None), z.exited_on.is_(None)).limit(1)
    return size, session.execute(standing).first() is not None


def list_counts(session: Session, list_id: int) -> dict[str, tuple[int, list[str]]]:
    """How many lines each of the three lists has, with the answers given."""
    found: dict[str, tuple[int, list[str]]] = {}
    for row in session.execute(select(ServiceListLine.kind, ServiceListLine.answer).where(ServiceListLine.list_id == list_id)):
        count, answers = found.get(row.kind, (0, []))
        found[row.kind] = (count + 1, [*answers, *([row.answer] if row.answer else [])])
    return found


def title_of(session: Session, record: str) -> str:
    """The name of a record behind a service: a case's item, a referral's job, a course; empty for others."""
    table, _, number = record.partition(":")
    if not number.isdecimal():
        return ""
    statements: dict[str, Any] = {
        "cases": select(Case.item_name).where(Case.id == int(number)),
        "referral": select(Job.title).join(Referral, Referral.job_id == Job.id).where(Referral.id == int(number)),
        "enrolment": select(Course.name).join(Enrolment, Enrolment.course_id == Course.id).where(Enrolment.id == int(number)),
    }
    return (session.execute(statements[table]).scalar_one_or_none() or "") if table in statements else ""


def count_persons(session: Session) -> int:
    """How many persons are registered."""
    return int(session.execute(select(func.count()).select_from(Person)).scalar_one())


def job_offer(session: Session, job_id: int) -> Any | None:
    """What a service list says of a job."""
    j, e = Job.__table__.c, Employer.__table__.c
    columns = (
        *(j.title, e.name.label("employer"), e.uid, e.contact, e.phone_sealed, j.kind, j.location),
        *(j.pay_low_cents, j.pay_high_cents, j.pay_unit, j.pay_negotiable, j.pay_note),
    )
    return session.execute(select(*columns).join(Employer.__table__, e.id == j.employer_id).where(j.id == job_id)).one_or_none()


def policy_offer(session: Session, policy_id: int) -> Any | None:
    """What a service list says of a policy."""
    p = Policy.__table__.c
    return session.execute(select(p.name, p.summary, p.how_to_apply).where(p.id == policy_id)).one_or_none()


def course_offer(session: Session, course_id: int) -> Any | None:
    """What a service list says of a course."""
    c = Course.__table__.c
    columns = (c.name, c.starts_on, c.ends_on, c.fee_cents, c.provider, c.location)
    return session.execute(select(*columns).where(c.id == course_id)).one_or_none()


def prints(session: Session, document: str | None, record: str | None, after: int | None, limit: int, text: str = "") -> Sequence[Any]:
    """What was printed, the newest first, with who did it; ``text`` stands in the number."""
    columns = (R.id, R.document, R.number, R.record, R.pages, R.sha256, R.printed_at, Officer.name.label("officer"), Officer.login)
    statement = select(*columns).outerjoin(Officer, Officer.id == R.officer_id).order_by(R.id.desc()).limit(limit)
    for column, value in ((R.document, document), (R.record, record)):
        statement = statement if value is None else statement.where(column == value)
    statement = statement.where(R.number.contains(text, autoescape=True)) if text else statement
    return session.execute(statement if after is None else statement.where(R.id < after)).all()
