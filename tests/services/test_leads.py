"""Accountability leads on both databases: what raises them, whom they name, and how they are answered to the end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.accountability import LeadAction, LeadKind, Measure
from app.domain.actor import SYSTEM
from app.domain.clock import at_station, parse_moment
from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.ratings import Level
from app.services import audits, case_acts, cases, duties, leads, ratings
from app.services.cases import CaseForm
from app.services.ratings import RatingForm
from app.texts.cases import LEAD_RULES
from db.base import new_uid
from db.models import Chaser, Complaint
from tests.services.accepting import accept_complete
from tests.services.paused import paused
from tests.services.people import register
from tests.services.rated import closed_case

FRIDAY = parse_moment("2026-10-09T09:00")
DAY = timedelta(days=1)


def at(day: date):
    return at_station(day, 8, 30)


@pytest.fixture
def case(db, cast) -> str:
    """A case in the hands of the first clerk."""
    number = cases.open_case(db, cast.clerk1, FRIDAY, CaseForm("JYKN", register(db, cast.clerk1, FRIDAY))).number
    accept_complete(db, cast.clerk1, FRIDAY, number)
    return number


def deadline(db, cast, number: str) -> date:
    return cases.show(db, cast.head, FRIDAY, number).facts.deadline


def give(db, cast, number: str, now) -> None:
    """The first clerk hands over to the second, who takes it."""
    case_acts.hand_over(db, cast.clerk1, now, number, "clerk2")
    case_acts.take_over(db, cast.clerk2, now, number)


def named(db, cast) -> list[tuple[str, str]]:
    return [(line.kind, line.officer) for line in leads.listing(db, cast.head, open_only=False)]


@pytest.fixture
def lead(db, cast, case) -> int:
    """The overdue lead of the first clerk, and the morning after."""
    duties.run(db, at(deadline(db, cast, case) + DAY))
    return leads.listing(db, cast.head)[0].id


MORNING = parse_moment("2026-10-26T09:00")


def test_who_held_the_case_at_the_close_of_the_deadline_is_named_and_not_who_holds_it_when_the_duty_runs(db, cast, case):
    due = deadline(db, cast, case)
    give(db, cast, case, at(due + 3 * DAY))
    duties.run(db, at(due + 9 * DAY))
    assert named(db, cast) == [("overdue", "王敏")]
    with db.read("case.read", cast.head) as session:
        officers = session.execute(select(Chaser.officer_id).order_by(Chaser.fell_due_on)).scalars().all()
    assert list(officers) == [cast.clerk1.officer_id] * 2


def test_who_took_it_over_on_the_last_day_is_named(db, cast, case):
    due = deadline(db, cast, case)
    give(db, cast, case, at(due))
    duties.run(db, at(due + 9 * DAY))
    assert named(db, cast) == [("overdue", "李晓燕")]


def test_an_extension_asked_for_after_expiry_is_refused_and_one_lead_says_so(db, cast, case):
    late = at(deadline(db, cast, case) + DAY)
    for _ in range(2):
        with pytest.raises(Refused, match=r"case\.extension_late"):
            case_acts.extend(db, cast.clerk1, late, case, 5, "等回函")
    assert [kind for kind, _ in named(db, cast)].count("late_extension") == 1
    assert cases.show(db, cast.head, late, case).facts.waiting_for == ()


def test_an_extension_asked_for_in_time_or_with_too_many_days_raises_nothing(db, cast, case):
    with pytest.raises(Refused, match=r"case\.extension_days"):
        case_acts.extend(db, cast.clerk1, FRIDAY, case, 99, "等回函")
    case_acts.extend(db, cast.clerk1, FRIDAY, case, 5, "等回函")
    assert named(db, cast) == []


@pytest.mark.parametrize(("reason", "raised"), [("不予受理。", [("refused_without_reason", "王敏")]), ("户籍不在本省", [])])
def test_a_refusal_whose_words_say_nothing_raises_a_lead(db, cast, reason, raised):
    number = cases.open_case(db, cast.clerk1, FRIDAY, CaseForm("JYKN", register(db, cast.clerk1, FRIDAY))).number
    assert case_acts.refuse(db, cast.clerk1, FRIDAY, number, reason).state == "refused"
    assert named(db, cast) == raised


def complain(db, cast, due: date, **facts) -> None:
    with db.write("demo.make", SYSTEM, FRIDAY) as unit:
        said = {"kind": "complaint", "channel": "window", "topic": "attitude", "text": "等了一小时", "state": "open"}
        when = {"received_on": FRIDAY.date(), "received_at": FRIDAY, "recorded_at": FRIDAY, "recorded_by": cast.clerk1.officer_id}
        uid = new_uid()
        unit.add(Complaint(uid=uid, code=f"TS-{uid}", due_on=due, **{**said, **when, **facts}))


def test_a_complaint_without_an_answer_raises_one_lead_for_who_had_to_answer(db, cast):
    due = date(2026, 10, 16)
    complain(db, cast, due, handler_id=cast.clerk2.officer_id)
    complain(db, cast, due)
    complain(db, cast, due, handler_id=cast.clerk1.officer_id, answered_on=due)
    complain(db, cast, due, kind="suggestion")
    duties.run(db, at(due))
    assert named(db, cast) == []
    for days in (1, 4):
        duties.run(db, at(due + days * DAY))
    assert sorted(named(db, cast)) == [("complaint_unanswered", "李晓燕"), ("complaint_unanswered", "陈立国")]


def test_each_kind_of_lead_raises_itself_and_names_its_officer_and_its_rule(db, cast, case):
    """One station, all six: by an act for what was done, by the duties for what time brought."""
    person = register(db, cast.clerk2, FRIDAY, "马林", serial=8)
    twice, refused = (cases.open_case(db, cast.clerk2, FRIDAY, CaseForm("JYKN", person)).number for _ in range(2))
    case_acts.notice(db, cast.clerk2, FRIDAY, twice, ["M1"], left_out="另行核查")
    case_acts.notice(db, cast.clerk2, FRIDAY, twice, ["M2"], left_out="另行核查", reason="漏了一项")
    case_acts.approve(db, cast.head, FRIDAY, twice)
    case_acts.refuse(db, cast.clerk2, FRIDAY, refused, "不予受理")
    ratings.give(db, cast.clerk2, FRIDAY, RatingForm(Level.VERY_BAD, case=closed_case(db, cast.clerk1, FRIDAY, person), text="等了太久"))
    complain(db, cast, date(2026, 10, 16), handler_id=cast.clerk2.officer_id)
    late = at(deadline(db, cast, case) + DAY)
    with pytest.raises(Refused, match=r"case\.extension_late"):
        case_acts.extend(db, cast.clerk1, late, case, 5, "等回函")
    duties.run(db, late)
    raised = leads.listing(db, cast.head)
    assert {(line.kind, line.officer) for line in raised} == {
        ("overdue", "王敏"),
        ("late_extension", "王敏"),
        ("notice_again", "李晓燕"),
        ("refused_without_reason", "李晓燕"),
        ("complaint_unanswered", "李晓燕"),
        ("bad_rating_unhandled", "王敏"),
    }
    assert [line.rule for line in raised] == [LEAD_RULES[LeadKind(line.kind)] for line in raised]
    assert len(raised) == len(LeadKind)
    duties.run(db, late + 3 * DAY)
    assert len(leads.listing(db, cast.head)) == len(LeadKind)
    for line in raised:
        who = cast.clerk1 if line.officer == "王敏" else cast.clerk2
        leads.state(db, who, late, line.id, "当时的情况")
        leads.decide(db, cast.head, late, line.id, Measure.ORDER, "整改", correct_by=late.date())
        leads.correct(db, who, late, line.id, "已改")
        assert leads.close(db, cast.head, late, line.id).state == "closed"


def test_a_lead_goes_from_the_statement_to_the_file_and_the_trail_knows_every_step(db, cast, lead):
    assert leads.state(db, cast.clerk1, MORNING, lead, "外地回函没有到").state == "stated"
    ordered = leads.decide(db, cast.head, MORNING, lead, Measure.ORDER, "责令本周办结", correct_by=date(2026, 10, 30))
    assert (ordered.state, ordered.decided_by, ordered.correct_by) == ("decided", "陈立国", date(2026, 10, 30))
    with pytest.raises(Refused, match=r"lead\.uncorrected"):
        leads.close(db, cast.head, MORNING, lead)
    assert leads.correct(db, cast.clerk1, MORNING + DAY, lead, "已办结并送达").corrected_on == date(2026, 10, 27)
    closed = leads.close(db, cast.head, MORNING + 2 * DAY, lead, "整改到位")
    assert (closed.state, closed.closed_by, closed.closed_on) == ("closed", "陈立国", date(2026, 10, 28))
    assert leads.listing(db, cast.head) == ()
    assert audits.verify(db, cast.head).ok


def test_the_head_may_decide_without_a_statement_and_file_what_needs_no_correction(db, cast, lead):
    leads.decide(db, cast.county, MORNING, lead, Measure.NONE, "系统停电，不予追究")
    assert leads.close(db, cast.head, MORNING, lead).state == "closed"


def test_nobody_decides_on_their_own_lead_nor_answers_for_another(db, cast, case):
    give(db, cast, case, FRIDAY)
    case_acts.hand_over(db, cast.clerk2, FRIDAY, case, "head")
    case_acts.take_over(db, cast.head, FRIDAY, case)
    duties.run(db, at(deadline(db, cast, case) + DAY))
    own = leads.listing(db, cast.head)[0].id
    with pytest.raises(NotAllowed, match=r"lead\.own"):
        leads.decide(db, cast.head, MORNING, own, Measure.NONE, "不追究")
    with pytest.raises(NotAllowed, match=r"lead\.not_yours"):
        leads.state(db, cast.clerk1, MORNING, own, "我来说")
    leads.decide(db, cast.county, MORNING, own, Measure.TALK, "谈话提醒")
    with pytest.raises(NotAllowed, match=r"lead\.own"):
        leads.close(db, cast.head, MORNING, own)
    with pytest.raises(NotAllowed, match=r"lead\.not_yours"):
        leads.correct(db, cast.clerk1, MORNING, own, "改了")
    assert leads.close(db, cast.county, MORNING, own).state == "closed"


def test_an_officer_sees_the_own_leads_and_the_head_all(db, cast, lead):
    assert [[line.id for line in leads.listing(db, who)] for who in (cast.clerk1, cast.clerk2, cast.head, cast.county)] == [
        [lead],
        [],
        [lead],
        [lead],
    ]
    with pytest.raises(NotAllowed, match=r"lead\.not_yours"):
        leads.show(db, cast.clerk2, lead)
    with pytest.raises(NotFound, match=r"lead\.unknown"):
        leads.show(db, cast.head, 999)


def test_what_is_offered_is_what_the_service_takes(db, cast, lead):
    offered = {who.login: leads.show(db, who, lead).possible for who in (cast.clerk1, cast.head)}
    assert offered == {"clerk1": (LeadAction.STATE,), "head": (LeadAction.DECIDE,)}
    leads.decide(db, cast.head, MORNING, lead, Measure.ORDER, "整改", correct_by=MORNING.date())
    assert leads.show(db, cast.head, lead).possible == (LeadAction.CORRECT,)
    leads.correct(db, cast.head, MORNING, lead, "本人已离岗，由站长整改")
    assert leads.show(db, cast.head, lead).possible == (LeadAction.CLOSE,)
    assert leads.show(db, cast.clerk1, lead).possible == ()


def test_a_decided_lead_is_not_decided_again(db, cast, lead):
    leads.decide(db, cast.head, MORNING, lead, Measure.NONE, "不追究")
    with pytest.raises(Refused, match=r"lead\.move"):
        leads.decide(db, cast.county, MORNING, lead, Measure.TALK, "谈话")
    assert leads.show(db, cast.head, lead).decision == "不追究"


def test_the_days_of_a_case_are_shown_by_who_held_them_and_add_up(db, cast, case):
    give(db, cast, case, at(date(2026, 10, 13)))
    paused(db, cast, cast.clerk2, at(date(2026, 10, 15)), case, "公示")
    view = cases.show(db, cast.head, at(date(2026, 10, 20)), case)
    assert dict(view.held) == {"王敏": 2, "李晓燕": 3}
    assert (view.stood, sum(days for _, days in view.held) + view.stood) == (3, 8)
