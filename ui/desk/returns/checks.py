"""The checks at the right: failed first with a jump, then what wants a reason with its field, the passed ones as plain sums."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtWidgets import QFrame, QLabel, QLayout, QScrollArea, QSizePolicy, QWidget

from app.domain.returns import CheckResult
from app.services.returns import Difference, ReturnView
from app.texts import t
from ui import theme
from ui.desk.keys import key_of
from ui.desk.returns import model
from ui.kit.buttons import Button, link, second
from ui.kit.fields import Field, line, require
from ui.kit.runs import Run, RunLabel
from ui.kit.text import card, column, holder, label, row

FEW = 4
MOST_DIFFERENCES = 6


class ChecksPanel(QFrame, theme.Themed):
    """``jumped(cell)``, ``reasoned(rule, text)``, ``again`` for a new check."""

    jumped = pyqtSignal(str)
    reasoned = pyqtSignal(str, str)
    again = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self.view: ReturnView | None = None
        self.fields: dict[str, Field] = {}
        self.saves: dict[str, Button] = {}
        self.may_write, self.every = True, False
        self.count = label("", "caption", "secondary")
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button = second(t("重新核对"), self.again.emit, icon="replay", key=key_of("check"))
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.when, self.hint = _note(), _note()
        self.when.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.hint.hide()
        pad = theme.SPACE.inner
        head = row(label(t("核对"), "sub", bold=True), None, self.count)
        lay = column(head, gap=theme.SPACE.gap, margins=(pad, pad, pad, pad))
        lay.addWidget(self.area, 1)
        for part in (self.hint, self.button, self.when):
            lay.addWidget(part)
        self.setLayout(lay)
        self.follow_theme()

    def restyle(self) -> None:
        self.setFixedWidth(theme.sizes().panel)
        super().restyle()

    def show_view(self, view: ReturnView, *, may_write: bool) -> None:
        """Put what came of the checks into the panel."""
        self.view, self.may_write = view, may_write
        self._fill()

    def say_when(self, words: str, hint: str = "") -> None:
        """When the checks were run, or that something has changed since."""
        self.when.setText(words)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def _fill(self) -> None:
        assert self.view is not None
        told = model.verdicts(self.view)
        self.fields, self.saves = {}, {}
        self.count.setText(t("{n} 条规则").format(n=len(self.view.result.checks)))
        lay = column(gap=theme.SPACE.gap, margins=(0, 0, theme.SPACE.ring, 0))
        for check in told.failed:
            lay.addWidget(self._failed(check))
        for check in told.asked:
            lay.addWidget(self._asked(check))
        for part in (*self._notes(self.view), *self._passed(told.passed)):
            lay.addWidget(part)
        lay.addStretch(1)
        self.area.setWidget(_Narrow(holder(lay, "surface"), self.area))

    def _failed(self, check: CheckResult) -> QFrame:
        head = row(_words("alert-octagon", t("未通过"), "danger"), None, *self._jump(check))
        return _card("danger", head, check.text, check.hint)

    def _jump(self, check: CheckResult) -> tuple[QWidget, ...]:
        assert self.view is not None
        cell = model.first_shown(check, self.view.definition)
        return (link(t("跳到"), partial(self.jumped.emit, cell)),) if cell else ()

    def _asked(self, check: CheckResult) -> QFrame:
        assert self.view is not None
        given = (self.view.reasons or {}).get(check.rule, "")
        field = Field(t("原因"), line(given, hint=t("写一句原因")))
        self.fields[f"reason.{check.rule}"], self.saves[check.rule] = field, link(t("保存原因"), flush=True)
        field.setVisible(False)
        editor = field.editor
        send = partial(self._send, check.rule, field)
        editor.returnPressed.connect(send)  # type: ignore[attr-defined]
        save = self.saves[check.rule]
        save.clicked.connect(lambda _on=False: send())
        save.hide()
        write = link(t("改原因") if given else t("写原因"), partial(_begin, field, save))
        write.setVisible(self.may_write)
        head = row(_words("message-alert-outline", t("已说明") if given else t("需说明")), None, *self._jump(check), write)
        below = (field, holder(row(save, None)))
        return _card("note", head, check.text, t("原因：{text}").format(text=given) if given else check.hint, *below)

    def _send(self, rule: str, field: Field) -> None:
        if require([field]):
            self.reasoned.emit(rule, field.value().strip())

    def _notes(self, view: ReturnView) -> list[QWidget]:
        """What came late, what changed after the freezing, and what is told in words only."""
        made: list[QWidget] = []
        late = t("、").join(f"{one.title} {one.count}" for one in view.late)
        if late:
            made.append(_card("note", row(_words("clock-outline", t("截止后补录")), None), late, t("不在本期的数里，计入下一期的累计。")))
        changed = [one for one in view.differences if not view.definition.cell(one.cell).column.aux]
        if changed:
            made.append(self._differences(view, changed))
        made += [_card("note", row(_words("information-outline", t("附注")), None), note, "") for note in view.notes]
        return made

    def _differences(self, view: ReturnView, changed: Sequence[Difference]) -> QFrame:
        title = t("和第 {n} 版不同").format(n=view.version + 1) if view.newest else t("封存后记录有变")
        said = t("{n} 个数后来改了，箭头后面是第 {next} 版的。") if view.newest else t("{n} 个数和今天的记录不同，封存的数不变。")
        head = row(_words("message-alert-outline", title), None)
        made = _card("note", head, said.format(n=len(changed), next=view.version + 1), "")
        lay = made.layout()
        assert lay is not None
        for one in changed[:MOST_DIFFERENCES]:
            lay.addWidget(link(_changed(one, view), partial(self.jumped.emit, one.cell), role="caption", flush=True))
        return made

    def _passed(self, passed: tuple[CheckResult, ...]) -> list[QWidget]:
        if not passed:
            return []
        shown = passed if self.every else passed[:FEW]
        made: list[QWidget] = [_words("check-circle", t("通过 {n} 条").format(n=len(passed)), "ok")]
        made += [label(check.text, "caption", "secondary", wrap=True) for check in shown]
        if len(passed) > FEW:
            word = t("收起") if self.every else t("还有 {n} 条").format(n=len(passed) - FEW)
            made.append(link(word, self._turn, role="caption", flush=True))
        return made

    def _turn(self) -> None:
        self.every = not self.every
        self._fill()


class _Narrow(QWidget):
    """Takes the width of the scroll area, so that sentences wrap instead of scrolling sideways."""

    def __init__(self, inner: QWidget, area: QScrollArea) -> None:
        super().__init__()
        self._area = area
        self.setLayout(column(inner, gap=0))
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        port = area.viewport()
        assert port is not None
        port.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: object, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        port = self._area.viewport()
        if port is not None:
            self.setMaximumWidth(max(port.width(), theme.SPACE.wide))


def _begin(field: Field, save: QWidget) -> None:
    field.show()
    save.show()
    field.focus()


def _changed(one: Difference, view: ReturnView) -> str:
    title = view.definition.cell(one.cell).column.head[-1].replace("{span}", view.period.span)
    return f"{title} {_plain(one.frozen)} → {_plain(one.today)}"


def _plain(value: object) -> str:
    return t("（空）") if value is None else str(value)


def _words(icon: str, text: str, tone: str = "fg_text") -> RunLabel:
    return RunLabel((Run(text, True, tone, "body", icon),))


def _note() -> QLabel:
    return label("", "caption", "secondary", wrap=True)


def _card(kind: str, head: QLayout, sentence: str, hint: str, *below: QWidget) -> QFrame:
    pad, gap = theme.SPACE.inner, theme.SPACE.gap
    parts: list[QWidget] = [label(sentence, wrap=True)]
    parts += [label(hint, "caption", "secondary", wrap=True)] if hint else []
    return card(column(head, *parts, *below, gap=theme.SPACE.half, margins=(gap, gap, pad, gap)), kind)
