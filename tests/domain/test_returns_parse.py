"""Definitions: what fits is read, what does not is refused with its place in the file."""

import copy
from typing import Any

import pytest

from app.domain.errors import Refused
from app.domain.measures import MEASURES, MeasureKind, MeasureSpec, Scope
from app.domain.periods import PeriodKind, parse_period
from app.domain.returns import CellKind, Filter, MeasureQuery, behind, queries
from app.domain.returns_parse import parse_definition

FORM: dict[str, Any] = {
    "code": "TEST",
    "edition": 3,
    "sheet": "表一",
    "title": "试表",
    "periods": ["quarter"],
    "rows": [{"id": "r1"}],
    "columns": [
        {"id": "c1", "head": ["站点"], "measure": "station_name"},
        {"id": "c2", "head": ["岗位", "全日制"], "measure": "jobs_collected", "filter": [["kind", "eq", "full_time"]]},
        {"id": "c3", "head": ["岗位", "其他"], "measure": "jobs_collected", "filter": [["kind", "not_in", ["full_time"]]]},
        {"id": "c4", "head": ["岗位", "合计"], "sum": ["c2", "c3"]},
        {"id": "c5", "head": ["按期率"], "above": {"measure": "closed_on_time"}, "below": {"measure": "closed_or_overdue"}},
        {"id": "c6", "head": ["任务"], "manual": "number", "default": 20},
        {"id": "c7", "head": ["完成率"], "rate": ["c4", "c6"]},
        {"id": "c8", "head": ["备注"], "manual": "text"},
        {"id": "c9", "head": ["在册"], "measure": "files_stock", "aux": True},
    ],
    "checks": [
        {"id": "k1", "name": "合计", "rule": "c2 + c3 == c4", "text": "{c2 + c3} {op} {c4}"},
        {"id": "k2", "name": "岗位", "change": "c4", "over": 30},
    ],
}


def form(path: str = "", value: object = None, *, drop: bool = False) -> dict[str, Any]:
    """The sound form with one place changed: ``columns.1.measure``."""
    table = copy.deepcopy(FORM)
    *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
    place: Any = table
    for step in way:
        place = place[step]
    if drop:
        del place[last]
    elif path:
        place[last] = value
    return table


def test_a_sound_form_is_read() -> None:
    definition = parse_definition(form())
    assert (definition.code, definition.edition, definition.periods) == ("TEST", 3, {PeriodKind.QUARTER})
    assert [column.kind.value for column in definition.columns] == [
        "text",
        "sum",
        "sum",
        "sum",
        "rate",
        "manual",
        "rate",
        "manual",
        "count",
    ]
    assert definition.cell("r1.c9").column.aux
    assert [cell.key for cell in definition.cells()] == [f"r1.c{number}" for number in range(1, 10)]


