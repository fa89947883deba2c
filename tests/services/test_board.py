"""The public screen reads the state of the queue on both databases, as an actor who sees no person."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from app.domain.board import Opening, OpeningState, PageKind, opening
from app.domain.errors import NotAllowed
from app.services import board, queue
from db.models import Counter, QueueLine
from tests.services import market


def look(db, now):
    return board.read(db, board.SCREEN, now)


def test_the_newest_call_comes_first_and_who_waits_is_counted(db, cast, now):
    for line in "AAB":
        queue.take(db, cast.clerk1, now, line)
    queue.call(db, cast.clerk1, now, 1)
    queue.call(db, cast.clerk2, now + timedelta(seconds=5), 2)
    seen = look(db, now + timedelta(seconds=6))
    assert [(call.ticket, call.counter) for call in seen.calls] == [("A002", 2), ("A001", 1)]
    assert {line.letter: line.waiting for line in seen.lines} == {"A": 0, "B": 1, "C": 0}


def test_a_recall_is_the_newest_again(db, cast, now):
    for _ in range(2):
        queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    queue.call(db, cast.clerk2, now + timedelta(seconds=5), 2)
    queue.act(db, cast.clerk1, now + timedelta(seconds=9), "recall", "A001")
    assert [(call.ticket, call.calls) for call in look(db, now + timedelta(seconds=9)).calls] == [("A001", 2), ("A002", 1)]


def test_who_waits_again_is_not_shown_as_called(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    queue.transfer(db, cast.clerk1, now, "A001", to_line="B")
    assert look(db, now).calls == ()


def test_yesterday_is_over(db, cast, now):
    queue.take(db, cast.clerk1, now, "A")
    queue.call(db, cast.clerk1, now, 1)
    assert look(db, now + timedelta(days=1)).calls == ()


def test_unexpired_jobs_and_policies_in_force_roll_and_others_do_not(db, cast, now):
    owner = market.employer(db, cast.clerk1, now)
    market.job(db, cast.clerk1, now, owner.id, "楼道保洁员", expires_on=date(2026, 10, 9))
    market.job(db, cast.clerk1, now, owner.id, "夜班保安", expires_on=date(2026, 10, 20))
    today = [page.text for page in look(db, now).pages if page.kind is PageKind.JOB]
    tomorrow = [page.text for page in look(db, now + timedelta(days=1)).pages if page.kind is PageKind.JOB]
    assert len(today) == 2
    assert len(tomorrow) == 1 and "夜班保安" in tomorrow[0]


def test_the_counter_of_party_members_has_its_sign(db, cast, now):
    with db.write("counter.define", cast.head, now) as unit:
        unit.get(Counter, 1).vanguard = True
    assert look(db, now).vanguard == {1}


def test_a_practice_station_says_so_on_the_screen(db, now):
    assert look(db, now).practice


def test_the_screen_touches_no_table_but_the_views_of_the_public_faces(db, cast, now):
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda _c, _cursor, statement, *_rest: seen.append(statement))
    board.pulse(db, board.SCREEN)
    look(db, now)
    read = re.findall(r"(?:FROM|JOIN)\s+(\w+)", " ".join(seen))
    assert "board_ticket" in read
    assert all(name.startswith("board_") for name in read), read


@pytest.mark.parametrize("act", ["queue.read", "person.read", "case.read", "queue.call", "queue.take"])
def test_the_screen_may_do_nothing_else(db, act):
    with pytest.raises(NotAllowed), db.read(act, board.SCREEN):
        pass


def test_hours_follow_the_working_days_of_the_year(db, cast, now):
    """Saturday the 10th is worked in 2026, so a station open on working days says so on Friday evening."""
    with db.write("line.define", cast.head, now) as unit:
        for line in unit.query(QueueLine):
            line.hours = [["workday", "08:30", "17:00"]]
    evening = now.replace(hour=18)
    assert opening(look(db, evening).hours, evening) == OpeningState(Opening.OVER, now.replace(hour=8, minute=30) + timedelta(days=1))
