"""The workbook of a return: every cell as agreed, the same bytes each time, written whole or not at all."""

import hashlib
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from app.domain.errors import Surroundings
from app.domain.returns_layout import LineageLabel, WorkbookValue
from exporters import sheets
from exporters.xlsx import workbook_bytes, write_workbook
from tests.exporters.workbooks import SOFFICE, converted, dump, golden, plan, quarter
from tests.printing import reading

needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice cannot start here: libreoffice-calc-nogui is not installed")


@pytest.mark.parametrize(("name", "value"), [("qsr.txt", quarter()), ("plan.txt", plan())])
def test_every_cell_is_as_agreed(tmp_path: Path, name: str, value: object) -> None:
    path = tmp_path / "return.xlsx"
    write_workbook(value, path)
    assert dump(path) == golden(name, dump(path))


def test_the_same_value_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    digest = write_workbook(quarter(), path)
    assert path.read_bytes() == workbook_bytes(quarter())
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_form_has_a_head_of_three_levels_totals_as_formulas_and_a_printed_page(tmp_path: Path) -> None:
    write_workbook(quarter(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    page = book["附件2"]
    merged = {str(area) for area in page.merged_cells.ranges}
    assert {"A1:AI1", "A4:A6", "M4:R4", "M5:M6", "N5:R5", "T4:Y4", "T5:X5", "Y5:Y6", "Z4:AD4"} <= merged
    assert (page["M4"].value, page["N5"].value, page["N6"].value, page["T5"].value) == ("筹集岗位数（个）", "其中", "全日制", "本季")
    assert (page["I8"].value, page["N8"].value, page["B8"].value) == ("=SUM(I7:I7)", "=SUM(N7:N7)", "合计")
    assert (page["I7"].number_format, page["AG7"].number_format, page["E7"].number_format) == ("#,##0", "0.00", "@")
    assert page.freeze_panes == "D7" and page.page_setup.orientation == "landscape" and page.page_setup.fitToHeight == 0
    assert (page.page_setup.paperSize, page.print_title_rows) == (8, "$1:$6")


def test_a_long_name_wraps_in_its_cell_and_no_line_of_the_form_is_cramped(tmp_path: Path) -> None:
    write_workbook(quarter(), tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["附件2"]
    words = [cell for row in page.iter_rows(min_row=7) for cell in row if cell.data_type == "s" and cell.border.left.style]
    assert words and all(cell.alignment.wrap_text for cell in words)
    assert min(page.row_dimensions[row].height for row in range(1, page.max_row + 1)) >= sheets.FORM_ROW


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    write_workbook(quarter(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["附件2"]["AI7"].data_type == "s" and book["附件2"]["AI7"].value == "+86 不是公式"
    assert [cell.data_type for row in book["情况说明"].iter_rows() for cell in row if str(cell.value).startswith("=")] == ["s"]


def test_the_sheet_for_machines_is_very_hidden(tmp_path: Path) -> None:
    write_workbook(quarter(), tmp_path / "a.xlsx")
    states = [page.sheet_state for page in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets]
    assert states == ["visible"] * 6 + ["veryHidden"]


def test_a_practice_station_says_so_on_every_sheet_and_a_real_one_on_none(tmp_path: Path) -> None:
    for practice in (True, False):
        value = quarter()
        write_workbook(replace(value, station=replace(value.station, practice=practice)), tmp_path / "a.xlsx")
        pages = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[:-1]
        assert [str(page["A1"].value).startswith("【练习】") for page in pages] == [practice] * 6
        assert ["练习" in (page.oddHeader.center.text or "") for page in pages] == [practice] * 6


def test_a_first_return_is_marked(tmp_path: Path) -> None:
    write_workbook(plan(), tmp_path / "a.xlsx")
    assert "注：首次报表，没有上期封存数，累计数由记录计算。" in dump(tmp_path / "a.xlsx")


def test_money_is_written_in_yuan() -> None:
    from app.domain.returns import CellKind, CellValue
    from app.domain.returns_layout import shown
    from exporters.xlsx import number_of

    cell = sheets.SheetCell(0, 0, 123456, kind="money")
    assert number_of(cell) == 1234.56
    assert [shown(CellValue(CellKind.MONEY, cents)) for cents in (123456, 5, -123456)] == ["1,234.56", "0.05", "-1,234.56"]


def test_a_long_list_of_records_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_RECORDS", 3)
    labels = tuple(LineageLabel("visit_person", str(number)) for number in range(5))
    sheet = sheets.lineage_sheet(replace(quarter(), lineage=(("r1.c9", labels),)))
    assert sheet.cells[-1].value == "其余 2 条从略，可在站内逐条打开。"


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_names_of_a_sheet(number: int, name: str) -> None:
    assert sheets.column_name(number) == name


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    """The read-only place is a path under a plain file and one that is a folder: permissions do not stop root."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder.xlsx").mkdir()
    for target in (tmp_path / "file" / "a.xlsx", tmp_path / "none" / "a.xlsx", tmp_path / "folder.xlsx"):
        with pytest.raises(Surroundings) as refused:
            write_workbook(quarter(), target)
        assert refused.value.code == "workbook.unwritable"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "folder.xlsx"]


@pytest.mark.parametrize(
    ("trouble", "told"), [(OSError(28, "No space left on device"), "磁盘已满"), (KeyboardInterrupt(), "")], ids=["full", "Ctrl-C"]
)
def test_an_old_file_stays_when_the_new_one_cannot_be_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException, told: str
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def stopped(_: int) -> None:
        raise trouble

    monkeypatch.setattr("os.fsync", stopped)
    with pytest.raises((Surroundings, KeyboardInterrupt)) as raised:
        write_workbook(quarter(), target)
    assert getattr(raised.value, "params", {"problem": ""})["problem"] == told
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.xlsx"] and target.read_bytes() == b"old"


def test_the_summary_names_the_rows_in_which_the_records_stand(tmp_path: Path) -> None:
    write_workbook(quarter(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    listed = [tuple(cell.value for cell in row) for row in book["溯源"].iter_rows()]
    told = [tuple(cell.value for cell in row) for row in book["溯源汇总"].iter_rows(min_row=3)]
    assert [(row[0], row[3]) for row in told] == [("r1.c9", 5), ("r1.c13", 2), ("r1.c33", 1), ("r1.c33", 1)]
    for key, _title, kind, count, used, rows in told:
        first, *_, last = (int(number) for number in rows.strip("第 行").split("–") * 2)
        assert {(row[0], row[2], row[5]) for row in listed[first - 1 : last]} == {(key, kind, used)} and last - first + 1 == count
    assert told[-1][5] == f"第 {len(listed)} 行"


def long_lineage() -> WorkbookValue:
    """A quarter with so many records behind one figure that paper shows their number only."""
    visits = tuple(LineageLabel("visit_person", f"ZF2026-{number:05}") for number in range(3000))
    return replace(quarter(), lineage=(("r1.c9", visits), *quarter().lineage[1:]))


@needs_office
def test_another_program_opens_it_prints_it_and_adds_up_to_the_same(tmp_path: Path) -> None:
    """Three thousand records are no hundred pages: their sheet prints the line that says where they stand."""
    write_workbook(long_lineage(), tmp_path / "a.xlsx")
    printed = reading.pages(converted(tmp_path / "a.xlsx", tmp_path, "pdf").read_bytes())
    titles = ("建设标准化", "情况说明", "指标解释", "指标解释", "核对", "溯源汇总", "溯源")
    assert len(printed) == len(titles) and all(title in page for title, page in zip(titles, printed, strict=True))
    assert "ZF2026" not in "".join(printed) and "共 3004 条" in printed[-1] and "取消打印区域" in printed[-1]
    assert dump(converted(tmp_path / "a.xlsx", tmp_path)) == dump(tmp_path / "a.xlsx")
