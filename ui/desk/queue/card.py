"""The card of the person at the counter: one huge number, what they came for, what to tell them, and the buttons of the counter."""

from __future__ import annotations

from datetime import datetime

from PyQt6.QtCore import QPointF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QFrame, QMenu, QSizePolicy, QStackedWidget, QWidget

from app.services import counters
from app.services.serving import Present, QueueBoard
from app.texts import t
from ui import theme
from ui.desk.keys import key_of
from ui.desk.panel import elapsed
from ui.desk.places import Ref
from ui.desk.queue import model
from ui.desk.shown import about, chip_left, open_case
from ui.kit.buttons import Button, Kind, link, open_menu, primary, second, strong
from ui.kit.runs import Run, RunLabel, plain
from ui.kit.status import Tag, TagLabel
from ui.kit.text import column, label, row, rule
from ui.kit.wrap import WrapLabel


class Facts(QWidget):
    """What is known of the person at the counter. ``opened`` the case to tell of, ``asked`` who it is, ``switched`` for another item."""

    opened = pyqtSignal(object)
    asked = pyqtSignal()
    switched = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._since: datetime | None = None
        self._tells = False
        self._ref: Ref | None = None
        self.name, self.took = WrapLabel(), RunLabel()
        self.errand, self.bring = RunLabel(rank=2), RunLabel(rank=2)
        self.switch = link(t("换办一项"), self.switched.emit, role="caption")
        self.who = link(t("登记是谁"), self.asked.emit, icon="account-search-outline")
        self.who.setToolTip("Ctrl+Enter")
        self.tell, self.tag, self.case = label(t("顺便告诉"), tone="secondary"), TagLabel(Tag("near")), RunLabel(rank=2)
        self.left = RunLabel()  # a deadline is never elided
        self.open = link(t("打开"), lambda: self.opened.emit(self._ref), role="caption")
        top = row(self.name, self.who, None, self.took)
        top.setAlignment(self.took, Qt.AlignmentFlag.AlignBottom)
        low = row(self.tell, self.tag, self.case, self.left, self.open, None)
        lay = column(top, row(self.errand, self.switch, None), self.bring, rule(), low, None, gap=theme.SPACE.gap)
        self.setLayout(lay)

    def show_present(self, board: QueueBoard, now: datetime) -> None:
        """Show another person."""
        present = board.present
        assert present is not None
        self._since = present.since
        brief = present.brief
        facts = (Run(f" {about(brief.gender, brief.age)}", False, "fg_secondary"),) if brief else ()
        self.name.set_runs((Run(brief.name if brief else t("未实名"), True, "fg_text", "queue_name"), *facts))
        self.who.setVisible(brief is None)
        self.errand.set_runs((Run(f"{t('今天要办')} ", False, "fg_secondary"), Run(present.errand.name, True, "fg_text", "sub")))
        shorter = plain(model.errand_short(board), "fg_secondary")
        self.bring.set_runs(plain(model.errand_words(board), "fg_secondary"), shorter=shorter)
        self._tell(present)
        self.show_time(now)

    def _tell(self, present: Present) -> None:
        """What to tell them before they go: the case that is nearest to its end."""
        brief = present.brief
        chip = brief.case if brief is not None else None
        case = open_case(chip) if chip is not None else None
        self._ref = case.ref if case is not None else None
        known = brief.cases if brief is not None else ()
        others = known[1:]
        self.tell.setToolTip("\n".join(f"{one.item_name}　{chip_left(one)}" for one in known))
        for part in (self.tag, self.left, self.open):
            part.setVisible(case is not None)
        self._tells = brief is not None
        self._fit()
        if case is not None:
            self.tag.set_tag(case.tag)
            more = t("　另有 {n} 件在办").format(n=len(others)) if others else ""
            self.case.set_runs((Run(case.title), Run(more, False, "fg_secondary")))
            self.left.set_runs((Run(case.deadline, case.tone != "fg_text", case.tone),))
            self.case.setToolTip(case.tip)
        else:
            self.case.set_runs(plain(t("没有在办的事。") if brief is not None else t("不实名也能办：咨询、查岗位。"), "fg_secondary"))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In the largest text what the line is for leaves, so that the name of the case is whole."""
        self.tell.setVisible(self._tells and theme.current().text != theme.TEXT_SIZES[-1])

    def show_time(self, now: datetime) -> None:
        """How long the service has taken."""
        took = elapsed(self._since, now)
        self.took.set_runs((Run(f"{t('已服务')} ", False, "fg_secondary"), Run(took, True, "fg_text", "queue_name")) if took else ())


class Idle(QWidget):
    """Nobody at the counter: who could be called, or why the counter rests."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.more = RunLabel(rank=1), label("", tone="secondary", wrap=True)
        self.setLayout(column(None, self.title, self.more, None, gap=theme.SPACE.gap))

    def show_board(self, board: QueueBoard) -> None:
        """Say what the counter does now."""
        first = next((waiting for waiting in board.waiting if waiting.served_here), None)
        if board.state == counters.PAUSED:
            title, more = t("窗口暂停：{reason}").format(reason=board.reason), t("回来后按 F8 继续服务，等候的人都还在。")
        elif first is not None:
            name = first.person or t("未实名")
            title = t("下一位 {ticket} {name}").format(ticket=first.ticket, name=name)
            more = t("已等 {n} 分，{why}。按 F2 呼叫。").format(n=first.minutes, why=first.why)
        else:
            title, more = t("窗口空着"), t("没有人在等。来人时按 Ctrl+N 取号，或者让他在取号机上取。")
        self.title.set_runs((Run(title, True, "fg_text", "queue_name"),))
        self.more.setText(more)


