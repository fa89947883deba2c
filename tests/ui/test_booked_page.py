"""Appointments at the desk: made from what is free, checked in with one key, cancelled, their slip printed; and the way there and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PyQt6.QtTest import QTest

from app.domain.clock import parse_moment
from app.services import appointments, counters, persons, profiles, queue, queue_views, stations
from app.services.appointments import AppointmentForm
from app.services.persons import PersonForm
from tests.dbfixtures import NOW
from tests.printing import fake_printer, receipts
from tests.ui.conftest import quiet
from tests.ui.real_desk import lay_out, open_desk
from tests.ui.real_desk import press as keys
from tests.ui.real_desk import quiet as calm
from tests.ui.station import context_of, present, press, resident, show_page
from ui.desk.paper import PaperView
from ui.desk.places import Ref
from ui.desk.queue.booked import BookedPage
from ui.desk.queue.slip import SlipStrip

MONDAY = parse_moment("2026-10-12T14:00")


@pytest.fixture
def context(sqlite_db, cast, now, tmp_path):
    return context_of(sqlite_db, cast.clerk1, now, tmp_path)


@pytest.fixture
def person(context):
    return resident(context)


def opened(qtbot, port, context, who=None):
    return show_page(qtbot, port, context, lambda desk: BookedPage(desk, SlipStrip(desk)), who)


def at(context, moment):
    """The same station at another moment."""
    return replace(context, clock=lambda: moment)


def book(context, person, moment=MONDAY, line="B", **facts):
    return appointments.make(context.db, context.actor, context.now(), AppointmentForm(person, moment, line, **facts))


def states(context):
    return [(one.person, one.state) for one in appointments.listing(context.db, context.actor, since=NOW.date())]


def test_the_form_offers_the_free_times_of_the_day_and_the_appointment_stands_in_the_list(qtbot, port, context, person):
    page = opened(qtbot, port, context, present(person))
    press(qtbot, page, "new")
    form = page.form
    assert form.day.value() == "2026-10-10"  # a Saturday that is worked
    form.fill({"line": "B", "day": "2026-10-12"})
    form.ask_slots()
    quiet(qtbot, page)
    assert form.time.value() == "08:00"
    assert form.time.editor.itemText(0) == "08:00—08:30　余 3 人"
    form.fill({"time": "14:00", "exact": "14:30", "note": "带社保卡"})
    press(qtbot, page, "save")
    assert form.exact.message == "请写 14:00 到 14:29 之间的时间，像 14:00 这样。已填的内容都在。"
    form.fill({"exact": ""})
    press(qtbot, page, "save")
    assert page.form is None and page.only == "ahead"
    (line,) = page.model.rows
    assert (line.person, line.at, line.line, line.note) == ("张淑芬", MONDAY, "B", "带社保卡")
    assert page.said[-1] == "张淑芬 已约 10-12 14:00，编号 YY20261012-001"


@pytest.mark.parametrize("wrong", ["14", "25:00", "两点", "13:59"])
def test_any_minute_of_a_stretch_is_booked_and_what_is_no_minute_of_it_is_not(qtbot, port, context, person, wrong):
    page = opened(qtbot, port, context, present(person))
    press(qtbot, page, "new")
    page.form.fill({"line": "B", "day": "2026-10-12"})
    page.form.ask_slots()
    quiet(qtbot, page)
    page.form.fill({"time": "14:00", "exact": wrong})
    press(qtbot, page, "save")
    assert states(context) == []
    page.form.fill({"exact": "14:20"})
    press(qtbot, page, "save")
    assert [line.at for line in page.model.rows] == [MONDAY + timedelta(minutes=20)]


def test_a_time_that_is_full_is_not_offered_any_more_and_a_day_off_offers_none(qtbot, port, context, cast, person):
    profiles.override(context.db, cast.head, NOW, "appointments_per_slot", 1)
    book(context, person)
    page = opened(qtbot, port, context, present(resident(context, "赵桂兰", serial=6)))
    press(qtbot, page, "new")
    page.form.fill({"line": "B", "day": "2026-10-12"})
    page.form.ask_slots()
    quiet(qtbot, page)
    offered = [page.form.time.editor.itemData(n) for n in range(page.form.time.editor.count())]
    assert "14:00" not in offered and {"13:30", "14:30"} <= set(offered)
    page.form.fill({"day": "2026-10-11"})
    page.form.ask_slots()
    quiet(qtbot, page)
    assert page.form.time.editor.count() == 0 and "换一天" in page.form.time.message


def test_what_the_rules_refuse_is_said_beside_the_time_and_nothing_is_lost(qtbot, port, context, person):
    page = opened(qtbot, port, context, present(person))
    press(qtbot, page, "new")
    page.form.fill({"line": "B", "day": "2026-10-30", "note": "带社保卡"})
    page.form.ask_slots()
    quiet(qtbot, page)
    press(qtbot, page, "save")
    assert "最晚到 2026-10-15" in page.form.time.message
    assert page.form.values()["note"] == "带社保卡"
    assert states(context) == []


def test_with_nobody_at_the_counter_the_form_finds_the_person(qtbot, port, context, person):
    page = opened(qtbot, port, context)
    press(qtbot, page, "new")
    page.form.pick.wanted.emit("zsf")
    quiet(qtbot, page)
    page.form.pick.take(page.form.pick.model.rows[0])
    press(qtbot, page, "save")
    assert states(context) == [("张淑芬", "booked")]


def test_one_key_checks_in_and_gives_a_number_that_goes_first(qtbot, port, context, person):
    book(context, person)
    page = opened(qtbot, port, at(context, MONDAY - timedelta(minutes=10)))
    press(qtbot, page, "primary")
    assert page.said[-1] == "已签到，号票 B001，前面 0 人"
    assert [line.person for line in queue_views.day(context.db, context.actor, MONDAY.date())] == ["张淑芬"]
    assert page.table.current_row().state == "checked_in"


def test_a_scanned_slip_checks_in_by_itself(qtbot, port, context, person):
    code = book(context, person)
    page = opened(qtbot, port, at(context, MONDAY))
    page.box.setText(code.lower())
    page.box.returnPressed.emit()
    quiet(qtbot, page)
    assert [line.ticket for line in queue_views.day(context.db, context.actor, MONDAY.date())] == ["B001"]
    assert page.box.text() == ""


def test_a_scanner_at_the_desk_types_anywhere_on_that_face(qtbot, sqlite_template, tmp_path):
    """A scanner is a keyboard: it types the code and Enter wherever the focus is."""
    window = open_desk(qtbot, lay_out(sqlite_template, tmp_path / "data"))
    context = window.desk.context
    profiles.override(context.db, stations.actors(context.db)["head"], NOW, "appointment_least_days", 0)
    visitor = persons.add(context.db, context.actor, NOW, PersonForm("章玥瑶")).id
    code = book(context, visitor, NOW + timedelta(minutes=12))
    window.go("queue")
    calm(qtbot, window)
    keys(qtbot, window, "Ctrl+Tab")
    window.page.booked.table.setFocus()
    QTest.keyClicks(window.focusWidget(), code[:1])
    for letter in code[1:]:
        QTest.keyClicks(window.focusWidget(), letter)
    keys(qtbot, window, "Return")
    assert [(line.ticket, line.person_id) for line in queue_views.day(context.db, context.actor, NOW.date())] == [("B001", visitor)]


@pytest.mark.parametrize(("minutes", "said"), [(-16, "起才能签到"), (31, "已经超过 30 分钟")])
def test_who_comes_too_early_or_too_late_is_told_and_gets_no_number(qtbot, port, context, person, minutes, said):
    book(context, person)
    page = opened(qtbot, port, at(context, MONDAY + timedelta(minutes=minutes)))
    page.open_row(page.table.current_row())
    quiet(qtbot, page)
    assert said in page.strip.sentence.text()
    assert queue_views.day(context.db, context.actor, MONDAY.date()) == ()


def test_a_cancellation_asks_why_and_is_refused_when_it_comes_too_late(qtbot, port, context, person):
    book(context, person)
    page = opened(qtbot, port, at(context, MONDAY - timedelta(minutes=119)))
    page.cancel(page.table.current_row())
    press(qtbot, page, "save")
    assert states(context) == [("张淑芬", "booked")]
    page.desk.context = at(context, MONDAY - timedelta(minutes=120))
    page.form.fill({"reason": "改天再来"})
    press(qtbot, page, "save")
    assert states(context) == [("张淑芬", "cancelled")]
    (line,) = appointments.listing(context.db, context.actor, on=MONDAY.date())
    assert line.reason == "改天再来"


def test_without_a_ticket_printer_the_slip_is_a_paper(qtbot, port, context, person):
    book(context, person)
    page = opened(qtbot, port, context)
    page.narrow("ahead")
    quiet(qtbot, page)
    press(qtbot, page, "print")
    view = page.stack.currentWidget()
    assert isinstance(view, PaperView) and view.sheet.pages == 1


def test_from_the_counter_to_the_appointments_and_back(qtbot, sqlite_template, tmp_path):
    with fake_printer.printer() as taker:
        window = open_desk(qtbot, replace(lay_out(sqlite_template, tmp_path / "data"), ticket_printer=taker.setting))
        context = window.desk.context
        visitor = persons.add(context.db, context.actor, NOW, PersonForm("章玥瑶")).id
        window.go("queue", Ref("book", visitor))
        calm(qtbot, window)
        window.page.booked.form.send()
        calm(qtbot, window)
        assert "预约单" in receipts.read(taker.got[0]) and "章玥瑶" not in receipts.read(taker.got[0])
        assert window.page.booked.table.current_row().person == "章玥瑶"
        keys(qtbot, window, "Escape", "Escape")
        assert window.page.stack.currentIndex() == 0
        keys(qtbot, window, "Ctrl+Tab")
        assert window.page.stack.currentWidget() is window.page.booked
        queue.take(context.db, context.actor, NOW - timedelta(minutes=5), "A")
        calm(qtbot, window)
        keys(qtbot, window, "F2")
        assert window.page.stack.currentIndex() == 0
        assert window.page.board.present.ticket == "A001"


def test_an_appointment_says_who_serves_its_line_now_and_that_who_wrote_it_down_only_did_that(qtbot, port, context, cast, person):
    book(context, person)
    facts = lambda page: {fact.name: fact.value for fact in page.pane.reading.sections[0].facts}  # noqa: E731
    monday = at(context, MONDAY - timedelta(minutes=10))
    told = facts(opened(qtbot, port, monday, present(person)))
    assert (told["登记人"], told["现在谁办"]) == ("王敏", "没有窗口开着")
    counters.change(context.db, cast.clerk2, monday.now(), "open", 2)
    assert facts(opened(qtbot, port, monday, present(person)))["现在谁办"] == "2 号窗口 李晓燕"
