"""The machine's settings: a file of a few lines that people edit by hand."""

from __future__ import annotations

import pytest

from app import settings as machine
from app.domain.errors import Damaged, NotAllowed, Surroundings
from app.services import practice_clock
from app.settings import Settings


def refusal(folder, content: bytes) -> Damaged:
    (folder / "settings.toml").write_bytes(content)
    with pytest.raises(Damaged) as refused:
        machine.load(folder)
    return refused.value


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'theme = "dark"\ncounter = \n', 2),
        (b"theme = [", 1),
        ('theme = "dark"\nbackup_folder = "数据"'.encode("gb18030"), 2),
        (b'\n\ntheme = "dark', 3),
        (b"a = " + b"[" * 5000, 1),
    ],
)
def test_a_line_that_cannot_be_read_is_named_by_file_and_number(tmp_path, content, line):
    error = refusal(tmp_path, content)
    assert (error.code, error.params["path"], error.params["line"]) == ("settings.unreadable", str(tmp_path / "settings.toml"), line)


@pytest.mark.parametrize(
    ("content", "key"),
    [("counter = '1'", "counter"), ("counter = -1", "counter"), ("counter = true", "counter"), ("log_level = 'LOUD'", "log_level")],
)
def test_a_value_that_cannot_be_used_is_named_by_its_key_and_line(tmp_path, content, key):
    error = refusal(tmp_path, f"theme = 'dark'\n{content}\n".encode())
    assert (error.code, error.params["key"], error.params["line"]) == ("settings.wrong_value", key, 2)


def test_a_mark_of_utf8_at_the_beginning_and_unknown_keys_do_no_harm(tmp_path):
    (tmp_path / "settings.toml").write_text("counter = 2\nof_tomorrow = 1\n", encoding="utf-8-sig")
    assert machine.load(tmp_path) == Settings(tmp_path, counter=2)


def test_who_mends_gets_the_lines_that_can_be_read(tmp_path):
    (tmp_path / "settings.toml").write_text('counter = 2\ntheme = "dark\ndatabase_url = "postgresql://x/y"\n', encoding="utf-8")
    found, error = machine.load_what_can_be(tmp_path)
    assert (found, error.params["line"]) == (Settings(tmp_path, "postgresql://x/y", counter=2), 2)


def test_a_folder_no_system_knows_is_the_surroundings(tmp_path):
    with pytest.raises(Surroundings):
        machine.load(tmp_path / ("x" * 5000))


@pytest.mark.parametrize("content", ["{}", "[1]", '{"seconds": 1e999}', '{"seconds": 1e13}', "\x00"])
def test_a_practice_clock_that_cannot_be_read_says_so(tmp_path, content):
    (tmp_path / "practice_clock.json").write_text(content, encoding="utf-8")
    with pytest.raises(Damaged, match=r"settings\.practice_clock"):
        practice_clock.running(Settings(tmp_path))


def test_a_file_of_the_pass_phrase_that_is_no_text_or_not_there_is_told(tmp_path):
    (tmp_path / "phrase").write_bytes(b"\xff\xfe")
    for name in ("phrase", "nowhere"):
        with pytest.raises(NotAllowed, match=r"key\.file_unreadable"):
            machine.key_phrase({"STATIONDESK_KEY_FILE": str(tmp_path / name)})
