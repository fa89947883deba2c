"""Batches of rows by one prepared statement, column by column.

What SQLAlchemy works out for each row anew is worked out once for a table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import JSON, Date, Dialect, Table, insert
from sqlalchemy.orm import Session

from db import audit
from db.base import UtcDateTime

Row = Mapping[str, Any]
Values = Sequence[Any]


def _columns(rows: Sequence[Row], keys: Iterable[str]) -> dict[str, Values]:
    return {key: [row[key] for row in rows] for key in keys}


def digest_of(table: Table, rows: Sequence[Row]) -> str:
    """SHA-256 over the values of a batch, the same on both databases: the names of its columns in order, then column by column."""
    columns = _columns(rows, sorted(rows[0]))
    values = [_through(_portable(table.c[key].type), column) for key, column in columns.items()]
    return hashlib.sha256(audit.canonical([list(columns), values])).hexdigest()


def _through(change: Callable[[Any], Any] | None, values: Values) -> Values:
    return values if change is None else list(map(change, values))


def _portable(kind: Any) -> Callable[[Any], Any] | None:
    """How a value is written in a digest; what JSON knows stays as it is."""
    return _moment if isinstance(kind, UtcDateTime) else _day if isinstance(kind, Date) else None


@cache
def _plan(table: Table, keys: tuple[str, ...], dialect: Dialect) -> tuple[str, dict[str, Callable[[Any], Any] | None], bool]:
    """The INSERT of some columns in a dialect, how the values of each go in, and whether they go in by their places."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(keys))
    changes = {key: _processor(table.c[key].type, dialect) for key in compiled.positiontup or keys}
    return str(compiled), changes, compiled.positional


def _processor(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    """How a value goes in; SQLite's moments and days by the library's own writer, which gives the same text three times as fast."""
    if dialect.name == "sqlite" and isinstance(kind, UtcDateTime | Date):
        return _portable(kind)
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if dialect.name == "sqlite" and found is not None and isinstance(kind, JSON):
        return _mostly_empty(found)
    return found


def _mostly_empty(write: Callable[[Any], Any]) -> Callable[[Any], Any]:
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


def insert_rows(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns; columns left out get their defaults, one row at a time.

    The parameters are worked out before the transaction begins, so that the write lock is held for the writing alone.
    """
    keys = tuple(rows[0])
    if len(keys) < len(table.c):
        session.connection().execute(insert(table), [dict(row) for row in rows])
        return
    statement, changes, by_place = _plan(table, keys, session.get_bind().dialect)
    bound: list[Any] = list(zip(*(_through(changes[key], column) for key, column in _columns(rows, changes).items()), strict=True))
    if not by_place:
        bound = [dict(zip(changes, row, strict=True)) for row in bound]
    session.connection().exec_driver_sql(statement, bound)
