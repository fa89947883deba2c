"""One counter of the hall's benchmark, a process of its own: ``FOLDER URL CALLS COUNTER``; prints JSON."""

from __future__ import annotations

import gc
import json
import random
import sys
import time
from datetime import timedelta

from tests.bench.places import NOW


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
    place, server, calls, number = sys.argv[1:]
    sys.stdout.write(json.dumps(call(place, server, int(calls), int(number))) + "\n")
