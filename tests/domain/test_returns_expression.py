"""The language of the checks: it reads what a county writes and refuses what is not part of it."""

import ast
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.returns_expression import MissingValue, Number, Ref, evaluate, parse_comparison, parse_sum, refs

CELLS: dict[tuple[str, str, str], Number] = {
    ("", "", "c1"): 7,
    ("", "", "c2"): 3,
    ("", "r2", "c1"): 5,
    ("prev", "", "c1"): 4,
    ("prev", "r2", "c1"): 1,
    ("total", "", "c1"): 12,
    ("sum", "", "c1"): 12,
    ("", "", "c9"): Decimal("98.50"),
}


def look(ref: Ref) -> Number | None:
    return CELLS.get((ref.source, ref.row, ref.column))


@pytest.mark.parametrize(
    ("text", "holds", "signs"),
    [
        ("c1 == prev.c1 + c2", True, ("=",)),
        ("c1 == c2", False, ("≠",)),
        ("max(c1, c2) <= total.c1 <= sum(c1)", True, ("≤", "≤")),
        ("c1 <= c2 <= 100", False, ("＞", "≤")),
        ("c9 <= 100", True, ("≤",)),
        ("c2 >= c1", False, ("＜",)),
        ("c2 < c1", True, ("＜",)),
        ("c1 > c2 * 2", True, ("＞",)),
        ("c1 != r2.c1", True, ("≠",)),
        ("prev.r2.c1 == -(c2 - 4)", True, ("=",)),
        ("min(c1,c2)*2-1 == 5", True, ("=",)),
    ],
)
def test_a_rule_holds_or_not_and_shows_its_signs(text: str, holds: bool, signs: tuple[str, ...]) -> None:
    assert parse_comparison(text, "checks[1].rule").outcome(look) == (holds, signs)


@pytest.mark.parametrize(
    "text",
    [
        *("", "c1", "c1 ==", "== c1", "c1 = c2", "c1 == c2 c3", "(c1 == c2", "c1 / c2 == 1", "__import__('os') == 1", "c1.__class__ == 1"),
        *(
            "max() == 1",
            "sum(c1, c2) == 1",
            "sum(r1.c1) == 1",
            "prev.r1.c1.c2 == 1",
            "total.r1.c1 == 1",
            "a.b.c == 1",
            "c1 == '1'",
            "c1 == 1e9",
        ),
        *("(" * 40 + "c1" + ")" * 40 + " == 1", "c1 == " + "1" * 600, "系 == 1", "c1 == １"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_comparison(text, "checks[3].rule")
    assert refused.value.code == "return.definition.expression"
    assert refused.value.field == "checks[3].rule"


def test_a_cell_without_a_value_stops_the_check() -> None:
    with pytest.raises(MissingValue):
        parse_comparison("c1 == c404", "here").outcome(look)


def test_every_cell_of_a_rule_is_found() -> None:
    found = {(ref.source, ref.row, ref.column) for ref in refs(parse_comparison("max(prev.c1, 2) <= r2.c1 + sum(c9)", "here"))}
    assert found == {("prev", "", "c1"), ("", "r2", "c1"), ("sum", "", "c9")}


NUMBERS = st.integers(0, 999).map(str)
SUMS = st.recursive(
    NUMBERS,
    lambda part: st.tuples(part, st.sampled_from("+-*"), part).map(lambda three: f"({three[0]} {three[1]} {three[2]})"),
    max_leaves=12,
)


@given(SUMS)
def test_arithmetic_agrees_with_pythons_own(text: str) -> None:
    node = ast.parse(text, mode="eval")
    expected = eval(compile(node, "sum", "eval"), {"__builtins__": {}})
    assert evaluate(parse_sum(text, "here"), look) == expected


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail_otherwise(text: str) -> None:
    try:
        parse_comparison(text, "here")
    except Refused as refused:
        assert refused.code == "return.definition.expression"
