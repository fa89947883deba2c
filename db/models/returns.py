"""Returns: what was typed into them, what was frozen, and the lineage of every frozen figure."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key, Text0, Versioned, ref


class ReturnText(Versioned, Base):
    """A sentence or a manual figure typed into a return: narrative, remark, the reason that answers a warning."""

    __tablename__ = "return_text"
    id: Mapped[Key]
    code: Mapped[str]
    period: Mapped[str]
    key: Mapped[str]
    text: Mapped[str]
    officer_id: Mapped[int | None] = ref("officer", index=False)
    changed_at: Mapped[datetime]
    __table_args__ = (Index("uq_return_text_key", "code", "period", "key", unique=True),)


class Return(Versioned, Base):
    """A frozen return: a correction is a new version with a reason, never an edit."""

    __tablename__ = "return_"
    id: Mapped[Key]
    code: Mapped[str]
    period: Mapped[str]
    number: Mapped[int]
    state: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    cut_off: Mapped[datetime]
    edition: Mapped[str]
    definition: Mapped[str]
    checks: Mapped[list[Any]]
    narrative: Mapped[dict[str, Any]]
    reason: Mapped[Text0]
    first: Mapped[bool]
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[int | None] = ref("officer", index=False)
    audit_head: Mapped[str]
    digest: Mapped[str]
    __table_args__ = (Index("uq_return_version", "code", "period", "number", unique=True),)


class ReturnCell(Base):
    """A frozen figure with the compressed list of the records behind it."""

    __tablename__ = "return_cell"
    id: Mapped[Key]
    return_id: Mapped[int] = ref("return_")
    cell: Mapped[str]
    kind: Mapped[str]
    measure: Mapped[Text0]
    value: Mapped[str]
    count: Mapped[int]
    record_kind: Mapped[Text0]
    lineage: Mapped[bytes] = mapped_column(info={"secret": True})  # its digest stands in the audit trail instead
    lineage_digest: Mapped[str]
    __table_args__ = (Index("uq_return_cell_key", "return_id", "cell", unique=True),)
