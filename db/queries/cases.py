"""Cases, their events and everything that hangs on them. The open list's first page is one index range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from app.domain.cases import CLOCK_RUNS, OPEN_CASE, CaseEventKind
from db import models
from db.base import AnyRow
from db.models import (
    AccountabilityRecord,
    Approval,
    Case,
    CaseEvent,
    CaseMaterial,
    Chaser,
    HandOver,
    Officer,
    OneTimeNotice,
    Person,
    Proxy,
    Return,
    ServiceItem,
    Ticket,
)

OPEN = tuple(sorted(state.value for state in OPEN_CASE))
RUNNING = tuple(sorted(state.value for state in CLOCK_RUNS))


def by_number(session: Session, number: str, *, lock: bool = False) -> Case | None:
    """A case by its number; ``lock`` keeps its row until the end of the transaction (on SQLite the write lock does)."""
    statement = select(Case).where(Case.number == number)
    return session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()


def events(session: Session, case_id: int) -> Sequence[CaseEvent]:
    """The event rows of a case in the order they were written."""
    return session.execute(select(CaseEvent).where(CaseEvent.case_id == case_id).order_by(CaseEvent.id)).scalars().all()


def materials(session: Session, case_id: int) -> Sequence[CaseMaterial]:
    """The materials check-list."""
    return session.execute(select(CaseMaterial).where(CaseMaterial.case_id == case_id).order_by(CaseMaterial.id)).scalars().all()


def notices(session: Session, case_id: int) -> Sequence[OneTimeNotice]:
    """The one-time notices of a case, first to last."""
    return session.execute(select(OneTimeNotice).where(OneTimeNotice.case_id == case_id).order_by(OneTimeNotice.number)).scalars().all()


def open_hand_over(session: Session, case_id: int) -> HandOver | None:
    """The hand-over that waits for its officer."""
    statement = select(HandOver).where(HandOver.case_id == case_id, HandOver.state == "offered")
    return session.execute(statement).scalar_one_or_none()


def open_hand_overs_before(session: Session, day_start: Any) -> Sequence[HandOver]:
    """Hand-overs offered before a moment that nobody took."""
    return session.execute(select(HandOver).where(HandOver.state == "offered", HandOver.offered_at < day_start)).scalars().all()


def pending_approvals(session: Session, record: str) -> Sequence[Approval]:
    """Steps of a record that wait for their second person, oldest first."""
    statement = select(Approval).where(Approval.record == record, Approval.state == "asked").order_by(Approval.id)
    return session.execute(statement).scalars().all()


def approvals(session: Session, record: str) -> Sequence[Approval]:
    """Every step of a record that asked for a second person, in the order of asking."""
    return session.execute(select(Approval).where(Approval.record == record).order_by(Approval.id)).scalars().all()


def slip_used(session: Session, attachment_id: int) -> bool:
    """Whether a kept file is the signed slip of a step already."""
    return session.execute(select(Approval.id).where(Approval.attachment_id == attachment_id)).first() is not None


def signed_copy(session: Session, record: str, attachment_id: int) -> bool:
    """Whether a file of a case is the signed copy of its notice or of an authorisation."""
    if session.execute(select(Proxy.id).where(Proxy.attachment_id == attachment_id)).first() is not None:
        return True
    area, _, key = record.partition(":")
    if area != "cases":
        return False
    signed = select(CaseEvent.data).where(CaseEvent.case_id == int(key), CaseEvent.kind == "notice_signed")
    return any(data.get("attachment") == attachment_id for data in session.execute(signed).scalars())


def open_extension(session: Session, case_id: int) -> models.Extension | None:
    """The extension that waits for its approval."""
    return session.execute(
        select(models.Extension).where(models.Extension.case_id == case_id, models.Extension.state == "asked")
    ).scalar_one_or_none()


def of_bundle(session: Session, bundle: str) -> Sequence[AnyRow]:
    """Number, item, state and person of the cases that were opened together, in the order they were opened."""
    statement = select(Case.number, Case.item_name, Case.state, Case.person_id).where(Case.bundle == bundle)
    return session.execute(statement.order_by(Case.id)).all()


FIRST, HOLDER = aliased(Officer), aliased(Officer)


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases is narrowed to; None leaves a thing open. ``due_before`` is the first day not wanted any more.

    ``item_text`` widens ``person_ids``: the cases of these persons, and those whose item is called so.
    """

    states: tuple[str, ...] | None = None
    officer_id: int | None = None
    person_ids: tuple[int, ...] | None = None
    item_text: str = ""
    due_from: date | None = None
    due_before: date | None = None
    paused: bool | None = None
    number: str | None = None
    newest_first: bool = False


