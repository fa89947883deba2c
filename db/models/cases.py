"""Cases, their event rows, notices, hand-overs, extensions, leads, chasers, ratings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, CText, Flag, Key, Text0, Versioned, ref


class Case(Versioned, Base):
    """One person's business with one item. The deadline is derived from the event rows and stored for the lists."""

    __tablename__ = "cases"
    id: Mapped[Key]
    number: Mapped[str] = mapped_column(CText, unique=True)
    item_id: Mapped[int] = ref("service_item", index=False)
    item_version_id: Mapped[int] = ref("item_version", index=False)
    item_name: Mapped[str]
    item_kind: Mapped[str]
    person_id: Mapped[int] = ref("person")
    ticket_id: Mapped[int | None] = ref("ticket")
    state: Mapped[str]
    channel: Mapped[str] = mapped_column(CText, default="window")
    mode: Mapped[Text0]
    first_officer_id: Mapped[int] = ref("officer", index=False)
    officer_id: Mapped[int] = ref("officer", index=False)
    received_on: Mapped[date] = mapped_column(index=True)
    received_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    accepted_on: Mapped[date | None] = mapped_column(index=True)
    accepted_recorded_at: Mapped[datetime | None]
    promised_days: Mapped[int | None]
    statutory_days: Mapped[int | None]
    supplement_rule: Mapped[str]
    extension_days: Mapped[int] = mapped_column(default=0)
    deadline: Mapped[date] = mapped_column(default=date.max)
    statutory_deadline: Mapped[date | None]
    deadline_warning: Mapped[Text0]
    paused: Mapped[Flag]
    decided_on: Mapped[date | None]
    closed_on: Mapped[date | None] = mapped_column(index=True)
    closed_recorded_at: Mapped[datetime | None] = mapped_column(index=True)
    outcome: Mapped[Text0]
    reason: Mapped[Text0]
    late_entry: Mapped[Flag]
    late_reason: Mapped[Text0]
    proxy: Mapped[Flag]
    authorised_on: Mapped[date | None]
    bundle: Mapped[Text0]
    origin: Mapped[Text0]  # the record it was opened from: an inquiry, a hire
    __table_args__ = (
        Index("ix_cases_open", "state", "deadline", "id"),
        Index("ix_cases_officer", "officer_id", "state", "deadline"),
        Index("ix_cases_due", "deadline", "id"),
    )


class CaseEvent(Base):
    """What happened to a case, and when it was recorded; never changed."""

    __tablename__ = "case_event"
    id: Mapped[Key]
    case_id: Mapped[int] = ref("cases")
    kind: Mapped[str]
    happened_on: Mapped[date]
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    approver_id: Mapped[int | None] = ref("officer", index=False)
    text: Mapped[Text0]
    data: Mapped[dict[str, Any]]


class CaseMaterial(Versioned, Base):
    """A line of the materials check-list."""

    __tablename__ = "case_material"
    id: Mapped[Key]
    case_id: Mapped[int] = ref("cases")
    code: Mapped[str]
    name: Mapped[str]
    form: Mapped[Text0]
    copies: Mapped[int] = mapped_column(default=1)
    state: Mapped[str]
    received_on: Mapped[date | None]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    shared_id: Mapped[int | None]  # the line of another case of the bundle under which it was handed in
    due_on: Mapped[date | None]  # the last day of what was accepted as missing (容缺)
    __table_args__ = (Index("ix_case_material_due", "due_on", sqlite_where=text("due_on IS NOT NULL")),)


class MaterialReceipt(Versioned, Base):
    """The receipt for material taken in, with names and numbers; it is for a case or for an inquiry."""

    __tablename__ = "material_receipt"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    case_id: Mapped[int | None] = ref("cases")
    inquiry_id: Mapped[int | None] = ref("inquiry")
    lines: Mapped[list[Any]]
    received_on: Mapped[date]
    officer_id: Mapped[int] = ref("officer", index=False)
    recorded_at: Mapped[datetime]
    returned_on: Mapped[date | None]
    __table_args__ = (CheckConstraint("case_id IS NOT NULL OR inquiry_id IS NOT NULL", name="subject"),)


