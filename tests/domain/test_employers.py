"""Employers and their social credit codes."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain import employers
from app.domain.employers import EmployerDraft, EmployerKind, check_credit_code, credit_check_character
from tests.refusing import refusal

TODAY = date(2026, 3, 2)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODIES = st.text(ALPHABET, min_size=17, max_size=17)
CODE = "92232701MA0000001" + credit_check_character("92232701MA0000001")
SHOP = EmployerDraft("昭顺便利店", EmployerKind.SELF_EMPLOYED, CODE)


def test_the_check_character_is_that_of_the_standard():
    weights = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
    assert tuple(pow(3, place, 31) for place in range(17)) == weights
    # a body of ones: the weights add up to 305, 305 mod 31 is 26, 31 less 26 is 5
    assert credit_check_character("1" * 17) == "5"
    assert credit_check_character("0" * 17) == "0"


@given(BODIES)
def test_every_code_made_by_the_rule_passes(body: str):
    code = body + credit_check_character(body)
    assert check_credit_code(f" {code[:9]} {code[9:].lower()}") == code


@given(BODIES, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(body: str, at: int, other: str):
    wrong = body[:at] + other + body[at + 1 :] + credit_check_character(body)
    assert other == body[at] or refusal(check_credit_code, wrong) == "employer.code_check"


def test_a_code_is_refused_for_what_is_wrong_with_it():
    assert refusal(check_credit_code, CODE[:-1]) == "employer.code_length"
    assert refusal(check_credit_code, "O" + CODE[1:]) == "employer.code_characters"


def test_an_employer_has_a_name_and_perhaps_a_code():
    assert employers.check_employer(SHOP) == CODE
    assert employers.check_employer(replace(SHOP, credit_code=" ")) is None
    assert refusal(employers.check_employer, replace(SHOP, name="")) == "employer.name_empty"


def test_verifying_needs_a_code_and_a_licence_that_is_valid():
    employers.check_verified(SHOP, TODAY, TODAY)
    employers.check_verified(EmployerDraft("光明社区", EmployerKind.COMMUNITY), TODAY, TODAY)
    assert refusal(employers.check_verified, replace(SHOP, credit_code=None), TODAY, TODAY) == "employer.code_missing"
    assert refusal(employers.check_verified, replace(SHOP, licence_until=date(2026, 3, 1)), TODAY, TODAY) == "employer.licence_over"
    assert refusal(employers.check_verified, SHOP, date(2026, 3, 3), TODAY) == "employer.future"


def test_an_unverified_employer_publishes_no_jobs():
    employers.check_may_publish("店", TODAY, None, TODAY)
    assert refusal(employers.check_may_publish, "店", None, None, TODAY) == "employer.unverified"
    assert refusal(employers.check_may_publish, "店", TODAY, date(2026, 3, 1), TODAY) == "employer.licence_over"
