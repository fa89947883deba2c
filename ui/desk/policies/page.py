"""Policies and courses: the library with the reading pane; for the person at the counter, how each fits, condition by condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.clock import business_date
from app.domain.policies import Fit, PolicyKind, PolicyLevel
from app.domain.training import CourseKind
from app.services import courses, person_pages, policies
from app.services.courses import CourseForm, CourseLine, CourseMatch
from app.services.policies import PolicyFacts, PolicyForm, PolicyMatch
from app.texts import t, word
from app.texts.phrases.market import yuan
from ui.desk.kept import Keep
from ui.desk.keys import key_of
from ui.desk.listing import ListPage
from ui.desk.page import Act, Desk, Page
from ui.desk.places import Ref
from ui.desk.reading import Do, Fact, Reading, Section
from ui.desk.record_form import RecordForm, area_field, choice_field, date_field, day_of, words_field
from ui.kit.buttons import Kind, chip, second
from ui.kit.fields import Field, UnitEdit, two_columns
from ui.kit.runs import Run, Runs, bold, with_icon
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import Column

FITS = {Fit.MEETS: ("check-circle", "ok"), Fit.UNKNOWN: ("help-circle-outline", "accent"), Fit.FAILS: ("circle-outline", "fg_secondary")}
FOR_PERSON, COURSES_FOR = "for_person", "courses_for"


def policy_state(facts: PolicyFacts) -> Runs:
    """On the board today, waiting for its first day, or kept back."""
    if facts.on_board:
        return with_icon("check-circle", t("公布中"), "ok")
    return with_icon("clock-outline", t("不在有效期")) if facts.published else with_icon("file-outline", t("未公布"), "fg_secondary")


def course_state(line: CourseLine, today: date) -> Runs:
    """How many places are left of a course that is not over."""
    if line.ends_on < today:
        return with_icon("minus", t("已结束"), "fg_secondary")
    left = line.places - line.taken
    if left <= 0:
        return with_icon("minus-circle-outline", t("已满"), "fg_secondary")
    return with_icon("school-outline", t("还有 {n} 个名额").format(n=left))


def fit_runs(fit: Fit) -> Runs:
    """符合, 待核 or 不符合, with its icon."""
    icon, tone = FITS[fit]
    return (Run(word(fit), fit is Fit.MEETS, tone, "body", icon),)


def state_cell(row: Any, today: date) -> Runs:
    """The first column of any row."""
    if isinstance(row, PolicyMatch):
        return fit_runs(row.fit)
    if isinstance(row, CourseMatch):
        return course_state(row.course, today)
    return course_state(row, today) if isinstance(row, CourseLine) else policy_state(row)


def title_cell(row: Any) -> Runs:
    """What it is called."""
    return bold(row.course.name if isinstance(row, CourseMatch) else row.name)


def more_cell(row: Any) -> str:
    """The second fact: level and kind, or when a course begins; for a person the first reason."""
    if isinstance(row, (PolicyMatch, CourseMatch)):
        return row.reasons[0] if row.reasons else ""
    if isinstance(row, CourseLine):
        return t("{day} 开班").format(day=row.starts_on)
    return f"{word(row.level).split('（')[0]}・{word(row.kind)}"  # 县（市、区） stands whole in the pane


class PoliciesPage(ListPage):
    """Find a policy or a course, read it, enrol the person at the counter."""

    help = t(
        "政策：左边是政策和培训，右边是给谁、给什么、怎么办。窗口有人时点“适合某某”，逐条写明符合、还差和待核；"
        "培训可以直接给当前服务对象报名。"
    )
    name, place_title, icon = "policies", t("政策"), "book-open-outline"
    empty = t("这一类还没有内容。")
    hint = t("政策、文号、培训")
    fed_by = frozenset({"policy", "course", "enrolment"})
    chips = (
        ("board", t("公布中"), "check-circle-outline"),
        ("all", t("全部政策"), ""),
        ("courses", t("培训"), "school-outline"),
    )

    def __init__(self, desk: Desk) -> None:
        self.person: tuple[int, str] | None = None
        super().__init__(desk)
        self.fitting = chip("", lambda: self.narrow(FOR_PERSON), icon="account-check-outline")
        self.training = chip("", lambda: self.narrow(COURSES_FOR), icon="school-outline")
        self.new = second(t("新政策"), self.begin, icon="plus", key=key_of("new"))
        self.new_course = second(t("新培训班"), self.begin_course, icon="plus")
        for part in (self.fitting, self.training, self.new, self.new_course):
            self.head_buttons.addWidget(part)
        self.chip_buttons |= {FOR_PERSON: self.fitting, COURSES_FOR: self.training}
        desk.person_changed.connect(self._person_changed)
        self._person_changed()

    def _person_changed(self) -> None:
        self._set_person(self.desk.known)

    def _set_person(self, person: tuple[int, str] | None) -> None:
        self.person = person
        for button, words in ((self.fitting, t("{name}的政策")), (self.training, t("{name}的培训"))):
            button.setVisible(person is not None)
            if person is not None:
                button.setText(words.format(name=person[1]))
                button.updateGeometry()
        if person is None and self.only in (FOR_PERSON, COURSES_FOR):
            self.narrow("board")

    def open(self, ref: Ref) -> None:
        """``policy`` and ``course`` by their ids, ``policies_of`` a person."""
        if ref.kind in ("policy", "course"):
            self._wanted = ref.key
            self.narrow("all" if ref.kind == "policy" else "courses")
        elif ref.kind == "policies_of" and isinstance(ref.key, int):
            wanted = ref.key
            self.ask(lambda c: person_pages.show(c.db, c.actor, c.now(), wanted), self._for)

    def _for(self, facts: Any) -> None:
        self._set_person((facts.id, facts.name))
        self.narrow(FOR_PERSON)

    def _today(self) -> date:
        return business_date(self.context.now())

    # -- the list

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("state", t("状态"), lambda r: state_cell(r, self._today()), 8, 0),
            Column("name", t("名称"), title_cell, 0, 1, tip=lambda r: title_cell(r)[0].text, least=9),
            Column("more", t("要点"), more_cell, 9, 2, tone="fg_secondary", tip=more_cell),
        )

    def key_of_row(self, value: Any) -> object:
        return value.course.id if isinstance(value, CourseMatch) else getattr(value, "id", None)

    def fetch(self) -> Fetch:
        c, text, only, person = self.context, self.box.text().strip(), self.only, self.person
        if only == FOR_PERSON and person is not None:
            return lambda _after, _limit: Rows(tuple(m for m in policies.match(c.db, c.actor, c.now(), person[0]) if text in m.name))
        if only == COURSES_FOR and person is not None:
            return lambda _after, _limit: Rows(tuple(m for m in courses.match(c.db, c.actor, c.now(), person[0]) if text in m.course.name))

        def fetch(after: Any, limit: int) -> Rows:
            if only == "courses":
                found: Any = courses.listing(c.db, c.actor, c.now(), text=text, after=after, limit=limit)
            else:
                found = policies.listing(c.db, c.actor, c.now(), text=text, board=only == "board", after=after, limit=limit)
            return Rows(found.rows, found.next_key)

        return fetch

    def arrive(self) -> None:
        """Read anew."""
        self.new.setVisible(self.may("policy.change"))
        self.new_course.setVisible(self.may("course.change"))
        super().arrive()

    # -- the pane

    def read_row(self, value: Any) -> Callable[[Any], Reading] | None:
        if isinstance(value, CourseMatch):
            return lambda c: self._course(courses.show(c.db, c.actor, value.course.id), value.reasons)
        if isinstance(value, CourseLine):
            return lambda c: self._course(courses.show(c.db, c.actor, value.id), ())
        reasons = value.reasons if isinstance(value, PolicyMatch) else ()
        return lambda c: self._policy(policies.show(c.db, c.actor, c.now(), value.id), reasons)

    def _why(self, reasons: tuple[str, ...]) -> Section:
        title = t("对{name}").format(name=self.person[1]) if self.person and reasons else ""
        return Section(title, tuple(Fact("", one) for one in reasons))

    def _policy(self, facts: PolicyFacts, reasons: tuple[str, ...]) -> Reading:
        until = facts.ends_on.isoformat() if facts.ends_on else t("长期")
        body = (
            Fact(t("给什么"), facts.summary),
            Fact(t("怎么办"), facts.how_to_apply),
            Fact(t("级别"), word(facts.level)),
            Fact(t("类别"), word(facts.kind)),
            Fact(t("文号"), facts.document_number),
            Fact(t("有效期"), t("{first} 至 {last}").format(first=facts.starts_on, last=until)),
        )
        asked = Section(t("条件"), tuple(Fact("", f"{n}. {one}") for n, one in enumerate(facts.conditions, start=1)))
        sections = (self._why(reasons), *(() if reasons else (asked,)), Section("", body))
        return Reading(facts.name, policy_state(facts), sections, self._policy_acts(facts))

    def _policy_acts(self, facts: PolicyFacts) -> tuple[Do, ...]:
        if not self.may("policy.change"):
            return ()
        words, icon = (t("撤下公布"), "bullhorn-outline") if facts.published else (t("公布这项政策"), "bullhorn-outline")
        return (Do(words, lambda: self._publish(facts), icon),)

    def _publish(self, facts: PolicyFacts) -> None:
        wanted = not facts.published
        work = lambda c: policies.publish(c.db, c.actor, c.now(), facts.id, published=wanted)  # noqa: E731
        self.put(work, lambda _: self._done(t("政策已公布。") if wanted else t("政策已从公布栏撤下。")))

    def _course(self, line: CourseLine, reasons: tuple[str, ...]) -> Reading:
        fee = t("{n} 元").format(n=yuan(line.fee_cents)) if line.fee_cents else t("免费")
        body = (
            Fact(t("开班"), t("{first} 至 {last}").format(first=line.starts_on, last=line.ends_on)),
            Fact(t("类别"), word(line.kind)),
            Fact(t("工种"), line.occupation),
            Fact(t("名额"), t("{n} 人，已报 {m} 人").format(n=line.places, m=line.taken)),
            Fact(t("费用"), fee),
            Fact(t("培训机构"), line.provider),
            Fact(t("地点"), line.location),
            Fact(t("编号"), line.code),
        )
        return Reading(line.name, course_state(line, self._today()), (self._why(reasons), Section("", body)), self._course_acts(line))

    def _course_acts(self, line: CourseLine) -> tuple[Do, ...]:
        if self.person is None or not self.may("course.enrol") or line.taken >= line.places or line.ends_on < self._today():
            return ()
        words = t("给{name}报名").format(name=self.person[1])
        return (Do(words, lambda: self.enrol(line), "account-plus-outline", Kind.STRONG, key_of("primary")),)

    def enrol(self, line: CourseLine) -> None:
        """Put the person at the counter on a course."""
        if self.person is not None:
            person, name = self.person
            work = lambda c: courses.enrol(c.db, c.actor, c.now(), line.id, person)  # noqa: E731
            self.put(work, lambda _: self._done(t("{name}已报名“{course}”。").format(name=name, course=line.name)))

    def _done(self, sentence: str) -> None:
        self.desk.say(sentence)
        self.reread()

    # -- new ones

    def begin(self) -> None:
        """The form of a new policy; it is published from its pane."""
        work = lambda c, values: policies.add(c.db, c.actor, c.now(), policy_form(values))  # noqa: E731
        self.show_form(PolicyNew(self), work, lambda facts: self._added("all", facts.id, t("政策已存好，核对后再公布。")))

    def begin_course(self) -> None:
        """The form of a new course."""
        work = lambda c, values: courses.add(c.db, c.actor, c.now(), course_form(values))  # noqa: E731
        self.show_form(CourseNew(), work, lambda line: self._added("courses", line.id, t("培训班已登记。")))

    def _added(self, only: str, key: int, sentence: str) -> None:
        self._wanted = key
        self.narrow(only)
        self.desk.say(sentence)

    def acts(self) -> Mapping[str, Act]:
        """Ctrl+N, and the pane's first act."""
        return {**super().acts(), "new": Act(self.begin, "" if self.may("policy.change") else t("您的账号不能改政策库。"))}


