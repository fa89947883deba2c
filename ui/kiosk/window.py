"""The kiosk at work: one page at a time, every act off the window's thread, back to the first page when nobody touches it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
from PyQt6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QApplication, QScrollArea, QScroller, QStackedWidget, QVBoxLayout, QWidget

from app.domain.appointments import SLIP_CODE
from app.domain.clock import station_time
from app.domain.kiosk import Choice, Guide, Home, Slip, left_seconds
from app.domain.queueing import PriorityClass
from app.domain.ratings import SCANNED as RATED_CODE
from app.domain.ratings import Level
from app.texts import t
from app.texts.faces import opening_words
from ui.jobs import Jobs
from ui.kiosk import pages
from ui.kiosk.leave import LeavePage
from ui.kiosk.parts import Big, Face, beside, fitted, restyle, scale_of, words
from ui.messages import Failure
from ui.theme_tokens import KIOSK, PUBLIC, TIMING

ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOST_TYPED = 32


class KioskPort(Protocol):
    """What the kiosk asks of its station; every call runs on a pool thread and may raise a ``UserError``."""

    def now(self) -> datetime:
        """Station time."""
        ...

    def home(self) -> Home:
        """What one can choose now."""
        ...

    def take(self, choice: Choice, guide: Guide | None, priority: PriorityClass | None, request: str) -> Slip:
        """Take a number; the same request gives the same one."""
        ...

    def check_in(self, code: str, request: str) -> Slip:
        """Turn an appointment into a number."""
        ...

    def print_again(self, slip: Slip) -> Slip:
        """The slip once more."""
        ...

    def ratable(self, code: str) -> str:
        """How to call what a number of today or a slip is for; refused where it cannot be rated."""
        ...

    def rate(self, code: str, level: Level) -> Level:
        """Rate what a number of today or a slip is for, once and without a name."""
        ...

    def logins(self) -> tuple[tuple[str, str], ...]:
        """Who may leave the kiosk: (login, name); empty where a number of this machine does it."""
        ...

    def may_leave(self, login: str, password: str) -> bool:
        """Whether this is an officer's password."""
        ...


