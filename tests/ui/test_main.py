"""The composition root: words, early checks, and cards instead of tracebacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from app import main
from app.domain.errors import NotAllowed
from app.settings import SeatPreferences, Settings
from tests.ui.real_desk import composed, lay_out, open_desk, opener, quiet
from ui.desk import launch
from ui.desk.launch import Launch
from ui.desk.start import LatePort, Wanted
from ui.desk.window import DeskWindow
from ui.kit.buttons import Button

HEAVY = {"sqlalchemy", "reportlab", "openpyxl", "xlsxwriter", "alembic", "requests", "keyring", "psycopg", "pypinyin", "argon2", "segno"}
FIRST_PAINT = """
import sys
from pathlib import Path
from app import main
from app.settings import load
from ui.desk import launch
from ui.desk.start import Wanted
composed = launch.Composed(main._open, main._first_run, has_station=True)
start = launch.Launch(load(Path(sys.argv[1])), Wanted("clerk1"), composed)
start.show()
while not start.window._begun:
    start.app.processEvents()
before = sorted({name.partition(".")[0] for name in sys.modules})
while start.window.station is None:
    start.app.processEvents()
print(",".join(before))
start.window.close()
"""
TODAY = (
    FIRST_PAINT.partition("while start")[0]
    + """
import gc
threshold = gc.get_threshold()
while start.window.page is None or start.window.page.board is None:
    start.app.processEvents()
