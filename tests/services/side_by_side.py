"""Two stations side by side: every column of every table, and what the audit trail says of every record."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import StaticPool, Table, create_engine, event, select

from app.services import demo, stations
from db import audit, models
from db import engine as engines
from db.durable import DurableConnection
from db.models import AuditEntry
from db.uow import WORKING_TABLES, Database
from db.vault import Vault
from tests.dbfixtures import KEY

TOGETHER = 200
"""Acts whose commits are gathered."""

CHAIN = {
    "audit_entry": "hashes and salts; what it says is compared by `trail` and `entries`",
    "audit_value": "values sealed with a nonce; the walk along the chain opens each",
    "audit_head": "the hash of the last entry",
    "audit_signature": "signatures of hashes",
}
"""Tables that are not compared row by row, and why."""
NOT_COMPARED = {
    ("secret", "sealed"): "keys of the station, each drawn by chance",
    ("attachment", "sealed"): "the bytes on a server, sealed with a nonce; their digest is compared",
}
"""Columns that are not compared, and why. A ``uid`` is compared as the record that it stands for."""

GAPS = {"person_group"}
"""Tables that are compared by the order of their ids: the services compute groups anew, and what they delete leaves a number free."""

Tables = Mapping[str, list[tuple[Any, ...]]]


def dump(db: Database) -> Tables:
    """Every table as sorted rows: seals opened, and each ``uid`` said by its record's name, wherever it stands."""
    with db.read("demo.make", demo.SYSTEM) as session:
        tables = [table for table in models.load_all().sorted_tables if table.name not in CHAIN]
        rows = {table: [row._mapping for row in session.execute(select(*table.c))] for table in tables}
    names = {row["uid"]: f"{table.name}:{row['id']}" for table, found in rows.items() if "uid" in table.c for row in found}
    assert len(names) == sum(len(found) for table, found in rows.items() if "uid" in table.c), "two records with one uid"
    return {
        table.name: sorted((_plain(db, table, row, names) for row in _numbered(table, found)), key=repr) for table, found in rows.items()
    }


def _numbered(table: Table, rows: list[Any]) -> Iterator[Mapping[str, Any]]:
    """The rows of a table with gaps by their order, all others as they are."""
    if table.name not in GAPS:
        yield from rows
        return
    for place, row in enumerate(sorted(rows, key=lambda row: row["id"]), 1):
        yield {**row, "id": place}


def _plain(db: Database, table: Table, row: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Any, ...]:
    compared = (name for name in row if (table.name, name) not in NOT_COMPARED)
    return tuple((name, _opened(db, table, row, name, names)) for name in compared)


def _opened(db: Database, table: Table, row: Mapping[str, Any], name: str, names: Mapping[str, str]) -> Any:
    value = row[name]
    if name.endswith("_sealed"):
        return db.vault.open(f"{table.name}.{name.removesuffix('_sealed')}", row["uid"], value)
    return names.get(value, value) if isinstance(value, str) else value


def differences(left: Tables, right: Tables) -> dict[str, tuple[Any, Any]]:
    """For each table that differs, the first rows that only one side has."""
    found = {}
    for name in left.keys() | right.keys():
        ours, theirs = Counter(map(repr, left[name])), Counter(map(repr, right[name]))
        if ours != theirs:
            found[name] = (sorted((ours - theirs).elements())[:2], sorted((theirs - ours).elements())[:2])
    return found


# the trail


def length(db: Database) -> int:
    """The number of the last audit entry."""
    with db.read("audit.read", stations.actors(db)["head"]) as session:
        return audit.verify(session, db.vault).entries


def entries(db: Database, since: int) -> list[tuple[Any, ...]]:
    """Who did what to which records after an entry, in the order of the chain."""
    found = []
    with db.read("audit.read", stations.actors(db)["head"]) as session:
        for row in session.execute(select(AuditEntry).where(AuditEntry.seq > since).order_by(AuditEntry.seq)).scalars():
            records = sorted({(record, name) for record, name, *_ in json.loads(row.body)["fields"]})
            found.append((row.at, row.actor, row.action, row.subject, records))
    return found


def untold(db: Database) -> dict[str, list[int]]:
    """The rows whose writing stands nowhere in the trail, by name or in the span of a batch; none is right."""
    told: defaultdict[str, set[int]] = defaultdict(set)
    with db.read("audit.read", stations.actors(db)["head"]) as session:
        for body in session.execute(select(AuditEntry.body)).scalars():
            for record in {line[0] for line in json.loads(body)["fields"]}:
                table, _, key = record.partition(":")
                told[table].update(_span(key))
        tables = [table for table in models.load_all().sorted_tables if "id" in table.c and table.name not in WORKING_TABLES | CHAIN.keys()]
        left = {table.name: sorted(set(session.execute(select(table.c.id)).scalars()) - told[table.name]) for table in tables}
    return {table: ids for table, ids in left.items() if ids}


def _span(key: str) -> Iterator[int]:
    first, _, last = key.partition("-")
    if first.isdecimal() and (last or first).isdecimal():
        yield from range(int(first), int(last or first) + 1)


# a station that is played for


class Gathered(DurableConnection):
    """Commits of many acts in one: nobody else reads here, and a failing act ends the test."""

    acts = 0

    def commit(self) -> None:
        """Every so often only."""
        self.acts += 1
        if self.acts % TOGETHER == 0:
            super().commit()

    def rollback(self) -> None:
        """What a reader gives back holds the acts before it."""

    def close(self) -> None:
        """All of it, at the end."""
        sqlcipher.Connection.commit(self)
        super().close()


@contextmanager
def played_on(path: Path) -> Iterator[Database]:
    """A station where thousands of acts follow each other: one connection, whose commits are gathered."""

    def connected() -> Gathered:
        connection: Gathered = engines.connect_cipher(path, KEY.sub("database"), Gathered)
        connection.log = f"{path}-wal"
        return connection

    engine = create_engine(f"sqlite:///{path}", module=sqlcipher, creator=connected, poolclass=StaticPool)
    event.listen(engine, "begin", lambda one: _begun(one.connection.dbapi_connection))
    database = Database(engine, Vault(KEY))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.uow.begin", lambda driver, _kind: _begun(driver))
        yield database
        database.close()


def _begun(driver: Gathered) -> None:
    if not driver.in_transaction:
        driver.execute("BEGIN IMMEDIATE")