class PolicyNew(RecordForm):
    """A policy with its words; conditions for matching are imported with the policy file."""

    def __init__(self, page: PoliciesPage) -> None:
        today = business_date(page.context.now())
        fields = {
            "name": words_field(t("名称"), required=True),
            "document_number": words_field(t("文号")),
            "level": choice_field(t("级别"), [(one.value, word(one)) for one in PolicyLevel]),
            "kind": choice_field(t("类别"), [(one.value, word(one)) for one in PolicyKind]),
            "starts_on": date_field(t("从哪天起"), today, required=True),
            "ends_on": date_field(t("到哪天止"), hint=t("长期有效就空着")),
            "summary": area_field(t("给什么、给谁")),
            "how_to_apply": area_field(t("怎么办")),
        }
        made = list(fields.values())
        rows = two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))
        super().__init__(t("新政策"), t("存进政策库"), fields, rows, keep=Keep("policy_new", title=t("新政策")))


def policy_form(values: Mapping[str, str]) -> PolicyForm:
    """What the form says."""
    first = day_of(values["starts_on"])
    assert first is not None
    level, kind = PolicyLevel(values["level"]), PolicyKind(values["kind"])
    form = PolicyForm(values["name"], level, kind, first, day_of(values["ends_on"]), values["document_number"])

    return replace(form, summary=values["summary"], how_to_apply=values["how_to_apply"])


