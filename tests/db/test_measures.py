"""Every named figure on both databases, over facts so few that each figure is counted by hand; its list always gives it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.clock import at_station
from app.domain.measures import MEASURES, MeasureKind, Scope
from app.domain.periods import parse_period
from app.domain.qualifications import DrillKind
from app.domain.returns import Filter, MeasureQuery
from db import measures
from db.measures import Frame
from db.models import Drill
from tests.services.return_facts import facts, noon

Q3 = parse_period("2026Q3")
LAST = Q3.previous().cut_off
JULY, AUGUST, SEPTEMBER = date(2026, 7, 6), date(2026, 8, 10), date(2026, 9, 14)
MAY, OCTOBER = date(2026, 5, 11), date(2026, 10, 5)
AFTER_CUT_OFF = at_station(OCTOBER, 9)


@pytest.fixture
def made(db, cast):
    with facts(db, cast.clerk1) as unit:
        yield unit


@pytest.fixture
def value(db, cast, made):
    """The figure of a measure in 2026Q3; the number and sum of its records must agree."""

    def ask(measure: str, scope: Scope = Scope.PERIOD, *filters: Filter, frame: Frame | None = None):
        made.unit.flush()
        query, frame = MeasureQuery(measure, scope, filters), frame or Frame(Q3, Q3.cut_off, LAST, date(2024, 1, 1))
        figure = measures.figure(made.unit, query, frame)
        rows = measures.records(made.unit, query, frame)
        assert len(rows) == figure.records
        if MEASURES[measure].kind is not MeasureKind.TEXT:
            assert measures.value_of(query, rows) == figure.value
        return figure.value

    return ask


def group(*names: str, operator: str = "in") -> Filter:
    return Filter("group", operator, names)


def test_a_person_met_twice_on_a_day_is_one_person_time(made, value):
    one, other = made.person(), made.person()
    made.visit(JULY, one, other)
    made.visit(JULY, one)
    made.visit(AUGUST, one)
    assert value("visits_persons") == 3


def test_only_a_meeting_face_to_face_is_a_person_time(made, value):
    person = made.person()
    made.visit(JULY, person, way="phone")
    made.visit(AUGUST, person, result="refused")
    made.visit(SEPTEMBER, person, result="met_family")
    assert value("visits_persons") == 1


def test_the_first_and_the_last_day_belong_to_the_period(made, value):
    person = made.person()
    for day in (Q3.first_day, Q3.last_day, Q3.first_day - timedelta(1), Q3.last_day + timedelta(1)):
        made.visit(day, person)
    assert value("visits_persons") == 2


def test_what_is_recorded_after_the_cut_off_is_late_and_enters_the_next_cumulative_figure(made, value):
    person = made.person()
    made.visit(AUGUST, person)
    made.visit(SEPTEMBER, person, recorded=AFTER_CUT_OFF)
    assert (value("visits_persons"), value("visits_persons", Scope.CUMULATIVE)) == (1, 1)
    following = Q3.following()
    frame = Frame(following, following.cut_off, Q3.cut_off)
    figures = [value("visits_persons", scope, frame=frame) for scope in (Scope.PERIOD, Scope.LATE, Scope.CUMULATIVE)]
    assert figures == [0, 1, 2]


def test_a_late_record_of_a_meeting_already_counted_is_not_late_once_more(made, value):
    person = made.person()
    made.visit(AUGUST, person)
    made.visit(AUGUST, person, recorded=AFTER_CUT_OFF)
    following = Q3.following()
    assert value("visits_persons", Scope.LATE, frame=Frame(following, following.cut_off, Q3.cut_off)) == 0


def test_recorded_exactly_at_midnight_is_still_in_time(made, value):
    made.visit(SEPTEMBER, made.person(), recorded=Q3.cut_off)
    made.visit(SEPTEMBER, made.person(), recorded=Q3.cut_off + timedelta(seconds=1))
    assert value("visits_persons") == 1


def test_without_a_frozen_predecessor_nothing_is_late(made, value):
    made.visit(MAY, made.person(), recorded=noon(AUGUST))
    frame = Frame(Q3, Q3.cut_off)
    assert value("visits_persons", Scope.LATE, frame=frame) == 0
    assert value("visits_persons", Scope.CUMULATIVE, frame=frame) == 1


def test_files_are_counted_when_opened_and_stand_until_they_are_closed(made, value):
    person = made.person()
    made.file(person, MAY)
    made.file(person, JULY, closed=AUGUST)
    made.file(person, SEPTEMBER, closed=Q3.last_day)
    made.file(person, SEPTEMBER, recorded=AFTER_CUT_OFF)
    assert (value("files_opened"), value("files_stock", Scope.END), value("files_stock", Scope.OPENING)) == (2, 1, 1)


def test_a_person_with_two_lists_is_one_recipient_and_a_list_counts_by_what_stands_on_it(made, value):
    file = made.file(made.person(), MAY)
    made.service_list(file, 1, JULY, "jobs")
    made.service_list(file, 2, AUGUST, "training")
    made.service_list(made.file(made.person(), MAY), 1, SEPTEMBER, "jobs", "policies")
    kinds = [value("list_recipients", Scope.PERIOD, Filter("list", "eq", (kind,))) for kind in ("jobs", "policies", "training")]
    assert (value("list_recipients"), kinds) == (2, [2, 1, 1])


def test_jobs_add_up_by_heads_and_a_renewed_one_is_not_new(made, value):
    employer = made.employer()
    first = made.job(employer, JULY, headcount=30)
    made.job(employer, AUGUST, "part_time", 4)
    made.job(employer, SEPTEMBER, headcount=30, renewed_from_id=first.id)
    assert value("jobs_collected") == 34
    assert value("jobs_collected", Scope.PERIOD, Filter("kind", "eq", ("full_time",))) == 30
    assert value("jobs_collected", Scope.PERIOD, Filter("kind", "ne", ("full_time",))) == 4


def test_a_second_hire_in_the_year_adds_nothing_in_no_quarter(made, value):
    again, fresh = made.person(), made.person()
    made.hire(again, MAY)
    made.hire(again, AUGUST)
    made.hire(fresh, JULY)
    made.hire(fresh, SEPTEMBER)
    assert (value("helped_into_work"), value("helped_into_work", Scope.CUMULATIVE)) == (1, 2)


def test_a_hire_without_a_service_before_and_a_referral_without_a_hire_help_nobody_into_work(made, value):
    person = made.person()
    made.referral(person, made.job(made.employer(), JULY), AUGUST)
    made.hire(made.person(), AUGUST, helped=False)
    assert (value("helped_into_work"), value("referrals")) == (0, 1)


def test_last_years_hire_does_not_count_against_this_years_but_the_plan_counts_a_person_once(made, value):
    person = made.person()
    made.hire(person, date(2025, 11, 3))
    made.hire(person, AUGUST)
    assert (value("helped_into_work"), value("helped_into_work", Scope.CUMULATIVE), value("helped_into_work", Scope.PLAN)) == (1, 1, 1)


def test_groups_are_those_of_the_day_work_began(made, value):
    made.hire(made.person("甲", "veteran", "migrant"), AUGUST)
    made.hire(made.person("乙", "veteran", until=AUGUST), AUGUST)  # ended by this very start of work, as 登记失业 is
    made.hire(made.person("戊", "veteran", until=AUGUST - timedelta(days=1)), AUGUST)
    made.hire(made.person("丙", "veteran", since=SEPTEMBER), AUGUST)
    made.hire(made.person("丁"), AUGUST)
    veteran, migrant = (value("helped_into_work", Scope.PERIOD, group(name, operator="eq")) for name in ("veteran", "migrant"))
    listed = value("helped_into_work", Scope.PERIOD, group("veteran", "migrant"))
    unlisted = value("helped_into_work", Scope.PERIOD, group("veteran", "migrant", operator="not_in"))
    assert (veteran, migrant, listed, unlisted, value("helped_into_work")) == (2, 1, 2, 3, 5)


def test_a_group_held_twice_counts_once(made, value):
    person = made.person("甲", "veteran", "veteran")
    made.hire(person, AUGUST)
    assert value("helped_into_work", Scope.PERIOD, group("veteran")) == 1


def test_the_register_of_households_balances(made, value):
    head, end = made.person(), date(2026, 12, 31)
    made.household(head, MAY, end)
    made.household(head, MAY, end, cleared_on=JULY, cleared_recorded_at=noon(JULY))
    made.household(head, JULY, end, exited_on=AUGUST, exited_recorded_at=noon(AUGUST))
    made.household(head, AUGUST, SEPTEMBER)
    made.household(head, AUGUST, end, cleared_on=SEPTEMBER, cleared_recorded_at=AFTER_CUT_OFF)
    flows = [value(f"zero_families_{name}") for name in ("recognised", "cleared", "exited")]
    stocks = [value("zero_families_on_register", scope) for scope in (Scope.OPENING, Scope.END)]
    assert (flows, stocks, value("zero_families_overdue", Scope.END)) == ([3, 1, 1], [2, 3], 1)
    assert stocks[0] + flows[0] == flows[1] + flows[2] + stocks[1]


def test_a_household_cleared_without_a_day_breaks_the_balance_so_that_it_is_found(made, value):
    made.household(made.person(), JULY, date(2026, 12, 31), state="cleared")
    assert (value("zero_families_recognised"), value("zero_families_cleared"), value("zero_families_on_register", Scope.END)) == (1, 0, 0)


def test_on_time_is_out_of_what_was_closed_and_what_should_have_been(made, value):
    person = made.person()
    made.case(person, JULY, AUGUST, closed=AUGUST)
    made.case(person, JULY, AUGUST, closed=AUGUST + timedelta(1))
    made.case(person, JULY, SEPTEMBER)
    made.case(person, JULY, Q3.last_day)
    made.case(person, JULY, AUGUST, closed=AUGUST, state="void")
    made.case(person, JULY, AUGUST, state="withdrawn")
    made.case(person, JULY, SEPTEMBER, closed=OCTOBER)
    made.case(person, JULY, SEPTEMBER, closed=SEPTEMBER, closed_recorded_at=AFTER_CUT_OFF)
    made.case(person, JULY, AUGUST, closed=MAY)
    assert (value("closed_on_time"), value("closed_or_overdue")) == (1, 5)


def test_a_deadline_saved_by_a_pause_has_not_passed_and_one_that_passed_before_it_has(made, value):
    from db.models import CaseEvent

    for begun in (AUGUST - timedelta(2), AUGUST + timedelta(2)):
        case = made.case(made.person(), JULY, AUGUST, state="paused", paused=True)
        at = noon(begun)
        made.add(CaseEvent, case_id=case.id, kind="paused", happened_on=begun, happened_at=at, recorded_at=at, data={})
    assert value("closed_or_overdue") == 1


def test_in_the_middle_of_a_period_a_deadline_ahead_is_not_overdue(made, value):
    made.case(made.person(), JULY, SEPTEMBER)
    assert value("closed_or_overdue", frame=Frame(Q3, at_station(AUGUST, 10))) == 0


def test_proxy_cases_count_when_accepted(made, value):
    person = made.person()
    made.case(person, JULY, AUGUST, proxy=True)
    made.case(person, JULY, AUGUST)
    made.case(person, MAY, AUGUST, proxy=True, accepted_recorded_at=noon(AUGUST))
    assert [value("proxy_cases", scope) for scope in (Scope.PERIOD, Scope.LATE, Scope.CUMULATIVE)] == [1, 1, 2]


def test_ratings_and_training(made, value):
    person = made.person()
    for level in (5, 3, 2, 1):
        made.rating(AUGUST, level)
    for state, day in (("finished", AUGUST), ("finished", SEPTEMBER), ("left", None)):
        made.enrolment(person, day, state)
    assert (value("ratings_good"), value("ratings_all"), value("trained_persons")) == (2, 4, 1)


def test_the_station_and_its_specialists(made, value):
    from db.models import Station

    station = made.unit.get_one(Station, 1)
    station.built_on, station.county, station.platform_connected_on = date(2025, 6, 18), "呼玛县", AUGUST
    texts = [value(name, Scope.END) for name in ("station_county", "station_kind", "built_on", "platform_connected", "row_number")]
    assert texts == ["呼玛县", "服务站", "2025-06-18", "是", "1"]
    assert value("stations_built", Scope.END) == 1


def test_specialists_are_those_in_service_on_the_last_day(made, value):
    assert (value("specialists_full", Scope.END), value("specialists_part", Scope.END)) == (0, 0)
    later = parse_period("2026Q4")
    frame = Frame(later, later.cut_off)
    assert (value("specialists_full", Scope.END, frame=frame), value("specialists_part", Scope.END, frame=frame)) == (2, 1)


def test_every_measure_answers_in_every_scope_that_it_declares(made, value):
    """Of nothing there is a number, and no rank."""
    for name, spec in MEASURES.items():
        for scope in spec.scopes:
            assert (value(name, scope) is None) == (spec.kind is MeasureKind.RANK)


def drill(made, kind: DrillKind, day: date, headcount: int) -> None:
    """Something the officers took part in, recorded on its day."""
    values = {"level": "county", "topic": "政策", "place": "", "host": "", "result": "", "recorded_by": 1, "recorded_at": noon(day)}
    made.unit.add(Drill(code=f"PX{day:%Y%m%d}-{kind}", kind=kind.value, held_on=day, headcount=headcount, **values))


def test_b16_contests_are_counted_and_b17_a_class_of_twelve_adds_twelve_to_the_quarter(made, value):
    drill(made, DrillKind.CONTEST, JULY, 6)
    drill(made, DrillKind.DRILL, AUGUST, 8)
    drill(made, DrillKind.CONTEST, MAY, 5)
    before = value("training_times")
    drill(made, DrillKind.CLASS, SEPTEMBER, 12)
    assert (value("contests_held"), before, value("training_times")) == (2, 0, 12)
    drill(made, DrillKind.ROTATION, AUGUST, 3)
    assert value("training_times") == 15
