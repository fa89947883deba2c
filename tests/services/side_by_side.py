"""Two stations side by side: every column of every table, and what the audit trail says of every record."""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import StaticPool, Table, create_engine, event, select

from app.services import attachments, day_signatures, demo, stations
from app.settings import Settings
from db import audit, models
from db import engine as engines
from db.durable import DurableConnection
from db.models import AuditEntry, AuditValue
from db.uow import WORKING_TABLES, Database
from db.vault import Vault
from tests.dbfixtures import KEY

TOGETHER = 200
"""Acts whose commits are gathered."""

NOT_COMPARED: Mapping[str, str] = {
    "audit_entry": "hashes and salts: what it says is compared opened, by `Trail`",
    "audit_value": "sealed with a nonce: what it says is compared opened, by `Trail`",
    "audit_head": "number and hash of the last entry: a batch is one entry, what is played is many",
    "audit_signature": "signatures of such hashes, which `day_signatures.broken` checks on both sides",
    "return_.audit_head": "such a hash, as it was when a return was frozen",
    "return_.digest": "made with that hash",
    "secret.sealed": "the keys of a station, each drawn by chance before any past",
}
"""All that is not compared row by row, a table or one of its columns, and why.

A ``uid`` is compared as the record that it stands for, and what is sealed as what it holds.
"""

Tables = Mapping[str, list[tuple[Any, ...]]]
Names = Mapping[str, str]
"""What each ``uid`` stands for."""


def _rows(db: Database) -> dict[Table, list[Mapping[str, Any]]]:
    with db.read("demo.make", demo.SYSTEM) as session:
        tables = [table for table in models.load_all().sorted_tables if table.name not in NOT_COMPARED]
        return {table: [dict(row._mapping) for row in session.execute(select(*table.c))] for table in tables}


def _names(rows: Mapping[Table, Sequence[Mapping[str, Any]]]) -> Names:
    with_uid = [(table, row) for table, found in rows.items() if "uid" in table.c for row in found]
    names = {row["uid"]: f"{table.name}:{row['id']}" for table, row in with_uid}
    assert len(names) == len(with_uid), "two records with one uid"
    return names


def dump(db: Database, settings: Settings) -> Tables:
    """Every table as sorted rows: seals opened, and each ``uid`` said by its record's name, wherever it stands."""
    rows = _rows(db)
    names = _names(rows)
    return {table.name: sorted((_plain(db, settings, table, row, names) for row in found), key=repr) for table, found in rows.items()}


def _plain(db: Database, settings: Settings, table: Table, row: Mapping[str, Any], names: Names) -> tuple[Any, ...]:
    compared = (name for name in row if f"{table.name}.{name}" not in NOT_COMPARED)
    return tuple((name, _opened(db, settings, table, row, name, names)) for name in compared)


def _opened(db: Database, settings: Settings, table: Table, row: Mapping[str, Any], name: str, names: Names) -> Any:
    value = row[name]
    if name.endswith("_sealed"):
        return db.vault.open(f"{table.name}.{name.removesuffix('_sealed')}", row["uid"], value)
    if (table.name, name) == ("attachment", "sealed"):
        return attachments.content(db, stations.actors(db)["head"], settings, row["id"])  # beside the database or in the row
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


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of the trail with its values opened: who did what when, and of each record the columns before and after."""

    at: datetime
    actor: str
    action: str
    subject: str
    records: tuple[str, ...]
    values: Mapping[str, Mapping[str, list[Any]]]


class Trail:
    """The trail of a station, read to its end; the chain of its hashes holds."""

    def __init__(self, db: Database) -> None:
        head, rows = stations.actors(db)["head"], _rows(db)
        names = _names(rows)
        uids = {name: uid for uid, name in names.items()}
        self.told: list[Told] = []
        self.ids = {table.name: {row["id"] for row in found} for table, found in rows.items() if "id" in table.c}
        with db.read("audit.read", head) as session:
            assert audit.verify(session, db.vault).ok and day_signatures.broken(db, session) == ()
            sealed: defaultdict[int, dict[str, bytes]] = defaultdict(dict)
            for value in session.execute(select(AuditValue.seq, AuditValue.record, AuditValue.sealed)):
                sealed[value.seq][value.record] = value.sealed
            for row in session.execute(select(AuditEntry).order_by(AuditEntry.seq)).scalars():
                records = tuple(sorted({record for record, *_ in json.loads(row.body)["fields"]}))
                values = {record: _values(db, row.seq, record, one, names, uids) for record, one in sealed[row.seq].items()}
                self.told.append(Told(row.at, row.actor, row.action, row.subject, records, values))

    def untold(self) -> dict[str, list[int]]:
        """The rows whose writing stands nowhere in the trail, by name or in the span of a batch; none is right."""
        told: defaultdict[str, set[int]] = defaultdict(set)
        for record in {record for one in self.told for record in one.records}:
            table, _, key = record.partition(":")
            told[table].update(_span(key))
        return {table: left for table, ids in self.ids.items() if table not in WORKING_TABLES and (left := sorted(ids - told[table]))}

    def last(self) -> dict[tuple[str, str], Any]:
        """What was said last of each column of each record that is named by itself."""
        found = {}
        for one in self.told:
            for record, columns in one.values.items():
                found.update({(record, column): after for column, (_, after) in columns.items() if "-" not in record})
        return found


def _values(db: Database, seq: int, record: str, sealed: bytes, names: Names, uids: Names) -> dict[str, list[Any]]:
    opened, table = json.loads(db.vault.open_bytes(audit.VALUE_FIELD, f"{seq}/{record}", sealed)), record.partition(":")[0]

    def plain(column: str, value: Any) -> Any:
        if value is not None and column.endswith("_sealed"):
            return db.vault.open(f"{table}.{column.removesuffix('_sealed')}", uids[record], b64decode(value.removeprefix("b64:")))
        return names.get(value, value) if isinstance(value, str) else value

    compared = {column: pair for column, pair in opened.items() if f"{table}.{column}" not in NOT_COMPARED}
    return {column: [plain(column, value) for value in pair] for column, pair in compared.items()}


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
