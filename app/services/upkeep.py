"""What the desk does by itself at its start and every five minutes: the timed duties, and one verified backup a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.domain.actor import LOOKER, SYSTEM
from app.domain.clock import business_date
from app.services import backups, duties
from app.services.duties import DutyReport
from app.settings import Settings
from db.uow import Database

KEPT = 14
"""Daily backups that stay; what an officer had made elsewhere is never thinned."""


def folder(settings: Settings) -> Path:
    """Where the daily backups lie."""
    return settings.backups / "daily"


def run(db: Database, settings: Settings, now: datetime) -> DutyReport:
    """The duties, then the log is copied away, then the day's backup unless there is one."""
    report = duties.run(db, now)
    db.tidy()
    back_up(db, settings, now)
    return report


def back_up(db: Database, settings: Settings, now: datetime) -> bool:
    """Make the day's backup; True when one was made. The oldest leave only after the new one was verified."""
    last = backups.last(db, LOOKER)
    if last is not None and business_date(last.made_at) >= business_date(now):
        return False
    place = folder(settings)
    backups.create(db, SYSTEM, now, settings, folder=place)
    for old in sorted(place.glob("stationdesk-*.zip"))[:-KEPT]:
        with suppress(OSError):  # one too many harms nobody; the next day tries again
            old.unlink()
    return True
