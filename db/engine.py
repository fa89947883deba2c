"""Engines for the two databases: SQLCipher with a raw key, and PostgreSQL.

On SQLite the program begins its transactions itself: without the begin hook every row would commit alone, silently.
"""

from __future__ import annotations

import random
import shutil
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError, OperationalError

from app.domain.errors import Conflict, Damaged, Surroundings, Usage
from db.durable import MOST_PAGES, DurableConnection

BUSY_SECONDS = 5.0
SHORT_TRIES = 8
SILENT_SECONDS = 2.0
LEAST_ROOM = 64 * 1024
"""Bytes that a connection needs on the disk: the index of the log, a first page of it."""
LAST_USED = "stationdesk_last_used"
PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a counter's computer loses power
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",  # nothing sorted may reach the disk in plain text
    "PRAGMA cache_size = -16000",
    "PRAGMA wal_autocheckpoint = 4000",  # 16 MB of log for copies and repairs; what serves counters: db.durable
)
POSTGRES_SCHEMES = ("postgresql+psycopg://", "postgresql://", "postgres://")
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "9p", "davfs", "fuse.davfs2"})


def connect_cipher(path: Path | str, raw_key: bytes, kind: Any = sqlcipher.Connection) -> Any:
    """An open SQLCipher connection with the house's pragmas; ``Damaged`` when the file is no database of this key."""
    try:
        connection = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None, timeout=0, factory=kind)
    except sqlcipher.OperationalError as error:
        raise _cannot_open(Path(path)) from error
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # its own log would go to standard error; the house says it in a sentence
        connection.execute(f"PRAGMA key = \"x'{raw_key.hex()}'\"")
        # A wrong key shows only at the first read; where the last other connection just closes, the file is locked for that moment.
        _patiently(lambda: connection.execute("SELECT count(*) FROM sqlite_master").fetchone())
        for pragma in PRAGMAS:
            _patiently(lambda pragma=pragma: connection.execute(pragma).fetchall())
    except Conflict:
        connection.close()
        raise
    except sqlcipher.DatabaseError as error:
        connection.close()
        if "not a database" in str(error) or "malformed" in str(error):
            raise Damaged("db.not_a_database", path=Path(path).name) from error
        raise _cannot_open(Path(path)) from error
    return connection


def _cannot_open(path: Path) -> Surroundings:
    """SQLite does not say that it found no room for its log; a disk without any does."""
    with suppress(OSError):
        if shutil.disk_usage(path.parent).free < LEAST_ROOM:
            return Surroundings("db.disk_full")
    return Surroundings("db.cannot_open", path=str(path))


def _durable(path: Path, raw_key: bytes) -> DurableConnection:
    """A connection that waits for the disk after it has given the write lock back."""
    connection: DurableConnection = connect_cipher(path, raw_key, DurableConnection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {MOST_PAGES}")
    connection.log = f"{path}-wal"
    return connection


def is_busy(error: BaseException) -> bool:
    """Whether SQLite only says that somebody else is writing."""
    return "database is locked" in str(error) or "database table is locked" in str(error)


def _patiently(step: Any) -> Any:
    """Try ``step`` until it is not busy any more: short random sleeps, bounded, because SQLite's own handler starves writers.

    The first sleeps are the shortest: a call holds the lock for two milliseconds. Where many wait for long they must not eat the processor.
    """
    deadline, tries = time.monotonic() + BUSY_SECONDS, 0
    while True:
        try:
            return step()
        except (sqlcipher.OperationalError, OperationalError) as error:
            if not is_busy(error):
                raise
            if time.monotonic() > deadline:
                raise Conflict("db.busy") from error
            tries += 1
            time.sleep(random.uniform(0.0003, 0.001 if tries < SHORT_TRIES else 0.004))


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("stationdesk_begin", "DEFERRED")
    if kind != "LATER":
        begin(connection.connection.dbapi_connection, kind)


def begin(driver: Any, kind: str) -> None:
    """Begin a transaction on SQLite; ``Conflict`` where somebody else goes on writing for too long."""
    _patiently(lambda: driver.execute(f"BEGIN {kind}"))


def sqlite_engine(path: Path, raw_key: bytes) -> Engine:
    """The embedded database; a file on a network share is refused, because WAL does not work there."""
    refuse_network_share(path.parent)
    engine = create_engine(
        f"sqlite:///{path}", module=sqlcipher, creator=lambda: _durable(path, raw_key), pool_size=8, max_overflow=8, pool_timeout=30
    )
    event.listen(engine, "begin", _begin)
    return engine


def postgres_engine(url: str) -> Engine:
    """The shared database of several counters; ``url`` as SQLAlchemy or libpq writes it."""
    engine = create_engine(_address(url), pool_size=8, max_overflow=16, connect_args={"connect_timeout": 5})
    event.listen(engine, "checkin", _remember_when)
    event.listen(engine, "checkout", lambda driver, record, _fairy: _ask_if_silent(engine, driver, record))
    return engine


def _remember_when(_driver: Any, record: Any) -> None:
    record.info[LAST_USED] = time.monotonic()


def _ask_if_silent(engine: Engine, driver: Any, record: Any) -> None:
    """A connection that rested for a while may be dead: the server is asked first, and all such connections go where it does not answer.

    Between the acts of a busy counter it is not asked: it would be one more message for every call.
    """
    if time.monotonic() - record.info.get(LAST_USED, time.monotonic()) < SILENT_SECONDS:
        return
    if not engine.dialect._do_ping_w_event(driver):  # what ``pool_pre_ping`` does at every checkout
        raise InvalidatePoolError()


def shown_url(url: str) -> str:
    """The address of a server as sentences name it: without its password."""
    return _address(url).set(drivername="postgresql").render_as_string(hide_password=True)


def _address(url: str) -> URL:
    schemes = [scheme for scheme in POSTGRES_SCHEMES if url.startswith(scheme)]
    if not schemes:
        raise Usage("db.url", field="db")
    try:
        return make_url(POSTGRES_SCHEMES[0] + url.removeprefix(schemes[0]))
    except (ArgumentError, ValueError) as error:
        raise Usage("db.url", field="db") from error


def face_address(url: str, role: str, password: str, host: str = "") -> str:
    """The address of the same database for another role; ``host`` is "HOST" or "HOST:PORT" where it is reached by another name."""
    address = _address(url).set(username=role, password=password)
    if host:
        name, _, port = host.partition(":")
        if port and not port.isdigit():
            raise Usage("db.url", field="address")
        # the station's own way in may be a socket, which the address names behind its question mark
        address = address.difference_update_query(("host", "port")).set(host=name, port=int(port) if port else address.port)
    return address.render_as_string(hide_password=False)


def refuse_network_share(folder: Path, mounts: Path = Path("/proc/mounts")) -> None:
    """Refuse a data folder on a network share with a sentence (``Surroundings``)."""
    if sys.platform == "win32":  # pragma: no cover - tried on Windows only
        import ctypes

        remote = ctypes.windll.kernel32.GetDriveTypeW(f"{folder.resolve().drive}\\") == 4
    else:
        remote = _mount_kind(folder.resolve(), mounts) in NETWORK_FILE_SYSTEMS
    if remote:
        raise Surroundings("db.network_share", path=str(folder))


def _mount_kind(folder: Path, mounts: Path) -> str:
    best, kind = "", ""
    if not mounts.exists():
        return kind
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        _, point, file_system, *_ = line.split(" ")
        point = point.replace("\\040", " ")
        if len(point) > len(best) and folder.is_relative_to(point):
            best, kind = point, file_system
    return kind
