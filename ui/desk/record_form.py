"""A form that takes the whole page: fields two and two, one primary, what is typed kept while it is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PyQt6 import sip
from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from app.texts import t
from ui import theme
from ui.desk.kept import Keep, Keeper
from ui.desk.keys import key_of
from ui.kit.buttons import Button, link, primary
from ui.kit.checks import Check
from ui.kit.fields import Choice, Field, combo, first_wrong, line, require
from ui.kit.states import FailureStrip
from ui.kit.text import KeyCap, card, column, holder, label, row
from ui.messages import Failure, show

TEXT_LINES = 3
ACROSS = 4


class Checks(Choice):
    """Several answers at once; ``text()`` joins the chosen codes with commas."""

    def __init__(self, options: Sequence[tuple[str, str]]) -> None:
        super().__init__(())
        self.boxes: dict[str, Check] = {}
        lay = self.layout()
        assert lay is not None
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE.group)
        grid.setVerticalSpacing(theme.SPACE.gap)
        for place, (code, word) in enumerate(options):
            box = Check(word)
            box.toggled.connect(lambda _on: self.picked.emit(self.text()))
            self.boxes[code] = box
            grid.addWidget(box, *divmod(place, ACROSS))
        grid.setColumnStretch(ACROSS, 1)
        lay.addWidget(holder(grid))

    def text(self) -> str:
        return ",".join(code for code, box in self.boxes.items() if box.isChecked())

    def setText(self, code: str) -> None:
        wanted = code.split(",")
        for one, box in self.boxes.items():
            box.setChecked(one in wanted)

    def setFocus(self, *reason: Any) -> None:
        next(iter(self.boxes.values())).setFocus()


def text_area() -> QPlainTextEdit:
    """A few lines of text; Tab leaves it."""
    made = QPlainTextEdit()
    made.setTabChangesFocus(True)
    made.setFixedHeight(theme.line_height() * TEXT_LINES + theme.SPACE.group)
    return made


def words_field(title: str, *, hint: str = "", required: bool = False) -> Field:
    """A field of one line."""
    return Field(title, line(hint=hint), required=required)


def area_field(title: str, *, hint: str = "", required: bool = False) -> Field:
    """A field of several lines."""
    return Field(title, text_area(), hint=hint, required=required)


def choice_field(title: str, options: Sequence[tuple[str, str]], *, blank: str = "", required: bool = False) -> Field:
    """A list to choose from; ``blank`` names the empty answer where there may be one."""
    first = ((("", blank),) if blank else ()) + tuple(options)
    return Field(title, combo(first), required=required)


def date_field(title: str, value: date | None = None, *, hint: str = "", required: bool = False) -> Field:
    """A day, typed as 2026-10-09 or 20261009."""
    made = Field(title, line(value.isoformat() if value else "", hint=t("例如 2026-10-09")), hint=hint, required=required)
    made.setProperty("is_date", True)
    return made


def day_of(text: str) -> date | None:
    """The day a text names, None for an empty one; ValueError for anything else."""
    plain = text.strip().replace("/", "-").replace(".", "-")
    if plain.isdigit() and len(plain) == len("20261009"):
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    return date.fromisoformat(plain) if plain else None


class RecordForm(QWidget):
    """A form: ``sent(values)`` when it is complete, ``closed`` when it is left. Ctrl+S sends; what is typed survives a crash."""

    sent = pyqtSignal(object)
    closed = pyqtSignal()

    def __init__(self, title: str, act: str, fields: dict[str, Field], *rows: QWidget, note: str = "", keep: Keep | None = None) -> None:
        super().__init__()
        self.fields, self.keep, self.keeper = fields, keep, Keeper(self)
        self.also: dict[str, str] = {}  # where a refusal names a field of the record, beside which one here it is told
        self.strip = FailureStrip()
        self.act: Button = primary(act, self.send, key=key_of("save"))
        close = link(t("返回"), self.closed.emit, icon="arrow-left")
        head = row(label(title, "title", bold=True), label(note, tone="secondary"), None, close, KeyCap("Esc"), gap=theme.SPACE.inner)
        lay = column(head, self.strip, gap=theme.SPACE.inner)
        lay.addWidget(_scrolled(rows), 1)
        lay.addLayout(row(self.act, None, self.keeper.line))
        self.setLayout(lay)
        for field in fields.values():
            if isinstance(field.editor, QLineEdit) and field.property("is_date"):
                field.editor.editingFinished.connect(lambda field=field: self._check_day(field))

    # -- filling and sending

    def start(self) -> None:
        """The cursor into the first field that must be filled and is empty, else the first."""
        fields = list(self.fields.values())
        next((field for field in fields if field.required and not field.value().strip()), fields[0]).focus()

    def values(self) -> dict[str, str]:
        """All answers by code."""
        return {code: field.value().strip() for code, field in self.fields.items()}

    def show_record(self, values: Mapping[str, Any]) -> None:
        """Fill the fields with the record as it reads; a draft of another reading says so."""
        self.fill(values)
        if self.keep is not None:
            self.keep = replace(self.keep, version=repr(sorted(self.values().items())))

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put answers into the fields."""
        for code, value in values.items():
            if code in self.fields:
                self.fields[code].set_value(value)

    def send(self) -> None:
        """Ask for it, if everything that must be there is and every day can be read."""
        for code in self.also.values():
            self.fields[code].clear()  # told for a field of the record that may have been mended elsewhere
        good = [self._check_day(field) for field in self.fields.values() if field.property("is_date")]
        if require(list(self.fields.values())) and all(good):
            self.act.setEnabled(False)
            self.sent.emit(self.values())
            return
        wrong = first_wrong(list(self.fields.values()))
        if wrong is not None:
            wrong.focus()

    def refuse(self, failure: Failure) -> None:
        """Say beside the field why not; nothing that was typed is lost."""
        self.act.setEnabled(True)
        show(failure, self.strip, self.fields | {name: self.fields[code] for name, code in self.also.items()})

    def done(self) -> None:
        """What it asked for was done, perhaps after it was left: what was kept of it goes."""
        self.keeper.done(self.keep)
        if not sip.isdeleted(self):
            self.act.setEnabled(True)

    def _check_day(self, field: Field) -> bool:
        try:
            day = day_of(field.value())
        except ValueError:
            field.error(t("日期看不懂，请写成 2026-10-09 这样。已填的内容都在。"))
            return False
        if day is not None:
            field.set_value(day.isoformat())
        return True


def _scrolled(rows: Sequence[QWidget]) -> QScrollArea:
    pad = theme.SPACE.group
    inner = card(column(*rows, None, gap=theme.SPACE.group, margins=(pad, pad, pad, pad)))
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
