"""An extension is told to the applicant: the day and how, kept with the extension and in the time line of the case."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.actor import Actor
from app.domain.cases import CaseEventKind, check_told
from app.domain.errors import Refused
from app.services.case_step import begin
from app.services.cases import CaseFacts
from db import queries
from db.uow import Database


def tell_extension(db: Database, actor: Actor, now: datetime, number: str, how: str, *, on: date | None = None) -> CaseFacts:
    """Record that the applicant was told of the newest approved extension; once, not before it was approved and not tomorrow."""
    with db.write("case.extend", actor, now) as unit:
        step = begin(unit, actor, now, number)
        row = queries.clocks.last_extension(unit, step.case.id)
        if row is None or row.told_on is not None:
            raise Refused("case.extension_none_untold", field="told_on")
        assert row.approved_on is not None, "an approved extension has its day"
        day = on or step.today
        check_told(day, row.approved_on, step.today, how)
        row.told_on = day
        step.event(CaseEventKind.EXTENSION_TOLD, how, told=day.isoformat())
        return step.done()
