"""The page of one case: its clock day by day, what happened, the materials, and the acts its state allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QCursor
from PyQt6.QtWidgets import QMenu, QStackedLayout, QWidget

from app.domain.actions import may
from app.domain.cases import CASE_MOVES, CaseAction, CaseState
from app.domain.moves import allowed
from app.services import case_acts, cases, officers
from app.services.cases import CaseView
from app.services.officers import OfficerLine
from app.services.papers import Wanted
from app.texts import t
from ui import theme
from ui.desk.cases import model
from ui.desk.cases.acts import ACTS, TAKE_OVER, CaseAct
from ui.desk.cases.form import ActForm
from ui.desk.desk import Desk
from ui.desk.page import Act
from ui.desk.places import Ref
from ui.kit.buttons import link, primary, second
from ui.kit.clockstrip import Clock, ClockStrip, legend
from ui.kit.lists import Material, Materials, TimeLine, headed
from ui.kit.runs import RunLabel, bold
from ui.kit.states import FailureStrip
from ui.kit.status import Tag, TagLabel
from ui.kit.text import ElidedLabel, card, column, holder, label, row
from ui.messages import Failure, show

NOTHING = Clock((), "")
SHOWN = 4  # acts with a button of their own; the others lie under 更多


class CaseDetail(QWidget):
    """Shows one case; ``left`` asks for the list, ``printed`` for its acceptance notice."""

    left = pyqtSignal()

    def __init__(self, desk: Desk, strip: FailureStrip) -> None:
        super().__init__()
        self.desk, self.strip = desk, strip
        self.view: CaseView | None = None
        self.title, self.number = ElidedLabel("", "title", bold=True, rank=1), label("", tone="secondary")
        self.light, self.state = TagLabel(Tag("received")), TagLabel(Tag("received"))
        self.facts, self.says = RunLabel(rank=2), RunLabel(rank=1)
        self.days = ClockStrip(NOTHING)
        self.steps, self.materials = TimeLine([]), Materials([])
        self.materials.toggled.connect(self._tick)
        self.form = ActForm()
        self.form.done.connect(self._run)
        self.form.left.connect(self._show_lists)
        self._lay_out()

    def _lay_out(self) -> None:
        pad, gap = theme.SPACE.inner, theme.SPACE.gap
        head = row(link("", self.left.emit, icon="arrow-left"), self.title, self.light, self.state, None, self.number)
        self.clock_card = card(column(self.says, self.days, legend(), margins=(pad, gap, pad, gap)))
        self.step_note, self.material_note = label("", tone="secondary"), label("", tone="secondary")
        happened = headed(t("经过"), "", self.steps, right=self.step_note)
        lists = row(happened, headed(t("材料"), "", self.materials, right=self.material_note), gap=pad)
        lists.setStretch(0, 3)
        lists.setStretch(1, 2)
        middle = QWidget(self)
        self.middle = QStackedLayout(middle)
        self.middle.addWidget(holder(lists, "canvas"))
        self.middle.addWidget(self.form)
        self.foot = row()
        self.foot_frame = holder(self.foot, "canvas")
        lay = column(head, self.facts, self.clock_card, gap=gap)
        lay.addWidget(middle, 1)
        lay.addWidget(self.foot_frame)
        self.setLayout(lay)

    def open(self, number: str) -> None:
        """Read a case and show it."""
        context = self.desk.context
        work = partial(cases.show, context.db, context.actor, context.now(), number)
        self.desk.jobs.read(self, work, self.show_case, self._refused, slot="case")

    def reload(self) -> None:
        """Read the case on the page anew."""
        if self.view is not None:
            self.open(self.view.facts.number)

    def show_case(self, view: CaseView) -> None:
        """Put a case on the page."""
        self.view = view
        self.strip.clear()
        self.title.setText(view.facts.item_name)
        self.number.setText(view.facts.number)
        self.light.set_tag(model.head_tag(view.facts))
        self.state.set_tag(model.tag(view.facts.state, ""))
        self.state.setVisible(bool(view.facts.light))
        self.facts.set_runs(model.facts_runs(view))
        self._show_clock(view)
        self.steps.set_values([model.step(event, view.today) for event in view.events])
        self.materials.set_materials([model.material(line) for line in view.materials])
        self.step_note.setText(t("{n} 步，全部留痕").format(n=len(view.events)))
        self.material_note.setText(model.materials_note(view))
        self._show_lists()
        self._fill_foot(view)

    def _show_clock(self, view: CaseView) -> None:
        shown = model.clock(view)
        self.clock_card.setVisible(shown is not None)
        self.says.set_runs((*bold(t("时限") + "  ", role="sub"), *model.clock_runs(view)))
        if shown is not None:
            self.days.set_clock(shown)

    def _show_lists(self) -> None:
        self._turn(0)

    def _turn(self, face: int) -> None:
        """The lists, or a form: a form brings its own button, so the page's acts leave meanwhile."""
        self.middle.setCurrentIndex(face)
        self.foot_frame.setVisible(face == 0)

    def _fill_foot(self, view: CaseView) -> None:
        while (item := self.foot.takeAt(0)) is not None:
            part = item.widget()
            if part is not None:
                part.deleteLater()
        offered = self.offered(view)
        for act in offered[:1]:
            self.foot.addWidget(primary(act.word, partial(self.begin, act), key="Ctrl+Enter"))
        for act in offered[1:SHOWN]:
            self.foot.addWidget(second(act.word, partial(self.begin, act), icon=act.icon))
        if offered[SHOWN:]:
            self.foot.addWidget(second(t("更多"), partial(self._more, offered[SHOWN:]), icon="dots-horizontal"))
        self.foot.addStretch(1)
        if view.facts.accepted_on is not None:
            self.foot.addWidget(second(t("受理通知书"), self.print_acceptance, icon="printer-outline", key="Ctrl+P"))

    def _more(self, acts: Sequence[CaseAct]) -> None:
        """The rarer acts in a menu."""
        menu = QMenu(self)
        for act in acts:
            menu.addAction(act.word, partial(self.begin, act))
        menu.popup(QCursor.pos())

    def offered(self, view: CaseView) -> list[CaseAct]:
        """What this officer may do with the case now, the likeliest first."""
        actor, state = self.desk.context.actor, CaseState(view.facts.state)
        possible = set(allowed(CASE_MOVES, state))
        mine = [TAKE_OVER] if view.facts.offered_to == actor.login else []
        return mine + [act for act in ACTS if act.fits(view, possible) and may(actor, act.permission)]

    def begin(self, act: CaseAct) -> None:
        """Do an act at once, or show its form when it asks for something."""
        assert self.view is not None
        if not act.asks(self.view):
            self._run(act, {})
            return
        if any(asked.kind == "officer" for asked in act.fields):
            context = self.desk.context
            work = partial(officers.listing, context.db, context.actor)
            self.desk.jobs.read(self, work, lambda found: self._show_form(act, found), self._refused)
            return
        self._show_form(act, ())

    def _show_form(self, act: CaseAct, found: Sequence[OfficerLine]) -> None:
        assert self.view is not None
        others = [
            (o.login, o.name) for o in found if o.active and o.login != self.view.facts.officer and {"counter", "head"} & set(o.roles)
        ]
        self.form.begin(act, self.view, others)
        self._turn(1)

    def _run(self, act: CaseAct, values: Mapping[str, str]) -> None:
        assert self.view is not None
        context, number = self.desk.context, self.view.facts.number
        work = partial(act.run, context.db, context.actor, context.now(), number, values)
        self.desk.jobs.write(self, work, lambda _facts: self._written(act), self._refused)

    def _written(self, act: CaseAct) -> None:
        self.desk.say(t("{act}：已保存").format(act=act.word))
        self.desk.refresh()
        self.reload()

    def _tick(self, material: Material) -> None:
        """Space turns one material over: not there ↔ received today."""
        assert self.view is not None
        if CaseAction.MATERIAL not in allowed(CASE_MOVES, CaseState(self.view.facts.state)):
            self.desk.say(t("办件已经结束，材料不能再改。"))
            return
        context, number = self.desk.context, self.view.facts.number
        to = "missing" if material.state == "there" else "received"
        work = partial(case_acts.receive_material, context.db, context.actor, context.now(), number, [material.code], to)
        self.desk.jobs.write(self, work, lambda _facts: self.reload(), self._refused)

    def print_acceptance(self) -> None:
        """Go to the prints with this case's acceptance notice."""
        if self.view is not None:
            self.desk.go("prints", Ref("paper", Wanted("acceptance", case=self.view.facts.number)))

    def _refused(self, failure: Failure) -> None:
        fields = self.form.fields if self.middle.currentIndex() == 1 else {}
        show(failure, self.strip, fields, self.reload)

    def acts(self) -> Mapping[str, Act]:
        """What the page's keys do on a case."""
        if self.view is None:
            return {}
        offered = self.offered(self.view)
        first: Callable[[], object] = partial(self.begin, offered[0]) if offered else self.reload
        form = self.middle.currentIndex() == 1
        made = {"primary": Act(self.form.confirm) if form else Act(first, "" if offered else t("这个办件已经结束。"))}
        if form:
            made["save"] = Act(self.form.confirm)
        why = "" if self.view.facts.accepted_on else t("受理以后才有受理通知书。")
        made["print"] = Act(self.print_acceptance, why)
        return made

    def back(self) -> bool:
        """Esc: from a form to the lists, then to the list of cases."""
        if self.middle.currentIndex() == 1:
            self._show_lists()
        else:
            self.left.emit()
        return True
