"""Persons, households, employment status, hardship, the search keys, zero-employment families."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, CText, Flag, Key, Text0, Uid, Versioned, ref


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


class PersonKey(Base):
    """A search key of a person (working data); found by a range scan, never by LIKE."""

    __tablename__ = "person_key"
    kind: Mapped[str] = mapped_column(CText, primary_key=True)
    key: Mapped[str] = mapped_column(CText, primary_key=True)
    person_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    __table_args__ = (Index("ix_person_key_person", "person_id"), {"sqlite_with_rowid": False})


class PersonGroup(Versioned, Base):
    """Membership of a key group over a span of days; ``until`` is the first day on which it no longer holds."""

    __tablename__ = "person_group"
    id: Mapped[Key]
    person_id: Mapped[int] = ref("person")
    group: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    source: Mapped[Text0]
    recorded_at: Mapped[datetime]
    __table_args__ = (Index("ix_person_group_group", "group", "person_id"),)


class EmploymentStatus(Versioned, Base):
    """A span of employment or unemployment, the history behind ``Person.status``; ``until`` is the next span's ``since``."""

    __tablename__ = "employment_status"
    id: Mapped[Key]
    person_id: Mapped[int] = ref("person")
    status: Mapped[str]
    since: Mapped[date] = mapped_column(index=True)
    until: Mapped[date | None]
    reason: Mapped[Text0]
    employer: Mapped[Text0]
    source: Mapped[Text0]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    recorded_at: Mapped[datetime]


class HardshipRecognition(Versioned, Base):
    """Recognition of employment hardship: applied for here, decided by the competent office."""

    __tablename__ = "hardship_recognition"
    id: Mapped[Key]
    person_id: Mapped[int] = ref("person")
    category: Mapped[str]
    applied_on: Mapped[date]
    recognised_on: Mapped[date | None]
    recognised_by: Mapped[Text0]
    refused_on: Mapped[date | None]
    reason: Mapped[Text0]
    ended_on: Mapped[date | None]
    case_id: Mapped[int | None]
    applied_by: Mapped[int | None] = ref("officer", index=False)
    decided_by: Mapped[int | None] = ref("officer", index=False)
    recorded_at: Mapped[datetime]
    decided_recorded_at: Mapped[datetime | None]


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


class FivePoints(Versioned, Base):
    """One finding about one of the five points of a person; the newest of a point counts, the others are its history."""

    __tablename__ = "five_points"
    id: Mapped[Key]
    person_id: Mapped[int] = ref("person")
    point: Mapped[str]
    facts: Mapped[dict[str, Any]]
    summary: Mapped[Text0]
    method: Mapped[Text0]
    checked_on: Mapped[date]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    recorded_at: Mapped[datetime]


class JobWish(Versioned, Base):
    """What work a person looks for: the only facts matching uses beside group, skill and limits."""

    __tablename__ = "job_wish"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(unique=True)
    occupations: Mapped[list[Any]]
    kinds: Mapped[list[Any]]
    min_pay_cents: Mapped[int | None]
    max_distance_m: Mapped[int | None]
    shifts: Mapped[Text0]
    family_friendly: Mapped[Flag]
    limits: Mapped[list[Any]]
    updated_on: Mapped[date]


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


class FileStep(Base):
    """A record of one of the six steps of an assistance file; the furthest one is its stage."""

    __tablename__ = "file_step"
    id: Mapped[Key]
    file_id: Mapped[int] = ref("assistance_file")
    stage: Mapped[str]
    happened_on: Mapped[date]
    text: Mapped[Text0]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    recorded_at: Mapped[datetime]


class ServiceList(Versioned, Base):
    """One version of the three lists, on one sheet; handed over once."""

    __tablename__ = "service_list"
    id: Mapped[Key]
    file_id: Mapped[int] = ref("assistance_file")
    person_id: Mapped[int] = ref("person")
    number: Mapped[int]
    made_on: Mapped[date]
    handed_over_on: Mapped[date | None] = mapped_column(index=True)
    handed_over_how: Mapped[Text0]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    recorded_at: Mapped[datetime]
    handed_over_recorded_at: Mapped[datetime | None]


class ServiceListLine(Versioned, Base):
    """A line of a service list with the matching reason and the person's answer."""

    __tablename__ = "service_list_line"
    id: Mapped[Key]
    list_id: Mapped[int] = ref("service_list")
    kind: Mapped[str]
    position: Mapped[int]
    title: Mapped[str]
    detail: Mapped[Text0]
    reasons: Mapped[list[Any]]
    record: Mapped[Text0]
    answer: Mapped[Text0]
    answered_on: Mapped[date | None]
    answer_reason: Mapped[Text0]
    appointed_on: Mapped[date | None]


class ServiceRecord(Base):
    """A recorded service of this station to a person: what later help into work is traced back to."""

    __tablename__ = "service_record"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(BigId)
    kind: Mapped[str]
    happened_on: Mapped[date]
    record: Mapped[str]
    mode: Mapped[Text0]
    text: Mapped[Text0]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    recorded_at: Mapped[datetime]
    __table_args__ = (Index("ix_service_record_person", "person_id", "happened_on"), Index("ix_service_record_day", "happened_on", "kind"))


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
