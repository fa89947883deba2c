"""A list as a workbook: what stands in the cells is what the screen showed, and nothing in it is ever computed."""

import io

import openpyxl
import pytest

from app.domain.list_sheet import ListColumn, ListHead, ListMaking, ListSheet
from exporters.lists import list_bytes

COLUMNS = (ListColumn("姓名"), ListColumn("证件号码"), ListColumn("人数", right=True))
ROWS = (ListHead("在册"), ("张淑芬", "2327**********0426", 3), ("=1+1", "http://例子", 1284))
MAKING = ListMaking("松涛社区服务站", "王敏", "2026-10-09 14:05", practice=True)


@pytest.fixture
def page():
    sheet = ListSheet("people", "人员", COLUMNS, ROWS, "只含“登记失业”")
    return openpyxl.load_workbook(io.BytesIO(list_bytes(sheet, MAKING))).active


def test_title_and_origin_stand_above_the_heads(page):
    assert page["A1"].value == "【练习】人员"
    assert page["A2"].value == "松涛社区服务站，王敏 2026-10-09 14:05 导出，只含“登记失业”，2 条，证件和电话号码照屏幕上遮住"
    assert [cell.value for cell in page[3]] == ["姓名", "证件号码", "人数"]


def test_figures_are_numbers_and_everything_else_is_text(page):
    assert [cell.value for cell in page[5]] == ["张淑芬", "2327**********0426", 3]
    assert (page["A6"].value, page["A6"].data_type, page["B6"].hyperlink) == ("=1+1", "s", None)
    assert page["C6"].value == 1284


def test_the_heads_stay_in_sight_and_can_be_filtered(page):
    assert page.freeze_panes == "A4" and page.auto_filter.ref == "A3:C6" and page.print_title_rows == "$3:$3"


def test_a_list_without_masked_numbers_does_not_speak_of_them():
    sheet = ListSheet("jobs", "岗位", (ListColumn("岗位"),), (("保洁",),))
    made = openpyxl.load_workbook(io.BytesIO(list_bytes(sheet, MAKING))).active
    assert made["A2"].value == "松涛社区服务站，王敏 2026-10-09 14:05 导出，1 条"


def test_a_long_cell_wraps_and_is_as_high_as_its_lines_and_a_group_stands_across():
    long = "、".join(("大龄（4050）", "长期失业人员", "低保人员", "就业困难人员") * 4)
    sheet = ListSheet("people", "人员", COLUMNS, (ListHead("在册"), ("张淑芬", long, 3), ("王强", "无", 3)), "")
    page = openpyxl.load_workbook(io.BytesIO(list_bytes(sheet, MAKING))).active
    assert page["B5"].alignment.wrap_text and page.row_dimensions[5].height > 2 * 14
    assert page.row_dimensions[6].height is None
    assert not page.merged_cells.ranges and [cell.border.bottom.style for cell in page[4]] == ["thin"] * 3
    assert (page["A3"].alignment.horizontal, page["C3"].alignment.horizontal) == (None, "right")
