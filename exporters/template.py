"""Filling a county's own workbook: a cell that reads ``{{r1.c7}}`` gets the figure, everything else stays as the county drew it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from app.domain.errors import Damaged, Refused
from app.domain.returns import CellKind, CellValue, Value
from app.domain.returns_layout import WorkbookValue, moment_text, narrative_parts
from exporters.files import read_whole
from exporters.package_guard import require_workbook

_PLACE = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
Filling = float | int | str | None


def template_values(value: WorkbookValue) -> dict[str, Filling]:
    """Everything a template may ask for: cells, totals, period, station, foot, and the narrative by its headings."""
    filled: dict[str, Filling] = {key: _filling(cell) for key, cell in value.result.cells.items()}
    filled |= {f"total.{name}": _filling(cell) for name, cell in value.result.totals.items()}
    period, station = value.result.period, value.station
    filled |= {"period": period.title, "period.code": period.code, "first_day": period.first_day.isoformat()}
    filled |= {"last_day": period.last_day.isoformat(), "cut_off": moment_text(value.cut_off), "version": value.version}
    filled |= {"station.code": station.code, "station.name": station.name, "head": station.head, "filled_by": station.filled_by}
    filled |= {"phone": station.phone, "reported_on": value.reported_on.isoformat() if value.reported_on else ""}
    filled["practice"] = "练习" if station.practice else ""
    for part in narrative_parts(value):
        filled[part.title] = "\n".join(text for text in (filled.get(part.title), part.text) if isinstance(text, str) and text)
    return filled


def _filling(cell: CellValue) -> Filling:
    value: Value = cell.value
    if cell.kind is CellKind.MONEY and isinstance(value, int):
        return value / 100
    if cell.kind in (CellKind.RATE, CellKind.RANK) and isinstance(value, str):
        return float(value)
    return value if value is not None else ""


def fill_template(template: Path, values: Mapping[str, Filling]) -> bytes:
    """The template with its places filled; ``Refused`` names a place that asks for something the return does not have."""
    import openpyxl

    data = read_whole(template)
    require_workbook(data, template.name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl grumbles about parts it does not know
        try:
            book = openpyxl.load_workbook(BytesIO(data))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, OSError) as error:
            raise Damaged("workbook.not_a_workbook", field="file", path=template.name) from error
    for cell in _places(book):
        _fill(cell, values)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _places(book: Any) -> Iterator[Any]:
    for page in book.worksheets:
        for row in page.iter_rows():
            yield from (cell for cell in row if isinstance(cell.value, str) and cell.data_type != "f" and "{{" in cell.value)


def _fill(cell: Any, values: Mapping[str, Filling]) -> None:
    """A place alone in its cell keeps the kind of its figure; among other words it becomes text, and text is never a formula."""
    text = cell.value
    alone = _PLACE.fullmatch(text.strip())
    filled: Filling = _value(cell, alone[1], values) if alone else _PLACE.sub(lambda found: str(_value(cell, found[1], values)), text)
    cell.value = filled
    if isinstance(filled, str):
        cell.data_type = "s"


def _value(cell: Any, key: str, values: Mapping[str, Filling]) -> Filling:
    if key not in values:
        raise Refused("template.unknown_key", field=key, sheet=cell.parent.title, cell=cell.coordinate, key=key)
    return values[key]
