"""The page of a person: head, tabs, and the body of the tab one stands on. Each tab is read when it is first looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QHideEvent
from PyQt6.QtWidgets import QStackedWidget, QTabBar, QWidget

from app.domain.actions import may
from app.domain.clock import business_date
from app.services import assistance, person_pages, persons, seconds, service_lists
from app.services.person_pages import PersonFacts
from app.services.seconds import SecondLine
from app.texts import t, word
from ui import theme
from ui.desk.export import ListExport, ListName
from ui.desk.people import model
from ui.desk.people.assistance import AssistanceTab, Known, Rights
from ui.desk.people.family import FamilyTab
from ui.desk.people.status import StatusTab
from ui.desk.people.tabs import TABS, AttachmentsTab, BasicTab, CasesTab, ReferralsTab, Tab, TrailTab, VisitsTab
from ui.desk.places import Ref
from ui.desk.work import WorkPage
from ui.kit.buttons import link
from ui.kit.runs import RunLabel, bold
from ui.kit.states import StateStack
from ui.kit.text import column, row, rule
from ui.kit.wrap import WrapLabel

UNITS = {"family": t("{name} {n} 人")}


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the tabs."""

    facts: PersonFacts
    counts: Mapping[str, int]
    waiting: tuple[SecondLine, ...] = ()


