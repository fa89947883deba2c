"""A public face and its station: lost, replaced, back again; the face always has an answer."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pytest

from app.domain.board import PageKind
from app.services import faces, practice_clock, queue, stations
from app.services.board import SCREEN
from app.services.faces import Link
from db import speaker
from tests.services import market
from tests.ui.real_desk import lay_out


@pytest.fixture
def settings(sqlite_template, tmp_path):
    return lay_out(sqlite_template, tmp_path / "data")


@pytest.fixture
def station(settings, now):
    opened = stations.open_station(settings)
    yield opened, stations.actors(opened)["clerk1"]
    opened.close()


@pytest.fixture
def link(settings, monkeypatch, now):
    monkeypatch.setattr(faces, "AFTER_LOSS", 0.0)
    made = Link(settings, SCREEN, wanted=now)
    yield made
    made.close()


def test_what_another_process_writes_is_seen_at_the_next_look(link, station, now):
    db, clerk = station
    assert link.look().board.calls == ()
    queue.take(db, clerk, now, "A")
    queue.call(db, clerk, now, 1)
    assert [call.ticket for call in link.look().board.calls] == ["A001"]


def test_nothing_but_one_number_is_read_while_nothing_was_written(link, station, monkeypatch):
    link.look()
    monkeypatch.setattr(faces.board, "read", lambda *_args: pytest.fail("read again"))
    assert link.look().trouble == ""


def test_a_station_that_is_away_is_an_answer_and_it_comes_back(link, station, settings, now):
    before = link.look().board
    away = settings.database_path.with_suffix(".away")
    settings.database_path.rename(away)
    lost = link.look()
    assert (lost.board, lost.trouble) == (before, "正在重新连接，请留意窗口叫号")
    away.rename(settings.database_path)
    assert link.look().trouble == ""


def test_a_screen_that_never_worked_says_why(tmp_path):
    from app.settings import Settings

    link = Link(Settings(tmp_path / "none"), SCREEN)
    seen = link.look()
    assert seen.board is None
    assert "station.key" in seen.trouble or "站点" in seen.trouble


def test_a_restored_backup_in_its_place_is_noticed(link, station, settings, sqlite_template, now):
    db, clerk = station
    queue.take(db, clerk, now, "A")
    queue.call(db, clerk, now, 1)
    assert len(link.look().board.calls) == 1
    db.close()
    fresh = settings.database_path.with_suffix(".restored")
    shutil.copy(sqlite_template, fresh)
    for suffix in ("-wal", "-shm"):
        settings.database_path.with_name(settings.database_path.name + suffix).unlink(missing_ok=True)
    fresh.replace(settings.database_path)
    assert link.look().board.calls == ()


def test_the_practice_clock_is_followed_when_somebody_else_sets_it(link, settings, now):
    link.look()
    practice_clock.set_to(settings, now + timedelta(days=3))
    assert (link.look().moment - now).days == 3


def test_e18_a_job_that_is_added_rolls_at_the_next_look_and_one_that_expired_does_not(link, station, now):
    db, clerk = station
    owner = market.employer(db, clerk, now)
    market.job(db, clerk, now, owner.id, "夜班保安", expires_on=now.date())
    assert [page.kind for page in link.look().board.pages] == [PageKind.JOB]
    market.job(db, clerk, now, owner.id, "楼道保洁员")
    assert sum("楼道保洁员" in page.text for page in link.look().board.pages) == 1
    link.settings.data.joinpath("practice_clock.json").unlink()
    practice_clock.set_to(link.settings, now + timedelta(days=1))
    assert not any("夜班保安" in page.text for page in link.look().board.pages)


def test_of_several_screens_one_is_the_voice_and_the_next_takes_over_when_it_ends(settings, station, now, monkeypatch):
    monkeypatch.setattr(faces, "CLAIM_EVERY", 0.0)
    db, _clerk = station
    assert not speaker.is_taken(db)
    first, second, silent = (Link(settings, SCREEN, wanted=now, speaks=speaks) for speaks in (True, True, False))
    assert [link.look().speaks for link in (first, second, silent, first)] == [True, False, False, True]
    assert speaker.is_taken(db)
    first.close()
    assert [link.look().speaks for link in (second, silent)] == [True, False]
    second.wants_to_speak = False  # it cannot be heard
    assert not second.look().speaks
    assert not speaker.is_taken(db)
    second.close()
    silent.close()
