"""Files written whole or not at all, and read with a limit."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import NotFound, Refused, Surroundings
from app.texts.system import why

MOST_BYTES = 64 * 1024 * 1024


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` in one step: a reader sees the old file or the new one, a failure leaves nothing behind."""
    try:
        handle, name = tempfile.mkstemp(prefix=".stationdesk-", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException as error:  # Ctrl-C leaves nothing behind either
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(path, error) from error
        raise


@contextmanager
def unless_refused(path: Path) -> Iterator[None]:
    """A file that is written inside and was not there before goes again when the record of it fails."""
    existed = path.exists()
    try:
        yield
    except BaseException:
        if not existed and path.exists():
            path.unlink()
        raise


def _unwritable(path: Path, error: OSError) -> Surroundings:
    return Surroundings("workbook.unwritable", field="out", path=str(path), problem=why(error))


def read_whole(path: Path) -> bytes:
    """The bytes of a file of reasonable size; ``NotFound`` when there is none."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refused("workbook.too_large", field="file", path=path.name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound("workbook.missing", field="file", path=str(path)) from error
    except OSError as error:
        raise Surroundings("workbook.unreadable", field="file", path=str(path), problem=why(error)) from error
