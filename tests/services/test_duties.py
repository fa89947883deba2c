"""Timed duties on both databases: everything that fell due is there once, oldest first, whoever was in the office."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from app.domain.accountability import ChaserStep, LeadKind
from app.domain.actor import SYSTEM
from app.domain.clock import at_station
from app.domain.errors import Refused
from app.services import audits, case_acts, cases, checks, duties, first_write, items, papers, queue, queue_views, today
from app.services import chasers as chasers_service
from app.services.cases import CaseForm
from app.services.papers import Wanted
from app.services.today import TodayKind
from db.models import AccountabilityRecord, AuditEntry, AuditSignature, Chaser, DutyProduct, HandOver, Rating, Rectification
from tests.printing import reading
from tests.services.accepting import accept_complete
from tests.services.paused import paused
from tests.services.people import register

DAY = timedelta(days=1)
DEADLINE = date(2026, 10, 16)  # five working days after Friday the 9th: Saturday the 10th is a make-up day


def item(db, actor) -> str:
    return next(i.code for i in items.listing(db, actor) if i.state == "published" and i.promised_days == 5)


def accepted(db, cast, now, person: int) -> str:
    number = cases.open_case(db, cast.clerk1, now, CaseForm(item(db, cast.clerk1), person)).number
    accept_complete(db, cast.clerk1, now, number)
    return number


def rows(db, actor, *columns, order):
    with db.read("case.read", actor) as session:
        return [tuple(row) for row in session.execute(select(*columns).order_by(order))]


def chasers(db, actor):
    return rows(db, actor, Chaser.step, Chaser.fell_due_on, Chaser.written_at, order=Chaser.id)


def leads(db, actor):
    return rows(
        db, actor, AccountabilityRecord.kind, AccountabilityRecord.record, AccountabilityRecord.fell_due_on, order=AccountabilityRecord.id
    )


def at(day: date) -> datetime:
    return at_station(day, 8, 30)


def test_a_case_is_chased_on_the_last_working_day_before_and_on_the_day_after(db, cast, now):
    number = accepted(db, cast, now, register(db, cast.clerk1, now))
    deadline = cases.show(db, cast.head, now, number).facts.deadline
    assert duties.run(db, at(deadline - 2 * DAY)).made == ()
    before = duties.run(db, at(deadline - DAY)).made
    assert [(m.kind, m.step) for m in before] == [("chaser", "before")]
    assert duties.run(db, at(deadline)).made == ()
    after = duties.run(db, at(deadline + DAY)).made
    assert [(m.kind, m.step) for m in after] == [("chaser", "after"), ("lead", "overdue")]
    kinds = [event.kind for event in cases.show(db, cast.head, now, number).events]
    assert kinds.count("chased") == 2


def test_after_nine_closed_days_everything_is_there_oldest_first_with_the_day_it_fell_due(db, cast, now):
    first = accepted(db, cast, now, register(db, cast.clerk1, now))
    second = accepted(db, cast, now + DAY, register(db, cast.clerk1, now, name="李桂兰", serial=5))
    due = [cases.show(db, cast.head, now, n).facts.deadline for n in (first, second)]
    duties.run(db, now + DAY)
    back = at(due[1] + 9 * DAY)
    report = duties.run(db, back)
    days = [made.due_on for made in report.made]
    assert days == sorted(days)
    assert days[0] < due[0]
    assert len(report.made) == 6
    stored = chasers(db, cast.head)
    assert [(day, written) for _, day, written in stored] == [(day, back) for day in sorted(day for _, day, _ in stored)]
    assert [day for _, _, day in leads(db, cast.head)] == [due[0] + DAY, due[1] + DAY]
    assert duties.run(db, back + timedelta(minutes=5)).made == ()


def test_sixteen_desks_at_the_same_moment_make_one_of_each(db, cast, now):
    number = accepted(db, cast, now, register(db, cast.clerk1, now))
    queue.take(db, cast.clerk1, now, "A")
    late = at(cases.show(db, cast.head, now, number).facts.deadline + DAY)
    with ThreadPoolExecutor(16) as desks:
        reports = list(desks.map(lambda _: duties.run(db, late), range(16)))
    assert sum(len(report.made) for report in reports) == 3
    assert sum(report.tickets_expired for report in reports) == 1
    assert sum(report.signed for report in reports) == 1
    assert len(chasers(db, cast.head)) == 2
    assert len(leads(db, cast.head)) == 1
    assert rows(db, cast.head, func.count(DutyProduct.due_on), order=None) == [(1,)]
    assert audits.verify(db, cast.head).ok


def test_tickets_and_hand_overs_of_yesterday_come_to_their_end(db, cast, now):
    number = accepted(db, cast, now, register(db, cast.clerk1, now))
    case_acts.hand_over(db, cast.clerk1, now, number, "clerk2")
    queue.take(db, cast.clerk1, now, "A")
    assert duties.run(db, now + timedelta(hours=8)).tickets_expired == 0
    report = duties.run(db, now + DAY)
    assert (report.tickets_expired, report.hand_overs_back) == (1, 1)
    assert [t.state for t in queue_views.day(db, cast.head, now.date())] == ["expired"]
    assert rows(db, cast.head, HandOver.state, order=HandOver.id) == [("lapsed",)]
    assert cases.show(db, cast.head, now + DAY, number).facts.officer == "clerk1"


def test_a_standing_clock_moves_its_stored_deadline_and_is_not_chased(db, cast, now):
    number = accepted(db, cast, now, register(db, cast.clerk1, now))
    deadline = cases.show(db, cast.head, now, number).facts.deadline
    paused(db, cast, cast.clerk1, now, number, "等补正材料")
    later = at(deadline + 5 * DAY)
    report = duties.run(db, later)
    assert report.clocks_moved == 1
    assert report.made == ()
    shown = cases.page(db, cast.head, later).rows[0]
    assert shown.deadline == cases.show(db, cast.head, later, number).facts.deadline > deadline


def test_a_case_closed_in_time_is_never_chased_and_a_closed_desk_is_made_up_for(db, cast, now):
    person = register(db, cast.clerk1, now)
    early, late = accepted(db, cast, now, person), accepted(db, cast, now, person)
    duties.run(db, now)
    deadline = cases.show(db, cast.head, now, early).facts.deadline
    case_acts.close(db, cast.clerk1, now, early, "已登记")
    case_acts.close(db, cast.clerk1, at(deadline + 2 * DAY), late, "已登记")
    made = duties.run(db, at(deadline + 2 * DAY)).made
    assert [(m.kind, m.step, m.due_on) for m in made] == [
        ("chaser", ChaserStep.BEFORE, deadline - DAY),
        ("chaser", ChaserStep.AFTER, deadline + DAY),
    ]
    assert [kind for kind, _, _ in leads(db, cast.head)] == [LeadKind.OVERDUE]  # raised when it was closed, and not a second time


def bad_rating(db, now, officer_id, due: date, **done) -> None:
    with db.write("demo.make", SYSTEM, now) as unit:
        rating = Rating(level=1, rated_on=now.date(), rated_at=now, recorded_at=now, officer_id=officer_id)
        unit.add(rating)
        unit.flush()
        unit.add(Rectification(rating_id=rating.id, officer_id=officer_id, state="open", due_on=due, **done))


def test_a_bad_rating_without_an_answer_raises_a_lead_the_day_after(db, cast, now):
    bad_rating(db, now, cast.clerk1.officer_id, DEADLINE)
    bad_rating(db, now, cast.clerk2.officer_id, DEADLINE, fed_back_on=DEADLINE)
    bad_rating(db, now, None, DEADLINE)
    assert duties.run(db, at(DEADLINE)).made == ()
    duties.run(db, at(DEADLINE + DAY))
    duties.run(db, at(DEADLINE + 2 * DAY))
    assert leads(db, cast.head) == [
        ("bad_rating_unhandled", "rectification:1", DEADLINE + DAY),
        ("bad_rating_unhandled", "rectification:3", DEADLINE + DAY),
    ]
    named = rows(db, cast.head, AccountabilityRecord.officer_id, order=AccountabilityRecord.id)
    assert named == [(cast.clerk1.officer_id,), (cast.head.officer_id,)]


def test_the_head_of_the_chain_is_signed_once_a_day_in_the_days_first_entry(db, cast, now):
    assert duties.run(db, now).signed
    assert not duties.run(db, now + timedelta(hours=3)).signed
    assert duties.run(db, now + DAY).signed
    with db.read("audit.read", cast.head) as session:
        signed = session.execute(select(AuditSignature).order_by(AuditSignature.day)).scalars().all()
        entries = session.execute(select(AuditEntry).where(AuditEntry.action == "audit.sign").order_by(AuditEntry.seq)).scalars().all()
    assert [e.seq for e in entries] == [s.seq + 1 for s in signed]
    assert audits.verify(db, cast.head).broken_days == ()


def test_a_signature_over_another_head_is_found_by_verify_and_check(db, cast, now, settings):
    """The chain holds in itself: who writes it anew from end to end makes every hash anew, but not the signature."""
    duties.run(db, now)
    with db.engine.begin() as connection:
        connection.execute(update(AuditSignature.__table__).values(head=bytes(32)))
    verdict = audits.verify(db, cast.head)
    assert (verdict.ok, verdict.broken_at, verdict.broken_days) == (False, None, (now.date(),))
    (problem,) = checks.run(db, cast.head, settings).problems
    assert problem.kind == "signature" and now.date().isoformat() in problem.text


def test_warnings_count_what_must_not_be_forgotten(db, cast, now):
    number = accepted(db, cast, now, register(db, cast.clerk1, now))
    deadline = cases.show(db, cast.head, now, number).facts.deadline
    assert duties.run(db, now).warnings == ()
    assert [w.kind for w in duties.warnings(db, cast.head, at(deadline))] == ["cases_due_today"]
    late = duties.run(db, at(deadline + DAY)).warnings
    assert [(w.kind, w.count) for w in late] == [("cases_overdue", 1), ("leads_open", 1)]
    assert all(w.text.endswith("。") for w in late)
    assert "clock_back" in [w.kind for w in duties.warnings(db, cast.head, now)]


def test_a_december_without_the_next_years_table_says_so(db, cast):
    assert [w.kind for w in duties.warnings(db, cast.head, at(date(2026, 12, 1)))] == ["holidays_missing"]
    assert [w.kind for w in duties.warnings(db, cast.head, at(date(2027, 1, 4)))] == ["holidays_missing"]


def test_the_first_write_of_a_day_brings_the_duties_and_the_second_does_not(db, cast, now):
    number = accepted(db, cast, now, register(db, cast.clerk1, now))
    deadline = cases.show(db, cast.head, now, number).facts.deadline
    first_write.attend(db)
    assert not duties.done(db, at(deadline - DAY))
    queue.take(db, cast.clerk1, at(deadline - DAY), "A")
    assert duties.done(db, at(deadline - DAY))
    before = len(rows(db, cast.head, AuditEntry.seq, order=AuditEntry.seq))
    queue.take(db, cast.clerk1, at(deadline - DAY), "A")
    assert len(rows(db, cast.head, AuditEntry.seq, order=AuditEntry.seq)) == before + 1
    assert [step for step, _, _ in chasers(db, cast.head)] == ["before"]


def test_a_bug_in_a_duty_is_logged_and_does_not_keep_the_counter_from_working(sqlite_db, cast, now, monkeypatch, expected_warnings):
    expected_warnings.add("ZeroDivisionError")
    monkeypatch.setattr(duties, "run", lambda _db, _now: 1 // 0)
    first_write.attend(sqlite_db)
    assert queue.take(sqlite_db, cast.clerk1, now, "A").ticket == "A001"


@pytest.mark.parametrize("kind", ["cases_overdue", "clock_back", "holidays_missing"])
def test_every_warning_has_its_sentence(kind):
    from app.texts import checks

    assert checks()[f"duty.{kind}"]


WEEK = [DEADLINE + n * DAY for n in range(-3, 8)]


@pytest.mark.parametrize("runs", [WEEK, [WEEK[-1]], [WEEK[0], WEEK[-1]], WEEK[::2], WEEK[1::3] + [WEEK[-1]]], ids=len)
def test_whichever_days_a_desk_was_on_each_step_has_one_chaser_of_its_own_day(db, cast, now, runs):
    """Also a week off changes nothing: the steps, their days and their officer are the same, and each stands once in the log."""
    number = accepted(db, cast, now, register(db, cast.clerk1, now))
    for day in runs:
        for _ in range(2):
            duties.run(db, at(day))
    made = rows(db, cast.head, Chaser.step, Chaser.fell_due_on, Chaser.officer_id, order=Chaser.id)
    due = cases.show(db, cast.head, now, number).facts.deadline
    assert made == [("before", due - DAY, cast.clerk1.officer_id), ("after", due + DAY, cast.clerk1.officer_id)]
    assert [event.kind for event in cases.show(db, cast.head, now, number).events].count("chased") == 2


def test_a_chaser_waits_for_its_officer_until_it_is_read_and_its_paper_says_when(db, cast, now):
    number = accepted(db, cast, now, register(db, cast.clerk1, now))
    morning = at(cases.show(db, cast.head, now, number).facts.deadline - DAY)
    with pytest.raises(Refused, match=r"print\.no_chaser"):
        papers.draw(db, cast.clerk1, now, Wanted("chaser", case=number))
    duties.run(db, morning)
    assert (chased(db, cast.clerk1, morning), chased(db, cast.clerk2, morning)) == ([number], [])
    assert "还没有" in reading.solid(papers.draw(db, cast.head, morning, Wanted("chaser", case=number)).pdf)
    with pytest.raises(Refused, match=r"chaser\.none"):
        chasers_service.see(db, cast.clerk2, morning, number)
    chasers_service.see(db, cast.clerk1, morning, number)
    assert chased(db, cast.clerk1, morning) == []
    assert rows(db, cast.head, Chaser.seen_at, order=Chaser.id) == [(morning,)]
    assert f"{morning.year}年{morning.month}月{morning.day}日08:30" in reading.solid(
        papers.draw(db, cast.head, morning, Wanted("chaser", case=number)).pdf
    )


def chased(db, who, now) -> list[object]:
    return [line.key for line in today.board(db, who, now).lines if line.kind is today.TodayKind.CHASER]


@pytest.mark.parametrize("days", [1, 3, 9])
def test_a_hand_over_came_back_at_the_close_of_its_day_whether_or_not_a_desk_was_on(db, cast, now, days):
    """Read before anybody wrote: it waits for nobody any more. Written later: with the moment at which it came back."""
    number = accepted(db, cast, now, register(db, cast.clerk1, now))
    case_acts.hand_over(db, cast.clerk1, now, number, "clerk2")
    later = now + days * DAY
    lines = lambda actor, at: [one for one in today.board(db, actor, at).lines if one.kind is TodayKind.HAND_OVER]  # noqa: E731
    waiting = lambda actor, at: [(line.light, line.key) for line in lines(actor, at)]  # noqa: E731
    assert waiting(cast.clerk2, now) == [("", number)] and cases.show(db, cast.head, now, number).facts.offered_to == "clerk2"
    assert waiting(cast.clerk2, later) == [] and cases.show(db, cast.head, later, number).facts.offered_to == ""
    assert duties.run(db, later).hand_overs_back == 1 and duties.run(db, later).hand_overs_back == 0
    assert waiting(cast.clerk1, later) == [("came_back", number)] and waiting(cast.clerk2, later) == []
    event = next(one for one in cases.show(db, cast.head, later, number).events if one.kind == "hand_over_lapsed")
    closed = at_station(now.date() + DAY)
    assert (event.happened_on, event.happened_at, event.recorded_at) == (now.date(), closed, later)
    assert rows(db, cast.head, HandOver.answered_at, order=HandOver.id) == [(closed,)]
