"""The rules of the house, read off the files themselves."""

import ast
import os
import re
import statistics
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.domain.actions import ACTIONS
from app.texts import actions, errors

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("app", "ui", "db", "printing", "exporters")
ERROR_CLASSES = {"UserError", "Usage", "Refused", "NotFound", "Damaged", "Conflict", "NotAllowed", "Surroundings"}

ADVERTISING = "".join(map(chr, (0x798F, 0x9E7F, 0x4F1A)))
"""A word injected into one of the policy documents; it may stand nowhere."""

_MOBILE, _LANDLINE, _SERVICE = (
    r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}",
    r"[（(]?0(?:10|2\d|[3-9]\d\d)[)）]?[ -]?\d{3,4}[ -]?\d{4}",
    r"[48]00-?\d{3}-?\d{4}",
)
TELEPHONE = re.compile(f"(?<![0-9A-Za-z])({_MOBILE}|{_LANDLINE}|{_SERVICE})(?![0-9A-Za-z])")
"""A whole number of a person, an office or a service, as people write it; the public lines of five figures (12333) are none."""
NOBODYS_MOBILE = tuple(tomllib.loads((ROOT / "app/data/demo_people.toml").read_text("utf-8"))["phone"]["starts"])
"""Beginnings that no carrier gives to people: those of the made-up past."""

REGISTRIES = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "debian" + ".org", "ubuntu" + ".com", "tuna.tsing" + "hua")


def nobodys(number: str) -> bool:
    """Whether nobody can have this telephone number."""
    figures = re.sub(r"\D", "", number)
    return figures.startswith(NOBODYS_MOBILE) or re.match(r"0(10|2\d|[3-9]\d\d)0", figures) is not None


@cache
def tracked() -> tuple[Path, ...]:
    """The files under version control that are there."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(path for name in listed if name and (path := ROOT / name).is_file())


def sources(*rooms: str) -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in rooms]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def nodes(*kinds: type[ast.AST], rooms: tuple[str, ...] = ROOMS) -> Iterator[tuple[Path, ast.AST]]:
    for path in sources(*rooms):
        yield from ((path.relative_to(ROOT), node) for node in ast.walk(tree(path)) if isinstance(node, kinds))


def function_lengths() -> dict[str, int]:
    functions = nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    return {f"{path}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1 for path, node in functions}


def test_functions_are_short():
    lengths = sorted(function_lengths().values())
    assert statistics.median(lengths) <= 6
    assert statistics.quantiles(lengths, n=10)[-1] <= 22


def test_no_function_is_longer_than_60_lines():
    assert [where for where, length in function_lengths().items() if length > 60] == []


def test_no_file_is_longer_than_500_lines():
    long = [path for path in sources(*ROOMS, "tests", "installer") if len(path.read_text("utf-8").splitlines()) > 500]
    assert [path for path in long if "versions" not in path.parts] == []


def test_every_module_and_class_says_what_it_is():
    mute = [path.relative_to(ROOT) for path in sources(*ROOMS, "installer") if not ast.get_docstring(tree(path))]
    mute += [f"{path}:{node.lineno} {node.name}" for path, node in nodes(ast.ClassDef) if not ast.get_docstring(node)]
    assert mute == []


def test_no_folder_of_tests_takes_the_name_of_a_room():
    """With an ``__init__.py`` pytest imports tests/ui as ``ui``, and the program's own then comes from wherever it is installed."""
    assert [room for room in ROOMS if (ROOT / "tests" / room / "__init__.py").exists()] == []


IMPORTS = """
import importlib, sys
names = sys.stdin.read().split()
for name in names if sys.argv[1] == "forwards" else reversed(names):
    importlib.import_module(name)
assert len(names) == len({id(sys.modules[name]) for name in names}), "one module under two names"
"""


def modules() -> list[str]:
    """Every module that can be imported by name; a migration is run by alembic and cannot."""
    found = [path.relative_to(ROOT).with_suffix("") for path in sources(*ROOMS, "installer")]
    return [".".join(module.parts).removesuffix(".__init__") for module in found if "migrations" not in module.parts]


@pytest.mark.parametrize("order", ["forwards", "backwards"])
def test_every_module_can_be_imported_with_warnings_as_errors(order):
    """In both orders, so that no module stands only because another one was imported before it; nothing around the child helps it."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "STATIONDESK_", "QT_"))}
    command = [sys.executable, "-W", "error", "-c", IMPORTS, order]
    done = subprocess.run(command, cwd=ROOT, env=bare, input="\n".join(modules()), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("word", [ADVERTISING, *REGISTRIES])
def test_no_tracked_file_holds_injected_advertising_or_names_a_registry(word):
    assert [path.relative_to(ROOT) for path in tracked() if word.encode() in path.read_bytes()] == []


def test_no_tracked_file_holds_a_telephone_number_that_somebody_could_have():
    """A mobile number begins as no carrier's does, a landline goes on with a nought behind its area, as none does; no service number."""
    texts = {path.relative_to(ROOT): path.read_bytes().decode("utf-8", "ignore") for path in tracked()}
    found = {(str(path), number) for path, text in texts.items() for number in TELEPHONE.findall(text)}
    assert len(found) > 20
    assert sorted((path, number) for path, number in found if not nobodys(number)) == []


@pytest.mark.parametrize(
    ("number", "is_nobodys"),
    [
        *(("142 0000 7162", True), ("16000007162", True), ("0457-0000001", True), ("（0457）012-3456", True)),
        *((f"13{9:d} 0000 7162", False), ("1" + "3900007162", False), ("0457-2" + "123456", False), ("010" + "66778899", False)),
        *(("400-" + "123-4567", False), ("800" + "1234567", False)),
    ],
)
def test_whose_a_telephone_number_could_be_is_seen_by_its_beginning(number, is_nobodys):
    assert [nobodys(one) for one in TELEPHONE.findall(f"电话{number}。")] == [is_nobodys]


def test_time_is_read_from_the_machine_in_the_clock_alone():
    reads = [
        f"{path}:{node.lineno}"
        for path, node in nodes(ast.Attribute)
        if node.attr in {"now", "utcnow", "today"} and isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date"}
    ]
    assert [where for where in reads if not where.startswith("app/domain/clock.py")] == []


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""]


def test_the_rules_import_the_standard_library_only():
    foreign = {
        f"{path}: {name}"
        for path, node in nodes(ast.Import, ast.ImportFrom, rooms=("app",))
        if path.parts[1] == "domain"
        for name in imported(node)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("app.domain")
    }
    assert foreign == set()


def raised() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield place, code and call of every error that is made with its code in the open."""
    for path, node in nodes(ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", None))
        if name in ERROR_CLASSES and node.args and isinstance(node.args[0], ast.Constant):
            yield f"{path}:{node.lineno}", node.args[0].value, node


def test_every_error_has_a_sentence():
    assert [(where, code) for where, code, _ in raised() if code not in errors()] == []


def test_every_error_fills_the_gaps_of_its_sentence():
    gaps = []
    for where, code, call in raised():
        given = {keyword.arg for keyword in call.keywords}
        wanted = {field for _, field, _, _ in string.Formatter().parse(errors().get(code, "")) if field}
        if None not in given and wanted - given:
            gaps.append((where, code, wanted - given))
    assert gaps == []


def test_every_action_has_a_name_and_every_name_an_action():
    assert set(actions()) == set(ACTIONS)


def test_the_sentences_are_chinese_to_the_last_stop():
    assert [code for code, sentence in errors().items() if sentence[-1] not in "。！？”）}"] == []
