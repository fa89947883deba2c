"""Today, the first page of the day: what must not be forgotten, each row one key from its record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QHideEvent, QShowEvent

from app.domain.actions import may
from app.services import today as service
from app.services.today import TodayBoard, TodayLine
from app.texts import t
from app.texts import today as say
from ui import theme
from ui.desk.page import Act, Desk, Page
from ui.desk.places import Ref
from ui.desk.today import model
from ui.desk.today.model import Filter
from ui.kit.buttons import Button, chip
from ui.kit.runs import Run, RunLabel
from ui.kit.states import StateStack
from ui.kit.table import Table
from ui.kit.text import ElidedLabel, KeyCap, keys_row, label, row
from ui.messages import Failure, face_of
from ui.models.rows import RowsModel

LIGHTS = (("overdue", t("逾期"), "alert-octagon", "danger"), ("due_today", t("今天"), "clock-alert", "danger"))
LIGHTS += (("near", t("临期"), "timer-sand", "warn_icon"),)
FED_BY = frozenset(
    {"cases", "case_material", "rectification", "zero_employment_record", "appointment", "visit", "return_", "hand_over"}
) | {
    "accountability_record",
    "approval",
    "chaser",
    "complaint",
    "rating_appeal",
    "whereabouts",
    "certificate",
    "desk_hand_over",
    "rating_invitation",
    "ticket",
    "inquiry",
}


class TodayPage(Page):
    """Groups in order of harm; the chips narrow them; Enter opens, F2 calls the next person where the officer may call."""

    help = t("今天要办的事，最急的在最上面。↑ ↓ 选择，Enter 打开。上面的按钮只看一类。")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.only = Filter()
        self.board: TodayBoard | None = None
        self.model = RowsModel(model.columns(), self)
        self.table = Table(self.model, name="today", preferences=desk.port.preferences)
        heads = self.table.horizontalHeader()
        assert heads is not None
        heads.hide()
        self.table.setAccessibleName(t("今天的事"))
        self.table.opened.connect(self._open_line)
        self.table.previewed.connect(self._open_line)
        self.faces = StateStack(self.table, icon="calendar-check", empty=say.NOTHING)
        self.faces.retry.connect(self.arrive)
        self._lay_out()
        desk.changed.connect(self._changed)
        self._minute = QTimer(self)
        self._minute.setInterval(theme.TIMING.minute)
        self._minute.timeout.connect(self.arrive)

    def _lay_out(self) -> None:
        self.date = ElidedLabel("", tone="secondary", rank=2)
        self.all = chip(t("全部"), lambda: self._narrow(replace(self.only, light="", notices=False)), checked=True)
        self.lights: dict[str, Button] = {}
        for code, title, icon, tone in LIGHTS:
            self.lights[code] = chip(title, lambda code=code: self._toggle(code), icon=icon, icon_tone=tone)
        self.mine = chip(t("只看我的"), lambda: self._narrow(replace(self.only, mine=self.mine.isChecked())))
        head = row(label(t("今日"), "title", bold=True), self.date, None, self.all, *self.lights.values(), self.mine, gap=theme.SPACE.inner)
        self.body.addLayout(head)
        self.body.addWidget(self.faces, 1)
        self.friendly = RunLabel(rank=2)
        keys = keys_row(("↑", ""), ("↓", t("选择")), ("Enter", t("打开")))
        self.call_hint = (KeyCap("F2"), label(t("呼叫下一位"), "caption"))
        self.body.addLayout(row(self.friendly, None, keys, *self.call_hint))

    def arrive(self) -> None:
        """Read the board anew; what is shown stays until the new one is there."""
        context = self.desk.context
        if context is None:
            return
        if self.board is None:
            self.faces.show_state("loading")
        self.desk.jobs.read(self, lambda: service.board(context.db, context.actor, context.now()), self._show, self._failed, slot="board")

    def open(self, ref: Ref) -> None:
        """``notices``: only what waits for this officer; ``pressing``: what is late."""
        if ref.kind == "notices":
            self._narrow(Filter(notices=True))

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+Enter opens the line one stands on."""
        line = self.table.current_row()
        return {"primary": Act(lambda: self._open_line(line), "" if line is not None else t("先选一行。"))}

    def back(self) -> bool:
        """Esc takes a filter away."""
        if self.only == Filter():
            return False
        self._narrow(Filter())
        return True

    def _show(self, board: TodayBoard) -> None:
        first, self.board = self.board is None, board
        self.strip.clear()
        day, name = board.today, say.weekday(board.today)
        self.date.say(t("{m} 月 {d} 日 {w}").format(m=day.month, d=day.day, w=name), f"{day:%m-%d} {name}")
        self._fill()
        if first and self.hasFocus():  # the list was not there yet when the page was turned to
            self.take_focus()

    def _failed(self, failure: Failure) -> None:
        if self.board is None:
            self.faces.show_state(face_of(failure), failure.sentence)
        else:
            self.strip.tell(t("没有读出来"), failure.sentence, t("再试一次"), self.arrive)

    def _fill(self) -> None:
        assert self.board is not None
        before = self.table.current_row()
        self.model.set_rows(model.rows(self.board, self.only))
        self._stand_on(before)
        self._count(self.board)
        nothing, more = model.nothing(self.desk.context.actor)
        empty = not self.board.lines
        self.faces.show_state("empty" if empty else "ready", more if empty else "")
        if not empty and not self.model.rowCount():
            self.faces.show_state("empty", t("按 Esc 看全部。"))
        self.faces.empty.line.setText(nothing if empty else t("这一类没有。"))
        calls = may(self.desk.context.actor, "queue.call")
        self.help = f"{TodayPage.help}{t('F2 呼叫下一位。')}" if calls else TodayPage.help
        for part in self.call_hint:
            part.setVisible(calls)
        tick = Run("", False, "ok", "caption", "check-circle-outline")
        words, shorter = (
            Run(said, False, "fg_secondary", "caption") for said in (model.friendly(self.board.quiet), t("其他各类都没有待办的，放心。"))
        )
        self.friendly.set_runs((tick, words), shorter=(tick, shorter))
        self.friendly.setVisible(bool(self.board.quiet))

    def _stand_on(self, before: object) -> None:
        """Stay on the same line when the board is read anew, else stand on the first."""
        for number in range(self.model.rowCount()):
            line = self.model.row_at(number)
            if isinstance(line, TodayLine) and isinstance(before, TodayLine) and (line.kind, line.key) == (before.kind, before.key):
                self.table.selectRow(number)
                return
        self.table.select_first()

    def _count(self, board: TodayBoard) -> None:
        """Chips say how many; a light nobody shows has no chip."""
        lines = [line for line in board.lines if replace(self.only, light="").holds(line)]
        self.all.setText(f"{t('全部')} {len(lines)}")
        self.all.setChecked(not self.only.light and not self.only.notices)
        for code, title, _icon, _tone in LIGHTS:
            count = sum(line.light == code for line in lines)
            self.lights[code].setText(f"{title} {count}")
            self.lights[code].setVisible(bool(count) or self.only.light == code)
            self.lights[code].setChecked(self.only.light == code)
        self.mine.setChecked(self.only.mine)
        for made in (self.all, self.mine, *self.lights.values()):
            made.updateGeometry()

    def _toggle(self, light: str) -> None:
        self._narrow(replace(self.only, light="" if self.only.light == light else light, notices=False))

    def _narrow(self, only: Filter) -> None:
        self.only = only
        if self.board is not None:
            self._fill()

    def _open_line(self, line: object) -> None:
        if isinstance(line, TodayLine):
            self.desk.go(*model.target(line))

    def showEvent(self, event: QShowEvent | None) -> None:
        super().showEvent(event)
        self._minute.start()  # a counter falls silent, and an hour begins, without anybody writing

    def hideEvent(self, event: QHideEvent | None) -> None:
        super().hideEvent(event)
        self._minute.stop()

    def _changed(self, tables: frozenset[str]) -> None:
        if self.isVisible() and tables & FED_BY:
            self.arrive()


def make(desk: Desk) -> Page:
    """The page of the place ``today``."""
    return TodayPage(desk)
