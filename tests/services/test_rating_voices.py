"""Invitations by time, slips entered later, appeals, call-backs: on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.errors import NotAllowed, NotFound, Refused
from app.domain.ratings import AppealAction, AppealKind, AppealState, Ask, InvitationChannel, Level, RatingChannel, RectificationStep
from app.services import (
    appeals,
    call_backs,
    case_acts,
    cases,
    duties,
    invitations,
    kiosk,
    papers,
    profiles,
    queue,
    ratings,
    rectifications,
    returns,
    today,
)
from app.services.board import KIOSK
from app.services.call_backs import CallBackForm
from app.services.papers import Wanted
from app.services.ratings import RatingForm
from app.services.today import TodayKind
from db import audit
from db.models import Rating
from tests.printing import reading
from tests.services.people import register
from tests.services.rated import case_of_a_visit, closed_case, finished_ticket

DAY = timedelta(days=1)


def listed(db, cast, **more):
    return invitations.listing(db, cast.clerk1, **more).rows


def test_three_days_without_a_rating_bring_exactly_one_invitation(db, cast, now):
    duties.run(db, now)
    number, rated = closed_case(db, cast.clerk1, now), closed_case(db, cast.clerk1, now, register(db, cast.clerk1, now, "李国强", serial=9))
    ratings.give(db, cast.clerk1, now, RatingForm(5, rated))
    assert [duties.run(db, now + ahead * DAY).invited for ahead in (1, 2, 3)] == [0, 0, 1]
    line = listed(db, cast)[0]
    assert (line.code, line.subject, line.person, line.fell_due_on) == ("PJ20261012-001", number, "张淑芬", (now + 3 * DAY).date())
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: invitations.run(db, now + 4 * DAY, now.date()), range(4)))
    assert [duties.run(db, now + ahead * DAY).invited for ahead in (4, 9)] == [0, 0]
    assert len(listed(db, cast)) == 1


def test_after_closed_days_every_invitation_is_there_with_the_day_it_fell_due(db, cast, now):
    duties.run(db, now)
    for ahead, name in enumerate(("张淑芬", "李国强", "王芳")):
        closed_case(db, cast.clerk1, now + ahead * DAY, register(db, cast.clerk1, now, name, serial=ahead + 1))
    assert duties.run(db, now + 9 * DAY).invited == 3
    assert [line.fell_due_on for line in reversed(listed(db, cast))] == [(now + ahead * DAY).date() for ahead in (3, 4, 5)]


def test_a_ticket_is_invited_for_where_it_names_a_person_and_no_case_came_of_it(db, cast, now):
    duties.run(db, now)
    nobody = finished_ticket(db, cast.clerk1, now)
    person = register(db, cast.clerk1, now)
    code = queue.take(db, cast.clerk1, now, "A", person_id=person).ticket
    queue.call(db, cast.clerk1, now, 1)
    queue.act(db, cast.clerk1, now, "finish", code)
    assert duties.run(db, now + 3 * DAY).invited == 1
    assert listed(db, cast)[0].subject == f"2026-10-09 {code}" != nobody


def test_a_number_stands_for_the_case_that_came_of_it_so_one_service_is_asked_about_once(db, cast, now):
    """By kiosk, slip and paper; whoever names the number itself by word still rates it, once (once each)."""
    duties.run(db, now)
    code, number = case_of_a_visit(db, cast.clerk1, now)
    assert ratings.to_ask(db, cast.clerk1, now, code) == (Ask.CASE, number)
    assert f"编号：{number}" in reading.solid(papers.draw(db, cast.clerk1, now, Wanted("rating-slip", ticket=code)).pdf)
    assert kiosk.ratable(db, KIOSK, now, code) == code
    kiosk.rate(db, KIOSK, now, code, Level.GOOD)
    for again in (code, number, f"SD1:T:{now.date()}:{code}", f"SD1:R:{number}"):
        with pytest.raises(Refused, match=r"rating\.twice"):
            kiosk.ratable(db, KIOSK, now, again)
    assert ratings.to_ask(db, cast.clerk1, now, code) == (Ask.DONE, "")
    assert duties.run(db, now + 3 * DAY).invited == 0
    ratings.give(db, cast.clerk1, now, RatingForm(5, ticket=code))
    assert [line.item for line in ratings.listing(db, cast.head).rows] == [
        "综合服务",
        cases.show(db, cast.head, now, number).facts.item_name,
    ]


def test_while_its_case_goes_on_a_visit_is_not_asked_about_and_the_case_is_invited_for_at_its_close(db, cast, now):
    duties.run(db, now)
    code, number = case_of_a_visit(db, cast.clerk1, now, closed=False)
    assert ratings.to_ask(db, cast.clerk1, now, code) == (Ask.LATER, "")
    case_acts.close(db, cast.clerk1, now + DAY, number, "已办结")
    assert [duties.run(db, now + ahead * DAY).invited for ahead in (3, 4)] == [0, 1]
    assert listed(db, cast)[0].subject == number
    assert kiosk.ratable(db, KIOSK, now + 4 * DAY, f"SD1:R:{listed(db, cast)[0].code}") == "PJ20261013-001"
    kiosk.rate(db, KIOSK, now + 4 * DAY, "PJ20261013-001", Level.FAIR)
    assert listed(db, cast) == ()


def test_a_rating_by_the_slip_of_an_invitation_answers_it_and_nobody_is_told_again(db, cast, now):
    duties.run(db, now)
    closed_case(db, cast.clerk1, now)
    later = now + 4 * DAY
    duties.run(db, later)
    code = listed(db, cast)[0].code
    told = invitations.tell(db, cast.clerk1, later, code, InvitationChannel.PHONE)
    assert (told.channel, told.told_at, told.rated) == (InvitationChannel.PHONE, later, False)
    ratings.give(db, cast.clerk1, later, RatingForm(4, slip=f"SD1:R:{code}", channel=RatingChannel.SLIP, rated_on=(now + 2 * DAY).date()))
    line = ratings.listing(db, cast.head).rows[0]
    assert (line.level, line.channel, line.rated_on, line.subject) == (Level.GOOD, "slip", (now + 2 * DAY).date(), "")
    assert listed(db, cast) == () and listed(db, cast, open_only=False)[0].rated
    with pytest.raises(Refused, match=r"invitation\.rated"):
        invitations.tell(db, cast.clerk1, later, code, InvitationChannel.PHONE)
    with pytest.raises(Refused, match=r"rating\.twice"):
        ratings.give(db, cast.clerk1, later, RatingForm(4, slip=code))


def test_the_printed_slip_carries_the_code_that_the_entry_takes(db, cast, now):
    code = finished_ticket(db, cast.clerk1, now)
    drawn = papers.draw(db, cast.clerk1, now, Wanted("rating-slip", ticket=code))
    assert all(part in reading.solid(drawn.pdf) for part in ("服务评价单", "2026年11月8日截止录入", f"编号：{now.date()}:{code}"))
    last, slip = now + 30 * DAY, f"SD1:R:{now.date().isoformat()}:{code}"
    with pytest.raises(Refused, match=r"rating\.slip_over"):
        ratings.give(db, cast.clerk1, last + DAY, RatingForm(3, slip=slip, rated_on=now.date()))
    with pytest.raises(Refused, match=r"print\.slip_over"):
        papers.draw(db, cast.clerk1, last + DAY, Wanted("rating-slip", ticket=code, on=now.date()))
    ratings.give(db, cast.clerk1, now + DAY, RatingForm(3, slip=f"{now.date()}：{code.lower()}"))  # typed as it stands there
    assert ratings.satisfaction(db, cast.head, now.date(), (now + DAY).date()).total == 1


def test_a_slip_is_entered_until_the_day_of_the_profile_after_the_closing_or_the_invitation(db, cast, now):
    profiles.override(db, cast.head, now, "rating_slip_days", 10)
    duties.run(db, now)
    person = register(db, cast.clerk1, now)
    first, second = (closed_case(db, cast.clerk1, now, person) for _ in range(2))
    ratings.give(db, cast.clerk1, now + 10 * DAY, RatingForm(5, case=first, channel=RatingChannel.SLIP))
    duties.run(db, now + 3 * DAY)  # who was invited on the third day has ten days from then
    shown = reading.solid(papers.draw(db, cast.clerk1, now + 4 * DAY, Wanted("rating-slip", case=second)).pdf)
    assert "2026年10月22日截止录入" in shown
    with pytest.raises(Refused, match=r"rating\.slip_over"):
        ratings.give(db, cast.clerk1, now + 14 * DAY, RatingForm(5, case=second, channel=RatingChannel.SLIP))
    ratings.give(db, cast.clerk1, now + 13 * DAY, RatingForm(5, case=second, channel=RatingChannel.SLIP))


@pytest.mark.parametrize("slip", ["SD1:C:BJ20261009-001", "PJ20261009", "2026-13-40:A001", "SD1:R:", "BJ20261009-999", "PJ20261009-999"])
def test_a_code_that_stands_for_nothing_is_not_found(sqlite_db, cast, now, slip):
    with pytest.raises(NotFound):
        ratings.give(sqlite_db, cast.clerk1, now, RatingForm(3, slip=slip))


def bad(db, actor, now, *, anonymous: bool = True) -> tuple[int, int]:
    given = ratings.give(db, actor, now, RatingForm(1, closed_case(db, actor, now), text="等太久", anonymous=anonymous))
    return given.rating_id, given.rectification_id


def stored(db, actor, rating_id):
    with db.read("case.read", actor) as session:
        return tuple(session.execute(select(Rating.level, Rating.text, Rating.officer_id).where(Rating.id == rating_id)).one())


def in_the_return(db, cast, now):
    """The rate of satisfaction of the quarter, in the return as it stands now."""
    return returns.build(db, cast.head, now, "QSR", "2026Q4").result.cells["r1.c34"].value


def test_an_accepted_appeal_leaves_the_rating_as_it_is_and_out_of_the_figures_with_a_mark(db, cast, now):
    rating, rectification = bad(db, cast.clerk1, now)
    before = stored(db, cast.head, rating)
    asked = appeals.ask(db, cast.clerk1, now, rating, AppealKind.MISTAKEN, "把一星当成第一名")
    assert (asked.state, asked.asker) == (AppealState.ASKED, cast.clerk1.name)
    today = now.date()
    assert ratings.satisfaction(db, cast.head, today, today).total == 1
    assert in_the_return(db, cast, now) == "0.00"  # an appeal that waits takes nothing out
    decided = appeals.decide(db, cast.head, now, rating, AppealAction.ACCEPT, "电话核实，本人说是误点")
    assert (decided.state, decided.decider) == (AppealState.ACCEPTED, cast.head.name)
    assert ratings.satisfaction(db, cast.head, today, today).total == 0
    assert in_the_return(db, cast, now) is None
    assert ratings.listing(db, cast.head).rows[0].left_out
    assert stored(db, cast.head, rating) == before
    assert rectifications.listing(db, cast.head, now) == ()
    with pytest.raises(Refused, match=r"rectification\.dropped"):
        rectifications.step(db, cast.clerk1, now, rectification, RectificationStep.VERIFY, "已核实")
    assert duties.run(db, now + 30 * DAY).made == ()
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok


def test_a_refused_appeal_changes_nothing_and_is_final(db, cast, now):
    rating, _ = bad(db, cast.clerk1, now)
    appeals.ask(db, cast.clerk1, now, rating, AppealKind.MALICIOUS, "没有来过")
    assert appeals.decide(db, cast.head, now, rating, AppealAction.REFUSE, "确有其事").state is AppealState.REFUSED
    assert ratings.satisfaction(db, cast.head, now.date(), now.date()).total == 1
    assert len(rectifications.listing(db, cast.head, now)) == 1
    for act, code in (
        (lambda: appeals.decide(db, cast.head, now, rating, AppealAction.ACCEPT, "再看"), "appeal.move_final"),
        (lambda: appeals.ask(db, cast.clerk1, now, rating, AppealKind.MISTAKEN, "再申"), "appeal.twice"),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == code


def test_who_asked_and_who_was_rated_decide_no_appeal(db, cast, now):
    rating, _ = bad(db, cast.practice, now)
    appeals.ask(db, cast.head, now, rating, AppealKind.MISTAKEN, "误点")
    told = {
        one.login: [line for line in today.board(db, one, now).lines if line.kind is TodayKind.APPEAL]
        for one in (cast.county, cast.head, cast.practice, cast.clerk2)
    }
    assert [(line.key, line.what, line.left) for line in told.pop("county")] == [(rating, "误评", "等您决定")]
    assert set(map(tuple, told.values())) == {()}
    profiles.override(db, cast.head, now, "second_person", {"appeal": "paper"})
    seen = [[line.left for line in today.board(db, one, now).lines if line.kind is TodayKind.APPEAL] for one in (cast.clerk2, cast.county)]
    assert seen == [["等您送上级决定"], []]
    profiles.override(db, cast.head, now, "second_person", {"appeal": "head"})
    for decider in (cast.head, cast.practice):
        with pytest.raises(NotAllowed, match=r"appeal\.own"):
            appeals.decide(db, decider, now, rating, AppealAction.ACCEPT, "属实")
    with pytest.raises(NotAllowed, match=r"case\.second_person_role"):
        appeals.decide(db, cast.clerk2, now, rating, AppealAction.ACCEPT, "属实")
    assert appeals.decide(db, cast.county, now, rating, AppealAction.ACCEPT, "属实").decider == cast.county.name
    assert [line for line in today.board(db, cast.county, now).lines if line.kind is TodayKind.APPEAL] == []


def test_a_good_rating_and_an_appeal_without_a_reason_are_refused(sqlite_db, cast, now):
    good = ratings.give(sqlite_db, cast.clerk1, now, RatingForm(3, closed_case(sqlite_db, cast.clerk1, now))).rating_id
    with pytest.raises(Refused, match=r"appeal\.not_bad"):
        appeals.ask(sqlite_db, cast.clerk1, now, good, AppealKind.MISTAKEN, "误点")
    other = ratings.give(sqlite_db, cast.clerk1, now, RatingForm(1, ticket=finished_ticket(sqlite_db, cast.clerk1, now))).rating_id
    with pytest.raises(Refused, match=r"appeal\.reason"):
        appeals.ask(sqlite_db, cast.clerk1, now, other, AppealKind.MISTAKEN, " ")
    with pytest.raises(NotFound):
        appeals.decide(sqlite_db, cast.head, now, other, AppealAction.ACCEPT, "属实")
    with pytest.raises(NotFound):
        appeals.ask(sqlite_db, cast.clerk1, now, 99, AppealKind.MISTAKEN, "误点")


def test_call_backs_are_kept_in_order_and_nobody_without_a_name_is_called(db, cast, now):
    rating, _ = bad(db, cast.clerk1, now, anonymous=False)
    call_backs.record(db, cast.head, now, CallBackForm(f"rating:{rating}", reached=False, content=True))
    lines = call_backs.record(db, cast.head, now + DAY, CallBackForm(f"rating:{rating}", True, "现在满意了", content=True))
    assert [(line.reached, line.content, line.text) for line in lines] == [(False, None, ""), (True, True, "现在满意了")]
    assert call_backs.listing(db, cast.clerk1, f"rating:{rating}") == lines
    hidden = ratings.give(db, cast.clerk1, now, RatingForm(1, ticket=finished_ticket(db, cast.clerk1, now))).rating_id
    for form, error in (
        (CallBackForm(f"rating:{hidden}", True, "x"), Refused),
        (CallBackForm(f"rating:{rating}", True, " "), Refused),
        (CallBackForm(f"rating:{rating}", True, "x", called=now + 2 * DAY), Refused),
        (CallBackForm("rating:99", True, "x"), NotFound),
        (CallBackForm("cases:1", True, "x"), NotFound),
    ):
        with pytest.raises(error):
            call_backs.record(db, cast.head, now, form)


def test_a_case_voided_after_its_closing_is_neither_rated_nor_invited_for(db, cast, now):
    duties.run(db, now)
    number = closed_case(db, cast.clerk1, now)
    case_acts.ask_void(db, cast.clerk1, now, number, "录重了")
    case_acts.approve(db, cast.head, now, number)
    assert duties.run(db, now + 3 * DAY).invited == 0
    with pytest.raises(Refused, match=r"rating\.void"):
        ratings.give(db, cast.clerk1, now, RatingForm(3, number))
