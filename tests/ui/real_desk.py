"""The real desk in tests: a practice station in the test's own folder, its window, and keys as an officer presses them."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from app.settings import SeatPreferences, Settings
from tests.dbfixtures import NOW
from tests.keeping import with_key
from ui.desk.launch import Composed
from ui.desk.start import LatePort, Opened, Wanted
from ui.desk.window import DeskWindow
from ui.screens import settle


def lay_out(template: Path, data: Path) -> Settings:
    """A data folder with a copy of the seeded practice station and its key file."""
    settings = with_key(Settings(data))
    shutil.copy(template, settings.database_path)
    return settings


def opener(settings: Settings, login: str = "clerk1", now: datetime = NOW):
    """How the window opens that station, at nine o'clock of the tests' Friday unless told otherwise."""

    def opened(phrase: str | None) -> Opened:
        from ui.desk.live import open_station

        return open_station(settings, Wanted(login, now), phrase)

    return opened


def composed(settings: Settings) -> Composed:
    """What the composition root would hand in."""
    from ui.desk.first_run import FirstRun
    from ui.desk.live import open_station

    return Composed(open_station, FirstRun, has_station=settings.key_path.exists())


def open_desk(qtbot, settings: Settings, login: str = "clerk1", now: datetime = NOW) -> DeskWindow:
    """The desk, painted, opened and filled."""
    made = DeskWindow(LatePort(SeatPreferences(settings)), opener(settings, login, now))
    qtbot.addWidget(made)
    made.resize(1366, 696)
    with qtbot.waitSignal(made.opened), qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    quiet(qtbot, made)
    return made


def quiet(qtbot, window: DeskWindow) -> None:
    """Wait until every job has come home and what it brought is shown."""
    for _ in range(3):
        qtbot.waitUntil(lambda: not window.jobs.busy and not window._soon.isActive())
        settle()


KEYS = {"Esc": "Escape"}
MODIFIERS = {
    name: getattr(Qt.KeyboardModifier, f"{word}Modifier") for name, word in {"Alt": "Alt", "Ctrl": "Control", "Shift": "Shift"}.items()
}


def press(qtbot, window: DeskWindow, *pressed: str) -> None:
    """Press keys one after the other where the focus is; each is waited for."""
    for key in pressed:
        target = window.focusWidget() or window
        parts = key.split("+")
        modifier = Qt.KeyboardModifier.NoModifier
        for name in parts[:-1]:
            modifier |= MODIFIERS[name]
        code = getattr(Qt.Key, f"Key_{KEYS.get(parts[-1], parts[-1])}")
        QTest.keyClick(target, code, modifier)
        quiet(qtbot, window)
