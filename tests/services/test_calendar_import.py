"""A year's holiday table from the county's file: all of it or nothing."""

from __future__ import annotations

import signal
from datetime import date

import openpyxl
import pytest

from app.cli import parser
from app.cli.frame import run_words
from app.cli.session import CliSession
from app.domain.calendar import missing_year
from app.domain.clock import parse_moment
from app.domain.errors import Damaged, NotAllowed, NotFound, Refused
from app.services import audits, calendars, cases, holiday_tables, recount
from app.services.cases import CaseForm
from app.settings import Settings
from tests.services.accepting import accept_complete
from tests.services.people import register

GOOD = """
[2027]
source = "国办发明电〔2026〕9号"
off = [{ name = "元旦", from = "2027-01-01", to = "2027-01-03" }]
work = [{ name = "元旦", day = "2027-01-09" }]
"""


LONGER = GOOD.replace('work = [{ name = "元旦", day = "2027-01-09" }]', "")
"""Without its make-up day a deadline of January comes a day later."""


SHEET = [(date(2027, 1, day), "放假", "元旦") for day in (1, 2, 3)] + [(date(2027, 1, 9), "补班", "元旦")]


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


def test_a_file_is_looked_at_before_it_is_taken(db, cast, now, file):
    shipped = holiday_tables.tables(db, cast.clerk1, now)
    assert [one.year for one in shipped.years] == [2026, 2025, 2024] and shipped.missing is None
    (year,) = holiday_tables.look(db, cast.head, file).years
    assert (year.source, year.off, year.work, year.removed) == ("国办发明电〔2026〕9号", 3, 1, ())
    assert year.added == ("2027-01-01 off", "2027-01-02 off", "2027-01-03 off", "2027-01-09 work")
    assert 2027 not in calendars.current(db).years
    calendars.import_file(db, cast.head, now, file)
    file.write_text(GOOD.replace("2027-01-09", "2027-01-10"), encoding="utf-8")
    (year,) = holiday_tables.look(db, cast.head, file).years
    assert (year.added, year.removed) == (("2027-01-10 work",), ("2027-01-09 work",))
    assert holiday_tables.days(db, cast.clerk1, 2027)[-1] == {"day": "2027-01-09", "kind": "work", "name": "元旦"}
    with pytest.raises(NotAllowed):
        holiday_tables.look(db, cast.clerk1, file)


def workbook(path, *more, merge="", sheet=""):
    book = openpyxl.Workbook()
    for row in (("日期", "类别", "名称"), *SHEET, *more):
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    if sheet:
        book.create_sheet(sheet)["A1"] = "说明"
    book.save(path)
    return path


def test_a_sheet_of_excel_or_csv_is_looked_at_and_taken_like_the_file(db, cast, now, tmp_path):
    days = ("2027-01-01 off", "2027-01-02 off", "2027-01-03 off", "2027-01-09 work")
    text = "\n".join(",".join((day.isoformat(), *rest)) for day, *rest in SHEET)
    (tmp_path / "windows.csv").write_bytes(f"日期,类别,名称\n{text}\n".encode("gb18030"))
    (tmp_path / "excel.csv").write_bytes(f"日期,类别,名称\r\n{text}\r\n".encode("utf-8-sig"))
    (tmp_path / "tabs.csv").write_text("日期\t类别\t名称\n" + text.replace(",", "\t"), encoding="utf-8")
    for path in (workbook(tmp_path / "2027.XLSX"), *tmp_path.glob("*.csv")):
        assert holiday_tables.look(db, cast.head, path).years[0].added == days, path.name
    assert calendars.import_file(db, cast.head, now, tmp_path / "excel.csv") == (2027,)
    assert calendars.current(db).is_working(date(2027, 1, 9))


def test_a_sheet_with_one_fault_changes_nothing(db, cast, now, tmp_path):
    part = ((date(2026, 12, 31), "放假", "元旦"),)
    faults = {
        "sheet_formula": workbook(tmp_path / "1.xlsx", ("=A4+1", "放假", "元旦")),
        "sheet_merged": workbook(tmp_path / "2.xlsx", merge="C2:C4"),
        "sheet_twice": workbook(tmp_path / "3.xlsx", SHEET[0]),
        "part": workbook(tmp_path / "4.xlsx", *part),
        "sheet_several": workbook(tmp_path / "5.xlsx", sheet="说明"),
        "sheet_long": workbook(tmp_path / "6.xlsx", *[("2027-01-02", "放假", "元旦")] * 2000),
        "csv": tmp_path / "7.csv",
        "file_missing": tmp_path / "8.csv",
    }
    faults["csv"].write_text('日期,类别,名称\n2027-01-01,"放假,元旦\n', encoding="utf-8")
    (tmp_path / "9.xlsx").write_bytes(b"PK no workbook")
    for code, path in faults.items():
        with pytest.raises((Refused, Damaged, NotFound), match=rf"calendar\.{code}$"):
            calendars.import_file(db, cast.head, now, path)
    with pytest.raises(Damaged, match=r"workbook\.not_a_workbook"):
        calendars.import_file(db, cast.head, now, tmp_path / "9.xlsx")
    assert calendars.current(db).years == {2024, 2025, 2026}


