"""Every step that needs a second person, in a station with one officer, with two, and with a head, on both databases.

One table: what is there before, how it is asked for, and how it shows that it was done. In each station it waits and is not done before
somebody else confirms; where the station has nobody else, the county officer signs the printed slip.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.accountability import Measure
from app.domain.clock import parse_moment
from app.domain.errors import NotAllowed, Refused
from app.domain.households import ExitKind, ZeroState
from app.domain.jobs_market import ConfirmedHow
from app.domain.profiles import RuleProfile
from app.domain.ratings import AppealAction, AppealKind, RectificationStep
from app.domain.second_person import SecondPerson, SecondStep, SignedSlip
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import (
    appeals,
    attachments,
    case_acts,
    cases,
    complaints,
    hires,
    household_ends,
    households,
    leads,
    papers,
    prepared,
    profiles,
    rating_pages,
    ratings,
    rectifications,
    seconds,
    statuses,
    today,
    visits,
)
from app.services.attachments import AttachmentForm
from app.services.cases import CaseForm
from app.services.complaints import ComplaintForm
from app.services.hires import HireForm, ReferralForm
from app.services.households import ClearForm, ExitForm, HouseholdForm, RecogniseForm
from app.services.leads import Ruling
from app.services.papers import Wanted
from app.services.ratings import RatingForm
from app.services.visits import VisitForm
from app.texts import word
from db import audit
from db.models import AccountabilityRecord, Approval, Hire, Referral, Visit, ZeroEmploymentRecord
from tests.printing import reading
from tests.services.accepting import accept_complete
from tests.services.market import employer, job
from tests.services.people import keep_only, register, unemployed
from tests.services.rated import closed_case

MONDAY = parse_moment("2026-10-12T09:00")
TODAY, FAR, LONG_AGO = MONDAY.date(), date(2026, 9, 28), date(2026, 9, 14)
WHY = "停电，纸质登记"


@dataclass
class Station:
    """A station, what a step is about, and who asks: the first clerk."""

    db: Any
    cast: Any
    settings: Any
    person: int
    about: Any = None

    @property
    def me(self) -> tuple[Any, ...]:
        return self.db, self.cast.clerk1, MONDAY

    @property
    def head(self) -> tuple[Any, ...]:
        return self.db, self.cast.head, MONDAY

    def open(self, **facts: Any) -> str:
        return cases.open_case(*self.me, CaseForm("JYKN", self.person, **facts)).number

    def accepted(self) -> str:
        accept_complete(*self.me, number := self.open())
        return number

    def view(self) -> Any:
        return cases.show(*self.me, self.about)

    def count(self, model: type[Any]) -> int:
        with self.db.read("person.read", self.cast.clerk1) as session:
            return int(session.execute(select(func.count()).select_from(model)).scalar_one())

    def keep(self, *logins: str) -> None:
        keep_only(self.db, MONDAY.date(), *logins)

    def scan(self, line: Any) -> int:
        record = line.record if line.case else f"approval:{line.id}"
        return attachments.add(*self.me, self.settings, AttachmentForm(record, "签批单", f"scan {line.id}".encode())).id

    def sign(self, line: Any, name: str = "孙立", **more: Any) -> Any:
        return seconds.sign(*self.me, line.id, SignedSlip(name, "县就业局股长", TODAY, self.scan(line)), **more)


@dataclass(frozen=True)
class Case:
    """A row of the table. ``before`` is done while everybody is there; ``ask`` by the first clerk in the station that is left."""

    step: SecondStep
    ask: Callable[[Station], Any]
    done: Callable[[Station], bool]
    before: Callable[[Station], Any] = lambda _station: None


def noticed(s: Station) -> str:
    number = s.open()
    case_acts.notice(*s.me, number, ["M1"], left_out="另行核查")
    return number


def closed(s: Station) -> str:
    number = s.accepted()
    case_acts.close(*s.me, number, "已认定")
    return number


def entered(s: Station, number: str) -> None:
    s.about = number


def late_acceptance(s: Station) -> None:
    accept_complete(*s.me, s.about, on=FAR, reason=WHY)


def received(s: Station) -> str:
    number = s.open(received=FAR, late_reason=WHY)
    case_acts.approve(s.db, s.cast.clerk2, MONDAY, number)
    return number


def visit(s: Station) -> None:
    form = VisitForm(VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, s.person, happened_on=FAR, late_reason=WHY)
    visits.record(*s.me, form)


def recognise(s: Station, on: date = FAR) -> Any:
    return households.recognise(*s.me, RecogniseForm(HouseholdForm(s.person), on, "县人社局", WHY))


def home(s: Station) -> int:
    seconds.approve(s.db, s.cast.clerk2, MONDAY, recognise(s, LONG_AGO).id)
    return households.of_person(*s.me, s.person).id


def clear(s: Station) -> None:
    form = ClearForm(s.person, started_on=FAR, employer="松涛家政", confirmed_how=ConfirmedHow.CONTRACT, late_reason=WHY)
    household_ends.clear(*s.me, s.about, form)


def rated(s: Station) -> Any:
    return ratings.give(*s.me, RatingForm(1, closed_case(*s.me, s.person), text="等太久", anonymous=False))


def appealed(s: Station) -> int:
    rating = rated(s).rating_id
    appeals.ask(*s.me, rating, AppealKind.MISTAKEN, "按错了")
    return rating


def rectified(s: Station) -> int:
    number = rated(s).rectification_id
    for which in (RectificationStep.VERIFY, RectificationStep.CORRECT, RectificationStep.FEED_BACK):
        rectifications.step(*s.me, number, which, "已办")
    return number


def complained(s: Station) -> str:
    return complaints.record(s.db, s.cast.clerk2, MONDAY, ComplaintForm("态度不好", about="clerk1")).code


def answered(s: Station) -> str:
    code = complained(s)
    complaints.answer(s.db, s.cast.clerk2, MONDAY, code, "已道歉")
    return code


def lead(s: Station) -> int:
    case_acts.refuse(*s.me, s.open(), "不行")
    with s.db.read("case.read", s.cast.head) as session:
        return int(session.execute(select(AccountabilityRecord.id)).scalar_one())


def decided(s: Station) -> int:
    number = lead(s)
    leads.decide(*s.head, number, Measure.EDUCATION, "批评教育")
    return number


def applied(s: Station) -> int:
    return statuses.apply_hardship(*s.me, s.person, "long_unemployed", TODAY).id


def complaint(s: Station) -> Any:
    return complaints.show(*s.me, s.about)[0]


def of_lead(s: Station) -> Any:
    return leads.show(s.db, s.cast.clerk1, s.about)


STEPS: dict[str, Case] = {
    "extension": Case(
        SecondStep.EXTENSION,
        lambda s: case_acts.extend(*s.me, s.about, 5, "等外地回函"),
        lambda s: s.view().clock.total == 15,
        Station.accepted,
    ),
    "notice_again": Case(
        SecondStep.NOTICE_AGAIN,
        lambda s: case_acts.notice(*s.me, s.about, ["M2"], left_out="另行核查", reason="漏了一项"),
        lambda s: s.view().notices == 2,
        noticed,
    ),
    "receipt": Case(
        SecondStep.LATE_ENTRY, lambda s: entered(s, s.open(received=FAR, late_reason=WHY)), lambda s: not s.view().facts.waiting_for
    ),
    "acceptance": Case(SecondStep.LATE_ENTRY, late_acceptance, lambda s: not s.view().facts.waiting_for, received),
    "late closing": Case(
        SecondStep.LATE_ENTRY,
        lambda s: case_acts.close(*s.me, s.about, "已认定", on=date(2026, 9, 30), reason=WHY),
        lambda s: s.view().facts.state == "closed",
        lambda s: (entered(s, received(s)), late_acceptance(s), case_acts.approve(s.db, s.cast.clerk2, MONDAY, s.about), s.about)[-1],
    ),
    "pause": Case(
        SecondStep.PAUSE,
        lambda s: case_acts.pause(*s.me, s.about, "公示", evidence="公示照片"),
        lambda s: s.view().facts.state == "paused",
        Station.accepted,
    ),
    "notice after acceptance": Case(
        SecondStep.PAUSE,
        lambda s: case_acts.notice(*s.me, s.about, ["M1"], left_out="另行核查"),
        lambda s: s.view().facts.state == "paused",
        Station.accepted,
    ),
    "visit": Case(SecondStep.LATE_ENTRY, visit, lambda s: s.count(Visit) == 1),
    "hire": Case(
        SecondStep.LATE_ENTRY,
        lambda s: hires.hire(*s.me, HireForm(FAR, ConfirmedHow.EMPLOYER, s.person, employer="松涛家政", late_reason=WHY)),
        lambda s: s.count(Hire) == 1,
    ),
    "recognition": Case(SecondStep.LATE_ENTRY, recognise, lambda s: s.count(ZeroEmploymentRecord) == 1),
    "clearing": Case(SecondStep.LATE_ENTRY, clear, lambda s: s.count(Hire) == 1, home),
    "referral": Case(
        SecondStep.LATE_ENTRY,
        lambda s: hires.refer(*s.me, ReferralForm(s.person, s.about, FAR, late_reason=WHY)),
        lambda s: s.count(Referral) == 1,
        lambda s: job(*s.me, employer(*s.me).id).id,
    ),
    "exit": Case(
        SecondStep.LATE_ENTRY,
        lambda s: household_ends.leave(*s.me, s.about, ExitForm(ExitKind.MOVED_AWAY, FAR, "迁往外地", WHY)),
        lambda s: households.of_person(*s.me, s.person).records[0].state is ZeroState.EXITED,
        home,
    ),
    "void": Case(
        SecondStep.VOID, lambda s: case_acts.ask_void(*s.me, s.about, "重复录入"), lambda s: s.view().facts.state == "void", Station.open
    ),
    "reopen": Case(
        SecondStep.REOPEN, lambda s: case_acts.ask_reopen(*s.me, s.about, "结果写错"), lambda s: s.view().facts.state == "accepted", closed
    ),
    "appeal": Case(
        SecondStep.APPEAL,
        lambda s: prepared.appeal(*s.me, s.about, AppealAction.ACCEPT, "监控显示按错"),
        lambda s: rating_pages.show(*s.me, s.about).appeal.state == "accepted",
        appealed,
    ),
    "complaint": Case(
        SecondStep.COMPLAINT,
        lambda s: prepared.answer(*s.me, s.about, "已向您道歉"),
        lambda s: complaint(s).answer == "已向您道歉",
        complained,
    ),
    "complaint_close": Case(
        SecondStep.COMPLAINT_CLOSE, lambda s: prepared.file_complaint(*s.me, s.about), lambda s: complaint(s).state == "closed", answered
    ),
    "supervision": Case(
        SecondStep.SUPERVISION,
        lambda s: prepared.supervision(*s.me, s.about),
        lambda s: rectifications.show(*s.me, s.about).state == "closed",
        rectified,
    ),
    "lead": Case(
        SecondStep.LEAD,
        lambda s: prepared.lead(*s.me, s.about, Ruling(Measure.EDUCATION, "批评教育")),
        lambda s: of_lead(s).decision == "批评教育",
        lead,
    ),
    "lead_close": Case(
        SecondStep.LEAD_CLOSE, lambda s: prepared.close_lead(*s.me, s.about, "已整改"), lambda s: of_lead(s).state == "closed", decided
    ),
    "hardship": Case(
        SecondStep.HARDSHIP,
        lambda s: prepared.hardship(*s.me, s.about, statuses.Decision(TODAY, "县人社局")),
        lambda s: statuses.view(*s.me, s.person).hardships[0].state == "recognised",
        applied,
    ),
}
each = pytest.mark.parametrize("name", STEPS)


@pytest.fixture
def station(db, cast, settings) -> Station:
    person = register(db, cast.clerk1, MONDAY)
    unemployed(db, cast.clerk1, MONDAY, person, date(2025, 3, 3))
    return Station(db, cast, settings, person)


def asked(station: Station, name: str, *logins: str) -> Any:
    """The step waits in a station that was cut down to some accounts, and nothing of it is done."""
    row = STEPS[name]
    station.about = row.before(station)
    station.keep(*logins)
    row.ask(station)
    (line,) = seconds.waiting(*station.me)
    assert (line.step, line.mine, line.asker) == (row.step, False, "王敏")
    assert row.done(station) is False or station.view().facts.waiting_for == (row.step.value,)
    with pytest.raises(NotAllowed, match=r"case\.second_person_same"):
        seconds.approve(*station.me, line.id)
    return line


def test_no_step_is_left_out():
    assert {row.step for row in STEPS.values()} == set(SecondStep)


@each
def test_the_only_officer_asks_and_the_signed_slip_of_the_county_decides(station, name):
    line = asked(station, name, "clerk1")
    assert line.paper
    shown = [one for one in today.board(*station.me).lines if one.kind is today.TodayKind.APPROVAL]
    assert [one.left for one in shown] == ["等签批单"]
    drawn = papers.draw(*station.me, Wanted("approval-slip", second=line.id))
    text = reading.solid(drawn.pdf)
    for said in (word(line.step), "王敏", "派驻或联系本站的县级人员", "□同意"):
        assert said in text
    with pytest.raises(NotAllowed, match=r"case\.slip_own"):
        station.sign(line, "王敏")
    station.sign(line)
    assert STEPS[name].done(station) and seconds.waiting(*station.me) == ()
    with station.db.read("audit.read", station.cast.head) as session:
        row = session.execute(select(Approval).where(Approval.id == line.id)).scalar_one()
        assert (row.state, row.signer_name, row.signer_duty, row.signed_on) == ("approved", "孙立", "县就业局股长", TODAY)
        assert (row.decided_by, row.asked_by) == (station.cast.clerk1.officer_id,) * 2
        assert audit.verify(session, station.db.vault).ok


@each
def test_of_two_officers_the_other_confirms_what_the_profile_gives_an_officer_and_the_slip_the_rest(station, name):
    line = asked(station, name, "clerk1", "clerk2")
    other = (station.db, station.cast.clerk2, MONDAY)
    if RuleProfile("", "", frozenset()).second_person[line.step] is SecondPerson.OFFICER:
        assert not line.paper
        with pytest.raises(NotAllowed, match=r"case\.slip_not_needed"):
            station.sign(line)
        seconds.approve(*other, line.id)
    else:
        with pytest.raises(NotAllowed, match=r"case\.second_person_role"):
            seconds.approve(*other, line.id)
        station.sign(line)
    assert STEPS[name].done(station)


@each
def test_with_a_head_the_head_confirms_and_no_slip_takes_the_place(station, name):
    line = asked(station, name, "clerk1", "head")
    assert not line.paper and seconds.show(*station.head, line.id).mine
    with pytest.raises(NotAllowed, match=r"case\.slip_not_needed"):
        station.sign(line)
    seconds.approve(*station.head, line.id)
    assert STEPS[name].done(station)


DECISIONS: dict[str, Callable[[Station, tuple[Any, ...]], Any]] = {
    "appeal": lambda s, by: appeals.decide(*by, s.about, AppealAction.ACCEPT, "监控显示按错"),
    "complaint": lambda s, by: complaints.answer(*by, s.about, "已向您道歉"),
    "complaint_close": lambda s, by: complaints.close(*by, s.about),
    "supervision": lambda s, by: rectifications.supervise(*by, s.about),
    "lead": lambda s, by: leads.decide(*by, s.about, Measure.EDUCATION, "批评教育"),
    "lead_close": lambda s, by: leads.close(*by, s.about, "已整改"),
    "hardship": lambda s, by: statuses.recognise_hardship(*by, s.about, TODAY, "县人社局"),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_is_given_to_whom_the_profile_names_and_the_others_are_refused(station, name):
    """Sent to the head first; then it is another officer's, who decides at once, and what was sent is needed no more."""
    line = asked(station, name, "clerk1", "clerk2", "head")
    other = (station.db, station.cast.clerk2, MONDAY)
    profiles.override(*station.head, "second_person", {line.step.value: "county"})
    for one in (station.head, other):
        with pytest.raises(NotAllowed, match=r"case\.second_person_role"):
            DECISIONS[name](station, one)
    profiles.override(*station.head, "second_person", {line.step.value: "paper"})
    with pytest.raises(Refused, match=r"case\.second_person_paper"):
        DECISIONS[name](station, station.head)
    profiles.override(*station.head, "second_person", {line.step.value: "officer"})
    assert line.step in seconds.direct(*other[:2]) and seconds.show(*other, line.id).mine
    DECISIONS[name](station, other)
    assert STEPS[name].done(station) and seconds.waiting(*station.me) == ()
    with station.db.read("audit.read", station.cast.head) as session:
        (left,) = session.execute(select(Approval).where(Approval.id == line.id)).scalars()
        assert (left.state, left.decided_by) == ("lapsed", station.cast.clerk2.officer_id)


