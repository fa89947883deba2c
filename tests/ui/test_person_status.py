"""A person's page: key groups, the recognition of hardship by two persons, what became of referrals, starts of work."""

from __future__ import annotations

from datetime import date

import pytest
from PyQt6.QtCore import Qt

from app.domain.errors import Refused
from app.domain.jobs_market import JobKind, ReferralState, WelfareKind
from app.domain.persons import StatusKind
from app.services import cases, helpers, hires, person_pages, seconds, statuses
from app.services.cases import CaseForm
from app.services.hires import HireFilter, ReferralForm
from tests.services import market
from tests.ui.conftest import quiet
from tests.ui.station import context_of, offers, press, resident, show_page, with_file
from ui.desk.export import ListExport, ListName
from ui.desk.people.page import make
from ui.desk.places import Ref
from ui.kit.runs import words


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def person(context):
    return with_file(context, resident(context))


@pytest.fixture
def at(qtbot, port, sqlite_db, now, tmp_path, person):
    """The page of the person on a tab, as an officer sees it."""

    def opened(actor, tab="status"):
        page = show_page(qtbot, port, context_of(sqlite_db, actor, now, tmp_path), make)
        page.open(Ref("person", person))
        page.person.turn(tab)
        quiet(qtbot, page)
        return page, page.person.tabs[tab]

    return opened


def held(context, person):
    return set(person_pages.show(context.db, context.actor, context.now(), person).groups)


def row_of(part, name):
    return next(n for n in range(part.model.rowCount()) if getattr(part.model.row_at(n), "name", "") == name)


# groups


def test_a_group_is_set_with_its_days_and_ended_from_its_row(qtbot, at, cast, context, person):
    page, tab = at(cast.clerk1)
    tab.add.click()
    assert "就业困难人员" not in [page.form.fields["group"].editor.itemText(n) for n in range(20)]  # only a recognition brings it
    page.form.fill({"group": "veteran", "since": "2026-01-01"})
    press(qtbot, page, "save")
    assert "veteran" in held(context, person)
    tab.groups.table.selectRow(row_of(tab.groups, "退役军人"))
    assert not tab.end.isHidden()
    qtbot.keyClick(tab.groups.table, Qt.Key.Key_Return)
    press(qtbot, page, "save")
    assert "veteran" not in held(context, person)
    assert tab.groups.model.row_at(row_of(tab.groups, "退役军人")).until == date(2026, 10, 9)


def test_the_helper_is_named_on_the_page_and_who_has_none_has_a_chip(qtbot, at, cast, context, person):
    page, tab = at(cast.clerk1)
    page.close_all()
    page.narrow("unhelped")
    quiet(qtbot, page)
    assert [row.id for row in page.model.rows] == [person]
    page.open_person(person, "status")
    quiet(qtbot, page)
    tab = page.person.tabs["status"]
    assert "没有指定" in words(tab.helper.runs)
    tab.name_helper.click()
    quiet(qtbot, page)
    page.form.fill({"officer": "clerk2"})
    press(qtbot, page, "save")
    assert f"{cast.clerk2.name}，2026-10-09 起" in words(tab.helper.runs)
    assert helpers.without(context.db, context.actor, context.now()) == ()


def test_h2_the_page_of_a_person_shows_the_three_procedures_with_state_and_day(qtbot, at, cast, context, person):
    cases.open_case(context.db, context.actor, context.now(), CaseForm("LHSB", person))
    _page, tab = at(cast.clerk1)
    shown = "　".join(words(one.runs) for one in tab.procedures)
    assert "失业登记 已登记 2026-03-02" in shown and "就业困难人员认定 没有办过" in shown and "补贴申领 已收件 2026-10-09" in shown


def test_an_end_before_the_beginning_is_refused_beside_its_field(qtbot, at, cast):
    page, tab = at(cast.clerk1)
    tab.add.click()
    page.form.fill({"group": "veteran", "since": "2026-05-01", "until": "2026-04-01"})
    press(qtbot, page, "save")
    assert "之后" in page.form.fields["until"].message


def test_a_computed_group_says_why_it_is_not_ended_by_hand(qtbot, at, cast):
    page, tab = at(cast.clerk1)
    tab.groups.table.selectRow(row_of(tab.groups, "大龄（4050）"))
    assert tab.end.isHidden()
    qtbot.keyClick(tab.groups.table, Qt.Key.Key_Return)
    assert page.form is None and "自动判断" in page.said[-1]


# recognition


def apply(qtbot, page, tab):
    """From the row that says the person may apply."""
    tab.hardships.table.selectRow(0)
    qtbot.keyClick(tab.hardships.table, Qt.Key.Key_Return)
    quiet(qtbot, page)
    press(qtbot, page, "save")


