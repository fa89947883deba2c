"""The place of people: the list, the page of a person, the five points, the three lists, registering."""

from __future__ import annotations

from datetime import date

import pytest
from PyQt6.QtCore import Qt

from app.domain.assistance import ListKind
from app.domain.persons import Gender, StatusKind
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import audits, drafts, households, service_lists, visits
from app.services.visits import VisitForm
from app.texts import word
from tests.services.people import number, register
from tests.ui.conftest import quiet
from tests.ui.station import context_of, offers, press, resident, show_page, with_file
from ui import theme
from ui.app import dress
from ui.desk.people import model
from ui.desk.people.choose import ChooseView
from ui.desk.people.page import make
from ui.desk.places import Ref
from ui.kit.runs import with_icon, words
from ui.screens import cell_width


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def person(context):
    return with_file(context, resident(context))


@pytest.fixture
def page(qtbot, port, context, person):
    register(context.db, context.actor, context.now(), "赵桂兰", date(1985, 2, 3))
    return show_page(qtbot, port, context, make)


@pytest.fixture
def opened(qtbot, page, person):
    page.open(Ref("person", person))
    quiet(qtbot, page)
    return page.person


def names(page):
    return [line.name for line in page.model.rows]


def test_the_list_counts_its_chips_and_masks_every_number(page):
    assert names(page) == ["赵桂兰", "张淑芬"]
    assert page.note.text() == "共 2 人"
    assert page.chip_buttons["registered"].text() == "登记失业 1"
    text = page.model.copy_text(range(2), range(len(page.model.columns)))
    assert "2327**********" in text and "142****7162" in text and "19780426" not in text


def test_in_the_largest_text_the_figure_of_a_chip_goes_into_its_tool_tip(qapp, page):
    chip = page.chip_buttons["registered"]
    dress(qapp, theme.Theme("light", "huge"))
    assert (chip.text(), chip.toolTip()) == ("登记失业", "1 条")
    dress(qapp, theme.Theme())
    assert chip.text() == "登记失业 1"


def test_a_chip_narrows_and_escape_shows_all_again(qtbot, page):
    page.narrow("registered")
    quiet(qtbot, page)
    assert names(page) == ["张淑芬"]
    assert page.back()
    quiet(qtbot, page)
    assert len(names(page)) == 2


def test_who_has_a_file_and_neither_a_visit_nor_a_helper_stands_among_the_unvisited(qtbot, page, context, person):
    page.narrow("unvisited")
    quiet(qtbot, page)
    assert names(page) == ["张淑芬"]
    visits.record(context.db, context.actor, context.now(), VisitForm(VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, person))
    page.refill()
    quiet(qtbot, page)
    assert names(page) == []


@pytest.mark.parametrize("typed", ["zsf", "张淑", "7162"])
def test_the_box_finds_by_pinyin_name_and_last_four(qtbot, page, typed):
    page.box.setText(typed)
    qtbot.waitUntil(lambda: names(page) == ["张淑芬"])


def test_enter_opens_the_person_and_escape_leads_back_to_the_row(qtbot, page, person):
    page.stand_on(person)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    quiet(qtbot, page)
    assert page.person.name.text() == "张淑芬"
    assert words(page.person.status.runs) == "登记失业 7 个月"
    assert page.back()
    assert page.person is None
    assert page.table.current_row().id == person


def test_the_band_says_what_is_clear_and_what_is_missing(opened):
    assert opened.file.count.text() == "五清 4/5"
    skill = opened.file.band.cells[3].point
    assert not skill.clear and skill.value == "缺：技能等级、证书" and skill.checked == "从未登记"
    assert opened.file.one.text() == "只补技能水平"
    assert words(opened.file.stage.runs).startswith("阶段  ①")


def test_enter_on_a_point_opens_its_form_in_place_and_saving_makes_it_clear(qtbot, page, opened):
    qtbot.keyClick(opened.file.band.cells[3], Qt.Key.Key_Return)
    page.form.fill({"certificates": "无"})
    page.form.fields["level"].editor.setCurrentIndex(1)
    press(qtbot, page, "save")
    assert page.form is None
    assert opened.file.count.text() == "五清 5/5"


def test_a_day_nobody_can_read_is_refused_beside_its_field(qtbot, page, opened):
    opened.file.point_asked.emit("skill")
    page.form.fields["checked_on"].editor.setText("昨天")
    press(qtbot, page, "save")
    assert page.form.fields["checked_on"].is_wrong
    assert "2026-10-09" in page.form.fields["checked_on"].message


