"""The sheet of states: every button, field, tag, row, empty, progress and failure of the kit in the theme in force."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from app.texts import t
from ui import theme
from ui.kit.buttons import Button, Kind
from ui.kit.checks import Check, Radio
from ui.kit.fields import Field, line, two_columns
from ui.kit.focus import paint_ring
from ui.kit.runs import Run, RunLabel
from ui.kit.states import Empty, FailureStrip, ProgressStrip
from ui.kit.status import Tag, TagLabel
from ui.kit.table import Table
from ui.kit.text import card, column, label, row
from ui.models.rows import Column, RowsModel

_NAMES = {"light": "浅色", "dark": "深色", "contrast": "高对比"}
_STATES = (("normal", "正常"), ("hover", "悬停"), ("pressed", "按下"), ("focus", "焦点"), ("disabled", "不可用"))
_KINDS = ((Kind.PRIMARY, "主要", "办结"), (Kind.SECOND, "次要", "办结"), (Kind.STRONG, "次主要", "办结"), (Kind.DANGER, "危险", "作废"))
_TAGS = ("overdue", "due_today", "near", "running", "paused", "received", "came_back", "done", "refused", "void")
_MARGIN = (theme.SPACE.group,) * 4


class _Ringed(QWidget):
    """A button shown as if it had the focus."""

    def __init__(self, button: Button) -> None:
        super().__init__()
        out = 2 * theme.SPACE.ring
        self.setLayout(row(button, margins=(out,) * 4))

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        paint_ring(painter, self.rect())
        painter.end()


def _buttons() -> QFrame:
    grid = QGridLayout()
    grid.setContentsMargins(*_MARGIN)
    grid.setSpacing(theme.SPACE.half)
    for place, (_state, word) in enumerate(_STATES):
        grid.addWidget(label(t(word), "caption", "secondary"), 0, place + 1)
    for line_number, (kind, word, text) in enumerate(_KINDS):
        grid.addWidget(label(t(word), "caption", "secondary"), line_number + 1, 0)
        for place, (state, _word) in enumerate(_STATES):
            grid.addWidget(_button(kind, t(text), state), line_number + 1, place + 1)
    grid.setColumnStretch(len(_STATES) + 1, 1)
    return card(grid)


def _button(kind: Kind, text: str, state: str) -> QWidget:
    made = Button(text, kind)
    if state == "focus":
        return _Ringed(made)
    made.forced = state
    made.setEnabled(state != "disabled")
    out = 2 * theme.SPACE.ring
    frame = QWidget()
    frame.setLayout(row(made, margins=(out,) * 4))
    return frame


def _fields() -> QFrame:
    plain, focused = Field(t("正常"), line("张淑芬")), Field(t("焦点"), line("138"))
    wrong, off = Field(t("出错"), line("2327**********0428")), Field(t("不可用"), line(t("由县里锁定")))
    focused.editor.setProperty("shown", "focus")
    wrong.error(t("校验码不对，应为 6"))
    off.lock(t("县里统一，不能改"))
    marks: QHBoxLayout = row(*_checks(), None, gap=theme.SPACE.group)
    return card(column(two_columns((plain, focused), (wrong, off)), marks, gap=theme.SPACE.group, margins=_MARGIN))


def _checks() -> tuple[QWidget, ...]:
    there, open_, waived = Check(t("已收")), Check(t("未收")), Check(t("免交"))
    there.setChecked(True)
    waived.setTristate(True)
    waived.setCheckState(Qt.CheckState.PartiallyChecked)
    stop, anew = Radio(t("停表")), Radio(t("重算"))
    stop.setChecked(True)
    return there, open_, waived, stop, anew


def _tags() -> QFrame:
    grid = QGridLayout()
    grid.setContentsMargins(*_MARGIN)
    grid.setSpacing(theme.SPACE.inner)
    for place, code in enumerate(_TAGS):
        grid.addWidget(TagLabel(Tag(code)), place // 4, place % 4, Qt.AlignmentFlag.AlignLeft)
    return card(grid)


def _rows() -> Table:
    columns = (
        Column("state", t("行"), lambda r: r[0], 4, 0),
        Column("who", t("申请人"), lambda r: r[1], 5, 1, bold=True),
        Column("what", t("事项"), lambda r: r[2], 0, 1),
        Column("left", t("期限"), lambda r: (Run(r[3], True, r[4]),), 8, 0, right=True),
    )
    model = RowsModel(columns)
    table = Table(model)
    table.setProperty("shown_focused", True)
    item = t("就业困难人员认定")
    model.set_rows(
        [
            (t("正常"), "张淑芬", item, t("剩 5 个工作日"), "fg_text"),
            (t("选中"), "张淑芬", item, t("剩 1 个工作日"), "warn"),
            (t("正常"), "张淑芬", item, t("逾期 2 个工作日"), "danger"),
        ]
    )
    table.selectRow(1)
    table.setFixedHeight(4 * theme.sizes().row_compact + theme.SPACE.half)
    return table


class Gallery(QWidget):
    """One theme's sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        progress = ProgressStrip()
        progress.show_progress(t("正在导出"), 18_240, 50_000, 6)
        failure = FailureStrip(t("没有连上打印机"), t("号票 A031 有效，没有丢。接好线后按“再打一张”。"), t("再打一张"))
        empty = card(column(Empty("calendar-check", t("今天没有到期的办件"), t("空：一句友好的话，加一个能做的动作")), margins=_MARGIN))
        title = RunLabel((Run(t(_NAMES[theme.current().name]), True, "fg_text", "title"),))
        parts = (title, _buttons(), _fields(), _tags(), _rows(), empty, progress, failure)
        self.setLayout(column(*parts, None, gap=theme.SPACE.group, margins=(theme.SPACE.form,) * 4))
        self.setFixedWidth(theme.SPACE.palette * 4 // 5)
