"""A return as an Excel workbook, and a workbook held against what it was when it was written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.documents import NarrativePart
from app.domain.returns import CellKind, ReturnResult, Value
from app.domain.returns_layout import LineageLabel, ReturnStation, WorkbookValue
from app.services import return_base, return_store, returns
from app.services.return_base import Forms, Session, Setup, set_up
from app.services.return_records import RecordList, labels
from app.services.return_store import Frozen
from db import queries
from db.uow import Database

if TYPE_CHECKING:
    from exporters.machine import MachineData

STORED = "封存记录"
Labelled = tuple[tuple[str, tuple[LineageLabel, ...]], ...]


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file that was written, and the SHA-256 of its bytes."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class WorkbookProblem:
    """A cell that is not as it was written; ``key`` is None for a label."""

    sheet: str
    cell: str
    key: str | None
    expected: Value
    found: Value


@dataclass(frozen=True, slots=True)
class WorkbookVerdict:
    """What a workbook says of itself, and what was changed in it."""

    ok: bool
    code: str
    title: str
    station: str
    station_name: str
    period: str
    version: int
    frozen: bool
    practice: bool
    problems: tuple[WorkbookProblem, ...]


def export(
    db: Database,
    actor: Actor,
    now: datetime,
    code: str,
    period: str,
    out: Path,
    *,
    template: Path | None = None,
    known: Forms | None = None,
    version: int | None = None,
) -> ExportedFile:
    """Write the workbook of a return: of a frozen one always the same bytes. ``template`` is a county's own workbook to be filled.

    ``version`` asks for an older frozen one.
    """
    value = workbook(db, actor, now, code, period, known=known, version=version)
    if template is not None:
        return _fill(value, template, out)
    from exporters.xlsx import write_workbook

    return ExportedFile(str(out), write_workbook(value, out))


def _fill(value: WorkbookValue, template: Path, out: Path) -> ExportedFile:
    from exporters.files import write_whole
    from exporters.template import fill_template, template_values

    data = fill_template(template, template_values(value))
    write_whole(out, data)
    return ExportedFile(str(out), hashlib.sha256(data).hexdigest())


def workbook(
    db: Database, actor: Actor, now: datetime, code: str, period: str, *, known: Forms | None = None, version: int | None = None
) -> WorkbookValue:
    """Everything a sheet of the return shows: the frozen version, or the draft of this moment."""
    with db.read("return.export", actor) as session:
        setup = set_up(session, now, code, period, known)
        row = return_store.row_of(session, setup.definition.code, setup.period.code, version)
        if row is not None:
            return _frozen(session, return_store.load(session, row))
        return _draft(session, setup, actor, now)


def _frozen(session: Session, frozen: Frozen) -> WorkbookValue:
    return WorkbookValue(
        definition=frozen.definition,
        result=frozen.result,
        station=frozen.station,
        cut_off=frozen.cut_off,
        made_at=frozen.frozen_at,
        narrative=frozen.narrative,
        lineage=_lineage(session, frozen.result, lambda key: return_store.lists(frozen, key)),
        version=frozen.version,
        frozen=True,
        reason=frozen.reason,
        reported_on=business_date(frozen.frozen_at),
        notes=frozen.notes,
    )


def _draft(session: Session, setup: Setup, actor: Actor, now: datetime) -> WorkbookValue:
    result, form = return_base.filled(session, setup), setup.definition
    return WorkbookValue(
        definition=form,
        result=result,
        station=ReturnStation(**return_base.station_of(session, actor)),
        cut_off=setup.frame.cut_off,
        made_at=now,
        narrative=tuple(NarrativePart(title, setup.texts[title]) for title in form.narrative if setup.texts.get(title)),
        lineage=_lineage(session, result, returns.lists_of_all(session, setup)),
        notes=returns.carried_notes(session, setup),
    )


def _lineage(session: Session, result: ReturnResult, lists: Callable[[str], tuple[tuple[RecordList, ...], ...]]) -> Labelled:
    """The records of every figure by kind and number, without a person's name. Numbers are read as far as the sheet shows them."""
    from exporters.sheets import MOST_RECORDS

    numbers: dict[tuple[str, int], str] = {}
    listed: list[tuple[str, tuple[LineageLabel, ...]]] = []
    shown = 0
    for key, cell in result.cells.items():
        if cell.kind in (CellKind.TEXT, CellKind.MANUAL):
            continue
        above, below = lists(key)
        both = (*((some, False) for some in above), *((some, True) for some in below))
        found = labels(session, both, numbers, read=shown < MOST_RECORDS)
        shown += len(found)
        listed.append((key, found))
    return tuple(one for one in listed if one[1])


def verify(db: Database, actor: Actor, path: Path) -> WorkbookVerdict:
    """Hold a workbook against what it was when it was written, and one of this station also against its frozen return.

    The second finds a workbook whose hidden sheet was rewritten together with the visible ones.
    """
    from exporters.read_xlsx import verify as read

    found = read(path)
    machine = found.machine
    problems = [WorkbookProblem(p.sheet, p.cell, p.key, p.expected, p.found) for p in found.problems]
    with db.read("return.verify", actor) as session:
        problems += _against_store(session, machine)
    return WorkbookVerdict(
        ok=not problems,
        code=machine.code,
        title=machine.title,
        station=machine.station_code,
        station_name=machine.station_name,
        period=machine.period,
        version=machine.version,
        frozen=machine.frozen,
        practice=machine.practice,
        problems=tuple(problems),
    )


def _against_store(session: Session, machine: MachineData) -> Iterator[WorkbookProblem]:
    if not machine.frozen or queries.returns.station_row(session).code != machine.station_code:
        return
    row = queries.returns.latest(session, machine.code, machine.period, machine.version)
    if row is None:
        yield WorkbookProblem(STORED, "", None, None, f"{machine.code} {machine.period} {machine.version}")
        return
    stored = return_base.frozen_values(session, row)
    for key in sorted(stored.keys() | machine.cells.keys()):
        expected, told = stored.get(key), machine.cells.get(key, ("", None))[1]
        if expected != told:
            yield WorkbookProblem(STORED, key, key, expected, told)
