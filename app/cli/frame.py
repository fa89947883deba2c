"""The frame of the command line: global options, words, exit codes, one JSON document on one line."""

from __future__ import annotations

import argparse
import errno
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, NoReturn

from app import log
from app.cli import words
from app.cli.session import CliSession
from app.domain.characters import check_text
from app.domain.clock import station_time
from app.domain.errors import Usage, UserError
from app.texts import failure, t

BUG = 1
STOPPED = 130
"""What a shell says of a command that Ctrl-C ended."""
LARGEST = 2**31 - 1
Answer = Mapping[str, Any]
Run = Callable[[CliSession, argparse.Namespace], Answer]
Words = Any  # argparse keeps the type of its sub-parsers to itself


class Found(Exception):
    """A check found something: the document is printed all the same, and the exit code is 5."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class Told(Exception):
    """What was asked for is a text of the parser's own: the help of a word, the version."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are errors of the house; an option is written whole, so that more may be added later."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        super().__init__(**options, add_help=False, allow_abbrev=False)
        if add_help:
            self.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help=words.HELP)

    def format_help(self) -> str:
        """The help under heads in the users' language."""
        from app.cli.options import describe

        describe(self._actions)
        text = super().format_help()
        for head, told in words.HEADS.items():
            text = text.replace(head, told)
        return text

    def _print_message(self, message: str, file: Any = None) -> None:
        """One line of a batch must not end the batch, nor answer with many lines."""
        raise Told(message)

    def error(self, message: str) -> NoReturn:
        """Wrong words: exit code 2, with the parser's own remark in the sentence."""
        usage = " ".join(self.format_usage().split()).removeprefix("usage: ")
        raise Usage("cli.usage", message=words.told(message), usage=usage)


def global_options() -> argparse.ArgumentParser:
    """The options every word takes; absent ones leave no trace, so they may stand before or behind the word."""
    shared = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--data", metavar="DIR", help=t("数据文件夹"))
    shared.add_argument("--db", metavar="URL", help=t("PostgreSQL 数据库的地址，不写就用数据文件夹里的数据库"))
    shared.add_argument("--as", dest="login", metavar="LOGIN", help=t("由谁办理：账号"))
    shared.add_argument("--json", action="store_true", help=t("输出一行 JSON"))
    shared.add_argument("--now", metavar="MOMENT", help=t("设定时钟，只在练习站点里"))
    return shared


def word(area: Words, name: str, run: Run, help: str) -> argparse.ArgumentParser:  # noqa: A002 - argparse's own word
    """Add one command; ``run`` gets the session and the parsed words and answers with the JSON document."""
    parser: argparse.ArgumentParser = area.add_parser(name, help=help, description=help, parents=[global_options()])
    parser.set_defaults(run=run, asked=parser)
    return parser


def group(area: Words, name: str, help: str) -> Words:  # noqa: A002
    """Add a word that has words of its own (``queue take``)."""
    parser = area.add_parser(name, help=help, description=help, parents=[global_options()])
    return parser.add_subparsers(dest=f"{name}_word", required=True, metavar="WORD", parser_class=Parser)


def whole(text: str) -> int:
    """A whole number that fits the columns of both databases; argparse makes wrong usage of the rest."""
    number = int(text)
    if abs(number) > LARGEST:
        raise argparse.ArgumentTypeError(t("“{text}”太大了").format(text=text))
    return number


def how_many(text: str) -> int:
    """The number behind ``--limit`` and the like: one or more."""
    number = whole(text)
    if number < 1:
        raise argparse.ArgumentTypeError(t("“{text}”要写成 1 或更大的整数").format(text=text))
    return number


def plain(value: Any) -> Any:
    """A value as JSON shows it: frozen values as objects, moments in station time, days as ISO text."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return station_time(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(type(value).__name__)


def one_line(answer: Answer) -> str:
    """The document on one line."""
    return json.dumps(answer, ensure_ascii=False, default=plain)


def run_words(build: Callable[[], argparse.ArgumentParser], session: CliSession | None, argv: Sequence[str]) -> tuple[int, Answer, bool]:
    """Run one command: (exit code, document, whether JSON was asked for). Never raises for what a user can cause."""
    as_json = "--json" in argv
    try:
        _check_characters(argv)
        args, unknown = build().parse_known_args(argv)
        if unknown:  # told with the usage of the word that was meant, not of the whole program
            args.asked.error("unrecognized arguments: " + " ".join(unknown))
        _check_texts(args)
        as_json = as_json or getattr(args, "json", False)
        if session is not None:
            return 0, args.run(session.acting_for(args), args), as_json
        with CliSession.of(args) as own:
            return 0, args.run(own, args), as_json
    except Told as told:
        return 0, {"help": told.text.rstrip("\n")}, as_json
    except Found as found:
        return 5, found.answer, as_json
    except UserError as error:
        return error.exit_code, failure(error), as_json
    except KeyboardInterrupt:
        if session is not None:  # Ctrl-C ends the whole batch, not one of its lines
            raise
        return STOPPED, failure(UserError("cli.stopped")), as_json
    except Exception as error:  # noqa: BLE001 - the last line: a bug becomes a number, never a traceback with data in it
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            return Usage.exit_code, failure(Usage("cli.path_long")), as_json
        number = log.bug(error)
        return (
            BUG,
            {"error": {"code": "bug", "message": t("程序出错，编号 {number}，已记入日志。").format(number=number), "field": None}},
            as_json,
        )


def _check_characters(argv: Sequence[str]) -> None:
    """Bytes that are no UTF-8 come as lone surrogates, which no database takes."""
    try:
        "".join(argv).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Usage("cli.not_utf8") from error


def _check_texts(args: argparse.Namespace) -> None:
    """Every word of a command comes through here, whatever it is for."""
    for field, value in vars(args).items():
        for text in value if isinstance(value, list) else (value,):
            if isinstance(text, str):
                check_text(text, field)


def show(code: int, answer: Answer, *, as_json: bool) -> None:
    """Print the document: JSON alone on standard output, or lines to read; complaints go to standard error. A batch has none of its own."""
    if not answer:
        return
    if as_json:
        sys.stdout.write(one_line(answer) + "\n")
        return
    if "error" in answer:
        sys.stderr.write(answer["error"]["message"] + "\n")
        return
    if "help" in answer:
        sys.stdout.write(answer["help"] + "\n")
        return
    for line in readable(json.loads(one_line(answer))):
        sys.stdout.write(line + "\n")


def readable(value: Any, indent: str = "") -> list[str]:
    """The document as indented lines."""
    if isinstance(value, dict):
        return [line for key, inner in value.items() for line in _pair(key, inner, indent)]
    if isinstance(value, list):
        return [line for inner in value for line in _item(inner, indent)]
    return [f"{indent}{value}"]


def _item(inner: Any, indent: str) -> list[str]:
    if isinstance(inner, dict):
        return [indent + "  ".join(f"{k}={v}" for k, v in inner.items() if v not in (None, "", []))]
    return readable(inner, indent)


def _pair(key: str, inner: Any, indent: str) -> list[str]:
    if isinstance(inner, dict | list):
        return [f"{indent}{key}:", *readable(inner, indent + "  ")]
    return [f"{indent}{key}: {'' if inner is None else inner}"]
