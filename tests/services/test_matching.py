"""Matching on real rows: the wished job first with its reasons, only the profile is used, and 3,000 jobs at once."""

from __future__ import annotations

import time
from datetime import date

import pytest

from app.domain.assistance import ListKind
from app.domain.errors import NotAllowed, NotFound
from app.domain.jobs_market import JobKind, Pay, PayUnit, WelfareKind
from app.domain.matching import Outcome
from app.domain.policies import PolicyKind, PolicyLevel
from app.services import assistance, hires, jobs, matching, policies, service_lists
from app.services.assistance import OpenForm, WishForm
from app.services.hires import ReferralForm
from app.services.policies import PolicyForm
from db.models import Job
from tests.services.market import course, employer, job
from tests.services.people import register, unemployed

WISH = WishForm(("保洁",), ("part_time",), min_pay_cents=150000, max_distance_m=2000, limits=("standing",))


@pytest.fixture
def person(db, cast, now):
    person_id = register(db, cast.clerk1, now, education="junior", skill="保洁、收银")
    unemployed(db, cast.clerk1, now, person_id)
    assistance.put_wish(db, cast.clerk1, now, person_id, WISH)
    return person_id


@pytest.fixture
def owner(db, cast, now):
    return employer(db, cast.clerk1, now)


def reasons(found) -> list[str]:
    return [reason.text for reason in found.reasons]


def test_the_wished_job_comes_first_with_its_reasons(db, cast, now, owner, person):
    job(db, cast.clerk1, now, owner.id, "保洁员", kind=JobKind.FULL_TIME)
    job(db, cast.clerk1, now, owner.id, "收银员")
    job(db, cast.clerk1, now, owner.id, "保洁员", 100000)
    wished = job(db, cast.clerk1, now, owner.id, "楼道保洁员", distance_m=600, location="松涛路", education="junior", age_max=60)
    found = matching.match_jobs(db, cast.clerk1, now, person)
    assert (found[0].id, found[0].score, found[0].suits) == (wished.id, 1.0, True)
    assert reasons(found[0]) == ["工种符合", "岗位类别符合", "报酬达到要求", "学历符合", "没有本人不能做的要求", "年龄符合", "距离合适"]
    assert (found[0].pay, found[0].place) == ("1600—1800 元/月", "松涛路，600 米")
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_what_a_person_cannot_do_or_reach_is_told_and_comes_last(db, cast, now, owner, person):
    hard = job(db, cast.clerk1, now, owner.id, "保洁主管", education="bachelor", limits=("standing",))
    other = job(db, cast.clerk1, now, owner.id, "收银员", kind=JobKind.FULL_TIME)
    found = matching.match_jobs(db, cast.clerk1, now, person)
    assert [one.id for one in found] == [other.id, hard.id]
    assert not found[1].suits
    assert {"学历不够", "有本人不能做的要求", "岗位距离没有登记"} <= set(reasons(found[1]))


def test_pay_by_the_day_is_not_compared_with_a_wish_by_the_month(db, cast, now, owner, person):
    job(db, cast.clerk1, now, owner.id, pay=Pay(15000, 20000, PayUnit.DAY))
    found = matching.match_jobs(db, cast.clerk1, now, person)[0]
    assert [r.outcome for r in found.reasons if "报酬" in r.text] == [Outcome.MISSING]


def test_only_jobs_on_the_board_are_offered(db, cast, now, owner, person):
    jobs.close(db, cast.clerk1, now, job(db, cast.clerk1, now, owner.id).id, "招满")
    job(db, cast.clerk1, now, employer(db, cast.clerk1, now, "未核验", verified=False, serial=2).id)
    assert matching.match_jobs(db, cast.clerk1, now, person) == ()


def test_a_person_without_a_wish_still_gets_an_answer(db, cast, now, owner):
    job(db, cast.clerk1, now, owner.id)
    found = matching.match_jobs(db, cast.clerk1, now, register(db, cast.clerk1, now, "李国强", serial=9))
    assert reasons(found[0]) == ["还没有登记想做的工作", "还没有登记想要的岗位类别"]


def test_equal_jobs_always_come_in_the_same_order(db, cast, now, owner, person):
    for _ in range(6):
        job(db, cast.clerk1, now, owner.id)
    first = matching.match_jobs(db, cast.clerk1, now, person, limit=4)
    assert [one.id for one in first] == sorted(one.id for one in first)
    assert matching.match_jobs(db, cast.clerk1, now, person, limit=4) == first


