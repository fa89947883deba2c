"""Rows that exist once whoever writes first: a duty's product, a chaser, a lead. Sixteen desks at the same moment make one."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Table

from db import dialect
from db.base import Base
from db.uow import WORKING_TABLES, Unit

DUTIES_LOCK = 7_304_001
"""The advisory lock of the timed duties on PostgreSQL; on SQLite the write lock does the same."""


def lock_duties(unit: Unit) -> None:
    """Let one process at a time do the duties, until its unit of work ends."""
    dialect.lock_write(unit.connection(), DUTIES_LOCK)


def one_at_a_time(unit: Unit, what: str, key: object = "") -> None:
    """Let nobody else ask and enter the same until this unit ends: for what has no row yet that could be held (a number, a code).

    Who comes second waits, then finds what the first one entered, and is refused with the sentence that says so.
    """
    digest = hashlib.blake2b(f"{what}:{key}".encode(), digest_size=8).digest()
    dialect.lock_write(unit.connection(), int.from_bytes(digest, signed=True))


def insert_once(unit: Unit, model: type[Base], **values: Any) -> bool:
    """Insert a row unless its unique key is there already; audited, but for working data. False when somebody else was first."""
    table = model.__table__
    assert isinstance(table, Table)
    if "version" in table.c:
        values.setdefault("version", 1)
    keys = list(table.primary_key.columns)
    statement = dialect.insert_ignore(unit.connection(), table).values(**values).returning(*keys)
    row = unit.connection().execute(statement).one_or_none()
    if row is None:
        return False
    if table.name in WORKING_TABLES:
        unit.tables.add(table.name)
        return True
    record = f"{table.name}:" + "/".join(str(part) for part in row)
    unit.changed(record, {name: (None, value) for name, value in values.items() if value is not None and name != "version"})
    return True