_COLUMNS = (
    *("id", "number", "item_name", "item_id", "item_kind", "person_id", "state", "received_on", "accepted_on", "deadline"),
    *("promised_days", "statutory_days", "statutory_deadline", "extension_days", "supplement_rule", "paused", "closed_on"),
    *("late_entry", "proxy", "officer_id"),
)


def _conditions(only: CaseFilter) -> list[ColumnElement[bool]]:
    wanted: list[tuple[object, ColumnElement[bool]]] = [
        (only.states, Case.state.in_(only.states or ())),
        (only.officer_id, Case.officer_id == (only.officer_id or 0)),
        (only.person_ids, _whose(only)),
        (only.due_from, Case.deadline >= (only.due_from or date.min)),
        (only.due_before, Case.deadline < (only.due_before or date.max)),
        (only.paused, Case.paused.is_(bool(only.paused))),
        (only.number, Case.number == (only.number or "")),
    ]
    return [condition for value, condition in wanted if value is not None]


def _whose(only: CaseFilter) -> ColumnElement[bool]:
    own = Case.person_id.in_(only.person_ids or ())
    return or_(own, Case.item_name.contains(only.item_text, autoescape=True)) if only.item_text else own


def page(session: Session, only: CaseFilter, *, after: tuple[date, int] | None = None, limit: int = 200) -> Sequence[AnyRow]:
    """A page of cases by deadline, or the last first; ``after`` is the (deadline, id) of the row before the page."""
    order = (Case.deadline.desc(), Case.id.desc()) if only.newest_first else (Case.deadline, Case.id)
    statement = (
        select(
            *(getattr(Case, name) for name in _COLUMNS),
            ServiceItem.code.label("item"),
            Person.name.label("person_name"),
            FIRST.login.label("first_login"),
            FIRST.name.label("first_name"),
            HOLDER.login.label("officer_login"),
            HOLDER.name.label("officer_name"),
        )
        .join(ServiceItem, ServiceItem.id == Case.item_id)
        .join(Person, Person.id == Case.person_id)
        .join(FIRST, FIRST.id == Case.first_officer_id)
        .join(HOLDER, HOLDER.id == Case.officer_id)
        .where(Case.id.in_(_first_of(only, after, limit)))
        .order_by(*order)
    )
    return session.execute(statement.limit(limit)).all()


def _first_of(only: CaseFilter, after: tuple[date, int] | None, limit: int) -> Any:
    """The first of each state that is wanted, by the index over state and deadline: told of several at once it sorts all of them."""
    key = tuple_(Case.deadline, Case.id)
    order = (Case.deadline.desc(), Case.id.desc()) if only.newest_first else (Case.deadline, Case.id)
    behind = [] if after is None else [key < tuple_(*after) if only.newest_first else key > tuple_(*after)]
    wanted = [replace(only, states=(state,)) for state in only.states] if only.states else [only]
    firsts = [select(Case.id).where(*_conditions(one), *behind).order_by(*order).limit(limit).subquery() for one in wanted]
    return union_all(*(select(first.c.id) for first in firsts)) if len(firsts) > 1 else select(firsts[0].c.id)


def count(session: Session, only: CaseFilter) -> int:
    """How many cases a filter leaves."""
    return int(session.execute(select(func.count(Case.id)).where(*_conditions(only))).scalar_one())


