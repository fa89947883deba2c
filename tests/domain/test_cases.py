"""Cases: every move, who may be the second person, notices, hand-overs, late entry, numbers, and the replay of events."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.actor import Role
from app.domain.cases import (
    CASE_MOVES,
    OPEN_CASE,
    CaseAction,
    CaseEventKind,
    CaseState,
    ClockEvent,
    bundle_open,
    case_number,
    check_accept,
    check_bundle,
    check_extension,
    check_hand_over,
    check_move,
    check_notice,
    check_order,
    check_pause,
    check_take_over,
    clock_start,
    hand_over_lapsed,
    is_moot,
    notice_due,
    parse_number,
    replay,
)
from app.domain.deadlines import ClockTerms, Pause, PauseKind, SupplementRule, deadline_of
from app.domain.errors import NotFound, Refused, UserError
from app.domain.late_entries import check_late_entry
from app.domain.second_person import (
    CASE_STEPS,
    SecondPerson,
    SecondStep,
    SignedSlip,
    check_second_person,
    check_second_role,
    check_slip,
    colleague_who_may,
    slip_day,
)
from app.texts import sentence, word

D = date.fromisoformat
STOP = SupplementRule.STOP


def slip_of(**changed) -> None:
    """Look at a slip for what was asked on 4 March, on the sixth."""
    slip = SignedSlip(**{"name": "孙立", "duty": "县就业局股长", "signed_on": D("2026-03-05"), "attachment_id": 1} | changed)
    check_slip(slip, {"王敏"}, D("2026-03-04"), D("2026-03-06"))


@pytest.mark.parametrize(("action", "state"), list(product(CaseAction, CaseState)))
def test_every_pair_of_action_and_state_moves_by_the_table_or_says_why_not(action, state):
    if state in CASE_MOVES[action]:
        assert check_move(state, action, "原因") is CASE_MOVES[action][state]
        return
    with pytest.raises(Refused) as refusal:
        check_move(state, action, "原因")
    assert refusal.value.code == ("case.move_final" if state is CaseState.VOID else "case.move")
    assert word(state) in sentence(refusal.value)
    assert word(action) in sentence(refusal.value)


def test_a_refused_move_tells_what_is_possible():
    with pytest.raises(Refused) as refusal:
        check_move(CaseState.CLOSED, CaseAction.ACCEPT)
    assert sentence(refusal.value) == "办件现在是“已办结”，不能受理。现在可以：收材料、定交齐日期、批准、加附件、作废、重新办理。"


@pytest.mark.parametrize("action", [CaseAction.REFUSE, CaseAction.VOID, CaseAction.WITHDRAW])
def test_a_refusal_a_void_and_a_withdrawal_need_a_reason(action):
    with pytest.raises(Refused, match="case.reason_missing"):
        check_move(CaseState.RECEIVED, action, "  ")


def test_every_state_but_the_end_can_be_left_and_reached():
    reached = {after for row in CASE_MOVES.values() for before, after in row.items() if before is not after}
    left = {before for row in CASE_MOVES.values() for before, after in row.items() if before is not after}
    assert reached == set(CaseState)
    assert left == set(CaseState) - {CaseState.VOID}


@pytest.mark.parametrize(
    ("check", "code"),
    [
        (lambda: check_notice([], ["身份证"], 0, "", None), "case.notice_empty"),
        (lambda: check_notice(["房产证"], ["身份证"], 0, "", None), "case.material_unknown"),
        (lambda: check_notice(["身份证"], ["身份证"], 1, " ", 4), "case.notice_again_reason"),
        (lambda: check_notice(["身份证"], ["身份证"], 1, "窗口漏看", None), "case.notice_again_approval"),
        (lambda: check_extension(D("2026-03-17"), D("2026-03-16"), 5, 10), "case.extension_late"),
        (lambda: check_extension(D("2026-03-16"), D("2026-03-16"), 11, 10), "case.extension_days"),
        (lambda: check_second_person(1, None, SecondStep.EXTENSION), "case.second_person_missing"),
        (lambda: check_second_person(1, 1, SecondStep.NOTICE_AGAIN), "case.second_person_same"),
        (lambda: check_hand_over(1, 1, None), "case.hand_over_self"),
        (lambda: check_hand_over(1, 2, 3), "case.hand_over_waiting"),
        (lambda: check_take_over(None, 2), "case.hand_over_none"),
        (lambda: check_take_over(3, 2), "case.hand_over_other"),
        (lambda: check_accept(True, None), "case.proxy_unsigned"),
        (lambda: check_bundle("一件事"), "case.bundle"),
        (lambda: check_extension(D("2026-03-16"), D("2026-03-16"), 6, 10, 5), "case.extension_days"),
        (lambda: check_extension(D("2026-03-16"), D("2026-03-16"), 1, 10, 10), "case.extension_used"),
        (lambda: check_pause(D("2026-03-05"), D("2026-03-04")), "case.pause_ends_before"),
        (lambda: check_order(D("2026-03-01"), D("2026-03-02"), None), "case.before_receipt"),
        (lambda: check_order(D("2026-03-05"), D("2026-03-02"), D("2026-03-06")), "case.before_last"),
        (lambda: check_second_role(SecondPerson.HEAD, {Role.COUNTER}, SecondStep.VOID), "case.second_person_role"),
        (lambda: check_second_role(SecondPerson.COUNTY, {Role.HEAD}, SecondStep.VOID), "case.second_person_role"),
        (lambda: check_second_role(SecondPerson.PAPER, {Role.HEAD}, SecondStep.VOID), "case.second_person_paper"),
        (lambda: slip_of(name=" "), "case.slip_blank"),
        (lambda: slip_of(duty=""), "case.slip_blank"),
        (lambda: slip_of(name=" 王敏 "), "case.slip_own"),
        (lambda: slip_of(signed_on=D("2026-03-03")), "case.slip_day"),
        (lambda: slip_of(signed_on=D("2026-03-07")), "case.slip_day"),
    ],
)
def test_what_a_rule_forbids_is_refused_with_a_sentence(check, code):
    with pytest.raises(UserError) as refusal:
        check()
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value)


def test_what_the_rules_allow_passes():
    check_notice(["身份证", "户口簿"], ["身份证", "户口簿"], 0, "", None)
    check_notice(["身份证"], ["身份证"], 1, "证件过期", 4)
    check_extension(D("2026-03-16"), D("2026-03-16"), 10, 10)
    check_second_person(1, 2, SecondStep.EXTENSION)
    check_hand_over(1, 2, None)
    check_take_over(2, 2)
    check_accept(True, D("2026-03-02"))
    check_bundle("YJS-2026-1")
    check_pause(D("2026-03-05"), D("2026-03-05"))
    check_order(D("2026-03-06"), D("2026-03-02"), D("2026-03-06"))
    check_second_role(SecondPerson.OFFICER, {Role.COUNTER}, SecondStep.LATE_ENTRY)
    check_second_role(SecondPerson.HEAD, {Role.COUNTY}, SecondStep.VOID)
    slip_of(signed_on=D("2026-03-04"))
    slip_of(signed_on=D("2026-03-06"))


@pytest.mark.parametrize(
    ("who", "staff", "colleague"),
    [
        (SecondPerson.OFFICER, {1: {Role.COUNTER}}, None),
        (SecondPerson.OFFICER, {1: {Role.COUNTER}, 2: {Role.COUNTER}}, 2),
        (SecondPerson.OFFICER, {1: {Role.COUNTER}, 5: {Role.COUNTY}, 6: {Role.ADMIN}}, None),
        (SecondPerson.HEAD, {1: {Role.COUNTER}, 2: {Role.COUNTER}}, None),
        (SecondPerson.HEAD, {1: {Role.COUNTER}, 2: {Role.COUNTER}, 3: {Role.HEAD}}, 3),
        (SecondPerson.HEAD, {1: {Role.COUNTER, Role.HEAD}}, None),
        (SecondPerson.COUNTY, {1: {Role.COUNTER}, 3: {Role.HEAD}, 5: {Role.COUNTY}}, None),
        (SecondPerson.PAPER, {1: {Role.COUNTER}, 3: {Role.HEAD}}, None),
    ],
)
def test_the_station_has_a_second_person_where_somebody_else_in_it_may_confirm(who, staff, colleague):
    assert colleague_who_may(who, {1}, staff.items()) == colleague


def test_a_signature_that_comes_in_late_counts_from_the_day_it_is_recorded(office):
    signed = D("2026-03-04")
    assert slip_day(signed, D("2026-03-09"), office) == signed
    assert slip_day(signed, D("2026-03-10"), office) == D("2026-03-10")


@pytest.mark.parametrize("state", list(CaseState))
def test_a_bundle_is_open_while_one_of_its_cases_is(state):
    assert bundle_open([CaseState.CLOSED, state]) is (state in OPEN_CASE)


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.REFUSED, CaseState.WITHDRAWN])
def test_an_ended_case_leaves_only_its_early_date_and_the_wish_to_void_it_to_decide(state):
    left = {step for step in CASE_STEPS if not is_moot(step, state, acts=False)}
    assert left == {SecondStep.LATE_ENTRY, SecondStep.VOID, SecondStep.REOPEN}
    assert all(is_moot(step, CaseState.VOID, acts=False) for step in CASE_STEPS)


def test_a_hand_over_nobody_took_comes_back_at_the_close_of_its_day():
    assert not hand_over_lapsed(D("2026-03-02"), D("2026-03-02"))
    assert hand_over_lapsed(D("2026-03-02"), D("2026-03-03"))


@pytest.mark.parametrize(
    ("noticed", "accepted", "start"),
    [
        (None, "2026-03-09", "2026-03-09"),
        ("2026-03-09", "2026-03-20", "2026-03-20"),
        (None, "2026-03-10", "2026-03-02"),
        ("2026-03-10", "2026-03-20", "2026-03-02"),
    ],
)
def test_without_a_notice_within_five_working_days_the_clock_runs_from_receipt(office, noticed, accepted, start):
    assert notice_due(D("2026-03-02"), office) == D("2026-03-09")
    assert clock_start(D("2026-03-02"), D(noticed) if noticed else None, D(accepted), office) == D(start)


def test_a_late_entry_counts_working_days_and_marks_a_frozen_period(office):
    assert check_late_entry(D("2026-03-02"), D("2026-03-02"), "", None, office).working_days == 0
    assert check_late_entry(D("2026-02-13"), D("2026-02-24"), "停电", None, office).working_days == 2
    entry = check_late_entry(D("2026-03-31"), D("2026-04-10"), "漏登", 7, office, frozen_until=D("2026-03-31"))
    assert (entry.working_days, entry.late) == (7, True)


@pytest.mark.parametrize(
    ("happened", "reason", "code"),
    [
        ("2026-03-11", "漏登", "case.late_future"),
        ("2026-03-09", "", "case.late_reason"),
        ("2026-03-04", "漏登", "case.late_second_person"),
    ],
)
def test_a_late_entry_out_of_order_is_refused(office, happened, reason, code):
    with pytest.raises(Refused) as refusal:
        check_late_entry(D(happened), D("2026-03-10"), reason, None, office)
    assert refusal.value.code == code
    assert "{" not in sentence(refusal.value)


def test_case_numbers_carry_the_day_and_go_on_after_999():
    assert case_number(D("2026-03-02"), 7) == "BJ20260302-007"
    assert parse_number(" bj20260302-1000 ") == (D("2026-03-02"), 1000)


@pytest.mark.parametrize("typed", ["", "BJ20260302-07", "BJ20260230-001", "20260302-001"])
def test_what_is_no_case_number_is_not_found(typed):
    with pytest.raises(NotFound) as refusal:
        parse_number(typed)
    assert "BJ" in sentence(refusal.value)


def event(kind: str, on: str, seq: int = 0, **more: object) -> ClockEvent:
    return ClockEvent(CaseEventKind(kind), D(on), seq, **more)


def test_events_replay_to_the_terms_of_the_clock():
    events = [
        event("accepted", "2026-03-02", 1),
        event("paused", "2026-03-05", 2),
        event("resumed", "2026-03-10", 3),
        event("extended", "2026-03-12", 4, days=5),
        event("closed", "2026-03-16", 5),
        event("reopened", "2026-03-18", 6),
        event("paused", "2026-03-18", 7, pause=PauseKind.NOTICE, until=D("2026-03-20")),
    ]
    pauses = (
        Pause(D("2026-03-05"), D("2026-03-10")),
        Pause(D("2026-03-16"), D("2026-03-18"), PauseKind.CLOSED),
        Pause(D("2026-03-18"), D("2026-03-20"), PauseKind.NOTICE),
    )
    assert replay(reversed(events), 10, STOP) == ClockTerms(D("2026-03-02"), 10, pauses, STOP, 5)
    assert replay(events[1:2], 10, STOP) is None


def test_a_case_that_stays_closed_does_not_pause():
    events = [event("accepted", "2026-03-02"), event("closed", "2026-03-16", 1)]
    assert replay(events, 10, STOP) == ClockTerms(D("2026-03-02"), 10)


@st.composite
def histories(draw) -> list[ClockEvent]:
    day, events = D("2025-01-02"), [event("accepted", "2025-01-02")]
    for gap, length, days in draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 3)), max_size=16)):
        begin, end = day + timedelta(days=gap), day + timedelta(days=gap + length)
        seq = len(events)
        events += [ClockEvent(CaseEventKind.PAUSED, begin, seq), ClockEvent(CaseEventKind.RESUMED, end, seq + 1)]
        events += [ClockEvent(CaseEventKind.EXTENDED, end, seq + 2, days=days)] if days else []
        day = end
    return events


@given(events=histories(), rule=st.sampled_from(SupplementRule), shuffled=st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_read_changes_no_deadline(office, events, rule, shuffled):
    mixed = list(events)
    shuffled.shuffle(mixed)
    first, second = replay(events, 30, rule), replay(mixed, 30, rule)
    assert first == second
    assert deadline_of(first, office) == deadline_of(second, office)


@given(events=histories(), extra=st.integers(1, 20))
def test_an_extension_added_and_removed_leaves_the_deadline_as_it_was(office, events, extra):
    longer = [*events, ClockEvent(CaseEventKind.EXTENDED, D("2025-01-03"), 99, days=extra)]
    before = deadline_of(replay(events, 30, STOP), office)
    assert deadline_of(replay(longer, 30, STOP), office).total == before.total + extra
    assert deadline_of(replay(longer[:-1], 30, STOP), office) == before