class CaseBundle(Versioned, Base):
    """Cases opened together (一件事): of which kind, for whom, by whom; the cases carry its number."""

    __tablename__ = "case_bundle"
    id: Mapped[Key]
    number: Mapped[str] = mapped_column(CText, unique=True)
    kind: Mapped[str]
    person_id: Mapped[int] = ref("person")
    opened_by: Mapped[int] = ref("officer", index=False)
    opened_at: Mapped[datetime]


class Proxy(Versioned, Base):
    """The authorisation of a proxy case: the items one by one, by whom, from when until when, and how it ended; a renewal is a new row."""

    __tablename__ = "proxy"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    case_id: Mapped[int] = ref("cases")
    number: Mapped[int]
    agent_id: Mapped[int] = ref("officer", index=False)
    items: Mapped[list[Any]]
    reason: Mapped[Text0]
    powers: Mapped[Text0]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    attachment_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(CText, index=True)
    suspended_on: Mapped[date | None]
    suspended_reason: Mapped[Text0]
    ended_on: Mapped[date | None]
    outcome: Mapped[Text0]
    told_on: Mapped[date | None]
    told_how: Mapped[Text0]
    __table_args__ = (
        Index("uq_proxy_number", "case_id", "number", unique=True),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="span"),
    )


class OneTimeNotice(Base):
    """The numbered notice of everything that is missing."""

    __tablename__ = "one_time_notice"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    case_id: Mapped[int] = ref("cases")
    number: Mapped[int]
    issued_on: Mapped[date]
    missing: Mapped[list[Any]]
    reason: Mapped[Text0]
    officer_id: Mapped[int] = ref("officer", index=False)
    approver_id: Mapped[int | None] = ref("officer", index=False)
    recorded_at: Mapped[datetime]


class HandOver(Versioned, Base):
    """The responsible officer moves when the other one accepts; both moments are kept."""

    __tablename__ = "hand_over"
    id: Mapped[Key]
    case_id: Mapped[int] = ref("cases")
    from_officer_id: Mapped[int] = ref("officer", index=False)
    to_officer_id: Mapped[int] = ref("officer")
    offered_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    state: Mapped[str]
    reason: Mapped[Text0]
    desk_id: Mapped[int | None] = ref("desk_hand_over", index=False)
    __table_args__ = (
        CheckConstraint("from_officer_id <> to_officer_id", name="two_officers"),
        Index("uq_hand_over_offered", "case_id", unique=True, sqlite_where=text("state = 'offered'")),
    )


class Extension(Versioned, Base):
    """Asked before expiry, approved by the head, told to the applicant."""

    __tablename__ = "extension"
    id: Mapped[Key]
    case_id: Mapped[int] = ref("cases")
    asked_on: Mapped[date]
    asked_by: Mapped[int] = ref("officer", index=False)
    days: Mapped[int]
    reason: Mapped[str]
    state: Mapped[str]
    approver_id: Mapped[int | None] = ref("officer", index=False)
    approved_on: Mapped[date | None]
    told_on: Mapped[date | None]


class Approval(Versioned, Base):
    """A step that waits for its second person: by own account, or on paper with the signed slip attached."""

    __tablename__ = "approval"
    id: Mapped[Key]
    record: Mapped[str] = mapped_column(CText, index=True)
    step: Mapped[str]
    asked_by: Mapped[int] = ref("officer", index=False)
    asked_at: Mapped[datetime]
    state: Mapped[str]
    decided_by: Mapped[int | None] = ref("officer", index=False)
    decided_at: Mapped[datetime | None]
    reason: Mapped[Text0]
    data: Mapped[dict[str, Any]]
    signer_name: Mapped[Text0]
    signer_duty: Mapped[Text0]
    signed_on: Mapped[date | None]
    attachment_id: Mapped[int | None]
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by OR signed_on IS NOT NULL", name="second_person"),
        CheckConstraint("signed_on IS NULL OR (signer_name <> '' AND signer_duty <> '' AND attachment_id IS NOT NULL)", name="signed"),
        Index("ix_approval_state", "state", "id"),
        Index("ix_approval_step", "step", "asked_at", "id"),
    )


