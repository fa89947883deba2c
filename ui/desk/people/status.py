"""The tab 就业失业状态: the history, the key groups with their days, and the recognitions of hardship; each with what one can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain.clock import business_date
from app.domain.persons import DataSource
from app.services import cases, codes, helpers, prepared, procedures, statuses
from app.services.cases import CaseFilter, CaseRow
from app.services.helpers import HelperLine
from app.services.procedures import Procedure
from app.services.statuses import GroupForm, GroupLine, HardshipLine, StatusView
from app.texts import t, word
from ui import theme
from ui.desk.kept import Keep
from ui.desk.people.points import coded
from ui.desk.people.tabs import Part, Tab
from ui.desk.record_form import RecordForm, choice_field, date_field, day_of, words_field
from ui.kit.buttons import second
from ui.kit.fields import two_columns
from ui.kit.lines import Lines
from ui.kit.runs import Run, RunLabel, Runs, bold, with_icon
from ui.kit.text import ElidedLabel, column, row
from ui.models.rows import Column

HARDSHIP, ZERO_FAMILY = "hardship", "zero_family"
BROUGHT = frozenset({HARDSHIP, ZERO_FAMILY})
"""Groups that a recognition brings: they are not set by hand here."""
STATES: Mapping[str, tuple[str, str, str]] = {
    "applied": ("progress-clock", t("等待认定"), "accent"),
    "recognised": ("check-circle", t("已认定"), "ok"),
    "refused": ("cancel", t("不予认定"), "fg_secondary"),
    "ended": ("minus", t("已终止"), "fg_secondary"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A category that the facts point to and nobody has applied for: a row that says so."""

    category: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the tab shows; ``officer_id`` is who looks at it, ``today`` when."""

    view: StatusView
    officer_id: int | None
    today: date
    procedures: tuple[Procedure, ...] = ()
    helper: HelperLine | None = None


# the three lists


def history_columns() -> tuple[Column, ...]:
    """From, until, status, months, employer; source and officer where there is room."""
    return (
        Column("since", t("从"), lambda r: r.since.isoformat(), 6, 0),
        Column("until", t("到"), lambda r: r.until.isoformat() if r.until else t("现在"), 6, 0),
        Column("status", t("状态"), lambda r: bold(word(r.status)), 8, 0),
        Column("months", t("满几个月"), lambda r: r.months, 5, 1, right=True),
        Column("employer", t("单位"), lambda r: r.employer, 0, 1, tip=lambda r: r.employer),
        Column("source", t("来源"), lambda r: word(DataSource(r.source)), 5, 2, tone="fg_secondary"),
        Column("officer", t("登记人"), lambda r: r.officer, 4, 3),
    )


def group_columns() -> tuple[Column, ...]:
    """Group, from, until, and how it came."""
    return (
        Column("name", t("群体"), lambda r: bold(r.name), 0, 1, tip=lambda r: r.name, least=8),
        Column("since", t("从"), lambda r: r.since.isoformat(), 6, 2),
        Column("until", t("到"), lambda r: r.until.isoformat() if r.until else t("现在"), 6, 0),
        Column("how", t("怎么来的"), group_origin, 5, 3, tone="fg_secondary"),
    )


def group_origin(one: GroupLine) -> str:
    """Computed, brought by a recognition, or set by hand."""
    return t("自动判断") if one.computed else t("人工登记") if one.by_hand else t("随认定")


def hardship_columns() -> tuple[Column, ...]:
    """State, category, the day of the last step, by whom; the line below the list says it all."""
    return (
        Column("state", t("状态"), _hardship_state, 5, 0),
        Column("name", t("类别"), _hardship_name, 13, 0, tip=hardship_words),
        Column("day", t("日期"), _last_day, 6, 2),
        Column("by", t("认定单位"), lambda r: r.recognised_by if isinstance(r, HardshipLine) else "", 6, 3),
    )


def _hardship_state(one: HardshipLine | Offer) -> Runs:
    if isinstance(one, Offer):
        return with_icon("lightbulb-on-outline", t("可申请"), "accent")
    icon, words, tone = STATES[one.state] if one.waiting is None else ("account-clock-outline", t("待上级确认"), "warn")
    return with_icon(icon, words, tone)


def _hardship_name(one: HardshipLine | Offer) -> Runs:
    if isinstance(one, Offer):
        return (Run(codes.name("hardship", one.category), False),)
    return bold(one.name)


def _last_day(one: HardshipLine | Offer) -> str:
    return "" if isinstance(one, Offer) else (_decided_on(one) or one.applied_on).isoformat()


def _decided_on(one: HardshipLine) -> date | None:
    return {"recognised": one.recognised_on, "refused": one.refused_on, "ended": one.ended_on}.get(one.state)


def hardship_words(one: HardshipLine | Offer) -> str:
    """2026-10-08 申请，王敏受理；2026-10-30 已认定，县人社局."""
    if isinstance(one, Offer):
        return t("条件看起来符合，可以申请认定。")
    taken = t("{name}受理").format(name=one.applicant) if one.applicant else ""
    begun = t("，").join(filter(None, (t("{day} 申请").format(day=one.applied_on), taken)))
    day = _decided_on(one)
    ended = t("，").join(filter(None, (f"{day} {STATES[one.state][1]}" if day else "", one.recognised_by, one.reason)))
    return t("；").join(filter(None, (begun, ended)))


def procedure_runs(one: Procedure) -> Runs:
    """A procedure with its state and day."""
    said = t("{state} {day}").format(state=one.state, day=one.on) if one.on else one.state
    return (Run(f"{one.name} ", False, "fg_secondary"), Run(said, True))


def helper_runs(helper: HelperLine | None) -> Runs:
    """Who helps one to one since when; it stands beside the button that names one."""
    said = t("{name}，{day} 起").format(name=helper.name, day=helper.starts_on) if helper else t("没有指定")
    return (Run(t("帮办人 "), False, "fg_secondary"), Run(said, True))


class StatusTab(Tab):
    """Three lists: the history above, groups and recognitions side by side below it. Enter on a row does its next step."""

    code = "status"

    def __init__(self) -> None:
        super().__init__()
        self.known: Known | None = None
        self._may: Callable[[str], bool] = lambda _action: True
        self.new = second(t("登记新的状态"), self._ask("new_status"), icon="account-edit-outline")
        self.name_helper = second(t("指定帮办人"), self._ask("name_helper"), icon="account-group-outline")
        self.add = second(t("加群体"), self._ask("new_group"), icon="plus")
        self.end = second(t("结束"), lambda: self._on_group(self.groups.table.current_row()), icon="minus")
        self.apply = second(t("申请认定"), self._ask("apply_hardship"), icon="hand-heart-outline")
        self.decide = second(t("认定"), lambda: self._on_hardship(self.hardships.table.current_row()), icon="check-circle-outline")
        self.stop = second(t("终止"), lambda: self._on_hardship(self.hardships.table.current_row()), icon="minus")
        self.helper = RunLabel(rank=1)
        beside = (self.helper, self.name_helper, self.new)
        self.history = Part(t("就业失业状态"), history_columns(), t("还没有登记就业失业状态"), "account-clock-outline", *beside)
        self.groups = Part(t("重点群体"), group_columns(), t("不属于重点群体"), "account-group-outline", self.end, self.add)
        parts = (self.decide, self.stop, self.apply)
        self.hardships = Part(t("就业困难人员认定"), hardship_columns(), t("没有申请过认定"), "hand-heart-outline", *parts)
        self.note = ElidedLabel("", "caption", "secondary", rank=1)
        self.procedures = [RunLabel() for _ in procedures.ITEMS]
        self._lay_out()

    def _lay_out(self) -> None:
        below = row(self.groups, self.hardships, gap=theme.SPACE.inner)
        below.setStretch(0, 1)
        below.setStretch(1, 1)
        lay = column(Lines(*self.procedures, gap=theme.SPACE.form), self.history, gap=theme.SPACE.inner)
        lay.setStretch(1, 4)
        lay.addLayout(below, 5)
        lay.addWidget(self.note)
        self.setLayout(lay)
        self.groups.table.opened.connect(self._on_group)
        self.groups.table.selected.connect(lambda _one: self._buttons())
        self.hardships.table.opened.connect(self._on_hardship)
        self.hardships.table.selected.connect(lambda _one: self._buttons())

    def _ask(self, what: str) -> Callable[[], None]:
        return lambda: self.asked.emit(what, None)

    def allow(self, may: Callable[[str], bool]) -> None:
        """Only what the officer may do has a button."""
        self._may = may
        self.new.setVisible(may("person.status"))
        self.name_helper.setVisible(may("helper.name"))
        self.add.setVisible(may("person.group"))
        self.apply.setVisible(may("hardship.apply"))
        self._buttons()

    def read(self, context: Any, person_id: int) -> Known:
        found = statuses.view(context.db, context.actor, context.now(), person_id)
        today = business_date(context.now())
        shown = tuple(one for one in found.groups if one.since <= today or one.by_hand)
        asked = procedures.of_person(context.db, context.actor, context.now(), person_id)
        named = [one for one in helpers.of_person(context.db, context.actor, person_id) if one.ends_on is None]
        helper = named[0] if named else None
        return Known(replace(found, groups=tuple(reversed(shown))), context.actor.officer_id, today, asked, helper)

    def show_read(self, answer: Known) -> None:
        self.known = answer
        view = answer.view
        for place, one in zip(self.procedures, answer.procedures, strict=True):
            place.set_runs(procedure_runs(one))
        self.helper.set_runs(helper_runs(answer.helper))
        self.history.show_rows(view.history)
        self.groups.show_rows(view.groups)
        self.hardships.show_rows((*view.hardships, *(Offer(one) for one in view.suggestions)))
        self._buttons()

    # -- what the row one stands on allows

    def _buttons(self) -> None:
        group, one = self.groups.table.current_row(), self.hardships.table.current_row()
        can_end = isinstance(group, GroupLine) and self.known is not None and not why_not_end(group, self.known.today)
        self.end.setVisible(can_end and self._may("person.group"))
        state = one.state if isinstance(one, HardshipLine) else ""
        decides = self._decides()
        alone = state == "applied" and decides and not self._own(one)
        waits = isinstance(one, HardshipLine) and one.waiting is not None
        self.decide.setVisible(state == "applied" and (alone or (self._may("second.ask") and not waits)))
        self.decide.setText(t("认定") if alone else t("送上级认定"))
        self.stop.setVisible(state == "recognised" and self._may("hardship.end"))
        self.note.setText(self._note(one, state, decides=decides))

    def _decides(self) -> bool:
        """Whether who looks may recognise by own account: whom the profile names."""
        return self.known is not None and self.known.view.direct

    def _own(self, one: Any) -> bool:
        return self.known is not None and one.applied_by is not None and one.applied_by == self.known.officer_id

    def _note(self, one: Any, state: str, *, decides: bool) -> str:
        if one is None:
            return ""
        waits = ""
        if state == "applied":
            own = t("申请是您受理的，要由别人认定。") if self._own(one) else ""
            waits = t("已送上级确认，还没有确认。") if one.waiting else own if decides else t("等有权限的人认定。")
        return t("；").join(filter(None, (hardship_words(one), waits)))

    def _on_group(self, one: Any) -> None:
        if isinstance(one, GroupLine):
            self.asked.emit("end_group", one)

    def _on_hardship(self, one: Any) -> None:
        if isinstance(one, Offer):
            self.asked.emit("apply_hardship", one.category)
        elif isinstance(one, HardshipLine):
            self.asked.emit("hardship" if one.state != "applied" or (self._decides() and not self._own(one)) else "send_hardship", one)


def why_not_end(one: GroupLine, today: date) -> str:
    """Why a group is not ended by hand."""
    if one.computed:
        return t("“{name}”由年龄和登记状态自动判断，状态变了它自己会变。").format(name=one.name)
    if one.group == HARDSHIP:
        return t("“{name}”随认定而来，在右边终止认定。").format(name=one.name)
    if not one.by_hand:
        return t("“{name}”随零就业家庭名册而来，在“家庭”里清零或退出。").format(name=one.name)
    over = one.until is not None and one.until <= today
    return t("“{name}”已经结束。").format(name=one.name) if over else ""


# the forms


class HelperName(RecordForm):
    """Who helps the person one to one, from a day on; the one before ends on that day."""

    def __init__(self, person_id: int, name: str, officers: tuple[tuple[str, str], ...], today: date) -> None:
        fields = {
            "officer": choice_field(t("帮办人"), officers, blank=t("请选择"), required=True),
            "on": date_field(t("从哪天起"), today, required=True),
            "reason": words_field(t("说明"), hint=t("例如 原帮办人调离")),
        }
        made = tuple(fields.values())
        keep = Keep("helper_name", f"person:{person_id}", t("指定帮办人"))
        super().__init__(t("指定帮办人"), t("指定"), fields, two_columns(made[:2], made[2:]), note=name, keep=keep)


class GroupNew(RecordForm):
    """A group from a day on, with its end where that is known already."""

    def __init__(self, person_id: int, name: str, today: date) -> None:
        table = {code: title for code, title in coded("key_group") if code not in BROUGHT}
        fields = {
            "group": choice_field(t("重点群体"), tuple(table.items()), required=True),
            "since": date_field(t("从哪天起"), today, required=True),
            "until": date_field(t("到哪天止"), hint=t("那天起不再算；还不知道就空着")),
        }
        made = tuple(fields.values())
        keep = Keep("group_new", f"person:{person_id}", t("加重点群体"))
        super().__init__(t("加重点群体"), t("登记"), fields, two_columns(made[:1], made[1:]), note=name, keep=keep)


def group_form(values: Mapping[str, str]) -> GroupForm:
    """What the form says."""
    since = day_of(values["since"])
    assert since is not None
    return GroupForm(values["group"], since, day_of(values["until"]))


class GroupEnd(RecordForm):
    """From which day on the person does not belong to the group any more."""

    def __init__(self, person_id: int, one: GroupLine, today: date) -> None:
        fields = {"until": date_field(t("从哪天起不再算"), today, required=True)}
        note = t("{day} 起").format(day=one.since)
        keep = Keep(f"group_end.{one.id}", f"person:{person_id}", t("结束重点群体"))
        title = t("结束“{name}”").format(name=one.name)
        super().__init__(title, title, fields, two_columns(tuple(fields.values())), note=note, keep=keep)


class HardshipApply(RecordForm):
    """An application for recognition, with the case it belongs to."""

    def __init__(self, person_id: int, name: str, category: str, own: tuple[CaseRow, ...], today: date) -> None:
        linked = [(str(one.id), f"{one.number} {one.item_name}") for one in own]
        fields = {
            "category": choice_field(t("困难类别"), coded("hardship"), blank=t("请选择"), required=True),
            "applied_on": date_field(t("申请日期"), today, required=True),
            "case_id": choice_field(t("对应的办件"), linked, blank=t("没有办件")),
        }
        made = tuple(fields.values())
        keep = Keep("hardship_apply", f"person:{person_id}", t("申请就业困难人员认定"))
        super().__init__(t("申请就业困难人员认定"), t("受理申请"), fields, two_columns(made[:2], made[2:]), note=name, keep=keep)
        self.fill({"category": category, "case_id": _case_of(own)})


def _case_of(own: tuple[CaseRow, ...]) -> str:
    """The case in hand that asks for the recognition."""
    return next((str(one.id) for one in own if t("就业困难人员认定") in one.item_name), "")


def cases_of(context: Any, person_id: int) -> tuple[CaseRow, ...]:
    """The person's cases in hand, for an officer who may see cases."""
    return cases.page(context.db, context.actor, context.now(), CaseFilter(person_ids=(person_id,)), limit=50).rows


