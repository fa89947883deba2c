"""Bad input, as issue 2 lists it, on the command line: the exit code of docs/cli.md, a sentence that helps, and nothing written.

What else a word refuses stands in ``test_cli_refusals``, odd characters in every option in ``test_odd_inputs``, the same list at the
desk in ``tests/ui/test_bad_input``.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app import cli
from app.domain.clock import parse_moment
from app.services import stations
from app.settings import Settings
from db import engine as engines
from db import keys, models
from db.engine import connect_cipher
from db.uow import Database
from db.vault import Vault
from tests.bad_places import files
from tests.dbfixtures import CODE, KEY
from tests.keeping import with_key
from tests.services.people import no_such_day, number, wrong_digit

NOW = "2026-10-09T09:00"
ITEM = """
[catalogue]
title = "县级目录"
edition = "2026-10"
publisher = "county"
[[item]]
code = "XYZ"
name = "测试事项"
kind = "promised"
statutory_days = 10
promised_days = 11
"""
FORM = """
code = "OWN"
edition = 1
sheet = "表"
title = "表"
periods = ["quarter"]
paper = "A4"
[[rows]]
id = "r1"
title = "行"
[[columns]]
id = "c1"
head = ["数"]
measure = "visits_to_the_moon"
"""
Said = tuple[int, dict[str, Any]]


class Station:
    """A practice station behind the command line, on one of the two databases."""

    def __init__(self, data: Path, url: str, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.data, self._url, self._capsys, self._patch, self.clock = data, url, capsys, patch, NOW
        self._serial = count(1)

    def __call__(self, *words: str) -> Said:
        return self.bare("--now", self.clock, *words)

    def bare(self, *words: str) -> Said:
        """A word without the clock: what comes before there is a station."""
        self._patch.setattr("sys.stdin", io.StringIO(""))
        code = cli.main(["--data", str(self.data), "--json", *(["--db", self._url] if self._url else []), *words])
        return code, json.loads(self._capsys.readouterr().out.splitlines()[-1])

    def good(self, *words: str) -> dict[str, Any]:
        code, answer = self(*words)
        assert code == 0, answer
        return answer

    def person(self) -> str:
        known = number(date(1978, 4, 26), serial=next(self._serial))
        return str(self.good("person", "add", "--name", "张淑芬", "--id-number", known)["person"]["id"])

    def written(self) -> list[Any]:
        """How many rows every table holds, and the number and hash of the last audit entry."""
        settings = Settings(self.data, self._url or None)
        engine = engines.postgres_engine(self._url) if self._url else engines.sqlite_engine(settings.database_path, KEY.sub("database"))
        asked = [text(f'SELECT count(*) FROM "{name}"') for name in sorted(models.load_all().tables)]
        with engine.connect() as connection:
            rows = [connection.execute(one).scalar_one() for one in asked]
            rows += list(connection.execute(text("SELECT seq, hash FROM audit_head")).one())
        engine.dispose()
        return rows


@pytest.fixture(params=["sqlite", "postgresql"])
def station(request, tmp_path, capsys, monkeypatch) -> Station:
    data = with_key(Settings(tmp_path / "data")).data
    if request.param == "sqlite":
        request.getfixturevalue("sqlite_db").close()
        (tmp_path / "station.db").rename(data / "station.db")
        return Station(data, "", capsys, monkeypatch)
    return Station(data, request.getfixturevalue("postgres_url"), capsys, monkeypatch)


def own_form(station: Station) -> None:
    folder = station.data / "definitions"
    folder.mkdir()
    (folder / "own.toml").write_text(FORM, encoding="utf-8")


def item_file(station: Station) -> str:
    file = station.data.parent / "items.toml"
    file.write_text(ITEM, encoding="utf-8")
    return str(file)


def checked_in(station: Station) -> str:
    """The code of an appointment whose number is drawn already."""
    made = station.good("appointment", "make", "--person", station.person(), "--at", "2026-10-12T09:30", "--line", "A")
    code = str(made["appointment"])
    station.clock = "2026-10-12T09:20"
    station.good("queue", "take", "--appointment", code)
    return code


ADD = ("person", "add", "--name", "王五")
CASES: dict[str, tuple[Callable[[Station], Sequence[str]], int, str, str | None, str]] = {
    "check_digit": (lambda s: (*ADD, "--id-number", wrong_digit()), 3, "person.id_check", "id_number", "校验位不对"),
    "born_ahead": (lambda s: (*ADD, "--birth-date", "2026-10-10"), 3, "person.birth_future", "birth_date", "2026-10-10"),
    "born_ahead_in_number": (
        lambda s: (*ADD, "--id-number", number(date(2030, 1, 2))),
        3,
        "person.birth_future",
        "id_number",
        "2030-01-02",
    ),
    "day_in_number": (lambda s: (*ADD, "--id-number", no_such_day()), 3, "person.birth_impossible", "id_number", "不存在"),
    "day_of_birth": (lambda s: (*ADD, "--birth-date", "2026-02-30"), 2, "cli.day", "birth_date", "2026-02-30"),
    "day_received": (
        lambda s: ("case", "open", "--item", "JYKN", "--person", s.person(), "--received", "2026-02-30"),
        *(2, "cli.day", "received", "2026-02-30"),
    ),
    "item_of_case": (lambda s: ("case", "open", "--item", "NOPE", "--person", s.person()), 4, "item.unknown", "item", "NOPE"),
    "item_of_ticket": (lambda s: ("queue", "take", "--item", "NOPE"), 4, "queue.item_unknown", "item", "NOPE"),
    "item_of_inquiry": (
        lambda s: ("inquiry", "record", "--topic", "补贴", "--answer", "已告知", "--item", "NOPE"),
        *(4, "inquiry.item_unknown", "item", "NOPE"),
    ),
    "promise": (lambda s: ("item", "import", item_file(s)), 3, "item.promise_too_long", "promised_days", "承诺 11 个工作日比法定 10"),
    "second_ticket": (lambda s: ("queue", "take", "--appointment", checked_in(s)), 3, "queue.appointment_taken", "appointment", "A001"),
    "second_check_in": (lambda s: ("appointment", "check-in", checked_in(s)), 3, "queue.appointment_taken", "appointment", "A001"),
    "measure": (
        lambda s: own_form(s) or ("return", "build", "OWN", "--period", "2026Q3"),
        *(3, "return.definition.unknown_measure", "columns[1].measure", "visits_to_the_moon"),
    ),
}
"""What is typed, the exit code, the code, the field, and a part of the sentence."""


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_is_refused_and_nothing_is_written(station, case):
    make, code, why, field, said = CASES[case]
    station.person()  # the day's first write brings its duties with it
    words = make(station)
    before = station.written()
    found, answer = station(*words)
    told = answer["error"]
    assert (found, told["code"], told["field"]) == (code, why, field)
    assert said in told["message"]
    assert station.written() == before


# what lies in the data folder


@pytest.fixture
def alone(practice_data, capsys, monkeypatch) -> Station:
    """A practice station on SQLite, as ``init`` leaves it."""
    return Station(practice_data, "", capsys, monkeypatch)


@pytest.mark.parametrize("words", [("queue", "take", "--line", "A"), ("person", "add", "--name", "王五"), ("queue", "list")])
def test_a_file_that_is_no_database_stays_as_it_is(alone, words):
    (alone.data / "station.db").write_bytes(b"this is a letter, and no database" * 200)
    before = files(alone.data)
    code, answer = alone(*words)
    assert (code, answer["error"]["code"]) == (5, "db.not_a_database")
    assert "station.db" in answer["error"]["message"] and "原文件没有改动" in answer["error"]["message"]
    assert files(alone.data) == before


@pytest.mark.parametrize("words", [("queue", "take", "--line", "A"), ("officer", "list")])
def test_a_wrong_key_opens_nothing(alone, monkeypatch, words):
    before = files(alone.data)
    monkeypatch.setenv("STATIONDESK_KEY", "not the key of this station")
    code, answer = alone(*words)
    assert (code, answer["error"]["code"]) == (7, "key.wrong")
    assert "数据没有打开" in answer["error"]["message"]
    assert files(alone.data) == before


def test_the_key_of_another_station_opens_no_file(alone):
    """The key file lies there and opens, and is still not the one of this database."""
    other = keys.StationKey("fedcba9876543210", bytes(range(1, 33)))
    keys.write_key_file(alone.data / "station.key", keys.key_body(other, recovery_code=CODE, practice=True))
    before = files(alone.data)
    code, answer = alone("queue", "take", "--line", "A")
    assert (code, answer["error"]["code"]) == (5, "db.not_a_database")
    assert files(alone.data) == before


@pytest.mark.parametrize("words", [("queue", "take", "--line", "A"), ("queue", "list"), ("person", "add", "--name", "王五")])
def test_a_database_newer_than_the_program_is_left_alone(alone, words):
    raw = connect_cipher(alone.data / "station.db", KEY.sub("database"))
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    before = alone.written()
    code, answer = alone(*words)
    assert (code, answer["error"]["code"]) == (3, "db.newer")
    assert "9999" in answer["error"]["message"] and "数据没有改动" in answer["error"]["message"]
    assert alone.written() == before


def test_a_second_station_is_not_made_where_one_is(alone):
    before = files(alone.data)
    code, answer = alone("init", "--name", "光明社区", "--code", "232701002", "--region", "232701", "--practice")
    assert (code, answer["error"]["code"]) == (3, "station.exists")
    assert files(alone.data) == before


def test_a_second_start_on_the_same_folder_works_beside_the_first(alone):
    """One desk a folder (``tests/ui/test_single_instance``); a word of the command line is answered all the same, after it."""
    desk = Database(engines.sqlite_engine(alone.data / "station.db", KEY.sub("database")), Vault(KEY))
    with desk.write("queue.take", stations.actors(desk)["clerk1"], parse_moment(NOW)) as unit:
        unit.note("ticket:0", held=True)
        with ThreadPoolExecutor(1) as pool:
            waits = pool.submit(alone.good, "queue", "take", "--line", "A")
            unit.commit()
            assert waits.result()["ticket"] == "A001"
    desk.close()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="a folder that nobody may write, not even root, is known on Linux only")
@pytest.mark.parametrize("place", ["/proc/stationdesk", "/dev/null/data"])
def test_a_folder_that_cannot_be_written_is_told_with_its_name(capsys, monkeypatch, place):
    station = Station(Path(place), "", capsys, monkeypatch)
    code, answer = station.bare("init", "--name", "光明社区", "--code", "232701001", "--region", "232701", "--practice")
    assert (code, answer["error"]["code"]) == (8, "data.not_writable")
    assert place in answer["error"]["message"]
