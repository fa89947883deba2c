"""Locks of the operating system on a file: they go with the process that holds them, however it ends."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO


def hold(path: Path) -> IO[bytes] | None:
    """The open file, locked; None while another process holds it. ``OSError`` where it cannot be written."""
    handle = path.open("ab")
    try:
        if sys.platform == "win32":  # pragma: no cover - tried on Windows only
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    return handle
