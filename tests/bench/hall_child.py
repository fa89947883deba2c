"""Processes of the hall's benchmark: ``screen FOLDER N`` shows calls that another process makes; ``call …`` is one counter; prints JSON."""

from __future__ import annotations

import gc
import json
import random
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from tests.bench.places import NOW


def screen(folder: str, count: int) -> dict[str, float]:
    """Milliseconds from the commit of a call in another process to the end of the paint that shows it."""
    from PyQt6.QtCore import QTimer

    from app.services.board import SCREEN
    from app.services.faces import Link
    from app.settings import Settings
    from ui.app import make_app
    from ui.display.window import Display

    app = make_app()
    link = Link(Settings(Path(folder)), SCREEN, wanted=NOW)
    painted: dict[str, float] = {}

    class Watched(Display):
        """Remembers when each call was on the screen."""

        def paintEvent(self, event: object) -> None:
            super().paintEvent(event)  # type: ignore[arg-type]
            if self.board is not None and self.board.calls:
                painted.setdefault(self.board.calls[0].ticket, time.monotonic())

    window = Watched(link.look)
    window.resize(1920, 1080)
    window.show()
    window.begin()
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.hall_child", "write", folder, str(count)], stdout=subprocess.PIPE, text=True
    )
    ended = QTimer()
    ended.timeout.connect(lambda: app.quit() if writer.poll() is not None else None)
    ended.start(500)
    app.exec()
    window.close()
    link.close()
    assert writer.stdout is not None
    committed: dict[str, float] = json.loads(writer.stdout.read())
    times = [(painted[ticket] - at) * 1000 for ticket, at in committed.items() if ticket in painted]
    assert len(times) >= count * 9 // 10, "calls were never shown"
    return {"p95": statistics.quantiles(times, n=20)[18], "most": max(times)}


def write(folder: str, count: int) -> dict[str, float]:
    """Take and call at uneven moments; when each call was committed."""
    from app.services import queue, stations
    from tests.bench.sixteen import open_hall

    db = open_hall(folder, "")
    clerk = stations.actors(db)["clerk1"]
    committed = {}
    time.sleep(2)
    for number in range(count):
        queue.take(db, clerk, NOW + timedelta(seconds=number), "A")
        called = queue.call(db, clerk, NOW + timedelta(seconds=number), 1, finish=True)
        committed[called.ticket] = time.monotonic()
        time.sleep(random.uniform(0.3, 0.5))
    time.sleep(1)
    return committed  # type: ignore[return-value]


def call(folder: str, url: str, count: int, counter: int) -> dict[str, list[float]]:
    """One counter: says "ready" after its first calls, waits for the moment at which all begin, calls ``count`` times, pausing between.

    The clock of the station runs as fast as the real one: with a clock that jumps nearly every counter would seem to have been silent
    for long, and each call would put the tickets of others back. Answers the milliseconds of each call and of the process's work for it.
    """
    from app.services import queue, stations
    from tests.bench.sixteen import PAUSE, WARM, open_hall

    db = open_hall(folder.strip("-"), url.strip("-"))
    clerk = stations.actors(db)["clerk1"]
    chance, times, work = random.Random(counter), [], []
    for _ in range(WARM):  # psycopg prepares a statement at its sixth execution
        queue.call(db, clerk, NOW, counter, finish=True)
    gc.freeze()  # as the desk does after its start
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    begin = float(sys.stdin.readline())
    time.sleep(max(0.0, begin - time.monotonic()))
    for _ in range(count):
        time.sleep(chance.expovariate(1 / PAUSE))
        at = NOW + timedelta(seconds=time.monotonic() - begin)
        began, busy = time.perf_counter(), time.process_time()
        called = queue.call(db, clerk, at, counter, finish=True)
        times.append((time.perf_counter() - began) * 1000)
        work.append((time.process_time() - busy) * 1000)
        assert called.ticket is not None, "nobody waits any more"
    return {"times": times, "work": work}


if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    if word == "screen":
        answer: object = screen(rest[0], int(rest[1]))
    elif word == "write":
        answer = write(rest[0], int(rest[1]))
    else:
        answer = call(rest[0], rest[1], int(rest[2]), int(rest[3]))
    sys.stdout.write(json.dumps(answer) + "\n")
