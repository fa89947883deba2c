"""Jobs, referrals, hires, policies, courses."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, CText, Flag, Key, Text0, Versioned, ref


class Job(Versioned, Base):
    """A job with its three sections: post, requirement, pay (cents for ``pay_unit``). Closed, never deleted."""

    __tablename__ = "job"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    employer_id: Mapped[int] = ref("employer")
    kind: Mapped[str]
    welfare_kind: Mapped[Text0]
    source: Mapped[Text0]
    survey_way: Mapped[Text0]
    offered_by: Mapped[Text0]
    title: Mapped[str]
    occupation: Mapped[Text0]
    duties: Mapped[Text0]
    headcount: Mapped[int]
    location: Mapped[Text0]
    distance_m: Mapped[int | None]
    shifts: Mapped[Text0]
    family_friendly: Mapped[Flag]
    education: Mapped[Text0]
    age_min: Mapped[int | None]
    age_max: Mapped[int | None]
    gender: Mapped[int] = mapped_column(default=0)
    skills: Mapped[list[Any]]
    limits: Mapped[list[Any]]
    requirement: Mapped[Text0]
    pay_low_cents: Mapped[int | None]
    pay_high_cents: Mapped[int | None]
    pay_unit: Mapped[str] = mapped_column(CText, default="month")
    pay_negotiable: Mapped[Flag]
    pay_note: Mapped[Text0]
    benefits: Mapped[Text0]
    collected_on: Mapped[date] = mapped_column(index=True)
    published_on: Mapped[date | None]
    expires_on: Mapped[date | None] = mapped_column(index=True)
    closed_on: Mapped[date | None]
    closed_reason: Mapped[Text0]
    renewed_from_id: Mapped[int | None]
    visit_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(CText, index=True)
    late_entry: Mapped[Flag]
    recorded_at: Mapped[datetime]


class Referral(Versioned, Base):
    """A person put to a job: how, when, the answer, the steps to the hire."""

    __tablename__ = "referral"
    id: Mapped[Key]
    person_id: Mapped[int] = ref("person")
    job_id: Mapped[int] = ref("job")
    happened_on: Mapped[date] = mapped_column(index=True)
    channel: Mapped[Text0]
    state: Mapped[str]
    answer: Mapped[Text0]
    answered_on: Mapped[date | None]
    interview_on: Mapped[date | None]
    medical_on: Mapped[date | None]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    late_entry: Mapped[Flag]
    recorded_at: Mapped[datetime]


class Hire(Versioned, Base):
    """A confirmed start of work."""

    __tablename__ = "hire"
    id: Mapped[Key]
    person_id: Mapped[int] = ref("person")
    referral_id: Mapped[int | None] = ref("referral", index=False)
    job_id: Mapped[int | None] = ref("job")
    employer: Mapped[str]
    form: Mapped[str]
    started_on: Mapped[date] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    confirmed_on: Mapped[date]
    confirmed_how: Mapped[str]
    helped: Mapped[Flag]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    late_entry: Mapped[Flag]
    reason: Mapped[Text0]
    recorded_at: Mapped[datetime]


class Policy(Versioned, Base):
    """A policy of the library with its dated conditions (data, never code)."""

    __tablename__ = "policy"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    name: Mapped[str]
    level: Mapped[str]
    kind: Mapped[str]
    document_number: Mapped[Text0]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    conditions: Mapped[list[Any]]
    summary: Mapped[Text0]
    how_to_apply: Mapped[Text0]
    published: Mapped[Flag]
    recorded_at: Mapped[datetime]


class Course(Versioned, Base):
    """A training course on offer."""

    __tablename__ = "course"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    occupation: Mapped[Text0]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    places: Mapped[int]
    fee_cents: Mapped[int] = mapped_column(default=0)
    provider: Mapped[Text0]
    location: Mapped[Text0]
    recorded_at: Mapped[datetime]


class Enrolment(Versioned, Base):
    """A person on a course."""

    __tablename__ = "enrolment"
    id: Mapped[Key]
    course_id: Mapped[int] = ref("course")
    person_id: Mapped[int] = ref("person")
    state: Mapped[str]
    enrolled_on: Mapped[date]
    finished_on: Mapped[date | None] = mapped_column(index=True)
    certificate: Mapped[Text0]
    recorded_at: Mapped[datetime]
    finished_recorded_at: Mapped[datetime | None]
    __table_args__ = (Index("uq_enrolment_course_person", "course_id", "person_id", unique=True),)
