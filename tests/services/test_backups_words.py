"""The words of keeping safe: db, backup, check, doctor, audit, station; their keys and exit codes."""

from __future__ import annotations

import io
import json
import sys

import pytest

from app.cli import main
from db import engine, keys
from tests.dbfixtures import CODE
from tests.keeping import empty_database


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Run one command on a data folder of the test's own; the answer is (exit code, document)."""

    def command(*words, typed="", data=None):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = main([*map(str, words), "--json", "--data", str(data or tmp_path / "data")])
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 1
        return code, json.loads(lines[0])

    return command


@pytest.fixture
def station(practice_data):
    """A practice station; its recovery code."""
    return CODE


@pytest.fixture
def saved(run, station):
    code, made = run("backup", "create", "--now", "2026-10-09T10:00")
    assert code == 0
    return made


def raw(tmp_path):
    """The station's database past the program."""
    key = keys.unwrap(keys.read_key_file(tmp_path / "data" / "station.key"), "practice", keys.PRACTICE_PHRASE)
    return engine.connect_cipher(tmp_path / "data" / "station.db", key.sub("database"))


def test_db_info_and_upgrade_name_the_versions(run, station):
    code, told = run("db", "info")
    assert code == 0
    assert {"schema", "program_schema", "engine", "path", "size_bytes"} <= told.keys()
    assert (told["engine"], told["schema"]) == ("sqlite", told["program_schema"])
    assert run("db", "upgrade") == (0, {**told, "backup": None})


def test_backup_goes_round(run, saved, tmp_path):
    assert {"file", "sha256", "rows"} <= saved.keys()
    assert saved["rows"]["officer"] == 6
    code, verified = run("backup", "verify", saved["file"])
    assert (code, verified) == (0, saved)
    code, restored = run("backup", "restore", saved["file"], "--to", tmp_path / "there")
    assert (code, restored["rows"]) == (0, saved["rows"])
    assert run("check", data=tmp_path / "there") == (0, {"ok": True, "problems": []})


def test_backup_restore_refuses_a_folder_with_a_station(run, saved, tmp_path):
    code, answer = run("backup", "restore", saved["file"], "--to", tmp_path / "data")
    assert (code, answer["error"]["code"]) == (3, "station.exists")


def test_backup_tells_damage_wrong_key_and_surroundings_apart(run, saved, tmp_path, monkeypatch):
    (tmp_path / "cut.zip").write_bytes(b"PK")
    (tmp_path / "plain").write_text("")
    assert run("backup", "verify", tmp_path / "cut.zip")[0] == 5
    assert run("backup", "verify", tmp_path / "none.zip")[0] == 4
    assert run("backup", "create", "--to", tmp_path / "plain" / "x")[0] == 8
    monkeypatch.setenv("STATIONDESK_KEY", "not the phrase")
    code, answer = run("backup", "verify", saved["file"])
    assert (code, answer["error"]["code"]) == (7, "key.wrong")


def test_a_backup_is_opened_with_the_recovery_code_on_a_new_machine(run, station, saved, tmp_path):
    typed = station.lower() + "\n"
    assert run("backup", "verify", saved["file"], "--recovery-code-stdin", typed=typed)[0] == 0
    assert run("backup", "restore", saved["file"], "--to", tmp_path / "there", "--recovery-code-stdin", typed=typed)[0] == 0
    assert run("backup", "verify", saved["file"], "--recovery-code-stdin", typed="WRONG\n")[0] == 7


def test_check_and_audit_verify_print_what_they_found_and_leave_with_five(run, station, tmp_path):
    opened = raw(tmp_path)
    opened.execute("UPDATE audit_entry SET actor = 'x' WHERE seq = 1")
    opened.close()
    code, answer = run("check")
    assert (code, answer["ok"], [problem["kind"] for problem in answer["problems"]]) == (5, False, ["audit"])
    code, answer = run("audit", "verify")
    assert (code, answer["ok"], answer["broken_at"], answer["erased"]) == (5, False, 1, 0)


def test_audit_verify_of_a_sound_station_names_its_head(run, station):
    code, answer = run("audit", "verify")
    assert (code, answer["ok"], answer["broken_at"], answer["erased"], len(answer["head"])) == (0, True, None, 0, 64)


def test_audit_list_filters(run, saved):
    code, answer = run("audit", "list", "--action", "backup.", "--actor", "practice", "--limit", "1")
    assert (code, answer["more"], len(answer["entries"])) == (0, False, 1)
    entry = answer["entries"][0]
    assert (entry["at"], entry["action"], entry["name"]) == ("2026-10-09T10:00:00+08:00", "backup.create", "备份")
    assert run("audit", "list", "--subject", "station:1")[1]["entries"][0]["action"] == "station.init"
    assert run("audit", "list", "--as", "clerk1")[0] == 7


def test_doctor_answers_with_and_without_a_station(run, station, tmp_path):
    code, answer = run("doctor", "--now", "2026-03-02T08:00", "--bundle", tmp_path / "bundle.zip")
    clock = [check for check in answer["checks"] if check["name"] == "clock"]
    assert (code, clock[0]["ok"]) == (0, False)
    assert (tmp_path / "bundle.zip").is_file()
    (tmp_path / "data" / "station.db").unlink()
    code, answer = run("doctor", "--now", "2026-03-02T08:00")
    assert code == 0
    assert {check["name"] for check in answer["checks"] if not check["ok"]} >= {"database", "clock"}


def test_station_recover_sets_a_phrase_and_station_password_a_password(run, station, monkeypatch):
    code, answer = run("station", "recover", "--recovery-code-stdin", "--new-phrase-stdin", typed=f"{station}\nkirschbaum\n")
    assert (code, answer) == (0, {"in_keyring": False, "phrase_set": True})
    monkeypatch.setenv("STATIONDESK_KEY", "kirschbaum")
    assert run("check")[0] == 0
    assert run("station", "password", "head", "--recovery-code-stdin", typed=f"{station}\nFresh-2026\n")[0] == 0
    assert run("station", "password", "head", "--recovery-code-stdin", typed=f"{station}\nshort\n")[0] == 3
    assert run("station", "password", "nobody", "--recovery-code-stdin", typed=f"{station}\nFresh-2026\n")[0] == 4
    assert run("station", "password", "head", "--recovery-code-stdin", typed="2222\nFresh-2026\n")[0] == 7


def test_a_folder_that_is_no_station_is_refused_in_a_sentence(run, tmp_path):
    for words in (("check",), ("db", "info"), ("backup", "create"), ("audit", "verify")):
        code, answer = run(*words, data=tmp_path / "nothing")
        assert (code, answer["error"]["code"]) == (3, "station.none")


def test_the_server_is_backed_up_and_restored_by_the_same_words(run, postgres_server, tmp_path):
    with empty_database(postgres_server) as first, empty_database(postgres_server) as second:
        made = run("init", "--name", "松涛社区", "--code", "232701001", "--region", "232701", "--practice", "--db", first)
        assert (made[0], made[1]["database"]) == (0, "postgresql")
        code, saved = run("backup", "create", "--db", first)
        assert code == 0
        there = tmp_path / "there"
        assert run("backup", "restore", saved["file"], "--to", there, "--db", second)[0] == 0
        assert run("check", "--db", second, data=there) == (0, {"ok": True, "problems": []})
        assert run("doctor", "--db", second, data=there)[0] == 0
        assert run("audit", "verify", "--db", second, data=there)[1]["head"] == saved["head"]
