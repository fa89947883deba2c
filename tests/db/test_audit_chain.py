"""Whoever goes past the program is found: any one row changed, deleted, exchanged or added, and where it begins."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from app.services import audits, stations
from app.services.audits import AuditFilter
from db import engine as engines
from db.models import Setting, Station
from db.uow import Database
from db.vault import Vault
from tests.dbfixtures import KEY, NOW, Cast

ENTRIES = 8


@pytest.fixture(scope="module")
def written(sqlite_template, tmp_path_factory):
    """A station with eight entries, as a closed file."""
    path = tmp_path_factory.mktemp("chain") / "station.db"
    shutil.copy(sqlite_template, path)
    db = Database(engines.sqlite_engine(path, KEY.sub("database")), Vault(KEY))
    head = stations.actors(db)["head"]
    for n in range(ENTRIES - 1):
        with db.write("setting.change", head, NOW) as unit:
            unit.add(Setting(key=f"k{n}", value={"n": n}))
            unit.reason = "试" if n % 2 else ""
    db.close()
    return path


@pytest.fixture
def station(written, tmp_path):
    """A copy of it, opened, and a road past the program."""
    path = tmp_path / "station.db"
    shutil.copy(written, path)
    db = Database(engines.sqlite_engine(path, KEY.sub("database")), Vault(KEY))
    yield db
    db.close()


def behind(db, statement, **values):
    with db.engine.begin() as connection:
        connection.execute(text(statement), values)


def verdict(db):
    return audits.verify(db, stations.actors(db)["head"])


def copies(written, folder):
    """The same station again and again, for a loop over its entries."""
    for n in range(1, ENTRIES + 1):
        path = Path(shutil.copy(written, folder / f"{n}.db"))
        db = Database(engines.sqlite_engine(path, KEY.sub("database")), Vault(KEY))
        yield n, db
        db.close()


def test_an_untouched_chain_holds(station):
    found = verdict(station)
    assert (found.ok, found.broken_at, found.erased, found.entries) == (True, None, 0, ENTRIES)
    assert len(found.head) == 64


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'admin'",
        "action = 'station.look'",
        "subject = 'station:2'",
        "at = '2020-01-01 00:00:00.000000'",
        "at = 'yesterday'",
        "body = replace(body, 'setting', 'sitting')",
        "body = x'00'",
        "body = ''",
        "hash = x'00'",
        "hash = randomblob(32)",
    ],
)
def test_a_changed_entry_is_the_first_that_does_not_hold(written, tmp_path, change):
    for n, db in copies(written, tmp_path):
        behind(db, f"UPDATE audit_entry SET {change} WHERE seq = :n", n=n)
        assert verdict(db).broken_at == n


def test_a_deleted_entry_is_missed_where_it_stood(written, tmp_path):
    for n, db in copies(written, tmp_path):
        behind(db, "DELETE FROM audit_entry WHERE seq = :n", n=n)
        found = verdict(db)
        assert (found.ok, found.broken_at) == (False, n)


def test_exchanged_entries_are_found_at_the_first_of_them(written, tmp_path):
    for n, db in copies(written, tmp_path):
        if n == ENTRIES:
            continue
        for old, new in ((n, -1), (n + 1, n), (-1, n + 1)):
            behind(db, "UPDATE audit_entry SET seq = :new WHERE seq = :old", old=old, new=new)
        assert verdict(db).broken_at == n


@pytest.mark.parametrize("change", ["randomblob(60)", "x''", "'text'", "7"])
def test_a_changed_value_is_found_at_its_entry(written, tmp_path, change):
    for n, db in copies(written, tmp_path):
        behind(db, f"UPDATE audit_value SET sealed = {change} WHERE seq = :n", n=n)
        assert verdict(db).broken_at == n


def test_a_value_of_another_entry_does_not_fit(station):
    behind(station, "UPDATE audit_value SET sealed = (SELECT b.sealed FROM audit_value b WHERE b.seq = 3 LIMIT 1) WHERE seq = 2")
    assert verdict(station).broken_at == 2


def test_a_value_that_was_slipped_in_is_found(station):
    behind(station, "INSERT INTO audit_value (seq, record, sealed) VALUES (4, 'person:9', x'0011')")
    assert verdict(station).broken_at == 4


def test_a_value_of_no_entry_is_found(station):
    behind(station, "INSERT INTO audit_value (seq, record, sealed) VALUES (900, 'person:9', x'0011')")
    assert not verdict(station).ok


def test_erased_values_are_counted_and_the_chain_holds(station):
    behind(station, "UPDATE audit_value SET sealed = NULL WHERE seq = 2")
    behind(station, "DELETE FROM audit_value WHERE seq = 4")
    found = verdict(station)
    assert found.ok
    assert found.erased >= 2
    assert found.head == verdict(station).head


@pytest.mark.parametrize("kept", range(ENTRIES))
def test_a_tail_that_was_cut_off_is_found_by_the_head(station, kept):
    behind(station, "DELETE FROM audit_entry WHERE seq > :kept", kept=kept)
    assert verdict(station).broken_at == kept + 1


def test_a_head_that_was_moved_is_found(station):
    behind(station, "UPDATE audit_head SET hash = (SELECT hash FROM audit_entry WHERE seq = 2), seq = 2")
    assert not verdict(station).ok


def test_a_head_that_is_gone_is_found(station):
    behind(station, "DELETE FROM audit_head")
    assert verdict(station).broken_at == ENTRIES + 1


def test_the_chain_is_walked_on_both_databases(db, cast: Cast, now):
    with db.write("station.change", cast.head, now) as unit:
        unit.get_one(Station, 1).phone = "1"
    before = audits.verify(db, cast.admin)
    behind(db, "UPDATE audit_entry SET subject = 'x' WHERE seq = 2")
    after = audits.verify(db, cast.admin)
    assert (before.ok, after.ok, after.broken_at) == (True, False, 2)


def test_the_list_is_filtered_by_area_officer_and_record(db, cast, now):
    for key in ("a", "b"):
        with db.write("setting.change", cast.head, now) as unit:
            unit.add(Setting(key=key, value={}))
            unit.get_one(Station, 1).phone = key
            unit.about("setting:" + key)
    listed = audits.listing(db, cast.head, AuditFilter(action="setting."))
    assert [line.subject for line in listed.rows] == ["setting:b", "setting:a"]
    assert [line.seq for line in audits.listing(db, cast.head, AuditFilter(subject="station:1")).rows] == [3, 2, 1]
    assert audits.listing(db, cast.head, AuditFilter(actor="clerk1")).rows == ()
    first = audits.listing(db, cast.head, limit=2)
    assert [line.seq for line in audits.listing(db, cast.head, limit=2, after=first.next_key).rows] == [1]


def test_values_are_shown_to_the_head_and_kept_from_who_keeps_the_machine(db, cast, now):
    with db.write("station.change", cast.head, now) as unit:
        unit.get_one(Station, 1).phone = "0457-0000000"
    (seen,) = audits.detail(db, cast.head, 2).fields
    (hidden,) = audits.detail(db, cast.admin, 2).fields
    assert (seen.field, seen.before, seen.after, seen.shown) == ("phone", "", "0457-0000000", True)
    assert (hidden.field, hidden.after, hidden.shown) == ("phone", None, False)
