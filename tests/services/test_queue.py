"""The queue's services on both databases: one number, one call, whatever is pressed twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import NotFound, Refused
from app.services import counters, queue, queue_views
from db import audit
from db.models import Ticket


def states(db, cast, now):
    return {t.ticket: t.state for t in queue_views.day(db, cast.head, now.date())}


def test_numbers_of_a_line_run_from_001_and_say_who_is_ahead(db, cast, now):
    taken = [queue.take(db, cast.clerk1, now, "A") for _ in range(3)]
    assert [(t.ticket, t.ahead) for t in taken] == [("A001", 0), ("A002", 1), ("A003", 2)]
    assert queue.take(db, cast.clerk1, now, "b").ticket == "B001"


def test_the_same_request_key_gives_the_same_ticket(db, cast, now):
    first = queue.take(db, cast.clerk1, now, "A", request="k1")
    assert queue.take(db, cast.clerk1, now, "A", request="k1") == first
    assert len(queue_views.day(db, cast.head, now.date())) == 1


def test_a_call_opens_a_closed_counter_and_says_why(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    called = queue.call(db, cast.clerk1, now, 1)
    assert (called.ticket, called.why) == ("A001", "先来先办")
    assert counters.listing(db, cast.clerk1)[0].state == "open"


def test_the_same_request_key_calls_once(db, cast, now):
    for _ in range(2):
        queue.take(db, cast.clerk1, now, "A")
    first = queue.call(db, cast.clerk1, now, 1, request="c1")
    assert queue.call(db, cast.clerk1, now, 1, request="c1") == first
    assert states(db, cast, now) == {"A001": "called", "A002": "waiting"}


def test_nobody_waiting_is_an_answer_not_an_error(db, cast, now):
    assert queue.call(db, cast.clerk1, now, 1).ticket is None


def test_a_counter_with_a_ticket_calls_no_second_unless_it_finishes_the_first(db, cast, now):
    for _ in range(2):
        queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    with pytest.raises(Refused) as refusal:
        queue.call(db, cast.clerk1, now, 1)
    assert refusal.value.params["ticket"] == "A001"
    assert queue.call(db, cast.clerk1, now, 1, finish=True).ticket == "A002"
    assert states(db, cast, now) == {"A001": "finished", "A002": "called"}


def test_priority_goes_first_but_an_ordinary_ticket_is_passed_three_times_at_most(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    for _ in range(5):
        queue.take(db, cast.clerk1, now, "A", priority="elderly")
    order = [queue.call(db, cast.clerk1, now, 1, finish=True) for _ in range(6)]
    assert [c.ticket for c in order] == ["A002", "A003", "A004", "A001", "A005", "A006"]
    assert "达到上限" in order[3].why


def test_the_officer_sees_the_order_in_which_the_rule_will_call(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    for _ in range(4):
        queue.take(db, cast.clerk1, now, "A", priority="elderly")
    seen = [t.ticket for t in queue_views.at_counter(db, cast.clerk1, now, 1).waiting]
    called = [queue.call(db, cast.clerk1, now, 1, finish=True).ticket for _ in range(5)]
    assert seen == called


def test_a_missed_ticket_returns_behind_the_next_ones_and_keeps_its_number(db, cast, now):
    for _ in range(5):
        queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "miss", "A001")
    queue.act(db, cast.clerk1, now, "restore", "A001")
    order = [queue.call(db, cast.clerk1, now, 1, finish=True).ticket for _ in range(5)]
    assert order.index("A001") in (2, 3)


def test_the_whole_life_of_a_ticket(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    assert queue.act(db, cast.clerk1, now, "recall", "A001").state == "called"
    assert queue.act(db, cast.clerk1, now + timedelta(minutes=1), "start", "A001").state == "serving"
    assert queue.act(db, cast.clerk1, now + timedelta(minutes=9), "finish", "A001").state == "finished"
    with pytest.raises(Refused):
        queue.act(db, cast.clerk1, now, "start", "A001")


def test_a_transfer_keeps_the_first_officer_and_the_place(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    assert queue.transfer(db, cast.clerk1, now, "A001", to_line="B").state == "waiting"
    assert queue.transfer(db, cast.clerk1, now, "A001", to_counter=2).state == "called"
    line = queue_views.day(db, cast.head, now.date())[0]
    assert (line.counter, line.line) == (2, "B")


def test_who_is_sent_a_waiting_visitor_is_the_first_officer(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    counters.change(db, cast.clerk2, now, "open", 2)
    queue.transfer(db, cast.clerk1, now, "A001", to_counter=2)
    with db.read("queue.read", cast.head) as session:
        assert session.get_one(Ticket, 1).first_officer_id == cast.clerk2.officer_id


def test_a_ticket_finished_by_the_next_call_was_served_from_its_call_on(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    queue.call(db, cast.clerk1, now + timedelta(minutes=7), 1, finish=True)
    with db.read("queue.read", cast.head) as session:
        ticket = session.get_one(Ticket, 1)
    assert ticket.finished_at - ticket.started_at == timedelta(minutes=7)


@pytest.mark.parametrize(
    ("line", "extra", "code"),
    [
        ("Z", {}, "queue.line_unknown"),
        ("A", {"priority": "king"}, "queue.priority_unknown"),
        ("A", {"person_id": 999}, "queue.person_unknown"),
    ],
)
def test_a_wrong_field_takes_no_number(db, cast, now, line, extra, code):
    with pytest.raises((Refused, NotFound)) as refusal:
        queue.take(db, cast.clerk1, now, line, **extra)
    assert refusal.value.code == code
    assert queue_views.day(db, cast.head, now.date()) == ()


def test_a_ticket_belongs_to_its_day(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    tomorrow = now + timedelta(days=1)
    with pytest.raises(NotFound):
        queue.act(db, cast.clerk1, tomorrow, "abandon", "A001")
    assert queue.take(db, cast.clerk1, tomorrow, "A").ticket == "A001"


def test_a_pause_has_a_reason_and_every_act_stands_in_the_chain(db, cast, now):
    """Without one it is the station's first, which the head sets; a blank one is none."""
    with pytest.raises(Refused, match=r"counter\.pause_reason"):
        counters.change(db, cast.clerk1, now, "pause", 1, " ")
    assert counters.change(db, cast.clerk1, now, "pause", 1).reason == counters.pause_reasons(db, cast.clerk1)[0] == "午间轮休"
    counters.set_pause_reasons(db, cast.head, now, ["去县里送件", "开会"])
    assert counters.change(db, cast.clerk1, now, "pause", 1).reason == "去县里送件"
    assert counters.change(db, cast.clerk1, now, "pause", 1, "午间轮休").state == "paused"
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok
