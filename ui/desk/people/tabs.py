"""The tabs of a person's page beside the assistance file: each reads its own records and shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QScrollArea, QWidget

from app.domain.cases import CaseState
from app.domain.clock import station_time
from app.domain.deadlines import Light
from app.domain.jobs_market import TRANSITIONS, ReferralState
from app.domain.persons import DataSource
from app.services import attachments, cases, codes, hires, person_pages, person_trail, visits
from app.services.cases import ALL_STATES, CaseFilter, CaseRow
from app.services.hires import HireFilter, HireLine, ReferralFilter, ReferralLine
from app.services.person_pages import PersonFacts
from app.services.person_trail import TrailChange, TrailLine
from app.services.visits import VisitLine
from app.texts import t, word
from app.texts import today as say
from ui import theme
from ui.desk.jobs import lists
from ui.desk.people.model import about
from ui.desk.reading import Fact, facts_card
from ui.kit.buttons import Button, second
from ui.kit.lists import Step, TimeLine
from ui.kit.runs import Runs, bold, plain
from ui.kit.sieve import Sieve
from ui.kit.states import StateStack
from ui.kit.status import Tag
from ui.kit.table import Table
from ui.kit.text import column, holder, label, row
from ui.models.rows import Column, RowsModel

MANY = 200


class Tab(QWidget):
    """One tab: ``read`` runs off the window's thread, ``show_read`` puts the answer in; ``asked(what, value)`` asks the page."""

    asked = pyqtSignal(str, object)
    code = ""
    needs = "person.read"
    is_read = False

    @property
    def tables(self) -> list[Table]:
        """The lists of the tab."""
        return self.findChildren(Table)

    def wait(self) -> None:
        """The records are on their way: said where nothing was shown yet."""
        if not self.is_read:
            self._turn_faces("loading")

    def show_failed(self, sentence: str) -> None:
        """They did not come."""
        self._turn_faces("failed", sentence)

    def _turn_faces(self, state: str, sentence: str = "") -> None:
        for faces in self.findChildren(StateStack):
            faces.show_state(state, sentence)

    def read(self, context: Any, person_id: int) -> Any:
        """The records of the tab."""
        raise NotImplementedError

    def show_read(self, answer: Any) -> None:
        """Show them."""
        raise NotImplementedError

    def allow(self, may: Callable[[str], bool]) -> None:
        """Leave only the buttons of what the officer may do."""


class TableTab(Tab):
    """A tab that is a list, with buttons below it; ``rights`` names what each of them needs."""

    icon, empty, opens = "inbox-outline", "", ""
    rights: tuple[str, ...] = ()

    def __init__(self, columns: Sequence[Column], *buttons: Button) -> None:
        super().__init__()
        self.model = RowsModel(columns, self)
        self.table = Table(self.model)
        self.table.setAccessibleName(TABS[self.code])
        self.table.opened.connect(lambda value: self.asked.emit(self.opens, value) if self.opens else None)
        self.faces = StateStack(Sieve(self.table, self.model), icon=self.icon, empty=self.empty)
        lay = column(self.faces, gap=theme.SPACE.gap)
        lay.setStretch(0, 1)
        self.buttons = buttons
        if buttons:
            lay.addLayout(row(*buttons, None))
        self.setLayout(lay)

    def allow(self, may: Callable[[str], bool]) -> None:
        for button, right in zip(self.buttons, self.rights, strict=False):
            button.setVisible(may(right))

    def ask(self, what: str) -> Any:
        """What a button does."""
        return lambda: self.asked.emit(what, self.table.current_row())

    def show_read(self, answer: Any) -> None:
        self.model.set_rows(answer)
        self.faces.show_state("ready" if answer else "empty")
        self.table.select_first()


class Part(QWidget):
    """One of the lists with its title, its rows and the buttons behind the title."""

    def __init__(self, title: str, columns: tuple[Column, ...], empty: str, icon: str, *buttons: QWidget) -> None:
        super().__init__()
        self.model = RowsModel(columns, self)
        self.table = Table(self.model, row_size="row_grid")
        self.table.setAccessibleName(title)
        self.faces = StateStack(Sieve(self.table, self.model), icon=icon, empty=empty)
        lay = column(row(label(title, "sub", bold=True), None, *buttons), gap=theme.SPACE.gap)
        lay.addWidget(self.faces, 1)
        self.setLayout(lay)

    def show_rows(self, rows: Any) -> None:
        """Show other rows; one stays on the same one."""
        self.table.keep_place()
        self.model.set_rows(rows)
        self.faces.show_state("ready" if rows else "empty")
        if self.table.current_row() is None:
            self.table.select_first()


