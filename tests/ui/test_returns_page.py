"""The place of returns with real services on a real encrypted station: what is shown is what the services say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog

from app.context import AppContext
from app.domain.clock import at_station
from app.domain.returns_layout import shown
from app.services import return_export, return_freeze, return_list, returns, stations
from app.settings import Settings
from tests.services.return_facts import facts
from tests.services.test_returns import AUGUST, JULY, PERIOD, SEPTEMBER, small_station
from tests.ui.conftest import quiet
from ui import theme
from ui.app import dress
from ui.desk.desk import Desk
from ui.desk.places import Ref
from ui.desk.returns import model
from ui.desk.returns.page import MONTHS, SHEET, TEXTS, VERSIONS, ReturnsPage
from ui.jobs import Jobs
from ui.screens import render, too_wide


@pytest.fixture
def station(sqlite_db, cast):
    small_station(sqlite_db, cast.clerk1)
    return sqlite_db


@pytest.fixture
def open_page(qtbot, port, station, now, tmp_path):
    """Opens the page for an officer, with everything come home."""

    def make(actor):
        context = AppContext(station, lambda: now, Settings(tmp_path), actor, stations.facts(station))
        jobs = Jobs()
        made = ReturnsPage(Desk(port, jobs, context))
        made.jobs = jobs
        qtbot.addWidget(made)
        made.resize(1200, 600)
        made.show()
        made.arrive()
        settle(qtbot, made)
        return made

    return make


@pytest.fixture
def page(open_page, cast):
    return open_page(cast.head)


@pytest.fixture
def clerks(open_page, cast):
    return open_page(cast.clerk1)


def settle(qtbot, page) -> None:
    """Until nothing is on its way, the rest before the records are read included."""
    qtbot.waitUntil(lambda: not page.jobs.busy and not page._rest.isActive())


def stand_on(qtbot, page, key: str) -> None:
    page.jump(key)
    settle(qtbot, page)


def more_than_before(db, cast, now) -> None:
    """The quarter before is frozen with one visit, so that this one's are many more."""
    with facts(db, cast.clerk1) as made:
        made.visit(date(2026, 5, 5), made.person("早先"))
    return_freeze.freeze(db, cast.head, now, "QSR", "2026Q2")


def spoil(db, officer) -> None:
    """A job whose kind the form does not know: the kinds do not add up to the whole."""
    with facts(db, officer) as made:
        made.job(made.employer(), JULY, "seasonal", 3)


def said(page) -> list[str]:
    heard: list[str] = []
    page.desk.said.connect(heard.append)
    return heard


def test_the_last_ended_quarter_stands_first_and_every_figure_is_the_services(page, station, cast, now):
    view = returns.build(station, cast.head, now, "QSR", PERIOD)
    sheet = page.model.sheet
    assert page.head.title.text() == "2026年第三季度工作情况"
    name, *figures = sheet.rows[0].cells
    assert (name.text, name.tip) == ("松涛社区服务站", "松涛社区“家门口”就业服务站")
    assert [cell.text for cell in figures] == [shown(view.result.cells[f"r1.{column.id}"]) for column in sheet.columns[1:]]
    assert page.tabs.remark.text() == "本表式为软件默认模板，非附件2原表"


def test_the_head_has_the_three_levels_of_the_form_and_a_name_that_stays(page):
    assert page.model.depth() == 3
    assert page.model.sheet.columns[0].id == "c3"
    place = next(n for n, column in enumerate(page.model.sheet.columns) if column.id == "c22")
    assert page.model.path(place) == ("帮扶就业人数（人）", "本季", "失业人员")


def test_the_records_behind_each_figure_equal_it(qtbot, page):
    for key, value in page.loaded.view.result.cells.items():
        if page.model.sheet.find(key) is None or value.kind.value != "count":
            continue
        stand_on(qtbot, page, key)
        found = page.behind.found
        assert (found.cell, len(found.records)) == (key, value.value)
        if value.value:
            assert page.behind.table.model().rowCount() == value.value


def test_the_heading_repeats_the_figure_and_says_what_it_is_made_of(qtbot, page):
    stand_on(qtbot, page, "r1.c20")
    title = page.behind.title.accessibleName()
    assert title.startswith("合计 = 3")
    assert "帮扶就业人数（人） › 本季：由 3 条上岗记录组成，每人只算一次" in title


