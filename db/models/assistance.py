"""What is known of a person and done for them: search keys, groups, statuses, recognitions, five points, wishes, lists, services."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, CText, Flag, Key, Text0, Versioned, ref


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