def test_what_the_facts_point_to_is_applied_for_by_enter(qtbot, at, cast, context, person):
    page, tab = at(cast.clerk1)
    assert tab.note.text() == "条件看起来符合，可以申请认定。"
    apply(qtbot, page, tab)
    line = statuses.view(context.db, context.actor, context.now(), person).hardships[0]
    assert (line.category, line.state, line.applied_by) == ("older", "applied", cast.clerk1.officer_id)
    assert tab.decide.text() == "送上级认定" and tab.note.text() == "2026-10-09 申请，王敏受理；等有权限的人认定。"


def test_another_person_recognises_and_the_group_follows(qtbot, at, cast, context, person):
    apply(qtbot, *at(cast.clerk1))
    page, tab = at(cast.county)
    tab.hardships.table.selectRow(0)
    assert not tab.decide.isHidden() and tab.apply.isHidden() and tab.add.isHidden()
    tab.decide.click()
    page.form.fill({"recognised_by": "县人社局"})
    press(qtbot, page, "save")
    assert "hardship" in held(context, person)
    assert words(tab.hardships.model.columns[0].value(tab.hardships.model.row_at(0))) == "已认定"
    tab.stop.click()
    press(qtbot, page, "save")
    assert page.form.fields["reason"].is_wrong
    page.form.fields["reason"].editor.setText("已就业")
    press(qtbot, page, "save")
    assert "hardship" not in held(context, person)


def test_who_took_the_application_sends_the_decision_to_the_second_person(qtbot, at, cast, context, person):
    page, tab = at(cast.practice)
    apply(qtbot, page, tab)
    assert tab.decide.text() == "送上级认定" and "要由别人认定" in tab.note.text()
    qtbot.keyClick(tab.hardships.table, Qt.Key.Key_Return)
    page.form.fill({"recognised_by": "县人社局"})
    press(qtbot, page, "save")
    assert "hardship" not in held(context, person)
    assert "已送上级确认" in tab.note.text() and not tab.decide.isVisibleTo(tab)
    (line,) = seconds.waiting(context.db, cast.head, context.now())
    seconds.approve(context.db, cast.head, context.now(), line.id)
    assert "hardship" in held(context, person)


def test_a_refusal_wants_its_reason_beside_the_field(qtbot, at, cast):
    apply(qtbot, *at(cast.clerk1))
    page, tab = at(cast.head)
    tab.decide.click()
    page.form.fill({"decision": "refuse"})
    press(qtbot, page, "save")
    assert "原因" in page.form.fields["reason"].message
    page.form.fields["reason"].editor.setText("材料不符")
    press(qtbot, page, "save")
    assert page.form is None and tab.note.text() == "2026-10-09 申请，王敏受理；2026-10-09 不予认定，材料不符"


def test_the_case_in_hand_is_offered_with_the_application(qtbot, at, cast, context, person):
    from app.services import cases, items
    from app.services.cases import CaseForm

    item = next(line.code for line in items.listing(context.db, context.actor) if line.name == "就业困难人员认定")
    case = cases.open_case(context.db, context.actor, context.now(), CaseForm(item, person))
    page, tab = at(cast.clerk1)
    tab.apply.click()
    quiet(qtbot, page)
    assert page.form.fields["case_id"].value() == str(case.id)


# referrals and starts of work


@pytest.fixture
def referral(context, person):
    jobs, _policy, _course = offers(context)
    return hires.refer(context.db, context.actor, context.now(), ReferralForm(person, jobs[0].id))


def test_only_the_steps_that_may_follow_are_offered(qtbot, at, cast, referral):
    page, tab = at(cast.clerk1, "referrals")
    tab.move.click()
    states = page.form.fields["state"].editor
    assert [states.itemData(n) for n in range(states.count())] == ["interview", "medical", "hired", "not_hired", "declined"]


def test_a_no_without_its_reason_is_told_beside_the_field(qtbot, at, cast, referral):
    page, tab = at(cast.clerk1, "referrals")
    qtbot.keyClick(tab.referrals.table, Qt.Key.Key_Return)
    page.form.fill({"state": "declined"})
    press(qtbot, page, "save")
    assert page.form.fields["reason"].is_wrong
    page.form.fields["reason"].editor.setText("离家远")
    press(qtbot, page, "save")
    assert tab.referrals.model.row_at(0).state is ReferralState.DECLINED
    assert tab.move.isHidden() and tab.start.isHidden()


