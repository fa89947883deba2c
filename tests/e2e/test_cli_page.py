"""The page of the command line is true: every word and option on it is known to the program, and every word of the program is on it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import parser
from app.cli.frame import global_options

PAGE = (Path(__file__).parents[2] / "docs/cli.md").read_text(encoding="utf-8").replace("\\|", "|")
CODE = re.compile(r"`([^`]+)`")


def words_of(root: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    inner = [a for a in root._actions if isinstance(a, argparse._SubParsersAction)]
    if not inner:
        yield path, root
    for action in inner:
        for name, sub in action.choices.items():
            yield from words_of(sub, (*path, name))


WORDS = dict(words_of(parser()))


def spans() -> list[str]:
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]
    return [span for line in lines for span in CODE.findall(line.split(" | ")[0])]


def paths(span: str) -> list[tuple[str, ...]]:
    """The word paths of a span: ``queue recall|start --ticket A001`` names two."""
    tokens = span.split()
    tops = {path[0] for path in WORDS if len(path) > 1}
    head = tokens[0]
    return [(head, verb) for verb in tokens[1].split("|")] if head in tops else [(head,)]


@pytest.mark.parametrize("span", spans())
def test_every_word_and_option_on_the_page_is_known(span):
    options = re.findall(r"--[a-z-]+", span)
    for path in paths(span):
        known = {o for action in WORDS[path]._actions for o in action.option_strings}
        assert set(options) <= known, (path, set(options) - known)


@pytest.mark.parametrize("path", sorted(WORDS), ids=" ".join)
def test_every_word_of_the_program_is_on_the_page(path):
    assert path in {p for span in spans() for p in paths(span)}


def test_every_option_of_a_word_is_on_the_page():
    everywhere = {o for action in global_options()._actions for o in action.option_strings} | {"-h", "--help"}
    told = {(p, o) for span in spans() for p in paths(span) for o in re.findall(r"--[a-z-]+", span)}
    known = {(p, o) for p, sub in WORDS.items() for a in sub._actions for o in a.option_strings if o not in everywhere}
    assert known - told == set()
