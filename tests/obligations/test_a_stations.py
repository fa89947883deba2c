"""Group A, the station itself: the checks of its rows, with their figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.domain.clock import parse_moment
from app.domain.errors import Refused
from app.domain.measures import Scope
from app.domain.periods import parse_period
from app.domain.returns import Filter, MeasureQuery
from app.services import cases, counters, items, papers, queue, queue_views, returns, stations
from app.services.cases import CaseForm
from app.services.papers import Wanted
from app.services.stations import StationForm
from db import measures
from db.measures import Frame
from db.models import Station
from tests.printing import reading
from tests.services.accepting import accept_complete
from tests.services.people import register
from tests.services.return_facts import facts

PLAN = Frame(parse_period("2026"), parse_period("2026").cut_off, None, date(2024, 1, 1))


def helped(unit, *groups: str) -> int:
    unit.flush()
    filters = (Filter("group", "in", groups),) if groups else ()
    return measures.figure(unit, MeasureQuery("helped_into_work", Scope.PLAN, filters), PLAN).value


def test_a15_the_sign_is_made_of_the_community_s_name_and_never_of_a_blank(settings):
    now = parse_moment("2026-03-02T09:00")
    made = stations.init(settings, StationForm("光明社区", "232701001", "232701", practice=True), now)
    clerk = stations.actors(made.db)["clerk1"]
    queue.take(made.db, clerk, now, "A")
    text = reading.solid(papers.draw(made.db, clerk, now, Wanted("ticket", ticket="A001")).pdf)
    made.db.close()
    assert made.station.name == "光明社区“家门口”就业服务站"
    assert made.station.name in text and "XX" not in text


@pytest.mark.parametrize("name", ["XX社区", "xx", " "])
def test_a15_a_sign_with_a_blank_in_it_is_refused(settings, name):
    with pytest.raises(Refused, match=r"station\.name"):
        stations.init(settings, StationForm(name, "232701001", "232701", practice=True), parse_moment("2026-03-02T09:00"))


@pytest.mark.parametrize(("built_on", "counted"), [(date(2024, 11, 3), 1), (date(2025, 1, 2), 0)])
def test_a5_a_station_counts_in_the_batch_of_the_year_in_which_it_was_built(sqlite_db, cast, now, built_on, counted):
    with facts(sqlite_db, cast.clerk1) as made:
        made.unit.get_one(Station, 1).built_on = built_on
    cells = returns.build(sqlite_db, cast.head, now, "PLAN", "2024").result.cells
    assert [cells[f"r1.{column}"].value for column in ("c3", "c4", "c7")] == [20, 7, counted]


def test_a6_a_person_counts_once_over_the_plan_and_a_push_alone_helps_nobody(db, cast):
    with facts(db, cast.clerk1) as made:
        twice, pushed = made.person("甲"), made.person("乙")
        made.hire(twice, date(2024, 11, 4))
        made.hire(twice, date(2026, 8, 10))
        made.referral(pushed, made.job(made.employer(), date(2026, 7, 6)), date(2026, 7, 7))
        assert helped(made.unit) == 1


def test_a7_two_tags_add_one_to_each_column_and_one_to_the_total(db, cast):
    with facts(db, cast.clerk1) as made:
        made.hire(made.person("甲", "veteran", "unemployed"), date(2026, 8, 10))
        assert [helped(made.unit, "veteran"), helped(made.unit, "unemployed"), helped(made.unit)] == [1, 1, 1]


def test_a10_the_list_of_what_is_done_at_once_holds_immediate_items_only(db, cast):
    shown = items.listing(db, cast.clerk1, at_once=True)
    assert shown and {line.kind for line in shown} == {"immediate"}
    assert len(shown) < len(items.listing(db, cast.clerk1))


def test_a12_a_new_station_has_a_counter_for_employment_services(db, cast):
    assert "就业服务专窗" in [counter.kind for counter in counters.listing(db, cast.clerk1)]


def test_a21_one_ticket_serves_two_items_at_one_counter_and_both_are_logged(db, cast, now):
    person = register(db, cast.clerk1, now)
    one, two = [line.code for line in items.listing(db, cast.clerk1)][:2]
    queue.take(db, cast.clerk1, now, "A", person_id=person)
    queue.call(db, cast.clerk1, now, 1)
    for minutes, item in enumerate((one, two)):
        case = cases.open_case(db, cast.clerk1, now + timedelta(minutes=minutes), CaseForm(item, person, ticket="A001"))
        accept_complete(db, cast.clerk1, now + timedelta(minutes=minutes), case.number)
    assert {row.item for row in cases.page(db, cast.clerk1, now).rows} == {one, two}
    assert [line.ticket for line in queue_views.day(db, cast.clerk1, now.date())] == ["A001"]
