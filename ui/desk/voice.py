"""The desk speaks its own calls where no public screen does: by choice of this machine, never on the window's thread.

Before it is said each call is claimed (``app.services.said``), so it is said once in the hall; where a screen is the voice it is left to
that, and looked after a moment later: a screen that ended meanwhile may have left it unsaid.

What plays is the player of the public screen (``ui.voice``), made with the first call that is said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from app.domain.voice import Claim
from app.settings import Settings
from app.texts import t

if TYPE_CHECKING:
    from ui.voice import Caller, Player

ON, VOLUME, REPEAT, MUTED = "voice.desk", "voice.volume", "voice.repeat", "voice.muted"
VOLUMES = (100, 80, 60, 40, 20)
REPEATS = (1, 2, 3)
Claims = Callable[[str, Callable[[Claim], object]], object]
"""Finds out whose the call of a ticket is, and hands the answer on."""
LATER = 5000
"""Milliseconds after which a call that was left to somebody else is looked after once."""
TRIED = "A012"
"""What is said to try it out."""


class DeskVoice(QObject):
    """Says calls while the option is on and not muted. ``silent`` carries a sentence when nothing can be heard, once."""

    silent = pyqtSignal(str)
    chosen = pyqtSignal()

    def __init__(
        self, preferences: Any, settings: Callable[[], Settings | None], parent: QObject | None = None, claims: Claims | None = None
    ) -> None:
        super().__init__(parent)
        self._claims = claims or (lambda _ticket, then: then(Claim.MINE))
        self.elsewhere = False
        self._left: tuple[str, int] | None = None
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.timeout.connect(self.look_after)
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
        """Say a call, unless somebody else does; returns at once. Muted it is left to others."""
        self._left = None
        self._ask(ticket, counter, once_more=True)

    def _ask(self, ticket: str, counter: int, *, once_more: bool) -> None:
        if self.on and not self.muted:
            self._claims(ticket, lambda whose: self._claimed(whose, ticket, counter, once_more))

    def _claimed(self, whose: Claim, ticket: str, counter: int, once_more: bool) -> None:
        if whose in (Claim.MINE, Claim.ELSEWHERE) and self.elsewhere is not (whose is Claim.ELSEWHERE):
            self.elsewhere = whose is Claim.ELSEWHERE
            self.chosen.emit()
        if whose is Claim.MINE and self.on and not self.muted:
            self._say(ticket, counter)
        elif whose in (Claim.ELSEWHERE, Claim.TAKEN) and once_more:
            self._left = ticket, counter
            self._looking.start(LATER)

    def look_after(self) -> None:
        """Say the newest call that was left to somebody else, where nobody has said it."""
        if self._left is not None:
            self._ask(*self._left, once_more=False)
        self._left = None

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
