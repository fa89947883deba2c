"""Odd text, numbers and days in every option of the command line: a clear refusal or a stored value, never a bug, on both databases.

The options are read off the parser, so that a new word is held to it from its first day.
"""

from __future__ import annotations

import argparse
import io
import re
from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import text

from app import cli
from app.cli import frame
from app.cli.session import CliSession
from app.services.stations import facts
from db import models
from tests.e2e.test_cli_page import WORDS
from tests.keeping import with_key

HUGE = ["\0", "99999999999999999999", "长" * 100_000]
"""What every option is asked."""
ODD = ["-1", "１２３", "0001-01-01", "9999-12-31", "\U00020000\U0002a6a5", "e\u0302", "\U0001f600", "\u202e王", "a\nb", "\udcff", "   ", ""]
"""What the options are asked in turn: enough of each kind, in bounded time."""
WHOLE_STATION = {"init", "demo", "day", "batch", "doctor", "check", "backup", "station", "print", "county", "upload", "seat", "db"}
"""Words that make, copy or print a whole station: not for a thousand tries."""
FOUND = {("queue", "check"), ("return", "verify"), ("audit", "verify")}
"""Words whose exit code 5 is an answer."""
GOOD = {"at": "2026-10-12T09:00", "period": "2026Q3", "code": "QSR", "days": "5", "level": "5", "line": "A", "ticket": "A001"}
GOOD |= dict.fromkeys(("on", "started", "expires", "accepted"), "2026-10-09")
CHINESE = re.compile("[\u4e00-\u9fff]+.*[。”]", re.DOTALL)
REFUSALS = {2, 3, 4, 6, 7, 8}


def options(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    shared = {action.dest for action in frame.global_options()._actions} | {"help"}
    return [action for action in parser._actions if action.dest not in shared and action.nargs != 0]


def spelled(action: argparse.Action, value: str) -> list[str]:
    return [f"{action.option_strings[0]}={value}"] if action.option_strings else ["--", value]


def words_with(path: tuple[str, ...], parser: argparse.ArgumentParser, odd: argparse.Action, value: str) -> list[str]:
    """A whole command in which one option is odd."""
    needed = [action for action in options(parser) if action.required and action is not odd and action.option_strings]
    needed += [action for group in parser._mutually_exclusive_groups if group.required for action in group._group_actions[:1]]
    given = [part for action in needed for part in spelled(action, str(next(iter(action.choices or [GOOD.get(action.dest, "1")]))))]
    flags = [action.option_strings[0] for action in parser._actions if action.required and action.nargs == 0]
    places = [GOOD.get(action.dest, "1") for action in options(parser) if not action.option_strings and action is not odd]
    return [*path, *given, *flags, *spelled(odd, value), *places]


def commands() -> Iterator[list[str]]:
    turn = count()
    for path, parser in WORDS.items():
        if path[0] not in WHOLE_STATION:
            for action in options(parser):
                some = [ODD[next(turn) % len(ODD)] for _ in range(3)]
                yield from (words_with(path, parser, action, value) for value in [*HUGE, *some])


def rows(db) -> list[int]:
    """How many rows every table holds, the audit trail among them."""
    asked = " UNION ALL ".join(f'SELECT {n}, count(*) FROM "{name}"' for n, name in enumerate(sorted(models.load_all().tables)))
    with db.engine.connect() as connection:
        return [number for _, number in sorted(connection.execute(text(asked)).all())]


@pytest.fixture
def session(db, settings) -> CliSession:
    args = frame.global_options().parse_args(["--data", str(with_key(settings).data), "--json", "--now", "2026-10-09T09:00"])
    made = CliSession(settings, {**vars(args), "word": "queue"}, {})
    made._opened |= {"db": db, "station": facts(db)}
    return made


def test_an_odd_value_in_any_option_is_refused_or_stored(db, session, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    root, wrong = cli.parser(), []
    for setup in ("person add --name 王五 --birth-date 1990-01-01", "queue take --line A", "queue call --counter 1"):
        assert frame.run_words(lambda: root, session, setup.split())[0] == 0
    before = rows(db)
    for command in commands():
        monkeypatch.setattr("sys.stdin", io.StringIO("long enough 1\n"))
        code, answer, _ = frame.run_words(lambda: root, session, command)
        after = rows(db)
        found = code == 5 and tuple(command[:2]) in FOUND and "error" not in answer
        codes = REFUSALS | ({5} if tuple(command[:2]) in FOUND else set())  # a file that an earlier line wrote is no return
        refused = code in codes and "error" in answer and CHINESE.search(answer["error"]["message"]) and after == before
        if not (code == 0 or found or refused):
            wrong.append((code, answer, [part[:40] for part in command]))
        before = after
    assert wrong == []
