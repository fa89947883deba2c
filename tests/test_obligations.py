"""The page of obligations stays true: every test it names exists, and nothing is said to work without one."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| ([A-N]\d+) \| (.*?) \| (.*?) ?\| (.*?) ?\|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs/obligations.md").read_text(encoding="utf-8"))


@cache
def names_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def named(cell: str) -> list[tuple[str, str]]:
    return re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", cell)


def test_all_298_rows_stand_there_once():
    ids = [row[0] for row in ROWS]
    assert len(ids) == len(set(ids)) == 298


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_names_tests_that_exist(row):
    _, state, tests, place = row
    assert state in {"works", "partial", "not yet"}
    assert place or state != "works", "what works is reached by a command or a screen"
    assert bool(named(tests)) == (state != "not yet")
    for path, name in named(tests):
        assert name in names_in(path), f"{path} has no {name}"
