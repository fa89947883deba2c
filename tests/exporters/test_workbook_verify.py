"""Checking a workbook that came back: every edit is found, a saving in another program is none."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import Damaged, NotFound, Refused
from exporters.read_xlsx import Problem, verify
from exporters.xlsx import write_workbook
from tests.exporters.workbooks import SOFFICE, converted, edited, plan, quarter, repacked

needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice cannot start here: libreoffice-calc-nogui is not installed")
Change = Callable[[openpyxl.Workbook], None]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "return.xlsx"
    write_workbook(quarter(), path)
    return path


def put(sheet: str, cell: str, value: object) -> Change:
    def change(found: openpyxl.Workbook) -> None:
        found[sheet][cell] = value

    return change


def test_an_untouched_workbook_has_no_problem_and_says_what_it_is(book: Path) -> None:
    found = verify(book)
    assert found.ok and found.machine.intact
    machine = found.machine
    assert (machine.code, machine.period, machine.edition, machine.version) == ("QSR", "2026Q3", 1, 1)
    assert (machine.station_code, machine.frozen, machine.practice) == ("232721001", True, False)
    assert machine.cells["r1.c9"] == ("count", 186) and machine.cells["r1.c33"] == ("rate", "98.50")
    assert machine.cells["r1.c34"] == ("rate", None)


def test_a_saving_by_another_library_is_no_problem(book: Path, tmp_path: Path) -> None:
    assert verify(edited(book, tmp_path / "a.xlsx", lambda found: None)).problems == ()


@needs_office
def test_a_saving_by_another_program_is_no_problem_and_an_edit_after_it_is_found(book: Path, tmp_path: Path) -> None:
    saved = converted(book, tmp_path)
    assert verify(saved).problems == ()
    changed = verify(edited(saved, tmp_path / "b.xlsx", put("附件2", "I7", 187)))
    assert changed.problems == (Problem("附件2", "I7", "r1.c9", 186, 187),)


@needs_office
def test_the_plan_survives_another_program_too(tmp_path: Path) -> None:
    write_workbook(plan(), tmp_path / "plan.xlsx")
    assert verify(converted(tmp_path / "plan.xlsx", tmp_path)).problems == ()


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "problem"),
    [
        ("附件2", "I7", 187, ("r1.c9", 186, 187)),
        ("附件2", "I7", "186", ("r1.c9", 186, "186")),
        ("附件2", "I7", None, ("r1.c9", 186, None)),
        ("附件2", "I7", 186.5, ("r1.c9", 186, "186.5")),
        ("附件2", "AG7", 98.51, ("r1.c33", "98.50", "98.51")),
        ("附件2", "AG7", 98.501, ("r1.c33", "98.50", "98.501")),
        ("附件2", "AH7", 100, ("r1.c34", None, "100.00")),
        ("附件2", "C7", "别的站", ("r1.c3", "光明社区“家门口”就业服务站", "别的站")),
        ("附件2", "I8", 999, ("total.c9", 186, 999)),
        ("附件2", "I7", "=100+86", ("r1.c9", 186, None)),
        ("附件2", "I4", "走访户次", (None, "走访人次", "走访户次")),
        ("附件2", "A3", "本表式为附件2原表", (None, "本表式为软件默认模板，非附件2原表", "本表式为附件2原表")),
        ("附件2", "AZ99", "加写", (None, None, "加写")),
        ("情况说明", "B4", "改写", (None, "与残联共享信息。", "改写")),
        ("核对", "C3", "未通过", (None, "通过", "未通过")),
        ("核对", "C28", 7, ("r1.c36", 1, 7)),
        ("溯源汇总", "D3", 6, (None, 5, 6)),
        ("溯源", "D4", "ZF2026-00009", (None, "ZF2026-00001", "ZF2026-00009")),
        ("溯源", "E9", 61, (None, 60, 61)),
    ],
)
def test_each_edit_is_found(book: Path, tmp_path: Path, sheet: str, cell: str, value: object, problem: tuple[object, ...]) -> None:
    found = verify(edited(book, tmp_path / "a.xlsx", put(sheet, cell, value)))
    assert [(one.sheet, one.cell, one.key, one.expected, one.found) for one in found.problems] == [(sheet, cell, *problem)]


@pytest.mark.parametrize("number_format", ['"98"', ";;;", "0%", '#,##0"7"', "0,", "[=186]999;0"])
def test_a_format_that_shows_another_number_is_found(book: Path, tmp_path: Path, number_format: str) -> None:
    def change(found: openpyxl.Workbook) -> None:
        found["附件2"]["I7"].number_format = number_format

    (problem,) = verify(edited(book, tmp_path / "a.xlsx", change)).problems
    assert (problem.key, problem.expected, problem.found) == ("r1.c9", 186, number_format)


@pytest.mark.parametrize("number_format", ["General", "0", "#,##0;-#,##0", '0"人"', "0_ ", "@", "[Red]0"])
def test_a_format_that_shows_the_number_is_no_problem(book: Path, tmp_path: Path, number_format: str) -> None:
    def change(found: openpyxl.Workbook) -> None:
        found["附件2"]["I7"].number_format = number_format

    assert verify(edited(book, tmp_path / "a.xlsx", change)).ok


def test_sheets_taken_away_or_put_in_are_found(book: Path, tmp_path: Path) -> None:
    def change(found: openpyxl.Workbook) -> None:
        del found["溯源"]
        found.create_sheet("另表")["A1"] = 5
        found.create_sheet("空表")

    problems = verify(edited(book, tmp_path / "a.xlsx", change)).problems
    assert problems == (Problem("溯源", "A1", None, "溯源", None), Problem("另表", "A1", None, None, "另表"))


def test_a_change_on_the_hidden_sheet_breaks_its_digest(book: Path, tmp_path: Path) -> None:
    def change(found: openpyxl.Workbook) -> None:
        page = found["_stationdesk"]
        page["B3"] = str(page["B3"].value).replace('"r1.c9":["count",186]', '"r1.c9":["count",286]')

    found = verify(edited(book, tmp_path / "a.xlsx", change))
    assert not found.machine.intact and found.problems[0].sheet == "_stationdesk"


def test_a_cached_total_changed_inside_the_package_is_found(book: Path, tmp_path: Path) -> None:
    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"<f>SUM(I7:I7)</f><v>186</v>", b"<f>SUM(I7:I7)</f><v>188</v>") if name.endswith("sheet1.xml") else part

    found = verify(repacked(book, tmp_path / "a.xlsx", change))
    assert found.problems == (Problem("附件2", "I8", "total.c9", 186, 188),)


def _garbage(path: Path, book: Path) -> None:
    path.write_bytes(b"PK\x03\x04 this is no workbook")


def _text(path: Path, book: Path) -> None:
    path.write_text("序号,县\n1,呼玛县\n", "utf-8")


def _half(path: Path, book: Path) -> None:
    path.write_bytes(book.read_bytes()[:5000])


def _other_package(path: Path, book: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<x/>")


def _broken_sheet(path: Path, book: Path) -> None:
    repacked(book, path, lambda name, part: part[: len(part) // 2] if name == "xl/worksheets/sheet1.xml" else part)


@pytest.mark.parametrize("make", [_garbage, _text, _half, _other_package, _broken_sheet])
def test_what_is_no_workbook_is_damage(book: Path, tmp_path: Path, make: Callable[[Path, Path], None]) -> None:
    make(tmp_path / "a.xlsx", book)
    with pytest.raises(Damaged) as damaged:
        verify(tmp_path / "a.xlsx")
    assert (damaged.value.code, damaged.value.exit_code) == ("workbook.not_a_workbook", 5)


def test_a_workbook_of_somebody_else_is_told_apart(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(Damaged, match=r"workbook\.no_machine_data"):
        verify(tmp_path / "a.xlsx")


def test_a_hidden_sheet_that_says_nothing_sensible_is_damage(book: Path, tmp_path: Path) -> None:
    with pytest.raises(Damaged, match=r"workbook\.no_machine_data"):
        verify(edited(book, tmp_path / "a.xlsx", put("_stationdesk", "B2", "[1, 2]")))


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        verify(tmp_path / "none.xlsx")


def test_a_cell_a_million_rows_away_is_not_opened(book: Path, tmp_path: Path) -> None:
    far = b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    bomb = repacked(
        book, tmp_path / "a.xlsx", lambda name, part: part.replace(b"<sheetData>", far) if name.endswith("sheet2.xml") else part
    )
    with pytest.raises(Refused, match=r"workbook\.too_large"):
        verify(bomb)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_cell_is_changed_it_is_found_and_named(book: Path, tmp_path: Path, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(verify(book).machine.expected))
    value = data.draw(st.one_of(st.integers(-1000, 10_000), st.sampled_from(["改", "0", "-"])))
    if value == one.value:
        return
    found = verify(edited(book, tmp_path / "any.xlsx", put(one.sheet, one.cell, value)))
    assert [(problem.sheet, problem.cell, problem.key) for problem in found.problems] == [(one.sheet, one.cell, one.key or None)]