def test_enter_goes_into_the_records_and_again_opens_the_case_in_its_place(qtbot, page):
    went = []
    page.desk.went.connect(lambda place, ref: went.append((place, ref)))
    stand_on(qtbot, page, "r1.c32")
    page.activateWindow()
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    record = page.behind.table.current_row()
    qtbot.keyClick(page.behind.table, Qt.Key.Key_Return)
    assert went == [("cases", Ref("case", record.number))]


def test_a_rate_shows_both_of_its_lists(qtbot, page):
    stand_on(qtbot, page, "r1.c33")
    assert "分子 64，分母 65" in page.behind.title.accessibleName()
    assert [row.count for row in page.behind.table.model().rows if hasattr(row, "count") and not hasattr(row, "id")] == [64, 65]


def test_the_quarter_before_stands_below_in_grey_and_opens_on_its_own_records(qtbot, open_page, station, cast, now):
    more_than_before(station, cast, now)
    page = open_page(cast.head)
    assert [(row.kind, row.cells[0].text) for row in page.model.sheet.rows][1] == ("past", "上季（已封存）")
    column = page.model.sheet.find("r1.c9")[1]
    assert page.model.sheet.rows[1].cells[column].text == "1"
    page.grid.stand_on((1, column))
    settle(qtbot, page)
    assert (page.behind.found.period, len(page.behind.found.records), page.behind.found.frozen) == ("2026Q2", 1, True)


def test_a_jump_in_a_figure_wants_a_reason_that_is_written_beside_it(qtbot, open_page, station, cast, now):
    more_than_before(station, cast, now)
    page = open_page(cast.clerk1)
    asked = [check.rule for check in model.unanswered(page.loaded.view)]
    assert "visits_changed" in asked
    for rule in asked:
        page.checks.fields[f"reason.{rule}"].set_value("补走了上半年没走的户")
        page.checks._send(rule, page.checks.fields[f"reason.{rule}"])
        settle(qtbot, page)
    assert model.unanswered(page.loaded.view) == ()
    assert returns.build(station, cast.head, now, "QSR", PERIOD).reasons["visits_changed"] == "补走了上半年没走的户"


def test_a_reason_with_an_id_number_is_refused_at_its_field(qtbot, open_page, station, cast, now):
    more_than_before(station, cast, now)
    page = open_page(cast.clerk1)
    field = page.checks.fields["reason.visits_changed"]
    field.set_value("2327" + "1" * 14)
    page.checks._send("visits_changed", field)
    settle(qtbot, page)
    assert "18 位证件号码" in field.message


def test_a_failed_check_stands_first_frames_its_cells_and_stops_the_freezing(qtbot, open_page, station, cast, now):
    spoil(station, cast.clerk1)
    page = open_page(cast.head)
    told = model.verdicts(page.loaded.view)
    assert told.failed[0].rule == "jobs_add_up"
    at = page.model.sheet.find("r1.c13")
    assert page.model.cell(*at).check == "failed"
    page.freeze()
    assert page.left.currentIndex() == 0
    assert "条核对没有通过" in page.strip.sentence.text()
    assert return_list.versions(station, cast.head, "QSR", PERIOD) == ()


def test_the_head_freezes_after_reading_what_will_happen(qtbot, page, station, cast, now):
    page.acts()["primary"].run()
    assert page.left.currentIndex() == 1
    assert page.confirm.go.text() == "封存第 1 版"
    page.acts()["primary"].run()
    settle(qtbot, page)
    (version,) = return_list.versions(station, cast.head, "QSR", PERIOD)
    assert version.digest in page.told.more.text()
    assert (page.loaded.view.state, page.head.freeze.isHidden()) == ("frozen", True)
    assert page.tabs.bar.tabText(VERSIONS) == "版本 1"


def test_a_clerk_is_told_why_it_cannot_be_frozen(qtbot, clerks, station, cast):
    heard = said(clerks)
    act = clerks.acts()["primary"]
    assert act.why_not.startswith("封存由站长来做")
    clerks.head.freeze.click()
    assert heard == [act.why_not]
    assert clerks.checks.hint.text() == act.why_not
    assert clerks.left.currentIndex() == 0


