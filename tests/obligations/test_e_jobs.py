"""Group E, jobs: the checks of its rows, with their figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.employers import EmployerKind, SurveyWay
from app.domain.errors import Refused
from app.domain.jobs_market import JobKind, JobSource, Pay, WelfareKind
from app.domain.visits import EmployerService, VisitKind, VisitResult, VisitWay
from app.services import jobs, returns, visits
from app.services.jobs import JobFilter
from app.services.visits import VisitForm
from tests.services.market import employer, job, job_form


@pytest.fixture
def owner(db, cast, now):
    return employer(db, cast.clerk1, now)


def test_e1_a_job_without_pay_is_refused_and_negotiable_pay_needs_two_figures_or_a_reason(db, cast, now, owner):
    for pay in (Pay(), Pay(negotiable=True), Pay(150000, negotiable=True)):
        with pytest.raises(Refused) as refusal:
            jobs.add(db, cast.clerk1, now, replace(job_form(owner.id), pay=pay))
        assert refusal.value.field == "pay"
    for pay in (Pay(150000, 180000, negotiable=True), Pay(negotiable=True, reason="按面试情况定")):
        assert job(db, cast.clerk1, now, owner.id, pay=pay).pay.startswith("面议")


def test_e3_work_that_leaves_room_for_the_family_is_part_time_only(db, cast, now, owner):
    job(db, cast.clerk1, now, owner.id, "收银员", kind=JobKind.FULL_TIME)
    job(db, cast.clerk1, now, owner.id, "分拣员")
    job(db, cast.clerk1, now, owner.id, "保洁员", family_friendly=True)
    shown = jobs.listing(db, cast.clerk1, now, JobFilter(family_friendly=True)).rows
    assert [(line.title, line.kind, line.family_friendly) for line in shown] == [("保洁员", JobKind.PART_TIME, True)]


def test_e4_a_community_post_carries_who_offers_it(db, cast, now):
    community = employer(db, cast.clerk1, now, "松涛社区", kind=EmployerKind.COMMUNITY)
    with pytest.raises(Refused, match="offered_by"):
        job(db, cast.clerk1, now, community.id, "社区协管员", kind=JobKind.PUBLIC_SERVICE)
    post = job(db, cast.clerk1, now, community.id, "社区协管员", kind=JobKind.PUBLIC_SERVICE, offered_by="松涛社区")
    assert jobs.show(db, cast.clerk1, now, post.id).offered_by == "松涛社区"


def test_e5_a_public_welfare_post_is_one_of_four_kinds(db, cast, now, owner):
    with pytest.raises(Refused, match="welfare_kind"):
        job(db, cast.clerk1, now, owner.id, kind=JobKind.PUBLIC_WELFARE)
    made = [job(db, cast.clerk1, now, owner.id, kind=JobKind.PUBLIC_WELFARE, welfare_kind=kind).welfare_kind for kind in WelfareKind]
    assert made == ["elderly_care", "child_disabled", "cleaning_security", "traffic"]


def test_e6_a_job_found_on_a_visit_keeps_the_number_of_the_visit(db, cast, now, owner):
    form = VisitForm(VisitKind.EMPLOYER, VisitWay.DOOR, VisitResult.MET_PERSON, employer_id=owner.id, services=(EmployerService.HIRING,))
    visit = visits.record(db, cast.clerk1, now, form).line.code
    post = job(db, cast.clerk1, now, owner.id, visit=visit, source=JobSource.VISIT)
    assert jobs.show(db, cast.clerk1, now, post.id).visit == visit


def test_e7_jobs_by_kind_of_employer_add_up_to_all_jobs(db, cast, now):
    kinds = (EmployerKind.SELF_EMPLOYED, EmployerKind.HOUSEKEEPING, EmployerKind.PLATFORM)
    for serial, kind in enumerate(kinds, 1):
        one = employer(db, cast.clerk1, now, f"单位{serial}", serial=serial, kind=kind)
        job(db, cast.clerk1, now, one.id, headcount=serial)
    counted = jobs.posts_by_employer_kind(db, cast.clerk1, now.date(), now.date())
    assert counted == {"self_employed": 1, "housekeeping": 2, "platform": 3}
    assert sum(counted.values()) == sum(line.headcount for line in jobs.listing(db, cast.clerk1, now).rows)


def test_e11_each_need_says_how_it_was_learned(db, cast, now, owner):
    made = [job(db, cast.clerk1, now, owner.id, survey_way=way).id for way in SurveyWay]
    assert [jobs.show(db, cast.clerk1, now, one).survey_way for one in made] == ["visit", "phone", "data", "came"]


def test_e21_a_closed_job_still_counts_in_its_quarter(db, cast, now, owner):
    post = job(db, cast.clerk1, now, owner.id, headcount=3)
    jobs.close(db, cast.clerk1, now + timedelta(days=2), post.id, "招满", on=date(2026, 10, 11))
    later = now + timedelta(days=90)
    cells = returns.build(db, cast.head, later, "QSR", "2026Q4").result.cells
    assert (cells["r1.c13"].value, cells["r1.c15"].value) == (3, 3)
    assert [line.state for line in jobs.listing(db, cast.clerk1, later, JobFilter()).rows] == ["closed"]
