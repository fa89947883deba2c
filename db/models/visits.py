"""Employers, and visits to them and to households."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, CText, Flag, Key, Text0, Uid, Versioned, ref


class Employer(Versioned, Base):
    """An employer with its licence; an unverified one publishes no jobs."""

    __tablename__ = "employer"
    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[str] = mapped_column(CText, index=True)
    credit_code: Mapped[str | None] = mapped_column(CText, unique=True)
    kind: Mapped[str]
    sectors: Mapped[list[Any]]
    address: Mapped[Text0]
    contact: Mapped[Text0]
    phone_sealed: Mapped[bytes | None]
    licence_until: Mapped[date | None]
    verified_on: Mapped[date | None]
    key_employer: Mapped[Flag]
    recorded_at: Mapped[datetime]


class Visit(Versioned, Base):
    """A visit to a person, a household or an employer, met or not."""

    __tablename__ = "visit"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    kind: Mapped[str]
    way: Mapped[str]
    person_id: Mapped[int | None] = ref("person")
    household_id: Mapped[int | None] = ref("household")
    employer_id: Mapped[int | None] = ref("employer")
    happened_on: Mapped[date] = mapped_column(index=True)
    happened_at: Mapped[datetime]
    result: Mapped[str]
    findings: Mapped[Text0]
    needs: Mapped[Text0]
    services: Mapped[list[Any]]
    next_on: Mapped[date | None] = mapped_column(index=True)
    officer_id: Mapped[int] = ref("officer")
    second_officer_id: Mapped[int | None] = ref("officer", index=False)
    late_entry: Mapped[Flag]
    late_reason: Mapped[Text0]
    recorded_at: Mapped[datetime]


class VisitPerson(Base):
    """A person really met on a visit (本人或家属); what 走访人次 counts, once a day."""

    __tablename__ = "visit_person"
    id: Mapped[Key]
    visit_id: Mapped[int] = ref("visit")
    person_id: Mapped[int] = ref("person", index=False)
    met_on: Mapped[date]
    relation: Mapped[Text0]
    recorded_at: Mapped[datetime]
    __table_args__ = (Index("ix_visit_person_day", "met_on", "person_id"), Index("ix_visit_person_person", "person_id", "met_on"))
