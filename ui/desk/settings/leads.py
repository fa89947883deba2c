"""Leads of accountability in the settings: the list, what each says, and the forms that answer it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from app.domain.accountability import LEAD_MOVES, LeadAction, LeadKind, LeadState, Measure
from app.domain.clock import station_time
from app.services import leads, prepared
from app.services.leads import LeadLine, Ruling
from app.texts import t, word
from ui.desk.kept import Keep
from ui.desk.places import Ref
from ui.desk.reading import Do, Fact, Reading, Section
from ui.desk.record_form import RecordForm, area_field, choice_field, date_field, day_of
from ui.desk.settings.shown import Shown
from ui.kit.fields import two_columns
from ui.kit.runs import Runs, bold, with_icon
from ui.models.rows import Column

if TYPE_CHECKING:
    from ui.desk.settings.acts import SettingsActs

SENT = t("已送上级确认，在“办件—待确认和补录”里看。")


def listed(c: Any) -> Shown:
    """Open leads first, then what was filed: everybody's for who decides, one's own for others."""
    rows = sorted(leads.listing(c.db, c.actor, open_only=False), key=lambda one: one.state == LeadState.CLOSED)
    columns = (
        Column("state", t("状态"), _state, 6, 0),
        Column(
            "kind", t("事由"), lambda r: bold(word(LeadKind(r.kind))), 0, 1, tip=lambda r: f"{word(LeadKind(r.kind))}・{r.rule}", least=6
        ),
        Column("officer", t("责任人"), lambda r: r.officer, 4, 2),
        Column("day", t("发生日期"), lambda r: r.fell_due_on.isoformat(), 7, 2),
        Column("case", t("办件"), lambda r: r.case, 10, 2),
    )
    return Shown(rows=tuple(rows), columns=columns, read=reading, empty=t("没有责任追究线索，放心。"))


_NEXT = {
    LeadState.RAISED: t("待说明"),
    LeadState.STATED: t("待处理"),
    LeadState.DECIDED: t("待归档"),
    LeadState.CORRECTED: t("待归档"),
    LeadState.CLOSED: t("已归档"),
}


def _state(line: LeadLine) -> Runs:
    """What it waits for."""
    state = LeadState(line.state)
    if line.waiting is not None:
        return with_icon("account-clock-outline", t("待上级确认"), "warn")
    if state is LeadState.CLOSED:
        return with_icon("check-circle", _NEXT[state], "ok")
    ordered = state is LeadState.DECIDED and line.correct_by is not None
    return with_icon("message-alert-outline", t("待整改") if ordered else _NEXT[state])


def _moved(line: LeadLine) -> str:
    """That the overdue is none any more; whether anything is pursued is for who decides."""
    return t("办件期限已改为 {day}，当时不算超期").format(day=line.moved_to.isoformat()) if line.moved_to else ""


def reading(line: LeadLine) -> Reading:
    """All steps of a lead."""
    head = (
        Fact(t("规定"), line.rule),
        Fact(t("责任人"), line.officer),
        Fact(t("办件"), t("、").join(filter(None, (line.case, line.item)))),
        Fact(t("发生日期"), line.fell_due_on.isoformat()),
        Fact(t("期限重算"), _moved(line)),
        Fact(t("待上级确认"), word(line.waiting) if line.waiting else "", "warn"),
    )
    said = (Fact("", line.statement), Fact("", f"{station_time(line.stated_at):%Y-%m-%d %H:%M}" if line.stated_at else "", "secondary"))
    decided = (
        Fact(t("措施"), word(Measure(line.measure)) if line.measure else ""),
        Fact(t("决定"), line.decision),
        Fact(t("整改期限"), line.correct_by.isoformat() if line.correct_by else ""),
        Fact(t("处理人"), line.decided_by),
    )
    corrected = (Fact(t("整改"), line.correction), Fact(t("日期"), line.corrected_on.isoformat() if line.corrected_on else ""))
    filed = (Fact(t("归档意见"), line.closing), Fact(t("归档人"), line.closed_by))
    parts = (("", head), (t("本人说明"), said), (t("处理"), decided), (t("整改"), corrected), (t("归档"), filed))
    return Reading(word(LeadKind(line.kind)), _state(line), tuple(Section(title, facts) for title, facts in parts))


class Words(RecordForm):
    """A text about a lead: the own statement, what was corrected, the words for the file."""

    def __init__(self, line: LeadLine, title: str, act: str, field: str, asked: str, *, day: str = "", required: bool = True) -> None:
        fields = {field: area_field(asked, required=required)}
        days = {"on": date_field(day, hint=t("空着：今天"))} if day else {}
        keep = Keep(f"lead.{field}", f"lead:{line.id}", title)
        super().__init__(title, act, {**fields, **days}, fields[field], *days.values(), keep=keep)


class Decision(RecordForm):
    """What is decided about a lead; an order to correct has its last day."""

    def __init__(self, line: LeadLine, act: str = "") -> None:
        fields = {
            "measure": choice_field(t("措施"), [(one.value, word(one)) for one in Measure], blank=t("请选"), required=True),
            "correct_by": date_field(t("整改期限"), hint=t("责令限期整改时填")),
        }
        decision = area_field(t("决定"), required=True)
        title = t("处理{name}的责任追究").format(name=line.officer)
        rows, keep = two_columns(tuple(fields.values())), Keep("lead.decision", f"lead:{line.id}", t("责任追究的处理"))
        super().__init__(title, act or t("作出处理"), {**fields, "decision": decision}, rows, decision, keep=keep)


def _text(v: Mapping[str, str], name: str) -> str:
    return v[name].strip()


class LeadActs:
    """The steps of a lead over the page of the settings."""

    def __init__(self, acts: SettingsActs) -> None:
        self.acts, self.page = acts, acts.page

    def offered(self, line: LeadLine) -> tuple[Do, ...]:
        """What can be done with a lead by who looks: its next steps, what can be sent to the second person, and its case."""
        runs = {
            LeadAction.STATE: ("comment-alert-outline", self.state),
            LeadAction.DECIDE: ("scale-balance", self.decide),
            LeadAction.CORRECT: ("pencil-outline", self.correct),
            LeadAction.CLOSE: ("check-circle-outline", self.close),
        }
        acts = [Do(word(one), partial(runs[one][1], line), runs[one][0]) for one in line.possible]
        if any(self._sends(line, one) for one in (LeadAction.DECIDE, LeadAction.CLOSE)):
            acts.append(Do(t("送上级确认"), partial(self.send, line), "account-arrow-up-outline"))
        return (*acts, Do(t("看办件"), partial(self.open_case, line), "folder-outline")) if line.case else tuple(acts)

    def send(self, row: LeadLine) -> None:
        """Who may not decide or file it prepares that for the second person."""
        if self._sends(row, LeadAction.DECIDE):
            form: RecordForm = Decision(row, t("送上级确认"))
            self.acts.show(form, lambda c, v: prepared.lead(c.db, c.actor, c.now(), row.id, _ruling(v)), SENT, "leads")
        elif self._sends(row, LeadAction.CLOSE):
            form = Words(row, word(LeadAction.CLOSE), t("送上级确认"), "closing", t("归档意见"), required=False)
            work = lambda c, v: prepared.close_lead(c.db, c.actor, c.now(), row.id, _text(v, "closing"))  # noqa: E731
            self.acts.show(form, work, SENT, "leads")

    def _sends(self, row: LeadLine, action: LeadAction) -> bool:
        """Whether the step is due and this officer may not take it: then it goes to the second person, once."""
        if action in row.possible or row.waiting is not None or not self.page.may("second.ask"):
            return False
        waits = action is LeadAction.CLOSE and row.state == LeadState.DECIDED and row.correct_by is not None
        return LeadState(row.state) in LEAD_MOVES[action] and not waits

    def next_step(self, row: Any) -> None:
        """Enter: what waits for this officer, else the case."""
        steps = {
            LeadAction.STATE: self.state,
            LeadAction.DECIDE: self.decide,
            LeadAction.CORRECT: self.correct,
            LeadAction.CLOSE: self.close,
        }
        if isinstance(row, LeadLine):
            steps.get(next(iter(row.possible), None), self.open_case)(row)  # type: ignore[arg-type]

    def state(self, line: LeadLine) -> None:
        """The officer it names says how it came."""
        form = Words(line, t("说明情况"), t("提交说明"), "statement", t("当时的情况"))
        work = lambda c, v: leads.state(c.db, c.actor, c.now(), line.id, _text(v, "statement"))  # noqa: E731
        self.acts.show(form, work, t("说明已提交，等站长处理。"), "leads")

    def decide(self, line: LeadLine) -> None:
        """Somebody else decides."""
        self.acts.show(Decision(line), lambda c, v: _decide(c, line.id, v), t("处理已记下，本人能看到。"), "leads")

    def correct(self, line: LeadLine) -> None:
        """What was done about it."""
        form = Words(line, word(LeadAction.CORRECT), t("保存"), "correction", t("怎么整改的"), day=t("整改日期"))
        work = lambda c, v: leads.correct(c.db, c.actor, c.now(), line.id, _text(v, "correction"), on=day_of(v["on"]))  # noqa: E731
        self.acts.show(form, work, t("整改已登记。"), "leads")

    def close(self, line: LeadLine) -> None:
        """It is filed."""
        form = Words(line, word(LeadAction.CLOSE), word(LeadAction.CLOSE), "closing", t("归档意见"), required=False)
        work = lambda c, v: leads.close(c.db, c.actor, c.now(), line.id, _text(v, "closing"))  # noqa: E731
        self.acts.show(form, work, t("已归档。"), "leads")

    def open_case(self, line: LeadLine) -> None:
        """The case it is about."""
        if line.case:
            self.page.desk.go("cases", Ref("case", line.case))
        else:
            self.page.desk.say(t("这一条不是某个办件的。"))


def _ruling(v: Mapping[str, str]) -> Ruling:
    return Ruling(Measure(v["measure"]), _text(v, "decision"), day_of(v["correct_by"]))


def _decide(c: Any, lead_id: int, v: Mapping[str, str]) -> LeadLine:
    given = _ruling(v)
    return leads.decide(c.db, c.actor, c.now(), lead_id, given.measure, given.decision, correct_by=given.correct_by)
