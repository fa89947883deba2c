"""A rotating log without personal data: ids and codes only. A bug gets an error number that the user can read out."""

from __future__ import annotations

import logging
import secrets
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOGGER = logging.getLogger("stationdesk")


def start(folder: Path, level: str = "INFO") -> None:
    """Write to ``folder``; where that cannot be, the program goes on without a log file."""
    if LOGGER.handlers:
        return
    LOGGER.setLevel(level)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(folder / "stationdesk.log", maxBytes=1_000_000, backupCount=5, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    LOGGER.addHandler(handler)


def bug(error: BaseException) -> str:
    """Log an unexpected error under a fresh number and return the number.

    Only the types and places are written: the message of a database or conversion error can carry a person's data.
    """
    number = secrets.token_hex(4).upper()
    places = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    LOGGER.error("bug %s: %s at %s", number, type(error).__name__, " < ".join(reversed(places)))
    return number