# cases

_LIGHTS = {Light.OVERDUE: "overdue", Light.DUE_TODAY: "due_today", Light.NEAR: "near", Light.PAUSED: "paused"}
_STATES = {
    CaseState.RECEIVED: "received",
    CaseState.NOTICED: "received",
    CaseState.CLOSED: "done",
    CaseState.REFUSED: "refused",
    CaseState.WITHDRAWN: "withdrawn",
    CaseState.VOID: "void",
}


def case_tag(one: CaseRow) -> Tag:
    """The light while the clock runs, else the state."""
    light = _LIGHTS.get(Light(one.light)) if one.light else None
    return Tag(light or _STATES.get(CaseState(one.state), "running"))


def _case_left(one: CaseRow) -> str:
    return say.left_working(one.remaining_days) if one.light and one.remaining_days is not None else ""


class CasesTab(TableTab):
    """办件: those in hand first."""

    code, needs, icon, empty, opens = "cases", "case.read", "folder-outline", t("还没有办件"), "case"
    rights = ("case.open",)

    def __init__(self) -> None:
        columns = (
            Column("state", t("状态"), case_tag, 7, 0),
            Column("item", t("事项"), lambda r: bold(r.item_name), 0, 1),
            Column("left", t("期限"), _case_left, 8, 0, tip=lambda r: r.deadline.isoformat() if r.deadline else ""),
            Column("officer", t("责任人"), lambda r: r.officer_name, 4, 2),
            Column("number", t("编号"), lambda r: r.number, 10, 2, tone="fg_secondary"),
            Column("received", t("收件日期"), lambda r: r.received_on.isoformat(), 7, 1, right=True),
        )
        super().__init__(columns, second(t("新办件"), self.ask("new_case"), icon="plus"))

    def read(self, context: Any, person_id: int) -> tuple[CaseRow, ...]:
        only = CaseFilter(states=ALL_STATES, person_ids=(person_id,))
        found = cases.page(context.db, context.actor, context.now(), only, limit=MANY).rows
        return tuple(sorted(found, key=lambda one: not one.light))


# visits


def visit_cell(one: VisitLine) -> Runs:
    """What came of a visit, in words and tone."""
    met = one.result.value.startswith("met")
    return plain(word(one.result), "fg_text" if met else "fg_secondary")


class VisitsTab(TableTab):
    """走访: the newest first."""

    code, needs, icon, empty, opens = "visits", "visit.read", "walk", t("还没有走访"), "visit"
    rights = ("visit.record",)

    def __init__(self) -> None:
        columns = (
            Column("day", t("日期"), lambda r: r.happened_on.isoformat(), 6, 0),
            Column("result", t("结果"), visit_cell, 9, 0),
            Column("way", t("方式"), lambda r: word(r.way), 4, 2),
            Column("findings", t("情况"), lambda r: t("；").join(filter(None, (r.findings, r.needs))), 0, 1),
            Column("next", t("下次走访"), lambda r: r.next_on.isoformat() if r.next_on else "", 7, 1),
            Column("officer", t("走访人"), lambda r: r.officer, 4, 2),
        )
        super().__init__(columns, second(t("记走访"), self.ask("new_visit"), icon="walk"))

    def read(self, context: Any, person_id: int) -> tuple[VisitLine, ...]:
        return visits.of_person(context.db, context.actor, person_id, limit=MANY)


# referrals and starts of work


@dataclass(frozen=True, slots=True)
class Placed:
    """Which jobs were put to the person, and where they started work."""

    referrals: tuple[ReferralLine, ...]
    hires: tuple[HireLine, ...]