def test_a_correction_wants_a_reason_and_becomes_the_next_version(qtbot, page, station, cast, now):
    return_freeze.freeze(station, cast.head, now, "QSR", PERIOD)
    with facts(station, cast.clerk1) as made:
        made.visit(AUGUST, made.person("补录"), recorded=at_station(date(2026, 9, 20), 12))
    page.check()
    settle(qtbot, page)
    assert [one.cell for one in page.loaded.view.differences][:1] == ["r1.c9"]
    page.head.correct.click()
    settle(qtbot, page)
    assert "更正稿（第 2 版）" in page.head.state.accessibleName()
    page.freeze()
    page.confirm.confirm()
    assert page.confirm.reason.is_wrong
    page.confirm.reason.editor.setText("补录一次走访")
    page.confirm.confirm()
    settle(qtbot, page)
    assert [line.reason for line in return_list.versions(station, cast.head, "QSR", PERIOD)] == ["补录一次走访", ""]


def test_before_its_end_a_period_says_what_it_leaves_out(qtbot, page, now):
    page.head.after.click()
    settle(qtbot, page)
    assert page.loaded.view.period.code == "2026Q4"
    assert not page.head.after.isEnabled()
    page.freeze()
    words = [label.text() for label in page.confirm.findChildren(type(page.told.more)) if "才结束" in label.text()]
    assert words == ["本期到 2026-12-31 才结束，数据只到 2026-10-09 09:00，以后的记录不在里面。"]
    assert page.back() and page.left.currentIndex() == 0


def test_the_export_writes_a_workbook_that_is_found_whole(qtbot, page, station, cast, monkeypatch, tmp_path):
    out = tmp_path / "report"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    page.head.export.click()
    settle(qtbot, page)
    made = Path(f"{out}.xlsx")
    verdict = return_export.verify(station, cast.head, made)
    assert (verdict.ok, verdict.period, verdict.frozen) == (True, PERIOD, False)
    assert str(made) in page.told.title.text()
    assert len(page.told._digest) == 64


def test_a_place_that_cannot_be_written_is_told_in_the_page(qtbot, page, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "no" / "x.xlsx"), ""))
    page.files.export()
    settle(qtbot, page)
    assert "没有留下半个文件" in page.strip.sentence.text()


def test_a_remark_is_typed_in_its_cell_and_kept(qtbot, page, station, cast, now):
    at = page.model.sheet.find("r1.c35")
    index = page.model.index(*at)
    assert index.flags() & Qt.ItemFlag.ItemIsEditable
    assert page.model.setData(index, "含零工驿站")
    settle(qtbot, page)
    assert page.model.cell(*at).text == "含零工驿站"
    assert returns.build(station, cast.head, now, "QSR", PERIOD).result.cells["r1.c35"].value == "含零工驿站"


def test_a_figure_of_records_cannot_be_typed_over(page):
    index = page.model.index(*page.model.sheet.find("r1.c9"))
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable


def test_the_narrative_is_kept_when_its_field_is_left(qtbot, clerks, station, cast, now):
    clerks.tabs.bar.setCurrentIndex(TEXTS)
    clerks.narrative.fields["主要做法"].set_value("逐户走访")
    clerks.tabs.bar.setCurrentIndex(MONTHS)
    clerks.months.fields["month.2026-07"].set_value("七月走访两户")
    clerks.acts()["save"].run()
    settle(qtbot, clerks)
    texts = returns.build(station, cast.head, now, "QSR", PERIOD).texts
    assert (texts["主要做法"], texts["month.2026-07"]) == ("逐户走访", "七月走访两户")
    assert clerks.tabs.bar.tabText(TEXTS) == "情况说明 1/4"
    assert clerks.tabs.bar.tabText(MONTHS) == "每月情况 1/3"


def test_a_text_that_is_refused_stays_in_its_field(qtbot, clerks):
    field = clerks.narrative.fields["典型经验"]
    field.set_value("张某 2327" + "1" * 14)
    clerks.save()
    settle(qtbot, clerks)
    assert field.is_wrong and "2327" in field.value()
    assert clerks.narrative.kept["典型经验"] == ""


def test_the_plan_is_chosen_by_its_chip_and_its_targets_are_typed(qtbot, page, station, cast, now):
    page.tabs.forms["PLAN"].click()
    settle(qtbot, page)
    assert page.loaded.view.definition.code == "PLAN"
    index = page.model.index(*page.model.sheet.find("r1.c3"))
    page.model.setData(index, "20")
    settle(qtbot, page)
    period = page.loaded.view.period.code
    assert returns.build(station, cast.head, now, "PLAN", period).result.cells["r1.c3"].value == 20
    page.back()