class CourseNew(RecordForm):
    """A training course."""

    def __init__(self) -> None:
        fields = {
            "name": words_field(t("名称"), required=True),
            "kind": choice_field(t("类别"), [(one.value, word(one)) for one in CourseKind]),
            "starts_on": date_field(t("开班"), required=True),
            "ends_on": date_field(t("结束"), required=True),
            "places": Field(t("名额"), UnitEdit(unit=t("人")), required=True),
            "fee": Field(t("费用"), UnitEdit(unit=t("元")), hint=t("免费就空着")),
            "occupation": words_field(t("工种")),
            "provider": words_field(t("培训机构")),
            "location": words_field(t("地点")),
        }
        made = list(fields.values())
        rows = two_columns(*(tuple(made[at : at + 2]) for at in range(0, len(made), 2)))
        super().__init__(t("新培训班"), t("登记培训班"), fields, rows, keep=Keep("course_new", title=t("新培训班")))


def course_form(values: Mapping[str, str]) -> CourseForm:
    """What the form says."""
    first, last = day_of(values["starts_on"]), day_of(values["ends_on"])
    assert first is not None and last is not None
    places = int(values["places"]) if values["places"].isdigit() else 0
    fee = round(float(values["fee"]) * 100) if values["fee"].replace(".", "", 1).isdigit() else 0
    more = (values["occupation"], fee, values["provider"], values["location"])
    return CourseForm(values["name"], CourseKind(values["kind"]), first, last, places, *more)


def make(desk: Desk) -> Page:
    """The page of the place ``policies``."""
    return PoliciesPage(desk)