def count_by_state(session: Session, only: CaseFilter) -> dict[str, int]:
    """How many cases a filter leaves in each state that occurs."""
    statement = select(Case.state, func.count(Case.id)).where(*_conditions(only)).group_by(Case.state)
    return {state: int(number) for state, number in session.execute(statement)}


def clocks(session: Session, only: CaseFilter) -> Sequence[AnyRow]:
    """Bare rows of what a filter leaves, with what their light is read from."""
    names = ("id", "state", "deadline", "paused", "promised_days", "extension_days")
    return session.execute(select(*(getattr(Case, name) for name in names)).where(*_conditions(only))).all()


def pauses_of(session: Session, case_ids: Sequence[int]) -> Sequence[AnyRow]:
    """When the clocks of some cases were stopped and for what, oldest first."""
    columns = select(CaseEvent.case_id, CaseEvent.happened_on, CaseEvent.data)
    statement = columns.where(CaseEvent.kind == CaseEventKind.PAUSED.value, CaseEvent.case_id.in_(case_ids))
    return session.execute(statement.order_by(CaseEvent.id)).all()


def chasers(session: Session, case_id: int) -> Sequence[Chaser]:
    """The chasers of a case."""
    return session.execute(select(Chaser).where(Chaser.case_id == case_id).order_by(Chaser.id)).scalars().all()


def leads(session: Session, *, open_only: bool = True, limit: int = 200) -> Sequence[AccountabilityRecord]:
    """Accountability leads, newest first."""
    statement = select(AccountabilityRecord).order_by(AccountabilityRecord.fell_due_on.desc(), AccountabilityRecord.id.desc()).limit(limit)
    return session.execute(statement.where(AccountabilityRecord.state != "closed") if open_only else statement).scalars().all()


def lead(session: Session, lead_id: int, *, lock: bool = False) -> AccountabilityRecord | None:
    """A lead by its id; ``lock`` keeps its row until the end of the transaction."""
    statement = select(AccountabilityRecord).where(AccountabilityRecord.id == lead_id)
    return session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()


DECIDER, FILER = aliased(Officer), aliased(Officer)


def lead_lines(
    session: Session, *, open_only: bool = False, officer_id: int | None = None, lead_id: int | None = None, limit: int = 200
) -> Sequence[AnyRow]:
    """Leads with the names of everybody concerned, newest first; of one officer, or one alone."""
    a = AccountabilityRecord
    names = (
        *("id", "kind", "rule", "record", "case_id", "officer_id", "fell_due_on", "written_at", "state", "statement", "stated_at"),
        *("measure", "decision", "decided_at", "correct_by", "correction", "corrected_on", "closing", "closed_on"),
    )
    statement = (
        select(
            *(getattr(a, name) for name in names),
            *(HOLDER.name.label("officer"), DECIDER.name.label("decided_by"), FILER.name.label("closed_by")),
            *(Case.number.label("case"), Case.item_name.label("item"), Case.accepted_on, Case.deadline),
        )
        .join(HOLDER, HOLDER.id == a.officer_id)
        .outerjoin(DECIDER, DECIDER.id == a.decided_by)
        .outerjoin(FILER, FILER.id == a.closed_by)
        .outerjoin(Case, Case.id == a.case_id)
        .order_by(a.fell_due_on.desc(), a.id.desc())
        .limit(limit)
    )
    wanted = ((open_only or None, a.state != "closed"), (officer_id, a.officer_id == officer_id), (lead_id, a.id == lead_id))
    return session.execute(statement.where(*(condition for value, condition in wanted if value is not None))).all()


def frozen_until(session: Session) -> date | None:
    """The last day of the newest frozen period."""
    return session.execute(select(func.max(Return.ends_on)).where(Return.state == "frozen")).scalar_one()


def ticket_first_officer(session: Session, day: date, code: str) -> AnyRow | None:
    """A ticket's id, person and first officer."""
    statement = select(Ticket.id, Ticket.person_id, Ticket.first_officer_id, Ticket.taken_at)
    return session.execute(statement.where(Ticket.business_date == day, Ticket.code == code)).one_or_none()
