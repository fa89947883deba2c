"""The place of jobs: the list and its pane, what suits the person at the counter, a new job, closing one."""

from __future__ import annotations

import pytest

from app.domain.visits import EmployerService, VisitKind, VisitResult, VisitWay
from app.services import cases, hires, jobs, visits
from app.services.visits import VisitForm
from tests.services import market
from tests.ui.conftest import quiet
from tests.ui.station import context_of, offers, present, press, resident, show_page, with_file
from ui.desk.jobs.page import BEGINS, make
from ui.desk.places import Ref


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def person(context):
    offers(context)
    return with_file(context, resident(context))


def referred_of(context, person):
    return hires.referrals(context.db, context.actor, hires.ReferralFilter(person_id=person)).rows


@pytest.fixture
def page(qtbot, port, context, person):
    return show_page(qtbot, port, context, make, present(person))


def test_the_list_shows_the_board_and_the_pane_what_the_row_says(page):
    assert [line.title for line in page.model.rows] == ["后厨帮工", "楼道保洁员"]
    assert page.pane.reading.title == "后厨帮工"
    assert page.pane.first_button.text() == "推荐给张淑芬"


def test_a_job_is_put_to_the_person_by_one_key(qtbot, page, context, person):
    press(qtbot, page, "primary")
    found = hires.referrals(context.db, context.actor, hires.ReferralFilter(person_id=person)).rows
    assert [one.job for one in found] == ["后厨帮工"]
    assert page.said[-1] == "已把“后厨帮工”推荐给张淑芬。"


def test_the_same_job_twice_is_refused_in_the_page_and_nothing_is_written(qtbot, page, context, person):
    press(qtbot, page, "primary")
    press(qtbot, page, "primary")
    assert page.strip.isVisible()
    assert len(hires.referrals(context.db, context.actor, hires.ReferralFilter(person_id=person)).rows) == 1


def test_a_referral_of_an_earlier_day_gives_its_reason_and_past_three_working_days_waits(qtbot, page, context, person):
    made = lambda: [(one.happened_on.isoformat(), one.channel) for one in referred_of(context, person)]  # noqa: E731
    next(button for button in page.pane.buttons if button.text() == "补录推荐").click()
    page.form.fill({"on": "2026-10-08", "channel": "phone"})
    press(qtbot, page, "save")
    assert "补录" in page.form.fields["late_reason"].message and made() == []
    page.form.fields["late_reason"].editor.setText("上门时没有网络")
    press(qtbot, page, "save")
    assert made() == [("2026-10-08", "phone")]
    quiet(qtbot, page)
    assert "推荐给张淑芬" in page.said[-1]
    page.table.setCurrentIndex(page.model.index(1, 0))
    quiet(qtbot, page)
    next(button for button in page.pane.buttons if button.text() == "补录推荐").click()
    page.form.fill({"on": "2026-09-21", "late_reason": "上门时没有网络"})
    press(qtbot, page, "save")
    assert "待上级确认" in page.said[-1] and len(made()) == 1


def test_the_panel_begins_with_what_suits_the_person_and_why(qtbot, page, person):
    assert BEGINS == ("refer",)
    page.open(Ref("refer", person))
    quiet(qtbot, page)
    assert page.only == "for_person"
    assert page.pane.reading.sections[0].title == "对张淑芬"
    assert page.pane.reading.sections[0].facts


def test_a_search_hit_opens_the_job_itself(qtbot, page):
    wanted = page.model.rows[1].id
    page.open(Ref("job", wanted))
    quiet(qtbot, page)
    assert page.table.current_row().id == wanted


def test_a_new_job_of_a_new_employer_is_registered_by_keyboard(qtbot, page, context):
    press(qtbot, page, "new")
    page.form.fill({"employer_id": "new", "employer": "松涛小学", "title": "食堂帮工", "headcount": "1", "pay_low": "2400"})
    page.form.fill({"requirement": "有健康证"})
    press(qtbot, page, "save")
    assert page.only == "draft"
    assert page.table.current_row().title == "食堂帮工"
    assert "核对执照" in page.said[-1]


def test_a_job_without_pay_is_refused_and_the_form_keeps_its_text(qtbot, page):
    press(qtbot, page, "new")
    page.form.fill({"title": "保洁", "headcount": "1", "requirement": "无"})
    press(qtbot, page, "save")
    assert page.form.strip.isVisible()
    assert page.form.fields["title"].value() == "保洁"


def test_a_job_is_closed_with_its_reason_and_stays_in_the_list(qtbot, page, context):
    line = page.table.current_row()
    page.pane.buttons[-1].click()
    press(qtbot, page, "save")
    assert page.form.fields["reason"].is_wrong
    page.form.fields["reason"].editor.setText("已招满")
    press(qtbot, page, "save")
    assert jobs.show(context.db, context.actor, context.now(), line.id).closed_reason == "已招满"
    page.narrow("closed")
    quiet(qtbot, page)
    assert [one.id for one in page.model.rows] == [line.id]


def test_the_box_narrows_and_escape_empties_it(qtbot, page):
    page.box.setText("保洁")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.back()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)


# what became of the jobs


