"""One desk a data folder: a second start raises the first window and ends well."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.domain.errors import Surroundings
from tests.ui.conftest import PATIENCE
from tests.ui.real_desk import composed
from ui import instance
from ui.desk.launch import Launch
from ui.desk.start import Wanted
from ui.instance import Instance, raise_first, socket_name

HOLD = """
import sys
from pathlib import Path
from PyQt6.QtCore import QCoreApplication, QTimer
app = QCoreApplication([])
from ui.instance import Instance
held = Instance(Path(sys.argv[1]))
held.raised.connect(lambda: (print("raised", flush=True), app.quit()))
QTimer.singleShot(int(sys.argv[2]), held.listen)
print(held.claim(), flush=True)
app.exec()
"""

SECOND = """
import sys
from pathlib import Path
from app.settings import Settings
from tests.ui.real_desk import composed
from ui.desk.launch import Launch
from ui.desk.start import Wanted
settings = Settings(Path(sys.argv[1]))
print(Launch(settings, Wanted(), composed(settings)).run())
"""


@pytest.fixture(params=[0, 300], ids=["listens", "is just starting"])
def other(tmp_path, request, monkeypatch):
    """Another process that has the folder; one that is just starting begins to listen a while after it claimed it."""
    monkeypatch.setattr(instance, "WAIT", PATIENCE)
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path), str(request.param)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().strip() == "True"
    yield process
    process.kill()
    process.communicate()


def test_the_folder_of_another_process_is_not_taken_and_its_window_is_raised(qtbot, tmp_path, other):
    assert not Instance(tmp_path).claim()
    assert raise_first(tmp_path)
    assert other.communicate(timeout=PATIENCE / 1000)[0].strip() == "raised"


def test_a_second_start_ends_with_0(qtbot, tmp_path, other, qapp):
    from app.settings import Settings

    settings = Settings(tmp_path)
    assert Launch(settings, Wanted(), composed(settings)).run() == 0


def test_a_second_start_brings_the_window_back_that_was_minimised(qtbot, tmp_path, qapp):
    """The whole way: this process has the folder and its window, a child is the second start."""
    from app.settings import Settings

    settings = Settings(tmp_path / "data")
    launch = Launch(settings, Wanted(), composed(settings))

    def live() -> int:
        qtbot.addWidget(launch.window)
        qtbot.waitUntil(lambda: launch.instance._server is not None)
        launch.window.showMinimized()
        assert launch.window.isMinimized()
        with subprocess.Popen([sys.executable, "-c", SECOND, str(settings.data)], stdout=subprocess.PIPE, text=True) as second:
            qtbot.waitUntil(lambda: not launch.window.isMinimized() and launch.window.isActiveWindow(), timeout=PATIENCE)
            assert second.communicate(timeout=PATIENCE / 1000)[0].strip() == "0"
        return 0

    launch.app = type("Loop", (), {"exec": staticmethod(live)})()
    assert launch.run() == 0


def test_the_lock_goes_with_a_killed_process(qtbot, tmp_path, other):
    other.kill()
    other.wait()
    mine = Instance(tmp_path)
    assert mine.claim()
    mine.release()


def test_what_was_released_can_be_taken_again(qtbot, tmp_path):
    first = Instance(tmp_path)
    assert first.claim()
    first.release()
    second = Instance(tmp_path)
    assert second.claim()
    second.release()


def test_a_folder_that_cannot_be_written_is_a_sentence(qtbot, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Surroundings, match=r"data\.not_writable"):
        Instance(tmp_path / "file" / "data").claim()


def test_the_name_of_the_socket_is_short_and_the_same_for_every_spelling(tmp_path):
    assert socket_name(tmp_path) == socket_name(tmp_path / "." / "x" / "..")
    assert len(socket_name(tmp_path)) < 60
