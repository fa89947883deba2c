"""What the command line refuses leaves nothing behind: half a station, half a batch, a list of minus one."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.settings import Settings
from db import opening
from db.engine import connect_cipher

INIT = ["init", "--name", "光明社区", "--code", "232701001", "--region", "232701"]
Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def run(tmp_path, capsys, monkeypatch) -> Run:
    """One command on the data folder of the test: its exit code and its document."""

    def command(*argv: str, typed: str = "", data: Path = tmp_path / "data") -> tuple[int, dict[str, Any]]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = cli.main(["--data", str(data), "--json", *argv])
        lines = capsys.readouterr().out.splitlines()
        return code, json.loads(lines[-1])

    return command


@pytest.fixture
def practice(practice_data, run) -> Run:
    """The same on a practice station."""
    return run


@pytest.fixture
def batch(practice, tmp_path, capsys, monkeypatch):
    """The documents of a batch on a practice station, one a command."""

    def lines(*commands: str, given: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(commands) + "\n"))
        cli.main(["--data", str(tmp_path / "data"), "--json", *given, "batch"])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return lines


def code_of(document: dict[str, Any]) -> str:
    return document["error"]["code"]


def test_a_refused_station_is_not_there_and_can_be_made_again(run, tmp_path, monkeypatch):
    monkeypatch.setenv("STATIONDESK_KEY", "correct horse battery")
    code, answer = run(*INIT, "--admin-password-stdin", typed="short\n")
    assert (code, code_of(answer)) == (3, "password.short")
    assert [p.name for p in (tmp_path / "data").iterdir()] == []
    assert run(*INIT, "--admin-password-stdin", typed="long enough 1\n")[0] == 0
    assert run("db", "info")[0] == 0


def test_a_station_whose_making_was_cut_off_is_made_anew(run, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "station.db.new").write_bytes(b"half")
    (data / "station.key").write_text("{}", encoding="utf-8")
    assert run(*INIT, "--practice")[0] == 0
    assert run("queue", "take", "--line", "A") == (0, {"ticket": "A001", "ahead": 0})


@pytest.mark.parametrize("words", ["case list", "job list", "employer list", "household list", "inquiry list", "print list", "audit list"])
@pytest.mark.parametrize("limit", ["0", "-1"])
def test_a_list_of_none_or_fewer_is_wrong_usage(practice, words, limit):
    code, answer = practice(*words.split(), "--limit", limit)
    assert (code, code_of(answer)) == (2, "cli.usage")


@pytest.mark.parametrize("words", ["county status --period 2026Q1", "upload send --as head"])
def test_a_word_of_a_later_version_says_so(run, words):
    code, answer = run(*words.split())
    assert (code, code_of(answer)) == (3, "cli.later")


def test_settings_that_cannot_be_read_stop_every_word_but_the_doctor(practice, tmp_path):
    (tmp_path / "data" / "settings.toml").write_text('theme = "dark"\ncounter = one\n', encoding="utf-8")
    code, answer = practice("queue", "take", "--line", "A")
    assert (code, code_of(answer)) == (5, "settings.unreadable")
    assert "第 2 行" in answer["error"]["message"]
    code, answer = practice("doctor")
    checks = {check["name"]: check for check in answer["checks"]}
    assert (code, checks["settings"]["ok"], checks["database"]["ok"]) == (0, False, True)
    assert "第 2 行" in checks["settings"]["text"]


def test_a_day_that_does_not_exist_names_its_option(practice):
    code, answer = practice("person", "add", "--name", "王五", "--birth-date", "2001-02-30")
    assert (code, answer["error"]["field"]) == (2, "birth_date")


def test_each_line_of_a_batch_is_answered_for_itself(batch, tmp_path):
    whole = f"queue take --line A --data {tmp_path / 'data'}"
    long = "person add --name " + "长" * 100_000
    assert [code_of(a) for a in batch("\ufeffqueue recall --ticket A001", "  # a remark", long)] == [
        "ticket.unknown",
        "cli.batch_line_long",
    ]
    answers = batch("batch", "queue take --line A --data /elsewhere", "queue 'take", "queue take --help", "--version", whole)
    assert [code_of(a) for a in answers[:3]] == ["cli.batch_in_batch", "cli.batch_elsewhere", "cli.batch_quotes"]
    assert "业务队列的字母" in answers[3]["help"] and answers[4]["help"].startswith("stationdesk "), "a help ends no batch"
    assert answers[5:] == [{"ticket": "A001", "ahead": 0}]


def test_the_clock_of_a_batch_is_set_once_and_runs_on(batch):
    answers = batch("queue list", "queue take --line A --now 2026-05-06T10:00", "queue list", given=("--now", "2026-04-08T09:00"))
    assert answers[2]["tickets"][0]["taken_at"].startswith("2026-05-06T10:00")


def test_a_batch_can_make_its_station(run, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("deadline --days 5\n" + " ".join(INIT) + " --practice\nqueue take --line A\nqueue list\n"))
    assert cli.main(["--data", str(tmp_path / "new"), "--json", "--now", "2026-03-02T09:00", "batch"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (answers[0]["accepted"], answers[0]["deadline"]) == ("2026-03-02", "2026-03-09")
    assert (answers[1]["database"], answers[2]["ticket"]) == ("sqlite", "A001")
    assert answers[3]["tickets"][0]["taken_at"].startswith("2026-03-02T09:00"), "the station goes on with the clock of the batch"


@pytest.mark.parametrize(("stored", "code", "why"), [("0000", 5, "db.version_unknown"), ("9999", 3, "db.newer")])
def test_a_database_of_an_unknown_version_is_not_upgraded(practice, tmp_path, stored, code, why):
    settings = Settings(tmp_path / "data")
    raw = connect_cipher(settings.database_path, opening.find_key(settings).sub("database"))
    raw.execute("UPDATE alembic_version SET version_num = ?", (stored,))
    raw.close()
    exit_code, answer = practice("db", "upgrade")
    assert (exit_code, code_of(answer)) == (code, why)


def test_an_empty_database_file_is_damage(practice, tmp_path):
    (tmp_path / "data" / "station.db").write_bytes(b"")
    assert code_of(practice("db", "upgrade")[1]) == "db.empty"


@pytest.mark.parametrize("words", ["case show NOPE", "print acceptance --case NOPE --out x.pdf", "inquiry to-case NOPE"])
def test_a_number_that_is_none_is_not_found(practice, words):
    assert practice(*words.split())[0] == 4


def test_a_state_no_case_has_is_wrong_usage(practice):
    assert practice("case", "list", "--state", "nope")[0] == 2
    assert practice("case", "list", "--state", "all") == (0, {"cases": [], "more": False})


@pytest.mark.parametrize("words", ["queue list", "db info", "doctor", "check", "return list"])
def test_a_mistyped_folder_is_not_made(run, tmp_path, words):
    run(*words.split(), data=tmp_path / "typo")
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize(
    "words", ["person show", "job close --reason x", "queue call --counter", "audit list --before", "case list --limit"]
)
def test_a_number_no_column_holds_is_wrong_usage(practice, words):
    assert practice(*words.split(), "99999999999999999999")[0] == 2


@pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T09:00", "tomorrow"])
def test_a_clock_outside_of_all_calendars_is_wrong_usage(practice, moment):
    code, answer = practice("queue", "list", "--now", moment)
    assert (code, answer["error"]["field"]) == (2, "now")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("appointment make --person 1 --line A --at 2026-02-30T09:30", "at"),
        ("inquiry record --topic x --answer y --happened 2026-02-30T09:00", "happened"),
        ("notice publish --text x --from 2026-02-30T09:00", "from"),
        ("notice publish --text x --until tomorrow", "until"),
        ("whereabouts set meeting --until tomorrow", "until"),
        ("rating call-back 1 --reached yes --called tomorrow", "called"),
        ("deadline --days 3 --pause 2026-02-30..2026-03-05", "pause"),
        ("deadline --days 3 --pause 2026-03-05", "pause"),
    ],
)
def test_a_moment_or_day_that_is_none_names_its_own_option(practice, words, field):
    code, answer = practice(*words.split())
    assert (code, answer["error"]["field"]) == (2, field)


def test_an_empty_request_key_is_none(practice):
    taken = [practice("queue", "take", "--line", "A", "--request", "")[1]["ticket"] for _ in range(2)]
    assert taken == ["A001", "A002"]


def test_an_empty_pass_phrase_is_none(practice, monkeypatch):
    monkeypatch.setenv("STATIONDESK_KEY", "")
    monkeypatch.setenv("STATIONDESK_KEY_FILE", "")
    assert practice("queue", "list")[0] == 0


def test_bytes_that_are_no_text_are_wrong_usage(practice):
    code, answer = practice("person", "add", "--name", "王\udcff")
    assert (code, code_of(answer)) == (2, "cli.not_utf8")


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--region", "２３２７０１"),
        ("--name", "长" * 41),
        ("--name", "光\n明"),
        ("--name", "光明\U0001f600"),
        ("--code", "C" * 33),
        ("--code", "../x"),
    ],
)
def test_a_station_that_no_paper_could_name_is_refused(run, tmp_path, option, text):
    words = [text if before == option else word for before, word in zip(["", *INIT], INIT, strict=False)]
    assert run(*words, "--practice")[0] == 3
    assert not (tmp_path / "data").exists()


@pytest.mark.skipif(os.name == "nt", reason="a pipe and an environment of Linux")
def test_the_document_is_utf8_on_a_machine_that_is_not(practice_data):
    there = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "app", "--data", str(practice_data), "--json", "item", "list"]
    done = subprocess.run(command, env=there, capture_output=True, check=True, timeout=60)
    assert "政策咨询" in done.stdout.decode("utf-8")


def test_nobody_was_out_of_work_before_birth(practice):
    words = "person add --name 王五 --birth-date 1990-01-01 --status unemployed --since 1980-01-01"
    code, answer = practice(*words.split())
    assert (code, code_of(answer), answer["error"]["field"]) == (3, "person.status_before_birth", "since")
    assert practice("person", "find", "王五")[1]["people"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("queue call", "缺少 --counter"),
        ("queue call --counter one", "--counter 要写整数，“one”不是"),
        ("queue call --counter", "--counter 后面要写一个值"),
        ("queue list --js", "不认识 --js。用法：stationdesk queue list "),
        ("queue transfer --ticket A001", "--to-line --to-counter 要写其中一个"),
        ("queue transfer --ticket A001 --to-line B --to-counter 1", "--to-counter 和 --to-line 不能同时写"),
        ("queue call --counter 1 --finish=yes", "--finish 后面不写值，“yes”是多余的"),
        ("household list --state nowhere", "--state 不能写“nowhere”，可以写 "),
        ("queue call --counter 99999999999", "--counter：“99999999999”太大了"),
    ],
)
def test_wrong_words_are_told_in_the_users_language(practice, words, told):
    """An option is written whole: what is short for one today could be short for two tomorrow."""
    code, answer = practice(*words.split())
    assert (code, code_of(answer)) == (2, "cli.usage")
    assert told in answer["error"]["message"]


def test_how_many_lines_of_a_batch_failed_stands_on_standard_error(practice, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("queue list\nqueue lst\n"))
    assert cli.main(["--data", str(tmp_path / "data"), "batch"]) == 0
    said = capsys.readouterr()
    assert (len(said.out.splitlines()), said.err) == (2, "2 条命令里有 1 条没有办成。\n")


def test_a_real_station_takes_no_clock_with_any_word(run, monkeypatch, tmp_path):
    monkeypatch.setenv("STATIONDESK_KEY", "right one")
    monkeypatch.setenv("STATIONDESK_PASSWORD", "long enough 1")
    assert run(*INIT, "--admin-password-stdin", typed="long enough 1\n")[0] == 0
    asked = ("db info", "db upgrade", f"station card --out {tmp_path / 'card.json'}", "officer list", "doctor", "check", "item list")
    asked += (
        "deadline --days 5",
        "deadline --accepted 2026-03-02 --days 5",
        "backup verify x.zip",
        f"backup restore x.zip --to {tmp_path}",
    )
    for words in asked:
        code, document = run(*words.split(), "--as", "admin", "--now", "2026-03-02T09:00")
        assert (words, code, code_of(document)) == (words, 3, "clock.real_station")
    assert not (tmp_path / "card.json").exists()


@pytest.mark.parametrize("words", ["deadline --accepted 2026-03-02 --days 5", "backup verify x.zip"])
def test_a_word_that_needs_no_station_looks_at_the_clock_too(run, practice_data, tmp_path, words):
    assert run(*words.split(), "--now", "tomorrow", data=tmp_path / "none")[1]["error"]["field"] == "now"
    run(*words.split(), "--now", "2026-05-06T10:00")
    assert run("deadline", "--days", "1")[1]["accepted"] == "2026-05-06", "a practice station keeps it"


def test_a_deadline_counts_from_the_passed_day_where_no_station_is(run, tmp_path):
    words = ("deadline", "--days", "5", "--now", "2026-03-02T09:00")
    code, answer = run(*words, data=tmp_path / "none")
    assert (code, answer["accepted"], answer["deadline"]) == (0, "2026-03-02", "2026-03-09")
    assert not (tmp_path / "none").exists()


def test_a_pass_phrase_that_is_no_text_is_a_wrong_one(run, monkeypatch):
    monkeypatch.setenv("STATIONDESK_KEY", "right one")
    assert run(*INIT, "--admin-password-stdin", typed="long enough 1\n")[0] == 0
    monkeypatch.setenv("STATIONDESK_KEY", "\udcff")
    assert code_of(run("officer", "list")[1]) == "key.wrong"


@pytest.mark.parametrize(
    "words",
    [
        ("case", "open", "--item", "JYKN", "--person", "1"),
        ("inquiry", "record", "--topic", "补贴", "--answer", "已告知"),
        ("print", "ticket", "--out", "slip.pdf"),
    ],
)
def test_a_ticket_code_that_is_none_is_wrong_usage(practice, words):
    code, document = practice(*words, "--ticket", "7")
    assert (code, code_of(document)) == (2, "ticket.code")


ASKS = "from app.cli.typed import PASSWORD, RECOVERY_CODE, typed; print([typed(RECOVERY_CODE), typed(PASSWORD)])"


def test_who_sits_at_a_terminal_is_asked_and_a_password_is_not_shown():
    """From a file or a pipe the same lines are read in silence."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", ASKS]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True) as child:
        os.close(theirs)
        shown = ""
        for asked, line in (("恢复码（八组字符）：", "2345-6789"), ("口令：", "three plain words")):
            while asked not in shown:
                shown += os.read(ours, 1000).decode()
            os.write(ours, (line + "\n").encode())
        while "]" not in shown:
            shown += os.read(ours, 1000).decode()
    os.close(ours)
    assert child.returncode == 0 and "['2345-6789', 'three plain words']" in shown
    assert shown.count("2345-6789") == 2 and shown.count("three plain words") == 1
    quiet = subprocess.run(command, input="a\nb\n", capture_output=True, text=True, check=True)
    assert (quiet.stdout, quiet.stderr) == ("['a', 'b']\n", "")
