"""Material that was accepted as missing (容缺受理): its last day, how it is moved, and what a closing says of it.

No document of the policy names a number of days, so the officer sets the day, with the acceptance and later with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from app.domain import notices as rules
from app.domain.actor import Actor
from app.domain.cases import CaseAction, CaseEventKind, CaseState
from app.domain.errors import Refused
from app.services import calendars, case_checklist
from app.services.case_step import Step, begin
from app.services.cases import CaseFacts
from db import queries
from db.models import CaseMaterial
from db.uow import Database


def accepted(step: Step, later: date | None) -> dict[str, object]:
    """What an acceptance goes without and until when, for its row of the time line."""
    codes = rules.check_complete(case_checklist.lacking(step.unit, step.case), later)
    if later is None or not codes:
        return {}
    rules.check_later(later, step.on, calendars.of(step.unit))
    _put(step, codes, later)
    return {"lacking": list(codes), "later": later.isoformat()}


def move(db: Database, actor: Actor, now: datetime, number: str, later: date | None, reason: str) -> CaseFacts:
    """Set another last day of everything that is still missing, or none: then nothing more is waited for. With a reason, which is kept."""
    with db.write("case.later", actor, now) as unit:
        step = begin(unit, actor, now, number)
        step.move(CaseAction.LATER, reason)
        codes = [one.code for one in case_checklist.lacking(unit, step.case)]
        if not codes:
            raise Refused("case.later_nothing", field="later")
        if later is not None:
            rules.check_later(later, step.on, calendars.of(unit))
        _put(step, codes, later)
        step.event(CaseEventKind.LATER, reason, lacking=codes, later=later.isoformat() if later else "")
        return step.done()


def _put(step: Step, codes: Iterable[str], later: date | None) -> None:
    wanted = set(codes)
    for line in queries.cases.materials(step.unit, step.case.id):
        if line.code in wanted:
            line.due_on = later


def closing(step: Step, without: str) -> dict[str, object]:
    """What a closing goes without, and why, for its row of the time line; refused where nobody says why."""
    codes = rules.check_closing(case_checklist.lacking(step.unit, step.case), without)
    return {"lacking": list(codes), "without": without.strip()} if codes else {}


def check_ticking(step: Step, lines: Iterable[CaseMaterial], state: str) -> None:
    """After the closing only what was missing then is ticked; a slip of the hand is taken back where its last day stands."""
    held = any(line.due_on is None and (line.state != "missing" or state == "missing") for line in lines)
    if CaseState(step.case.state) is CaseState.CLOSED and held:
        raise Refused("case.material_closed", field="codes")
