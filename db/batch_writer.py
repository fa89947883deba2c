"""Batches of rows by one prepared statement, column by column.

What SQLAlchemy works out for each row anew is worked out once for a table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import JSON, Date, Dialect, Table, UniqueConstraint, insert
from sqlalchemy.orm import Session

from db import audit
from db.base import Base, UtcDateTime

Row = Mapping[str, Any]
Values = Sequence[Any]
Change = Callable[[Any], Any]

WORK = 33_000
"""What one transaction of a batch writes, in values: about a thirtieth of a second of the write lock."""
INDEX = 5
"""An index to keep costs a row as much as so many values."""


def rows_at_once(model: type[Base]) -> int:
    """How many rows of a table one transaction may write, so that it holds the write lock for moments only."""
    table = model.__table__
    assert isinstance(table, Table)
    indexes = len(table.indexes) + sum(isinstance(one, UniqueConstraint) for one in table.constraints)
    return max(200, WORK // (len(table.c) + INDEX * indexes))


class Batch:
    """Rows that all have the same columns, on their way into a table."""

    def __init__(self, table: Table, rows: Sequence[Row]) -> None:
        self.table, self.rows = table, rows
        self._given = {key: [row[key] for row in rows] for key in rows[0]}
        self._portable = {key: _through(_portable(table.c[key].type), values) for key, values in self._given.items()}

    def digest(self) -> str:
        """SHA-256 over the values, the same on both databases: the names of the columns in order, then column by column."""
        names = sorted(self._portable)
        return hashlib.sha256(audit.canonical([names, [self._portable[name] for name in names]])).hexdigest()

    def insert(self, session: Session) -> None:
        """Insert the rows; columns left out get their defaults, one row at a time.

        The parameters are worked out before the transaction begins, so that the write lock is held for the writing alone.
        """
        if len(self._given) < len(self.table.c):
            session.connection().execute(insert(self.table), [dict(row) for row in self.rows])
            return
        dialect = session.get_bind().dialect
        statement, changes, by_place = _plan(self.table, tuple(self._given), dialect)
        source = self._portable if dialect.name == "sqlite" else self._given  # SQLite keeps moments and days as that very text
        bound: list[Any] = list(zip(*(_through(change, source[key]) for key, change in changes.items()), strict=True))
        if not by_place:
            bound = [dict(zip(changes, row, strict=True)) for row in bound]
        session.connection().exec_driver_sql(statement, bound)


def _through(change: Change | None, values: Values) -> Values:
    return values if change is None else list(map(change, values))


def _portable(kind: Any) -> Change | None:
    """How a value is written in a digest; what JSON knows stays as it is."""
    return _moment if isinstance(kind, UtcDateTime) else _day if isinstance(kind, Date) else None


@cache
def _plan(table: Table, keys: tuple[str, ...], dialect: Dialect) -> tuple[str, dict[str, Change | None], bool]:
    """The INSERT of some columns in a dialect, how the values of each go in, and whether they go in by their places."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(keys))
    changes = {key: _processor(table.c[key].type, dialect) for key in compiled.positiontup or keys}
    return str(compiled), changes, compiled.positional


def _processor(kind: Any, dialect: Dialect) -> Change | None:
    """How a value goes in; SQLite's moments and days are text by then, written three times as fast as by SQLAlchemy."""
    if dialect.name == "sqlite" and _portable(kind):
        return None
    found: Change | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return _mostly_empty(found) if found is not None and dialect.name == "sqlite" and isinstance(kind, JSON) else found


def _mostly_empty(write: Change) -> Change:
    """Most lists and tables of a batch are empty ones, whose text is known."""
    no_list, no_table = write([]), write({})
    return lambda value: no_list if value == [] else no_table if value == {} else write(value)


@lru_cache(maxsize=8192)
def _moment(value: datetime | None) -> str | None:
    """The moments of a batch come again: when it happened, when it was recorded, and in the rows that follow from it."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a naive moment reached the database")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=8192)
def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
