"""Hold, take back, lapse, retry: what happens to a ticket beside the straight way, on both databases."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from app.domain.errors import Refused
from app.domain.queueing import TicketAction
from app.services import audits, duties, inquiries, lost_tickets, presence, profiles, queue, queue_lapse, queue_replay, queue_views
from app.services.audits import AuditFilter
from app.services.inquiries import InquiryForm
from db.models import Ticket
from db.queries import queue_lost
from tests.dbfixtures import NOW


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def taken(db, cast, now, count, line="A", **extra):
    return [queue.take(db, cast.clerk1, now, line, **extra).ticket for _ in range(count)]


def states(db, cast, now):
    return {t.ticket: t.state for t in queue_views.day(db, cast.head, now.date())}


def row(db, cast, code):
    with db.read("queue.read", cast.head) as session:
        return session.query(Ticket).filter_by(code=code).one()


def exact(db, cast):
    return queue_replay.check(db, cast.head).exact


# hold


def test_a_held_ticket_frees_its_counter_and_its_time_is_nobody_s(db, cast, now):
    taken(db, cast, now, 2)
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "start", "A001")
    assert queue.hold(db, cast.clerk1, now + minutes(5), "A001", "no_papers").state == "held"
    assert row(db, cast, "A001").hold_reason == "no_papers"
    assert queue.call(db, cast.clerk1, now + minutes(6), 1).ticket == "A002"
    queue.act(db, cast.clerk1, now + minutes(7), "finish", "A002")
    assert queue.resume(db, cast.clerk1, now + minutes(35), "A001").state == "serving"
    queue.act(db, cast.clerk1, now + minutes(38), "finish", "A001")
    ticket = row(db, cast, "A001")
    assert (ticket.served_seconds, ticket.held_seconds, ticket.hold_reason) == (480, 1800, "")
    shown = next(one.for_lists() for one in queue_views.day(db, cast.clerk1, now.date()) if one.ticket == "A001")
    assert (shown["waited_seconds"], shown["served_seconds"], shown["held_seconds"]) == (0, 480, 1800)
    assert not {"person", "person_id", "officer"} & shown.keys()


def test_a_hold_without_one_of_the_three_reasons_changes_nothing(db, cast, now):
    taken(db, cast, now, 1)
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "start", "A001")
    with pytest.raises(Refused) as refusal:
        queue.hold(db, cast.clerk1, now, "A001", "lunch")
    assert refusal.value.code == "queue.hold_reason"
    assert states(db, cast, now) == {"A001": "serving"}


def test_a_busy_counter_cannot_go_on_with_a_held_ticket_but_another_can(db, cast, now):
    taken(db, cast, now, 2)
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "start", "A001")
    queue.hold(db, cast.clerk1, now, "A001", "other_step")
    queue.call(db, cast.clerk1, now, 1)
    with pytest.raises(Refused, match=r"queue\.counter_busy"):
        queue.resume(db, cast.clerk1, now, "A001")
    queue.resume(db, cast.clerk2, now, "A001", at=2)
    ticket = row(db, cast, "A001")
    assert (ticket.counter_id, ticket.officer_id, ticket.first_officer_id) == (2, cast.clerk2.officer_id, cast.clerk1.officer_id)


# taking back


def test_a_call_that_is_taken_back_leaves_no_trace_in_the_queue(db, cast, now):
    taken(db, cast, now, 1)
    taken(db, cast, now, 1, priority="elderly")
    before = row(db, cast, "A002")
    assert queue.call(db, cast.clerk1, now, 1).ticket == "A002"
    assert queue.undo(db, cast.clerk1, now + minutes(1), 1).state == "waiting"
    after = row(db, cast, "A002")
    kept = ("place", "lane", "called_at", "counter_id", "officer_id", "first_officer_id", "calls", "waited_seconds")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert queue.call(db, cast.clerk1, now + minutes(2), 1).why == "老年人优先（已连续优先 1 位，上限 3 位）"
    assert exact(db, cast)


def test_a_minute_later_nothing_is_taken_back(db, cast, now):
    taken(db, cast, now, 1)
    queue.call(db, cast.clerk1, now, 1)
    with pytest.raises(Refused, match=r"queue\.undo_late"):
        queue.undo(db, cast.clerk1, now + timedelta(seconds=61), 1)


@pytest.mark.parametrize(("verb", "back"), [("finish", "serving"), ("miss", "called")])
def test_a_finish_or_a_miss_is_taken_back_to_what_it_was(db, cast, now, verb, back):
    taken(db, cast, now, 1)
    queue.call(db, cast.clerk1, now, 1)
    if verb == "finish":
        queue.act(db, cast.clerk1, now, "start", "A001")
    queue.act(db, cast.clerk1, now, verb, "A001")
    assert queue.undo(db, cast.clerk1, now + timedelta(seconds=30), 1).state == back
    assert (row(db, cast, "A001").finished_at, row(db, cast, "A001").counter_id) == (None, 1)


def test_the_next_call_is_taken_back_before_the_finish_that_came_with_it(db, cast, now):
    taken(db, cast, now, 2)
    queue.call(db, cast.clerk1, now, 1)
    queue.call(db, cast.clerk1, now, 1, finish=True)
    assert queue.undo(db, cast.clerk1, now, 1).ticket == "A002"
    assert queue.undo(db, cast.clerk1, now, 1).ticket == "A001"
    assert states(db, cast, now) == {"A001": "serving", "A002": "waiting"}
    assert exact(db, cast)


def test_a_double_click_takes_back_one_act(db, cast, now):
    taken(db, cast, now, 2)
    queue.call(db, cast.clerk1, now, 1)
    queue.call(db, cast.clerk1, now, 1, finish=True)
    first = queue.undo(db, cast.clerk1, now, 1, request="u1")
    assert queue.undo(db, cast.clerk1, now, 1, request="u1") == first
    assert states(db, cast, now) == {"A001": "finished", "A002": "waiting"}


def test_there_is_nothing_to_take_back_at_a_counter_that_did_nothing(db, cast, now):
    with pytest.raises(Refused, match=r"queue\.nothing_to_undo"):
        queue.undo(db, cast.clerk1, now, 1)


def test_who_was_received_already_is_not_sent_back(db, cast, now):
    taken(db, cast, now, 1)
    queue.call(db, cast.clerk1, now, 1)
    inquiries.record(db, cast.clerk1, now, InquiryForm(topic="社保补贴", answer="已告知", ticket="A001"))
    with pytest.raises(Refused, match=r"queue\.undo_recorded"):
        queue.undo(db, cast.clerk1, now, 1)


def test_a_started_ticket_is_not_un_called(db, cast, now):
    taken(db, cast, now, 1)
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "start", "A001")
    with pytest.raises(Refused, match=r"ticket\.move"):
        queue.undo(db, cast.clerk1, now, 1)


# lapse


def test_a_call_of_a_dead_counter_goes_back_to_its_place_before_another_calls(db, cast, now):
    taken(db, cast, now, 3)
    queue.call(db, cast.clerk1, now, 1)
    assert queue.call(db, cast.clerk2, now + minutes(6), 2).ticket == "A001"
    ticket = row(db, cast, "A001")
    assert (ticket.counter_id, ticket.first_officer_id) == (2, cast.clerk2.officer_id)
    (entry,) = audits.listing(db, cast.head, AuditFilter(action="queue.lapse")).rows
    assert (entry.actor, entry.subject) == ("system", f"ticket:{ticket.id}")
    assert exact(db, cast)


def test_the_calling_counter_itself_is_alive_and_keeps_its_ticket(db, cast, now):
    taken(db, cast, now, 2)
    queue.call(db, cast.clerk1, now, 1)
    with pytest.raises(Refused, match=r"queue\.counter_busy"):
        queue.call(db, cast.clerk1, now + minutes(20), 1)


def test_a_seat_that_gives_signs_of_life_keeps_its_ticket(db, cast, now):
    taken(db, cast, now, 2)
    queue.call(db, cast.clerk1, now, 1)
    presence.beat(db, cast.clerk1, now + minutes(5), "desk-1", 1)
    assert queue_lapse.run(db, now + minutes(9)) == 0
    presence.leave(db, "desk-1")
    assert queue_lapse.run(db, now + minutes(11)) == 1
    assert states(db, cast, now) == {"A001": "waiting", "A002": "waiting"}


def test_a_recall_is_a_sign_of_life(db, cast, now):
    taken(db, cast, now, 1)
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now + minutes(4), "recall", "A001")
    assert queue_lapse.run(db, now + minutes(8)) == 0
    assert queue_lapse.run(db, now + minutes(10)) == 1


def test_the_duties_do_it_with_no_desk_on_and_do_it_once(db, cast, now):
    taken(db, cast, now, 1)
    queue.call(db, cast.clerk1, now, 1)
    assert duties.run(db, now + minutes(6)).tickets_lapsed == 1
    assert duties.run(db, now + minutes(6)).tickets_lapsed == 0


def test_how_long_a_counter_may_be_silent_is_a_rule_of_the_place(db, cast, now):
    profiles.override(db, cast.head, now, "lapse_minutes", 15)
    taken(db, cast, now, 1)
    queue.call(db, cast.clerk1, now, 1)
    assert (queue_lapse.run(db, now + minutes(14)), queue_lapse.run(db, now + minutes(16))) == (0, 1)


def test_who_is_being_served_stays_and_is_shown_to_the_head(db, cast, now):
    taken(db, cast, now, 1)
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "start", "A001")
    presence.beat(db, cast.clerk1, now, "desk-1", 1)
    assert lost_tickets.lost(db, cast.head, now + minutes(4)) == ()
    later = now + minutes(6)
    assert queue_lapse.run(db, later) == 0
    (found,) = lost_tickets.lost(db, cast.head, later)
    assert (found.ticket, found.counter, found.officer, found.seen_at) == ("A001", 1, cast.clerk1.name, now)
    tomorrow = now + minutes(24 * 60)
    duties.run(db, tomorrow)
    assert [one.ticket for one in lost_tickets.lost(db, cast.head, tomorrow)] == ["A001"]


def test_the_day_s_end_expires_all_but_who_is_being_served(db, cast, now):
    taken(db, cast, now, 5)
    for verb in ("start", "miss"):
        queue.call(db, cast.clerk1, now, 1, finish=verb == "miss")
        queue.act(db, cast.clerk1, now, verb, "A001" if verb == "start" else "A002")
    queue.call(db, cast.clerk1, now, 1)
    queue.call(db, cast.clerk2, now, 2)
    queue.act(db, cast.clerk2, now, "start", "A004")
    assert duties.run(db, now + minutes(24 * 60)).tickets_expired == 3
    assert states(db, cast, now) == {"A001": "finished", "A002": "expired", "A003": "expired", "A004": "serving", "A005": "expired"}


# the same request twice


def at_once(*acts):
    """Run acts at the same moment in threads; the answers, or what they raised."""
    barrier, answers = Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        barrier.wait()
        try:
            answers[place] = act()
        except Exception as error:  # noqa: BLE001 - shown by the comparison
            answers[place] = error

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_the_same_request_at_the_same_moment_takes_one_number(db, cast, now):
    answers = at_once(*[lambda: queue.take(db, cast.clerk1, now, "A", request="k1")] * 4)
    assert answers == [answers[0]] * 4
    assert states(db, cast, now) == {"A001": "waiting"}


def test_the_same_request_at_the_same_moment_calls_once(db, cast, now):
    taken(db, cast, now, 3)
    answers = at_once(*[lambda: queue.call(db, cast.clerk1, now, 1, request="c1")] * 4)
    assert answers == [answers[0]] * 4
    assert sorted(states(db, cast, now).values()) == ["called", "waiting", "waiting"]


def test_a_request_that_was_refused_may_be_made_again(db, cast, now):
    with pytest.raises(Refused):
        queue.take(db, cast.clerk1, now, "A", priority="king", request="k1")
    assert queue.take(db, cast.clerk1, now, "A", request="k1").ticket == "A001"


def test_a_key_of_another_act_is_refused(db, cast, now):
    queue.take(db, cast.clerk1, now, "A", request="k1")
    with pytest.raises(Refused, match=r"queue\.request_reused"):
        queue.call(db, cast.clerk1, now, 1, request="k1")


def test_two_that_send_a_visitor_to_one_counter_at_the_same_moment_do_not_both_succeed(db, cast, now):
    taken(db, cast, now, 2)
    acts = [lambda code=code: queue.transfer(db, cast.head, now, code, to_counter=2).ticket for code in ("A001", "A002")]
    answers = at_once(*acts)
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "str"]


# many counters at once


def test_the_audit_played_through_the_rule_calls_the_same_tickets(db, cast, now):
    """Two counters and one machine for numbers work at the same time; whatever order they came in, it was the rule's."""
    taken(db, cast, now, 6)
    taken(db, cast, now, 4, line="B", priority="elderly")
    called = []

    def serve(clerk, number):
        for _ in range(8):
            called.append(queue.call(db, clerk, now, number, finish=True).ticket)

    def give():
        for place in range(10):
            queue.take(db, cast.head, now, "ABC"[place % 3], priority="veteran" if place % 4 == 0 else None)

    answers = at_once(lambda: serve(cast.clerk1, 1), lambda: serve(cast.clerk2, 2), give)
    assert answers == [None, None, None]
    found = queue_replay.check(db, cast.head)
    # a counter that is faster than the machine for numbers may find nobody waiting; ten were there before
    served = [ticket for ticket in called if ticket]
    assert len(served) == len(set(served)) >= 10
    assert (found.exact, found.calls) == (True, len(served))


