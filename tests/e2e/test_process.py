"""What a command owes the shell it runs in: nobody else reads what it writes, nothing it does is lost in silence, Ctrl-C is a sentence."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import app.__main__ as process
from app import cli

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="file modes, closed streams and a full device of Linux")
INIT = ("--data", "data", "init", "--name", "光明社区", "--code", "232701001", "--region", "232701", "--practice")


def test_what_a_command_writes_is_its_owners_alone(tmp_path):
    """The folder was there before, open to everybody, and the shell lets everything through; standard output is closed besides."""
    (tmp_path / "data").mkdir(mode=0o755)
    words = " ".join(INIT)
    command = f'umask 0; "{sys.executable}" -m app {words} >&- && exit 1; "{sys.executable}" -m app --data data queue take --line A --json'
    there = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=there, capture_output=True, text=True, timeout=120)
    assert json.loads(done.stdout) == {"ticket": "A001", "ahead": 0}, done.stderr
    assert "Traceback" not in done.stderr and "写不到标准输出" in done.stderr
    modes = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "data").rglob("*")}
    assert {"station.db", "station.key", "logs", "stationdesk.log"} <= set(modes) and set(modes.values()) == {0}


def full() -> io.TextIOWrapper:
    return Path("/dev/full").open("w", encoding="utf-8")  # type: ignore[return-value]


def gone() -> io.TextIOWrapper:
    """A pipe whose reader has left."""
    reads, writes = os.pipe()
    os.close(reads)
    return os.fdopen(writes, "w", encoding="utf-8")  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("place", "words", "code", "told"),
    [
        (gone, ("queue", "list"), 0, ""),
        (full, ("queue", "list"), 8, "命令已经办完，结果却写不到标准输出"),
        (full, ("queue", "list", "--json"), 8, "命令已经办完，结果却写不到标准输出"),
        (full, ("queue", "list", "--json", "--on", "x"), 2, "没有“x”这样的日期"),
        (gone, ("batch",), 8, "读结果的一方已经关闭"),
        (full, ("batch",), 8, "后面的命令没有执行"),
    ],
)
def test_an_answer_that_cannot_be_told_is_a_sentence(practice_data, capsys, monkeypatch, place, words, code, told):
    monkeypatch.setattr("sys.stdin", io.StringIO("queue take --line A\nqueue take --line A\n"))
    with place() as stream, monkeypatch.context() as patch:
        patch.setattr("sys.stdout", stream)
        assert cli.main(["--data", str(practice_data), *words]) == code
    said = capsys.readouterr().err
    assert told in said and said.count("\n") == bool(told)
    assert cli.main(["--data", str(practice_data), "--json", "queue", "list"]) == 0
    assert len(json.loads(capsys.readouterr().out)["tickets"]) == (words == ("batch",)), "the line that was done, and none behind it"


def test_ctrl_c_while_the_program_loads_is_a_sentence(capsys, monkeypatch):
    def stopped(_argv: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(process, "run", stopped)
    monkeypatch.setattr("sys.argv", ["stationdesk", "queue", "list", "--json"])
    mask, handler = os.umask(0o022), signal.getsignal(signal.SIGINT)
    try:
        assert process.main() == 130
    finally:
        os.umask(mask)
        signal.signal(signal.SIGINT, handler)
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "cli.stopped"


def test_a_folder_that_went_away_under_the_shell_is_a_sentence(capsys, monkeypatch, tmp_path):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert cli.main(["--data", "data", "--json", "queue", "list"]) == 8
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "cli.no_folder"
