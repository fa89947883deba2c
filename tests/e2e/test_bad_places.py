"""A place that is not the station's or cannot be written, on the command line: the exit code of docs/cli.md, a sentence, nothing written.

The file of SQLite (no database, a wrong key, a newer one) stands in ``test_bad_input``, the desk's cards in ``tests/ui/test_bad_places``.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text

from app import cli
from app.settings import Settings
from tests.bad_places import BAD, as_anybody, files, gone, read_only
from tests.dbfixtures import CODE
from tests.keeping import with_key

Said = tuple[int, dict[str, Any]]
INIT = ("init", "--name", "光明社区", "--code", "232701001", "--region", "232701", "--practice")


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """One command on the folder of the test, and on a server where one is named."""

    def command(*words: str, url: str = "", typed: str = "", data: Path = tmp_path / "data") -> Said:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = cli.main(["--data", str(data), "--json", *(["--db", url] if url else []), *words])
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    return command


@pytest.fixture
def batch(tmp_path, capsys, monkeypatch):
    """The documents of several commands, one a line."""

    def lines(asked: Sequence[str], url: str = "") -> list[dict[str, Any]]:
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(asked) + "\n"))
        cli.main(["--data", str(tmp_path / "data"), "--json", *(["--db", url] if url else []), "batch"])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return lines


def written(url: str) -> dict[str, Any]:
    """What stands in every table of a database."""
    engine = create_engine(url)
    with engine.connect() as connection:
        names = sorted(inspect(connection).get_table_names())
        found = {
            name: connection.execute(text(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{name}" t')) for name in names
        }
        rows = {name: answer.scalar() for name, answer in found.items()}
    engine.dispose()
    return rows


def words(out: Path) -> list[str]:
    """A word of each kind: it reads, writes, makes a file, looks at the whole."""
    return [
        *("queue take --line A", "person add --name 王五", "check", "db upgrade", "deadline --days 5"),
        *(f"backup create --to {out}", f"print wall --code proxy --out {out / 'wall.pdf'}", "return freeze QSR --period 2026Q1"),
    ]


NO_PLACE = {"foreign", "gone", "wrong_password", "no_rights"}
"""Where no station can be made either."""


@pytest.mark.parametrize("name", BAD)
def test_a_server_that_is_not_the_station_s_is_told_by_every_word(run, batch, postgres_url, tmp_path, name):
    settings, out = with_key(Settings(tmp_path / "data", postgres_url)), tmp_path / "out"
    out.mkdir()
    with ExitStack() as stack:
        url = BAD[name].made(stack, postgres_url, settings)
        there = url if name in {"newer", "other_key", "empty", "foreign"} else postgres_url
        before = written(there), files(settings.data)
        for asked, answer in zip(words(out), batch(words(out), url), strict=True):
            assert (asked, answer["error"]["code"]) == (asked, BAD[name].code)
            assert BAD[name].said in answer["error"]["message"]
        assert run("queue", "list", url=url)[0] == BAD[name].exit_code
        if name in NO_PLACE:
            code, answer = run(*INIT, url=url, data=tmp_path / "new")
            assert (code, answer["error"]["code"], files(tmp_path / "new")) == (BAD[name].exit_code, BAD[name].code, {})
        code, answer = run("doctor", url=url)
        told = [check["text"] for check in answer["checks"] if not check["ok"]]
        assert code == 0 and any(BAD[name].said in one for one in told), told
        assert (written(there), files(settings.data), list(out.iterdir())) == (*before, [])


def test_a_key_in_the_folder_is_what_keeps_a_station_from_being_made(run, postgres_url, tmp_path):
    """The sentence names what is there: the folder, not the server."""
    data = with_key(Settings(tmp_path / "data", postgres_url)).data
    code, answer = run(*INIT, url=gone(ExitStack(), postgres_url, Settings(data)))
    assert (code, answer["error"]["code"]) == (3, "station.exists") and str(data) in answer["error"]["message"]


# a data folder that can only be read

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions of folders are another matter on Windows")


def test_a_folder_that_can_only_be_read_is_told_by_every_word(run, batch, practice_data, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    before = files(practice_data)
    with as_anybody(), read_only(practice_data):
        asked = [*words(out), " ".join(INIT), "db info", "queue list --now 2026-03-03T09:00", "station card --out " + str(out / "card")]
        for line, answer in zip(asked, batch(asked), strict=True):
            assert (line, answer["error"]["code"]) == (line, "data.not_writable")
            assert str(practice_data) in answer["error"]["message"]
        recover = ("station", "recover", "--recovery-code-stdin", "--new-phrase-stdin")
        code, answer = run(*recover, typed=f"{CODE}\nlong enough 1\n")
        assert (code, answer["error"]["code"]) == (8, "data.not_writable")
        checks = {check["name"]: check for check in run("doctor")[1]["checks"]}
        assert [checks[name]["ok"] for name in ("folder", "database")] == [False, False]
        assert "写不进去" in checks["database"]["text"]
    assert (files(practice_data), list(out.iterdir())) == (before, [])
    assert run("queue", "take", "--line", "A")[0] == 0, "as soon as it can be written it goes on"


def test_a_file_that_can_only_be_read_is_read_and_not_written(run, practice_data):
    """The folder takes files, the database does not."""
    before = (practice_data / "station.db").read_bytes()
    with as_anybody(), read_only(practice_data / "station.db"):
        assert run("officer", "list")[0] == 0
        code, answer = run("queue", "take", "--line", "A")
        assert (code, answer["error"]["code"]) == (8, "db.file_trouble")
        assert "只能读，不能写" in answer["error"]["message"] and "没有写入" in answer["error"]["message"]
    assert (practice_data / "station.db").read_bytes() == before


def test_a_station_on_a_server_works_on_beside_a_folder_that_can_only_be_read(run, postgres_url, tmp_path):
    """Only what belongs into the folder is refused, and the server keeps nothing of it."""
    data, out = with_key(Settings(tmp_path / "data", postgres_url)).data, tmp_path / "out"
    out.mkdir()
    before = files(data)
    refused = {
        ("backup", "create"): "backup.not_writable",
        ("queue", "list", "--now", "2026-03-03T09:00"): "data.not_writable",
        ("station", "recover", "--recovery-code-stdin", "--new-phrase-stdin"): "data.not_writable",
    }
    with as_anybody(), read_only(data):
        assert run("queue", "take", "--line", "A", url=postgres_url)[1] == {"ticket": "A001", "ahead": 0}
        stands = written(postgres_url)
        for asked, why in refused.items():
            code, answer = run(*asked, url=postgres_url, typed=f"{CODE}\nlong enough 1\n")
            assert (asked, code, answer["error"]["code"]) == (asked, 8, why)
        assert written(postgres_url) == stands
        assert run("backup", "create", "--to", str(out), url=postgres_url)[0] == 0
    assert files(data) == before
