"""Visits: the list with the reading pane, those agreed and not made yet, and recording one for the person at the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from app.domain.actor import Role
from app.domain.clock import business_date, station_time
from app.domain.errors import Refused
from app.domain.visits import VisitKind, VisitResult
from app.services import employers, households, officers, person_pages, search, visits
from app.services.employers import EmployerFacts, EmployerFilter
from app.services.households import HouseholdView
from app.services.late_entries import Asked
from app.services.person_pages import PersonFacts
from app.services.visits import DueVisit, VisitCount, VisitFilter, VisitLine, VisitView
from app.texts import t, word
from app.texts import today as say
from app.texts.phrases.late import waits_words
from app.texts.phrases.visits import result_word
from ui.desk.keys import key_of
from ui.desk.listing import ListPage
from ui.desk.page import Act, Desk, Page
from ui.desk.people.family import PersonPick
from ui.desk.places import Ref
from ui.desk.reading import Do, Fact, Reading, Section
from ui.desk.visits import BEGINS as BEGINS
from ui.desk.visits.forms import EmployerVisit, HouseholdVisit, Officers, PersonVisit, VisitRecord, WhoseHousehold, hits_of
from ui.kit.buttons import Kind, primary, second
from ui.kit.runs import Run, Runs, bold, with_icon
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import Column

AHEAD = timedelta(days=7)
FOUND = 5
ICONS = {
    VisitResult.MET_PERSON: ("account-check-outline", "fg_text"),
    VisitResult.MET_FAMILY: ("account-group-outline", "fg_text"),
    VisitResult.REFUSED: ("cancel", "fg_secondary"),
    VisitResult.NOBODY_HOME: ("home-outline", "fg_secondary"),
}


def result_runs(line: VisitLine) -> Runs:
    """Whom the visitor met."""
    icon, tone = ICONS[line.result]
    return with_icon(icon, result_word(line.kind, line.result), tone)


def result_cell(row: VisitLine | DueVisit) -> Runs:
    """The result of a visit that was made, or that one was agreed."""
    return result_runs(row) if isinstance(row, VisitLine) else with_icon("calendar-clock", t("约好"))


class VisitsPage(ListPage):
    """Read visits, see who is due, record one."""

    help = t(
        "走访：上面的按钮看近期的、约好还没去的。Ctrl+N 给当前服务对象记一次走访，“入户走访”“走访单位”记家庭和企业；"
        "见到本人或家属才计入走访人次，隔天补录的要写原因。走访单位采集到的岗位，从右边的“登记采集到的岗位”接着登记。"
    )
    name, place_title, icon = "visits", t("走访"), "walk"
    empty = t("这里还没有走访。按 Ctrl+N 记一次。")
    hint = t("姓名、单位、情况")
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
        self.home = second(t("入户走访"), self.begin_household, icon="home-outline")
        self.at_employer = second(t("走访单位"), self.begin_employer, icon="office-building-outline")
        for button in (self.home, self.at_employer, self.new):
            self.head_buttons.addWidget(button)

    def open(self, ref: Ref) -> None:
        """Record one: ``visit`` for a person, ``visit_household``, ``visit_employer``; ``visit_of`` opens a recorded one.

        ``visits_due`` shows who is to be seen.
        """
        begins = {"visit": _OF_PERSON, "visit_household": _OF_HOUSEHOLD, "visit_employer": _OF_EMPLOYER}
        if ref.kind in begins and isinstance(ref.key, int):
            (read, show), wanted = begins[ref.kind], ref.key
            self.ask(lambda c: (read(c.db, c.actor, c.now(), wanted), _officers(c)), lambda found: show(self, found))
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
            Column("day", t("日期"), self._day_cell, 7, 0, order=lambda r: r.happened_on if isinstance(r, VisitLine) else r.due_on),
            Column("whom", t("对象"), lambda r: bold(r.whom), 0, 1, least=8, tip=lambda r: r.whom),
            Column("kind", t("类型"), lambda r: word(r.kind), 3, 3),
            Column("result", t("结果"), result_cell, 11, 2),
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
        wanted = VisitFilter(text, kind, officer_id=c.actor.officer_id if only == "mine" else None)

        def fetch(after: Any, limit: int) -> Rows:
            found = visits.page(c.db, c.actor, only=wanted, after=after, limit=limit)
            return Rows(found.rows, found.next_key)

        return fetch

    def arrive(self) -> None:
        """The list, and what this month comes to."""
        for button in (self.home, self.at_employer, self.new):
            button.setVisible(self.may("visit.record"))
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
        """Go there again, and open whom it was for."""
        kind, key, opens = {
            VisitKind.PERSON: ("visit", line.person_id, Ref("person", line.person_id)),
            VisitKind.HOUSEHOLD: ("visit_household", line.household_id, Ref("household", line.household_id)),
            VisitKind.EMPLOYER: ("visit_employer", line.employer_id, Ref("employer", line.employer_id)),
        }[line.kind]
        at_employer = line.kind is VisitKind.EMPLOYER
        acts = []
        if self.may("visit.record"):
            acts.append(Do(t("再记一次走访"), lambda: self.open(Ref(kind, key)), "walk", Kind.STRONG, key_of("primary")))
        if at_employer and self.may("job.add"):
            collected = Ref("new_job", (line.employer_id, line.code))
            acts.append(Do(t("登记采集到的岗位"), lambda: self.desk.go("jobs", collected), "briefcase-plus-outline"))
        words, place = (t("看这家的岗位"), "jobs") if at_employer else (t("打开{name}").format(name=line.whom), "people")
        return (*acts, Do(words, lambda: self.desk.go(place, opens), "briefcase-outline" if at_employer else "account-outline"))

    # -- recording

    def begin(self) -> None:
        """For the person at the counter; with nobody there, one is looked for."""
        known = self.desk.known
        if known is not None:
            self.open(Ref("visit", known[0]))
        else:
            self.ask(_officers, lambda officers: self._show(PersonVisit(self._today(), None, officers)))

    def begin_household(self) -> None:
        """At the home of the person at the counter; with nobody there, one says whose."""
        known = self.desk.known
        if known is not None:
            self.ask(lambda c: _home(c, known[0]), self._household)
            return
        form = WhoseHousehold()
        self._find_persons(form.pick)
        self.show_form(form, lambda c, values: _home(c, int(values["person"])), self._household)

    def begin_employer(self) -> None:
        """At an employer that is looked for, or registered with the visit."""
        self.ask(_officers, lambda officers: self._show(EmployerVisit(self._today(), None, officers)))

    def _today(self) -> date:
        return business_date(self.context.now())

    def _person(self, found: tuple[PersonFacts, Officers]) -> None:
        self._show(PersonVisit(self._today(), *found))

    def _household(self, found: tuple[HouseholdView, Officers]) -> None:
        self._show(HouseholdVisit(self._today(), *found))

    def _employer(self, found: tuple[EmployerFacts, Officers]) -> None:
        self._show(EmployerVisit(self._today(), *found))

    def _show(self, form: VisitRecord) -> None:
        if self.form is not None:
            self.leave_form()
        if isinstance(form, EmployerVisit) and form.pick is not None:
            pick = form.pick
            pick.wanted.connect(lambda text: self.ask(lambda c: _employers(c, text), pick.show_hits, slot="pick"))
        elif form.pick is not None:
            self._find_persons(form.pick)
        self.show_form(form, lambda c, values: _written(c, form, values), self._recorded)

    def _find_persons(self, pick: PersonPick) -> None:
        pick.wanted.connect(lambda text: self.ask(lambda c: _hits(c, text), pick.show_hits, slot="pick"))

    def _recorded(self, view: VisitView | Asked) -> None:
        if isinstance(view, Asked):
            self.desk.say(waits_words(view.kind, view.on))
            self.reread()
            return
        self.desk.say(t("走访已记下。"))
        self._wanted = view.line.id
        self.narrow("all")

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+N, and the pane's first act."""
        return {**super().acts(), "new": Act(self.begin, "" if self.may("visit.record") else t("您的账号不能记走访。"))}