@pytest.fixture
def referred(qtbot, page):
    press(qtbot, page, "primary")
    page.narrow("referrals")
    quiet(qtbot, page)
    return page


def test_referrals_under_way_stand_in_a_list_of_their_own(qtbot, referred):
    line = referred.table.current_row()
    assert (line.person, line.job) == ("张淑芬", "后厨帮工")
    assert [referred.model.columns[n].title for n in referred.table.shown_columns()][:3] == ["进展", "推荐给", "岗位和单位"]
    assert referred.exported().title == "推荐"
    referred.box.setText("没有这个人")
    qtbot.waitUntil(lambda: referred.model.rowCount() == 0)
    assert referred.faces.empty.line.text() == "这里没有符合的条目"


def test_the_next_step_is_recorded_from_the_pane_by_one_key(qtbot, referred, context):
    press(qtbot, referred, "primary")
    referred.form.fill({"state": "interview", "on": "2026-10-12"})
    press(qtbot, referred, "save")
    assert str(referred.table.current_row().interview_on) == "2026-10-12"
    assert "面试 10-12" in referred.model.row_text(referred.table.current_row())


def test_a_start_of_work_leaves_the_open_referrals_and_stands_among_the_starts(qtbot, referred):
    referred.pane.buttons[1].click()
    quiet(qtbot, referred)
    referred.form.fill({"started_on": "2026-10-09"})
    press(qtbot, referred, "save")
    assert referred.model.rowCount() == 0
    referred.narrow("hires")
    quiet(qtbot, referred)
    assert referred.table.current_row().employer == "松涛家政服务部"
    assert referred.pane.reading.title == "张淑芬"


def test_f7_a_placement_opens_an_agent_case_filled_with_its_person(qtbot, referred, context, person):
    referred.pane.buttons[1].click()
    quiet(qtbot, referred)
    referred.form.fill({"started_on": "2026-10-09"})
    press(qtbot, referred, "save")
    referred.narrow("hires")
    quiet(qtbot, referred)
    next(button for button in referred.pane.buttons if button.text() == "帮办就业参保登记").click()
    quiet(qtbot, referred)
    place, ref = referred.gone[-1]
    facts = cases.show(context.db, context.actor, context.now(), ref.key).facts
    assert (place, ref.kind, facts.item, facts.person, facts.proxy) == ("cases", "case", "JYDJ", person, True)


def test_the_pane_of_a_job_leads_to_who_was_referred_to_it(qtbot, page, referred):
    referred.narrow("board")
    quiet(qtbot, page)
    page.table.selectRow(0)
    quiet(qtbot, page)
    next(button for button in page.pane.buttons if "人次" in button.text()).click()
    quiet(qtbot, page)
    assert page.only == "referrals" and page.model.rowCount() == 1
    page.narrow("referrals")
    assert page.placed.job == page.model.row_at(0).job_id


def test_who_may_see_no_person_finds_no_list_of_referrals(qtbot, port, sqlite_db, cast, now, tmp_path, person):
    page = show_page(qtbot, port, context_of(sqlite_db, cast.admin, now, tmp_path), make)
    assert page.chip_buttons["referrals"].isHidden() and page.chip_buttons["hires"].isHidden()
    assert not page.chip_buttons["board"].isHidden()


def test_comparing_the_licence_lets_the_jobs_of_an_employer_be_published(qtbot, page, context):
    press(qtbot, page, "new")
    page.form.fill({"employer_id": "new", "employer": "松涛小学", "title": "食堂帮工", "headcount": "1", "pay_low": "2400"})
    page.form.fill({"requirement": "有健康证"})
    press(qtbot, page, "save")
    next(button for button in page.pane.buttons if button.text() == "单位资料").click()
    quiet(qtbot, page)
    page.form.fill({"verified_on": "2026-10-09"})
    press(qtbot, page, "save")
    assert page.form.fields["credit_code"].is_wrong
    page.form.fields["credit_code"].editor.setText(market.credit_code(7))
    press(qtbot, page, "save")
    next(button for button in page.pane.buttons if button.text() == "公布岗位").click()
    quiet(qtbot, page)
    assert page.strip.sentence.text() == ""
    assert page.said[-1] == "岗位已公布。"


def test_a_job_collected_on_a_visit_keeps_the_number_of_the_visit(qtbot, page, context):
    owner = market.employer(context.db, context.actor, context.now(), "林海食品厂", serial=9)
    form = VisitForm(VisitKind.EMPLOYER, VisitWay.DOOR, VisitResult.MET_PERSON, employer_id=owner.id, services=(EmployerService.HIRING,))
    visit = visits.record(context.db, context.actor, context.now(), form).line
    page.open(Ref("new_job", (owner.id, visit.code)))
    quiet(qtbot, page)
    assert page.form.fields["employer_id"].value() == str(owner.id)
    page.form.fill({"title": "包装工", "headcount": "3", "pay_low": "2600", "requirement": "能上夜班"})
    press(qtbot, page, "save")
    view = jobs.show(context.db, context.actor, context.now(), page.table.current_row().id)
    assert (view.line.employer, view.visit, view.line.source) == ("林海食品厂", visit.code, "visit")
