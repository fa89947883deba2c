"""The one-time notice of a case: everything that is wanted at once, its paper signed by the applicant, and its signed copy kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain import cases as case_rules
from app.domain import notices as rules
from app.domain.accountability import leads_of_act
from app.domain.actor import Actor
from app.domain.cases import CaseAction, CaseEventKind, CaseState
from app.domain.documents import Document
from app.domain.errors import Overtaken
from app.domain.notices import Signature, Signing
from app.domain.second_person import SecondStep
from app.services import case_materials, case_pauses, case_scans, case_seconds, leads
from app.services.attachments import Incoming
from app.services.case_step import Step, begin
from app.services.cases import CaseFacts
from db import counters as numbers
from db import queries
from db.models import OneTimeNotice, Person
from db.uow import Database


def notice(
    db: Database,
    actor: Actor,
    now: datetime,
    number: str,
    missing: Sequence[str],
    *,
    others: Sequence[str] = (),
    left_out: str = "",
    reason: str = "",
    rest_is_here: bool = False,
) -> CaseFacts:
    """Tell everything that is wanted at once: materials by code, other requirements in words. A material that is not there and is not
    told needs a reason (``left_out``), unless who tells says that the rest is here: then it is received with this act. A second notice
    waits for the head's approval and counts in accountability (B4).
    """
    with db.write("case.notice", actor, now) as unit:
        step = begin(unit, actor, now, number)
        case_rules.check_move(CaseState(step.case.state), CaseAction.NOTICE)
        lines = queries.cases.materials(unit, step.case.id)
        before = len(queries.cases.notices(unit, step.case.id))
        more = rules.tidy_others(others)
        case_rules.check_notice(tuple(missing), [line.code for line in lines], before, reason, 0, more)
        here = [line for line in lines if rest_is_here and line.state == "missing" and line.code not in missing]
        if here and not left_out.strip():
            case_materials.tick(step, here, "received")
        # what another case of the bundle asks for is told there, once
        wanted = {line.code: line.name for line in lines if line.state == "missing" and line.shared_id is None}
        untold = rules.left_out(missing, wanted, left_out)
        facts: dict[str, Any] = {"missing": rules.kept(missing, more)}
        facts |= {"left_out": list(untold), "left_out_reason": left_out.strip()} if untold else {}
        if before:
            case_seconds.ask(unit, step.case, SecondStep.NOTICE_AGAIN, actor, now, reason, **facts)
            return step.done()
        issue(step, facts, reason, 1)
        return step.done()


def issue(step: Step, facts: Mapping[str, Any], reason: str, number: int) -> None:
    """Write the notice, move the case, and raise the lead of a repeated one."""
    case, unit = step.case, step.unit
    accepted = CaseState(case.state) is CaseState.ACCEPTED
    step.move(CaseAction.NOTICE)
    serial = numbers.next_number(unit, "notice", str(step.on))
    row = OneTimeNotice(
        code=f"GZ{step.on:%Y%m%d}-{serial:03d}",
        case_id=case.id,
        number=number,
        issued_on=step.on,
        missing=list(facts["missing"]),
        reason=reason.strip(),
        officer_id=step.actor.officer_id,
        approver_id=step.approver_id,
        recorded_at=step.now,
    )
    unit.add(row)
    step.event(CaseEventKind.NOTICED, reason, **facts, number=number, code=row.code)
    if accepted:
        case_pauses.for_notice(step, row.code, reason)
    for kind in leads_of_act(None, None, number, None):
        leads.raise_lead(unit, kind, case, step.on, step.now)


def sign(db: Database, actor: Actor, now: datetime, number: str, signature: Signature, *, scan: Incoming | None = None) -> CaseFacts:
    """Record once that the applicant signed the newest notice, or would not; its signed copy is a file of the case."""
    with db.write("case.notice_sign", actor, now) as unit:
        step = begin(unit, actor, now, number)
        case_rules.check_move(CaseState(step.case.state), CaseAction.ATTACH)
        given = queries.cases.notices(unit, step.case.id)
        signed = {row.data["code"] for row in queries.cases.events(unit, step.case.id) if row.kind == CaseEventKind.NOTICE_SIGNED}
        if not given or given[-1].code in signed:
            raise Overtaken("case.notice_signed_none")
        last = given[-1]
        signature = replace(signature, attachment_id=case_scans.kept(step, scan or signature.attachment_id))
        printed = queries.voices.was_printed(unit, f"cases:{step.case.id}", last.code, (Document.ONE_TIME_NOTICE.value,))
        rules.check_signature(signature, last.issued_on, step.today, printed=printed)
        by = signature.by.strip() or unit.get_one(Person, step.case.person_id).name
        kept = {"code": last.code, "by": by, "how": signature.how.value, "attachment": signature.attachment_id}
        text = signature.reason if signature.how is Signing.REFUSED else ""
        replace(step, on=signature.on).event(CaseEventKind.NOTICE_SIGNED, text, **kept)
        return step.done()
