"""The queue played again: a ticket whose beginning is not there is told, except where nothing of it concerns the rule."""

from __future__ import annotations

from app.domain.queue_replay import QueueEntry, replay

BEGUN = {"line_id": 1, "business_date": "2026-10-09", "place": 1 << 20, "lane": 0, "restored": False, "state": "waiting"}
RULE = [3, 0, [[1, 1]]]


def test_a_ticket_that_came_out_of_nowhere_is_told():
    found = replay([QueueEntry(1, "queue.call", {7: {"state": "called", "rule": RULE}})])
    assert (found.unknown, found.exact) == ({7}, False)


def test_what_was_asked_at_an_old_ticket_concerns_no_rule():
    assert replay([QueueEntry(1, "queue.item", {7: {"item_id": 3}})]).exact


def test_a_begun_ticket_is_called_by_the_rule_and_another_one_instead_deviates():
    behind = {**BEGUN, "place": 2 << 20}
    begun = [QueueEntry(1, "demo.make", {7: BEGUN}), QueueEntry(2, "queue.take", {8: behind})]
    assert replay([*begun, QueueEntry(3, "queue.call", {7: {"state": "called", "rule": RULE}})]).exact
    (wrong,) = replay([*begun, QueueEntry(3, "queue.call", {8: {"state": "called", "rule": RULE}})]).deviations
    assert (wrong.seq, wrong.called, wrong.expected) == (3, 8, 7)
