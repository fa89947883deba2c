"""What stands beside a step of the first run: a worked example with a real calendar, or the recovery code, shown once."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QWidget

from app.texts import t
from ui import theme
from ui.kit.buttons import second
from ui.kit.text import IconLabel, card, column, label, row, rule


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example at the right: title, what it is, rows, and a warning below."""

    title: str
    note: str
    rows: tuple[tuple[str, str], ...]
    warning: str = ""
    titles: tuple[tuple[str, str], ...] = ()  # other titles for fields: which groups of the recovery code are asked back
    printable: bool = False  # the recovery sheet can be printed from here


class ExampleCard(QWidget):
    """The worked example: 受理 … 到期, with a real calendar; or the recovery code, shown once."""

    printed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self._lay = column()
        self.example: Example | None = None
        self.setLayout(self._lay)

    def show_example(self, example: Example | None) -> None:
        """Show another example, or none."""
        while self._lay.count():
            item = self._lay.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        self.example = example
        self.setVisible(example is not None)
        if example is not None:
            self._lay.addWidget(self._made(example))
            self._lay.addStretch(1)

    def least_width(self) -> int:
        """The width at which every row stands whole; reckoned, since what was just made is not measured yet."""
        values = [theme.text_width(value, bold=True) for _name, value in self.example.rows] if self.example is not None else []
        return theme.SPACE.form * 4 + max(values, default=0) + 2 * (theme.SPACE.group + theme.SPACE.gap)

    def _made(self, example: Example) -> QWidget:
        group = theme.SPACE.group
        lay = column(label(example.title, "sub", bold=True), label(example.note, tone="secondary"), margins=(group,) * 4)
        for place, (name, value) in enumerate(example.rows):
            last = place == len(example.rows) - 1
            name_label = label(name, tone="secondary")
            name_label.setFixedWidth(theme.SPACE.form * 4)
            lay.addLayout(row(name_label, label(value, bold=last or example.printable), None, margins=(theme.SPACE.gap, 0, 0, 0)))
            lay.addWidget(rule())
        if example.warning:
            icon = IconLabel("key-outline" if example.printable else "calendar-alert", "fg_secondary", role="body")
            warning = row(icon, label(example.warning, tone="secondary", wrap=True))
            warning.setStretch(1, 1)
            warning.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
            lay.addLayout(warning)
        if example.printable:
            lay.addLayout(row(second(t("打印这一张"), self.printed.emit, icon="printer-outline"), None))
        return card(lay)
