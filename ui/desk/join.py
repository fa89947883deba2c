"""The first start of a further machine: the station lies on the server, its key comes from the first machine and the recovery code."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.texts import t
from ui import theme
from ui.jobs import Jobs
from ui.kit.buttons import link, primary
from ui.kit.fields import Field, PasswordEdit, line, require
from ui.kit.focus import FocusRing
from ui.kit.states import FailureStrip
from ui.kit.text import IconLabel, card, column, label, row, rule
from ui.messages import Failure, show

Join = Callable[[str, str, str], object]
"""Joins with the path of the key file, the recovery code and a new pass phrase ("" for none); runs on a pool thread."""


class JoinPage(QWidget, theme.Themed):
    """``joined`` with the new pass phrase ("" where the keyring keeps the key) when this machine holds the key."""

    joined = pyqtSignal(str)

    def __init__(self, join: Join) -> None:
        super().__init__()
        self._join = join
        self.jobs = Jobs(self)
        self.setWindowTitle(t("家门口就业服务站 加入站点"))
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.strip = FailureStrip()
        self.fields = {
            "key_file": Field(t("密钥文件 station.key"), line(), hint=t("从第一台电脑的数据文件夹用 U 盘拷来"), required=True),
            "code": Field(t("恢复码"), line(), hint=t("八组，照恢复码那张纸输入；练习站空着")),
            "phrase": Field(t("口令（没有密钥环的电脑才要）"), PasswordEdit(), hint=t("不知道就空着，需要时会告诉您")),
        }
        self.enter = primary(t("加入站点"), self.try_it, key="Enter", big=True)
        for field in self.fields.values():
            field.editor.returnPressed.connect(self.try_it)  # type: ignore[attr-defined]
        self._card = card(self._box())
        self.setLayout(column(None, row(None, self._card, None), None))
        self._ring = FocusRing(self)
        self.follow_theme()
        self.fields["key_file"].focus()

    def _box(self) -> QVBoxLayout:
        wide = theme.SPACE.wide
        title = label(t("加入服务器上的站点"), "title", bold=True)
        head = row(IconLabel("key-outline", "fg_secondary", role="panel_ticket"), title, gap=theme.SPACE.group)
        head.setStretch(1, 1)
        why = label(t("服务器上已经有站点，这台电脑还没有它的密钥。只做这一次。"), tone="secondary", wrap=True)
        choose = row(None, link(t("选择文件"), self._choose))
        fields = self.fields
        parts = (head, rule(), why, self.strip, fields["key_file"], choose, fields["code"], fields["phrase"], self.enter)
        return column(*parts, gap=theme.SPACE.inner, margins=(wide,) * 4)

    def restyle(self) -> None:
        self._card.setFixedWidth(round(theme.SPACE.card * theme.sizes().body / theme.SIZES["standard"].body))
        super().restyle()

    def _choose(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, t("密钥文件"), "", "station.key (station.key);;(*)")
        if found:
            self.fields["key_file"].set_value(found)

    def try_it(self) -> None:
        """Join with what stands there; what is wrong is told beside its field, and nothing is kept."""
        if not self.enter.isEnabled():
            return
        self.strip.clear()
        for field in self.fields.values():  # a wrong code may have been the code of another file
            field.clear()
        if not require(list(self.fields.values())):
            return
        file, code, phrase = (field.value().strip() for field in self.fields.values())
        self.enter.setEnabled(False)
        self.jobs.write(self, lambda: self._join(file, code, phrase), lambda _made: self.joined.emit(phrase), self._refused)

    def _refused(self, failure: Failure) -> None:
        self.enter.setEnabled(True)
        show(failure if failure.field or failure.code != "key.wrong" else _at_code(failure), self.strip, self.fields)


def _at_code(failure: Failure) -> Failure:
    return Failure(failure.kind, failure.sentence, failure.code, "code", failure.number)
