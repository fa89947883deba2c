"""What the page of returns asks of the services; every function runs on a pool thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from app.context import AppContext
from app.domain.clock import business_date
from app.domain.periods import Period, period_of
from app.services import return_base, return_export, return_freeze, return_list, return_texts, returns
from app.services.return_export import ExportedFile
from app.services.return_freeze import FrozenFacts
from app.services.return_list import FormLine, RefusedForm, VersionLine
from app.services.returns import Explanation, ReturnView
from ui.desk.returns.behind import MOST
from ui.desk.returns.model import Place, Sheet, sheet_of


@dataclass(frozen=True, slots=True)
class Loaded:
    """A return with everything the page shows of it; ``seconds`` is how long it took, ``latest`` the period that runs now,
    ``refused`` the county's files that cannot be used.
    """

    view: ReturnView
    sheet: Sheet
    versions: tuple[VersionLine, ...]
    lines: tuple[FormLine, ...]
    latest: Period
    at: datetime
    seconds: float
    refused: tuple[RefusedForm, ...] = ()


def load(context: AppContext, code: str, period: str, draft: bool, version: int | None = None) -> Loaded:
    """A return; without a code the first form with the last period that has ended. ``version`` is an older frozen one."""
    begun, now = monotonic(), context.now()
    known = return_base.forms(context.settings)
    lines = return_list.overview(context.db, context.actor, now, known=known)
    line = return_list.line_of(lines, known, code)
    wanted = period or line.period
    view = returns.build(context.db, context.actor, now, line.code, wanted, known=known, draft=draft, version=version)
    versions = return_list.versions(context.db, context.actor, line.code, view.period.code)
    latest = period_of(view.period.kind, business_date(now), view.period.rule)
    refused = return_list.refused(known)
    return Loaded(view, sheet_of(view), versions, lines, latest, now, monotonic() - begun, refused)


def explain(context: AppContext, code: str, place: Place, draft: bool, most: int | None = MOST, version: int | None = None) -> Explanation:
    """The records behind a figure; all of them where no limit is named."""
    known = return_base.forms(context.settings)
    return returns.explain(
        context.db, context.actor, context.now(), code, place.period, place.key, most, known=known, draft=draft, version=version
    )


def type_text(context: AppContext, code: str, period: str, key: str, text: str) -> str:
    """Keep a typed text or figure; what is kept."""
    known = return_base.forms(context.settings)
    return return_texts.set_text(context.db, context.actor, context.now(), code, period, key, text, known=known).text


def freeze(context: AppContext, code: str, period: str, reason: str) -> FrozenFacts:
    """Freeze a return."""
    known = return_base.forms(context.settings)
    return return_freeze.freeze(context.db, context.actor, context.now(), code, period, reason, known=known)


def export(context: AppContext, code: str, period: str, out: Path, version: int | None = None) -> ExportedFile:
    """Write the workbook."""
    known = return_base.forms(context.settings)
    return return_export.export(context.db, context.actor, context.now(), code, period, out, known=known, version=version)
