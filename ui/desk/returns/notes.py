"""The texts of a return: its narrative, and what happened in each month. What is typed is kept when the field is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent
from PyQt6.QtWidgets import QPlainTextEdit, QScrollArea, QWidget

from app.texts import t
from ui import theme
from ui.desk.desk import Desk
from ui.desk.kept import Keep, Keeper
from ui.kit.fields import Field, is_text
from ui.kit.text import IconLabel, column, holder, label, row

LINES = 5


class TextBox(QPlainTextEdit, theme.Themed):
    """Several lines of text; ``left`` when the cursor goes elsewhere."""

    left = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.follow_theme()

    def restyle(self) -> None:
        self.setMinimumHeight(LINES * theme.line_height() + theme.SPACE.group)
        super().restyle()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class Notes(QWidget):
    """Fields for some texts by key; ``typed(key, text)`` for each that was changed and left."""

    typed = pyqtSignal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.keeper = desk, Keeper(self)
        self.fields: dict[str, Field] = {}
        self.kept: dict[str, str] = {}
        self.state, self.icon = label("", "caption", "secondary"), IconLabel("content-save-outline", "fg_secondary", role="caption")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lay = column(row(self.icon, self.state, None, self.keeper.line, gap=theme.SPACE.half), gap=theme.SPACE.gap)
        lay.addWidget(self.area, 1)
        self.setLayout(lay)

    def show_parts(self, parts: Sequence[tuple[str, str]], texts: Mapping[str, str], hint: str, locked: str = "", about: str = "") -> None:
        """Show the fields of ``(key, title)`` with their texts; what is being typed stays, and what a crash left comes back."""
        if [key for key, _ in parts] != list(self.fields):
            self._build(parts)
        for key, field in self.fields.items():
            before = self.kept.get(key)
            if before is None or field.value().strip() == before:
                field.set_value(texts.get(key, ""))
            self.kept[key] = texts.get(key, "")
            if locked:
                field.lock(locked)
        self.state.setText(hint)
        keep = Keep(f"return_texts.{next(iter(self.fields), '')}", f"return:{about}", t("报表的情况说明")) if not locked else None
        if keep != self.keeper.keep:
            self.keeper.begin(self.desk, keep, self.fields)
        self.keeper.settled(self.kept)

    def _build(self, parts: Sequence[tuple[str, str]]) -> None:
        self.flush()
        self.fields, self.kept = {}, {}
        columns = [column(gap=theme.SPACE.group), column(gap=theme.SPACE.group)]
        for place, (key, title) in enumerate(parts):
            box = TextBox()
            box.left.connect(self.flush)
            self.fields[key] = Field(title, box)
            columns[place % 2].addWidget(self.fields[key])
        for side in columns:
            side.addStretch(1)
        lay = row(*columns, gap=theme.SPACE.form, margins=(0, 0, theme.SPACE.gap, 0))
        lay.setStretch(0, 1)
        lay.setStretch(1, 1)
        self.area.setWidget(holder(lay, "canvas"))

    def flush(self) -> None:
        """Hand over every text that differs from what is kept; what is no text stays where it is, with the sentence below it."""
        for key, field in self.fields.items():
            text = field.value().strip()
            if text != self.kept.get(key, "") and is_text(field):
                self.kept[key] = text
                self.typed.emit(key, text)

    def refused(self, key: str) -> None:
        """A text was not kept: it is handed over again when it is changed."""
        self.kept[key] = ""

    def written(self) -> int:
        """How many fields hold a text."""
        return sum(bool(field.value().strip()) for field in self.fields.values())

    def say_kept(self, time: str) -> None:
        """Tell that everything typed is kept."""
        self.keeper.settled(self.kept)
        self.state.setText(t("已保存 {time}").format(time=time))