def test_each_figure_is_asked_once_and_formulas_lead_to_theirs() -> None:
    definition = parse_definition(form())
    full = MeasureQuery("jobs_collected", Scope.PERIOD, (Filter("kind", "eq", ("full_time",)),))
    rest = MeasureQuery("jobs_collected", Scope.PERIOD, (Filter("kind", "not_in", ("full_time",)),))
    assert behind(definition, "r1.c4") == ((full, rest), ())
    assert behind(definition, "r1.c5") == (
        (MeasureQuery("closed_on_time", Scope.PERIOD),),
        (MeasureQuery("closed_or_overdue", Scope.PERIOD),),
    )
    assert behind(definition, "r1.c7") == ((full, rest), ())
    assert behind(definition, "r1.c8") == ((), ())
    assert len(queries(definition)) == 6
    assert MeasureQuery("files_stock", Scope.END) in queries(definition)


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        ("code", "test", "name", "code"),
        ("code", 7, "wrong_type", "code"),
        ("edition", True, "wrong_type", "edition"),
        ("sheet", "核对", "name", "sheet"),
        ("sheet", "a/b", "name", "sheet"),
        ("periods", ["week"], "unknown_value", "periods"),
        ("paper", "A0", "unknown_value", "paper"),
        ("titel", "x", "unknown_key", "titel"),
        ("columns.1.colour", "red", "unknown_key", "columns[2].colour"),
        ("columns.1.id", "c1", "duplicate", "columns"),
        ("columns.1.id", "prev", "name", "columns[2].id"),
        ("columns.1.id", "C 2", "name", "columns[2].id"),
        ("columns.1.head", ["a", "b", "c", "d"], "head", "columns[2].head"),
        ("columns.1.head", [], "head", "columns[2].head"),
        ("columns.1.width", 0, "unknown_value", "columns[2].width"),
        ("columns.1.measure", "jobs_dreamt", "unknown_measure", "columns[2].measure"),
        ("columns.1.sum", ["c3"], "source", "columns[2]"),
        ("columns.1.kind", "count", "wrong_kind", "columns[2].kind"),
        ("columns.1.kind", "float", "unknown_value", "columns[2].kind"),
        ("columns.1.scope", "end", "scope", "columns[2].scope"),
        ("columns.1.scope", "always", "unknown_value", "columns[2].scope"),
        ("columns.1.filter", [["colour", "eq", "x"]], "unknown_field", "columns[2].filter[1]"),
        ("columns.1.filter", [["kind", "like", "full_time"]], "unknown_operator", "columns[2].filter[1]"),
        ("columns.1.filter", [["kind", "eq", "1 or 1=1"]], "unknown_value", "columns[2].filter[1]"),
        ("columns.1.filter", [["kind", "eq", ["full_time", "part_time"]]], "filter", "columns[2].filter[1]"),
        ("columns.1.filter", ["kind = full_time"], "filter", "columns[2].filter[1]"),
        ("columns.3.sum", ["c2", "c40"], "unknown_cell", "r1.c4"),
        ("columns.3.sum", ["c2", "c1"], "wrong_kind", "r1.c4"),
        ("columns.3.sum", ["c2", "c4"], "circle", "r1.c4"),
        ("columns.6.rate", ["c4"], "source", "columns[7]"),
        ("columns.6.rate", ["c4", "c5"], "wrong_kind", "r1.c7"),
        ("columns.4.above", {"measure": "jobs_collected"}, "wrong_kind", "columns[5]"),
        ("columns.5.manual", "date", "unknown_value", "columns[6].manual"),
        ("columns.5.default", "viele", "wrong_type", "columns[6].default"),
        ("rows", [], "missing", "columns"),
        ("rows.0.cells", {"c99": {"manual": "text"}}, "unknown_cell", "rows[1].cells.c99"),
        ("rows.0.filter", [["kind", "eq", "full_time"]], "unknown_field", "rows[1].filter[1]"),
        ("checks.0.rule", "c2 + c3 == c77", "unknown_cell", "checks[1]"),
        ("checks.0.rule", "r9.c2 == c4", "unknown_cell", "checks[1]"),
        ("checks.0.rule", "c1 == c4", "wrong_kind", "checks[1]"),
        ("checks.0.rule", "c8 == c4", "wrong_kind", "checks[1]"),
        ("checks.0.rule", "c2 +", "expression", "checks[1].rule"),
        ("checks.0.text", "{op2}", "expression", "checks[1].text"),
        ("checks.0.text", "{c2", "expression", "checks[1].text"),
        ("checks.0.text", "{c90}", "unknown_cell", "checks[1]"),
        ("checks.0.change", "c4", "source", "checks[1]"),
        ("checks.0.level", "soft", "unknown_value", "checks[1].level"),
        ("checks.1.change", "c44", "unknown_cell", "checks[2]"),
        ("checks", "none", "wrong_type", "checks"),
        ("checks", ["none"], "wrong_type", "checks[1]"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(path: str, value: object, code: str, where: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_definition(form(path, value))
    assert (refused.value.code, refused.value.field) == (f"return.definition.{code}", where)


@pytest.mark.parametrize(
    "path", ["code", "edition", "title", "columns", "rows", "periods", "columns.0.id", "columns.0.head", "checks.0.name"]
)
def test_what_is_missing_is_named(path: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_definition(form(path, drop=True))
    assert refused.value.code == "return.definition.missing"


def test_formulas_that_lead_to_each_other_are_a_circle() -> None:
    table = form("columns.3.sum", ["c2", "c10"])
    table["columns"].append({"id": "c10", "head": ["十"], "sum": ["c4"]})
    with pytest.raises(Refused) as refused:
        parse_definition(table)
    assert refused.value.code == "return.definition.circle"


def test_a_row_may_narrow_and_replace_its_columns() -> None:
    table = form()
    table["columns"] = table["columns"][:2]
    table["checks"] = []
    replaced = {"c2": {"measure": "jobs_collected", "scope": "cumulative"}}
    table["rows"] = [{"id": "r1", "filter": [["kind", "ne", "internship"]]}, {"id": "r2", "title": "累计", "cells": replaced}]
    definition = parse_definition(table)
    narrowed = (Filter("kind", "eq", ("full_time",)), Filter("kind", "ne", ("internship",)))
    assert behind(definition, "r1.c2") == ((MeasureQuery("jobs_collected", Scope.PERIOD, narrowed),), ())
    assert behind(definition, "r2.c2") == ((MeasureQuery("jobs_collected", Scope.CUMULATIVE),), ())
    assert behind(definition, "r1.c1") == ((MeasureQuery("station_name", Scope.END),), ())


def test_measures_are_handed_in() -> None:
    spec = MeasureSpec("grants_paid", "补贴金额", MeasureKind.MONEY, "元", "已发放的补贴。", "发放日期", "grant")
    table = form("columns.1", {"id": "c2", "head": ["补贴"], "measure": "grants_paid"})
    definition = parse_definition(table | {"checks": []}, MEASURES | {"grants_paid": spec})
    assert definition.column("c2").kind is CellKind.MONEY
    with pytest.raises(Refused):
        parse_definition(table)


def test_a_form_is_filled_for_its_kind_of_period_only() -> None:
    definition = parse_definition(form())
    definition.require_period(parse_period("2026Q3"))
    with pytest.raises(Refused, match="period_kind"):
        definition.require_period(parse_period("2026"))


def test_every_measure_says_what_it_counts_and_when() -> None:
    for name, spec in MEASURES.items():
        assert name == spec.name
        assert spec.definition.endswith("。") and spec.title and spec.unit and spec.dated_by and spec.record
        assert spec.scopes and all(len(dict(field.values)) == len(field.values) for field in spec.fields)


RANKED = {"id": "m", "head": ["等候"], "measure": "waiting_median"}
PLAIN = {"code": "T", "edition": 1, "sheet": "表", "title": "表", "periods": ["quarter"], "rows": [{"id": "r1"}]}


@pytest.mark.parametrize(
    "more",
    [
        {"columns": [RANKED, {"id": "s", "head": ["和"], "sum": ["m"]}]},
        {"columns": [RANKED], "checks": [{"id": "k", "name": "和", "rule": "prev.m + m <= 5"}]},
        {"columns": [RANKED], "checks": [{"id": "k", "name": "和", "rule": "sum(m) <= 5"}]},
        {"columns": [RANKED], "checks": [{"id": "k", "name": "和", "rule": "max(m, 2 * m) <= 5"}]},
        {"columns": [RANKED], "checks": [{"id": "k", "name": "变", "change": "m"}]},
    ],
)
def test_a_rank_is_never_added_up(more):
    with pytest.raises(Refused) as refused:
        parse_definition(PLAIN | more)
    assert refused.value.code in ("return.definition.not_added", "return.definition.wrong_kind")


def test_a_rank_may_be_compared():
    form = parse_definition(PLAIN | {"columns": [RANKED], "checks": [{"id": "k", "name": "比", "rule": "max(m, 2) <= 5"}]})
    assert (form.columns[0].kind, form.columns[0].decimals) == (CellKind.RANK, 1)


EACH = [
    {
        "each": "line",
        "id": "{line}_a",
        "head": ["{letter} {line_name}"],
        "measure": "tickets_taken",
        "filter": [["line", "eq", "{letter}"]],
    },
    {"each": "line", "id": "{line}_b", "head": ["{letter}"], "measure": "visitors_served"},
]
SUMMED = [{"id": "k", "name": "和", "rule": "{lines: r1.*_a} == 3", "text": "{{lines: r1.*_a}} {op} 3"}]


def test_columns_are_repeated_line_by_line_and_summed_over_all_of_them():
    table = PLAIN | {
        "columns": [{"id": "c", "head": ["行"], "label": True}, *EACH],
        "checks": SUMMED,
        "lines": [["C", "丙"], ["A", "甲{1}"]],
    }
    form = parse_definition(table)
    assert [column.id for column in form.columns] == ["c", "a_a", "a_b", "c_a", "c_b"]
    assert (form.columns[1].head, form.per_line) == (("A 甲（1）",), True)
    assert [column.id for column in parse_definition(table | {"station_lines": [["B", "乙"]]}).columns] == ["c", "b_a", "b_b"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [([["a", "甲"]], "wrong_type"), ([["A", "甲"], ["A", "乙"]], "duplicate"), ("A", "wrong_type"), ([["A"]], "wrong_type")],
)
def test_lines_that_are_none_are_refused(lines, code):
    with pytest.raises(Refused, match=code):
        parse_definition(PLAIN | {"columns": EACH, "lines": lines})


def test_a_station_without_a_line_has_the_columns_of_all_only():
    table = PLAIN | {"columns": [{"id": "c", "head": ["行"], "label": True}, *EACH], "checks": SUMMED}
    assert [column.id for column in parse_definition(table).columns] == ["c"]
