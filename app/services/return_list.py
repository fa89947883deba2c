"""The list of returns: which forms there are, what is due, what is frozen, and the versions of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.periods import PeriodKind, last_ended
from app.domain.profiles import RuleProfile
from app.domain.returns import ReturnDefinition
from app.services import profiles, return_base
from app.services.return_base import Forms, Session
from app.texts import sentence
from db import queries
from db.uow import Database
from exporters.registry import find_definition

_USUAL = (PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.MONTH)


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form in the list of returns, with the period that is due next."""

    code: str
    edition: int
    title: str
    sheet: str
    period: str
    period_title: str
    state: str
    version: int
    due: date
    overdue: bool
    frozen_periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """A county's file of a form that cannot be used: its name, the form it is for, and the sentence that says why."""

    file: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A frozen version: when, by whom, with which data, and why."""

    number: int
    frozen_at: datetime
    officer: str
    cut_off: datetime
    reason: str
    digest: str
    edition: str


def overview(db: Database, actor: Actor, now: datetime, *, known: Forms | None = None) -> tuple[FormLine, ...]:
    """Every form with the last period that has ended: frozen, or due."""
    with db.read("return.read", actor) as session:
        profile = profiles.of(session)
        forms = (loaded.definition for loaded in (return_base.forms() if known is None else known).values())
        return tuple(_line(session, profile, form, now) for form in sorted(forms, key=lambda form: form.code, reverse=True))


def line_of(lines: tuple[FormLine, ...], known: Forms, code: str) -> FormLine:
    """The line of a form, the first one where no code is given; a form that is refused or not there says so."""
    if not code and lines:
        return lines[0]
    if not code and known.refused:
        raise known.refused[0].error
    form = find_definition(known, code).definition
    return next(line for line in lines if line.code == form.code)


def refused(known: Forms) -> tuple[RefusedForm, ...]:
    """The county's files that cannot be used; the other forms go on."""
    return tuple(RefusedForm(file.name, file.code, sentence(file.error)) for file in known.refused)


def usual_kind(form: ReturnDefinition) -> PeriodKind:
    """The kind of period a form is mostly handed in for: the quarter where it may be."""
    return next(kind for kind in _USUAL if kind in form.periods)


def _line(session: Session, profile: RuleProfile, form: ReturnDefinition, now: datetime) -> FormLine:
    today = business_date(now)
    period = last_ended(usual_kind(form), today, profile.report_month)
    frozen = {row.period: row.number for row in queries.returns.frozen_periods(session, form.code)}
    version = frozen.get(period.code, 0)
    return FormLine(
        code=form.code,
        edition=form.edition,
        title=form.title,
        sheet=form.sheet,
        period=period.code,
        period_title=period.title,
        state="frozen" if version else "draft",
        version=version,
        due=period.due(profile.grace_days),
        overdue=not version and form.handed_in and period.overdue(today, profile.grace_days),
        frozen_periods=tuple(frozen),
    )


def versions(db: Database, actor: Actor, code: str, period: str) -> tuple[VersionLine, ...]:
    """The frozen versions of a return, newest first."""
    with db.read("return.read", actor) as session:
        rows = queries.returns.versions(session, code.upper(), period)
        return tuple(VersionLine(r.number, r.frozen_at, r.officer or "", r.cut_off, r.reason, r.digest, r.edition) for r in rows)
