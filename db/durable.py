"""Commits of the embedded database that wait for the disk outside the write lock.

With ``synchronous = FULL`` SQLite syncs its log inside COMMIT, while it still holds the write lock: sixteen counters would wait for each
other's disk. Here COMMIT writes the log (``NORMAL``: the checkpoint still syncs in the right order, nothing can break), gives the lock
back, and only then the log is synced, before anybody is told. So what is acknowledged is on the disk, in the order of commits; what is
lost with the power was told to nobody. One sync covers all commits before it.

Copying the log into the database (a checkpoint) is no part of a commit either: ``tidy`` does it between times, from a desk's sign of life
and with the timed duties. Only a log that grew to ``MOST_PAGES`` all the same is copied by whoever filled it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine

MOST_PAGES = 16_000
"""64 MB of log: some thousand calls without one sign of life."""
WORTH_COPYING = 1 << 20
"""Bytes of log below which nothing is copied between times."""

_sync = getattr(os, "fdatasync", os.fsync)
_ENOUGH = os.O_RDWR if os.name == "nt" else os.O_RDONLY
"""Windows syncs only what may be written. Elsewhere a log that lost its write permission meanwhile still takes what was committed."""


class DurableConnection(sqlcipher.Connection):  # type: ignore[misc]
    """A connection whose ``commit`` returns when the log is on the disk."""

    log = ""
    """Where the log of the database lies."""

    def commit(self) -> None:
        """Commit; ``OperationalError`` when the disk does not take it, as SQLite says it."""
        wrote = self.in_transaction
        super().commit()
        if wrote:
            try:
                sync(self.log)
            except OSError as error:
                raise sqlcipher.OperationalError("disk I/O error") from error


def sync(log: str) -> None:
    """Let a log reach the disk. It may lie anew since the last time; no lock of SQLite's is on it, so closing it drops none."""
    file = os.open(log, _ENOUGH)
    try:
        _sync(file)
    finally:
        os.close(file)


def settle(engine: Engine) -> None:
    """Copy the whole log of an embedded database into it, so that the file alone is the database; the driver's error on a full disk."""
    if engine.dialect.name != "sqlite":
        return
    own = engine.raw_connection()
    try:
        own.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # type: ignore[union-attr]
    finally:
        own.close()


def tidy(connection: Any) -> bool:
    """Copy the log of a ``DurableConnection`` into the database as far as no reader needs it; False where that was not worth it.

    It waits for nobody, and writers go on meanwhile; the first one after it begins the log anew. Of two at once the second does nothing.
    What the disk refuses is tried again the next time, and told by the next commit.
    """
    try:
        if Path(connection.log).stat().st_size < WORTH_COPYING:
            return False
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    except (FileNotFoundError, sqlcipher.OperationalError):
        return False
    return True
