"""Households, their members, and the register of those without anyone in work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.domain.assistance import LineAnswer, ListKind
from app.domain.households import ZeroState
from app.domain.jobs_market import ReferralState
from db.models import (
    Hire,
    Household,
    HouseholdMember,
    Person,
    Referral,
    ServiceList,
    ServiceListLine,
    ServiceRecord,
    VisitPerson,
    ZeroEmploymentRecord,
)

Z = ZeroEmploymentRecord.__table__.c
H = Household.__table__.c
M = HouseholdMember.__table__.c


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What the register is narrowed to: a state, one grid cell, one household, only those past their last day."""

    state: str = ""
    grid_id: int | None = None
    overdue: bool = False
    household_id: int | None = None


def household(session: Session, household_id: int) -> Household | None:
    """A household by id."""
    return session.get(Household, household_id)


def household_of(session: Session, person_id: int) -> Household | None:
    """The household a person belongs to now."""
    statement = select(Household).join(HouseholdMember, HouseholdMember.household_id == Household.id)
    statement = statement.where(HouseholdMember.person_id == person_id, HouseholdMember.until.is_(None))
    return session.execute(statement.order_by(Household.id.desc()).limit(1)).scalar_one_or_none()


def memberships(session: Session, household_id: int) -> Sequence[HouseholdMember]:
    """Who belongs to a household now, the first entered first."""
    statement = select(HouseholdMember).where(HouseholdMember.household_id == household_id, HouseholdMember.until.is_(None))
    return session.execute(statement.order_by(HouseholdMember.id)).scalars().all()


def membership_elsewhere(session: Session, ids: Collection[int], household_id: int | None) -> Any | None:
    """The first of some persons who belongs to another household now."""
    p = Person.__table__.c
    statement = select(p.id, p.name, M.household_id).join(HouseholdMember.__table__, M.person_id == p.id)
    statement = statement.where(M.person_id.in_(ids), M.until.is_(None), M.household_id != (household_id or 0))
    return session.execute(statement.order_by(p.id).limit(1)).one_or_none()


def zero_records(session: Session, household_id: int) -> Sequence[ZeroEmploymentRecord]:
    """The recognitions of a household, the newest first."""
    statement = select(ZeroEmploymentRecord).where(ZeroEmploymentRecord.household_id == household_id)
    return session.execute(statement.order_by(ZeroEmploymentRecord.id.desc())).scalars().all()


def _on_register(on: date) -> ColumnElement[bool]:
    """Recognised and neither cleared nor gone at the end of a day, whatever happened later (F10)."""
    return and_(Z.recognised_on <= on, or_(Z.cleared_on.is_(None), Z.cleared_on > on), or_(Z.exited_on.is_(None), Z.exited_on > on))


def count_on_register(session: Session, on: date) -> tuple[int, int]:
    """How many households stood on the register at the end of a day, and how many of them past their last day."""
    late = func.count().filter(Z.last_day < on)
    row = session.execute(select(func.count(), late).select_from(ZeroEmploymentRecord).where(_on_register(on))).one()
    return int(row[0]), int(row[1])


def register_page(session: Session, only: RegisterFilter, on: date, after: Any, limit: int) -> Sequence[Any]:
    """The register as of a day, the nearest last day first."""
    p = Person.__table__.c
    size = select(func.count()).where(M.household_id == H.id, M.until.is_(None)).scalar_subquery()
    statement = (
        select(*Z, H.code, H.head_id, H.address, H.grid_id, p.name.label("head"), size.label("size"))
        .join(Household.__table__, H.id == Z.household_id)
        .join(Person.__table__, p.id == H.head_id)
        .where(Z.recognised_on <= on, *_narrowed(only, on))
        .order_by(Z.last_day, Z.id)
        .limit(limit)
    )
    if after is not None:
        last_day, record_id = after
        statement = statement.where(Z.last_day >= last_day, or_(Z.last_day > last_day, Z.id > record_id))
    return session.execute(statement).all()


def _narrowed(only: RegisterFilter, on: date) -> list[ColumnElement[bool]]:
    state = {
        "": (),
        ZeroState.RECOGNISED.value: (_on_register(on),),
        ZeroState.CLEARED.value: (Z.cleared_on <= on,),
        ZeroState.EXITED.value: (Z.exited_on <= on,),
    }[only.state]
    grid = () if only.grid_id is None else (H.grid_id == only.grid_id,)
    one = () if only.household_id is None else (Z.household_id == only.household_id,)
    late = (_on_register(on), Z.last_day < on) if only.overdue else ()
    return [*state, *grid, *one, *late]


def late_in(session: Session, first: date, last: date) -> Sequence[Any]:
    """Records that stood uncleared past their last day at some time between two days: what breaks 当年保持动态为零 (F11)."""
    ended = func.coalesce(Z.cleared_on, Z.exited_on)
    statement = select(Z.id, Z.household_id, Z.last_day, ended.label("ended_on"))
    statement = statement.where(Z.last_day < last, or_(ended.is_(None), and_(ended > Z.last_day, ended > first)))
    return session.execute(statement.order_by(Z.last_day, Z.id)).all()


def refusals_since(session: Session, ids: Collection[int], since: date) -> int:
    """How often the persons of a household refused an offered job since a day: referrals and lines of the lists."""
    r, s, li = Referral.__table__.c, ServiceList.__table__.c, ServiceListLine.__table__.c
    referrals = select(func.count()).where(r.person_id.in_(ids), r.happened_on >= since, r.state == ReferralState.DECLINED.value)
    answers = (
        select(func.count())
        .select_from(ServiceListLine.__table__.join(ServiceList.__table__, s.id == li.list_id))
        .where(s.person_id.in_(ids), li.answered_on >= since, li.answer == LineAnswer.DECLINED.value, li.kind == ListKind.JOBS.value)
    )
    return int(session.execute(referrals).scalar_one()) + int(session.execute(answers).scalar_one())


def last_contact(session: Session, ids: Collection[int]) -> date | None:
    """The day on which somebody of a household was last met or served."""
    v, s = VisitPerson.__table__.c, ServiceRecord.__table__.c
    met = session.execute(select(func.max(v.met_on)).where(v.person_id.in_(ids))).scalar_one()
    served = session.execute(select(func.max(s.happened_on)).where(s.person_id.in_(ids))).scalar_one()
    return max((day for day in (met, served) if day is not None), default=None)


def hire_since(session: Session, person_id: int, since: date) -> Hire | None:
    """A person's first confirmed start of work since a day."""
    statement = select(Hire).where(Hire.person_id == person_id, Hire.started_on >= since)
    return session.execute(statement.order_by(Hire.started_on, Hire.id).limit(1)).scalar_one_or_none()
