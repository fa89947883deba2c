"""The working hour of a counter by keys, on a real encrypted station."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PyQt6.QtWidgets import QMenu

from app.domain.persons import Gender
from app.services import cases, complaints, inquiries, items, queue, queue_items, queue_views, ratings, rectifications, stations
from app.services.cases import CaseForm
from db.models import Ticket
from tests.dbfixtures import NOW
from tests.printing import reading
from tests.services.accepting import accept_complete
from tests.services.people import number, register
from tests.services.rated import case_of_a_visit
from tests.ui.real_desk import lay_out, open_desk, press, quiet
from ui import theme
from ui.desk.paper import PaperView
from ui.desk.ports import Ref
from ui.kit.buttons import Button
from ui.screens import settle, too_wide

DAY = date(2026, 10, 9)


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return lay_out(sqlite_template, tmp_path / "data")


@pytest.fixture
def desk(qtbot, settings):
    window = open_desk(qtbot, settings)
    window.go("queue")
    quiet(qtbot, window)
    return window


@pytest.fixture
def db(desk):
    return desk.desk.context.db


@pytest.fixture
def clerk(db):
    return stations.actors(db)["clerk1"]


def tickets(db, clerk):
    return {line.ticket: line.state for line in queue_views.day(db, clerk, DAY)}


def wait_for(qtbot, desk, *taken):
    """Take numbers behind the page's back and show them."""
    context = desk.desk.context
    made = [queue.take(context.db, context.actor, NOW - timedelta(minutes=5), "A", **facts).ticket for facts in taken or ({},)]
    quiet(qtbot, desk)
    return made


def calm(desk):
    """A second press of F2 within a breath is the same press: let the breath pass."""
    desk._late.real._calls.forget()


def test_take_call_finish_and_rate_go_by_keys_alone(qtbot, desk, db, clerk):
    press(qtbot, desk, "Ctrl+N", "Return")
    assert tickets(db, clerk) == {"A001": "waiting"}
    press(qtbot, desk, "F2")
    assert tickets(db, clerk) == {"A001": "called"}
    assert desk.page.card.ticket.accessibleName() == "A001"
    press(qtbot, desk, "F4")
    assert tickets(db, clerk) == {"A001": "finished"}
    press(qtbot, desk, "5")
    assert ratings.satisfaction(db, clerk, DAY, DAY).total == 1


