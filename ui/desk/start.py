"""What the desk knows before the station is open: nothing heavy is imported here, so that the first paint waits for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from app.domain.actor import Actor
from app.domain.clock import Clock, machine_clock, station_time

if TYPE_CHECKING:
    from ui.desk.ports import Answer, CurrentPerson, DeskPort, Done, Frame, LoginChoice, Safe
    from ui.preferences import Preferences


NOBODY = Actor("", "", frozenset())
"""Who acts before anybody logged in."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asked of the desk: an officer, a moment (practice only), the pass phrase of the environment."""

    login: str = ""
    now: datetime | None = None
    phrase: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An open station as the window needs it.

    ``context`` is what the pages work with. ``port`` makes the port of the shell, on a pool thread when it is first asked. ``subscribe``
    takes a listener for written tables and gives its end.
    """

    context: Any
    port: Callable[[], Any]
    subscribe: Callable[[Callable[[frozenset[str]], None]], Callable[[], None]]
    duties: Callable[[], object]
    pulse: Callable[[], int]
    close: Callable[[], None]
    tables: Callable[[], frozenset[str]] = frozenset

    @property
    def practice(self) -> bool:
        """Whether nothing here is real."""
        return bool(self.context.station.practice)

    @property
    def needs_log_in(self) -> bool:
        """Whether somebody has to say who acts."""
        return self.context.actor is NOBODY


Opener = Callable[[str | None], Opened]
"""Opens the station, with a pass phrase if one was typed; runs on a pool thread and imports what it needs there."""


class LatePort:
    """Stands for the port until the station is open; calls from pool threads wait for it, the window's own never do."""

    def __init__(self, preferences: Preferences, clock: Clock = machine_clock) -> None:
        self.preferences = preferences
        self._clock = clock
        self._station: Opened | None = None
        self._there, self._making = Event(), Lock()
        self._real: DeskPort | None = None

    def fill(self, station: Opened) -> None:
        """The station is open; the port over it is made when a pool thread asks for something."""
        self._station, self._clock = station, station.context.clock
        self._there.set()

    @property
    def real(self) -> Any:
        """The port behind, waited for."""
        self._there.wait()
        with self._making:
            if self._real is None:
                assert self._station is not None
                self._real = self._station.port()
        return self._real

    def now(self) -> datetime:
        return station_time(self._clock())

    def frame(self) -> Frame:
        return self.real.frame()

    def current(self) -> CurrentPerson | None:
        return self.real.current()

    def search(self, text: str, only: str) -> Answer:
        return self.real.search(text, only)

    def act(self, code: str) -> Done:
        return self.real.act(code)

    def beat(self) -> bool:
        """The seat's sign of life, where the port gives one."""
        return bool(self.real.beat())

    def gone(self) -> None:
        """The end of the signs of life."""
        self.real.gone()

    def reveal(self, person_id: int) -> str:
        return self.real.reveal(person_id)

    def safe(self) -> Safe:
        return self.real.safe()

    def logins(self) -> tuple[LoginChoice, ...]:
        return self.real.logins()

    def log_in(self, login: str, password: str) -> Frame:
        return self.real.log_in(login, password)