@pytest.mark.parametrize("text", theme.TEXT_SIZES)
def test_every_word_has_its_place_on_the_smallest_window(qtbot, qapp, clerks, text):
    dress(qapp, theme.Theme("light", text))
    sizes = theme.sizes()
    render(clerks, (1280 - sizes.navwidth - theme.SPACE.rail, 648 - sizes.topbar - sizes.statusbar))
    assert list(too_wide(clerks)) == []


def test_a_row_of_today_opens_its_return(qtbot, page):
    page.open(Ref("return", ("QSR", "2026Q2")))
    settle(qtbot, page)
    assert page.loaded.view.period.code == "2026Q2"
    page.head.after.click()
    settle(qtbot, page)
    assert page.loaded.view.period.code == PERIOD


def test_the_list_of_periods_offers_quarters_months_and_years(page):
    periods = {period.code for _, period in page.head.periods()}
    assert {"2026Q4", "2026Q3", "2026-10", "2026-09", "2026", "2025"} <= periods


def test_records_that_changed_are_said_and_f7_counts_them(qtbot, page, station, cast):
    with facts(station, cast.clerk1) as made:
        made.visit(SEPTEMBER, made.person("新"), recorded=at_station(date(2026, 9, 20), 12))
    page.desk.changed.emit(frozenset({"visit"}))
    assert page.checks.when.text() == "记录有改动，按 F7 重新核对"
    page.acts()["check"].run()
    settle(qtbot, page)
    assert page.model.cell(*page.model.sheet.find("r1.c9")).text == "3"


def test_the_cursor_stays_on_its_cell_when_the_checks_run_again(qtbot, page):
    stand_on(qtbot, page, "r1.c20")
    page.check()
    settle(qtbot, page)
    assert page.place.key == "r1.c20"
    assert page.tabs.bar.currentIndex() == SHEET


def own_file(tmp_path, code: str) -> None:
    folder = tmp_path / "definitions"
    folder.mkdir(exist_ok=True)
    (folder / f"{code}.toml").write_text(f'code = "{code}"', "utf-8")


def test_a_form_that_cannot_be_used_is_said_and_the_others_go_on(tmp_path, open_page, cast):
    own_file(tmp_path, "QSR")
    page = open_page(cast.head)
    assert (page.faces.state, page.loaded.view.definition.code) == ("ready", "PLAN")
    assert "QSR.toml" in page.strip.sentence.text()


def test_without_any_form_the_page_says_why(tmp_path, open_page, cast):
    for code in ("QSR", "PLAN", "HALL"):
        own_file(tmp_path, code)
    page = open_page(cast.head)
    assert (page.faces.state, page.faces.failed.more.text().count(".toml")) == ("failed", 1)
    assert "HALL.toml" in page.faces.failed.more.text()


def test_nothing_is_read_on_the_windows_thread_before_the_answer_is_home(qtbot, port, station, cast, now, tmp_path):
    context = AppContext(station, lambda: now, Settings(tmp_path), cast.head, stations.facts(station))
    jobs = Jobs()
    page = ReturnsPage(Desk(port, jobs, context))
    qtbot.addWidget(page)
    page.arrive()
    assert (page.faces.state, jobs.busy) == ("loading", True)
    quiet(qtbot, type("Owner", (), {"jobs": jobs}))
    assert page.faces.state == "ready"


# older versions


@pytest.fixture
def corrected(station, cast, now, page, qtbot):
    """Two frozen versions: a visit that was entered late came into the second."""
    from app.services import return_texts

    return_texts.set_text(station, cast.head, now, "QSR", PERIOD, "month.2026-07", "第一版时写的")
    return_freeze.freeze(station, cast.head, now, "QSR", PERIOD)
    return_texts.set_text(station, cast.head, now, "QSR", PERIOD, "month.2026-07", "后来改的")
    with facts(station, cast.clerk1) as made:
        made.visit(AUGUST, made.person("补录"), recorded=at_station(date(2026, 9, 20), 12))
    return_freeze.freeze(station, cast.head, now, "QSR", PERIOD, "补录一次走访")
    page.check()
    settle(qtbot, page)
    return page


def look_at(qtbot, page, number):
    page.tabs.bar.setCurrentIndex(VERSIONS)
    rows = [line.number for line in page.versions.model.rows]
    page.versions.table.selectRow(rows.index(number))
    qtbot.keyClick(page.versions.table, Qt.Key.Key_Return)
    settle(qtbot, page)


