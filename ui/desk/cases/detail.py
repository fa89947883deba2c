"""The page of one case: its clock day by day, what happened, the materials, and the acts its state allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PyQt6.QtWidgets import QMenu, QStackedLayout, QWidget

from app.domain.actions import may
from app.domain.cases import CASE_MOVES, CaseAction, CaseState
from app.domain.documents import Document
from app.domain.moves import allowed
from app.domain.second_person import SecondStep
from app.services import case_acts, cases, officers
from app.services.cases import CaseFacts, CaseView
from app.services.officers import OfficerLine
from app.services.papers import Wanted
from app.texts import t, word
from ui import theme
from ui.desk.cases import clock, model, steps, waits
from ui.desk.cases.acts import TAKE_OVER, CaseAct
from ui.desk.cases.files import CaseFiles
from ui.desk.cases.form import ActForm
from ui.desk.cases.more_acts import ALL, RATE, papers_of
from ui.desk.cases.rating import CaseRating
from ui.desk.desk import Desk
from ui.desk.kept import Keep
from ui.desk.page import Act
from ui.desk.places import Ref
from ui.kit.buttons import Button, link, open_menu, primary, second
from ui.kit.clockstrip import Clock, ClockStrip, Legend
from ui.kit.lists import Material, Materials, TimeLine, headed
from ui.kit.runs import RunLabel, bold, runs_width
from ui.kit.states import FailureStrip
from ui.kit.status import Tag, TagLabel
from ui.kit.text import card, column, holder, label, row
from ui.kit.wrap import WrapLabel
from ui.messages import Failure, show

HANDED_OUT = {
    "receipt.issue": Document.MATERIAL_RECEIPT,
    "case.notice": Document.ONE_TIME_NOTICE,
    "proxy.draw": Document.PROXY_AUTHORISATION,
    "proxy.renew": Document.PROXY_RENEWAL,
}
"""Papers that are printed and signed with the act that makes them."""
NOTHING = Clock((), "")
STEPS_IN_SIGHT = 6  # steps of what happened that a low screen shows at least; the days of the clock give way to them
SHOWN = 4  # acts with a button of their own; the others lie under 更多


class CaseDetail(QWidget):
    """Shows one case; ``left`` asks for the list, ``printed`` for its acceptance notice."""

    left = pyqtSignal()

    def __init__(self, desk: Desk, strip: FailureStrip) -> None:
        super().__init__()
        self.desk, self.strip = desk, strip
        self.view: CaseView | None = None
        self.has_clock = False
        self.title, self.number = WrapLabel(), label("", tone="secondary")
        self.light, self.state = TagLabel(Tag("received")), TagLabel(Tag("received"))
        self.facts, self.waits, self.says = RunLabel(rank=2), RunLabel(rank=2), RunLabel(rank=1)
        self.days = ClockStrip(NOTHING)
        self.wants_days: bool | None = None  # as the officer chose; None: as the height allows
        self.fold = link("", self._turn_days, icon="chevron-down")
        self.steps, self.materials = TimeLine([]), Materials([])
        self.materials.toggled.connect(self._tick)
        self.files = CaseFiles(desk, self._refused)
        self.rating = CaseRating(desk, self, self.reload, self._refused)
        self.acts_at_hand: list[CaseAct] = []
        self.rarer: list[Button] = []
        self.steady: list[Button] = []
        self.more = second(t("更多"), self._more, icon="dots-horizontal")
        theme.changes().changed.connect(self._fit)
        self.form = ActForm(desk)
        self.form.done.connect(self._run)
        self.form.left.connect(self._show_lists)
        self._lay_out()

    def _lay_out(self) -> None:
        pad, gap = theme.SPACE.inner, theme.SPACE.gap
        away = link("", self.left.emit, icon="arrow-left")
        away.setAccessibleName(t("回到清单"))
        away.setToolTip(t("回到清单  Esc"))
        head = row(away, self.title, self.light, self.state, None, self.number)
        self.head = head
        self.legend = Legend()
        said = row(self.says, self.fold, gap=gap)
        said.setStretch(0, 1)
        self.clock_card = card(column(said, self.days, self.legend, margins=(pad, gap, pad, gap)))
        self.step_note, self.material_note = label("", tone="secondary"), label("", tone="secondary")
        happened = headed(t("经过"), "", self.steps, right=self.step_note)
        handed_in = holder(column(self.materials, self.files, gap=0))
        lists = row(happened, headed(t("材料"), "", handed_in, right=self.material_note), gap=pad)
        lists.setStretch(0, 3)
        lists.setStretch(1, 2)
        middle = QWidget(self)
        self.middle = QStackedLayout(middle)
        self.middle.addWidget(holder(lists, "canvas"))
        self.middle.addWidget(self.form)
        self.foot = row()
        self.foot_frame = holder(self.foot, "canvas")
        lay = column(head, self.facts, self.waits, self.clock_card, gap=gap)
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
        self.title.set_runs(bold(view.facts.item_name, role="title"))
        self.number.setText(view.facts.number)
        self.light.set_tag(model.head_tag(view))
        self.state.set_tag(model.tag(view.facts.state, ""))
        self.state.setVisible(model.says_more(view))
        self.waits.set_runs(waits.runs(view))
        self.waits.setVisible(bool(view.waiting or view.bundle))
        self._show_clock(view)
        self._fit_lines(view)
        self.steps.set_values([steps.step(event, view) for event in view.events])
        self.materials.set_materials([steps.material(line) for line in view.materials])
        self.files.open(view.facts.id, may_add=CaseAction.ATTACH in allowed(CASE_MOVES, CaseState(view.facts.state)))
        self.step_note.setText(steps.held_note(view))
        self.material_note.setText(steps.materials_note(view))
        self._show_lists()
        self._fill_foot(view)

    def _fit_lines(self, view: CaseView) -> None:
        """Facts and sentence as far as they fit whole, so that no date is cut; all of it stands in the tool tip."""
        pairs = list(model.facts_pairs(view))
        while len(pairs) > 1 and sum(runs_width(pair) for pair in pairs) > self.width():
            pairs.pop()
        self.facts.set_runs(tuple(run for pair in pairs for run in pair), model.facts_runs(view))
        head = bold(t("时限") + "  ", role="sub")
        fitting = (clock.clock_runs(view, skip=skip) for skip in range(len(clock.clock_parts(view))))
        room = self.width() - 2 * theme.SPACE.form - (0 if self.fold.isHidden() else self.fold.sizeHint().width() + theme.SPACE.gap)
        shown = next((runs for runs in fitting if runs_width((*head, *runs)) <= room), clock.clock_runs(view, skip=-1))
        self.says.set_runs((*head, *shown), (*head, *clock.clock_runs(view)))

    def _show_clock(self, view: CaseView) -> None:
        shown = clock.clock(view)
        if shown is not None:
            self.days.set_clock(shown)
            self.legend.set_clock(shown)
        self.has_clock = shown is not None
        self._fit_days()

    def _is_low(self) -> bool:
        """Whether the clock day by day would leave too little room for what happened."""
        gap, above = theme.SPACE.gap, (self.facts, *([] if self.waits.isHidden() else [self.waits]), self.says, self.foot_frame)
        taken = self.head.sizeHint().height() + sum(part.sizeHint().height() for part in above) + (len(above) + 3) * gap
        strip = self.days.sizeHint().height() + self.legend.sizeHint().height() + 2 * gap
        wanted = theme.line_height("sub") + 2 * gap + STEPS_IN_SIGHT * theme.sizes().row_grid
        return self.height() - taken - strip < wanted

    def _fit_days(self) -> None:
        """On a low screen the sentence stands for the clock; 逐日 brings its days, whose tool tips stand for the legend."""
        low = self._is_low()
        shown = self.has_clock and (not low if self.wants_days is None else self.wants_days)
        self.days.setVisible(shown)
        self.legend.setVisible(shown and not low)
        self.fold.setVisible(self.has_clock and low)
        self.fold.set_icon("chevron-up" if shown else "chevron-down")
        self.fold.setText(t("收起") if shown else t("逐日"))
        self.fold.updateGeometry()

    def _turn_days(self) -> None:
        self.wants_days = self.days.isHidden()
        self._fit_days()

    def _show_lists(self) -> None:
        """Out of a form the focus comes back to the case, where the keys begin anew."""
        inside = self.middle.currentIndex() == 1 and self.focusWidget() is not None and self.form.isAncestorOf(self.focusWidget())
        self._turn(0)
        if inside:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        """→ goes to the acts at the foot; there the arrows move on from button to button."""
        first = next((part for part in (*self.rarer, *self.steady) if not part.isHidden()), None)
        if event is not None and event.key() == Qt.Key.Key_Right and first is not None and self.middle.currentIndex() == 0:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _turn(self, face: int) -> None:
        """The lists, or a form: a form brings its own button, so the page's acts leave meanwhile."""
        self.middle.setCurrentIndex(face)
        self.foot_frame.setVisible(face == 0)
        self._fit_clock()

    def _fit_clock(self) -> None:
        """A form that would not be whole beside the clock takes its room as well."""
        above = [self.facts, self.clock_card, *([] if self.waits.isHidden() else [self.waits])]
        taken = self.head.sizeHint().height() + sum(part.sizeHint().height() + theme.SPACE.gap for part in above)
        beside = self.height() - taken >= self.form.sizeHint().height()
        self.clock_card.setVisible(self.middle.currentIndex() == 0 or beside)

    def _fill_foot(self, view: CaseView) -> None:
        while (item := self.foot.takeAt(0)) is not None:
            part = item.widget()
            if part is not None and part is not self.more:
                part.deleteLater()
        self.acts_at_hand = self.offered(view)
        first = [primary(act.title(view), partial(self.begin, act), key="Ctrl+Enter") for act in self.acts_at_hand[:1]]
        self.rarer = [second(act.title(view), partial(self.begin, act), icon=act.icon) for act in self.acts_at_hand[1:SHOWN]]
        paper = [second(t("受理通知书"), self.print_acceptance, icon="printer-outline", key="Ctrl+P")] if view.facts.accepted_on else []
        if view.waiting and view.waiting[0].paper:
            paper.insert(0, second(t("签批单"), partial(self._print, "approval-slip"), icon="printer-outline"))
        paper = self._other_papers(view) + paper
        self.steady = [*first, self.more, *paper]
        for part in (*first, *self.rarer, self.more):
            self.foot.addWidget(part)
        self.foot.addStretch(1)
        for part in paper:
            self.foot.addWidget(part)
        shown = [*first, *self.rarer, self.more, *paper]
        for part, after in zip(shown, shown[1:], strict=False):
            QWidget.setTabOrder(part, after)  # 更多 is older than the acts beside it
        self._fit_foot()

    def _other_papers(self, view: CaseView) -> list[Button]:
        """The likeliest of the other papers where it is the only one; else all of them under one button."""
        others = papers_of(view)
        if len(others) == 1:
            return [second(word(others[0]), partial(self._print, others[0].value), icon="printer-outline")]
        if not others:
            return []
        made = second(t("单据"), lambda: self._menu_of_papers(others, made), icon="printer-outline")
        return [made]

    def _menu_of_papers(self, papers: Sequence[Document], at: Button) -> None:
        menu = QMenu(self)
        for document in papers:
            menu.addAction(word(document), partial(self._print, document.value))
        open_menu(menu, at)

    def _fit_foot(self) -> None:
        """As many acts as the width holds have a button of their own; the others lie under 更多."""
        room = self.width() - sum(part.sizeHint().width() + self.foot.spacing() for part in self.steady)
        for part in self.rarer:
            room -= part.sizeHint().width() + self.foot.spacing()
            part.setVisible(room >= 0)
        self.more.setVisible(bool(self._under_more()))

    def _fit(self) -> None:
        """At another width or text size."""
        self._fit_foot()
        if self.view is not None:
            self._fit_days()
            self._fit_lines(self.view)
            self._fit_clock()

    def _under_more(self) -> list[CaseAct]:
        """The acts that have no button of their own now."""
        shown = sum(not part.isHidden() for part in self.rarer)
        return self.acts_at_hand[1 + shown :]

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent | None) -> None:
        """The case was left: the visitor's window goes with it."""
        super().hideEvent(event)
        self.rating.put_away()

    def _more(self) -> None:
        """The rarer acts in a menu."""
        menu = QMenu(self)
        assert self.view is not None
        for act in self._under_more():
            menu.addAction(act.title(self.view), partial(self.begin, act))
        open_menu(menu, self.more)

    def unseen(self) -> list[tuple[str, Callable[[], object]]]:
        """What lies under 更多, for the search."""
        if self.view is None or self.middle.currentIndex() == 1:
            return []
        return [(act.title(self.view), partial(self.begin, act)) for act in self._under_more()]

    def offered(self, view: CaseView) -> list[CaseAct]:
        """What this officer may do with the case now, the likeliest first."""
        actor, state = self.desk.context.actor, CaseState(view.facts.state)
        possible = set(allowed(CASE_MOVES, state))
        mine = [TAKE_OVER] if view.facts.offered_to == actor.login else []
        return mine + [act for act in ALL if act.fits(view, possible) and may(actor, act.permission)]

    def begin(self, act: CaseAct) -> None:
        """Do an act at once, or show its form when it asks for something."""
        assert self.view is not None
        if act is RATE:
            self.rating.ask(self.view)
            return
        if not act.asks(self.view):
            self._run(act, {})
            return
        if any(asked.kind in ("attachment", "scan") for asked in act.fields):
            self._show_slip(act)
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
        instead = [(one.name, partial(self.begin, one)) for one in self.acts_at_hand if one.permission in act.instead]
        self.form.begin(act, self.view, others, instead)
        self._turn(1)

    def _show_slip(self, act: CaseAct) -> None:
        """The form of a signed paper chooses among the kept files, the newest first; without its slip there is nothing to record."""
        assert self.view is not None
        kept = [(str(line.id), t("{title}（{day}）").format(title=line.title, day=f"{line.added_at:%m-%d}")) for line in self.files.lines]
        if not kept and any(asked.kind == "attachment" for asked in act.fields):
            self.desk.say(t("请先打印签批单，签字后扫描或拍照，用“加扫描件或照片”加到附件，再登记。"))
            return
        self.form.begin(act, self.view, kept[::-1])
        self._turn(1)

    def _run(self, act: CaseAct, values: Mapping[str, str]) -> None:
        assert self.view is not None
        context, number = self.desk.context, self.view.facts.number
        if act.pending and self.view.waiting:
            values = {**values, "waits": self.view.waiting[0].step}
        kept = self.form.keeper.keep if self.middle.currentIndex() == 1 and self.form.act is act else None
        work = partial(act.run, context.db, context.actor, context.now(), number, values)
        self.desk.jobs.write(self, work, lambda facts: self._written(act, facts, kept), self._refused)

    def _written(self, act: CaseAct, facts: object, kept: Keep | None) -> None:
        """Say so, and go on to the paper that has to be handed out with it."""
        if kept is not None:
            self.form.keeper.done(kept)
        before = set(self.view.facts.waiting_for) if self.view is not None else set()
        new = set(facts.waiting_for) - before if isinstance(facts, CaseFacts) else set()
        said = t("{act}：待上级确认，确认以前期限照常计算") if new else t("{act}：已保存")
        self.desk.say(said.format(act=act.name))
        self.desk.refresh()
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # the button that was pressed is gone with what it did
        self.reload()
        # a notice goes out although the pause that comes with it waits
        waits = isinstance(facts, CaseFacts) and bool(set(facts.waiting_for) - {SecondStep.PAUSE.value})
        if act.permission in HANDED_OUT and not waits:
            self._print(HANDED_OUT[act.permission].value)

    def _tick(self, material: Material) -> None:
        """Space turns one material over: not there, received today, waived where the item says that it may be, and not there again."""
        assert self.view is not None
        if CaseAction.MATERIAL not in allowed(CASE_MOVES, CaseState(self.view.facts.state)):
            self.desk.say(t("办件已经结束，材料不能再改。"))
            return
        context, number = self.desk.context, self.view.facts.number
        to = {"open": "received", "there": "waived" if material.waivable else "missing"}.get(material.state, "missing")
        work = partial(case_acts.receive_material, context.db, context.actor, context.now(), number, [material.code], to)
        self.desk.jobs.write(self, work, lambda _facts: self.reload(), self._refused)

    def print_acceptance(self) -> None:
        """Go to the prints with this case's acceptance notice."""
        self._print("acceptance")

    def _print(self, document: str) -> None:
        if self.view is not None:
            self.desk.go("prints", Ref("paper", Wanted(document, case=self.view.facts.number)))

    def _refused(self, failure: Failure) -> None:
        fields = self.form.told_at() if self.middle.currentIndex() == 1 else {}
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
