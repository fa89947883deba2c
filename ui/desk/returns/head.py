"""The first lines of the page: which return and period, its state, when it is due, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import Qt, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices, QGuiApplication, QResizeEvent
from PyQt6.QtWidgets import QFrame, QMenu, QTabBar, QWidget

from app.domain.periods import Period, PeriodKind
from app.services.return_list import FormLine
from app.services.returns import ReturnView
from app.texts import t
from app.texts.phrases import returns_page as say
from ui import theme
from ui.desk.keys import key_of
from ui.desk.returns import model
from ui.kit.buttons import Button, Kind, chip, link, primary, second
from ui.kit.runs import RunLabel
from ui.kit.status import Tag, TagLabel
from ui.kit.text import ElidedLabel, IconLabel, column, label, row

BACK = 8  # periods that the list offers
KINDS = {PeriodKind.QUARTER: t("按季"), PeriodKind.MONTH: t("按月"), PeriodKind.YEAR: t("按年")}


class Head(QWidget, theme.Themed):
    """Title, period, state, due date, acts. ``period_asked(code)``, ``exported``, ``frozen``, ``corrected``."""

    period_asked = pyqtSignal(str)
    exported = pyqtSignal()
    frozen = pyqtSignal()
    corrected = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.view: ReturnView | None = None
        self.today: Period | None = None
        self.title = ElidedLabel(t("报表"), "title", bold=True, rank=1)
        self.sheet = ElidedLabel("", tone="secondary", rank=2)
        self.before = self._step("chevron-left", t("上一期"), -1)
        self.choose = link("", self._menu, icon="chevron-down", tone="fg_text", role="sub")
        self.after = self._step("chevron-right", t("下一期"), 1)
        self.choose.setToolTip(t("选报表期"))
        self.choose.setAccessibleName(t("选报表期"))
        self.state, self.due, self.left = RunLabel(), RunLabel(), TagLabel(Tag("overdue"))
        self.time = RunLabel()
        self.export = second(t("导出"), self.exported.emit, icon="file-excel-outline")
        self.freeze = primary(t("封存"), self.frozen.emit, icon="lock-check-outline", key=key_of("primary"))
        self.correct = second(t("更正"), self.corrected.emit, icon="pencil-outline")
        steps = row(self.before, self.choose, self.after, gap=0)
        acts = (self.correct, self.export, self.freeze)
        lay = row(self.title, steps, self.sheet, self.state, self.due, self.left, self.time, None, *acts, gap=theme.SPACE.inner)
        self.setLayout(lay)
        self._hide_acts()
        self.follow_theme()

    def restyle(self) -> None:
        super().restyle()
        self._fit()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the page is narrow give up, in this order: the form's number, the key on the button, the form's name, the list of periods.

        The deadline and the acts never go; the tabs and chips below say the form, Ctrl+Enter stands in the tool tip.
        """
        if self.view is None:
            return
        whole = model.title_of(self.view)
        for step in range(5):
            self.sheet.setVisible(step < 1)
            self.freeze.key = key_of("primary") if step < 2 else ""
            self.title.setText(whole if step < 3 else self.view.period.title)
            self.choose.setVisible(step < 4)
            if self._needed() <= self.width():
                break
        self.freeze.updateGeometry()

    def _needed(self) -> int:
        parts = (self.title, self.sheet, self.state, self.due, self.left, self.time, self.export, self.correct, self.freeze)
        shown = [part.sizeHint().width() for part in parts if not part.isHidden()]
        steps = sum(part.sizeHint().width() for part in (self.before, self.choose, self.after) if not part.isHidden())
        return sum(shown) + steps + theme.SPACE.inner * (len(shown) + 1)

    def _hide_acts(self) -> None:
        for part in (self.state, self.due, self.left, self.time, self.export, self.freeze, self.correct):
            part.hide()

    def _step(self, icon: str, name: str, step: int) -> Button:
        made = link("", partial(self._go, step), icon=icon, tone="fg_text", role="sub")
        made.setToolTip(name)
        made.setAccessibleName(name)
        return made

    def show_view(self, view: ReturnView, *, correcting: bool, head: bool, latest: Period) -> None:
        """Another return. ``latest`` is the period that runs now: none after it can be looked at."""
        self.view, self.today = view, latest
        self.sheet.setText(view.definition.sheet)
        self.state.set_runs(model.state_tag(view, correcting=correcting))
        self.due.set_runs(model.due_runs(view))
        self._show_time(view)
        self._show_acts(view, head=head)
        self.after.setEnabled(view.period.first_day < latest.first_day)
        for part in (self.state, self.due, self.export):
            part.show()
        self._fit()

    def _show_time(self, view: ReturnView) -> None:
        left = model.due_tag(view)
        self.left.setVisible(isinstance(left, Tag))
        self.time.setVisible(isinstance(left, tuple))
        if isinstance(left, Tag):
            self.left.set_tag(left)
        elif left is not None:
            self.time.set_runs(left)

    def _show_acts(self, view: ReturnView, *, head: bool) -> None:
        """Freezing is the page's one filled button for who may do it; for the others the export is."""
        frozen = view.state == "frozen"
        self.freeze.setVisible(not frozen)
        self.correct.setVisible(frozen and not view.newest)
        self.freeze.set_kind(Kind.PRIMARY if head else Kind.SECOND)
        self.export.set_kind(Kind.SECOND if head and not frozen else Kind.PRIMARY)

    def step(self, step: int) -> str:
        """The code of the period ``step`` periods on; empty where there is none to look at."""
        if self.view is None or self.today is None:
            return ""
        found = self.view.period.following() if step > 0 else self.view.period.previous()
        return "" if found.first_day > self.today.last_day else found.code

    def _go(self, step: int) -> None:
        code = self.step(step)
        if code:
            self.period_asked.emit(code)

    def periods(self) -> Sequence[tuple[str, Period]]:
        """What the list offers: the running period and those before it, by kind."""
        if self.view is None or self.today is None:
            return ()
        made: list[tuple[str, Period]] = []
        for kind, title in KINDS.items():
            if kind in self.view.definition.periods:
                made += [(title, period) for period in _back(kind, self.today)]
        return made

    def _menu(self) -> None:
        menu = self.period_menu()
        menu.exec(self.choose.mapToGlobal(self.choose.rect().bottomLeft()))

    def period_menu(self) -> QMenu:
        """The periods of each kind the form is made for, newest first."""
        menu, below = QMenu(self), ""
        for title, period in self.periods():
            if title != below:
                menu.addSection(title)
                below = title
            menu.addAction(period.title, partial(self.period_asked.emit, period.code))
        return menu


