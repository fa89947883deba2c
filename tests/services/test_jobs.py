"""Jobs: three sections, drafts of the unverified, the board, renewing, closing, and no deleting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.employers import EmployerKind
from app.domain.errors import Conflict, NotFound, Refused
from app.domain.jobs_market import JobKind, JobState, Pay, PayUnit, WelfareKind
from app.services import employers, jobs, late_entries, seconds
from app.services.employers import EmployerForm
from app.services.jobs import JobFilter
from tests.services.market import employer, job, job_form


@pytest.fixture
def owner(db, cast, now):
    return employer(db, cast.clerk1, now)


def titles(db, cast, now, only: JobFilter | None = None) -> list[str]:
    return [line.title for line in jobs.listing(db, cast.clerk1, now, only).rows]


def test_a_job_of_a_verified_employer_hangs_on_the_board_at_once(db, cast, now, owner):
    line = job(db, cast.clerk1, now, owner.id)
    assert (line.code, line.state, line.on_board, line.late_entry) == ("GW20261009-001", JobState.OPEN, True, False)
    assert line.pay == "1600—1800 元/月"
    assert titles(db, cast, now) == ["楼道保洁员"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"pay": Pay()}, "job.pay_empty"),
        ({"pay": Pay(negotiable=True)}, "job.pay_negotiable"),
        ({"requirement": " "}, "job.requirement_empty"),
        ({"title": " "}, "job.title_empty"),
        ({"headcount": 0}, "job.headcount"),
        ({"kind": JobKind.PUBLIC_WELFARE}, "job.welfare_kind"),
        ({"kind": JobKind.PUBLIC_SERVICE}, "job.offered_by"),
        ({"kind": JobKind.FULL_TIME, "family_friendly": True}, "job.family_friendly"),
        ({"distance_m": -1}, "job.distance"),
        ({"education": "doctor"}, "codes.unknown"),
        ({"visit": "ZF1"}, "job.visit_unknown"),
    ],
)
def test_a_job_with_a_section_missing_is_refused(sqlite_db, cast, now, facts, code):
    owner = employer(sqlite_db, cast.clerk1, now)
    with pytest.raises((Refused, NotFound)) as refusal:
        jobs.add(sqlite_db, cast.clerk1, now, replace(job_form(owner.id), **facts))
    assert refusal.value.code == code
    assert titles(sqlite_db, cast, now, JobFilter()) == []


def test_a_blank_requirement_is_put_together_from_its_fields(db, cast, now, owner):
    line = job(db, cast.clerk1, now, owner.id, requirement="", education="junior", age_max=55, skills=("电工证",))
    assert line.requirement == "初中及以上；55 岁以下；电工证"


def test_negotiable_pay_says_so_and_gives_its_reason(db, cast, now, owner):
    line = job(db, cast.clerk1, now, owner.id, pay=Pay(None, 30000, PayUnit.DAY, True, "按面积计"))
    assert line.pay == "面议（300 元/天以内），按面积计"


def test_a_job_of_an_unverified_employer_stays_a_draft_until_the_licence_is_checked(db, cast, now):
    unknown = employer(db, cast.clerk1, now, verified=False)
    line = job(db, cast.clerk1, now, unknown.id)
    assert (line.state, line.on_board, titles(db, cast, now)) == (JobState.DRAFT, False, [])
    with pytest.raises(Refused, match="employer.unverified"):
        jobs.publish(db, cast.clerk1, now, line.id)
    employers.verify(db, cast.clerk1, now, unknown.id)
    assert jobs.publish(db, cast.clerk1, now, line.id).on_board
    with pytest.raises(Refused, match="job.not_draft"):
        jobs.publish(db, cast.clerk1, now, line.id)


def test_employer_and_job_come_in_one_step_or_not_at_all(db, cast, now):
    form = EmployerForm("松涛社区", EmployerKind.COMMUNITY, verified_on=now.date())
    with pytest.raises(Refused):
        jobs.add_with_employer(db, cast.clerk1, now, form, replace(job_form(0), pay=Pay()))
    assert employers.find(db, cast.clerk1, now, "松涛社区") is None
    post = replace(job_form(0), kind=JobKind.PUBLIC_SERVICE, offered_by="松涛社区")
    assert jobs.add_with_employer(db, cast.clerk1, now, form, post).employer == "松涛社区"


def test_an_expired_job_leaves_the_board_the_next_day_and_stays_in_the_list(db, cast, now, owner):
    line = job(db, cast.clerk1, now, owner.id, expires_on=now.date())
    assert titles(db, cast, now) == ["楼道保洁员"]
    tomorrow = now + timedelta(days=1)
    assert titles(db, cast, tomorrow) == []
    assert [one.id for one in jobs.listing(db, cast.clerk1, tomorrow, JobFilter()).rows] == [line.id]


def test_what_was_collected_earlier_is_a_late_entry_of_its_own_day(db, cast, now, owner):
    with pytest.raises(Refused, match=r"late\.reason"):
        job(db, cast.clerk1, now, owner.id, collected_on=now.date() - timedelta(days=1))
    near = job(db, cast.clerk1, now, owner.id, collected_on=now.date() - timedelta(days=1), late_reason="停电")
    assert (near.code, near.late_entry) == ("GW20261008-001", True)
    with pytest.raises(Refused, match=r"job\."):
        job(db, cast.clerk1, now, owner.id, collected_on=date(2026, 9, 22), late_reason="停电", headcount=0)
    asked = job(db, cast.clerk1, now, owner.id, collected_on=date(2026, 9, 22), late_reason="停电")
    assert isinstance(asked, late_entries.Asked) and len(jobs.listing(db, cast.clerk1, now, JobFilter()).rows) == 1
    assert seconds.approve(db, cast.head, now, asked.id).record.startswith("job:")
    line = jobs.listing(db, cast.clerk1, now, JobFilter()).rows[0]
    assert (line.code, line.late_entry, line.published_on) == ("GW20260922-001", True, now.date())
    listed = [(one.kind.value, one.whom, one.state.value) for one in late_entries.listing(db, cast.head)]
    assert listed == [("job", line.employer, "approved"), ("job", line.employer, "noted")]


def test_a_renewed_job_is_a_new_record_that_names_the_old_one(db, cast, now, owner):
    old = job(db, cast.clerk1, now, owner.id)
    with pytest.raises(Refused, match="job.renew_date"):
        jobs.renew(db, cast.clerk1, now, old.id, now.date() - timedelta(days=1))
    fresh = jobs.renew(db, cast.clerk1, now, old.id, now.date() + timedelta(days=30))
    view = jobs.show(db, cast.clerk1, now, fresh.id)
    assert (view.renewed_from_id, fresh.on_board, fresh.requirement) == (old.id, True, old.requirement)
    assert jobs.show(db, cast.clerk1, now, old.id).closed_reason == "已续期"
    day = now.date()
    assert jobs.posts_by_employer_kind(db, cast.clerk1, day, day) == {"housekeeping": 2}


def test_a_job_is_closed_with_a_reason_and_never_twice(db, cast, now, owner):
    line = job(db, cast.clerk1, now, owner.id)
    with pytest.raises(Refused, match="job.close_reason"):
        jobs.close(db, cast.clerk1, now, line.id, " ")
    with pytest.raises(Refused, match="job.close_date"):
        jobs.close(db, cast.clerk1, now, line.id, "招满", on=now.date() + timedelta(days=1))
    assert jobs.close(db, cast.clerk1, now, line.id, "招满").state is JobState.CLOSED
    with pytest.raises(Refused, match="job.closed"):
        jobs.close(db, cast.clerk1, now, line.id, "招满")


def test_a_change_is_checked_like_a_new_job(db, cast, now, owner):
    line = job(db, cast.clerk1, now, owner.id)
    form = job_form(owner.id, "楼道保洁员", 180000, location="松涛路")
    changed = jobs.change(db, cast.clerk1, now, line.id, 1, form)
    assert (changed.pay, changed.location, changed.code) == ("1800—2000 元/月", "松涛路", line.code)
    with pytest.raises(Conflict):
        jobs.change(db, cast.clerk1, now, line.id, 1, form)
    with pytest.raises(Refused):
        jobs.change(db, cast.clerk1, now, line.id, 2, replace(form, pay=Pay()))


def test_the_list_is_searched_filtered_and_paged(db, cast, now, owner):
    job(db, cast.clerk1, now, owner.id, "收银员", kind=JobKind.FULL_TIME)
    job(db, cast.clerk1, now, owner.id, "保洁员", family_friendly=True)
    job(db, cast.clerk1, now, owner.id, "护理员", kind=JobKind.PUBLIC_WELFARE, welfare_kind=WelfareKind.ELDERLY_CARE)
    assert titles(db, cast, now, JobFilter(text="收银")) == ["收银员"]
    assert titles(db, cast, now, JobFilter(text="100%")) == []
    assert titles(db, cast, now, JobFilter(family_friendly=True)) == ["保洁员"]
    assert titles(db, cast, now, JobFilter(kind="public_welfare")) == ["护理员"]
    page = jobs.listing(db, cast.clerk1, now, limit=2)
    assert [line.title for line in page.rows] == ["护理员", "保洁员"]
    assert [line.title for line in jobs.listing(db, cast.clerk1, now, after=page.next_key).rows] == ["收银员"]


def test_an_unknown_job_is_not_found(sqlite_db, cast, now):
    with pytest.raises(NotFound):
        jobs.show(sqlite_db, cast.clerk1, now, 7)
