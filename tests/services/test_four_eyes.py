"""The second person of a case: by whose account, by which slip, and what a slip must hold, on both databases.

Every step in a station with one officer, two, and a head stands in ``test_every_second_step``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.domain.actor import Actor
from app.domain.clock import business_date, parse_moment
from app.domain.errors import NotAllowed, Refused
from app.domain.second_person import CASE_STEPS, SecondPerson, SecondStep, SignedSlip
from app.services import attachments, case_acts, case_slips, cases, papers, profiles, today
from app.services.attachments import AttachmentForm
from app.services.cases import CaseForm
from app.services.papers import Wanted
from app.texts import word
from db.models import Approval, CaseEvent
from tests.printing import reading
from tests.services.accepting import accept_complete
from tests.services.people import keep_only, register

MONDAY = parse_moment("2026-10-12T09:00")
RECEIVED = date(2026, 9, 21)
STEPS = list(CASE_STEPS)


def opened(db, who, now, person: int, **facts) -> str:
    return cases.open_case(db, who, now, CaseForm("JYKN", person, **facts)).number


def ask_extension(db, who, now, person) -> str:
    accept_complete(db, who, now, number := opened(db, who, now, person))
    case_acts.extend(db, who, now, number, 5, "等外地回函")
    return number


def ask_notice_again(db, who, now, person) -> str:
    number = opened(db, who, now, person)
    case_acts.notice(db, who, now, number, ["M1"], left_out="另行核查")
    case_acts.notice(db, who, now, number, ["M2"], left_out="另行核查", reason="漏了一项")
    return number


def ask_late_entry(db, who, now, person) -> str:
    return opened(db, who, now, person, received=RECEIVED, late_reason="停电")


def ask_pause(db, who, now, person) -> str:
    accept_complete(db, who, now, number := opened(db, who, now, person))
    case_acts.pause(db, who, now, number, "公示", evidence="公示照片")
    return number


def ask_void(db, who, now, person) -> str:
    case_acts.ask_void(db, who, now, number := opened(db, who, now, person), "重复录入")
    return number


def ask_reopen(db, who, now, person) -> str:
    accept_complete(db, who, now, number := opened(db, who, now, person))
    case_acts.close(db, who, now, number, "已认定")
    case_acts.ask_reopen(db, who, now, number, "结果写错")
    return number


ASK = {
    SecondStep.EXTENSION: ask_extension,
    SecondStep.NOTICE_AGAIN: ask_notice_again,
    SecondStep.LATE_ENTRY: ask_late_entry,
    SecondStep.PAUSE: ask_pause,
    SecondStep.VOID: ask_void,
    SecondStep.REOPEN: ask_reopen,
}
DONE = {
    SecondStep.EXTENSION: lambda view: view.clock.total == 15,
    SecondStep.NOTICE_AGAIN: lambda view: view.notices == 2,
    SecondStep.LATE_ENTRY: lambda view: view.facts.state == "received",
    SecondStep.PAUSE: lambda view: view.facts.state == "paused",
    SecondStep.VOID: lambda view: view.facts.state == "void",
    SecondStep.REOPEN: lambda view: view.facts.state == "accepted",
}


@dataclass
class Team:
    """A station whose accounts were cut down to some; ``asker`` asks."""

    db: object
    cast: object
    settings: object
    asker: Actor

    def keep(self, *logins: str) -> None:
        keep_only(self.db, MONDAY.date(), *logins)

    def ask(self, step: SecondStep) -> str:
        return ASK[step](self.db, self.asker, MONDAY, register(self.db, self.asker, MONDAY))

    def scan(self, number: str, now: datetime = MONDAY) -> int:
        record = f"cases:{self.view(number).facts.id}"
        return attachments.add(self.db, self.asker, now, self.settings, AttachmentForm(record, "签批单", b"scan" + number.encode())).id

    def sign(self, number: str, now: datetime = MONDAY, signed: date | None = None, file: int | None = None, **more):
        slip = SignedSlip("孙立", "县就业局股长", signed or business_date(now), file or self.scan(number, now))
        return case_slips.decide(self.db, self.asker, now, number, slip, **more)

    def view(self, number: str, who: Actor | None = None, now: datetime = MONDAY):
        return cases.show(self.db, who or self.asker, now, number)


@pytest.fixture
def team(db, cast, settings) -> Team:
    return Team(db, cast, settings, cast.clerk1)


@pytest.mark.parametrize("step", STEPS)
def test_the_only_officer_asks_and_the_county_officer_decides_by_own_account(team, step):
    team.keep("clerk1", "county")
    number = team.ask(step)
    assert [team.view(number, who).waiting[0].mine for who in (team.cast.clerk1, team.cast.county)] == [False, True]
    case_acts.approve(team.db, team.cast.county, MONDAY, number)
    assert DONE[step](team.view(number))


@pytest.mark.parametrize("step", STEPS)
def test_what_the_head_asks_for_alone_goes_to_the_county(team, step):
    team.keep("head")
    team.asker = team.cast.head
    number = team.ask(step)
    with pytest.raises(NotAllowed, match=r"case\.second_person_same"):
        case_acts.approve(team.db, team.asker, MONDAY, number)
    team.sign(number)
    assert DONE[step](team.view(number))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("who", list(SecondPerson))
def test_whom_a_step_needs_says_the_profile(team, step, who):
    profiles.override(team.db, team.cast.head, MONDAY, "second_person", {step.value: who.value})
    number = team.ask(step)
    others = (team.cast.clerk2, team.cast.head, team.cast.county)
    may = {other.login for other in others if team.view(number, other).waiting[0].mine}
    everyone = {"officer": {"clerk2", "head", "county"}, "head": {"head", "county"}, "county": {"county"}, "paper": set()}
    assert (may, team.view(number).waiting[0].paper) == (everyone[who.value], who in (SecondPerson.COUNTY, SecondPerson.PAPER))
    if who is SecondPerson.PAPER:
        with pytest.raises(Refused, match=r"case\.second_person_paper"):
            case_acts.approve(team.db, team.cast.county, MONDAY, number)
        team.sign(number)
        assert DONE[step](team.view(number))


@pytest.mark.parametrize("step", STEPS)
def test_a_slip_that_says_no_is_recorded_with_its_reason(team, step):
    team.keep("clerk1")
    number = team.ask(step)
    with pytest.raises(Refused, match=r"case\.reason_missing"):
        team.sign(number, refused=True)
    team.sign(number, refused=True, reason="县局不同意")
    assert team.view(number).waiting == ()
    if step is not SecondStep.LATE_ENTRY:  # what was entered late stands as received until it is disagreed with, and is voided then
        assert not DONE[step](team.view(number))
    else:
        assert team.view(number).facts.state == "void"


def test_the_clock_runs_while_the_slip_is_away_and_a_signature_in_time_counts(team):
    """Signed on the last day, it comes back the day after; the lead of the passed deadline stays, for somebody to decide about."""
    team.keep("clerk1")
    number = team.ask(SecondStep.EXTENSION)
    last = team.view(number).facts.deadline
    after = parse_moment(f"{last + timedelta(days=1)}T09:00")
    assert team.view(number, now=after).facts.overdue
    assert team.sign(number, after, last).overdue is False
    assert team.view(number, now=after).facts.deadline > last


def test_a_signature_after_expiry_or_long_past_extends_nothing(team):
    team.keep("clerk1")
    number = team.ask(SecondStep.EXTENSION)
    last = team.view(number).facts.deadline
    late, long_past = (parse_moment(f"{last + timedelta(days=n)}T09:00") for n in (1, 14))
    for now, signed in ((late, late.date()), (long_past, last)):
        with pytest.raises(Refused, match=r"case\.extension_late"):
            team.sign(number, now, signed)
    assert team.view(number).facts.waiting_for == ("extension",)


def test_a_slip_is_a_file_of_this_case_kept_since_it_was_asked_and_used_once(team):
    team.keep("clerk1")
    early = opened(team.db, team.asker, MONDAY, register(team.db, team.asker, MONDAY))
    old, other = team.scan(early), opened(team.db, team.asker, MONDAY, register(team.db, team.asker, MONDAY, serial=6))
    later = MONDAY + timedelta(hours=1)
    case_acts.ask_void(team.db, team.asker, later, early, "重复录入")
    for file in (999, old, team.scan(other, later)):
        with pytest.raises(Refused, match=r"case\.slip_file"):
            team.sign(early, later, file=file)
    slip = team.scan(early, later)
    team.sign(early, later, file=slip, refused=True, reason="县局不同意")
    case_acts.ask_void(team.db, team.asker, later, early, "重复录入")
    with pytest.raises(Refused, match=r"case\.slip_used"):
        team.sign(early, later, file=slip)
    with pytest.raises(Refused, match=r"attachment\.is_slip"):
        attachments.remove(team.db, team.asker, later, slip, "扫描不清")


def test_a_refused_slip_leaves_nothing_behind(team):
    team.keep("clerk1")
    number = team.ask(SecondStep.VOID)
    slip = SignedSlip("王敏", "窗口", MONDAY.date(), team.scan(number))
    with pytest.raises(NotAllowed, match=r"case\.slip_own"):
        case_slips.decide(team.db, team.asker, MONDAY, number, slip)
    with team.db.read("case.read", team.asker) as session:
        assert session.execute(select(Approval.state, Approval.signer_name)).one() == ("asked", "")
        assert "voided" not in session.execute(select(CaseEvent.kind)).scalars().all()


def test_nobody_but_the_desk_records_a_slip(team):
    number = team.ask(SecondStep.VOID)
    for who in (team.cast.county, team.cast.admin):
        with pytest.raises(NotAllowed):
            case_slips.decide(team.db, who, MONDAY, number, SignedSlip("孙立", "股长", MONDAY.date(), 1))


def test_today_the_only_officer_is_told_to_have_the_slip_signed(team):
    team.keep("clerk1")
    number = team.ask(SecondStep.VOID)
    line = next(line for line in today.board(team.db, team.asker, MONDAY).lines if line.kind is today.TodayKind.APPROVAL)
    assert (line.key, line.left) == (number, "等签批单")


@pytest.mark.parametrize("step", STEPS)
def test_the_slip_says_what_is_asked_for_and_leaves_the_decision_open(team, step):
    team.keep("clerk1")
    number = team.ask(step)
    drawn = papers.draw(team.db, team.asker, MONDAY, Wanted("approval-slip", case=number))
    text = reading.solid(drawn.pdf)
    assert drawn.number == f"QP{number.removeprefix('BJ')}-1"
    for said in (word(step), "王敏", "派驻或联系本站的县级人员", "□同意", PARTICULARS[step]):
        assert said in text
    team.sign(number)
    with pytest.raises(Refused, match=r"print\.nothing_waits"):
        papers.draw(team.db, team.asker, MONDAY, Wanted("approval-slip", case=number))


PARTICULARS = {
    SecondStep.EXTENSION: "延长5个工作日",
    SecondStep.NOTICE_AGAIN: "再次告知缺少的材料",
    SecondStep.LATE_ENTRY: "2026-09-21的收件或受理",
    SecondStep.PAUSE: "从2026-10-12起停表（补正），依据：公示照片",
    SecondStep.VOID: "重复录入",
    SecondStep.REOPEN: "结果写错",
}
