"""The rating of the one who was just served: asked once for one service, kept at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeyEvent, QScreen
from PyQt6.QtWidgets import QWidget

from app.domain.ratings import Ask
from app.services import ratings
from app.services.ratings import Rated, RatingForm
from app.texts import t, word
from ui import theme
from ui.desk.queue.rate_window import RateWindow
from ui.kit.buttons import Button, chip, link
from ui.kit.fields import line, not_text
from ui.kit.text import KeyCap, column, label, row, set_style_property
from ui.monitors import visitors_screen

if TYPE_CHECKING:
    from ui.desk.queue.page import QueuePage


class RateStrip(QWidget):
    """Five words, keys 5 to 1; a bad one asks what was wrong. Where a case came of the number, the case is what is asked about."""

    rated = pyqtSignal(str, int, str)
    visit = pyqtSignal(str, bool)
    closed = pyqtSignal()

    def __init__(self, levels: Sequence[tuple[int, str]]) -> None:
        super().__init__()
        self.ticket, self.case, self._level = "", "", 0
        self.asks = False
        self.hall = "none"
        """The monitor on which the settings put the public screen; it is nobody's at the counter."""
        self.said = label("", bold=True)
        self.buttons = {level: _level_button(level, words, self.choose) for level, words in levels}
        self.text = line(hint=t("哪里不满意？请他说一句，按 Enter 记下，可以空着"))
        self.text.returnPressed.connect(self._send)
        self.text.hide()
        self.wrong = label("", "caption", "danger", wrap=True)
        self.wrong.hide()
        self.skip = link(t("这次不评"), self.closed.emit, role="caption")
        self.own = link(t("请本人点"), self.ask_visitor, role="caption")
        self.window_: RateWindow | None = None
        self._levels = tuple(levels)
        lay = row(self.said, *self.buttons.values(), self.text, None, gap=theme.SPACE.gap)
        lay.setStretch(1 + len(self.buttons), 8)
        self.once = chip(t("一次办好"), lambda: self.tell_visit(done=True))
        self.again = chip(t("还要再来"), lambda: self.tell_visit(done=False))
        visit = (label(t("这次办好了吗"), tone="secondary"), self.once, KeyCap("9"), self.again, KeyCap("0"))
        asked = row(*visit, None, self.own, self.skip, KeyCap("Esc"), gap=theme.SPACE.gap)
        self.setLayout(column(lay, self.wrong, asked, gap=theme.SPACE.half))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()

    def start(self, ticket: str, ask: Ask = Ask.TICKET, case: str = "") -> None:
        """Ask for the rating of a number, or of the case that came of it; where that goes on, only whether this visit was enough."""
        self.ticket, self.case, self._level = ticket, case, 0
        self.asks = ask in (Ask.TICKET, Ask.CASE)
        self.said.setText(_SAID[ask]().format(ticket=ticket))
        self.text.clear()
        self.text.hide()
        self.say("")
        self.once.setChecked(False)
        self.again.setChecked(False)
        for made in self.buttons.values():
            made.setVisible(self.asks)
        self.own.setVisible(self.asks)
        self.skip.setText(t("这次不评") if self.asks else t("返回"))
        self.setEnabled(True)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.asks and self.visitors_screen() is not None:
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
            self.text.clear()  # what was typed for a bad one is not said with a good one
            self._send()
            return
        for other, made in self.buttons.items():
            made.setVisible(other == level)
        self.text.show()
        self.text.setFocus()

    def back(self) -> bool:
        """Esc: from the words of a bad rating to the five levels; what was typed stays for another choice."""
        if self.text.isHidden():
            return False
        self.text.hide()
        self.say("")
        for made in self.buttons.values():
            made.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and self.asks and event.text().isdigit() and int(event.text()) in self.buttons:
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


_SAID: dict[Ask, Callable[[], str]] = {
    Ask.TICKET: lambda: t("{ticket} 请评价"),
    Ask.CASE: lambda: t("{ticket} 请评价"),
    Ask.LATER: lambda: t("{ticket} 的办件还在办，办结后再请评价"),
    Ask.DONE: lambda: t("{ticket} 的办件已经评价过"),
}


def ask_rating(page: QueuePage, ticket: str) -> None:
    """Show the strip for a number that was just finished, with what it stands for."""
    context, strip = page.desk.context, page.rate
    strip.hall = context.settings.screen
    find = lambda: ratings.to_ask(context.db, context.actor, context.now(), ticket)  # noqa: E731 - one call, carried to the pool

    def show(found: tuple[Ask, str]) -> None:
        page.rating_card.show()
        strip.start(ticket, *found)

    page.desk.jobs.read(page, find, show, slot="rate")


def keep_rating(page: QueuePage, ticket: str, level: int, text: str) -> None:
    """Keep a rating at once; a refusal stands below the strip."""
    context, case = page.desk.context, page.rate.case

    def done(rated: Rated) -> None:
        page.close_rating()
        page.desk.say(rated_words(ticket, rated))
        page.desk.refresh()
        page.arrive()

    form = RatingForm(level, text=text, case=case, ticket="" if case else ticket)
    give = lambda: ratings.give(context.db, context.actor, context.now(), form)  # noqa: E731 - one call, carried to the pool
    page.desk.jobs.write(page, give, done, lambda failure: page.rate.say(failure.sentence))


def _level_button(level: int, words: str, on: Callable[[int], Any]) -> Button:
    return Button(words, key=str(level), on=lambda: on(level))


def rated_words(ticket: str, rated: Rated) -> str:
    """What the status bar says of a rating."""
    if rated.due is None:
        return t("{ticket} 评价：{level}").format(ticket=ticket, level=word(rated.level))
    return t("{ticket} 评价：{level}，已转整改，{day} 前办结").format(ticket=ticket, level=word(rated.level), day=f"{rated.due:%m-%d}")
