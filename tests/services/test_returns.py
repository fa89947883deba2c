"""Filling a return and opening its figures, on both databases: golden cells, and for every cell the records give the value."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from app.domain.clock import at_station
from app.domain.errors import NotFound, Refused, Usage
from app.domain.returns import CellKind
from app.services import profiles, return_base, return_list, returns
from db.models import Station
from tests.services.return_facts import facts

JULY, AUGUST, SEPTEMBER = date(2026, 7, 6), date(2026, 8, 10), date(2026, 9, 14)
PERIOD = "2026Q3"


def small_station(db, officer) -> None:
    """A quarter in which every figure is known."""
    with facts(db, officer) as made:
        station = made.unit.get_one(Station, 1)
        station.county, station.built_on = "呼玛县", date(2025, 6, 18)
        graduate, veteran, plain = made.person("刘玉霞", "graduate", "veteran"), made.person("高凤英", "veteran"), made.person("何丽华")
        employer = made.employer()
        made.visit(JULY, graduate, veteran)
        made.visit(JULY, graduate)
        file = made.file(graduate, JULY)
        made.service_list(file, 1, JULY, "jobs")
        full, part = made.job(employer, JULY, headcount=30), made.job(employer, AUGUST, "part_time", 4)
        for person, job in ((graduate, full), (veteran, full), (plain, part)):
            made.referral(person, job, AUGUST)
            made.hire(person, SEPTEMBER)
        made.household(plain, JULY, AUGUST)
        made.household(veteran, JULY, SEPTEMBER, cleared_on=AUGUST, cleared_recorded_at=at_station(AUGUST, 12))
        made.enrolment(plain, AUGUST)
        for number in range(65):
            made.case(graduate, JULY, AUGUST, closed=AUGUST + timedelta(number == 0), proxy=number < 2)


GOLDEN = {
    "c1": "1",
    "c2": "呼玛县",
    "c3": "松涛社区“家门口”就业服务站",
    "c4": "服务站",
    "c5": "2025-06-18",
    "c6": 0,
    "c7": 0,
    "c8": "否",
    "c9": 2,
    "c10": 1,
    "c11": 1,
    "c12": 1,
    "c13": 34,
    "c14": 30,
    "c15": 4,
    "c16": 0,
    "c17": 0,
    "c18": 0,
    "c19": 3,
    "c20": 3,
    "c21": 1,
    "c22": 0,
    "c23": 2,
    "c24": 0,
    "c25": 3,
    "c26": 2,
    "c27": 1,
    "c28": 0,
    "c29": 1,
    "c30": 1,
    "c31": 1,
    "c32": 2,
    "c33": "98.46",
    "c34": None,
    "c35": None,
    "c36": 0,
    "c37": 2,
    "c38": 1,
    "c39": 0,
    "c40": 2,
    "c41": 0,
    "c42": 34,
    "c43": 0,
    "c44": 3,
    "c45": 0,
    "c46": 2,
    "c47": 0,
}


def test_every_cell_of_a_known_quarter(db, cast, now):
    small_station(db, cast.clerk1)
    view = returns.build(db, cast.clerk1, now, "qsr", PERIOD)
    assert return_base.plain_cells(view.result.cells) == {f"r1.{column}": value for column, value in GOLDEN.items()}
    assert (view.state, view.cut_off, view.result.first) == ("draft", at_station(date(2026, 10, 1)), True)


def test_all_checks_of_a_sound_quarter_hold_and_a_first_return_says_so(db, cast, now):
    small_station(db, cast.clerk1)
    view = returns.build(db, cast.clerk1, now, "QSR", PERIOD)
    assert [check.text for check in view.result.checks if not check.ok] == []
    assert any(check.first and "首次报表" in check.text for check in view.result.checks)


def test_no_closed_case_and_no_rating_leave_a_rate_empty(db, cast, now):
    cells = returns.build(db, cast.clerk1, now, "QSR", PERIOD).result.cells
    assert (cells["r1.c33"].value, cells["r1.c34"].value) == (None, None)


def crowded_station(db, officer, seed: int) -> None:
    """Random facts around the quarter, late ones among them."""
    dice = random.Random(seed)
    with facts(db, officer) as made:
        people = [made.person("某", *dice.sample(["graduate", "veteran", "migrant", "unemployed"], dice.randint(0, 3))) for _ in range(12)]
        employer = made.employer()
        for _ in range(80):
            day = date(2026, 5, 1) + timedelta(dice.randrange(160))
            recorded = at_station(day + timedelta(dice.choice([0, 0, 0, 20, 120])), 12)
            one = dice.choice(people)
            made.visit(day, one, dice.choice(people), recorded=recorded)
            made.hire(one, day, recorded=recorded)
            job = made.job(employer, day, dice.choice(["full_time", "part_time", "internship"]), dice.randint(1, 9), recorded=recorded)
            made.referral(one, job, day, recorded=recorded)
            made.service_list(made.file(one, day), 1, day, "jobs", recorded=recorded)
            made.case(
                one, day, day + timedelta(dice.randrange(9)), closed=dice.choice([None, day + timedelta(5)]), proxy=dice.random() < 0.3
            )
            made.rating(day, dice.randint(1, 5))
            if dice.random() < 0.3:
                made.household(one, day, day + timedelta(30), cleared_on=dice.choice([None, day + timedelta(20)]))


def behind_gives_value(found: returns.Explanation) -> bool:
    if found.value.kind is CellKind.RATE:
        below = sum(table.total for table in found.divisor) if found.divisor else found.value.below  # a typed divisor has no records
        return (len(found.records), below) == (found.value.above, found.value.below)
    if found.value.kind is CellKind.COUNT:
        return len(found.records) == found.value.value
    return found.value.kind in (CellKind.TEXT, CellKind.MANUAL) or sum(record.amount for record in found.records) == found.value.value


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("code", ["QSR", "PLAN"])
def test_the_records_behind_every_cell_give_its_value(db, cast, now, seed, code):
    crowded_station(db, cast.clerk1, seed)
    period = PERIOD if code == "QSR" else "2026"
    view = returns.build(db, cast.clerk1, now, code, period)
    for key, cell in view.result.cells.items():
        found = returns.explain(db, cast.clerk1, now, code, period, key)
        assert found.value == cell and behind_gives_value(found), key
        assert len({(record.kind, record.id) for record in found.records}) == len(found.records)


def test_a_record_shows_what_the_page_needs_and_no_number_of_a_person(db, cast, now):
    small_station(db, cast.clerk1)
    found = returns.explain(db, cast.clerk1, now, "QSR", PERIOD, "r1.c23")
    (table,) = found.tables
    assert table.columns == ("姓名", "就业形式", "就业日期", "单位", "核实方式")
    assert {record.values[0] for record in table.records} == {"刘玉霞", "高凤英"}
    assert table.records[0].values[2:] == ("2026-09-14", "兴林食品加工厂", "劳动合同")
    assert table.records[0].opens.startswith("person:")
    assert found.title == "帮扶就业人数（人） · 本季 · 退役军人"


def test_a_limit_says_that_there_is_more_and_a_rate_shows_both_lists(db, cast, now):
    small_station(db, cast.clerk1)
    found = returns.explain(db, cast.clerk1, now, "QSR", PERIOD, "r1.c33", 10)
    assert (found.value.above, found.value.below, len(found.records), found.more) == (64, 65, 10, True)
    assert [table.total for table in found.divisor] == [65]


def test_late_records_are_named_beside_a_draft(db, cast, now):
    small_station(db, cast.clerk1)
    with facts(db, cast.clerk1) as made:
        made.visit(SEPTEMBER, made.person(), recorded=at_station(date(2026, 10, 5)))
    view = returns.build(db, cast.clerk1, now, "QSR", PERIOD)
    assert [(line.title, line.count) for line in view.late] == [("走访人次", 1)]
    assert view.result.cells["r1.c9"].value == 2


def test_in_the_middle_of_the_period_the_data_is_cut_off_now(db, cast, now):
    view = returns.build(db, cast.clerk1, now, "QSR", "2026Q4")
    assert (view.cut_off, view.late, view.overdue) == (now, (), False)


def test_a_seat_whose_clock_runs_behind_still_sees_what_was_just_recorded(db, cast, now):
    from app.domain.actor import SYSTEM
    from db.models import Rating

    ahead = now + timedelta(seconds=40)
    with db.write("demo.make", SYSTEM, ahead) as unit:
        unit.add(Rating(level=5, rated_on=now.date(), rated_at=ahead, recorded_at=ahead))
    assert returns.build(db, cast.clerk1, now, "QSR", "2026Q4").result.cells["r1.c34"].value == "100.00"


def test_the_plan_takes_its_targets_from_the_profile_until_the_county_sets_others(db, cast, now):
    from app.services import plan

    cells = returns.build(db, cast.clerk1, now, "PLAN", "2026").result.cells
    assert [cells[f"r1.{column}"].value for column in ("c3", "c4", "c5", "c9", "c8")] == [20, 7, None, 5000, "0.00"]
    plan.set_target(db, cast.head, now, "stations_2025", 6, "就业局")
    assert returns.build(db, cast.clerk1, now, "PLAN", "2026").result.cells["r1.c5"].value == 6
    assert [line.own for line in plan.targets(db, cast.clerk1)] == [False, False, True, False]


@pytest.mark.parametrize(("key", "value", "code"), [("stars", 1, "plan.unknown_target"), ("trainees", -1, "plan.value")])
def test_a_wrong_target_is_refused(db, cast, now, key, value, code):
    from app.services import plan

    with pytest.raises(Refused) as refusal:
        plan.set_target(db, cast.head, now, key, value)
    assert refusal.value.code == code


def test_months_from_the_21st_move_the_days_of_a_period(db, cast, now):
    profiles.override(db, cast.head, now, "report_month", "21-20")
    with facts(db, cast.clerk1) as made:
        made.visit(date(2026, 9, 25), made.person())
    assert returns.build(db, cast.clerk1, now, "QSR", PERIOD).result.cells["r1.c9"].value == 0
    assert returns.build(db, cast.clerk1, now, "QSR", "2026Q4").result.cells["r1.c9"].value == 1


def test_cumulative_figures_run_from_the_plans_start_where_the_county_says_so(db, cast, now):
    profiles.override(db, cast.head, now, "cumulative_from", "plan")
    with facts(db, cast.clerk1) as made:
        made.visit(date(2025, 5, 5), made.person())
        made.visit(AUGUST, made.person())
    view = returns.build(db, cast.clerk1, now, "QSR", PERIOD)
    assert (view.result.cells["r1.c9"].value, view.result.cells["r1.c40"].value) == (1, 2)
    first_quarter = returns.build(db, cast.clerk1, now, "QSR", "2026Q1").result
    assert all(check.ok for check in first_quarter.checks)


@pytest.mark.parametrize(
    ("code", "period", "error"),
    [("XYZ", PERIOD, NotFound), ("QSR", "2026Q5", Usage), ("PLAN", PERIOD, Refused), ("QSR", "soon", Usage)],
)
def test_an_unknown_form_or_period_is_refused(db, cast, now, code, period, error):
    with pytest.raises(error):
        returns.build(db, cast.clerk1, now, code, period)


def test_a_county_has_no_return_of_its_own_yet(db, cast, now):
    with facts(db, cast.clerk1) as made:
        made.unit.get_one(Station, 1).kind = "county"
    with pytest.raises(Refused) as refusal:
        returns.build(db, cast.county, now, "QSR", PERIOD)
    assert refusal.value.code == "return.county_later"


def test_the_list_of_returns_says_what_is_due(db, cast, now):
    lines = {line.code: line for line in return_list.overview(db, cast.clerk1, now)}
    assert (lines["QSR"].period, lines["QSR"].state, lines["QSR"].due, lines["QSR"].overdue) == (PERIOD, "draft", date(2026, 9, 30), True)
    assert lines["PLAN"].period == "2025"
