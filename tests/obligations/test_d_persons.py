"""Group D, survey and assistance file: the checks of its rows, with their figures."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.assistance import ListKind, ListLine, Point
from app.domain.clock import parse_moment
from app.domain.errors import Refused
from app.domain.findings import CheckMethod
from app.domain.persons import StatusKind
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import assistance, households, jobs, papers, person_pages, service_lists, statuses, today, visits
from app.services.assistance import Finding, OpenForm
from app.services.households import HouseholdForm
from app.services.papers import Wanted
from app.services.today import TodayKind
from app.services.visits import VisitForm
from tests.printing import reading
from tests.services.market import employer, job
from tests.services.people import register, unemployed

ALL_BUT_THE_WISH = (
    (Point.PERSONAL, {"education": "senior", "marital": "married", "resident": True}),
    (Point.HARDSHIP, {"category": "older"}),
    (Point.SKILL, {"level": "none", "certificates": []}),
    (Point.POLICY, {"policy_needs": []}),
)


@pytest.fixture
def person(db, cast, now) -> int:
    person_id = register(db, cast.clerk1, now, phone="14200000011")
    unemployed(db, cast.clerk1, now, person_id)
    return person_id


def paper(db, cast, now, document: str, person: int) -> str:
    return reading.solid(papers.draw(db, cast.clerk1, now, Wanted(document, person=person)).pdf)


def test_d9_a_blank_wish_leaves_four_of_five_and_the_file_names_it(db, cast, now, person):
    assistance.open_file(db, cast.clerk1, now, OpenForm(person, True, True))
    found = [Finding(point, facts, CheckMethod.VISIT, now.date()) for point, facts in ALL_BUT_THE_WISH]
    assistance.record_points(db, cast.clerk1, now, person, found)
    sheet = assistance.sheet(db, cast.clerk1, now, person)
    assert (sheet.clear, [cell.point for cell in sheet.cells if not cell.clear]) == (4, [Point.INTENTION])
    text = paper(db, cast, now, "assistance-file", person)
    assert "已清4项，共5项" in text and "就业意向不清" in text


def test_d10_who_does_not_want_work_gets_no_file_gives_a_reason_and_stays_in_the_survey(db, cast, now, person):
    with pytest.raises(Refused) as refusal:
        assistance.open_file(db, cast.clerk1, now, OpenForm(person, False, True))
    assert (refusal.value.code, refusal.value.field) == ("file.not_willing", "reason")
    cells = assistance.keep_without_file(db, cast.clerk1, now, person, willing=False, able=True, reason="照顾老人")
    assert (cells[2].point, cells[2].facts["x_no_file_reason"]) == (Point.INTENTION, "照顾老人")
    assert assistance.files(db, cast.clerk1).rows == ()
    assert [line.id for line in person_pages.page(db, cast.clerk1, now).rows] == [person]


def test_d12_unemployed_since_the_middle_of_march_is_twelve_months_a_year_later(db, cast):
    now = parse_moment("2026-03-15T09:00")
    person = register(db, cast.clerk1, now)
    unemployed(db, cast.clerk1, now, person, date(2025, 3, 15))
    view = statuses.view(db, cast.clerk1, now, person)
    assert (view.history[0].since, view.history[0].months) == (date(2025, 3, 15), 12)
    assert "long_unemployed" in view.suggestions


def test_d13_a_list_without_a_line_prints_as_none(db, cast, now, person):
    assistance.open_file(db, cast.clerk1, now, OpenForm(person, True, True))
    lines = (ListLine(ListKind.JOBS, "楼道保洁员"), ListLine(ListKind.POLICIES, "社会保险补贴"))
    service_lists.make(db, cast.clerk1, now, person, lines)
    text = paper(db, cast, now, "service-lists", person)
    assert [text.count(title) for title in ("就业岗位信息清单", "就业政策信息清单", "就业培训信息清单")] == [1, 1, 1]
    assert text.count("暂无") == 1 and text.index("暂无") > text.index("就业培训信息清单")


def test_d17_nine_dates_in_march_are_nine_of_ten_and_two_visits_on_a_date_are_one(db, cast):
    start = parse_moment("2026-03-02T09:00")
    person = register(db, cast.clerk1, start)
    for days in (0, 0, 1, 2, 3, 4, 7, 8, 9, 10):
        form = VisitForm(VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, person_id=person)
        visits.record(db, cast.clerk1, start + timedelta(days=days), form)
    assert visits.counted(db, cast.clerk1, date(2026, 3, 1), date(2026, 3, 31)).days == 9


def test_d27_with_the_network_off_the_four_forms_save(sqlite_db, cast, now, monkeypatch):
    def off(*_args, **_named):
        raise OSError("network is down")

    monkeypatch.setattr(socket, "socket", off)
    person = register(sqlite_db, cast.clerk1, now)
    home = households.add(sqlite_db, cast.clerk1, now, HouseholdForm(person))
    unemployed(sqlite_db, cast.clerk1, now, person)
    post = job(sqlite_db, cast.clerk1, now, employer(sqlite_db, cast.clerk1, now).id)
    shown = person_pages.show(sqlite_db, cast.clerk1, now, person)
    assert (shown.name, shown.status) == ("张淑芬", StatusKind.REGISTERED_UNEMPLOYED)
    assert households.of_person(sqlite_db, cast.clerk1, now, person).id == home.id
    assert jobs.show(sqlite_db, cast.clerk1, now, post.id).line.employer == "松涛家政服务部"


def test_d29_a_call_nobody_answers_is_no_follow_up_and_the_next_one_stays_due(db, cast, now, person):
    agreed = VisitForm(VisitKind.PERSON, VisitWay.PHONE, VisitResult.MET_PERSON, person_id=person, next_on=date(2026, 10, 12))
    visits.record(db, cast.clerk1, now, agreed)
    unanswered = VisitForm(VisitKind.PERSON, VisitWay.PHONE, VisitResult.NOBODY_HOME, person_id=person)
    day = now + timedelta(days=3)
    assert visits.record(db, cast.clerk1, day, unanswered).line.met == 0
    assert [one.person_id for one in visits.due(db, cast.clerk1, day)] == [person]
    assert TodayKind.VISIT in [line.kind for line in today.board(db, cast.clerk1, day).lines]
    assert len(assistance.sheet(db, cast.clerk1, day, person).services) == 1
    visits.record(db, cast.clerk1, day, replace(unanswered, result=VisitResult.MET_PERSON))
    assert visits.due(db, cast.clerk1, day) == ()
