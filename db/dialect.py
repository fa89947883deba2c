"""The few statements that differ between the two databases; nothing else asks which one it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Insert, Table, Text, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType


class station_hour(FunctionElement[str]):  # noqa: N801 - it reads as the SQL function that it is
    """The hour of the station's day of a stored moment, as two digits; neither the server's nor the session's zone matters."""

    type = Text()
    inherit_cache = True


@compiles(station_hour)
def _hour_on_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    return f"strftime('%H', {compiler.process(element.clauses, **more)}, '+8 hours')"


@compiles(station_hour, "postgresql")
def _hour_on_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    return f"to_char(timezone('UTC', {compiler.process(element.clauses, **more)}) + interval '8 hours', 'HH24')"


class among(FunctionElement[Any]):  # noqa: N801 - it reads as the SQL operator that it is
    """Whether a column is among the few values of a subquery, looked up by the column's index.

    PostgreSQL would join the subquery, which it takes for a large one, and read the whole table.
    """

    type = NullType()  # as a Boolean SQLite would be asked "= 1", and find no index for that
    inherit_cache = True


@compiles(among)
def _among_on_sqlite(element: Any, compiler: Any, **more: Any) -> str:
    column, found = element.clauses
    return f"{compiler.process(column, **more)} IN {compiler.process(found, **more)}"


@compiles(among, "postgresql")
def _among_on_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    column, found = element.clauses
    return f"{compiler.process(column, **more)} = ANY (ARRAY{compiler.process(found, **more)})"


def upsert(connection: Connection, table: Table) -> Any:
    """An INSERT that can say ON CONFLICT, in the dialect of ``connection``."""
    return upsert_named(connection.dialect.name, table)


def upsert_named(dialect_name: str, table: Table) -> Any:
    """The same for a dialect by its name; a desk on SQLite never loads the other one."""
    if dialect_name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


def insert_ignore(connection: Connection, table: Table) -> Insert:
    """An INSERT that leaves rows alone whose key is already there."""
    statement: Insert = upsert(connection, table).on_conflict_do_nothing()
    return statement


def reset_sequence(connection: Connection, table: Table) -> None:
    """After rows with given ids were written, let PostgreSQL's own numbering go on behind them."""
    if connection.dialect.name != "postgresql" or "id" not in table.c:
        return
    name = table.name
    connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT coalesce(max(id), 1) FROM \"{name}\"))"))


def next_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """Ids for new rows of a table: of the server's own numbering; on SQLite those behind the last one, which the write lock keeps free."""
    if connection.dialect.name == "postgresql":
        numbers = text(f"SELECT nextval(pg_get_serial_sequence('{table.name}', 'id')) FROM generate_series(1, :count)")
        return sorted(connection.execute(numbers, {"count": count}).scalars())
    last = connection.execute(text(f'SELECT coalesce(max(id), 0) FROM "{table.name}"')).scalar_one()
    return list(range(last + 1, last + 1 + count))


def lock_write(connection: Connection, key: int) -> None:
    """Let one writer of a kind through at a time; on SQLite the write lock of the database already does."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})
