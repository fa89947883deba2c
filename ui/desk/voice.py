"""The desk speaks its own calls where no public screen does: by choice of this machine, never on the window's thread.

Before each call it is asked whether a screen is the voice of the hall now: a call is said once.

What plays is the player of the public screen (``ui.voice``), made with the first call that is said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QObject, pyqtSignal

from app.settings import Settings
from app.texts import t

if TYPE_CHECKING:
    from ui.voice import Caller, Player

ON, VOLUME, REPEAT, MUTED = "voice.desk", "voice.volume", "voice.repeat", "voice.muted"
VOLUMES = (100, 80, 60, 40, 20)
REPEATS = (1, 2, 3)
Asked = Callable[[Callable[[bool], object]], object]
"""Finds out whether a public screen speaks, and hands the answer on."""
TRIED = "A012"
"""What is said to try it out."""


class DeskVoice(QObject):
    """Says calls while the option is on and not muted. ``silent`` carries a sentence when nothing can be heard, once."""

    silent = pyqtSignal(str)
    chosen = pyqtSignal()

    def __init__(
        self, preferences: Any, settings: Callable[[], Settings | None], parent: QObject | None = None, screen_speaks: Asked | None = None
    ) -> None:
        super().__init__(parent)
        self._screen_speaks = screen_speaks or (lambda then: then(False))
        self.elsewhere = False
        self._preferences, self._settings = preferences, settings
        self._made: Caller | None = None
        self.player: Player | None = None

    @property
    def on(self) -> bool:
        """Whether this machine speaks its calls."""
        return bool(self._preferences.get(ON))

    @property
    def muted(self) -> bool:
        """Silent for now; what is called meanwhile is not said later."""
        return bool(self._preferences.get(MUTED))

    @property
    def volume(self) -> int:
        """How loud, 0 to 100: what was chosen here, else what the machine's settings say."""
        settings, chosen = self._settings(), self._preferences.get(VOLUME)
        return int(chosen) if chosen else settings.voice_volume if settings is not None else VOLUMES[1]

    @property
    def repeat(self) -> int:
        """How often a call is said."""
        settings, chosen = self._settings(), self._preferences.get(REPEAT)
        return int(chosen) if chosen else settings.voice_repeat if settings is not None else REPEATS[1]

    @property
    def words(self) -> str:
        """What the status bar says of it: nothing where this machine does not speak."""
        if not self.on:
            return ""
        if self.elsewhere:
            return t("大屏播报")
        return t("本机播报（静音）") if self.muted else t("本机播报")

    def choose(self, key: str, value: str) -> None:
        """Choose one of the four; muting is silence at once."""
        self._preferences.put(key, value)
        if self._made is not None and not (self.on and not self.muted):
            self._made.muted = True
        self.chosen.emit()

    def say(self, ticket: str, counter: int) -> None:
        """Say a call, unless a public screen does; returns at once."""
        if self.on:
            self._screen_speaks(lambda speaks: self._say_unless(speaks, ticket, counter))

    def _say_unless(self, speaks: bool, ticket: str, counter: int) -> None:
        if speaks != self.elsewhere:
            self.elsewhere = speaks
            self.chosen.emit()
        if self.on and not self.muted and not speaks:
            self._say(ticket, counter)

    def try_out(self, counter: int) -> None:
        """Let it be heard, also before it is switched on."""
        self._say(TRIED, counter or 1)

    def _say(self, ticket: str, counter: int) -> None:
        caller = self._caller()
        if caller is not None:
            caller.muted, caller.volume, caller.repeat = False, self.volume, self.repeat
            caller.say(ticket, counter)

    def _caller(self) -> Caller | None:
        settings = self._settings()
        if self._made is None and settings is not None:
            from ui.voice import Caller

            self._made = Caller(settings, self.player, self)
            self._made.silent.connect(self.silent.emit)
        return self._made

    def close(self) -> None:
        """Nothing more is said."""
        if self._made is not None:
            self._made.close()