def test_the_only_officer_is_told_on_today_that_the_own_lead_and_appeal_have_to_be_sent(station):
    appealed(station)
    number = lead(station)
    leads.state(*station.me, number, "没有写清条件")
    station.keep("clerk1")

    def told() -> set[str]:
        kinds = {today.TodayKind.LEAD: "why", today.TodayKind.APPEAL: "left"}
        return {getattr(one, kinds[one.kind]) for one in today.board(*station.me).lines if one.kind in kinds}

    assert told() == {"等您送上级确认", "等您送上级决定"}
    prepared.lead(*station.me, number, Ruling(Measure.EDUCATION, "批评教育"))
    assert told() == {"等您送上级决定"}


@pytest.mark.parametrize("name", ["appeal", "complaint", "supervision", "lead", "hardship"])
def test_a_slip_that_says_no_leaves_it_undone_and_it_can_be_asked_anew(station, name):
    line = asked(station, name, "clerk1")
    with pytest.raises(Refused, match=r"second\.reason"):
        station.sign(line, refused=True)
    station.sign(line, refused=True, reason="证据不足")
    assert not STEPS[name].done(station)
    STEPS[name].ask(station)
    assert len(seconds.waiting(*station.me)) == 1


@pytest.mark.parametrize("name", ["appeal", "complaint", "lead", "supervision"])
def test_a_decision_on_paper_says_who_signed_it(station, name):
    station.sign(asked(station, name, "clerk1"))
    shown = {
        "appeal": lambda: rating_pages.show(*station.me, station.about).appeal.decider,
        "complaint": lambda: complaint(station).answered_by,
        "lead": lambda: of_lead(station).decided_by,
        "supervision": lambda: rectifications.show(*station.me, station.about).supervisor,
    }
    assert shown[name]() == "孙立（县就业局股长，签批单）"
