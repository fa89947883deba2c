"""Working data and what keeps the program honest: settings, secrets, seats, drafts, number series, duties, batches, attachments."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, CText, Flag, Key, Text0, Uid, Versioned, ref


class Setting(Versioned, Base):
    """A station-wide setting; the value is JSON."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(CText, primary_key=True)
    value: Mapped[dict[str, Any]]


class Secret(Base):
    """A signing key, hash key or upload password, sealed: every seat and every restored copy is the same station."""

    __tablename__ = "secret"
    key: Mapped[str] = mapped_column(CText, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(info={"secret": True})


class Seat(Base):
    """A machine at work on this database (working data)."""

    __tablename__ = "seat"
    name: Mapped[str] = mapped_column(CText, primary_key=True)
    officer_id: Mapped[int | None]
    counter_id: Mapped[int | None]
    program: Mapped[Text0]
    seen_at: Mapped[datetime]


class Draft(Base):
    """A half-filled form, sealed (working data): it is there again at the next start."""

    __tablename__ = "draft"
    id: Mapped[Key]
    uid: Mapped[Uid]
    officer_id: Mapped[int] = ref("officer")
    form: Mapped[str]
    record: Mapped[Text0]
    title: Mapped[Text0]
    sealed: Mapped[bytes]
    updated_at: Mapped[datetime]
    __table_args__ = (Index("uq_draft_form", "officer_id", "form", "record", unique=True),)


class NumberSeries(Base):
    """The last number drawn of a series (working data: the number itself stands in the audited record)."""

    __tablename__ = "number_series"
    kind: Mapped[str] = mapped_column(CText, primary_key=True)
    scope: Mapped[str] = mapped_column(CText, primary_key=True)
    value: Mapped[int]


class RequestKey(Base):
    """The answer to a request key: a double click or a retry gets the first answer again (working data)."""

    __tablename__ = "request_key"
    key: Mapped[str] = mapped_column(CText, primary_key=True)
    action: Mapped[str]
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime] = mapped_column(index=True)


class DutyProduct(Base):
    """What a timed duty made, once: the day it fell due and the moment it was written."""

    __tablename__ = "duty_product"
    kind: Mapped[str] = mapped_column(CText, primary_key=True)
    subject: Mapped[str] = mapped_column(CText, primary_key=True)
    step: Mapped[str] = mapped_column(CText, primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    written_at: Mapped[datetime]
    text: Mapped[Text0]


class Batch(Base):
    """A journalled piece of long work in short steps; its rows count nowhere until ``state`` is ``complete``."""

    __tablename__ = "batch"
    id: Mapped[Key]
    kind: Mapped[str]
    state: Mapped[str]
    actor: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(default=0)
    data: Mapped[dict[str, Any]]


class BatchImage(Base):
    """The before-image of a row a batch changed, so that cancelling undoes it."""

    __tablename__ = "batch_image"
    id: Mapped[Key]
    batch_id: Mapped[int] = ref("batch")
    record: Mapped[str]
    sealed: Mapped[bytes | None]


class Attachment(Base):
    """A stored file: sealed, named by its keyed hash; beside the embedded database, or as bytes here on PostgreSQL."""

    __tablename__ = "attachment"
    id: Mapped[Key]
    uid: Mapped[Uid]
    record: Mapped[str] = mapped_column(CText, index=True)
    title: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(CText, index=True)
    sealed: Mapped[bytes | None] = mapped_column(info={"secret": True})
    added_by: Mapped[int | None] = ref("officer")
    added_at: Mapped[datetime]
    removed: Mapped[Flag]
    removed_reason: Mapped[Text0]


class Holiday(Base):
    """A day that is off although Monday to Friday, or worked although a weekend."""

    __tablename__ = "holiday"
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]


class HolidayYear(Base):
    """A year with a table; a deadline that reaches any other year says so."""

    __tablename__ = "holiday_year"
    year: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    source: Mapped[str]
    imported_at: Mapped[datetime]


class PrintRecord(Base):
    """A paper that was made: what, about what, by whom; the paper itself is drawn again from its values."""

    __tablename__ = "print_record"
    id: Mapped[Key]
    document: Mapped[str] = mapped_column(CText, index=True)
    number: Mapped[Text0]
    record: Mapped[str] = mapped_column(CText, index=True)
    pages: Mapped[int]
    sha256: Mapped[str]
    officer_id: Mapped[int | None] = ref("officer")
    printed_at: Mapped[datetime] = mapped_column(index=True)
