"""Before a return is frozen: what will happen, in the page, with the reasons that are still wanted."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QScrollArea, QWidget

from app.services.returns import ReturnView
from app.texts import t
from app.texts.phrases import returns_page as say
from ui import theme
from ui.desk.desk import Desk
from ui.desk.kept import Keep, Keeper
from ui.desk.keys import key_of
from ui.desk.returns import model
from ui.kit.buttons import primary, second
from ui.kit.fields import Field, line, require
from ui.kit.runs import Run, RunLabel
from ui.kit.text import IconLabel, card, column, holder, label, row


class Confirm(QWidget):
    """The confirmation. ``agreed(reason)`` freezes, ``left`` goes back to the sheet."""

    agreed = pyqtSignal(str)
    left = pyqtSignal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.keeper = desk, Keeper(self)
        self.title = RunLabel(rank=2)
        self.lines = column(gap=theme.SPACE.gap)
        self.reason = Field(t("原因"), line())
        self.go = primary(t("封存"), self.confirm, icon="lock-check-outline", key=key_of("primary"))
        pad = theme.SPACE.group
        acts = row(self.go, second(t("返回"), self.left.emit, icon="arrow-left", key=key_of("back")), None, self.keeper.line)
        inner = column(self.title, holder(self.lines), self.reason, None, gap=theme.SPACE.group, margins=(pad, pad, pad, 0))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(holder(inner, "surface"))
        foot = holder(acts)
        lay = column(area, gap=0)
        lay.addWidget(foot)
        foot_layout = foot.layout()
        assert foot_layout is not None
        foot_layout.setContentsMargins(pad, theme.SPACE.inner, pad, pad)
        edge = theme.SPACE.hair
        lay.setContentsMargins(edge, edge, edge, edge)
        self.setLayout(column(card(lay), gap=0))

    def ask(self, view: ReturnView) -> None:
        """Name what will happen to this return."""
        version = view.version + 1
        self.go.setEnabled(True)
        self.title.set_runs((Run(say.will_freeze(model.title_of(view), version), True, "fg_text", "sub", "lock-check-outline"),))
        self.go.setText(t("封存第 {n} 版").format(n=version))
        self.go.updateGeometry()
        while (item := self.lines.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.deleteLater()
        figures = sum(column.aux is False for column in view.definition.columns) * len(view.definition.rows)
        for words in say.freezing(view.cut_off, figures, version):
            self.lines.addWidget(_line("check-circle-outline", "fg_secondary", words))
        for words in self._warnings(view):
            self.lines.addWidget(_line("alert-outline", "warn_icon", words))
        self._ask_reason(view)

    def _warnings(self, view: ReturnView) -> list[str]:
        early = view.cut_off < view.period.cut_off
        made = [say.early(view.period.last_day, view.cut_off)] if early else []
        return made + ([say.months_missing(view.missing_months)] if view.missing_months else [])

    def _ask_reason(self, view: ReturnView) -> None:
        open_ = len(model.unanswered(view))
        correction = view.version > 0
        self.reason.required = bool(open_ or correction)
        self.reason.setVisible(self.reason.required)
        self.reason.retitle(say.reasons_missing(open_) if open_ else t("更正的原因"))
        self.reason.set_value("")
        self.reason.clear()
        if self.reason.required:
            self.reason.focus()
        else:
            self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        keep = Keep("return_freeze", f"return:{view.definition.code}.{view.period.code}", self.go.text()) if self.reason.required else None
        self.keeper.begin(self.desk, keep, {"reason": self.reason})

    def confirm(self) -> None:
        """Freeze, unless a reason is still wanted; a second press while it is being frozen does nothing."""
        if self.go.isEnabled() and require([self.reason]):
            self.go.setEnabled(False)
            self.agreed.emit(self.reason.value().strip())


def _line(icon: str, tone: str, words: str) -> QWidget:
    mark = IconLabel(icon, tone, role="body")
    lay = row(mark, label(words, wrap=True))
    lay.setStretch(1, 1)
    lay.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    return holder(lay)
