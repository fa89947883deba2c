"""What Today finds: everything that must not be forgotten, most urgent first, and nothing that can wait."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.clock import parse_moment
from app.domain.deadlines import PauseKind
from app.services import case_acts, cases, items, queue, today
from app.services.cases import CaseForm
from app.services.today import TodayGroup, TodayKind
from db.models import Appointment, Household, HouseholdMember, Person, QueueLine, Rating, Rectification, Visit, ZeroEmploymentRecord
from tests.services.accepting import accept_complete
from tests.services.paused import paused
from tests.services.people import register


@pytest.fixture
def item(db, cast) -> str:
    return next(line.code for line in items.listing(db, cast.clerk1) if line.kind == "promised" and line.promised_days == 10)


@pytest.fixture
def person(db, cast, now) -> int:
    return register(db, cast.clerk1, now)


def accepted_on(db, cast, item, person, day):
    when = parse_moment(f"{day}T10:00")
    case = cases.open_case(db, cast.clerk1, when, CaseForm(item, person))
    return accept_complete(db, cast.clerk1, when, case.number)


def lines(db, actor, now, kind=None):
    return [line for line in today.board(db, actor, now).lines if kind in (None, line.kind)]


def test_what_was_taken_in_and_not_told_stands_in_today_until_the_silence_accepts_it(db, cast, now):
    number = cases.open_case(db, cast.clerk1, now, CaseForm("JYKN", register(db, cast.clerk1, now))).number

    def lines(at):
        return [(line.light, line.left) for line in today.board(db, cast.clerk1, at).lines if line.kind is TodayKind.RECEIVED]

    due = now + timedelta(days=6)  # five working days after Friday the 9th: Saturday the 10th is a make-up day
    assert lines(now) == [] and lines(due - timedelta(days=1)) == [("near", "剩 1 个工作日")]
    assert lines(due) == [("due_today", "今天下班前")] and lines(due + timedelta(days=1))[0][0] == "overdue"
    case_acts.notice(db, cast.clerk1, now, number, [m.code for m in cases.show(db, cast.head, now, number).materials])
    assert lines(due + timedelta(days=1)) == []


def test_an_empty_station_has_nothing_waiting_and_says_of_what(db, cast, now):
    board = today.board(db, cast.clerk1, now)
    assert [line.kind for line in board.lines] == [TodayKind.RETURN]  # the quarter that has ended is not frozen
    assert TodayKind.CASE in board.quiet and TodayKind.RECTIFICATION in board.quiet


def test_cases_stand_by_their_light_and_those_with_time_are_not_shown(db, cast, now, item, person):
    late = accepted_on(db, cast, item, person, "2026-09-07")
    due = accepted_on(db, cast, item, person, "2026-09-18")
    near = accepted_on(db, cast, item, person, "2026-09-20")
    accepted_on(db, cast, item, person, "2026-10-08")
    found = lines(db, cast.clerk1, now, TodayKind.CASE)
    assert [(line.key, line.light, line.group) for line in found] == [
        (late.number, "overdue", TodayGroup.NOW),
        (due.number, "due_today", TodayGroup.NOW),
        (near.number, "near", TodayGroup.SOON),
    ]
    assert [line.left for line in found] == ["逾期 9 个工作日", "今天下班前", "剩 1 个工作日"]
    assert found[2].why == "10-10（周六）补班" and found[0].why == "首问王敏，09-07 受理"


def test_a_standing_clock_presses_nobody(db, cast, now, item, person):
    case = accepted_on(db, cast, item, person, "2026-09-18")
    paused(db, cast, cast.clerk1, now, case.number, "公示", kind=PauseKind.NOTICE)
    assert not lines(db, cast.clerk1, now, TodayKind.CASE)


def test_material_that_came_back_is_shown_until_somebody_acts(db, cast, now, item, person):
    case = cases.open_case(db, cast.clerk1, now, CaseForm(item, person))
    codes = [m.code for m in cases.show(db, cast.clerk1, now, case.number).materials]
    case_acts.notice(db, cast.clerk1, now, case.number, codes[:2], left_out="另行核查")
    assert not lines(db, cast.clerk1, now, TodayKind.MATERIAL)
    case_acts.receive_material(db, cast.clerk1, now, case.number, codes)
    (line,) = lines(db, cast.clerk1, now, TodayKind.MATERIAL)
    assert (line.light, line.key, line.mine) == ("came_back", case.number, True)
    assert "已齐" in line.why
    accept_complete(db, cast.clerk1, now, case.number)
    assert not lines(db, cast.clerk1, now, TodayKind.MATERIAL)


def test_what_waits_for_a_second_person_is_shown_to_those_who_may(db, cast, now, item, person):
    case = accepted_on(db, cast, item, person, "2026-10-08")
    case_acts.extend(db, cast.clerk1, now, case.number, 3, "等外地回函")
    assert not lines(db, cast.clerk1, now, TodayKind.APPROVAL)
    (line,) = lines(db, cast.head, now, TodayKind.APPROVAL)
    assert line.key == case.number and "等外地回函" in line.why


def test_a_hand_over_is_shown_to_the_one_it_was_offered_to(db, cast, now, item, person):
    case = accepted_on(db, cast, item, person, "2026-10-08")
    case_acts.hand_over(db, cast.clerk1, now, case.number, "clerk2", "休假")
    (line,) = lines(db, cast.clerk2, now, TodayKind.HAND_OVER)
    assert line.why == "王敏 移交：休假" and not lines(db, cast.clerk1, now, TodayKind.HAND_OVER)


def test_bad_ratings_households_visits_and_appointments_have_their_lines(db, cast, now, person):
    with db.write("person.change", cast.clerk1, now) as unit:
        unit.add(rating := Rating(ticket_id=1, level=2, text="等候时间长", rated_on=date(2026, 9, 28), rated_at=now, recorded_at=now))
        unit.add(house := Household(code="H1", head_id=person, recorded_at=now))
        unit.flush()
        unit.add(HouseholdMember(household_id=house.id, person_id=person, since=date(2026, 9, 14)))
        unit.add(Rectification(rating_id=rating.id, officer_id=cast.clerk1.officer_id, state="open", due_on=date(2026, 10, 10)))
        unit.add(
            ZeroEmploymentRecord(
                household_id=house.id, state="recognised", recognised_on=date(2026, 9, 14), last_day=date(2026, 10, 14), recorded_at=now
            )
        )
        unit.add(visit(person, cast, now, "V1", date(2026, 10, 9)))
        unit.add(appointment(unit, person, now))
    by_kind = {line.kind: line for line in lines(db, cast.clerk1, now)}
    assert (by_kind[TodayKind.RECTIFICATION].light, by_kind[TodayKind.RECTIFICATION].left) == ("near", "剩 1 个工作日")
    assert (by_kind[TodayKind.HOUSEHOLD].who, by_kind[TodayKind.HOUSEHOLD].left) == ("张淑芬户", "剩 5 天")
    assert by_kind[TodayKind.VISIT].who == "张淑芬" and by_kind[TodayKind.VISIT].left == "今天"
    assert by_kind[TodayKind.APPOINTMENT].left == "25 分钟后"


def visit(person, cast, now, code, next_on):
    facts = {"happened_on": date(2026, 9, 25), "happened_at": now, "result": "met_person", "officer_id": cast.clerk1.officer_id}
    return Visit(code=code, kind="person", way="door", person_id=person, next_on=next_on, services=[], recorded_at=now, **facts)


def appointment(unit, person, now):
    from sqlalchemy import select

    line = unit.execute(select(QueueLine.id).where(QueueLine.letter == "A")).scalar_one()
    at = now + timedelta(minutes=25)
    return Appointment(code="Y03", person_id=person, line_id=line, at=at, business_date=date(2026, 10, 9), state="booked", made_at=now)


def test_a_visit_that_was_made_since_is_not_due_again(db, cast, now, person):
    with db.write("visit.record", cast.clerk1, now) as unit:
        unit.add(visit(person, cast, now, "V1", date(2026, 10, 8)))
        unit.flush()
        unit.add(visit(person, cast, now, "V2", None))
    assert not lines(db, cast.clerk1, now, TodayKind.VISIT)


def test_who_keeps_the_machine_sees_no_person(db, cast, now, item, person):
    accepted_on(db, cast, item, person, "2026-09-07")
    assert lines(db, cast.admin, now) == []


def test_a_person_without_a_case_is_nowhere_on_the_board(db, cast, now, person):
    queue.take(db, cast.clerk1, now, "A", person_id=person)
    with db.read("person.read", cast.clerk1) as session:
        assert session.get(Person, person).name == "张淑芬"
    assert not [line for line in lines(db, cast.clerk1, now) if line.who == "张淑芬"]
