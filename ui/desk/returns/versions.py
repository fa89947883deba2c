"""The frozen versions of a return: when, by whom, with which data, why; and the line over one that is older."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QWidget

from app.domain.clock import station_time
from app.domain.returns_layout import moment_text
from app.services.return_list import VersionLine
from app.services.returns import ReturnView
from app.texts import t
from ui import theme
from ui.kit.buttons import link, second
from ui.kit.sieve import Sieve
from ui.kit.states import StateStack
from ui.kit.table import Table
from ui.kit.text import ElidedLabel, IconLabel, column, keys_row, row
from ui.models.rows import Column, RowsModel
from ui.preferences import Preferences

DIGEST = 16  # letters of the digest that the list shows; the whole one stands in the tool tip


def columns() -> tuple[Column, ...]:
    """Number, moment, officer, cut-off, reason, digest."""
    return (
        Column("number", t("版本"), lambda line: t("第 {n} 版").format(n=line.number), 5, 0, bold=True),
        Column("frozen_at", t("封存时间"), lambda line: f"{station_time(line.frozen_at):%Y-%m-%d %H:%M}", 9, 0),
        Column("officer", t("封存人"), lambda line: line.officer, 5, 1),
        Column("cut_off", t("数据截止"), lambda line: moment_text(line.cut_off), 9, 1),
        Column("reason", t("原因"), lambda line: line.reason, 0, 1, tip=lambda line: line.reason),
        Column("digest", t("校验值"), lambda line: line.digest[:DIGEST], 10, 3, tone="fg_secondary", tip=lambda line: line.digest),
    )


class Older(QFrame):
    """Says over the sheet that an older version is looked at, and leads back to the newest. ``left`` asks for that."""

    left = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "note")
        self.words = ElidedLabel("", bold=True, rank=1)
        self.back = link("", self.left.emit, icon="arrow-left")
        pad = theme.SPACE.inner
        lay = row(IconLabel("history", "fg_secondary"), self.words, self.back, margins=(pad, theme.SPACE.half, pad, theme.SPACE.half))
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self.hide()

    def show_view(self, view: ReturnView, versions: Sequence[VersionLine]) -> None:
        """Tell of an older version; nothing of the newest and of a draft."""
        self.setVisible(bool(view.newest))
        if not view.newest:
            return
        after = next((one for one in versions if one.number == view.version + 1), None)
        why = t("，原因：{reason}").format(reason=after.reason) if after is not None and after.reason else ""
        words = t("这是第 {n} 版，只能看，已由第 {next} 版代替").format(n=view.version, next=view.version + 1)
        self.words.setText(words + why)
        self.back.setText(t("回到第 {n} 版").format(n=view.newest))


class Versions(QWidget):
    """The list of versions, newest first. ``opened(version)`` asks to look at one, ``verified`` to hold a workbook against them."""

    opened = pyqtSignal(object)
    verified = pyqtSignal()

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self.model = RowsModel(columns(), self)
        self.table = Table(self.model, name="return_versions", preferences=preferences)
        self.table.setAccessibleName(t("封存的版本"))
        self.table.opened.connect(self.opened.emit)
        self.faces = StateStack(
            Sieve(self.table, self.model), icon="lock-check-outline", empty=t("这一期还没有封存过"), more=t("封存后，各版都留在这里。")
        )
        lay = column(gap=theme.SPACE.gap)
        lay.addWidget(self.faces, 1)
        self.verify = second(t("核对工作簿"), self.verified.emit, icon="shield-check-outline")
        self.verify.setToolTip(t("选一份导出过的工作簿，看它有没有被改过"))
        lay.addLayout(row(self.verify, None, keys_row(("Enter", t("打开这一版")), ("Ctrl+C", t("复制")))))
        self.setLayout(lay)

    def show_versions(self, found: Sequence[VersionLine]) -> None:
        """Show the versions of another return."""
        self.model.set_rows(found)
        self.table.select_first()
        self.faces.show_state("ready" if found else "empty")
