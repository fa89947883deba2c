"""The lock card: no names of persons, what is safe, the officer and the password. The first log-in is the same card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from app.texts import t
from ui import theme
from ui.desk.statusbar import fact
from ui.kit.buttons import Button, Kind, link
from ui.kit.days import moment_words
from ui.kit.fields import Combo, Field, IconEdit, PasswordEdit
from ui.kit.runs import Run, RunLabel, plain
from ui.kit.text import IconLabel, card, column, holder, label, row, rule

if TYPE_CHECKING:
    from ui.desk.ports import Frame, LoginChoice, Safe


class LockPage(QWidget, theme.Themed):
    """Covers the desk. ``tried(login, password)`` asks to get in; ``refuse`` says why not beside the password."""

    tried = pyqtSignal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._login, self._somebody_waits = "", False
        self.needs_password = True  # a practice station asks for none
        self._make_parts()
        self._lay_out()
        self.password.editor.returnPressed.connect(self.try_it)  # type: ignore[attr-defined]
        self._secret.caps.connect(self._caps)
        self.show_frame(None)
        self.follow_theme()

    def _make_parts(self) -> None:
        self.station, self.clock = RunLabel(rank=1), RunLabel()
        self.title, self.why = label(t("已锁定"), "title", bold=True), label("", tone="secondary", wrap=True)
        self.officer = IconEdit(icon_name="account-outline", big=True)
        self.officer.setReadOnly(True)
        self.officer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.names = Combo()
        self.names.setProperty("big", "true")
        self.names.setEditable(True)
        self._secret = PasswordEdit(big=True)
        self.password = Field(t("口令"), self._secret)
        self.enter = Button(t("解锁"), Kind.PRIMARY, key="Enter", big=True, role="sub", on=self.try_it)
        self.other = link(t("换人登录"), self._other, flush=True)
        self.lost = link(t("忘了口令，找站长"), self._forgot, flush=True)
        self.database, self.backup = RunLabel(), RunLabel()
        self.ticket, self.waiting = RunLabel(rank=1), RunLabel(rank=1)

    def _lay_out(self) -> None:
        group, wide = theme.SPACE.group, theme.SPACE.wide
        self._bar = holder(row(self.station, None, self.clock, margins=(group, 0, group, 0)), "bar")
        self._bar.setProperty("edge", "bottom")
        who = QWidget()
        self._who = QStackedLayout(who)
        self._who.addWidget(self.officer)
        self._who.addWidget(self.names)
        who.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        head = row(IconLabel("lock-outline", "accent", role="panel_ticket"), column(self.title, self.why, gap=0), gap=group)
        head.setStretch(1, 1)
        links = row(self.other, None, self.lost)
        box = column(
            head,
            rule(),
            column(label(t("操作员"), tone="secondary"), who, gap=theme.SPACE.half),
            self.password,
            self.enter,
            links,
            gap=theme.SPACE.gap,
            margins=(wide,) * 4,
        )
        self._box = box
        safe = card(column(self.ticket, self.waiting, gap=theme.SPACE.half, margins=(group, theme.SPACE.inner, group, theme.SPACE.inner)))
        self._cards = (card(box), safe)
        middle = column(None, *(row(None, part, None) for part in self._cards), None, gap=group)
        quiet = label(t("锁定时不显示姓名和证件"), "caption", "secondary")
        self._foot = holder(row(self.database, self.backup, None, quiet, gap=group, margins=(group, 0, group, 0)), "sunken")
        self._foot.setProperty("edge", "top")
        lay = column(self._bar, gap=0)
        lay.addLayout(middle, 1)
        lay.addWidget(self._foot)
        self.setLayout(lay)

    def restyle(self) -> None:
        size = theme.sizes()
        self._bar.setFixedHeight(size.topbar)
        self._foot.setFixedHeight(size.statusbar)
        for made in self._cards:
            made.setFixedWidth(round(theme.SPACE.card * size.body / theme.SIZES["standard"].body))
        self._fit()
        super().restyle()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the window is low the card gives up its margins, then the line of who waits; no field is pressed together."""
        self._space(theme.SPACE.wide, theme.SPACE.inner)
        self.waiting.setVisible(self._somebody_waits)
        room = self.height() - self._bar.height() - self._foot.height()
        if self._needs() > room:
            self._space(theme.SPACE.group, theme.SPACE.half)
        if self._needs() > room:
            self.waiting.hide()

    def _space(self, margin: int, gap: int) -> None:
        self._box.setContentsMargins(margin, margin, margin, margin)
        self._box.setSpacing(gap)

    def _needs(self) -> int:
        """The height of both cards with what lies between and around them."""
        for made in self._cards:
            layout = made.layout()
            assert layout is not None
            layout.invalidate()
        return sum(made.sizeHint().height() for made in self._cards) + 3 * theme.SPACE.group

    def start(self, frame: Frame | None, now: datetime, reason: str = "") -> None:
        """Lock: the officer who worked is named, the password is empty."""
        self._login = ""
        self.title.setText(t("已锁定"))
        self.why.setText(reason or t("{time} 锁定").format(time=f"{now:%H:%M}"))
        self.enter.setText(t("解锁"))
        self._who.setCurrentIndex(0)
        self.other.show()
        self.officer.setText(frame.officer if frame is not None else "")
        self.officer.unit = frame.counter if frame is not None else ""
        self._empty()

    def start_log_in(self, now: datetime) -> None:
        """The first log-in of the day: the officers as a list."""
        self.title.setText(t("登录"))
        self.why.setText(t("请选操作员，输口令"))
        self.enter.setText(t("登录"))
        self._who.setCurrentIndex(1)
        self.other.hide()
        self._empty()
        self.show_time(now)

    def show_logins(self, choices: Sequence[LoginChoice]) -> None:
        """The accounts of the list; it can also be typed into."""
        self.names.clear()
        for choice in choices:
            self.names.addItem(choice.name, choice.login)
        self.focus()

    def show_frame(self, frame: Frame | None) -> None:
        """Station and the state of the data; nothing about persons."""
        if frame is not None:
            self.station.set_runs((Run(frame.station, True, "fg_onbar", "sub"),))
            self.database.set_runs(fact(frame.database, "database-check-outline", "ok", good=frame.database_ok))
            self.backup.set_runs(fact(frame.backup, "check-circle-outline", "fg_secondary", good=frame.backup_ok))

    def show_time(self, now: datetime) -> None:
        """The clock of the bar."""
        self.clock.set_runs(plain(moment_words(now), "fg_onbar_secondary"))

    def show_safe(self, safe: Safe) -> None:
        """What is safe: the ticket, the draft; and who waits. Of screens and kiosks nothing: a desk does not know whether they run."""
        self.ticket.set_runs(_ticket(safe))
        self._somebody_waits = safe.waiting is not None
        waiting = t("等候 {n} 人").format(n=safe.waiting) if safe.waiting is not None else ""
        self.waiting.set_runs((Run("", icon="account-clock-outline", tone="fg_secondary"), Run(f" {waiting}", tone="fg_secondary")))
        self._fit()

    def focus(self) -> None:
        """The cursor into the password."""
        self._secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_it(self) -> None:
        """Ask to get in with what stands there."""
        if self.needs_password and not self._secret.text():
            self.refuse(t("请输口令。号票和草稿都在，没有丢。"))
            return
        listed = self._who.currentIndex() == 1
        login = str(self.names.currentData() or self.names.currentText()) if listed else self._login
        self.tried.emit(login, self._secret.text())

    def busy(self, on: bool) -> None:
        """While the password is being checked."""
        self.enter.setEnabled(not on)
        if not on:
            self._secret.clear()

    def refuse(self, sentence: str) -> None:
        """Say beside the password why not."""
        self.password.error(sentence)
        self._fit()
        self.focus()

    def _empty(self) -> None:
        self._secret.clear()
        self.password.clear()
        if not self.needs_password:
            self.password.note(t("练习站不查口令，直接按 Enter。"))
        self._fit()

    def _other(self) -> None:
        self._who.setCurrentIndex(1)
        self.title.setText(t("换人登录"))
        self.enter.setText(t("登录"))
        self.names.setFocus()

    def _forgot(self) -> None:
        self.password.note(t("请站长在“设置・人员账号”里给您设一个新口令；站长忘了，用恢复码重设。"))
        self._fit()

    def _caps(self, on: bool) -> None:
        if on:
            self.password.note(t("大写锁定开着"), "apple-keyboard-caps")
        elif not self.password.is_wrong:
            self.password.clear()


def _ticket(safe: Safe) -> tuple[Run, ...]:
    """The first line of what is safe; without a ticket it says that the data is."""
    drafts = t("草稿 {n} 份已存好").format(n=safe.drafts) if safe.drafts else t("已录入的内容都已存好")
    if not safe.ticket:
        return (Run("", False, "ok", icon="content-save-check-outline"), Run(f" {drafts}"))
    where = t(" 还在 {counter}，").format(counter=safe.counter)
    return (Run("", False, "ok", icon="content-save-check-outline"), Run(f" {t('号票')} "), Run(safe.ticket, True), Run(where + drafts))