class ReferralsTab(Tab):
    """推荐: which jobs were put to the person and what became of them; below it the starts of work."""

    code = "referrals"

    def __init__(self) -> None:
        super().__init__()
        self._may: Callable[[str], bool] = lambda _action: True
        ask = self.asked.emit
        self.refer = second(t("推荐岗位"), lambda: ask("refer", None), icon="briefcase-outline")
        self.move = second(t("登记进展"), lambda: ask("referral", self.referrals.table.current_row()), icon="progress-clock")
        self.start = second(t("登记上岗"), lambda: ask("hire", self.referrals.table.current_row()), icon="check-circle-outline")
        self.own = second(t("登记自己找到的工作"), lambda: ask("hire_own", None), icon="account-hard-hat-outline")
        columns, empty = lists.referral_columns(with_person=False), t("还没有推荐过岗位")
        self.referrals = Part(t("推荐"), columns, empty, "briefcase-outline", self.move, self.start, self.refer)
        self.hires = Part(t("上岗"), lists.hire_columns(with_person=False), t("还没有上岗记录"), "account-hard-hat-outline", self.own)
        lay = column(gap=theme.SPACE.inner)
        lay.addWidget(self.referrals, 3)
        lay.addWidget(self.hires, 2)
        self.setLayout(lay)
        self.referrals.table.opened.connect(lambda one: ask("referral", one))
        self.referrals.table.selected.connect(lambda _one: self._buttons())

    def allow(self, may: Callable[[str], bool]) -> None:
        self._may = may
        self.refer.setVisible(may("job.refer"))
        self.own.setVisible(may("job.hire"))
        self._buttons()

    def read(self, context: Any, person_id: int) -> Placed:
        db, actor = context.db, context.actor
        found = hires.referrals(db, actor, ReferralFilter(person_id=person_id), limit=MANY).rows
        return Placed(found, hires.hires(db, actor, HireFilter(person_id=person_id), limit=MANY).rows)

    def show_read(self, answer: Placed) -> None:
        self.referrals.show_rows(answer.referrals)
        self.hires.show_rows(answer.hires)
        self._buttons()

    def _buttons(self) -> None:
        """What the referral one stands on can still become."""
        one = self.referrals.table.current_row()
        onward = TRANSITIONS[one.state] if isinstance(one, ReferralLine) else frozenset()
        self.move.setVisible(bool(onward) and self._may("job.refer"))
        self.start.setVisible(ReferralState.STARTED in onward and self._may("job.hire"))


# attachments


