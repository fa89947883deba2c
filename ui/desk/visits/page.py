"""Visits: the list with the reading pane, those agreed and not made yet, and recording one for the person at the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from app.domain.clock import business_date, station_time
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import person_pages, visits
from app.services.person_pages import PersonFacts
from app.services.visits import DueVisit, VisitCount, VisitFilter, VisitForm, VisitLine, VisitView
from app.texts import t, word
from app.texts import today as say
from ui.desk.keys import key_of
from ui.desk.listing import ListPage
from ui.desk.page import Act, Desk, Page
from ui.desk.people.family import PersonPick
from ui.desk.places import Ref
from ui.desk.reading import Do, Fact, Reading, Section
from ui.desk.record_form import Keep, RecordForm, area_field, choice_field, date_field, day_of, words_field
from ui.desk.visits import BEGINS as BEGINS
from ui.kit.buttons import Kind, primary
from ui.kit.fields import Field, two_columns
from ui.kit.runs import Run, Runs, bold, with_icon
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import Column

AHEAD = timedelta(days=7)
FAMILY = t("家属")
ICONS = {
    VisitResult.MET_PERSON: ("account-check-outline", "fg_text"),
    VisitResult.MET_FAMILY: ("account-group-outline", "fg_text"),
    VisitResult.REFUSED: ("cancel", "fg_secondary"),
    VisitResult.NOBODY_HOME: ("home-outline", "fg_secondary"),
}


def result_runs(line: VisitLine) -> Runs:
    """Whom the visitor met."""
    icon, tone = ICONS[line.result]
    return with_icon(icon, word(line.result), tone)


class VisitsPage(ListPage):
    """Read visits, see who is due, record one."""

    help = t("走访：上面的按钮看近期的、约好还没去的。Ctrl+N 给当前服务对象记一次走访；见到本人或家属才计入走访人次，隔天补录的要写原因。")
    name, place_title, icon = "visits", t("走访"), "walk"
    empty = t("这里还没有走访。按 Ctrl+N 记一次。")
    hint = t("姓名、情况")
    fed_by = frozenset({"visit"})
    chips = (
        ("all", t("全部"), ""),
        ("due", t("约好要去的"), "calendar-clock"),
        ("mine", t("我走访的"), ""),
        ("person", t("个人"), "account-outline"),
        ("household", t("入户"), "home-outline"),
        ("employer", t("单位"), "office-building-outline"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.new = primary(t("记走访"), self.begin, icon="walk", key=key_of("new"))
        self.head_buttons.addWidget(self.new)

    def open(self, ref: Ref) -> None:
        """``visit`` records one for a person, ``visit_of`` opens a recorded one, ``visits_due`` shows who is to be seen."""
        if ref.kind == "visit" and isinstance(ref.key, int):
            wanted = ref.key
            self.ask(lambda c: person_pages.show(c.db, c.actor, c.now(), wanted), self._record_for)
        elif ref.kind == "visit":
            self.begin()
        elif ref.kind == "visit_of":
            self._wanted = ref.key
            self.narrow("all")
        elif ref.kind == "visits_due":
            self.narrow("due")

    # -- the list

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("day", t("日期"), self._day_cell, 8, 0),
            Column("whom", t("对象"), lambda r: bold(r.whom), 0, 1),
            Column("kind", t("类型"), lambda r: word(r.kind), 3, 3),
            Column(
                "result", t("结果"), lambda r: result_runs(r) if isinstance(r, VisitLine) else with_icon("calendar-clock", t("约好")), 8, 1
            ),
            Column("officer", t("走访人"), lambda r: r.officer, 4, 2),
        )

    def _day_cell(self, row: Any) -> Runs:
        if isinstance(row, VisitLine):
            return (Run(row.happened_on.isoformat()),)
        left = (row.due_on - business_date(self.context.now())).days
        return (Run(say.left_days(left), left <= 0, "danger" if left < 0 else "warn" if left == 0 else "fg_text"),)

    def key_of_row(self, value: Any) -> object:
        return value.visit_id if isinstance(value, DueVisit) else getattr(value, "id", None)

    def fetch(self) -> Fetch:
        c, text, only = self.context, self.box.text().strip(), self.only
        if only == "due":
            until = business_date(c.now()) + AHEAD
            return lambda _after, limit: Rows(
                tuple(v for v in visits.due(c.db, c.actor, c.now(), until=until, limit=limit) if text in v.whom)
            )
        kind = only if only in {one.value for one in VisitKind} else ""
        wanted = VisitFilter(kind=kind, officer_id=c.actor.officer_id if only == "mine" else None)

        def fetch(after: Any, limit: int) -> Rows:
            found = visits.page(c.db, c.actor, only=wanted, after=after, limit=limit)
            kept = tuple(one for one in found.rows if text in one.whom or text in one.findings or text in one.needs)
            return Rows(kept, found.next_key)

        return fetch

    def arrive(self) -> None:
        """The list, and what this month comes to."""
        self.new.setVisible(self.may("visit.record"))
        super().arrive()
        self.ask(self._month, self._count, slot="count")

    def _month(self, c: Any) -> VisitCount:
        today = business_date(c.now())
        return visits.counted(c.db, c.actor, today.replace(day=1), today)

    def _count(self, count: VisitCount) -> None:
        self.note.setText(t("本月 {n} 人次，走访 {d} 天").format(n=count.person_times, d=count.days))

    def count_rows(self) -> None:
        """The note tells the month instead."""

    # -- the pane

    def read_row(self, value: Any) -> Callable[[Any], Reading] | None:
        wanted = value.visit_id if isinstance(value, DueVisit) else value.id
        return lambda c: self._reading(visits.view(c.db, c.actor, wanted))

    def _reading(self, view: VisitView) -> Reading:
        line = view.line
        met = t("、").join(f"{one.name}（{one.relation}）" if one.relation else one.name for one in view.met)
        late = (
            t("{day} 补录：{why}").format(day=f"{station_time(view.recorded_at):%Y-%m-%d}", why=view.late_reason) if line.late_entry else ""
        )
        facts = (
            Fact(t("日期"), line.happened_on.isoformat()),
            Fact(t("方式"), f"{word(line.kind)}・{word(line.way)}"),
            Fact(t("见到"), met),
            Fact(t("情况"), line.findings),
            Fact(t("需求"), line.needs),
            Fact(t("服务"), t("、").join(word(one) for one in view.services)),
            Fact(t("下次走访"), line.next_on.isoformat() if line.next_on else ""),
            Fact(t("走访人"), t("、").join(filter(None, (line.officer, view.second_officer)))),
            Fact(t("编号"), line.code),
            Fact(t("补录"), late),
        )
        return Reading(line.whom, result_runs(line), (Section("", facts),), self._acts_of(line))

    def _acts_of(self, line: VisitLine) -> tuple[Do, ...]:
        person = line.person_id
        if person is None:
            return ()
        acts = [Do(t("打开{name}").format(name=line.whom), lambda: self.desk.go("people", Ref("person", person)), "account-outline")]
        if self.may("visit.record"):
            again = lambda: self.open(Ref("visit", person))  # noqa: E731
            acts.insert(0, Do(t("再记一次走访"), again, "walk", Kind.STRONG, key_of("primary")))
        return tuple(acts)

    # -- recording

    def begin(self) -> None:
        """For the person at the counter; with nobody there, one is looked for."""
        person = self.desk.person
        if person is not None and person.person_id is not None:
            self.open(Ref("visit", person.person_id))
        else:
            self._show(VisitNew(self._today(), None))

    def _today(self) -> date:
        return business_date(self.context.now())

    def _record_for(self, facts: PersonFacts) -> None:
        self._show(VisitNew(self._today(), facts))

    def _show(self, form: VisitNew) -> None:
        if self.form is not None:
            self.leave_form()
        if form.pick is not None:
            pick = form.pick
            pick.wanted.connect(lambda text: self.ask(lambda c: _hits(c, text), pick.show_hits, slot="pick"))
        work = lambda c, values: visits.record(c.db, c.actor, c.now(), visit_form(form.person_id(values), values))  # noqa: E731
        self.show_form(form, work, self._recorded)

    def _recorded(self, view: VisitView) -> None:
        self.desk.say(t("走访已记下。"))
        self._wanted = view.line.id
        self.narrow("all")

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+N, and the pane's first act."""
        return {**super().acts(), "new": Act(self.begin, "" if self.may("visit.record") else t("您的账号不能记走访。"))}


