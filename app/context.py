"""What a window or a command works with: passed to constructors, never a global."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.actor import Actor
from app.domain.clock import Clock
from app.services.opening import StationFacts
from app.settings import Settings
from db.uow import Database as Database  # the command line and the windows name the type through here


@dataclass(frozen=True, slots=True)
class AppContext:
    """An open station, its clock, this machine's settings, and who acts."""

    db: Database
    clock: Clock
    settings: Settings
    actor: Actor
    station: StationFacts

    def now(self) -> datetime:
        """The moment, as the passed clock tells it."""
        return self.clock()

    def acting(self, actor: Actor) -> AppContext:
        """The same station with another officer."""
        return replace(self, actor=actor)
