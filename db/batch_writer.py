"""Batches of rows by one prepared statement: what SQLAlchemy works out for each row anew is worked out once for a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

Row = Mapping[str, Any]


@cache
def _plan(table: Table, keys: tuple[str, ...], dialect: Dialect) -> tuple[str, Callable[[Row], Any]]:
    """The INSERT of some columns in a dialect, and how a row becomes its parameters."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(keys))
    processors = [(key, table.c[key].type.dialect_impl(dialect).bind_processor(dialect)) for key in compiled.positiontup or keys]

    def positional(row: Row) -> tuple[Any, ...]:
        return tuple([row[key] if change is None else change(row[key]) for key, change in processors])

    def named(row: Row) -> dict[str, Any]:
        return {key: row[key] if change is None else change(row[key]) for key, change in processors}

    return str(compiled), positional if compiled.positional else named


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns; columns left out get their defaults, one row at a time."""
    keys = tuple(rows[0])
    if len(keys) < len(table.c):
        connection.execute(insert(table), [dict(row) for row in rows])
        return
    statement, parameters = _plan(table, keys, connection.dialect)
    connection.exec_driver_sql(statement, [parameters(row) for row in rows])
