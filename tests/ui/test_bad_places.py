"""A place that is not the station's or cannot be written, at the desk: a card or a sentence, never a bug's number, and nothing written.

The file of SQLite stands in ``test_main``; the same places on the command line in ``tests/e2e/test_bad_places``.
"""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest

from app import main
from app.services import audits, checks, queue, stations
from app.settings import Settings
from tests.bad_places import BAD, as_anybody, files, read_only
from tests.dbfixtures import NOW
from tests.e2e.test_bad_places import written
from tests.keeping import with_key
from tests.ui.real_desk import composed, lay_out, open_desk, opener, press, quiet
from tests.ui.test_main import started
from ui.desk import launch
from ui.desk.launch import Launch
from ui.desk.start import Wanted


@pytest.mark.parametrize("name", BAD)
def test_a_server_that_is_not_the_station_s_is_a_card(qtbot, postgres_url, tmp_path, name):
    settings = with_key(Settings(tmp_path / "data", postgres_url))
    with ExitStack() as stack:
        url = BAD[name].made(stack, postgres_url, settings)
        there = url if name in {"newer", "empty", "foreign"} else postgres_url
        before = written(there), files(settings.data)
        at = Settings(settings.data, url)
        window = started(qtbot, at, opener=opener(at))
        assert BAD[name].said in window.stop_page.sentence.text()
        assert window.stop_page.safe.text() == "数据没有改动。" and window._outer.currentWidget() is window.stop_page
        window.close()
        assert (written(there), files(settings.data)) == before


@pytest.mark.parametrize("name", ["foreign", "gone", "wrong_password"])
def test_a_new_machine_is_told_before_its_first_window(qtbot, postgres_url, tmp_path, monkeypatch, name):
    """No wizard for a station that could not be made there, none to join one that is not there."""
    shown = []
    monkeypatch.setattr(launch, "_show", lambda card: (qtbot.addWidget(card), shown.append(card.sentence.text())))
    monkeypatch.setattr("PyQt6.QtWidgets.QApplication.exec", lambda *_: 0)
    with ExitStack() as stack:
        url = BAD[name].made(stack, postgres_url, Settings(tmp_path / "other"))
        code = main.run(["--data", str(tmp_path / "data"), "--db", url], {"QT_QPA_PLATFORM": "offscreen"})
    assert code == BAD[name].exit_code
    assert [BAD[name].said in text for text in shown] == [True]


pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions of folders are another matter on Windows")


@pytest.fixture
def settings(sqlite_template, tmp_path) -> Settings:
    return lay_out(sqlite_template, tmp_path / "data")


def test_a_start_in_a_folder_that_can_only_be_read_is_a_card(qtbot, settings, qapp):
    before = files(settings.data)
    with as_anybody(), read_only(settings.data):
        start = Launch(settings, Wanted(), composed(settings))
        start.app = type("Quit", (), {"exec": staticmethod(lambda: 0)})()
        assert start.run() == 8
        assert f"写不进去：{settings.data}" in start.window.sentence.text()
        qtbot.addWidget(start.window)
        assert "写不进去" in started(qtbot, settings).stop_page.sentence.text(), "also where another start made the lock"
    assert files(settings.data) == before


def test_a_desk_whose_folder_cannot_be_written_any_more_says_so(qtbot, settings):
    """What the open file still takes is written whole; the rest is a sentence, the desk stays."""
    with as_anybody():
        desk = open_desk(qtbot, settings, "clerk1")
        context = desk.desk.context
        queue.take(context.db, context.actor, NOW, "A")
        desk.go("queue")
        quiet(qtbot, desk)
        with read_only(settings.data):
            context.db.engine.dispose()  # the file is opened anew, as after a rest
            press(qtbot, desk, "F2")
            assert "写不进去" in desk.status.said or "只能读" in desk.status.said
            assert "编号" not in desk.status.said
        for _again in range(2):  # what was read meanwhile left a connection that cannot write; the sentence asks to try again
            if desk.page.board.present is None:
                press(qtbot, desk, "F2")
        assert desk.page.board.present.ticket == "A001"
    head = stations.actors(context.db)["head"]
    assert audits.verify(context.db, head).ok and checks.run(context.db, head, settings).problems == ()
