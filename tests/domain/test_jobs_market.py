"""Jobs, referrals and the public-welfare post as a last resort."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain import jobs_market
from app.domain.jobs_market import OPEN_REFERRALS, JobDraft, JobKind, JobState, Pay, ReferralState, WelfareKind
from tests.refusing import refusal

TODAY = date(2026, 3, 2)
TOMORROW = date(2026, 3, 3)
JOB = JobDraft("保洁", JobKind.PART_TIME, 2, "无特殊要求", Pay(150000, 180000))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "job.title_empty"),
        ({"headcount": 0}, "job.headcount"),
        ({"requirement": ""}, "job.requirement_empty"),
        ({"pay": Pay()}, "job.pay_empty"),
        ({"kind": JobKind.PUBLIC_WELFARE}, "job.welfare_kind"),
        ({"welfare_kind": WelfareKind.TRAFFIC}, "job.welfare_kind_only"),
        ({"kind": JobKind.PUBLIC_SERVICE}, "job.offered_by"),
        ({"kind": JobKind.FULL_TIME, "family_friendly": True}, "job.family_friendly"),
        ({"age_min": 15}, "job.ages"),
        ({"age_min": 50, "age_max": 40}, "job.ages"),
        ({"collected_on": TOMORROW}, "job.future"),
        ({"expires_on": date(2026, 3, 1)}, "job.expires"),
    ],
)
def test_a_job_is_refused_for_what_is_wrong_with_it(change: dict, code: str):
    assert refusal(jobs_market.check_job, replace(JOB, **change), TODAY) == code


def test_all_five_kinds_can_be_collected():
    for kind in JobKind:
        job = replace(JOB, kind=kind, offered_by="光明社区", family_friendly=kind is JobKind.PART_TIME)
        welfare = WelfareKind.ELDERLY_CARE if kind is JobKind.PUBLIC_WELFARE else None
        jobs_market.check_job(replace(job, welfare_kind=welfare), TODAY)


def test_a_negotiable_pay_needs_both_figures_or_a_reason():
    jobs_market.check_pay(Pay(150000, 180000, negotiable=True))
    jobs_market.check_pay(Pay(negotiable=True, reason="按面试情况定"))
    assert refusal(jobs_market.check_pay, Pay(150000, negotiable=True)) == "job.pay_negotiable"
    assert refusal(jobs_market.check_pay, Pay(180000, 150000)) == "job.pay_order"
    assert refusal(jobs_market.check_pay, Pay(0)) == "job.pay_negative"


def test_an_expired_job_leaves_the_board_the_next_day():
    assert jobs_market.on_board(JobState.OPEN, TODAY, TODAY, TODAY)
    assert not jobs_market.on_board(JobState.OPEN, TODAY, TODAY, TOMORROW)
    assert not jobs_market.on_board(JobState.OPEN, None, None, TODAY)
    assert not jobs_market.on_board(JobState.CLOSED, TODAY, None, TODAY)


ONWARD = {
    "referred": {"interview", "medical", "hired", "started", "not_hired", "declined"},
    "interview": {"medical", "hired", "started", "not_hired", "declined"},
    "medical": {"hired", "started", "not_hired", "declined"},
    "hired": {"started", "not_hired", "declined"},
}


@pytest.mark.parametrize("state", list(ReferralState))
@pytest.mark.parametrize("to", list(ReferralState))
def test_a_referral_may_leave_out_a_step_never_goes_back_and_has_three_ends(state: ReferralState, to: ReferralState):
    if to in ONWARD.get(state, ()):
        jobs_market.check_move(state, to, "离家远")
    else:
        assert refusal(jobs_market.check_move, state, to, "离家远") == "referral.state"
    assert (state in OPEN_REFERRALS) is (state in ONWARD)


def test_a_no_has_its_reason():
    assert refusal(jobs_market.check_move, ReferralState.REFERRED, ReferralState.DECLINED) == "referral.reason"


def test_a_referral_needs_an_open_job_and_no_twin():
    jobs_market.check_refer(JobState.OPEN, TODAY, TODAY, TODAY)
    assert refusal(jobs_market.check_refer, JobState.OPEN, None, TOMORROW, TODAY) == "referral.future"
    assert refusal(jobs_market.check_refer, JobState.CLOSED, None, TODAY, TODAY) == "referral.job_closed"
    assert refusal(jobs_market.check_refer, JobState.OPEN, date(2026, 3, 1), TODAY, TODAY) == "referral.job_closed"
    assert refusal(jobs_market.check_refer, JobState.OPEN, None, TODAY, TODAY, already_open=True) == "referral.twice"


def test_work_starts_after_the_referral_and_not_in_the_future():
    jobs_market.check_start(TODAY, TODAY, TODAY)
    assert refusal(jobs_market.check_start, TOMORROW, None, TODAY) == "hire.future"
    assert refusal(jobs_market.check_start, date(2026, 3, 1), TODAY, TODAY) == "hire.before_referral"


def test_a_welfare_post_without_earlier_market_referrals_asks_for_a_reason():
    assert jobs_market.check_welfare_placement([JobKind.FULL_TIME, JobKind.PUBLIC_WELFARE, JobKind.PART_TIME], "") == 2
    assert refusal(jobs_market.check_welfare_placement, [JobKind.PUBLIC_WELFARE], " ") == "hire.welfare_reason"
    assert jobs_market.check_welfare_placement([], "本人重度残疾，市场岗位不适合") == 0


def test_help_counts_from_the_same_numbered_day_or_the_end_of_the_month():
    assert jobs_market.helped_since(date(2026, 10, 9), 12) == date(2025, 10, 9)
    assert jobs_market.helped_since(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert jobs_market.helped_since(date(2026, 1, 15), 1) == date(2025, 12, 15)
