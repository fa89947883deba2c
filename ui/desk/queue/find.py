"""Who holds the ticket, and how the visitor found the service: the two places of the Queue page where a key at a time is enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeyEvent, QScreen
from PyQt6.QtWidgets import QWidget

from app.services.ratings import Rated
from app.services.search import Hit
from app.texts import t, word
from ui import theme
from ui.desk.queue.forms import ENTER
from ui.desk.queue.rate_window import RateWindow
from ui.kit.buttons import Button, chip, link
from ui.kit.fields import line, not_text
from ui.kit.runs import bold, plain
from ui.kit.table import Table
from ui.kit.text import KeyCap, column, label, row, set_style_property
from ui.models.rows import Column, RowsModel
from ui.monitors import visitors_screen


class FindForm(QWidget):
    """Say who holds the ticket: results while typing, Enter takes the one stood on; nobody found leads to registering."""

    picked = pyqtSignal(object)
    wanted = pyqtSignal(str)
    register = pyqtSignal(str)
    closed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.line = line(hint=t("姓名、拼音首字母、证件或手机后四位"))
        self.line.setAccessibleName(t("找人"))
        self.model = RowsModel(_person_columns(), self)
        self.table = Table(self.model, row_size="row_grid")
        self.table.setProperty("shown_focused", True)
        heads = self.table.horizontalHeader()
        assert heads is not None
        heads.hide()
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.opened.connect(self.picked.emit)
        self.new = link(t("没有这个人，新登记"), self._register, icon="account-plus-outline")
        self.new.setToolTip("Ctrl+N")
        self.note = label("", "caption", "secondary")
        head = row(label(t("是谁"), "sub", bold=True), self.line, KeyCap("Esc"), gap=theme.SPACE.inner)
        head.setStretch(1, 1)
        lay = column(head, self.table, row(self.note, None, self.new), gap=theme.SPACE.half)
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(theme.TIMING.search)
        self._wait.timeout.connect(lambda: self.wanted.emit(self.line.text().strip()))
        self.line.textEdited.connect(lambda _text: self._wait.start())
        self.line.installEventFilter(self)

    def start(self) -> None:
        """The cursor into the line."""
        self.line.setFocus()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show who was found and stand on the first."""
        self.model.set_rows(hits)
        self.table.select_first()
        text = self.line.text().strip()
        none = bool(text) and not hits
        self.note.setText(t("没有找到“{text}”，按 Enter 新登记。").format(text=text) if none else "")

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Arrows move in the list, Enter takes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                at = self.table.currentIndex().row() + step
                if 0 <= at < self.model.rowCount():
                    self.table.selectRow(at)
                return True
            if event.key() in ENTER:
                self._take()
                return True
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        hit = self.table.current_row()
        if hit is not None and not self._wait.isActive():
            self.picked.emit(hit)
        elif not self._wait.isActive() and self.line.text().strip():
            self._register()

    def _register(self) -> None:
        self.register.emit(self.line.text().strip())

    def done(self) -> None:
        """Somebody was taken: empty for the next."""
        self.line.clear()
        self.model.set_rows(())
        self.note.setText("")


def _person_columns() -> tuple[Column, ...]:
    return (
        Column("name", t("姓名"), lambda hit: bold(hit.title), 6, 0),
        Column("facts", t("情况"), lambda hit: plain(hit.second, "fg_secondary"), 0, 1),
        Column("where", t("现在"), lambda hit: plain(hit.right, "fg_secondary"), 8, 2),
    )


