"""The place of cases: what is late first; a row opens its case, Ctrl+N begins a new one for the person being served."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PyQt6.QtWidgets import QMenu, QStackedLayout, QWidget

from app.domain.actions import may
from app.domain.clock import business_date
from app.domain.documents import Document
from app.services import case_counts, cases, officers
from app.services.case_counts import CaseCounts
from app.services.cases import CaseFilter, CaseRow
from app.services.officers import OfficerLine
from app.services.papers import Wanted
from app.texts import t
from ui import theme
from ui.desk.cases import BEGINS as BEGINS
from ui.desk.cases import model
from ui.desk.cases.detail import CaseDetail
from ui.desk.cases.inquiries import InquiriesPage
from ui.desk.cases.model import Shown
from ui.desk.cases.moved import MovedPage
from ui.desk.cases.new import NewCase
from ui.desk.cases.seconds import SecondsPage
from ui.desk.cases.sheets import SHEETS
from ui.desk.cases.voices import VoicesPage
from ui.desk.desk import Desk
from ui.desk.export import ListExport, ListName
from ui.desk.keys import key_of
from ui.desk.page import Act, Page
from ui.desk.places import Ref
from ui.kit.buttons import Button, chip, link, open_menu, primary, second
from ui.kit.chips import ChipRow
from ui.kit.sieve import FilterBox
from ui.kit.states import StateStack
from ui.kit.table import Table
from ui.kit.text import ElidedLabel, column, holder, keys_row, label, row
from ui.messages import Failure
from ui.models.paged import Fetch, PagedModel
from ui.models.paged import Page as Rows

CHIPS = (
    ("all", t("全部"), "", ""),
    ("open", t("在办"), "", ""),
    ("overdue", t("逾期"), "alert-octagon", "danger"),
    ("due_today", t("今天"), "clock-alert", "danger"),
    ("near", t("临期"), "timer-sand", "warn_icon"),
    ("paused", t("停表"), "pause-circle-outline", ""),
    ("closed", t("已办结"), "check-circle-outline", ""),
    ("mine", t("我负责的"), "account-outline", ""),
    ("holder", t("责任人"), "account-group-outline", ""),
    ("due", t("期限"), "calendar-clock", ""),
    ("received", t("已收件"), "", ""),
    ("noticed", t("待补正"), "", ""),
    ("accepted", t("办理中"), "", ""),
    ("decided", t("待送达"), "", ""),
    ("refused", t("不予受理"), "", ""),
    ("withdrawn", t("已撤回"), "", ""),
    ("void", t("已作废"), "", ""),
)
"""Lights and sums first, then what opens a menu, then the states that have no chip yet: every state of the table of moves has one."""
TITLES = {code: title for code, title, _icon, _tone in CHIPS}
MENUS = ("holder", "due")
LIST, CASE, NEW, VOICES, REGISTER, SECONDS, MOVED = range(7)
VOICE_REFS = frozenset({"voices", "rectification", "rectifications", "complaint", "rating", "invitations"})
FED_BY = frozenset({"cases", "case_event", "case_material", "approval", "hand_over"})
OWN_ORDER = t("排序：期限近的在前")


class CasesPage(Page):
    """List, case and new-case form in one place; Esc leads back."""

    help = t(
        "办件按期限排，急的在前。Enter 打开，/ 查找，Ctrl+N 给当前服务对象新办，Ctrl+Enter 做当前这一步，→ 到下面其他的按钮。"
        "Ctrl+J 看首问登记簿，Ctrl+E 看评价和投诉，在哪一页都行。"
        "Ctrl+P 打印：在清单上是日报（Ctrl+Shift+P 周报，Ctrl+Alt+P 月报），在办件里是受理通知书。"
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown, self.counts = Shown(), None  # type: Shown, CaseCounts | None
        self.only: CaseFilter | None = None
        self.model = PagedModel(desk.jobs, model.columns(), self)
        self.model.own_order = ("due", False)
        self.table = Table(self.model, name="cases", preferences=desk.port.preferences)
        self.table.setAccessibleName(t("办件清单"))
        self.faces = StateStack(self.table, icon="folder-outline", empty=t("这里没有办件"), more=t("来人时按 F2 叫号，再按 Ctrl+N 新办。"))
        self.detail, self.new = CaseDetail(desk, self.strip), NewCase(desk, self.strip)
        self.voices, self.register = VoicesPage(desk, self._to_list), InquiriesPage(desk, self._to_list)
        self.seconds = SecondsPage(desk, self._to_list)
        self.moved = MovedPage(desk, self._to_list)
        self.under = {VOICES: self.voices, REGISTER: self.register, SECONDS: self.seconds, MOVED: self.moved}
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.note = ElidedLabel("", tone="secondary", rank=2)
        self.find = FilterBox(t("在办件中找"), self._search)
        self.find.below = self.table
        self.export = ListExport(self, self.table, self.exported)
        self.chips: dict[str, Button] = {
            code: chip(title, partial(self._choose, code), icon=icon, icon_tone=tone, checked=code == "open")
            for code, title, icon, tone in CHIPS
        }
        self.out = second(self.export.words(None), self.export.ask, icon="file-excel-outline", lean=True)
        asked = second(t("首问登记簿"), partial(self._to_under, REGISTER), icon="account-voice", key=key_of("register"), lean=True)
        said = second(t("评价和投诉"), partial(self._to_under, VOICES), icon="comment-alert-outline", key=key_of("voices"), lean=True)
        self.begin = primary(t("新办件"), self._begin, icon="plus", key="Ctrl+N", lean=True)
        head = row(label(t("办件"), "title", bold=True), self.note, None, asked, said, self.out, self.begin, gap=theme.SPACE.inner)
        self.chip_row = ChipRow(self.chips, self._choose)
        tools = row(self.find, self.chip_row)
        tools.setStretch(0, 1)
        keys = keys_row(("Enter", t("打开")), ("/", t("查找")), ("Ctrl+C", t("复制")))
        self.own_order = OWN_ORDER
        self.order = label(OWN_ORDER, "caption", "secondary")
        self.selection = label("", "caption", "secondary")
        self.sheets = link(t("日报、周报、月报"), self._offer_sheets, icon="printer-outline")
        self.waits = link(t("待确认和补录"), partial(self._to_under, SECONDS), icon="account-clock-outline")
        foot = row(self.selection, keys, None, self.waits, self.sheets, self.order)
        lay = column(head, tools, gap=theme.SPACE.gap)
        lay.addWidget(self.faces, 1)
        lay.addLayout(foot)
        frame = QWidget(self)
        self.stack = QStackedLayout(frame)  # with a parent from the start: a stack shows its first part at once
        for part in (holder(lay, "canvas"), self.detail, self.new, *self.under.values()):
            self.stack.addWidget(part)
        self.body.addWidget(frame, 1)

    def _connect(self) -> None:
        self.table.opened.connect(self._open_row)
        self.table.filter_asked.connect(self.find.setFocus)
        self.table.reordered.connect(self._say_order)
        self.table.chosen.connect(self._chosen)
        self.model.rowsInserted.connect(self._count_export)
        self.find.returnPressed.connect(self.table.setFocus)
        self.model.refused_order.connect(self.desk.say)
        self.model.state_changed.connect(self._state)
        self.faces.retry.connect(self.arrive)
        theme.changes().changed.connect(self.restyle)
        self.restyle()
        self.detail.left.connect(self._to_list)
        self.new.left.connect(self._to_list)
        self.new.opened.connect(self._open_number)
        self.desk.changed.connect(self._changed)

    def _say_order(self) -> None:
        self.order.setText(self.table.order_words(self.own_order))

    def restyle(self) -> None:
        """In the largest text the chips give up their icons: the words say the same, and all of them have room."""
        largest = theme.current().text == theme.TEXT_SIZES[-1]
        for code, _title, icon, _tone in CHIPS:
            self.chips[code].set_icon("" if largest else icon)
        self.waits.setText(t("待确认") if largest else t("待确认和补录"))

    def arrive(self) -> None:
        """Read the counts and the first page; on a case, read that."""
        if self.desk.context is None:
            return
        self.begin.setVisible(not self._why_not)
        if self.stack.currentIndex() == CASE:
            self.detail.reload()
        if self.stack.currentIndex() in self.under:
            self.under[self.stack.currentIndex()].arrive()
        self._count()
        self._load()

    def _count(self) -> None:
        """Read the figures of the chips, within the officer and the span of deadlines that were chosen."""
        context = self.desk.context
        work = partial(case_counts.counts, context.db, context.actor, context.now(), self.shown.within(business_date(context.now())))
        self.desk.jobs.read(self, work, self._counted, slot="counts")

    def open(self, ref: Ref) -> None:
        """``case`` (number), ``new_case`` (person), ``notice``, ``overdue``; the register, a ``phone`` inquiry; voices; ``moved``."""
        if ref.kind == "case":
            self._open_number(str(ref.key))
        elif ref.kind == "new_case":
            self._begin(ref.key if isinstance(ref.key, int) else None)
        elif ref.kind in VOICE_REFS:
            self._to_under(VOICES)
            self.voices.open(ref)
        elif ref.kind in ("second", "late"):
            self._to_under(SECONDS)
            self.seconds.open(ref)
        elif ref.kind == "moved":
            self._to_under(MOVED)
        elif ref.kind in ("inquiry", "inquiries", "phone", "register"):
            self._to_under(REGISTER)
            self.register.open(ref)
        elif ref.kind in self.chips:
            self._choose(ref.kind)
        elif ref.kind == "notice":
            self._to_list()

    def acts(self) -> Mapping[str, Act]:
        """The keys: of the case or form that is shown, else of the list."""
        if self.stack.currentIndex() == CASE:
            return {**self.detail.acts(), "new": Act(self._begin, self._why_not)}
        if self.stack.currentIndex() in self.under:
            return self.under[self.stack.currentIndex()].acts()
        if self.stack.currentIndex() == NEW:
            return {"primary": Act(self.new.confirm), "save": Act(self.new.confirm)}
        line = self.table.current_row()
        why = "" if line is not None else t("先选一行。")
        sheets = {act: Act(partial(self.print_sheet, act)) for act in SHEETS}
        moves = {"filter": Act(self.find.setFocus), "next_tab": Act(self._next_chip)}
        return {"new": Act(self._begin, self._why_not), "primary": Act(lambda: self._open_row(line), why), **moves, **sheets}

    @property
    def _why_not(self) -> str:
        """Why this account cannot begin a case."""
        return "" if may(self.desk.context.actor, "case.open") else t("这个账号不能新办件。")

    def take_focus(self) -> None:
        """The list, also while its first rows are read and it is not shown yet."""
        if self.stack.currentIndex() == LIST:
            self.table.setFocus()
        elif self.stack.currentIndex() in self.under:
            self.under[self.stack.currentIndex()].take_focus()
        else:
            super().take_focus()

    def unseen(self) -> Sequence[tuple[str, Callable[[], object]]]:
        """The acts of the open case that lie under 更多, and the sheets of the list."""
        if self.stack.currentIndex() == CASE:
            return self.detail.unseen()
        return [(t("打印{sheet}").format(sheet=title), partial(self.print_sheet, act)) for act, (title, _of) in SHEETS.items()]

    def print_sheet(self, act: str) -> None:
        """Go to the prints with the sheet of the day, the week or the month, for the file at the wall."""
        since, until = SHEETS[act][1](business_date(self.desk.context.now()))
        self.desk.go("prints", Ref("paper", Wanted(Document.CASE_SHEET.value, since=since, until=until)))

    def _offer_sheets(self) -> None:
        menu = QMenu(self)
        for act, (title, _of) in SHEETS.items():
            menu.addAction(f"{title}\t{key_of(act)}", partial(self.print_sheet, act))
        open_menu(menu, self.sheets)

    def back(self) -> bool:
        """Esc: a form closes, a case leads to the list, a filter is taken away."""
        if self.stack.currentIndex() == CASE:
            return self.detail.back()
        if self.stack.currentIndex() in self.under:
            return self.under[self.stack.currentIndex()].back()
        if self.stack.currentIndex() == NEW:
            self._to_list()
            return True
        if self.find.text() or (self.shown.code, self.shown.holder, self.shown.due) != ("open", None, ""):
            self.find.clear()
            self.shown = Shown()
            self._choose("open")
            self._count()
            return True
        return False

    def exported(self) -> ListName:
        """What the list is called in its workbook; what was typed into the box may be a name and stays out."""
        if self.only is not None:
            return ListName("cases", t("办件"), t("按查找框里的字筛过"))
        return ListName("cases", t("办件"), self.shown.words(TITLES))

    def _next_chip(self) -> None:
        """Ctrl+Tab: the next chip, round and round; what opens a menu is passed over."""
        codes = [code for code in self.chips if code not in MENUS]
        self._choose(codes[(codes.index(self.shown.code) + 1) % len(codes)])

    def _choose_holder(self) -> None:
        """Ask whose cases: who is in service, read anew each time."""
        context = self.desk.context
        self.desk.jobs.read(self, partial(officers.listing, context.db, context.actor), self._offer_holders, slot="holders")

    def _offer_holders(self, found: Sequence[OfficerLine]) -> None:
        named = [(one.id, one.name) for one in found if one.active and {"counter", "head"} & set(one.roles)]
        self._menu([(t("全部责任人"), partial(self._hold, None, "")), *((name, partial(self._hold, key, name)) for key, name in named)])

    def _choose_due(self) -> None:
        self._menu([(title, partial(self._fall_due, code)) for code, title in model.DUE.items()])

    def _menu(self, lines: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Lines of a menu below the pressed chip, or below 更多 where it lies."""
        self.menu = QMenu(self)
        for title, act in lines:
            self.menu.addAction(title, act)
        self.menu.popup(self.chip_row.mapToGlobal(self.chip_row.rect().bottomLeft()))

    def _hold(self, holder: int | None, name: str) -> None:
        self.shown = replace(self.shown, holder=holder, holder_name=name)
        self._narrow("holder", name or TITLES["holder"], on=holder is not None)
        self.arrive()

    def _fall_due(self, due: str) -> None:
        self.shown = replace(self.shown, due=due)
        self._narrow("due", model.DUE[due] if due else TITLES["due"], on=bool(due))
        self._count()
        self._load()

    def _narrow(self, code: str, title: str, *, on: bool) -> None:
        self.only = None
        self.chips[code].setText(title)
        self.chips[code].setChecked(on)
        self._to_list()

    def _choose(self, code: str) -> None:
        if code in MENUS:
            self.chips[code].setChecked(bool(self.shown.holder if code == "holder" else self.shown.due))
            (self._choose_holder if code == "holder" else self._choose_due)()
            return
        self.shown = replace(self.shown, code=code, officer_id=self.desk.context.actor.officer_id)
        self.only = None
        for name, made in self.chips.items():
            if name not in MENUS:
                made.setChecked(name == code)
        self._name_menus()
        self._to_list()
        self._load()

    def _name_menus(self) -> None:
        """The chips of the menus say what was chosen in them."""
        for code, title, on in (("holder", self.shown.holder_name, self.shown.holder), ("due", model.DUE[self.shown.due], self.shown.due)):
            self.chips[code].setText(title if on else TITLES[code])
            self.chips[code].setChecked(bool(on))

    def _load(self) -> None:
        only = self.only or self.shown.filter(self.counts, business_date(self.desk.context.now()))
        self.own_order = t("排序：期限晚的在前") if only.newest_first else OWN_ORDER
        self._say_order()
        self.model.load(self._fetch(only))

    def _fetch(self, only: CaseFilter) -> Fetch:
        context = self.desk.context

        def fetch(after: object, limit: int) -> Rows:
            page = cases.page(context.db, context.actor, context.now(), only, after=after, limit=limit)  # type: ignore[arg-type]
            return Rows(page.rows, page.next_key)

        return fetch

    def _search(self) -> None:
        text, context = self.find.text().strip(), self.desk.context
        if not text:
            self.only = None
            self._load()
            return
        work = partial(cases.of_text, context.db, context.actor, context.now(), text)
        self.desk.jobs.read(self, work, self._narrowed, slot="find")

    def _narrowed(self, only: CaseFilter) -> None:
        self.only = only
        self._load()

    def _counted(self, counts: CaseCounts) -> None:
        self.counts = counts
        whole = t("在办 {open} 件，共 {all} 件").format(open=counts.open, all=f"{counts.all:,}")
        self.note.say(whole, t("在办 {open} 件").format(open=counts.open))
        for code, title, _icon, _tone in CHIPS:
            if code in MENUS or code == "all":
                continue
            number = counts.paused if code == "paused" else counts.of(code)
            number = 0 if number is None and code in cases.ALL_STATES else number
            self.chips[code].setText(title if number is None else f"{title} {number:,}")
            self.chips[code].updateGeometry()
        self._count_export()

    def _chosen(self, number: int) -> None:
        """Say how many rows are selected, and whether they alone would go out."""
        self.selection.setText(t("已选 {n} 件").format(n=number) if number else "")
        self.selection.setVisible(bool(number))
        self._count_export()

    def _count_export(self) -> None:
        """The button says how many cases go out: those read, where the list was read to its end, else the figure of the chip."""
        counted = self.counts.of(self.shown.code) if self.counts is not None else None
        whole = not self.model.canFetchMore(self.table.rootIndex())
        count = self.model.rowCount() if whole else None if self.only is not None else counted
        self.out.setText(self.export.words(count))
        self.out.updateGeometry()

    def _state(self, state: str, sentence: str) -> None:
        self.faces.show_state(state, sentence)
        if state == "empty" and not sentence:  # how to begin one
            self.faces.empty.more.setVisible(may(self.desk.context.actor, "case.open"))
        self.out.setVisible(state == "ready")
        self._count_export()
        if state == "ready" and self.table.current_row() is None:
            self.table.select_first()

    def _open_row(self, line: object) -> None:
        if isinstance(line, CaseRow):
            self._open_number(line.number)

    def _open_number(self, number: str) -> None:
        self.stack.setCurrentIndex(CASE)
        self.detail.open(number)
        self.detail.setFocus()

    def _to_list(self) -> None:
        self.strip.clear()
        self.stack.setCurrentIndex(LIST)
        self.table.setFocus()

    def _to_under(self, which: int) -> None:
        """The register, or what people say, in the place of the list."""
        self.strip.clear()
        self.stack.setCurrentIndex(which)
        self.under[which].arrive()
        self.under[which].take_focus()

    def _begin(self, person_id: int | None = None) -> None:
        if self._why_not:
            self.desk.say(self._why_not)
            return
        current = self.desk.person
        self.strip.clear()
        self.stack.setCurrentIndex(NEW)
        self.new.begin(person_id or (current.person_id if current else None), current.ticket if current else "")

    def _changed(self, tables: frozenset[str]) -> None:
        if self.isVisible() and tables & FED_BY and self.stack.currentIndex() == LIST:
            self.arrive()

    def _failed(self, failure: Failure) -> None:
        self.strip.tell(t("没有读出来"), failure.sentence, t("再试一次"), self.arrive)


def make(desk: Desk) -> Page:
    """The page of the place ``cases``."""
    return CasesPage(desk)