class AccountabilityRecord(Versioned, Base):
    """A lead raised by itself, its statement, its decision."""

    __tablename__ = "accountability_record"
    id: Mapped[Key]
    kind: Mapped[str]
    record: Mapped[str]
    case_id: Mapped[int | None] = ref("cases")
    officer_id: Mapped[int] = ref("officer")
    rule: Mapped[str]
    fell_due_on: Mapped[date] = mapped_column(index=True)
    written_at: Mapped[datetime]
    state: Mapped[str]
    statement: Mapped[Text0]
    decision: Mapped[Text0]
    decided_by: Mapped[int | None] = ref("officer", index=False)
    closed_on: Mapped[date | None]
    stated_at: Mapped[datetime | None]
    measure: Mapped[Text0]
    decided_at: Mapped[datetime | None]
    correct_by: Mapped[date | None]
    correction: Mapped[Text0]
    corrected_on: Mapped[date | None]
    corrected_at: Mapped[datetime | None]
    closed_by: Mapped[int | None] = ref("officer", index=False)
    closed_at: Mapped[datetime | None]
    closing: Mapped[Text0]
    __table_args__ = (
        Index("uq_accountability_record_once", "kind", "record", "fell_due_on", unique=True),
        Index("ix_accountability_record_state", "state", "id"),
        CheckConstraint("decided_by IS NULL OR decided_by <> officer_id", name="other_decides"),
        CheckConstraint("closed_by IS NULL OR closed_by <> officer_id", name="other_closes"),
    )


class Chaser(Base):
    """A chaser issued by itself, exactly one a step."""

    __tablename__ = "chaser"
    id: Mapped[Key]
    case_id: Mapped[int] = ref("cases")
    step: Mapped[str]
    officer_id: Mapped[int] = ref("officer")
    fell_due_on: Mapped[date]
    written_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    __table_args__ = (Index("uq_chaser_step", "case_id", "step", "fell_due_on", unique=True),)


class Rating(Base):
    """One rating of a case or a ticket; never changed afterwards. An anonymous one names neither person nor case nor ticket."""

    __tablename__ = "rating"
    id: Mapped[Key]
    case_id: Mapped[int | None] = mapped_column(unique=True)
    ticket_id: Mapped[int | None] = mapped_column(unique=True)
    item_name: Mapped[Text0]
    level: Mapped[int]
    text: Mapped[Text0]
    anonymous: Mapped[bool] = mapped_column(default=True)
    person_id: Mapped[int | None]
    channel: Mapped[str] = mapped_column(CText, default="counter")
    officer_id: Mapped[int | None] = ref("officer")
    rated_on: Mapped[date] = mapped_column(index=True)
    rated_at: Mapped[datetime]
    recorded_at: Mapped[datetime]


class RatedMark(Base):
    """That a case or a ticket was rated, once, and nothing of the rating: an anonymous one is not found by it (working data)."""

    __tablename__ = "rated_mark"
    kind: Mapped[str] = mapped_column(CText, primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    __table_args__ = {"sqlite_with_rowid": False}


class Rectification(Versioned, Base):
    """The answer to a bad rating in four dated steps; the supervisor is not the rated officer."""

    __tablename__ = "rectification"
    id: Mapped[Key]
    rating_id: Mapped[int] = mapped_column(unique=True)
    officer_id: Mapped[int | None] = ref("officer")
    state: Mapped[str] = mapped_column(CText, index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    verified_on: Mapped[date | None]
    finding: Mapped[Text0]
    corrected_on: Mapped[date | None]
    correction: Mapped[Text0]
    fed_back_on: Mapped[date | None]
    feedback: Mapped[Text0]
    supervised_on: Mapped[date | None]
    supervisor_id: Mapped[int | None] = ref("officer", index=False)
    closed_on: Mapped[date | None]
