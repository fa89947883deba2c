"""Stations for the benchmark: a folder with an encrypted database, its key file, and a made-up past."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from app.domain.clock import parse_moment
from app.services import demo, stations
from app.settings import Settings
from db import engine as engines
from db import keys, schema
from db.uow import Database
from db.vault import Vault

KEY = keys.StationKey("bench0123456789a", bytes(range(32)))
CODE = "2345-6789-ABCD-EFGH-JKMN-PQRS-TUVW-XYZ2"
NOW = parse_moment("2026-10-09T10:30")
FORM = stations.StationForm(name="松涛社区", code="232701001", region="232701", practice=True)


def make(folder: Path, *, people: int = 0, months: int = 0, practice_key: bool = True) -> Database:
    """A practice station; without the practice wrap its key has to come from the keyring."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(folder)
    engine = engines.sqlite_engine(settings.database_path, KEY.sub("database"))
    schema.upgrade(engine)
    db = Database(engine, Vault(KEY))
    stations.seed(db, FORM, NOW)
    keys.write_key_file(settings.key_path, keys.key_body(KEY, recovery_code=CODE, practice=practice_key))
    if people:
        demo.make(db, NOW, settings, people=people, months=months, seed=1)
    return db


def moment() -> datetime:
    """When the benchmark's stations are looked at."""
    return NOW
