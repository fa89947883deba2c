"""The doctor looks at everything, also when nothing opens, and packs a bundle that says nothing about anybody."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.errors import Surroundings
from app.services import backups, doctor, stations
from db import engine, keys
from tests.dbfixtures import KEY, NOW
from tests.keeping import with_key

STORED = ("schema", "clock", "holidays", "backup")
NAMES = ["settings", "folder", "disk", "key", "forms", "database", *STORED, "fonts", "printers", "sound", "ticket_printer", "voice"]


@pytest.fixture
def kept(settings, sqlite_template):
    shutil.copy(sqlite_template, with_key(settings).database_path)
    return settings


def found(settings, now=NOW, **more):
    return {check.name: check for check in doctor.examine(settings, now, **more)}


def test_a_sound_station_is_well_on_both_databases(kept, postgres_url):
    for settings in (kept, replace(kept, database_url=postgres_url)):
        checks = found(settings)
        assert list(checks) == NAMES
        assert [check.text for name, check in checks.items() if not check.ok and name not in {"fonts", "voice"}] == []
    assert "postgresql" in checks["database"].text


@pytest.mark.parametrize(
    ("harm", "sick"),
    [
        (lambda s: s.key_path.unlink(), {"key", "database", *STORED}),
        (lambda s: s.key_path.write_text("{}"), {"key", "database", *STORED}),
        (lambda s: s.database_path.unlink(), {"database", *STORED}),
        (lambda s: s.database_path.write_bytes(b"no database" * 1000), {"database", *STORED}),
        (lambda s: shutil.rmtree(s.data), {"folder", "key", "database", *STORED}),
    ],
)
def test_the_doctor_comes_also_when_the_station_does_not_open(kept, harm, sick):
    harm(kept)
    checks = found(kept)
    assert list(checks) == NAMES
    assert {name for name, check in checks.items() if not check.ok} - {"fonts", "voice"} == sick
    assert all(check.text for check in checks.values())


def test_a_key_of_another_station_is_told_where_the_server_opens_for_any(settings, postgres_url):
    settings.data.mkdir()
    body = keys.key_body(keys.new_station_key(), recovery_code="x", practice=True)
    keys.write_key_file(settings.key_path, body)
    checks = found(replace(settings, database_url=postgres_url))
    assert (checks["key"].ok, checks["database"].ok) == (True, False)
    assert "同一个站点" in checks["database"].text


def test_a_clock_before_the_last_record_is_told(kept):
    assert found(kept, NOW)["clock"].ok
    early = found(kept, NOW - timedelta(minutes=1))["clock"]
    assert not early.ok
    assert "2026-10-09 08:59" in early.text


@pytest.mark.parametrize(
    ("year", "month", "ok"), [(2025, 12, True), (2026, 11, True), (2026, 12, False), (2027, 1, False), (2030, 6, False)]
)
def test_missing_holidays_are_told_for_this_year_and_from_december_for_the_next(kept, year, month, ok):
    assert found(kept, NOW.replace(year=year, month=month))["holidays"].ok is ok


def test_the_last_backup_is_told_and_when_it_is_too_old(kept):
    db = stations.open_station(kept)
    made = backups.create(db, stations.actors(db)["admin"], NOW, kept)
    db.close()
    fresh, old = (found(kept, NOW + timedelta(days=days))["backup"] for days in (1, 8))
    assert (fresh.ok, old.ok) == (True, False)
    assert made.file.name in fresh.text


def test_a_database_of_another_version_is_told_and_its_tables_left_alone(kept):
    opened = engine.connect_cipher(kept.database_path, KEY.sub("database"))
    opened.execute("UPDATE alembic_version SET version_num = '9999'")
    opened.close()
    checks = found(kept)
    assert "9999" in checks["schema"].text
    assert {name for name in STORED if not checks[name].ok} == set(STORED)


def test_missing_faces_are_a_fault_and_missing_printers_a_remark(kept, monkeypatch):
    from printing import faces

    def none():
        raise Surroundings("print.faces_missing")

    monkeypatch.setattr(faces, "all_faces", none)
    monkeypatch.setattr(doctor, "printer_names", lambda: ())
    checks = found(kept)
    assert (checks["fonts"].ok, checks["printers"].ok) == (False, True)
    monkeypatch.setattr(doctor, "printer_names", lambda: ("HP_LaserJet",))
    assert "HP_LaserJet" in found(kept)["printers"].text


def test_printers_are_asked_of_the_system(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert doctor.printer_names() == ()
    asked = tmp_path / "lpstat"
    asked.write_text("#!/bin/sh\necho One\necho Two\n")
    asked.chmod(0o755)
    assert doctor.printer_names() == ("One", "Two")
    asked.write_text("#!/bin/sh\nexit 1\n")
    assert doctor.printer_names() == ()


def test_a_form_that_cannot_be_used_is_named(kept):
    folder = kept.data / "definitions"
    folder.mkdir()
    (folder / "own.toml").write_text('code = "OWN"\nedition = 1', encoding="utf-8")
    forms = found(kept)["forms"]
    assert not forms.ok
    assert "own.toml" in forms.text


def test_sound_is_there_with_a_device_to_play_on(tmp_path):
    assert not doctor.has_sound(tmp_path)
    (tmp_path / "pcmC0D0p").touch()
    assert doctor.has_sound(tmp_path)


def test_little_space_is_told(kept, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(100, 99, 1))
    assert not found(kept)["disk"].ok


def test_the_bundle_holds_no_secret_no_path_of_a_home_and_nobody(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    kept.logs.mkdir()
    (kept.logs / "stationdesk.log").write_text(f"bug 1A2B at {kept.data}/station.db\n", encoding="utf-8")
    settings = replace(kept, database_url="postgresql://station:gEheim7@10.0.0.1/x")
    file = doctor.bundle(settings, doctor.examine(kept, NOW), NOW, tmp_path / "out" / "bundle.zip")
    with zipfile.ZipFile(file) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert sorted(texts) == ["doctor.json", "settings.json", "stationdesk.log", "versions.json"]
    assert [secret for secret in ("gEheim7", "10.0.0.1", str(tmp_path)) if any(secret in text for text in texts.values())] == []
    assert "bug 1A2B" in texts["stationdesk.log"]
    assert [check["name"] for check in json.loads(texts["doctor.json"])] == NAMES
    assert json.loads(texts["versions.json"])["sqlcipher3"] != "-"


def test_only_the_end_of_a_long_log_goes_into_the_bundle(kept, tmp_path):
    kept.logs.mkdir()
    (kept.logs / "stationdesk.log").write_text("a" * doctor.LOG_TAIL + "the end", encoding="utf-8")
    with zipfile.ZipFile(doctor.bundle(kept, (), NOW, tmp_path / "b.zip")) as archive:
        text = archive.read("stationdesk.log").decode()
    assert len(text) == doctor.LOG_TAIL
    assert text.endswith("the end")


def test_a_bundle_that_cannot_be_written_is_the_surroundings(kept, tmp_path):
    (tmp_path / "plain").write_text("")
    with pytest.raises(Surroundings):
        doctor.bundle(kept, (), NOW, tmp_path / "plain" / "b.zip")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Surroundings, match=r"workbook\.unwritable"):
        doctor.bundle(kept, (), NOW, tmp_path / "folder")
    assert not list(tmp_path.glob(".*")), "nothing half of it stays"
