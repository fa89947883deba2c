"""Group F, matching and placement: the checks of its rows, with their figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.jobs_market import ConfirmedHow, ReferralState
from app.domain.persons import Gender
from app.services import hires, matching, persons
from app.services.assistance import WishForm, put_wish
from app.services.hires import HireForm, ReferralForm
from app.services.persons import PersonForm
from tests.services.market import employer, job
from tests.services.people import number, register

BORN = date(1978, 4, 26)
WISH = WishForm(("保洁",), ("part_time",), min_pay_cents=150000)


@pytest.fixture
def post(db, cast, now):
    return job(db, cast.clerk1, now, employer(db, cast.clerk1, now).id)


def test_f2_name_people_home_and_health_do_not_change_what_is_offered(db, cast, now, post):
    plain = register(db, cast.clerk1, now, born=BORN)
    form = PersonForm("阿依古丽", number(BORN, serial=9), ethnicity="维吾尔族", marital="divorced", address="别处", hukou="rural")
    other = persons.add(db, cast.clerk1, now, form).id
    for person in (plain, other):
        put_wish(db, cast.clerk1, now, person, WISH)
    assert matching.match_jobs(db, cast.clerk1, now, plain) == matching.match_jobs(db, cast.clerk1, now, other)


@pytest.mark.parametrize(("gender", "called"), [(Gender.FEMALE, "张女士"), (Gender.MALE, "张先生")])
def test_f5_a_message_names_no_more_than_the_family_name(db, cast, now, post, gender, called):
    person = register(db, cast.clerk1, now, "张淑芬", BORN, gender, phone="14200000011")
    text = matching.message(db, cast.clerk1, person, post.id)
    assert text.startswith(called) and "淑芬" not in text
    assert number(BORN, gender) not in text and "142" not in text


def test_f6_a_placement_shows_the_days_of_interview_and_medical_check(db, cast, now, post):
    person = register(db, cast.clerk1, now)
    referral = hires.refer(db, cast.clerk1, now, ReferralForm(person, post.id))
    interview, medical = date(2026, 10, 12), date(2026, 10, 14)
    hires.move(db, cast.clerk1, now, referral.id, ReferralState.INTERVIEW, on=interview)
    hires.move(db, cast.clerk1, now, referral.id, ReferralState.MEDICAL, on=medical)
    later = now + timedelta(days=7)
    placed = hires.hire(db, cast.clerk1, later, HireForm(later.date(), ConfirmedHow.EMPLOYER, referral_id=referral.id))
    (line,) = hires.referrals(db, cast.clerk1, hires.ReferralFilter(person_id=person)).rows
    assert (placed.referral_id, line.interview_on, line.medical_on) == (line.id, interview, medical)
