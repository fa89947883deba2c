"""What the people of the practice station did among themselves: the acts of ``demo_team.toml``, laid on the working days of the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.clock import at_station

OWN = frozenset({"first", "back", "at", "by", "do", "key", "of"})
"""What an act says about itself; the rest is what it needs."""


@dataclass(frozen=True, slots=True)
class TeamAct:
    """One act: when, by whom, what; ``key`` names what it makes, ``of`` what it leans on."""

    at: datetime
    by: str
    verb: str
    key: str
    of: str
    values: Mapping[str, Any]


def acts(data: Mapping[str, Any], days: Sequence[date], now: datetime) -> tuple[TeamAct, ...]:
    """The acts that lie in the past, in order; what leans on one that is older than the past is left out with it."""
    placed = sorted(_placed(data, days, now), key=lambda one: one.at)
    known: set[str] = set()
    kept = []
    for one in placed:
        if one.of and one.of not in known:
            continue
        known.add(one.key)
        kept.append(one)
    return tuple(kept)


def _placed(data: Mapping[str, Any], days: Sequence[date], now: datetime) -> Iterator[TeamAct]:
    for entry in data["act"]:
        back = len(days) - 1 if entry.get("first") else entry["back"]
        if back >= len(days):
            continue
        hour, minute = map(int, entry["at"].split(":"))
        at = at_station(days[-1 - back], hour, minute)
        if at <= now:
            values = {name: value for name, value in entry.items() if name not in OWN}
            yield TeamAct(at, entry["by"], entry["do"], entry.get("key", ""), entry.get("of", ""), values)
