"""Starting the desk: one instance, the first run where there is no station, the window where there is one."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QApplication, QWidget

from app.domain.clock import machine_clock
from app.domain.errors import Surroundings, UserError
from app.settings import SeatPreferences, Settings
from app.texts import sentence, t
from ui.app import make_app
from ui.desk.start import LatePort, Opened, Wanted
from ui.instance import Instance, raise_first

if TYPE_CHECKING:
    from ui.desk.window import DeskWindow

YOUNG = 50_000  # objects made before the collector looks through them; with its own 700 it did so a hundred times before Today was filled
HAND_OVER = 0.001  # seconds after which a pool thread hands the interpreter to the window's; painting asks for it row by row


@dataclass(frozen=True, slots=True)
class Composed:
    """What the composition root hands in: how a station is opened, and who keeps the answers of a first run."""

    open_station: Callable[[Settings, Wanted, str | None], Opened]
    first_run: Callable[..., object]
    has_station: bool
    joins: bool = False  # the server holds a station whose key this machine has not got


class Launch:
    """One start of the desk; ``run`` returns the exit code."""

    def __init__(self, settings: Settings, wanted: Wanted, composed: Composed) -> None:
        self.settings, self.wanted, self.composed = settings, wanted, composed
        sys.setswitchinterval(HAND_OVER)
        gc.set_threshold(YOUNG)
        self.preferences = SeatPreferences(settings)
        self.app = make_app((self.preferences.get("theme.name"), self.preferences.get("theme.text")))
        self.instance = Instance(settings.data)
        self.window: QWidget | None = None
        self.first_run: QWidget | None = None

    def run(self) -> int:
        """Claim the folder, show the window, and stay until it is closed."""
        try:
            if not self.instance.claim():
                return self._second()
        except UserError as error:
            return self.refused(error)
        self.instance.raised.connect(self._raise)
        QTimer.singleShot(0, self._after_paint)
        self.show()
        code = self.app.exec()
        self.instance.release()
        return code

    def _after_paint(self) -> None:
        """What the first paint need not wait for: the log, and hearing second starts."""
        from app import log

        log.start(self.settings.logs, self.settings.log_level)
        self.instance.listen()

    def _second(self) -> int:
        """Another desk has the folder: its window comes to the front, and this start was all right."""
        if raise_first(self.settings.data):
            return 0
        return self.refused(Surroundings("start.busy"))

    def refused(self, error: UserError) -> int:
        """A card with the sentence; the exit code is the error's."""
        from ui.desk.stop import StopPage

        card = StopPage()
        card.tell(error.code, sentence(error))
        card.setWindowTitle(t("家门口就业服务站"))
        card.left.connect(card.close)
        card.again.connect(lambda _phrase: card.close())
        card.retry.setText(t("知道了"))
        sys.stderr.write(sentence(error) + "\n")
        _show(card)
        self.window = card
        self.app.exec()
        return error.exit_code

    def show(self) -> None:
        """The window of this start."""
        if self.composed.has_station:
            self.show_desk()
        elif self.composed.joins:
            self.show_join()
        else:
            self.show_first_run()

    def show_first_run(self) -> None:
        """Seven steps; the desk follows."""
        from ui.desk.wizard import Wizard

        made = Wizard(self.composed.first_run(self.settings))  # type: ignore[arg-type]
        made.finished.connect(self._station_made)
        self._put(made)

    def show_join(self) -> None:
        """A further machine at the station of the server; the desk follows."""
        from app.services import seats
        from ui.desk.join import JoinPage

        def join(file: str, code: str, phrase: str) -> object:
            return seats.join(self.settings, machine_clock(), Path(file), code, phrase=phrase or None)

        made = JoinPage(join)
        made.joined.connect(self._joined)
        self._put(made)

    def _joined(self, phrase: str) -> None:
        self.wanted = replace(self.wanted, phrase=phrase or self.wanted.phrase)
        self._station_made()

    def _station_made(self) -> None:
        before = self.window
        self.show_desk()
        if before is not None:
            before.close()
            before.deleteLater()

    def show_desk(self) -> None:
        """The desk: painted at once, opened behind it."""
        from ui.desk.window import DeskWindow

        late = LatePort(self.preferences)
        made = DeskWindow(late, lambda phrase: self.composed.open_station(self.settings, self.wanted, phrase))
        made.entered.connect(lambda: self._go_on_with_first_run(made))
        self._put(made)

    def _go_on_with_first_run(self, desk: DeskWindow) -> None:
        """A first run that was stopped goes on when the administrator logs in."""
        from app.domain.actor import Role
        from app.services.wizard import unfinished
        from ui.desk.wizard import Wizard

        context = desk.desk.context
        if self.first_run is not None or not context.actor.has(Role.ADMIN) or not unfinished(self.settings):
            return
        made = self.first_run = Wizard(self.composed.first_run(self.settings, context.clock, context.db, context.actor))  # type: ignore[arg-type]
        made.finished.connect(made.close)
        _show(made)

    def _put(self, window: QWidget) -> None:
        self.window = window
        _show(window)

    def _raise(self) -> None:
        """The window in front of all others, also one that was minimised: showing it leaves it where it lies."""
        if self.window is not None:
            self.window.setWindowState((self.window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()

    def bug(self, number: str) -> None:
        """A bug nobody caught: told in the status bar, the work is kept."""
        status = getattr(self.window, "status", None)
        if status is not None:
            status.say(t("程序出了错（编号 {number}）。已录入的内容都在。").format(number=number))


def _show(window: QWidget) -> None:
    screen = QApplication.primaryScreen()
    room = screen.availableGeometry() if screen is not None else window.rect()
    window.resize(min(1366, room.width()), min(768, room.height()))
    if room.width() <= 1366:
        window.showMaximized()
    else:
        window.show()


def catch_bugs(launch: Launch) -> None:
    """An exception that reaches Qt would end the process: it is logged under a number and told instead."""

    def caught(kind: type[BaseException], error: BaseException, _trace: object) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        from app.log import bug

        number = bug(error)
        QTimer.singleShot(0, lambda: launch.bug(number))

    sys.excepthook = caught
