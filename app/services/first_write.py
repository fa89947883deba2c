"""The timed duties before each day's first write: the part of them that an open station needs from its first moment."""

from __future__ import annotations

from datetime import date, datetime
from threading import Lock

from app import log
from app.domain.clock import business_date
from app.domain.errors import UserError
from db.uow import Database

NO_DUTY_BEFORE = frozenset({"duties.run", "audit.sign", "station.init", "demo.make", "database.upgrade", "backup.restore", "seat.open"}) | {
    "calendar.recount"
}


class BeforeFirstWrite:
    """Does the duties before the first write of each day; set as ``Database.before_write`` by whoever opens a station to work.

    A duty that fails for a bug is logged with its number and does not keep the counter from working.
    """

    def __init__(self, db: Database) -> None:
        self.db = db
        self.day = date.min
        self.lock = Lock()

    def __call__(self, action: str, now: datetime) -> None:
        """Called by the write road with the action that is about to begin."""
        if action in NO_DUTY_BEFORE or business_date(now) <= self.day:
            return
        with self.lock:
            if business_date(now) > self.day:
                self._run(now)

    def _run(self, now: datetime) -> None:
        from app.services import duties  # half the services stand behind it, and who only reads never asks

        try:
            if not duties.done(self.db, now):
                duties.run(self.db, now)
        except UserError:  # the database is busy or gone: the write that comes next says so itself, and the duties come back with it
            return
        except Exception as error:  # noqa: BLE001 - a bug in a duty is logged with its number and stops nobody's work
            log.bug(error)
        self.day = business_date(now)


def attend(db: Database) -> Database:
    """Let the duties run before each day's first write of this process."""
    db.before_write = BeforeFirstWrite(db)
    return db
