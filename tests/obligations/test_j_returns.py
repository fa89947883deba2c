"""Group J, plan and return: the checks of its rows, with their figures."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest

from app.domain.clock import at_station, parse_moment
from app.services import officers, stations, today
from app.services.stations import StationForm
from app.services.today import TodayKind
from tests.test_house_rules import ROOT

PHONE = re.compile(r"(?<![\w.])(1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8}|\d{7,8})(?![\w.])")


@pytest.mark.parametrize(("day", "reminded"), [(date(2026, 6, 22), False), (date(2026, 6, 23), True), (date(2026, 6, 30), True)])
def test_j3_the_return_of_the_second_quarter_is_asked_for_seven_days_before_it_is_due(sqlite_db, cast, day, reminded):
    lines = [line for line in today.board(sqlite_db, cast.head, at_station(day, 9)).lines if line.kind is TodayKind.RETURN]
    assert ([line for line in lines if line.key == ("QSR", "2026Q2")] != []) is reminded


def test_j3_the_day_after_it_is_overdue(sqlite_db, cast):
    lines = {line.key: line for line in today.board(sqlite_db, cast.head, at_station(date(2026, 7, 1), 0, 0)).lines}
    assert (lines["QSR", "2026Q2"].light, lines["QSR", "2026Q2"].day) == ("overdue", date(2026, 6, 30))


def test_j7_a_fresh_installation_names_no_contact_person_and_no_phone(settings):
    form = StationForm("光明社区", "232701001", "232701")
    made = stations.init(settings, form, parse_moment("2026-03-02T09:00"), phrase="kirschbaum", admin_password="first-2026")
    people = officers.listing(made.db, stations.actors(made.db)["admin"])
    made.db.close()
    assert [(one.login, one.name) for one in people] == [("admin", "系统管理员")]
    assert (made.station.address, made.station.phone, made.station.supervision_phone) == ("", "", "")


def texts_of(value) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts_of(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_of(inner)]
    return [value] if isinstance(value, str) else []


def test_j7_no_shipped_file_holds_a_telephone_number():
    shipped = [*(ROOT / "app/data").rglob("*.toml"), *(ROOT / "exporters/definitions").glob("*.toml")]
    found = {path.name: hit for path in shipped for text in texts_of(tomllib.loads(path.read_text("utf-8"))) for hit in PHONE.findall(text)}
    assert shipped and found == {}
