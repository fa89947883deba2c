"""The place of cases with real services on a real encrypted station."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial

import pytest
from PyQt6.QtCore import Qt
from sqlalchemy import select

from app.domain.documents import Document
from app.services import attachments, bundles, case_acts, cases, items, officers, persons, queue
from app.services.attachments import AttachmentForm
from app.services.cases import CaseForm
from app.services.persons import PersonForm
from db.models import ServiceRecord
from tests.services.accepting import accept_complete
from tests.services.paused import pause_approved
from tests.ui.conftest import quiet
from tests.ui.station import context_of, press, show_page
from ui import theme
from ui.desk.cases.more_acts import papers_of
from ui.desk.cases.page import CASE, LIST, NEW, TITLES, CasesPage
from ui.desk.desk import Desk
from ui.desk.keys import key_of
from ui.desk.places import Ref
from ui.desk.ports import CurrentPerson
from ui.jobs import Jobs
from ui.screens import settle, too_wide


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def numbers(context):
    item = next(line.code for line in items.listing(context.db, context.actor) if line.promised_days == 10)
    person = persons.add(context.db, context.actor, context.now(), PersonForm("张淑芬")).id
    made = [cases.open_case(context.db, context.actor, context.now(), CaseForm(item, person)).number for _ in range(3)]
    accept_complete(context.db, context.actor, context.now(), made[0])
    return made


@pytest.fixture
def page(qtbot, port, context, numbers):
    return show_page(qtbot, port, context, CasesPage)


def test_the_list_shows_the_open_cases_with_words_and_counts(page, numbers):
    assert [row.number for row in page.model.rows] == numbers
    assert page.chips["open"].text() == "在办 3"
    assert page.model.data(page.model.index(0, 3)) == "剩 10 个工作日"
    assert page.model.data(page.model.index(1, 3)) == "受理前"


def test_the_keyboard_stands_in_the_list_also_while_its_first_rows_are_read(page):
    page.faces.show_state("loading")
    page.take_focus()
    page.faces.show_state("ready")
    assert page.focusWidget() is page.table


def test_enter_opens_the_case_and_escape_leads_back(qtbot, page, numbers):
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    quiet(qtbot, page)
    assert page.stack.currentIndex() == CASE
    assert page.detail.view.facts.number == numbers[0]
    assert page.back()
    assert page.stack.currentIndex() == LIST


def test_the_primary_key_accepts_and_the_clock_appears(qtbot, page, numbers):
    page.open(Ref("case", numbers[1]))
    quiet(qtbot, page)
    assert page.detail.days.isHidden()
    press(qtbot, page, "primary")
    page.detail.form.fields["here"].editor.every.setChecked(True)
    press(qtbot, page, "primary")
    assert page.detail.view.facts.state == "accepted"
    assert not page.detail.days.isHidden()


def test_closing_asks_for_the_outcome_at_its_field(qtbot, page, numbers):
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    press(qtbot, page, "primary")
    press(qtbot, page, "primary")
    assert page.detail.form.fields["outcome"].is_wrong
    page.detail.form.fields["outcome"].editor.setText("已认定")
    press(qtbot, page, "primary")
    assert page.detail.view.facts.state == "closed"


def test_a_refusal_stands_beside_its_field(qtbot, page, numbers):
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    extend = next(act for act in page.detail.offered(page.detail.view) if act.permission == "case.extend")
    page.detail.begin(extend)
    page.detail.form.fields["days"].set_value("99")
    page.detail.form.fields["reason"].set_value("等回函")
    press(qtbot, page, "primary")
    assert "99" in page.detail.form.fields["days"].message


def test_space_ticks_a_material(qtbot, page, numbers):
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    page.detail.materials.selectRow(0)
    for state in ("missing", "received", "missing"):  # the item does not say that it may be waived
        qtbot.keyClick(page.detail.materials, Qt.Key.Key_Space)
        quiet(qtbot, page)
        assert page.detail.view.materials[0].state == state


def test_a_hand_over_offers_the_other_officers(qtbot, page, numbers):
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    act = next(act for act in page.detail.offered(page.detail.view) if act.permission == "case.hand_over")
    page.detail.begin(act)
    quiet(qtbot, page)
    combo = page.detail.form.fields["to"].editor
    assert "王敏" not in [combo.itemText(i) for i in range(combo.count())]
    press(qtbot, page, "primary")
    assert page.detail.form.fields["to"].message == "请选择交给谁。已填的其他内容都在。"
    combo.setCurrentIndex(1)
    press(qtbot, page, "primary")
    assert page.detail.view.facts.offered_to


def test_a_new_case_finds_its_person_and_opens(qtbot, page, context):
    press(qtbot, page, "new")
    assert page.stack.currentIndex() == NEW
    page.new.find.editor.setText("zsf")
    quiet(qtbot, page)
    assert page.new.person.editor.count() == 1
    press(qtbot, page, "primary")
    assert page.stack.currentIndex() == CASE
    assert page.detail.view.facts.person_name == "张淑芬"


def test_a_bundle_is_opened_from_the_list_of_items_and_says_what_is_asked_for_once(qtbot, page, context):
    press(qtbot, page, "new")
    page.new.find.editor.setText("zsf")
    quiet(qtbot, page)
    page.new.board.setText("bundle:SXDJ")
    assert "共用的材料只收一次" in page.new.item.message and "劳动用工备案" in page.new.item.message
    press(qtbot, page, "primary")
    view = page.detail.view
    assert [name for _, name, _ in view.bundle.cases] == ["就业登记", "社会保险登记", "劳动用工备案"]
    first, second = (number for number, _, _ in view.bundle.cases[:2])
    assert view.facts.number == first
    page.open(Ref("case", second))
    quiet(qtbot, page)
    assert {line.under for line in page.detail.view.materials} == {first}


def test_a_wrong_day_is_said_at_its_field_and_nothing_is_written(qtbot, page, numbers):
    press(qtbot, page, "new")
    page.new.find.editor.setText("zsf")
    quiet(qtbot, page)
    page.new.received.set_value("2026-13-40")
    press(qtbot, page, "primary")
    assert page.new.received.is_wrong
    assert page.stack.currentIndex() == NEW


def test_typing_narrows_the_list(qtbot, page, numbers):
    page.find.setText(numbers[2])
    qtbot.waitUntil(lambda: len(page.model.rows) == 1)
    assert page.back()
    quiet(qtbot, page)
    assert page.find.text() == ""


def test_ctrl_p_asks_the_prints_for_the_acceptance_notice(qtbot, page, numbers):
    asked = []
    page.desk.went.connect(lambda place, ref: asked.append((place, ref.kind, ref.key.document, ref.key.case)))
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    press(qtbot, page, "print")
    assert asked == [("prints", "paper", "acceptance", numbers[0])]


def test_the_current_ticket_becomes_a_case_of_any_item_with_three_keys_in_half_a_second(qtbot, page, context, cast):
    taken = queue.take(context.db, context.actor, context.now(), "A", person_id=1)
    queue.call(context.db, context.actor, context.now(), 1)
    page.desk.person = CurrentPerson(taken.ticket, person_id=1, name="张淑芬")
    board = page.new.board
    press(qtbot, page, "new")
    picks = board.view.picks.values
    codes = {line.code for line in items.listing(context.db, context.actor) if line.state == "published"}
    ready = [kind for kind in bundles.kinds(context.db, context.actor) if all(part.ready for part in kind.parts)]
    assert {pick.code for pick in picks} == codes | {f"bundle:{kind.code}" for kind in ready}
    for pick in picks:  # one press chooses any of them, whatever was chosen before
        qtbot.keyClicks(board.view, pick.key)
        assert board.text() == pick.code
    page.back()
    for code in ("XEDK", "JYKN"):
        began = time.process_time()
        press(qtbot, page, "new")  # the first key, Ctrl+N
        qtbot.keyClicks(board.view, next(pick.key for pick in picks if pick.code == code))  # the second
        qtbot.keyClick(board.view, Qt.Key.Key_Return)  # the third
        quiet(qtbot, page)
        assert time.process_time() - began < 0.5
        facts = page.detail.view.facts
        assert (page.stack.currentIndex(), facts.person_name, facts.item) == (CASE, "张淑芬", code)
        assert page.detail.view.ticket == taken.ticket


def test_the_form_records_how_the_service_is_given(qtbot, page, context):
    modes = []
    for way in ("window", "door", "phone", "online", "proactive"):
        press(qtbot, page, "new")
        assert page.new.way.value() == "window"
        page.new.find.editor.setText("zsf")
        quiet(qtbot, page)
        page.new.board.setText("ZCZX")
        page.new.way.set_value(way)
        press(qtbot, page, "primary")
        accept_complete(context.db, context.actor, context.now(), page.detail.view.facts.number)
        with context.db.read("case.read", context.actor) as session:
            modes.append(session.scalars(select(ServiceRecord.mode).order_by(ServiceRecord.id.desc())).first())
    assert modes == ["counter", "door", "remote", "remote", "proactive"]


ENDS = {
    "noticed": lambda db, who, now, n: case_acts.notice(db, who, now, n, ["M1"], left_out="另行核查"),
    "paused": lambda db, who, now, n: (accept_complete(db, who, now, n), pause_approved(db, who, now, n)),
    "decided": lambda db, who, now, n: (accept_complete(db, who, now, n), case_acts.decide(db, who, now, n, "已认定")),
    "closed": lambda db, who, now, n: (accept_complete(db, who, now, n), case_acts.close(db, who, now, n, "已认定")),
    "refused": lambda db, who, now, n: case_acts.refuse(db, who, now, n, "不在范围"),
    "withdrawn": lambda db, who, now, n: case_acts.withdraw(db, who, now, n, "改天再来"),
    "void": lambda db, who, now, n: case_acts.ask_void(db, who, now, n, "重复登记"),
}


def shown(qtbot, page, act):
    """The numbers that stand in the list once an act of the page is done."""
    act()
    quiet(qtbot, page)
    return {row.number for row in page.model.rows}


def test_every_state_has_a_chip_with_its_count_and_officer_and_due_narrow_it(qtbot, page, context, cast, numbers):
    db, now, made = context.db, context.now(), {"accepted": {numbers[0]}, "received": {*numbers[1:]}}
    for state, act in ENDS.items():
        number = cases.open_case(db, cast.clerk2, now, CaseForm("JYKN", 1)).number
        act(db, cast.clerk2, now, number)
        made[state] = {number}
    case_acts.approve(db, cast.head, now, *made["void"])
    page.arrive()
    quiet(qtbot, page)
    assert set(made) == set(cases.ALL_STATES)
    for state, wanted in made.items():
        assert shown(qtbot, page, partial(page._choose, state)) == wanted
        assert page.chips[state].text().endswith(f" {len(wanted)}") and page.chips[state].isChecked()
        assert page.exported().narrowed == f"只含“{TITLES[state]}”"
    open_of_clerk2 = made["noticed"] | made["paused"] | made["decided"]
    page._choose("open")
    page._choose("holder")
    quiet(qtbot, page)
    entry = next(action for action in page.menu.actions() if action.text() == cast.clerk2.name)
    assert shown(qtbot, page, entry.trigger) == open_of_clerk2
    assert (page.chips["holder"].text(), page.chips["open"].text()) == (cast.clerk2.name, "在办 3")
    page._choose("due")
    week = next(action for action in page.menu.actions() if action.text() == "三十天内到期")
    assert shown(qtbot, page, week.trigger) == made["paused"] | made["decided"] and page.chips["open"].text() == "在办 2"
    assert page.exported().narrowed == f"只含“在办、责任人{cast.clerk2.name}、三十天内到期”"
    assert shown(qtbot, page, page.back) == open_of_clerk2 | {*numbers} and page.chips["open"].text() == "在办 6"
    assert (page.chips["holder"].text(), page.chips["due"].text(), page.chips["due"].isChecked()) == ("责任人", "期限", False)
    press(qtbot, page, "next_tab")  # Ctrl+Tab
    assert page.chips["overdue"].isChecked() and page.model.rows == []


def test_the_sheets_of_day_week_and_month_are_one_key_each(qtbot, page):
    asked = []
    page.desk.went.connect(lambda place, ref: asked.append((place, ref.key.document, str(ref.key.since), str(ref.key.until))))
    for act in ("print", "print_week", "print_month"):
        press(qtbot, page, act)
    assert asked == [
        ("prints", "case-sheet", "2026-10-09", "2026-10-09"),
        ("prints", "case-sheet", "2026-10-05", "2026-10-11"),
        ("prints", "case-sheet", "2026-10-01", "2026-10-31"),
    ]
    assert [key_of(act) for act in ("print", "print_week", "print_month")] == ["Ctrl+P", "Ctrl+Shift+P", "Ctrl+Alt+P"]


def test_the_list_narrows_to_the_own_cases_and_to_those_of_an_officer_by_name(qtbot, page, context, cast, numbers):
    case_acts.hand_over(context.db, cast.clerk1, context.now(), numbers[1], "clerk2")
    case_acts.take_over(context.db, cast.clerk2, context.now(), numbers[1])
    page._choose("mine")
    quiet(qtbot, page)
    assert {row.number for row in page.model.rows} == {numbers[0], numbers[2]}
    page.find.setText(cast.clerk2.name)
    qtbot.waitUntil(lambda: [row.number for row in page.model.rows] == [numbers[1]])


def test_an_extension_that_was_approved_is_told_at_the_case(qtbot, page, context, cast, numbers):
    case_acts.extend(context.db, cast.clerk1, context.now(), numbers[0], 5, "等外地回函")
    case_acts.approve(context.db, cast.head, context.now(), numbers[0])
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    act = next(act for act in page.detail.offered(page.detail.view) if act.name == "登记已告知延期")
    page.detail.begin(act)
    page.detail.form.fields["how"].editor.setText("电话")
    press(qtbot, page, "primary")
    assert not page.detail.view.untold and Document.EXTENSION_NOTICE in papers_of(page.detail.view)
    assert act.name not in [one.name for one in page.detail.offered(page.detail.view)]


def test_where_it_is_narrow_acts_go_under_more_and_no_date_is_cut(qtbot, page, numbers):
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    wide = len(page.detail._under_more())
    page.resize(560, 600)
    settle()
    assert len(page.detail._under_more()) > wide
    assert not page.detail.more.isHidden()
    assert list(too_wide(page.detail)) == []


def test_on_a_low_screen_the_days_fold_so_that_six_steps_stand_in_sight(qtbot, qapp, page, numbers):
    """特大 on 1280×648: the page is 800×546."""
    theme.apply(qapp, theme.Theme("light", theme.TEXT_SIZES[-1]))
    page.resize(800, 546)
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    settle()
    detail = page.detail
    assert detail.days.isHidden() and detail.fold.text() == "逐日" and list(too_wide(detail)) == []
    assert detail.steps.viewport().height() >= 6 * theme.sizes().row_grid
    detail.fold.click()
    settle()
    assert detail.days.isVisible() and detail.legend.isHidden() and detail.fold.text() == "收起"
    detail.fold.click()
    page.resize(986, 900)
    settle()
    assert detail.fold.isHidden()


def test_on_a_screen_of_some_height_the_days_stand_there(qtbot, page, numbers):
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    assert page.detail.days.isVisible() and page.detail.legend.isVisible() and page.detail.fold.isHidden()


def test_the_button_says_how_many_go_out_and_the_foot_how_many_are_chosen(qtbot, page, numbers):
    assert page.out.text() == "导出这 3 条" and page.selection.text() == "已选 1 件"
    page.table.selectAll()
    assert page.out.text() == "导出选中的 3 条" and page.selection.text() == "已选 3 件"
    page._choose("overdue")
    quiet(qtbot, page)
    assert page.out.isHidden() and page.selection.text() == ""


def test_closed_cases_come_newest_first(qtbot, page, context, numbers):
    for number, days in ((numbers[0], 0), (numbers[1], 3)):
        later = context.now() + timedelta(days=days)
        if days:
            accept_complete(context.db, context.actor, later, number)
        case_acts.close(context.db, context.actor, later, number, "已认定")
    page.open(Ref("closed", None))
    quiet(qtbot, page)
    assert [row.number for row in page.model.rows] == [numbers[1], numbers[0]]
    assert page.order.text() == "排序：期限晚的在前"


def test_a_person_of_the_search_is_filled_in_and_the_item_says_its_limit(qtbot, page, context):
    other = persons.add(context.db, context.actor, context.now(), PersonForm("李兰")).id
    page.open(Ref("new_case", other))
    quiet(qtbot, page)
    assert page.new.person.editor.currentText() == "李兰"
    page.new.board.setText("JYKN")
    assert page.new.item.message == "就业困难人员认定：承诺件，承诺 10 个工作日，法定 20 个"


def test_a_notice_that_would_list_nothing_is_refused_and_what_is_no_material_can_be_told_alone(qtbot, page, context, numbers):
    view = cases.show(context.db, context.actor, context.now(), numbers[0])
    case_acts.receive_material(context.db, context.actor, context.now(), numbers[0], [m.code for m in view.materials], "received")
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    page.detail.begin(next(act for act in page.detail.offered(page.detail.view) if act.permission == "case.notice"))
    quiet(qtbot, page)
    assert "missing" not in page.detail.form.fields
    page.detail.form.confirm()
    quiet(qtbot, page)
    assert page.detail.view.notices == 0 and "至少要列出一项" in page.detail.form.fields["others"].message
    page.detail.form.fields["others"].set_value("本人到场")
    page.detail.form.confirm()
    quiet(qtbot, page)
    assert page.detail.view.notices == 1


def test_who_confirms_sees_what_and_decides_only_that(qtbot, port, context, numbers, cast):
    case_acts.extend(context.db, cast.clerk1, context.now(), numbers[0], 5, "等外地回函")
    case_acts.ask_void(context.db, cast.clerk1, context.now(), numbers[0], "重复登记")
    page = CasesPage(Desk(port, Jobs(), context.acting(cast.head)))
    page.jobs = page.desk.jobs
    qtbot.addWidget(page)
    page.open(Ref("case", numbers[0]))
    quiet(qtbot, page)
    assert "待上级确认 延期 5 个工作日，王敏：等外地回函" in "".join(run.text for run in page.detail.waits.runs)
    confirm = next(act for act in page.detail.offered(page.detail.view) if act.permission == "case.approve")
    assert confirm.title(page.detail.view) == "确认延期"
    case_acts.approve(context.db, cast.county, context.now(), numbers[0])  # the county is faster
    page.detail.begin(confirm)
    quiet(qtbot, page)
    assert "刚有变化" in page.strip.sentence.text()
    assert cases.show(context.db, cast.head, context.now(), numbers[0]).facts.waiting_for == ("void",)


def test_the_only_officer_records_the_signed_slip_of_what_was_asked_for(qtbot, page, context, cast, numbers):
    for one in officers.listing(context.db, cast.admin):
        if one.login not in ("clerk1", "admin"):
            officers.end(context.db, cast.admin, context.now(), one.login)
    case_acts.ask_void(context.db, context.actor, context.now(), numbers[1], "重复录入")
    page.open(Ref("case", numbers[1]))
    quiet(qtbot, page)
    assert "待上级确认" in "".join(run.text for run in page.detail.waits.runs)
    act = next(act for act in page.detail.offered(page.detail.view) if act.permission == "case.slip")
    page.detail.begin(act)
    assert page.detail.middle.currentIndex() == 0  # no file is kept yet, so there is nothing to record
    record = f"cases:{page.detail.view.facts.id}"
    form = AttachmentForm(record, "签批单", b"scan")
    attachments.add(context.db, context.actor, context.now(), context.settings, form)
    page.detail.reload()
    quiet(qtbot, page)
    page.detail.begin(act)
    fields = page.detail.form.fields
    for name, text in (("signer", "孙立"), ("duty", "股长"), ("signed_on", context.now().date().isoformat())):
        fields[name].editor.setText(text)
    press(qtbot, page, "primary")
    assert page.detail.view.facts.state == "void"


def test_what_is_missing_is_told_from_the_form_all_at_once(qtbot, page, numbers):
    page.open(Ref("case", numbers[1]))
    quiet(qtbot, page)
    notice = next(act for act in page.detail.offered(page.detail.view) if act.permission == "case.notice")
    page.detail.begin(notice)
    ticks = page.detail.form.fields["missing"]
    ticks.set_value("")
    press(qtbot, page, "primary")
    assert ticks.message and page.detail.view.facts.state == "received"
    missing = [material.code for material in page.detail.view.materials]
    ticks.editor.boxes[0][1].toggle()
    assert not ticks.is_wrong and ticks.value() == missing[0]
    ticks.set_value(",".join(missing))
    press(qtbot, page, "primary")
    assert page.detail.view.facts.state == "noticed"
