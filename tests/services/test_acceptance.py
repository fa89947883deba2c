"""An acceptance with material missing: refused, accepted for what may be supplied later, or accepted by silence, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.clock import parse_moment
from app.domain.errors import Refused
from app.services import case_acts, case_later, cases, today
from app.services.cases import CaseForm
from app.services.today import TodayKind
from tests.services.people import register

MONDAY = parse_moment("2026-10-12T09:00")
LATER = "M4"  # 困难类别的证明 may be supplied later
WEDNESDAY, SATURDAY = date(2026, 10, 14), date(2026, 10, 17)


@pytest.fixture
def me(db, cast):
    return db, cast.clerk1, MONDAY


def opened(me, **facts) -> tuple[str, list[str]]:
    number = cases.open_case(*me, CaseForm("JYKN", register(*me), **facts)).number
    return number, [line.code for line in cases.show(*me, number).materials]


def test_what_lacks_something_that_cannot_come_later_is_not_accepted_and_nothing_is_written(me):
    number, codes = opened(me)
    for later in (None, WEDNESDAY):
        with pytest.raises(Refused, match=r"case\.materials_missing") as caught:
            case_acts.accept(*me, number, here=codes[:1], later=later)
    assert caught.value.field == "here" and len(caught.value.params["materials"]) == len(codes) - 2
    view = cases.show(*me, number)
    assert view.facts.state == "received" and {line.state for line in view.materials} == {"missing"}


def test_what_may_come_later_is_said_and_stands_in_the_time_line(me):
    number, codes = opened(me)
    here = [code for code in codes if code != LATER]
    with pytest.raises(Refused, match=r"case\.materials_later"):
        case_acts.accept(*me, number, here=here)
    assert case_acts.accept(*me, number, here=here, later=WEDNESDAY).state == "accepted"
    view = cases.show(*me, number)
    assert [(event.data["lacking"], event.data["later"]) for event in view.events if event.kind == "accepted"] == [([LATER], "2026-10-14")]
    assert [(line.code, line.due_on) for line in view.materials if line.state == "missing"] == [(LATER, WEDNESDAY)]
    case_acts.receive_material(*me, number, [LATER])
    assert "missing" not in {line.state for line in cases.show(*me, number).materials}


def test_a_complete_one_says_nothing_of_lacking(me):
    number, codes = opened(me)
    case_acts.receive_material(*me, number, codes)
    case_acts.accept(*me, number)
    assert [event.data for event in cases.show(*me, number).events if event.kind == "accepted"] == [{"entered": "2026-10-12"}]


def test_what_a_notice_left_out_for_its_reason_is_not_asked_for(me):
    number, codes = opened(me)
    case_acts.notice(*me, number, codes[:1], left_out="本站可以核查")
    with pytest.raises(Refused, match=r"case\.materials_missing"):
        case_acts.accept(*me, number)
    assert case_acts.accept(*me, number, here=codes[:1]).state == "accepted"


def test_who_was_told_nothing_for_five_working_days_is_accepted_from_the_day_of_receipt_complete_or_not(me, cast):
    number, _ = opened(me, received=date(2026, 9, 21), late_reason="停电")
    case_acts.approve(me[0], cast.clerk2, MONDAY, number)
    assert case_acts.accept(*me, number).accepted_on == date(2026, 9, 21)


def accepted_without(me, later=WEDNESDAY) -> str:
    number, codes = opened(me)
    case_acts.accept(*me, number, here=[code for code in codes if code != LATER], later=later)
    return number


def told(me, days: int = 0) -> list[tuple[str, str]]:
    """What Today says of missing material so many days later."""
    board = today.board(me[0], me[1], MONDAY + timedelta(days=days))
    return [(line.light, line.left) for line in board.lines if line.kind is TodayKind.LATER]


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 10, 9), "later_day"), (date(2027, 11, 1), "later_day"), (SATURDAY, "later_rest")],
)
def test_the_last_day_of_what_is_missing_is_a_working_day_from_the_acceptance_on(me, day, code):
    with pytest.raises(Refused, match=rf"case\.{code}") as caught:
        accepted_without(me, day)
    assert caught.value.field == "later"


def test_what_is_missing_stands_on_today_when_its_day_is_near_and_past_until_it_is_there(me):
    number = accepted_without(me, date(2026, 10, 20))
    assert told(me) == []
    assert [told(me, days)[0][0] for days in (7, 8, 9)] == ["near", "due_today", "overdue"]
    case_acts.receive_material(*me, number, [LATER])
    assert told(me, 9) == []


def test_the_last_day_is_moved_with_a_reason_and_taken_away_with_one(me):
    number = accepted_without(me)
    with pytest.raises(Refused, match=r"case\.reason_missing"):
        case_later.move(*me, number, date(2026, 10, 16), " ")
    case_later.move(*me, number, date(2026, 10, 16), "残联周五出证")
    assert [told(me, days) for days in (3, 5)] == [[("near", "剩 1 个工作日")], [("overdue", "逾期 1 个工作日")]]
    case_later.move(*me, number, None, "本人放弃")
    assert told(me, 5) == []
    kept = [(event.text, event.data["later"]) for event in cases.show(*me, number).events if event.kind == "later"]
    assert kept == [("本人放弃", ""), ("残联周五出证", "2026-10-16")]
    case_acts.receive_material(*me, number, [LATER])
    with pytest.raises(Refused, match=r"case\.later_nothing"):
        case_later.move(*me, number, WEDNESDAY, "改期")


def test_a_closing_names_what_is_missing_and_asks_why_and_it_may_still_come(me):
    number = accepted_without(me)
    with pytest.raises(Refused, match=r"case\.materials_open") as caught:
        case_acts.close(*me, number, "已认定")
    assert caught.value.field == "without" and "困难类别的证明" in caught.value.params["materials"][0]
    case_acts.close(*me, number, "已认定", without="残联网上已查到")
    (closing,) = [event.data for event in cases.show(*me, number).events if event.kind == "closed"]
    assert closing == {"lacking": [LATER], "without": "残联网上已查到"}
    assert [light for light, _ in told(me, 3)] == ["overdue"], "its day stands on the paper that the person holds"
    with pytest.raises(Refused, match=r"case\.material_closed"):
        case_acts.receive_material(*me, number, ["M1"], "missing")
    case_acts.receive_material(*me, number, [LATER])
    assert told(me, 3) == [] and cases.show(*me, number).facts.state == "closed"


def test_a_closing_of_an_earlier_day_keeps_why_until_it_is_confirmed(me, cast):
    number, later = accepted_without(me), MONDAY + timedelta(days=8)
    late = {"on": date(2026, 10, 13), "reason": "停电"}
    with pytest.raises(Refused, match=r"case\.materials_open"):
        case_acts.close(me[0], me[1], later, number, "已认定", **late)
    assert case_acts.close(me[0], me[1], later, number, "已认定", **late, without="已核查").state == "accepted"
    assert case_acts.approve(me[0], cast.head, later, number).state == "closed"
    closing = next(event.data for event in cases.show(*me, number).events if event.kind == "closed")
    assert closing == {"lacking": [LATER], "without": "已核查"}
