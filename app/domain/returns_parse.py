"""Reading a definition of a return from a mapping (a TOML file): everything that does not fit is refused, with its place in the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeVar

from app.domain.errors import Refused
from app.domain.measures import FLOW, MEASURES, OPERATORS, MeasureKind, MeasureSpec, Scope
from app.domain.periods import PeriodKind
from app.domain.returns import (
    ADDS_UP,
    Cell,
    CellKind,
    Change,
    Check,
    CheckLevel,
    Column,
    Filter,
    Manual,
    Measured,
    MeasureQuery,
    Rate,
    RateOfCells,
    ReturnDefinition,
    Row,
    RowTitle,
    Source,
    SumOfCells,
)
from app.domain.returns_expression import Comparison, Node, Ref, added, parse_comparison, parse_sum, refs
from app.domain.returns_lines import KEYS, is_per_line, per_line

Table = Mapping[str, Any]
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_CODE = re.compile(r"[A-Z][A-Z0-9_]{0,15}")
_RESERVED = {"prev", "total", "sum", "max", "min", "op", "op2"}
_SHEET_SIGNS = set("[]:*?/\\'")
_OTHER_SHEETS = {"情况说明", "指标解释", "核对", "溯源汇总", "溯源", "_stationdesk"}
_SOURCES = ("measure", "above", "sum", "rate", "manual", "label")
_COLUMN_KEYS = {*("id", "head", "kind", "unit", "width", "aux", "total", "decimals")}
_SOURCE_KEYS = {*_SOURCES, "below", "scope", "filter", "default", "target"}
_QUERY_KEYS = {"measure", "scope", "filter"}
_ROW_KEYS = {"id", "title", "filter", "cells", "whole"}
_CHECK_KEYS = {*("id", "name", "level", "rule", "text", "hint", "change", "over")}
_FORM_KEYS = {
    *("code", "edition", "sheet", "title", "remark", "periods", "paper", "foot", "narrative", "columns", "rows", "checks"),
    "handed_in",
}
_MOST_LEVELS = 3
_Enum = TypeVar("_Enum", bound=StrEnum)
_T = TypeVar("_T")


def _refuse(code: str, where: str, **params: object) -> Refused:
    return Refused(f"return.definition.{code}", field=where, where=where, **params)


def _get(table: Table, key: str, kind: type[_T], where: str, default: _T | None = None) -> _T:
    """The value of ``key``, of that very type; refused when it is missing (without a default) or of another type."""
    value = table.get(key, default)
    place = f"{where}.{key}" if where else key
    if value is None:
        raise _refuse("missing", place, key=key)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _refuse("wrong_type", place, key=key)
    return value


def _texts(table: Table, key: str, where: str, default: list[str] | None = None) -> tuple[str, ...]:
    values = _get(table, key, list, where, default)
    if not all(isinstance(value, str) and value.strip() for value in values):
        raise _refuse("wrong_type", f"{where}.{key}" if where else key, key=key)
    return tuple(values)


def _known(table: Table, allowed: set[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            raise _refuse("unknown_key", f"{where}.{key}" if where else key, key=key)


def _within(table: Table, key: str, where: str, default: int, least: int, most: int) -> int:
    number = _get(table, key, int, where, default)
    if not least <= number <= most:
        raise _refuse("unknown_value", f"{where}.{key}", value=number, allowed=f"{least}—{most}")
    return number


def _choice(kind: type[_Enum], text: str, where: str) -> _Enum:
    try:
        return kind(text)
    except ValueError as error:
        raise _refuse("unknown_value", where, value=text, allowed="、".join(kind)) from error


def _id(table: Table, where: str) -> str:
    name = _get(table, "id", str, where)
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise _refuse("name", f"{where}.id", value=name)
    return name


def _unique(names: Iterable[str], where: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise _refuse("duplicate", where, value=name)
        seen.add(name)


def _filter(entry: object, spec: MeasureSpec, where: str) -> Filter:
    """``["kind", "eq", "full_time"]`` or ``["group", "in", ["graduate", "veteran"]]`` over the fields the measure declares."""
    if not isinstance(entry, list) or len(entry) != 3 or not all(isinstance(part, str) for part in entry[:2]):
        raise _refuse("filter", where)
    name, operator, given = entry
    field = spec.field(name)
    if field is None:
        raise _refuse("unknown_field", where, measure=spec.name, value=name)
    if operator not in OPERATORS:
        raise _refuse("unknown_operator", where, value=operator, allowed="、".join(OPERATORS))
    values = given if isinstance(given, list) else [given]
    if not values or (operator in ("eq", "ne") and len(values) != 1) or not all(isinstance(value, str | int) for value in values):
        raise _refuse("filter", where)
    for value in values:
        if value not in dict(field.values):
            raise _refuse("unknown_value", where, value=value, allowed="、".join(dict(field.values)))
    return Filter(name, operator, tuple(values))


class _Reader:
    """Reads one file; the measures it may name are handed in."""

    def __init__(self, measures: Mapping[str, MeasureSpec]) -> None:
        self._measures = measures

    def query(self, table: Table, where: str) -> MeasureQuery:
        name = _get(table, "measure", str, where)
        spec = self._measures.get(name)
        if spec is None:
            raise _refuse("unknown_measure", f"{where}.measure", value=name)
        usual = Scope.PERIOD if spec.scopes & FLOW else Scope.END
        scope = _choice(Scope, _get(table, "scope", str, where, usual.value), f"{where}.scope")
        if scope not in spec.scopes:
            raise _refuse("scope", f"{where}.scope", measure=name, value=scope.value)
        return MeasureQuery(name, scope, self.filters(table, spec, where))

    def filters(self, table: Table, spec: MeasureSpec, where: str) -> tuple[Filter, ...]:
        entries = _get(table, "filter", list, where, [])
        return tuple(_filter(entry, spec, f"{where}.filter[{number}]") for number, entry in enumerate(entries, 1))

    def source(self, table: Table, where: str) -> tuple[CellKind, Source]:
        """Exactly one way in which a cell is filled, and the kind of what it holds."""
        given = [key for key in _SOURCES if key in table]
        if len(given) != 1:
            raise _refuse("source", where)
        kind, source = getattr(self, f"_{given[0]}")(table, where)
        told = table.get("kind")
        if told is not None and _choice(CellKind, _get(table, "kind", str, where), f"{where}.kind") is not kind:
            raise _refuse("wrong_kind", f"{where}.kind", value=told, expected=kind.value)
        return kind, source

    def _measure(self, table: Table, where: str) -> tuple[CellKind, Source]:
        query = self.query(table, where)
        return CellKind(self._measures[query.measure].kind.value), Measured(query)

    def _label(self, table: Table, where: str) -> tuple[CellKind, Source]:
        if not _get(table, "label", bool, where):
            raise _refuse("wrong_type", where, key="label")
        return CellKind.TEXT, RowTitle()

    def _above(self, table: Table, where: str) -> tuple[CellKind, Source]:
        sides = [_get(table, side, dict, where) for side in ("above", "below")]
        for side, given in zip(("above", "below"), sides, strict=True):
            _known(given, _QUERY_KEYS, f"{where}.{side}")
        above, below = (self.query(given, f"{where}.{side}") for side, given in zip(("above", "below"), sides, strict=True))
        for query in (above, below):
            if self._measures[query.measure].kind is not MeasureKind.COUNT:
                raise _refuse("wrong_kind", where, value=self._measures[query.measure].kind.value, expected="count")
        return CellKind.RATE, Rate(above, below)

    def _sum(self, table: Table, where: str) -> tuple[CellKind, Source]:
        columns = _texts(table, "sum", where)
        kind = _choice(CellKind, _get(table, "kind", str, where, "sum"), f"{where}.kind")
        if kind not in ADDS_UP or not columns:
            raise _refuse("wrong_kind", where, value=kind.value, expected="count、sum、money")
        return kind, SumOfCells(columns)

    def _rate(self, table: Table, where: str) -> tuple[CellKind, Source]:
        columns = _texts(table, "rate", where)
        if len(columns) != 2:
            raise _refuse("source", where)
        return CellKind.RATE, RateOfCells(*columns)

    def _manual(self, table: Table, where: str) -> tuple[CellKind, Source]:
        told = _get(table, "manual", str, where)
        if told not in ("number", "text"):
            raise _refuse("unknown_value", f"{where}.manual", value=told, allowed="number、text")
        target = _get(table, "target", str, where, "")
        if target and (told != "number" or not _NAME.fullmatch(target)):
            raise _refuse("name", f"{where}.target", value=target)
        if "default" not in table:
            return CellKind.MANUAL, Manual(told == "number", None, target)
        default: int | str = _get(table, "default", int, where) if told == "number" else _get(table, "default", str, where)
        return CellKind.MANUAL, Manual(told == "number", default, target)

    def column(self, table: Table, where: str) -> Column:
        _known(table, _COLUMN_KEYS | _SOURCE_KEYS, where)
        head = _texts(table, "head", where)
        if not 1 <= len(head) <= _MOST_LEVELS:
            raise _refuse("head", f"{where}.head", most=_MOST_LEVELS)
        kind, source = self.source(table, where)
        return Column(
            id=_id(table, where),
            head=head,
            kind=kind,
            source=source,
            unit=_get(table, "unit", str, where, ""),
            width=_within(table, "width", where, 8, 1, 120),
            aux=_get(table, "aux", bool, where, False),
            total=_get(table, "total", bool, where, True),
            decimals=_within(table, "decimals", where, 1 if kind is CellKind.RANK else 2, 0, 6),
        )

    def row(self, table: Table, columns: tuple[Column, ...], where: str) -> Row:
        _known(table, _ROW_KEYS, where)
        replaced = {name: self._replaced(name, cell, columns, where) for name, cell in _get(table, "cells", dict, where, {}).items()}
        sources: list[tuple[str, CellKind, Source]] = []
        for column in columns:
            kind, source = replaced.get(column.id, (column.kind, column.source))
            narrowed = self._narrowed(source, table, where)
            if column.id in replaced or narrowed is not source:
                sources.append((column.id, kind, narrowed))
        return Row(_id(table, where), _get(table, "title", str, where, ""), tuple(sources), _get(table, "whole", bool, where, False))

    def _replaced(self, name: str, cell: object, columns: tuple[Column, ...], where: str) -> tuple[CellKind, Source]:
        place = f"{where}.cells.{name}"
        if name not in {column.id for column in columns}:
            raise _refuse("unknown_cell", place, value=name)
        if not isinstance(cell, dict):
            raise _refuse("wrong_type", place, key=name)
        _known(cell, _SOURCE_KEYS | {"kind"}, place)
        return self.source(cell, place)

    def _narrowed(self, source: Source, table: Table, where: str) -> Source:
        """The source with the filters of its row; texts of the station have nothing to filter."""
        if "filter" not in table:
            return source
        if isinstance(source, Measured):
            narrowed = self._narrow(source.query, table, where)
            return source if narrowed is source.query else Measured(narrowed)
        if isinstance(source, Rate):
            return Rate(self._narrow(source.above, table, where), self._narrow(source.below, table, where))
        return source

    def _narrow(self, query: MeasureQuery, table: Table, where: str) -> MeasureQuery:
        spec = self._measures[query.measure]
        if spec.kind is MeasureKind.TEXT:
            return query
        return replace(query, filters=query.filters + self.filters(table, spec, where))


def _tables(table: Table, key: str, default: list[Any] | None = None) -> list[tuple[Table, str]]:
    entries = _get(table, key, list, "", default)
    places = [(entry, f"{key}[{number}]") for number, entry in enumerate(entries, 1)]
    for entry, where in places:
        if not isinstance(entry, dict):
            raise _refuse("wrong_type", where, key=key)
    return places


def _template(text: str, where: str) -> tuple[str | int | Node, ...]:
    """A sentence cut at its braces: ``{c7 + c8}`` becomes an expression, ``{op}`` and ``{op2}`` the signs of the rule."""
    parts: list[str | int | Node] = []
    for number, piece in enumerate(re.split(r"\{([^{}]*)\}", text)):
        if number % 2 == 0:
            if "{" in piece or "}" in piece:
                raise _refuse("expression", where, text=text)
            parts.append(piece)
        else:
            parts.append({"op": 0, "op2": 1}[piece] if piece in ("op", "op2") else parse_sum(piece, where))
    return tuple(part for part in parts if part != "")


def _check(table: Table, where: str) -> Check:
    _known(table, _CHECK_KEYS, where)
    level = _choice(CheckLevel, _get(table, "level", str, where, "warning" if "change" in table else "hard"), f"{where}.level")
    rule: Comparison | Change
    if ("rule" in table) == ("change" in table):
        raise _refuse("source", where)
    if "change" in table:
        rule = Change(_get(table, "change", str, where), _get(table, "over", int, where, 30))
    else:
        rule = parse_comparison(_get(table, "rule", str, where), f"{where}.rule")
    text = _template(_get(table, "text", str, where, ""), f"{where}.text")
    if any(isinstance(part, int) and (isinstance(rule, Change) or part >= len(rule.signs)) for part in text):
        raise _refuse("expression", f"{where}.text", text="{op}")
    name = _get(table, "name", str, where)
    return Check(_id(table, where), name, level, rule, text or (name,), _get(table, "hint", str, where, ""))


def _check_refs(check: Check) -> list[Ref]:
    if isinstance(check.rule, Change):
        return [Ref(check.rule.column)]
    nodes = [part for part in check.text if not isinstance(part, str | int)]
    return [ref for node in (check.rule, *nodes) for ref in refs(node)]


def _numeric(kind: CellKind, source: Source) -> bool:
    return kind is not CellKind.TEXT and not (isinstance(source, Manual) and not source.number)


def _verify_refs(form: ReturnDefinition) -> None:
    """Every cell a check names is there and holds a number."""
    columns = {column.id: column for column in form.columns}
    rows = {row.id for row in form.rows}
    for number, check in enumerate(form.checks, 1):
        for ref in _check_refs(check):
            column = columns.get(ref.column)
            where = f"checks[{number}]"
            if column is None or (ref.row and ref.row not in rows):
                raise _refuse("unknown_cell", where, value=f"{ref.row}.{ref.column}".strip("."))
            if not _numeric(column.kind, column.source):
                raise _refuse("wrong_kind", where, value=column.kind.value, expected="count、sum、money、rate、rank")
        _verify_added(check, columns, f"checks[{number}]")


def _verify_added(check: Check, columns: Mapping[str, Column], where: str) -> None:
    """Shares and ranks are compared, never added: twice a median is nobody's."""
    if isinstance(check.rule, Change):
        summed = [Ref(check.rule.column)]
    else:
        summed = [ref for node in (check.rule, *check.text) if not isinstance(node, str | int) for ref in added(node)]
    for ref in summed:
        kind = columns[ref.column].kind
        if kind is CellKind.RANK or (kind is CellKind.RATE and ref.source == "sum"):
            raise _refuse("not_added", where, value=ref.column)


