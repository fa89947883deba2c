"""Referrals and hires: each push recorded, its answer and steps, and the confirmed start of work that counts as help."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.jobs_market import ConfirmedHow, JobKind, PushChannel, ReferralState, WelfareKind
from app.domain.persons import StatusKind
from app.services import assistance, hires, jobs
from app.services.assistance import OpenForm
from app.services.hires import HireFilter, HireForm, ReferralFilter, ReferralForm
from db import audit
from db.models import EmploymentStatus, Person, ServiceRecord
from tests.services.market import employer, job
from tests.services.people import register, unemployed

DAY = timedelta(days=1)


@pytest.fixture
def person(db, cast, now):
    person_id = register(db, cast.clerk1, now)
    unemployed(db, cast.clerk1, now, person_id)
    return person_id


@pytest.fixture
def owner(db, cast, now):
    return employer(db, cast.clerk1, now)


@pytest.fixture
def post(db, cast, now, owner):
    return job(db, cast.clerk1, now, owner.id)


@pytest.fixture
def referral(db, cast, now, person, post):
    return hires.refer(db, cast.clerk1, now, ReferralForm(person, post.id))


def started(now, **facts) -> HireForm:
    facts.setdefault("started_on", now.date())
    return HireForm(how=ConfirmedHow.EMPLOYER, **facts)


def welfare(db, cast, now, owner):
    return job(db, cast.clerk1, now, owner.id, "交通值守员", kind=JobKind.PUBLIC_WELFARE, welfare_kind=WelfareKind.TRAFFIC)


def test_a_referral_is_a_push_and_a_recorded_service(db, cast, now, person, post):
    form = ReferralForm(person, post.id, now.date() - DAY, PushChannel.DOOR, "下乡")
    with pytest.raises(Refused, match="referral.future"):
        hires.refer(db, cast.clerk1, now, ReferralForm(person, post.id, now.date() + DAY))
    line = hires.refer(db, cast.clerk1, now, form)
    assert (line.job, line.person, line.state, line.late_entry) == ("楼道保洁员", "张淑芬", ReferralState.REFERRED, True)
    with db.read("audit.read", cast.head) as session:
        service = session.execute(select(ServiceRecord)).scalar_one()
        assert (service.kind, service.mode, service.record) == ("referral", "door", f"referral:{line.id}")
        assert service.happened_on == now.date() - DAY
        assert audit.verify(session, db.vault).ok


def test_one_person_and_one_job_have_one_open_referral(db, cast, now, person, post, referral):
    with pytest.raises(Refused, match="referral.twice"):
        hires.refer(db, cast.clerk1, now, ReferralForm(person, post.id))
    hires.move(db, cast.clerk1, now, referral.id, ReferralState.NOT_HIRED)
    assert hires.refer(db, cast.clerk1, now, ReferralForm(person, post.id)).id != referral.id


def test_nobody_is_referred_to_a_closed_or_expired_job(db, cast, now, owner, person, post):
    short = job(db, cast.clerk1, now, owner.id, expires_on=now.date())
    jobs.close(db, cast.clerk1, now, post.id, "招满")
    for job_id, moment in ((post.id, now), (short.id, now + DAY)):
        with pytest.raises(Refused, match="referral.job_closed"):
            hires.refer(db, cast.clerk1, moment, ReferralForm(person, job_id))


def test_interview_and_medical_check_have_their_days_which_may_lie_ahead(db, cast, now, referral):
    hires.move(db, cast.clerk1, now, referral.id, ReferralState.INTERVIEW, on=now.date() + 3 * DAY)
    line = hires.move(db, cast.clerk1, now + 4 * DAY, referral.id, ReferralState.MEDICAL)
    assert (line.interview_on, line.medical_on) == (now.date() + 3 * DAY, now.date() + 4 * DAY)
    with pytest.raises(Refused, match="referral.state"):
        hires.move(db, cast.clerk1, now, referral.id, ReferralState.INTERVIEW)
    with pytest.raises(Refused, match="referral.before"):
        hires.move(db, cast.clerk1, now, referral.id, ReferralState.NOT_HIRED, on=now.date() - DAY)


def test_an_answer_is_written_down_and_a_no_gives_its_reason(db, cast, now, referral):
    assert hires.answer(db, cast.clerk1, now, referral.id, "愿意去看看").answered_on == now.date()
    with pytest.raises(Refused, match="referral.answer_empty"):
        hires.answer(db, cast.clerk1, now, referral.id, " ")
    with pytest.raises(Refused, match="referral.reason"):
        hires.move(db, cast.clerk1, now, referral.id, ReferralState.DECLINED)
    line = hires.move(db, cast.clerk1, now, referral.id, ReferralState.DECLINED, text="离家太远")
    assert (line.state, line.answer) == (ReferralState.DECLINED, "离家太远")
    with pytest.raises(NotFound):
        hires.answer(db, cast.clerk1, now, 99, "x")


def test_a_start_of_work_ends_the_referral_and_puts_the_person_in_work(db, cast, now, person, referral):
    line = hires.hire(db, cast.clerk1, now, started(now, referral_id=referral.id))
    assert (line.employer, line.form, line.helped, line.late_entry) == ("松涛家政服务部", StatusKind.EMPLOYED, True, False)
    assert hires.referrals(db, cast.clerk1, ReferralFilter(person_id=person)).rows[0].state is ReferralState.STARTED
    with db.read("person.read", cast.clerk1) as session:
        assert session.get_one(Person, person).status == "employed"
        spans = session.execute(select(EmploymentStatus).order_by(EmploymentStatus.since)).scalars().all()
        assert [(s.status, s.until, s.employer) for s in spans][1:] == [("employed", None, "松涛家政服务部")]
        assert spans[0].until == now.date()
    with pytest.raises(Refused, match="referral.state"):
        hires.move(db, cast.clerk1, now, referral.id, ReferralState.STARTED)


def test_a_hire_at_a_job_finds_the_open_referral_by_itself(db, cast, now, person, post, referral):
    line = hires.hire(db, cast.clerk1, now, started(now, person_id=person, job_id=post.id))
    assert line.referral_id == referral.id


def test_without_any_service_before_it_a_hire_is_not_help(db, cast, now, person):
    line = hires.hire(db, cast.clerk1, now, started(now, person_id=person, employer="塔河木业", form=StatusKind.FLEXIBLE))
    assert (line.helped, line.employer, line.form) == (False, "塔河木业", StatusKind.FLEXIBLE)


@pytest.mark.parametrize(("served_on", "helped"), [(date(2025, 10, 9), True), (date(2025, 10, 8), False)])
def test_help_counts_for_twelve_months(sqlite_db, cast, now, served_on, helped):
    person = register(sqlite_db, cast.clerk1, now)
    with sqlite_db.write("service.record", cast.clerk1, now) as unit:
        unit.add(ServiceRecord(person_id=person, kind="guidance", happened_on=served_on, record="", recorded_at=now))
    assert hires.hire(sqlite_db, cast.clerk1, now, started(now, person_id=person, employer="塔河木业")).helped is helped


def test_a_start_of_work_that_cannot_be_is_refused(db, cast, now, person, post, referral):
    other = register(db, cast.clerk1, now, "李国强", serial=9)
    for facts, code in (
        ({"started_on": now.date() + DAY, "referral_id": referral.id}, "hire.future"),
        ({"started_on": now.date() - DAY, "referral_id": referral.id}, "hire.before_referral"),
        ({"person_id": person}, "hire.employer_empty"),
        ({"person_id": other, "referral_id": referral.id}, "hire.other_person"),
        ({"person_id": person, "employer": "x", "form": StatusKind.STUDENT}, "hire.form"),
        ({"person_id": person, "employer": "x", "confirmed_on": now.date() - DAY}, "hire.confirmed"),
    ):
        with pytest.raises(Refused) as refusal:
            hires.hire(db, cast.clerk1, now, started(now, **facts))
        assert refusal.value.code == code
    assert hires.hires(db, cast.clerk1).rows == ()


def test_the_same_start_of_work_is_not_recorded_twice(db, cast, now, person):
    form = started(now, person_id=person, employer="塔河木业")
    hires.hire(db, cast.clerk1, now, form)
    with pytest.raises(Refused, match="hire.twice"):
        hires.hire(db, cast.clerk1, now, form)


def test_a_status_the_officer_wrote_before_is_left_alone(db, cast, now, person):
    from app.services import statuses
    from app.services.statuses import StatusForm

    statuses.put(db, cast.clerk1, now, person, StatusForm(StatusKind.EMPLOYED, now.date() - DAY, employer="塔河木业"))
    hires.hire(db, cast.clerk1, now, started(now, person_id=person, employer="塔河木业"))
    with db.read("person.read", cast.clerk1) as session:
        assert len(session.execute(select(EmploymentStatus)).scalars().all()) == 2


def test_a_welfare_post_shows_the_market_referrals_before_it_and_none_asks_for_a_reason(db, cast, now, owner, person):
    last_resort = welfare(db, cast, now, owner)
    with pytest.raises(Refused, match="hire.welfare_reason"):
        hires.hire(db, cast.clerk1, now, started(now, person_id=person, job_id=last_resort.id))
    hires.refer(db, cast.clerk1, now, ReferralForm(person, job(db, cast.clerk1, now, owner.id).id))
    hires.refer(db, cast.clerk1, now, ReferralForm(person, last_resort.id))
    assert hires.market_referrals(db, cast.clerk1, person) == 1
    line = hires.hire(db, cast.clerk1, now, started(now, person_id=person, job_id=last_resort.id))
    assert (line.form, line.market_referrals) == (StatusKind.WELFARE_POST, 1)


def test_pushes_without_an_answer_ask_for_a_follow_up(db, cast, now, referral):
    assert hires.unanswered(db, cast.clerk1, now + 2 * DAY) == ()
    assert [line.id for line in hires.unanswered(db, cast.clerk1, now + 3 * DAY)] == [referral.id]
    hires.answer(db, cast.clerk1, now, referral.id, "考虑一下")
    assert hires.unanswered(db, cast.clerk1, now + 3 * DAY) == ()


def test_who_has_a_file_and_no_work_is_due_for_the_next_push(db, cast, now, person, post):
    assistance.open_file(db, cast.clerk1, now, OpenForm(person, True, True))
    assert [one.person_id for one in hires.unplaced(db, cast.clerk1, now)] == [person]
    line = hires.refer(db, cast.clerk1, now, ReferralForm(person, post.id))
    assert hires.unplaced(db, cast.clerk1, now) == ()
    assert [one.last_on for one in hires.unplaced(db, cast.clerk1, now + 15 * DAY)] == [now.date()]
    hires.hire(db, cast.clerk1, now, started(now, referral_id=line.id))
    assert hires.unplaced(db, cast.clerk1, now + 15 * DAY) == ()


def test_hires_are_listed_by_their_day(db, cast, now, person):
    hires.hire(db, cast.clerk1, now, started(now, person_id=person, employer="塔河木业"))
    assert [line.person for line in hires.hires(db, cast.head, HireFilter(first=now.date(), last=now.date())).rows] == ["张淑芬"]
    assert hires.hires(db, cast.head, HireFilter(last=now.date() - DAY)).rows == ()
    assert hires.hires(db, cast.head, HireFilter(person_id=person)).rows[0].how is ConfirmedHow.EMPLOYER


def test_the_administrator_sees_no_referrals(db, cast):
    with pytest.raises(NotAllowed):
        hires.referrals(db, cast.admin)


def test_a_person_unknown_is_not_referred(sqlite_db, cast, now):
    with pytest.raises(NotFound):
        hires.refer(sqlite_db, cast.clerk1, now, ReferralForm(999, 1))
