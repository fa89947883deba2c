"""Forms as files: those shipped, and a county's own in their place without a change of code."""

from pathlib import Path

import openpyxl
import pytest

from app.domain.errors import NotFound, Refused, Surroundings
from app.domain.periods import parse_period
from app.domain.profiles import Target
from app.domain.returns import CheckLevel, Manual, MeasureQuery, behind
from app.domain.returns_compute import compute
from app.domain.returns_layout import ReturnStation, WorkbookValue, column_title, head_cells, meanings
from exporters.registry import find_definition, load_definitions, read_definition
from exporters.xlsx import write_workbook
from tests.domain.returns_samples import PREVIOUS, figures
from tests.exporters.workbooks import STATION, quarter

SHIPPED = Path("exporters/definitions")
OWN = """
code = "QSR"
edition = 7
sheet = "进展情况"
title = "民心行动进展情况表"
periods = ["quarter"]
paper = "A4"
[[rows]]
id = "r1"
title = "走访"
[[rows]]
id = "r2"
title = "帮扶就业"
cells = { c3 = { measure = "helped_into_work", kind = "count" } }
[[columns]]
id = "c1"
head = ["县区"]
measure = "station_county"
[[columns]]
id = "c2"
head = ["年度目标任务"]
manual = "number"
[[columns]]
id = "c3"
head = ["完成进度", "完成数"]
measure = "visits_persons"
[[columns]]
id = "c4"
head = ["完成进度", "完成率（%）"]
rate = ["c3", "c2"]
"""


def qsr_text() -> str:
    return (SHIPPED / "qsr.toml").read_text("utf-8")


def test_the_forms_of_the_document_are_shipped_with_their_titles_and_the_remark_that_they_are_not_official() -> None:
    forms = {code: loaded.definition for code, loaded in load_definitions().items()}
    assert set(forms) == {"QSR", "PLAN", "HALL"}
    assert (forms["QSR"].sheet, forms["QSR"].title) == ("附件2", "建设标准化“家门口”就业服务站工作情况")
    assert (forms["PLAN"].sheet, forms["PLAN"].title) == ("附件1", "建设标准化“家门口”就业服务站计划任务")
    assert (forms["QSR"].remark, forms["PLAN"].remark) == ("本表式为软件默认模板，非附件2原表", "本表式为软件默认模板，非附件1原表")
    for form in (forms["QSR"], forms["PLAN"]):
        assert form.foot == ("单位负责人", "填表人", "联系电话", "报出日期", "（盖章）")
        assert form.narrative == ("主要做法", "典型经验", "存在问题", "下步打算")


def test_the_quarterly_form_has_the_columns_agreed_in_three_levels() -> None:
    form = load_definitions()["QSR"].definition
    quarter_of = parse_period("2026Q3")
    head = head_cells(form, quarter_of)
    assert max(cell.row + cell.rows for cell in head) == 3
    titles = [column_title(column, quarter_of) for column in form.columns if not column.aux]
    for title in (
        "序号",
        "走访人次",
        "筹集岗位数（个） · 其中 · 公益性",
        "帮扶就业人数（人） · 本季 · 农民工",
        "零就业家庭（户） · 超期户",
        "备注",
    ):
        assert title in titles
    assert column_title(form.column("c20"), parse_period("2026-07")) == "帮扶就业人数（人） · 本月 · 合计"


def test_the_heads_cover_every_column_at_every_level_exactly_once() -> None:
    for loaded in load_definitions().values():
        period = parse_period("2026")
        head = head_cells(loaded.definition, period)
        taken = [
            (row, column)
            for cell in head
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        ]
        depth = max(len(column.head) for column in loaded.definition.columns)
        width = sum(not column.aux for column in loaded.definition.columns)
        assert sorted(taken) == [(row, column) for row in range(depth) for column in range(width)]


def test_the_plan_takes_its_targets_from_the_profile_and_presets_nothing_itself() -> None:
    sources = {column.id: column.source for column in load_definitions()["PLAN"].definition.columns}
    asked = {name: source.target for name, source in sources.items() if isinstance(source, Manual) and source.target}
    assert set(asked.values()) <= {target.value for target in Target} and len(asked) == 5
    assert all(source.default is None for source in sources.values() if isinstance(source, Manual))


def test_every_column_is_explained_with_its_unit_and_date() -> None:
    form = load_definitions()["QSR"].definition
    lines = {line.key: line for line in meanings(form, parse_period("2026Q3"))}
    assert len(lines) == len(form.columns)
    assert lines["c14"].definition == "筹集岗位数（本期，岗位类别为全日制）：筹集岗位的招聘人数之和；续期的岗位不再计。"
    assert lines["c33"].definition.endswith("除数为 0 时为空。") and lines["c33"].unit == "%"
    assert lines["c20"].dated_by == "上岗日期"


