"""Appointments made by officers and turned into tickets, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.clock import parse_moment
from app.domain.errors import Conflict, Refused
from app.services import appointments, duties, person_pages, person_trail, persons, profiles, queue, queue_views
from app.services.appointments import AppointmentForm
from app.services.persons import PersonForm
from db.models import Ticket
from tests.services.test_queue_life import at_once

MONDAY = parse_moment("2026-10-12T14:00")


@pytest.fixture
def visitor(db, cast, now):
    return persons.add(db, cast.clerk1, now, PersonForm(name="章玥瑶", id_number="232701199003074524")).id


@pytest.fixture
def code(db, cast, now, visitor):
    return appointments.make(db, cast.clerk1, now, AppointmentForm(visitor, MONDAY, "B", note="带社保卡"))


def state_of(db, cast, code):
    return next(one.state for one in appointments.listing(db, cast.clerk1, on=MONDAY.date()) if one.code == code)


def test_an_appointment_has_a_code_and_stands_in_the_day_s_list(db, cast, code, visitor):
    (line,) = appointments.listing(db, cast.clerk1, on=MONDAY.date())
    assert (line.code, line.at, line.line, line.person_id, line.state) == ("YY20261012-001", MONDAY, "B", visitor, "booked")
    assert (line.officer, line.note, line.ticket) == (cast.clerk1.name, "带社保卡", None)


def test_checking_in_makes_a_ticket_that_goes_first_and_shows_as_booked(db, cast, code):
    queue.take(db, cast.clerk1, MONDAY, "B")
    taken = queue.check_in(db, cast.clerk1, MONDAY - timedelta(minutes=10), code)
    called = queue.call(db, cast.clerk1, MONDAY, 1)
    assert (called.ticket, called.why) == (taken.ticket, "预约优先（已连续优先 1 位，上限 3 位）")
    line = next(one for one in queue_views.day(db, cast.head, MONDAY.date()) if one.ticket == taken.ticket)
    assert (line.booked_for, line.person) == (MONDAY, "章玥瑶")
    assert state_of(db, cast, code) == "checked_in"


def test_a_place_may_let_booked_visitors_wait_with_the_others(db, cast, now, code):
    profiles.override(db, cast.head, now, "appointment_first", False)
    queue.take(db, cast.clerk1, MONDAY, "B")
    queue.check_in(db, cast.clerk1, MONDAY, code)
    assert queue.call(db, cast.clerk1, MONDAY, 1).ticket == "B001"


def test_one_open_ticket_each_and_a_new_one_when_it_was_given_up(db, cast, code):
    first = queue.check_in(db, cast.clerk1, MONDAY, code)
    with pytest.raises(Refused) as refusal:
        queue.take(db, cast.clerk1, MONDAY, "B", appointment=code)
    assert (refusal.value.code, refusal.value.params["existing"]) == ("queue.appointment_taken", first.ticket)
    queue.act(db, cast.clerk1, MONDAY, "abandon", first.ticket)
    second = queue.take(db, cast.clerk1, MONDAY, appointment=code)
    assert (second.ticket, second.ticket_id != first.ticket_id) == ("B002", True)


def test_who_was_served_does_not_check_in_again(db, cast, code):
    queue.check_in(db, cast.clerk1, MONDAY, code)
    queue.call(db, cast.clerk1, MONDAY, 1)
    queue.act(db, cast.clerk1, MONDAY, "finish", "B001")
    with pytest.raises(Refused, match=r"queue\.appointment_taken"):
        queue.check_in(db, cast.clerk1, MONDAY, code)


def test_two_desks_check_in_at_the_same_moment_and_one_ticket_is_there(db, cast, code):
    answers = at_once(*[lambda: queue.check_in(db, cast.clerk1, MONDAY, code)] * 3)
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    assert all(isinstance(answer, queue.Taken | Refused | Conflict) for answer in answers)
    assert len(queue_views.day(db, cast.head, MONDAY.date())) == 1


def test_the_same_request_checks_in_once(db, cast, code):
    first = queue.check_in(db, cast.clerk1, MONDAY, code, request="r1")
    assert queue.check_in(db, cast.clerk1, MONDAY, code, request="r1") == first


def test_a_ticket_that_expired_does_not_keep_its_visitor_from_the_day(db, cast, code):
    """The index that holds one open ticket an appointment lets go of what is over."""
    queue.check_in(db, cast.clerk1, MONDAY, code)
    duties.run(db, MONDAY + timedelta(days=1))
    with db.read("queue.read", cast.head) as session:
        assert session.get_one(Ticket, 1).state == "expired"
    with pytest.raises(Refused, match=r"appointment\.late"):
        queue.check_in(db, cast.clerk1, MONDAY + timedelta(days=1), code)


def test_one_a_day_also_when_two_desks_book_at_the_same_moment(db, cast, now, visitor):
    form = AppointmentForm(visitor, MONDAY, "A")
    answers = at_once(*[lambda: appointments.make(db, cast.clerk1, now, form)] * 3)
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "Refused", "str"]


def people(db, cast, now, count):
    return [persons.add(db, cast.clerk1, now, PersonForm(name=f"练习{serial}")).id for serial in range(count)]


def test_two_officers_take_the_last_place_of_a_slot_at_once_and_one_gets_it(db, cast, now):
    profiles.override(db, cast.head, now, "appointments_per_slot", 1)
    one, two = people(db, cast, now, 2)
    wanted = [(cast.clerk1, one, MONDAY), (cast.clerk2, two, MONDAY + timedelta(minutes=29))]
    answers = at_once(*(lambda a=a, p=p, at=at: appointments.make(db, a, now, AppointmentForm(p, at, "B")) for a, p, at in wanted))
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "str"]
    refused = next(answer for answer in answers if isinstance(answer, Refused))
    assert (refused.code, refused.params["begins"], refused.params["ends"]) == ("appointment.slot_full", "14:00", "14:30")
    assert len(appointments.listing(db, cast.clerk1, on=MONDAY.date())) == 1


def test_a_full_slot_leaves_the_next_one_and_other_lines_free_and_a_cancellation_frees_it(db, cast, now):
    profiles.override(db, cast.head, now, "appointments_per_slot", 1)
    one, two, three, four = people(db, cast, now, 4)
    first = appointments.make(db, cast.clerk1, now, AppointmentForm(one, MONDAY, "B"))
    for person, at, line in ((two, MONDAY + timedelta(minutes=30), "B"), (three, MONDAY, "A")):
        appointments.make(db, cast.clerk1, now, AppointmentForm(person, at, line))
    with pytest.raises(Refused, match=r"appointment\.slot_full"):
        appointments.make(db, cast.clerk1, now, AppointmentForm(four, MONDAY, "B"))
    appointments.cancel(db, cast.clerk1, now, first)
    appointments.make(db, cast.clerk1, now, AppointmentForm(four, MONDAY, "B"))


def test_booking_and_taking_a_number_for_one_person_do_not_wait_crosswise(db, cast, now, visitor):
    """Both lock the line first; locked the other way round, the two of them would stand for ever."""
    acts = [lambda: appointments.make(db, cast.clerk1, now, AppointmentForm(visitor, MONDAY, "A"))]
    acts += [lambda: queue.take(db, cast.clerk2, now, "A", person_id=visitor)] * 3
    assert [type(answer).__name__ for answer in at_once(*acts)] == ["str", "Taken", "Taken", "Taken"]


def test_a_no_show_stands_on_the_person_s_record(db, cast, now, code, visitor):
    assert duties.run(db, MONDAY + timedelta(minutes=31)).no_shows == 1
    assert person_pages.show(db, cast.clerk1, MONDAY, visitor).no_shows == 1
    assert person_pages.show(db, cast.clerk1, MONDAY + timedelta(days=91), visitor).no_shows == 0
    said = [
        (c.label, c.said_before, c.said_after)
        for line in person_trail.trail(db, cast.head, visitor)
        for c in line.changes
        if c.area == "预约"
    ]
    assert ("状态", "已预约", "爽约") in said
    assert ("预约时间", "", "2026-10-12 14:00") in said


def test_a_cancelled_one_makes_room_for_another(db, cast, now, code, visitor):
    assert appointments.cancel(db, cast.clerk1, now, code, "改天再来") == "cancelled"
    appointments.make(db, cast.clerk1, now, AppointmentForm(visitor, MONDAY, "B"))
    with pytest.raises(Refused, match=r"appointment\.move_final"):
        queue.check_in(db, cast.clerk1, MONDAY, code)


def test_who_did_not_come_is_recorded_by_the_duties_and_three_times_is_enough(db, cast, now, visitor):
    profiles.override(db, cast.head, now, "appointments_per_day", 5)
    for hour in range(3):
        appointments.make(db, cast.clerk1, now, AppointmentForm(visitor, MONDAY + timedelta(hours=hour), "A"))
    evening = MONDAY + timedelta(hours=5)
    assert duties.run(db, MONDAY + timedelta(minutes=30)).no_shows == 0
    assert (duties.run(db, evening).no_shows, duties.run(db, evening).no_shows) == (3, 0)
    with pytest.raises(Refused, match=r"appointment\.no_shows"):
        appointments.make(db, cast.clerk1, evening, AppointmentForm(visitor, MONDAY + timedelta(days=2), "A"))


def test_a_day_that_is_not_worked_is_not_booked(db, cast, now, visitor):
    with pytest.raises(Refused, match=r"appointment\.closed"):
        appointments.make(db, cast.clerk1, now, AppointmentForm(visitor, parse_moment("2026-10-11T10:00"), "A"))
