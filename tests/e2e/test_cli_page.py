"""The page of the command line is true: every word and option on it is known to the program, and every word of the program is on it.

That each answer has the keys the page tells is looked at with every word that is walked (``walking.Talk.do``).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.cli import parser
from app.cli.frame import global_options

PAGE = (Path(__file__).parents[2] / "docs/cli.md").read_text(encoding="utf-8").replace("\\|", "|")
CODE = re.compile(r"`([^`]+)`")
Keys = tuple[str, ...]
INNER = re.compile(r"`([^`]+)`(?:, each(?: \w+)?|:|, by line and hour:) `([^`]+)`")
SOMETIMES = re.compile(r", and `\w+` where[^|]*|; `\w+`$")
RECORDS = {name: tuple(keys.split()) for name, keys in re.findall(r"`(\w+)`(?::| has| has at least|: each has)\s`([a-z_\s]+)`", PAGE)}
"""The records that the text below the tables describes: ``case``, ``desk``, ``households`` …"""


def words_of(root: argparse.ArgumentParser, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    inner = [a for a in root._actions if isinstance(a, argparse._SubParsersAction)]
    if not inner:
        yield path, root
    for action in inner:
        for name, sub in action.choices.items():
            yield from words_of(sub, (*path, name))


WORDS = dict(words_of(parser()))
BUILT = tuple(re.findall(r"`return` of `return build`: `([a-z_\s]+)`", PAGE)[0].split())


def spans() -> list[str]:
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]
    return [span for line in lines for span in CODE.findall(line.split(" | ")[0])]


def rows() -> Iterator[tuple[list[tuple[str, ...]], list[str], str]]:
    """Each row of the tables: its words, the spans they stand in, and what is told of the answer."""
    for line in PAGE.splitlines():
        if line.startswith("| `"):
            words, _, told = line.removesuffix(" |").partition(" | ")
            yield [path for span in CODE.findall(words) for path in paths(span)], CODE.findall(words), told


def alternatives(told: str, before: list[Keys]) -> list[Keys]:
    """The keys an answer may have at its top: ``a b`` and ``c d`` are one answer, ``a``, ``b`` are the answers of several words."""
    flat = SOMETIMES.sub("", INNER.sub("`\\1`", told))
    found = [tuple(span.split()) for span in CODE.findall(re.sub("`([^`]+)` and `([^`]+)`", "`\\1 \\2`", flat))]
    return [before[0] + tuple(key for keys in found for key in keys)] if flat.startswith("the same") else found


def answers() -> dict[tuple[str, ...], tuple[list[Keys], dict[str, Keys]]]:
    """What the page tells of each word's answer: its keys, and the keys of the records below them."""
    made: dict[tuple[str, ...], tuple[list[Keys], dict[str, Keys]]] = {}
    before: list[Keys] = []
    for _words, spans_of, told in rows():
        before = alternatives(told, before)
        inner = {name: tuple(keys.split()) for names, keys in INNER.findall(told) for name in names.split()}
        each = [paths(span) for span in spans_of]
        for place, word in [(place, word) for place, group in enumerate(each) for word in group]:
            keys = before[place : place + 1] if len(each) == len(before) else before
            made[word] = (made.get(word, ([], {}))[0] + keys, RECORDS | inner)
    made["return", "build"][1]["return"] = BUILT
    return made


def untold(word: tuple[str, ...], answer: Mapping[str, Any]) -> list[str]:
    """What the page tells of a word's answer and the answer has not got."""
    told, inner = ANSWERS[word]
    gone = [f"{word}: {told}"] if told and not any(set(keys) <= set(answer) for keys in told) else []
    for name, keys in inner.items():
        found = answer.get(name)
        records = found if isinstance(found, list) else [found]
        gone += [f"{word}: {name}.{key}" for one in records if isinstance(one, dict) for key in keys if key not in one]
    return gone


def paths(span: str) -> list[tuple[str, ...]]:
    """The word paths of a span: ``queue recall|start --ticket A001`` names two."""
    tokens = span.split()
    tops = {path[0] for path in WORDS if len(path) > 1}
    head = tokens[0]
    return [(head, verb) for verb in tokens[1].split("|")] if head in tops else [(head,)]


ANSWERS = answers()


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


def test_the_help_tells_every_option_in_the_users_language():
    for sub in WORDS.values():
        sub.format_help()
    assert [(path, a.dest) for path, sub in WORDS.items() for a in sub._actions if not re.search("[\u4e00-\u9fff]", a.help or "")] == []


@pytest.mark.parametrize("word", sorted({path[0] for path in WORDS} - {"batch"}))
def test_a_word_loads_its_own_module_and_no_more(word):
    alone = dict(words_of(parser(word)))
    assert {path for path in WORDS if path[0] == word} <= set(alone)
    assert len({path[0] for path in alone}) <= 5, "the whole program was loaded: name the module of the word in app.cli.ELSEWHERE"