class PersonView(QWidget):
    """``asked(what, value)`` is a wish of a tab that the page carries out."""

    asked = pyqtSignal(str, object)

    def __init__(self, page: WorkPage, person_id: int, tab: str = "file") -> None:
        super().__init__()
        self.page, self.person_id, self.first_tab = page, person_id, tab
        self.facts: PersonFacts | None = None
        self.name = WrapLabel()
        self.line, self.status = RunLabel(rank=2), RunLabel()
        self.waits = link("", self._to_what_waits, icon="account-clock-outline")
        self.waits.hide()
        self.look = link(t("查看"), self.reveal, icon="eye-outline", role="caption")
        self.look.setToolTip(t("看完整证件号和手机号，会留痕，30 秒后自动隐藏"))
        self.look.hide()
        self._shown: tuple[str, ...] = ()
        self.waiting: tuple[SecondLine, ...] = ()
        self._hide = QTimer(self)
        self._hide.setSingleShot(True)
        self._hide.setInterval(theme.TIMING.reveal)
        self._hide.timeout.connect(self.conceal)
        self._make_tabs()
        self._lay_out()

    def _make_tabs(self) -> None:
        may = self.page.may
        papers = may("print.paper") and may("file.read")
        self.file = AssistanceTab(Rights(may("file.points"), may("list.make"), may("file.open"), papers))
        tabs: list[Tab] = [BasicTab(may_change=may("person.change")), FamilyTab(may_write=may("household.add"))]
        tabs += [CasesTab(), VisitsTab(), ReferralsTab(), StatusTab(), AttachmentsTab(), TrailTab()]
        self.tabs: dict[str, Tab] = {one.code: one for one in tabs if may(one.needs)}
        self.codes = [code for code in TABS if code == "file" or code in self.tabs]
        for one in self.tabs.values():
            one.allow(may)
            one.asked.connect(self.asked.emit)
            self._equip(one)
        self.file.point_asked.connect(lambda code: self.asked.emit("point", code))
        self.file.lists_asked.connect(lambda which: self.asked.emit("choose", which))
        self.file.line_asked.connect(lambda line: self.asked.emit("line", line))
        self.file.asked.connect(lambda what: self.asked.emit(what, None))

    def _equip(self, tab: Tab) -> None:
        """The lists of a tab remember their columns and can be exported; a read that failed is tried again."""
        for number, table in enumerate(tab.tables):
            table.remember(f"person.{tab.code}.{number}", self.page.desk.port.preferences)
            title = table.accessibleName()
            ListExport(self.page, table, lambda title=title: ListName(f"person.{tab.code}", title))
        for faces in tab.findChildren(StateStack):
            faces.retry.connect(self.read)

    def _lay_out(self) -> None:
        self.bar, self.body = QTabBar(), QStackedWidget()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setAccessibleName(t("页签"))
        for code in self.codes:
            self.bar.addTab(TABS[code])
            self.body.addWidget(self.file if code == "file" else self.tabs[code])
        self.bar.currentChanged.connect(self._turned)
        head = row(self.name, self.line, self.look, None, self.status, gap=theme.SPACE.inner)
        head.setStretch(1, 0)
        lay = column(head, self.waits, column(self.bar, rule(), gap=0), gap=theme.SPACE.half)
        lay.setAlignment(self.waits, Qt.AlignmentFlag.AlignLeft)
        lay.addSpacing(theme.SPACE.half)
        lay.addWidget(self.body, 1)
        self.setLayout(lay)

    # -- reading

    @property
    def tab(self) -> str:
        """The tab one stands on."""
        return self.codes[max(self.bar.currentIndex(), 0)]

    def start(self) -> None:
        """Read the head, and the tab that was asked for."""
        self.turn(self.first_tab)
        self.read()

    def turn(self, code: str) -> None:
        """Turn to a tab."""
        if code in self.codes:
            self.bar.setCurrentIndex(self.codes.index(code))

    def next_tab(self) -> None:
        """Ctrl+Tab."""
        self.bar.setCurrentIndex((self.bar.currentIndex() + 1) % len(self.codes))
        self.bar.setFocus()

    def read(self) -> None:
        """Read anew what is shown."""
        wanted = self.person_id
        self.page.ask(lambda c: _head(c, wanted), self._show_head, slot="person_head")
        self._turned(self.bar.currentIndex())

    def _turned(self, _index: int) -> None:
        code, wanted = self.tab, self.person_id
        self.body.setCurrentIndex(self.codes.index(code))
        if code == "file":
            self.page.ask(lambda c: _known(c, wanted), self.file.show_known, slot="person_tab")
        else:
            tab = self.tabs[code]
            tab.wait()
            failed = lambda failure: tab.show_failed(failure.sentence)  # noqa: E731
            self.page.ask(lambda c: tab.read(c, wanted), lambda answer: self._show_tab(tab, answer), failed, slot="person_tab")

    def _show_tab(self, tab: Tab, answer: Any) -> None:
        tab.is_read = True
        tab.show_read(answer)

    def _show_head(self, head: Head) -> None:
        self.facts = head.facts
        self.name.set_runs(bold(head.facts.name, role="title"))
        self.status.set_runs(model.status_runs(head.facts))
        self.look.setVisible(self.page.may("person.reveal") and bool(head.facts.id_number_masked or head.facts.phone_masked))
        self._show_waiting(head.waiting)
        self._show_line()
        for place, code in enumerate(self.codes):
            count = head.counts.get(code, 0)
            self.bar.setTabText(place, UNITS.get(code, "{name} {n}").format(name=TABS[code], n=count) if count else TABS[code])

    def _show_waiting(self, lines: tuple[SecondLine, ...]) -> None:
        """What was entered late of this person and waits for its second person; a press leads there."""
        self.waiting = lines
        self.waits.setText(t("待上级确认：{said}").format(said=t("；").join(map(_late_words, lines))))
        self.waits.setVisible(bool(lines))

    def _to_what_waits(self) -> None:
        self.page.desk.go("cases", Ref("second", self.waiting[0].id))

    def _show_line(self) -> None:
        if self.facts is not None:
            number, phone = (*self._shown, "", "")[:2] if self._shown else ("", "")
            self.line.set_runs(model.facts_runs(self.facts, number, phone))

    # -- the numbers in full

    def reveal(self) -> None:
        """Show the numbers for 30 seconds; each look is recorded."""
        if self.facts is None:
            return
        wanted = [("id_number", self.facts.id_number_masked), ("phone", self.facts.phone_masked)]
        person = self.person_id
        look = lambda c: tuple(  # noqa: E731
            persons.reveal(c.db, c.actor, c.now(), person, field) if there else "" for field, there in wanted
        )
        self.page.put(look, self._revealed)

    def _revealed(self, numbers: tuple[str, ...]) -> None:
        self._shown = numbers
        self._show_line()
        self.look.hide()
        self._hide.start()

    def conceal(self) -> None:
        """Mask them again, and take them from the clipboard."""
        board = QGuiApplication.clipboard()
        if board is not None and board.text() and board.text() in self._shown:
            board.clear()
        self._shown = ()
        self._hide.stop()
        self._show_line()
        self.look.setVisible(self.facts is not None and self.page.may("person.reveal"))

    def hideEvent(self, event: QHideEvent | None) -> None:
        """Left or locked: nothing stays in full."""
        if self._shown:
            self.conceal()
        super().hideEvent(event)

    def take_focus(self) -> None:
        """Into the body of the tab."""
        if self.tab == "file":
            self.file.take_focus()
        else:
            self.bar.setFocus()


def _head(context: Any, person_id: int) -> Head:
    facts = person_pages.show(context.db, context.actor, context.now(), person_id)
    waiting = seconds.of_person(context.db, context.actor, context.now(), person_id) if may(context.actor, "late.read") else ()
    return Head(facts, person_pages.tab_counts(context.db, context.actor, person_id), waiting)


def _known(context: Any, person_id: int) -> Known:
    now = context.now()
    sheet = assistance.sheet(context.db, context.actor, now, person_id)
    return Known(sheet, service_lists.latest(context.db, context.actor, now, person_id), business_date(now))


def _late_words(one: SecondLine) -> str:
    """A late entry that waits in a few words: 补录走访 2026-09-21，王敏."""
    what = t("补录{kind}").format(kind=word(one.late)) if one.late is not None else word(one.step)
    return t("{what} {day}，{asker}").format(what=what, day=one.day.isoformat() if one.day else "", asker=one.asker)
