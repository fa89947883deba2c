"""The desk's sign of life at its counter, and presses that are answered once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.actor import LOOKER
from app.domain.clock import business_date
from app.domain.errors import Conflict
from app.services import presence, queue, queue_lapse, queue_views, stations
from db.models import Seat
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
