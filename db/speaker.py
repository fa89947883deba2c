"""Who speaks in the hall: one lock of the station, held by the public screen that says the calls, and looked at by the desks.

A lock of the operating system beside the embedded file, a lock of the session on a server: both go with the process that held them,
however it ends, and know no clock. A server gives up a screen whose cable was pulled within half a minute.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.locks import hold
from db.uow import Database, translated

SUFFIX = "-speaker"
LOCK = "20563, 1"
"""Two figures that nothing else of the program locks by."""
_STILL_THERE = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
_HELD = """SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND (classid, objid, objsubid) = (20563, 1, 2)
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


class Speaker:
    """One screen's claim to be the voice of the hall."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._held: Connection | IO[bytes] | None = None

    def take(self) -> bool:
        """Be the voice, or stay it; False while another screen is. A server that is away is an error of the surroundings."""
        if self.db.kind == "postgresql":
            with translated():
                return self._take_on_server()
        if self._held is None:
            self._held = _locked(_file(self.db))
        return self._held is not None

    def _take_on_server(self) -> bool:
        if isinstance(self._held, Connection):
            self._held.execute(text("SELECT 1"))  # the lock lives as long as its session
            return True
        own = self.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        for step in _STILL_THERE.split("; "):
            own.execute(text(step))
        if own.execute(text(f"SELECT pg_try_advisory_lock({LOCK})")).scalar_one():
            self._held = own
            return True
        own.close()
        return False

    def release(self) -> None:
        """Be silent from now on; also where the server is away."""
        held, self._held = self._held, None
        if isinstance(held, Connection):
            held.invalidate()  # the session itself goes: in the pool it would keep the lock
        if held is not None:
            held.close()


def is_taken(db: Database) -> bool:
    """Whether a screen speaks; a server that cannot be asked has none."""
    if db.kind == "postgresql":
        try:
            with db.engine.connect() as connection:
                return bool(connection.execute(text(_HELD)).scalar_one())
        except DBAPIError:
            return False
    mine = _locked(_file(db)) if _file(db).exists() else None
    if mine is not None:
        mine.close()
    return mine is None and _file(db).exists()


def _file(db: Database) -> Path:
    return Path(f"{db.engine.url.database}{SUFFIX}")


def _locked(path: Path) -> IO[bytes] | None:
    """The open file, locked; None while somebody else holds it, or where it cannot be written."""
    try:
        return hold(path)
    except OSError:
        return None