from db.base import Base
print(",".join(sorted({*sys.modules, *Base.metadata.tables})), gc.get_threshold() == threshold, gc.get_freeze_count() > 50_000)
start.window.close()
"""
)
BEHIND_TODAY = {
    *("ui.desk.station_port", "ui.desk.lock", "app.services.duties", "app.services.search", "app.services.person_pages"),
    *("app.services.posts", "app.services.qualifications", "app.services.queue_base", "app.services.queue_lapse"),
    *("db.models.market", "db.models.assistance", "db.models.writing"),
    *("app.domain.documents", "app.domain.matching", "db.queries.market", "sqlalchemy.dialects.postgresql", "keyring"),
    *("asyncio", "importlib.metadata", "ssl", "email", "db.queries.posts", "ui.desk.ports"),
    *("app.texts.action_names", "app.texts.papers", "app.texts.trail_fields", "app.texts.wizard"),
    *("app.domain.persons", "app.domain.assistance", "app.domain.jobs_market"),
    *("drill", "post", "post_assignment", "return_cell", "assistance_file", "household_member", "helper", "draft", "print_record"),
    *("ticket_item", "counter_line", "extension", "material_receipt", "call_back", "case_bundle", "norm", "screen_notice", "line_pass"),
}
COMMAND = """
import sys
from app.__main__ import run
code = run(["deadline", "--accepted", "2026-02-12", "--days", "5", "--json"])
print(code, any(name.startswith("PyQt6") for name in sys.modules))
"""


def child(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


@pytest.fixture
def settings(sqlite_template, tmp_path) -> Settings:
    return lay_out(sqlite_template, tmp_path / "data")


def test_nothing_heavy_is_imported_before_the_first_paint(settings):
    loaded = set(child(FIRST_PAINT, str(settings.data)).split(","))
    assert "PyQt6" in loaded and loaded.isdisjoint(HEAVY)


def test_today_is_filled_before_anything_is_imported_that_it_does_not_ask(settings):
    loaded, same_thresholds, set_apart = child(TODAY, str(settings.data)).split(" ")
    assert "app.services.today" in loaded and BEHIND_TODAY.isdisjoint(loaded.split(","))
    assert (same_thresholds, set_apart) == ("True", "True"), "the collector rests while the station is opened, and only then"


def test_a_command_word_never_loads_the_windows():
    assert child(COMMAND) == "0 False"


def test_without_a_screen_it_says_so_before_qt_aborts(monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "linux")
    assert main.run([], {}) == 8
    assert "没有可用的屏幕" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--now", "tomorrow"], "没有“tomorrow”这样的时间"),
        (["--nonsense"], "不认识 --nonsense"),
        (["display", "--data"], "--data 后面要写一个值"),
    ],
)
def test_wrong_words_are_told_in_one_sentence(words, told, capsys):
    assert main.run(words, {"QT_QPA_PLATFORM": "offscreen"}) == 2
    said = capsys.readouterr().err
    assert told in said and said.count("\n") == 1
    assert main.run([*words, "--json"], {"QT_QPA_PLATFORM": "offscreen"}) == 2
    assert told in json.loads(capsys.readouterr().out)["error"]["message"]


@pytest.mark.parametrize("words", [["display", "--help"], ["kiosk", "-h"]])
def test_the_public_faces_say_what_they_take(words, capsys):
    assert main.run(words, {}) == 0
    assert "--screen N" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "environment", "code", "named"),
    [("theme = [", {}, 5, "settings.toml"), ("", {"STATIONDESK_KEY_FILE": "/nowhere/phrase"}, 7, "/nowhere/phrase")],
)
def test_what_cannot_be_read_before_the_window_is_a_card(qtbot, tmp_path, monkeypatch, content, environment, code, named):
    """The words also stand on standard error, for who starts it from a terminal."""
    (tmp_path / "settings.toml").write_text(content, encoding="utf-8")
    shown = []
    monkeypatch.setattr(launch, "_show", lambda card: (qtbot.addWidget(card), shown.append(card.sentence.text())))
    monkeypatch.setattr("PyQt6.QtWidgets.QApplication.exec", lambda *_: 0)
    assert main.run(["--data", str(tmp_path)], {"QT_QPA_PLATFORM": "offscreen", **environment}) == code
    assert [named in text for text in shown] == [True]


def started(qtbot, settings, **changes):
    """The window of a start that cannot open its station."""
    window = DeskWindow(LatePort(SeatPreferences(settings)), changes.pop("opener", opener(settings)))
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.failed):
        window.show()
    quiet(qtbot, window)
    return window


def test_a_folder_that_cannot_be_written_is_a_card_with_a_sentence(qtbot, tmp_path, qapp):
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = Settings(tmp_path / "file" / "data")
    launch = Launch(settings, Wanted(), composed(settings))
    launch.app = type("Quit", (), {"exec": staticmethod(lambda: 0)})()
    assert launch.run() == 8
    assert "写不进去" in launch.window.sentence.text()
    qtbot.addWidget(launch.window)


def test_a_file_that_is_no_database_is_a_card(qtbot, settings):
    settings.database_path.write_bytes(b"no database at all" * 100)
    window = started(qtbot, settings)
    assert "不是本站的数据库" in window.stop_page.sentence.text()
    assert window._outer.currentWidget() is window.stop_page


def test_a_missing_database_and_a_missing_key_are_told_apart(qtbot, settings):
    settings.database_path.unlink()
    assert "找不到数据库文件" in started(qtbot, settings).stop_page.sentence.text()
    settings.key_path.unlink()
    settings.database_path.write_bytes(b"x")
    assert "找不到密钥文件" in started(qtbot, settings).stop_page.sentence.text()


def test_a_database_newer_than_the_program_is_a_card(qtbot, settings):
    from sqlalchemy import text

    from app.services import stations

    db = stations.open_station(settings)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
    db.close()
    assert "请先升级本机程序" in started(qtbot, settings).stop_page.sentence.text()


def test_a_missing_key_asks_for_the_pass_phrase_and_a_wrong_one_is_told_at_the_field(qtbot, settings):
    asked = []

    def opened(phrase):
        asked.append(phrase)
        if phrase is None:
            raise NotAllowed("key.needed")
        if phrase != "right":
            raise NotAllowed("key.wrong")
        return opener(settings)(None)

    window = started(qtbot, settings, opener=opened)
    page = window.stop_page
    assert page.phrase.isVisible()
    page._phrase.setText("wrong")
    page.retry.click()
    qtbot.waitUntil(lambda: page.phrase.is_wrong)
    page._phrase.setText("right")
    with qtbot.waitSignal(window.opened):
        page.retry.click()
    quiet(qtbot, window)
    assert asked == [None, "wrong", "right"] and window._outer.currentWidget() is window.body


def test_a_moment_for_a_real_station_is_refused_with_a_card(qtbot, settings):
    from app.domain.errors import Refused
    from tests.dbfixtures import NOW
    from ui.desk.live import _clock

    with pytest.raises(Refused, match=r"clock\.real_station"):
        _clock(settings, Wanted(now=NOW), practice=False)


def test_a_practice_station_says_so_on_the_window_and_needs_no_password(qtbot, settings):
    window = open_desk(qtbot, settings)
    assert window.windowTitle().startswith("【练习】") and window.desk.frame.station.startswith("【练习】")
    assert window.desk.frame.officer == "王敏"


@pytest.mark.parametrize(("login", "offered"), [("clerk1", ["呼叫下一位"]), ("admin", [])])
def test_who_may_not_call_has_no_button_for_it(qtbot, settings, login, offered):
    panel = open_desk(qtbot, settings, login).panel
    assert [button.text() for button in panel.findChildren(Button) if button.text() == "呼叫下一位"] == offered


def test_a_station_whose_window_went_meanwhile_is_closed_again(qtbot, settings):
    closed = []
    window = DeskWindow(
        LatePort(SeatPreferences(settings)), lambda phrase: replace(opener(settings)(phrase), close=lambda: closed.append(1))
    )
    qtbot.addWidget(window)
    window.begin()
    window.jobs.wait()
    window.close()
    qtbot.waitUntil(lambda: not window.jobs.busy)
    assert closed == [1] and window.station is None and not window._beat.isActive()


def test_a_window_may_be_closed_twice_and_does_no_duties_afterwards(qtbot, settings):
    window = open_desk(qtbot, settings)
    window.close()
    window.close()
    assert not window._first_duty.isActive() and not window._duty.isActive()


def test_keys_wait_until_the_station_is_open(qtbot, settings):
    window = DeskWindow(LatePort(SeatPreferences(settings)), opener(settings))
    qtbot.addWidget(window)
    window.do("queue.call")
    assert "正在打开" in window.status.said


def test_theme_and_text_size_are_remembered_for_the_seat(qtbot, settings):
    from ui import theme

    window = open_desk(qtbot, settings)
    window.set_theme(theme.Theme("dark", "large"))
    again = SeatPreferences(replace(settings))
    assert (again.get("theme.name"), again.get("theme.text")) == ("dark", "large")


def test_no_window_flashes_up_while_the_pages_are_made(qtbot, settings, qapp):
    from PyQt6.QtCore import QEvent, QObject
    from PyQt6.QtWidgets import QWidget

    shown = []

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(type(watched).__name__)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    window = open_desk(qtbot, settings)
    for place in ("today", "queue"):
        window.go(place)
        quiet(qtbot, window)
    qapp.removeEventFilter(watch)
    assert shown == ["DeskWindow"]
