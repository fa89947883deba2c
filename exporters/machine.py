"""The very hidden sheet of a workbook: the return for machines, and every visible cell, so that a change can be found.

It is made of lines, each a tag and one ASCII text; the last line is the SHA-256 of all others. A custom part in the package would be lost
when another program saves the file, a sheet survives.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.returns import Value
from app.domain.returns_layout import WorkbookValue
from exporters.sheets import Sheet, SheetCell

SHEET = "_stationdesk"
FORMAT = "stationdesk-return 1"
CHUNK = 30_000
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Expected:
    """What a visible cell held when the workbook was written; ``kind`` is empty for a label."""

    sheet: str
    cell: str
    value: Value
    key: str = ""
    kind: str = ""
    formula: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class MachineData:
    """What the hidden sheet says, and whether its own digest holds."""

    code: str
    title: str
    period: str
    edition: int
    station_code: str
    station_name: str
    version: int
    frozen: bool
    practice: bool
    cut_off: str
    digest: str
    intact: bool
    cells: dict[str, tuple[str, Value]]
    sheets: tuple[str, ...]
    expected: tuple[Expected, ...]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def _entry(cell: SheetCell) -> list[object]:
    """A cell in short: a label is its text alone."""
    if not cell.key:
        return [cell.value]
    return [cell.value, cell.key, cell.kind, cell.formula, cell.decimals]


def _rows(sheet: Sheet) -> Iterator[Line]:
    by_row: dict[int, dict[str, list[object]]] = {}
    for cell in sheet.cells:
        if cell.value is not None or cell.key:
            by_row.setdefault(cell.row, {})[cell.reference] = _entry(cell)
    for row in sorted(by_row):
        yield "row", _json([sheet.name, by_row[row]])


def _meta(value: WorkbookValue, sheets: tuple[Sheet, ...]) -> dict[str, object]:
    result = value.result
    return {
        "code": result.code,
        "title": value.definition.title,
        "period": result.period.code,
        "edition": result.edition,
        "station_code": value.station.code,
        "station_name": value.station.name,
        "version": value.version,
        "frozen": value.frozen,
        "practice": value.station.practice,
        "cut_off": value.cut_off.isoformat(),
        "sheets": [sheet.name for sheet in sheets],
    }


def digest_of(lines: Iterable[Line]) -> str:
    """SHA-256 over every line that is not the digest itself."""
    return hashlib.sha256("\n".join(f"{tag}\t{text}" for tag, text in lines).encode("ascii")).hexdigest()


def machine_lines(value: WorkbookValue, sheets: tuple[Sheet, ...]) -> list[Line]:
    """Every line of the hidden sheet."""
    cells = {key: [cell.kind.value, cell.value] for key, cell in value.result.cells.items()}
    lines: list[Line] = [("format", FORMAT), ("meta", _json(_meta(value, sheets))), ("cells", _json(cells))]
    for sheet in sheets:
        lines += _rows(sheet)
    return [*lines, ("digest", digest_of(lines))]


def _expected(text: str) -> Iterator[Expected]:
    sheet, row = json.loads(text)
    for cell, (value, *figure) in row.items():
        yield Expected(sheet, cell, value, *figure)


def read_lines(lines: list[Line]) -> MachineData:
    """What the lines say; ``ValueError``, ``KeyError`` or ``TypeError`` when they are not such lines."""
    if not lines or lines[0] != ("format", FORMAT):
        raise ValueError("not the sheet of a return")
    body = [line for line in lines if line[0] != "digest"]
    told = dict(lines).get("digest", "")
    meta = json.loads(dict(body)["meta"])
    cells = {key: (kind, value) for key, (kind, value) in json.loads(dict(body)["cells"]).items()}
    sheets = tuple(meta.pop("sheets"))
    expected = tuple(one for tag, text in body if tag == "row" for one in _expected(text))
    return MachineData(**meta, digest=told, intact=told == _digest(body), cells=cells, sheets=sheets, expected=expected)


def _digest(body: list[Line]) -> str:
    try:
        return digest_of(body)
    except UnicodeEncodeError:
        return ""  # we write ASCII only: such a line was changed
