"""The voice of the hall, for the desk and the public screen alike: calls one after the other, never on the window's thread.

    self.caller = Caller(settings, parent=self)
    self.caller.silent.connect(self.tell)
    self.caller.say("A012", 1)

What plays lies in a process of its own (``ui.voice.child``): a sound server that does not answer holds Python's lock for half a minute, in
whatever thread one asks it (measured), and a window would stand still as long.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from PyQt6.QtCore import QObject, pyqtSignal

from app.domain.errors import UserError
from app.domain.voice import WORDING, parts_of
from app.settings import Settings
from app.texts import sentence, t
from app.texts.voice import SILENT


@dataclass(frozen=True, slots=True)
class Call:
    """One call to be said: by which voice, how loud (0 to 100), how often, in which words, with which pieces of the station's own."""

    ticket: str
    counter: int
    voice: str = "clips"
    volume: int = 80
    repeat: int = 1
    wording: str = WORDING
    own: str = ""


class Player(Protocol):
    """What says calls. ``ended`` carries nothing, or the word of a reason why nothing was heard."""

    ended: pyqtSignal

    def play(self, call: Call) -> None: ...

    def stop(self) -> None: ...


class Caller(QObject):
    """Says calls in their order. ``silent`` carries a sentence when nothing can be heard, once until something was heard again.

    ``spoken`` and ``unheard`` tell of each call what became of it; one that made way for a newer one of its counter is told by neither.
    """

    silent = pyqtSignal(str)
    spoken = pyqtSignal(str, int)
    unheard = pyqtSignal(str, int)

    def __init__(self, settings: Settings, player: Player | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        own = str(settings.own_voice)
        kind = "system" if settings.voice == "system" else "clips"
        self._blank = Call("", 0, kind, settings.voice_volume, settings.voice_repeat, settings.voice_wording or WORDING, own)
        self._muted = settings.voice == "off"
        self._waiting: list[Call] = []
        self._now: Call | None = None
        self._told = False
        self._player = player or _process(self)
        self._player.ended.connect(self._ended)

    @property
    def volume(self) -> int:
        """How loud, 0 to 100; holds from the next call on."""
        return self._blank.volume

    @volume.setter
    def volume(self, percent: int) -> None:
        self._blank = replace(self._blank, volume=max(0, min(100, percent)))

    @property
    def repeat(self) -> int:
        """How often a call is said."""
        return self._blank.repeat

    @repeat.setter
    def repeat(self, times: int) -> None:
        self._blank = replace(self._blank, repeat=max(1, times))

    @property
    def muted(self) -> bool:
        """While muted nothing is said, and nothing is said later for it."""
        return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._muted = muted
        if muted:
            self._waiting.clear()
            self._now = None
            self._player.stop()

    def say(self, ticket: str, counter: int) -> None:
        """Say a call, after those before it. What still waits of the same counter is outdated and makes way."""
        if self._muted:
            return
        self._check_wording()
        self._waiting = [call for call in self._waiting if call.counter != counter]
        self._waiting.append(replace(self._blank, ticket=ticket, counter=counter))
        self._next()

    def close(self) -> None:
        """Nothing more is said."""
        self.muted = True

    def _check_wording(self) -> None:
        """A wording there are no pieces for is told, and the usual one said."""
        try:
            parts_of(self._blank.wording)
        except UserError as error:
            self._blank = replace(self._blank, wording=WORDING)
            self.silent.emit(sentence(error))

    def _next(self) -> None:
        if self._now is None and self._waiting:
            self._now = self._waiting.pop(0)
            self._player.play(self._now)

    def _ended(self, reason: str) -> None:
        said, self._now = self._now, None
        if reason and not self._told:
            self.silent.emit(t(SILENT[reason]))
        self._told = bool(reason)
        if said is not None:
            (self.unheard if reason else self.spoken).emit(said.ticket, said.counter)
        self._next()


def _process(parent: QObject) -> Player:
    from ui.voice.process import PlayerProcess

    return PlayerProcess(parent)
