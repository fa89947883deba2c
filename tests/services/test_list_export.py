"""Exporting a list: recorded with its size and never with a name, written whole or not at all."""

import pytest

from app.domain.errors import Refused, Surroundings
from app.domain.list_sheet import MOST_ROWS, ListColumn, ListSheet
from app.services import audits, list_export

SHEET = ListSheet("people", "人员", (ListColumn("姓名"),), (("张淑芬",), ("赵桂兰",)))


def test_an_export_is_recorded_by_its_kind_and_size(db, cast, now, tmp_path):
    made = list_export.export(db, cast.clerk1, now, SHEET, tmp_path / "a.xlsx")
    assert made.rows == 2 and made.file.read_bytes().startswith(b"PK")
    entry = audits.listing(db, cast.head).rows[0]
    assert (entry.action, entry.subject, entry.actor) == ("desk.export", "desk_list:people", "clerk1")


def test_a_place_that_cannot_be_written_leaves_no_file_and_no_record(db, cast, now, tmp_path):
    (tmp_path / "file").write_text("plain")
    before = len(audits.listing(db, cast.head).rows)
    with pytest.raises(Surroundings) as refused:
        list_export.export(db, cast.clerk1, now, SHEET, tmp_path / "file" / "a.xlsx")
    assert refused.value.code == "list.not_writable"
    assert len(audits.listing(db, cast.head).rows) == before


def test_a_list_longer_than_a_workbook_takes_is_refused(sqlite_db, cast, now, tmp_path):
    long = ListSheet("people", "人员", SHEET.columns, (("某人",),) * (MOST_ROWS + 1))
    with pytest.raises(Refused, match="list.too_long"):
        list_export.export(sqlite_db, cast.clerk1, now, long, tmp_path / "a.xlsx")


def test_the_offered_name_says_what_and_when(now):
    assert list_export.file_name("办件", now) == "办件_20261009-0900.xlsx"
    assert list_export.file_name("一/二：三?", now) == "一二：三_20261009-0900.xlsx"
