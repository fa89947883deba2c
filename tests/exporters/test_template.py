"""A county's own workbook as template: the figures go where it asks for them, its drawing stays."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from app.domain.errors import Damaged, Refused
from exporters.template import fill_template, template_values
from tests.exporters.workbooks import plan, quarter


def template(path: Path, cells: dict[str, object]) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "工作情况"
    for name, value in cells.items():
        page[name] = value
    page["B2"].font = Font(name="黑体", bold=True, size=14)
    page.merge_cells("A1:C1")
    book.save(path)
    return path


def filled(tmp_path: Path, cells: dict[str, object]) -> openpyxl.worksheet.worksheet.Worksheet:
    data = fill_template(template(tmp_path / "t.xlsx", cells), template_values(quarter()))
    (tmp_path / "out.xlsx").write_bytes(data)
    return openpyxl.load_workbook(tmp_path / "out.xlsx")["工作情况"]


def test_figures_go_where_the_county_asks_for_them(tmp_path: Path) -> None:
    page = filled(
        tmp_path, {"A1": "{{station.name}} {{period}}", "B2": "{{r1.c9}}", "B3": " {{ r1.c33 }} ", "B4": "{{total.c13}}", "B5": "=B2*2"}
    )
    assert page["A1"].value == "光明社区“家门口”就业服务站 2026年第三季度"
    assert (page["B2"].value, page["B3"].value, page["B4"].value, page["B5"].value) == (186, 98.5, 64, "=B2*2")
    assert (page["B2"].font.name, page["B2"].font.bold) == ("黑体", True)
    assert "A1:C1" in {str(area) for area in page.merged_cells.ranges}


def test_text_never_becomes_a_formula(tmp_path: Path) -> None:
    page = filled(tmp_path, {"A1": "{{存在问题}}", "A2": "{{主要做法}}", "A3": "{{r1.c34}}"})
    assert page["A1"].data_type == "s" and page["A1"].value.startswith("=SUM")
    assert page["A2"].value == "入户走访，逐一登记。\n每周三到零工市场推介岗位。\n与残联共享信息。"
    assert page["A3"].value is None


def test_a_place_that_asks_for_something_else_is_refused_by_its_cell(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        filled(tmp_path, {"C4": "{{r1.c99}}"})
    assert refused.value.params == {"sheet": "工作情况", "cell": "C4", "key": "r1.c99"}


def test_a_practice_station_is_marked_in_a_template_too() -> None:
    assert template_values(plan())["practice"] == "练习"


def test_a_template_that_is_no_workbook_is_damage(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_text("x")
    with pytest.raises(Damaged):
        fill_template(tmp_path / "t.xlsx", {})