class Kiosk(QWidget):
    """The window of a kiosk. A long touch on the clock, or Ctrl+Q, asks for an officer's password."""

    def __init__(self, port: KioskPort, dots_per_inch: float = 0.0) -> None:
        super().__init__()
        self.port, self._dots = port, dots_per_inch
        self.jobs = Jobs(self, fallback=self._failed)
        self.home: Home | None = None
        self.touched = self.moment = port.now()
        self.page: QWidget | None = None
        self._scale = scale_of(self.size(), dots_per_inch)
        self._outer = QVBoxLayout(self)
        self._stack = QStackedWidget()
        self._outer.addWidget(self._stack)
        self.left = words("", self._scale.small, PUBLIC.kiosk_text)
        self.foot = words("", self._scale.small, PUBLIC.kiosk_text)
        self.back = Big(Face(t("回到开始"), icon="chevron-left"), self._scale, lambda: self.go("home"))
        self._low = beside(self.back, self.left, 1, self.foot, spacing=KIOSK.gap)
        self._outer.addLayout(self._low)
        self._typed = ""
        self._beat = QTimer(self)
        self._beat.setInterval(TIMING.clock)
        self._beat.timeout.connect(self.tick)
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(TIMING.long_touch)
        self._long.timeout.connect(lambda: self.go("leave"))
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    # -- what is shown

    def begin(self) -> None:
        """The first page, and the clock."""
        self._fit()
        self._beat.start()
        self.go("home")

    def _fit(self) -> None:
        self._scale = scale_of(self.size(), self._dots)
        px = self._scale.px
        self._outer.setContentsMargins(0, px(KIOSK.bar), 0, px(KIOSK.gap))
        self._low.setContentsMargins(px(KIOSK.edge), 0, px(KIOSK.edge), 0)
        self.back.scale = self._scale
        self.back.setMinimumWidth(self.back.whole_width())  # beside a stretch it would get no more than a finger's
        self.back.updateGeometry()
        for label in (self.left, self.foot):
            restyle(label, self._scale.small, PUBLIC.kiosk_text)

    def show_page(self, made: QWidget) -> None:
        """Put a page in place of the present one."""
        self.page = made
        before = self._stack.currentWidget()
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setStyleSheet(f"QScrollArea, QScrollArea > QWidget > QWidget {{ background: {PUBLIC.kiosk_ground}; border: none }}")
        room.setFrameShape(QScrollArea.Shape.NoFrame)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setWidget(made)
        QScroller.grabGesture(room.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._stack.addWidget(room)
        self._stack.setCurrentWidget(room)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        self._show_foot()

    def _show_foot(self) -> None:
        first = isinstance(self.page, pages.HomePage)
        self.left.setText(t("不放身份证也能取号。要人帮忙，请到窗口说一声。") if first else "")
        self.back.setVisible(not first and not isinstance(self.page, pages.SlipPage))
        left = left_seconds(self.touched, self.moment, KIOSK.seconds)
        state = opening_words(self.home.opening, station_time(self.moment)) if self.home else ""
        self.foot.setText(state if first else t("{n} 秒后自动回到开始").format(n=left))

    # -- what one presses

    def go(self, act: str, *given: object) -> None:
        """Do one act of a page by its name."""
        self.touched = self.moment = self.port.now()
        getattr(self, f"_go_{act}")(*given)

    def _go_home(self) -> None:
        self.jobs.read(self, self.port.home, self._show_home, slot="home")

    def _show_home(self, home: Home) -> None:
        self.home = home
        self.show_page(pages.HomePage(self._scale, home, self.go))
        self.update()

    def _go_line(self, choice: Choice, page: int = 0) -> None:
        """A line whose items are known asks which; another gives the number at once."""
        assert self.home is not None
        if pages.guides_of(self.home.guides, choice.letter):
            self.show_page(pages.ItemsPage(self._scale, choice, self.home.guides, page, self.go))
        else:
            self._go_take(choice)

    def _go_priority(self) -> None:
        assert self.home is not None
        self.show_page(pages.PriorityPage(self._scale, self.home.classes, self.go))

    def _go_priority_line(self, chosen: PriorityClass) -> None:
        assert self.home is not None
        self.show_page(pages.LinesPage(self._scale, self.home.choices, chosen, self.go))

    def _go_take(self, choice: Choice, guide: Guide | None = None, priority: PriorityClass | None = None) -> None:
        """One number for one touch: a second touch before the answer is the same request and the page is already on its way."""
        request = uuid.uuid4().hex
        self._await(lambda: self.port.take(choice, guide, priority, request))

    def _go_appointment(self) -> None:
        prefix = f"YY{station_time(self.port.now()):%Y%m%d}-"
        self.show_page(pages.CodePage(self._scale, prefix, self.go))

    def _go_check_in(self, code: str) -> None:
        request = uuid.uuid4().hex
        self._await(lambda: self.port.check_in(code, request))

    def _go_guides(self, page: int = 0) -> None:
        assert self.home is not None
        self.show_page(pages.GuidesPage(self._scale, self.home.guides, page, self.go))

    def _go_guide(self, guide: Guide) -> None:
        assert self.home is not None
        own = [choice for choice in self.home.choices if choice.letter == (guide.letter or choice.letter)]
        self.show_page(pages.GuidePage(self._scale, guide, own[0] if own else None, self.go))

    def _go_rate_code(self) -> None:
        assert self.home is not None
        self.show_page(pages.RateCodePage(self._scale, [one.letter for one in self.home.choices], self.go))

    def _go_rate_level(self, code: str) -> None:
        """Nobody is asked what cannot be kept: whether it can be rated is looked at first."""
        if self.page is not None:
            self.page.setEnabled(False)
        self.jobs.read(self, lambda: self.port.ratable(code), lambda said: self.show_page(pages.RatePage(self._scale, code, said, self.go)))

    def _go_rate(self, code: str, level: Level) -> None:
        """One rating for one touch: while it is being kept nothing else can be pressed."""
        if self.page is not None:
            self.page.setEnabled(False)
        self.jobs.write(
            self, lambda: self.port.rate(code, level), lambda kept: self.show_page(pages.ThanksPage(self._scale, kept, self.go))
        )

    def _go_print(self, slip: Slip) -> None:
        self._await(lambda: self.port.print_again(slip))

    def _go_leave(self) -> None:
        self.jobs.read(self, self.port.logins, lambda known: self.show_page(LeavePage(self._scale, known, self.go)))

    def _go_try_leave(self, login: str, password: str) -> None:
        self.jobs.read(self, lambda: self.port.may_leave(login, password), lambda right: self.close() if right else self._go_home())

    def _await(self, act: Callable[[], Slip]) -> None:
        """While a number is being taken nothing else can be pressed."""
        if self.page is not None:
            self.page.setEnabled(False)
        self.jobs.write(self, act, lambda slip: self.show_page(pages.SlipPage(self._scale, slip, self.go)))

    def _failed(self, failure: Failure) -> None:
        self.show_page(pages.SentencePage(self._scale, failure.sentence, self.go))

    # -- time and touch

    def tick(self) -> None:
        """Once a second: the clock, the way back to the first page, and a fresh first page."""
        self.moment = self.port.now()
        first = isinstance(self.page, pages.HomePage)
        passed = left_seconds(self.touched, self.moment, KIOSK.seconds) == 0
        if (passed and not first) or (first and self.moment.second % KIOSK.fresh == 0):
            self._go_home()
        self._show_foot()
        self.update()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress):
            self.touched = self.port.now()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ENDS and self._scanned():
            return True  # else a button that has the focus would be pressed as well
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: object) -> None:
        self._long.start()

    def mouseReleaseEvent(self, event: object) -> None:
        self._long.stop()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() == Qt.Key.Key_Q and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go("leave")
        elif event is not None and event.text().isprintable():
            self._typed = (self._typed + event.text())[-MOST_TYPED:]

    def _scanned(self) -> bool:
        """A scanner is a keyboard: after the code on a slip it presses Enter, on whatever page; that checks in, or asks for the rating."""
        typed, self._typed = self._typed.upper(), ""
        booked, rated = SLIP_CODE.search(typed), RATED_CODE.search(typed)
        if (booked or rated) is None or self.page is None or not self.page.isEnabled():
            return False
        if booked is not None:
            self.go("check_in", booked.group())
        elif rated is not None:
            self.go("rate_level", rated.group())
        return True

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._fit()
        if isinstance(self.page, pages.HomePage) and self.home is not None:
            self._show_home(self.home)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(PUBLIC.kiosk_ground))
        px = self._scale.px
        bar = self.rect().adjusted(0, 0, 0, px(KIOSK.bar) - self.height())
        painter.fillRect(bar, QColor(PUBLIC.foot))
        inside = bar.adjusted(px(KIOSK.edge), 0, -px(KIOSK.edge), 0)
        clock = inside.adjusted(inside.width() * 4 // 5, 0, 0, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        fitted(painter, clock, f"{station_time(self.moment):%H:%M}", self._scale.text, PUBLIC.text, right)
        if self.home is not None:
            mark = t("【练习】") if self.home.practice else ""
            name = inside.adjusted(0, 0, -clock.width(), 0)
            fitted(painter, name, mark + self.home.station, self._scale.text, PUBLIC.text, bold=True)
        painter.end()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self._beat.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.jobs.wait()
        super().closeEvent(event)
