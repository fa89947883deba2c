"""The desk's sign of life at its counter, and presses that are answered once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select

from app.domain.actions import may
from app.domain.actor import LOOKER
from app.domain.clock import business_date
from app.domain.errors import Conflict
from app.services import deputies, presence, queue, queue_lapse, queue_views, stations
from app.services.today import TodayKind
from db.models import Draft, Seat
from tests.dbfixtures import NOW
from tests.ui.real_desk import lay_out, open_desk, press, quiet
from ui.desk.presses import KEPT, TWICE, Presses
from ui.desk.window import BEAT_EVERY


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return lay_out(sqlite_template, tmp_path / "data")


@pytest.fixture
def desk(qtbot, settings):
    return open_desk(qtbot, settings)


@pytest.fixture
def db(desk):
    return desk.desk.context.db


def seats(db):
    with db.read("station.look", LOOKER) as session:
        return [(row.name, row.program, row.seen_at) for row in session.execute(select(Seat)).scalars()]


def states(db):
    return [(line.ticket, line.state) for line in queue_views.day(db, stations.actors(db)["clerk1"], business_date(NOW))]


def take(qtbot, desk, count=1):
    db = desk.desk.context.db
    for _ in range(count):
        queue.take(db, stations.actors(db)["clerk1"], NOW - timedelta(minutes=5), "A")
    quiet(qtbot, desk)


def test_with_its_sign_of_life_a_desk_copies_the_log_away_so_that_no_call_has_to(qtbot, desk, db, settings):
    with db.touch("draft") as unit:
        unit.add(Draft(officer_id=1, form="a", record="", title="", sealed=bytes(2 << 20), updated_at=NOW))
    quiet(qtbot, desk)
    before = settings.database_path.stat().st_size
    desk._live()
    quiet(qtbot, desk)
    assert settings.database_path.stat().st_size > before + (2 << 20)


def test_a_desk_says_at_its_start_that_it_lives_and_then_as_often_as_the_service_asks(desk, db):
    ((name, program, seen),) = seats(db)
    assert (name, program) == ("desk@1", "desk") and NOW <= seen < NOW + timedelta(minutes=1)
    assert desk._beat.isActive() and desk._beat.interval() == BEAT_EVERY == presence.BEAT_SECONDS * 1000


def test_whom_an_open_desk_called_stays_called_and_goes_back_when_the_signs_end(qtbot, desk, db):
    take(qtbot, desk)
    press(qtbot, desk, "F2")
    assert states(db) == [("A001", "called")]
    late = NOW + timedelta(minutes=20)
    port = desk._late.real
    port.context = replace(port.context, clock=lambda: late - timedelta(minutes=1))
    desk._beat.timeout.emit()
    quiet(qtbot, desk)
    assert queue_lapse.run(db, late) == 0
    assert queue_lapse.run(db, late + timedelta(minutes=20)) == 1
    assert states(db) == [("A001", "waiting")]


def test_a_desk_that_is_closed_takes_its_sign_away(qtbot, desk, settings):
    from app.services import opening

    desk.close()
    db = opening.open_station(settings)
    assert seats(db) == []
    db.close()


def test_another_try_after_a_lost_answer_calls_nobody_else(qtbot, desk, db, monkeypatch):
    take(qtbot, desk, 2)
    real = queue.call

    def lost(*given, **named):
        real(*given, **named)
        raise Conflict("db.busy")

    monkeypatch.setattr(queue, "call", lost)
    press(qtbot, desk, "F2")
    monkeypatch.setattr(queue, "call", real)
    press(qtbot, desk, "F2")
    assert states(db) == [("A001", "called"), ("A002", "waiting")]
    assert "A001" in desk.status.said and "办结" not in desk.status.said


def test_enter_pressed_twice_takes_one_number(qtbot, desk, db):
    desk.go("queue")
    quiet(qtbot, desk)
    desk.page.ask_take()
    form = desk.page._forms["take"]
    form.send()
    form.send()
    quiet(qtbot, desk)
    assert states(db) == [("A001", "waiting")]


def test_a_press_is_new_when_it_was_answered_a_breath_ago_or_asks_for_something_else():
    time = [0.0]
    presses = Presses(clock=lambda: time[0])
    first = presses.press("A")
    assert presses.press("A") is first
    assert presses.press("B") is not first
    again = presses.press("A")
    again.answered = True
    time[0] = TWICE
    assert presses.press("A") is not again


def test_a_press_without_an_answer_is_tried_again_for_a_minute():
    time = [0.0]
    presses = Presses(clock=lambda: time[0])
    first = presses.press()
    time[0] = KEPT - 1
    assert presses.press() is first
    time[0] = KEPT
    assert presses.press() is not first


def test_a_long_write_does_not_hold_the_sign_of_life_up_nor_the_sign_a_write(qtbot, desk, db):
    """Each has a thread of its own: a desk that freezes a return for ten minutes is not lost."""
    late, go = NOW + timedelta(minutes=10), Event()
    port = desk._late.real
    port.context = replace(port.context, clock=lambda: late)
    desk.jobs.write(desk, go.wait)
    desk._beat.timeout.emit()
    qtbot.waitUntil(lambda: seats(db)[0][2] == late)
    go.set()
    quiet(qtbot, desk)
    stuck, done = Event(), []
    desk.jobs.beat(desk, stuck.wait)
    desk.jobs.write(desk, lambda: "written", done.append)
    qtbot.waitUntil(lambda: done == ["written"])
    stuck.set()


def lost_counter(db):
    """Clerk 2 serves A001 at counter 2 and is not heard of since seven minutes."""
    actors = stations.actors(db)
    then = NOW - timedelta(minutes=7)
    queue.take(db, actors["clerk2"], then, "A")
    queue.call(db, actors["clerk2"], then, 2)
    queue.act(db, actors["clerk2"], then, "start", "A001")


@pytest.mark.parametrize(("login", "told"), [("head", True), ("clerk2", True), ("clerk1", False)])
def test_a_lost_counter_is_shown_to_the_head_and_its_officer_on_today_and_on_the_queue(qtbot, settings, login, told):
    window = open_desk(qtbot, settings, login=login)
    db = window.desk.context.db
    lost_counter(db)
    quiet(qtbot, window)
    window.go("today")
    quiet(qtbot, window)
    said = [(line.who, line.what, line.why, line.left) for line in window.page.board.lines if line.kind is TodayKind.LOST]
    assert said == ([("A001", "2 号窗口 李晓燕", "还在办理，08:53 起没有消息", "7 分")] if told else [])
    window.go("queue")
    quiet(qtbot, window)
    assert window.page.lost.isVisible() is told
    assert ("2 号窗口失联：A001 李晓燕" in window.page.lost.words.text()) is told


def test_the_head_ends_the_ticket_of_a_lost_counter(qtbot, settings):
    window = open_desk(qtbot, settings, login="head")
    db = window.desk.context.db
    lost_counter(db)
    window.go("today")
    quiet(qtbot, window)
    (line,) = [line for line in window.page.board.lines if line.kind is TodayKind.LOST]
    window.page._open_line(line)
    quiet(qtbot, window)
    assert window.here == "queue"
    window.page.lost.finish.click()
    quiet(qtbot, window)
    assert states(db) == [("A001", "finished")]
    assert not window.page.lost.isVisible()


def test_today_looks_again_every_minute_for_what_nobody_writes(qtbot, settings):
    window = open_desk(qtbot, settings, login="head")
    lost_counter(window.desk.context.db)
    window.go("today")
    page = window.page
    assert page._minute.isActive()
    quiet(qtbot, window)
    window.go("queue")
    assert not page._minute.isActive()


def test_a_deputy_s_right_comes_and_goes_with_its_days_at_a_desk_that_stays_open(qtbot, desk, db):
    said, head = [], stations.actors(db)["head"]
    desk.desk.said.connect(said.append)
    assert not may(desk.desk.context.actor, "setting.change") and desk.desk.frame.role == "首问"
    deputies.name(db, head, NOW, "clerk1", NOW.date(), NOW.date())
    quiet(qtbot, desk)
    assert may(desk.desk.context.actor, "setting.change") and desk.desk.frame.role == "站长" and "代理站长" in said[-1]
    desk.go("settings")
    quiet(qtbot, desk)
    tomorrow = NOW + timedelta(days=1)
    db.clock = lambda: tomorrow
    desk._late.real.context = replace(desk._late.real.context, clock=lambda: tomorrow)
    desk.desk.context = desk._late.real.context
    desk._look()
    quiet(qtbot, desk)
    assert not may(desk.desk.context.actor, "setting.change") and desk.desk.frame.role == "首问" and "权限已改回" in said[-1]
    assert not desk.pages["settings"].strip.isVisible() and not desk.pages["settings"].may("setting.change")
