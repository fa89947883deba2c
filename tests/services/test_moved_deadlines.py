"""What becomes of chasers, notices and leads when a changed calendar moves deadlines, on both databases."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domain.accountability import ChaserStep, Measure
from app.domain.clock import at_station, parse_moment
from app.domain.errors import Refused
from app.services import audits, calendars, case_acts, cases, chasers, duties, leads, moved, recount, today
from app.services.case_products import due
from app.services.cases import CaseForm
from app.services.today import TodayKind
from db import audit
from db.models import Case, Chaser
from tests.services.accepting import accept_complete
from tests.services.paused import paused
from tests.services.people import register

DECEMBER = parse_moment("2026-12-28T09:00")
DAY = timedelta(days=1)
LATER = {"2027": {"off": [{"name": "元旦", "from": "2027-01-04", "to": "2027-01-06"}]}}
EARLIER = {"2027": {"off": [{"name": "元旦", "day": "2027-01-17"}], "work": [{"name": "元旦", "day": "2027-01-09"}]}}


@pytest.fixture
def number(db, cast) -> str:
    """A case that is due on Monday the 11th of January, while nobody knows the holidays of that year."""
    person = register(db, cast.clerk1, DECEMBER)
    made = cases.open_case(db, cast.clerk1, DECEMBER, CaseForm("JYKN", person)).number
    accept_complete(db, cast.clerk1, DECEMBER, made)
    assert told(db, cast, made).facts.deadline == date(2027, 1, 11)
    return made


def told(db, cast, number: str):
    return cases.show(db, cast.clerk1, DECEMBER, number)


def on(day: int, month: int = 1):
    return at_station(date(2027, month, day), 9)


def changed(db, cast, now, table) -> None:
    calendars.import_tables(db, cast.head, now, table)
    recount.run(db, now)


def there(db, cast):
    with db.read("case.read", cast.head) as session:
        rows = session.execute(select(Chaser.step, Chaser.fell_due_on, Chaser.seen_at).order_by(Chaser.fell_due_on, Chaser.id))
        return [(row.step, row.fell_due_on.day, row.seen_at is not None) for row in rows]


def lines(db, actor, now, kind):
    return [(line.why, line.key) for line in today.board(db, actor, now).lines if line.kind is kind]


def test_who_is_responsible_sees_the_old_and_the_new_day_on_today_until_it_is_read(db, cast, number):
    changed(db, cast, DECEMBER, LATER)
    assert lines(db, cast.clerk1, DECEMBER, TodayKind.MOVED) == [("放假安排改了，期限由 01-11 改为 01-14", number)]
    assert lines(db, cast.clerk2, DECEMBER, TodayKind.MOVED) == [] and lines(db, cast.clerk1, DECEMBER, TodayKind.CHASER) == []
    assert told(db, cast, number).chased
    chasers.see(db, cast.clerk1, DECEMBER, number)
    assert lines(db, cast.clerk1, DECEMBER, TodayKind.MOVED) == [] and not told(db, cast, number).chased
    changed(db, cast, DECEMBER, {"2027": {"off": [{"name": "元旦", "day": "2027-01-11"}]}})
    assert lines(db, cast.clerk1, DECEMBER, TodayKind.MOVED) == [("放假安排改了，期限由 01-11 改为 01-12", number)], "read, and moved again"


def test_the_notice_of_a_moved_deadline_follows_the_case(db, cast, number):
    changed(db, cast, DECEMBER, LATER)
    case_acts.hand_over(db, cast.clerk1, DECEMBER, number, "clerk2")
    case_acts.take_over(db, cast.clerk2, DECEMBER, number)
    assert [key for _, key in lines(db, cast.clerk2, DECEMBER, TodayKind.MOVED)] == [number]
    assert lines(db, cast.clerk1, DECEMBER, TodayKind.MOVED) == []


def test_many_moved_deadlines_are_a_few_lines_and_the_rest_a_number(db, cast, number, monkeypatch):
    monkeypatch.setattr("app.services.today_moved.MOVES_ONE_BY_ONE", 2)
    person = register(db, cast.clerk1, DECEMBER, name="李桂兰", serial=5)
    for _ in range(2):
        accept_complete(db, cast.clerk1, DECEMBER, cases.open_case(db, cast.clerk1, DECEMBER, CaseForm("JYKN", person)).number)
    changed(db, cast, DECEMBER, LATER)
    found = [line for line in today.board(db, cast.clerk1, DECEMBER).lines if line.kind is TodayKind.MOVED]
    assert [line.what for line in found] == ["就业困难人员认定", "还有 2 件"] and found[1].key is None
    chasers.see(db, cast.clerk1, DECEMBER, found[0].key)
    assert len(lines(db, cast.clerk1, DECEMBER, TodayKind.MOVED)) == 2, "what waited behind it comes up"


def test_all_that_moved_is_one_list_by_pages_and_is_read_in_one_act(db, cast, number, monkeypatch):
    monkeypatch.setattr(moved, "STEP", 2)
    person = register(db, cast.clerk1, DECEMBER, name="李桂兰", serial=5)
    for _ in range(4):
        accept_complete(db, cast.clerk1, DECEMBER, cases.open_case(db, cast.clerk1, DECEMBER, CaseForm("JYKN", person)).number)
    changed(db, cast, DECEMBER, LATER)
    first = moved.listing(db, cast.clerk1, limit=3)
    rest = moved.listing(db, cast.clerk1, limit=3, after=first.next_key)
    found = (*first.rows, *rest.rows)
    assert (len(first.rows), len(rest.rows), rest.more, len({one.number for one in found})) == (3, 2, False, 5)
    assert {(one.before, one.deadline) for one in found} == {(date(2027, 1, 11), date(2027, 1, 14))}
    assert moved.read_all(db, cast.clerk1, on(5)) == 5 and moved.listing(db, cast.clerk1).rows == ()
    assert {seen for _, _, seen in there(db, cast)} == {True} and lines(db, cast.clerk1, DECEMBER, TodayKind.MOVED) == []
    with pytest.raises(Refused, match=r"chaser\.none_moved"):
        moved.read_all(db, cast.clerk1, on(5))
    assert audits.verify(db, cast.head).ok


def test_an_unread_chaser_of_a_deadline_that_moved_to_later_is_taken_back_and_the_right_one_comes_on_its_day(db, cast, number):
    duties.run(db, on(8))
    assert there(db, cast) == [("before", 8, False)]
    changed(db, cast, on(8), LATER)
    assert there(db, cast) == [("moved", 8, False)]
    events = told(db, cast, number).events
    assert [(event.kind, event.data) for event in events[:2]] == [
        ("chaser_withdrawn", {"step": "before", "day": "2027-01-08"}),
        ("deadline_moved", {"before": "2027-01-11", "after": "2027-01-14"}),
    ]
    for day in (9, 11, 12):
        assert duties.run(db, on(day)).made == ()
    for day in (13, 14):
        duties.run(db, on(day))
    assert there(db, cast) == [("moved", 8, False), ("before", 13, False)]


def test_a_chaser_that_was_read_stays_as_it_was(db, cast, number):
    duties.run(db, on(8))
    chasers.see(db, cast.clerk1, on(8), number)
    changed(db, cast, on(8), LATER)
    duties.run(db, on(14))
    assert there(db, cast) == [("before", 8, True), ("moved", 8, False), ("before", 13, False)]


def test_a_chaser_whose_day_is_the_same_by_the_new_table_stays(db, cast, number):
    duties.run(db, on(8))
    changed(db, cast, on(8), {"2027": {"off": [{"name": "元旦", "day": "2027-01-11"}]}})
    assert told(db, cast, number).facts.deadline == date(2027, 1, 12)
    assert there(db, cast) == [("before", 8, False), ("moved", 8, False)]


def test_a_deadline_that_moves_to_earlier_raises_what_is_due_at_once(db, cast, number):
    assert duties.run(db, on(7)).made == ()
    changed(db, cast, on(9), EARLIER)
    assert told(db, cast, number).facts.deadline == date(2027, 1, 9)
    assert there(db, cast) == [("before", 8, False), ("moved", 9, False)]
    assert duties.run(db, on(9)).made == ()


def test_a_deadline_that_has_passed_by_the_new_table_has_its_notice_and_its_lead_at_once(db, cast, number):
    changed(db, cast, on(11), EARLIER)
    assert there(db, cast) == [("before", 8, False), ("after", 10, False), ("moved", 11, False)]
    assert [(line.kind, line.fell_due_on, line.moved_to) for line in leads.listing(db, cast.head)] == [("overdue", date(2027, 1, 10), None)]


def test_a_lead_for_an_overdue_that_is_none_any_more_is_shown_as_such_and_stays_to_be_decided(db, cast, number):
    duties.run(db, on(12))
    assert there(db, cast) == [("before", 8, False), ("after", 12, False)]
    changed(db, cast, on(12), LATER)
    assert there(db, cast) == [("moved", 12, False)]
    lead = leads.listing(db, cast.head)[0]
    assert (lead.state, lead.fell_due_on, lead.moved_to) == ("raised", date(2027, 1, 12), date(2027, 1, 14))
    said = [("责任人王敏，期限已重算为 01-14，当时不算超期", lead.id)]
    assert lines(db, cast.head, on(12), TodayKind.LEAD) == lines(db, cast.clerk1, on(12), TodayKind.LEAD) == said
    leads.decide(db, cast.head, on(12), lead.id, Measure.NONE, "放假安排改了，不算超期")
    leads.close(db, cast.head, on(12), lead.id)
    assert lines(db, cast.head, on(12), TodayKind.LEAD) == []
    duties.run(db, on(15))
    now = leads.listing(db, cast.head)
    assert [(one.fell_due_on, one.moved_to) for one in now] == [(date(2027, 1, 15), None)], "overdue by the new day: a lead of its own"


def test_random_moves_leave_exactly_one_chaser_a_step_and_never_one_that_is_not_so(db, cast):
    """Random tables arrive on random days, officers read or do not: what stands unread is right, and what is due is there once."""
    rng = random.Random(20270101)
    person = register(db, cast.clerk1, DECEMBER)
    numbers = [cases.open_case(db, cast.clerk1, DECEMBER, CaseForm("JYKN", person)).number for _ in range(2)]
    for place, number in enumerate(numbers):
        accept_complete(db, cast.clerk1, DECEMBER + place * DAY, number)
    day, moved = date(2027, 1, 4), 0
    for _ in range(14):
        now = at_station(day, 9)
        if rng.random() < 0.7:
            calendars.import_tables(db, cast.head, now, {"2027": random_table(rng)})
            moved += recount.run(db, now).moved
        duties.run(db, now)
        check(db, cast, now)
        if rng.random() < 0.4 and told(db, cast, number := rng.choice(numbers)).chased:
            chasers.see(db, cast.clerk1, now, number)
        day += timedelta(days=rng.randrange(2))
    assert moved >= 8, "most tables moved something"
    with db.read("audit.read", cast.head) as session:
        assert audit.verify(session, db.vault).ok


def random_table(rng: random.Random) -> dict[str, list[dict[str, str]]]:
    """A few days off in the first half of January, and now and then a worked weekend."""
    off = sorted(rng.sample(range(1, 20), rng.randrange(1, 6)))
    work = [day for day in (2, 3, 9, 10, 16, 17) if day not in off and rng.random() < 0.3]
    return {key: [{"name": "元旦", "day": f"2027-01-{day:02d}"} for day in days] for key, days in (("off", off), ("work", work))}


def check(db, cast, now) -> None:
    with db.read("case.read", cast.head) as session:
        calendar = calendars.of(session)
        for case in session.execute(select(Case)).scalars():
            wanted = {(one.step, one.due_on) for one in due(case, calendar, now.date()) if one.kind == "chaser"}
            rows = session.execute(select(Chaser).where(Chaser.case_id == case.id, Chaser.step != ChaserStep.MOVED)).scalars().all()
            found = [(row.step, row.fell_due_on) for row in rows]
            assert len(found) == len(set(found)) and wanted <= set(found), "each that is due is there once"
            assert {(row.step, row.fell_due_on) for row in rows if row.seen_at is None} <= wanted, "what waits to be read is so"


def test_an_extension_takes_back_what_chased_unread_for_the_old_day(db, cast, number):
    duties.run(db, on(8))
    case_acts.extend(db, cast.clerk1, on(8), number, 5, "等外地回函")
    assert there(db, cast) == [("before", 8, False)], "asked for only"
    case_acts.approve(db, cast.head, on(8), number)
    assert there(db, cast) == [] and told(db, cast, number).events[0].kind == "chaser_withdrawn"
    duties.run(db, on(15))
    assert there(db, cast) == [("before", 15, False)]


def test_a_clock_that_stands_chases_nobody_and_one_that_goes_on_chases_once(db, cast, number):
    duties.run(db, on(8))
    paused(db, cast, cast.clerk1, on(8), number, "等材料")
    assert there(db, cast) == []
    case_acts.resume(db, cast.clerk1, on(8), number)
    for _ in range(2):
        duties.run(db, on(8))
    assert there(db, cast) == [("before", 8, False)] and told(db, cast, number).facts.deadline == date(2027, 1, 11)
