"""The reading pane: title, state, facts line by line, and the acts that can be done with the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QFrame, QGridLayout, QMenu, QScrollArea, QWidget

from app.texts import t
from ui import theme
from ui.kit.buttons import Button, Kind
from ui.kit.runs import RunLabel, Runs
from ui.kit.states import Empty
from ui.kit.text import card, column, holder, label, row, rule

NAME_LETTERS = 5  # how wide the names of facts stand at least
BUTTONS_SHARE = 3 / 8
"""How much of the pane its buttons may take; of more than that the first stays and the others lie under 更多."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it is, and its words; without a name it runs across."""

    name: str
    value: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under a small head."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Do:
    """A button of the pane."""

    text: str
    run: Callable[[], object]
    icon: str = ""
    kind: Kind = Kind.SECOND
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the pane shows of a record."""

    title: str
    state: Runs = ()
    sections: tuple[Section, ...] = ()
    acts: tuple[Do, ...] = ()


def is_largest() -> bool:
    """Whether the largest text is on: what is only air gives way to the facts."""
    return theme.current().text == theme.TEXT_SIZES[-1]


def breakable(text: str) -> str:
    """``text`` with places to break inside what has no blank, such as the name of a file: it goes on below instead of out of its pane."""
    return _UNBROKEN.sub(lambda found: _JOINT.sub("\u200b", found[0]), text)


_UNBROKEN, _JOINT = re.compile(r"[!-~]{24,}"), re.compile(r"(?<=[-_:/.])(?=[0-9A-Za-z])")


def facts_grid(facts: Sequence[Fact], *, across: int = 1, letters: int = 0) -> QGridLayout:
    """Facts as quiet names and their values, one or two pairs to a line; an empty value is left out.

    ``letters`` is how long the longest name of all cards of a page is, so that their values stand below each other.
    """
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.SPACE.inner)
    grid.setVerticalSpacing(theme.SPACE.half if is_largest() else theme.SPACE.gap)
    shown = [fact for fact in facts if fact.value]
    for place, fact in enumerate(shown):
        line, at = divmod(place, across)
        value = label(breakable(fact.value), tone=fact.tone, wrap=True)
        value.setMinimumWidth(theme.SPACE.wide)  # a value that has blanks goes on below instead of out of its pane
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)  # level with its name beside a neighbour of two lines
        if fact.name:
            grid.addWidget(label(fact.name, tone="secondary"), line, 2 * at, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, line, 2 * at + 1)
        else:
            grid.addWidget(value, line, 2 * at, 1, 2)
    for at in range(across):
        grid.setColumnMinimumWidth(2 * at, theme.sizes().body * max(letters, NAME_LETTERS - is_largest()))
        grid.setColumnStretch(2 * at + 1, 1)
    return grid


class ReadingPane(QFrame, theme.Themed):
    """What the chosen row says; its buttons stand at the foot."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.reading: Reading | None = None
        self.buttons: list[Button] = []
        self._acts: Sequence[Do] = ()
        self.more = Button("", icon="dots-horizontal", on=self._show_menu, parent=self)
        self.more.setToolTip(t("更多"))
        self.more.setAccessibleName(t("更多"))
        self.more.hide()
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot = QGridLayout()
        self._foot.setSpacing(theme.SPACE.gap)
        self._foot.setColumnStretch(0, 1)
        self._foot.setColumnStretch(1, 1)
        self._lay = column(self._area, gap=theme.SPACE.inner)
        self._lay.setStretch(0, 1)
        self._lay.addLayout(self._foot)
        self.setLayout(self._lay)
        self.clear()
        self.follow_theme()

    def restyle(self) -> None:
        """The columns and gaps of the facts are those of a text size."""
        if self.reading is not None:
            self._area.setWidget(self._body(self.reading))
        self._place_buttons()

    @property
    def first_button(self) -> Button | None:
        """The first act of the record."""
        return self.buttons[0] if self.buttons else None

    def focus_first(self) -> None:
        """The focus to the first button."""
        if self.first_button is not None:
            self.first_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self, sentence: str = "") -> None:
        """Nothing is chosen."""
        self.reading = None
        self._set_buttons(())
        self._area.setWidget(holder(column(Empty("text-box-outline", sentence or t("选一行，这里显示详情"))), "surface"))

    def show_reading(self, reading: Reading) -> None:
        """Show a record."""
        self.reading = reading
        self._area.setWidget(self._body(reading))
        self._set_buttons(reading.acts)

    def _body(self, reading: Reading) -> QWidget:
        title = label(breakable(reading.title), "sub", bold=True, wrap=True)
        lay = column(title, gap=theme.SPACE.half if is_largest() else theme.SPACE.gap)
        if reading.state:
            lay.addWidget(RunLabel(reading.state, rank=1))
        for section in reading.sections:
            if any(fact.value for fact in section.facts):
                lay.addSpacing(theme.SPACE.half)
                lay.addWidget(rule())
                if section.title:
                    lay.addWidget(label(breakable(section.title), bold=True, wrap=True))
                lay.addLayout(facts_grid(section.facts))
        lay.addStretch(1)
        return holder(lay, "surface")

    def _set_buttons(self, acts: Sequence[Do]) -> None:
        for button in self.buttons:
            self._foot.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [Button(act.text, act.kind, icon=act.icon, key=act.key, on=act.run) for act in acts]
        self._acts = acts
        self._place_buttons()

    def _pad(self) -> int:
        return theme.SPACE.inner if is_largest() else theme.SPACE.group

    def _place_buttons(self) -> None:
        """The first act across, the others two to a line where their words allow it: the facts above keep their room."""
        self._lay.setContentsMargins(*4 * (self._pad(),))
        for button, act in zip(self.buttons, self._acts, strict=True):
            self._foot.removeWidget(button)
            button.key = act.key
        self._foot.removeWidget(self.more)
        places = list(self._places())
        folded = len(places) > 2 and (places[-1][0] + 1) * (theme.sizes().control + theme.SPACE.gap) > self.height() * BUTTONS_SHARE
        self._foot.setColumnStretch(1, 0 if folded else 1)
        for button, place in zip(self.buttons, self._first_only() if folded else places, strict=False):
            self._foot.addWidget(button, *place)
        for button in self.buttons:
            button.setVisible(not folded or button is self.buttons[0])
        self.more.setVisible(folded)

    def _places(self) -> Iterator[tuple[int, int, int, int]]:
        """Line, column and how far each button reaches when all are shown."""
        half = (self.width() - 2 * self._pad() - theme.SPACE.gap) // 2
        line, free = 0, False
        for place, button in enumerate(self.buttons):
            if place and button.sizeHint().width() <= half:
                line += 0 if free else 1
                yield line, 1 if free else 0, 1, 1
                free = not free
            else:
                line, free = line + 1 if place else 0, False
                yield line, 0, 1, 2

    def _first_only(self) -> Iterator[tuple[int, int, int, int]]:
        """The first button beside 更多; its key goes to the tool tip where both find no room."""
        first = self.buttons[0]
        if first.sizeHint().width() + self.more.sizeHint().width() + theme.SPACE.gap > self.width() - 2 * self._pad():
            first.key = ""
            first.updateGeometry()
        self._foot.addWidget(self.more, 0, 1)
        yield 0, 0, 1, 1

    def menu(self) -> QMenu:
        """What lies under 更多."""
        made = QMenu(self)
        for button in self.buttons[1:]:
            made.addAction(button.text(), button.click)
        return made

    def _show_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._place_buttons()


def facts_card(title: str, facts: Sequence[Fact], *extra: QWidget, across: int = 2, letters: int = 0) -> QFrame:
    """A card with a head, facts, and what belongs below them."""
    pad = theme.SPACE.group
    lay = column(gap=theme.SPACE.inner, margins=(pad, theme.SPACE.inner, pad, pad))
    if title:
        lay.addLayout(row(label(title, "sub", bold=True), None))
    lay.addLayout(facts_grid(facts, across=across, letters=letters))
    for part in extra:
        lay.addWidget(part)
    return card(lay)
