"""Opening hours of lines: a line without hours is open at all hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain.clock import station_time
from app.domain.errors import Refused


def is_open(hours: Sequence[Any], now: datetime) -> bool:
    """Whether ``now`` lies in one of the spans [weekday 0–6, "HH:MM", "HH:MM"]."""
    if not hours:
        return True
    local = station_time(now)
    clock = f"{local:%H:%M}"
    return any(day == local.weekday() and opens <= clock < closes for day, opens, closes in hours)


def check_open(hours: Sequence[Any], line: str, now: datetime) -> None:
    """Refuse a number while the line is closed."""
    if not is_open(hours, now):
        raise Refused("queue.line_closed", field="line", line=line)
