"""The slip of an appointment on both databases: what stands on it and what must not, and when there is none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.clock import parse_moment
from app.domain.errors import NotFound, Refused, Usage
from app.services import appointments, items, paper_again, papers, persons, profiles, queue
from app.services.appointments import AppointmentForm
from app.services.papers import Wanted
from app.services.papers_appointments import appointment
from app.services.papers_base import Desk
from app.services.persons import PersonForm
from db import queries
from tests.printing import reading

MONDAY = parse_moment("2026-10-12T14:00")


@pytest.fixture
def visitor(db, cast, now):
    return persons.add(db, cast.clerk1, now, PersonForm(name="章玥瑶", id_number="232701199003074524")).id


@pytest.fixture
def item(db, cast):
    return next(i.code for i in items.listing(db, cast.clerk1) if i.state == "published")


@pytest.fixture
def code(db, cast, now, visitor, item):
    return appointments.make(db, cast.clerk1, now, AppointmentForm(visitor, MONDAY, "B", item, note="章玥瑶的女儿陪同"))


def text(db, cast, now, code):
    return reading.solid(papers.draw(db, cast.clerk1, now, Wanted("appointment", appointment=code)).pdf)


def test_the_slip_tells_when_for_what_and_until_when_to_cancel(db, cast, now, code, item):
    shown = text(db, cast, now, f" {code.lower()} ")
    name = next(i.name for i in items.listing(db, cast.clerk1) if i.code == item)
    wanted = ("2026-10-12星期一", "14:00", "登记认定", name, code, "13:45至14:30", "2026-10-1212:00以前")
    assert [one for one in wanted if "".join(one.split()) not in shown] == []


def test_the_slip_follows_the_rules_of_the_place(db, cast, now, code):
    for rule, value in (("appointment_early_minutes", 20), ("appointment_late_minutes", 10), ("appointment_cancel_hours", 24)):
        profiles.override(db, cast.head, now, rule, value)
    shown = text(db, cast, now, code)
    assert "13:40至14:10" in shown
    assert "2026-10-1114:00以前" in shown


def test_neither_person_nor_note_stands_on_the_slip(db, cast, now, code):
    shown = text(db, cast, now, code)
    assert "章玥瑶" not in shown
    assert "4524" not in shown


def test_the_code_of_the_slip_checks_in(db, cast, now, code):
    with db.read("print.paper", cast.clerk1) as session:
        paper = appointment(
            Desk(session, cast.clerk1, now, queries.station.the_station(session)), Wanted("appointment", appointment=code)
        ).paper
    assert queue.check_in(db, cast.clerk1, MONDAY, paper.head.qr).ticket == "B001"


@pytest.mark.parametrize("end", ["cancel", "check_in", "miss"])
def test_an_appointment_that_is_over_has_no_slip(db, cast, now, code, end):
    ends = {
        "cancel": lambda: appointments.cancel(db, cast.clerk1, now, code),
        "check_in": lambda: queue.check_in(db, cast.clerk1, MONDAY, code),
        "miss": lambda: appointments.miss_overdue(db, MONDAY + timedelta(hours=1)),
    }
    ends[end]()
    with pytest.raises(Refused, match=r"print\.appointment_over"):
        text(db, cast, now, code)


def test_an_unknown_code_and_none_at_all_are_told_apart(db, cast, now):
    with pytest.raises(NotFound, match=r"queue\.appointment_unknown"):
        text(db, cast, now, "YY20261012-999")
    with pytest.raises(Usage, match=r"print\.subject_missing"):
        papers.draw(db, cast.clerk1, now, Wanted("appointment"))


def test_a_printed_slip_stands_in_the_list_and_can_be_drawn_again(db, cast, now, code, tmp_path):
    made = papers.print_file(db, cast.clerk1, now, Wanted("appointment", appointment=code), tmp_path / "slip.pdf")
    (line,) = papers.listing(db, cast.clerk1).rows
    assert (made.number, line.title, line.number) == (code, "预约单", code)
    assert paper_again.wanted_of(db, cast.clerk1, line) == Wanted("appointment", appointment=code)
