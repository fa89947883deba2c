"""Making and opening a station's database: key, engine, vault, schema."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from app.domain.errors import Damaged, NotAllowed, Refused, Surroundings
from app.settings import Settings
from db import engine, keys, schema
from db.keys import StationKey
from db.uow import Database, translated
from db.vault import Vault


def make_folder(folder: Path) -> None:
    """The data folder, readable by its owner only; a sentence when it cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Surroundings("data.not_writable", path=str(folder)) from error


def holds_station(settings: Settings) -> bool:
    """Whether the folder or the server already holds a station."""
    if settings.key_path.exists() or settings.database_path.exists():
        return True
    if not settings.database_url:
        return False
    server = _engine(settings, None)
    try:
        with translated():
            return schema.stored_version(server) is not None
    finally:
        server.dispose()


def _engine(settings: Settings, key: StationKey | None) -> Engine:
    if settings.database_url:
        return engine.postgres_engine(settings.database_url)
    assert key is not None
    return engine.sqlite_engine(settings.database_path, key.sub("database"))


def create(settings: Settings, key: StationKey) -> Database:
    """An empty database of the program's schema, encrypted with the station's key."""
    if not settings.database_url and settings.database_path.exists():
        raise Refused("station.exists", path=str(settings.data))
    made = _engine(settings, key)
    schema.upgrade(made)
    return Database(made, Vault(key))


def connect(settings: Settings, key: StationKey, *, demand_current: bool = True) -> Database:
    """The station's database, refused when its schema is not the program's."""
    if not settings.database_url and not settings.database_path.exists():
        raise Damaged("db.missing", path=str(settings.database_path.name))
    opened = _engine(settings, key)
    if demand_current:
        with translated():
            schema.demand_current(opened)
    return Database(opened, Vault(key))


def find_key(settings: Settings, *, phrase: str | None = None, recovery_code: str | None = None) -> StationKey:
    """The station's key: the pass phrase wins where one is given, then the keyring, then the public phrase of a practice station."""
    return key_of(keys.read_key_file(settings.key_path), phrase=phrase, recovery_code=recovery_code)


def key_of(body: Mapping[str, Any], *, phrase: str | None = None, recovery_code: str | None = None) -> StationKey:
    """The key inside the contents of a key file (the station's own, or the one in a backup)."""
    from db import keyring_store

    if recovery_code is not None:
        return keys.unwrap(body, "recovery", keys.tidy_code(recovery_code))
    if phrase is not None:
        return keys.unwrap(body, "phrase", phrase)
    if keys.has_wrap(body, "practice"):
        return keys.unwrap(body, "practice", keys.PRACTICE_PHRASE)
    kept = keyring_store.load(body["key_id"])
    if kept is None:
        raise NotAllowed("key.needed")
    return keys.from_raw(body, kept)
