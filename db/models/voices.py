"""What the people served say: invitations to rate, appeals against a rating, call-backs, complaints and suggestions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, CText, Flag, Key, Text0, Uid, Versioned, ref


class RatingInvitation(Versioned, Base):
    """An invitation to rate a case or a ticket, one each; its code stands on the slip and names nobody."""

    __tablename__ = "rating_invitation"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(CText, unique=True)
    case_id: Mapped[int | None] = mapped_column(unique=True)
    ticket_id: Mapped[int | None] = mapped_column(unique=True)
    channel: Mapped[str]
    fell_due_on: Mapped[date] = mapped_column(index=True)
    written_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    told_by: Mapped[int | None] = ref("officer", index=False)
    __table_args__ = (CheckConstraint("(case_id IS NULL) <> (ticket_id IS NULL)", name="one_subject"),)


class RatingAppeal(Versioned, Base):
    """An appeal against a mistaken or malicious rating; the rating itself is never changed, and nobody decides on their own appeal."""

    __tablename__ = "rating_appeal"
    id: Mapped[Key]
    rating_id: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[str]
    reason: Mapped[str]
    asked_by: Mapped[int] = ref("officer")
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(CText, index=True)
    decision: Mapped[Text0]
    decided_by: Mapped[int | None] = ref("officer", index=False)
    decided_at: Mapped[datetime | None]
    __table_args__ = (CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="other_decides"),)


class CallBack(Base):
    """A call to somebody who rated badly or complained: who called, when, whether they were reached and what they said."""

    __tablename__ = "call_back"
    id: Mapped[Key]
    record: Mapped[str] = mapped_column(CText, index=True)
    called_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    officer_id: Mapped[int] = ref("officer", index=False)
    reached: Mapped[Flag]
    content: Mapped[bool | None]
    text: Mapped[Text0]


class Complaint(Versioned, Base):
    """A complaint or a suggestion with its own last day; whoever it is about does not answer it (B19)."""

    __tablename__ = "complaint"
    id: Mapped[Key]
    uid: Mapped[Uid]
    code: Mapped[str] = mapped_column(CText, unique=True)
    kind: Mapped[str]
    channel: Mapped[str]
    person_id: Mapped[int | None] = ref("person")
    visitor_name: Mapped[Text0]
    phone_sealed: Mapped[bytes | None]
    about_id: Mapped[int | None] = ref("officer")
    case_id: Mapped[int | None] = ref("cases")
    ticket_id: Mapped[int | None] = ref("ticket", index=False)
    topic: Mapped[str]
    text: Mapped[str]
    received_on: Mapped[date] = mapped_column(index=True)
    received_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int] = ref("officer", index=False)
    state: Mapped[str] = mapped_column(CText, index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    handler_id: Mapped[int | None] = ref("officer")
    verified_on: Mapped[date | None]
    finding: Mapped[Text0]
    answered_on: Mapped[date | None]
    answered_by: Mapped[int | None] = ref("officer", index=False)
    answer: Mapped[Text0]
    closed_on: Mapped[date | None]
    closed_by: Mapped[int | None] = ref("officer", index=False)
    __table_args__ = (
        CheckConstraint("about_id IS NULL OR answered_by IS NULL OR answered_by <> about_id", name="other_answers"),
        CheckConstraint("answered_on IS NULL OR answered_on >= received_on", name="answered_after"),
    )