def test_a_bad_rating_asks_for_a_word_and_opens_a_rectification(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F4", "2")
    desk.page.rate.text.setText("等候时间长")
    press(qtbot, desk, "Escape")
    assert desk.page.rate.buttons[5].isVisible() and not desk.page.rating_card.isHidden()
    press(qtbot, desk, "2", "Return")
    (line,) = ratings.listing(db, clerk).rows
    assert (int(line.level), line.text) == (2, "等候时间长")
    assert "已转整改" in desk.status.said


def test_the_visitor_rates_in_a_window_of_their_own(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F4")
    assert desk.page.rate.window_ is None  # on one monitor it opens by a press only
    desk.page.rate.own.click()
    asked = desk.page.rate.window_
    assert asked.isVisible() and "A001" in asked.question.text() and list(asked.buttons) == [5, 4, 3, 2, 1]
    asked.buttons[1].click()
    quiet(qtbot, desk)
    assert not asked.isVisible() and desk.page.rating_card.isHidden()
    (line,) = ratings.listing(db, clerk).rows
    assert (int(line.level), line.channel, line.anonymous) == (1, "counter", True)
    assert len(rectifications.listing(db, clerk, desk.desk.context.now())) == 1


def test_the_words_of_the_rating_have_room_in_the_smallest_window_at_every_text_size(qtbot, qapp, desk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F4")
    for text in theme.TEXT_SIZES:
        theme.apply(qapp, theme.Theme("light", text))
        desk.resize(1280, 648)
        settle(2)
        assert list(too_wide(desk.page.rating_card)) == []


def test_a_form_is_whole_in_the_smallest_window_also_where_nobody_waits_below_it(qtbot, qapp, desk):
    wait_for(qtbot, desk)
    theme.apply(qapp, theme.Theme("light", theme.TEXT_SIZES[-1]))
    desk.resize(1280, 648)
    press(qtbot, desk, "F2", "Ctrl+N")
    settle(2)
    for field in desk.page.card.form.fields.values():
        assert field.height() >= field.sizeHint().height()


@pytest.mark.parametrize("closed", [True, False])
def test_where_a_case_came_of_the_visit_the_case_is_what_is_rated_once_it_is_closed(qtbot, desk, db, clerk, closed):
    code, number = case_of_a_visit(db, clerk, desk.desk.context.now(), closed=closed)
    desk.page.open(Ref("rate", code))
    quiet(qtbot, desk)
    asked = [one.isVisible() for one in (desk.page.rate.buttons[5], desk.page.rate.own, desk.page.rate.once)]
    assert asked == [closed, closed, True]
    press(qtbot, desk, "5")
    assert ratings.satisfaction(db, clerk, DAY, DAY).total == closed
    assert cases.show(db, clerk, desk.desk.context.now(), number).ratable is False
    assert desk.page.rating_card.isHidden() is closed


def test_what_is_not_rated_takes_the_visitors_window_with_it(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F4")
    desk.page.rate.own.click()
    press(qtbot, desk, "Escape")
    assert not desk.page.rate.window_.isVisible() and ratings.listing(db, clerk).rows == ()


def test_f2_finishes_who_is_there_and_calls_the_next_one(qtbot, desk, db, clerk):
    wait_for(qtbot, desk, {}, {})
    press(qtbot, desk, "F2")
    calm(desk)
    press(qtbot, desk, "F2")
    assert tickets(db, clerk) == {"A001": "finished", "A002": "called"}


def test_f2_pressed_twice_calls_once(qtbot, desk, db, clerk, monkeypatch):
    monkeypatch.setattr(desk._late.real._calls, "_clock", lambda: 100.0)  # however busy the machine, within one breath
    wait_for(qtbot, desk, {}, {})
    desk.do("queue.call")
    desk.do("queue.call")
    quiet(qtbot, desk)
    assert tickets(db, clerk) == {"A001": "called", "A002": "waiting"}


def test_recall_miss_and_restore_have_their_keys(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F3")
    assert desk.page.board.present.calls == 2
    press(qtbot, desk, "F5")
    assert tickets(db, clerk) == {"A001": "missed"}
    assert desk.page.board.missed == ("A001",)
    press(qtbot, desk, "Shift+F5")
    assert tickets(db, clerk) == {"A001": "waiting"}


def test_what_finds_no_room_beside_the_counters_buttons_lies_under_more_with_its_key(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2")
    card = desk.pages["queue"].card
    for width, kept in ((1366, []), (1280, ["暂存", "首问登记"])):
        desk.resize(width, 648)
        settle()
        assert [made.text() for made in card.under_more()] == kept
        assert card.more.isVisible() is bool(kept)
        assert all(made._has_icon() for made in (card.recall, card.miss, card.transfer, card.call))
    card.more.click()
    menu = desk.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["暂存\tShift+F6", "首问登记\tCtrl+N"]
    menu.actions()[1].trigger()
    quiet(qtbot, desk)
    assert card.form is not None


def test_f6_chooses_where_the_ticket_goes(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F6", "Return")
    (line,) = queue_views.day(db, clerk, DAY)
    assert (line.line, line.state) == ("B", "waiting")


def test_f8_leaves_the_counter_with_a_reason_and_comes_back(qtbot, desk, db, clerk):
    press(qtbot, desk, "F8", "Return")
    assert (desk.page.board.state, desk.page.board.reason) == ("paused", "午间轮休")
    assert "窗口暂停：午间轮休" in desk.page.card.idle.title.accessibleName()
    press(qtbot, desk, "F8")
    assert desk.page.board.state == "open"


def test_what_cannot_be_done_now_says_why_in_the_status_bar(qtbot, desk):
    press(qtbot, desk, "F4")
    assert "没有人在办" in desk.status.said
    press(qtbot, desk, "F2")
    assert "没有人在等" in desk.status.said
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F8")
    assert "先办结" in desk.status.said


def test_who_it_is_is_found_by_initials_and_written_on_the_ticket(qtbot, desk, db, clerk):
    person = register(db, clerk, NOW)
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "Ctrl+Return")
    desk.focusWidget().setText("zsf")
    desk.page._find("zsf")
    quiet(qtbot, desk)
    press(qtbot, desk, "Return")
    (line,) = queue_views.day(db, clerk, DAY)
    assert line.person_id == person
    assert desk.desk.person.name == "张淑芬"
    assert desk.page.card.facts.name.accessibleName().startswith("张淑芬")


def test_a_new_person_is_registered_with_the_check_beside_the_field(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2")
    desk.page.ask_register("232701197804260081")
    form = desk.page._forms["register"]
    form.fields["name"].set_value("赵桂兰")
    form.send()
    assert "校验位" in form.fields["id_number"].message
    form.fields["id_number"].editor.setText(number(date(1975, 6, 1), Gender.FEMALE))
    form.send()
    quiet(qtbot, desk)
    assert queue_views.day(db, clerk, DAY)[0].person == "赵桂兰"


def test_a_number_that_is_known_offers_the_person_who_has_it(qtbot, desk, db, clerk):
    person = register(db, clerk, NOW)
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2")
    desk.page.ask_register(number(date(1978, 4, 26)))
    form = desk.page._forms["register"]
    form.fields["name"].set_value("张淑芬")
    form.send()
    quiet(qtbot, desk)
    assert form.fields["id_number"].is_wrong and form.take.isVisible()
    form.take.click()
    quiet(qtbot, desk)
    assert queue_views.day(db, clerk, DAY)[0].person_id == person


def test_an_inquiry_takes_two_keys(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "Ctrl+N", "Return")
    (line,) = inquiries.register(db, clerk).rows
    assert (line.topic, line.answer, line.ticket) == ("综合服务", "已当面答复", "A001")


def test_who_asks_without_a_number_is_kept_by_three_keys_and_a_call_by_two(qtbot, desk, db, clerk):
    for begun, topic in ((("Ctrl+J", "Ctrl+N"), "退休年龄"), (("Ctrl+Shift+N",), "招聘会时间")):
        press(qtbot, desk, *begun)
        desk.focusWidget().setText(topic)
        press(qtbot, desk, "Ctrl+S")
    told = {line.topic: (line.channel, line.answer) for line in inquiries.register(db, clerk).rows}
    assert told == {"退休年龄": ("window", "已当面答复"), "招聘会时间": ("phone", "已电话答复")}


def test_a_matter_that_belongs_elsewhere_asks_where(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "Ctrl+N")
    form = desk.page._forms["inquiry"]
    choice = form.fields["outcome"].editor
    choice.setCurrentIndex(choice.findData("told_where"))
    press(qtbot, desk, "Return")
    assert form.fields["answer"].is_wrong and inquiries.register(db, clerk).rows == ()
    form.fields["answer"].editor.setText("区社保中心 3 号窗口")
    form.send()
    quiet(qtbot, desk)
    assert inquiries.register(db, clerk).rows[0].told_where == "区社保中心 3 号窗口"


def test_f7_or_the_first_record_starts_the_service(qtbot, desk, db, clerk):
    wait_for(qtbot, desk, {}, {})
    press(qtbot, desk, "F2", "F7")
    assert tickets(db, clerk) == {"A001": "serving", "A002": "waiting"}
    press(qtbot, desk, "F7")
    assert "已经开始办理" in desk.status.said
    calm(desk)
    press(qtbot, desk, "F2", "Ctrl+N", "Return")
    assert tickets(db, clerk) == {"A001": "finished", "A002": "serving"}


def test_esc_closes_a_form_and_keeps_what_was_typed(qtbot, desk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "Ctrl+N")
    desk.page._forms["inquiry"].fields["topic"].editor.setText("失业金去哪里领")
    press(qtbot, desk, "Escape")
    assert desk.page.card.form is None
    press(qtbot, desk, "Ctrl+N")
    assert desk.page._forms["inquiry"].values()["topic"] == "失业金去哪里领"


def test_the_list_says_why_each_stands_there_and_the_next_one_can_be_read(qtbot, desk, db, clerk):
    person = register(db, clerk, NOW)
    wait_for(qtbot, desk, {}, {"person_id": person, "priority": "veteran"})
    rows = desk.page.model.rows
    assert [row.ticket for row in rows] == ["A002", "A001"]
    assert desk.page.preview.name.accessibleName().startswith("张淑芬 女")
    assert "A002" in desk.page.preview.ticket.accessibleName()


def test_all_open_cases_of_the_next_one_stand_there_before_the_call(qtbot, desk, db, clerk):
    person = register(db, clerk, NOW)
    known = [line for line in items.listing(db, clerk) if line.state == "published"][:4]
    numbers = [cases.open_case(db, clerk, NOW, CaseForm(line.code, person)).number for line in known]
    accept_complete(db, clerk, NOW, numbers[2])
    wait_for(qtbot, desk, {"person_id": person})
    preview = desk.page.preview
    shown = [line.accessibleName() for line in preview.cases if line.isVisible()]
    assert len(shown) == 4 and known[2].name in shown[0]  # the one whose clock runs stands first
    assert all(any(line.name in words for words in shown) for line in known)
    assert preview.more.isHidden()


def test_where_the_card_is_low_it_says_how_many_cases_it_does_not_show(qtbot, desk, db, clerk):
    person = register(db, clerk, NOW)
    for line in [line for line in items.listing(db, clerk) if line.state == "published"][:9]:
        cases.open_case(db, clerk, NOW, CaseForm(line.code, person))
    desk.resize(1280, 648)
    wait_for(qtbot, desk, {}, {"person_id": person, "priority": "veteran"})
    preview = desk.page.preview
    shown = sum(line.isVisible() for line in preview.cases)
    assert 0 < shown < 9
    assert preview.more.isVisible() and f"还有 {9 - shown} 件" in preview.more.accessibleName()
    press(qtbot, desk, "F2")
    facts = desk.page.card.facts
    assert "另有 8 件在办" in facts.case.accessibleName() and len(facts.tell.toolTip().splitlines()) == 9


def test_who_gives_up_and_one_of_several_missed_are_dealt_with_from_the_desk(qtbot, desk, db, clerk):
    wait_for(qtbot, desk, {}, {}, {})
    for _ in range(2):
        calm(desk)
        press(qtbot, desk, "F2", "F5")
    assert tickets(db, clerk) == {"A001": "missed", "A002": "missed", "A003": "waiting"}
    for ticket, verb in (("A001", "restore"), ("A003", "abandon")):
        desk.page.others.click()
        quiet(qtbot, desk)
        form = desk.page._forms["others"]
        assert form.fields["ticket"].editor.count() == 3
        form.fields["ticket"].set_value(ticket)
        form.fields["verb"].set_value(verb)
        form.send()
        quiet(qtbot, desk)
    assert tickets(db, clerk) == {"A001": "waiting", "A002": "missed", "A003": "abandoned"}


def test_a21_another_item_goes_on_with_the_same_number_at_the_desk(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2")
    known = [line for line in items.listing(db, clerk) if line.state == "published"][:2]
    for line in known:
        desk.page.card.facts.switch.click()
        quiet(qtbot, desk)
        form = desk.page._forms["item"]
        form.fields["item"].set_value(line.code)
        form.send()
        quiet(qtbot, desk)
    assert [one.code for one in queue_items.listing(db, clerk, "A001", DAY)] == [line.code for line in known]
    assert tickets(db, clerk) == {"A001": "serving"} and known[1].name in desk.page.card.facts.errand.accessibleName()


@pytest.mark.parametrize(("key", "enough"), [("9", True), ("0", False)])
def test_b20_the_finish_asks_whether_one_visit_was_enough(qtbot, desk, db, clerk, key, enough):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F4", key, "5")
    with db.read("queue.read", clerk) as session:
        assert session.query(Ticket).one().one_visit is enough
    assert ratings.satisfaction(db, clerk, DAY, DAY).total == 1


def test_a_refused_act_is_told_in_the_page_and_nothing_is_written(qtbot, desk, db, clerk):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2")
    desk.page.open(type("R", (), {"kind": "rate", "key": "A001"})())
    quiet(qtbot, desk)
    desk.page.rate.choose(5)
    quiet(qtbot, desk)
    assert desk.page.rate.wrong.text() and ratings.satisfaction(db, clerk, DAY, DAY).total == 0
    assert desk.page.rate.isVisible()


def test_b14_the_norm_of_service_opens_from_the_counter_in_one_click_and_shows_its_edition(qtbot, desk):
    desk.page.norm.click()
    quiet(qtbot, desk)
    view = desk.findChild(PaperView)
    text = reading.solid(view.drawn.pdf)
    assert view.sheet.pages == 1 and "服务规范" in text and "第1版2026年10月9日起施行" in text


def test_who_complains_is_kept_by_two_keys_on_any_page_and_the_keys_stand_on_the_buttons(qtbot, desk, db, clerk):
    press(qtbot, desk, "Ctrl+E", "Ctrl+N")
    desk.page.voices.form.fill({"text": "等得太久"})
    press(qtbot, desk, "Ctrl+S")
    assert [line.text for line in complaints.listing(db, clerk, desk.desk.context.now()).rows] == ["等得太久"]
    press(qtbot, desk, "Ctrl+J")
    assert desk.page.register.phone.key == "Ctrl+T"
    desk.page.register.leave()
    keys = {button.text(): button.key for button in desk.page.findChildren(Button) if button.text() in ("首问登记簿", "评价和投诉")}
    assert keys == {"首问登记簿": "Ctrl+J", "评价和投诉": "Ctrl+E"}
