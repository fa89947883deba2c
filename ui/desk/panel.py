"""The person being served now: 272 px with all that the next record needs, or a rail of 56 px; it never disappears.

Where the height is short the draft card gives way first, then the open-case card; ticket, status word and deadline never do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PyQt6.QtCore import QRect, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QAbstractButton, QFrame, QGridLayout, QLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from app.texts import t
from ui import theme
from ui.desk.keys import key_of
from ui.desk.places import Ref
from ui.kit.buttons import Button, Kind, link, second, strong
from ui.kit.icons import paint_icon
from ui.kit.runs import Run, RunLabel, plain
from ui.kit.status import TagLabel
from ui.kit.text import ElidedLabel, IconLabel, column, holder, label, row, rule
from ui.kit.wrap import WrapLabel

if TYPE_CHECKING:
    from ui.desk.ports import CurrentPerson


@dataclass(frozen=True, slots=True)
class PanelAct:
    """A button of the panel: in the full panel and, shorter, on the rail."""

    code: str
    icon: str
    word: str
    short: str
    place: str = ""
    on_panel: bool = True


ACTS: tuple[PanelAct, ...] = (
    PanelAct("new_case", "plus", t("新办件"), t("新办"), "cases"),
    PanelAct("notice", "clipboard-text-outline", t("告知"), t("告知"), "cases"),
    PanelAct("refer", "briefcase-outline", t("推荐岗位"), t("荐岗"), "jobs"),
    PanelAct("visit", "walk", t("走访"), t("走访"), "visits"),
    PanelAct("print", "printer-outline", t("打印"), t("打印"), "prints", on_panel=False),
)
FINISH = "queue.finish"


def elapsed(since: datetime | None, now: datetime, *, narrow: bool = False) -> str:
    """Minutes and seconds since the service began, hours too when it is long; ``narrow`` tells an hour in minutes alone."""
    if since is None:
        return ""
    seconds = max(int((now - since).total_seconds()), 0)
    hours, rest = divmod(seconds, 3600)
    if hours and narrow:
        return t("{n} 分").format(n=seconds // 60)
    clock = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{clock}" if hours else clock


class Dots(QWidget, theme.Themed):
    """The five points as dots; the count stands beside them, so the dots are never alone."""

    def __init__(self) -> None:
        super().__init__()
        self.points: Sequence[bool] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def set_points(self, points: Sequence[bool]) -> None:
        """Which of the points are clear."""
        self.points = points
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize((theme.SPACE.dot + theme.SPACE.half) * len(self.points), theme.line_height())

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dot, ring, letters = theme.SPACE.dot, theme.SPACE.ring, theme.metrics()
        middle = (self.height() - letters.height()) // 2 + letters.ascent() - letters.capHeight() // 2  # of the count beside them
        for place, clear in enumerate(self.points):
            box = QRect(place * (dot + theme.SPACE.half), middle - dot // 2, dot, dot)
            painter.setPen(Qt.PenStyle.NoPen if clear else QPen(theme.colour("fg_secondary"), ring))
            painter.setBrush(theme.colour("ok") if clear else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box if clear else box.adjusted(1, 1, -1, -1))
        painter.end()


class Mark(QWidget, theme.Themed):
    """A group the person belongs to, as a small framed word."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word
        self.setAccessibleName(word)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.follow_theme()

    def sizeHint(self) -> QSize:
        return QSize(theme.text_width(self.word, "caption") + theme.SPACE.group, theme.line_height("caption") + theme.SPACE.gap - 1)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line_control"), theme.current().border))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), theme.SPACE.radius_tag, theme.SPACE.radius_tag)
        painter.setPen(theme.colour("fg_text"))
        painter.setFont(theme.font("caption"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.word)
        painter.end()


class LinkCard(QFrame):
    """A card that opens a record: by mouse, or by Enter when it has the focus."""

    clicked = pyqtSignal()

    def __init__(self, layout: QLayout, name: str) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.setLayout(layout)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: object) -> None:
        key = getattr(event, "key", lambda: None)()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]