class RateStrip(QWidget):
    """The rating of the one who was just served: five words, keys 5 to 1; a bad one asks what was wrong."""

    rated = pyqtSignal(str, int, str)
    visit = pyqtSignal(str, bool)
    closed = pyqtSignal()

    def __init__(self, levels: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.ticket, self._level = "", 0
        self.hall = "none"
        """The monitor on which the settings put the public screen; it is nobody's at the counter."""
        self.said = label("", bold=True)
        self.buttons = {level: _level_button(level, words, self.choose) for level, words in levels}
        self.text = line(hint=t("哪里不满意？请他说一句，按 Enter 记下，可以空着"))
        self.text.returnPressed.connect(self._send)
        self.text.hide()
        self.wrong = label("", "caption", "danger", wrap=True)
        self.wrong.hide()
        skip = link(t("这次不评"), self.closed.emit, role="caption")
        self.own = link(t("请本人点"), self.ask_visitor, role="caption")
        self.window_: RateWindow | None = None
        self._levels = tuple(levels)
        lay = row(self.said, *self.buttons.values(), self.text, None, gap=theme.SPACE.gap)
        lay.setStretch(1 + len(self.buttons), 8)
        self.once = chip(t("一次办好"), lambda: self.tell_visit(done=True))
        self.again = chip(t("还要再来"), lambda: self.tell_visit(done=False))
        visit = (label(t("这次办好了吗"), tone="secondary"), self.once, KeyCap("9"), self.again, KeyCap("0"))
        asked = row(*visit, None, self.own, skip, KeyCap("Esc"), gap=theme.SPACE.gap)
        self.setLayout(column(lay, self.wrong, asked, gap=theme.SPACE.half))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def start(self, ticket: str) -> None:
        """Ask for the rating of a ticket."""
        self.ticket, self._level = ticket, 0
        self.said.setText(t("{ticket} 请评价").format(ticket=ticket))
        self.text.clear()
        self.text.hide()
        self.say("")
        self.once.setChecked(False)
        self.again.setChecked(False)
        for made in self.buttons.values():
            made.show()
        self.setEnabled(True)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.visitors_screen() is not None:
            self.ask_visitor()

    def visitors_screen(self) -> QScreen | None:
        """The visitor's own monitor, wherever the desk stands now."""
        return visitors_screen(self.window().screen(), self.hall)

    def ask_visitor(self) -> None:
        """Let the visitor press in a window of their own; where they have a monitor it opens by itself."""
        if self.window_ is None:
            self.window_ = RateWindow(self._levels)
            self.window_.rated.connect(self._by_visitor)
        self.window_.ask(self.ticket, self.visitors_screen())

    def _by_visitor(self, ticket: str, level: int) -> None:
        """The visitor's own choice is kept at once, without asking for words."""
        if ticket == self.ticket and self.isEnabled():
            self.setEnabled(False)
            self._level = level
            self.rated.emit(ticket, level, "")

    def hideEvent(self, event: QHideEvent | None) -> None:
        """The rating is over, or the page was left: the visitor's window goes with it."""
        super().hideEvent(event)
        if self.window_ is not None:
            self.window_.hide()

    def tell_visit(self, *, done: bool) -> None:
        """Whether one visit was enough; the rating is still asked for."""
        self.once.setChecked(done)
        self.again.setChecked(not done)
        self.visit.emit(self.ticket, done)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, level: int) -> None:
        """A level: a good one is sent at once, a bad one asks for a word first."""
        self._level = level
        if level > 2:
            self._send()
            return
        for other, made in self.buttons.items():
            made.setVisible(other == level)
        self.text.show()
        self.text.setFocus()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.text().isdigit() and int(event.text()) in self.buttons:
            self.choose(int(event.text()))
        elif event is not None and event.text() in ("9", "0"):
            self.tell_visit(done=event.text() == "9")
        else:
            super().keyPressEvent(event)

    def say(self, sentence: str) -> None:
        """Say below the strip why it was not kept; what was typed stays, for another try."""
        self.setEnabled(True)
        set_style_property(self.text, "wrong", "true" if sentence and not self.text.isHidden() else "")
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))

    def _send(self) -> None:
        said = not_text(self.text.text())
        self.say(said)
        if not said:
            self.setEnabled(False)  # once until it is answered
            self.rated.emit(self.ticket, self._level, self.text.text().strip())


def _level_button(level: int, words: str, on: Callable[[int], Any]) -> Button:
    return Button(words, key=str(level), on=lambda: on(level))


def rated_words(ticket: str, rated: Rated) -> str:
    """What the status bar says of a rating."""
    if rated.due is None:
        return t("{ticket} 评价：{level}").format(ticket=ticket, level=word(rated.level))
    return t("{ticket} 评价：{level}，已转整改，{day} 前办结").format(ticket=ticket, level=word(rated.level), day=f"{rated.due:%m-%d}")
