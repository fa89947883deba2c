"""Each call is said once by whoever claims it first, and again where a voice died while it said it; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from app.domain.board import due_calls
from app.services import board, forgetting, queue, said
from app.services.said import Claim, Voice
from db import speaker
from db.speaker import Speaker


@pytest.fixture
def call(db, cast, now):
    """A001 called to counter 1, as the screen sees it."""
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    (shown,) = board.read(db, board.SCREEN, now).calls
    return shown


def test_of_many_voices_at_one_moment_one_says_a_call_and_once_it_was_heard_nobody_does(db, now, call):
    with ThreadPoolExecutor(6) as voices:
        answers = list(voices.map(lambda voice: said.claim(db, now, call, voice), [Voice.TRIAL] * 6))
    assert sorted(answers) == [Claim.MINE] + [Claim.TAKEN] * 5
    said.heard(db, call)
    assert {said.claim(db, now, call, voice) for voice in Voice} == {Claim.SAID}


def test_a_call_that_a_screen_left_unheard_is_said_again_by_the_next_one_and_by_no_other_voice(db, now, call):
    assert said.claim(db, now, call, Voice.SCREEN) is Claim.MINE
    assert [said.claim(db, now, call, voice) for voice in (Voice.TRIAL, Voice.DESK, Voice.SCREEN)] == [Claim.TAKEN, Claim.TAKEN, Claim.MINE]
    said.heard(db, call)
    assert said.claim(db, now, call, Voice.SCREEN) is Claim.SAID


def test_a_call_that_could_not_be_heard_is_left_to_others(db, now, call):
    assert said.claim(db, now, call, Voice.TRIAL) is Claim.MINE
    assert said.claim_at_desk(db, now, "A001") is Claim.TAKEN
    said.give_back(db, call)
    assert said.claim_at_desk(db, now, "A001") is Claim.MINE
    assert said.claim(db, now, call, Voice.SCREEN) is Claim.SAID
    said.heard(db, call)


def test_a_desk_leaves_its_call_to_the_screen_that_speaks_and_says_it_where_that_ended_before_it_did(db, now, call):
    screen = Speaker(db)
    assert screen.take()
    assert said.claim_at_desk(db, now, "A001") is Claim.ELSEWHERE
    screen.release()
    assert [said.claim_at_desk(db, now, "A001") for _ in range(2)] == [Claim.MINE, Claim.SAID]


def test_a_screen_that_takes_the_word_while_a_desk_claims_finds_the_call_given_back(db, now, call, monkeypatch):
    answers = iter((False, True))
    monkeypatch.setattr(speaker, "is_taken", lambda _db: next(answers))
    assert said.claim_at_desk(db, now, "A001") is Claim.ELSEWHERE
    assert said.claim(db, now, call, Voice.SCREEN) is Claim.MINE


def test_a_recall_is_a_call_of_its_own_and_nobody_is_called_who_is_not_awaited(db, cast, now, call):
    assert said.claim_at_desk(db, now, "A001") is Claim.MINE
    queue.act(db, cast.clerk1, now + timedelta(seconds=9), "recall", "A001")
    assert said.claim_at_desk(db, now, "A001") is Claim.MINE
    queue.act(db, cast.clerk1, now + timedelta(seconds=20), "finish", "A001")
    assert [said.claim_at_desk(db, now, ticket) for ticket in ("A001", "A002")] == [Claim.SAID, Claim.SAID]


def test_what_was_said_is_forgotten_after_two_days(db, now, call):
    said.claim(db, now, call, Voice.SCREEN)
    said.heard(db, call)
    assert forgetting.run(db, now + timedelta(days=1)) == 0
    assert forgetting.run(db, now + timedelta(days=3)) >= 1
    assert said.claim(db, now, call, Voice.SCREEN) is Claim.MINE


def test_a_voice_looks_after_what_is_new_and_what_was_called_a_moment_ago_of_each_counter_the_newest(now, call):
    second = type(call)("A002", 1, 1, call.at + timedelta(seconds=9))
    assert due_calls(None, (call,), now + timedelta(seconds=29)) == (call,)
    assert due_calls(None, (call,), now + timedelta(seconds=31)) == ()
    assert due_calls((call,), (second, call), now + timedelta(minutes=5)) == (second,), "a clock that goes wrong hides no new call"
    assert due_calls((second, call), (second, call), now + timedelta(seconds=10)) == (second,)
