"""The second window at the counter: the visitor rates by touch or mouse what was done, on a monitor of their own if there is one."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QScreen
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.texts import t
from ui.kit.outlines import BoldLabel
from ui.theme_tokens import KIOSK, LIGHT, PUBLIC

STAR = "★"


class RateWindow(QWidget):
    """Asks for the rating of a ticket or a case: five levels, voluntary, without a name. ``rated`` carries its number and the level."""

    rated = pyqtSignal(str, int)

    def __init__(self, levels: Sequence[tuple[int, str]]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.ticket = ""
        self.setWindowTitle(t("服务评价"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"RateWindow {{ background: {PUBLIC.kiosk_ground} }}")
        self.question = _words("", KIOSK.question, bold=True)
        self.buttons = {level: self._button(level, said) for level, said in levels}
        lay, levels_row = QVBoxLayout(self), QHBoxLayout()
        lay.setContentsMargins(KIOSK.edge, KIOSK.edge, KIOSK.edge, KIOSK.edge)
        lay.setSpacing(KIOSK.gap)
        levels_row.setSpacing(KIOSK.gap)
        for made in self.buttons.values():
            levels_row.addWidget(made)
        lay.addStretch(1)
        lay.addWidget(self.question)
        lay.addLayout(levels_row)
        lay.addWidget(_words(t("评价自愿，不记姓名，也不影响您办事。\n不想评价可以直接离开。"), KIOSK.text))
        lay.addStretch(1)

    def _button(self, level: int, said: str) -> QPushButton:
        made = QPushButton(f"{said}\n{STAR * level}")
        made.setAccessibleName(said)
        edge = f"border: {KIOSK.line}px solid {PUBLIC.kiosk_primary}; border-radius: {KIOSK.radius}px; padding: {KIOSK.half}px"
        look = f"color: {LIGHT.fg_text}; background: {LIGHT.bg_surface}; font-size: {KIOSK.text}px; font-weight: bold"
        made.setStyleSheet(f"QPushButton {{ {look}; {edge}; min-height: {KIOSK.target}px }}")
        made.clicked.connect(lambda _on=False: self._choose(level))
        return made

    def ask(self, ticket: str, screen: QScreen | None, question: str = "") -> None:
        """Show the window for a number: over the whole of the visitor's monitor, else as a window that can be moved."""
        self.ticket = ticket
        self.question.setText(question or t("{ticket} 号\n这次服务您觉得怎么样？").format(ticket=ticket))
        if screen is None:
            self._fit()
            self.showNormal()
            self.raise_()
            return
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()

    def _fit(self) -> None:
        """As high as the question needs in lines of the width: a long one is never cut."""
        lay = self.layout()
        assert lay is not None
        wide = max(self.width(), lay.totalMinimumSize().width())
        self.resize(wide, max(self.height(), lay.totalHeightForWidth(wide)))

    def _choose(self, level: int) -> None:
        self.hide()
        self.rated.emit(self.ticket, level)


def _words(text: str, pixels: int, *, bold: bool = False) -> QLabel:
    """A line in the fixed colours of public faces."""
    made = BoldLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    weight = "bold" if bold else "normal"
    made.setStyleSheet(f"color: {LIGHT.fg_text}; background: transparent; font-size: {pixels}px; font-weight: {weight}")
    return made
