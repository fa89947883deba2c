"""Handing over a desk: who may offer and answer it, and whose it is what an officer agreed before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain import desks as rules
from app.domain.clock import parse_moment
from app.domain.desks import DESK_MOVES, DeskAction, DeskState, Taken
from app.domain.errors import NotAllowed, Refused, UserError

NOW = parse_moment("2026-10-09T09:00")
HOUR = timedelta(hours=1)
OFFER = {"own": True, "head": False, "may_take": True, "offered": False}


@pytest.mark.parametrize(
    ("giver", "receiver", "change", "code"),
    [
        (1, 1, {}, "desk.self"),
        (1, 2, {"own": False}, "desk.other"),
        (1, 2, {"may_take": False}, "desk.receiver"),
        (1, 2, {"offered": True}, "desk.offered"),
    ],
)
def test_a_desk_that_cannot_be_offered_is_refused(giver, receiver, change, code):
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        rules.check_offer(giver, receiver, **(OFFER | change))


def test_the_owner_offers_and_the_head_for_another():
    rules.check_offer(1, 2, **OFFER)
    rules.check_offer(1, 2, **(OFFER | {"own": False, "head": True}))


@pytest.mark.parametrize("state", DeskState)
@pytest.mark.parametrize("action", DeskAction)
def test_every_pair_of_state_and_action_does_what_the_table_says(state, action):
    if state in DESK_MOVES[action]:
        assert rules.check_desk(state, action) is DESK_MOVES[action][state]
    else:
        with pytest.raises(Refused, match=r"desk\.move"):
            rules.check_desk(state, action)


def test_who_keeps_the_last_account_or_sits_at_a_counter_does_not_leave():
    rules.check_leaving(last_admin=False, at_counter=None)
    for facts, code in (({"last_admin": True, "at_counter": None}, "last_admin"), ({"last_admin": False, "at_counter": 2}, "at_counter")):
        with pytest.raises(Refused, match=rf"desk\.{code}"):
            rules.check_leaving(**facts)


def test_only_the_parties_answer_and_the_signature_is_not_before_the_hand_over():
    rules.check_party(2, (2,), "code")
    with pytest.raises(NotAllowed, match=r"desk\.party"):
        rules.check_party(3, (2,), "code")
    rules.check_signed(date(2026, 10, 9), date(2026, 10, 9), date(2026, 10, 9))
    for on in (date(2026, 10, 8), date(2026, 10, 10)):
        with pytest.raises(Refused, match=r"desk\.signed"):
            rules.check_signed(on, date(2026, 10, 9), date(2026, 10, 9))


def test_what_was_agreed_before_follows_the_desk_from_hand_to_hand_and_what_came_later_does_not():
    taken = [Taken(1, 2, NOW), Taken(2, 3, NOW + HOUR), Taken(3, 1, NOW + 2 * HOUR)]
    assert rules.keeper(1, NOW - HOUR, taken) == 1
    assert rules.keeper(1, NOW - HOUR, taken[:2]) == 3
    assert rules.keeper(1, NOW + HOUR, taken) == 1
    assert rules.keeper(2, NOW + HOUR, taken) == 2
    assert rules.desk_code(date(2026, 10, 9), 1) == "ZJ20261009-001"
