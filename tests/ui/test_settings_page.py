"""The place of settings: each section reads, look and size work, a backup is made, help is told for every page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt6.QtCore import Qt

from app.domain.errors import Refused
from app.domain.profiles import Target, rules
from app.domain.queueing import PriorityClass
from app.domain.second_person import SecondPerson, SecondStep
from app.domain.service_items import MaterialForm
from app.services import backups, items, officers, papers, profiles, queue, returns, stations
from app.services.papers import Wanted
from app.settings import Settings
from tests.printing import reading
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, show_page
from ui import theme
from ui.desk.places import CODES, Ref
from ui.desk.reading import ReadingPane
from ui.desk.settings.forms import ItemChange, RuleChange, rule_field
from ui.desk.settings.page import make, page_help
from ui.desk.settings.sections import GROUPS, READ, Rule, rules_of
from ui.kit.buttons import Button
from ui.kit.states import ProgressStrip, StateStack
from ui.kit.table import Table
from ui.models.rows import Group
from ui.screens import settle


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.head, now, tmp_path)


@pytest.fixture
def page(qtbot, port, context):
    return show_page(qtbot, port, context, make)


@pytest.mark.parametrize("code", READ)
def test_every_section_reads_the_station(qtbot, page, code):
    page.turn(code)
    quiet(qtbot, page)
    assert page.right.currentWidget() is page.bodies[code]
    assert page.title.text() == READ[code][0]


def test_every_section_stands_under_one_head(page):
    under = [code for codes in GROUPS.values() for code in codes]
    assert sorted(under) == sorted(READ)
    heads = [row.title for row in page.nav_model.rows if isinstance(row, Group)]
    assert heads == [*GROUPS, "软件"]
    assert page.codes == [*(code for code in under if page.may(READ[code][3])), "machine", "help"]


@pytest.mark.parametrize("code", profiles.codes())
def test_every_rule_of_every_profile_has_a_name_and_words(code):
    found = rules_of(profiles.shipped(code))
    assert all(one.name and one.value for one in found)
    assert sum(one.silent for one in found) == len(profiles.shipped(code).silent)


def test_the_look_changes_at_once_and_is_remembered(page, port):
    page.turn("machine")
    page.look.setText("dark")
    page.size.setText("large")
    assert theme.current() == theme.Theme("dark", "large")
    assert port.preferences.get("theme.name") == "dark"
    page.look.setText("light")
    page.size.setText("standard")


def test_a_backup_is_made_verified_and_shown(qtbot, port, now, practice_data, tmp_path):
    settings = Settings(practice_data)
    db = stations.open_station(settings)
    context = context_of(db, stations.actors(db)["head"], now, tmp_path)
    page = show_page(qtbot, port, replace(context, settings=settings), make)
    page.turn("backup")
    quiet(qtbot, page)
    page.acts()["primary"].run()
    quiet(qtbot, page)
    assert backups.last(db, context.actor) is not None
    assert "备份已做好并核验" in page.said[-1]
    db.close()


def test_a_search_hit_opens_the_item_in_full(qtbot, page, context):
    wanted = items.listing(context.db, context.actor)[3]
    page.open(Ref("item", wanted.code))
    quiet(qtbot, page)
    assert page.right.currentWidget().findChild(ReadingPane).reading.title == wanted.name


@pytest.mark.parametrize("code", CODES)
def test_help_is_told_for_every_page(code):
    assert page_help(code).endswith("。")


def test_help_opens_for_the_page_one_came_from(qtbot, page):
    page.open(Ref("help", "people"))
    assert page.section == "help"
    assert "人员" in page_help("people")


def test_the_admin_sees_how_the_hall_is_set_and_no_notices(qtbot, port, sqlite_db, cast, now, tmp_path):
    page = show_page(qtbot, port, context_of(sqlite_db, cast.admin, now, tmp_path), make)
    sections = set(page.codes)
    assert {"lines", "counters", "hours"} <= sections and "notices" not in sections


# what can be done


def button(page, words):
    return next(one for one in page.right.currentWidget().findChildren(Button) if one.text() == words)


def words_of(page):
    return {one.text() for one in page.right.currentWidget().findChildren(Button) if not one.isHidden()}


def on_row(page, wanted):
    table = page.right.currentWidget().findChild(Table)
    rows = table.rows_model.rows
    table.selectRow(next(n for n, row in enumerate(rows) if wanted(row)))
    return table


@pytest.fixture
def admin(qtbot, port, sqlite_db, cast, now, tmp_path):
    page = show_page(qtbot, port, context_of(sqlite_db, cast.admin, now, tmp_path), make)
    page.turn("people")
    quiet(qtbot, page)
    return page


def test_the_administrator_opens_an_account_and_changes_what_it_may(qtbot, admin, context):
    button(admin, "新账号").click()
    admin.form.fill({"login": "sunli", "name": "孙丽"})
    press(qtbot, admin, "save")
    assert admin.form.fields["roles"].is_wrong
    admin.form.fields["roles"].editor.boxes["counter"].click()
    press(qtbot, admin, "save")
    on_row(admin, lambda row: row.login == "sunli")
    button(admin, "修改").click()
    admin.form.fields["roles"].editor.boxes["head"].click()
    press(qtbot, admin, "save")
    line = next(one for one in officers.listing(context.db, context.actor) if one.login == "sunli")
    assert line.roles == ("head", "counter")


def test_a_taken_login_is_told_beside_its_field(qtbot, admin):
    button(admin, "新账号").click()
    admin.form.fill({"login": "clerk1", "name": "孙丽", "roles": "counter"})
    press(qtbot, admin, "save")
    assert "已有人使用" in admin.form.fields["login"].message


def test_a_new_password_is_typed_twice_and_never_kept_as_a_draft(qtbot, admin, context, cast):
    on_row(admin, lambda row: row.login == "clerk1")
    button(admin, "设新口令").click()
    admin.form.fill({"password": "Window-2026", "again": "Window-2027"})
    press(qtbot, admin, "save")
    assert admin.form.fields["again"].is_wrong and admin.form.keep is None
    admin.form.fields["again"].editor.setText("Window-2026")
    press(qtbot, admin, "save")
    assert "要换成自己的" in admin.said[-1]
    assert officers.log_in(context.db, "clerk1", "Window-2026", context.now()).login == "clerk1"


def test_an_account_ends_with_its_reason_and_not_one_s_own(qtbot, admin, context):
    on_row(admin, lambda row: row.login == "admin")
    button(admin, "停用").click()
    assert admin.form is None and "自己的账号" in admin.said[-1]
    on_row(admin, lambda row: row.login == "clerk2")
    button(admin, "停用").click()
    admin.form.fields["reason"].editor.setText("调离")
    press(qtbot, admin, "save")
    assert not next(one for one in officers.listing(context.db, context.actor) if one.login == "clerk2").active


def test_the_head_sees_the_accounts_and_no_button_to_change_them_but_the_telephones(qtbot, page):
    page.turn("people")
    quiet(qtbot, page)
    table = on_row(page, lambda row: row.login == "clerk1")
    assert words_of(page) <= {"再试一次", "电话"}
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert page.form is None
    button(page, "电话").click()
    page.form.fill({"phone": "12"})
    press(qtbot, page, "save")
    assert page.form.fields["phone"].is_wrong
    page.form.fields["phone"].editor.setText("142 0000 1234")
    press(qtbot, page, "save")
    c = page.context
    board = reading.solid(papers.draw(c.db, c.actor, c.now(), Wanted("staff-board")).pdf)
    assert "14200001234" in board


def test_the_station_s_facts_are_changed_and_shown(qtbot, page, context):
    page.turn("station")
    quiet(qtbot, page)
    button(page, "修改站点信息").click()
    quiet(qtbot, page)
    page.form.fill({"address": "松涛路 8 号", "platform_connected_on": "2027-01-01"})
    press(qtbot, page, "save")
    assert page.form.fields["platform_connected_on"].is_wrong
    page.form.fields["platform_connected_on"].editor.setText("2026-01-05")
    press(qtbot, page, "save")
    assert stations.facts(context.db).address == "松涛路 8 号"


def test_a_rule_is_changed_as_the_county_decided_it(qtbot, page, context):
    page.turn("profile")
    quiet(qtbot, page)
    table = on_row(page, lambda row: getattr(row, "code", "") == "recalls")
    qtbot.keyClick(table, Qt.Key.Key_Return)
    page.form.fill({"value": "零"})
    press(qtbot, page, "save")
    assert "不能用作“最多叫几次”的值" in page.form.fields["value"].message
    page.form.fields["value"].editor.setText("4")
    press(qtbot, page, "save")
    assert profiles.current(context.db).recalls == 4


@pytest.mark.parametrize("code", rules())
def test_every_rule_has_an_editor_of_its_value_or_a_form_of_its_own(qtbot, page, code):
    profile = profiles.shipped(profiles.DEFAULT_PROFILE)
    raw = getattr(profile, code)
    field = rule_field(code, raw)
    if field is not None:
        assert RuleChange(code, raw, field).values().keys() == {"value"}
        return
    page.settings_acts.change_rule(Rule("规则", "", silent=False, code=code, raw=raw))
    assert page.section == "plan" if code == "targets" else set(page.form.fields) == {step.value for step in raw}


def open_rule(qtbot, page, code):
    page.turn("profile")
    quiet(qtbot, page)
    qtbot.keyClick(on_row(page, lambda row: getattr(row, "code", "") == code), Qt.Key.Key_Return)


def test_the_priority_classes_are_ticked_and_nobody_may_be_first(qtbot, page, context):
    open_rule(qtbot, page, "priority_classes")
    boxes = page.form.fields["value"].editor.boxes
    assert all(box.isChecked() for box in boxes.values())
    for code in set(boxes) - {"elderly", "soldier"}:
        boxes[code].click()
    press(qtbot, page, "save")
    assert profiles.current(context.db).priority_classes == {PriorityClass.ELDERLY, PriorityClass.SOLDIER}
    with pytest.raises(Refused):
        queue.take(context.db, context.actor, context.now(), "A", priority=PriorityClass.PREGNANT)
    open_rule(qtbot, page, "priority_classes")
    page.form.fill({"value": ""})
    press(qtbot, page, "save")
    assert profiles.current(context.db).priority_classes == frozenset()


def test_the_second_person_of_each_step_is_set_and_the_other_steps_stay(qtbot, page, context):
    before = profiles.current(context.db).second_person
    open_rule(qtbot, page, "second_person")
    assert page.form.values() == {step.value: person.value for step, person in before.items()}
    page.form.fill({"extension": "county", "void": "paper"})
    press(qtbot, page, "save")
    after = profiles.current(context.db).second_person
    assert dict(after) == dict(before) | {SecondStep.EXTENSION: SecondPerson.COUNTY, SecondStep.VOID: SecondPerson.PAPER}


def test_a_radius_is_a_number_of_kilometres(qtbot, page, context):
    open_rule(qtbot, page, "circle_radius_km")
    page.form.fill({"value": "两公里"})
    press(qtbot, page, "save")
    assert "服务圈半径" in page.form.fields["value"].message
    page.form.fields["value"].editor.setText("1.5")
    press(qtbot, page, "save")
    assert profiles.current(context.db).circle_radius_km == 1.5


def test_the_figures_of_the_plan_are_set_and_stand_in_the_form(qtbot, page, context):
    page.turn("plan")
    quiet(qtbot, page)
    table = on_row(page, lambda row: row.target is Target.STATIONS_2025)
    assert table.copy().split("\t")[0] == "还没有定"
    qtbot.keyClick(table, Qt.Key.Key_Return)
    page.form.fill({"value": "六"})
    press(qtbot, page, "save")
    assert page.form.fields["value"].is_wrong
    page.form.fill({"responsible": "就业局"})
    page.form.fields["value"].editor.setText("6")
    press(qtbot, page, "save")
    table = on_row(page, lambda row: row.target is Target.STATIONS_2025)
    assert table.copy() == "本站填写\t2025 年建站数\t6\t就业局"
    made = returns.build(context.db, context.actor, context.now(), "PLAN", "2026").result.cells
    assert made["r1.c5"].value == 6


def test_the_administrator_reads_no_figures_of_the_plan(qtbot, admin):
    assert "plan" not in set(admin.codes)
    admin.settings_acts.change_rule(Rule("计划指标", "", silent=False, code="targets"))
    assert "计划指标" in admin.said[-1]


def test_an_item_is_changed_as_a_draft_and_published_by_the_head(qtbot, page, context):
    code = next(line.code for line in items.listing(context.db, context.actor) if line.promised_days == 10)
    page.open(Ref("item", code))
    quiet(qtbot, page)
    pane = page.right.currentWidget().findChild(ReadingPane)
    pane.buttons[0].click()
    page.form.fill({"promised_days": "30", "statutory_days": "20"})
    press(qtbot, page, "save")
    assert "比法定" in page.form.fields["promised_days"].message
    page.form.fields["promised_days"].editor.setText("8")
    press(qtbot, page, "save")
    pane = page.right.currentWidget().findChild(ReadingPane)
    assert pane.reading.sections[0].facts[0].value == "填全了，等站长公布"
    pane.buttons[0].click()
    quiet(qtbot, page)
    line = next(line for line in items.listing(context.db, context.actor) if line.code == code)
    assert (line.promised_days, line.state, line.example_limits) == (8, "published", False)


def test_the_materials_of_an_item_are_changed_in_a_draft(qtbot, page, context):
    code = next(line.code for line in items.listing(context.db, context.actor) if line.promised_days == 10)
    first = items.guide(context.db, context.actor, code).item.materials
    page.open(Ref("item", code))
    quiet(qtbot, page)
    button(page, "修改材料").click()
    new = len(first) + 1
    page.form.fill({"m1.name": "", f"m{new}.name": "户口簿", f"m{new}.form": "shown", f"m{new}.copies": "没有"})
    press(qtbot, page, "save")
    assert page.form.fields[f"m{new}.copies"].message == "份数填正整数。"
    page.form.fill({f"m{new}.copies": "2", f"m{new}.source": "本人"})
    press(qtbot, page, "save")
    draft = items.guide(context.db, context.actor, code, items.guide(context.db, context.actor, code).line.version + 1).item.materials
    assert draft[:-1] == first[1:]
    assert (draft[-1].name, draft[-1].form, draft[-1].copies, draft[-1].source) == ("户口簿", MaterialForm.SHOWN, 2, "本人")
    assert draft[-1].code not in {one.code for one in first}


def test_materials_that_the_county_locked_are_not_begun(qtbot, page, context):
    guide = items.guide(context.db, context.actor, items.listing(context.db, context.actor)[0].code)
    page.settings_acts.items._change_materials(replace(guide, item=replace(guide.item, locked=frozenset({"materials"}))))
    assert page.form is None and "县里统一" in page.said[-1]


def test_what_the_county_locked_says_so_and_cannot_be_changed(context, qtbot):
    line = items.listing(context.db, context.actor)[0]
    guide = items.guide(context.db, context.actor, line.code)
    form = ItemChange(replace(guide, item=replace(guide.item, locked=frozenset({"fee", "materials"}))))
    qtbot.addWidget(form)
    assert not form.fields["fee"].editor.isEnabled() and "县里" in form.fields["fee"].message
    assert form.fields["content"].editor.isEnabled()


def test_a_section_shown_again_leaves_no_strip_behind(qtbot, page):
    for _ in range(3):
        page.turn("holidays")
        quiet(qtbot, page)
        page.turn("people")
        quiet(qtbot, page)
    settle()
    assert sum(isinstance(page.body.itemAt(n).widget(), ProgressStrip) for n in range(page.body.count())) <= 2


@pytest.mark.parametrize(
    ("code", "words", "said"), [("leads", "说明情况", "没有责任追究线索，放心。"), ("notices", "撤下", "还没有发布过通知")]
)
def test_an_empty_section_says_so_in_its_own_words_and_no_button_stays_silent(qtbot, page, code, words, said):
    page.turn(code)
    quiet(qtbot, page)
    assert page.right.currentWidget().findChild(StateStack).empty.line.text() == said
    offered = [one for one in page.right.currentWidget().findChildren(Button) if one.text() == words]
    for one in offered:
        one.click()
    assert [page.said[-1:]] == [["这里还没有可以办的。"] * bool(offered)]
