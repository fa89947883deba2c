"""Chasers, notices and leads that time brings by itself, and to whom each elapsed day belongs."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accountability import (
    LEAD_MOVES,
    ChaserStep,
    ClockFacts,
    LeadAction,
    LeadKind,
    LeadState,
    Measure,
    Product,
    ProductKind,
    TakenOver,
    chaser_day,
    check_corrected,
    check_decider,
    check_filed,
    check_lead,
    check_measure,
    check_text,
    held_days,
    holder_at,
    leads_of_act,
    not_overdue_any_more,
    overdue_lead,
    products_due,
    says_nothing,
)
from app.domain.deadlines import ClockTerms, Pause
from app.domain.errors import NotAllowed, Refused
from app.texts import sentence
from app.texts.cases import CHASER_RULES, LEAD_RULES

D = date.fromisoformat
FACTS = ClockFacts(D("2026-02-16"), D("2026-02-16"), 5, D("2026-03-02"))
BEFORE = Product(D("2026-02-28"), ProductKind.CHASER, ChaserStep.BEFORE)
AFTER = Product(D("2026-03-03"), ProductKind.CHASER, ChaserStep.AFTER)
LEAD = Product(D("2026-03-03"), ProductKind.LEAD, LeadKind.OVERDUE)


@pytest.mark.parametrize(
    ("today", "made"),
    [
        ("2026-02-27", ()),
        ("2026-02-28", (BEFORE,)),
        ("2026-03-02", (BEFORE,)),
        ("2026-03-03", (BEFORE, AFTER, LEAD)),
        ("2026-03-12", (BEFORE, AFTER, LEAD)),
    ],
)
def test_time_makes_a_chaser_then_a_notice_and_one_lead_whenever_the_duty_runs(office, today, made):
    assert products_due(FACTS, office, D(today)) == made


@pytest.mark.parametrize(
    ("change", "made"),
    [
        ({"closed_on": D("2026-02-28")}, ()),
        ({"closed_on": D("2026-03-02")}, (BEFORE,)),
        ({"closed_on": D("2026-03-03")}, (BEFORE, AFTER, LEAD)),
        ({"recorded_on": D("2026-03-09")}, (AFTER, LEAD)),
        ({"limit": 0}, (AFTER, LEAD)),
        ({"standing": True}, (AFTER, LEAD)),
    ],
)
def test_what_was_closed_waits_or_came_late_is_chased_only_where_it_should(office, change, made):
    assert products_due(replace(FACTS, **change), office, D("2026-03-09")) == made


def test_a_one_day_limit_is_chased_on_the_day_of_acceptance(office):
    assert chaser_day(D("2026-09-18"), D("2026-09-20"), office) == D("2026-09-18")
    assert chaser_day(D("2026-03-07"), D("2026-03-09"), office) == D("2026-03-07")


def test_other_duties_raise_their_lead_the_day_after_their_last_day():
    due = D("2026-03-09")
    assert overdue_lead(LeadKind.BAD_RATING_UNHANDLED, due, None, due) is None
    assert overdue_lead(LeadKind.BAD_RATING_UNHANDLED, due, due, D("2026-04-01")) is None
    made = overdue_lead(LeadKind.COMPLAINT_UNANSWERED, due, D("2026-03-10"), D("2026-04-01"))
    assert made == Product(D("2026-03-10"), ProductKind.LEAD, LeadKind.COMPLAINT_UNANSWERED)


def test_acts_raise_leads_of_their_own():
    assert leads_of_act(D("2026-03-03"), D("2026-03-02"), 2, " ") == (
        LeadKind.LATE_EXTENSION,
        LeadKind.NOTICE_AGAIN,
        LeadKind.REFUSED_WITHOUT_REASON,
    )
    assert leads_of_act(D("2026-03-02"), D("2026-03-02"), 1, "不属于本站受理范围") == ()
    assert leads_of_act(None, None, 0, None) == ()


def test_every_kind_of_lead_and_chaser_has_its_rule_in_words():
    assert set(LEAD_RULES) == set(LeadKind)
    assert set(CHASER_RULES) == set(ChaserStep)


@pytest.mark.parametrize(("action", "state"), list(product(LeadAction, LeadState)))
def test_a_lead_moves_by_its_table_or_says_why_not(action, state):
    if state in LEAD_MOVES[action]:
        assert check_lead(state, action) is LEAD_MOVES[action][state]
        return
    with pytest.raises(Refused) as refusal:
        check_lead(state, action)
    assert "{" not in sentence(refusal.value)


@pytest.mark.parametrize("reason", ["", " —— ", "无", "不予受理", "不符合条件。", "（不符合 政策）"])
def test_words_that_only_repeat_the_refusal_are_no_reason(reason):
    assert says_nothing(reason)
    assert leads_of_act(None, None, 0, reason) == (LeadKind.REFUSED_WITHOUT_REASON,)


@pytest.mark.parametrize("reason", ["户籍不在本省", "不符合条件：年龄未满四十周岁", "材料是伪造的"])
def test_a_reason_that_says_something_is_one(reason):
    assert not says_nothing(reason)


@pytest.mark.parametrize(
    ("check", "code"),
    [
        (lambda: check_text(" ", LeadAction.STATE, "statement"), "lead.text"),
        (lambda: check_measure(Measure.ORDER, None, D("2026-03-09")), "lead.correct_by_missing"),
        (lambda: check_measure(Measure.NONE, D("2026-03-10"), D("2026-03-09")), "lead.correct_by_needless"),
        (lambda: check_measure(Measure.TALK, D("2026-03-08"), D("2026-03-09")), "lead.correct_by_past"),
        (lambda: check_corrected(D("2026-03-08"), D("2026-03-09"), D("2026-03-10")), "lead.corrected_day"),
        (lambda: check_corrected(D("2026-03-11"), D("2026-03-09"), D("2026-03-10")), "lead.corrected_day"),
        (lambda: check_filed(LeadState.DECIDED, D("2026-03-10")), "lead.uncorrected"),
    ],
)
def test_what_a_lead_lacks_is_refused_with_a_sentence(check, code):
    with pytest.raises(Refused) as refusal:
        check()
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value)


def test_a_lead_that_lacks_nothing_passes():
    check_text("等回函", LeadAction.STATE, "statement")
    check_measure(Measure.ORDER, D("2026-03-09"), D("2026-03-09"))
    check_measure(Measure.NONE, None, D("2026-03-09"))
    check_corrected(D("2026-03-09"), D("2026-03-09"), D("2026-03-10"))
    check_filed(LeadState.DECIDED, None)
    check_filed(LeadState.CORRECTED, D("2026-03-10"))


def test_who_held_a_case_on_a_day_is_who_held_it_at_its_close():
    taken = [TakenOver(D("2026-03-04"), 1, 2), TakenOver(D("2026-03-09"), 2, 3), TakenOver(D("2026-03-09"), 3, 4)]
    days = ("2026-03-03", "2026-03-04", "2026-03-08", "2026-03-09", "2026-04-01")
    assert [holder_at(4, taken, D(day)) for day in days] == [1, 2, 2, 4, 4]
    assert holder_at(7, [], D("2026-03-03")) == 7


@given(chain=st.lists(st.tuples(st.integers(0, 40), st.integers(2, 6)), max_size=8), day=st.integers(0, 45))
def test_the_holder_of_a_day_is_the_one_to_whom_that_day_is_counted(office, chain, day):
    start, holder, taken = D("2026-01-05"), 1, []
    for after, officer in sorted(chain, key=lambda one: one[0]):
        taken.append(TakenOver(start + timedelta(days=after), holder, officer))
        holder = officer
    asked = start + timedelta(days=day)
    moves = [(one.on, one.after) for one in taken]
    first = holder_at(holder, taken, start)
    before, until = (held_days(ClockTerms(start, 10), asked - back, first, moves, office) for back in (timedelta(1), timedelta(0)))
    counted = until.by_officer - before.by_officer
    assert counted == ({holder_at(holder, taken, asked): 1} if day and office.is_working(asked) else {})


def test_nobody_decides_on_their_own_lead():
    check_decider(1, 2)
    with pytest.raises(NotAllowed) as refusal:
        check_decider(1, 1)
    assert "自己" in sentence(refusal.value)


def test_the_day_of_a_hand_over_belongs_to_who_held_the_case_at_its_close(office):
    held = held_days(ClockTerms(D("2026-03-02"), 10), D("2026-03-06"), 1, [(D("2026-03-04"), 2)], office)
    assert held.by_officer == {1: 1, 2: 3}


@given(
    hand_overs=st.lists(st.tuples(st.integers(0, 40), st.integers(2, 5)), max_size=8),
    gaps=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=5),
    length=st.integers(0, 60),
)
def test_days_of_all_holders_and_pauses_add_up_to_the_days_elapsed(office, hand_overs, gaps, length):
    start = D("2026-01-05")
    pauses, day = [], start
    for gap, stands in gaps:
        begin = day + timedelta(days=gap)
        day = begin + timedelta(days=stands)
        pauses.append(Pause(begin, day))
    until = start + timedelta(days=length)
    moved = [(start + timedelta(days=after), officer) for after, officer in hand_overs]
    held = held_days(ClockTerms(start, 10, tuple(pauses)), until, 1, moved, office)
    assert held.by_officer.total() + held.paused == office.working_days_between(start, until)


@pytest.mark.parametrize(
    ("accepted", "deadline", "none"),
    [
        ("2026-10-01", "2026-10-15", False),
        ("2026-10-01", "2026-10-16", True),
        ("2026-10-20", "2026-11-03", False),
        (None, "2026-10-20", False),
    ],
)
def test_an_overdue_is_none_any_more_where_the_deadline_of_the_same_acceptance_is_later_now(accepted, deadline, none):
    day = date.fromisoformat(accepted) if accepted else None
    assert not_overdue_any_more(date(2026, 10, 16), day, date.fromisoformat(deadline)) is none
