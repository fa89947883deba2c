"""What stands where a list could be blank: empty, loading, failed; and the strips that tell progress and failure inside the page."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QFrame, QSizePolicy, QStackedLayout, QWidget

from app.texts import t
from ui import theme
from ui.kit.buttons import Button, link, second
from ui.kit.text import IconLabel, card, column, label, row


class Empty(QWidget):
    """A friendly line, what it means, and at most one act."""

    def __init__(self, icon: str, line: str, more: str = "", act: Button | None = None) -> None:
        super().__init__()
        self.icon = IconLabel(icon, "fg_tertiary", role="panel_ticket")
        self.line = label(line, "sub", bold=True)
        self.more = label(more, tone="secondary", wrap=True)
        for part in (self.line, self.more):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lay = column(None, self.icon, self.line, self.more, gap=theme.SPACE.half)
        lay.setAlignment(self.icon, Qt.AlignmentFlag.AlignCenter)
        if act is not None:
            lay.addLayout(row(None, act, None))
        lay.addStretch(1)
        self.setLayout(lay)
        self.more.setVisible(bool(more))  # not before it has a parent: it would flash up as a window of its own

    def minimumSizeHint(self) -> QSize:
        """Without the icon, which gives way to the words."""
        hint = super().minimumSizeHint()
        return hint if self.icon.isHidden() else hint - QSize(0, self._of_icon())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self.icon.setVisible(self.height() >= self.minimumSizeHint().height() + self._of_icon())

    def _of_icon(self) -> int:
        return self.icon.sizeHint().height() + theme.SPACE.half


class Bar(QWidget, theme.Themed):
    """A progress bar: share done from 0 to 1, or a quiet third that says "on the way" when the share is unknown."""

    def __init__(self) -> None:
        super().__init__()
        self.share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_share(self, share: float | None) -> None:
        """Show how much is done."""
        self.share = share
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.SPACE.card, theme.SPACE.progress)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = box.height() / 2
        painter.setPen(QPen(theme.colour("line_control"), theme.SPACE.hair))
        painter.setBrush(theme.colour("bg_sunken"))
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        done = box.adjusted(0, 0, 0, 0)
        done.setWidth(box.width() * (1 / 3 if self.share is None else min(max(self.share, 0.0), 1.0)))
        painter.drawRoundedRect(done, radius, radius)
        painter.end()


class ProgressStrip(QFrame):
    """Long work inside the page: what, how far, time left, Cancel; one can go on with other things."""

    cancelled = pyqtSignal()

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.title, self.left = label(title), label(tone="secondary")
        self.bar = Bar()
        self.cancel = link(t("取消"), self.cancelled.emit)
        pad = theme.SPACE.inner
        note = label(t("可以继续做别的事"), "caption", "secondary")
        self.setLayout(
            column(row(self.title, None, self.left), self.bar, row(note, None, self.cancel), margins=(pad, pad, pad, theme.SPACE.gap))
        )

    def show_progress(self, what: str, done: int, total: int, seconds_left: int | None) -> None:
        """``正在导出 18,240 / 50,000 行`` with the time left, when it is known."""
        self.title.setText(f"{what} {done:,} / {total:,}" if total else what)
        self.bar.set_share(done / total if total else None)
        self.left.setText(_left(seconds_left))
        self.show()


def _left(seconds: int | None) -> str:
    if seconds is None:
        return ""
    return t("约剩 {n} 秒").format(n=seconds) if seconds < 90 else t("约剩 {n} 分钟").format(n=round(seconds / 60))


class FailureStrip(QFrame):
    """What happened, what is safe, what to do: in the page, never a box on top of it."""

    def __init__(self, title: str = "", sentence: str = "", act: str = "", on: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setProperty("card", "danger")
        self.title, self.sentence = label(title, bold=True), label(sentence, wrap=True)
        self.act = link(act, self._do)
        self._on = on
        icon = IconLabel("alert-octagon", "danger")
        pad = theme.SPACE.inner
        words = column(self.title, self.sentence, gap=0)
        lay = row(icon, words, self.act, margins=(pad, theme.SPACE.gap, pad, theme.SPACE.gap))
        lay.setStretch(1, 1)
        lay.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
        lay.setAlignment(self.act, Qt.AlignmentFlag.AlignTop)
        self.setLayout(lay)
        self.tell(title, sentence, act, on)

    def tell(self, title: str, sentence: str = "", act: str = "", on: Callable[[], object] | None = None) -> None:
        """Show a failure with at most one act; an empty title hides the strip."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.act.setText(act)
        self.act.setVisible(bool(act))
        self._on = on
        self.setVisible(bool(title))
        self.setAccessibleName(f"{title} {sentence}")

    def clear(self) -> None:
        """Take the strip away."""
        self.tell("")

    def _do(self) -> None:
        if self._on is not None:
            self._on()


class StateStack(QWidget):
    """A view with its other faces, never a blank: ``ready``, ``loading``, ``empty``, ``failed``, and ``barred``: not for this account."""

    retry = pyqtSignal()

    def __init__(self, view: QWidget, *, icon: str = "inbox-outline", empty: str = "", more: str = "", act: Button | None = None) -> None:
        super().__init__()
        self.view = view
        self.empty = Empty(icon, empty or t("这里还没有内容"), more, act)
        self.loading = Empty("timer-sand", t("正在读取…"))
        self.failed = Empty("alert-octagon", t("没有读出来"), "", second(t("再试一次"), self.retry.emit, icon="replay"))
        self.barred = Empty("lock-outline", t("这里不归这个账号看"))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(view)
        for face in (self.empty, self.loading, self.failed, self.barred):
            frame = card(column(face, margins=(theme.SPACE.group,) * 4))
            self._stack.addWidget(frame)
        self.state = "ready"

    def show_state(self, state: str, sentence: str = "") -> None:
        """Turn to a face; ``sentence`` replaces the empty or failed line's second text."""
        self.state = state
        self._stack.setCurrentIndex(("ready", "empty", "loading", "failed", "barred").index(state))
        face = {"empty": self.empty, "failed": self.failed, "barred": self.barred}.get(state)
        if face is not None and sentence:
            face.more.setText(sentence)
            face.more.show()