# what is read and written, on a pool thread


def _officers(c: Any) -> Officers:
    """Who may have gone along."""
    found = officers.listing(c.db, c.actor)
    return tuple((str(one.id), one.name) for one in found if one.active and one.id != c.actor.officer_id and Role.ADMIN not in one.roles)


def _home(c: Any, person_id: int) -> tuple[HouseholdView, Officers]:
    """The household of a person."""
    found = households.of_person(c.db, c.actor, c.now(), person_id)
    if found is None:
        name = person_pages.show(c.db, c.actor, c.now(), person_id).name
        raise Refused("visit.no_household", field="person", name=name)
    return found, _officers(c)


def _written(c: Any, form: VisitRecord, values: Mapping[str, str]) -> VisitView | Asked:
    visit = form.visit(values)
    new = form.new_employer(values) if isinstance(form, EmployerVisit) else None
    if new is not None:
        return visits.record_at_new_employer(c.db, c.actor, c.now(), new, visit)
    return visits.record(c.db, c.actor, c.now(), visit)


def _employers(c: Any, text: str) -> Any:
    only = EmployerFilter(text)
    return hits_of(employers.listing(c.db, c.actor, c.now(), only, limit=FOUND).rows) if text else ()


def _hits(context: Any, text: str) -> Any:
    return search.find(context.db, context.actor, context.now(), text, limit=FOUND).hits if text else ()


_OF_PERSON = (person_pages.show, VisitsPage._person)
_OF_HOUSEHOLD = (households.view, VisitsPage._household)
_OF_EMPLOYER = (employers.show, VisitsPage._employer)


def make(desk: Desk) -> Page:
    """The page of the place ``visits``."""
    return VisitsPage(desk)
