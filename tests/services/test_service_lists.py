"""The three lists: versions, hand-over, answers, and which want renewing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.assistance import FileStage, LineAnswer, ListKind, ListLine
from app.domain.errors import NotFound, Refused
from app.services import assistance, service_lists
from app.services.assistance import OpenForm
from app.services.service_lists import AnswerForm, HandOverWay
from db.models import Employer, Job, ServiceRecord, Setting
from tests.services.people import register

POLICY = ListLine(ListKind.POLICIES, "灵活就业社保补贴", reasons=("大龄 + 登记失业：符合",))
COURSE = ListLine(ListKind.TRAINING, "家政服务员（初级）", detail="10-20 开班，免费")


@pytest.fixture
def person(db, cast, now):
    person_id = register(db, cast.clerk1, now)
    assistance.open_file(db, cast.clerk1, now, OpenForm(person_id, True, True, helper_id=cast.clerk1.officer_id))
    return person_id


@pytest.fixture
def job(db, cast, now):
    with db.write("job.add", cast.clerk1, now) as unit:
        unit.add(employer := Employer(name="昭顺物业服务部", kind="enterprise", sectors=[], recorded_at=now))
        unit.flush()
        facts = {"kind": "full_time", "headcount": 2, "skills": [], "limits": [], "collected_on": now.date(), "recorded_at": now}
        unit.add(row := Job(code="J1", employer_id=employer.id, title="保洁", state="open", **facts))
        unit.flush()
        return ListLine(ListKind.JOBS, "昭顺物业服务部 保洁", f"job:{row.id}", "2,600–2,900 元", ("年龄、班次符合",))


def made(db, cast, now, person, *lines):
    return service_lists.make(db, cast.clerk1, now, person, lines)


def handed(db, cast, now, person, *lines):
    return service_lists.hand_over(db, cast.clerk1, now, made(db, cast, now, person, *lines).id, HandOverWay.COUNTER)


def test_the_lists_stand_side_by_side_with_their_reasons(db, cast, now, person, job):
    view = made(db, cast, now, person, POLICY, job)
    assert [line.kind for line in view.lines] == [ListKind.JOBS, ListKind.POLICIES]
    assert (view.number, view.helper, view.of(ListKind.JOBS)[0].reasons) == (1, "王敏", ("年龄、班次符合",))
    assert (view.of(ListKind.TRAINING), view.lines[0].answer) == ((), LineAnswer.PENDING)


def test_a_version_is_rewritten_until_it_is_handed_over(db, cast, now, person, job):
    assert made(db, cast, now, person, job).id == made(db, cast, now, person, POLICY).id
    first = handed(db, cast, now, person, POLICY, COURSE)
    second = made(db, cast, now, person, job)
    assert ([line.title for line in first.lines], second.number) == (["灵活就业社保补贴", "家政服务员（初级）"], 2)
    assert [view.number for view in service_lists.versions(db, cast.clerk1, now, person)] == [2, 1]
    assert service_lists.latest(db, cast.clerk1, now, person).lines[0].title == "昭顺物业服务部 保洁"


def test_a_hand_over_is_a_service_and_a_step(db, cast, now, person, job):
    view = handed(db, cast, now, person, job)
    assert (view.handed_over_on, view.handed_over_how) == (now.date(), "counter")
    with db.read("person.read", cast.head) as session:
        row = session.execute(select(ServiceRecord)).scalar_one()
        assert (row.kind, row.person_id, row.happened_on, row.record) == ("list", person, now.date(), f"service_list:{view.id}")
    assert assistance.sheet(db, cast.clerk1, now, person).file.stage is FileStage.CONNECT
    with pytest.raises(Refused, match="list.handed_over"):
        service_lists.hand_over(db, cast.clerk1, now, view.id, HandOverWay.DOOR)


def test_a_list_is_not_handed_over_before_it_was_made(db, cast, now, person, job):
    view = made(db, cast, now, person, job)
    with pytest.raises(Refused, match="list.hand_over_date"):
        service_lists.hand_over(db, cast.clerk1, now - timedelta(days=1), view.id, HandOverWay.COUNTER)


def test_an_answer_waits_for_the_hand_over_and_a_no_says_why(db, cast, now, person, job):
    line = made(db, cast, now, person, job).lines[0]
    interview = AnswerForm(LineAnswer.INTERVIEW, now.date(), appointed_on=date(2026, 10, 12))
    with pytest.raises(Refused, match="list.not_handed_over"):
        service_lists.answer(db, cast.clerk1, now, line.id, interview)
    line = handed(db, cast, now, person, job).lines[0]
    with pytest.raises(Refused, match="list.answer_reason"):
        service_lists.answer(db, cast.clerk1, now, line.id, AnswerForm(LineAnswer.DECLINED, now.date()))
    with pytest.raises(Refused, match="list.appointed"):
        service_lists.answer(db, cast.clerk1, now, line.id, AnswerForm(LineAnswer.INTERVIEW, now.date(), appointed_on=date(2026, 10, 1)))
    answered = service_lists.answer(db, cast.clerk1, now, line.id, interview)
    assert (answered.answer, answered.appointed_on) == (LineAnswer.INTERVIEW, date(2026, 10, 12))


def test_what_is_not_there_cannot_stand_on_a_list(db, cast, now, person, job):
    with pytest.raises(NotFound, match="list.record_unknown"):
        made(db, cast, now, person, ListLine(ListKind.JOBS, "保洁", "job:4711"))
    with pytest.raises(Refused, match="list.empty"):
        made(db, cast, now, person)
    with pytest.raises(Refused, match="list.line_twice"):
        made(db, cast, now, person, job, job)


def test_without_a_file_there_is_no_list(db, cast, now):
    with pytest.raises(NotFound, match="file.not_found"):
        made(db, cast, now, register(db, cast.clerk1, now), POLICY)
    assert service_lists.latest(db, cast.clerk1, now, 1) is None


@pytest.mark.parametrize(("act", "code"), [("hand_over", "list.not_found"), ("answer", "list.line_not_found")])
def test_an_unknown_list_or_line_is_named(db, cast, now, act, code):
    what = HandOverWay.COUNTER if act == "hand_over" else AnswerForm(LineAnswer.PENDING, now.date())
    with pytest.raises(NotFound, match=code):
        getattr(service_lists, act)(db, cast.clerk1, now, 4711, what)


def test_a_list_older_than_the_set_days_wants_renewing(db, cast, now, person):
    made(db, cast, now, person, POLICY)
    day30, day31 = now + timedelta(days=30), now + timedelta(days=31)
    assert (service_lists.stale(db, cast.clerk1, day30), service_lists.latest(db, cast.clerk1, day30, person).stale) == ((), False)
    line = service_lists.stale(db, cast.clerk1, day31)[0]
    assert (line.name, line.made_on, line.helper) == ("张淑芬", now.date(), "王敏")
    with db.write("setting.change", cast.head, now) as unit:
        unit.add(Setting(key=service_lists.STALE, value={"days": 7}))
    assert service_lists.stale(db, cast.clerk1, now + timedelta(days=8))
