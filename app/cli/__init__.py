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

from app import __version__
from app.cli.frame import Answer, Parser, one_line, run_words, show, word
from app.cli.session import CliSession
from app.texts import t

FRAME = {"frame", "session", "typed", "words"}
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

    root = Parser(prog="stationdesk", description=t("“家门口”就业服务站 站务台"), parents=[global_options()])
    root.add_argument("--version", action="version", version=f"stationdesk {__version__}")
    words = root.add_subparsers(dest="word", required=True, metavar="WORD", parser_class=Parser)
    modules = {m.name for m in pkgutil.iter_modules(__path__)} - FRAME
    for name in sorted({ELSEWHERE.get(wanted, wanted)} & modules or modules):
        importlib.import_module(f"{__name__}.{name}").register(words)
    word(words, "batch", _batch, t("从标准输入逐行读命令，每行一个回答"))
    return root


def main(argv: Sequence[str], wanted: str = "") -> int:
    """Run one command and print its document; the answer is the exit code. ``wanted`` is its word, where the caller has found it."""
    _speak_utf8()
    code, answer, as_json = run_words(lambda: parser(wanted), None, argv)
    try:
        show(code, answer, as_json=as_json)
        sys.stdout.flush()
    except BrokenPipeError:  # who reads has gone away; nothing is left to say, also not at the end of the process
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _speak_utf8() -> None:
    """The document is UTF-8 whatever the machine's own character set is; rare names are in no other."""
    for stream, unknown in ((sys.stdin, "surrogateescape"), (sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=unknown)


def _batch(session: CliSession, _args: argparse.Namespace) -> Answer:
    """Answer each line when it comes, so that a script can wait for its answers; how many failed stands on standard error."""
    built = parser()
    session.heed_clock()
    asked = failed = 0
    for line in iter(sys.stdin.readline, ""):
        if line.strip() and not line.startswith("#"):
            asked, failed = asked + 1, failed + _answer(lambda: built, session, line.strip())
    if failed:
        sys.stderr.write(t("{asked} 条命令里有 {failed} 条没有办成。").format(asked=asked, failed=failed) + "\n")
    return {}


def _answer(build: Callable[[], argparse.ArgumentParser], session: CliSession, line: str) -> int:
    code, answer, _ = run_words(build, session, _words(line))
    sys.stdout.write(one_line(answer) + "\n")
    sys.stdout.flush()
    return int(code != 0)


def _words(line: str) -> list[str]:
    try:
        argv = shlex.split(line)
    except ValueError as error:
        argv = ["--batch-line-cannot-be-split", str(error)]
    return argv[1:] if argv[:1] == ["stationdesk"] else argv
