"""A second person decides about the case as it stands then, on both databases: what it no longer allows, nobody approves."""

from __future__ import annotations

from datetime import date
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from app.domain.clock import parse_moment
from app.domain.deadlines import PauseKind
from app.domain.errors import Conflict, NotAllowed, Refused, UserError
from app.domain.second_person import SecondStep
from app.services import attachments, case_acts, cases, leads
from app.services.attachments import AttachmentForm
from app.services.cases import CaseForm
from db.models import Approval, Extension, HandOver, Person
from tests.services.accepting import accept_complete
from tests.services.paused import paused

MONDAY, FRIDAY = parse_moment("2026-10-12T09:00"), parse_moment("2026-10-09T09:00")


@pytest.fixture
def case(db, cast) -> str:
    """A case accepted on a Friday, with ten working days until 22 October."""
    with db.write("person.add", cast.clerk1, FRIDAY) as unit:
        unit.add(person := Person(name="张淑芬", gender=2, id_kind="none", recorded_at=FRIDAY))
        unit.flush()
    number = cases.open_case(db, cast.clerk1, FRIDAY, CaseForm("JYKN", person.id)).number
    accept_complete(db, cast.clerk1, FRIDAY, number)
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
    noticed = case_acts.notice(db, cast.clerk1, MONDAY, case, ["M1"], left_out="另行核查")
    assert (noticed.state, noticed.waiting_for) == ("accepted", ("pause",)), "the clock runs until the pause is confirmed"
    assert case_acts.approve(db, cast.head, MONDAY, case).state == "paused"
    case_acts.resume(db, cast.clerk1, MONDAY, case)
    case_acts.pause(db, cast.clerk1, MONDAY, case, "公示", evidence="公示照片")
    case_acts.notice(db, cast.clerk1, MONDAY, case, ["M2"], left_out="另行核查", reason="漏了一项")
    case_acts.approve(db, cast.head, MONDAY, case)
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
        (
            lambda db, who, now, number, on: case_acts.pause(db, who, now, number, "停电", begins=on, evidence="单"),
            "paused",
            "paused",
        ),
    ],
)
def test_an_act_dated_more_than_three_working_days_back_waits_and_is_then_done_on_its_day(db, cast, case, act, state, event):
    """Else a deadline that has passed could be kept by one person alone."""
    late, on = parse_moment("2026-10-26T09:00"), date(2026, 10, 20)
    asked = act(db, cast.clerk1, late, case, on)
    assert (asked.state, asked.waiting_for, asked.overdue) == ("accepted", ("late_entry",), True)
    other = cast.clerk2
    if event == "paused":  # another officer confirms a late entry, the head a pause: of the two the higher is needed
        with pytest.raises(NotAllowed, match=r"case\.second_person_role"):
            case_acts.approve(db, other, late, case)
        other = cast.head
    assert case_acts.approve(db, other, late, case).state == state
    line = shown(db, cast, case, late).events[0]
    assert (line.kind, line.happened_on, line.officer, line.approver) == (event, on, "王敏", other.name)


def test_a_late_resumption_waits_as_well(db, cast, case):
    paused(db, cast, cast.clerk1, MONDAY, case, "公示")
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
    paused(db, cast, cast.clerk1, MONDAY, case, "公示")
    with pytest.raises(Refused, match=r"case\.before_last"):
        case_acts.resume(db, cast.clerk1, MONDAY, case, on=date(2026, 10, 10), reason="停电")
    with pytest.raises(Refused, match=r"case\.pause_ends_before"):
        case_acts.pause(db, cast.clerk1, MONDAY, case, "公示", until=date(2026, 10, 11), evidence="公示照片")


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


def test_a_pause_rests_on_a_document_and_the_clock_runs_until_it_is_approved(db, cast, case, settings):
    """Asked for on Monday, it is approved on Thursday and stands from Monday; what nobody approves never was."""
    with pytest.raises(Refused, match=r"case\.pause_evidence"):
        case_acts.pause(db, cast.clerk1, MONDAY, case, "公示", evidence=" ")
    with pytest.raises(Refused, match=r"case\.scan"):
        case_acts.pause(db, cast.clerk1, MONDAY, case, "公示", attachment_id=999)
    record = f"cases:{shown(db, cast, case).facts.id}"
    kept = attachments.add(db, cast.clerk1, MONDAY, settings, AttachmentForm(record, "公示照片", b"photo")).id
    asked = case_acts.pause(db, cast.clerk1, MONDAY, case, "公示", kind=PauseKind.NOTICE, attachment_id=kept)
    assert (asked.state, asked.waiting_for, asked.deadline) == ("accepted", ("pause",), date(2026, 10, 22))
    thursday = parse_moment("2026-10-15T09:00")
    assert shown(db, cast, case, thursday).facts.remaining_days == asked.remaining_days - 3
    assert case_acts.approve(db, cast.head, thursday, case).state == "paused"
    line = shown(db, cast, case, thursday).events[0]
    assert (line.kind, line.happened_on, line.officer, line.approver) == ("paused", MONDAY.date(), "王敏", cast.head.name)
    assert line.data == {"pause": "notice", "evidence": "", "attachment": kept, "until": None}
    resumed = case_acts.resume(db, cast.clerk1, thursday, case)
    assert resumed.deadline == date(2026, 10, 27)


def test_a_case_that_has_ended_drops_the_pause_that_waits(db, cast, case):
    case_acts.pause(db, cast.clerk1, MONDAY, case, "公示", evidence="公示照片")
    case_acts.close(db, cast.clerk1, MONDAY, case, "已认定")
    assert shown(db, cast, case).facts.waiting_for == (), "a case that has ended needs no pause"


def test_a_pause_is_not_approved_over_one_that_came_after_it(db, cast, case):
    """Asked for on Monday; a later one of the same case began and ended before anybody looked at the first."""
    case_acts.pause(db, cast.clerk1, MONDAY, case, "公示", evidence="公示照片")
    late = parse_moment("2026-10-26T09:00")
    case_acts.pause(db, cast.clerk1, late, case, "停电", begins=date(2026, 10, 14), evidence="停电通知")
    with db.write("case.approve", cast.head, late) as unit:  # the head looks at the second first, as no page lets anybody do
        first = unit.execute(select(Approval).order_by(Approval.id)).scalars().first()
        first.state = "later"
    case_acts.approve(db, cast.head, late, case)
    case_acts.resume(db, cast.clerk1, late, case)
    with db.write("case.approve", cast.head, late) as unit:
        unit.execute(select(Approval).order_by(Approval.id)).scalars().first().state = "asked"
    with pytest.raises(Refused, match=r"case\.before_last"):
        case_acts.approve(db, cast.head, late, case)
    assert case_acts.approve(db, cast.head, late, case, refused=True, reason="已另行停表").state == "accepted"
