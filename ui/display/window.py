"""The public screen at work: it looks at the state several times a second, off the window's thread, and says each new call aloud."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QCloseEvent, QKeyEvent

from app.domain.board import PAGE_SECONDS, BoardCall, new_calls
from app.services.faces import Seen
from ui.display.screen import PublicScreen
from ui.jobs import Jobs
from ui.theme_tokens import TIMING

LEAVES = (Qt.Key.Key_Escape, Qt.Key.Key_Q)


class Display(PublicScreen):
    """``look`` answers from a pool thread; ``speak`` takes each call that was not there at the last look, while this screen is the voice.

    The first look is silent, and the first as the voice: what was called before was said by somebody else. With ``tries`` a screen
    says calls without being the voice: it was not heard, and wants to know when it is.
    """

    def __init__(self, look: Callable[[], Seen], speak: Callable[[BoardCall], object] | None = None) -> None:
        super().__init__()
        self.jobs = Jobs(self)
        self._look, self._speak = look, speak
        self._known: tuple[BoardCall, ...] | None = None
        self._was_voice = False
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
        fresh = new_calls(self._known, seen.board.calls) if self._known is not None else ()
        self._known = seen.board.calls
        says = self.tries or (seen.speaks and self._was_voice)
        self._was_voice = seen.speaks
        for call in fresh:
            if self._speak is not None and says:
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
