"""Freezing a return: figures, the records behind each, the definition, the texts and the head of the audit chain stay as they are.

Everything is read from one snapshot and packed before the write begins, which only stores it: a year's lists take longer to pack than
the write lock may be held. A correction is a new version with a reason, never an edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import Refused, Stale
from app.domain.measures import MEASURES, MeasureKind
from app.domain.returns import Cell, CellValue, Figure, Measured, MeasureQuery, Rate, ReturnResult, queries, require_freezable
from app.domain.returns_lineage import Lineage, Records, pack
from app.services import return_base, return_store, returns
from app.services.return_base import Forms, Session, Setup, set_up, value_text
from db import measures, measures_many
from db import queries as named
from db.models import Return, ReturnCell
from db.once import one_at_a_time
from db.uow import Database

Rows = Mapping[MeasureQuery, tuple[tuple[int, int], ...]]
_NOTHING = Lineage(b"", "", 0)
AMOUNTS = frozenset({MeasureKind.SUM, MeasureKind.MONEY, MeasureKind.RANK})
"""The kinds whose lists keep what each record adds to the figure."""


@dataclass(frozen=True, slots=True)
class FrozenFacts:
    """What freezing made. ``missing_months`` have no tracking note (月跟踪)."""

    code: str
    period: str
    state: str
    version: int
    cut_off: datetime
    digest: str
    audit_head: str
    first: bool
    missing_months: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """Everything that will be stored, as read at one moment."""

    setup: Setup
    rows: Rows
    result: ReturnResult
    number: int
    reason: str
    kept: dict[str, Any]
    head: str


def freeze(
    db: Database, actor: Actor, now: datetime, code: str, period: str, reason: str = "", *, known: Forms | None = None
) -> FrozenFacts:
    """Freeze a return. A hard check that fails refuses it, every warning and every correction wants a reason.

    ``reason`` answers all warnings that have none of their own (typed under ``reason.<rule>``).
    """
    with db.read("return.freeze", actor) as session:
        snapshot = _read(session, actor, now, code, period, reason.strip(), known)
    row, cells = _return_row(snapshot, actor, now), _cell_rows(snapshot)
    row.digest = return_store.digest_of(row, cells)
    with db.write("return.freeze", actor, now) as unit:
        setup = snapshot.setup
        one_at_a_time(unit, "return", (setup.definition.code, setup.period.code))
        if named.returns.last_number(unit, setup.definition.code, setup.period.code) != snapshot.number - 1:
            raise Stale("return.frozen_meanwhile")
        unit.add(row)
        unit.flush()
        for cell in cells:
            cell.return_id = row.id
        unit.add_all(cells)
        unit.about(row)
        unit.reason = snapshot.reason
    return _facts(snapshot, row)


def _facts(snapshot: _Snapshot, row: Return) -> FrozenFacts:
    missing = returns.missing_months(snapshot.setup.period, snapshot.setup.texts)
    return FrozenFacts(row.code, row.period, row.state, row.number, row.cut_off, row.digest, row.audit_head, row.first, missing)


def _read(session: Session, actor: Actor, now: datetime, code: str, period: str, reason: str, known: Forms | None) -> _Snapshot:
    setup = set_up(session, now, code, period, known)
    if business_date(now) < setup.period.first_day:
        raise Refused("return.not_begun", field="period", period=setup.period.title)
    number = named.returns.last_number(session, setup.definition.code, setup.period.code) + 1
    if number > 1 and not reason:
        raise Refused("return.correction_reason", field="reason", version=number)
    rows = measures_many.records(session, queries(setup.definition), setup.frame)
    result = return_base.computed(setup, {query: _figure(session, setup, query, found) for query, found in rows.items()})
    own = returns.reasons_of(setup.texts)
    require_freezable(replace(result, checks=tuple(check for check in result.checks if check.rule not in own)), reason)
    _, head = named.returns.audit_head(session)
    return _Snapshot(setup, rows, result, number, _reasons(result, own, reason), _kept(session, setup, actor), head)


def _figure(session: Session, setup: Setup, query: MeasureQuery, rows: tuple[tuple[int, int], ...]) -> Figure:
    """The figure that the list gives, so that the two can never differ."""
    if MEASURES[query.measure].kind is MeasureKind.TEXT:
        return measures.figure(session, query, setup.frame)
    return Figure(measures.value_of(query, rows), len(rows))


def _reasons(result: ReturnResult, own: Mapping[str, str], reason: str) -> str:
    """The reasons as they are printed: those of single warnings by their names, then the one that answers the others."""
    answered = [f"{check.name}：{own[check.rule]}" for check in result.checks if not check.ok and check.rule in own]
    return "；".join([*answered, *([reason] if reason else [])])


def _kept(session: Session, setup: Setup, actor: Actor) -> dict[str, Any]:
    """What stands around the figures: station, narrative, notes, months."""
    parts = [[title, setup.texts[title]] for title in setup.definition.narrative if setup.texts.get(title)]
    months = {key.removeprefix("month."): text for key, text in setup.texts.items() if key.startswith("month.")}
    station = return_base.station_of(session, actor)
    return {"station": station, "parts": parts, "months": months, "notes": list(returns.carried_notes(session, setup))}


def _return_row(snapshot: _Snapshot, actor: Actor, now: datetime) -> Return:
    setup, period = snapshot.setup, snapshot.setup.period
    return Return(
        code=setup.definition.code,
        period=period.code,
        number=snapshot.number,
        state=returns.FROZEN,
        starts_on=period.first_day,
        ends_on=period.last_day,
        cut_off=setup.frame.cut_off,
        edition=str(setup.definition.edition),
        definition=setup.loaded.text,
        checks=[return_store.check_row(check) for check in snapshot.result.checks],
        narrative=snapshot.kept,
        reason=snapshot.reason,
        first=snapshot.result.first,
        frozen_at=now,
        frozen_by=actor.officer_id,
        audit_head=snapshot.head,
    )


def _cell_rows(snapshot: _Snapshot) -> list[ReturnCell]:
    return [_cell_row(snapshot, cell, snapshot.result.cells[cell.key]) for cell in snapshot.setup.definition.cells()]


def _cell_row(snapshot: _Snapshot, cell: Cell, value: CellValue) -> ReturnCell:
    lineage, record = _lineage(cell, snapshot.rows)
    return ReturnCell(
        cell=cell.key,
        kind=value.kind.value,
        measure=value.measure or "",
        value=value_text(value.value),
        count=value.count,
        record_kind=record,
        lineage=lineage.data,
        lineage_digest=lineage.digest,
    )


def _lineage(cell: Cell, rows: Rows) -> tuple[Lineage, str]:
    """The list behind a cell. A cell made of others has none of its own: theirs are its."""
    source = cell.source
    if isinstance(source, Measured):
        spec = MEASURES[source.query.measure]
        found = rows[source.query]
        amounts = tuple(amount for _, amount in found) if spec.kind in AMOUNTS else None
        return pack(Records(_ids(found), amounts)), spec.record
    if isinstance(source, Rate):
        sides = (MEASURES[query.measure].record for query in (source.above, source.below))
        return pack(Records(_ids(rows[source.above]), over=_ids(rows[source.below]))), "/".join(dict.fromkeys(sides))
    return _NOTHING, ""


def _ids(rows: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(one for one, _ in rows)
