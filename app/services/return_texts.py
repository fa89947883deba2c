"""What a person types into a return: its remarks and manual figures, the narrative, the notes of its months, the reasons for warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.actor import Actor
from app.domain.errors import Refused
from app.domain.periods import Period
from app.domain.returns import ReturnDefinition, check_manual, check_text
from app.services import return_base
from app.services.return_base import Forms, Session
from db import queries
from db.models import ReturnText
from db.once import one_at_a_time
from db.uow import Database
from exporters.registry import find_definition


@dataclass(frozen=True, slots=True)
class TypedText:
    """One typed text of a return; empty once it is taken away."""

    code: str
    period: str
    key: str
    text: str


def keys(form: ReturnDefinition, period: Period) -> tuple[str, ...]:
    """Where something may be typed beside the manual cells: headings of the narrative, ``month.2026-07``, ``reason.<rule>``."""
    months = period.months() if len(period.months()) > 1 else ()
    return (*form.narrative, *(f"month.{month.code}" for month in months), *(f"reason.{check.id}" for check in form.checks))


def set_text(
    db: Database, actor: Actor, now: datetime, code: str, period: str, key: str, text: str, *, known: Forms | None = None
) -> TypedText:
    """Type a text or a manual figure; the empty text takes it away. A frozen version stays as it is, the next one gets it."""
    with db.write("return.text", actor, now) as unit:
        form, when = _form(unit, code, period, known)
        plain = _checked(form, when, key, text)
        one_at_a_time(unit, "return_text", (form.code, when.code, key))
        row = queries.returns.text_row(unit, form.code, when.code, key)
        if row is None and plain:
            unit.add(ReturnText(code=form.code, period=when.code, key=key, text=plain, officer_id=actor.officer_id, changed_at=now))
        elif row is not None and plain:
            row.text, row.officer_id, row.changed_at = plain, actor.officer_id, now
        elif row is not None:
            unit.delete(row)
    return TypedText(form.code, when.code, key, plain)


def texts(db: Database, actor: Actor, code: str, period: str, *, known: Forms | None = None) -> Mapping[str, str]:
    """Everything typed into a return, by key."""
    with db.read("return.read", actor) as session:
        form, when = _form(session, code, period, known)
        return queries.returns.texts(session, form.code, when.code)


def _form(session: Session, code: str, period: str, known: Forms | None) -> tuple[ReturnDefinition, Period]:
    loaded = find_definition(return_base.forms() if known is None else known, code)
    when = return_base.period_of(session, loaded.definition, period)
    return return_base.fitted(session, loaded, when).definition, when


def _checked(form: ReturnDefinition, period: Period, key: str, text: str) -> str:
    """The text as it will be stored; refused with an ID number in it, or where nothing may be typed."""
    if key in {cell.key for cell in form.cells()}:
        value = check_manual(form, key, text)
        return "" if value is None else str(value)
    if key not in keys(form, period):
        raise Refused("return.text_key", field="key", key=key, known="、".join(form.narrative))
    return check_text(text, key)
