"""A second person decides about the case as it stands then, on both databases: what it no longer allows, nobody approves."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from app.domain.cases import SecondStep
from app.domain.clock import parse_moment
from app.domain.errors import Conflict, NotAllowed, Refused, UserError
from app.services import case_acts, cases, leads
from app.services.cases import CaseForm
from db.models import Approval, Extension, HandOver, Person

MONDAY, FRIDAY = parse_moment("2026-10-12T09:00"), parse_moment("2026-10-09T09:00")


@pytest.fixture
def case(db, cast) -> str:
    """A case accepted on a Friday, with ten working days until 22 October."""
    with db.write("person.add", cast.clerk1, FRIDAY) as unit:
        unit.add(person := Person(name="张淑芬", gender=2, id_kind="none", recorded_at=FRIDAY))
        unit.flush()
    number = cases.open_case(db, cast.clerk1, FRIDAY, CaseForm("JYKN", person.id)).number
    case_acts.accept(db, cast.clerk1, FRIDAY, number)
    return number


def shown(db, cast, number: str, now=MONDAY):
    return cases.show(db, cast.head, now, number)


def states(db, cast, model) -> list[str]:
    with db.read("case.read", cast.head) as session:
        return list(session.execute(select(model.state).order_by(model.id)).scalars())


def test_closing_drops_the_extension_and_the_hand_over_that_wait(db, cast, case):
    case_acts.extend(db, cast.clerk1, MONDAY, case, 5, "等外地回函")
    case_acts.hand_over(db, cast.clerk1, MONDAY, case, "clerk2")
    closed = case_acts.close(db, cast.clerk1, MONDAY, case, "已认定")
    assert (closed.waiting_for, closed.offered_to, closed.deadline) == ((), "", date(2026, 10, 22))
    assert [states(db, cast, model) for model in (Approval, Extension, HandOver)] == [["lapsed"]] * 3
    assert [e.kind for e in shown(db, cast, case).events[:3]] == ["closed", "hand_over_lapsed", "approval_lapsed"]
    with pytest.raises(Refused, match=r"case\.nothing_waits"):
        case_acts.approve(db, cast.head, MONDAY, case)


def test_an_extension_is_not_approved_after_expiry_and_can_be_disagreed_with(db, cast, case):
    case_acts.extend(db, cast.clerk1, MONDAY, case, 5, "等外地回函")
    late = parse_moment("2026-10-23T09:00")
    with pytest.raises(Refused, match=r"case\.extension_late"):
        case_acts.approve(db, cast.head, late, case)
    assert case_acts.approve(db, cast.head, late, case, refused=True, reason="已过期限").deadline == date(2026, 10, 22)


def test_extensions_add_up_to_the_most_a_case_may_have(db, cast, case):
    for days in (6, 4):
        case_acts.extend(db, cast.clerk1, MONDAY, case, days, "等外地回函")
        case_acts.approve(db, cast.head, MONDAY, case)
    with pytest.raises(Refused, match=r"case\.extension_used"):
        case_acts.extend(db, cast.clerk1, MONDAY, case, 1, "还要等")


def test_a_second_notice_is_not_approved_while_the_clock_stands(db, cast, case):
    case_acts.notice(db, cast.clerk1, MONDAY, case, ["M1"], left_out="另行核查")
    case_acts.resume(db, cast.clerk1, MONDAY, case)
    case_acts.notice(db, cast.clerk1, MONDAY, case, ["M2"], left_out="另行核查", reason="漏了一项")
    case_acts.pause(db, cast.clerk1, MONDAY, case, "公示")
    with pytest.raises(Refused, match=r"case\.move"):
        case_acts.approve(db, cast.head, MONDAY, case)
    assert shown(db, cast, case).notices == 1


def test_a_voided_case_has_nothing_left_to_decide(db, cast, case):
    case_acts.ask_void(db, cast.clerk1, MONDAY, case, "重复录入")
    case_acts.extend(db, cast.clerk1, MONDAY, case, 5, "等外地回函")
    assert case_acts.approve(db, cast.head, MONDAY, case).waiting_for == ()
    with pytest.raises(Refused):
        case_acts.approve(db, cast.head, MONDAY, case)
    assert states(db, cast, Approval) == ["approved", "lapsed"]


def test_a_case_reopened_by_one_way_is_not_reopened_by_another(db, cast, case):
    case_acts.close(db, cast.clerk1, MONDAY, case, "已认定")
    case_acts.ask_void(db, cast.clerk1, MONDAY, case, "重复录入")
    case_acts.ask_reopen(db, cast.clerk1, MONDAY, case, "结果写错")
    case_acts.approve(db, cast.head, MONDAY, case)
    assert (shown(db, cast, case).facts.state, states(db, cast, Approval)) == ("void", ["approved", "lapsed"])


def test_who_decides_sees_what_waits_now_or_is_told(db, cast, case):
    case_acts.extend(db, cast.clerk1, MONDAY, case, 5, "等外地回函")
    case_acts.ask_void(db, cast.clerk1, MONDAY, case, "重复录入")
    case_acts.approve(db, cast.head, MONDAY, case, expected=SecondStep.EXTENSION)
    with pytest.raises(Conflict, match=r"case\.other_waits"):
        case_acts.approve(db, cast.county, MONDAY, case, expected=SecondStep.EXTENSION)
    assert shown(db, cast, case).facts.waiting_for == ("void",)


@pytest.mark.parametrize(
    ("act", "state", "event"),
    [
        (lambda db, who, now, number, on: case_acts.close(db, who, now, number, "已认定", on=on, reason="停电"), "closed", "closed"),
        (lambda db, who, now, number, on: case_acts.decide(db, who, now, number, "已认定", on=on, reason="停电"), "decided", "decided"),
        (lambda db, who, now, number, on: case_acts.pause(db, who, now, number, "停电", begins=on), "paused", "paused"),
    ],
)
def test_an_act_dated_more_than_three_working_days_back_waits_and_is_then_done_on_its_day(db, cast, case, act, state, event):
    """Else a deadline that has passed could be kept by one person alone."""
    late, on = parse_moment("2026-10-26T09:00"), date(2026, 10, 20)
    asked = act(db, cast.clerk1, late, case, on)
    assert (asked.state, asked.waiting_for, asked.overdue) == ("accepted", ("late_entry",), True)
    assert case_acts.approve(db, cast.clerk2, late, case).state == state
    line = shown(db, cast, case, late).events[0]
    assert (line.kind, line.happened_on, line.officer, line.approver) == (event, on, "王敏", "李晓燕")


def test_a_late_resumption_waits_as_well(db, cast, case):
    case_acts.pause(db, cast.clerk1, MONDAY, case, "公示")
    late = parse_moment("2026-10-26T09:00")
    assert case_acts.resume(db, cast.clerk1, late, case, on=date(2026, 10, 14), reason="停电").state == "paused"
    resumed = case_acts.approve(db, cast.head, late, case)
    assert (resumed.state, resumed.deadline) == ("accepted", date(2026, 10, 26))


def test_a_late_closing_that_is_disagreed_with_leaves_the_case_open(db, cast, case):
    late = parse_moment("2026-10-26T09:00")
    case_acts.close(db, cast.clerk1, late, case, "已认定", on=date(2026, 10, 20), reason="停电")
    refused = case_acts.approve(db, cast.head, late, case, refused=True, reason="没有依据")
    assert (refused.state, refused.overdue, refused.waiting_for) == ("accepted", True, ())


def test_closing_today_drops_the_earlier_closing_that_waits(db, cast, case):
    late = parse_moment("2026-10-26T09:00")
    case_acts.close(db, cast.clerk1, late, case, "已认定", on=date(2026, 10, 20), reason="停电")
    assert case_acts.close(db, cast.clerk1, late, case, "已认定").waiting_for == ()
    assert [lead.kind for lead in leads.listing(db, cast.head)] == ["overdue"]


def test_no_act_is_dated_before_what_the_clock_knows_already(db, cast, case):
    case_acts.pause(db, cast.clerk1, MONDAY, case, "公示")
    with pytest.raises(Refused, match=r"case\.before_last"):
        case_acts.resume(db, cast.clerk1, MONDAY, case, on=date(2026, 10, 10), reason="停电")
    with pytest.raises(Refused, match=r"case\.pause_ends_before"):
        case_acts.pause(db, cast.clerk1, MONDAY, case, "公示", until=date(2026, 10, 11))


def test_who_may_be_the_second_person_says_the_profile(db, cast, case):
    case_acts.extend(db, cast.clerk1, MONDAY, case, 5, "等外地回函")
    with pytest.raises(NotAllowed, match=r"case\.second_person_role"):
        case_acts.approve(db, cast.clerk2, MONDAY, case)
    view = {who.login: cases.show(db, who, MONDAY, case).waiting[0].mine for who in (cast.clerk1, cast.clerk2, cast.head, cast.county)}
    assert view == {"clerk1": False, "clerk2": False, "head": True, "county": True}


@pytest.mark.parametrize("ask", ["extend", "void"])
def test_of_two_who_ask_or_decide_at_once_the_second_is_told(db, cast, case, ask):
    """Both act on the same case in the same moment; one is done, the other gets a sentence, and nothing is there twice."""
    acts = {
        "extend": lambda who: case_acts.extend(db, who, MONDAY, case, 5, "等外地回函"),
        "void": lambda who: case_acts.ask_void(db, who, MONDAY, case, "重复录入"),
    }
    assert told_at_once(acts[ask], (cast.clerk1, cast.clerk2)) == ["case.already_waiting"]
    decide = lambda who: case_acts.approve(db, who, MONDAY, case)  # noqa: E731
    assert len(told_at_once(decide, (cast.head, cast.county))) == 1
    assert states(db, cast, Approval) == ["approved"]


def told_at_once(act, officers) -> list[str]:
    """The codes of those who were refused."""
    together, codes = Barrier(len(officers)), []

    def one(who) -> None:
        together.wait()
        try:
            act(who)
        except UserError as error:
            codes.append(error.code)

    threads = [Thread(target=one, args=(who,)) for who in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return codes