def test_an_older_version_is_shown_as_it_was_and_says_what_took_its_place(qtbot, corrected):
    newest = corrected.loaded.view.result.cells["r1.c9"].value
    look_at(qtbot, corrected, 1)
    view = corrected.loaded.view
    assert (view.version, view.newest, view.result.cells["r1.c9"].value) == (1, 2, newest - 1)
    assert corrected.older.words.text() == "这是第 1 版，只能看，已由第 2 版代替，原因：补录一次走访"
    assert corrected.tabs.bar.currentIndex() == SHEET and not corrected.older.isHidden()
    assert [(one.cell, one.frozen, one.today) for one in view.differences][:1] == [("r1.c9", newest - 1, newest)]
    assert "旧版" in corrected.head.state.accessibleName()


def test_nothing_of_an_older_version_can_be_changed(qtbot, corrected):
    look_at(qtbot, corrected, 1)
    assert corrected.head.correct.isHidden() and corrected.head.freeze.isHidden()
    assert not corrected.months.fields["month.2026-07"].editor.isEnabled()
    assert corrected.months.fields["month.2026-07"].value() == "第一版时写的"
    assert corrected.acts()["primary"].why_not
    sheet = corrected.loaded.sheet
    assert all(sheet.source(0, column) is None for column in range(len(sheet.columns)))


def test_the_records_behind_an_older_figure_are_those_it_was_frozen_with(qtbot, corrected):
    stand_on(qtbot, corrected, "r1.c9")
    newest = corrected.behind.found.value.value
    look_at(qtbot, corrected, 1)
    stand_on(qtbot, corrected, "r1.c9")
    assert corrected.behind.found.version == 1
    assert len(corrected.behind.found.records) == newest - 1


def test_escape_or_the_link_leads_back_to_the_newest(qtbot, corrected):
    look_at(qtbot, corrected, 1)
    assert corrected.back()
    settle(qtbot, corrected)
    assert (corrected.loaded.view.version, corrected.older.isHidden()) == (2, True)
    look_at(qtbot, corrected, 1)
    corrected.older.back.click()
    settle(qtbot, corrected)
    assert corrected.loaded.view.version == 2
    look_at(qtbot, corrected, 2)
    assert corrected.loaded.view.newest == 0 and corrected.version is None


def test_the_workbook_and_the_paper_are_those_of_the_version_that_is_looked_at(qtbot, corrected, station, cast, monkeypatch, tmp_path):
    look_at(qtbot, corrected, 1)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "a.xlsx"), ""))
    corrected.head.export.click()
    settle(qtbot, corrected)
    verdict = return_export.verify(station, cast.head, tmp_path / "a.xlsx")
    assert (verdict.ok, verdict.version) == (True, 1)
    gone = []
    corrected.desk.went.connect(lambda place, ref: gone.append((place, ref.key.version)))
    corrected.acts()["print"].run()
    assert gone == [("prints", 1)]


def test_all_records_behind_a_figure_go_into_a_workbook(qtbot, page, tmp_path):
    import openpyxl

    stand_on(qtbot, page, "r1.c9")
    found = page.behind.found
    assert page.behind.export.text() == f"导出这 {found.value.value} 条"
    table = page.behind.table
    table.export_asked.disconnect()
    export = next(child for child in table.children() if type(child).__name__ == "ListExport")
    export.start(tmp_path / "records.xlsx")
    settle(qtbot, page)
    lines = list(openpyxl.load_workbook(tmp_path / "records.xlsx").active.iter_rows(values_only=True))
    assert len(lines) == 3 + found.value.value
    assert "打开" not in lines[2] and "走访人次 = " in lines[1][0]


def test_a_form_of_many_rows_takes_the_height_and_the_records_come_when_asked(qtbot, qapp, page):
    page.resize(1000, 600)
    assert page.behind.turn.isHidden() and page.behind.faces.isVisible()  # one row: both have room
    page.tabs.form_asked.emit("HALL")
    settle(qtbot, page)
    assert not page.behind.faces.isVisible() and page.behind.turn.text() == "看记录"
    tall = page.grid.viewport().height()
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert page.behind.faces.isVisible() and page.grid.viewport().height() < tall and page.behind.turn.text() == "收起"
    page._out_of_records()
    assert not page.behind.faces.isVisible()
    page.resize(1000, 1400)
    settle(qtbot, page)
    assert page.behind.turn.isHidden() and page.behind.faces.isVisible()
