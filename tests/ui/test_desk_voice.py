"""The desk that speaks its own calls: by choice, as loud and as often as chosen, muted at once, tried out, and never waited for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.services import faces, queue
from app.services.board import SCREEN
from tests.dbfixtures import NOW
from tests.ui.real_desk import lay_out, open_desk, press, quiet
from tests.ui.test_voice import Listener, said
from ui.desk.places import Ref
from ui.display.window import Display


@pytest.fixture
def desk(qtbot, sqlite_template, tmp_path):
    return open_desk(qtbot, lay_out(sqlite_template, tmp_path / "data"))


@pytest.fixture
def listener(desk) -> Listener:
    made = desk.desk.voice.player = Listener()
    return made


@pytest.fixture
def card(qtbot, desk, listener):
    desk.go("settings", Ref("machine"))
    quiet(qtbot, desk)
    return desk.page.voice_card


def wait_for(qtbot, desk, count=2):
    context = desk.desk.context
    for _ in range(count):
        queue.take(context.db, context.actor, NOW - timedelta(minutes=5), "A")
    quiet(qtbot, desk)


def test_a_desk_says_nothing_until_it_is_switched_on(qtbot, desk, listener):
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F3")
    assert listener.heard == []
    assert desk.desk.frame.voice == ""


def test_calls_and_recalls_are_said_and_a_second_press_of_the_same_call_is_not(qtbot, desk, listener, card):
    card.on.setChecked(True)
    card.volume.setText("40")
    card.volume.picked.emit("40")
    card.repeat.picked.emit("1")
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F2")
    assert said(listener) == [("A001", 1)]
    assert (listener.heard[0].volume, listener.heard[0].repeat) == (40, 1)
    listener.ended.emit("")
    press(qtbot, desk, "F3")
    assert said(listener) == [("A001", 1), ("A001", 1)]
    assert desk.desk.frame.voice == "本机播报"


def test_a_call_is_said_exactly_once_in_the_hall_by_the_screen_where_one_speaks_else_by_the_desk(qtbot, desk, listener, card, monkeypatch):
    """The desk's own calls, with real services and the real window of the screen beside it: who says which."""
    monkeypatch.setattr(faces, "CLAIM_EVERY", 0.0)
    card.on.setChecked(True)
    wait_for(qtbot, desk, 5)
    link, on_screen = faces.Link(desk.desk.context.settings, SCREEN, speaks=True), []
    screen = Display(link.look, lambda call: on_screen.append((call.ticket, call.counter)), link.claim)
    qtbot.addWidget(screen)

    def call():
        press(qtbot, desk, "F2")
        desk._late.real._calls.forget()
        listener.ended.emit("")

    def look():
        screen.take(link.look())
        qtbot.waitUntil(lambda: not screen.jobs.busy)

    call()
    for _ in range(2):
        look()
    for _ in range(2):
        call()
        look()
        look()
    assert desk.desk.frame.voice == "大屏播报"
    call()
    link.close()  # it ends before it has seen the call
    for _ in range(2):
        desk.desk.voice.look_after()
        quiet(qtbot, desk)
        listener.ended.emit("")
    assert (said(listener), on_screen) == ([("A001", 1), ("A004", 1)], [("A002", 1), ("A003", 1)])
    assert desk.desk.frame.voice == "本机播报"
    call()
    assert said(listener)[2:] == [("A005", 1)]


def test_a_visitor_sent_straight_to_a_counter_is_called_there_by_the_desk_that_sent_them(qtbot, desk, listener, card):
    card.on.setChecked(True)
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2", "F6")
    desk.page._forms["transfer"].choice.setText("counter:2")
    press(qtbot, desk, "Return")
    quiet(qtbot, desk)
    listener.ended.emit("")
    assert said(listener) == [("A001", 1), ("A001", 2)]


def test_mute_is_silence_at_once_and_nothing_is_said_later_for_it(qtbot, desk, listener, card):
    card.on.setChecked(True)
    wait_for(qtbot, desk)
    press(qtbot, desk, "F2")
    card.muted.setChecked(True)
    assert listener.stops == 1
    press(qtbot, desk, "F3")
    card.muted.setChecked(False)
    assert len(listener.heard) == 1
    press(qtbot, desk, "F3")
    assert len(listener.heard) == 2


def test_it_can_be_tried_out_before_it_is_on_and_a_machine_without_sound_says_so_in_the_card(qtbot, desk, listener, card):
    card.listen.click()
    assert said(listener) == [("A012", 1)]
    listener.ended.emit("no_device")
    assert "没有声音设备" in card.told.text()
    assert not card.on.isChecked()


def test_the_choice_is_kept_with_the_seat(qtbot, desk, card, sqlite_template):
    card.on.setChecked(True)
    card.volume.picked.emit("60")
    settings = desk.desk.context.settings
    desk.close()
    again = open_desk(qtbot, settings)
    assert (again.desk.voice.on, again.desk.voice.volume, again.desk.voice.repeat) == (True, 60, 2)


def test_the_window_never_waits_for_its_voice(qtbot, desk, listener, card):
    """The player never answers: the desk goes on calling, and what waits of the counter makes way for its newest call."""
    card.on.setChecked(True)
    wait_for(qtbot, desk, 3)
    for _ in range(3):
        press(qtbot, desk, "F2")
        desk._late.real._calls.forget()
    assert said(listener) == [("A001", 1)]
    assert [call.ticket for call in desk.desk.voice._made._waiting] == ["A003"]
