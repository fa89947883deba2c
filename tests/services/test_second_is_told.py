"""Two officers with the same record: the second is told who was first, what they did, and when, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.errors import Conflict, Refused, UserError
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import case_acts, cases, complaints, employers, jobs, persons, prepared, queue, seconds, statuses, visits
from app.services.cases import CaseForm
from app.services.complaints import ComplaintForm
from app.services.visits import VisitForm
from app.texts import sentence
from db.models import Person
from tests.at_once import at_once
from tests.services.accepting import accept_complete
from tests.services.market import employer, job, job_form
from tests.services.people import register, unemployed

MINUTE = timedelta(minutes=1)


@pytest.fixture
def case(db, cast, now) -> str:
    number = cases.open_case(db, cast.clerk1, now, CaseForm("JYKN", register(db, cast.clerk1, now))).number
    accept_complete(db, cast.clerk1, now, number)
    return number


def told(outcome) -> str:
    assert isinstance(outcome, UserError), outcome
    return sentence(outcome)


def test_of_two_who_decide_at_once_the_second_reads_who_did_what_and_when(db, cast, now, case):
    first, second = at_once(
        db,
        lambda: case_acts.decide(db, cast.clerk1, now, case, "已认定"),
        lambda: case_acts.decide(db, cast.clerk2, now + MINUTE, case, "未认定"),
    )
    assert first.state == "decided"
    assert told(second).endswith("最近一次办理：王敏，2026-10-09 09:00，“作出办理决定”。")
    assert (second.exit_code, second.first.officer) == (3, "王敏")
    with db.read("case.read", cast.head) as session:
        assert cases.found(session, case).outcome == "已认定"


def test_two_heads_who_confirm_at_once(db, cast, now, case):
    case_acts.extend(db, cast.clerk1, now, case, 5, "等外地回函")
    first, second = at_once(
        db,
        lambda: case_acts.approve(db, cast.head, now, case),
        lambda: case_acts.approve(db, cast.county, now, case, refused=True, reason="不同意"),
    )
    assert first.waiting_for == ()
    assert second.code == "case.nothing_waits"
    assert told(second).endswith("，2026-10-09 09:00，“审批办件”。")


def test_two_who_confirm_a_step_beside_the_cases_at_once(db, cast, now):
    met = (VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, register(db, cast.clerk1, now))
    asked = visits.record(db, cast.clerk1, now, VisitForm(*met, happened_on=date(2026, 9, 21), late_reason="下乡"))
    _first, second = at_once(
        db,
        lambda: seconds.approve(db, cast.head, now, asked.id),
        lambda: seconds.approve(db, cast.clerk2, now + MINUTE, asked.id, refused=True, reason="没有记录"),
    )
    assert second.code == "second.decided" and told(second).endswith("，2026-10-09 09:00，“上级确认”。")
    with pytest.raises(Refused) as refusal:
        seconds.approve(db, cast.clerk2, now + MINUTE, asked.id)
    assert refusal.value.first.officer == cast.head.name


def test_a_decision_is_sent_once_and_who_sends_it_again_is_told_who_did(db, cast, now):
    code = complaints.record(db, cast.head, now, ComplaintForm("态度不好", about="clerk2")).code
    prepared.answer(db, cast.clerk1, now, code, "已道歉")
    with pytest.raises(Refused, match=r"case\.already_waiting") as refusal:
        prepared.answer(db, cast.clerk2, now + MINUTE, code, "已道歉")
    assert refusal.value.first.officer == "王敏"


def test_who_reads_an_old_page_is_told_as_well(db, cast, now, case):
    case_acts.withdraw(db, cast.clerk1, now, case, "本人不办了")
    with pytest.raises(Refused) as refusal:
        case_acts.close(db, cast.clerk2, now + MINUTE, case)
    assert told(refusal.value).endswith("最近一次办理：王敏，2026-10-09 09:00，“撤回申请”。")


def test_nobody_is_told_of_what_they_did_themselves(db, cast, now, case):
    case_acts.withdraw(db, cast.clerk1, now, case, "本人不办了")
    with pytest.raises(Refused) as refusal:
        case_acts.close(db, cast.clerk1, now + MINUTE, case)
    assert refusal.value.first is None
    assert "最近一次办理" not in told(refusal.value)


def test_an_applicant_is_recognised_once(db, cast, now):
    person = register(db, cast.clerk1, now)
    unemployed(db, cast.clerk1, now, person)
    line = statuses.apply_hardship(db, cast.clerk1, now, person, "disabled", now.date())
    first, second = at_once(
        db,
        lambda: statuses.recognise_hardship(db, cast.head, now, line.id, now.date()),
        lambda: statuses.refuse_hardship(db, cast.county, now, line.id, now.date(), "不符合"),
    )
    assert first.state == "recognised"
    assert second.first.officer in told(second)
    assert second.first.action == "hardship.recognise"


def test_a_ticket_that_a_colleague_finished(db, cast, now):
    code = queue.take(db, cast.clerk1, now, "A").ticket
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "finish", code)
    with pytest.raises(Refused) as refusal:
        queue.act(db, cast.clerk2, now + MINUTE, "start", code)
    assert told(refusal.value).endswith("最近一次办理：王敏，2026-10-09 09:00，“结束接待”。")


CHANGES = {
    "person": (
        lambda db, who, now: register(db, who, now),
        lambda db, who, now, key: persons.change(db, who, now, key, 1, {"address": who.name}),
        "person.changed",
    ),
    "employer": (
        lambda db, who, now: employer(db, who, now).id,
        lambda db, who, now, key: employers.change(db, who, now, key, 1, {"address": who.name}),
        "employer.changed",
    ),
    "job": (
        lambda db, who, now: job(db, who, now, employer(db, who, now).id).id,
        lambda db, who, now, key: jobs.change(db, who, now, key, 1, job_form(1, who.name)),
        "job.changed",
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_of_two_who_change_at_once_the_second_is_told(db, cast, now, kind):
    make, change, code = CHANGES[kind]
    key = make(db, cast.clerk1, now)
    first, second = at_once(db, lambda: change(db, cast.clerk1, now, key), lambda: change(db, cast.clerk2, now, key))
    assert not isinstance(first, BaseException), first
    assert isinstance(second, Conflict)
    assert second.code == code
    assert "最近一次办理：王敏，2026-10-09 09:00，“" in told(second)


def test_a_row_that_nobody_held_is_still_not_overwritten(postgres_db, cast, now):
    """What reads without holding is found by the row's version, and the second is told all the same."""
    db = postgres_db
    key = register(db, cast.clerk1, now)

    def change(who):
        with db.write("person.change", who, now) as unit:
            unit.get_one(Person, key).address = who.name

    first, second = at_once(db, lambda: change(cast.clerk1), lambda: change(cast.clerk2))
    assert first is None
    assert (second.code, second.exit_code) == ("db.stale", 6)
    assert (
        told(second) == "这条记录刚被别人改过，您的修改还没有写入。请重新打开后再改。最近一次办理：王敏，2026-10-09 09:00，“修改人员信息”。"
    )
