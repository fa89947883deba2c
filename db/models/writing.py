"""What only a write touches: running numbers, request keys, products of the duties, batches, attachments."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, CText, Flag, Key, Text0, Uid, ref


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
