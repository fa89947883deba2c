"""Who a waiting ticket is, before they are called: name, all cases in hand, who received them last, why they stand there."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFrame, QWidget

from app.domain.queueing import PriorityClass
from app.services.person_pages import CaseChip
from app.services.serving import Brief, Waiting
from app.texts import t, word
from ui import theme
from ui.desk.shown import about, chip_left, open_case
from ui.kit.buttons import second
from ui.kit.runs import Run, RunLabel, plain, with_icon
from ui.kit.status import Tag, TagLabel
from ui.kit.text import column, label, row

MOST_CASES = 6
"""Cases that can stand in the card; of more the last line says how many."""


class CaseLine(QWidget):
    """One case in hand: its light, how much time it has, what it is."""

    def __init__(self) -> None:
        super().__init__()
        self.tag, self.words = TagLabel(Tag("running")), RunLabel(rank=2)
        self.setLayout(row(self.tag, self.words, None))

    def show_chip(self, chip: CaseChip) -> None:
        """Show another case."""
        case = open_case(chip)
        self.tag.set_tag(case.tag)
        self.words.set_runs(plain(f"{chip_left(chip)}　{case.title}"))
        self.setAccessibleName(f"{case.tag.word} {chip_left(chip)} {case.title}")


class Preview(QFrame):
    """The card beside the list. ``opened`` asks for the person's page."""

    opened = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.title, self.ticket = label("", tone="secondary"), RunLabel()
        self.name = RunLabel(rank=1)
        self.cases, self.none, self.more = [CaseLine() for _ in range(MOST_CASES)], RunLabel(rank=2), RunLabel(rank=1)
        self._known: tuple[CaseChip, ...] = ()
        self.last, self.why = RunLabel(rank=1), label("", tone="secondary", wrap=True)
        self.file = second(t("先看档案"), self.opened.emit, icon="account-search-outline", key=t("空格"))
        self._wanted: tuple[QWidget, ...] = ()
        self._parts = (self.title, self.name, self.none, *self.cases, self.more, self.last, self.why, self.file)
        self._fitted: tuple[int, ...] = ()
        self._priority = ""
        pad = theme.SPACE.inner
        self.setLayout(
            column(
                row(self.title, None, self.ticket),
                *self._parts[1:],
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

    def event(self, event: QEvent | None) -> bool:
        """Larger letters ask for more height without another size of the card."""
        done = super().event(event)
        if event is not None and event.type() == QEvent.Type.LayoutRequest and self._heights() != self._fitted:
            self._give_way()
        return done

    def _heights(self) -> tuple[int, ...]:
        return tuple(part.minimumSizeHint().height() for part in self._parts)

    def _give_way(self) -> None:
        """Where the height is short the last facts leave, then the cases that have most time; number and name stay."""
        layout = self.layout()
        assert layout is not None
        self._fitted, inside = self._heights(), self.contentsRect()
        room = max(inside.width() - 2 * theme.SPACE.inner, theme.SPACE.wide)
        lines = theme.metrics().boundingRect(QRect(0, 0, room, 1 << 14), int(Qt.TextFlag.TextWordWrap), self.why.text())
        self.why.setMinimumHeight(lines.height())  # a wrapped label does not ask for its lines
        for part in (*self._wanted, self.name):
            part.show()
        self._count_hidden()
        for part in (self.last, self.why, self.file, *reversed(self.cases), self.more, self.none, self.name):
            layout.invalidate()
            if layout.minimumSize().height() <= inside.height():
                break
            part.hide()
            if isinstance(part, CaseLine):
                self._count_hidden()
        layout.activate()  # the lines were laid out once before one of them left

    def _count_hidden(self) -> None:
        """Say how many cases are not shown: nobody takes those that are for all."""
        hidden = len(self._known) - sum(not line.isHidden() for line in self.cases)
        self.more.set_runs(plain(t("还有 {n} 件在办，按空格看档案").format(n=hidden), "fg_secondary") if hidden > 0 else ())
        self.more.setVisible(hidden > 0)

    def show_nobody(self) -> None:
        """Nobody waits."""
        self.title.setText(t("下一位"))
        self._known = ()
        self.ticket.set_runs(plain("—", "fg_tertiary", "sub"))
        self.name.set_runs(plain(t("没有人在等"), "fg_secondary"))
        self._show()

    def show_row(self, row_: Waiting, *, first: bool) -> None:
        """The ticket itself, at once; the person follows when it was read."""
        self._known = ()
        self.title.setText(t("下一位") if first else t("等候"))
        self.ticket.set_runs((Run(row_.ticket, True, "accent", "sub"),))
        priority = "・" + word(PriorityClass(row_.priority)) if row_.priority else ""
        self.name.set_runs((Run(row_.person or t("未实名"), True, "fg_text", "sub"), Run(priority, False, "fg_secondary")))
        self.why.setText(row_.why or t("在{line}排队，本窗口不办这类业务").format(line=row_.line))
        self._priority = priority
        self._show(self.why, *((self.file,) if row_.person_id is not None else ()))

    def _show(self, *parts: QWidget) -> None:
        self._wanted = parts
        for part in self._parts[2:]:
            part.setVisible(part in parts)
        self._give_way()

    def show_brief(self, brief: Brief) -> None:
        """What is known of the person."""
        facts = " " + about(brief.gender, brief.age) + self._priority
        self.name.set_runs((Run(brief.name, True, "fg_text", "sub"), Run(facts, False, "fg_secondary")))
        self._known = brief.cases
        for line, chip in zip(self.cases, brief.cases, strict=False):
            line.show_chip(chip)
        self.none.set_runs(plain(t("没有在办的事"), "fg_secondary"))
        self.last.set_runs(_last(brief))
        shown = self.cases[: len(brief.cases)] if brief.cases else (self.none,)
        self._show(*shown, self.last, self.why, self.file)


def _last(brief: Brief) -> tuple[Run, ...]:
    """When the person was here last and who received them."""
    if brief.last_day is None:
        return with_icon("history", t("第一次来"), "fg_secondary")
    words = t("上次 {day} 由{officer}接待").format(day=brief.last_day.isoformat(), officer=brief.last_officer)
    return with_icon("history", words, "fg_secondary")
