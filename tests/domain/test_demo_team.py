"""The acts of the station's people in the made-up past: laid on working days, in order, and nothing leans on what was left out."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from importlib import resources

import pytest

from app.domain.clock import at_station, business_date
from app.domain.demo_team import acts

DATA = tomllib.loads(resources.files("app").joinpath("data/demo_team.toml").read_text(encoding="utf-8"))
DAYS = [date(2026, 1, 5) + timedelta(days=n) for n in range(200) if (date(2026, 1, 5) + timedelta(days=n)).weekday() < 5]


@pytest.mark.parametrize("count", [1, 2, 21, 130])
def test_every_act_lies_on_a_day_of_the_past_and_what_it_leans_on_came_before(count):
    days = DAYS[:count]
    placed = acts(DATA, days, at_station(days[-1], 23))
    keys: set[str] = set()
    for one in placed:
        assert business_date(one.at) in days
        assert not one.of or one.of in keys
        keys.add(one.key)
    assert [one.at for one in placed] == sorted(one.at for one in placed)


def test_a_long_past_holds_all_acts_and_a_morning_none_of_the_day_s_later_ones():
    assert len(acts(DATA, DAYS, at_station(DAYS[-1], 23))) == len(DATA["act"])
    early = acts(DATA, DAYS, at_station(DAYS[-1], 8, 52))
    assert [one.values["place"] for one in early if one.verb == "where"] == ["meeting"]
    assert len({entry["key"] for entry in DATA["act"] if "key" in entry}) == sum("key" in entry for entry in DATA["act"])
