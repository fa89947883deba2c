"""The database as station IT sees it: its version, its size, and the upgrade, which makes a backup first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import Refused
from app.services import backups, late_backlog, stations
from app.services.recovery import KEEPER
from app.settings import Settings
from db import engine, schema
from db.uow import Database, translated


@dataclass(frozen=True, slots=True)
class DatabaseInfo:
    """What ``db info`` tells; the path of a server names no password."""

    schema: str
    program_schema: str
    engine: str
    path: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The database after an upgrade, and the backup made before it (None when there was nothing to do)."""

    info: DatabaseInfo
    backup: Path | None


def info(settings: Settings, *, phrase: str | None = None) -> DatabaseInfo:
    """The version and size of the database, also of one that is older or newer than the program."""
    db = stations.open_station(settings, phrase=phrase, demand_current=False)
    try:
        return _info(db)
    finally:
        db.close()


def _info(db: Database) -> DatabaseInfo:
    with translated():
        stored = schema.stored_version(db.engine) or ""
        path = db.engine.url.database if db.kind == "sqlite" else engine.shown_url(db.engine.url.render_as_string(hide_password=False))
        return DatabaseInfo(stored, schema.program_version(), db.kind, str(path), schema.size(db.engine))


def upgrade(settings: Settings, now: datetime, *, phrase: str | None = None, folder: Path | None = None) -> Upgraded:
    """Bring an older database to the program's version: a verified backup first, then one transaction; who has the key may.

    The accounts cannot be asked: they lie in the tables that are about to change.
    """
    db = stations.open_station(settings, phrase=phrase, demand_current=False)
    try:
        before = _info(db)
        if before.schema > before.program_schema:
            raise Refused("db.newer", stored=before.schema, program=before.program_schema)
        if before.schema == before.program_schema:
            return Upgraded(before, None)
        schema.check_known(before.schema)
        made = backups.copy(db, now, settings, f"schema-{before.schema}", folder=folder)
        with translated():
            schema.upgrade(db.engine)
        with db.write("database.upgrade", KEEPER, now) as unit:
            late_backlog.note_all(unit)
            unit.note("station:1", schema=before.program_schema, backup=made.file.name, sha256=made.sha256)
        return Upgraded(_info(db), made.file)
    finally:
        db.close()
