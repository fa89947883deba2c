"""The data key: random, wrapped in one file, and three ways in which that file may fail, told apart."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import Damaged, NotAllowed, Surroundings
from db import keys

CODE = keys.new_recovery_code()
HARD = dict(keys.HARD)


@pytest.fixture
def key():
    return keys.new_station_key()


@pytest.fixture
def file(key, tmp_path):
    path = tmp_path / "station.key"
    keys.write_key_file(path, keys.key_body(key, recovery_code=CODE, phrase="kirschbaum"))
    return path


def test_keys_are_random_and_each_purpose_has_its_own():
    one, other = keys.new_station_key(), keys.new_station_key()
    assert one.data_key != other.data_key
    purposes = ("database", "fields", "attachments", "search", "secrets", "audit")
    assert len({one.sub(purpose) for purpose in purposes}) == len(purposes)
    assert one.sub("fields") == keys.StationKey(one.key_id, one.data_key).sub("fields")


def test_the_code_and_the_phrase_both_open_the_file(file, key):
    body = keys.read_key_file(file)
    assert keys.unwrap(body, "recovery", CODE) == key
    assert keys.unwrap(body, "phrase", "kirschbaum") == key


def test_a_wrong_phrase_is_not_damage(file):
    with pytest.raises(NotAllowed, match=r"key\.wrong") as caught:
        keys.unwrap(keys.read_key_file(file), "phrase", "Kirschbaum")
    assert caught.value.exit_code == 7


def test_a_file_without_a_phrase_knows_no_phrase(key):
    with pytest.raises(NotAllowed, match=r"key\.wrong"):
        keys.unwrap(keys.key_body(key, recovery_code=CODE), "phrase", "kirschbaum")


def test_every_changed_character_of_the_file_is_damage_or_a_blank(file):
    text = file.read_text()
    for at in range(0, len(text), 7):
        changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
        if text[at].isspace():
            continue
        file.write_text(changed)
        with pytest.raises(Damaged, match=r"key\.damaged") as caught:
            keys.read_key_file(file)
        assert caught.value.exit_code == 5


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'"text"', b"\xff\xfe", b"SQLite format 3\x00"])
def test_what_is_no_key_file_is_damage(tmp_path, content):
    (tmp_path / "station.key").write_bytes(content)
    with pytest.raises(Damaged, match=r"key\.damaged"):
        keys.read_key_file(tmp_path / "station.key")


def test_a_missing_file_is_named_as_missing(tmp_path):
    with pytest.raises(Damaged, match=r"key\.missing"):
        keys.read_key_file(tmp_path / "station.key")


def test_the_file_is_written_whole_and_for_its_owner_only(file):
    assert file.stat().st_mode & 0o077 == 0
    assert [p.name for p in file.parent.iterdir()] == ["station.key"]


def test_a_folder_that_cannot_be_written_is_named(key, tmp_path):
    (tmp_path / "plain").write_text("")
    with pytest.raises(Surroundings, match=r"data\.not_writable"):
        keys.write_key_file(tmp_path / "plain" / "station.key", keys.key_body(key, recovery_code=CODE))


def test_a_new_phrase_replaces_the_old_one_and_keeps_the_code(file, key):
    body = keys.with_phrase(keys.read_key_file(file), key, "apfelbaum")
    assert keys.unwrap(body, "phrase", "apfelbaum") == keys.unwrap(body, "recovery", CODE) == key
    with pytest.raises(NotAllowed):
        keys.unwrap(body, "phrase", "kirschbaum")


def test_neither_phrase_nor_code_nor_key_stands_in_the_file(file, key):
    text = file.read_text()
    assert not any(secret in text for secret in ("kirschbaum", CODE, CODE[:9], key.data_key.hex()))


def test_a_key_from_elsewhere_is_checked_against_the_file(file, key):
    body = keys.read_key_file(file)
    assert keys.from_raw(body, key.data_key) == key
    with pytest.raises(NotAllowed, match=r"key\.wrong"):
        keys.from_raw(body, bytes(32))


def test_a_code_has_eight_groups_without_look_alikes():
    groups = keys.new_recovery_code().split("-")
    assert [len(group) for group in groups] == [4] * 8
    assert not set("".join(groups)) & set("01OIL")


@given(st.lists(st.sampled_from([" ", "-", "\t", "–", "", "."]), min_size=32, max_size=32), st.booleans())
@settings(max_examples=60)
def test_a_code_is_read_however_it_is_typed(gaps, small):
    typed = "".join(c + gap for c, gap in zip(CODE.replace("-", ""), gaps, strict=True))
    assert keys.tidy_code(typed.lower() if small else typed) == CODE


def test_the_wrap_is_memory_hard_where_a_secret_protects_it(monkeypatch):
    monkeypatch.setattr(keys, "HARD", HARD)
    body = keys.key_body(keys.new_station_key(), recovery_code=CODE)
    assert body["wraps"][0]["cost"]["memory_kib"] >= 64 * 1024
    assert json.loads(json.dumps(body)) == body
