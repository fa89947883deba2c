"""What became of the jobs, on their place: the referrals under way, with their next step, and the starts of work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.domain.clock import business_date
from app.domain.jobs_market import TRANSITIONS, ReferralState
from app.services import hires, registrations
from app.services.hires import HireFilter, HireLine, ReferralFilter, ReferralLine
from app.services.registrations import Registration
from app.texts import t
from ui.desk.export import ListName
from ui.desk.jobs import lists, outcome
from ui.desk.keys import key_of
from ui.desk.places import Ref
from ui.desk.reading import Do, Reading
from ui.kit.buttons import Kind
from ui.models.paged import Fetch
from ui.models.paged import Page as Rows
from ui.models.rows import Column

if TYPE_CHECKING:
    from ui.desk.jobs.page import JobsPage

REFERRALS, HIRES = "referrals", "hires"


class Placed:
    """Columns, rows, pane and acts of the two lists; ``job`` narrows the referrals to those of one job, also the ended ones."""

    def __init__(self, page: JobsPage) -> None:
        self.page = page
        self.job: int | None = None

    # -- the list

    def columns(self) -> tuple[Column, ...]:
        """The heads of the list that is shown."""
        made = lists.referral_columns if self.page.kind == REFERRALS else lists.hire_columns
        return made(with_person=True)

    def exported(self) -> ListName:
        """What the list is called in its workbook."""
        searched = t("按查找框里的字筛过") if self.page.box.text().strip() else ""
        if self.page.kind == HIRES:
            return ListName("hires", t("上岗"), searched)
        part = t("只含一个岗位的") if self.job is not None else t("只含还没有结果的")
        return ListName("referrals", t("推荐"), t("，").join(filter(None, (part, searched))))

    def fetch(self, text: str) -> Fetch:
        """The rows that the box leaves."""
        c = self.page.context
        if self.page.kind == HIRES:
            read: Callable[..., Any] = lambda after, limit: hires.hires(c.db, c.actor, HireFilter(text), after=after, limit=limit)  # noqa: E731
        else:
            only = ReferralFilter(text, job_id=self.job, open_only=self.job is None)
            read = lambda after, limit: hires.referrals(c.db, c.actor, only, after=after, limit=limit)  # noqa: E731

        def fetch(after: Any, limit: int) -> Rows:
            found = read(after, limit)
            return Rows(found.rows, found.next_key)

        return fetch

    def of_job(self, job_id: int) -> None:
        """Who was referred to one job."""
        self.page.box.clear()
        self.job = job_id
        self.page.narrow(REFERRALS)

    # -- the pane

    def read_row(self, value: Any) -> Callable[[Any], Reading] | None:
        """A referral or a start of work in full; everything stands in its row."""
        if isinstance(value, ReferralLine):
            return lambda _context: lists.referral_reading(value, self._referral_acts(value))
        if isinstance(value, HireLine):
            return lambda _context: lists.hire_reading(value, self._hire_acts(value))
        return None

    def _open(self, person_id: int, name: str) -> Do:
        return Do(t("打开{name}").format(name=name), lambda: self.page.desk.go("people", Ref("person", person_id)), "account-outline")

    def _referral_acts(self, one: ReferralLine) -> tuple[Do, ...]:
        acts = []
        if lists.onward(one) and self.page.may("job.refer"):
            acts.append(Do(t("登记进展"), lambda: self._move(one), "progress-clock", Kind.STRONG, key_of("primary")))
        if ReferralState.STARTED in TRANSITIONS[one.state] and self.page.may("job.hire"):
            acts.append(Do(t("登记上岗"), lambda: self._ask_market(one), "check-circle-outline"))
        return (*acts, self._open(one.person_id, one.person))

    def _hire_acts(self, one: HireLine) -> tuple[Do, ...]:
        acts = []
        if one.ended_on is None and self.page.may("case.open"):
            acts.append(Do(t("帮办就业参保登记"), lambda: self._register(one), "hand-heart-outline", Kind.STRONG, key_of("primary")))
        return (*acts, self._open(one.person_id, one.person))

    # -- the acts

    def _register(self, one: HireLine) -> None:
        """Proxy cases for who began to work; the first of them is opened, its authorisation comes next."""
        self.page.put(lambda c: registrations.of_hire(c.db, c.actor, c.now(), one.id), self._registered)

    def _registered(self, made: Registration) -> None:
        self.page.desk.say(t("{number} 已收件，{n} 个办件；请先写委托书。").format(number=made.bundle, n=len(made.cases)))
        self.page.desk.go("cases", Ref("case", made.cases[0]))

    def _move(self, one: ReferralLine) -> None:
        form = outcome.ReferralMoved(one, business_date(self.page.context.now()))
        self.page.show_form(form, lambda c, values: outcome.move(c, one, values), lambda _: self._done(t("进展已登记。")))

    def _ask_market(self, one: ReferralLine) -> None:
        self.page.ask(lambda c: hires.market_referrals(c.db, c.actor, one.person_id), lambda market: self._hire(one, market))

    def _hire(self, one: ReferralLine, market: int) -> None:
        form = outcome.HireNew(one.person_id, one.person, one, market, business_date(self.page.context.now()))
        self.page.show_form(form, lambda c, values: outcome.hire(c, form, values), lambda line: self._done(outcome.hired_words(line)))

    def _done(self, sentence: str) -> None:
        self.page.desk.say(sentence)
        self.page.reread()
