"""What the desk knows before the station is open: nothing heavy is imported here, so that the first paint waits for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING, Any

from app.domain.clock import Clock, machine_clock, station_time

if TYPE_CHECKING:
    from ui.desk.ports import Answer, CurrentPerson, DeskPort, Done, Frame, LoginChoice, Safe
    from ui.preferences import Preferences


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asked of the desk: an officer, a moment (practice only), the pass phrase of the environment."""

    login: str = ""
    now: datetime | None = None
    phrase: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An open station as the window needs it. ``subscribe`` takes a listener for written tables and gives its end."""

    port: Any
    needs_log_in: bool
    practice: bool
    station: str
    subscribe: Callable[[Callable[[frozenset[str]], None]], Callable[[], None]]
    duties: Callable[[], object]
    pulse: Callable[[], int]
    close: Callable[[], None]
    tables: frozenset[str] = frozenset()


Opener = Callable[[str | None], Opened]
"""Opens the station, with a pass phrase if one was typed; runs on a pool thread and imports what it needs there."""


class LatePort:
    """Stands for the port until the station is open; calls from pool threads wait for it, the window's own never do."""

    def __init__(self, preferences: Preferences, clock: Clock = machine_clock) -> None:
        self.preferences = preferences
        self._clock = clock
        self._real: DeskPort | None = None
        self._there = Event()

    def fill(self, port: DeskPort) -> None:
        """The station is open."""
        self._real = port
        self._there.set()

    @property
    def real(self) -> Any:
        """The port behind, waited for."""
        self._there.wait()
        return self._real

    def now(self) -> datetime:
        return self._real.now() if self._real is not None else station_time(self._clock())

    def frame(self) -> Frame:
        return self.real.frame()

    def current(self) -> CurrentPerson | None:
        return self.real.current()

    def search(self, text: str, only: str) -> Answer:
        return self.real.search(text, only)

    def act(self, code: str) -> Done:
        return self.real.act(code)

    def reveal(self, person_id: int) -> str:
        return self.real.reveal(person_id)

    def safe(self) -> Safe:
        return self.real.safe()

    def logins(self) -> tuple[LoginChoice, ...]:
        return self.real.logins()

    def log_in(self, login: str, password: str) -> Frame:
        return self.real.log_in(login, password)
