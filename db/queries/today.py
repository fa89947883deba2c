"""What must not be forgotten today, and what the Queue page says about the person at the counter: bounded reads, one index each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.accountability import ChaserStep, LeadKind, LeadState
from app.domain.cases import CaseEventKind, CaseState
from db import models
from db.models import (
    AccountabilityRecord,
    Appointment,
    Approval,
    AuditEntry,
    Case,
    CaseEvent,
    CaseMaterial,
    Chaser,
    Employer,
    Grid,
    HandOver,
    Household,
    ItemVersion,
    Officer,
    OneTimeNotice,
    Person,
    QueueLine,
    Rating,
    Rectification,
    Return,
    ServiceItem,
    Ticket,
    Visit,
    ZeroEmploymentRecord,
)
from db.queries.cases import OPEN, RUNNING
from db.queries.queue import BUSY
from db.queries.visits import takes_its_place

MOST = 200
LOOKED_BACK = timedelta(days=60)
"""How long an agreed visit that nobody made is still looked for."""
WAITS_FOR_MATERIAL = (CaseState.NOTICED.value, CaseState.PAUSED.value)
NOT_COMING = ("checked_in", "cancelled", "missed")


def pressing(session: Session, until: date) -> Sequence[Any]:
    """Cases with a running clock whose deadline lies on or before a day, the oldest deadline first."""
    first = select(Officer.name).where(Officer.id == Case.first_officer_id).scalar_subquery()
    statement = (
        select(
            *(Case.id, Case.number, Case.item_name, Case.state, Case.accepted_on, Case.deadline, Case.paused, Case.promised_days),
            *(Case.extension_days, Case.officer_id, Case.first_officer_id, Person.name.label("person")),
            first.label("first_officer"),
        )
        .join(Person, Person.id == Case.person_id)
        .where(Case.state.in_(RUNNING), Case.deadline <= until)
        .order_by(Case.deadline, Case.id)
        .limit(MOST)
    )
    return session.execute(statement).all()


def material_came(session: Session) -> Sequence[Any]:
    """Cases that were told what is missing and where material has come since, with how much came and how much still lacks."""
    told = select(OneTimeNotice.case_id, func.max(OneTimeNotice.issued_on).label("on")).group_by(OneTimeNotice.case_id).subquery()
    notice = aliased(CaseEvent)
    noticed = select(func.max(notice.id)).where(notice.case_id == Case.id, notice.kind == "noticed").correlate(Case).scalar_subquery()
    since = select(CaseEvent.id).where(CaseEvent.case_id == Case.id, CaseEvent.kind == "material", CaseEvent.id > noticed).exists()
    came = func.sum(case((CaseMaterial.received_on >= told.c.on, 1), else_=0))
    lacking = func.sum(case((CaseMaterial.state == "missing", 1), else_=0))
    facts = (Case.id, Case.number, Case.item_name, Case.state, Case.deadline, Case.accepted_on, Case.officer_id, Case.first_officer_id)
    statement = (
        select(*facts, Person.name.label("person"), came.label("came"), lacking.label("lacking"))
        .join(told, told.c.case_id == Case.id)
        .join(Person, Person.id == Case.person_id)
        .join(CaseMaterial, CaseMaterial.case_id == Case.id)
        .where(Case.state.in_(WAITS_FOR_MATERIAL), since)
        .group_by(*facts, Person.name)
        .order_by(Case.id)
        .limit(MOST)
    )
    return session.execute(statement).all()


def lacking_by(session: Session, until: date) -> Sequence[Any]:
    """Material that was accepted as missing and is to come by a day, of cases in hand or closed; one row a line, case by case."""
    statement = (
        select(Case.number, Case.item_name, Case.accepted_on, Case.officer_id, Case.first_officer_id)
        .add_columns(Person.name.label("person"), CaseMaterial.due_on, CaseMaterial.name.label("material"))
        .join(Case, Case.id == CaseMaterial.case_id)
        .join(Person, Person.id == Case.person_id)
        .where(CaseMaterial.due_on <= until, CaseMaterial.state == "missing", Case.state.in_((*RUNNING, CaseState.CLOSED.value)))
        .order_by(Case.id, CaseMaterial.id)
        .limit(MOST)
    )
    return session.execute(statement).all()


def approvals(session: Session) -> Sequence[Any]:
    """Steps that wait for their second person, oldest first."""
    asker = select(Officer.name).where(Officer.id == Approval.asked_by).scalar_subquery()
    statement = (
        select(Approval.id, Approval.step, Approval.asked_by, Approval.asked_at, Approval.reason, Approval.record, Approval.data)
        .add_columns(asker.label("asker"))
        .where(Approval.state == "asked")
        .order_by(Approval.id)
        .limit(MOST)
    )
    return session.execute(statement).all()


def cases_by_id(session: Session, ids: Collection[int]) -> dict[int, Any]:
    """Number, item and person of some cases."""
    statement = select(Case.id, Case.number, Case.item_name, Person.name.label("person")).join(Person, Person.id == Case.person_id)
    return {row.id: row for row in session.execute(statement.where(Case.id.in_(ids)))} if ids else {}


def untold(session: Session) -> Sequence[Any]:
    """Cases received and neither accepted nor told what is missing, the oldest first."""
    statement = (
        select(Case.number, Case.item_name, Case.received_on, Case.officer_id, Case.first_officer_id, Person.name.label("person"))
        .join(Person, Person.id == Case.person_id)
        .where(Case.state == CaseState.RECEIVED.value)
        .order_by(Case.received_on, Case.id)
    )
    return session.execute(statement).all()


def hand_overs_back(session: Session, officer_id: int, since: datetime, morning: datetime) -> Sequence[Any]:
    """Cases an officer still holds whose hand-over, offered since a moment, came back; or of which that was written down this morning."""
    told = select(CaseEvent.id).where(CaseEvent.case_id == Case.id, CaseEvent.kind == CaseEventKind.HAND_OVER_LAPSED.value)
    back = or_(HandOver.state == "lapsed", and_(HandOver.state == "offered", HandOver.offered_at < morning))
    taker = select(Officer.name).where(Officer.id == HandOver.to_officer_id).scalar_subquery()
    statement = (
        select(Case.number, Case.item_name, Person.name.label("person"), HandOver.offered_at, taker.label("taker"))
        .join(HandOver, HandOver.case_id == Case.id)
        .join(Person, Person.id == Case.person_id)
        .where(HandOver.from_officer_id == officer_id, back, HandOver.offered_at < morning)
        .where(or_(HandOver.offered_at >= since, told.where(CaseEvent.recorded_at >= morning).exists()))
        .where(Case.officer_id == officer_id, Case.state.in_(OPEN))
        .order_by(HandOver.id)
    )
    return session.execute(statement).all()


def hand_overs_to(session: Session, officer_id: int, morning: datetime) -> Sequence[Any]:
    """Cases offered to an officer since the morning who has not answered."""
    giver = select(Officer.name).where(Officer.id == HandOver.from_officer_id).scalar_subquery()
    statement = (
        select(
            Case.id, Case.number, Case.item_name, Person.name.label("person"), HandOver.reason, HandOver.offered_at, giver.label("giver")
        )
        .join(HandOver, HandOver.case_id == Case.id)
        .join(Person, Person.id == Case.person_id)
        .where(HandOver.to_officer_id == officer_id, HandOver.state == "offered", HandOver.offered_at >= morning)
        .order_by(HandOver.id)
    )
    return session.execute(statement).all()


def _leads(*only: ColumnElement[bool]) -> Any:
    a = AccountabilityRecord
    columns = (a.id, a.kind, a.state, a.fell_due_on, a.correct_by, a.officer_id)
    named = (Officer.name.label("officer"), Case.officer_id.label("holder_id"))
    statement = select(*columns, *named, Case.number, Case.item_name, Case.deadline)
    statement = statement.join(Officer, Officer.id == a.officer_id).outerjoin(Case, Case.id == a.case_id)
    return statement.where(*only).order_by(a.fell_due_on, a.id).limit(MOST)


def leads_to_answer(session: Session, officer_id: int) -> Sequence[Any]:
    """Accountability leads that an officer has not yet answered, or whose ordered correction is not recorded."""
    a = AccountabilityRecord
    ordered = (a.state == LeadState.DECIDED.value) & a.correct_by.is_not(None)
    return session.execute(_leads(a.officer_id == officer_id, (a.state == LeadState.RAISED.value) | ordered)).all()


def leads_of_others(session: Session, officer_id: int) -> Sequence[Any]:
    """Open leads that name somebody else, on open cases for which this officer is responsible now."""
    a = AccountabilityRecord
    live = a.state.in_([state.value for state in LeadState if state is not LeadState.CLOSED])
    return session.execute(_leads(live, a.officer_id != officer_id, Case.officer_id == officer_id, Case.state.in_(OPEN))).all()


def _waits() -> ColumnElement[bool]:
    """The lead was answered or corrected, or is to be filed."""
    a = AccountabilityRecord
    return a.state.in_((LeadState.STATED.value, LeadState.CORRECTED.value)) | (
        (a.state == LeadState.DECIDED.value) & a.correct_by.is_(None)
    )


def own_leads_that_wait(session: Session, officer_id: int) -> Sequence[Any]:
    """Leads of an officer that wait for who decides."""
    return session.execute(_leads(AccountabilityRecord.officer_id == officer_id, _waits())).all()


def leads_to_decide(session: Session, officer_id: int) -> Sequence[Any]:
    """Leads of others that wait for who decides: answered, corrected, to be filed, or of an officer who has left."""
    a = AccountabilityRecord
    left = a.state.in_((LeadState.RAISED.value, LeadState.DECIDED.value)) & Officer.ended_on.is_not(None)
    return session.execute(_leads(a.officer_id != officer_id, _waits() | left)).all()


def chasers_unread(session: Session, officer_id: int) -> Sequence[Any]:
    """Chasers for an officer that were not read, of cases whose clock still runs, oldest first."""
    statement = (
        select(Chaser.id, Chaser.step, Chaser.fell_due_on, Case.number, Case.item_name, Case.deadline, Person.name.label("person"))
        .join(Case, Case.id == Chaser.case_id)
        .join(Person, Person.id == Case.person_id)
        .where(Chaser.officer_id == officer_id, Chaser.seen_at.is_(None), Chaser.step != ChaserStep.MOVED.value, Case.state.in_(RUNNING))
        .order_by(Chaser.fell_due_on, Chaser.id)
        .limit(MOST)
    )
    return session.execute(statement).all()


def _moved(officer_id: int) -> ColumnElement[bool]:
    """Notices of a moved deadline that an officer has not read, of cases that are still open."""
    unread = and_(Chaser.officer_id == officer_id, Chaser.seen_at.is_(None), Chaser.step == ChaserStep.MOVED.value)
    return and_(unread, Case.state.in_(OPEN))


def moved_count(session: Session, officer_id: int) -> int:
    """How many of them there are."""
    found = select(func.count()).select_from(Chaser).join(Case, Case.id == Chaser.case_id).where(_moved(officer_id))
    return int(session.execute(found).scalar_one())


def moved_ids(session: Session, officer_id: int, limit: int) -> Sequence[int]:
    """The first of them, held until they are written."""
    found = select(Chaser.id).join(Case, Case.id == Chaser.case_id).where(_moved(officer_id)).order_by(Chaser.id).limit(limit)
    return session.execute(found.with_for_update(of=Chaser)).scalars().all()


def moved_unread(session: Session, officer_id: int, limit: int = MOST, after: tuple[date, int] | None = None) -> Sequence[Any]:
    """The nearest deadlines first, each with the day it had when it was last known; ``after`` is day and id of the last one read."""
    first = select(CaseEvent.data).where(CaseEvent.case_id == Chaser.case_id, CaseEvent.kind == CaseEventKind.DEADLINE_MOVED.value)
    first = first.where(CaseEvent.happened_on >= Chaser.fell_due_on).order_by(CaseEvent.id).limit(1)
    columns = (Chaser.id, Chaser.fell_due_on, Case.number, Case.item_name, Case.deadline, Person.name.label("person"))
    statement = (
        select(*columns, first.scalar_subquery().label("move"))
        .join(Case, Case.id == Chaser.case_id)
        .join(Person, Person.id == Case.person_id)
        .where(_moved(officer_id))
    )
    if after is not None:
        statement = statement.where(or_(Case.deadline > after[0], and_(Case.deadline == after[0], Chaser.id > after[1])))
    return session.execute(statement.order_by(Case.deadline, Chaser.id).limit(limit)).all()


def leads_of_moved(session: Session) -> Sequence[Any]:
    """Open leads of cases that were overdue by a deadline before the one they have now, in the same acceptance."""
    a = AccountabilityRecord
    live = a.state.in_([state.value for state in LeadState if state is not LeadState.CLOSED])
    return session.execute(
        _leads(live, a.kind == LeadKind.OVERDUE.value, Case.deadline >= a.fell_due_on, Case.accepted_on < a.fell_due_on)
    ).all()


def rectifications(session: Session) -> Sequence[Any]:
    """Bad ratings that are not answered to the end, the nearest due day first."""
    statement = (
        select(
            *(Rectification.id, Rectification.due_on, Rectification.officer_id, Rectification.rating_id, Rating.rated_on, Rating.text),
            *(Rating.level, Officer.name.label("officer")),
        )
        .join(Rating, Rating.id == Rectification.rating_id)
        .outerjoin(Officer, Officer.id == Rectification.officer_id)
        .where(Rectification.closed_on.is_(None))
        .order_by(Rectification.due_on, Rectification.id)
        .limit(MOST)
    )
    return session.execute(statement).all()


def open_households(session: Session, until: date) -> Sequence[Any]:
    """Households on the register without anyone in work whose last day lies on or before a day."""
    record = ZeroEmploymentRecord
    statement = (
        select(record.id, record.household_id, record.recognised_on, record.last_day, record.officer_id, Person.name.label("head"))
        .join(Household, Household.id == record.household_id)
        .join(Person, Person.id == Household.head_id)
        .where(record.cleared_on.is_(None), record.exited_on.is_(None), record.last_day <= until)
        .order_by(record.last_day, record.id)
        .limit(MOST)
    )
    return session.execute(statement).all()


def appointments(session: Session, since: datetime, until: datetime) -> Sequence[Any]:
    """Appointments between two moments whose visitor has not come yet."""
    before = (
        select(func.count(Case.id)).where(Case.person_id == Appointment.person_id, Case.item_id == Appointment.item_id).scalar_subquery()
    )
    statement = (
        select(
            *(Appointment.id, Appointment.code, Appointment.at, Appointment.person_id, Appointment.note, Person.name.label("person")),
            *(QueueLine.name.label("line"), ItemVersion.name.label("item"), before.label("before")),
        )
        .join(Person, Person.id == Appointment.person_id)
        .join(QueueLine, QueueLine.id == Appointment.line_id)
        .outerjoin(ServiceItem, ServiceItem.id == Appointment.item_id)
        .outerjoin(ItemVersion, ItemVersion.id == ServiceItem.published_version_id)
        .where(Appointment.at >= since, Appointment.at <= until, Appointment.state.not_in(NOT_COMING))
        .order_by(Appointment.at, Appointment.id)
        .limit(MOST)
    )
    return session.execute(statement).all()


def _made_since(due: Any) -> ColumnElement[bool]:
    """Whether a later visit took the place of an agreed one."""
    later: Any = aliased(Visit)
    since_then = (later.id > due.id, later.happened_on >= due.happened_on, takes_its_place(later))
    return or_(
        select(later.id).where(later.person_id == due.person_id, *since_then).exists(),
        select(later.id).where(later.household_id == due.household_id, *since_then).exists(),
        select(later.id).where(later.employer_id == due.employer_id, *since_then).exists(),
    )


def visits_agreed(session: Session, since: date, until: date, officers: Collection[int]) -> Sequence[Any]:
    """Visits some officers agreed for a day between two days that nobody has made since, as the list of a desk names them."""
    head = select(Person.name).join(Household, Household.head_id == Person.id).where(Household.id == Visit.household_id).scalar_subquery()
    whom = func.coalesce(Employer.name, Person.name, head)
    statement: Any = select(
        Visit.id, Visit.code.label("number"), whom.label("title"), Visit.next_on.label("due"), Visit.officer_id, Visit.recorded_at
    )
    statement = statement.outerjoin(Person, Person.id == Visit.person_id).outerjoin(Employer, Employer.id == Visit.employer_id)
    agreed = (Visit.officer_id.in_(officers), Visit.next_on >= since, Visit.next_on <= until, ~_made_since(Visit))
    return session.execute(statement.where(*agreed).order_by(Visit.next_on, Visit.id)).all()


def visits_due(session: Session, since: date, until: date) -> Sequence[Any]:
    """Visits agreed for a day between two days that nobody has made since, the oldest first."""
    due = Visit
    head = select(Person.name).join(Household, Household.head_id == Person.id).where(Household.id == due.household_id).scalar_subquery()
    cell = select(Household.grid_id).where(Household.id == due.household_id).scalar_subquery()
    statement = (
        select(
            *(
                due.id,
                due.kind,
                due.next_on,
                due.happened_on,
                due.officer_id,
                due.recorded_at,
                due.person_id,
                due.household_id,
                due.employer_id,
            ),
            *(Person.name.label("person"), head.label("head"), Employer.name.label("employer"), Grid.name.label("grid")),
        )
        .outerjoin(Person, Person.id == due.person_id)
        .outerjoin(Employer, Employer.id == due.employer_id)
        .outerjoin(Grid, Grid.id == func.coalesce(Person.grid_id, cell))
        .where(due.next_on >= since, due.next_on <= until, ~_made_since(due))
        .order_by(due.next_on, due.id)
        .limit(MOST)
    )
    return session.execute(statement).all()


def frozen_return(session: Session, code: str, period: str) -> bool:
    """Whether a return of a period is frozen."""
    statement = select(Return.id).where(Return.code == code, Return.period == period, Return.state == "frozen").limit(1)
    return session.execute(statement).first() is not None


def count_drafts(session: Session, officer_id: int) -> int:
    """How many half-filled forms an officer has."""
    return session.execute(select(func.count(models.Draft.id)).where(models.Draft.officer_id == officer_id)).scalar_one()


def last_act(session: Session) -> int:
    """The sequence number of the newest audit entry; 0 without one."""
    return int(session.execute(select(func.max(AuditEntry.seq))).scalar_one() or 0)


# the person at the counter


def present(session: Session, counter_id: int, day: date) -> Any | None:
    """The ticket at a counter with its line, its holder, and what it is for: the item gone on with, else what the appointment says."""
    at = (
        select(models.TicketItem.item_id)
        .where(models.TicketItem.ticket_id == Ticket.id, models.TicketItem.ended_at.is_(None))
        .correlate(Ticket)
    )
    item_id = func.coalesce(at.order_by(models.TicketItem.id.desc()).limit(1).scalar_subquery(), Appointment.item_id)
    statement = (
        select(
            *(Ticket.id, Ticket.code, Ticket.state, Ticket.person_id, Ticket.taken_at, Ticket.called_at, Ticket.started_at, Ticket.calls),
            *(
                QueueLine.name.label("line"),
                Person.name.label("person"),
                ItemVersion.name.label("item"),
                ServiceItem.code.label("item_code"),
            ),
        )
        .join(QueueLine, QueueLine.id == Ticket.line_id)
        .outerjoin(Person, Person.id == Ticket.person_id)
        .outerjoin(Appointment, Appointment.id == Ticket.appointment_id)
        .outerjoin(ServiceItem, ServiceItem.id == item_id)
        .outerjoin(ItemVersion, ItemVersion.id == ServiceItem.published_version_id)
        .where(Ticket.counter_id == counter_id, Ticket.business_date == day, Ticket.state.in_(BUSY))
    )
    return session.execute(statement.order_by(Ticket.id.desc()).limit(1)).first()


def last_received_by(session: Session, person_id: int, before: date) -> Any | None:
    """The last day before today on which a person was received at a counter, and by whom."""
    statement = (
        select(Ticket.business_date, Officer.name.label("officer"))
        .join(Officer, Officer.id == Ticket.officer_id)
        .where(Ticket.person_id == person_id, Ticket.business_date < before, Ticket.called_at.is_not(None))
        .order_by(Ticket.business_date.desc(), Ticket.id.desc())
        .limit(1)
    )
    return session.execute(statement).first()


def line_names(session: Session, counter_id: int) -> Sequence[str]:
    """The lines a counter serves, by letter."""
    statement = select(QueueLine.name).join(models.CounterLine, models.CounterLine.line_id == QueueLine.id)
    return session.execute(statement.where(models.CounterLine.counter_id == counter_id).order_by(QueueLine.letter)).scalars().all()


def handled_today(session: Session, counter_id: int, day: date) -> tuple[int, int]:
    """How many tickets a counter finished on a day, and how many seconds they took together."""
    statement = select(Ticket.called_at, Ticket.finished_at).where(
        Ticket.counter_id == counter_id, Ticket.business_date == day, Ticket.state == "finished", Ticket.called_at.is_not(None)
    )
    rows = session.execute(statement).all()
    return len(rows), sum(int((row.finished_at - row.called_at).total_seconds()) for row in rows if row.finished_at)
