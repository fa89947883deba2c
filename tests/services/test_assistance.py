"""The five points, the assistance file and its six steps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.assistance import CloseReason, FileStage, FileState, Point, PointField, ServiceKind, ServiceMode
from app.domain.errors import NotFound, Refused
from app.domain.findings import CheckMethod
from app.services import assistance, person_pages
from app.services.assistance import Finding, OpenForm, ServiceForm, StepForm, WishForm
from db import audit
from db.models import FivePoints, ServiceRecord
from tests.services.people import register, unemployed

CHECKED = date(2026, 9, 21)
PERSONAL = Finding(Point.PERSONAL, {"education": "senior", "marital": "married", "resident": True}, CheckMethod.VISIT, CHECKED)
HARDSHIP = Finding(Point.HARDSHIP, {"category": "older"}, CheckMethod.COUNTER, CHECKED)
WISH = {"willing": True, "able": True, "occupations": ["保洁", "后厨"], "kinds": ["part_time"]}
INTENTION = Finding(Point.INTENTION, WISH, CheckMethod.COUNTER, CHECKED)
POLICY = Finding(Point.POLICY, {"policy_needs": ["灵活就业社保补贴"]}, CheckMethod.PHONE, CHECKED)
FOUR = (PERSONAL, HARDSHIP, INTENTION, POLICY)


@pytest.fixture
def person(db, cast, now):
    person_id = register(db, cast.clerk1, now, phone="14200007162")
    unemployed(db, cast.clerk1, now, person_id)
    return person_id


def opened(db, cast, now, person, **facts):
    return assistance.open_file(db, cast.clerk1, now, OpenForm(person, True, True, **facts))


def test_the_band_says_what_is_known_how_and_when(db, cast, now, person):
    cells = {cell.point: cell for cell in assistance.record_points(db, cast.clerk1, now, person, FOUR)}
    assert [cell.summary for cell in cells.values()][:3] == ["高中，已婚，常住", "大龄失业人员", "保洁、后厨，非全日制"]
    assert (cells[Point.PERSONAL].clear, cells[Point.PERSONAL].method, cells[Point.PERSONAL].checked_on) == (
        True,
        CheckMethod.VISIT,
        CHECKED,
    )
    skill = cells[Point.SKILL]
    assert (skill.clear, skill.missing, skill.method) == (False, (PointField.LEVEL, PointField.CERTIFICATES), None)


def test_a_blank_wish_leaves_four_of_five_and_is_named(db, cast, now, person):
    skill = Finding(Point.SKILL, {"level": "none", "certificates": []}, CheckMethod.COUNTER, CHECKED)
    assistance.record_points(db, cast.clerk1, now, person, (*FOUR, skill))
    assert person_pages.panel(db, cast.clerk1, now, person).points == 5
    assistance.put_wish(db, cast.clerk1, now, person, WishForm())
    sheet = assistance.sheet(db, cast.clerk1, now, person)
    assert (sheet.clear, sheet.first_missing) == (4, Point.INTENTION)
    assert person_pages.page(db, cast.clerk1, now).rows[0].points == 4


def test_only_the_level_may_be_asked_and_the_rest_stays_known(db, cast, now, person):
    assistance.record_points(db, cast.clerk1, now, person, [Finding(Point.SKILL, {"certificates": ["健康证"]}, CheckMethod.VISIT, CHECKED)])
    cells = assistance.record_points(db, cast.clerk1, now, person, [Finding(Point.SKILL, {"level": "5"}, CheckMethod.COUNTER, now.date())])
    assert (cells[3].clear, cells[3].summary) == (True, "初级工（五级），健康证")
    assert person_pages.show(db, cast.clerk1, now, person).skill_level == "5"


def test_what_is_found_becomes_the_record_and_no_number_lies_among_the_facts(db, cast, now, person):
    finding = Finding(Point.PERSONAL, {"education": "college", "phone": "14211112222"}, CheckMethod.PHONE, CHECKED)
    assistance.record_points(db, cast.clerk1, now, person, [finding])
    assert person_pages.show(db, cast.clerk1, now, person).education == "college"
    with db.read("person.read", cast.head) as session:
        assert session.execute(select(FivePoints.facts)).scalar_one() == {"education": "college"}
        assert audit.verify(session, db.vault).ok


@pytest.mark.parametrize(
    ("finding", "code"),
    [
        (Finding(Point.SKILL, {"colour": "red"}, CheckMethod.VISIT, CHECKED), "file.unknown_fact"),
        (Finding(Point.SKILL, {"level": "9"}, CheckMethod.VISIT, CHECKED), "codes.unknown"),
        (Finding(Point.SKILL, {"level": "5"}, CheckMethod.VISIT, date(2026, 10, 10)), "file.checked_future"),
        (Finding(Point.HARDSHIP, {"category": "rich"}, CheckMethod.VISIT, CHECKED), "codes.unknown"),
    ],
)
def test_a_finding_that_cannot_be_is_refused(db, cast, now, person, finding, code):
    with pytest.raises(Refused, match=code):
        assistance.record_points(db, cast.clerk1, now, person, [finding])


@pytest.mark.parametrize(
    ("willing", "able", "code"), [(False, True, "file.not_willing"), (True, False, "file.not_able"), (None, True, "file.willing_unknown")]
)
def test_a_file_is_for_the_willing_and_able(db, cast, now, person, willing, able, code):
    with pytest.raises(Refused, match=code):
        assistance.open_file(db, cast.clerk1, now, OpenForm(person, willing, able))


def test_who_gets_no_file_stays_in_the_survey_with_a_reason(db, cast, now, person):
    with pytest.raises(Refused, match="file.reason"):
        assistance.keep_without_file(db, cast.clerk1, now, person, willing=False, able=True, reason=" ")
    cells = assistance.keep_without_file(db, cast.clerk1, now, person, willing=False, able=True, reason="照顾老人")
    assert (cells[2].summary, cells[2].facts["x_no_file_reason"]) == ("本人没有就业意愿", "照顾老人")
    assert assistance.sheet(db, cast.clerk1, now, person).file is None


def test_an_opened_file_stands_at_the_first_step_with_its_helper(db, cast, now, person):
    file = opened(db, cast, now, person, helper_id=cast.clerk2.officer_id)
    assert (file.code, file.stage, file.helper, file.late_entry) == ("D2026-00001", FileStage.COLLECT, "李晓燕", False)
    assert person_pages.show(db, cast.clerk1, now, person).helper == "李晓燕"
    with pytest.raises(Refused, match="file.exists"):
        opened(db, cast, now, person)
    assert person_pages.panel(db, cast.clerk1, now, person).stage is FileStage.COLLECT


def test_evaluation_waits_for_help_made_to_measure(db, cast, now, person):
    opened(db, cast, now, person)
    evaluation = StepForm(FileStage.EVALUATE, now.date())
    with pytest.raises(Refused, match="file.not_tailored"):
        assistance.step(db, cast.clerk1, now, person, evaluation)
    service = ServiceForm(ServiceKind.GUIDANCE, ServiceMode.TAILORED, now.date(), "一对一职业指导")
    assistance.record_service(db, cast.clerk1, now, person, service)
    assert assistance.sheet(db, cast.clerk1, now, person).file.stage is FileStage.TAILOR
    assert assistance.step(db, cast.clerk1, now, person, evaluation).stage is FileStage.EVALUATE


def test_a_service_is_recorded_with_both_dates(db, cast, now, person):
    service = ServiceForm(ServiceKind.GUIDANCE, ServiceMode.COUNTER, date(2026, 10, 1), "职业指导")
    line = assistance.record_service(db, cast.clerk1, now, person, service)
    assert (line.kind, line.officer) == (ServiceKind.GUIDANCE, "王敏")
    with db.read("person.read", cast.head) as session:
        row = session.execute(select(ServiceRecord)).scalar_one()
        assert (row.happened_on, row.recorded_at) == (date(2026, 10, 1), now)
    for wrong, code in (
        (ServiceForm(ServiceKind.GUIDANCE, ServiceMode.COUNTER, now.date() + timedelta(days=1), "x"), "service.future"),
        (ServiceForm(ServiceKind.GUIDANCE, ServiceMode.COUNTER, now.date(), " "), "service.empty"),
    ):
        with pytest.raises(Refused, match=code):
            assistance.record_service(db, cast.clerk1, now, person, wrong)


def test_a_file_is_closed_for_a_reason_and_may_be_opened_anew(db, cast, now, person):
    opened(db, cast, now, person)
    with pytest.raises(Refused, match="file.close_reason"):
        assistance.close_file(db, cast.clerk1, now, person, CloseReason.OTHER, now.date())
    closed = assistance.close_file(db, cast.clerk1, now, person, CloseReason.IN_WORK, now.date())
    assert (closed.state, closed.closed_reason) == (FileState.CLOSED, "in_work")
    with pytest.raises(NotFound, match="file.not_found"):
        assistance.step(db, cast.clerk1, now, person, StepForm(FileStage.UPDATE, now.date()))
    assert opened(db, cast, now, person).code == "D2026-00002"


def test_the_list_of_files_can_be_narrowed(db, cast, now, person):
    opened(db, cast, now, person)
    other = register(db, cast.clerk1, now, "王强", serial=9)
    opened(db, cast, now, other)
    assistance.close_file(db, cast.clerk1, now, person, CloseReason.IN_WORK, now.date())
    first = assistance.files(db, cast.clerk1, limit=1)
    assert [line.name for line in (*first.rows, *assistance.files(db, cast.clerk1, after=first.next_key).rows)] == ["王强", "张淑芬"]
    assert [line.name for line in assistance.files(db, cast.clerk1, state="open").rows] == ["王强"]


def test_the_panel_counts_what_is_open(db, cast, now, person):
    assistance.record_points(db, cast.clerk1, now, person, FOUR)
    panel = person_pages.panel(db, cast.clerk1, now, person)
    assert (panel.points, panel.clear, panel.first_missing) == (4, (True, True, True, False, True), Point.SKILL)
    assert (panel.tags, panel.status_months) == (("登记失业人员", "大龄（4050）"), 7)
    assert (panel.open_cases, panel.next_case, panel.drafts, panel.stage) == (0, None, (), None)
