"""What every act on a return begins with: its form, its period, what it is made against, what was typed and frozen before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import Refused
from app.domain.periods import Period, parse_period
from app.domain.profiles import CumulativeFrom, RuleProfile
from app.domain.returns import (
    CellValue,
    Figure,
    Manual,
    MeasureQuery,
    Previous,
    ReturnDefinition,
    ReturnResult,
    Value,
    cut_off_of,
    preset,
    queries,
)
from app.domain.returns_compute import compute
from app.services import calendars, plan, profiles
from app.settings import Settings
from db import measures_many
from db import queries as named
from db.measures import Frame
from db.models import Return
from db.uow import ReadSession, Unit
from exporters.registry import Definitions, LoadedDefinition, find_definition, load_definitions, read_definition

FOLDER = "definitions"
CLOCKS_DIFFER = timedelta(minutes=10)
Forms = Definitions
Session = ReadSession | Unit


@cache
def _shipped() -> Forms:
    return load_definitions()


def forms(settings: Settings | None = None) -> Forms:
    """Every form by its code: a county's own file in the folder ``definitions`` of the data folder goes before a shipped one."""
    folder: Path | None = settings.data / FOLDER if settings else None
    return load_definitions(folder) if folder and folder.is_dir() else _shipped()


@dataclass(frozen=True, slots=True)
class Setup:
    """A return about to be filled. ``before`` is the newest frozen return of the period directly before."""

    loaded: LoadedDefinition
    period: Period
    frame: Frame
    profile: RuleProfile
    texts: Mapping[str, str]
    before: Return | None
    previous: Previous | None
    manual: Mapping[str, int | str | None]

    @property
    def definition(self) -> ReturnDefinition:
        """The form."""
        return self.loaded.definition


def known_until(session: Session, now: datetime) -> datetime:
    """The moment up to which this snapshot knows everything: the seats' clocks differ a little, so the last entry may lie ahead of ours."""
    last = named.returns.last_entry_at(session)
    return last if last is not None and now < last <= now + CLOCKS_DIFFER else now


def period_of(session: Session, form: ReturnDefinition, period: str) -> Period:
    """The period in this station's months, of a kind the form is made for."""
    found = parse_period(period, profiles.of(session).report_month)
    form.require_period(found)
    return found


@lru_cache(maxsize=16)
def _for_lines(text: str, own: bool) -> LoadedDefinition:
    return read_definition(text, own=own)


def fitted(session: Session, loaded: LoadedDefinition, period: Period) -> LoadedDefinition:
    """The form for the lines of this station: they stand on top of its text, so that a frozen return keeps those it was made for."""
    if not loaded.definition.per_line:
        return loaded
    lines = [[letter, name] for letter, name in named.returns.lines(session, period.first_day, period.last_day)]
    return _for_lines(f"station_lines = {json.dumps(lines, ensure_ascii=False)}\n{loaded.text}", loaded.own)


def set_up(session: Session, now: datetime, code: str, period: str, known: Forms | None = None) -> Setup:
    """Everything a return is filled from, out of one snapshot."""
    loaded = find_definition(_shipped() if known is None else known, code)
    when = period_of(session, loaded.definition, period)
    return set_up_form(session, now, fitted(session, loaded, when), when)


def set_up_form(session: Session, now: datetime, loaded: LoadedDefinition, period: Period) -> Setup:
    """The same for a form at hand, as a frozen return kept it."""
    if named.returns.station_row(session).kind == "county":
        raise Refused("return.county_later")
    profile, code = profiles.of(session), loaded.definition.code
    before = named.returns.latest(session, code, period.previous().code)
    cut_off = cut_off_of(period, known_until(session, now))
    from_plan = profile.cumulative_from is CumulativeFrom.PLAN
    frame = Frame(period, cut_off, before.cut_off if before else None, profile.plan_from, from_plan)
    texts = named.returns.texts(session, code, period.code)
    previous = Previous(before.period, frozen_values(session, before)) if before else None
    targets = plan.targets_in(session, profile)
    return Setup(loaded, period, frame, profile, texts, before, previous, _manual(loaded.definition, texts, targets))


def _manual(form: ReturnDefinition, texts: Mapping[str, str], targets: Mapping[str, int]) -> dict[str, int | str | None]:
    """What stands in the typed cells: what was typed, else the plan's target; the form's own default is added when it is filled."""
    filled: dict[str, int | str | None] = dict(preset(form, targets))
    for cell in form.cells():
        if isinstance(cell.source, Manual) and cell.key in texts:
            filled[cell.key] = int(texts[cell.key]) if cell.source.number else texts[cell.key]
    return filled


def figures(session: Session, setup: Setup) -> dict[MeasureQuery, Figure]:
    """The answer of the records to every query of the form."""
    return measures_many.figures(session, queries(setup.definition), setup.frame)


def filled(session: Session, setup: Setup) -> ReturnResult:
    """The return as the records give it now."""
    return computed(setup, figures(session, setup))


def computed(setup: Setup, answers: Mapping[MeasureQuery, Figure]) -> ReturnResult:
    """The return filled from answers that are there already."""
    return compute(setup.definition, setup.period, answers, setup.manual, setup.previous, runs_on=setup.frame.runs_from_plan)


def frozen_values(session: Session, row: Return) -> dict[str, Value]:
    """The frozen values of a return by cell."""
    return {cell: stored_value(text) for cell, text in named.returns.values(session, row.id).items()}


def value_text(value: Value) -> str:
    """A value as it is stored: JSON, so that 7, "7" and nothing stay three things."""
    return json.dumps(value, ensure_ascii=False)


def stored_value(text: str) -> Value:
    """The value behind what is stored."""
    value: Value = json.loads(text)
    return value


def plain_value(cell: CellValue | None) -> Value:
    """A value for scripts; None where there is nothing: an empty rate, a cell nobody filled."""
    return None if cell is None else cell.value


def plain_cells(cells: Mapping[str, CellValue]) -> dict[str, Value]:
    """All values of a return for scripts."""
    return {key: plain_value(cell) for key, cell in cells.items()}


def working_days_left(session: Session, setup: Setup, now: datetime) -> int:
    """Working days from today to the day the return is due; negative once it is overdue."""
    calendar, today, due = calendars.of(session), business_date(now), setup.period.due(setup.profile.grace_days)
    return calendar.working_days_between(today, due) if due >= today else -calendar.working_days_between(due, today)


def as_json(value: Any) -> str:
    """The one text of a JSON value, for digests."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def station_of(session: Session, actor: Actor) -> dict[str, Any]:
    """The station as its returns name it: the fields of ``ReturnStation``. Who fills the form is who makes it."""
    row = named.returns.station_row(session)
    heads = named.returns.heads(session)
    names = {"head": heads[0] if heads else "", "filled_by": actor.name, "phone": row.phone}
    return {"code": row.code, "name": row.name, **names, "practice": row.practice}
