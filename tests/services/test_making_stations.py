"""A station whose making is killed is none, and the next try makes it, on both databases; what is there already is never touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from app.domain.errors import Conflict, NotAllowed, Refused, Surroundings
from app.services import stations
from app.settings import Settings
from db import durable, keys, opening
from tests.dbfixtures import NOW, STATION
from tests.keeping import empty_database

REAL = stations.StationForm(name="松涛社区", code="232701001", region="232701")
PHRASE, PASSWORD = "kirschbaum", "first-2026"
KILLED = """
import os, sys
from pathlib import Path
from db import keys, opening, schema
from db.uow import Unit
from app.services import stations
from app.settings import Settings
from tests.services.test_making_stations import PASSWORD, PHRASE, REAL
from tests.dbfixtures import NOW
keys.HARD = {"memory_kib": 64, "passes": 1}
moment, data, url = sys.argv[1:]
def die(*_args, **_more):
    os._exit(9)
if moment == "schema": schema.upgrade = die
if moment == "commit": Unit.commit = die
if moment == "name": opening._name = die
stations.init(Settings(Path(data), url), REAL, NOW, phrase=PHRASE, admin_password=PASSWORD)
"""


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch):
    monkeypatch.setattr(keys, "HARD", {"memory_kib": 64, "passes": 1})


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Settings of a new folder, for each of the two databases."""
    if request.param == "sqlite":
        yield Settings(tmp_path / "data")
        return
    with empty_database(request.getfixturevalue("postgres_server")) as url:
        yield Settings(tmp_path / "data", url)


def kill(place: Settings, moment: str) -> None:
    """Make a station in a process of its own and end it there."""
    command = [sys.executable, "-c", KILLED, moment, str(place.data), place.database_url]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": root}, timeout=60)
    assert done.returncode == 9


def make(place: Settings, **more):
    made = stations.init(place, REAL, NOW, phrase=PHRASE, admin_password=PASSWORD, **more)
    made.db.close()
    return made


@pytest.mark.parametrize("moment", ["schema", "commit", "name"])
def test_a_killed_making_is_no_station_and_the_next_one_is_whole(place, moment):
    kill(place, moment)
    with pytest.raises(Refused, match=r"station\.unfinished"):
        stations.open_station(place, phrase=PHRASE)
    made = make(place)
    db = stations.open_station(place, recovery_code=made.recovery_code)
    assert stations.facts(db).code == REAL.code
    db.close()
    assert sorted(path.name for path in place.data.iterdir() if "station" in path.name) == (
        ["station.key"] if place.database_url else ["station.db", "station.key"]
    )


def test_of_two_who_make_a_station_in_one_folder_the_second_is_refused(place, monkeypatch):
    """While the first one is at work, and also after it."""
    shipped = stations.calendars.shipped

    def meanwhile():
        with pytest.raises(Conflict, match=r"station\.being_made"):
            make(place)
        return shipped()

    monkeypatch.setattr(stations.calendars, "shipped", meanwhile)
    made = make(place)
    with pytest.raises(Refused, match=r"station\.exists"):
        make(place)
    stations.open_station(place, recovery_code=made.recovery_code).close()
    assert not [path for path in place.data.iterdir() if path.name.startswith(("making", "station.db.new"))]


def test_a_refused_making_leaves_nothing(place):
    with pytest.raises(Refused):
        stations.init(place, REAL, NOW, phrase=PHRASE, admin_password="short")
    assert list(place.data.iterdir()) == []
    assert make(place).station.code == REAL.code


@pytest.mark.parametrize("moment", ["settle", "connect"])
def test_a_disk_that_is_full_at_the_end_of_the_making_leaves_no_station(place, monkeypatch, moment):
    """Neither a database without its log under the station's name, nor one whose recovery code nobody saw."""

    def full(*_args, **_more):
        raise sqlcipher.OperationalError("database or disk is full") if moment == "settle" else Surroundings("db.disk_full")

    with monkeypatch.context() as patch, pytest.raises(Surroundings, match="db.disk_full"):
        patch.setattr(*(durable, "settle", full) if moment == "settle" else (opening, "connect", full))
        make(place)
    assert list(place.data.iterdir()) == ([place.unfinished_key_path] if place.database_url else [])
    make(place)
    stations.open_station(place, phrase=PHRASE).close()


def test_without_a_place_for_the_key_a_server_holds_nothing_either(place, monkeypatch):
    monkeypatch.setattr(stations.keyring_store, "store", lambda *_: False)
    with pytest.raises(NotAllowed, match=r"key\.no_keyring"):
        stations.init(place, REAL, NOW, admin_password=PASSWORD)
    assert not opening.holds_station(place)
    assert make(place).station.code == REAL.code


def test_a_station_on_the_server_is_not_cleared_by_what_lies_unfinished_in_a_folder(postgres_server, tmp_path):
    """Neither with another key, nor with the right one once something was done there."""
    with empty_database(postgres_server) as url:
        first = Settings(tmp_path / "first", url)
        made = make(first)
        second = Settings(tmp_path / "second", url)
        opening.make_folder(second.data)
        for body in (keys.key_body(keys.new_station_key(), recovery_code="x", phrase=PHRASE), keys.read_key_file(first.key_path)):
            keys.write_key_file(second.unfinished_key_path, body)
            worked(first)
            with pytest.raises(Refused, match=r"station\.exists"):
                make(second)
        stations.open_station(first, recovery_code=made.recovery_code).close()


def worked(place: Settings) -> None:
    """Something is done in the station."""
    db = stations.open_station(place, phrase=PHRASE)
    with db.write("station.change", stations.actors(db)["admin"], NOW) as unit:
        unit.note("station:1", looked="yes")
    db.close()


def test_a_practice_station_is_made_anew_too(place):
    opening.make_folder(place.data)
    keys.write_key_file(place.unfinished_key_path, keys.key_body(keys.new_station_key(), recovery_code="x", practice=True))
    made = stations.init(place, STATION, NOW)
    assert made.station.practice
    made.db.close()