@pytest.mark.parametrize(
    "statement",
    [queue_lost._BUSY_AND_LOST.statement, queue_lost._left_open(NOW.date()).limit(1), queue_lost._serving_and_lost(NOW.date(), NOW)],
)
def test_what_looks_for_tickets_nobody_moves_reads_an_index_of_open_ones_not_all_there_ever_were(sqlite_db, statement):
    """The first runs under the write lock at every call."""
    with sqlite_db.engine.connect() as connection:
        made = statement.compile(connection)
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {made}", (None,) * len(made.positiontup))]
    read = next(step for step in plan if " ticket" in step)
    assert "uq_ticket_at_counter" in read or "ix_ticket_open" in read, plan


def test_nothing_lost_asks_for_no_write_lock_and_a_lapse_writes_one_ticket(db, cast, now, monkeypatch):
    taken(db, cast, now, 40)
    queue.call(db, cast.clerk1, now, 1)
    written = []
    real = type(db).write

    def counted(self, action, *rest):
        written.append(action)
        return real(self, action, *rest)

    monkeypatch.setattr(type(db), "write", counted)
    assert queue_lapse.run(db, now + minutes(4)) == 0
    assert written == []
    assert queue_lapse.run(db, now + minutes(6)) == 1
    assert written == ["queue.lapse"]
    (entry,) = audits.listing(db, cast.head, AuditFilter(action="queue.lapse")).rows
    changed = {field.record for field in audits.detail(db, cast.head, entry.seq).fields}
    assert changed == {entry.subject}
    assert states(db, cast, now)["A001"] == "waiting"