def test_a_point_of_tomorrow_is_refused_by_the_service_beside_the_field(qtbot, page, opened):
    opened.file.point_asked.emit("skill")
    page.form.fill({"certificates": "无", "checked_on": "2026-12-01"})
    press(qtbot, page, "save")
    assert "之后" in page.form.fields["checked_on"].message


def test_renewing_goes_from_the_points_to_the_lists_and_hands_them_over(qtbot, page, opened, context, person):
    offers(context)
    press(qtbot, page, "save")
    page.form.fill({"certificates": "保洁员证"})
    page.form.fields["level"].editor.setCurrentIndex(1)
    press(qtbot, page, "save")
    view = page.stack.currentWidget()
    assert isinstance(view, ChooseView)
    assert {line.kind for line in view.chosen()} == set(ListKind)
    view.lists.cards["training"].view.setCurrentIndex(view.lists.cards["training"].view.list.index(0))
    qtbot.keyClick(view.lists.cards["training"].view, Qt.Key.Key_Space)
    press(qtbot, page, "save")
    latest = service_lists.latest(context.db, context.actor, context.now(), person)
    assert latest.handed_over_on == date(2026, 10, 9)
    assert {line.kind for line in latest.lines} == {ListKind.JOBS, ListKind.POLICIES}
    assert opened.file.note.text().startswith("第 1 版・2026-10-09 发放")


def test_nothing_chosen_is_refused_in_the_choice_itself(qtbot, page, opened):
    opened.file.lists_asked.emit("jobs")
    quiet(qtbot, page)
    press(qtbot, page, "save")
    view = page.stack.currentWidget()
    assert isinstance(view, ChooseView)
    assert "至少选一个" in view.strip.accessibleName()


def test_the_answer_to_a_line_asks_for_the_reason_of_a_no(qtbot, page, opened, context, person):
    offers(context)
    opened.file.lists_asked.emit("jobs")
    quiet(qtbot, page)
    press(qtbot, page, "save")
    card = opened.file.lists.cards["jobs"].view
    card.setCurrentIndex(card.list.index(0))
    qtbot.keyClick(card, Qt.Key.Key_Return)
    page.form.fill({"answer": "declined"})
    press(qtbot, page, "save")
    assert page.form.fields["reason"].is_wrong
    page.form.fields["reason"].editor.setText("离家远")
    press(qtbot, page, "save")
    line = opened.file.lists.cards["jobs"].view.list.values[0]
    assert line.answer == "本人不愿去" and "离家远" in line.reason


def test_ctrl_p_shows_the_lists_as_they_print_and_saving_is_recorded(qtbot, page, opened, context, tmp_path):
    offers(context)
    opened.file.lists_asked.emit("jobs")
    quiet(qtbot, page)
    press(qtbot, page, "save")
    press(qtbot, page, "print")
    paper = page.stack.currentWidget()
    assert paper.sheet.pages == 1
    paper.save_to(tmp_path / "list.pdf")
    quiet(qtbot, page)
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
    assert "打印记录" in paper.told.text()


def test_looking_at_the_number_is_recorded_and_goes_with_the_page(qtbot, page, opened, context, cast):
    opened.reveal()
    quiet(qtbot, page)
    assert number(date(1978, 4, 26)) in words(opened.line.runs)
    opened.hide()
    assert "2327**********" in words(opened.line.runs)
    log = audits.listing(context.db, cast.head)
    assert [line.action for line in log.rows[:2]] == ["person.reveal", "person.reveal"]


@pytest.mark.parametrize("tab", ["basic", "family", "cases", "visits", "referrals", "status", "attachments", "trail"])
def test_every_tab_reads_its_records(qtbot, page, opened, tab):
    opened.turn(tab)
    quiet(qtbot, page)
    assert opened.body.currentWidget() is opened.tabs[tab]
    assert page.strip.accessibleName().strip() == ""


def test_ctrl_tab_goes_round_the_tabs(qtbot, page, opened):
    for _ in opened.codes:
        press(qtbot, page, "next_tab")
    assert opened.tab == "file"


# registering


def typed(page, **values):
    for code, value in values.items():
        editor = page.form.fields[code].editor
        editor.setText(value) if hasattr(editor, "setText") else page.form.fields[code].set_value(value)


def test_a_new_person_is_registered_by_keyboard_and_opened(qtbot, page):
    press(qtbot, page, "new")
    typed(page, name="李晓燕", id_number=number(date(1990, 5, 6), serial=7))
    assert "1990-05-06" in page.form.fields["id_number"].message
    page.form.fields["status"].set_value("registered_unemployed")
    press(qtbot, page, "save")
    assert page.person.facts.name == "李晓燕"
    assert page.person.facts.status is StatusKind.REGISTERED_UNEMPLOYED


