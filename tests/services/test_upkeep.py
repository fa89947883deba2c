"""The desk's own upkeep: duties and one verified backup a day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.services import backups, stations, upkeep
from app.settings import Settings


@pytest.fixture
def station(practice_data):
    settings = Settings(practice_data)
    db = stations.open_station(settings)
    yield db, settings
    db.close()


def test_the_first_run_of_a_day_leaves_one_backup_that_opens(station, now):
    db, settings = station
    for minutes in (0, 5, 10):
        upkeep.run(db, settings, now + timedelta(minutes=minutes))
    (file,) = upkeep.folder(settings).glob("*.zip")
    assert backups.verify(file).rows["station"] == 1


def test_the_oldest_daily_backups_leave_and_others_stay(station, now):
    db, settings = station
    own = backups.create(db, stations.actors(db)["admin"], now - timedelta(days=1), settings)
    for days in range(upkeep.KEPT + 2):
        assert upkeep.back_up(db, settings, now + timedelta(days=days))
    assert len(list(upkeep.folder(settings).glob("*.zip"))) == upkeep.KEPT
    assert own.file.exists()