def _trail(db, cast):
    """What the entries alone say: the state and calls of every ticket, and the number of the last entry."""
    told, last = {}, 0
    with db.read("audit.read", cast.head) as session:
        for entry in queue_replay.entries(session):
            last = entry.seq
            for ticket, after in entry.tickets.items():
                told.setdefault(ticket, {}).update({name: after[name] for name in ("state", "calls") if name in after})
    return last, {ticket: (one["state"], one.get("calls") or 0) for ticket, one in told.items()}


def _table(db, cast):
    with db.read("queue.read", cast.head) as session:
        return {ticket.id: (ticket.state, ticket.calls) for ticket in session.query(Ticket)}


def test_every_move_of_the_table_stands_in_the_trail_by_itself(db, cast, now):
    taken(db, cast, now, 4)
    clerk, at = cast.clerk1, now + minutes(1)
    act = lambda verb, ticket: lambda: queue.act(db, clerk, at, verb, ticket)  # noqa: E731
    call, undo = (lambda: queue.call(db, clerk, at, 1)), (lambda: queue.undo(db, clerk, at, 1))
    steps = {
        "call": [call],
        "recall": [act("recall", "A001")],
        "undo": [undo, call],
        "start": [act("start", "A001")],
        "hold": [lambda: queue.hold(db, clerk, at, "A001", "no_papers")],
        "resume": [lambda: queue.resume(db, clerk, at, "A001")],
        "finish": [act("finish", "A001"), undo],
        "transfer": [
            lambda: queue.transfer(db, clerk, at, "A001", to_line="B"),
            lambda: queue.transfer(db, clerk, at, "A002", to_counter=1),
        ],
        "miss": [act("miss", "A002"), undo, act("miss", "A002")],
        "restore": [act("restore", "A002")],
        "abandon": [act("abandon", "A003"), call],
        "lapse": [lambda: queue_lapse.run(db, at + minutes(30))],
        "expire": [lambda: queue_lapse.expire(db, at + timedelta(days=1))],
    }
    assert set(steps) == set(TicketAction)
    for action, ways in steps.items():
        for way in ways:
            before, _ = _trail(db, cast)
            way()
            last, told = _trail(db, cast)
            assert last > before, action
            assert told == _table(db, cast), action
    assert {state for state, _ in _table(db, cast).values()} == {"expired", "abandoned"}
