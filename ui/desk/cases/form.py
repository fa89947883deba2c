"""The form of an act, in the page itself: what will happen, its fields, and one button that names the act."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.services.cases import CaseView
from app.texts import t
from ui import theme
from ui.desk.cases.acts import ANSWERS, PAUSES, SIGNINGS, TOLD, Asked, CaseAct, lent_words
from ui.desk.desk import Desk
from ui.desk.kept import Keep, Keeper
from ui.desk.keys import key_of
from ui.kit.buttons import primary, second
from ui.kit.checks import Check
from ui.kit.fields import Choice, Field, FieldArea, combo, line, require, two_columns
from ui.kit.text import column, holder, label, row

CHOICES = {"pause": PAUSES, "answer": ANSWERS, "told": TOLD, "signing": SIGNINGS}


class Ticks(Choice):
    """The materials of an item as boxes to tick; several at once."""

    def __init__(self, options: list[tuple[str, str]], every: str = "") -> None:
        """``every`` is the word of a box that ticks all of them at once."""
        super().__init__(())
        self.boxes = [(code, Check(name)) for code, name in options]
        self.every = Check(every)
        self._at_once = bool(every) and len(options) > 1  # asked to show itself before it has a parent it would be a window of its own
        self.every.toggled.connect(lambda on: [box.setChecked(on) for _, box in self.boxes])
        lay = self.layout()
        assert lay is not None
        for _, box in self.boxes:
            box.toggled.connect(lambda _on: self.picked.emit(self.text()))
        first = (self.every,) if self._at_once else ()
        lay.addWidget(holder(column(*first, *(box for _, box in self.boxes), gap=theme.SPACE.half)))

    def text(self) -> str:
        """The codes that are ticked, joined by commas."""
        return ",".join(code for code, box in self.boxes if box.isChecked())

    def setText(self, code: str) -> None:
        """Tick those named."""
        wanted = code.split(",")
        for one, box in self.boxes:
            box.setChecked(one in wanted)

    def setFocus(self, *reason: Any) -> None:
        """Into the first box."""
        (self.every if self._at_once else self.boxes[0][1]).setFocus(*reason)


def _keep(act: CaseAct, view: CaseView) -> Keep:
    """What is typed for an act belongs to this act of this case; whatever happens with the case is a step of it."""
    return Keep(f"case.{act.name}", f"case:{view.facts.number}", act.name, str(len(view.events)))


def _pairs(parts: Sequence[QWidget]) -> list[list[QWidget]]:
    """Two and two; a field that goes across stands alone in its line."""
    made: list[list[QWidget]] = []
    for part in parts:
        if made and len(made[-1]) == 1 and not part.property("across") and not made[-1][0].property("across"):
            made[-1].append(part)
        else:
            made.append([part])
    return made


class ActForm(QFrame):
    """One act's form; ``done`` carries the act and what was entered, ``left`` leaves it."""

    done = pyqtSignal(object, dict)
    left = pyqtSignal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.keeper = desk, Keeper(self)
        self.setProperty("card", "true")
        self.act: CaseAct | None = None
        self.fields: dict[str, Field] = {}
        pad = theme.SPACE.group
        self.lay = QVBoxLayout()
        self.lay.setContentsMargins(pad, pad, pad, pad)
        self.lay.setSpacing(theme.SPACE.inner)
        self.setLayout(self.lay)
        self._inside = QWidget()
        self.lay.addWidget(self._inside)

    def begin(
        self,
        act: CaseAct,
        view: CaseView,
        options: list[tuple[str, str]] | None = None,
        instead: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """Show the fields of an act for a case; ``options`` are what an officer or a kept file is chosen from, ``instead`` other acts."""
        self.act, self.fields = act, {}
        fresh = QWidget()
        parts = [self._field(asked, view, options or []) for asked in act.fields if asked.fits(view)]
        title = act.title(view)
        others = [second(words, run) for words, run in instead]
        back = second(t("返回"), self.left.emit, icon="arrow-left", key=key_of("back"))
        foot = row(primary(title, self.confirm, key="Ctrl+Enter"), *others, back, None, self.keeper.line)
        head = label(title, "sub", bold=True), label(act.explanation(view), tone="secondary", wrap=True)
        lay = column(*head)
        lay.addWidget(FieldArea(holder(column(two_columns(*_pairs(parts)), None))), 1)
        lay.addLayout(foot)
        fresh.setLayout(lay)
        self.lay.replaceWidget(self._inside, fresh)
        self._inside.hide()
        self._inside.deleteLater()
        self._inside = fresh
        next(iter(self.fields.values())).focus()
        self.keeper.begin(self.desk, _keep(act, view), self.fields)

    def _field(self, asked: Asked, view: CaseView, options: list[tuple[str, str]]) -> Field:
        editor = self._editor(asked, view, options)
        made = Field(asked.title, editor, hint=asked.hint, required=asked.required and asked.kind != "materials")
        if asked.kind in ("materials", "here"):
            made.setProperty("across", True)
        self.fields[asked.name] = made
        return made

    def _editor(self, asked: Asked, view: CaseView, options: list[tuple[str, str]]) -> QWidget:
        if asked.kind == "materials":
            lines = [m for m in view.materials if m.state == "missing"]
            ticks = Ticks([(m.code, m.name) for m in lines])
            # all at once is the rule; what another case of the bundle asks for is told there
            ticks.setText(",".join(m.code for m in lines if not m.under))
            return ticks
        if asked.kind == "here":
            missing = [m for m in view.materials if m.state == "missing"]
            return Ticks([(m.code, t("{name}（可以后补）").format(name=m.name) if m.later else m.name) for m in missing], t("全部收到"))
        if asked.kind == "officer":
            return combo([("", t("请选择")), *options] if len(options) > 1 else options)
        if asked.kind == "attachment":
            return combo(options)
        if asked.kind == "scan":
            return combo([("", t("没有扫描件")), *options])
        if asked.kind == "receipt":
            return combo([(one.code, lent_words(one)) for one in view.lent])
        if asked.kind in CHOICES:
            return combo(CHOICES[asked.kind])
        return line(hint={"date": t("2026-03-02"), "number": t("工作日")}.get(asked.kind, ""))

    def told_at(self) -> dict[str, Field]:
        """Beside which field a refusal stands; what is said of materials stands at the first field where none is missing."""
        return {"missing": next(iter(self.fields.values())), **self.fields} if self.fields else {}

    def values(self) -> dict[str, str]:
        """What was entered, by field."""
        return {name: field.value() for name, field in self.fields.items()}

    def confirm(self) -> None:
        """Hand over what was entered; an empty required field says so and takes the cursor.

        What was refused before is asked anew: another field than the refused one may have mended it.
        """
        for field in self.fields.values():
            if field.is_wrong:
                field.clear()
        if self.act is None or not require(list(self.fields.values())):
            return
        self.done.emit(self.act, self.values())