def test_a_wrong_check_digit_is_told_while_one_types(page):
    page.register()
    good = number(date(1990, 5, 6))
    typed(page, id_number=good[:17] + ("0" if good[17] != "0" else "1"))
    assert page.form.fields["id_number"].is_wrong


def test_a_known_number_leads_to_who_has_it(qtbot, page, person):
    page.register()
    typed(page, name="张某", id_number=number(date(1978, 4, 26)))
    quiet(qtbot, page)
    assert "张淑芬" in page.form.fields["id_number"].message
    page.form.there.click()
    quiet(qtbot, page)
    assert page.person.person_id == person


def test_a_half_filled_form_is_there_again(qtbot, page, context):
    page.register()
    quiet(qtbot, page)
    typed(page, name="马俊", address="松涛路 3 号")
    assert page.back()
    quiet(qtbot, page)
    assert drafts.load(context.db, context.actor, "person_new").values["name"] == "马俊"
    page.register()
    quiet(qtbot, page)
    assert page.form.fields["name"].value() == "马俊"
    assert "已填回" in page.form.keeper.said.text()
    press(qtbot, page, "save")
    assert drafts.load(context.db, context.actor, "person_new") is None


# household, status, changes


def test_a_household_is_recognised_and_shows_its_last_day(qtbot, page, opened, context, person):
    opened.turn("family")
    quiet(qtbot, page)
    opened.tabs["family"].new.click()
    press(qtbot, page, "save")
    opened.tabs["family"].recognise.click()
    page.form.fill({"on": "2026-10-08", "recognised_by": "区人社局", "late_reason": "名单次日送到"})
    press(qtbot, page, "save")
    said = words(opened.tabs["family"].register.runs)
    assert "2026-10-08 认定" in said and "最后一天 2026-11-08" in said and "剩 30 天" in said
    opened.tabs["family"].clear.click()
    page.form.fill({"started_on": "2026-10-09", "employer": "松涛家政服务部"})
    press(qtbot, page, "save")
    assert "已清零" in words(opened.tabs["family"].register.runs)
    assert households.of_person(context.db, context.actor, context.now(), person).records[0].cleared_on == date(2026, 10, 9)


def test_a_member_is_found_by_initials_and_joins(qtbot, page, opened):
    opened.turn("family")
    opened.tabs["family"].asked.emit("new_household", None)
    press(qtbot, page, "save")
    opened.tabs["family"].add.click()
    pick = page.form.pick
    qtbot.keyClicks(pick.box, "zgl")
    qtbot.waitUntil(lambda: pick.model.rowCount() == 1)
    qtbot.keyClick(pick, Qt.Key.Key_Return)
    press(qtbot, page, "save")
    assert [one.name for one in opened.tabs["family"].view.members] == ["张淑芬", "赵桂兰"]


def test_a_new_status_ends_the_one_before(qtbot, page, opened):
    opened.turn("status")
    quiet(qtbot, page)
    opened.tabs["status"].new.click()
    page.form.fill({"status": "flexible", "since": "2026-10-08"})
    press(qtbot, page, "save")
    assert words(opened.status.runs).startswith("灵活就业")
    assert len(opened.tabs["status"].history.model.rows) == 2


def test_changing_keeps_numbers_that_were_not_typed_anew(qtbot, page, opened):
    opened.asked.emit("change_person", None)
    typed(page, address="松涛路 8 号")
    press(qtbot, page, "save")
    assert opened.facts.address == "松涛路 8 号"
    assert opened.facts.id_number_masked.startswith("2327") and opened.facts.gender is Gender.FEMALE


def test_the_county_reads_and_finds_no_button_to_write(qtbot, port, sqlite_db, cast, now, tmp_path, person):
    page = show_page(qtbot, port, context_of(sqlite_db, cast.county, now, tmp_path), make)
    page.open(Ref("person", person))
    quiet(qtbot, page)
    assert not page.new.isVisible()
    assert not page.person.file.renew.isVisible() and not page.person.look.isVisible()
    assert page.acts()["new"].why_not


@pytest.mark.parametrize("text", theme.TEXT_SIZES)
def test_every_status_has_room_in_the_list(qapp, text):
    theme.apply(qapp, theme.Theme("light", text))
    column = model.columns()[0]
    shown = [with_icon(model.STATUS_ICONS.get(status, "briefcase-outline"), word(status)) for status in StatusKind]
    assert max(cell_width(column, runs) for runs in shown) <= column.width * theme.sizes().body
