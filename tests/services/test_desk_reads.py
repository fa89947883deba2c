"""What the frame, the panel and the Queue page read, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.errors import Refused
from app.services import cases, counters, frame, items, queue, serving
from app.services.cases import CaseForm
from app.services.wizard_queue import put_counters, put_lines
from db.models import Appointment
from tests.services.people import register


@pytest.fixture
def person(db, cast, now) -> int:
    return register(db, cast.clerk1, now)


def booked(db, cast, now, person_id):
    """An appointment for an item, checked in a quarter of an hour ago and called five minutes ago."""
    with db.read("item.read", cast.clerk1) as session:
        from db import queries

        item_id = next(row.id for row in queries.finding.item_names(session) if row.code == "LHSB")
        line_id = queries.queue.line_by_letter(session, "A").id
    with db.write("appointment.make", cast.clerk1, now) as unit:
        unit.add(
            Appointment(
                code="Y01",
                person_id=person_id,
                line_id=line_id,
                item_id=item_id,
                at=now,
                business_date=date(2026, 10, 9),
                state="booked",
                made_at=now,
            )
        )
    queue.take(db, cast.clerk1, now - timedelta(minutes=15), "A", appointment="Y01")
    return queue.call(db, cast.clerk1, now - timedelta(minutes=5), 1)


def test_the_board_says_who_is_here_for_what_and_what_to_bring(db, cast, now, person):
    booked(db, cast, now, person)
    board = serving.board(db, cast.clerk1, now, 1)
    present = board.present
    assert (present.ticket, present.waited_minutes, present.calls) == ("A001", 10, 1)
    assert present.errand.is_item and present.errand.promised_days == 10 and present.errand.materials
    assert present.brief.name == "张淑芬"


def test_a_ticket_without_an_appointment_came_for_its_line(db, cast, now):
    queue.take(db, cast.clerk1, now, "B")
    queue.call(db, cast.clerk1, now, 1)
    errand = serving.board(db, cast.clerk1, now, 1).present.errand
    assert (errand.name, errand.is_item) == ("登记认定", False)


def test_the_waiting_ones_stand_in_the_order_of_the_calls_with_how_long_and_why(db, cast, now):
    queue.take(db, cast.clerk1, now - timedelta(minutes=9), "A")
    queue.take(db, cast.clerk1, now - timedelta(minutes=4), "A", priority="elderly")
    board = serving.board(db, cast.clerk1, now, 1)
    assert [(row.ticket, row.minutes) for row in board.waiting] == [("A002", 4), ("A001", 9)]
    assert board.longest_minutes == 9 and board.waiting[0].why.startswith("老年人优先")


def test_what_the_counter_did_today_is_counted_with_its_average(db, cast, now):
    for start in (30, 20):
        begun = now - timedelta(minutes=start)
        ticket = queue.take(db, cast.clerk1, begun, "A").ticket
        queue.call(db, cast.clerk1, begun, 1)
        queue.act(db, cast.clerk1, begun + timedelta(minutes=6), "finish", ticket)
    board = serving.board(db, cast.clerk1, now, 1)
    assert (board.handled, board.average_minutes) == (2, 6)


def test_a_brief_names_the_nearest_case_and_who_received_them_last(db, cast, now, person):
    before = now - timedelta(days=2)
    ticket = queue.take(db, cast.clerk2, before, "A", person_id=person).ticket
    queue.call(db, cast.clerk2, before, 2)
    queue.act(db, cast.clerk2, before, "finish", ticket, on=before.date())
    cases.open_case(db, cast.clerk1, now, CaseForm("JYKN", person))
    known = serving.brief(db, cast.clerk1, now, person)
    assert (known.last_day, known.last_officer) == (date(2026, 10, 7), "李晓燕")
    assert known.case.item_name == items.guide(db, cast.clerk1, "JYKN").item.name


def test_the_frame_tells_the_counter_its_ticket_and_what_waits(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    here = frame.read(db, cast.clerk1, now, 1).counter
    assert (here.ticket, here.state, here.waiting, here.calls) == ("A001", "open", 1, 1)


def test_who_may_not_call_has_no_counter_and_no_number_of_cases(db, cast, now):
    facts = frame.read(db, cast.admin, now, 1)
    assert facts.counter is None and (facts.pressing, facts.notices) == (0, 0)


def test_the_pulse_moves_with_every_audited_act(db, cast, now):
    before = frame.pulse(db)
    queue.take(db, cast.clerk1, now, "A")
    assert frame.pulse(db) == before + 1


def test_lines_and_counters_are_made_as_they_are_written(db, cast, now):
    put_lines(db, cast.admin, now, "A 就业登记\nD 咨询")
    put_counters(db, cast.admin, now, "一号\n二号\n三号")
    assert [facts.name for facts in counters.listing(db, cast.clerk1)] == ["一号", "二号", "三号"]
    assert queue.take(db, cast.clerk1, now, "D").ticket == "D001"
    assert queue.call(db, cast.clerk1, now, 3).ticket == "D001"
    with pytest.raises(Exception, match=r"queue\.line_unknown"):
        queue.take(db, cast.clerk1, now, "B")


@pytest.mark.parametrize("text", ["", "就业登记", "A 一\na 二"])
def test_lines_that_cannot_be_read_change_nothing(db, cast, now, text):
    with pytest.raises(Refused):
        put_lines(db, cast.admin, now, text)
    assert queue.take(db, cast.clerk1, now, "C").ticket == "C001"
