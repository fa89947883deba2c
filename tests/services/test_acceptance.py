"""An acceptance with material missing: refused, accepted for what may be supplied later, or accepted by silence, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.clock import parse_moment
from app.domain.errors import Refused
from app.services import case_acts, cases
from app.services.cases import CaseForm
from tests.services.people import register

MONDAY = parse_moment("2026-10-12T09:00")
LATER = "M4"  # 困难类别的证明 may be supplied later


@pytest.fixture
def me(db, cast):
    return db, cast.clerk1, MONDAY


def opened(me, **facts) -> tuple[str, list[str]]:
    number = cases.open_case(*me, CaseForm("JYKN", register(*me), **facts)).number
    return number, [line.code for line in cases.show(*me, number).materials]


def test_what_lacks_something_that_cannot_come_later_is_not_accepted_and_nothing_is_written(me):
    number, codes = opened(me)
    for later in (False, True):
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
    assert case_acts.accept(*me, number, here=here, later=True).state == "accepted"
    view = cases.show(*me, number)
    assert [event.data["lacking"] for event in view.events if event.kind == "accepted"] == [[LATER]]
    assert [line.code for line in view.materials if line.state == "missing"] == [LATER]
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
