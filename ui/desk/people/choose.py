"""Choosing what goes onto the three lists: what fits with its reasons, Space or a click takes a line in or out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QWidget

from app.domain.assistance import LineAnswer, ListKind, ListLine
from app.services.matching import Suggestions
from app.services.service_lists import LineView, ListView
from app.texts import t
from ui import theme
from ui.desk.keys import key_of
from ui.desk.people.model import KINDS, WHICH, line_words
from ui.kit.buttons import link, primary, second
from ui.kit.lists import Line, ThreeLists
from ui.kit.states import FailureStrip
from ui.kit.text import KeyCap, column, keys_row, label, row
from ui.messages import Failure, show

ENDED = frozenset({LineAnswer.DECLINED, LineAnswer.NOT_HIRED, LineAnswer.NOT_ELIGIBLE, LineAnswer.FINISHED})


@dataclass(frozen=True, slots=True)
class Offer:
    """A line that may go onto a list."""

    line: ListLine
    chosen: bool


def offers(found: Suggestions, now: ListView | None) -> dict[ListKind, list[Offer]]:
    """What stands on the lists now, chosen; then what fits: chosen where the lists are new."""
    made: dict[ListKind, list[Offer]] = {kind: [] for kind in ListKind}
    for kept in now.lines if now is not None else ():
        if kept.answer not in ENDED:
            made[kept.kind].append(Offer(_of_view(kept), chosen=True))
    known = {(line.kind, line.record or line.title) for line in (now.lines if now is not None else ())}
    for fresh in found.lines:
        if (fresh.kind, fresh.record or fresh.title) not in known:
            made[fresh.kind].append(Offer(fresh, chosen=now is None))
    return made


def _of_view(view: LineView) -> ListLine:
    return ListLine(view.kind, view.title, view.record, view.detail, view.reasons)


class ChooseView(QWidget):
    """The three lists to choose from. ``wanted(lines, hand_over)`` when they are to be made, ``closed`` on Esc."""

    wanted = pyqtSignal(object, bool)
    closed = pyqtSignal()

    def __init__(self, name: str, found: Suggestions, now: ListView | None, which: str = "jobs") -> None:
        super().__init__()
        self.offers = offers(found, now)
        self.strip, self.which = FailureStrip(), which
        self.lists = ThreeLists(none=t("现在没有合适的"))
        self.count = label("", tone="secondary")
        self.give = primary(t("发放新清单"), lambda: self._send(True), icon="hand-extended-outline", key=key_of("save"))
        self.only = second(t("先存着，不发放"), lambda: self._send(False))
        close = link(t("返回"), self.closed.emit, icon="arrow-left")
        head = row(label(t("选三张清单"), "title", bold=True), label(name, tone="secondary"), None, close, KeyCap("Esc"))
        lay = column(head, self.strip, self.lists, gap=theme.SPACE.inner)
        lay.setStretch(2, 1)
        keys = keys_row((t("空格"), t("选或不选")), ("←", ""), ("→", t("换一张")))
        lay.addLayout(row(self.give, self.only, self.count, None, keys))
        self.setLayout(lay)
        self._wire()
        self._fill()

    def _wire(self) -> None:
        for which, one in self.lists.cards.items():
            one.view.installEventFilter(self)
            one.view.clicked.connect(lambda index, which=which: self.toggle(which, index.row()))
        self.lists.opened.connect(lambda which, line: self.toggle(which, line.key))

    def start(self) -> None:
        """The focus into the list that was asked for."""
        view = self.lists.cards[self.which].view
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        if view.list.values:
            view.setCurrentIndex(view.list.index(0))

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Space takes the line stood on in or out."""
        if event is not None and event.type() == QEvent.Type.FocusIn:
            self._stand(watched)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            for which, one in self.lists.cards.items():
                if one.view is watched and one.view.currentIndex().isValid():
                    self.toggle(which, one.view.currentIndex().row())
                    return True
        return super().eventFilter(watched, event)

    def _stand(self, view: QObject | None) -> None:
        """A list that gets the focus stands on its first line."""
        for one in self.lists.cards.values():
            if one.view is view and not one.view.currentIndex().isValid() and one.view.list.values:
                one.view.setCurrentIndex(one.view.list.index(0))

    def toggle(self, which: str, number: int) -> None:
        """Take a line in or out."""
        group = self.offers[KINDS[which]]
        group[number] = replace(group[number], chosen=not group[number].chosen)
        view = self.lists.cards[which].view
        self._fill()
        view.setCurrentIndex(view.list.index(number))

    def _fill(self) -> None:
        for kind, group in self.offers.items():
            lines = [_line(number, offer) for number, offer in enumerate(group)]
            card = self.lists.cards[WHICH[kind]]
            card.set_lines(lines)
            card.count.setText(t("选了 {n} / {m}").format(n=sum(offer.chosen for offer in group), m=len(group)))
        self.count.setText(t("共选了 {n} 条").format(n=len(self.chosen())))

    def chosen(self) -> tuple[ListLine, ...]:
        """The lines that are taken."""
        return tuple(offer.line for group in self.offers.values() for offer in group if offer.chosen)

    def send(self) -> None:
        """Make the lists and hand them over."""
        self._send(True)

    def _send(self, hand_over: bool) -> None:
        self.wanted.emit(self.chosen(), hand_over)

    def refuse(self, failure: Failure) -> None:
        """Say what is wrong with the choice."""
        show(failure, self.strip)


def _line(number: int, offer: Offer) -> Line:
    given = offer.line
    title, below = line_words(given.kind, given.title, given.detail, given.reasons)
    return Line(number, title, t("已选") if offer.chosen else t("不选"), "ok" if offer.chosen else "fg_secondary", below)
