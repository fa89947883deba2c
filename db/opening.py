"""Making and opening a station's database: key, engine, vault, schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from app.domain.actor import LOOKER
from app.domain.errors import Conflict, Damaged, NotAllowed, Refused, Surroundings
from app.locks import hold
from app.settings import Settings
from db import durable, engine, keys, queries, schema
from db.keys import StationKey
from db.queries import audit as trail
from db.uow import Database, translated
from db.vault import FaceVault, Vault


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
    """Whether the folder or the server already holds a station; one whose making was cut off is none."""
    if settings.database_path.exists():
        return True
    if is_unfinished(settings):
        return False
    if settings.key_path.exists():
        return True
    return bool(settings.database_url) and _server_holds_station(settings)


def taken(settings: Settings) -> str:
    """What keeps a new station from being made here: what lies in the folder, else the one on the server."""
    in_folder = settings.database_path.exists() or settings.key_path.exists()
    return str(settings.data) if in_folder else place(settings)


def place(settings: Settings) -> str:
    """Where the station lies, as sentences name it; the address of a server without its password."""
    return engine.shown_url(settings.database_url) if settings.database_url else str(settings.data)


def is_unfinished(settings: Settings) -> bool:
    """Whether the making of a station was cut off here: its database or its key never got its name."""
    return _unfinished(settings).exists() or (settings.unfinished_key_path.exists() and not settings.key_path.exists())


def _server_holds_station(settings: Settings) -> bool:
    server = _engine(settings, None)
    try:
        with translated():
            return schema.stored_version(server) is not None and schema.holds_station(server)
    finally:
        server.dispose()


def _unfinished(settings: Settings) -> Path:
    """The file of a station that is being made."""
    return settings.database_path.with_name(settings.database_path.name + ".new")


def _engine(settings: Settings, key: StationKey | None, path: Path | None = None) -> Engine:
    if settings.database_url:
        return engine.postgres_engine(settings.database_url)
    assert key is not None
    return engine.sqlite_engine(path or settings.database_path, key.sub("database"))


@contextmanager
def making(settings: Settings, key: StationKey, body: Mapping[str, Any], *, phrase: str | None = None) -> Iterator[Database]:
    """An empty database of the program's schema, to be filled inside the block: a whole station or none.

    ``body`` is the contents of its key file. On SQLite database and key get their names when the block ends well. A server keeps what
    the block committed, so the key lies there before, under a name of its own: wherever this is cut off, the next try begins anew.
    """
    with _alone(settings):
        yield from _making(settings, key, body, phrase)


def _making(settings: Settings, key: StationKey, body: Mapping[str, Any], phrase: str | None) -> Iterator[Database]:
    fresh = _unfinished(settings)
    if settings.database_url:
        _clear_unfinished(settings, phrase)
    _remove(fresh)
    keys.write_key_file(settings.unfinished_key_path, body)
    made = Database(_engine(settings, key, fresh), Vault(key))
    try:
        with translated():
            schema.upgrade(made.engine)
        yield made
        with translated():
            durable.settle(made.engine)
        made.close()
    except BaseException as error:
        made.close()
        _remove(fresh)
        if not settings.database_url or isinstance(error, Refused | NotAllowed):  # else the server may have taken it all the same
            settings.unfinished_key_path.unlink(missing_ok=True)
        raise
    _name(settings, fresh)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Of two that make a station in one folder at once the second is refused, and what the first one has made meanwhile stays."""
    path = settings.data / "making.lock"
    try:
        held = hold(path)
    except OSError as error:
        raise Surroundings("data.not_writable", path=str(settings.data)) from error
    if held is None:
        raise Conflict("station.being_made", path=str(settings.data))
    try:
        if holds_station(settings):
            raise Refused("station.exists", path=taken(settings))
        yield
    finally:
        held.close()
        with suppress(OSError):
            path.unlink()


def _name(settings: Settings, fresh: Path) -> None:
    """From here on it is a station."""
    settings.unfinished_key_path.replace(settings.key_path)
    if not settings.database_url:
        fresh.replace(settings.database_path)


@contextmanager
def first_opening(settings: Settings, key: StationKey) -> Iterator[Database]:
    """The station that was just made. Nobody knows its recovery code yet, so one that does not open is none, and can be made anew."""
    try:
        db = connect(settings, key)
        yield db
    except BaseException:
        settings.key_path.replace(settings.unfinished_key_path)
        if not settings.database_url:
            _remove(settings.database_path)
            settings.unfinished_key_path.unlink()
        raise


def _clear_unfinished(settings: Settings, phrase: str | None) -> None:
    """Take a half-made station off the server, where the key that lies here proves that it is that one and nothing was done with it."""
    if not _server_holds_station(settings):
        return
    if not settings.unfinished_key_path.exists():
        raise Refused("station.exists", path=place(settings))
    left = Database(_engine(settings, None), Vault(key_of(keys.read_key_file(settings.unfinished_key_path), phrase=phrase)))
    try:
        if not _nothing_was_done(left):
            raise Refused("station.exists", path=place(settings))
        with translated():
            schema.drop(left.engine)
    finally:
        left.close()


def _nothing_was_done(left: Database) -> bool:
    """Whether a station is the one the key belongs to, and its making is all that stands in its audit trail."""
    try:
        _check_key(left)
    except NotAllowed:
        return False
    with left.read("station.look", LOOKER) as session:
        last = trail.last(session)
    return last is None or last.seq == 1


def _remove(database: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def connect(settings: Settings, key: StationKey, *, demand_current: bool = True) -> Database:
    """The station's database, refused when its schema is not the program's."""
    if not settings.database_url and not settings.database_path.exists():
        raise Damaged("db.missing", path=str(settings.database_path.name))
    opened = _engine(settings, key)
    db = Database(opened, Vault(key))
    try:
        with translated():
            stored = schema.demand_current(opened) if demand_current else schema.stored_version(opened)
        if settings.database_url and stored is not None:
            _check_key(db)
    except BaseException as error:
        db.close()
        if isinstance(error, Surroundings) and error.code == "db.cannot_open":
            make_folder(settings.data)  # says so where the folder is what cannot be written
        raise
    return db


def connect_face(url: str, face_key: bytes) -> Database:
    """The shared database as a public face's own role reaches it, without the station's key."""
    opened = engine.postgres_engine(url)
    with translated():
        schema.demand_current(opened)
    return Database(opened, FaceVault(face_key))


def _check_key(db: Database) -> None:
    """A server opens for any key; whether it is this station's shows only at something that was sealed with it."""
    with db.read("station.look", LOOKER) as session:
        sealed = queries.station.secret(session, "signing")
    try:
        if sealed is not None:
            db.vault.open_bytes("secret", "signing", sealed)
    except Damaged as error:
        raise NotAllowed("key.other_station") from error


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