def test_from_a_job_to_the_people_it_suits(db, cast, now, owner, person):
    other = register(db, cast.clerk1, now, "李国强", serial=9)
    assistance.put_wish(db, cast.clerk1, now, other, WishForm(("后厨",), ("full_time",)))
    post = job(db, cast.clerk1, now, owner.id)
    assert [one.name for one in matching.match_persons(db, cast.clerk1, now, post.id)] == ["张淑芬", "李国强"]
    last_resort = job(db, cast.clerk1, now, owner.id, "护理员", kind=JobKind.PUBLIC_WELFARE, welfare_kind=WelfareKind.ELDERLY_CARE)
    assert [one.name for one in matching.match_persons(db, cast.clerk1, now, last_resort.id)] == ["张淑芬"]


def test_a_message_carries_the_family_name_at_most(db, cast, now, owner, person):
    post = job(db, cast.clerk1, now, owner.id)
    text = matching.message(db, cast.clerk1, person, post.id)
    assert text == ("张女士您好，松涛家政服务部招聘楼道保洁员（1600—1800 元/月）。有意请到松涛社区“家门口”就业服务站，或回复“愿意”。")


def test_three_lists_are_proposed_with_record_and_reasons(db, cast, now, owner, person):
    assistance.open_file(db, cast.clerk1, now, OpenForm(person, True, True))
    known = job(db, cast.clerk1, now, owner.id)
    hires.refer(db, cast.clerk1, now, ReferralForm(person, known.id))
    fresh = job(db, cast.clerk1, now, owner.id, "单位保洁员", location="松涛路")
    job(db, cast.clerk1, now, owner.id, "保洁主管", education="bachelor")
    conditions = ({"field": "groups", "operator": "any", "value": ["older"]},)
    form = PolicyForm(
        "示例：社会保险补贴", PolicyLevel.COUNTY, PolicyKind.INSURANCE, date(2026, 1, 1), conditions=conditions, published=True
    )
    policy = policies.add(db, cast.clerk1, now, form)
    lesson = course(db, cast.clerk1, now)
    found = matching.suggest(db, cast.clerk1, now, person)
    assert [line.record for line in found.lines] == [f"job:{fresh.id}", f"policy:{policy.id}", f"course:{lesson.id}"]
    assert found.jobs[0].detail == "松涛家政服务部；非全日制；1600—1800 元/月；松涛路"
    assert "工种符合" in found.jobs[0].reasons
    assert found.policies[0].reasons == ("符合：重点群体至少有一项大龄（4050）",)
    assert found.courses[0].detail.startswith("2026-10-16 至 2026-10-26；")
    view = service_lists.make(db, cast.clerk1, now, person, found.lines)
    assert {line.kind for line in view.lines} == set(ListKind)


def test_an_officer_of_the_machine_matches_nobody(db, cast, now, person):
    with pytest.raises(NotAllowed):
        matching.match_jobs(db, cast.admin, now, person)
    with pytest.raises(NotFound):
        matching.match_jobs(db, cast.clerk1, now, 999)


def many_jobs(db, cast, now, owner, count: int) -> None:
    rows = [
        {
            **dict.fromkeys(("welfare_kind", "source", "survey_way", "offered_by", "duties", "pay_note", "benefits", "closed_reason"), ""),
            "id": i,
            "code": f"J{i}",
            "employer_id": owner.id,
            "kind": ("part_time", "full_time")[i % 2],
            "title": f"保洁员{i}" if i % 3 else f"收银员{i}",
            "occupation": "保洁" if i % 3 else "收银",
            "headcount": 1,
            "location": "",
            "distance_m": i % 5000,
            "shifts": "",
            "family_friendly": False,
            "education": ("", "junior", "senior")[i % 3],
            "age_max": 60,
            "gender": 0,
            "skills": [],
            "limits": ["night"] if i % 5 == 0 else [],
            "requirement": "无特殊要求",
            "pay_low_cents": 140000 + i % 40 * 1000,
            "pay_high_cents": 150000 + i % 40 * 1000,
            "pay_unit": "month",
            "pay_negotiable": False,
            "collected_on": now.date(),
            "published_on": now.date(),
            "state": "open",
            "late_entry": False,
            "recorded_at": now,
            "version": 1,
        }
        for i in range(1, count + 1)
    ]
    with db.write("job.add", cast.clerk1, now) as unit:
        unit.insert_many(Job, rows)


def test_three_thousand_jobs_are_ranked_while_the_person_waits(db, cast, now, owner, person):
    many_jobs(db, cast, now, owner, 3000)
    matching.match_jobs(db, cast.clerk1, now, person)
    took = []
    for _ in range(3):
        before = time.process_time()
        found = matching.match_jobs(db, cast.clerk1, now, person)
        took.append(time.process_time() - before)
    assert len(found) == matching.SHOWN
    assert found[0].score == 1.0
    assert min(took) < 0.5  # 0.07 s on a machine with nothing else to do