def _back(kind: PeriodKind, today: Period) -> list[Period]:
    from app.domain.periods import period_of

    period = period_of(kind, today.last_day, today.rule)
    made = [period]
    while len(made) < (BACK if kind is not PeriodKind.YEAR else BACK // 2):
        made.append(made[-1].previous())
    return made


class Tabs(QWidget):
    """The tabs at the left, the choice of form and the form's remark at the right. ``turned(index)``, ``form_asked(code)``."""

    turned = pyqtSignal(int)
    form_asked = pyqtSignal(str)

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.bar = QTabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setAccessibleName(t("页签"))
        for title in titles:
            self.bar.addTab(title)
        self.bar.currentChanged.connect(self.turned.emit)
        self.forms: dict[str, Button] = {}
        self.chips = row()
        self.icon = IconLabel("information-outline", "fg_secondary", role="caption")
        self.remark = ElidedLabel("", "caption", "secondary", rank=1)
        right = row(self.icon, self.remark, gap=theme.SPACE.half)
        self.icon.hide()
        lay = row(self.bar, None, self.chips, right, gap=theme.SPACE.group)
        lay.setAlignment(self.bar, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(lay)

    def show_forms(self, lines: Sequence[FormLine]) -> None:
        """A chip for every form."""
        for line in lines:
            if line.code not in self.forms:
                made = chip(say.SHORT.get(line.code, line.sheet), partial(self.form_asked.emit, line.code))
                made.setToolTip(f"{line.sheet}　{line.title}")
                self.forms[line.code] = made
                self.chips.addWidget(made)

    def show_view(self, view: ReturnView) -> None:
        """Mark the form, show its remark."""
        for code, made in self.forms.items():
            made.setChecked(code == view.definition.code)
        self.remark.setText(view.definition.remark)
        self.icon.setVisible(bool(view.definition.remark))

    def next(self) -> None:
        """To the next tab that is there, around."""
        count = self.bar.count()
        order = [(self.bar.currentIndex() + step) % count for step in range(1, count)]
        found = next((place for place in order if self.bar.isTabVisible(place)), None)
        if found is not None:
            self.bar.setCurrentIndex(found)


class Told(QFrame):
    """What was done, in the page, until it is put away: the file that was written with its digest, the version that was frozen."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "note")
        self.title, self.more = ElidedLabel("", bold=True, rank=1), label("", "caption", "secondary", wrap=True)
        self.more.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = link(t("复制校验值"), self._copy)
        self.folder = link(t("打开所在文件夹"), self._open)
        close = link("", self.hide, icon="close", tone="fg_secondary")
        close.setAccessibleName(t("收起"))
        self._digest, self._path = "", ""
        pad = theme.SPACE.inner
        words = column(self.title, self.more, gap=0)
        lay = row(
            IconLabel("check-circle", "ok"), words, self.copy, self.folder, close, margins=(pad, theme.SPACE.half, pad, theme.SPACE.half)
        )
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self.hide()

    def tell(self, title: str, more: str, digest: str = "", folder: str = "") -> None:
        """Show what was done; ``digest`` can be copied, ``folder`` opened."""
        self._digest, self._path = digest, folder
        self.title.setText(title)
        self.more.setText(more)
        self.copy.setVisible(bool(digest))
        self.folder.setVisible(bool(folder))
        self.setAccessibleName(f"{title} {more}")
        self.show()

    def _copy(self) -> None:
        board = QGuiApplication.clipboard()
        if board is not None:
            board.setText(self._digest)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._path))
