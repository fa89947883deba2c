"""One start of a window, measured from the moment the process was asked for: ``bare`` or ``desk DATA``; prints JSON.

The same filter counts for both: painted means that the first paint of a window is done, keys are taken when one was delivered after it.
"""

import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
BEGAN = float(os.environ["BENCH_BEGAN"])


def now() -> float:
    """Milliseconds since the process was asked for."""
    return (time.monotonic() - BEGAN) * 1000


def watch(app, window, finished) -> dict[str, float]:
    """Watch the first paint, then press a key, then look how evenly the event loop turns until ``finished`` says that all is there."""
    from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
    from PyQt6.QtGui import QKeyEvent

    seen: dict[str, float] = {}
    last = [0.0]

    class Filter(QObject):
        """Sees what the application sees."""

        def eventFilter(self, watched, event):
            kind = event.type()
            if kind == QEvent.Type.Paint and "painted" not in seen:
                seen["painted"] = now()
                QTimer.singleShot(0, press)
            elif kind == QEvent.Type.KeyPress and "keys" not in seen:
                seen["keys"] = last[0] = now()
                app.removeEventFilter(self)
                QTimer.singleShot(0, beat.start)
            return False

    def press() -> None:
        target = app.focusWidget() or window
        app.postEvent(target, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier))

    def turned() -> None:
        at = now()
        seen["stall"] = max(seen.get("stall", 0.0), at - last[0] - beat.interval())
        last[0] = at
        if finished() or at > 60_000:
            seen["filled"] = at
            app.quit()

    beat = QTimer(window)
    beat.setTimerType(Qt.TimerType.PreciseTimer)
    beat.setInterval(4)
    beat.timeout.connect(turned)
    keeper = Filter()
    app.installEventFilter(keeper)
    window.__dict__["bench"] = keeper
    window.show()
    app.exec()
    return seen


def bare() -> dict[str, float]:
    """A main window with nothing in it."""
    from PyQt6.QtWidgets import QApplication, QMainWindow

    app = QApplication(["bare"])
    window = QMainWindow()
    window.resize(1366, 696)
    return watch(app, window, lambda: True)


def desk(data: str) -> dict[str, float]:
    """The desk as the program starts it, up to Today filled."""
    from pathlib import Path

    from app.domain.clock import parse_moment
    from app.main import _first_run, _open
    from app.settings import Settings
    from ui.desk.launch import Composed, Launch
    from ui.desk.start import LatePort, Wanted
    from ui.desk.window import DeskWindow

    settings = Settings(Path(data), counter=1)
    wanted = Wanted("clerk1", parse_moment("2026-10-09T10:30"))
    launch = Launch(settings, wanted, Composed(_open, _first_run, has_station=True))
    window = DeskWindow(LatePort(launch.preferences), lambda phrase: _open(settings, wanted, phrase))
    window.resize(1366, 696)

    def filled() -> bool:
        page = window.page
        return type(page).__name__ == "TodayPage" and page.board is not None

    seen = watch(launch.app, window, filled)
    lines = len(window.page.board.lines) if filled() else 0
    window.close()
    return seen | {"lines": lines}


if __name__ == "__main__":
    answer = bare() if sys.argv[1] == "bare" else desk(sys.argv[2])
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
    os._exit(0)
