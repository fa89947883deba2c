"""Reading a return's workbook back: what it says for machines, and every visible cell that is not as it was written."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from app.domain.errors import Damaged
from app.domain.returns import Value
from exporters.files import read_whole
from exporters.machine import SHEET, Expected, Line, MachineData, read_lines
from exporters.package_guard import require_workbook
from exporters.sheets import column_name

Grid = dict[str, object]
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_NEAR = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that is not as it was written; ``key`` is None for a label, ``expected`` and ``found`` None for nothing there."""

    sheet: str
    cell: str
    key: str | None
    expected: Value
    found: Value


@dataclass(frozen=True, slots=True)
class Verification:
    """What a workbook says of itself and what was changed in it."""

    machine: MachineData
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was changed."""
        return not self.problems


def _not_a_workbook(name: str, error: Exception) -> Damaged:
    damaged = Damaged("workbook.not_a_workbook", field="file", path=name)
    damaged.__cause__ = error
    return damaged


def _grids(data: bytes, name: str) -> dict[str, Grid]:
    """The values of every sheet by cell name, the hidden one included."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        return {sheet: _grid(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)) for sheet in book.sheet_names}
    except (python_calamine.CalamineError, ValueError, KeyError, OSError) as error:
        raise _not_a_workbook(name, error) from error


def _grid(rows: list[Any]) -> Grid:
    return {
        f"{column_name(across)}{down}": _plain(value)
        for down, row in enumerate(rows, 1)
        for across, value in enumerate(row)
        if value is not None and value != ""
    }


def _plain(value: object) -> object:
    """Numbers as they are, all else as text with plain line ends."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return str(value).replace("\r\n", "\n")


def _lines(grid: Grid) -> list[Line]:
    lines: list[Line] = []
    for row in range(1, len(grid) + 1):
        tag = grid.get(f"A{row}")
        if tag is None:
            break
        lines.append((str(tag), "".join(_pieces(grid, row))))
    return lines


def _pieces(grid: Grid, row: int) -> Iterator[str]:
    column = 1
    while (piece := grid.get(f"{column_name(column)}{row}")) is not None:
        yield str(piece)
        column += 1


def _machine(grids: dict[str, Grid], name: str) -> MachineData:
    if SHEET not in grids:
        raise Damaged("workbook.no_machine_data", field="file", path=name)
    try:
        return read_lines(_lines(grids[SHEET]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged("workbook.no_machine_data", field="file", path=name) from error


def verify(path: Path) -> Verification:
    """Compare every visible cell, labels too, with what was written; saving in another program changes nothing that counts."""
    data = read_whole(path)
    require_workbook(data, path.name)
    grids = _grids(data, path.name)
    machine = _machine(grids, path.name)
    figures = {one.sheet for one in machine.expected if one.key}
    looks = _looks(data, figures, path.name)
    return Verification(machine, (*_digest_problem(machine), *_sheet_problems(machine, grids), *_cell_problems(machine, grids, looks)))


def _digest_problem(machine: MachineData) -> Iterator[Problem]:
    if not machine.intact:
        yield Problem(SHEET, "A1", None, machine.digest or None, "校验值不符")


def _sheet_problems(machine: MachineData, grids: dict[str, Grid]) -> Iterator[Problem]:
    """Sheets taken away or put in; an empty sheet that a program added is nothing."""
    for name in machine.sheets:
        if name not in grids:
            yield Problem(name, "A1", None, name, None)
    for name, grid in grids.items():
        if name not in machine.sheets and name != SHEET and grid:
            yield Problem(name, "A1", None, None, name)


@dataclass(frozen=True, slots=True)
class _Look:
    """The formula of a cell, empty for none, and its number format."""

    formula: str
    number_format: str


def _looks(data: bytes, sheets: set[str], name: str) -> dict[tuple[str, str], _Look]:
    """Formulas and number formats of the sheets that hold figures."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl grumbles about parts it does not know
        try:
            book = openpyxl.load_workbook(BytesIO(data), read_only=True)
            found = {(sheet, cell.coordinate): _look(cell) for sheet in sheets & set(book.sheetnames) for cell in _cells(book[sheet])}
            book.close()
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, OSError) as error:
            raise _not_a_workbook(name, error) from error
    return found


