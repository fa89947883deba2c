"""Starting the public screen: the chosen monitor, full screen, and back to it when it was switched off and on."""

from __future__ import annotations

from datetime import datetime

from PyQt6.QtCore import QObject

from app.domain.board import BoardCall
from app.services.board import SCREEN
from app.services.faces import Link
from app.settings import Settings
from ui.app import make_app
from ui.display.window import Display
from ui.jobs import Jobs
from ui.monitors import chosen
from ui.voice import Caller


def place(display: Display, name: str) -> None:
    """Full screen on the chosen monitor."""
    screen = chosen(name)
    if screen is not None:
        display.setGeometry(screen.geometry())
    display.showFullScreen()


def hand_over(caller: Caller, link: Link, display: Display) -> None:
    """A screen that cannot be heard leaves the word to others and goes on trying; once it is heard again it takes the word back."""

    def heard(yes: bool) -> None:
        link.wants_to_speak, display.tries = yes, not yes

    caller.silent.connect(lambda _why: heard(False))
    caller.spoken.connect(lambda _ticket, _counter: heard(True))


class Saying:
    """The calls that this screen claimed, until it is known whether they were heard, which is put down off the window's thread."""

    def __init__(self, caller: Caller, link: Link, jobs: Jobs, owner: QObject) -> None:
        self._caller, self._link, self._jobs, self._owner = caller, link, jobs, owner
        self._calls: dict[tuple[str, int], BoardCall] = {}
        caller.spoken.connect(lambda ticket, counter: self._settle(ticket, counter, heard=True))
        caller.unheard.connect(lambda ticket, counter: self._settle(ticket, counter, heard=False))

    def say(self, call: BoardCall) -> None:
        """Say a call of ours."""
        self._calls[call.ticket, call.counter] = call
        self._caller.say(call.ticket, call.counter)

    def _settle(self, ticket: str, counter: int, *, heard: bool) -> None:
        call = self._calls.pop((ticket, counter), None)
        if call is not None:
            self._jobs.write(self._owner, lambda: self._link.settle(call, heard=heard))


def run(settings: Settings, phrase: str | None, now: datetime | None, screen: str) -> int:
    """Show the state of the station until the window is closed; the exit code. ``now`` sets the clock of a practice station."""
    from app import log

    app = make_app()
    log.start(settings.logs, settings.log_level)
    link = Link(settings, SCREEN, phrase=phrase, wanted=now, speaks=settings.voice != "off")
    caller = Caller(settings)
    display = Display(link.look, lambda call: saying.say(call), link.claim)
    saying = Saying(caller, link, display.jobs, display)
    hand_over(caller, link, display)
    caller.silent.connect(log.LOGGER.info)
    caller.silent.connect(display.tell)
    name = screen or settings.screen
    app.screenAdded.connect(lambda _screen: place(display, name))
    place(display, name)
    display.begin()
    code = app.exec()
    caller.close()
    link.close()
    return code