class HugeTicket(QWidget, theme.Themed):
    """The number, 128 px, readable at two metres and more; drawn as an outline so that it can be really bold in a regular face."""

    def __init__(self) -> None:
        super().__init__()
        self._ticket = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def show_ticket(self, ticket: str) -> None:
        """Show another number, or none."""
        self._ticket = ticket
        self.setAccessibleName(ticket or t("没有人在办"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.text_width(self._ticket or _WIDEST, _HUGE) + theme.SPACE.group, round(theme.sizes().queue_ticket * _SHARE))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter, size = QPainter(self), theme.sizes().queue_ticket
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addText(QPointF(theme.SPACE.half, self.height() - size * _BELOW), theme.font(_HUGE), self._ticket)
        tone = theme.colour("accent")
        painter.setBrush(tone)
        pen = QPen(tone, size * _STROKE)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawPath(path)
        painter.end()


_HUGE, _WIDEST = "queue_ticket", "A000"
_SHARE, _BELOW, _STROKE = 0.9, 0.08, 0.035  # of the size: height of the line, room below the base line, weight of the outline


class PresentCard(QFrame):
    """The card. ``acted(code)`` for the counter's buttons; a form may stand in place of the facts."""

    acted = pyqtSignal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.head, self.count = label("", tone="secondary"), RunLabel(rank=2, right=True)
        self.ticket = HugeTicket()
        self.facts, self.idle = Facts(), Idle()
        self.places = QStackedWidget()
        self.places.setProperty("ground", "surface")
        for part in (self.facts, self.idle):
            self.places.addWidget(part)
        self._form: QWidget | None = None
        self._make_buttons()
        pad = theme.SPACE.group
        self._left = QWidget()
        self._left.setLayout(column(row(self.head, None, self.count), None, self.ticket, None, gap=0))
        top = row(self._left, self.places, gap=theme.SPACE.form)
        top.setStretch(1, 1)
        self.setLayout(column(top, self._buttons, gap=theme.SPACE.gap, margins=(pad, theme.SPACE.inner, pad, theme.SPACE.inner)))

    def _make_buttons(self) -> None:
        def act(make: object, code: str, words: str, icon: str, *, keyed: bool = True) -> Button:
            key = key_of(code)
            made = make(words, lambda: self.acted.emit(code), icon=icon, key=key if keyed else "", big=True)  # type: ignore[operator]
            made.setToolTip(key)
            return made  # type: ignore[no-any-return]

        self.finish = act(primary, "queue.finish", t("办结并评价"), "check-circle-outline")
        self.recall = act(second, "queue.recall", t("重呼"), "replay")
        self.miss = act(second, "queue.miss", t("过号"), "skip-next-outline")
        self.transfer = act(second, "queue.transfer", t("转号"), "swap-horizontal")
        self.hold = act(second, "queue.hold", t("暂存"), "pause", keyed=False)
        self.inquire = act(second, "new", t("首问登记"), "clipboard-text-outline", keyed=False)
        self.more = second(t("更多"), self._show_more, icon="dots-horizontal", big=True)
        self.call = act(strong, "queue.call", t("呼叫下一位"), "bullhorn-outline")
        self._serving = (self.finish, self.recall, self.miss, self.transfer, self.hold, self.inquire)
        self._lesser = (self.inquire, self.hold, self.transfer, self.miss)
        self._buttons = row(*self._serving, self.more, None, self.call)

    def show_board(self, board: QueueBoard, now: datetime) -> None:
        """Show the counter: somebody, nobody, or at rest."""
        present = board.present
        for part in self._serving:
            part.setVisible(present is not None)
        self.call.set_kind(Kind.STRONG if present is not None or self._form is not None else Kind.PRIMARY)
        self.call.setVisible(board.state != counters.PAUSED)
        self.ticket.show_ticket(present.ticket if present else "")
        self.head.setText(t("正在服务") if present else t("现在"))
        self.count.set_runs(plain(_calls(present), "fg_secondary") if present else ())
        if present is not None:
            self.facts.show_present(board, now)
        else:
            self.idle.show_board(board)
        if self._form is None:
            self._turn(self.facts if present is not None else self.idle)
        self._fit()

    def show_form(self, form: QWidget) -> None:
        """Put a form in the place of the facts; what was typed into the one before stays in it."""
        if self.places.indexOf(form) < 0:
            self.places.addWidget(form)
        self._form = form
        self._fit()
        self._turn(form)
        self.finish.set_kind(Kind.SECOND)  # one filled button a page: the form's own
        self.call.set_kind(Kind.STRONG)

    def close_form(self, *, serving: bool) -> None:
        """Show the facts again."""
        self._form = None
        self._fit()
        self.finish.set_kind(Kind.PRIMARY)
        self.call.set_kind(Kind.STRONG if serving else Kind.PRIMARY)
        self._turn(self.facts if serving else self.idle)

    def _turn(self, page: QWidget) -> None:
        """Only the page that is shown has a say in how high the card is."""
        for place in range(self.places.count()):
            other = self.places.widget(place)
            assert other is not None
            policy = QSizePolicy.Policy.Preferred if other is page else QSizePolicy.Policy.Ignored
            other.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.places.setCurrentWidget(page)

    @property
    def form(self) -> QWidget | None:
        """The form shown now."""
        return self._form

    def show_time(self, now: datetime) -> None:
        """The time of the service runs."""
        self.facts.show_time(now)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The left column is as wide as the number; what finds no room among the buttons lies under 更多, with its key.

        In the largest text a form takes the place of the number, which stands in the panel as well.
        """
        self._left.setVisible(self._form is None or theme.current().text != theme.TEXT_SIZES[-1])
        self._left.setFixedWidth(max(theme.text_width(_WIDEST, _HUGE) + theme.SPACE.group, self.ticket.sizeHint().width()))
        for made in self._lesser:
            made.setVisible(not self.finish.isHidden())
        self.more.hide()
        for made in self._lesser:
            if self._needed() > self.width() - 2 * theme.SPACE.group:
                made.hide()
                self.more.setVisible(not self.finish.isHidden())

    def _needed(self) -> int:
        return sum(made.sizeHint().width() + theme.SPACE.gap for made in (*self._serving, self.more, self.call) if not made.isHidden())

    def minimumSizeHint(self) -> QSize:
        """The buttons that would be too wide leave, so they do not hold the window open."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme.SPACE.card), hint.height())

    def under_more(self) -> list[Button]:
        """The acts that have no button of their own now, in the order of the line."""
        return [made for made in self._serving if made.isHidden()]

    def _show_more(self) -> None:
        menu = QMenu(self)
        for made in self.under_more():
            menu.addAction(f"{made.text()}\t{made.toolTip()}", made.click)
        open_menu(menu, self.more)


def _calls(present: Present) -> str:
    """已叫 1 次・等候 11 分."""
    return t("已叫 {n} 次・等候 {m} 分").format(n=max(present.calls, 1), m=present.waited_minutes)
