"""The last step taken back, and tickets that rest, by the keys of the counter."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.domain.clock import business_date
from app.domain.queueing import TicketAction
from app.services import counters, queue, queue_views, serving, stations
from tests.dbfixtures import NOW
from tests.ui.real_desk import lay_out, open_desk, press, quiet
from ui.desk.station_port import commands


@pytest.fixture
def desk(qtbot, sqlite_template, tmp_path):
    window = open_desk(qtbot, lay_out(sqlite_template, tmp_path / "data"))
    db = window.desk.context.db
    for _ in range(2):
        queue.take(db, stations.actors(db)["clerk1"], NOW - timedelta(minutes=5), "A")
    window.go("queue")
    quiet(qtbot, window)
    return window


def states(desk):
    db = desk.desk.context.db
    return {line.ticket: line.state for line in queue_views.day(db, stations.actors(db)["clerk1"], business_date(NOW))}


def other_breath(desk):
    """A second press within a breath is the same press: let the breath pass."""
    desk._late.real._undos.forget()


def test_f9_takes_a_call_back_and_the_visitor_is_the_next_one_again(qtbot, desk):
    press(qtbot, desk, "F2")
    assert desk.page.undo.button.text() == "撤回呼叫 A001"
    press(qtbot, desk, "F9")
    assert states(desk) == {"A001": "waiting", "A002": "waiting"}
    assert desk.page.model.rows[0].ticket == "A001" and desk.page.undo.isHidden()
    press(qtbot, desk, "F2")
    assert states(desk)["A001"] == "called"


def test_f9_takes_a_finish_back_and_a_miss(qtbot, desk):
    press(qtbot, desk, "F2", "F5")
    assert desk.page.undo.button.text() == "撤回过号 A001"
    press(qtbot, desk, "F9")
    assert states(desk)["A001"] == "called"
    press(qtbot, desk, "F4", "Escape", "F9")
    assert states(desk)["A001"] == "serving"
    assert "继续办理" in desk.status.said


def test_f9_twice_within_a_breath_goes_back_one_step(qtbot, desk):
    press(qtbot, desk, "F2", "F5")
    desk.do("queue.undo")
    desk.do("queue.undo")
    quiet(qtbot, desk)
    assert states(desk)["A001"] == "called"
    other_breath(desk)
    press(qtbot, desk, "F9")
    assert states(desk)["A001"] == "waiting"


def test_after_a_minute_the_button_is_gone_and_the_key_says_why(qtbot, desk):
    context = desk.desk.context
    queue.call(context.db, context.actor, NOW - timedelta(minutes=2), 1)
    desk.page.arrive()
    quiet(qtbot, desk)
    assert desk.page.undo.isHidden()
    press(qtbot, desk, "F9")
    assert "60 秒以内" in desk.status.said and states(desk)["A001"] == "called"


def test_the_button_leaves_by_itself(qtbot, desk):
    press(qtbot, desk, "F2")
    assert desk.page.undo.isVisible()
    desk.page.undo.show_time(desk.page.board.undo.until + timedelta(seconds=1))
    assert desk.page.undo.isHidden()


def test_a_ticket_rests_for_one_of_three_reasons_and_comes_back_to_its_counter(qtbot, desk):
    press(qtbot, desk, "F2", "Shift+F6")
    assert [button.text() for button in desk.page.card.form.choice.buttons()] == ["没带齐材料", "材料留下", "等另一环节"]
    press(qtbot, desk, "Return")
    assert states(desk)["A001"] == "held"
    assert desk.page.held.words.accessibleName() == "暂存 1 人：A001 没带齐材料"
    press(qtbot, desk, "Shift+F2")
    assert states(desk)["A001"] == "serving" and desk.page.board.present.ticket == "A001"
    assert desk.page.held.isHidden()


def test_while_somebody_is_there_no_resting_ticket_comes_back(qtbot, desk):
    press(qtbot, desk, "F2", "Shift+F6", "Return", "F2")
    assert states(desk) == {"A001": "held", "A002": "called"}
    press(qtbot, desk, "Shift+F2")
    assert "A002 还在窗口" in desk.status.said and states(desk)["A001"] == "held"


def test_of_several_that_rest_the_page_asks_which(qtbot, desk):
    press(qtbot, desk, "F2", "Shift+F6", "Return", "F2", "Shift+F6", "Return", "Shift+F2", "Return")
    assert states(desk) == {"A001": "held", "A002": "serving"}


def test_a_ticket_that_rests_at_another_counter_goes_on_here(qtbot, desk):
    db, actors = desk.desk.context.db, stations.actors(desk.desk.context.db)
    called = queue.call(db, actors["clerk2"], NOW, 2).ticket
    queue.act(db, actors["clerk2"], NOW, "start", called)
    queue.hold(db, actors["clerk2"], NOW, called, "other_step")
    desk.refresh()
    quiet(qtbot, desk)
    press(qtbot, desk, "Shift+F2")
    assert desk.page.card.form.choice.buttons()[0].text() == f"{called} 未实名・2 号窗口等另一环节"
    press(qtbot, desk, "Return")
    assert states(desk)[called] == "serving" and desk.page.board.present.ticket == called


def test_the_reasons_for_leaving_are_the_station_s(qtbot, desk):
    db, actors = desk.desk.context.db, stations.actors(desk.desk.context.db)
    press(qtbot, desk, "F8")
    assert [button.text() for button in desk.page.card.form.choice.buttons()] == ["午间轮休", "取材料", "开会", "外出走访"]
    press(qtbot, desk, "Escape")
    wanted = ("去县里送件", "午间轮休", "开会", "取材料", "设备故障")
    counters.set_pause_reasons(db, actors["head"], NOW, wanted)
    press(qtbot, desk, "F8")
    assert tuple(desk.page.card.form.fields["reason"].editor.itemData(n) for n in range(5)) == wanted
    press(qtbot, desk, "Return")
    assert (desk.page.board.state, desk.page.board.reason) == ("paused", "去县里送件")


def test_the_search_knows_taking_back_and_resting():
    assert [hit.key for hit in commands("撤回")] == ["F9"]
    assert [hit.key for hit in commands("暂存")] == ["Shift+F6", "Shift+F2"]


def at(minute):
    return datetime(2026, 10, 9, 1, minute, tzinfo=NOW.tzinfo)


def line(ticket, state, finished=None):
    facts = dict.fromkeys(queue_views.TicketLine.__slots__) | {"id": int(ticket[1:]), "ticket": ticket, "state": state}
    return queue_views.TicketLine(**facts | {"called_at": at(0), "finished_at": finished})


@pytest.mark.parametrize(
    ("tickets", "expected"),
    [
        ([], None),
        ([line("A001", "finished", at(3)), line("A002", "missed", at(4))], ("A002", TicketAction.MISS, at(5))),
        ([line("A001", "finished", at(3)), line("A002", "called")], ("A002", TicketAction.CALL, at(1))),
        ([line("A001", "finished", at(3)), line("A002", "serving")], None),
        ([line("A001", "finished", at(3)), line("A002", "held")], ("A001", TicketAction.FINISH, at(4))),
    ],
)
def test_what_can_be_taken_back_is_the_last_step_of_who_is_there_or_of_who_went_last(tickets, expected):
    undo = serving.last_step(tickets)
    assert (undo and (undo.ticket, undo.action, undo.until)) == expected
