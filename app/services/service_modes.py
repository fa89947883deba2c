"""How many recorded services were given in which mode (主动、上门、定制、预约、代理、远程 and at the counter, B12, B13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.actor import Actor
from app.domain.assistance import ServiceMode
from db import queries
from db.uow import Database


@dataclass(frozen=True, slots=True)
class ModeCount:
    """The services of a span of days by their mode; the modes add up to ``total``."""

    modes: dict[ServiceMode, int]
    total: int


def counted(db: Database, actor: Actor, first: date, last: date) -> ModeCount:
    """Count between two days, both included; a record of old without a mode was given at the counter."""
    with db.read("file.read", actor) as session:
        found = queries.assistance.modes_between(session, first, last)
    modes = {mode: found.get(mode.value, 0) for mode in ServiceMode}
    modes[ServiceMode.COUNTER] += found.get("", 0)
    return ModeCount(modes, sum(found.values()))
