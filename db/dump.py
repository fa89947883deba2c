"""Whole copies of the two databases: an encrypted file by the online backup API, and PostgreSQL's rows as COPY text.

Neither knows the models: a backup made before an upgrade holds the tables of its own version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, LargeBinary, NullPool, Text, create_engine, insert, inspect, text
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from app.domain.errors import Damaged
from db import audit, schema
from db.audit import Verdict
from db.base import UtcDateTime
from db.engine import connect_cipher
from db.models import AuditEntry, AuditHead, AuditValue
from db.vault import Vault

Rows = Mapping[str, int]
Columns = Mapping[str, list[str]]
_AUDIT = {model.__tablename__: model for model in (AuditHead, AuditEntry, AuditValue)}
_BATCH = 500


def copy_file(engine: Engine, raw_key: bytes, target: Path) -> None:
    """Copy the encrypted database in one step while others work on it; plain file copies of an open database lose rows."""
    source = connect_cipher(Path(str(engine.url.database)), raw_key)
    try:
        copy = sqlcipher.connect(str(target), isolation_level=None)
        try:
            copy.execute(f"PRAGMA key = \"x'{raw_key.hex()}'\"")
            source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
    finally:
        source.close()


def file_problem(connection: Any) -> str | None:
    """What the encrypted file's own checks find: broken pages, broken structure, references that lead nowhere."""
    for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        try:
            found = connection.execute(f"PRAGMA {pragma}").fetchone()
        except sqlcipher.DatabaseError as error:
            return f"{pragma}: {error}"
        if found is not None and found[0] != "ok":
            return f"{pragma}: {found[0]}"
    return None


def file_rows(connection: Any) -> dict[str, int]:
    """The number of rows of every table of an encrypted file."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name")
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names.fetchall()}


def file_version(connection: Any) -> str:
    """The schema version of an encrypted file; ``Damaged`` when it is no station."""
    try:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])
    except (sqlcipher.DatabaseError, TypeError) as error:
        raise Damaged("db.empty") from error


def file_engine(path: Path, raw_key: bytes) -> Engine:
    """An engine for a copy that nobody else uses."""
    return create_engine("sqlite://", module=sqlcipher, creator=lambda: connect_cipher(path, raw_key), poolclass=NullPool)


def file_chain(path: Path, vault: Vault) -> Verdict:
    """Walk the audit chain of an encrypted copy."""
    with Session(file_engine(path, vault.key.sub("database"))) as session:
        return audit.verify(session, vault)


# ------------------------------------------------------------------------------------------------------------------ PostgreSQL


def tables(connection: Connection) -> dict[str, list[str]]:
    """Every table with its columns, in an order in which rows can be written: those that others point at first."""
    inspector = inspect(connection)
    ordered = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name is not None]
    columns = {name: found for (_, name), found in inspector.get_multi_columns().items()}
    return {name: [column["name"] for column in columns[name]] for name in ordered}


def key_columns(connection: Connection) -> dict[str, list[str]]:
    """The primary key of every table that has one."""
    return {name: found["constrained_columns"] for (_, name), found in inspect(connection).get_multi_pk_constraint().items() if found}


Reference = tuple[str, str, str]  # table, column, table it points at (always its id or its only key)


def references(connection: Connection) -> list[Reference]:
    """Every single-column foreign key."""
    inspector = inspect(connection)
    found = ((table, key) for table in inspector.get_table_names() for key in inspector.get_foreign_keys(table))
    return [(table, key["constrained_columns"][0], key["referred_table"]) for table, key in found if key["referred_columns"] == ["id"]]


def dangling(connection: Connection, reference: Reference) -> bool:
    """Whether a row points at one that is not there."""
    table, column, target = reference
    lost = f'SELECT 1 FROM "{table}" a LEFT JOIN "{target}" b ON b.id = a."{column}" WHERE b.id IS NULL AND a."{column}" IS NOT NULL'
    return connection.execute(text(lost + " LIMIT 1")).first() is not None


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def settle(connection: Connection) -> None:
    """Write and read values the same way whatever the server is set to."""
    for setting in ("timezone = 'UTC'", "datestyle = 'ISO, YMD'", "bytea_output = 'hex'", "client_encoding = 'UTF8'"):
        connection.execute(text(f"SET LOCAL {setting}"))


def rows_out(connection: Connection, table: str, columns: list[str], order: list[str]) -> Iterator[bytes]:
    """One table as COPY text, in the order of its key, so that equal tables give equal bytes."""
    named, ordered = (", ".join(f'"{name}"' for name in names) for names in (columns, order))
    query = f'SELECT {named} FROM "{table}"' + (f" ORDER BY {ordered}" if order else "")
    with _driver(connection).cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        for block in copy:
            yield bytes(block)


def rows_in(connection: Connection, table: str, columns: list[str], blocks: Iterable[bytes]) -> int:
    """Write COPY text into one table; the answer is the number of rows."""
    named = ", ".join(f'"{name}"' for name in columns)
    with _driver(connection).cursor() as cursor:
        with cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
            for block in blocks:
                copy.write(block)
        return int(cursor.rowcount)


def prepare(connection: Connection, version: str) -> None:
    """The empty tables of schema ``version`` in an empty database."""
    schema.migrate(connection, version)
    named = ", ".join(f'"{name}"' for name in inspect(connection).get_table_names())
    connection.execute(text(f"TRUNCATE {named}"))


def renumber(connection: Connection, columns: Columns) -> None:
    """Let the numbering of every table go on behind its rows."""
    for table, names in columns.items():
        if "id" not in names or not connection.execute(text(f"SELECT pg_get_serial_sequence('\"{table}\"', 'id')")).scalar():
            continue
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), greatest(max(id), 1), max(id) IS NOT NULL) FROM \"{table}\"")
        )


_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}


def parse_line(line: bytes) -> list[str | None]:
    """The values of one line of COPY text."""
    parts = line.decode().rstrip("\n").split("\t")
    return [None if part == r"\N" else _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), part) for part in parts]


def text_chain(scratch: Path, vault: Vault, columns: Columns, lines: Mapping[str, Iterable[bytes]]) -> Verdict:
    """Walk the audit chain of a PostgreSQL copy without a server: its three tables go into an encrypted file for the walk."""
    engine = file_engine(scratch, vault.key.sub("database"))
    with engine.begin() as connection:
        for name, model in _AUDIT.items():
            model.metadata.create_all(connection, tables=[model.metadata.tables[name]])
            _fill(connection, name, columns[name], lines[name])
    with Session(engine) as session:
        return audit.verify(session, vault)


def _fill(connection: Connection, name: str, columns: list[str], lines: Iterable[bytes]) -> None:
    table = _AUDIT[name].metadata.tables[name]
    batch: list[dict[str, Any]] = []
    for line in lines:
        batch.append({c: _typed(table.c[c].type, v) for c, v in zip(columns, parse_line(line), strict=True)})
        if len(batch) == _BATCH:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)


def _typed(kind: TypeEngine[Any], value: str | None) -> Any:
    if value is None or isinstance(kind, Text):
        return value
    if isinstance(kind, LargeBinary):
        return bytes.fromhex(value.removeprefix("\\x"))
    return datetime.fromisoformat(value) if isinstance(kind, UtcDateTime) else int(value)
