"""Who a waiting ticket is, before they are called: name, case in hand, who received them last, why they stand there."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFrame, QWidget

from app.domain.queueing import PriorityClass
from app.services.serving import Brief, Waiting
from app.texts import t, word
from ui import theme
from ui.desk.shown import about, chip_left, open_case
from ui.kit.buttons import second
from ui.kit.runs import Run, RunLabel, plain, with_icon
from ui.kit.status import Tag, TagLabel
from ui.kit.text import column, label, row


class Preview(QFrame):
    """The card beside the list. ``opened`` asks for the person's page."""

    opened = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.title, self.ticket = label("", tone="secondary"), RunLabel()
        self.name = RunLabel(rank=1)
        self.tag, self.case = TagLabel(Tag("running")), RunLabel(rank=2)
        self.last, self.why = RunLabel(rank=1), label("", tone="secondary", wrap=True)
        self.file = second(t("先看档案"), self.opened.emit, icon="account-search-outline", key=t("空格"))
        self._wanted: tuple[QWidget, ...] = ()
        self._priority = ""
        pad = theme.SPACE.inner
        self.setLayout(
            column(
                row(self.title, None, self.ticket),
                self.name,
                row(self.tag, self.case, None),
                self.last,
                self.why,
                self.file,
                None,
                gap=theme.SPACE.half,
                margins=(pad, theme.SPACE.gap, pad, pad),
            )
        )
        self.show_nobody()

    def hasHeightForWidth(self) -> bool:
        return False  # the wrapped line would claim its height from the card above

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _give_way(self) -> None:
        """Where the height is short the last facts leave; number and name stay."""
        layout = self.layout()
        assert layout is not None
        for part in (*self._wanted, self.name):
            part.show()
        for part in (self.last, self.why, self.case, self.tag, self.file, self.name):
            layout.invalidate()
            if layout.minimumSize().height() <= self.height():
                return
            part.hide()

    def show_nobody(self) -> None:
        """Nobody waits."""
        self.title.setText(t("下一位"))
        self.ticket.set_runs(plain("—", "fg_tertiary", "sub"))
        self.name.set_runs(plain(t("没有人在等"), "fg_secondary"))
        self._show()

    def show_row(self, row_: Waiting, *, first: bool) -> None:
        """The ticket itself, at once; the person follows when it was read."""
        self.title.setText(t("下一位") if first else t("等候"))
        self.ticket.set_runs((Run(row_.ticket, True, "accent", "sub"),))
        priority = "・" + word(PriorityClass(row_.priority)) if row_.priority else ""
        self.name.set_runs((Run(row_.person or t("未实名"), True, "fg_text", "sub"), Run(priority, False, "fg_secondary")))
        self.why.setText(row_.why or t("在{line}排队，本窗口不办这类业务").format(line=row_.line))
        self._priority = priority
        self._show(self.why, *((self.file,) if row_.person_id is not None else ()))

    def _show(self, *parts: QWidget) -> None:
        self._wanted = parts
        for part in (self.tag, self.case, self.last, self.why, self.file):
            part.setVisible(part in parts)
        self._give_way()

    def show_brief(self, brief: Brief) -> None:
        """What is known of the person."""
        facts = " " + about(brief.gender, brief.age) + self._priority
        self.name.set_runs((Run(brief.name, True, "fg_text", "sub"), Run(facts, False, "fg_secondary")))
        if brief.case is not None:
            case = open_case(brief.case)
            self.tag.set_tag(case.tag)
            self.case.set_runs(plain(f"{chip_left(brief.case)}　{case.title}"))
        else:
            self.case.set_runs(plain(t("没有在办的事"), "fg_secondary"))
        self.last.set_runs(_last(brief))
        self._show(self.case, self.last, self.why, self.file, *((self.tag,) if brief.case is not None else ()))


def _last(brief: Brief) -> tuple[Run, ...]:
    """When the person was here last and who received them."""
    if brief.last_day is None:
        return with_icon("history", t("第一次来"), "fg_secondary")
    words = t("上次 {day} 由{officer}接待").format(day=brief.last_day.isoformat(), officer=brief.last_officer)
    return with_icon("history", words, "fg_secondary")
