"""Posts, deputies, whereabouts and desks in the settings: written from the desk, refused beside the field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PyQt6.QtWidgets import QLabel

from app.domain.assistance import ServiceMode
from app.domain.clock import at_station
from app.domain.desks import DeskState
from app.domain.figures import Figure
from app.domain.norms import NormCode
from app.domain.roster import PostKind, Presence
from app.services import (
    bundle_editions,
    calendars,
    case_acts,
    cases,
    deputies,
    desks,
    duties,
    items,
    leads,
    norms,
    officers,
    posts,
    qualifications,
    recount,
    seconds,
    whereabouts,
)
from tests.services.accepting import accept_complete
from tests.services.people import register
from tests.services.rated import closed_case
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, show_page
from tests.ui.test_settings_hall import mend, turn
from tests.ui.test_settings_page import button, on_row, words_of
from ui.desk.places import Ref
from ui.desk.reading import ReadingPane
from ui.desk.settings.leads import reading
from ui.desk.settings.learning_acts import FigureRecord
from ui.desk.settings.page import make
from ui.kit.buttons import Button
from ui.kit.table import Table


@pytest.fixture
def head(qtbot, port, sqlite_db, cast, now, tmp_path):
    return show_page(qtbot, port, context_of(sqlite_db, cast.head, now, tmp_path), make)


@pytest.fixture
def clerk(qtbot, port, sqlite_db, cast, now, tmp_path):
    return show_page(qtbot, port, context_of(sqlite_db, cast.clerk2, now, tmp_path), make)


def test_the_head_makes_a_post_and_puts_officers_on_it(qtbot, head, sqlite_db, cast):
    turn(qtbot, head, "roster")
    button(head, "安排岗位").click()
    quiet(qtbot, head)
    head.form.fill({"code": "一号", "name": "一号窗口", "counter": "1"})
    press(qtbot, head, "save")
    assert "岗位编码" in head.form.fields["code"].message
    mend(head, "code", "CK1")
    press(qtbot, head, "save")
    button(head, "安排岗位").click()
    quiet(qtbot, head)
    head.form.fill({"officer": "clerk1", "post": "CK1", "duty": "受理、登记"})
    press(qtbot, head, "save")
    (line,) = posts.roster(sqlite_db, cast.head)
    assert (line.login, line.post_name, line.kind, line.duty) == ("clerk1", "一号窗口", PostKind.HOLDER, "受理、登记")
    on_row(head, lambda row: row.login == "clerk1")
    button(head, "结束").click()
    head.form.fill({"on": "2026-10-09", "reason": "轮岗"})
    press(qtbot, head, "save")
    assert posts.roster(sqlite_db, cast.head)[0].ends_on.isoformat() == "2026-10-09"


def test_the_head_names_a_deputy_and_takes_it_back(qtbot, head, sqlite_db, cast, now):
    turn(qtbot, head, "deputies")
    button(head, "指定代理").click()
    quiet(qtbot, head)
    head.form.fill({"officer": "clerk1", "from": "2026-10-01", "until": "2026-10-08", "reason": "出差"})
    press(qtbot, head, "save")
    assert "代理的日子不对" in head.form.fields["until"].message
    mend(head, "until", "2026-10-12")
    press(qtbot, head, "save")
    assert deputies.listing(sqlite_db, cast.head, now)[0].holds
    on_row(head, lambda row: row.login == "clerk1")
    button(head, "收回").click()
    press(qtbot, head, "save")
    assert deputies.listing(sqlite_db, cast.head, now) == ()


def test_a_desk_left_open_shows_a_deputy_nothing_after_the_last_day(qtbot, port, sqlite_db, cast, now, tmp_path):
    deputies.name(sqlite_db, cast.head, now, "clerk1", now.date(), now.date())
    sqlite_db.clock = lambda: now
    stands_in = officers.practice_actor(sqlite_db, "clerk1", now=now)
    page = show_page(qtbot, port, context_of(sqlite_db, stands_in, now, tmp_path), make)
    turn(qtbot, page, "figures")
    assert len(page.right.currentWidget().findChild(Table).rows_model.rows) > 1
    sqlite_db.clock = lambda: now + timedelta(days=1)
    turn(qtbot, page, "leads")
    assert "leads" not in page.bodies and "重新登录" in page.strip.sentence.text()


def test_everybody_says_where_they_are_and_only_the_head_says_it_of_others(qtbot, clerk, head, sqlite_db, cast):
    turn(qtbot, clerk, "where")
    on_row(clerk, lambda row: row.login == "clerk1")
    button(clerk, "登记去向").click()
    assert clerk.form is None and "本人或站长" in clerk.said[-1]
    on_row(clerk, lambda row: row.login == "clerk2")
    button(clerk, "登记去向").click()
    clerk.form.fill({"place": "meeting", "until": "很晚", "note": "街道会议"})
    press(qtbot, clerk, "save")
    assert clerk.form.fields["until"].message
    mend(clerk, "until", "2026-10-09 11:30")
    press(qtbot, clerk, "save")
    turn(qtbot, head, "where")
    on_row(head, lambda row: row.login == "clerk1")
    button(head, "登记去向").click()
    head.form.fill({"place": "leave"})
    press(qtbot, head, "save")
    places = {one.login: one.place for one in whereabouts.board(sqlite_db, cast.head)}
    assert (places["clerk1"], places["clerk2"]) == (Presence.LEAVE, Presence.MEETING)


def test_a_desk_is_offered_by_the_head_taken_over_by_the_other_and_its_list_printed(qtbot, head, clerk, sqlite_db, cast):
    turn(qtbot, head, "desks")
    button(head, "移交").click()
    quiet(qtbot, head)
    head.form.fill({"from": "clerk1", "to": "clerk2", "leaving": "yes", "reason": "调离"})
    press(qtbot, head, "save")
    clerk.open(Ref("desks"))
    quiet(qtbot, clerk)
    on_row(clerk, lambda row: row.giver == cast.clerk1.name)
    button(clerk, "接收").click()
    quiet(qtbot, clerk)
    (line,) = desks.listing(sqlite_db, cast.head)
    assert line.state is DeskState.TAKEN and "已由您接收" in clerk.said[-1]
    on_row(clerk, lambda row: row.code == line.code)
    button(clerk, "撤回").click()
    assert clerk.form is None and "已经办完" in clerk.said[-1]
    button(clerk, "登记签字").click()
    press(qtbot, clerk, "save")
    assert desks.listing(sqlite_db, cast.head)[0].signed_on.isoformat() == "2026-10-09"
    on_row(clerk, lambda row: row.code == line.code)
    button(clerk, "交接清单").click()
    assert [(place, ref.key.desk) for place, ref in clerk.gone] == [("prints", line.code)]


def test_who_may_not_arrange_posts_has_no_button_for_it(qtbot, clerk):
    for code, words in (("roster", set()), ("deputies", set()), ("where", {"登记去向"})):
        turn(qtbot, clerk, code)
        assert words_of(clerk) - {"再试一次"} == words


def test_a_post_is_changed_and_shows_what_came_while_somebody_held_it(qtbot, head, sqlite_db, cast, now):
    number = closed_case(sqlite_db, cast.clerk1, now)
    posts.define(sqlite_db, cast.head, now, "CK1", posts.PostForm("一号窗口", counter=1))
    form = posts.AssignmentForm("clerk1", "CK1", "受理", starts_on=now.date())
    posts.assign(sqlite_db, cast.head, now, form)
    turn(qtbot, head, "posts")
    button(head, "修改").click()
    head.form.fill({"name": "综合窗口", "counter": "", "active": "no"})
    press(qtbot, head, "save")
    assert cast.clerk1.name in head.form.fields["active"].message
    in_use = head.form.fields["active"].editor
    in_use.setCurrentIndex(in_use.findData("yes"))
    press(qtbot, head, "save")
    assert posts.listing(sqlite_db, cast.head) == (posts.PostLine("CK1", "综合窗口", None, active=True),)
    button(head, "这个岗收的办件").click()
    press(qtbot, head, "save")
    head.settings_acts.open_row("posts", on_row(head, lambda row: row.number == number).current_row())
    assert [(place, ref.key) for place, ref in head.gone] == [("cases", number)]


def test_the_staffing_says_what_the_rules_ask_for_and_who_is_not_trained(qtbot, clerk, cast):
    turn(qtbot, clerk, "staffing")
    words = "".join(one.text() for one in clerk.right.currentWidget().findChildren(QLabel))
    assert "至少要有" in words and cast.head.name in words


def test_a_new_edition_of_a_system_is_published_and_the_old_one_stays(qtbot, head, sqlite_db, cast, now, tmp_path, monkeypatch):
    turn(qtbot, head, "norms")
    pane = head.right.currentWidget().findChild(ReadingPane)
    on_row(head, lambda row: row.code is NormCode.PROXY)
    assert pane.reading.title == "帮办代办制"
    button(head, "发布新版").click()
    file = tmp_path / "帮办代办.txt"
    file.write_text("一、免费。\n二、逐项授权。", encoding="utf-8")
    monkeypatch.setattr("ui.desk.settings.office_acts.QFileDialog.getOpenFileName", lambda *_: (str(file), ""))
    next(one for one in head.form.findChildren(Button) if one.text() == "从文件读入").click()
    quiet(qtbot, head)
    head.form.fill({"source": "区人社局", "effective": "2026-10-01"})
    press(qtbot, head, "save")
    _first, fresh = norms.editions(sqlite_db, cast.head, NormCode.PROXY)
    assert (fresh.number, fresh.paragraphs, fresh.source) == (2, ("一、免费。", "二、逐项授权。"), "区人社局")
    on_row(head, lambda row: row.code is NormCode.PROXY)
    button(head, "各个版本").click()
    quiet(qtbot, head)
    assert [row.number for row in head.right.currentWidget().findChild(Table).rows_model.rows] == [2, 1]
    button(head, "打印上墙").click()
    assert [(place, ref.key.code) for place, ref in head.gone] == [("prints", "proxy")]


def test_a_text_that_cannot_be_read_is_refused_beside_its_field(qtbot, head, tmp_path, monkeypatch):
    turn(qtbot, head, "norms")
    button(head, "发布新版").click()
    monkeypatch.setattr("ui.desk.settings.office_acts.QFileDialog.getOpenFileName", lambda *_: (str(tmp_path / "没有.txt"), ""))
    next(one for one in head.form.findChildren(Button) if one.text() == "从文件读入").click()
    quiet(qtbot, head)
    assert "找不到文件" in head.form.fields["text"].message


def test_what_is_in_hand_is_looked_at_and_a_hand_over_shows_its_list(qtbot, head, sqlite_db, cast, now):
    number = cases.open_case(sqlite_db, cast.clerk1, now, cases.CaseForm("SYDJ", register(sqlite_db, cast.clerk1, now))).number
    code = desks.offer(sqlite_db, cast.head, now, "clerk2", giver="clerk1").code
    head.open(Ref("desks", code))
    quiet(qtbot, head)
    reading = head.right.currentWidget().findChild(ReadingPane).reading
    assert reading.title == code and any(number in fact.value for part in reading.sections for fact in part.facts)
    button(head, "看手上的工作").click()
    quiet(qtbot, head)
    head.form.fill({"officer": "clerk1"})
    press(qtbot, head, "save")
    on_row(head, lambda row: getattr(row, "number", "") == number)


def test_a_lead_is_answered_decided_corrected_and_filed_at_the_desk_by_the_right_ones(qtbot, head, clerk, sqlite_db, cast, now):
    number = cases.open_case(sqlite_db, cast.clerk2, now, cases.CaseForm("SYDJ", register(sqlite_db, cast.clerk2, now))).number
    case_acts.refuse(sqlite_db, cast.clerk2, now, number, "不予受理")
    (line,) = leads.listing(sqlite_db, cast.head)
    clerk.open(Ref("leads", line.id))
    quiet(qtbot, clerk)
    assert words_of(clerk) - {"再试一次"} == {"说明情况", "送上级确认", "看办件"}
    table = on_row(clerk, lambda row: row.id == line.id)
    clerk.settings_acts.open_row("leads", table.current_row())
    clerk.form.fill({"statement": "没有写清条件"})
    press(qtbot, clerk, "save")
    turn(qtbot, head, "leads")
    button(head, "作出处理").click()
    head.form.fill({"measure": "order", "decision": "补写理由并告知"})
    press(qtbot, head, "save")
    assert head.form.fields["correct_by"].message
    mend(head, "correct_by", "2026-10-12")
    press(qtbot, head, "save")
    turn(qtbot, clerk, "leads")
    button(clerk, "登记整改").click()
    clerk.form.fill({"correction": "已补写并电话告知"})
    press(qtbot, clerk, "save")
    turn(qtbot, head, "leads")
    button(head, "归档").click()
    press(qtbot, head, "save")
    assert leads.show(sqlite_db, cast.head, line.id).state == "closed"
    turn(qtbot, head, "leads")
    assert words_of(head) - {"再试一次"} == {"看办件"}
    button(head, "看办件").click()
    assert [(place, ref.key) for place, ref in head.gone] == [("cases", number)]


def test_a_lead_whose_deadline_a_changed_calendar_moved_to_later_says_so(qtbot, head, sqlite_db, cast):
    early = at_station(date(2027, 1, 4), 9)
    number = cases.open_case(sqlite_db, cast.clerk1, early, cases.CaseForm("JYKN", register(sqlite_db, cast.clerk1, early))).number
    due = accept_complete(sqlite_db, cast.clerk1, early, number).deadline
    late = at_station(due + timedelta(days=1), 9)
    duties.run(sqlite_db, late)
    calendars.import_tables(sqlite_db, cast.head, late, {"2027": {"off": [{"name": "元旦", "day": due.isoformat()}]}})
    recount.run(sqlite_db, late)
    turn(qtbot, head, "leads")
    table = on_row(head, lambda row: row.case == number)
    said = [fact.value for part in reading(table.current_row()).sections for fact in part.facts]
    assert f"办件期限已改为 {due + timedelta(days=1)}，当时不算超期" in said


def test_nobody_finds_a_way_to_decide_on_the_own_lead_at_the_desk(qtbot, head, sqlite_db, cast, now):
    number = cases.open_case(sqlite_db, cast.head, now, cases.CaseForm("SYDJ", register(sqlite_db, cast.head, now))).number
    case_acts.refuse(sqlite_db, cast.head, now, number, "不予受理")
    turn(qtbot, head, "leads")
    assert words_of(head) - {"再试一次"} == {"说明情况", "送上级确认", "看办件"}
    button(head, "送上级确认").click()
    head.form.fill({"measure": "education", "decision": "批评教育"})
    press(qtbot, head, "save")
    turn(qtbot, head, "leads")
    assert words_of(head) - {"再试一次"} == {"说明情况", "看办件"}  # it is sent once, and the row says that it waits
    assert ("待上级确认", "处理责任追究线索") in [
        (fact.name, fact.value) for part in head.right.currentWidget().findChild(ReadingPane).reading.sections for fact in part.facts
    ]
    (waits,) = seconds.waiting(sqlite_db, cast.county, now)
    seconds.approve(sqlite_db, cast.county, now, waits.id)
    (line,) = leads.listing(sqlite_db, cast.county)
    assert (line.state, line.decided_by) == ("decided", cast.county.name)


def test_a_certificate_is_entered_and_put_aside_and_a_class_recorded(qtbot, head, sqlite_db, cast, now):
    turn(qtbot, head, "certificates")
    button(head, "登记证书").click()
    quiet(qtbot, head)
    head.form.fill({"officer": "clerk1", "kind": "skill", "name": "职业指导员", "issued": "2023-11-20", "expires": "2023-11-01"})
    press(qtbot, head, "save")
    assert "证书日期不对" in head.form.fields["expires"].message
    mend(head, "expires", "2026-11-20")
    press(qtbot, head, "save")
    assert [one.soon for one in qualifications.certificates(sqlite_db, cast.head, now)] == [True]
    on_row(head, lambda row: row.login == "clerk1")
    button(head, "不再使用").click()
    quiet(qtbot, head)
    assert qualifications.certificates(sqlite_db, cast.head, now)[0].ended_on == now.date()
    turn(qtbot, head, "drills")
    button(head, "登记").click()
    quiet(qtbot, head)
    head.form.fill({"kind": "class", "topic": "政策培训", "place": "市人社局", "hours": "8", "headcount": "12", "who": "clerk1,head"})
    head.form.fill({"scores": "王敏 95 第一名\n李晓燕 88"})
    press(qtbot, head, "save")
    assert "李晓燕" in head.form.fields["scores"].message
    mend(head, "scores", "王敏 95 第一名")
    press(qtbot, head, "save")
    (line,) = qualifications.drills(sqlite_db, cast.head)
    assert (line.headcount, line.hours, line.place) == (12, 8, "市人社局")
    assert sorted(line.people) == [("王敏", "95", "第一名"), ("陈立国", "", "")]


def test_a_figure_opens_to_its_records_and_a_record_to_its_case(qtbot, head, sqlite_db, cast, now):
    number = closed_case(sqlite_db, cast.clerk1, now)
    turn(qtbot, head, "figures")
    on_row(head, lambda row: row.login == "head")
    button(head, "看记录").click()
    assert head.form is None and "还没有记录" in head.said[-1]
    on_row(head, lambda row: row.login == "clerk1")
    button(head, "看记录").click()
    head.form.fill({"figure": "closed"})
    press(qtbot, head, "save")
    on_row(head, lambda row: isinstance(row, FigureRecord))
    button(head, "看记录").click()
    assert [(place, ref.key) for place, ref in head.gone] == [("cases", number)]
    turn(qtbot, head, "figures")
    button(head, "服务方式").click()
    head.form.fill({"since": "2026-10-01"})
    press(qtbot, head, "save")
    counts = dict(head.right.currentWidget().findChild(Table).rows_model.rows)
    assert set(counts) == set(ServiceMode) and head.note.text() == f"2026-10-01 至 2026-10-09，共 {sum(counts.values())} 次"
    turn(qtbot, head, "figures")
    button(head, "换一段时间").click()
    head.form.fill({"since": "2026-01-01", "until": "2026-09-30"})
    press(qtbot, head, "save")
    row = on_row(head, lambda row: row.login == "clerk1").current_row()
    assert (row.line.figures[Figure.CLOSED], row.last.isoformat()) == (0, "2026-09-30")


def test_an_officer_finds_only_the_own_figures_in_the_list(qtbot, clerk):
    turn(qtbot, clerk, "figures")
    assert [row.login for row in clerk.right.currentWidget().findChild(Table).rows_model.rows] == ["clerk2"]


def test_the_flags_of_an_item_and_how_a_material_may_be_supplied_are_set_from_the_desk(qtbot, head, sqlite_db, cast):
    turn(qtbot, head, "items")
    line = next(one for one in items.listing(sqlite_db, cast.head) if one.code == "CYFW")
    head.settings_acts.items._change_item(items.guide(sqlite_db, cast.head, line.code))
    head.form.fill({"near": "no", "delegated": "yes"})
    press(qtbot, head, "save")
    items.publish(sqlite_db, cast.head, head.context.now(), "CYFW")
    guide = items.guide(sqlite_db, cast.head, "CYFW")
    assert (guide.item.near, guide.item.delegated, guide.item.receivable) == (False, True, True)
    head.settings_acts.items._change_materials(guide)
    head.form.fill({"m1.waivable": "yes", "m1.later": "yes"})
    press(qtbot, head, "save")
    items.publish(sqlite_db, cast.head, head.context.now(), "CYFW")
    first = items.guide(sqlite_db, cast.head, "CYFW").item.materials[0]
    assert (first.waivable, first.later, first.name) == (True, True, guide.item.materials[0].name)


def test_the_wall_the_board_and_a_guide_are_printed_from_the_settings(qtbot, head, sqlite_db, cast):
    turn(qtbot, head, "station")
    button(head, "制度上墙").click()
    button(head, "专员公示").click()
    acts = head.settings_acts.items._item_acts(items.guide(sqlite_db, cast.head, "SYDJ"), None)
    next(one for one in acts if one.text == "打印办事指南").run()
    told = [(place, ref.key.document, ref.key.item) for place, ref in head.gone]
    assert told == [("prints", "wall", None), ("prints", "staff-board", None), ("prints", "guide", "SYDJ")]


def test_a_bundle_is_added_and_changed_at_the_desk_by_the_names_of_its_items(qtbot, head, sqlite_db, cast):
    turn(qtbot, head, "bundles")
    button(head, "新的一件事").click()
    head.form.fill({"kind": "KNBF", "name": "困难帮扶“一件事”", "item": "失业登记\n就业困难认定：失业登记"})
    press(qtbot, head, "save")
    assert "就业困难认定" in head.form.fields["item"].message
    head.form.fields["item"].editor.setPlainText("失业登记\n就业困难人员认定：失业登记")
    press(qtbot, head, "save")
    assert bundle_editions.editions(sqlite_db, cast.head, "KNBF")[0].parts == (("SYDJ", ()), ("JYKN", ("SYDJ",)))
    head.settings_acts.open_row("bundles", on_row(head, lambda row: row.edition.code == "KNBF").current_row())
    assert head.form.fields["item"].value() == "失业登记\n就业困难人员认定：失业登记"
    head.form.fill({"item": "失业登记\nJYKN\n灵活就业社会保险补贴申领：失业登记、JYKN"})
    press(qtbot, head, "save")
    on_row(head, lambda row: row.edition.code == "KNBF")
    button(head, "停用").click()
    quiet(qtbot, head)
    on_row(head, lambda row: row.edition.code == "KNBF")
    button(head, "各个版本").click()
    quiet(qtbot, head)
    rows = head.right.currentWidget().findChild(Table).rows_model.rows
    shown = [(row.edition.edition, row.edition.active, len(row.edition.parts)) for row in rows]
    assert shown == [(3, False, 3), (2, True, 3), (1, True, 2)]
