"""What the buttons of a person's page do: each wish of a tab becomes a form, a choice, a paper, or a turn to another place."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PyQt6.QtWidgets import QFileDialog

from app.domain.assistance import CloseReason, ListLine, Point
from app.domain.clock import business_date
from app.domain.documents import Document
from app.services import (
    assistance,
    attachments,
    helpers,
    hires,
    household_ends,
    households,
    matching,
    officers,
    persons,
    service_lists,
    statuses,
)
from app.services.assistance import OpenForm
from app.services.attachments import AttachmentLine
from app.services.cases import CaseRow
from app.services.hires import ReferralLine
from app.services.late_entries import Asked
from app.services.papers import Wanted
from app.services.service_lists import HandOverWay, LineView
from app.services.statuses import GroupLine, HardshipLine
from app.texts import t, word
from app.texts.phrases.late import waits_words
from ui.desk.jobs import outcome
from ui.desk.jobs.lists import onward
from ui.desk.paper import open_paper
from ui.desk.people import family, forms, status
from ui.desk.people.choose import ChooseView
from ui.desk.people.family import ClearFamily, ExitFamily, FamilyTab, HouseholdNew, MemberAdd, RecogniseFamily
from ui.desk.people.person import PersonView
from ui.desk.people.points import PointsForm, findings
from ui.desk.places import Ref
from ui.desk.record_form import RecordForm, day_of
from ui.desk.work import WorkPage

TURNS = {"new_case": ("cases", "new_case"), "new_visit": ("visits", "visit"), "refer": ("jobs", "refer")}
NEEDS_ROW = frozenset({"line", "referral", "hire", "end_group", "hardship", "send_hardship", "save_attachment", "case", "visit", "person"})
RIGHTS = {
    "line": "list.answer",
    "referral": "job.refer",
    "hire": "job.hire",
    "end_group": "person.group",
    "apply_hardship": "hardship.apply",
}
"""What Enter on a row needs; a button that may not be pressed does not exist."""


class PersonActs:
    """Carries out what the tabs of one person ask for."""

    def __init__(self, page: WorkPage, view: PersonView) -> None:
        self.page, self.view, self.desk = page, view, page.desk
        self._do: dict[str, Callable[[Any], object]] = {
            "point": self.point,
            "renew": lambda _: self.renew(),
            "choose": self.choose,
            "line": self.line,
            "open_file": lambda _: self.open_file(),
            "close_file": lambda _: self.close_file(),
            "hand_over": lambda _: self.hand_over(),
            "print": lambda _: self.print_lists(),
            "change_person": lambda _: self.change(),
            "new_status": lambda _: self.new_status(),
            "new_group": lambda _: self.new_group(),
            "end_group": self.end_group,
            "name_helper": lambda _: self.page.ask(lambda c: officers.listing(c.db, c.actor), self.name_helper),
            "apply_hardship": lambda category: self.apply_hardship(category or ""),
            "hardship": self.hardship,
            "send_hardship": self.send_hardship,
            "referral": self.referral,
            "hire": self.hire,
            "hire_own": lambda _: self.hire(None),
            "add_attachment": lambda _: self.add_attachment(),
            "save_attachment": self.save_attachment,
            "case": lambda one: self.desk.go("cases", Ref("case", one.number)),
            "visit": lambda one: self.desk.go("visits", Ref("visit_of", one.id)),
            "person": lambda one: self.desk.go("people", Ref("person", one.person_id)),
            "new_household": lambda _: self.new_household(),
            "add_member": lambda _: self.add_member(),
            "visit_household": lambda _: self.desk.go("visits", Ref("visit_household", self.household.id)),
            "recognise": lambda _: self.recognise(),
            "clear": lambda _: self.clear(),
            "exit": lambda _: self.exit(),
        }
        view.asked.connect(self.do)

    def do(self, what: str, value: Any) -> None:
        """Carry out one wish."""
        if what in TURNS:
            place, kind = TURNS[what]
            self.desk.go(place, Ref(kind, self.view.person_id))
        elif what in RIGHTS and not self.page.may(RIGHTS[what]):
            self.desk.say(t("您的账号在这里只能查看。"))
        elif value is not None or what not in NEEDS_ROW:
            self._do[what](value)

    # -- short hands

    @property
    def today(self) -> date:
        """The station date."""
        return business_date(self.page.context.now())

    @property
    def name(self) -> str:
        """Whose page it is."""
        return self.view.facts.name if self.view.facts is not None else ""

    def form(self, form: RecordForm, work: Callable[[Any, dict[str, str]], Any], sentence: str = "") -> None:
        """A form of this person; afterwards the page is read anew."""
        self.page.show_form(form, work, lambda _answer: self.kept(sentence))

    def form_of_late(self, form: RecordForm, work: Callable[[Any, dict[str, str]], Any], sentence: str) -> None:
        """The same where an earlier day may have to wait for its second person: then nothing is written yet."""
        said = lambda answer: waits_words(answer.kind, answer.on) if isinstance(answer, Asked) else sentence  # noqa: E731
        self.page.show_form(form, work, lambda answer: self.kept(said(answer)))

    def kept(self, sentence: str) -> None:
        """It was written."""
        if sentence:
            self.desk.say(sentence)
        self.view.read()

    # -- five points and three lists

    def point(self, code: str) -> None:
        """The form of one point."""
        self._points((Point(code),), lambda _answer: self.kept(t("“{point}”已保存。").format(point=word(Point(code)))))

    def renew(self) -> None:
        """All five points, and then the lists."""
        self._points(tuple(Point), lambda _answer: (self.kept(""), self.choose("jobs")))

    def _points(self, wanted: tuple[Point, ...], saved: Callable[[Any], object]) -> None:
        known = self.view.file.known
        if known is None:
            return
        person = self.view.person_id
        form = PointsForm(person, self.name, {cell.point: cell for cell in known.sheet.cells}, wanted, self.today)

        def work(c: Any, values: dict[str, str]) -> Any:
            found = findings(form, values)
            return assistance.record_points(c.db, c.actor, c.now(), person, found) if found else ()

        self.page.show_form(form, work, saved)

    def choose(self, which: str) -> None:
        """What fits, with its reasons."""
        person = self.view.person_id
        read = lambda c: (  # noqa: E731
            matching.suggest(c.db, c.actor, c.now(), person),
            service_lists.latest(c.db, c.actor, c.now(), person),
        )
        self.page.ask(read, lambda found: self._choose(which, *found))

    def _choose(self, which: str, found: Any, now: Any) -> None:
        view = ChooseView(self.name, found, now, which)
        view.closed.connect(self.page.uncover)
        view.wanted.connect(lambda lines, hand_over: self._make(view, lines, hand_over))
        self.page.cover(view)
        view.start()

    def _make(self, view: ChooseView, lines: tuple[ListLine, ...], hand_over: bool) -> None:
        person = self.view.person_id

        def work(c: Any) -> Any:
            made = service_lists.make(c.db, c.actor, c.now(), person, lines)
            if hand_over:
                made = service_lists.hand_over(c.db, c.actor, c.now(), made.id, HandOverWay.COUNTER)
            return made

        def done(made: Any) -> None:
            self.page.uncover()
            said = t("第 {n} 版清单已发放，可以打印。") if hand_over else t("第 {n} 版清单已存好，还没有发放。")
            self.kept(said.format(n=made.number))

        self.page.put(work, done, view.refuse)

    def line(self, view: LineView) -> None:
        """The answer to a line."""
        work = lambda c, values: service_lists.answer(c.db, c.actor, c.now(), view.id, forms.answer_form(values))  # noqa: E731
        self.form(forms.LineAnswered(self.view.person_id, view, self.today), work, t("答复已登记。"))

    def hand_over(self) -> None:
        """Hand the version that waits over, at the counter, today."""
        known = self.view.file.known
        if known is not None and known.lists is not None:
            wanted = known.lists.id
            work = lambda c: service_lists.hand_over(c.db, c.actor, c.now(), wanted, HandOverWay.COUNTER)  # noqa: E731
            self.page.put(work, lambda made: self.kept(t("第 {n} 版清单已发放。").format(n=made.number)))

    def print_lists(self) -> None:
        """The three lists on one page."""
        wanted = Wanted(Document.SERVICE_LISTS.value, person=self.view.person_id)
        open_paper(self.page, wanted, self.name)

    # -- the file

    def open_file(self) -> None:
        """Who helps can be chosen from the officers."""
        self.page.ask(lambda c: officers.listing(c.db, c.actor), self._open_file)

    def _open_file(self, found: Any) -> None:
        person = self.view.person_id
        helpers = tuple((str(one.id), one.name) for one in found if one.active)
        cells = {cell.point: cell for cell in self.view.file.known.sheet.cells} if self.view.file.known else {}
        known = cells[Point.INTENTION].facts if Point.INTENTION in cells else {}

        def work(c: Any, values: dict[str, str]) -> Any:
            willing, able = forms.flag(values["willing"]), forms.flag(values["able"])
            if values["reason"] and not (willing and able):
                return assistance.keep_without_file(c.db, c.actor, c.now(), person, willing=willing, able=able, reason=values["reason"])
            helper = int(values["helper_id"]) if values["helper_id"] else None
            return assistance.open_file(c.db, c.actor, c.now(), OpenForm(person, willing, able, helper_id=helper))

        self.form(forms.FileOpen(person, self.name, helpers, known), work, t("已保存。"))

    def close_file(self) -> None:
        """Close the file with its reason."""
        person = self.view.person_id

        def work(c: Any, values: dict[str, str]) -> Any:
            on = day_of(values["closed_on"])
            assert on is not None
            return assistance.close_file(c.db, c.actor, c.now(), person, CloseReason(values["why"]), on, values["reason"])

        self.form(forms.FileClose(person, self.name, self.today), work, t("档案已结档。"))

    # -- the person

    def change(self) -> None:
        """Change what is known."""
        facts = self.view.facts
        if facts is None:
            return
        form = forms.PersonChange(facts)
        work = lambda c, values: persons.change(  # noqa: E731
            c.db, c.actor, c.now(), facts.id, facts.version, form.changes(values)
        )
        self.form(form, work, t("基本信息已保存。"))

    def new_status(self) -> None:
        """A new employment status."""
        facts = self.view.facts
        if facts is not None:
            work = lambda c, values: statuses.put(c.db, c.actor, c.now(), facts.id, forms.status_form(values))  # noqa: E731
            self.form(forms.StatusNew(facts, self.today), work, t("新的状态已登记。"))

    def new_group(self) -> None:
        """A key group from a day on."""
        person = self.view.person_id
        work = lambda c, values: statuses.add_group(c.db, c.actor, c.now(), person, status.group_form(values))  # noqa: E731
        self.form(status.GroupNew(person, self.name, self.today), work, t("重点群体已登记。"))

    def name_helper(self, found: tuple[officers.OfficerLine, ...]) -> None:
        """Who helps the person one to one."""
        person = self.view.person_id
        staff = tuple((one.login, one.name) for one in found if one.active and {"counter", "head"} & set(one.roles))

        def work(c: Any, values: dict[str, str]) -> Any:
            more = {"on": day_of(values["on"]), "reason": values["reason"]}
            return helpers.name(c.db, c.actor, c.now(), person, values["officer"], **more)

        self.form(status.HelperName(person, self.name, staff, self.today), work, t("帮办人已指定。"))

    def end_group(self, one: GroupLine) -> None:
        """A group that an officer set ends; the others say why not."""
        reason = status.why_not_end(one, self.today)
        if reason:
            self.desk.say(reason)
            return
        person = self.view.person_id
        work = lambda c, values: statuses.end_group(c.db, c.actor, c.now(), person, one.group, day_of(values["until"]))  # noqa: E731
        self.form(status.GroupEnd(person, one, self.today), work, t("“{name}”已结束，记录还在。").format(name=one.name))

    def apply_hardship(self, category: str) -> None:
        """Take an application for recognition, with the cases in hand to choose from."""
        person = self.view.person_id
        self.page.ask(lambda c: status.cases_of(c, person), lambda own: self._apply_hardship(category, own))

    def _apply_hardship(self, category: str, own: tuple[CaseRow, ...]) -> None:
        person = self.view.person_id

        def work(c: Any, values: dict[str, str]) -> Any:
            on, case = day_of(values["applied_on"]), values["case_id"]
            assert on is not None
            return statuses.apply_hardship(c.db, c.actor, c.now(), person, values["category"], on, case_id=int(case) if case else None)

        form = status.HardshipApply(person, self.name, category, own, self.today)
        self.form(form, work, t("申请已受理，等有权限的人认定。"))

    def hardship(self, one: HardshipLine) -> None:
        """The next step of an application: the decision, or the end of what was recognised."""
        if one.state not in ("applied", "recognised"):
            self.desk.say(t("这份申请已经有结果。要再申请请按“申请认定”。"))
        elif one.state == "recognised" and not self.page.may("hardship.end"):
            self.desk.say(t("由站长或县级人员终止认定。"))
        elif one.state == "recognised":
            self._end_hardship(one)
        else:
            work = lambda c, values: status.decide(c, one, values)  # noqa: E731
            self.form(status.HardshipDecide(one, self.name, self.today), work, t("决定已登记。"))

    def send_hardship(self, one: HardshipLine) -> None:
        """Who may not decide writes down what the competent office decided, and sends it to the second person, once."""
        if one.waiting is not None:
            self.desk.say(t("已送上级确认，在“办件—待确认和补录”里看。"))
            return
        form = status.HardshipDecide(one, self.name, self.today, t("送上级确认"))
        self.form(form, lambda c, values: status.send(c, one, values), t("已送上级确认，在“办件—待确认和补录”里看。"))

    def _end_hardship(self, one: HardshipLine) -> None:
        work = lambda c, values: statuses.end_hardship(  # noqa: E731
            c.db, c.actor, c.now(), one.id, day_of(values["ended_on"]), values["reason"]
        )
        self.form(status.HardshipEnd(one, self.name, self.today), work, t("认定已终止，记录还在。"))

    # -- referrals and starts of work

    def referral(self, one: ReferralLine) -> None:
        """What became of a referral."""
        if not onward(one):
            self.desk.say(outcome.OVER)
            return
        self.form(outcome.ReferralMoved(one, self.today), lambda c, values: outcome.move(c, one, values), t("进展已登记。"))

    def hire(self, one: ReferralLine | None) -> None:
        """A start of work, out of a referral or where the person found it alone."""
        person = self.view.person_id
        self.page.ask(lambda c: hires.market_referrals(c.db, c.actor, person), lambda market: self._hire(one, market))

    def _hire(self, one: ReferralLine | None, market: int) -> None:
        form = outcome.HireNew(self.view.person_id, self.name, one, market, self.today)
        said = lambda line: self.kept(outcome.hired_words(line))  # noqa: E731
        self.page.show_form(form, lambda c, values: outcome.hire(c, form, values), said)

    # -- attachments

    def add_attachment(self) -> None:
        """Choose a file; it is sealed as it comes in."""
        path, _ = QFileDialog.getOpenFileName(self.page, t("选一个文件"))
        if path:
            self.attach(Path(path))

    def attach(self, path: Path) -> None:
        """Keep a file with the person."""
        record = f"person:{self.view.person_id}"
        work = lambda c: attachments.add(c.db, c.actor, c.now(), c.settings, attachments.form_of(record, path))  # noqa: E731
        self.page.put(work, lambda _: self.kept(t("附件已加密保存。")))

    def save_attachment(self, one: AttachmentLine) -> None:
        """Write an attachment out, where the officer says."""
        suffix = mimetypes.guess_extension(one.media_type) or ""
        path, _ = QFileDialog.getSaveFileName(self.page, t("另存为"), f"附件-{one.id}{suffix}")
        if path:
            work = lambda c: Path(path).write_bytes(attachments.content(c.db, c.actor, c.settings, one.id))  # noqa: E731
            self.page.put(work, lambda _: self.desk.say(t("附件已另存。用完请及时删除。")))

    # -- the household

    @property
    def household(self) -> Any:
        """The household that the tab shows."""
        tab = self.view.tabs.get("family")
        return tab.view if isinstance(tab, FamilyTab) else None

    def new_household(self) -> None:
        """The person becomes the head of a new household."""
        person, address = self.view.person_id, self.view.facts.address if self.view.facts else ""
        work = lambda c, values: households.add(  # noqa: E731
            c.db, c.actor, c.now(), households.HouseholdForm(person, address=values["address"])
        )
        self.form(HouseholdNew(person, self.name, address), work, t("家庭已登记，接着加成员。"))

    def add_member(self) -> None:
        """Somebody registered joins the household."""
        view = self.household
        form = MemberAdd(view)
        form.pick.wanted.connect(lambda text: self.page.ask(lambda c: _hits(c, text), form.pick.show_hits, slot="pick"))
        work = lambda c, values: households.change(  # noqa: E731
            c.db, c.actor, c.now(), view.id, address=view.address, grid_id=view.grid_id, members=family.with_member(view, values)
        )
        self.form(form, work, t("成员已加入。"))

    def recognise(self) -> None:
        """Onto the register."""
        view = self.household
        work = lambda c, values: households.recognise(c.db, c.actor, c.now(), family.recognise_form(view, values))  # noqa: E731
        self.form_of_late(RecogniseFamily(view, self.today), work, t("已列入零就业家庭名册。"))

    def clear(self) -> None:
        """Somebody started work."""
        view = self.household
        work = lambda c, values: household_ends.clear(c.db, c.actor, c.now(), view.id, family.clear_form(values))  # noqa: E731
        self.form_of_late(ClearFamily(view), work, t("这一户已清零。"))

    def exit(self) -> None:
        """Off the register without anyone in work."""
        view = self.household
        work = lambda c, values: household_ends.leave(c.db, c.actor, c.now(), view.id, family.exit_form(values))  # noqa: E731
        self.form_of_late(ExitFamily(view, self.today), work, t("这一户已退出名册。"))


def _hits(context: Any, text: str) -> Any:
    from app.services import search

    return search.find(context.db, context.actor, context.now(), text, limit=family.SHOWN_HITS).hits if text else ()
