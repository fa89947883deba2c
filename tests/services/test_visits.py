"""Visits: made, met, refused, entered late, agreed for next time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import NotFound, Refused
from app.domain.visits import EmployerService, VisitKind, VisitResult, VisitWay
from app.services import assistance, households, person_pages, visits
from app.services.assistance import OpenForm
from app.services.employers import EmployerForm
from app.services.households import HouseholdForm
from app.services.visits import VisitFilter, VisitForm
from db import audit
from db.models import Employer, Grid, ServiceRecord, VisitPerson
from tests.services.people import register

MET = VisitForm(VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, findings="在家照顾老人", needs="想找保洁")


@pytest.fixture
def person(db, cast, now):
    return register(db, cast.clerk1, now)


def visited(db, cast, now, person, **facts):
    return visits.record(db, cast.clerk1, now, replace(MET, person_id=person, **facts))


def rows(db, cast, model):
    with db.read("person.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok
        return session.execute(select(model)).scalars().all()


def test_a_person_met_is_met_once_and_has_the_visit_as_a_service(db, cast, now, person):
    view = visited(db, cast, now, person)
    assert (view.line.code, view.line.whom, view.line.met, view.line.officer) == ("Z20261009-001", "张淑芬", 1, "王敏")
    assert [(m.name, m.relation) for m in view.met] == [("张淑芬", "本人")]
    service = rows(db, cast, ServiceRecord)[0]
    assert (service.kind, service.mode, service.record, service.text) == ("visit", "door", f"visit:{view.line.id}", "在家照顾老人")
    assert person_pages.panel(db, cast.clerk1, now, person).last_visit == now.date()


def test_two_visits_a_day_are_one_person_time_and_one_day(db, cast, now, person):
    visited(db, cast, now, person)
    visited(db, cast, now, person)
    visited(db, cast, now, register(db, cast.clerk1, now, "王强", serial=9))
    counted = visits.counted(db, cast.clerk1, date(2026, 10, 1), date(2026, 10, 31))
    assert (counted.person_times, counted.days) == (2, 1)
    assert visits.counted(db, cast.clerk1, date(2026, 10, 1), date(2026, 10, 31), cast.clerk2.officer_id).days == 0


@pytest.mark.parametrize("result", [VisitResult.REFUSED, VisitResult.NOBODY_HOME])
def test_a_visit_without_a_meeting_is_a_visit_and_no_person_time(db, cast, now, person, result):
    assert visited(db, cast, now, person, result=result).line.met == 0
    assert rows(db, cast, VisitPerson) == rows(db, cast, ServiceRecord) == []
    assert visits.counted(db, cast.clerk1, now.date(), now.date()).days == 1


def test_a_call_is_a_service_but_no_person_time(db, cast, now, person):
    assert visited(db, cast, now, person, way=VisitWay.PHONE).line.met == 0
    assert [service.mode for service in rows(db, cast, ServiceRecord)] == ["remote"]


def test_a_family_member_stands_for_the_person(db, cast, now, person):
    mother = register(db, cast.clerk1, now, "李秀兰", serial=8)
    with pytest.raises(Refused, match="visit.nobody_named"):
        visited(db, cast, now, person, result=VisitResult.MET_FAMILY)
    view = visited(db, cast, now, person, result=VisitResult.MET_FAMILY, met=((mother, "母亲"),))
    assert [m.name for m in view.met] == ["李秀兰"]


def test_a_household_visit_names_its_head_and_whom_it_met(db, cast, now, person):
    son = register(db, cast.clerk1, now, "周小雨", serial=7)
    home = households.add(db, cast.clerk1, now, HouseholdForm(person, ((son, "儿子"),)))
    form = VisitForm(
        VisitKind.HOUSEHOLD, VisitWay.DOOR, VisitResult.MET_FAMILY, household_id=home.id, met=((person, "本人"), (son, "儿子"))
    )
    view = visits.record(db, cast.clerk1, now, form)
    assert (view.line.whom, view.line.met) == ("张淑芬", 2)
    assert [line.id for line in visits.of_person(db, cast.clerk1, son)] == [view.line.id]


def test_an_employer_visit_gives_a_service_and_meets_no_person(db, cast, now):
    with db.write("employer.add", cast.clerk1, now) as unit:
        unit.add(employer := Employer(name="昭顺物业服务部", kind="enterprise", sectors=[], recorded_at=now))
        unit.flush()
    form = VisitForm(VisitKind.EMPLOYER, VisitWay.DOOR, VisitResult.MET_PERSON, employer_id=employer.id)
    with pytest.raises(Refused, match="visit.services"):
        visits.record(db, cast.clerk1, now, form)
    done = visits.record(
        db, cast.clerk1, now, VisitForm(form.kind, form.way, form.result, employer_id=employer.id, services=(EmployerService.HIRING,))
    )
    assert (done.line.whom, done.line.met, done.services) == ("昭顺物业服务部", 0, (EmployerService.HIRING,))


def test_an_earlier_day_is_a_late_entry_with_its_reason(db, cast, now, person):
    with pytest.raises(Refused, match="visit.late_reason"):
        visited(db, cast, now, person, happened_on=date(2026, 10, 1))
    view = visited(db, cast, now, person, happened_on=date(2026, 10, 1), late_reason="下乡没有网络")
    assert (view.line.late_entry, view.late_reason, view.line.code) == (True, "下乡没有网络", "Z20261001-001")
    assert (rows(db, cast, VisitPerson)[0].met_on, view.recorded_at) == (date(2026, 10, 1), now)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"happened_on": date(2026, 10, 10)}, "visit.future"),
        ({"next_on": date(2026, 10, 9)}, "visit.next"),
        ({"person_id": None}, "visit.whom"),
        ({"kind": VisitKind.HOUSEHOLD}, "visit.whom"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(db, cast, now, person, facts, code):
    with pytest.raises(Refused, match=code):
        visits.record(db, cast.clerk1, now, replace(MET, **{"person_id": person, **facts}))


@pytest.mark.parametrize(
    ("facts", "code"), [({"household_id": 4711}, "visit.target_not_found"), ({"met": ((4711, "本人"),)}, "person.not_found")]
)
def test_who_is_not_there_cannot_be_visited(db, cast, now, person, facts, code):
    kind = VisitKind.HOUSEHOLD if "household_id" in facts else VisitKind.PERSON
    with pytest.raises(NotFound, match=code):
        visited(db, cast, now, person, kind=kind, **facts)


def test_an_unknown_visit_is_not_found(db, cast):
    with pytest.raises(NotFound, match="visit.not_found"):
        visits.view(db, cast.clerk1, 4711)


def test_the_list_goes_page_by_page_and_can_be_narrowed(db, cast, now, person):
    for days in (3, 2, 1, 0):
        visited(db, cast, now, person, happened_on=now.date() - timedelta(days=days), late_reason="补录")
    first = visits.page(db, cast.clerk1, limit=3)
    rest = visits.page(db, cast.clerk1, after=first.next_key)
    days = [line.happened_on.day for line in (*first.rows, *rest.rows)]
    assert days == [9, 8, 7, 6]
    only = VisitFilter(first=date(2026, 10, 7), last=date(2026, 10, 8), kind="person", officer_id=cast.clerk1.officer_id)
    assert [line.happened_on.day for line in visits.page(db, cast.clerk1, only=only).rows] == [8, 7]


def test_a_next_visit_is_due_until_the_next_one_was_made(db, cast, now, person):
    visited(db, cast, now, person, next_on=date(2026, 10, 20))
    later = now + timedelta(days=11)
    assert visits.due(db, cast.clerk1, now) == ()
    due = visits.due(db, cast.clerk1, later)
    assert [(one.whom, one.due_on, one.officer) for one in due] == [("张淑芬", date(2026, 10, 20), "王敏")]
    assert visits.due(db, cast.clerk1, later, officer_id=cast.clerk2.officer_id) == ()
    visited(db, cast, later, person)
    assert visits.due(db, cast.clerk1, later + timedelta(days=1)) == ()


def test_coverage_counts_households_visited_in_the_span(db, cast, now, person):
    with db.write("station.change", cast.head, now) as unit:
        unit.add(grid := Grid(code="G1", name="第一网格"))
        unit.flush()
    home = households.add(db, cast.clerk1, now, HouseholdForm(person, grid_id=grid.id))
    households.add(db, cast.clerk1, now, HouseholdForm(register(db, cast.clerk1, now, "王强", serial=9), grid_id=grid.id))
    assert [(c.grid, c.households, c.visited) for c in visits.coverage(db, cast.clerk1, now.date(), now.date())] == [("第一网格", 2, 0)]
    visits.record(db, cast.clerk1, now, VisitForm(VisitKind.HOUSEHOLD, VisitWay.DOOR, VisitResult.NOBODY_HOME, household_id=home.id))
    assert visits.coverage(db, cast.clerk1, now.date(), now.date())[0].visited == 1


def test_who_has_neither_visit_nor_specialist_is_listed(db, cast, now, person):
    assistance.open_file(db, cast.clerk1, now, OpenForm(person, True, True))
    assert [one.name for one in visits.unvisited(db, cast.clerk1)] == ["张淑芬"]
    visited(db, cast, now, person)
    assert visits.unvisited(db, cast.clerk1) == ()


@pytest.mark.parametrize(("text", "found"), [("淑芬", 2), ("烘焙", 1), ("-002", 1), ("%", 0), ("没有", 0)])
def test_the_list_is_narrowed_by_name_finding_and_number(db, cast, now, person, text, found):
    visited(db, cast, now, person, findings="想学烘焙")
    visited(db, cast, now, person)
    assert len(visits.page(db, cast.clerk1, only=VisitFilter(text)).rows) == found


def test_an_employer_is_registered_with_the_visit_or_not_at_all(db, cast, now):
    form = VisitForm(VisitKind.EMPLOYER, VisitWay.DOOR, VisitResult.MET_PERSON, findings="要两名保洁")
    with pytest.raises(Refused, match="visit.services"):
        visits.record_at_new_employer(db, cast.clerk1, now, EmployerForm("林海食品厂"), form)
    assert rows(db, cast, Employer) == []
    view = visits.record_at_new_employer(
        db, cast.clerk1, now, EmployerForm("林海食品厂"), replace(form, services=(EmployerService.HIRING,))
    )
    assert (view.line.whom, view.services) == ("林海食品厂", (EmployerService.HIRING,))
