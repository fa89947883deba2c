"""Jobs: the list with the reading pane; for the person at the counter, what suits and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.clock import business_date
from app.domain.jobs_market import JobState
from app.domain.matching import Outcome
from app.services import employers, hires, jobs, matching, person_pages
from app.services.employers import EmployerFacts
from app.services.hires import ReferralForm
from app.services.jobs import JobFilter, JobLine, JobView
from app.services.matching import JobMatch
from app.texts import t, word
from app.texts.phrases.market import distance_text
from ui.desk.export import ListName
from ui.desk.jobs import BEGINS as BEGINS
from ui.desk.jobs import outcome
from ui.desk.jobs.forms import EmployerChange, JobClose, JobNew, employer_form, job_form
from ui.desk.jobs.placed import HIRES, REFERRALS, Placed
from ui.desk.keys import key_of
from ui.desk.listing import ListPage
from ui.desk.page import Act, Desk, Page
from ui.desk.places import Ref
from ui.desk.reading import Do, Fact, Reading, Section
from ui.desk.record_form import day_of
from ui.kit.buttons import Kind, chip, primary
from ui.kit.runs import Run, Runs, bold, with_icon
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import Column

FOR_PERSON = "for_person"
MOST_OFFERED = 500
STATES = {
    JobState.OPEN: ("briefcase-check-outline", "fg_text"),
    JobState.DRAFT: ("file-outline", "fg_secondary"),
    JobState.CLOSED: ("briefcase-off-outline", "fg_secondary"),
}
MARKS = {Outcome.PASS: t("符合"), Outcome.FAIL: t("不符"), Outcome.MISSING: t("待核")}
FILTERS = {
    "board": JobFilter(board=True),
    "draft": JobFilter(state=JobState.DRAFT.value),
    "closed": JobFilter(state=JobState.CLOSED.value),
    "all": JobFilter(),
}


def state_runs(line: JobLine) -> Runs:
    """Open, drafted or closed; one that is open but past its day is not on the board."""
    icon, tone = STATES[line.state]
    words = word(line.state) if line.on_board or line.state is not JobState.OPEN else t("已过期")
    return with_icon(icon, words, tone)


def title_runs(row: Any) -> Runs:
    """The job, bold, and whose it is."""
    return (*bold(row.title), Run(f"　{row.employer}", False, "fg_secondary"))


class JobsPage(ListPage):
    """Find a job, read it, put it to the person at the counter."""

    help = t(
        "岗位：打字找岗位或单位，右边是详情。窗口有人时点“适合某某”按匹配排好，写明理由；Ctrl+Enter 推荐给当前服务对象。"
        "Ctrl+N 登记新岗位；招满了就关闭，写明原因，记录一直在。“推荐进展”里登记面试、录用和上岗。"
    )
    name, place_title, icon = "jobs", t("岗位"), "briefcase-outline"
    empty = t("还没有岗位。按 Ctrl+N 登记。")
    hint = t("岗位、单位、姓名")
    fed_by = frozenset({"job", "referral", "hire"})
    chips = (
        ("board", t("在招"), "briefcase-check-outline"),
        ("draft", t("草稿"), ""),
        ("closed", t("已关闭"), ""),
        ("all", t("全部"), ""),
        (REFERRALS, t("推荐进展"), "account-arrow-right-outline"),
        (HIRES, t("上岗"), "account-hard-hat-outline"),
    )

    def __init__(self, desk: Desk) -> None:
        self.placed, self.kind = Placed(self), ""
        self.person: tuple[int, str] | None = None
        self.matches: dict[int, JobMatch] = {}
        super().__init__(desk)
        self.new = primary(t("新岗位"), lambda: self.begin(), icon="plus", key=key_of("new"))
        self.head_buttons.addWidget(self.new)
        self.fitting = chip("", lambda: self.narrow(FOR_PERSON), icon="account-check-outline")
        self.head_buttons.insertWidget(0, self.fitting)
        self.chip_buttons[FOR_PERSON] = self.fitting
        desk.person_changed.connect(self._person_changed)
        self._set_person(desk.known)

    # -- whom for

    def _person_changed(self) -> None:
        self._set_person(self.desk.known)
        if self.only == FOR_PERSON and self.isVisible():
            self.refill()

    def _set_person(self, person: tuple[int, str] | None) -> None:
        self.person = person
        self.fitting.setVisible(person is not None)
        if person is not None:
            self.fitting.setText(t("适合{name}").format(name=person[1]))
            self.fitting.updateGeometry()
        elif self.only == FOR_PERSON:
            self.narrow("board")

    def open(self, ref: Ref) -> None:
        """``job`` by its id, ``employer`` by its id, ``refer`` for a person, ``new_job`` of an employer that was visited."""
        if ref.kind == "refer" and isinstance(ref.key, int):
            wanted = ref.key
            self.ask(lambda c: person_pages.show(c.db, c.actor, c.now(), wanted), self._refer_to)
        elif ref.kind == "new_job" and isinstance(ref.key, tuple):
            self.begin(*ref.key)
        elif ref.kind == "job":
            self._wanted = ref.key
            self.narrow("all")
        elif ref.kind == "employer" and isinstance(ref.key, int):
            wanted = ref.key
            self.ask(lambda c: employers.show(c.db, c.actor, c.now(), wanted), self._of_employer)

    def _refer_to(self, facts: Any) -> None:
        self._set_person((facts.id, facts.name))
        self.box.clear()
        self.narrow(FOR_PERSON)

    def _of_employer(self, facts: EmployerFacts) -> None:
        self.box.setText(facts.name)
        self.narrow("all")

    # -- the list

    def narrow(self, code: str) -> None:
        """Jobs, or what became of them: referrals and starts of work are rows of another kind under other heads."""
        kind = code if code in (REFERRALS, HIRES) else ""
        if code != REFERRALS:
            self.placed.job = None
        if kind != self.kind:
            self.kind = kind
            self.model.set_columns(self.columns())
        super().narrow(code)

    def exported(self) -> ListName:
        """Jobs, referrals or starts of work."""
        return self.placed.exported() if self.kind else super().exported()

    def columns(self) -> tuple[Column, ...]:
        if self.kind:
            return self.placed.columns()
        return (
            Column("state", t("状态"), lambda r: self._state_cell(r), 6, 0),
            Column("title", t("岗位和单位"), title_runs, 0, 1, tip=lambda r: f"{r.title}・{r.employer}"),
            Column("pay", t("工资"), lambda r: r.pay, 8, 1),
            Column("kind", t("类别"), lambda r: word(r.kind), 5, 3),
            Column("heads", t("人数"), lambda r: str(getattr(r, "headcount", "")), 3, 3, right=True),
        )

    def _state_cell(self, row: Any) -> Runs:
        if isinstance(row, JobMatch):
            percent = t("{n}%").format(n=round(row.score * 100))
            return (Run(percent, True, "ok" if row.suits else "fg_secondary", "body", "check-circle" if row.suits else "circle-outline"),)
        return state_runs(row)

    def fetch(self) -> Fetch:
        c, text = self.context, self.box.text().strip()
        if self.kind:
            return self.placed.fetch(text)
        if self.only == FOR_PERSON and self.person is not None:
            person = self.person[0]
            return lambda _after, limit: Rows(self._matching(c, person, text, limit))
        chosen = FILTERS.get(self.only, JobFilter())
        only = JobFilter(text, chosen.kind, chosen.state, board=chosen.board)

        def fetch(after: Any, limit: int) -> Rows:
            found = jobs.listing(c.db, c.actor, c.now(), only, after=after, limit=limit)
            return Rows(found.rows, found.next_key)

        return fetch

    def _matching(self, c: Any, person: int, text: str, limit: int) -> tuple[JobMatch, ...]:
        found = matching.match_jobs(c.db, c.actor, c.now(), person, limit=limit)
        kept = tuple(one for one in found if text in one.title or text in one.employer)
        self.matches = {one.id: one for one in kept}
        return kept

    def arrive(self) -> None:
        """Read anew."""
        self.new.setVisible(self.may("job.add"))
        for code in (REFERRALS, HIRES):
            self.chip_row.offer(code, shown=self.may("person.read"))
        super().arrive()

    # -- the pane

    def read_row(self, value: Any) -> Callable[[Any], Reading] | None:
        if self.kind:
            return self.placed.read_row(value)
        match = value if isinstance(value, JobMatch) else self.matches.get(value.id) if self.only == FOR_PERSON else None
        return lambda c: self._reading(jobs.show(c.db, c.actor, c.now(), value.id), match)

    def _reading(self, view: JobView, match: JobMatch | None) -> Reading:
        line = view.line
        why = tuple(Fact(MARKS[one.outcome], one.text) for one in match.reasons) if match else ()
        sections = (
            Section(t("对{name}").format(name=self.person[1]) if self.person else "", why),
            Section("", _job_facts(view)),
            Section(t("单位"), (Fact(t("单位"), line.employer), Fact(t("联系人"), view.contact), Fact(t("电话"), view.phone))),
            Section(t("办理"), _course_of(view)),
        )
        return Reading(line.title, state_runs(line), sections, self._acts_of(view, match))

    def _acts_of(self, view: JobView, match: JobMatch | None) -> tuple[Do, ...]:
        line, acts = view.line, []
        referred = match is not None and match.referred
        if self.person is not None and line.on_board and self.may("job.refer") and not referred:
            words = t("推荐给{name}").format(name=self.person[1])
            acts.append(Do(words, lambda: self.refer(line), "account-arrow-right-outline", Kind.STRONG, key_of("primary")))
            acts.append(Do(t("补录推荐"), lambda: self._refer_late(line), "calendar-clock"))
        if line.state is JobState.DRAFT and self.may("job.change"):
            acts.append(Do(t("公布岗位"), lambda: self._publish(line.id), "bullhorn-outline"))
        if self.may("employer.change"):
            acts.append(Do(t("单位资料"), lambda: self._employer(line.employer_id), "office-building-outline"))
        if self.may("visit.record"):
            where = Ref("visit_employer", line.employer_id)
            acts.append(Do(t("走访单位"), lambda: self.desk.go("visits", where), "walk"))
        if view.referrals and self.may("person.read"):
            words = t("看推荐 {n} 人次").format(n=view.referrals)
            acts.append(Do(words, lambda: self.placed.of_job(line.id), "account-arrow-right-outline"))
        if line.state is not JobState.CLOSED and self.may("job.close"):
            acts.append(Do(t("关闭岗位"), lambda: self._close(line), "briefcase-off-outline"))
        return tuple(acts)

    # -- acts

    def refer(self, line: JobLine) -> None:
        """Put a job to the person at the counter: one push, one recorded service."""
        if self.person is None:
            return
        person, name = self.person
        work = lambda c: hires.refer(c.db, c.actor, c.now(), ReferralForm(person, line.id))  # noqa: E731
        self.put(work, lambda made: self._done(outcome.referred_words(made, line.title, name)))

    def _refer_late(self, line: JobLine) -> None:
        """One that was made on an earlier day, which takes a reason."""
        assert self.person is not None
        form = outcome.ReferralLate(*self.person, line)
        work = lambda c, values: outcome.refer_late(c, form, values)  # noqa: E731
        self.show_form(form, work, lambda made: self._done(outcome.referred_words(made, line.title, form.name)))

    def _done(self, sentence: str) -> None:
        self.desk.say(sentence)
        self.reread()

    def _publish(self, job_id: int) -> None:
        self.put(lambda c: jobs.publish(c.db, c.actor, c.now(), job_id), lambda _: self._done(t("岗位已公布。")))

    def _close(self, line: JobLine) -> None:
        work = lambda c, values: jobs.close(  # noqa: E731
            c.db, c.actor, c.now(), line.id, values["reason"], on=day_of(values["closed_on"])
        )
        form = JobClose(line.id, line.title, business_date(self.context.now()))
        self.show_form(form, work, lambda _: self._done(t("岗位已关闭。")))

    def _employer(self, employer_id: int) -> None:
        self.ask(lambda c: employers.show(c.db, c.actor, c.now(), employer_id), self._change_employer)

    def _change_employer(self, facts: EmployerFacts) -> None:
        form = EmployerChange(facts)
        work = lambda c, values: employers.change(  # noqa: E731
            c.db, c.actor, c.now(), facts.id, facts.version, form.changes(values)
        )
        self.show_form(form, work, lambda _: self._done(t("单位资料已保存。")))

    def begin(self, employer_id: int | None = None, visit: str = "") -> None:
        """The form of a new job; the employers are offered. One collected on a visit is of the employer that was visited."""
        wanted = employer_id
        self.ask(lambda c: _offered(c, wanted), lambda known: self._begin(JobNew(known, wanted, visit)))

    def _begin(self, form: JobNew) -> None:
        if self.form is not None:
            self.leave_form()

        def work(c: Any, values: dict[str, str]) -> JobLine:
            said = job_form(values, form.visit)
            if said.employer_id:
                return jobs.add(c.db, c.actor, c.now(), said)
            return jobs.add_with_employer(c.db, c.actor, c.now(), employer_form(values, business_date(c.now())), said)

        self.show_form(form, work, self._added)

    def _added(self, line: JobLine) -> None:
        said = t("岗位已登记并公布。") if line.on_board else t("岗位已登记；单位核对执照后才能公布。")
        self._wanted = line.id
        self.narrow("board" if line.on_board else "draft")
        self.desk.say(said)

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+N, and the pane's first act."""
        return {**super().acts(), "new": Act(self.begin, "" if self.may("job.add") else t("您的账号不能登记岗位。"))}


