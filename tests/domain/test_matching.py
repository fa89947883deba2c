"""Matching a person with jobs."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.jobs_market import JobKind
from app.domain.matching import WEIGHTS, Criterion, JobFacts, Outcome, Profile, match, occupation_fits, rank
from app.texts.jobs import REASONS, reason_text

WISH = Profile(occupations=("保洁",), kinds=frozenset({JobKind.PART_TIME}), min_pay_cents=150000)
CLEANER = JobFacts(1, "楼道保洁员", JobKind.PART_TIME, pay_low_cents=160000, pay_high_cents=180000)
PROFILES = st.builds(
    Profile,
    occupations=st.sampled_from([(), ("保洁",), ("后厨", "收银")]),
    kinds=st.frozensets(st.sampled_from(list(JobKind))),
    min_pay_cents=st.none() | st.integers(100000, 500000),
    max_distance_m=st.none() | st.integers(0, 5000),
    shifts=st.sampled_from(["", "day", "night"]),
    limits=st.frozensets(st.sampled_from(["standing", "night"])),
    age=st.none() | st.integers(16, 70),
    education_rank=st.none() | st.integers(0, 6),
    groups=st.frozensets(st.sampled_from(["hardship", "veteran"])),
)
JOBS = st.builds(
    JobFacts,
    st.integers(1, 99),
    st.sampled_from(["保洁", "后厨帮工"]),
    st.sampled_from(list(JobKind)),
    pay_high_cents=st.none() | st.integers(100000, 500000),
    distance_m=st.none() | st.integers(0, 5000),
    shifts=st.sampled_from(["", "day", "night"]),
    education_rank=st.integers(0, 6),
    age_max=st.none() | st.integers(30, 60),
    limits=st.frozensets(st.sampled_from(["standing", "night"])),
)


def outcome(person: Profile, job: JobFacts, criterion: Criterion) -> Outcome | None:
    return next((reason.outcome for reason in match(person, job).reasons if reason.criterion is criterion), None)


def test_the_wished_part_time_cleaning_job_comes_first_with_its_reasons():
    others = [
        replace(CLEANER, id=2, kind=JobKind.FULL_TIME),
        replace(CLEANER, id=3, title="收银员"),
        replace(CLEANER, id=4, pay_high_cents=140000),
    ]
    ranked = rank(WISH, [*others, CLEANER])
    assert ranked[0].job is CLEANER
    assert ranked[0].score == 1.0
    assert [reason_text(reason) for reason in ranked[0].reasons] == ["工种符合", "岗位类别符合", "报酬达到要求"]


def test_low_requirement_jobs_suit_people_with_junior_school_and_no_experience():
    job = replace(CLEANER, kind=JobKind.FULL_TIME, education_rank=2)
    assert outcome(replace(WISH, education_rank=2), job, Criterion.EDUCATION) is Outcome.PASS
    assert outcome(replace(WISH, education_rank=1), job, Criterion.EDUCATION) is Outcome.FAIL
    assert outcome(WISH, job, Criterion.EDUCATION) is Outcome.MISSING


def test_what_cannot_be_bent_puts_a_job_behind_all_that_suit():
    unfit = match(replace(WISH, age=60), replace(CLEANER, age_max=55))
    assert not unfit.suits
    poor = replace(CLEANER, id=2, title="收银员", kind=JobKind.FULL_TIME, pay_high_cents=100000)
    assert [one.job.id for one in rank(replace(WISH, age=60), [replace(CLEANER, age_max=55), poor])] == [2, 1]


def test_a_welfare_post_is_for_people_in_difficulty_and_comes_after_the_market():
    post = replace(CLEANER, id=9, kind=JobKind.PUBLIC_WELFARE)
    assert outcome(WISH, post, Criterion.WELFARE) is Outcome.FAIL
    person = Profile(("保洁",), frozenset(JobKind), groups=frozenset({"hardship"}))
    assert [one.job.id for one in rank(person, [post, replace(CLEANER, id=10)])] == [10, 9]


def test_other_criteria_speak_only_when_asked_for():
    assert outcome(WISH, replace(CLEANER, distance_m=9000), Criterion.DISTANCE) is None
    near = replace(WISH, max_distance_m=2000, shifts="day", family_friendly=True, limits=frozenset({"night"}), skills=frozenset({"电工"}))
    job = replace(CLEANER, distance_m=1200, shifts="day", family_friendly=True, limits=frozenset({"night"}), skills=frozenset({"焊工"}))
    assert outcome(near, job, Criterion.DISTANCE) is Outcome.PASS
    assert outcome(near, job, Criterion.SHIFTS) is Outcome.PASS
    assert outcome(near, job, Criterion.FAMILY) is Outcome.PASS
    assert outcome(near, job, Criterion.LIMITS) is Outcome.FAIL
    assert outcome(near, job, Criterion.SKILLS) is Outcome.FAIL
    assert outcome(WISH, replace(CLEANER, pay_low_cents=None, pay_high_cents=None), Criterion.PAY) is Outcome.MISSING


def test_an_occupation_fits_by_its_words():
    assert occupation_fits(["保洁"], "楼道保洁员")
    assert occupation_fits(["家政保洁"], "楼道管理", "保洁")
    assert not occupation_fits(["后厨"], "楼道保洁员", "保洁")
    assert not occupation_fits([""], "保洁")


@given(PROFILES, JOBS)
def test_a_score_lies_between_nothing_and_one_and_is_one_only_when_all_is_met(person: Profile, job: JobFacts):
    found = match(person, job)
    assert 0 <= found.score <= 1
    assert (found.score == 1) == all(reason.outcome is Outcome.PASS for reason in found.reasons)
    assert all(reason.code in REASONS for reason in found.reasons)


@given(PROFILES, st.lists(JOBS, max_size=6, unique_by=lambda job: job.id))
def test_the_order_of_the_jobs_given_does_not_matter(person: Profile, jobs: list[JobFacts]):
    assert rank(person, jobs) == rank(person, list(reversed(jobs)))


def test_every_criterion_has_its_weight():
    assert set(WEIGHTS) == set(Criterion)
