"""The first run: seven steps, each answer saved at once, rules explained by a worked date; what is wrong stands beside its field.

The wizard asks and shows; whether an answer holds is said by its port (the program's services), which also keeps what was filled in,
so that one can stop at any time and go on there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from PyQt6.QtCore import QRect, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent, QShortcut
from PyQt6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from app.texts import t
from ui import theme
from ui.desk.wizard_example import Example, ExampleCard
from ui.desk.wizard_steps import CODES, STEPS, Ask, WizardStep
from ui.jobs import Jobs
from ui.kit.buttons import Button, Kind, link, primary, second
from ui.kit.fields import Choice, Field, PasswordEdit, UnitEdit, combo, line, require
from ui.kit.focus import FocusRing
from ui.kit.icons import paint_icon
from ui.kit.runs import Run, RunLabel, paint_runs
from ui.kit.states import FailureStrip
from ui.kit.text import card, column, holder, label, row
from ui.messages import Failure, show

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not hold: the field's code and the sentence beside it."""

    field: str
    sentence: str


class FirstRunPort(Protocol):
    """Who keeps and checks the answers."""

    def load(self) -> Mapping[str, Values]:
        """What was filled in earlier, by step."""
        ...

    def keep(self, step: str, values: Values) -> Sequence[Problem]:
        """Keep the answers of a step and say what does not hold."""
        ...

    def reached(self) -> Sequence[str]:
        """The steps that are done already: an earlier run was stopped behind them."""
        ...

    def optional(self, step: str) -> frozenset[str]:
        """Fields that need not be filled in here, because of what was answered before."""
        ...

    def finish_step(self, step: str, values: Values) -> None:
        """Make the step real; ``UserError`` with ``field=`` refuses."""
        ...

    def example(self, step: str, values: Values) -> Example | None:
        """The worked example of a step."""
        ...

    def print_example(self, step: str) -> None:
        """Print what the step shows at the right: the recovery sheet."""
        ...

    def finish(self) -> None:
        """All seven steps are done: open the station."""
        ...


def make_editor(ask: Ask) -> QWidget:
    """The editor of a question."""
    if ask.kind == "number":
        return UnitEdit(ask.default, unit=ask.unit)
    if ask.kind == "password":
        return PasswordEdit()
    if ask.kind == "list":
        return combo([(option.code, option.words) for option in ask.options])
    if ask.kind in ("choice", "across"):
        return Choice(ask.options, across=ask.kind == "across")
    if ask.kind == "lines":
        made = QPlainTextEdit()
        made.setTabChangesFocus(True)
        made.setFixedHeight(4 * theme.line_height() + theme.SPACE.group)
        return made
    return line()


