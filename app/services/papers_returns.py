"""A return as a paper: the same value that fills the workbook, with the head of the audit chain at its foot."""

from __future__ import annotations

from dataclasses import replace

from app.domain.documents import DEFAULT_FORM_REMARK, NarrativePart, ReturnPaper
from app.domain.returns import CellKind, Manual, ReturnDefinition
from app.domain.returns_layout import (
    FIRST_NOTE,
    NOT_WRITTEN,
    WorkbookValue,
    head_cells,
    narrative_parts,
    period_line,
    shown,
    shown_columns,
    tells_first,
)
from app.services import return_base, return_export
from app.services.papers_base import Desk, Subject, Wanted
from app.texts import t
from db import queries
from db.uow import Database


def return_sheet(db: Database, desk: Desk, wanted: Wanted) -> Subject:
    """The frozen return of a period (the newest version unless one is named), else its draft of this moment."""
    known = return_base.forms(desk.settings)
    value = return_export.workbook(db, desk.actor, desk.now, wanted.code or "", wanted.period or "", known=known, version=wanted.version)
    form, period = value.definition, value.result.period
    number = f"{form.code}-{period.code}"
    row = queries.returns.latest(desk.session, form.code, period.code, wanted.version)
    paper = ReturnPaper(
        desk.head(f"{number}-{value.version}" if value.frozen else number, number, f"SD1:RET:{number}"),
        form.title,
        period.title,
        t("{name}（{code}）").format(name=value.station.name, code=value.station.code),
        head_cells(form, period),
        (*_rows(value), *_totals(value)),
        _numeric(form),
        form.sheet,
        f"{form.code}-{form.edition}",
        value.cut_off,
        form.remark == DEFAULT_FORM_REMARK,
        _remarks(value),
        _narrative(value),
        value.station.head,
        value.station.filled_by,
        value.station.phone,
        value.reported_on,
        row.audit_head if row else queries.duties.head(desk.session).hash.hex(),
        *([form.foot] if form.foot else []),  # else the words every form of the policy ends with
    )
    return Subject(paper, number, f"return_:{row.id}" if row else f"return:{number}")


def _narrative(value: WorkbookValue) -> tuple[NarrativePart, ...]:
    """The texts; a heading nobody wrote under leaves lines to write on."""
    return tuple(replace(part, text="") if part.text == NOT_WRITTEN else part for part in narrative_parts(value))


def _rows(value: WorkbookValue) -> tuple[tuple[str, ...], ...]:
    columns = shown_columns(value.definition)
    return tuple(tuple(shown(value.result.cells[f"{row.id}.{column.id}"]) for column in columns) for row in value.definition.rows)


def _totals(value: WorkbookValue) -> tuple[tuple[str, ...], ...]:
    """The foot of the table, where there is more than one row to add up."""
    if len(value.definition.rows) < 2 or value.definition.whole:
        return ()
    cells = [shown(value.result.totals.get(column.id)) for column in shown_columns(value.definition)]
    free = [place for place, text in enumerate(cells) if not text]
    if free:
        cells[free[min(1, len(free) - 1)]] = t("合计")
    return (tuple(cells),)


def _numeric(form: ReturnDefinition) -> frozenset[int]:
    numbers = {CellKind.COUNT, CellKind.SUM, CellKind.MONEY, CellKind.RATE, CellKind.RANK}
    typed = {column.id for column in form.columns if isinstance(column.source, Manual) and column.source.number}
    return frozenset(place for place, column in enumerate(shown_columns(form)) if column.kind in numbers or column.id in typed)


def _remarks(value: WorkbookValue) -> tuple[str, ...]:
    own = () if value.definition.remark == DEFAULT_FORM_REMARK else (value.definition.remark,)
    first = (t(FIRST_NOTE),) if tells_first(value) else ()
    reason = (t("说明：{reason}").format(reason=value.reason),) if value.reason else ()
    said = (*own, period_line(value), *first, *reason, *value.notes)
    return tuple(text.removesuffix("。") for text in said if text)
