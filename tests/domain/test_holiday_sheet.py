"""A holiday table typed as a sheet: read whole, or refused with the row and the column that is wrong."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.domain.calendar import SpecialKind
from app.domain.errors import Refused
from app.domain.holiday_sheet import Sheet, tables_of
from app.texts import sentence

HEADS = ("日期", "类别", "名称", "依据")
NEW_YEAR = (date(2027, 1, 1), "放假", "元旦", "国办发明电〔2026〕9号")


def sheet(*rows, **more) -> Sheet:
    return Sheet((HEADS, NEW_YEAR, *rows), **more)


def test_days_of_several_years_and_spellings_become_their_tables_with_the_notice():
    rows = (
        (datetime(2027, 1, 2), "休息", "元旦", None),
        (),
        ("2027年1月9日", "补班", "元旦"),
        (" 2028/1/1 ", "off", "元旦"),
        ("2028-01-08", "上班", "元旦"),
    )
    first, second = tables_of(Sheet((("2027 年放假安排",), *sheet(*rows).rows)))
    assert (first.year, first.source, second.year, second.source) == (2027, NEW_YEAR[3], 2028, "")
    assert [(row.day, row.kind) for row in first.days] == [
        (date(2027, 1, 1), SpecialKind.OFF),
        (date(2027, 1, 2), SpecialKind.OFF),
        (date(2027, 1, 9), SpecialKind.WORK),
    ]
    assert [row.day for row in second.days] == [date(2028, 1, 1), date(2028, 1, 8)]


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        (("1月2日", "放假", "元旦"), "date", "第 3 行“日期”的“1月2日”"),
        (("02/01/2027", "放假", "元旦"), "date", "第 3 行“日期”"),
        ((46389, "放假", "元旦"), "date", "第 3 行“日期”的“46389”"),
        (("2027-02-30", "放假", "元旦"), "date", "第 3 行“日期”"),
        (("2027-1/2", "放假", "元旦"), "date", "第 3 行“日期”"),
        ((None, "放假", "元旦"), "date", "第 3 行“日期”"),
        (("2027-01-02", "调休", "元旦"), "kind", "第 3 行“类别”的“调休”"),
        (("2027-01-02", "放假", " "), "name", "第 3 行“名称”"),
        (("2027-01-02",), "kind", "第 3 行“类别”"),
        (("2027-01-04", "补班", "元旦"), "weekday", "第 3 行“类别”：2027-01-04"),
        (("2027年1月1日", "放假", "元旦"), "twice", "2027-01-01 在第 2 行已经有了"),
    ],
)
def test_a_wrong_cell_is_named_by_its_row_and_column(row, code, said):
    with pytest.raises(Refused, match=rf"calendar\.sheet_{code}$") as refusal:
        tables_of(sheet(row))
    assert said in sentence(refusal.value) and "没有导入任何一年" in sentence(refusal.value)


def test_a_formula_and_cells_that_are_drawn_together_are_not_guessed_at():
    row = ("=A2+1", "放假", "元旦")
    for more, code in (({"formulas": frozenset({(3, 1)})}, "formula"), ({"merged": frozenset({(3, 3)})}, "merged")):
        with pytest.raises(Refused, match=rf"calendar\.sheet_{code}$"):
            tables_of(sheet(("2027-01-02", *row[1:]), **more))
    with pytest.raises(Refused, match=r"calendar\.sheet_date$"):
        tables_of(sheet(row))
    assert len(tables_of(sheet(merged=frozenset({(1, 1), (1, 2), (2, 5)})))[0].days) == 1


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        ((), "sheet_heads", "日期、类别、名称"),
        (((1, 2),) * 9, "sheet_heads", "日期、类别、名称"),
        ((("日期", "名称"), ("2027-01-01", "元旦")), "sheet_column", "第 1 行的表头缺少：类别"),
        ((("放假",), HEADS), "sheet_empty", "第 2 行"),
    ],
)
def test_a_sheet_without_heads_or_days_says_what_is_wanted(rows, code, said):
    with pytest.raises(Refused, match=rf"calendar\.{code}$") as refusal:
        tables_of(Sheet(rows))
    assert said in sentence(refusal.value)