class StepForm(QWidget):
    """The questions of one step in two columns; choices stand in cards of their own."""

    changed = pyqtSignal()

    def __init__(self, step: WizardStep) -> None:
        super().__init__()
        self.step = step
        self.fields: dict[str, Field] = {}
        lay = column(gap=theme.SPACE.group)
        pair: list[Field] = []
        for ask in step.asks:
            field = self._make(ask)
            if ask.is_wide:
                lay.addWidget(_framed(field) if ask.kind != "lines" else field)
            else:
                pair.append(field)
                if len(pair) == 2:
                    lay.addLayout(_pair(*pair))
                    pair = []
        if pair:
            lay.addLayout(_pair(pair[0], QWidget()))
        lay.addStretch(1)
        self.setLayout(lay)

    def _make(self, ask: Ask) -> Field:
        field = Field(ask.title, make_editor(ask), hint=ask.hint, required=ask.required)
        field.set_value(ask.default)
        field.changed.connect(self.changed.emit)
        self.fields[ask.code] = field
        return field

    def values(self) -> dict[str, str]:
        """All answers by code."""
        return {code: field.value().strip() for code, field in self.fields.items()}

    def fill(self, values: Values) -> None:
        """Put kept answers in."""
        for code, value in values.items():
            if code in self.fields:
                self.fields[code].set_value(value)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say beside the fields what does not hold; what was repaired is quiet again."""
        wrong = {problem.field: problem.sentence for problem in problems}
        for code, field in self.fields.items():
            if code in wrong:
                field.error(wrong[code])
            elif field.is_wrong:
                field.clear()

    def wrong(self) -> list[Field]:
        """The fields that must be repaired."""
        return [field for field in self.fields.values() if field.is_wrong]


def _pair(left: QWidget, right: QWidget) -> QHBoxLayout:
    made = row(left, right, gap=theme.SPACE.form)
    made.setStretch(0, 1)
    made.setStretch(1, 1)
    for part in (left, right):
        made.setAlignment(part, Qt.AlignmentFlag.AlignTop)
    return made


def _framed(field: Field) -> QWidget:
    return card(column(field, margins=(theme.SPACE.group, theme.SPACE.inner, theme.SPACE.group, theme.SPACE.inner)))


class _StepButton(QAbstractButton, theme.Themed):
    """One step of the list at the left: number or tick, and its name."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__()
        self.number, self.is_done, self.is_here = number, False, False
        self.setText(title)
        self.setAccessibleName(f"{t('第')} {number} {t('步')} {title}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.follow_theme()

    def sizeHint(self) -> QSize:
        return QSize(theme.SPACE.wizard_nav, theme.sizes().nav)

    def set_state(self, *, done: bool, here: bool) -> None:
        """Done, or the one we are at."""
        self.is_done, self.is_here = done, here
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, left = theme.sizes().icon, theme.SPACE.group + theme.SPACE.half
        painter.fillRect(self.rect(), theme.colour("bg_surface" if self.is_here else "bg_sunken"))
        if self.is_here:
            painter.fillRect(QRect(0, 0, theme.SPACE.bar, self.height()), theme.colour("accent"))
        else:  # the step we are at belongs to the page: no line between them
            line = theme.current().border
            painter.fillRect(QRect(self.width() - line, 0, line, self.height()), theme.colour("line_hair"))
        box = QRect(left, (self.height() - side) // 2, side, side)
        if self.is_done and not self.is_here:
            paint_icon(painter, box, "check-circle", "ok")
        else:
            self._ring(painter, box)
        tone = "accent" if self.is_here else "fg_secondary"
        words = QRect(box.right() + theme.SPACE.gap + 1, 0, self.width(), self.height())
        paint_runs(painter, words, (Run(self.text(), self.is_here, tone),))
        painter.end()

    def _ring(self, painter: QPainter, box: QRect) -> None:
        painter.setPen(QPen(theme.colour("accent" if self.is_here else "line_control"), theme.SPACE.ring))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        painter.setPen(theme.colour("fg_text" if self.is_here else "fg_secondary"))
        painter.setFont(theme.font("caption", bold=self.is_here))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self.number))


