"""``stationdesk …``: one module per area, thin over the services; a word never loads Qt."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import pkgutil
import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from app import __version__
from app.cli.frame import Answer, Parser, one_line, run_words, show, word
from app.cli.session import CliSession
from app.domain.errors import Surroundings, Usage
from app.texts import failure, t

LONGEST_LINE = 100_000
WINDOWS = "不写 WORD 打开工作台；display 打开大屏，kiosk 打开自助取号机。"
FRAME = {"frame", "options", "session", "typed", "words"}
ELSEWHERE = {
    "certificate": "training",
    "counter": "hall",
    "county": "later",
    "db": "db_words",
    "deadline": "case",
    "deputy": "roster",
    "employer": "job",
    "figures": "training",
    "init": "station",
    "invitation": "rate",
    "late": "second",
    "line": "hall",
    "notice": "hall",
    "post": "roster",
    "print": "print_words",
    "rating": "rate",
    "receipt": "inquiry",
    "rectification": "rate",
    "return": "return_words",
    "upload": "later",
    "whereabouts": "roster",
}
"""The module of a word that has not the word's name."""


def parser(wanted: str = "") -> argparse.ArgumentParser:
    """All words, every module of this package registers its own; or those of the module that answers ``wanted``, half as long to load."""
    from app.cli.frame import global_options

    root = Parser(prog="stationdesk", description=t("“家门口”就业服务站 站务台"), epilog=t(WINDOWS), parents=[global_options()])
    root.add_argument("--version", action="version", version=f"stationdesk {__version__}", help=t("显示版本"))
    words = root.add_subparsers(dest="word", required=True, metavar="WORD", parser_class=Parser)
    modules = {m.name for m in pkgutil.iter_modules(__path__)} - FRAME
    for name in sorted({ELSEWHERE.get(wanted, wanted)} & modules or modules):
        importlib.import_module(f"{__name__}.{name}").register(words)
    word(words, "batch", _batch, t("从标准输入逐行读命令，每行一个回答"))
    return root


def main(argv: Sequence[str], wanted: str = "") -> int:
    """Run one command and print its document; the answer is the exit code. ``wanted`` is its word, where the caller has found it."""
    speak_utf8()
    code, answer, as_json = run_words(lambda: parser(wanted), None, argv)
    return say(code, answer, as_json=as_json)


def say(code: int, answer: Answer, *, as_json: bool) -> int:
    """Print the document; the answer is the exit code, ``Surroundings`` where what was done cannot be told."""
    try:
        show(code, answer, as_json=as_json)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has gone away; nothing is left to say
        _let_go()
    except OSError:
        _let_go()
        code = code or Surroundings.exit_code
        with suppress(OSError):
            show(code, answer if "error" in answer else failure(Surroundings("cli.no_output")), as_json=False)
    return code


def _let_go() -> None:
    """What lies in the buffer must not be tried once more at the end of the process; what is still to say goes to standard error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.stdout = sys.stderr


def speak_utf8() -> None:
    """The document is UTF-8 whatever the machine's own character set is; rare names are in no other.

    A stream that was closed before the start is nothing to read, a place nothing can be written to, and no place for remarks.
    """
    nothing = Path(os.devnull)
    sys.stdin = sys.stdin or nothing.open(encoding="utf-8")
    sys.stdout = sys.stdout or nothing.open(encoding="utf-8")
    sys.stderr = sys.stderr or nothing.open("w", encoding="utf-8")
    for stream, unknown in ((sys.stdin, "surrogateescape"), (sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=unknown)


def _batch(session: CliSession, _args: argparse.Namespace) -> Answer:
    """Answer each line when it comes, so that a script can wait for its answers; how many failed stands on standard error."""
    built = parser()
    session.heed_clock()
    asked = failed = 0
    for line in iter(sys.stdin.readline, ""):
        words = line.strip().removeprefix("\ufeff")  # an editor of Windows begins a file with it
        if words and not words.startswith("#"):
            asked, failed = asked + 1, failed + _answer(lambda: built, session, words)
    if failed:
        sys.stderr.write(t("{asked} 条命令里有 {failed} 条没有办成。").format(asked=asked, failed=failed) + "\n")
    return {}


def _answer(build: Callable[[], argparse.ArgumentParser], session: CliSession, line: str) -> int:
    answer: Answer
    if len(line) > LONGEST_LINE:  # splitting takes the square of it
        code, answer = Usage.exit_code, failure(Usage("cli.batch_line_long", most=LONGEST_LINE))
    elif (argv := _words(line)) is None:
        code, answer = Usage.exit_code, failure(Usage("cli.batch_quotes"))
    else:
        code, answer, _ = run_words(build, session, argv)
    try:
        sys.stdout.write(one_line(answer) + "\n")
        sys.stdout.flush()
    except BrokenPipeError as error:
        _let_go()
        raise Surroundings("cli.reader_gone") from error
    except OSError as error:
        _let_go()
        raise Surroundings("cli.batch_unsaid") from error
    return int(code != 0)


def _words(line: str) -> list[str] | None:
    """The words of a line; None where a quote has no partner."""
    try:
        argv = shlex.split(line)
    except ValueError:
        return None
    return argv[1:] if argv[:1] == ["stationdesk"] else argv