class _RailButton(QAbstractButton, theme.Themed):
    """Icon over a two-character word."""

    def __init__(self, icon: str, word: str, tone: str = "fg_text") -> None:
        super().__init__()
        self._icon, self._tone = icon, tone
        self.setText(word)
        self.setToolTip(word)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.follow_theme()

    def sizeHint(self) -> QSize:
        return QSize(theme.SPACE.rail, theme.sizes().icon + theme.line_height("caption") + theme.SPACE.inner)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter, size = QPainter(self), theme.sizes()
        if self.underMouse():
            painter.fillRect(self.rect(), theme.colour("bg_hover"))
        half = theme.SPACE.half
        paint_icon(painter, QRect(0, half, self.width(), size.icon), self._icon, self._tone)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour(self._tone))
        painter.drawText(
            QRect(0, half + size.icon, self.width(), theme.line_height("caption")), int(Qt.AlignmentFlag.AlignCenter), self.text()
        )
        painter.end()


class PersonPanel(QFrame, theme.Themed):
    """The panel. ``acted(code)`` for its buttons, ``opened(place, ref)`` for its cards and links, ``folded_changed``, ``reveal_asked``."""

    acted = pyqtSignal(str)
    opened = pyqtSignal(str, object)
    reveal_asked = pyqtSignal(object)
    folded_changed = pyqtSignal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self.setProperty("edge", "left")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.person: CurrentPerson | None = None
        self.folded = False
        self._panel_acts: tuple[str, ...] = ()
        self._time = RunLabel()
        self._rail_time = label("", "caption", "secondary")
        self._full, self._rail = QWidget(), QWidget()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._full)
        self._stack.addWidget(self._rail)
        self._hide_id = QTimer(self)
        self._hide_id.setSingleShot(True)
        self._hide_id.setInterval(theme.TIMING.reveal)
        self._hide_id.timeout.connect(self.conceal)
        self._shown_id = ""
        self._cards: list[LinkCard] = []
        self._rebuild()
        self.follow_theme()

    def restyle(self) -> None:
        self.setFixedWidth(theme.SPACE.rail if self.folded else theme.sizes().panel)
        self.setMinimumHeight(theme.SPACE.min_height // 2)  # lower than its content: the cards give way before the window does
        super().restyle()

    def fold(self, folded: bool) -> None:
        """To the rail, or back."""
        self.folded = folded
        self._stack.setCurrentIndex(1 if folded else 0)
        self.restyle()
        self.folded_changed.emit(folded)

    def show_acts(self, codes: tuple[str, ...]) -> None:
        """Which acts exist here; a button for what is not built does not exist."""
        if codes != self._panel_acts:
            self._panel_acts = codes
            self._rebuild()

    def show_person(self, person: CurrentPerson | None, now: datetime) -> None:
        """Show who is being served, or that nobody is."""
        if person != self.person:
            self.person = person
            self.conceal()
            self._rebuild()
        self.show_time(now)

    def show_time(self, now: datetime) -> None:
        """How long the service has taken."""
        took = elapsed(self.person.since, now) if self.person is not None else ""
        self._time.set_runs((Run(f"{t('已服务')} ", False, "fg_secondary"), Run(took, True)) if took else ())
        self._rail_time.setText(elapsed(self.person.since, now, narrow=True) if self.person is not None else "")

    def reveal(self, number: str) -> None:
        """Show the whole number for 30 seconds; it goes again on lock and with the person."""
        self._shown_id = number
        self._id.set_runs(plain(number))
        self._hide_id.start()

    def conceal(self) -> None:
        """Mask the number again, and take it from the clipboard if it was copied there."""
        board = QGuiApplication.clipboard()
        if self._shown_id and board is not None and board.text() == self._shown_id:
            board.clear()
        self._shown_id = ""
        self._hide_id.stop()
        if self.person is not None and self._id is not None:
            self._id.set_runs(plain(self.person.masked_id, "fg_secondary"))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._give_way()

    def _rebuild(self) -> None:
        self._cards = []
        self._id = RunLabel()
        self._time, self._rail_time = RunLabel(), label("", "caption", "secondary")
        for place, made in enumerate((self._make_full(), self._make_rail())):
            old = self._stack.widget(place)
            assert old is not None
            self._stack.removeWidget(old)
            old.deleteLater()
            self._stack.insertWidget(place, made)
        self._stack.setCurrentIndex(1 if self.folded else 0)
        self._give_way()

    def _make_full(self) -> QWidget:
        group = theme.SPACE.group
        self._layout = column(gap=theme.SPACE.half, margins=(group, theme.SPACE.inner, group, theme.SPACE.inner))
        fold = link("", lambda: self.fold(True), icon="chevron-right", tone="fg_secondary", role="sub")
        fold.setToolTip("Ctrl+0")
        fold.setAccessibleName(t("收起"))
        self._layout.addLayout(row(label(t("当前服务对象"), tone="secondary"), None, fold))
        if self.person is None:
            self._nobody()
        else:
            self._somebody(self.person)
        return holder(self._layout)

    def _nobody(self) -> None:
        calls = FINISH in self._panel_acts
        filled = t("叫到号以后，这里是当前的人；新办件、告知、走访都从这里取姓名，不用再录一遍。")
        self._layout.addWidget(label(t("现在没有人在办"), "sub", bold=True))
        self._layout.addWidget(label(filled if calls else t("这个账号不在窗口叫号。"), tone="secondary", wrap=True))
        self._layout.addSpacing(theme.SPACE.gap)
        if calls:
            call = strong(t("呼叫下一位"), lambda: self.acted.emit("queue.call"), icon="bullhorn-outline", key=key_of("queue.call"))
            self._layout.addWidget(call)
        self._layout.addStretch(1)

    def _somebody(self, person: CurrentPerson) -> None:
        lay = self._layout
        ticket = RunLabel((Run(person.ticket, True, "accent", "panel_ticket"),))
        top = row(ticket, None, self._time)
        top.setAlignment(self._time, Qt.AlignmentFlag.AlignBottom)
        lay.addLayout(top)
        facts = (Run(f"  {person.facts}", False, "fg_secondary"),) if person.facts else ()
        lay.addWidget(WrapLabel((Run(person.name or t("未实名"), True, "fg_text", "title"), *facts)))
        if person.masked_id:
            self._id.set_runs(plain(person.masked_id, "fg_secondary"))
            lay.addLayout(row(self._id, None, *self._reveal_button(person)))
        if person.marks:
            lay.addLayout(row(*(Mark(word) for word in person.marks), None))
        lay.addSpacing(theme.SPACE.half)
        lay.addWidget(rule())
        lay.addSpacing(theme.SPACE.half)
        if person.person_id is not None:
            self._facts(lay, person)
        self._add_cards(lay, person)
        lay.addStretch(1)
        self._buttons(lay, person)

    def _reveal_button(self, person: CurrentPerson) -> tuple[QWidget, ...]:
        if not person.can_reveal:
            return ()
        made = link(t("查看"), lambda: self.reveal_asked.emit(person.person_id), icon="eye-outline", role="caption")
        made.setToolTip(t("看完整证件号，会留痕，30 秒后自动隐藏"))
        return (made,)

    def _facts(self, lay: QVBoxLayout, person: CurrentPerson) -> None:
        if person.points:
            dots = Dots()
            dots.set_points(person.points)
            count = f"{sum(person.points)}/{len(person.points)}"
            lay.addLayout(row(label(t("五清"), tone="secondary"), None, dots, label(count, bold=True), gap=theme.SPACE.half))
            if person.missing:
                words = t("补填：{point}").format(point=person.missing)
                fill = link(
                    words,
                    lambda: self.opened.emit("people", Ref("points", person.person_id)),
                    icon="pencil-outline",
                    role="caption",
                    flush=True,
                )
                lay.addLayout(row(fill, None))
        doing = (Run(str(person.open_cases), True), Run(f" {t('件・逾期')} "), Run(str(person.overdue), True))
        lay.addLayout(row(label(t("在办"), tone="secondary"), None, RunLabel(doing)))
        if person.last_visit:
            lay.addLayout(row(label(t("上次走访"), tone="secondary"), None, label(person.last_visit)))

    def _add_cards(self, lay: QVBoxLayout, person: CurrentPerson) -> None:
        pad = theme.SPACE.gap
        lay.addSpacing(theme.SPACE.half)
        if person.case is not None:
            case = person.case
            top = row(TagLabel(case.tag), None, RunLabel((Run(case.deadline, True, case.tone),)))
            title = RunLabel(plain(case.title), rank=2)
            made = self._card(column(top, title, gap=theme.SPACE.ring, margins=(pad,) * 4), f"{case.tag.word} {case.deadline} {case.title}")
            made.clicked.connect(lambda: self.opened.emit("cases", case.ref))
            made.setToolTip(case.tip)
            lay.addWidget(made)
        if person.draft is not None:
            draft = person.draft
            head = row(
                IconLabel("pencil-outline", "fg_secondary", role="body"),
                label(t("草稿"), tone="secondary"),
                None,
                label(draft.when, tone="secondary"),
            )
            made = self._card(
                column(head, RunLabel(plain(draft.title), rank=2), gap=theme.SPACE.ring, margins=(pad,) * 4), f"{t('草稿')} {draft.title}"
            )
            made.clicked.connect(lambda: self.opened.emit(draft.place, draft.ref))
            lay.addWidget(made)

    def _card(self, layout: QLayout, name: str) -> LinkCard:
        made = LinkCard(layout, name)
        self._cards.append(made)
        return made

    def _buttons(self, lay: QVBoxLayout, person: CurrentPerson) -> None:
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE.gap)
        shown = [act for act in ACTS if act.on_panel and act.code in self._panel_acts]
        for place, act in enumerate(shown):
            grid.addWidget(second(act.word, lambda code=act.code: self.acted.emit(code), icon=act.icon), place // 2, place % 2)
        lay.addLayout(grid)
        if FINISH in self._panel_acts:
            lay.addSpacing(theme.SPACE.half)
            self.finish: Button = Button(t("办结并评价"), Kind.STRONG, icon="check-circle-outline", key=key_of(FINISH))
            self.finish.clicked.connect(lambda _on=False: self.acted.emit(FINISH))
            lay.addWidget(self.finish)
        if person.saved:
            lay.addSpacing(theme.SPACE.half)
            lay.addWidget(RunLabel((Run(person.saved, False, "fg_secondary", "caption", "content-save-outline"),), rank=1))

    def _make_rail(self) -> QWidget:
        lay = column(gap=theme.SPACE.half, margins=(0, theme.SPACE.inner, 0, theme.SPACE.inner))
        unfold = link("", lambda: self.fold(False), icon="chevron-left", tone="fg_secondary", role="sub")
        unfold.setToolTip("Ctrl+0")
        unfold.setAccessibleName(t("展开"))
        lay.addLayout(row(None, unfold, None))
        if self.person is not None:
            self._rail_person(lay, self.person)
            acts = [act for act in ACTS if act.code in self._panel_acts]
            for act in acts:
                lay.addWidget(self._rail_button(act.code, act.icon, act.short))
            if FINISH in self._panel_acts:
                lay.addWidget(self._rail_button(FINISH, "check-circle-outline", t("办结"), "accent"))
        else:
            lay.addWidget(self._rail_button("queue.call", "bullhorn-outline", t("叫号"), "accent"))
        lay.addStretch(1)
        return holder(lay)

    def _rail_person(self, lay: QVBoxLayout, person: CurrentPerson) -> None:
        name = ElidedLabel(person.name or t("未实名"), "caption", "secondary", rank=2)
        for part in (label(person.ticket, "sub", "accent", bold=True), name, self._rail_time):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            lay.addWidget(part)
        lay.addWidget(rule())

    def _rail_button(self, code: str, icon: str, word: str, tone: str = "fg_text") -> _RailButton:
        made = _RailButton(icon, word, tone)
        made.clicked.connect(lambda _on=False: self.acted.emit(code))
        return made

    def _give_way(self) -> None:
        """Hide the draft card, then the case card, while the panel is higher than its room."""
        for made in self._cards:
            made.show()
        full = self._stack.widget(0)
        layout = full.layout() if full is not None else None
        if layout is None or not self._cards:
            return
        for made in reversed(self._cards):
            layout.invalidate()
            if layout.minimumSize().height() <= self.height():
                return
            made.hide()
