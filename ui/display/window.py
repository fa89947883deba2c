"""The public screen at work: it looks at the state several times a second, off the window's thread, and says each new call aloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QCloseEvent, QKeyEvent

from app.domain.board import PAGE_SECONDS, BoardCall, due_calls
from app.domain.voice import Claim
from app.services.faces import Seen
from ui.display.screen import PublicScreen
from ui.jobs import Jobs
from ui.theme_tokens import TIMING

LEAVES = (Qt.Key.Key_Escape, Qt.Key.Key_Q)


class Display(PublicScreen):
    """``look`` answers from a pool thread; ``speak`` takes each call that is this screen's to say, while it is the voice of the hall.

    Whose a call is says ``claim``, also from a pool thread: new calls and those of a moment ago are asked for until somebody has said
    them, so what a voice that ended left unsaid is said here. With ``tries`` a screen says calls without being the voice: it was not
    heard, and wants to know when it is. Without ``claim`` every call is its own.
    """

    def __init__(
        self,
        look: Callable[[], Seen],
        speak: Callable[[BoardCall], object] | None = None,
        claim: Callable[[BoardCall], Claim] | None = None,
    ) -> None:
        super().__init__()
        self.jobs = Jobs(self)
        self._look, self._speak, self._claim = look, speak, claim
        self._known: tuple[BoardCall, ...] | None = None
        self._settled: set[BoardCall] = set()
        self.tries = False
        self._told = ""
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.timeout.connect(self._forget)
        self._beat = QTimer(self)
        self._beat.setInterval(TIMING.board)
        self._beat.timeout.connect(self._ask)
        self.setCursor(Qt.CursorShape.BlankCursor)

    def begin(self) -> None:
        """Look now, and from now on."""
        self._ask()
        self._beat.start()

    def _ask(self) -> None:
        if not self.jobs.busy:
            self.jobs.read(self, self._look, self.take)

    def take(self, seen: Seen) -> None:
        """Show what was seen and say what is new."""
        self.show_board(seen.board, seen.moment, seen.trouble or self._told)
        if seen.board is None:
            return
        due = due_calls(self._known, seen.board.calls, seen.moment)
        self._known = seen.board.calls
        self._settled &= set(seen.board.calls)
        wanted = [call for call in due if call not in self._settled]
        if wanted and self._speak is not None and (self.tries or seen.speaks):
            self._ask_for(wanted)

    def _ask_for(self, calls: Sequence[BoardCall]) -> None:
        """Say the calls that are this screen's; the picture does not wait for it."""
        claim = self._claim
        if claim is None:
            self._say([(call, Claim.MINE) for call in calls])
        else:  # a station that is away is told by the next look, which asks again
            self.jobs.read(self, lambda: [(call, claim(call)) for call in calls], self._say, lambda _failure: None)

    def _say(self, answered: Sequence[tuple[BoardCall, Claim]]) -> None:
        for call, whose in answered:
            if whose in (Claim.MINE, Claim.SAID):
                self._settled.add(call)
            if whose is Claim.MINE and self._speak is not None:
                self._speak(call)

    def tell(self, sentence: str) -> None:
        """Show a sentence at the foot for as long as a page stands there: what officers mind and visitors may pass over."""
        self._told = sentence
        self._telling.start(PAGE_SECONDS * 1000)

    def _forget(self) -> None:
        self._told = ""

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in LEAVES:
            self.close()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self._beat.stop()
        self.jobs.wait()
        super().closeEvent(event)
