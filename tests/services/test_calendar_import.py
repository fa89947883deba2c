"""A year's holiday table from the county's file: all of it or nothing."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.errors import NotAllowed, NotFound, Refused
from app.services import calendars

GOOD = """
[2027]
source = "国办发明电〔2026〕9号"
off = [{ name = "元旦", from = "2027-01-01", to = "2027-01-03" }]
work = [{ name = "元旦", day = "2027-01-09" }]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "2027.toml"
    path.write_text(GOOD, encoding="utf-8-sig")
    return path


def test_a_file_brings_its_year_and_is_counted_with_at_once(db, cast, now, file):
    assert 2027 not in calendars.current(db).years
    assert calendars.import_file(db, cast.head, now, file) == (2027,)
    calendar = calendars.current(db)
    assert 2027 in calendar.years
    assert calendar.is_working(date(2027, 1, 9)) and not calendar.is_working(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nothing", "calendar.file_unreadable"),
        ("", "calendar.file_unreadable"),
        (GOOD.replace("2027-01-09", "2027-01-08"), "calendar.work_on_weekday"),
        (GOOD + "[2028]\n", "calendar.empty"),
    ],
)
def test_a_file_with_one_fault_changes_nothing(db, cast, now, file, text, code):
    file.write_text(text, encoding="utf-8")
    before = calendars.current(db)
    with pytest.raises(Refused, match=code):
        calendars.import_file(db, cast.head, now, file)
    assert calendars.current(db).years == before.years


def test_a_missing_file_and_a_clerk_are_refused(db, cast, now, file, tmp_path):
    with pytest.raises(NotFound, match="calendar.file_missing"):
        calendars.import_file(db, cast.head, now, tmp_path / "none.toml")
    with pytest.raises(NotAllowed):
        calendars.import_file(db, cast.clerk1, now, file)
