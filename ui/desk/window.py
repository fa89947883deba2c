"""The desk of a real station: painted first, opened in the job runner, then log-in or work; duties, the feed of changes, the quiet lock."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent
from PyQt6.QtWidgets import QApplication

from app.domain.clock import business_date
from app.texts import t
from ui.desk.shell import Shell
from ui.desk.start import LatePort, Opened, Opener
from ui.messages import Failure

if TYPE_CHECKING:
    from ui.desk.ports import Frame
    from ui.desk.stop import StopPage

DUTIES_AFTER = 1_500  # first what one looks at, then what time brings
DUTIES_EVERY = 5 * 60_000
PULSE_EVERY = 4_000
BEAT_EVERY = 60_000
AT_ONCE = 60
IDLE = 10 * 60_000
_BUSY = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class DeskWindow(Shell):
    """The shell over a station that is opened after the first paint. ``opened`` when it is; ``failed`` with the code when it is not."""

    written = pyqtSignal(frozenset)
    opened = pyqtSignal()
    failed = pyqtSignal(str)
    entered = pyqtSignal()

    def __init__(self, late: LatePort, opener: Opener, **options: Any) -> None:
        super().__init__(late, **options)
        self._late, self._opener = late, opener
        self.station: Opened | None = None
        self._end_feed = lambda: None
        self._day = date.min
        self._seen, self._on_way, self._closed, self._lives = 0, False, False, False
        self.written.connect(self._written)
        self._timers()

    def _timers(self) -> None:
        self._soon = self._timer(AT_ONCE, self.refresh, once=True)
        self._first_duty = self._timer(DUTIES_AFTER, self.run_duties, once=True)
        self._duty = self._timer(DUTIES_EVERY, self.run_duties)
        self._pulse = self._timer(PULSE_EVERY, self._look)
        self._beat = self._timer(BEAT_EVERY, self._live)
        self._idle = self._timer(IDLE, self._nobody_here, once=True)

    def _timer(self, milliseconds: int, call: Any, *, once: bool = False) -> QTimer:
        made = QTimer(self)
        made.setInterval(milliseconds)
        made.setSingleShot(once)
        made.timeout.connect(call)
        return made

    @cached_property
    def stop_page(self) -> StopPage:
        """The card that says why the station is not open; made when it is needed."""
        from ui.desk.stop import StopPage

        made = StopPage()
        made.again.connect(self.open_station)
        made.left.connect(self.close)
        self._outer.addWidget(made)
        return made

    # -- opening

    def begin(self) -> None:
        """After the first paint: the clock runs, the station is opened off this thread."""
        self._begun = True
        self._tick.start()
        self._show_time()
        self.status.say(t("正在打开…"))
        self.open_station()

    def open_station(self, phrase: str | None = None) -> None:
        """Open the station; a failure is a card with a sentence, never a traceback."""
        if self._on_way or self.station is not None:
            return
        self._on_way = True
        self._outer.setCurrentWidget(self.body)
        self.jobs.write(self, lambda: self._open(phrase), self._opened, self._not_opened)

    def _open(self, phrase: str | None) -> Opened:
        """On a pool thread: the station, and the modules of the page that is shown first."""
        opened = self._opener(phrase)
        with suppress(Exception):  # the page that cannot be imported is named when it is made
            self._find(self._start)
        return opened

    def _not_opened(self, failure: Failure) -> None:
        self._on_way = False
        self.stop_page.tell(failure.code, failure.sentence)
        self._outer.setCurrentWidget(self.stop_page)
        self.failed.emit(failure.code)

    def _opened(self, station: Opened) -> None:
        if self._closed:  # the window went while its station was being opened
            station.close()
            return
        self.station = station
        self.status.hush()
        self._late.fill(station)
        self.desk.context = station.context
        self._make_voice()
        self.ask_password(not station.practice)
        mark = t("【练习】") if station.practice else ""
        self.setWindowTitle(mark + station.context.station.name)
        self._end_feed = station.subscribe(self.written.emit)
        self._seen = 0
        for timer in (self._first_duty, self._duty, self._pulse):
            timer.start()
        if station.needs_log_in:
            self.ask_log_in()
            self.jobs.read(self, self._late.frame, self.lock_page.show_frame)
        else:
            self._arrive()
        self.opened.emit()

    def _make_voice(self) -> None:
        """What may say this desk's calls; the player itself comes with the first call that is said."""
        from ui.desk.voice import DeskVoice

        settings = lambda: self.desk.context.settings if self.desk.context is not None else None  # noqa: E731
        self.desk.voice = DeskVoice(self._port.preferences, settings, self, self._claim_call)
        self.desk.voice.silent.connect(self.status.say)
        self.desk.voice.chosen.connect(self.refresh)

    def _claim_call(self, ticket: str, then: Callable[[Any], object]) -> None:
        """Claim the call of a ticket for this desk; whose it is comes back here."""
        from app.services import said

        context = self.desk.context
        if context is not None:
            self.jobs.read(self, lambda: said.claim_at_desk(context.db, context.now(), ticket), then)

    def _show_frame(self, frame: Frame) -> None:
        """The frame as the port read it, and whether this desk speaks: a choice of the seat, which the port does not know."""
        self._take_rights()
        super()._show_frame(replace(frame, voice=self.desk.voice.words) if self.desk.voice is not None else frame)

    def _take_rights(self) -> None:
        """A deputy's days began or ended while the desk stood open: its pages are read with the rights of today."""
        context, before = self._late.real.context, self.desk.context
        if self.station is None or before is None or context.actor.login != before.actor.login:
            return
        if context.actor.deputy_id != before.actor.deputy_id:
            self.desk.context = context
            over = context.actor.deputy_id is None
            self.desk.say(t("代理站长的日子已过，权限已改回。") if over else t("从今天起代理站长，权限已经有了。"))
            if self.page is not None:
                self.page.arrive()

    def _arrive(self) -> None:
        """To work: the first page, then the frame around it (when the page is painted), the watch for an empty chair."""
        if not self.here:
            self.go(self._start)
        if self.jobs.busy:
            self.jobs.idle.connect(self._filled, Qt.ConnectionType.SingleShotConnection)
        else:
            self._filled()
        self._beat.start()
        app = QApplication.instance()
        if app is not None and self.station is not None and not self.station.practice:
            app.installEventFilter(self)
            self._idle.start()

    def _filled(self) -> None:
        """The page is filled, until then it shared the processor with nothing; it is painted first, then comes all else."""
        if not self._closed:
            self._soon.timeout.connect(self._live, Qt.ConnectionType.SingleShotConnection)
            self._soon.start()

    def _logged_in(self, frame: Frame) -> None:
        before, self.desk.context = self.desk.context, self._late.real.context
        if before is not None and before.actor.login != self.desk.context.actor.login:
            self.clear_pages()
        if not self.here:
            self.go(self._start)
        super()._logged_in(frame)
        self._arrive()
        self.entered.emit()

    # -- while it runs

    def run_duties(self) -> None:
        """What time brings by itself, in the writing pool."""
        if self.station is not None:
            self.jobs.write(self, self.station.duties, self._duties_done, slot="duties")

    def _duties_done(self, report: Any) -> None:
        """What is done in short steps goes on behind whatever was asked for meanwhile."""
        if getattr(report, "more", False):
            self.run_duties()

    def _live(self) -> None:
        """The seat's sign of life: a counter without one gives back whom it called."""
        if self.station is not None and not self._closed:
            self.jobs.beat(self, self._late.beat, self._lived, slot="beat")

    def _lived(self, at_counter: bool) -> None:
        self._lives = at_counter

    def _look(self) -> None:
        """Whether another seat, the kiosk or a command wrote something."""
        if self.station is not None and not self.is_locked:
            self.jobs.read(self, self.station.pulse, self._heard, slot="pulse")

    def _heard(self, last: int) -> None:
        if self._seen and last > self._seen and self.station is not None:
            self._written(self.station.tables())
        if self._day != (today := business_date(self._port.now())):
            self._day = today
            self._soon.start()  # what depends on the date is read anew, also where nobody writes
        self._seen = last

    def _written(self, tables: frozenset[str]) -> None:
        self.desk.changed.emit(tables)
        if self.here and not self.is_locked:
            self._soon.start()

    def do(self, act: str) -> None:
        """Keys wait until the station is open."""
        if self.station is None:
            self.status.say(t("正在打开，请稍等。"))
        elif self._outer.currentWidget() is self.body:
            super().do(act)

    def _do_help(self) -> None:
        words = self.page.help if self.page is not None else ""
        self.status.say(words or t("按钮上写着快捷键，Ctrl+K 什么都能找。"))

    # -- an empty chair

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() in _BUSY and self._idle.isActive():
            self._idle.start()
        return super().eventFilter(watched, event)

    def _nobody_here(self) -> None:
        if not self.is_locked:
            self.lock(t("{time} 起无人操作，自动锁定").format(time=f"{self._late.now():%H:%M}"))

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self._closed = True
        for timer in (self._first_duty, self._duty, self._pulse, self._beat, self._idle, self._soon):
            timer.stop()
        end_feed, self._end_feed = self._end_feed, lambda: None
        end_feed()
        if self.desk.voice is not None:
            self.desk.voice.close()
        if self._lives:
            self._lives = False
            self.jobs.beat(self, self._late.gone)  # behind the last sign of life, on the same road
        super().closeEvent(event)
        if self.station is not None:
            self.station.close()
