"""Commits of the embedded database that wait for the disk outside the write lock.

With ``synchronous = FULL`` SQLite syncs its log inside COMMIT, while it still holds the write lock: sixteen counters would wait for each
other's disk. Here COMMIT writes the log (``NORMAL``: the checkpoint still syncs in the right order, nothing can break), gives the lock
back, and only then the log is synced, before anybody is told. So what is acknowledged is on the disk, in the order of commits; what is
lost with the power was told to nobody. One sync covers all commits before it.
"""

from __future__ import annotations

import os

import sqlcipher3.dbapi2 as sqlcipher

_sync = getattr(os, "fdatasync", os.fsync)


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
    file = os.open(log, os.O_RDWR)
    try:
        _sync(file)
    finally:
        os.close(file)
