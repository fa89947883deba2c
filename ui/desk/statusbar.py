"""The status bar: is my data safe, in one glance; and what could not be done just now, for four seconds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt, QTimer, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QStackedLayout, QWidget

from app.texts import t
from ui import theme
from ui.kit.buttons import link
from ui.kit.days import moment_words
from ui.kit.runs import Run, RunLabel, plain
from ui.kit.text import holder, row

if TYPE_CHECKING:
    from ui.desk.ports import Frame


class StatusBar(QWidget, theme.Themed):
    """Facts at the left, clock and help at the right; ``say`` lays a sentence over the facts."""

    help_asked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "sunken")
        self.setProperty("edge", "top")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.database, self.backup, self.uploads = RunLabel(), RunLabel(), RunLabel()
        self.voice, self.clock = RunLabel(), RunLabel()
        self.message = RunLabel(rank=1)
        self.help = link("F1 " + t("帮助"), self.help_asked.emit, role="caption")
        lay = row(gap=theme.SPACE.group, margins=(theme.SPACE.group, 0, theme.SPACE.group, 0))
        self.setLayout(lay)
        self._left = QStackedLayout()
        lay.addLayout(self._left, 1)
        self._left.addWidget(holder(row(self.database, self.backup, self.uploads, None, gap=theme.SPACE.group)))
        self.open, self.folder = (
            link(words, run, role="caption") for words, run in ((t("打开"), self._open), (t("打开文件夹"), self._folder))
        )
        said = row(self.message, self.open, self.folder, None, gap=theme.SPACE.group)
        self._left.addWidget(holder(said))
        self._path = Path()
        self._off = QTimer(self)
        self._off.setSingleShot(True)
        self._off.timeout.connect(self.hush)
        for part in (self.voice, self.help, self.clock):
            lay.addWidget(part)
        self.follow_theme()

    def restyle(self) -> None:
        self.setFixedHeight(theme.sizes().statusbar)
        super().restyle()

    @property
    def said(self) -> str:
        """The sentence that stands there now, or nothing."""
        return self.message.accessibleName() if self._left.currentIndex() == 1 else ""

    def say(self, text: str) -> None:
        """Tell something for four seconds."""
        self._lay_over(text, "information-outline", theme.TIMING.toast)

    def say_file(self, text: str, path: str) -> None:
        """Tell of a file that was written, long enough to open it."""
        self._path = Path(path)
        self._lay_over(text, "file-excel-outline", theme.TIMING.file)
        self.open.show()
        self.folder.show()

    def _lay_over(self, text: str, icon: str, wait: int) -> None:
        self.message.set_runs((Run(text, False, "fg_text", "caption", icon),))
        self.open.hide()
        self.folder.hide()
        self._left.setCurrentIndex(1)
        self._off.start(wait)

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    def _folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))

    def hush(self) -> None:
        """Show the facts again."""
        self._left.setCurrentIndex(0)

    def show_frame(self, frame: Frame) -> None:
        """Show another state of the data."""
        self.database.set_runs(fact(frame.database, "database-check-outline", "ok", good=frame.database_ok))
        self.backup.set_runs(fact(frame.backup, "check-circle-outline", "fg_secondary", good=frame.backup_ok))
        self.backup.setVisible(bool(frame.backup))
        self.uploads.setVisible(frame.uploads is not None)
        self.uploads.set_runs((Run(f"{t('待上传')} {frame.uploads or 0}", False, "fg_secondary", "caption", "cloud-upload-outline"),))
        self.voice.setVisible(bool(frame.voice))
        self.voice.set_runs((Run(frame.voice, False, "fg_secondary", "caption", "volume-high"),))

    def show_time(self, moment: datetime) -> None:
        """The station's date, weekday and time."""
        self.clock.set_runs(plain(moment_words(moment), "fg_secondary", "caption"))


def fact(words: str, icon: str, tone: str, *, good: bool) -> tuple[Run, ...]:
    """A fact about the data: what is wrong is red, with an octagon."""
    return (Run(words, not good, tone if good else "danger", "caption", icon if good else "alert-octagon"),)
