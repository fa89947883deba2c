"""Applying for and recognising employment hardship."""

from datetime import date

import pytest

from app.domain.errors import Refused
from app.domain.hardship import Applicant, check_application, check_four_eyes, check_recognition
from app.domain.persons import Gender, StatusKind

TODAY = date(2026, 3, 2)
WOMAN_OF_40 = Applicant(date(1986, 3, 2), Gender.FEMALE, StatusKind.REGISTERED_UNEMPLOYED)


def test_a_registered_woman_of_forty_may_apply_and_not_a_day_earlier():
    check_application("older", WOMAN_OF_40, TODAY, TODAY)
    with pytest.raises(Refused, match="hardship.age") as caught:
        check_application("older", WOMAN_OF_40, date(2026, 3, 1), TODAY)
    assert caught.value.params == {"age": 39}


def test_an_application_needs_a_category_a_registration_and_a_day_that_has_come():
    unregistered = Applicant(date(1970, 1, 1), Gender.MALE, StatusKind.UNEMPLOYED)
    for category, applicant, day, code in [
        ("", WOMAN_OF_40, TODAY, "category_empty"),
        ("older", unregistered, TODAY, "not_registered"),
        ("low_income", WOMAN_OF_40, date(2026, 3, 3), "future"),
    ]:
        with pytest.raises(Refused, match=code):
            check_application(category, applicant, day, TODAY)


def test_recognition_comes_after_the_application_and_only_once():
    check_recognition(TODAY, TODAY, TODAY)
    with pytest.raises(Refused, match="before_application"):
        check_recognition(TODAY, date(2026, 3, 1), TODAY)
    with pytest.raises(Refused, match="hardship.future"):
        check_recognition(TODAY, date(2026, 3, 3), TODAY)
    with pytest.raises(Refused, match="hardship.recognised"):
        check_recognition(TODAY, TODAY, TODAY, already_on=TODAY)


def test_nobody_recognises_an_application_of_their_own():
    check_four_eyes(1, 2)
    with pytest.raises(Refused, match="same_officer"):
        check_four_eyes(1, 1)
