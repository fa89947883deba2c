"""The audit chain's three tables; migrations never touch or re-serialise their rows."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, BigId, CText


class AuditEntry(Base):
    """One audited act: the canonical bytes and their place in the chain; the other columns are read out of the bytes."""

    __tablename__ = "audit_entry"
    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(CText, index=True)
    action: Mapped[str] = mapped_column(CText, index=True)
    subject: Mapped[str] = mapped_column(CText, index=True)
    body: Mapped[bytes]
    hash: Mapped[bytes]


class AuditValue(Base):
    """The sealed before and after of one record in one entry; NULL once erased."""

    __tablename__ = "audit_value"
    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    record: Mapped[str] = mapped_column(CText, primary_key=True)
    sealed: Mapped[bytes | None]
    __table_args__ = (Index("ix_audit_value_record", "record", "seq"),)


class AuditHead(Base):
    """The last entry's number and hash: the one row every write locks last."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[bytes]


class AuditSignature(Base):
    """The head signed with the station's key, once a business day."""

    __tablename__ = "audit_signature"
    day: Mapped[date] = mapped_column(primary_key=True)
    seq: Mapped[int]
    head: Mapped[bytes]
    signature: Mapped[bytes]
