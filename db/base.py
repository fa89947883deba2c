"""Column types and the declarative base: what makes one set of models mean the same on SQLite and PostgreSQL.

Neither here nor in the models are annotations postponed: the mapper would have to evaluate each from its text, at every start.
"""

import uuid
from datetime import UTC, date, datetime
from threading import Lock
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, DateTime, Dialect, ForeignKey, Integer, LargeBinary, MetaData, Row, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored as UTC; a naive one is a bug and raises."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps no zone, so it is taken off there."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment reached the database")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Back to an aware UTC moment."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


AnyRow = Row[*tuple[Any, ...]]
"""A row of a query that names its columns; what they hold is said where it is read."""

# Compared and paged text sorts by code point on both databases: with a Chinese ICU collation a prefix scan found nothing.
CText = Text().with_variant(Text(collation="C"), "postgresql")
BigId = BigInteger().with_variant(Integer(), "sqlite")


class Base(DeclarativeBase):
    """The declarative base: named constraints, and the types below for every annotation."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        str: CText,
        int: BigInteger().with_variant(Integer(), "sqlite"),
        bool: Boolean(),
        datetime: UtcDateTime(),
        date: Date(),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }

    def __init_subclass__(cls, **options: Any) -> None:
        """Not mapped here: ``mapped`` does it when ``db.models`` is asked for the class."""


_mapping = Lock()


def mapped(model: type[Base]) -> type[Base]:
    """The class, mapped now if it is not yet."""
    with _mapping:
        return model if "__mapper__" in vars(model) else Base.registry.mapped(model)


def new_uid() -> str:
    """The identity of a record with sealed fields: it is the associated data of their seals and never changes."""
    return uuid.uuid4().hex


Key = Annotated[int, mapped_column(BigId, primary_key=True, autoincrement=True)]
Uid = Annotated[str, mapped_column(CText, unique=True, default=new_uid)]
Text0 = Annotated[str, mapped_column(CText, default="", server_default="")]
Flag = Annotated[bool, mapped_column(Boolean(), default=False)]


def ref(table: str, *, index: bool = True) -> Any:
    """A column that points at a row of ``table``."""
    return mapped_column(BigId, ForeignKey(f"{table}.id"), index=index)


class Versioned:
    """An editable row: a lost update is found by its version number and becomes a ``Conflict``."""

    version: Mapped[int] = mapped_column(BigId)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Let the mapper count versions and compare them at every update."""
        return {"version_id_col": cls.version}
