"""Posts, deputies, whereabouts and desks in the settings: written from the desk, refused beside the field."""

from __future__ import annotations

import pytest

from app.domain.desks import DeskState
from app.domain.roster import PostKind, Presence
from app.services import deputies, desks, items, posts, qualifications, whereabouts
from tests.services.rated import closed_case
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, show_page
from tests.ui.test_settings_hall import mend, turn
from tests.ui.test_settings_page import button, on_row, words_of
from ui.desk.places import Ref
from ui.desk.settings.learning_acts import FigureRecord
from ui.desk.settings.page import make


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
    head.form.fill({"kind": "class", "topic": "政策培训", "headcount": "12", "who": "clerk1,head"})
    press(qtbot, head, "save")
    (line,) = qualifications.drills(sqlite_db, cast.head)
    assert (line.headcount, len(line.people)) == (12, 2)


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


def test_the_flags_of_an_item_and_how_a_material_may_be_supplied_are_set_from_the_desk(qtbot, head, sqlite_db, cast):
    turn(qtbot, head, "items")
    line = next(one for one in items.listing(sqlite_db, cast.head) if one.code == "CYFW")
    head.settings_acts._change_item(items.guide(sqlite_db, cast.head, line.code))
    head.form.fill({"near": "no", "delegated": "yes"})
    press(qtbot, head, "save")
    items.publish(sqlite_db, cast.head, head.context.now(), "CYFW")
    guide = items.guide(sqlite_db, cast.head, "CYFW")
    assert (guide.item.near, guide.item.delegated, guide.item.receivable) == (False, True, True)
    head.settings_acts._change_materials(guide)
    head.form.fill({"m1.waivable": "yes", "m1.later": "yes"})
    press(qtbot, head, "save")
    items.publish(sqlite_db, cast.head, head.context.now(), "CYFW")
    first = items.guide(sqlite_db, cast.head, "CYFW").item.materials[0]
    assert (first.waivable, first.later, first.name) == (True, True, guide.item.materials[0].name)


def test_the_wall_the_board_and_a_guide_are_printed_from_the_settings(qtbot, head, sqlite_db, cast):
    turn(qtbot, head, "station")
    button(head, "制度上墙").click()
    button(head, "专员公示").click()
    acts = head.settings_acts._item_acts(items.guide(sqlite_db, cast.head, "SYDJ"), None)
    next(one for one in acts if one.text == "打印办事指南").run()
    told = [(place, ref.key.document, ref.key.item) for place, ref in head.gone]
    assert told == [("prints", "wall", None), ("prints", "staff-board", None), ("prints", "guide", "SYDJ")]
