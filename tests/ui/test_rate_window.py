"""The visitor's window on a second monitor: which one it is, and that the window stands there, on a machine with two."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from ui.monitors import visitors

ROOT = Path(__file__).parents[2]
MONITORS = [
    {"name": name, "x": x, "y": 0, "width": width, "height": 800, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    for name, x, width in (("desk", 0, 1366), ("visitor", 1366, 1280))
]
CHILD = """
from PyQt6.QtGui import QGuiApplication
from ui.app import make_app
from ui.desk.queue.rate_strip import RateStrip

app = make_app()
first, second = QGuiApplication.screens()
strip = RateStrip([(5, "非常满意"), (1, "非常不满意")])
rated = []
strip.rated.connect(lambda *told: rated.append(told))

def where(desk, hall="none"):
    strip.hide()
    strip.setScreen(desk)
    strip.setGeometry(desk.geometry().adjusted(20, 20, -900, -400))
    strip.hall = hall
    strip.start("A001")
    app.processEvents()
    shown = strip.window_ is not None and strip.window_.isVisible()
    return (strip.window_.screen().name(), strip.window_.geometry() == strip.window_.screen().geometry()) if shown else None

print(where(first), where(second), where(first, hall="visitor"), sep="|")
where(first)
strip.window_.buttons[5].click()
print(rated, strip.window_.isVisible())
"""


def test_the_visitors_monitor_is_neither_the_desks_nor_the_halls():
    one, two, three = "one", "two", "three"
    assert visitors((one,), one, None) is None
    assert visitors((one, two), one, None) == two and visitors((one, two), two, None) == one
    assert visitors((one, two), one, two) is None
    assert visitors((one, two, three), one, two) == three


def test_with_two_monitors_the_rating_opens_by_itself_over_the_whole_of_the_visitors_wherever_the_desk_stands(tmp_path):
    layout = tmp_path / "monitors.json"
    layout.write_text(json.dumps({"screens": MONITORS}), "utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={layout}"}
    done = subprocess.run([sys.executable, "-c", CHILD], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    places, kept = done.stdout.splitlines()
    assert places.split("|") == ["('visitor', True)", "('desk', True)", "None"]
    assert kept == "[('A001', 5, '')] False"