class HardshipDecide(RecordForm):
    """The competent office recognised, or refused to; recorded by somebody else than who took the application."""

    def __init__(self, one: HardshipLine, name: str, today: date, act: str = "") -> None:
        fields = {
            "decision": choice_field(t("决定"), (("recognise", t("予以认定")), ("refuse", t("不予认定")))),
            "recognised_on": date_field(t("决定日期"), today, required=True),
            "recognised_by": words_field(t("认定单位"), hint=t("例如 县人社局")),
            "reason": words_field(t("原因"), hint=t("不予认定要写，本人会看到")),
            "late_reason": words_field(t("补录原因"), hint=t("不是今天决定的要写")),
        }
        made = tuple(fields.values())
        keep = Keep(f"hardship.{one.id}", f"hardship_recognition:{one.id}", t("就业困难人员认定"))
        title = t("{name}：{category}").format(name=name, category=one.name)
        note = t("{day} 申请").format(day=one.applied_on)
        super().__init__(title, act or t("登记决定"), fields, two_columns(made[:2], made[2:4], made[4:]), note=note, keep=keep)


def decide(context: Any, one: HardshipLine, values: Mapping[str, str]) -> HardshipLine:
    """Write the decision."""
    on = day_of(values["recognised_on"])
    assert on is not None
    late = {"late_reason": values["late_reason"]}
    if values["decision"] == "refuse":
        return statuses.refuse_hardship(context.db, context.actor, context.now(), one.id, on, values["reason"], **late)
    return statuses.recognise_hardship(context.db, context.actor, context.now(), one.id, on, values["recognised_by"], **late)


def send(context: Any, one: HardshipLine, values: Mapping[str, str]) -> Any:
    """Let the decision wait for the second person."""
    on = day_of(values["recognised_on"])
    assert on is not None
    refused = values["decision"] == "refuse"
    decision = statuses.Decision(on, values["recognised_by"], values["reason"] if refused else "", values["late_reason"])
    return prepared.hardship(context.db, context.actor, context.now(), one.id, decision, refused=refused)


class HardshipEnd(RecordForm):
    """A recognition that does not hold any more."""

    def __init__(self, one: HardshipLine, name: str, today: date) -> None:
        fields = {
            "ended_on": date_field(t("终止日期"), today, required=True),
            "reason": words_field(t("原因"), hint=t("例如 已就业、到龄退休"), required=True),
        }
        keep = Keep(f"hardship_end.{one.id}", f"hardship_recognition:{one.id}", t("终止认定"))
        title = t("终止{name}的认定").format(name=name)
        super().__init__(title, t("终止认定"), fields, two_columns(tuple(fields.values())), note=one.name, keep=keep)
