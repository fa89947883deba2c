"""The form of the hall: who came and how long they waited, by line and hour, on both databases; every cell opens down to its tickets."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text, update

from app.domain.clock import at_station, station_time
from app.domain.measures import Scope
from app.domain.periods import parse_period
from app.domain.returns import CellKind, Filter, MeasureQuery, queries
from app.domain.returns_compute import minutes_text
from app.services import papers, queue_stats, return_base, return_export, return_freeze, return_list, return_store, returns
from app.services.papers import Wanted
from db import measures, measures_many
from db.measures import Frame
from db.models import QueueLine, Ticket
from tests.printing import reading
from tests.services.return_facts import facts, ticket

DAY, PERIOD = date(2026, 9, 14), "2026Q3"
Q3 = parse_period(PERIOD)


def morning(db, officer) -> None:
    """Twelve numbers of one day, four of them in the hour from nine."""
    with facts(db, officer) as made:
        for minute, waited in ((0, 60), (10, 754), (20, 300)):
            ticket(made, at_station(DAY, 9, minute), "A", waited=waited)
        ticket(made, at_station(DAY, 9, 59), "A", "abandoned")
        ticket(made, at_station(DAY, 10), "A", "missed", waited=1200)
        ticket(made, at_station(DAY, 7, 30), "B", "expired")
        ticket(made, at_station(DAY, 18), "B", "serving", waited=30)
        for minute in range(5):
            ticket(made, at_station(DAY, 23, minute), "C", waited=60 * minute)


def paper_text(db, actor, now, **wanted) -> str:
    return reading.solid(papers.draw(db, actor, now, Wanted(**wanted)).pdf)


def cells(db, cast, now, period=PERIOD):
    return return_base.plain_cells(returns.build(db, cast.head, now, "HALL", period).result.cells)


def test_the_figures_of_a_known_day_stand_in_their_lines_and_hours(db, cast, now):
    morning(db, cast.clerk1)
    found = cells(db, cast, now)
    nine = [found[f"h09.a_{name}"] for name in ("taken", "served", "left", "share", "median", "p90")]
    assert nine == [4, 3, 1, "25.0", "5.0", "12.6"]
    assert [found[f"day.all_{name}"] for name in ("taken", "served", "left", "share", "median", "p90")] == [12, 8, 3, "25.0", "2.0", "12.6"]
    assert [found[f"early.b_{name}"] for name in ("taken", "left", "share", "median")] == [1, 1, "100.0", None]
    assert (found["late.c_taken"], found["late.c_median"], found["h10.a_median"], found["h09.hour"]) == (5, "2.0", "20.0", "9—10时")


def test_nothing_counted_is_0_and_nothing_measured_is_nothing(db, cast, now):
    found = cells(db, cast, now)
    assert [found[f"h12.b_{name}"] for name in ("taken", "served", "left", "share", "median", "p90")] == [0, 0, 0, None, None, None]


def test_hours_and_lines_add_up_and_ranks_do_not(db, cast, now):
    morning(db, cast.clerk1)
    result = returns.build(db, cast.head, now, "HALL", PERIOD).result
    assert [check.text for check in result.checks if not check.ok] == []
    assert "各业务取号 12 = 全部业务 12" in [check.text for check in result.checks]
    assert result.totals["all_median"].value == "2.0" and result.totals["a_taken"].value == 5


def test_every_cell_opens_down_to_its_tickets_and_a_rank_shows_their_minutes(db, cast, now):
    morning(db, cast.clerk1)
    view = returns.build(db, cast.head, now, "HALL", PERIOD)
    for key, cell in view.result.cells.items():
        found = returns.explain(db, cast.head, now, "HALL", PERIOD, key)
        assert found.value == cell and len(found.records) == (cell.count if cell.kind is not CellKind.RATE else cell.above), key
    found = returns.explain(db, cast.head, now, "HALL", PERIOD, "h09.a_p90")
    (table,) = found.tables
    assert table.columns[:2] == ("号票", "等候分钟")
    assert [(record.values[1], record.amount) for record in table.records] == [("12.6", 754), ("5.0", 300), ("1.0", 60)]
    short = returns.explain(db, cast.head, now, "HALL", PERIOD, "h09.a_p90", 1)
    assert ([record.amount for record in short.records], short.more) == ([754], True)


def test_a_frozen_waiting_time_stays_with_its_tickets(db, cast, now):
    morning(db, cast.clerk1)
    before = cells(db, cast, now)
    return_freeze.freeze(db, cast.head, now, "HALL", PERIOD)
    with facts(db, cast.clerk1) as made:
        made.unit.get_one(QueueLine, 1).name = "综合"
        made.unit.execute(update(Ticket).values(waited_seconds=6000).execution_options(audited=True))
        ticket(made, at_station(DAY, 9, 30), "A", waited=7000)
    assert cells(db, cast, now) == before
    found = returns.explain(db, cast.head, now, "HALL", PERIOD, "h09.a_median")
    assert ([record.values[1] for record in found.records], found.value.value) == (["12.6", "5.0", "1.0"], "5.0")
    assert (found.today.value, found.today.added_count, found.today.removed_count) == ("100.0", 5, 3)
    assert returns.build(db, cast.head, now, "HALL", PERIOD).definition.column("a_taken").head[0] == "A 综合服务"
    with db.read("return.read", cast.head) as session:
        assert list(return_store.problems(session)) == []


def test_a_line_of_the_stations_own_has_columns_and_one_out_of_use_only_while_it_counts(db, cast, now):
    with facts(db, cast.clerk1) as made:
        made.add(QueueLine, letter="D", name="创业“指导”", hours=[])
        made.unit.get_one(QueueLine, 2).active = False
        made.unit.get_one(QueueLine, 3).active = False
        ticket(made, at_station(DAY, 9), "D", waited=90)
        ticket(made, at_station(DAY, 9), "B", waited=90)
    found = cells(db, cast, now)
    assert (found["h09.d_median"], found["day.b_taken"], "day.c_taken" in found) == ("1.5", 1, False)


def test_the_workbook_has_minutes_as_numbers_and_passes_its_own_check(db, cast, now, tmp_path):
    import openpyxl

    morning(db, cast.clerk1)
    file = tmp_path / "hall.xlsx"
    return_export.export(db, cast.head, now, "HALL", PERIOD, file)
    assert return_export.verify(db, cast.head, file).ok
    book = openpyxl.load_workbook(file)
    page = book["大厅服务情况"]
    row = next(row for row in page.iter_rows() if row[0].value == "9—10时")
    assert [cell.value for cell in row[7:13]] == [4, 3, 1, 25, 5, 12.6]
    assert [cell.number_format for cell in row[7:13]] == ["#,##0"] * 3 + ["0.0"] * 3
    meanings = {row[0].value: row[3].value for row in book["指标解释"].iter_rows(min_row=3)}
    assert "由短到长排" in meanings["a_p90"] and "业务队列为A" in meanings["a_p90"]
    assert ("h09.a_p90", "12.6", "等候分钟") in [(row[0].value, row[4].value, row[5].value) for row in book["溯源"].iter_rows(min_row=3)]


def test_the_workbook_asks_for_its_records_together(sqlite_db, cast, now, tmp_path):
    """Five hundred cells, some twenty statements: no cell has one of its own, however many lines the station has."""
    morning(sqlite_db, cast.clerk1)
    seen = []
    event.listen(sqlite_db.engine, "before_cursor_execute", lambda *_args: seen.append(1))
    value = return_export.workbook(sqlite_db, cast.head, now, "HALL", PERIOD)
    assert len(value.result.cells) > 300 and len(seen) < 30
    with sqlite_db.read("return.read", cast.head) as session:
        setup = return_base.set_up(session, now, "HALL", PERIOD, None)
        together = returns.lists_of_all(session, setup)
        for key in ("day.a_taken", "h09.all_share", "h09.a_p90", "h10.b_median"):
            assert together(key) == returns.live_lists(session, setup, key)


def test_the_paper_has_the_foot_of_its_form_and_no_word_of_a_return_before_it(sqlite_db, cast, now, tmp_path):
    shown = paper_text(sqlite_db, cast.head, now, document="return", code="HALL", period=PERIOD)
    assert "单位负责人" in shown and "（盖章）" not in shown and "联系电话" not in shown and "首次报表" not in shown
    quarter = paper_text(sqlite_db, cast.head, now, document="return", code="QSR", period=PERIOD)
    assert "（盖章）" in quarter and "联系电话" in quarter and "首次报表" in quarter


def test_the_form_is_handed_in_to_nobody(db, cast, now):
    line = next(line for line in return_list.overview(db, cast.head, now) if line.code == "HALL")
    assert (line.period, line.overdue, returns.build(db, cast.head, now, "HALL", PERIOD).overdue) == (PERIOD, False, False)


STATES = ("waiting", "called", "serving", "held", "finished", "missed", "abandoned", "expired")
MOMENTS = st.integers(0, 24 * 60 * 4 - 1).map(lambda minute: at_station(DAY) + timedelta(minutes=minute))
TICKETS = st.lists(st.tuples(MOMENTS, st.sampled_from("ABC"), st.sampled_from(STATES), st.none() | st.integers(0, 9000)), max_size=60)


class Undone(Exception):
    """Leaves nothing behind."""


def naive(tickets, query: MeasureQuery):
    """The figure of a query over plain tuples, by the words of its definition."""
    chosen = list(tickets)
    for one in query.filters:
        place = {"line": lambda t: t[1], "hour": lambda t: f"{station_time(t[0]).hour:02}"}[one.field]
        chosen = [t for t in chosen if place(t) in one.values]
    if query.measure.startswith("waiting"):
        waits = sorted(t[3] for t in chosen if t[3] is not None)
        percent = 50 if query.measure == "waiting_median" else 90
        return waits[ceil(len(waits) * percent / 100) - 1] if waits else None
    states = {"visitors_served": ["finished"], "tickets_left": ["missed", "abandoned", "expired"]}.get(query.measure, STATES)
    return sum(t[2] in states for t in chosen)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tickets=TICKETS)
def test_random_tickets_give_what_plain_counting_gives_one_by_one_and_together(db, cast, tickets):
    with db.read("return.read", cast.head) as session:
        form = return_base.fitted(session, return_base.forms()["HALL"], Q3).definition
    asked, frame = queries(form), Frame(Q3, Q3.cut_off)
    with pytest.raises(Undone), facts(db, cast.clerk1) as made:
        for at, line, state, waited in tickets:
            ticket(made, at, line, state, waited)
        together, lists = measures_many.figures(made.unit, asked, frame), measures_many.records(made.unit, asked, frame)
        for number, query in enumerate(asked):
            assert together[query].value == naive(tickets, query), query
            assert (measures.value_of(query, lists[query]), len(lists[query])) == (together[query].value, together[query].records)
            if number % 9 == 0:  # one by one: the same, each with a statement of its own
                assert measures.figure(made.unit, query, frame) == together[query]
                assert measures.records(made.unit, query, frame) == lists[query]
        raise Undone


def test_the_hours_of_a_day_are_the_hours_of_the_return(db, cast, now):
    morning(db, cast.clerk1)
    hours = queue_stats.hours(db, cast.head, DAY)
    with db.read("return.read", cast.head) as session:
        for hour in hours:
            slice_ = (Filter("line", "eq", (hour.line,)), Filter("hour", "eq", (f"{hour.hour:02}",)))
            names = ("tickets_taken", "visitors_served", "tickets_left", "waiting_median", "waiting_p90")
            frame = Frame(Q3, Q3.cut_off)
            found = [measures.figure(session, MeasureQuery(name, Scope.PERIOD, slice_), frame).value for name in names]
            left = hour.left + hour.missed + hour.expired
            assert found == [hour.taken, hour.served, left, hour.wait_median, hour.wait_p90]
    built = cells(db, cast, now)
    assert {hour.hour for hour in hours} == {7, 9, 10, 18, 23}
    for hour in (one for one in hours if 8 <= one.hour < 18):
        shown = [built[f"h{hour.hour:02}.{hour.line.lower()}_{name}"] for name in ("taken", "served", "median", "p90")]
        assert shown == [hour.taken, hour.served, minutes_text(hour.wait_median), minutes_text(hour.wait_p90)]


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata"])
def test_the_hour_is_the_stations_whatever_the_zone_of_the_session(postgres_db, cast, zone):
    with facts(postgres_db, cast.clerk1) as made:
        made.unit.execute(text(f"SET LOCAL TIME ZONE '{zone}'").execution_options(audited=True))
        ticket(made, at_station(DAY, 9, 59), "A", waited=60)
        query = MeasureQuery("tickets_taken", Scope.PERIOD, (Filter("hour", "eq", ("09",)),))
        assert measures.figure(made.unit, query, Frame(Q3, Q3.cut_off)).value == 1
