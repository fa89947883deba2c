"""The top bar: which station and counter, the search, what presses, who works, lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.texts import t
from ui import theme
from ui.kit.icons import paint_icon
from ui.kit.runs import Run, RunLabel, Runs, paint_runs, plain
from ui.kit.text import key_size, paint_key, row

if TYPE_CHECKING:
    from ui.desk.ports import Frame


class BarButton(QAbstractButton, theme.Themed):
    """An icon and a word, or an icon and a count, on the top bar; the count of what is late stands in a red disc."""

    def __init__(self, icon: str, text: str = "", tip: str = "", *, alarm: bool = False) -> None:
        super().__init__()
        self._icon, self._alarm = icon, alarm
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(f"{tip} {text}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.follow_theme()

    def show_text(self, text: str) -> None:
        """Another word or count."""
        self.setText(text)
        self.setAccessibleName(f"{self.toolTip()} {text}".strip())
        self.updateGeometry()

    def _disc(self) -> int:
        """Width of the alarm's disc."""
        return max(theme.line_height("caption"), theme.text_width(self.text(), "caption", bold=True) + theme.SPACE.gap)

    def content_width(self) -> int:
        """Pixels that icon and word need."""
        word = self._disc() if self._alarm else theme.text_width(self.text())
        return theme.sizes().icon + (theme.SPACE.half + word if self.text() else 0)

    def sizeHint(self) -> QSize:
        return QSize(self.content_width() + theme.SPACE.gap, theme.sizes().control)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, half = theme.sizes(), theme.SPACE.half
        if self.underMouse():
            painter.fillRect(self.rect(), theme.colour("bg_bar_field"))
        paint_icon(painter, QRect(half, 0, size.icon, self.height()), self._icon, "fg_onbar_secondary")
        left = half + size.icon + half
        if self._alarm and self.text():
            self._paint_disc(painter, left)
        else:
            paint_runs(painter, QRect(left, 0, self.width() - left, self.height()), plain(self.text(), "fg_onbar"))
        painter.end()

    def _paint_disc(self, painter: QPainter, left: int) -> None:
        high = theme.line_height("caption")
        box = QRect(left, (self.height() - high) // 2, self._disc(), high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("danger"))
        painter.drawRoundedRect(box, high / 2, high / 2)
        painter.setPen(theme.colour("fg_ondanger"))
        painter.setFont(theme.font("caption", bold=True))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.text())


class SearchField(QAbstractButton, theme.Themed):
    """Looks like the search field; a click or Ctrl+K opens the palette. It gives way down to one word and the key."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(t("搜索"))
        self.setToolTip("Ctrl+K")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.follow_theme()

    def words(self) -> str:
        """The long hint where it fits, else one word."""
        long = t("找人、办件、号票、事项、岗位")
        room = self.width() - theme.sizes().icon - key_size("Ctrl+K").width() - 2 * theme.SPACE.form
        return long if theme.text_width(long) <= room else t("搜索")

    def sizeHint(self) -> QSize:
        return QSize(theme.SPACE.search_max, theme.sizes().control - theme.SPACE.half)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.SPACE.search_min, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        space, size = theme.SPACE, theme.sizes()
        framed = theme.current().is_contrast
        painter.setPen(theme.colour("line_control") if framed else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg_bar_field"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), space.radius, space.radius)
        paint_icon(painter, QRect(space.gap, 0, size.icon, self.height()), "magnify", "fg_onbar_secondary")
        box = self.rect().adjusted(space.gap + size.icon + space.gap, 0, -space.inner, 0)
        paint_runs(painter, box, plain(self.words(), "fg_onbar_secondary"))
        wanted = key_size("Ctrl+K")
        cap = QRect(self.width() - wanted.width() - space.inner, (self.height() - wanted.height()) // 2, wanted.width(), wanted.height())
        paint_key(painter, cap, "Ctrl+K", "fg_onbar", "fg_onbar_secondary")
        painter.end()


class TopBar(QWidget, theme.Themed):
    """The bar over everything; ``searched``, ``lock_asked``, ``due_asked``, ``notices_asked``."""

    searched = pyqtSignal()
    lock_asked = pyqtSignal()
    due_asked = pyqtSignal()
    notices_asked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "bar")
        self.setProperty("edge", "bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.station = RunLabel(rank=1)
        self.counter = RunLabel(rank=1)
        self.search = SearchField()
        self.due = BarButton("alarm", "", t("逾期和今天到期"), alarm=True)
        self.notices = BarButton("bell-outline", "0", t("待看的提醒"))
        self.officer = RunLabel(rank=1)
        self.lock = BarButton("lock-outline", t("锁定"), "Ctrl+L")
        group = theme.SPACE.group
        left = row(self.station, self.counter, None, gap=group)
        right = row(None, self.due, self.notices, self.officer, self.lock, gap=theme.SPACE.gap)
        lay = row(gap=theme.SPACE.gap, margins=(group, 0, theme.SPACE.inner, 0))
        lay.addLayout(left, 1)
        lay.addWidget(self.search)
        lay.addLayout(right, 1)
        self.setLayout(lay)
        self._wire()
        self.follow_theme()

    def _wire(self) -> None:
        self.search.clicked.connect(lambda _on=False: self.searched.emit())
        self.lock.clicked.connect(lambda _on=False: self.lock_asked.emit())
        self.due.clicked.connect(lambda _on=False: self.due_asked.emit())
        self.notices.clicked.connect(lambda _on=False: self.notices_asked.emit())

    def restyle(self) -> None:
        self.setFixedHeight(theme.sizes().topbar)
        super().restyle()
        self._fit_search()

    def show_frame(self, frame: Frame) -> None:
        """Show another state."""
        self.station.set_runs((Run(frame.station, True, "fg_onbar", "sub"),))
        self.counter.set_runs(_counter(frame))
        self.due.show_text(str(frame.due) if frame.due else "")
        self.notices.show_text(str(frame.notices))
        self.officer.set_runs((Run("・".join(filter(None, (frame.officer, frame.role))), False, "fg_onbar", icon="account-outline"),))
        self._fit_search()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit_search()

    def _fit_search(self) -> None:
        """The search gives way first: station, counter and officer stay whole while there is room."""
        left = self.station.sizeHint().width() + self.counter.sizeHint().width() + 2 * theme.SPACE.group
        right = sum(part.sizeHint().width() + theme.SPACE.gap for part in (self.due, self.notices, self.officer, self.lock))
        balanced = self.width() - 2 * max(left, right) - theme.SPACE.wide
        room = max(
            balanced, self.width() - left - right - 2 * theme.SPACE.wide - theme.SPACE.group if balanced < theme.SPACE.search_min else 0
        )
        self.search.setFixedWidth(min(max(room, theme.SPACE.search_min - theme.SPACE.wide), theme.SPACE.search_max))
        layout = self.layout()
        if isinstance(layout, QHBoxLayout):  # a long name takes what is free at the right
            fits = 2 * max(left, right) + self.search.width() + theme.SPACE.wide <= self.width()
            layout.setStretch(2, 1 if fits else 0)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        if theme.current().is_contrast:  # the bar and the page are both black there: a line parts them
            painter = QPainter(self)
            line = theme.current().border
            painter.fillRect(QRect(0, self.height() - line, self.width(), line), theme.colour("line_control"))
            painter.end()


def _counter(frame: Frame) -> Runs:
    """The counter and its state, or nothing at a desk without a counter."""
    words = "・".join(filter(None, (frame.counter, frame.counter_state)))
    return (Run(words, False, "fg_onbar_secondary", icon="account-voice"),) if words else ()
