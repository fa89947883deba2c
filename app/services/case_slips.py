"""The second person on paper (纸质签批): the signed approval slip is kept with the case, and what it says is done.

For a station whose one officer has nobody to ask: the county officer signs the printed slip, and its scan stands for an account.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from app.domain import second_person as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import Overtaken, Refused
from app.domain.second_person import SecondStep, SignedSlip
from app.services import case_acts, case_scans, case_seconds
from app.services.case_step import begin
from app.services.cases import CaseFacts, found
from app.settings import Settings
from db import queries
from db.models import Approval, Attachment, Officer
from db.uow import Database, Unit


def decide(
    db: Database,
    actor: Actor,
    now: datetime,
    number: str,
    slip: SignedSlip,
    *,
    refused: bool = False,
    reason: str = "",
    expected: SecondStep | None = None,
    approval_id: int | None = None,
) -> CaseFacts:
    """Decide the oldest waiting step as the signed slip says; the one who asked may record it, and never sign it."""
    with db.write("case.slip", actor, now) as unit:
        asked = begin(unit, actor, now, number)
        approval = case_seconds.oldest(unit, asked.case, expected, approval_id)
        case_seconds.check_paper(unit, approval, asked.today)
        sign(unit, approval, slip, asked.today, f"cases:{asked.case.id}")
        return case_acts.settle(asked, approval, reason, refused)


def keep(db: Database, actor: Actor, now: datetime, settings: Settings, number: str, file: Path) -> int:
    """Keep the scan of a signed slip with its case; its attachment id. Nothing is kept where the case waits for nobody."""
    with db.read("case.slip", actor) as session:
        case = found(session, number)
        if not queries.cases.pending_approvals(session, f"cases:{case.id}"):
            raise Overtaken("case.nothing_waits")
    return case_scans.keep(db, actor, now, settings, number, file, "签批单")


def sign(unit: Unit, approval: Approval, slip: SignedSlip, today: date, record: str) -> None:
    """Write down on a step who signed its slip; the scan is a file of the step's own record, kept since it was asked and used once."""
    names = [unit.get_one(Officer, one).name for one in case_seconds.concerned(approval)]
    rules.check_slip(slip, names, business_date(approval.asked_at), today)
    kept = unit.get(Attachment, slip.attachment_id)
    if kept is None or kept.removed or kept.record != record or kept.added_at < approval.asked_at:
        raise Refused("case.slip_file", field="slip")
    if queries.cases.slip_used(unit, slip.attachment_id):
        raise Refused("case.slip_used", field="slip")
    approval.signer_name, approval.signer_duty = slip.name.strip(), slip.duty.strip()
    approval.signed_on, approval.attachment_id = slip.signed_on, slip.attachment_id
