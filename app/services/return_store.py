"""A frozen return as it lies in the database: its figures, its definition, its texts, and the digests that hold them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.documents import NarrativePart
from app.domain.errors import Damaged, NotFound, UserError
from app.domain.measures import MEASURES, MeasureKind
from app.domain.periods import MonthRule, Period, parse_period
from app.domain.queue_figures import nearest_rank
from app.domain.returns import (
    CellKind,
    CellValue,
    CheckLevel,
    CheckResult,
    Measured,
    Rate,
    RateOfCells,
    ReturnDefinition,
    ReturnResult,
    SumOfCells,
)
from app.domain.returns_compute import minutes_text, rate_text, totals
from app.domain.returns_layout import ReturnStation
from app.domain.returns_lineage import Lineage, Records, unpack
from app.services.return_base import Session, as_json, stored_value
from app.services.return_records import RecordList
from db import queries
from db.models import Return, ReturnCell
from exporters.registry import LoadedDefinition, read_definition


@dataclass(frozen=True, slots=True)
class Frozen:
    """A frozen return. ``seq`` and ``head`` say after which audit entry the data was read."""

    id: int
    version: int
    loaded: LoadedDefinition
    period: Period
    result: ReturnResult
    cells: Mapping[str, ReturnCell]
    cut_off: datetime
    frozen_at: datetime
    reason: str
    audit_head: str
    digest: str
    station: ReturnStation
    narrative: tuple[NarrativePart, ...]
    notes: tuple[str, ...]
    months: Mapping[str, str]

    @property
    def definition(self) -> ReturnDefinition:
        """The form as it read when the return was frozen."""
        return self.loaded.definition


def row_of(session: Session, code: str, period: str, version: int | None = None) -> Return | None:
    """The newest frozen version, None without any; or the one of a number, ``NotFound`` where there is not."""
    row = queries.returns.latest(session, code, period, version)
    if row is None and version is not None:
        raise NotFound("return.no_version", field="version", version=version)
    return row


def load(session: Session, row: Return) -> Frozen:
    """A frozen return, with every digest looked at; ``Damaged`` when one does not hold."""
    cells = queries.returns.cells(session, row.id)
    if digest_of(row, cells) != row.digest:
        raise _damaged(row)
    loaded = read_definition(row.definition)
    period = parse_period(row.period, _rule(row))
    kept = row.narrative
    return Frozen(
        id=row.id,
        version=row.number,
        loaded=loaded,
        period=period,
        result=_result(row, loaded.definition, period, cells),
        cells={cell.cell: cell for cell in cells},
        cut_off=row.cut_off,
        frozen_at=row.frozen_at,
        reason=row.reason,
        audit_head=row.audit_head,
        digest=row.digest,
        station=ReturnStation(**kept["station"]),
        narrative=tuple(NarrativePart(title, text) for title, text in kept["parts"]),
        notes=tuple(kept["notes"]),
        months=kept["months"],
    )


def _rule(row: Return) -> MonthRule:
    """The months of the period as they were counted when it was frozen."""
    return next(rule for rule in MonthRule if parse_period(row.period, rule).first_day == row.starts_on)


def _result(row: Return, form: ReturnDefinition, period: Period, cells: Sequence[ReturnCell]) -> ReturnResult:
    values = {cell.cell: _value(cell) for cell in cells}
    values = {key: _with_sides(form, key, value, values) for key, value in values.items()}
    checks = tuple(CheckResult(**(one | {"level": CheckLevel(one["level"]), "cells": tuple(one["cells"])})) for one in row.checks)
    return ReturnResult(row.code, period, int(row.edition), values, totals(form, values), checks, row.first)


def _value(cell: ReturnCell) -> CellValue:
    kept = CellValue(CellKind(cell.kind), stored_value(cell.value), cell.measure or None, cell.count)
    if kept.kind is CellKind.RATE and cell.lineage:
        records = records_of(cell)
        return replace(kept, above=len(records.ids), below=len(records.over or ()))
    return kept


def _with_sides(form: ReturnDefinition, key: str, value: CellValue, values: Mapping[str, CellValue]) -> CellValue:
    """A rate of two columns finds its two figures in its row."""
    source = form.cell(key).source
    if not isinstance(source, RateOfCells):
        return value
    sides = (values[f"{key.split('.')[0]}.{column}"].value for column in (source.above, source.below))
    above, below = (side if isinstance(side, int) else 0 for side in sides)
    return replace(value, above=above, below=below)


def records_of(cell: ReturnCell) -> Records:
    """The records behind a frozen figure; ``Damaged`` when list and digest do not fit."""
    return unpack(Lineage(cell.lineage, cell.lineage_digest, cell.count))


def lists(frozen: Frozen, key: str) -> tuple[tuple[RecordList, ...], tuple[RecordList, ...]]:
    """The records behind a frozen cell, and those of its divisor where it is a rate, from its own lineage."""
    source, row = frozen.definition.cell(key).source, key.split(".")[0]
    if isinstance(source, Measured):
        return (_list(source.query.measure, records_of(frozen.cells[key])),), ()
    if isinstance(source, Rate):
        records = records_of(frozen.cells[key])
        return (_list(source.above.measure, records),), (_list(source.below.measure, Records(records.over or ())),)
    if isinstance(source, SumOfCells):
        return tuple(part for column in source.columns for part in lists(frozen, f"{row}.{column}")[0]), ()
    if isinstance(source, RateOfCells):
        return lists(frozen, f"{row}.{source.above}")[0], lists(frozen, f"{row}.{source.below}")[0]
    return (), ()


def _list(measure: str, records: Records) -> RecordList:
    amounts = records.amounts or (1,) * len(records.ids)
    return RecordList(measure, tuple(zip(records.ids, amounts, strict=True)))


def digest_of(row: Return, cells: Sequence[ReturnCell]) -> str:
    """SHA-256 over everything a frozen return says; the lineage by its digests."""
    figures = [[cell.cell, cell.kind, cell.measure, cell.value, cell.count, cell.record_kind, cell.lineage_digest] for cell in cells]
    body = [
        *(row.code, row.period, row.number, row.starts_on.isoformat(), row.ends_on.isoformat(), row.cut_off.timestamp()),
        *(row.edition, row.definition, row.checks, row.narrative, row.reason, row.first, row.audit_head),
        sorted(figures),
    ]
    return hashlib.sha256(as_json(body).encode()).hexdigest()


def check_row(check: CheckResult) -> dict[str, Any]:
    """A check as it is stored."""
    return asdict(check) | {"level": check.level.value, "cells": list(check.cells)}


def problems(session: Session) -> Iterator[tuple[str, UserError]]:
    """Every frozen return that does not hold: the record and what is wrong. Figures are made anew from their lineage."""
    for return_id in queries.returns.all_frozen(session):
        row = session.get_one(Return, return_id)
        try:
            frozen = load(session, row)
            if any(_differs(frozen, key) for key in frozen.cells):
                yield f"return_:{return_id}", _damaged(row)
        except UserError as error:
            yield f"return_:{return_id}", error


def _damaged(row: Return) -> Damaged:
    return Damaged("return.frozen_damaged", code=row.code, period=row.period, version=row.number)


def _differs(frozen: Frozen, key: str) -> bool:
    """Whether the list behind a figure gives another figure."""
    cell, value = frozen.definition.cell(key), frozen.result.cells[key]
    source = cell.source
    if isinstance(source, Rate):
        return rate_text(value.above or 0, value.below or 0, cell.column.decimals) != value.value
    if not isinstance(source, Measured) or MEASURES[source.query.measure].kind is MeasureKind.TEXT:
        return False
    records, percent = records_of(frozen.cells[key]), MEASURES[source.query.measure].percent
    if percent:
        return minutes_text(nearest_rank(records.amounts or (), percent), cell.column.decimals) != value.value
    return records.value() != value.value