def _offered(c: Any, employer_id: int | None) -> tuple[EmployerFacts, ...]:
    """The employers a new job may be of, the one asked for among them."""
    known = employers.listing(c.db, c.actor, c.now(), limit=MOST_OFFERED).rows
    if employer_id is None or any(one.id == employer_id for one in known):
        return known
    return (employers.show(c.db, c.actor, c.now(), employer_id), *known)


def _job_facts(view: JobView) -> tuple[Fact, ...]:
    line = view.line
    return (
        Fact(t("工资"), line.pay),
        Fact(t("类别"), word(line.kind)),
        Fact(t("人数"), t("{n} 人").format(n=line.headcount)),
        Fact(t("地点"), t("，").join(filter(None, (line.location, distance_text(line.distance_m))))),
        Fact(t("班次"), line.shifts),
        Fact(t("要求"), line.requirement),
        Fact(t("做什么"), view.duties),
        Fact(t("待遇"), view.benefits),
        Fact(t("有效至"), line.expires_on.isoformat() if line.expires_on else t("长期")),
    )


def _course_of(view: JobView) -> tuple[Fact, ...]:
    line = view.line
    return (
        Fact(t("编号"), line.code),
        Fact(t("采集"), line.collected_on.isoformat()),
        Fact(t("走访"), view.visit),
        Fact(t("已推荐"), t("{n} 人次").format(n=view.referrals)),
        Fact(t("已上岗"), t("{n} 人").format(n=view.hires)),
        Fact(t("关闭"), t("，").join(filter(None, (view.closed_on.isoformat() if view.closed_on else "", view.closed_reason)))),
    )


def make(desk: Desk) -> Page:
    """The page of the place ``jobs``."""
    return JobsPage(desk)
