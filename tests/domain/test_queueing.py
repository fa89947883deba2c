"""Tickets: codes, moves, and what a counter may do with them."""

from itertools import product

import pytest

from app.domain.errors import Refused, Usage
from app.domain.queueing import (
    TICKET_MOVES,
    HoldReason,
    PriorityClass,
    TicketAction,
    TicketState,
    check_counter_free,
    check_hold_reason,
    check_priority,
    check_recall,
    check_take_back,
    check_ticket,
    parse_code,
    ticket_code,
)
from app.texts import sentence, word


def test_ticket_codes_go_on_after_999():
    assert [ticket_code("A", number) for number in (1, 27, 999, 1000)] == ["A001", "A027", "A999", "A1000"]


@pytest.mark.parametrize("typed", ["A027", "a027", " Ａ０２７ "])
def test_a_code_is_read_however_it_was_typed(typed):
    assert parse_code(typed) == ("A", 27)


@pytest.mark.parametrize("typed", ["", "A27", "A0027", "027", "AB027", "A02七"])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(Usage) as refusal:
        parse_code(typed)
    assert typed in sentence(refusal.value)


@pytest.mark.parametrize(("action", "state"), list(product(TicketAction, TicketState)))
def test_every_pair_of_action_and_state_moves_by_the_table_or_says_why_not(action, state):
    if state in TICKET_MOVES[action]:
        assert check_ticket(state, action) is TICKET_MOVES[action][state]
        return
    with pytest.raises(Refused) as refusal:
        check_ticket(state, action)
    assert refusal.value.code in {"ticket.move", "ticket.move_final"}
    assert word(state) in sentence(refusal.value)
    assert word(action) in sentence(refusal.value)


def test_a_refused_move_tells_what_is_possible():
    with pytest.raises(Refused) as refusal:
        check_ticket(TicketState.MISSED, TicketAction.START)
    assert sentence(refusal.value) == "号票现在是“过号”，不能开始办理。现在可以：恢复、弃号。"


def test_a_busy_counter_names_its_ticket():
    check_counter_free(None, 1)
    with pytest.raises(Refused) as refusal:
        check_counter_free("A027", 1)
    assert "A027" in sentence(refusal.value)


def test_recalls_and_taking_back_have_their_limits():
    check_recall(3, 3)
    check_take_back(60)
    for check in (lambda: check_recall(4, 3), lambda: check_take_back(61)):
        with pytest.raises(Refused) as refusal:
            check()
        assert "{" not in sentence(refusal.value)


def test_only_the_profiles_priority_classes_exist():
    known = frozenset({PriorityClass.ELDERLY, PriorityClass.VETERAN})
    assert check_priority("veteran", known) is PriorityClass.VETERAN
    assert check_priority("", known) is None
    with pytest.raises(Refused) as refusal:
        check_priority("pregnant", known)
    assert sentence(refusal.value) == "没有“pregnant”这一类优先号。可用的有：老年人、退役军人。"


def test_a_hold_has_one_of_three_reasons():
    assert [word(reason) for reason in HoldReason] == ["没带齐材料", "材料留下", "等另一环节"]
    assert check_hold_reason(" papers_kept ") is HoldReason.PAPERS_KEPT
    with pytest.raises(Refused) as refusal:
        check_hold_reason("lunch")
    assert "没带齐材料、材料留下、等另一环节" in sentence(refusal.value)