class AttachmentsTab(TableTab):
    """附件: kept sealed; saved out only on purpose."""

    code, needs, icon, empty, opens = "attachments", "case.read", "paperclip", t("还没有附件"), "save_attachment"
    rights = ("case.attach", "case.read")

    def __init__(self) -> None:
        columns = (
            Column("title", t("名称"), lambda r: bold(r.title), 0, 1),
            Column("type", t("类型"), lambda r: r.media_type, 10, 2, tone="fg_secondary"),
            Column("size", t("大小"), lambda r: t("{n:,} KB").format(n=max(r.size // 1024, 1)), 6, 1, right=True),
            Column("day", t("加入时间"), lambda r: f"{station_time(r.added_at):%Y-%m-%d %H:%M}", 10, 1, right=True),
        )
        buttons = (second(t("加附件"), self.ask("add_attachment"), icon="paperclip"),)
        super().__init__(columns, *buttons, second(t("另存出来"), self.ask("save_attachment"), icon="content-save-outline"))

    def read(self, context: Any, person_id: int) -> Any:
        return attachments.listing(context.db, context.actor, f"person:{person_id}")

    def show_read(self, answer: Any) -> None:
        super().show_read(answer)
        self.buttons[1].setVisible(bool(answer))  # nothing to save where nothing is kept


# the trail


class TrailTab(Tab):
    """留痕: who did what about the person, newest first."""

    code = "trail"

    def __init__(self) -> None:
        super().__init__()
        self.line = TimeLine()
        self.faces = StateStack(self.line, icon="history", empty=t("还没有留痕"))
        self.setLayout(column(self.faces))

    def read(self, context: Any, person_id: int) -> tuple[TrailLine, ...]:
        return person_trail.trail(context.db, context.actor, person_id)

    def show_read(self, answer: tuple[TrailLine, ...]) -> None:
        self.line.set_values([trail_step(one) for one in answer])
        self.faces.show_state("ready" if answer else "empty")


def trail_step(one: TrailLine) -> Step:
    """One line of the trail."""
    said = t("；").join(_changed(change) for change in one.changes if change.said_before or change.said_after)
    what = (*bold(one.title), *plain(f"：{said}" if said else "", "fg_secondary"))
    icon = "eye-outline" if one.action == "person.reveal" else "pencil-outline"
    return Step(icon, f"{station_time(one.at):%m-%d %H:%M}", what, one.officer)


def _changed(change: TrailChange) -> str:
    """姓名 张三 → 张山, or what is new."""
    if change.field == "revealed":
        return change.said_after
    if not change.said_before:
        return f"{change.label} {change.said_after}"
    return f"{change.label} {change.said_before} → {change.said_after or t('空')}"


# the basic facts


class BasicTab(Tab):
    """基本信息: what is known of the person; numbers masked."""

    code = "basic"

    def __init__(self, *, may_change: bool) -> None:
        super().__init__()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.change = second(t("修改"), lambda: self.asked.emit("change_person", None), icon="pencil-outline")
        self.change.setVisible(may_change)
        lay = column(self.area, gap=theme.SPACE.gap)
        lay.setStretch(0, 1)
        lay.addLayout(row(self.change, None))
        self.setLayout(lay)

    def read(self, context: Any, person_id: int) -> PersonFacts:
        return person_pages.show(context.db, context.actor, context.now(), person_id)

    def show_read(self, answer: PersonFacts) -> None:
        cards = {t("身份"): _identity(answer), t("情况"): _situation(answer), t("登记"): _record(answer)}
        letters = max(len(fact.name) for facts in cards.values() for fact in facts)
        whole = column(*(facts_card(title, facts, letters=letters) for title, facts in cards.items()), None, gap=theme.SPACE.inner)
        self.area.setWidget(holder(whole, "canvas"))


def _identity(facts: PersonFacts) -> list[Fact]:
    blank = t("未登记")
    return [
        Fact(t("姓名"), facts.name),
        Fact(t("性别年龄"), about(facts.gender, facts.age)),
        Fact(t("证件类型"), word(facts.id_kind)),
        Fact(t("证件号码"), facts.id_number_masked or t("无")),
        Fact(t("出生日期"), facts.birth_date.isoformat() if facts.birth_date else blank),
        Fact(t("手机"), facts.phone_masked or blank),
        Fact(t("民族"), facts.ethnicity or blank),
        Fact(t("户口性质"), codes.name("hukou", facts.hukou) or blank),
    ]


def _situation(facts: PersonFacts) -> list[Fact]:
    blank = t("未登记")
    return [
        Fact(t("学历"), codes.name("education", facts.education) or blank),
        Fact(t("婚姻状况"), codes.name("marital", facts.marital) or blank),
        Fact(t("技能特长"), facts.skill or blank),
        Fact(t("技能等级"), codes.name("skill_level", facts.skill_level) or blank),
        Fact(t("住址"), facts.address or blank),
        Fact(t("是否常住"), t("常住") if facts.resident else t("不常住")),
        Fact(t("重点群体"), t("、").join(facts.tags) or t("无")),
        Fact(t("就业失业状态"), word(facts.status) if facts.status else blank),
        Fact(t("预约爽约"), t("{n} 次").format(n=facts.no_shows) if facts.no_shows else "", "warn"),
    ]


def _record(facts: PersonFacts) -> list[Fact]:
    sealed = ((t("银行账号"), facts.has_bank_account), (t("残疾情况"), facts.has_disability), (t("健康状况"), facts.has_health))
    return [
        Fact(t("网格"), facts.grid or t("未分网格")),
        Fact(t("帮扶人"), facts.helper or t("还没有")),
        Fact(t("来源"), word(DataSource(facts.source))),
        Fact(t("登记时间"), f"{station_time(facts.recorded_at):%Y-%m-%d %H:%M}"),
        *(Fact(name, t("已登记，加密保存")) for name, there in sealed if there),
    ]


TABS: dict[str, str] = {
    "file": t("援助档案"),
    "basic": t("基本信息"),
    "family": t("家庭"),
    "cases": t("办件"),
    "visits": t("走访"),
    "referrals": t("推荐"),
    "status": t("就业失业状态"),
    "attachments": t("附件"),
    "trail": t("留痕"),
}
"""The tabs in their order."""