def test_a_changed_column_title_changes_the_sheet_and_formulas_still_total(tmp_path: Path) -> None:
    """Obligation J2."""
    (tmp_path / "own.toml").write_text(qsr_text().replace('head = ["走访人次"]', 'head = ["入户走访人次"]'), "utf-8")
    loaded = load_definitions(tmp_path)["QSR"]
    value = quarter()
    changed = WorkbookValue(loaded.definition, value.result, STATION, value.cut_off, value.made_at)
    write_workbook(changed, tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["附件2"]
    assert loaded.own and page["I4"].value == "入户走访人次" and page["I8"].value == "=SUM(I7:I7)"
    assert openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["附件2"]["I8"].value == 186


def test_a_form_with_other_columns_and_rows_works_without_a_change_of_code(tmp_path: Path) -> None:
    """Obligation J1, with a layout such as 民心行动各县区进展情况表."""
    (tmp_path / "own.toml").write_text(OWN, "utf-8")
    form = load_definitions(tmp_path)["QSR"].definition
    asked = figures(definition=form)
    assert len(asked) == 3
    result = compute(form, parse_period("2026Q3"), asked, {"r1.c2": 2, "r2.c2": 4})
    assert [result.cells[key].value for key in ("r1.c4", "r2.c4")] == ["150.00", "75.00"]
    assert result.totals["c4"].value == "100.00"
    value = quarter()
    write_workbook(WorkbookValue(form, result, ReturnStation("1", "站"), value.cut_off, value.made_at), tmp_path / "a.xlsx")
    page = openpyxl.load_workbook(tmp_path / "a.xlsx")["进展情况"]
    assert (page["C8"].value, page["C4"].value, page["D5"].value) == ("=SUM(C6:C7)", "完成进度", "完成率（%）")


def test_a_county_may_add_a_form_beside_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(OWN.replace('"QSR"', '"PROGRESS"'), "utf-8")
    assert set(load_definitions(tmp_path)) == {"QSR", "PLAN", "HALL", "PROGRESS"}
    assert set(load_definitions(tmp_path / "none")) == {"QSR", "PLAN", "HALL"}


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("code = ", "not_toml", "own.toml"),
        (OWN.replace("visits_persons", "visits_dreamt"), "unknown_measure", "own.toml columns[3].measure"),
        (OWN.replace("edition = 7", ""), "missing", "own.toml edition"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_by_its_name(tmp_path: Path, text: str, code: str, where: str) -> None:
    (tmp_path / "own.toml").write_text(text, "utf-8")
    file = load_definitions(tmp_path).refused[0]
    assert (file.error.code, file.error.params["where"]) == (f"return.definition.{code}", where)


def test_a_file_that_does_not_fit_stops_its_own_form_only(tmp_path: Path) -> None:
    """The shipped form does not take the place of the county's: it would be another form under the same name."""
    (tmp_path / "own.toml").write_text(OWN.replace("visits_persons", "visits_dreamt"), "utf-8")
    (tmp_path / "b.toml").write_text(OWN.replace('"QSR"', '"PROGRESS"'), "utf-8")
    forms = load_definitions(tmp_path)
    assert set(forms) == {"PLAN", "HALL", "PROGRESS"}
    assert find_definition(forms, "plan").definition.code == "PLAN"
    with pytest.raises(Refused, match="unknown_measure"):
        find_definition(forms, "qsr")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("own.toml", b'code = "QSR"\nedition = ', "QSR"),
        ("own.toml", OWN.encode("gb18030"), "QSR"),
        ("plan.toml", b"\x00\xff", "PLAN"),
        ("deep.toml", b"a = " + b"[" * 5000, "DEEP"),
    ],
)
def test_what_can_hardly_be_read_is_told_by_its_own_line_or_its_name(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(content)
    forms = load_definitions(tmp_path)
    assert [(file.name, file.code, file.error.code) for file in forms.refused] == [(name, code, "return.definition.not_toml")]
    assert code not in forms


def test_two_files_for_one_form_refuse_each_other(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(OWN, "utf-8")
    with pytest.raises(Refused, match="duplicate") as twice:
        find_definition(load_definitions(tmp_path), "QSR")
    assert twice.value.params["where"] == "a.toml b.toml"


def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(Surroundings, match="unreadable"):
        find_definition(load_definitions(tmp_path), "A")


def test_a_filter_of_lists_is_refused(tmp_path: Path) -> None:
    text = OWN.replace('measure = "visits_persons"', 'measure = "visits_persons"\nfilter = [["group", "in", [["veteran"]]]]')
    (tmp_path / "own.toml").write_text(text, "utf-8")
    with pytest.raises(Refused, match=r"unknown_field|filter"):
        find_definition(load_definitions(tmp_path), "QSR")


def test_an_unknown_form_is_not_found() -> None:
    assert find_definition(load_definitions(), "qsr").definition.code == "QSR"
    with pytest.raises(NotFound) as missing:
        find_definition(load_definitions(), "XYZ")
    assert missing.value.params["known"] == "HALL、PLAN、QSR"


def test_a_stored_text_reads_as_the_same_form() -> None:
    loaded = load_definitions()["QSR"]
    assert read_definition(loaded.text).definition == loaded.definition


def test_every_balance_rule_is_in_the_quarterly_form() -> None:
    form = load_definitions()["QSR"].definition
    assert len([check for check in form.checks if check.level is CheckLevel.HARD]) == 15
    assert {measure for check in ("r1.c33", "r1.c34") for side in behind(form, check) for measure in _names(side)} == {
        *("closed_on_time", "closed_or_overdue", "ratings_good", "ratings_all")
    }
    assert PREVIOUS.period == "2026Q2"


def _names(side: tuple[MeasureQuery, ...]) -> list[str]:
    return [query.measure for query in side]
