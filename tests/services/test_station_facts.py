"""The station's own facts: kept by who keeps the station, stated by its returns."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.errors import Conflict, NotAllowed, Refused
from app.services import audits, returns, station_facts, stations
from tests.services.test_returns import PERIOD


def test_what_is_changed_stands_on_papers_and_in_the_return(db, cast, now):
    before = station_facts.details(db, cast.head)
    values = {"address": " 松涛路 8 号 ", "phone": "0457-0000002", "built_on": date(2025, 5, 1), "platform_connected_on": date(2026, 1, 5)}
    after = station_facts.change(db, cast.head, now, values, before.version)
    assert (after.address, after.built_on, after.version) == ("松涛路 8 号", date(2025, 5, 1), before.version + 1)
    assert stations.facts(db).phone == "0457-0000002"
    cells = returns.build(db, cast.head, now, "QSR", PERIOD).result.cells.values()
    assert {"2025-05-01", "是"} <= {cell.value for cell in cells}
    assert audits.listing(db, cast.head).rows[0].action == "station.change"


def test_who_read_an_older_state_is_told(db, cast, now):
    before = station_facts.details(db, cast.head)
    station_facts.change(db, cast.admin, now, {"address": "新址"}, before.version)
    with pytest.raises(Conflict, match="station.changed"):
        station_facts.change(db, cast.head, now, {"phone": "1"}, before.version)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"built_on": date(2026, 10, 10)}, "station.day_ahead"),
        ({"facility_type": "palace"}, "station.fact_unknown"),
        ({"code": "999"}, "station.fact_unknown"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(db, cast, now, values, code):
    before = station_facts.details(db, cast.head)
    with pytest.raises(Refused, match=code):
        station_facts.change(db, cast.head, now, {"address": "新址", **values})
    assert station_facts.details(db, cast.head) == before


def test_a_clerk_does_not_change_the_station(db, cast, now):
    with pytest.raises(NotAllowed):
        station_facts.change(db, cast.clerk1, now, {"address": "新址"})