def test_a_start_of_work_ends_the_referral_and_changes_the_status(qtbot, at, cast, context, person, referral):
    page, tab = at(cast.clerk1, "referrals")
    tab.start.click()
    quiet(qtbot, page)
    page.form.fill({"started_on": "2026-10-09", "how": "contract"})
    press(qtbot, page, "save")
    assert tab.referrals.model.row_at(0).state is ReferralState.STARTED
    hire = tab.hires.model.row_at(0)
    assert (hire.employer, hire.helped) == ("松涛家政服务部", True)
    assert person_pages.show(context.db, context.actor, context.now(), person).status is StatusKind.EMPLOYED
    assert "计入本站帮扶就业" in page.said[-1]


@pytest.mark.parametrize(("day", "field"), [("2026-10-10", "started_on"), ("2026-02-01", "started_on")])
def test_a_day_that_does_not_fit_is_told_beside_it_whoever_refuses(qtbot, at, cast, day, field):
    page, tab = at(cast.clerk1, "referrals")
    tab.own.click()
    quiet(qtbot, page)
    page.form.fill({"employer": "松涛家政服务部", "started_on": day, "late_reason": "刚得知"})
    press(qtbot, page, "save")
    assert page.form.fields[field].is_wrong


def test_work_the_person_found_alone_is_recorded_with_its_employer(qtbot, at, cast, context, person):
    page, tab = at(cast.clerk1, "referrals")
    tab.own.click()
    quiet(qtbot, page)
    page.form.fill({"employer": "县城饭店", "started_on": "2026-10-08", "form": "flexible", "late_reason": "次日得知"})
    press(qtbot, page, "save")
    assert [one.employer for one in hires.hires(context.db, context.actor, HireFilter(person_id=person)).rows] == ["县城饭店"]


def test_a_welfare_post_before_any_market_job_asks_why(qtbot, at, cast, context, person):
    owner = market.employer(context.db, context.actor, context.now())
    facts = {"kind": JobKind.PUBLIC_WELFARE, "welfare_kind": WelfareKind.TRAFFIC}
    post = market.job(context.db, context.actor, context.now(), owner.id, "交通值守员", **facts)
    hires.refer(context.db, context.actor, context.now(), ReferralForm(person, post.id))
    page, tab = at(cast.clerk1, "referrals")
    tab.start.click()
    quiet(qtbot, page)
    assert page.form.fields["form"].value() == "welfare_post"
    page.form.fill({"started_on": "2026-10-09"})
    press(qtbot, page, "save")
    assert page.form.fields["reason"].is_wrong


def test_the_county_reads_the_referrals_and_finds_no_button(qtbot, at, cast, referral):
    page, tab = at(cast.county, "referrals")
    assert tab.refer.isHidden() and tab.move.isHidden() and tab.start.isHidden() and tab.own.isHidden()
    qtbot.keyClick(tab.referrals.table, Qt.Key.Key_Return)
    assert page.form is None and "只能查看" in page.said[-1]


# what stands where a list could be blank


def test_a_tab_that_could_not_be_read_says_so_and_is_tried_again(qtbot, at, cast, monkeypatch):
    page, tab = at(cast.clerk1)

    def refuse(_context, _person):
        raise Refused("db.busy")

    with monkeypatch.context() as patched:
        patched.setattr(tab, "read", refuse)
        page.person.turn("referrals")
        page.person.turn("status")
        quiet(qtbot, page)
        assert tab.history.faces.state == "failed"
    tab.history.faces.retry.emit()
    quiet(qtbot, page)
    assert tab.history.faces.state == "ready"


def test_the_lists_of_a_person_remember_their_columns_and_go_into_a_workbook_without_a_name(qtbot, at, cast, tmp_path):
    page, tab = at(cast.clerk1)
    tab.history.table.choose_column("source", shown=False)
    page, tab = at(cast.clerk1)
    assert "source" in tab.history.table.hidden_by_choice()
    export = next(child for child in tab.history.table.children() if isinstance(child, ListExport))
    assert export.wanted() == ListName("person.status", "就业失业状态")
    export.start(tmp_path / "a.xlsx")
    quiet(qtbot, page)
    assert (tmp_path / "a.xlsx").exists()


def test_a_start_of_work_long_ago_asks_for_its_reason_and_then_says_that_it_waits(qtbot, at, cast, context, person):
    page, tab = at(cast.clerk1, "referrals")
    tab.own.click()
    quiet(qtbot, page)
    page.form.fill({"employer": "县城饭店", "started_on": "2026-09-21", "form": "flexible"})
    press(qtbot, page, "save")
    assert "补录" in page.form.fields["late_reason"].message
    page.form.fields["late_reason"].editor.setText("本人月底才来说")
    press(qtbot, page, "save")
    assert "待上级确认" in page.said[-1]
    assert hires.hires(context.db, context.actor, HireFilter(person_id=person)).rows == ()
