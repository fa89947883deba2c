"""A whole desk goes over in one act, and nothing stays with who leaves; on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.accountability import LeadKind, Measure
from app.domain.actor import SYSTEM
from app.domain.desks import STAYS, DeskState, HoldingKind
from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.inquiries import InquiryOutcome
from app.domain.proxies import ProxyState
from app.domain.ratings import Level
from app.domain.roster import PostKind, Presence
from app.domain.visits import VisitKind, VisitResult, VisitWay
from app.services import (
    assistance,
    case_acts,
    cases,
    complaints,
    counters,
    deputies,
    desks,
    drafts,
    hires,
    households,
    inquiries,
    leads,
    officers,
    posts,
    proxies,
    ratings,
    today,
    visits,
    whereabouts,
)
from app.services.assistance import OpenForm
from app.services.cases import CaseForm
from app.services.complaints import ComplaintForm
from app.services.hires import ReferralForm
from app.services.households import HouseholdForm, RecogniseForm
from app.services.inquiries import InquiryForm
from app.services.posts import AssignmentForm, PostForm
from app.services.proxies import ProxyForm
from app.services.ratings import RatingForm
from app.services.today import TodayKind
from app.services.visits import VisitForm
from db.models import (
    AccountabilityRecord,
    Case,
    Chaser,
    Complaint,
    Draft,
    Grid,
    HandOver,
    Helper,
    Inquiry,
    Officer,
    Proxy,
    Whereabouts,
)
from tests.services import market
from tests.services.accepting import accept_complete
from tests.services.people import register
from tests.services.rated import closed_case
from tests.services.scans import scanned

DAY = timedelta(days=1)
D = date(2026, 10, 9)


@pytest.fixture
def full(db, cast, now, settings):
    """A desk of the first clerk on which everything lies; the number of its one open case."""
    me, before = cast.clerk1, now - 3 * DAY
    person = register(db, me, before, "韩梅")
    number = cases.open_case(db, me, before, CaseForm("SYDJ", person)).number
    accept_complete(db, me, before, number)
    for signed in (True, False):
        proxy = cases.open_case(db, me, before, CaseForm("JYDJ", person, proxy=True)).number
        proxies.draw(db, me, before, proxy, ProxyForm(("就业登记",), "行动不便"))
        if signed:
            case_acts.authorise(db, me, before, proxy, attachment_id=scanned(db, me, before, settings, proxy))
    ratings.give(db, me, before, RatingForm(Level.VERY_BAD, case=closed_case(db, me, before, person), text="等了太久"))
    inquiry = inquiries.record(db, cast.clerk2, before, InquiryForm("社保补贴", "转专人答复", InquiryOutcome.PASSED_ON, handler="clerk1"))
    complaints.record(db, cast.head, before, ComplaintForm("排队太久", handler="clerk1"))
    complaints.record(db, cast.head, before, ComplaintForm("态度不好", about="clerk2", handler="clerk1"))
    assistance.open_file(db, me, before, OpenForm(person, True, True, helper_id=me.officer_id))
    households.recognise(db, me, before, RecogniseForm(HouseholdForm(person, (), "3 号楼"), before.date(), "县人社局"))
    agreed = VisitForm(VisitKind.PERSON, VisitWay.DOOR, VisitResult.MET_PERSON, person_id=person, next_on=D)
    visits.record(db, me, before, agreed)
    offered_job = market.job(db, me, before, market.employer(db, me, before).id).id
    hires.refer(db, me, before, ReferralForm(person, offered_job))
    posts.define(db, cast.head, before, "CK1", PostForm("一号窗口"))
    posts.assign(db, cast.head, before, AssignmentForm("clerk1", "CK1", "受理、登记", starts_on=date(2026, 1, 5)))
    posts.assign(db, cast.head, before, AssignmentForm("clerk2", "CK1", "替岗", PostKind.SUBSTITUTE, starts_on=date(2026, 1, 5)))
    deputies.name(db, cast.head, before, "clerk1", D, D + 5 * DAY)
    whereabouts.put(db, me, before, Presence.TRIP)
    drafts.keep(db, me, before, "person", {"name": "半"})
    with db.write("person.change", me, before) as unit:
        unit.add(Grid(code="G77", name="七十七网格", officer_id=me.officer_id))
        unit.add(Helper(person_id=person, officer_id=me.officer_id, starts_on=before.date(), reason="", recorded_at=before))
        row = unit.execute(select(Inquiry).where(Inquiry.code == inquiry.code)).scalar_one()
        row.officer_id, row.offered_to = me.officer_id, None
        case = unit.execute(select(Case).where(Case.number == number)).scalar_one()
        unit.add(Chaser(case_id=case.id, step="before", officer_id=me.officer_id, fell_due_on=D - DAY, written_at=before))
        leads.raise_lead(unit, LeadKind.NOTICE_AGAIN, case, D - DAY, before)
    return number


def rows(db, cast, model, *only):
    with db.read("person.read", cast.head) as session:
        return session.execute(select(model).where(*only)).scalars().all()


def offered(db, cast, now, **more):
    return desks.offer(db, cast.head, now, "clerk2", giver="clerk1", leaving=True, reason="调离", **more)


def test_the_list_names_everything_an_officer_has_in_hand(db, cast, now, full):
    lines = desks.held(db, cast.clerk1, now)
    assert {line.kind for line in lines} == set(HoldingKind)
    assert (full, "失业登记・韩梅") in {(line.number, line.title) for line in lines if line.kind is HoldingKind.CASE}
    assert next(line for line in lines if line.kind is HoldingKind.VISIT).due == D
    assert [line.title for line in lines if line.kind is HoldingKind.CHASER] == ["失业登记・韩梅（到期前催办）"]
    untold = {line.number: line.due for line in lines if line.kind is HoldingKind.CASE and line.number != full}
    assert set(untold.values()) == {None}, "a case that was not accepted has no last day"
    assert desks.held(db, cast.head, now, "clerk2") == tuple(
        line for line in desks.held(db, cast.clerk2, now) if line.kind is HoldingKind.POST
    )


def test_one_act_moves_everything_and_nothing_stays_with_the_leaver(db, cast, now, full):
    offer = offered(db, cast, now)
    assert desks.held(db, cast.head, now, "clerk1") == offer.lines
    taken = desks.take_over(db, cast.clerk2, now, offer.code)
    assert (taken.state, taken.lines, taken.giver, taken.taker) == (DeskState.TAKEN, offer.lines, cast.clerk1.name, cast.clerk2.name)
    assert {line.kind for line in desks.held(db, cast.head, now, "clerk1")} == {HoldingKind.LEAD}
    assert {line.kind for line in taken.lines} - {line.kind for line in taken.moving} == {HoldingKind.LEAD}
    mine = {line.kind for line in desks.held(db, cast.clerk2, now)}
    assert mine == set(HoldingKind) - {HoldingKind.DEPUTY, HoldingKind.LEAD}
    assert sorted((one.state, one.agent_id) for one in rows(db, cast, Proxy)) == [
        (ProxyState.DRAWN.value, cast.clerk2.officer_id),
        (ProxyState.SUSPENDED.value, cast.clerk1.officer_id),
    ]
    assert deputies.listing(db, cast.head, now) == ()
    assert rows(db, cast, Draft) == []
    assert [one.ended_at for one in rows(db, cast, Whereabouts)] == [now]
    assert rows(db, cast, Officer, Officer.login == "clerk1")[0].ended_on == D
    with pytest.raises(NotAllowed, match=r"login\.ended"):
        officers.practice_actor(db, "clerk1", now=now)


def test_the_days_of_a_case_are_counted_for_the_other_from_the_day_of_the_hand_over(db, cast, now, full):
    code = offered(db, cast, now).code
    desks.take_over(db, cast.clerk2, now, code)
    view = cases.show(db, cast.head, now + 3 * DAY, full)
    assert (view.facts.officer, view.facts.first_officer) == ("clerk2", "clerk1")
    assert [name for name, days in view.held if days] == [cast.clerk2.name]
    (moved,) = rows(db, cast, HandOver, HandOver.case_id == rows(db, cast, Case, Case.number == full)[0].id)
    assert (moved.state, moved.offered_at, moved.answered_at) == ("accepted", now, now)
    assert moved.desk_id is not None


def test_a_post_goes_to_the_taker_with_its_days_and_the_substitute_becomes_its_holder(db, cast, now, full):
    desks.take_over(db, cast.clerk2, now, offered(db, cast, now).code)
    told = {(one.login, one.kind, one.starts_on, one.ends_on) for one in posts.roster(db, cast.head)}
    january, yesterday = date(2026, 1, 5), D - DAY
    assert told == {
        ("clerk1", PostKind.HOLDER, january, yesterday),
        ("clerk2", PostKind.SUBSTITUTE, january, yesterday),
        ("clerk2", PostKind.HOLDER, D, None),
    }


def test_an_unread_chaser_goes_with_the_case_and_one_that_was_read_stays_with_its_reader(db, cast, now, full):
    with db.write("demo.make", SYSTEM, now) as unit:
        case = unit.execute(select(Case).where(Case.number == full)).scalar_one()
        seen = {"officer_id": cast.clerk1.officer_id, "written_at": now, "seen_at": now}
        unit.add(Chaser(case_id=case.id, step="before", fell_due_on=D - 2 * DAY, **seen))
    desks.take_over(db, cast.clerk2, now, offered(db, cast, now).code)
    told = {one.fell_due_on: one.officer_id for one in rows(db, cast, Chaser)}
    assert told == {D - 2 * DAY: cast.clerk1.officer_id, D - DAY: cast.clerk2.officer_id}
    assert [line.key for line in today.board(db, cast.clerk2, now).lines if line.kind is TodayKind.CHASER] == [full]
    with db.write("demo.make", SYSTEM, now) as unit:  # one that is so: an act takes any other back
        case = unit.execute(select(Case).where(Case.number == full)).scalar_one()
        unread = unit.execute(select(Chaser).where(Chaser.case_id == case.id, Chaser.seen_at.is_(None))).scalar_one()
        unread.step, unread.fell_due_on = "after", case.deadline + DAY
    case_acts.hand_over(db, cast.clerk2, now, full, "head")
    case_acts.take_over(db, cast.head, now, full)
    assert {one.officer_id for one in rows(db, cast, Chaser, Chaser.seen_at.is_(None))} == {cast.head.officer_id}


def test_no_lead_moves_and_who_has_the_case_now_is_told_of_it_until_it_is_closed(db, cast, now, full):
    taken = desks.take_over(db, cast.clerk2, now, offered(db, cast, now).code)
    (listed,) = (line for line in taken.lines if line.kind is HoldingKind.LEAD)
    assert listed.number == full
    (lead,) = rows(db, cast, AccountabilityRecord)
    assert (lead.id, lead.officer_id, lead.state) == (listed.key, cast.clerk1.officer_id, "raised")
    for who, why in ((cast.clerk2, "责任人王敏，办件现由您办理"), (cast.head, "责任人王敏，等您处理")):
        assert [line.why for line in today.board(db, who, now).lines if line.kind is TodayKind.LEAD] == [why]
    leads.decide(db, cast.head, now, lead.id, Measure.ORDER, "补齐告知", correct_by=D + DAY)
    assert [line.why for line in today.board(db, cast.clerk2, now).lines if line.kind is TodayKind.LEAD] == [
        "责任人王敏，10-10 前整改，办件现由您办理"
    ]
    leads.correct(db, cast.head, now, lead.id, "由李晓燕补齐")
    leads.close(db, cast.head, now, lead.id)
    for who in (cast.clerk2, cast.head):
        assert TodayKind.LEAD not in {line.kind for line in today.board(db, who, now).lines}


def test_an_inquiry_offered_to_the_taker_is_taken_with_the_desk_and_one_offered_to_a_third_still_waits_for_that_one(db, cast, now):
    codes = {}
    for other in ("clerk2", "head"):
        form = InquiryForm(f"问{other}", "转专人答复", InquiryOutcome.PASSED_ON, handler=other)
        codes[other] = inquiries.record(db, cast.clerk1, now, form).code
    desks.take_over(db, cast.clerk2, now, desks.offer(db, cast.clerk1, now, "clerk2").code)
    left = {one.code: (one.officer_id, one.offered_to, one.taken_over_at) for one in rows(db, cast, Inquiry)}
    assert left[codes["clerk2"]] == (cast.clerk2.officer_id, None, now)
    assert left[codes["head"]] == (cast.clerk2.officer_id, cast.head.officer_id, None)


def test_nobody_takes_over_a_complaint_about_themselves(db, cast, now, full):
    desks.take_over(db, cast.clerk2, now, offered(db, cast, now).code)
    handlers = {one.text: one.handler_id for one in rows(db, cast, Complaint)}
    assert handlers == {"排队太久": cast.clerk2.officer_id, "态度不好": None}


def test_the_one_to_one_helper_changes_on_the_day_and_an_agreed_visit_is_the_taker_s(db, cast, now, full):
    desks.take_over(db, cast.clerk2, now, offered(db, cast, now).code)
    helpers = [(one.officer_id, one.starts_on, one.ends_on) for one in rows(db, cast, Helper)]
    assert sorted(helpers) == sorted([(cast.clerk1.officer_id, D - 3 * DAY, D), (cast.clerk2.officer_id, D, None)])
    (visit,) = (line for line in today.board(db, cast.clerk2, now).lines if line.kind is TodayKind.VISIT)
    assert visit.mine


def test_nothing_moves_before_the_other_accepts_and_only_that_one_can(db, cast, now, full):
    code = offered(db, cast, now).code
    assert cases.show(db, cast.head, now, full).facts.officer == "clerk1"
    (waits,) = (line for line in today.board(db, cast.clerk2, now).lines if line.kind is TodayKind.DESK)
    assert (waits.key, waits.mine, waits.who) == (code, True, cast.clerk1.name)
    for actor in (cast.clerk1, cast.head):
        with pytest.raises(NotAllowed, match=r"desk\.party"):
            desks.take_over(db, actor, now, code)
    assert desks.decline(db, cast.clerk2, now, code, "手上已满").state is DeskState.DECLINED
    with pytest.raises(Refused, match=r"desk\.move_final"):
        desks.take_over(db, cast.clerk2, now, code)
    assert len(desks.held(db, cast.head, now, "clerk1")) > 5


def test_an_offer_is_withdrawn_and_what_comes_in_between_goes_with_the_desk(db, cast, now, full):
    own = desks.offer(db, cast.clerk1, now, "clerk2")
    with pytest.raises(Refused, match=r"desk\.offered"):
        desks.offer(db, cast.clerk1, now, "head")
    assert desks.withdraw(db, cast.clerk1, now, own.code).state is DeskState.WITHDRAWN
    code = desks.offer(db, cast.clerk1, now, "clerk2", reason="轮岗").code
    later = cases.open_case(db, cast.clerk1, now, CaseForm("JYDJ", register(db, cast.clerk1, now, "马林", serial=8))).number
    taken = desks.take_over(db, cast.clerk2, now, code)
    assert later in {line.number for line in taken.lines}
    assert officers.practice_actor(db, "clerk1", now=now).officer_id == cast.clerk1.officer_id
    signed = desks.signed(db, cast.head, now + DAY, code, D)
    assert (signed.signed_on, signed.leaving, desks.show(db, cast.clerk1, code)) == (D, False, signed)
    assert [one.code for one in desks.listing(db, cast.county)] == [code, own.code]


def test_a_case_offered_to_the_leaver_comes_back_to_who_offered_it(db, cast, now):
    number = cases.open_case(db, cast.clerk2, now, CaseForm("SYDJ", register(db, cast.clerk2, now))).number
    case_acts.hand_over(db, cast.clerk2, now, number, "clerk1")
    desks.take_over(db, cast.head, now, desks.offer(db, cast.clerk1, now, "head", leaving=True).code)
    view = cases.show(db, cast.clerk2, now, number)
    assert (view.facts.officer, view.facts.offered_to) == ("clerk2", "")


def test_an_account_is_not_ended_while_something_is_in_its_hands(db, cast, now, full):
    with pytest.raises(Refused, match=r"officer\.desk_full") as caught:
        officers.end(db, cast.admin, now, "clerk1")
    assert caught.value.params["count"] == sum(line.kind not in STAYS for line in desks.held(db, cast.head, now, "clerk1"))
    desks.take_over(db, cast.clerk2, now, desks.offer(db, cast.head, now, "clerk2", giver="clerk1").code)
    assert not officers.end(db, cast.admin, now, "clerk1").active


def test_who_sits_at_an_open_counter_or_keeps_the_last_account_does_not_leave(db, cast, now):
    counters.change(db, cast.clerk1, now, "open", 1)
    with pytest.raises(Refused, match=r"desk\.at_counter"):
        offered(db, cast, now)
    with pytest.raises(NotAllowed, match=r"desk\.other"):
        desks.offer(db, cast.clerk1, now, "head", giver="clerk2")
    with pytest.raises(NotFound, match=r"desk\.unknown"):
        desks.show(db, cast.head, "ZJ20261009-009")
