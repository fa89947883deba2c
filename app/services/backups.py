"""Backups: made while the station works, verified before they count, brought back into an empty folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app import __version__
from app.domain.actions import require
from app.domain.actor import Actor
from app.services import stations
from app.services.recovery import KEEPER
from app.settings import Settings
from db import backup, opening
from db.keys import StationKey
from db.queries import audit as query
from db.uow import Database


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified backup; ``missing`` names attachments that were gone before it was made."""

    file: Path
    sha256: str
    rows: Mapping[str, int]
    engine: str
    schema: str
    station: str
    made_at: datetime
    head: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest backup that was verified."""

    made_at: datetime
    name: str


def create(db: Database, actor: Actor, now: datetime, settings: Settings, *, folder: Path | None = None) -> Backup:
    """Copy the open station into one verified file; the audit trail says who made it and what its hash is."""
    require(actor, "backup.create")
    made = copy(db, now, settings, stations.facts(db).code, folder=folder)
    with db.write("backup.create", actor, now) as unit:
        unit.note(f"backup:{made.file.name}", sha256=made.sha256, rows=sum(made.rows.values()), schema=made.schema)
    return made


def copy(db: Database, now: datetime, settings: Settings, code: str, *, folder: Path | None = None) -> Backup:
    """The file alone, unaudited: what an upgrade makes before it touches a database of an older schema."""
    target = folder or settings.backups
    return _shown(backup.create(db, settings.key_path, settings.attachments, target, station=code, program=__version__, now=now))


def verify(file: Path, *, phrase: str | None = None, recovery_code: str | None = None) -> Backup:
    """Check a backup with the key inside it; a damaged one and a wrong key are told apart. Works without any station."""
    return _shown(backup.verify(file, _key_of(phrase, recovery_code)))


def restore(
    file: Path, target: Path, *, phrase: str | None = None, recovery_code: str | None = None, database_url: str = "", actor: Actor = KEEPER
) -> Backup:
    """Bring a backup into an empty folder, all or nothing.

    There is no station yet that somebody could log in to: who can open the key may restore.
    """
    require(actor, "backup.restore")
    return _shown(backup.restore(file, _key_of(phrase, recovery_code), target, database_url=database_url))


def last(db: Database, actor: Actor) -> LastBackup | None:
    """The newest verified backup of this station, for the status bar and the doctor."""
    with db.read("station.look", actor) as session:
        row = query.last(session, "backup.create")
    return None if row is None else LastBackup(row.at, str(row.subject).removeprefix("backup:"))


def _key_of(phrase: str | None, recovery_code: str | None) -> Any:
    def key_of(body: Mapping[str, Any]) -> StationKey:
        return opening.key_of(body, phrase=phrase, recovery_code=recovery_code)

    return key_of


def _shown(facts: backup.BackupFacts) -> Backup:
    made_at = datetime.fromisoformat(facts.made_at)
    return Backup(facts.file, facts.sha256, facts.rows, facts.engine, facts.schema, facts.station, made_at, facts.head, facts.missing)
