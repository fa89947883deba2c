"""Decisions that nobody of the station may take: prepared here, sent to the second person (送上级确认), done on the yes.

An appeal against a rating, the answer to a complaint and its filing, the supervision of a rectification, the decision on a lead and its
closing, the recognition of hardship. Who may takes them at once by own account; where nobody may, the linked county officer signs the slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import accountability
from app.domain import complaints as complaint_rules
from app.domain.accountability import LeadAction, Measure
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.complaints import ComplaintAction, ComplaintState
from app.domain.errors import Overtaken, Refused
from app.domain.ratings import AppealAction
from app.domain.second_person import SecondStep, slip_day
from app.services import appeals, calendars, case_seconds, complaints, leads, rectifications, statuses
from app.services.leads import Ruling
from app.services.statuses import Decision
from app.texts import t, word
from db import queries
from db.models import Approval
from db.uow import Database, Unit

_WAITED = t("等上级确认")
"""Why what was sent on its own day is recorded later."""
SOMEBODY = 0
"""Who supervises without an account of the station: none of its officers."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A prepared decision that waits for its second person."""

    id: int
    step: SecondStep


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the second person said; ``by`` is the account that decided, None where the decision stands on paper."""

    refused: bool
    words: str
    by: int | None


def _send(
    unit: Unit, actor: Actor, now: datetime, step: SecondStep, record: str, concerned: Iterable[int | None], said: str, **act: Any
) -> Sent:
    """Let it wait; ``concerned`` may not decide it, ``said`` is what stands on the slip."""
    for row in queries.cases.pending_approvals(unit, record):
        if row.step == step:
            unit.about(row)
            raise Overtaken("case.already_waiting", step=step)
    barred = sorted({one for one in concerned if one is not None})
    row = case_seconds.put(unit, record, step, actor, now, said, said=said, barred=barred, **act)
    unit.flush()
    unit.about(row)
    return Sent(row.id, step)


def appeal(db: Database, actor: Actor, now: datetime, rating_id: int, action: AppealAction, decision: str) -> Sent:
    """A decision on an appeal against a rating."""
    with db.write("second.ask", actor, now) as unit:
        _row, concerned, _after = appeals.decidable(unit, rating_id, action, decision)
        said = t("{action}：{text}").format(action=word(action), text=decision.strip())
        return _send(
            unit, actor, now, SecondStep.APPEAL, f"rating:{rating_id}", concerned, said, answer=action.value, text=decision.strip()
        )


def answer(db: Database, actor: Actor, now: datetime, code: str, text: str) -> Sent:
    """The answer to a complaint."""
    with db.write("second.ask", actor, now) as unit:
        row = complaints.found(unit, code, lock=True)
        complaint_rules.check_complaint_move(ComplaintState(row.state), ComplaintAction.ANSWER)
        complaint_rules.check_words(text, ComplaintAction.ANSWER)
        return _send(unit, actor, now, SecondStep.COMPLAINT, f"complaint:{row.id}", [row.about_id], text.strip(), code=row.code)


def file_complaint(db: Database, actor: Actor, now: datetime, code: str) -> Sent:
    """The filing of a complaint that was answered."""
    with db.write("second.ask", actor, now) as unit:
        row = complaints.found(unit, code, lock=True)
        complaint_rules.check_complaint_move(ComplaintState(row.state), ComplaintAction.CLOSE)
        return _send(unit, actor, now, SecondStep.COMPLAINT_CLOSE, f"complaint:{row.id}", [row.about_id], row.answer, code=row.code)


def supervision(db: Database, actor: Actor, now: datetime, rectification_id: int) -> Sent:
    """The supervision of a rectification whose steps are done."""
    with db.write("second.ask", actor, now) as unit:
        row = rectifications.supervisable(unit, rectification_id, SOMEBODY)
        said = t("；").join(filter(None, (row.finding, row.correction, row.feedback)))
        return _send(unit, actor, now, SecondStep.SUPERVISION, f"rectification:{row.id}", [row.officer_id], said)


def lead(db: Database, actor: Actor, now: datetime, lead_id: int, ruling: Ruling) -> Sent:
    """The decision on a lead."""
    with db.write("second.ask", actor, now) as unit:
        row, _after = leads.movable(unit, lead_id, LeadAction.DECIDE)
        leads.check_ruling(ruling, business_date(now))
        said = t("{measure}：{text}").format(measure=word(ruling.measure), text=ruling.decision.strip())
        until = ruling.correct_by.isoformat() if ruling.correct_by else None
        act = {"measure": ruling.measure.value, "text": ruling.decision.strip(), "correct_by": until}
        return _send(unit, actor, now, SecondStep.LEAD, f"lead:{row.id}", [row.officer_id], said, **act)


def close_lead(db: Database, actor: Actor, now: datetime, lead_id: int, closing: str) -> Sent:
    """The closing of a lead."""
    with db.write("second.ask", actor, now) as unit:
        row, _after = leads.movable(unit, lead_id, LeadAction.CLOSE)
        accountability.check_filed(accountability.LeadState(row.state), row.correct_by)
        said = closing.strip() or row.decision
        return _send(unit, actor, now, SecondStep.LEAD_CLOSE, f"lead:{row.id}", [row.officer_id], said, text=closing.strip())


def hardship(db: Database, actor: Actor, now: datetime, hardship_id: int, decision: Decision, *, refused: bool = False) -> Sent:
    """The recognition of hardship by the competent office, or its refusal with the reason."""
    if refused and not decision.refusal.strip():
        raise Refused("hardship.reason", field="reason")
    with db.write("second.ask", actor, now) as unit:
        row = statuses.applied(unit, hardship_id)
        statuses.check_decision(row, decision, now)
        words = t("{day} 不予认定：{reason}") if refused else t("{day} {office} 予以认定")
        said = words.format(day=decision.on.isoformat(), office=decision.office.strip(), reason=decision.refusal.strip())
        refusal = decision.refusal.strip() if refused else ""
        act = {"on": decision.on.isoformat(), "office": decision.office.strip(), "refusal": refusal, "person": row.person_id}
        act |= {"late_reason": decision.late_reason.strip()} if decision.late_reason.strip() else {}
        return _send(unit, actor, now, SecondStep.HARDSHIP, f"hardship_recognition:{row.id}", [row.applied_by], said, **act)


# done


def _key(row: Approval) -> int:
    return int(row.record.partition(":")[2])


def _appeal(unit: Unit, now: datetime, row: Approval, said: Verdict) -> None:
    appeals.settle(unit, now, _key(row), AppealAction(row.data["answer"]), row.data["text"], said.by)


def _answer(unit: Unit, now: datetime, row: Approval, said: Verdict) -> None:
    """The answer counts from the day it was signed, where the slip came back in time."""
    complaint, today = complaints.found(unit, row.data["code"], lock=True), business_date(now)
    after = complaint_rules.check_complaint_move(ComplaintState(complaint.state), ComplaintAction.ANSWER)
    day = slip_day(row.signed_on, today, calendars.of(unit)) if row.signed_on else today
    complaints.put_answer(complaint, row.data["said"], day, today, said.by)
    complaint.state = after.value


def _file(unit: Unit, now: datetime, row: Approval, said: Verdict) -> None:
    complaint = complaints.found(unit, row.data["code"], lock=True)
    after = complaint_rules.check_complaint_move(ComplaintState(complaint.state), ComplaintAction.CLOSE)
    complaint.closed_on, complaint.closed_by, complaint.state = business_date(now), said.by, after.value


def _supervision(unit: Unit, now: datetime, row: Approval, said: Verdict) -> None:
    rectification = rectifications.supervisable(unit, _key(row), SOMEBODY if said.by is None else said.by)
    rectifications.put_supervised(unit, rectification, None, business_date(now), said.by)


def _lead(unit: Unit, now: datetime, row: Approval, said: Verdict) -> None:
    until = row.data["correct_by"]
    ruling = Ruling(Measure(row.data["measure"]), row.data["text"], date.fromisoformat(until) if until else None)
    leads.moved(unit, _key(row), LeadAction.DECIDE, lambda _unit, one: leads.put_decision(one, now, ruling, said.by))


def _lead_close(unit: Unit, now: datetime, row: Approval, said: Verdict) -> None:
    leads.moved(unit, _key(row), LeadAction.CLOSE, lambda _unit, one: leads.put_closing(one, now, row.data["text"], said.by))


def _hardship(unit: Unit, now: datetime, row: Approval, said: Verdict) -> None:
    one, given = statuses.applied(unit, _key(row)), row.data
    decision = Decision(date.fromisoformat(given["on"]), given["office"], given["refusal"], given.get("late_reason") or _WAITED)
    put = statuses.put_refusal if decision.refusal else statuses.put_recognition
    put(unit, now, one, decision, said.by)


DO: dict[SecondStep, Callable[[Unit, datetime, Approval, Verdict], None]] = {
    SecondStep.APPEAL: _appeal,
    SecondStep.COMPLAINT: _answer,
    SecondStep.COMPLAINT_CLOSE: _file,
    SecondStep.SUPERVISION: _supervision,
    SecondStep.LEAD: _lead,
    SecondStep.LEAD_CLOSE: _lead_close,
    SecondStep.HARDSHIP: _hardship,
}