def _parts(source: Source) -> tuple[str, ...]:
    if isinstance(source, SumOfCells):
        return source.columns
    return (source.above, source.below) if isinstance(source, RateOfCells) else ()


def _verify_formulas(form: ReturnDefinition) -> None:
    """A formula names columns that are there, that hold whole numbers, and that do not lead back to itself."""
    rows: dict[str, dict[str, Cell]] = {}
    for cell in form.cells():
        rows.setdefault(cell.row.id, {})[cell.column.id] = cell
    for cell in form.cells():
        places = rows[cell.row.id]
        for name in _parts(cell.source):
            other = places.get(name)
            if other is None:
                raise _refuse("unknown_cell", cell.key, value=name)
            if not _numeric(other.kind, other.source) or other.kind in (CellKind.RATE, CellKind.RANK):
                raise _refuse("wrong_kind", cell.key, value=other.kind.value, expected="count、sum、money")
        reached = list(_parts(cell.source))
        for name in reached:  # grows while it is walked; each column is walked once
            reached += [part for part in _parts(places[name].source) if part in places and part not in reached]
        if cell.column.id in reached:
            raise _refuse("circle", cell.key, value=cell.column.id)


def _head(table: Table) -> dict[str, Any]:
    code = _get(table, "code", str, "")
    sheet = _get(table, "sheet", str, "")
    if not _CODE.fullmatch(code):
        raise _refuse("name", "code", value=code)
    if not 1 <= len(sheet) <= 31 or _SHEET_SIGNS & set(sheet) or sheet in _OTHER_SHEETS:
        raise _refuse("name", "sheet", value=sheet)
    paper = _get(table, "paper", str, "", "A3")
    if paper not in ("A3", "A4"):
        raise _refuse("unknown_value", "paper", value=paper, allowed="A3、A4")
    return {
        "code": code,
        "edition": _get(table, "edition", int, ""),
        "sheet": sheet,
        "title": _get(table, "title", str, ""),
        "remark": _get(table, "remark", str, "", ""),
        "paper": paper,
        "periods": frozenset(_choice(PeriodKind, text, "periods") for text in _texts(table, "periods", "")),
        "foot": _texts(table, "foot", "", []),
        "narrative": _texts(table, "narrative", "", []),
        "handed_in": _get(table, "handed_in", bool, "", True),
    }


def parse_definition(table: Table, measures: Mapping[str, MeasureSpec] = MEASURES) -> ReturnDefinition:
    """The definition in a TOML table; ``Refused`` names what does not fit and where."""
    _known(table, _FORM_KEYS | KEYS, "")
    repeats, table = is_per_line(table), per_line(table)
    reader = _Reader(measures)
    head = _head(table) | {"per_line": repeats}
    columns = tuple(reader.column(entry, where) for entry, where in _tables(table, "columns"))
    rows = tuple(reader.row(entry, columns, where) for entry, where in _tables(table, "rows"))
    checks = tuple(_check(entry, where) for entry, where in _tables(table, "checks", []))
    for key, names in (
        ("columns", [column.id for column in columns]),
        ("rows", [row.id for row in rows]),
        ("checks", [check.id for check in checks]),
    ):
        _unique(names, key)
    if not rows or all(column.aux for column in columns):
        raise _refuse("missing", "columns", key="rows / columns")
    if sum(row.whole for row in rows) > 1:
        raise _refuse("duplicate", "rows", value="whole")
    form = ReturnDefinition(columns=columns, rows=rows, checks=checks, **head)
    _verify_formulas(form)
    _verify_refs(form)
    return form
