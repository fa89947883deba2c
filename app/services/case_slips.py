"""The second person on paper (纸质签批): the signed approval slip is kept with the case, and what it says is done.

For a station whose one officer has nobody to ask: the county officer signs the printed slip, and its scan stands for an account.
"""

from __future__ import annotations

from datetime import datetime

from app.domain import second_person as rules
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import Refused
from app.domain.second_person import SecondStep, SignedSlip
from app.services import attachments, case_acts, case_seconds
from app.services.attachments import Incoming
from app.services.case_step import begin
from app.services.cases import CaseFacts
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
    scan: Incoming | None = None,
) -> CaseFacts:
    """Decide the oldest waiting step as the signed slip says; the one who asked may record it, and never sign it."""
    with db.write("case.slip", actor, now) as unit:
        asked = begin(unit, actor, now, number)
        approval = case_seconds.oldest(unit, asked.case, expected, approval_id)
        case_seconds.check_paper(unit, approval, asked.today)
        sign(unit, actor, now, approval, slip, f"cases:{asked.case.id}", scan)
        return case_acts.settle(asked, approval, reason, refused)


def sign(unit: Unit, actor: Actor, now: datetime, approval: Approval, slip: SignedSlip, record: str, scan: Incoming | None) -> None:
    """Write down on a step who signed its slip. The scan comes in with this, or is a file of the step's own record, kept since the step
    was asked for and used once.
    """
    names = [unit.get_one(Officer, one).name for one in case_seconds.concerned(approval)]
    rules.check_slip(slip, names, business_date(approval.asked_at), business_date(now))
    kept = unit.get(Attachment, slip.attachment_id) if scan is None else attachments.take(unit, actor, now, record, scan)
    if kept is None or kept.removed or kept.record != record or kept.added_at < approval.asked_at:
        raise Refused("case.slip_file", field="slip")
    if queries.cases.slip_used(unit, kept.id):
        raise Refused("case.slip_used", field="slip")
    approval.signer_name, approval.signer_duty = slip.name.strip(), slip.duty.strip()
    approval.signed_on, approval.attachment_id = slip.signed_on, kept.id
