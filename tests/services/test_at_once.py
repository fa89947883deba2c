"""Two officers enter the same at one moment on PostgreSQL: it is entered once, and the second is refused as if a minute had passed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.actor import Role
from app.domain.assistance import CloseReason, ListKind, ListLine
from app.domain.errors import UserError
from app.domain.jobs_market import ConfirmedHow
from app.domain.persons import StatusKind
from app.domain.policies import PolicyKind, PolicyLevel
from app.domain.ratings import AppealKind, Level, RectificationStep
from app.services import (
    appeals,
    assistance,
    case_acts,
    cases,
    counter_lines,
    counters,
    courses,
    deputies,
    desks,
    hires,
    household_ends,
    households,
    inquiries,
    jobs,
    officers,
    persons,
    policies,
    posts,
    profiles,
    ratings,
    rectifications,
    screen_notices,
    service_lists,
    statuses,
)
from app.services.assistance import OpenForm, WishForm
from app.services.cases import CaseForm
from app.services.counter_lines import LineForm
from app.services.counters import CounterForm
from app.services.hires import HireForm, ReferralForm
from app.services.households import ClearForm, HouseholdForm, RecogniseForm
from app.services.inquiries import InquiryForm
from app.services.officers import OfficerForm
from app.services.persons import PersonForm
from app.services.policies import PolicyForm
from app.services.posts import AssignmentForm, PostForm
from app.services.ratings import RatingForm
from app.services.service_lists import HandOverWay
from app.services.statuses import GroupForm, StatusForm
from db import engine as engines
from db.models import JobWish
from db.uow import Database
from db.vault import Vault
from tests.at_once import at_once
from tests.dbfixtures import KEY, NOW, Cast, cast_of, postgres_copy
from tests.services.accepting import accept_complete
from tests.services.market import course, employer, job
from tests.services.people import number, register, unemployed
from tests.services.rated import closed_case

DAY = timedelta(days=1)
SERIAL = count(10)
Act = Callable[[Any], Any]
KINDS: dict[str, tuple[Callable[[Any], Act], str]] = {}
"""Kind → (what makes it ready and answers with the act of an officer, the sentence the second one gets)."""


@dataclass(frozen=True)
class Scene:
    """The station of one kind, with the two officers who act in it."""

    db: Database
    cast: Cast
    now: Any

    def person(self, **facts: Any) -> int:
        return register(self.db, self.cast.clerk1, self.now, serial=next(SERIAL), **facts)

    def jobless(self) -> int:
        person = self.person()
        unemployed(self.db, self.cast.clerk1, self.now, person)
        return person

    def employer(self) -> Any:
        return employer(self.db, self.cast.clerk1, self.now, f"单位{next(SERIAL)}", serial=next(SERIAL))

    def job(self) -> int:
        return job(self.db, self.cast.clerk1, self.now, self.employer().id).id

    def rated(self) -> Any:
        case = closed_case(self.db, self.cast.clerk1, self.now, self.person())
        return ratings.give(self.db, self.cast.clerk1, self.now, RatingForm(Level.BAD, case=case))

    def with_file(self) -> int:
        person = self.person()
        assistance.open_file(self.db, self.cast.clerk1, self.now, OpenForm(person, True, True))
        return person


def kind(code: str) -> Callable[[Callable[[Scene], Act]], Callable[[Scene], Act]]:
    def put(make: Callable[[Scene], Act]) -> Callable[[Scene], Act]:
        KINDS[make.__name__] = make, code
        return make

    return put


@kind("person.exists")
def person(s):
    form = PersonForm("张淑芬", number(date(1980, 1, 2), serial=next(SERIAL)))
    return lambda who: persons.add(s.db, who, s.now, form)


@kind("person.status_same")
def status(s):
    mine = s.person()
    return lambda who: statuses.put(s.db, who, s.now, mine, StatusForm(StatusKind.REGISTERED_UNEMPLOYED, date(2026, 3, 2)))


@kind("person.group_held")
def group(s):
    mine = s.person()
    return lambda who: statuses.add_group(s.db, who, s.now, mine, GroupForm("graduate", s.now.date()))


@kind("person.group_none")
def group_ended(s):
    mine = s.person()
    statuses.add_group(s.db, s.cast.clerk1, s.now, mine, GroupForm("graduate", s.now.date() - DAY))
    return lambda who: statuses.end_group(s.db, who, s.now, mine, "graduate", s.now.date())


@kind("hardship.open")
def hardship(s):
    mine = s.jobless()
    return lambda who: statuses.apply_hardship(s.db, who, s.now, mine, "disabled", s.now.date())


@kind("hardship.recognised")
def hardship_decided(s):
    line = statuses.apply_hardship(s.db, s.cast.clerk1, s.now, s.jobless(), "disabled", s.now.date())
    return lambda _: statuses.recognise_hardship(s.db, s.cast.county, s.now, line.id, s.now.date())


@kind("household.member_elsewhere")
def household(s):
    mine, heads = s.person(), {"clerk1": s.person(), "clerk2": s.person()}
    return lambda who: households.add(s.db, who, s.now, HouseholdForm(heads[who.login], ((mine, "配偶"),)))


@kind("household.already_recognised")
def recognition(s):
    home = HouseholdForm(s.jobless())
    return lambda who: households.recognise(s.db, who, s.now, RecogniseForm(home, s.now.date()))


@kind("household.ended")
def clearing(s):
    mine = s.jobless()
    line = households.recognise(s.db, s.cast.clerk1, s.now, RecogniseForm(HouseholdForm(mine), s.now.date()))
    form = ClearForm(mine, started_on=s.now.date(), employer="昭顺物业服务部", confirmed_how=ConfirmedHow.CONTRACT)
    return lambda who: household_ends.clear(s.db, who, s.now, line.id, form)


@kind("file.exists")
def file(s):
    mine = s.person()
    return lambda who: assistance.open_file(s.db, who, s.now, OpenForm(mine, True, True))


@kind("file.not_found")
def file_closed(s):
    mine = s.with_file()
    return lambda who: assistance.close_file(s.db, who, s.now, mine, CloseReason.MOVED_AWAY, s.now.date())


@kind("list.handed_over")
def list_handed_over(s):
    lines = [ListLine(ListKind.POLICIES, "灵活就业社保补贴")]
    made = service_lists.make(s.db, s.cast.clerk1, s.now, s.with_file(), lines)
    return lambda who: service_lists.hand_over(s.db, who, s.now, made.id, HandOverWay.COUNTER)


@kind("referral.twice")
def referral(s):
    form = ReferralForm(s.jobless(), s.job())
    return lambda who: hires.refer(s.db, who, s.now, form)


@kind("hire.twice")
def hire(s):
    form = HireForm(s.now.date(), ConfirmedHow.CONTRACT, person_id=s.jobless(), employer="昭顺物业服务部")
    return lambda who: hires.hire(s.db, who, s.now, form)


@kind("course.twice")
def enrolment(s):
    mine, on = s.person(), course(s.db, s.cast.clerk1, s.now).id
    return lambda who: courses.enrol(s.db, who, s.now, on, mine)


@kind("course.code_taken")
def course_code(s):
    return lambda who: course(s.db, who, s.now, code="KC-1")


@kind("policy.code_taken")
def policy_code(s):
    form = PolicyForm("社保补贴", next(iter(PolicyLevel)), next(iter(PolicyKind)), date(2026, 1, 1), code="ZC-1")
    return lambda _: policies.add(s.db, s.cast.head, s.now, form)


@kind("employer.exists")
def credit(s):
    serial = next(SERIAL)
    return lambda who: employer(s.db, who, s.now, serial=serial)


@kind("job.closed")
def job_closed(s):
    mine = s.job()
    return lambda who: jobs.close(s.db, who, s.now, mine, "招满")


@kind("rating.twice")
def rating(s):
    case = closed_case(s.db, s.cast.clerk1, s.now, s.person())
    return lambda who: ratings.give(s.db, who, s.now, RatingForm(Level.GOOD, case=case))


@kind("appeal.twice")
def appeal(s):
    given = s.rated()
    return lambda who: appeals.ask(s.db, who, s.now, given.rating_id, next(iter(AppealKind)), "按错了")


@kind("rectification.order")
def rectification(s):
    opened = s.rated().rectification_id
    return lambda who: rectifications.step(s.db, who, s.now, opened, RectificationStep.VERIFY, "查过了")


@kind("inquiry.has_case")
def inquiry_to_case(s):
    form = InquiryForm("补贴", "已告知", person_id=s.person(), item="JYKN")
    code = inquiries.record(s.db, s.cast.clerk1, s.now, form).code
    return lambda who: inquiries.to_case(s.db, who, s.now, code)


@kind("case.move")
def case_closed(s):
    case = cases.open_case(s.db, s.cast.clerk1, s.now, CaseForm("JYKN", s.person())).number
    accept_complete(s.db, s.cast.clerk1, s.now, case)
    return lambda who: case_acts.withdraw(s.db, who, s.now, case, "不办了")


@kind("officer.login_taken")
def login(s):
    return lambda _: officers.add(s.db, s.cast.admin, s.now, OfficerForm("zhao", "赵敏", (Role.COUNTER,), "a long one 1"))


@kind("deputy.overlap")
def deputy(s):
    first, last = s.now.date(), s.now.date() + DAY
    return lambda who: deputies.name(s.db, s.cast.head, s.now, who.login, first, last)


@kind("desk.offered")
def desk(s):
    return lambda _: desks.offer(s.db, s.cast.clerk1, s.now, "clerk2")


@kind("roster.held")
def post(s):
    posts.define(s.db, s.cast.head, s.now, "G9", PostForm("咨询岗"))
    return lambda who: posts.assign(s.db, s.cast.head, s.now, AssignmentForm(who.login, "G9", "答复咨询"))


@kind("counter.taken")
def counter(s):
    return lambda _: counters.define(s.db, s.cast.head, s.now, 88, CounterForm(), fresh=True)


@kind("line.taken")
def line(s):
    return lambda _: counter_lines.define(s.db, s.cast.head, s.now, "Q", LineForm(name="新队"), fresh=True)


@kind("notice.ended")
def notice(s):
    mine = screen_notices.publish(s.db, s.cast.head, s.now, "今天下午停电")
    return lambda _: screen_notices.end(s.db, s.cast.head, s.now, mine)


def wish(s):
    mine = s.person()
    return lambda who: assistance.put_wish(s.db, who, s.now, mine, WishForm(occupations=(who.login,)))


def one_wish(s):
    with s.db.read("file.read", s.cast.head) as session:
        return [row.occupations for row in session.execute(select(JobWish)).scalars()] == [["clerk2"]]


def rules(s):
    changes = {"clerk1": ("bad_rating_days", 4), "clerk2": ("zero_family_roll", True)}
    return lambda who: profiles.override(s.db, s.cast.head, s.now, *changes[who.login])


def both_rules(s):
    with s.db.read("station.look", s.cast.head) as session:
        profile = profiles.of(session)
    return (profile.bad_rating_days, profile.zero_family_roll) == (4, True)


BOTH = {"wish": (wish, one_wish), "rules": (rules, both_rules)}


@pytest.fixture(scope="module")
def scene(postgres_server, postgres_template) -> Iterator[Scene]:
    """One station for all kinds: each brings its own persons."""
    with postgres_copy(postgres_server, postgres_template) as url:
        db = Database(engines.postgres_engine(url), Vault(KEY))
        yield Scene(db, cast_of(db), NOW)
        db.close()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_what_is_there_once_is_entered_once(scene, name):
    make, code = KINDS[name]
    act = make(scene)
    first, second = at_once(scene.db, lambda: act(scene.cast.clerk1), lambda: act(scene.cast.clerk2))
    assert not isinstance(first, BaseException), first
    assert (second.code if isinstance(second, UserError) else second) == code


@pytest.mark.parametrize("name", sorted(BOTH))
def test_what_two_may_change_keeps_both_changes(scene, name):
    make, kept = BOTH[name]
    act = make(scene)
    outcomes = at_once(scene.db, lambda: act(scene.cast.clerk1), lambda: act(scene.cast.clerk2))
    assert [one for one in outcomes if isinstance(one, BaseException)] == []
    assert kept(scene)
