"""Forms that repeat columns and checks for every queue line of a station: a file says it once, here it is said for each line.

``each = "line"`` marks what is repeated; in its words ``{line}`` is the line's letter in small (for names of columns), ``{letter}`` the
letter, ``{line_name}`` the name. ``{lines: day.*_taken}`` in a rule is the sum over all lines. Nothing else is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import Any

from app.domain.errors import Refused

Table = Mapping[str, Any]
Line = tuple[str, str]
KEYS = frozenset({"lines", "station_lines"})
_REPEATED = ("columns", "checks")
_SUM = re.compile(r"\{lines:([^{}]*)\}")
_BRACES = str.maketrans("{}", "（）")


def is_per_line(table: Table) -> bool:
    """Whether a form repeats anything for each line."""
    return any(_repeats(entry) for key in _REPEATED for entry in _list(table, key))


def per_line(table: Table) -> dict[str, Any]:
    """The same form with everything repeated: for the station's lines where the program put them on top, else for those of the file."""
    lines = _lines(table)
    made = {key: value for key, value in table.items() if key not in KEYS}
    for key in _REPEATED:
        if _list(table, key):
            made[key] = [one for run in _runs(table[key]) for one in _repeated(run, lines, f"{key}.each")]
    return made


def _runs(entries: list[Any]) -> Iterator[list[Any]]:
    """Neighbours that are repeated stay together: everything of one line, then everything of the next."""
    for _, run in groupby(entries, key=_repeats):
        yield list(run)


def _list(table: Table, key: str) -> list[Any]:
    found = table.get(key)
    return found if isinstance(found, list) else []


def _repeats(entry: object) -> bool:
    return isinstance(entry, Mapping) and "each" in entry


def _lines(table: Table) -> tuple[Line, ...]:
    """The lines of a form, by letter; refused unless each is a letter and a name."""
    given = table.get("station_lines", table.get("lines", []))
    if not isinstance(given, list) or not all(_is_line(one) for one in given):
        raise Refused("return.definition.wrong_type", field="lines", where="lines", key="lines")
    lines = {letter: name.translate(_BRACES) for letter, name in given}
    if len(lines) < len(given):
        raise Refused("return.definition.duplicate", field="lines", where="lines", value="、".join(letter for letter, _ in given))
    return tuple(sorted(lines.items()))


def _is_line(one: object) -> bool:
    if not isinstance(one, list) or len(one) != 2 or not all(isinstance(part, str) for part in one):
        return False
    return re.fullmatch("[A-Z]", one[0]) is not None


def _repeated(run: list[Any], lines: tuple[Line, ...], where: str) -> Iterator[object]:
    summed = _put(run, lambda text: _SUM.sub(lambda found: _sum(found[1], lines), text))
    if not _repeats(run[0]):
        yield from summed
        return
    wrong = [entry["each"] for entry in summed if entry["each"] != "line"]
    if wrong:
        raise Refused("return.definition.unknown_value", field=where, where=where, value=wrong[0], allowed="line")
    rest = [{key: value for key, value in entry.items() if key != "each"} for entry in summed]
    for letter, name in lines:
        yield from _put(rest, partial(_named, letter=letter, name=name))


def _sum(term: str, lines: tuple[Line, ...]) -> str:
    """The term with every line in the place of its star, added up; 0 where there is no line."""
    return " + ".join(term.strip().replace("*", letter.lower()) for letter, _ in lines) or "0"


def _named(text: str, letter: str, name: str) -> str:
    return text.replace("{line}", letter.lower()).replace("{letter}", letter).replace("{line_name}", name)


def _put(value: Any, change: Any) -> Any:
    """The same value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_put(one, change) for one in value]
    return {key: _put(one, change) for key, one in value.items()} if isinstance(value, Mapping) else value
