"""Identity numbers, names, phones, ages and the groups that follow from them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.persons import (
    Gender,
    IdKind,
    PersonDraft,
    StatusKind,
    age_on,
    check_digit,
    check_id_number,
    check_name,
    check_person,
    check_phone,
    check_status,
    computed_groups,
    full_months,
    guess_kind,
    is_4050,
    is_unemployed_youth,
    region_hint,
)

TODAY = date(2026, 3, 2)
BIRTHS = st.dates(date(1900, 1, 1), TODAY)


def number(start: str = "232701", born: str = "19780426", sequence: str = "042") -> str:
    body = start + born + sequence
    return body + check_digit(body)


def refusal(kind: IdKind, text: str) -> str:
    with pytest.raises(Refused) as caught:
        check_id_number(kind, text, TODAY)
    assert caught.value.field == "id_number"
    return caught.value.code


def test_the_published_sample_is_accepted_and_its_twin_with_another_last_digit_is_not():
    facts = check_id_number(IdKind.RESIDENT, "34052419800101001x", TODAY)
    assert (facts.number, facts.birth_date, facts.gender) == ("34052419800101001X", date(1980, 1, 1), Gender.MALE)
    assert refusal(IdKind.RESIDENT, "340524198001010013") == "person.id_check"


@given(st.from_regex(r"[1-6][0-9]{5}", fullmatch=True), BIRTHS, st.integers(0, 999))
def test_every_number_made_by_the_rule_is_read_back(region: str, born: date, sequence: int):
    text = number(region, born.strftime("%Y%m%d"), f"{sequence:03}")
    facts = check_id_number(IdKind.RESIDENT, text, TODAY)
    assert (facts.birth_date, facts.region_code, facts.gender) == (born, region, Gender.MALE if sequence % 2 else Gender.FEMALE)


@given(st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(at: int, step: int):
    right = number()
    wrong = right[:at] + str((int(right[at]) + step) % 10) + right[at + 1 :]
    assert refusal(IdKind.RESIDENT, wrong) == "person.id_check"


@given(st.integers(14, 16))
def test_two_neighbours_exchanged_are_always_noticed(at: int):
    right = number(sequence="047")
    wrong = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
    assert wrong == right or refusal(IdKind.RESIDENT, wrong) == "person.id_check"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2327011978042604", "person.id_length"),
        ("23270119780426O42X", "person.id_characters"),
        (number(born="19780230"), "person.birth_impossible"),
        (number(born="20260303"), "person.birth_future"),
        (number(born="18900101"), "person.birth_too_old"),
        ("", "person.id_empty"),
    ],
)
def test_a_resident_number_is_refused_for_what_is_wrong_with_it(text: str, code: str):
    assert refusal(IdKind.RESIDENT, text) == code


def test_full_width_digits_blanks_and_small_letters_are_tidied():
    assert check_id_number(IdKind.RESIDENT, " ３４０５２４ 19800101 001x ", TODAY).number == "34052419800101001X"


@pytest.mark.parametrize("start", ["810000", "820000", "830000"])
def test_residence_permits_are_checked_like_resident_numbers(start: str):
    assert check_id_number(IdKind.PERMIT, number(start), TODAY).region_code == start
    assert refusal(IdKind.PERMIT, number("232701")) == "person.id_not_permit"


def test_both_forms_of_the_permanent_residence_card_are_known():
    assert check_id_number(IdKind.PERMANENT, "usa110075010112", TODAY).birth_date is None
    assert check_id_number(IdKind.PERMANENT, number("931840"), TODAY).birth_date == date(1978, 4, 26)
    assert refusal(IdKind.PERMANENT, "US1110075010112") == "person.id_permanent_old"
    assert refusal(IdKind.PERMANENT, number("231840")) == "person.id_not_permanent"


def test_a_passport_and_no_document_yet_are_kinds_of_their_own():
    assert check_id_number(IdKind.PASSPORT, "e 1234567", TODAY).number == "E1234567"
    assert refusal(IdKind.PASSPORT, "E/12") == "person.id_document"
    assert check_id_number(IdKind.NONE, None, TODAY).number is None
    assert refusal(IdKind.NONE, "E1234567") == "person.id_not_expected"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (number(), IdKind.RESIDENT),
        (number("830000"), IdKind.PERMIT),
        (number("931840"), IdKind.PERMANENT),
        ("USA110075010112", IdKind.PERMANENT),
        (" ", IdKind.NONE),
    ],
)
def test_the_kind_of_a_number_can_be_guessed(text: str, kind: IdKind):
    assert guess_kind(text) is kind


def test_an_unknown_region_is_a_hint_and_no_refusal():
    facts = check_id_number(IdKind.RESIDENT, number("073100"), TODAY)
    assert region_hint(facts) == "person.region_unknown"
    assert region_hint(facts, {"073100"}) is None


@pytest.mark.parametrize("start", ["133100", "310115", "460400", "510202", "830000"])
def test_old_and_rare_regions_give_no_hint(start: str):
    assert region_hint(check_id_number(IdKind.RESIDENT, number(start), TODAY)) is None


@pytest.mark.parametrize("name", ["张淑芬", "㛃䶮𬍛", "阿依古丽·买买提", "Anna Müller", "𬎆"])
def test_names_are_kept_as_they_are(name: str):
    assert check_name(f"  {name} ") == name


def test_every_middle_dot_becomes_the_same_dot():
    assert check_name("阿依古丽•买买提") == check_name("阿依古丽・买买提") == "阿依古丽·买买提"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" \t", "person.name_empty"),
        ("张" * 51, "person.name_long"),
        ("张\x00三", "person.name_characters"),
        ("张\u200b三", "person.name_characters"),
        ("张三138000", "person.name_number"),
    ],
)
def test_a_name_is_refused_for_what_is_wrong_with_it(text: str, code: str):
    with pytest.raises(Refused, match=code):
        check_name(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [("142 0000 7162", "14200007162"), ("+86-14200007162", "14200007162"), ("（0457）012-3456", "04570123456"), ("2123456", "2123456")],
)
def test_phones_are_kept_as_digits(text: str, digits: str):
    assert check_phone(text) == digits


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12800007162", "person.phone_mobile"),
        ("1380000716", "person.phone_mobile"),
        ("0457", "person.phone_length"),
        ("call me", "person.phone_characters"),
        ("", "person.phone_characters"),
    ],
)
def test_a_phone_is_refused_for_what_is_wrong_with_it(text: str, code: str):
    with pytest.raises(Refused, match=code):
        check_phone(text)


def test_the_number_decides_birth_date_and_gender():
    person = check_person(PersonDraft("张淑芬", id_number=number(), phone="14200007162"), TODAY)
    assert (person.birth_date, person.gender, person.region_code) == (date(1978, 4, 26), Gender.FEMALE, "232701")


def test_what_was_typed_must_agree_with_the_number():
    with pytest.raises(Refused, match="birth_differs"):
        check_person(PersonDraft("张淑芬", id_number=number(), birth_date=date(1978, 4, 27)), TODAY)
    with pytest.raises(Refused, match="gender_differs"):
        check_person(PersonDraft("张淑芬", id_number=number(), gender=Gender.MALE), TODAY)


def test_a_person_without_a_document_keeps_what_was_typed():
    person = check_person(PersonDraft("张三", IdKind.NONE, birth_date=date(2001, 5, 10), phone=" "), TODAY)
    assert (person.id_number, person.birth_date, person.gender, person.phone) == (None, date(2001, 5, 10), Gender.UNKNOWN, None)
    with pytest.raises(Refused, match="birth_future"):
        check_person(PersonDraft("张三", IdKind.NONE, birth_date=date(2026, 3, 3)), TODAY)


def test_age_grows_on_the_birthday():
    assert (age_on(date(2001, 5, 10), date(2026, 5, 9)), age_on(date(2001, 5, 10), date(2026, 5, 10))) == (24, 25)
    assert (age_on(date(2000, 2, 29), date(2026, 2, 28)), age_on(date(2000, 2, 29), date(2026, 3, 1))) == (25, 26)


def test_unemployed_youth_ends_on_the_twenty_fifth_birthday():
    born, status = date(2001, 5, 10), StatusKind.REGISTERED_UNEMPLOYED
    assert is_unemployed_youth(born, status, date(2026, 5, 9))
    assert not is_unemployed_youth(born, status, date(2026, 5, 10))
    assert not is_unemployed_youth(born, StatusKind.UNEMPLOYED, date(2026, 5, 9))


def test_4050_counts_on_the_day_of_application():
    assert is_4050(Gender.FEMALE, date(1986, 3, 2), TODAY)
    assert not is_4050(Gender.FEMALE, date(1986, 3, 3), TODAY)
    assert not is_4050(Gender.MALE, date(1986, 3, 2), TODAY)
    assert is_4050(Gender.MALE, date(1976, 3, 2), TODAY)


def test_unemployed_since_mid_march_is_twelve_months_a_year_later():
    assert full_months(date(2025, 3, 15), date(2026, 3, 15)) == 12
    assert full_months(date(2025, 3, 15), date(2026, 3, 14)) == 11
    assert full_months(date(2026, 3, 15), date(2026, 3, 14)) == 0


def test_groups_follow_from_age_and_status():
    since = date(2025, 3, 1)
    groups = computed_groups(date(1978, 4, 26), Gender.FEMALE, StatusKind.REGISTERED_UNEMPLOYED, since, TODAY)
    assert groups == {"unemployed", "older", "long_unemployed"}
    assert computed_groups(date(1978, 4, 26), Gender.FEMALE, StatusKind.EMPLOYED, since, TODAY) == frozenset()


def test_a_status_begins_neither_in_the_future_nor_before_the_last_one():
    check_status(TODAY, TODAY, TODAY)
    with pytest.raises(Refused, match="status_future"):
        check_status(date(2026, 3, 3), TODAY)
    with pytest.raises(Refused, match="status_order"):
        check_status(date(2026, 3, 1), TODAY, TODAY)
