"""Pinyin keys: what a clerk types finds the name, however its bearer reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.pinyin import MOST_KEYS, initials, spelled, spellings

READINGS = {
    "单": ("dan", "chan", "shan"),
    "雄": ("xiong",),
    "信": ("xin", "shen"),
    "尉": ("wei", "yu"),
    "迟": ("chi",),
    "恭": ("gong",),
    "吕": ("lv",),
    "乐": ("le", "yue"),
}


def test_a_surname_reading_stands_before_the_common_one():
    assert spellings("单雄信", READINGS)[0] == "shanxiongxin"
    assert initials("单雄信", READINGS)[0] == "sxx"


def test_every_reading_of_a_character_can_be_typed():
    assert {"danxiongxin", "chanxiongxin", "shanxiongshen"} <= set(spellings("单雄信", READINGS))


def test_a_surname_of_two_characters_is_read_as_one():
    assert spellings("尉迟恭", READINGS) == ("yuchigong",)


def test_a_surname_reading_counts_in_the_first_place_only():
    assert spellings("吕单", READINGS) == ("lvdan", "lvchan", "lvshan")


def test_readings_with_the_same_initial_make_one_key():
    assert initials("吕乐", READINGS) == ("ll", "ly")


def test_letters_are_typed_as_they_stand_and_dots_are_not_typed():
    assert spellings("Anna·吕", READINGS) == ("annalv",)


def test_the_likely_spelling_is_shown_in_syllables():
    assert spelled("单雄信", READINGS) == "shan xiong xin"


def test_the_spelling_shown_is_the_one_that_was_typed():
    assert spelled("单雄信", READINGS, "chan") == "chan xiong xin"
    assert spelled("尉迟恭", READINGS, "gong") == "yu chi gong"
    assert spelled("吕乐", READINGS, "ly") == "lv yue"


@pytest.mark.parametrize("name", ["", "·", "\U00030000"])
def test_a_name_that_cannot_be_typed_has_no_key(name):
    assert spellings(name, READINGS) == initials(name, READINGS) == ()


@given(st.text(alphabet=list(READINGS), max_size=30))
def test_a_long_name_of_many_readings_keeps_few_keys(name):
    keys = spellings(name, READINGS)
    assert len(keys) == len(set(keys)) <= MOST_KEYS
    assert (len(keys) > 0) == (name != "")
