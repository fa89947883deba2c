"""Filled returns: rates, totals, each balance rule, the warnings, the first return of a station."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import NotFound, Refused
from app.domain.periods import parse_period
from app.domain.returns import (
    CellKind,
    CellValue,
    CheckLevel,
    CheckResult,
    Figure,
    Previous,
    ReturnResult,
    check_manual,
    preset,
    queries,
    require_freezable,
)
from app.domain.returns_compute import compute, evaluated, rate_text
from app.domain.returns_parse import parse_definition
from tests.domain.returns_samples import PLAN, PREVIOUS, QSR, figures

Q3 = parse_period("2026Q3")
TARGETS = preset(PLAN, {"stations_total": 20, "stations_2024": 7, "helped_people": 5000, "fairs": 105})
HARD = [check.id for check in QSR.checks if check.level is CheckLevel.HARD]


def filled(changes: dict[str, int] | None = None, previous: Previous | None = PREVIOUS, period: str = "2026Q3") -> ReturnResult:
    return compute(QSR, parse_period(period), figures(changes), {}, previous)


def result_of(rule: str, result: ReturnResult) -> CheckResult:
    (found,) = [check for check in result.checks if check.rule == rule]
    return found


def test_a_sound_quarter_passes_every_hard_check() -> None:
    result = filled()
    assert [check.rule for check in result.checks if not check.ok] == ["visits_changed"]
    assert not result.first


def test_the_cells_have_their_kinds_and_values() -> None:
    cells = filled().cells
    assert cells["r1.c3"] == CellValue(CellKind.TEXT, "光明社区“家门口”就业服务站", "station_name", 1)
    assert cells["r1.c9"] == CellValue(CellKind.COUNT, 186, "visits_persons", 186)
    assert cells["r1.c14"].kind is CellKind.SUM
    assert cells["r1.c33"] == CellValue(CellKind.RATE, "98.50", "closed_on_time/closed_or_overdue", 197, 197, 200)
    assert cells["r1.c35"] == CellValue(CellKind.MANUAL, None)


def test_a_rate_without_a_divisor_is_empty_and_never_a_hundred() -> None:
    result = filled()
    assert result.cells["r1.c34"].value is None
    assert result_of("rating_share", result).ok


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [(1, 3, "33.33"), (1, 8, "12.50"), (5, 32, "15.63"), (125, 100000, "0.13"), (838, 540, "155.19"), (0, 0, None)],
)
def test_rates_have_two_decimals_and_round_halves_up(above: int, below: int, text: str | None) -> None:
    assert rate_text(above, below) == text


@pytest.mark.parametrize(
    ("rule", "changes", "text"),
    [
        ("jobs_add_up", {"c14": 33}, "四种岗位与见习 63 ≠ 岗位合计 64"),
        ("group_within_total", {"c22": 42}, "人数最多的群体 42 ＞ 帮扶就业合计 41"),
        ("groups_cover", {"c38": 2}, "属于所列群体 38 + 不属于 2 ≠ 帮扶就业合计 41"),
        ("groups_distinct", {"c37": 42}, "四类人员 41 ＜ 去重人数 42"),
        ("helped_cumulative", {"c25": 119}, "上期累计与本期中较大的 75 ≤ 累计 119 ＞ 上期 75 + 本期 41 + 迟录 2"),
        ("helped_cumulative", {"c25": 74}, "上期累计与本期中较大的 75 ＞ 累计 74 ≤ 上期 75 + 本期 41 + 迟录 2"),
        ("zero_balance", {"c30": 1}, "期初 1 户 + 认定 4 户 ≠ 清零 2 户 + 退出 1 户 + 在册 1 户"),
        ("zero_overdue", {"c29": 3}, "超期 3 户 ＞ 期末在册 2 户"),
        ("zero_cleared", {"c27": 6}, "清零 6 户 ＞ 期初 1 户 + 认定 4 户"),
        ("visits_persons_cumulative", {"c40": 600}, "走访人次累计 600 ≠ 上期 402 + 本期 186 + 迟录 0"),
        ("jobs_collected_cumulative", {"c42": 1}, "筹集岗位累计 1 ≠ 上期 121 + 本期 64 + 迟录 0"),
        ("referrals_cumulative", {"c44": 361}, "推介人次累计 361 ≠ 上期 240 + 本期 120 + 迟录 0"),
        ("proxy_cases_cumulative", {"c46": 44}, "帮办件数累计 44 ≠ 上期 30 + 本期 15 + 迟录 0"),
    ],
)
def test_each_balance_rule_is_noticed_when_broken(rule: str, changes: dict[str, int], text: str) -> None:
    found = result_of(rule, filled(changes))
    assert (found.ok, found.level, found.text) == (False, CheckLevel.HARD, text)
    assert found.cells and set(found.cells) <= set(filled().cells)


def test_every_hard_rule_of_the_form_has_a_test_or_cannot_break_in_one_station() -> None:
    marks = [mark for mark in test_each_balance_rule_is_noticed_when_broken.pytestmark if mark.name == "parametrize"]
    broken = {case[0] for case in marks[0].args[1]}
    assert set(HARD) - broken == {"on_time_share", "rating_share", "total_of_persons"}


def test_a_share_above_a_hundred_is_noticed() -> None:
    asked = {query: Figure(9, 9) if query.measure == "closed_on_time" else figure for query, figure in figures().items()}
    low = {query: Figure(8, 8) if query.measure == "closed_or_overdue" else figure for query, figure in asked.items()}
    assert result_of("on_time_share", compute(QSR, Q3, low)).text == "按期办结率 112.50 ＞ 100"


def test_what_was_recorded_late_is_added_to_the_cumulative_figures() -> None:
    result = filled({"c40": 591, "c41": 3})
    assert result_of("visits_persons_cumulative", result).text == "走访人次累计 591 = 上期 402 + 本期 186 + 迟录 3"


def test_a_jump_of_more_than_thirty_per_cent_wants_a_reason() -> None:
    found = result_of("visits_changed", filled({"c9": 248, "c40": 650}))
    assert (found.ok, found.level, found.text) == (False, CheckLevel.WARNING, "走访 248 比上季 402 少 38%")


def test_thirty_per_cent_itself_and_standing_still_want_none() -> None:
    assert result_of("visits_changed", filled({"c9": 281})).text == "走访 281 比上季 402 少 30%"
    assert not result_of("visits_changed", filled({"c9": 281})).ok
    assert result_of("visits_changed", filled({"c9": 282})).ok
    assert result_of("jobs_changed", filled()).text == "筹集岗位 64 与上季 64 持平"


def test_the_first_return_is_marked_and_compared_with_nothing() -> None:
    result = filled(previous=None)
    assert result.first and all(check.ok for check in result.checks)
    assert result_of("helped_cumulative", result).first
    assert result_of("helped_cumulative", result).text == "帮扶就业累计（首次报表，没有上期封存数，累计数由记录计算）"
    assert result_of("visits_changed", result).text == "走访 186（上季无数可比）"


def test_in_the_first_quarter_the_cumulative_figures_start_from_nothing() -> None:
    sound = {"c25": 41, "c39": 0, "c40": 186, "c42": 64, "c44": 120, "c46": 15}
    result = filled(sound, Previous("2025Q4", PREVIOUS.values), "2026Q1")
    assert result_of("helped_cumulative", result).text == "上期累计与本期中较大的 41 ≤ 累计 41 ≤ 上期 0 + 本期 41 + 迟录 0"
    assert all(check.ok for check in result.checks if check.level is CheckLevel.HARD)
    assert result_of("visits_changed", result).text == "走访 186 比上季 402 少 54%"


def test_the_plan_is_filled_from_typed_and_counted_cells() -> None:
    result = compute(PLAN, parse_period("2026"), figures(definition=PLAN), TARGETS | {"r1.c9": 50, "r1.c13": "（空）"})
    cells = result.cells
    assert (cells["r1.c3"].value, cells["r1.c4"].value, cells["r1.c5"].value) == (20, 7, None)
    assert (cells["r1.c8"].value, cells["r1.c11"].value) == ("15.00", "82.00")
    assert result.totals["c11"].value == "82.00" and "c13" not in result.totals


def test_the_targets_of_the_profile_stand_in_the_plan_until_somebody_types() -> None:
    assert TARGETS == {"r1.c3": 20, "r1.c4": 7, "r1.c9": 5000}
    assert preset(QSR, {"stations_total": 20}) == {}


def test_totals_add_up_rows_and_make_rates_anew() -> None:
    rate = {"above": {"measure": "closed_on_time"}, "below": {"measure": "closed_or_overdue"}}
    columns = [
        {"id": "c1", "head": ["岗位"], "measure": "jobs_collected"},
        {"id": "c2", "head": ["率"]} | rate,
        {"id": "c3", "head": ["站点"], "measure": "station_name"},
    ]
    rows = [{"id": "r1", "title": "甲"}, {"id": "r2", "title": "乙", "cells": {"c1": {"measure": "jobs_collected", "scope": "cumulative"}}}]
    checks = [
        {"id": "k", "name": "岗位", "rule": "c1 >= 5", "text": "{c1} {op} 5"},
        {"id": "t", "name": "合计", "rule": "total.c1 == sum(c1)", "text": "{total.c1} {op} {sum(c1)}"},
        {"id": "n", "name": "两行", "rule": "r1.c1 <= r2.c1", "text": "{r1.c1} {op} {r2.c1}"},
    ]
    base = {"code": "T", "edition": 1, "sheet": "表", "title": "表", "periods": ["quarter"]}
    form = parse_definition(base | {"rows": rows, "columns": columns, "checks": checks})
    numbers = {"jobs_collected": 4, "closed_on_time": 1, "closed_or_overdue": 3}
    asked = {query: Figure(numbers.get(query.measure, "站"), 1) for query in queries(form)}
    asked = {query: Figure(6, 1) if query.scope.value == "cumulative" else figure for query, figure in asked.items()}
    result = compute(form, Q3, asked)
    assert {name: value.value for name, value in result.totals.items()} == {"c1": 10, "c2": "33.33"}
    assert [check.text for check in result.checks] == ["甲：4 ＜ 5", "乙：6 ≥ 5", "10 = 10", "4 ≤ 6"]


def test_a_stored_return_is_checked_anew_to_the_same_end() -> None:
    result = filled()
    bare = ReturnResult(result.code, result.period, result.edition, result.cells)
    assert evaluated(QSR, bare, PREVIOUS) == result


def test_a_failed_check_stops_the_freezing_and_a_warning_wants_a_reason() -> None:
    with pytest.raises(Refused) as refused:
        require_freezable(filled({"c14": 33}), "有原因")
    assert (refused.value.code, refused.value.params["count"]) == ("return.check_failed", 1)
    with pytest.raises(Refused) as refused:
        require_freezable(filled(), "  ")
    assert (refused.value.code, refused.value.field) == ("return.reason_needed", "reason")
    require_freezable(filled(), "秋季集中走访已在上季完成")


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("r1.c7", "3", "return.cell_not_manual"),
        ("r1.c9", "-3", "return.cell_not_number"),
        ("r1.c9", "三", "return.cell_not_number"),
        ("r1.c9", "３", "return.cell_not_number"),
        ("r1.c9", True, "return.cell_not_number"),
        ("r1.c14", "张某 11010519491231002X 已办", "return.text_id_number"),
        ("r1.c14", "a\x07b", "return.text_unfit"),
        ("r1.c14", "长" * 20_001, "return.text_unfit"),
    ],
)
def test_what_is_typed_into_a_cell_is_checked(key: str, value: int | str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_manual(PLAN, key, value)
    assert refused.value.code == code


def test_sound_typing_is_taken() -> None:
    assert check_manual(PLAN, "r1.c9", " 12 ") == 12
    assert check_manual(PLAN, "r1.c14", "第一行\r\n第二　行") == "第一行\n第二　行"
    assert check_manual(PLAN, "r1.c14", "") is None
    with pytest.raises(NotFound):
        check_manual(PLAN, "r9.c1", "x")


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_rate_is_never_further_off_than_half_of_its_last_decimal(above: int, below: int) -> None:
    text = rate_text(above, below)
    assert text is not None and abs(float(text) - above * 100 / below) <= 0.005 + above * 100 / below * 1e-12


@given(st.lists(st.integers(0, 500), min_size=5, max_size=5), st.integers(0, 3))
def test_the_rule_of_the_kinds_of_jobs_holds_exactly_when_they_add_up(kinds: list[int], off: int) -> None:
    names = ["c14", "c15", "c16", "c17", "c18"]
    result = filled(dict(zip(names, kinds, strict=True)) | {"c13": sum(kinds) + off})
    assert result_of("jobs_add_up", result).ok is (off == 0)
