"""The public screen and the kiosk as processes of their own: they start beside the desk, outlive it, and end when they are told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ui.real_desk import lay_out

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0


def face(word: str, data: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "app", word, "--data", str(data), "--now", "2026-10-09T09:00"]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def opened(data: Path, process: subprocess.Popen[bytes]) -> bool:
    """The face has opened its station when the practice clock that it was given stands in the folder."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if (data / "practice_clock.json").exists():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("word", ["display", "kiosk"])
def test_a_face_starts_beside_others_and_ends_when_told(word, sqlite_template, tmp_path):
    data = lay_out(sqlite_template, tmp_path / "data").data
    process = face(word, data)
    try:
        assert opened(data, process), process.stderr.read().decode() if process.poll() is not None else "never opened"
    finally:
        process.send_signal(signal.SIGTERM)
        _out, told = process.communicate(timeout=PATIENCE)
    assert b"Traceback" not in told
    assert not list((data / "logs").glob("*")) or "bug" not in (data / "logs" / "stationdesk.log").read_text("utf-8")


def test_a_screen_that_was_there_before_its_station_opens_it_by_itself(sqlite_template, tmp_path):
    data = tmp_path / "data"
    process = face("display", data)
    lay_out(sqlite_template, data)
    try:
        assert opened(data, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
