"""Several items in one visit, the one-visit flag, and what the day was like by line and hour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import Refused
from app.domain.queue_figures import nearest_rank
from app.services import audits, queue, queue_items, queue_stats
from app.services.audits import AuditFilter
from db.models import Ticket


def minutes(count):
    return timedelta(minutes=count)


def test_a_visitor_goes_on_with_another_item_without_a_new_number(db, cast, now):
    queue.take(db, cast.clerk1, now, "A", item="JYKN")
    with pytest.raises(Refused, match=r"queue\.item_not_here"):
        queue_items.switch(db, cast.clerk1, now, "A001", "SYDJ")
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "start", "A001")
    queue_items.switch(db, cast.clerk1, now, "A001", "JYKN")
    items = queue_items.switch(db, cast.clerk1, now + minutes(8), "A001", "sydj")
    assert [(one.code, one.counter, one.officer, one.ended_at) for one in items] == [
        ("JYKN", None, "", now),
        ("JYKN", 1, cast.clerk1.name, now + minutes(8)),
        ("SYDJ", 1, cast.clerk1.name, None),
    ]
    assert items == queue_items.listing(db, cast.head, "A001", now.date())
    assert [entry.subject for entry in audits.listing(db, cast.head, AuditFilter(action="queue.item")).rows] == ["ticket:1"] * 2
    with pytest.raises(Refused, match=r"queue\.item_already"):
        queue_items.switch(db, cast.clerk1, now, "A001", "SYDJ")


def test_the_finish_says_whether_one_visit_was_enough_and_taking_it_back_keeps_it(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "finish", "A001", one_visit=True)
    with db.read("queue.read", cast.head) as session:
        assert session.get_one(Ticket, 1).one_visit is True


def test_the_figures_of_an_hour_leave_held_time_out_and_name_nobody(db, cast, now):
    for line, wait in (("A", 2), ("A", 6), ("A", 10), ("B", 3)):
        taken = queue.take(db, cast.clerk1, now, line)
        at = now + minutes(wait)
        queue.transfer(db, cast.clerk1, at, taken.ticket, to_counter=1)
        queue.act(db, cast.clerk1, at, "start", taken.ticket)
        if wait == 6:
            queue.hold(db, cast.clerk1, at + minutes(1), taken.ticket, "no_papers")
            queue.resume(db, cast.clerk1, at + minutes(31), taken.ticket)
            at += minutes(30)
        queue.act(db, cast.clerk1, at + minutes(4), "finish", taken.ticket)
    queue.take(db, cast.clerk1, now, "A")
    queue.act(db, cast.clerk1, now, "abandon", "A004")
    queue.take(db, cast.clerk1, now + minutes(60), "A")
    first, second, third = queue_stats.hours(db, cast.head, now.date())
    assert (first.line, first.hour, first.taken, first.called, first.served, first.left) == ("A", 9, 4, 3, 3, 1)
    assert (first.wait_median, first.wait_p90, first.service_median, first.service_total, first.held_total) == (360, 600, 240, 720, 1800)
    assert (second.line, second.wait_median, third.hour, third.wait_median) == ("B", 180, 10, None)


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([], 50, None), ([7], 50, 7), ([1, 2], 50, 1), ([3, 1, 2], 50, 2), (list(range(1, 11)), 90, 9), (list(range(1, 12)), 90, 10)],
)
def test_a_rank_is_one_of_the_values(values, percent, expected):
    assert nearest_rank(values, percent) == expected
