"""Working data: settings, secrets, seats, drafts, the holiday table, what was printed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, CText, Key, Text0, Uid, Versioned, ref


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