class Wizard(QWidget):
    """The window of the first run. ``finished`` when the station is open."""

    finished = pyqtSignal()

    def __init__(self, port: FirstRunPort, jobs: Jobs | None = None) -> None:
        super().__init__()
        self._port = port
        self.jobs = jobs or Jobs(self)
        self.jobs.fallback = self._refuse
        self.at = 0
        self.done: set[str] = set()
        self.forms = {step.code: StepForm(step) for step in STEPS}
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(theme.TIMING.search)
        self._wait.timeout.connect(self._keep)
        self.setWindowTitle(t("家门口就业服务站 首次设置"))
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._ring = FocusRing(self)
        self.jobs.read(self, port.load, self._fill)
        self.go(0)

    # -- building

    def _build(self) -> None:
        self.title = RunLabel(rank=2)
        self.strip = FailureStrip()
        self.stack = QStackedWidget()
        for code in CODES:
            form = self.forms[code]
            form.changed.connect(self._wait.start)
            self.stack.addWidget(form)
        self.example = ExampleCard()
        self.example.hide()
        self.example.printed.connect(self._print)
        self._both = row(self.stack, self.example, gap=theme.SPACE.form)
        self._both.setStretch(0, 1)
        self._both.setAlignment(self.example, Qt.AlignmentFlag.AlignTop)
        inside = column(self._both, gap=0)
        inside.addStretch(1)
        self._area = _scrolling(holder(inside))
        page = column(
            self.title,
            self.strip,
            gap=theme.SPACE.group,
            margins=(theme.SPACE.wide + theme.SPACE.gap, theme.SPACE.form, theme.SPACE.wide + theme.SPACE.gap, 0),
        )
        page.addWidget(self._area, 1)
        middle = row(self._side(), holder(page, "canvas"), gap=0)
        middle.setStretch(1, 1)
        lay = column(gap=0)
        lay.addLayout(middle, 1)
        lay.addWidget(self._foot())
        self.setLayout(lay)

    def _side(self) -> QWidget:
        pad = theme.SPACE.group + theme.SPACE.half
        about = label(t("大约 8 分钟，随时可停，下次接着来"), tone="secondary", wrap=True)
        lay = column(gap=0, margins=(0, theme.SPACE.form, 0, theme.SPACE.form))
        lay.addLayout(column(label(t("首次设置"), "sub", bold=True), about, gap=0, margins=(pad, 0, pad, theme.SPACE.group)))
        self.steps: list[_StepButton] = []
        for number, step in enumerate(STEPS):
            made = _StepButton(number + 1, step.title)
            made.clicked.connect(lambda _on=False, number=number: self.go(number))
            lay.addWidget(made)
            self.steps.append(made)
        lay.addStretch(1)
        saved = RunLabel((Run(t("每填一项就存好"), False, "fg_secondary", "caption", "content-save-outline"),))
        lay.addLayout(row(saved, None, margins=(pad, 0, pad, 0)))
        made_side = holder(lay, "sunken")
        made_side.setProperty("edge", "right")
        made_side.setFixedWidth(theme.SPACE.wizard_nav)
        return made_side

    def _foot(self) -> QWidget:
        self.count = label("", tone="secondary")
        self.jump = link(t("跳到那一处"), self._jump)
        self.before = second(t("上一步"), lambda: self.go(self.at - 1), key="Alt+←")
        self.next: Button = primary("", self.advance, key="Enter")
        pad, wide = theme.SPACE.inner, theme.SPACE.wide + theme.SPACE.gap
        foot = holder(
            row(self.count, self.jump, None, self.before, self.next, gap=theme.SPACE.inner, margins=(wide, pad, wide, pad)), "surface"
        )
        foot.setProperty("edge", "top")
        for key, act in (("Alt+Left", lambda: self.go(self.at - 1)), ("Return", self._enter), ("Enter", self._enter)):
            QShortcut(QKeySequence(key), self).activated.connect(act)
        return foot

    # -- going through

    @property
    def form(self) -> StepForm:
        """The form shown now."""
        return self.forms[CODES[self.at]]

    def go(self, number: int) -> None:
        """To a step; one can go back to any, and forward to any that was reached."""
        if not 0 <= number < len(STEPS) or number > len(self.done):
            return
        self.at = number
        step = STEPS[number]
        head = (
            Run(f"{t('第')} {number + 1} {t('步')} {step.title}", True, "fg_text", "title"),
            Run(f"   {step.lead}", False, "fg_secondary"),
        )
        self.title.set_runs(head)
        self.stack.setCurrentWidget(self.form)
        free = self._port.optional(step.code)
        for ask in step.asks:
            self.form.fields[ask.code].required = ask.required and ask.code not in free
        following = t("下一步：{step}").format(step=STEPS[number + 1].title) if number + 1 < len(STEPS) else t("完成，开始使用")
        self.next.setText(following)
        self.before.setVisible(number > 0)
        self.strip.clear()
        for place, button in enumerate(self.steps):
            button.set_state(done=CODES[place] in self.done, here=place == number)
        self._count()
        self._ask_example()
        next(iter(self.form.fields.values())).focus()

    def advance(self) -> None:
        """The next step, if everything holds; else the cursor goes to the first thing to repair."""
        self._wait.stop()
        if not require(list(self.form.fields.values())):
            self._count()
            return
        code, values = CODES[self.at], self.form.values()
        self.next.setEnabled(False)
        self.jobs.write(self, lambda: self._port.finish_step(code, values), lambda _none: self._advanced(code), self._failed)

    def _advanced(self, code: str) -> None:
        self.next.setEnabled(True)
        self.done.add(code)
        if self.at + 1 < len(STEPS):
            self.go(self.at + 1)
        else:
            self.jobs.write(self, self._port.finish, lambda _none: self.finished.emit())

    def _failed(self, failure: Failure) -> None:
        self.next.setEnabled(True)
        show(failure, self.strip, self.form.fields)
        self._count()

    def _refuse(self, failure: Failure) -> None:
        show(failure, self.strip, self.form.fields)

    def _enter(self) -> None:
        """Enter goes on, except inside a field of several lines."""
        focus = self.focusWidget()
        if isinstance(focus, QPlainTextEdit):
            focus.insertPlainText("\n")
        elif isinstance(focus, Button) and focus.kind is not Kind.PRIMARY:
            focus.click()
        else:
            self.advance()

    # -- keeping

    def _fill(self, kept: Mapping[str, Values]) -> None:
        for code, values in kept.items():
            if code in self.forms:
                self.forms[code].fill(values)
        self.done |= set(self._port.reached())
        self.go(min(len(self.done), len(STEPS) - 1))

    def _keep(self) -> None:
        code, values = CODES[self.at], self.form.values()
        form = self.form

        def told(problems: Sequence[Problem]) -> None:
            form.show_problems(problems)
            self._count()

        self.jobs.write(self, lambda: self._port.keep(code, values), told, slot="keep")
        self._ask_example()

    def _ask_example(self) -> None:
        code, values = CODES[self.at], self.form.values()
        self.jobs.read(self, lambda: self._port.example(code, values), self._show_example, slot="example")

    def _show_example(self, example: Example | None) -> None:
        for code, title in example.titles if example is not None else ():
            self.form.fields[code].retitle(title)
        self.example.show_example(example)
        self._fit()

    def _print(self) -> None:
        code = CODES[self.at]
        self.jobs.write(self, lambda: self._port.print_example(code))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The example stands beside the form, narrower where the form needs the room, and below it where neither would be whole."""
        for code in CODES:
            form, here = self.forms[code], self.forms[code] is self.form
            form.setSizePolicy(*[QSizePolicy.Policy.Preferred if here else QSizePolicy.Policy.Ignored] * 2)
        room = self.width() - theme.SPACE.wizard_nav - 2 * (theme.SPACE.wide + theme.SPACE.gap)
        most = min(theme.SPACE.wizard_side, (self.width() - theme.SPACE.wizard_nav) * 2 // 5)
        wide = min(most, room - self.form.minimumSizeHint().width() - theme.SPACE.form - theme.SPACE.group)
        beside = wide >= self.example.least_width()
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.example.setFixedWidth(wide if beside else most)

    def _count(self) -> None:
        wrong = len(self.form.wrong())
        self.count.setText(t("{n} 处要改").format(n=wrong) if wrong else "")
        self.jump.setVisible(bool(wrong))

    def _jump(self) -> None:
        wrong = self.form.wrong()
        if wrong:
            wrong[0].focus()


def _scrolling(widget: QWidget) -> QScrollArea:
    """The form scrolls inside itself where the window is low; the frame stays."""
    made = QScrollArea()
    made.setWidget(widget)
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    port = made.viewport()
    assert port is not None
    port.setAutoFillBackground(False)
    widget.setAutoFillBackground(False)
    return made
