"""The Queue page: the person at the counter in one huge number, who is next and why, and every act of the counter by one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PyQt6 import sip
from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PyQt6.QtWidgets import QStackedWidget, QWidget

from app.domain.clock import business_date
from app.domain.ratings import Level
from app.services import counters, queue, serving
from app.services.papers import Wanted
from app.services.serving import Brief, QueueBoard, Waiting
from app.texts import t, word
from ui import theme
from ui.desk.kept import Keep
from ui.desk.keys import key_of
from ui.desk.page import Act, Desk, Page
from ui.desk.ports import Frame, Ref
from ui.desk.presses import Presses
from ui.desk.queue import inquire, model, room, who
from ui.desk.queue.back import HeldLine, UndoButton, ask_hold, ask_pause, ask_resume, ask_transfer, begin, end_lost, why_not_begin
from ui.desk.queue.card import PresentCard
from ui.desk.queue.forms import CardForm, TakeForm
from ui.desk.queue.lost import LostStrip
from ui.desk.queue.others import ask_item, ask_others, tell_visit
from ui.desk.queue.preview import Preview
from ui.desk.queue.rate_strip import RateStrip, ask_rating, keep_rating
from ui.desk.queue.slip import SlipStrip
from ui.kit.buttons import Button, chip, link, second
from ui.kit.runs import RunLabel, plain
from ui.kit.states import StateStack
from ui.kit.table import Table
from ui.kit.text import ElidedLabel, KeyCap, card, column, holder, label, row
from ui.messages import Failure, face_of
from ui.models.rows import RowsModel

if TYPE_CHECKING:
    from ui.desk.queue.booked import BookedPage

FED_BY = frozenset({"ticket", "counter", "person", "appointment", "cases"})
WAIT_SHOWN = 30_000  # milliseconds after which the minutes of waiting are counted anew


class QueuePage(Page):
    """The page of one counter. What is written goes through the job runner; a refusal stands beside what was asked."""

    help = t(
        "F2 呼叫下一位，F4 办结并评价，F3 重呼，F5 过号，F6 转号，Shift+F6 暂存，Shift+F2 继续，F9 撤回，F8 离开。"
        "给叫到的人登记首问、新办件或服务，就算开始办理；人到了先聊，也可以按 F7。"
        "Ctrl+N 取号或登记首问，Ctrl+Enter 登记是谁。"
        "Ctrl+Tab 看预约：Ctrl+N 约时间，Enter 签到取号，扫预约单上的码也会签到。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.board: QueueBoard | None = None
        self.letter = model.HERE
        self._forms: dict[str, Any] = {}
        self._takes = Presses(twice=0.0)
        self._make_list()
        self._lay_out()
        self.booked: BookedPage | None = None
        self._second, self._minute = QTimer(self), QTimer(self)
        self._second.setInterval(theme.TIMING.clock)
        self._second.timeout.connect(self._show_time)
        self._minute.setInterval(WAIT_SHOWN)
        self._minute.timeout.connect(self.arrive)
        desk.changed.connect(self._changed)
        desk.frame_changed.connect(self._frame_changed)

    # -- building

    def _make_list(self) -> None:
        self.model = RowsModel(model.columns(), self)
        self.table = Table(self.model, name="queue", preferences=self.desk.port.preferences)
        self.table.setAccessibleName(t("等候的人"))
        self.table.sortable = False  # the rows stand in the order in which they will be called
        self.table.selected.connect(self._look_at)
        self.table.opened.connect(self._open_file)
        self.table.previewed.connect(self._open_file)
        self.faces = StateStack(self.table, icon="account-clock-outline", empty=t("没有人在等。"), more=t("来人时按 Ctrl+N 取号。"))
        self.faces.retry.connect(self.arrive)
        self.preview = Preview()
        self.preview.opened.connect(self._open_file)

    def _lay_out(self) -> None:
        self.serves = ElidedLabel("", tone="secondary", rank=2)
        self.undo = UndoButton(lambda: self._ask("queue.undo"))
        self.leave = second(t("离开窗口"), lambda: self._ask("counter.pause"), icon="pause-circle-outline", key="F8")
        self.to_booked = second(t("预约"), self.show_booked, icon="calendar-clock", key=key_of("next_tab"))
        lay = column(gap=theme.SPACE.gap)
        self.norm = second(t("服务规范"), self.show_norm, icon="book-open-outline")
        acts = (self.undo, self.norm, self.to_booked, self.leave)
        head = row(label(t("叫号"), "title", bold=True), self.serves, None, *acts, gap=theme.SPACE.inner)
        lay.addLayout(head)
        self.rate = RateStrip([(int(level), word(level)) for level in sorted(Level, reverse=True)])
        self.rate.rated.connect(lambda ticket, level, text: keep_rating(self, ticket, level, text))
        self.rate.closed.connect(self.close_rating)
        self.rate.visit.connect(lambda ticket, done: tell_visit(self, ticket, done))
        self.rating_card = card(column(self.rate, margins=(theme.SPACE.inner, theme.SPACE.gap, theme.SPACE.inner, theme.SPACE.gap)))
        self.rating_card.hide()
        self.card = PresentCard()
        self.card.acted.connect(self._ask)
        self.card.facts.opened.connect(lambda ref: self.desk.go("cases", ref))
        self.card.facts.asked.connect(self.ask_who)
        self.card.facts.switched.connect(lambda: ask_item(self))
        self.slip = SlipStrip(self.desk)
        self.lost = LostStrip(lambda verb, lost: end_lost(self, verb, lost))
        lay.addWidget(self.lost)
        lay.addWidget(self.rating_card)
        lay.addWidget(self.card)
        self.waiting = ElidedLabel("", tone="secondary", rank=2)
        self.take = second(t("取号"), self.ask_take, icon="ticket-confirmation-outline")
        self.chips = row(gap=theme.SPACE.gap)
        self._chips: dict[str, Button] = {}
        lists = row(self.faces, self.preview, gap=theme.SPACE.inner)
        lists.setStretch(0, 2)
        lists.setStretch(1, 1)
        below = column(row(label(t("下一批"), "sub", bold=True), self.waiting, None, self.chips, self.take), gap=theme.SPACE.gap)
        below.addLayout(lists, 1)
        self.below = holder(below)
        theme.changes().changed.connect(self.restyle)
        lay.addWidget(self.below, 1)
        lay.addStretch(0)
        self.handled, self.missed = RunLabel(rank=1), RunLabel(rank=1)
        self.restore_key, self.restore = KeyCap("Shift+F5"), label(t("恢复"), "caption")
        self.held = HeldLine(lambda: self._ask("queue.resume"))
        self.others = link(t("处理其他号票"), lambda: ask_others(self), role="caption")
        lay.addLayout(row(self.handled, self.held, None, self.missed, self.restore_key, self.restore, self.others, gap=theme.SPACE.gap))
        self.stack = QStackedWidget()
        self.stack.addWidget(holder(lay))
        self.body.addWidget(self.slip)
        self.body.addWidget(self.stack, 1)

    # -- the appointments, the other face of the page

    def show_norm(self) -> None:
        """The norm of service that holds today, with its edition, as it hangs on the wall."""
        self.desk.go("prints", Ref("paper", Wanted("wall", code="service-norm")))

    def show_booked(self) -> None:
        """Turn to the appointments."""
        if self.booked is None:
            from ui.desk.queue.booked import BookedPage

            self.booked = BookedPage(self.desk, self.slip)
            self.booked.left.connect(self.show_counter)
            self.stack.addWidget(self.booked)
        self.stack.setCurrentWidget(self.booked)
        self.booked.arrive()
        self.booked.take_focus()

    def show_counter(self) -> None:
        """Turn back to the counter."""
        self.stack.setCurrentIndex(0)
        self.table.setFocus()

    @property
    def _face(self) -> BookedPage | None:
        """The appointments while they are shown."""
        return self.booked if self.stack.currentIndex() else None

    def take_focus(self) -> None:
        if self._face is not None:
            self._face.take_focus()
        else:
            super().take_focus()

    # -- reading

    @property
    def counter(self) -> int:
        """The counter of this seat."""
        return int(getattr(getattr(self.desk.port, "real", self.desk.port), "counter", 0))

    def arrive(self) -> None:
        """Read the board anew; what is shown stays until the new one is there."""
        context = self.desk.context
        if self._face is not None:
            self._face.arrive()
        if context is None:
            return
        if not self.counter:
            self.faces.show_state("failed", t("这台电脑还没有分配窗口。"))
            room.show_parts(self, shown=False)
            return
        if self.board is None:
            self.faces.show_state("loading")
        self.desk.jobs.read(
            self, lambda: serving.board(context.db, context.actor, context.now(), self.counter), self._show, self._failed, slot="board"
        )

    def _failed(self, failure: Failure) -> None:
        if self.board is None:
            self.faces.show_state(face_of(failure), failure.sentence)
            room.show_parts(self, shown=False)
        else:
            self.strip.tell(t("没有读出来"), failure.sentence, t("再试一次"), self.arrive)

    def _show(self, board: QueueBoard) -> None:
        before = self.board
        self.board = board
        if before is None:
            room.show_parts(self, shown=True)
        self.strip.clear()
        if before is not None and board.present is not None and _who(before) != _who(board):
            self.stack.setCurrentIndex(0)  # whoever comes to the counter is what one wants to see
        if self.card.form is not None and before is not None and _who(before) != _who(board):
            self.close_form()
        self.serves.say(model.served_words(board), t("{n} 号窗口").format(n=board.counter))
        paused = board.state == counters.PAUSED
        self.leave.setText(t("回到窗口") if paused else t("离开窗口"))
        self.leave.set_icon("play-circle-outline" if paused else "pause-circle-outline")
        self.card.show_board(board, self.desk.port.now())
        self.undo.show_undo(board.undo, self.desk.port.now())
        self.lost.show_lost(board.lost, self.desk.port.now())
        self.held.show_board(board)
        self.waiting.say(model.waiting_words(board), t("等候 {n} 人").format(n=len(board.waiting)))
        self._show_chips(board)
        self._show_list(board)
        self.handled.set_runs(plain(model.handled_words(board), "fg_secondary", "caption"))
        self.missed.set_runs(plain(model.missed_words(board), "fg_secondary", "caption"))
        if before is None and self.hasFocus():  # the list was not there yet when the page was turned to
            self.take_focus()
        self.missed.setVisible(bool(board.missed))
        for part in (self.restore_key, self.restore):
            part.setVisible(bool(board.missed) and not room.why_no_counter(self))

    def _show_time(self) -> None:
        now = self.desk.port.now()
        self.card.show_time(now)
        self.undo.show_time(now)
        room.fit_head(self)

    def _show_chips(self, board: QueueBoard) -> None:
        here = sum(row.served_here for row in board.waiting)
        wanted = {model.HERE: f"{t('本窗口')} {here}"} | {line.letter: model.chip_words(line) for line in board.lines}
        for letter, words in wanted.items():
            if letter not in self._chips:
                self._chips[letter] = chip(words, lambda letter=letter: self._narrow(letter))
                self.chips.addWidget(self._chips[letter])
            self._chips[letter].setText(words)
            self._chips[letter].setChecked(letter == self.letter)
            self._chips[letter].updateGeometry()

    def _show_list(self, board: QueueBoard) -> None:
        before = self.table.current_row()
        rows = model.rows(board, self.letter)
        self.model.set_rows(rows)
        self.faces.show_state("ready" if rows else "empty")
        kept = next((n for n, row in enumerate(rows) if isinstance(before, Waiting) and row.ticket == before.ticket), 0)
        if rows:
            self.table.selectRow(kept)
        else:
            self.preview.show_nobody()

    def _narrow(self, letter: str) -> None:
        self.letter = letter
        if self.board is not None:
            self._show_chips(self.board)
            self._show_list(self.board)

    def _look_at(self, row: object) -> None:
        """Read who it is before they are called."""
        if not isinstance(row, Waiting) or self.board is None:
            return
        first = bool(self.model.rows) and self.model.rows[0] is row
        self.preview.show_row(row, first=first)
        context = self.desk.context
        if row.person_id is not None:
            person_id = row.person_id
            self.desk.jobs.read(self, lambda: serving.brief(context.db, context.actor, context.now(), person_id), self._brief, slot="brief")

    def _brief(self, brief: Brief) -> None:
        self.preview.show_brief(brief)

    def _open_file(self, row: object = None) -> None:
        chosen = row if isinstance(row, Waiting) else self.table.current_row()
        if isinstance(chosen, Waiting) and chosen.person_id is not None:
            self.desk.go("people", Ref("person", chosen.person_id))
        else:
            self.desk.say(t("这张号票还不知道是谁，没有档案可看。"))

    # -- what the keys do

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+N: take a number, or record the inquiry of who is here; Ctrl+Enter: say who it is; F7: the service begins."""
        if self._face is not None:
            return {"next_tab": Act(self.show_counter), **self._face.acts()}
        away = room.why_no_counter(self)
        nobody = "" if self.serving else t("窗口现在没有人在办。")
        return {
            "next_tab": Act(self.show_booked),
            "new": Act(self.ask_inquiry if self.serving else self.ask_take, away),
            "primary": Act(self.ask_who, away or nobody),
            "check": Act(lambda: begin(self), away or why_not_begin(self.board)),
        }

    @property
    def serving(self) -> bool:
        """Whether somebody is at the counter."""
        return self.board is not None and self.board.present is not None

    def _ask(self, code: str) -> None:
        """A button of the counter does what its key does."""
        if code == "new":
            self.ask_inquiry()
            return
        shell: Any = self.window()
        shell.do(code)

    def open(self, ref: Ref) -> None:
        """``rate`` a ticket, choose where to ``transfer`` it, say why to ``pause`` or ``hold``, or stand on a waiting ``ticket``.

        ``book`` an appointment for a person, or stand on an ``appointment``.
        """
        if ref.kind in ("book", "appointment"):
            self.show_booked()
            assert self.booked is not None
            self.booked.open(ref)
            return
        self.stack.setCurrentIndex(0)
        if ref.kind == "rate":
            ask_rating(self, str(ref.key))
        elif ref.kind == "transfer":
            ask_transfer(self)
        elif ref.kind == "pause":
            ask_pause(self)
        elif ref.kind == "hold":
            ask_hold(self)
        elif ref.kind == "resume":
            ask_resume(self)
        elif ref.kind == "ticket":
            self._stand_on(str(ref.key))

    def _stand_on(self, ticket: str) -> None:
        for number, row_ in enumerate(self.model.rows):
            if row_.ticket == ticket:
                self.table.selectRow(number)

    def back(self) -> bool:
        """Esc closes the rating or the form; what was typed stays in it."""
        if self._face is not None:
            if not self._face.back():
                self.show_counter()
            return True
        if not self.rating_card.isHidden():
            if not self.rate.back():
                self.close_rating()
            return True
        if self.card.form is None:
            return False
        self.close_form()
        return True

    # -- forms

    def open_form(
        self,
        name: str,
        make: Callable[[], CardForm],
        send: Callable[[Mapping[str, str]], None],
        fill: Callable[[Any], object] | None = None,
        keep: Keep | None = None,
    ) -> CardForm:
        """Put a form in the place of the facts. One that is kept is made anew, filled, and what was typed for that visitor comes back."""
        if keep is not None:
            self.forget_form(name)
        form = self._forms.get(name)
        if form is None:
            form = self._forms[name] = make()
            form.sent.connect(send)
            form.closed.connect(self.close_form)
        if fill is not None:
            fill(form)
        form.keeper.begin(self.desk, keep, form.fields)
        self.card.show_form(form)
        room.fit(self)
        form.start()
        return form  # type: ignore[no-any-return]

    def forget_form(self, name: str) -> None:
        """Make the form anew next time: what it offers has changed, or whom it is about."""
        form = self._forms.pop(name, None)
        if form is not None:
            form.keeper.flush()
            form.deleteLater()

    def close_form(self) -> None:
        """Show the facts again."""
        self.card.close_form(serving=self.serving)
        room.fit(self)
        self.table.setFocus()

    def _write(self, form: CardForm | None, work: Callable[[], Any], then: Callable[[Any], str]) -> None:
        """Do it off the window's thread: then close the form, say it, read anew; a refusal stands beside the field."""

        def done(answer: Any) -> None:
            if form is not None and not sip.isdeleted(form):
                form.done()
                self.close_form()
            self.desk.say(then(answer))
            self.desk.refresh()
            self.arrive()

        self.desk.jobs.write(self, work, done, form.refuse if form is not None else self._refused)

    def write(self, name: str, work: Callable[[], Any], then: Callable[[Any], str]) -> None:
        """Do what the form ``name`` asks for."""
        self._write(self._forms[name], work, then)

    def tell_done(self, work: Callable[[], Any], then: Callable[[Any], str]) -> None:
        """Do what a key asks for without a form."""
        self._write(None, work, then)

    def _refused(self, failure: Failure) -> None:
        self.strip.tell(t("没有办成"), failure.sentence)

    def ask_take(self) -> None:
        """Take a number for somebody at the desk."""
        if self.board is not None:
            lines = [(line.letter, line.name) for line in self.board.lines]
            self.open_form("take", lambda: TakeForm(lines), self._take)

    def _take(self, values: Mapping[str, str]) -> None:
        context, press = self.desk.context, self._takes.press(tuple(sorted(values.items())))
        line, priority = values["line"], values["priority"] or None

        def said(taken: queue.Taken) -> str:
            press.answered = True
            self.slip.print(taken.ticket)
            return t("{ticket} 已取号，前面 {n} 人").format(ticket=taken.ticket, n=taken.ahead)

        self._write(
            self._forms["take"],
            lambda: queue.take(context.db, context.actor, context.now(), line, priority=priority, request=press.key),
            said,
        )

    def keep_of(self, form: str, title: str) -> Keep:
        """What is typed of a form at the counter belongs to the number that stands there today."""
        assert self.board is not None
        return Keep(form, f"ticket:{business_date(self.desk.port.now()).isoformat()}.{_who(self.board)}", title)

    ask_inquiry, _inquire = inquire.ask_inquiry, inquire.inquire
    ask_who, ask_register = who.ask_who, who.ask_register
    _find, _register, _set_person, _person_set = who.find, who.register, who.set_person, who.person_set

    # -- the rating

    def close_rating(self) -> None:
        """The strip goes, with an answer or without."""
        self.rating_card.hide()
        self.table.setFocus()

    # -- the rest

    def restyle(self) -> None:
        """At another text size."""
        room.fit(self)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        room.fit(self)

    def _frame_changed(self, _frame: Frame) -> None:
        if self.board is None and self.isVisible():
            self.arrive()

    def _changed(self, tables: frozenset[str]) -> None:
        if self.isVisible() and tables & FED_BY:
            self.arrive()

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        self._second.start()
        self._minute.start()

    def hideEvent(self, event: QHideEvent | None) -> None:
        super().hideEvent(event)
        self._second.stop()
        self._minute.stop()


def _who(board: QueueBoard) -> str:
    """Whose form it would be: the ticket at the counter."""
    return board.present.ticket if board.present is not None else ""


def make(desk: Desk) -> QWidget:
    """The page of the place ``queue``."""
    return QueuePage(desk)