class VisitNew(RecordForm):
    """A visit to a person: how, whom one met, what was found, when next."""

    def __init__(self, today: date, facts: PersonFacts | None) -> None:
        self.facts = facts
        self.pick = None if facts is not None else PersonPick()
        results = [(one.value, word(one)) for one in VisitResult]
        fields = {
            "way": choice_field(t("方式"), [(one.value, word(one)) for one in VisitWay]),
            "result": choice_field(t("结果"), results),
            "happened_on": date_field(t("走访日期"), today, required=True),
            "next_on": date_field(t("下次走访"), hint=t("约好了就写上，到时会提醒")),
            "findings": area_field(t("了解到的情况")),
            "needs": area_field(t("有什么需求")),
            "late_reason": words_field(t("补录原因"), hint=t("不是今天走访的要写")),
        }
        made = list(fields.values())
        rows = [two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))]
        if self.pick is not None:
            whom = Field(t("走访谁"), self.pick, required=True)
            fields = {"person": whom, **fields}
            rows.insert(0, whom)
        name = facts.name if facts is not None else ""
        record = f"person:{facts.id}" if facts is not None else ""
        super().__init__(t("记走访"), t("记下这次走访"), fields, *rows, note=name, keep=Keep("visit", record, t("走访")))

    def person_id(self, values: Mapping[str, str]) -> int:
        """Whom the visit is for."""
        return self.facts.id if self.facts is not None else int(values["person"])


def visit_form(person_id: int, values: Mapping[str, str]) -> VisitForm:
    """What the form says; a family member who was met stands for the person."""
    result = VisitResult(values["result"])
    met = ((person_id, FAMILY),) if result is VisitResult.MET_FAMILY else ()
    return VisitForm(
        VisitKind.PERSON,
        VisitWay(values["way"]),
        result,
        person_id,
        happened_on=day_of(values["happened_on"]),
        met=met,
        findings=values["findings"],
        needs=values["needs"],
        next_on=day_of(values["next_on"]),
        late_reason=values["late_reason"],
    )


def _hits(context: Any, text: str) -> Any:
    from app.services import search

    return search.find(context.db, context.actor, context.now(), text, limit=5).hits if text else ()


def make(desk: Desk) -> Page:
    """The page of the place ``visits``."""
    return VisitsPage(desk)