def test_a_recount_that_was_broken_off_by_hand_goes_on_where_it_stopped(db, cast, now, file, monkeypatch):
    monkeypatch.setattr(recount, "STEP", 1)
    late = parse_moment("2026-12-28T09:00")
    person = register(db, cast.clerk1, late)
    for _ in range(3):
        accept_complete(db, cast.clerk1, late, cases.open_case(db, cast.clerk1, late, CaseForm("JYKN", person)).number)
    assert holiday_tables.moves(db, cast.head, late, holiday_tables.look(db, cast.head, file)).moved == 0
    file.write_text(LONGER, encoding="utf-8")
    change = holiday_tables.look(db, cast.head, file)
    moves = holiday_tables.moves(db, cast.head, late, change)
    assert (change.cases, moves.moved, moves.later, moves.earlier, len(moves.cases)) == (3, 3, 3, 0, 3)
    assert {(one.before, one.after) for one in (moves.oldest, moves.newest)} == {(date(2027, 1, 11), date(2027, 1, 12))}
    assert 2027 not in calendars.current(db).years
    calendars.import_file(db, cast.head, late, file)

    def break_off(done) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        holiday_tables.go_on(db, cast.head, late, break_off)
    assert (recount.state(db).looked, recount.state(db).over) == (1, False)
    with pytest.raises(NotAllowed):
        holiday_tables.go_on(db, cast.clerk1, late)
    done = holiday_tables.go_on(db, cast.head, late)
    assert (done.years, done.looked, done.over) == ((2027,), 3, True)
    assert holiday_tables.go_on(db, cast.head, late).looked == 0


def test_the_year_that_needs_a_table_is_this_one_and_in_december_the_next():
    assert missing_year([2025, 2026], date(2026, 11, 30)) is None
    assert missing_year([2025, 2026], date(2026, 12, 1)) == 2027
    assert missing_year([2026, 2027], date(2026, 12, 31)) is None
    assert missing_year([2025], date(2026, 3, 2)) == 2026


def test_a_word_that_ctrl_c_ends_leaves_no_half_step_and_the_next_one_goes_on(practice_data, file, monkeypatch):
    """A real interrupt, in the middle of the unit of work of the second step; each word opens the station anew."""
    where = ["--data", str(practice_data), "--json", "--now", "2026-12-28T09:00"]
    file.write_text(LONGER, encoding="utf-8")
    ask = lambda line: run_words(parser, None, [*where, *line.split()])[:2]  # noqa: E731
    (code, person), numbers = ask("person add --name 张淑芬 --gender 2 --birth-date 1978-04-26"), []
    assert code == 0, person
    for _ in range(3):
        numbers.append(ask(f"case open --item JYKN --person {person['person']['id']}")[1]["case"]["number"])
        assert ask(f"case accept {numbers[-1]} --here all")[1]["case"]["deadline"] == date(2027, 1, 11)
    write, steps = recount.Recounter._write, []

    def interrupted(self, unit, *more):
        steps.append(write(self, unit, *more))
        if len(steps) == 2:
            was = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it runs in the background ignore it
            try:
                signal.raise_signal(signal.SIGINT)
            finally:
                signal.signal(signal.SIGINT, was)
        return steps[-1]

    monkeypatch.setattr(recount, "STEP", 1)
    monkeypatch.setattr(recount.Recounter, "_write", interrupted)
    code, answer = ask(f"calendar import {file}")
    assert (code, answer["error"]["code"]) == (130, "cli.stopped") and "接着做" in answer["error"]["message"]
    with CliSession(Settings(practice_data), {}, {}) as session:  # the next word of an officer would go on with it by the timed duties
        assert (recount.state(session.db).looked, recount.state(session.db).over) == (1, False)
        assert audits.verify(session.db, session.actor).ok
        newest = [cases.show(session.db, session.actor, session.now(), number).events[0].kind for number in numbers]
    assert newest == ["deadline_moved", "accepted", "accepted"]
    code, answer = ask("calendar recount")
    assert (code, answer["recount"]["over"]) == (0, True)
    assert [ask(f"case show {number}")[1]["case"]["deadline"] for number in numbers] == [date(2027, 1, 12)] * 3
