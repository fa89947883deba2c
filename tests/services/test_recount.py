"""Open deadlines when a holiday table arrives or changes: recounted in journalled steps, old and new day kept, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.domain.clock import parse_moment
from app.services import calendars, case_acts, cases, duties, recount
from app.services.cases import CaseForm
from app.services.recount import Recounter
from db import audit
from db.models import AuditEntry
from tests.services.accepting import accept_complete
from tests.services.paused import paused
from tests.services.people import register

DECEMBER = parse_moment("2026-12-28T09:00")
NEW_YEAR = {"2027": {"source": "县局通知", "off": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}]}}
MAKE_UP = {"2027": {"source": "县局更正", "work": [{"name": "元旦", "day": "2027-01-02"}]}}


@pytest.fixture
def numbers(db, cast) -> list[str]:
    """Five cases: four that reach into the new year, the fourth of them standing; the fifth was over before."""
    person = register(db, cast.clerk1, DECEMBER)
    early = parse_moment("2026-11-02T09:00")
    made = [cases.open_case(db, cast.clerk1, early if n == 4 else DECEMBER, CaseForm("JYKN", person)).number for n in range(5)]
    for number in made[:4]:
        accept_complete(db, cast.clerk1, DECEMBER, number)
    accept_complete(db, cast.clerk1, early, made[4])
    paused(db, cast, cast.clerk1, DECEMBER, made[3], "等材料")
    return made


def told(db, cast, number: str):
    return cases.show(db, cast.clerk1, DECEMBER, number)


def test_deadlines_that_reach_into_the_year_move_and_keep_the_old_and_the_new_day(db, cast, numbers):
    before = [told(db, cast, number).facts.deadline for number in numbers]
    assert before[0] == date(2027, 1, 11) and told(db, cast, numbers[0]).facts.warning
    calendars.import_tables(db, cast.head, DECEMBER, NEW_YEAR)
    assert recount.waits(db)
    done = recount.run(db, DECEMBER)
    assert (done.years, done.looked, done.moved, done.over) == ((2027,), 4, 4, True) and not recount.waits(db)
    views = [told(db, cast, number) for number in numbers]
    assert [view.facts.deadline for view in views[:3]] == [date(2027, 1, 12)] * 3 and views[4].facts.deadline == before[4]
    moved = views[0].events[0]
    assert (moved.kind, moved.officer, moved.data) == ("deadline_moved", "", {"before": "2027-01-11", "after": "2027-01-12"})
    assert "2027" in moved.text and views[0].facts.warning == ""
    assert [event.kind for event in views[4].events] == ["accepted", "material", "received"]
    with db.read("audit.read", cast.head) as session:
        assert session.execute(select(AuditEntry.action).order_by(AuditEntry.seq.desc()).limit(1)).scalar_one() == "calendar.recount"
        assert audit.verify(session, db.vault).ok


def test_a_table_that_is_corrected_moves_them_again_and_a_second_run_moves_nothing(db, cast, numbers):
    for table, deadline in ((NEW_YEAR, date(2027, 1, 12)), (MAKE_UP, date(2027, 1, 8))):
        calendars.import_tables(db, cast.head, DECEMBER, table)
        recount.run(db, DECEMBER)
        assert told(db, cast, numbers[0]).facts.deadline == deadline
    moves = [event.data for event in told(db, cast, numbers[0]).events if event.kind == "deadline_moved"]
    assert moves == [{"before": "2027-01-12", "after": "2027-01-08"}, {"before": "2027-01-11", "after": "2027-01-12"}]
    assert recount.run(db, DECEMBER).moved == 0
    calendars.import_tables(db, cast.head, DECEMBER, MAKE_UP)
    assert recount.run(db, DECEMBER).moved == 0


def test_a_recount_that_was_broken_off_goes_on_where_it_stopped_with_the_timed_duties(db, cast, numbers, monkeypatch):
    monkeypatch.setattr(recount, "STEP", 2)
    calendars.import_tables(db, cast.head, DECEMBER, NEW_YEAR)
    first = recount.step(db, DECEMBER)
    assert (first.looked, first.over) == (2, False)
    report = duties.run(db, DECEMBER)
    assert report.more and [told(db, cast, number).facts.deadline for number in numbers[:3]] == [date(2027, 1, 12)] * 3
    assert duties.run(db, DECEMBER).more is False and not recount.waits(db)
    moved = [sum(event.kind == "deadline_moved" for event in told(db, cast, number).events) for number in numbers]
    assert moved == [1, 1, 1, 1, 0], "each of them once"


def test_a_table_that_arrives_meanwhile_begins_the_recount_anew_with_both_years(db, cast, numbers, monkeypatch):
    monkeypatch.setattr(recount, "STEP", 2)
    calendars.import_tables(db, cast.head, DECEMBER, NEW_YEAR)
    recount.step(db, DECEMBER)
    calendars.import_tables(db, cast.head, DECEMBER, {"2028": {"off": [{"name": "元旦", "day": "2028-01-03"}]}})
    done = recount.run(db, DECEMBER)
    assert (done.years, done.looked, done.over) == ((2027, 2028), 4, True)


def test_a_deadline_kept_after_a_recount_is_what_any_later_act_derives(db, cast, numbers):
    calendars.import_tables(db, cast.head, DECEMBER, NEW_YEAR)
    recount.run(db, DECEMBER)
    kept = told(db, cast, numbers[1]).facts.deadline
    assert case_acts.receive_material(db, cast.clerk1, DECEMBER, numbers[1], []).deadline == kept


def test_an_act_that_counted_with_the_new_table_first_does_not_hide_that_the_deadline_moved(db, cast, numbers):
    calendars.import_tables(db, cast.head, DECEMBER, NEW_YEAR)
    assert case_acts.receive_material(db, cast.clerk1, DECEMBER, numbers[0], []).deadline == date(2027, 1, 12)
    recount.run(db, DECEMBER)
    assert told(db, cast, numbers[0]).events[0].data == {"before": "2027-01-11", "after": "2027-01-12"}


class Interrupted(Recounter):
    """Somebody acts between the counting of a step and its lock."""

    def __init__(self, db, act) -> None:
        super().__init__(db)
        self.act = act

    def _planned(self, today):
        plan = super()._planned(today)
        self.act()
        return plan


def test_what_somebody_acted_on_between_counting_and_writing_is_counted_again_and_what_ended_is_left_alone(db, cast, numbers):
    def act() -> None:
        paused(db, cast, cast.clerk1, DECEMBER, numbers[0], "等材料", until=date(2026, 12, 30))
        case_acts.withdraw(db, cast.clerk1, DECEMBER, numbers[1], "不办了")

    calendars.import_tables(db, cast.head, DECEMBER, NEW_YEAR)
    done = Interrupted(db, act).step(DECEMBER)
    assert (done.looked, done.moved, done.over) == (4, 3, True)
    first, second, third = (told(db, cast, number) for number in numbers[:3])
    assert first.facts.deadline == date(2027, 1, 14) and first.events[0].data == {"before": "2027-01-13", "after": "2027-01-14"}
    assert second.events[0].kind == "withdrawn" and third.facts.deadline == date(2027, 1, 12)


def test_a_step_that_somebody_else_took_meanwhile_writes_nothing(db, cast, numbers):
    calendars.import_tables(db, cast.head, DECEMBER, NEW_YEAR)
    mine = Interrupted(db, lambda: recount.step(db, DECEMBER)).step(DECEMBER)
    assert (mine.looked, mine.moved, mine.over) == (4, 4, True), "as the other one left it"
    assert sum(event.kind == "deadline_moved" for event in told(db, cast, numbers[0]).events) == 1


def test_a_table_that_arrives_between_counting_and_writing_is_the_one_that_counts(db, cast, numbers):
    calendars.import_tables(db, cast.head, DECEMBER, NEW_YEAR)
    late = Interrupted(db, lambda: calendars.import_tables(db, cast.head, DECEMBER, MAKE_UP)).step(DECEMBER)
    assert (late.looked, late.over) == (0, False)
    recount.run(db, DECEMBER)
    assert told(db, cast, numbers[0]).facts.deadline == date(2027, 1, 8)


def test_a_slow_machine_takes_shorter_steps_and_a_quick_one_no_longer_ones_than_allowed(db):
    recounter = Recounter(db)
    recounter._pace(0.4)
    assert recounter.size == int(recount.STEP * recount.HELD / 0.4)
    for _ in range(20):
        recounter._pace(0.0)
    assert recounter.size == recount.STEP
    recounter._pace(60.0)
    assert recounter.size == recount.LEAST
