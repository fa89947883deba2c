"""The clock of a practice station: set once with ``--now``, it runs on from there, for every later command and window.

Only its distance from the machine's clock is kept, in a file of the data folder: it is about this machine, not about the station.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from app.domain.clock import Clock, machine_clock
from app.domain.errors import Damaged
from app.settings import Settings, write_whole

FILE = "practice_clock.json"
FARTHEST = timedelta(days=366 * 250)
"""Beyond this nobody can have set it."""


def from_moment(wanted: datetime) -> Clock:
    """A clock that shows ``wanted`` now and runs on from there."""
    distance = wanted - machine_clock()
    return lambda: machine_clock() + distance


def set_to(settings: Settings, wanted: datetime, running: Clock = machine_clock) -> Clock:
    """Set the clock to ``wanted`` and keep the distance for those who come later."""
    distance = wanted - running()
    write_whole(settings.data / FILE, json.dumps({"seconds": distance.total_seconds()}))
    return lambda: running() + distance


def running(settings: Settings, machine: Clock = machine_clock) -> Clock:
    """The clock as it was set last, or the machine's where it never was."""
    path = settings.data / FILE
    if not path.exists():
        return machine
    try:
        distance = timedelta(seconds=json.loads(path.read_text(encoding="utf-8"))["seconds"])
        if abs(distance) > FARTHEST:
            raise ValueError(distance)
    except (OSError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise Damaged("settings.practice_clock", path=str(path)) from error
    return lambda: machine() + distance
