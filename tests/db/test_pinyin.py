"""The table of readings that set-up builds."""

import pytest

from app.domain.pinyin import spellings
from db.pinyin import load_readings


@pytest.mark.parametrize(
    ("surname", "reading"),
    [
        ("单", "shan"),
        ("仇", "qiu"),
        ("查", "zha"),
        ("曾", "zeng"),
        ("解", "xie"),
        ("区", "ou"),
        ("朴", "piao"),
        ("覃", "qin"),
        ("翟", "zhai"),
        ("缪", "miao"),
        ("盖", "ge"),
    ],
)
def test_the_surnames_that_dictionaries_misread_are_found(surname, reading):
    assert spellings(f"{surname}明", load_readings())[0] == f"{reading}ming"


def test_every_reading_is_letters_only():
    assert all(word.isascii() and word.isalpha() for found in load_readings().values() for word in found)


@pytest.mark.parametrize("char", "㛃䶮𬍛𫖯曌彧")
def test_rare_characters_of_names_have_readings(char):
    assert load_readings()[char]
