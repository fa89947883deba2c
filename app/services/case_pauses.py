"""The clock of a case stopped and started again: each pause with its kind, its reason, its evidence, who asked and who approved.

A pause waits for its second person (待上级确认) and the clock runs meanwhile; on the yes it stands from the day it was asked for.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.domain import cases as rules
from app.domain.actor import Actor
from app.domain.cases import CaseAction, CaseEventKind, CaseState
from app.domain.deadlines import PauseKind
from app.domain.second_person import SecondStep, rank
from app.services import case_scans, case_seconds, profiles
from app.services.attachments import Copy
from app.services.case_step import Step, begin, waits
from app.services.cases import CaseFacts
from app.texts import t
from db import queries
from db.uow import Database

FACTS = ("pause", "evidence", "attachment", "until")
"""What the event of a pause keeps beside its reason."""


def pause(
    db: Database,
    actor: Actor,
    now: datetime,
    number: str,
    reason: str,
    *,
    kind: PauseKind = PauseKind.SUPPLEMENT,
    begins: date | None = None,
    until: date | None = None,
    evidence: str = "",
    attachment_id: Copy = None,
) -> CaseFacts:
    """Ask to stop the clock: the day it begins is used, the day it ends (``until``, where it is fixed) is not.

    ``evidence`` is the number of the document, ``attachment_id`` its copy kept with the case; one of them there must be.
    """
    with db.write("case.pause", actor, now) as unit:
        step = begin(unit, actor, now, number, begins, reason)
        rules.check_pause(step.on, until)
        rules.check_move(CaseState(step.case.state), CaseAction.PAUSE, reason)
        kept = case_scans.kept(step, attachment_id)
        rules.check_evidence(evidence, kept=kept is not None)
        facts: dict[str, Any] = {"pause": kind.value, "evidence": evidence.strip(), "attachment": kept}
        facts["until"] = until.isoformat() if until else None
        if not waits(step, "pause", CaseAction.PAUSE, reason, **facts):
            _ask(step, reason, facts)
        return step.done()


def _ask(step: Step, reason: str, facts: dict[str, Any]) -> None:
    kept = {"act": CaseAction.PAUSE.value, "on": step.on.isoformat(), **facts}
    case_seconds.ask(step.unit, step.case, SecondStep.PAUSE, step.actor, step.now, reason, **kept)


def for_notice(step: Step, code: str, reason: str) -> None:
    """The pause for what a notice after acceptance asks for (补正): its number is the evidence. Whoever approved a repeated
    notice approved that as well, where the profile asks for nobody higher.
    """
    facts = {"pause": PauseKind.SUPPLEMENT.value, "evidence": code, "attachment": None, "until": None}
    asked, second = [row.step for row in queries.cases.pending_approvals(step.unit, f"cases:{step.case.id}")], _persons(step)
    if step.approver_id is not None and second[SecondStep.NOTICE_AGAIN] >= second[SecondStep.PAUSE]:
        put(step, reason, facts)
    elif SecondStep.PAUSE.value not in asked:
        _ask(step, reason.strip() or t("一次性告知，等补正材料"), facts)


def _persons(step: Step) -> dict[SecondStep, int]:
    """How high the second person of each step stands."""
    return {one: rank(who) for one, who in profiles.of(step.unit).second_person.items()}


def put(step: Step, reason: str, facts: dict[str, Any]) -> None:
    """The clock stands from the day of the step; never over a pause or a resumption that came later."""
    stood = (CaseEventKind.PAUSED, CaseEventKind.RESUMED)
    later = [row.happened_on for row in queries.cases.events(step.unit, step.case.id) if row.kind in stood]
    rules.check_order(step.on, step.on, max(later, default=None))
    step.move(CaseAction.PAUSE, reason or "-")
    step.event(CaseEventKind.PAUSED, reason, **{name: facts.get(name) for name in FACTS})


def resume(db: Database, actor: Actor, now: datetime, number: str, *, on: date | None = None, reason: str = "") -> CaseFacts:
    """Let the clock run again from the day after."""
    with db.write("case.resume", actor, now) as unit:
        step = begin(unit, actor, now, number, on, reason)
        if not waits(step, "resume", CaseAction.RESUME, reason):
            go_on(step, reason, {})
        return step.done()


def go_on(step: Step, reason: str, _facts: dict[str, Any]) -> None:
    """The clock runs again."""
    step.move(CaseAction.RESUME)
    step.event(CaseEventKind.RESUMED, reason)
