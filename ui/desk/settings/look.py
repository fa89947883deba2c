"""A file before it is taken: what it would change, line by line, and one button that does it; nothing is written before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QWidget

from app.texts import t
from ui import theme
from ui.desk.keys import key_of
from ui.desk.page import Act
from ui.desk.reading import ReadingPane
from ui.desk.settings.shown import Shown
from ui.kit.buttons import link, primary
from ui.kit.runs import Run, RunLabel
from ui.kit.states import StateStack
from ui.kit.table import Table
from ui.kit.text import ElidedLabel, KeyCap, column, holder, label, row
from ui.models.rows import RowsModel

LIST_SHARE, PANE_SHARE = 5, 4


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that was looked at: its name, what it would change, one sentence for all of it, and the words of the button that does it.

    Without words it cannot be done, and the sentence says why.
    """

    title: str
    note: str
    shown: Shown
    said: str
    act: str = ""
    bad: bool = False


class LookView(QWidget):
    """Lies over the settings: ``agreed`` takes the file, ``again`` looks at it anew, ``left`` goes back and leaves all as it was."""

    agreed = pyqtSignal()
    again = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, looked: Looked) -> None:
        super().__init__()
        self.looked = looked
        self.model = RowsModel(looked.shown.columns, self)
        self.table = Table(self.model)
        self.table.setAccessibleName(looked.title)
        self.model.set_rows(looked.shown.rows)
        self.pane = ReadingPane()
        self.table.selected.connect(self._read)
        back = link(t("返回"), self.left.emit, icon="arrow-left")
        note = ElidedLabel(looked.note, tone="secondary", rank=2)
        head = row(label(looked.title, "title", bold=True), note, None, back, KeyCap("Esc"), gap=theme.SPACE.inner)
        faces = StateStack(self.table, empty=t("没有要改的"))
        faces.show_state("ready" if looked.shown.rows else "empty")
        middle = row(faces, self.pane, gap=theme.SPACE.inner)
        middle.setStretch(0, LIST_SHARE)
        middle.setStretch(1, PANE_SHARE)
        lay = column(head, gap=theme.SPACE.inner)
        lay.addLayout(middle, 1)
        lay.addWidget(holder(self._foot()))
        self.setLayout(lay)
        self.table.select_first()

    def _foot(self) -> Any:
        icon, tone = ("alert-octagon", "danger") if self.looked.bad else ("information-outline", "fg_secondary")
        self.said = RunLabel((Run(self.looked.said, self.looked.bad, tone, "body", icon),), rank=1)
        self.act = primary(self.looked.act, self.send, key=key_of("save")) if self.looked.act else None
        self.retry = link(t("再看一遍文件"), self.again.emit, icon="refresh")
        return row(*((self.act,) if self.act is not None else ()), self.said, None, self.retry, gap=theme.SPACE.inner)

    def _read(self, line: Any) -> None:
        if self.looked.shown.read is not None:
            self.pane.show_reading(self.looked.shown.read(line))

    def send(self) -> None:
        """Take the file, once."""
        if self.act is not None and self.act.isEnabled():
            self.act.setEnabled(False)
            self.agreed.emit()

    def refused(self) -> None:
        """It was not taken: the strip says why, and it may be tried again."""
        if self.act is not None:
            self.act.setEnabled(True)

    def acts(self) -> Mapping[str, Act]:
        """Keys of the view."""
        run: Callable[[], object] = self.send
        made = Act(run, "" if self.act is not None else self.looked.said)
        return {"save": made, "primary": made}

    def take_focus(self) -> None:
        """Into the lines."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