def _cells(page: Any) -> Iterator[Any]:
    for row in page.iter_rows():
        yield from (cell for cell in row if cell.value is not None)


def _look(cell: Any) -> _Look:
    formula = str(cell.value) if cell.data_type == "f" else ""
    return _Look(formula.lstrip("=").replace("$", "").replace(" ", "").upper(), cell.number_format or "General")


def _cell_problems(machine: MachineData, grids: dict[str, Grid], looks: dict[tuple[str, str], _Look]) -> Iterator[Problem]:
    seen = set()
    for one in machine.expected:
        seen.add((one.sheet, one.cell))
        if one.sheet in grids:
            yield from _compared(one, grids[one.sheet].get(one.cell), looks.get((one.sheet, one.cell)))
    for name in machine.sheets:
        for cell, value in grids.get(name, {}).items():
            if (name, cell) not in seen:
                yield Problem(name, cell, None, None, _found(value))


def _found(value: object) -> Value:
    if isinstance(value, float):
        return int(value) if value.is_integer() else str(value)
    return value if isinstance(value, int | str) else None


def _compared(one: Expected, found: object, look: _Look | None) -> Iterator[Problem]:
    """At most one problem a cell: another value, another formula, or a format that shows something else."""
    shown = _in_kind(one, found)
    if look and one.formula and look.formula == one.formula.upper() and found is None:
        return  # a program that does not calculate dropped the value of an untouched formula
    if not _same(one, found):
        yield Problem(one.sheet, one.cell, one.key or None, _expected(one), shown)
    elif look and look.formula != one.formula.upper():
        yield Problem(one.sheet, one.cell, one.key or None, _expected(one), f"={look.formula}" if look.formula else shown)
    elif look and isinstance(found, int | float) and _misleads(look.number_format):
        yield Problem(one.sheet, one.cell, one.key or None, _expected(one), look.number_format)


def _expected(one: Expected) -> Value:
    return one.value if one.value != "" else None


def _as_number(one: Expected) -> Decimal | None:
    """What a figure was written as in the sheet: cents as yuan, a rate as a number."""
    if one.kind in ("rate", "rank") and isinstance(one.value, str) and one.value:
        return Decimal(one.value)
    if isinstance(one.value, int):
        return Decimal(one.value) / 100 if one.kind == "money" else Decimal(one.value)
    return None


def _same(one: Expected, found: object) -> bool:
    number = _as_number(one)
    if number is None:
        return found == _expected(one)
    if isinstance(found, str) or not isinstance(found, int | float):
        return False
    return abs(Decimal(repr(found)) - number) < _NEAR


def _in_kind(one: Expected, found: object) -> Value:
    """What was found, written as figures of that kind are: an integer, cents, or a rate with its decimals."""
    if not isinstance(found, int | float) or isinstance(found, bool):
        return _found(found)
    number = Decimal(repr(found))
    if one.kind == "money":
        number *= 100
    if one.kind in ("rate", "rank"):
        places = Decimal(1).scaleb(-one.decimals)
        return str(number.quantize(places)) if number == number.quantize(places) else str(number)
    return int(number) if number == number.to_integral_value() else str(number)


def _misleads(number_format: str) -> bool:
    """Whether a format shows a number as something else: fixed digits, nothing at all, per cent, thousands cut off."""
    bare = _LITERAL.sub("", number_format)
    literals = "".join(_LITERAL.findall(number_format))
    if bare.strip().lower() in ("general", "@", "standard"):
        return False
    positive = bare.split(";")[0]
    return bool(re.search(r"[0-9]", re.sub(r"\[[^\]]*\]", "", literals)) or not re.search(r"[0#?]", positive) or "%" in positive) or bool(
        re.search(r"[0#?],+(?![0#?])", positive)
    )
