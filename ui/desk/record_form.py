"""A form that takes the whole page: fields two and two, one primary, its text kept sealed while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from app.domain.actions import may
from app.services import drafts
from app.texts import t
from ui import theme
from ui.desk.keys import key_of
from ui.desk.page import Desk
from ui.kit.buttons import Button, link, primary
from ui.kit.checks import Check
from ui.kit.fields import Choice, Field, combo, first_wrong, line, require
from ui.kit.states import FailureStrip
from ui.kit.text import KeyCap, card, column, holder, label, row
from ui.messages import Failure, show

TEXT_LINES = 3
ACROSS = 4


@dataclass(frozen=True, slots=True)
class Keep:
    """Under which name a half-filled form is kept: the form, what it is about (``person:12``), and how a list names it."""

    form: str
    record: str = ""
    title: str = ""


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
        self.fields, self.keep, self._desk = fields, keep, None
        self.also: dict[str, str] = {}  # where a refusal names a field of the record, beside which one here it is told
        self.strip = FailureStrip()
        self.act: Button = primary(act, self.send, key=key_of("save"))
        self.saved = label("", "caption", "secondary")
        close = link(t("返回"), self.closed.emit, icon="arrow-left")
        head = row(label(title, "title", bold=True), label(note, tone="secondary"), None, close, KeyCap("Esc"), gap=theme.SPACE.inner)
        lay = column(head, self.strip, gap=theme.SPACE.inner)
        lay.addWidget(_scrolled(rows), 1)
        lay.addLayout(row(self.act, None, self.saved))
        self.setLayout(lay)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(theme.TIMING.clock)
        self._wait.timeout.connect(self._keep_now)
        for field in fields.values():
            field.changed.connect(self._wait.start)
            if isinstance(field.editor, QLineEdit) and field.property("is_date"):
                field.editor.editingFinished.connect(lambda field=field: self._check_day(field))

    # -- filling and sending

    def start(self) -> None:
        """The cursor into the first field that must be filled and is empty, else the first; a draft comes back."""
        fields = list(self.fields.values())
        next((field for field in fields if field.required and not field.value().strip()), fields[0]).focus()
        self._bring_back()

    def values(self) -> dict[str, str]:
        """All answers by code."""
        return {code: field.value().strip() for code, field in self.fields.items()}

    def fill(self, values: dict[str, Any]) -> None:
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

    def _check_day(self, field: Field) -> bool:
        try:
            day = day_of(field.value())
        except ValueError:
            field.error(t("日期看不懂，请写成 2026-10-09 这样。已填的内容都在。"))
            return False
        if day is not None:
            field.set_value(day.isoformat())
        return True

    # -- the draft

    def use(self, desk: Desk) -> None:
        """Whose desk keeps the draft."""
        self._desk = desk

    @property
    def _keeps(self) -> bool:
        context = self._desk.context if self._desk is not None else None
        return self.keep is not None and context is not None and context.actor.officer_id is not None and may(context.actor, "draft.keep")

    def _bring_back(self) -> None:
        if self._keeps:
            context, keep = self._desk.context, self.keep
            self._desk.jobs.read(self, lambda: drafts.load(context.db, context.actor, keep.form, keep.record), self._brought, slot="draft")

    def _brought(self, values: dict[str, Any] | None) -> None:
        if values and not self._wait.isActive():
            self.fill(values)
            self.saved.setText(t("上次没填完的内容已恢复。"))

    def _keep_now(self) -> None:
        if self._keeps:
            context, keep, values = self._desk.context, self.keep, self.values()
            kept = lambda: drafts.keep(  # noqa: E731 - one call, carried to the pool
                context.db, context.actor, context.now(), keep.form, values, record=keep.record, title=keep.title
            )
            self._desk.jobs.write(self, kept, self._told)

    def _told(self, kept: drafts.DraftLine) -> None:
        from app.domain.clock import station_time

        self.saved.setText(t("草稿 {time} 已自动保存").format(time=f"{station_time(kept.updated_at):%H:%M}"))

    def flush(self) -> None:
        """The form is left: keep what was typed since the last time."""
        if self._wait.isActive():
            self._wait.stop()
            self._keep_now()

    def done(self) -> None:
        """It is kept for good: the draft goes."""
        self._wait.stop()
        self.act.setEnabled(True)
        if self._keeps:
            context, keep = self._desk.context, self.keep
            self._desk.jobs.write(self._desk, lambda: drafts.drop(context.db, context.actor, keep.form, keep.record))


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
