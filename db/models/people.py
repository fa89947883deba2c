"""Persons, their assistance files and helpers, households, zero-employment families."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, CText, Flag, Key, Text0, Uid, Versioned, ref


class Person(Versioned, Base):
    """A person served. Numbers, phone, bank account, disability and health are sealed; name and pinyin are not."""

    __tablename__ = "person"
    id: Mapped[Key]
    uid: Mapped[Uid]
    name: Mapped[str]
    gender: Mapped[int]
    birth_date: Mapped[date | None]
    id_kind: Mapped[str]
    id_number_sealed: Mapped[bytes | None]
    id_digest: Mapped[str | None] = mapped_column(CText, unique=True)
    phone_sealed: Mapped[bytes | None]
    bank_account_sealed: Mapped[bytes | None]
    disability_sealed: Mapped[bytes | None]
    health_sealed: Mapped[bytes | None]
    ethnicity: Mapped[Text0]
    education: Mapped[Text0]
    marital: Mapped[Text0]
    address: Mapped[Text0]
    grid_id: Mapped[int | None] = ref("grid")
    resident: Mapped[bool] = mapped_column(default=True)
    hukou: Mapped[Text0]
    skill: Mapped[Text0]
    skill_level: Mapped[Text0]
    status: Mapped[Text0]
    household_id: Mapped[int | None]
    helper_id: Mapped[int | None] = ref("officer")
    source: Mapped[str] = mapped_column(CText, default="counter")
    merged_into_id: Mapped[int | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None] = ref("officer", index=False)
    points: Mapped[int] = mapped_column(default=0)  # how many of the five points are clear, kept with every change
    __table_args__ = (Index("ix_person_status", "status", "id"), Index("ix_person_points", "points", "id"))


class Household(Versioned, Base):
    """A household with its head and its address in a grid cell."""

    __tablename__ = "household"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    head_id: Mapped[int] = ref("person")
    address: Mapped[Text0]
    grid_id: Mapped[int | None] = ref("grid")
    recorded_at: Mapped[datetime]


class HouseholdMember(Versioned, Base):
    """A person's membership of a household."""

    __tablename__ = "household_member"
    id: Mapped[Key]
    household_id: Mapped[int] = ref("household")
    person_id: Mapped[int] = ref("person")
    relation: Mapped[Text0]
    since: Mapped[date]
    until: Mapped[date | None]


class ZeroEmploymentRecord(Versioned, Base):
    """A zero-employment household from recognition to clearing or exit."""

    __tablename__ = "zero_employment_record"
    id: Mapped[Key]
    household_id: Mapped[int] = ref("household")
    state: Mapped[str]
    recognised_on: Mapped[date] = mapped_column(index=True)
    recognised_by: Mapped[Text0]
    last_day: Mapped[date] = mapped_column(index=True)
    cleared_on: Mapped[date | None] = mapped_column(index=True)
    cleared_person_id: Mapped[int | None] = ref("person", index=False)
    hire_id: Mapped[int | None]
    exited_on: Mapped[date | None] = mapped_column(index=True)
    exit_kind: Mapped[Text0]
    reason: Mapped[Text0]
    late_entry: Mapped[Flag]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    recorded_at: Mapped[datetime]
    cleared_recorded_at: Mapped[datetime | None]
    exited_recorded_at: Mapped[datetime | None]


class AssistanceFile(Versioned, Base):
    """The personal assistance file, opened only for the willing and able."""

    __tablename__ = "assistance_file"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    person_id: Mapped[int] = ref("person")
    state: Mapped[str]
    stage: Mapped[str]
    willing: Mapped[bool]
    able: Mapped[bool]
    helper_id: Mapped[int | None] = ref("officer")
    opened_on: Mapped[date] = mapped_column(index=True)
    closed_on: Mapped[date | None]
    closed_reason: Mapped[Text0]
    late_entry: Mapped[Flag]
    recorded_at: Mapped[datetime]


class Helper(Versioned, Base):
    """The one officer who helps a person one to one (一对一帮办), from a day until a day; one at a time (H1, I3)."""

    __tablename__ = "helper"
    id: Mapped[Key]
    person_id: Mapped[int] = ref("person")
    officer_id: Mapped[int] = ref("officer")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[Text0]
    named_by: Mapped[int | None] = ref("officer", index=False)
    recorded_at: Mapped[datetime]
    __table_args__ = (
        Index("uq_helper_active", "person_id", unique=True, sqlite_where=text("ends_on IS NULL")),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="span"),
    )
