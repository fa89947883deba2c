"""The table of the masks: every place, every number, and never more than eight digits where a number is masked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.masks import MASKS, Number, Place, Shown, holds_number, mask_id, mask_phone, scrub, shown, surname_form
from app.domain.persons import Gender

ID = "232701197804260426"
PHONE = "14200007162"


@pytest.mark.parametrize(
    ("place", "id_number", "phone"),
    [
        (Place.SCREEN, "2327**********0426", "142****7162"),
        (Place.LOG, "", ""),
        (Place.REVEAL, ID, PHONE),
        (Place.OWN_FORM, ID, PHONE),
        (Place.WORKING_LIST, "", PHONE),
        (Place.FULL_EXPORT, ID, PHONE),
        (Place.PUBLIC, "", ""),
    ],
)
def test_each_place_shows_what_the_table_of_the_design_says(place: Place, id_number: str, phone: str):
    assert shown(place, Number.ID, ID) == id_number
    assert shown(place, Number.PHONE, PHONE) == phone


def test_every_place_has_a_word_on_every_number():
    assert set(MASKS) == set(Place)
    assert all(set(row) == set(Number) and set(row.values()) <= set(Shown) for row in MASKS.values())


def test_an_unknown_number_is_shown_as_nothing():
    assert {shown(place, number, None) for place in Place for number in Number} == {""}


@given(st.from_regex(r"[0-9A-Z]{1,30}", fullmatch=True))
def test_a_mask_keeps_the_length_and_never_more_than_eight_characters(number: str):
    for masked in (mask_id(number), mask_phone(number)):
        assert len(masked) == len(number)
        assert len(masked.replace("*", "")) <= min(8, len(number) - 1)


def test_numbers_in_free_text_are_found_and_masked():
    text = f"张某，{ID}，电话{PHONE}，座机0457-0123456，工资2600元"
    assert holds_number(text)
    assert scrub(text) == "张某，2327**********0426，电话142****7162，座机045*****3456，工资2600元"
    assert not holds_number("2026年3月2日 办结 2600 元，办件 BJ20260302001")


@pytest.mark.parametrize(
    ("name", "gender", "form"),
    [
        ("张淑芬", Gender.FEMALE, "张女士"),
        ("欧阳明", Gender.MALE, "欧阳先生"),
        ("张三", Gender.UNKNOWN, "张先生/女士"),
        ("阿依古丽·买买提", Gender.FEMALE, "您"),
        ("Anna", Gender.FEMALE, "您"),
    ],
)
def test_a_message_names_at_most_the_family_name(name: str, gender: Gender, form: str):
    assert surname_form(name, gender) == form
