"""The place of returns: the form, the records behind each figure, the checks; freezing and the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
from PyQt6.QtGui import QHideEvent
from PyQt6.QtWidgets import QStackedLayout, QStackedWidget, QWidget

from app.domain.actions import may
from app.domain.clock import station_time
from app.services.papers import Wanted
from app.services.return_freeze import FrozenFacts
from app.services.return_list import VersionLine
from app.services.returns import Explanation, ReturnView
from app.texts import t
from app.texts.phrases import returns_page as say
from ui import theme
from ui.desk.page import Act, Desk, Page
from ui.desk.places import Ref
from ui.desk.returns import model, work
from ui.desk.returns.behind import Behind
from ui.desk.returns.checks import ChecksPanel
from ui.desk.returns.confirm import Confirm
from ui.desk.returns.files import ReturnFiles
from ui.desk.returns.grid import SheetCard, SheetModel
from ui.desk.returns.head import Head, Tabs, Told
from ui.desk.returns.model import Place
from ui.desk.returns.notes import Notes
from ui.desk.returns.versions import Older, Versions
from ui.desk.returns.work import Loaded
from ui.jobs import Job
from ui.kit.states import ProgressStrip, StateStack
from ui.kit.text import column, holder, row
from ui.messages import Failure, show

SHEET, TEXTS, MONTHS, VERSIONS = range(4)
FED_BY = frozenset(
    {
        *("cases", "case_event", "visit", "visit_person", "job", "referral", "hire", "enrolment", "course", "rating", "rectification"),
        *("person_group", "household", "zero_employment_record", "assistance_file", "service_list", "officer", "station"),
        *("plan_target", "drill"),
    }
)


class ReturnsPage(Page):
    """Sheet, texts and versions of one return; Esc leads from the records to the grid and out of the confirmation."""

    help = say.HELP
    wide = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.loaded: Loaded | None = None
        self.wanted, self.shown, self.correcting = ("", ""), ("", ""), False
        self.version: int | None = None  # an older version that is looked at
        self.place: Place | None = None
        self.wants_records = False
        self.job: Job | None = None
        self.head, self.tabs, self.told = Head(), Tabs((t("报表"), t("情况说明"), t("每月情况"), t("版本"))), Told()
        self.progress = ProgressStrip()
        self.model = SheetModel()
        self.card, self.behind, self.checks, self.confirm = SheetCard(self.model), Behind(), ChecksPanel(), Confirm(desk)
        self.grid = self.card.grid
        self.narrative, self.months, self.versions = Notes(desk), Notes(desk), Versions(desk.port.preferences)
        self.older, self.files = Older(), ReturnFiles(self)
        self._lay_out()
        self._connect()
        self._connect_parts()

    def _lay_out(self) -> None:
        gap = theme.SPACE.inner
        sheet = column(self.card, gap=gap)
        sheet.addWidget(self.behind, 1)
        left = QWidget(self)
        self.left = QStackedLayout(left)
        sheet_place = holder(sheet, "canvas")
        sheet_place.installEventFilter(self)
        self.left.addWidget(sheet_place)
        self.left.addWidget(self.confirm)
        whole = row(gap=gap)
        whole.addWidget(left, 1)
        whole.addWidget(self.checks)
        self.stack = QStackedWidget()
        for part in (holder(whole, "canvas"), self.narrative, self.months, self.versions):
            self.stack.addWidget(part)
        self.faces = StateStack(self.stack, icon="chart-box-outline", empty=t("还没有报表"))
        self.progress.hide()
        for part in (self.head, self.tabs, self.progress, self.told, self.older):
            self.body.addWidget(part)
        self.body.addWidget(self.faces, 1)

    def _connect(self) -> None:
        self.head.period_asked.connect(lambda period: self._show_return(self.wanted[0], period))
        self.head.exported.connect(self.files.export)
        self.head.frozen.connect(self.freeze)
        self.head.corrected.connect(self.correct)
        self.tabs.form_asked.connect(lambda code: self._show_return(code, ""))
        self.tabs.turned.connect(self._turn)
        self.faces.retry.connect(self.arrive)
        self.desk.changed.connect(self._changed)
        theme.changes().changed.connect(self._fit_records)
        self._rest, self._slow = QTimer(self), QTimer(self)
        for timer, wait, act in (
            (self._rest, theme.TIMING.search, self._explain),
            (self._slow, 3 * theme.TIMING.progress, self._say_slow),
        ):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(act)

    def _connect_parts(self) -> None:
        self.grid.chosen.connect(self._choose)
        self.grid.asked.connect(lambda _place: self._into_records())
        self.behind.turned.connect(self._turn_records)
        self.model.typed.connect(lambda place, text: self._type(place.key, text))
        self.behind.went.connect(self.desk.go)
        self.behind.said.connect(self.desk.say)
        self.behind.made.connect(self.files.offer)
        self.behind.left.connect(self._out_of_records)
        self.checks.jumped.connect(self.jump)
        self.checks.reasoned.connect(lambda rule, text: self._type(f"reason.{rule}", text))
        self.checks.again.connect(self.check)
        self.confirm.agreed.connect(self._freeze)
        self.confirm.left.connect(self._to_sheet)
        self.versions.opened.connect(self.look_at)
        self.versions.verified.connect(self.files.verify)
        self.older.left.connect(self._to_newest)
        self.progress.cancelled.connect(self._cancel)
        for notes in (self.narrative, self.months):
            notes.typed.connect(self._type)

    # -- reading

    def arrive(self) -> None:
        """Read the return that is shown anew; the first time the form and period that are due."""
        if self.desk.context is None:
            return
        if self.loaded is None:
            self.faces.show_state("loading")
        self._read()

    def check(self) -> None:
        """Make the figures anew and run the checks (F7)."""
        self.checks.say_when(t("正在核对…"))
        self._read()

    def open(self, ref: Ref) -> None:
        """``return`` with (form, period)."""
        if ref.kind == "return" and isinstance(ref.key, tuple):
            self._show_return(str(ref.key[0]), str(ref.key[1]))

    def _show_return(self, code: str, period: str) -> None:
        for notes in (self.narrative, self.months):
            notes.flush()
        self.wanted, self.correcting, self.place, self.version = (code, period), False, None, None
        self._read()

    def look_at(self, line: VersionLine) -> None:
        """Show a frozen version as it was, the newest among them; nothing of it can be changed."""
        assert self.loaded is not None
        newest = self.loaded.versions[0].number
        self.version, self.correcting, self.place = None if line.number == newest else line.number, False, None
        self.tabs.bar.setCurrentIndex(SHEET)
        self._read()

    def _to_newest(self) -> None:
        self.version, self.place = None, None
        self._read()

    def _read(self) -> None:
        context, (code, period) = self.desk.context, self.wanted
        job = partial(work.load, context, code, period, self.correcting, self.version)
        self._slow.start()
        self.job = self.desk.jobs.read(self, job, self._show, self._failed, slot="return")

    def _say_slow(self) -> None:
        self.progress.show_progress(t("正在从记录里算各个数"), 0, 0, None)

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()
        self.quiet()

    def quiet(self) -> None:
        """The long work is over: its strip goes."""
        self._slow.stop()
        self.progress.hide()
        self.progress.cancel.show()

    def _failed(self, failure: Failure) -> None:
        self.quiet()
        if self.loaded is None:
            self.faces.show_state("failed", failure.sentence)
        else:
            self.strip.tell(t("没有读出来"), failure.sentence, t("再试一次"), self.arrive)
            self.wanted = (self.loaded.view.definition.code, self.loaded.view.period.code)

    def _show(self, loaded: Loaded) -> None:
        first = self.shown != (loaded.view.definition.code, loaded.view.period.code)
        self.quiet()
        self.strip.tell(say.FORMS_REFUSED if loaded.refused else "", "\n".join(file.text for file in loaded.refused))
        self.loaded = loaded
        view = loaded.view
        self.wanted = self.shown = (view.definition.code, view.period.code)
        self.tabs.show_forms(loaded.lines)
        self.faces.show_state("ready")
        self._show_view(view)
        self.checks.say_when(say.checked_at(loaded.at, loaded.seconds), "" if self._may("return.freeze") else say.ONLY_HEAD)
        self.versions.show_versions(loaded.versions)
        self._show_sheet(loaded, first)
        self._to_sheet()

    def _show_view(self, view: ReturnView) -> None:
        assert self.loaded is not None
        self.head.show_view(view, correcting=self.correcting, head=self._may("return.freeze"), latest=self.loaded.latest)
        self.tabs.show_view(view)
        self.older.show_view(view, self.loaded.versions)
        self.behind.keep_rows(1 if view.newest else 2)
        self.checks.show_view(view, may_write=self._may("return.text") and (view.state != "frozen"))
        self._show_texts(view)

    def _show_sheet(self, loaded: Loaded, first: bool) -> None:
        """Put the figures into the grid; the cursor stays on its cell, on another return it goes to what must be looked at."""
        here = self.grid.currentIndex()
        at = (here.row(), here.column()) if here.isValid() and not first else model.start_cell(loaded.view, loaded.sheet)
        bar = self.grid.horizontalScrollBar()
        scrolled = bar.value() if bar is not None else 0
        self.model.set_sheet(loaded.sheet)
        self._fit_records()
        self.place = None
        if first:
            self.behind.found = None
            self.grid.begin_at(model.first_figure(loaded.sheet))
        elif bar is not None:
            bar.setValue(scrolled)
        self.grid.stand_on((min(at[0], len(loaded.sheet.rows) - 1), at[1]))
        self.card.name_edges()

    def _show_texts(self, view: ReturnView) -> None:
        texts, period = view.texts or {}, view.period
        locked = "" if self._may("return.text") else t("情况说明由窗口人员和站长填写。")
        locked = t("这是封存的旧版，只能看。") if view.newest else locked
        hint = say.TYPED_LATER if view.state == "frozen" else t("离开一栏就自动保存，Ctrl+S 也可以。不写个人证件号码。")
        about = f"{view.definition.code}.{period.code}"
        self.narrative.show_parts([(title, title) for title in view.definition.narrative], texts, hint, locked, about)
        months = period.months() if len(period.months()) > 1 else ()
        self.months.show_parts([(f"month.{month.code}", month.title) for month in months], texts, hint, locked, about)
        self._count_tabs(view)

    def _count_tabs(self, view: ReturnView) -> None:
        bar, months = self.tabs.bar, len(self.months.fields)
        bar.setTabText(TEXTS, f"{t('情况说明')} {self.narrative.written()}/{len(self.narrative.fields)}")
        bar.setTabText(MONTHS, f"{t('每月情况')} {self.months.written()}/{months}")
        bar.setTabVisible(MONTHS, months > 0)
        bar.setTabText(VERSIONS, f"{t('版本')} {view.newest or view.version}" if view.version else t("版本"))

    # -- the records behind a figure

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """The place of sheet and records got another size."""
        if watched is self.left.widget(0) and event is not None and event.type() == QEvent.Type.Resize:
            self._fit_records()
        return super().eventFilter(watched, event)

    def _fit_records(self) -> None:
        """A form of many rows takes the height where there is little; the records behind a figure come when they are asked for."""
        sheet = self.left.widget(0)
        if sheet is None:
            return
        need = self.card.sizeHint().height() + theme.SPACE.inner + self.behind.least_height()
        self.behind.fold(low=need > sheet.height(), shown=self.wants_records)

    def _into_records(self) -> None:
        self.wants_records = True
        self._fit_records()
        self.behind.enter()

    def _turn_records(self) -> None:
        self.wants_records = not self.wants_records
        self._fit_records()

    def _out_of_records(self) -> None:
        self.wants_records = False
        self._fit_records()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, place: Place | None) -> None:
        if place == self.place:
            return
        self.place = place
        if place is None:
            self.behind.show_nothing(t("合计由各行相加得出"))
            return
        self.behind.wait()
        self._rest.start()

    def _explain(self) -> None:
        place = self.place
        if place is None or self.loaded is None:
            return
        self.desk.jobs.read(self, self.files.behind(place), partial(self._explained, place), self._not_explained, slot="behind")

    def _explained(self, place: Place, found: Explanation) -> None:
        if place != self.place or self.loaded is None:
            return
        sheet = self.loaded.sheet
        line = sheet.rows[self.grid.currentIndex().row()]
        title = line.cells[0].text if line.kind == "past" or len(sheet.form.rows) > 1 else ""
        self.behind.show_found(found, title)

    def _not_explained(self, failure: Failure) -> None:
        self.behind.faces.show_state("failed", failure.sentence)

    def jump(self, cell: str) -> None:
        """Put the cursor on a cell of the return."""
        found = self.loaded.sheet.find(cell) if self.loaded is not None and cell else None
        if found is None:
            self.desk.say(t("这个数只用来核对，不在表上。"))
            return
        self.tabs.bar.setCurrentIndex(SHEET)
        self._to_sheet()
        self.grid.stand_on(found)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- typing

    def _type(self, key: str, text: str) -> None:
        """Keep a reason, a text or a figure typed by hand."""
        code, period = self.wanted
        job = partial(work.type_text, self.desk.context, code, period, key, text)
        self.desk.jobs.write(self, job, partial(self._typed, (code, period), key), partial(self._not_typed, key))

    def _typed(self, wanted: tuple[str, str], key: str, text: str) -> None:
        if self.loaded is None or wanted != self.wanted:
            return
        self.strip.clear()
        view = self.loaded.view
        texts = {name: words for name, words in {**(view.texts or {}), key: text}.items() if words}
        reasons = {name.removeprefix("reason."): words for name, words in texts.items() if name.startswith("reason.")}
        missing = tuple(code for code in (month.code for month in view.period.months()) if f"month.{code}" not in texts)
        missing = missing if len(self.months.fields) else ()
        self.loaded = replace(self.loaded, view=replace(view, texts=texts, reasons=reasons, missing_months=missing))
        self._show_view(self.loaded.view)
        for notes in (self.narrative, self.months):
            notes.say_kept(f"{station_time(self.desk.context.now()):%H:%M}")
        self.desk.say(t("已保存"))
        if (
            self.model.sheet is not None and self.model.sheet.find(key)
            if "." in key and key[:1] == "r" and not key.startswith("reason.")
            else False
        ):
            self._read()

    def _not_typed(self, key: str, failure: Failure) -> None:
        for notes in (self.narrative, self.months):
            if key in notes.fields:
                notes.refused(key)
        show(failure, self.strip, {**self.narrative.fields, **self.months.fields, **self.checks.fields}, self.arrive)

    def save(self) -> None:
        """Keep everything typed so far (Ctrl+S)."""
        for notes in (self.narrative, self.months):
            notes.flush()

    def hideEvent(self, event: QHideEvent | None) -> None:
        super().hideEvent(event)
        self.save()

    # -- freezing

    def correct(self) -> None:
        """Show what today's records give, to be frozen as the next version."""
        if not self._may("return.freeze"):
            self.desk.say(say.ONLY_HEAD)
            return
        self.correcting = True
        self._read()

    def freeze(self) -> None:
        """Ask before freezing; what stands in the way is told and jumped to."""
        reason = self._why_not_freeze()
        if reason:
            self.desk.say(reason)
            return
        assert self.loaded is not None
        failed = model.verdicts(self.loaded.view).failed
        if failed:
            self._hard(self.loaded.view)
            return
        self.tabs.bar.setCurrentIndex(SHEET)
        self.told.hide()
        self.strip.clear()
        self.left.setCurrentIndex(1)
        self.head.freeze.hide()  # the one filled button is the confirmation's now
        self.confirm.ask(self.loaded.view)

    def _hard(self, view: ReturnView) -> None:
        failed = model.verdicts(view).failed
        cell = model.first_shown(failed[0], view.definition)
        self.jump(cell)
        self.strip.tell(t("还不能封存"), say.cannot_freeze(len(failed), failed[0].text), t("跳到"), partial(self.jump, cell))

    def _why_not_freeze(self) -> str:
        if self.loaded is None:
            return t("正在读取，请稍等。")
        if not self._may("return.freeze"):
            return say.ONLY_HEAD
        return t("这一版已经封存。要改请按“更正”。") if self.loaded.view.state == "frozen" else ""

    def _freeze(self, reason: str) -> None:
        code, period = self.wanted
        context = self.desk.context
        self.progress.show_progress(t("正在封存：读取各个数和背后的记录"), 0, 0, None)
        self.progress.cancel.hide()
        job = partial(work.freeze, context, code, period, reason)
        self.desk.jobs.long(self, lambda _progress: job(), self._frozen, self._not_frozen, kind="write")

    def _frozen(self, facts: FrozenFacts) -> None:
        self.quiet()
        self.correcting, self.version = False, None
        title = t("已封存第 {n} 版").format(n=facts.version)
        self.told.tell(title, t("校验值 {digest}").format(digest=facts.digest), facts.digest)
        self._to_sheet()
        self.confirm.keeper.done(self.confirm.keeper.keep)
        self.desk.refresh()
        self._read()

    def _not_frozen(self, failure: Failure) -> None:
        self.quiet()
        self.confirm.go.setEnabled(True)
        show(failure, self.strip, {"reason": self.confirm.reason}, self.arrive)

    def _to_sheet(self) -> None:
        self.left.setCurrentIndex(0)
        self.head.freeze.setVisible(self.loaded is not None and self.loaded.view.state != "frozen")

    # -- the frame

    def acts(self) -> Mapping[str, Act]:
        """F7 checks, Ctrl+Enter freezes or confirms, Ctrl+S keeps, Ctrl+P prints, Ctrl+Tab turns."""
        asking = self.left.currentIndex() == 1
        primary = Act(self.confirm.confirm) if asking else Act(self.freeze, self._why_not_freeze())
        return {
            "check": Act(self.check, "" if self.loaded is not None else t("正在读取，请稍等。")),
            "primary": primary,
            "save": Act(self.save),
            "print": Act(self._print),
            "next_tab": Act(self.tabs.next),
        }

    def _print(self) -> None:
        code, period = self.wanted
        self.desk.go("prints", Ref("paper", Wanted("return", code=code, period=period, version=self.version)))

    def back(self) -> bool:
        """Esc: out of the confirmation, from the records to the grid, out of a correction, to the first tab."""
        if self.left.currentIndex() == 1:
            self._to_sheet()
        elif self.behind.isAncestorOf(self.focusWidget() or self):
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.correcting:
            self.correcting = False
            self._read()
        elif self.version is not None and self.tabs.bar.currentIndex() == SHEET:
            self._to_newest()
        elif self.tabs.bar.currentIndex() != SHEET:
            self.tabs.bar.setCurrentIndex(SHEET)
        else:
            return False
        return True

    def take_focus(self) -> None:
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, index: int) -> None:
        self.save()
        self.stack.setCurrentIndex(index)
        target: QWidget = {SHEET: self.grid, VERSIONS: self.versions.table}.get(index, self.stack)
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _may(self, action: str) -> bool:
        return self.desk.context is not None and may(self.desk.context.actor, action)

    def _changed(self, tables: frozenset[str]) -> None:
        if not self.isVisible() or self.loaded is None:
            return
        if "return_" in tables:
            self._read()
        elif tables & FED_BY:
            self.checks.say_when(say.STALE)


def make(desk: Desk) -> Page:
    """The page of the place ``returns``."""
    return ReturnsPage(desk)
