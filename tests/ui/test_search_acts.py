"""The search finds every act an officer may do, by its words, pinyin and initials, and does it where it stands."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from app.domain.actions import ACTIONS, may
from app.services import cases
from app.services.cases import CaseForm
from tests.dbfixtures import NOW
from tests.services.people import register
from tests.ui.real_desk import lay_out, open_desk, quiet
from ui.desk import here
from ui.desk.elsewhere import BEGINS
from ui.desk.places import Ref
from ui.desk.settings.names import ACTS, NAMES
from ui.desk.station_port import commands
from ui.kit.buttons import Button


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return lay_out(sqlite_template, tmp_path / "data")


@pytest.fixture
def desk(qtbot, settings):
    return open_desk(qtbot, settings, "head")


def found(qtbot, desk, text):
    """Type into the search; the titles that come."""
    desk.do("search")
    desk.palette_card.line.setText(text)
    qtbot.waitUntil(lambda: not desk.palette_card._wait.isActive())
    quiet(qtbot, desk)
    return [entry.title for entry in desk.palette_card.results.entries if hasattr(entry, "ref")]


def take(qtbot, desk, text):
    """The first hit, by Enter."""
    titles = found(qtbot, desk, text)
    qtbot.keyClick(desk.palette_card.line, Qt.Key.Key_Return)
    quiet(qtbot, desk)
    return titles[0]


def test_a_button_of_another_place_is_found_by_its_initials_and_pressed(qtbot, desk):
    assert take(qtbot, desk, "xpxb") == "新培训班"
    assert (desk.here, desk.page.form.act.text()) == ("policies", "登记培训班")
    assert take(qtbot, desk, "修改站点信息") == "站点：修改站点信息"
    assert (desk.here, desk.page.form.act.text()) == ("settings", "保存")
    assert take(qtbot, desk, "lrpjd") == "录入评价单"
    assert desk.page.voices.form.act.text() == "录入"


def test_the_act_that_begins_with_what_was_typed_comes_before_one_that_holds_it(qtbot, desk):
    titles = found(qtbot, desk, "xin")
    assert titles[:2] == ["新办件", "新登记人员"]


def test_a_button_about_a_row_leads_to_the_rows_and_says_what_to_do_then(qtbot, desk):
    assert take(qtbot, desk, "结束") == "岗位安排：结束"
    assert (desk.here, desk.page.section) == ("settings", "roster")
    assert "先选一行" in desk.status.said


def test_what_can_be_done_here_comes_first_also_what_lies_under_more(qtbot, desk):
    context = desk.desk.context
    number = cases.open_case(context.db, context.actor, NOW, CaseForm("JYKN", register(context.db, context.actor, NOW))).number
    desk.go("cases", Ref("case", number))
    quiet(qtbot, desk)
    assert take(qtbot, desk, "sqrch") == "申请人撤回"
    assert desk.page.detail.form.act.permission == "case.withdraw"


def test_only_what_one_may_do_is_offered_and_a_password_is_found_by_the_word_people_say(db, cast):
    for actor in (cast.clerk1, cast.head, cast.admin):
        titles = {hit.title for hit in commands("", actor)}
        for code, acts in ACTS.items():
            for act in acts.values():
                assert (f"{NAMES[code][0]}：{act.words}" in titles) is may(actor, act.right), act
        for one in BEGINS:
            assert (one.words in titles) is may(actor, one.right), one
    assert [hit.title for hit in commands("换密码", cast.clerk1)] == ["人员账号：改我的口令"]
    assert commands("换密码", cast.clerk1, practice=True) == ()


def test_every_button_the_search_names_is_there(qtbot, desk):
    assert {act.right for acts in ACTS.values() for act in acts.values()} <= ACTIONS.keys()
    for one in BEGINS:
        desk.go(one.place, one.where)
        quiet(qtbot, desk)
        part = desk.page
        for name in filter(None, one.press.split(".")):
            part = getattr(part, name)
        assert not one.press or isinstance(part, Button), one
    desk.go("settings")
    quiet(qtbot, desk)
    runs = desk.page.settings_acts.runs(lambda: None)
    assert {code: set(acts) for code, acts in ACTS.items()} == {code: set(acts) for code, acts in runs.items()}
    assert here.doings(desk.page)
