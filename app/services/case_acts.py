"""What moves a case: one table of allowed moves, one event row for each act, the deadline derived anew after it.

A step that needs a second person waits as an approval (待上级确认) until another officer who may decides; the clock runs meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.domain import cases as rules
from app.domain.accountability import LeadKind, leads_of_act
from app.domain.actions import may
from app.domain.actor import Actor
from app.domain.assistance import case_mode
from app.domain.calendar import ONE_DAY
from app.domain.cases import CaseAction, CaseEventKind, CaseState
from app.domain.clock import at_station, business_date, close_of
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.late_entries import LateKind
from app.domain.second_person import SecondStep, slip_day
from app.services import (
    calendars,
    case_bundles,
    case_checklist,
    case_clock,
    case_later,
    case_materials,
    case_notices,
    case_pauses,
    case_scans,
    case_seconds,
    chasers,
    leads,
    profiles,
    proxies,
    receiving,
)
from app.services.attachments import Copy
from app.services.case_late import entered_late
from app.services.case_notices import notice as notice
from app.services.case_pauses import pause as pause
from app.services.case_pauses import resume as resume
from app.services.case_step import Step, begin, waits
from app.services.cases import CaseFacts, event
from app.services.officers import actor_of
from db import queries
from db.models import Approval, Case, Extension, HandOver, Officer, ServiceRecord, Ticket
from db.uow import Database, Unit


def accept(
    db: Database,
    actor: Actor,
    now: datetime,
    number: str,
    *,
    on: date | None = None,
    reason: str = "",
    here: Sequence[str] = (),
    later: date | None = None,
) -> CaseFacts:
    """Take a case into hand: its clock starts the working day after; a late notice counts from the day of receipt.

    ``here`` are materials that are received with this act, ``later`` is the last day of what is missing (容缺受理).
    """
    with db.write("case.accept", actor, now) as unit:
        step = begin(unit, actor, now, number, on, reason)
        case = step.case
        _check_not_waiting(unit, case)
        rules.check_accept(case.proxy, case.authorised_on)
        rules.check_move(CaseState(case.state), CaseAction.ACCEPT)
        if here:
            _receive(step, here, "received")
        start, silent = _clock_start(step)
        lacking = {} if silent else case_later.accepted(step, later)
        receiving.begin_for(unit, actor, now, case.person_id, step.on)
        step.move(CaseAction.ACCEPT)
        case.accepted_on, case.accepted_recorded_at = start, now
        Step(unit, case, actor, now, start).event(CaseEventKind.ACCEPTED, reason, entered=step.on.isoformat(), **lacking)
        if step.on != step.today:
            entered_late(unit, case, actor, now, LateKind.ACCEPTANCE, step.on, reason)
        case.late_entry = case.late_entry or step.on != step.today
        unit.add(service_record(unit, case, "case", min(start, step.on), actor, now))
        done = step.done()
        leads.raise_if_overdue(unit, case, now)
        return done


def _clock_start(step: Step) -> tuple[date, bool]:
    """The day acceptance counts from: not before the day of receipt (after hours that is the next working day), and that day itself
    where nobody told within the days of the profile what was missing: then (True) the silence has accepted it, complete or not.
    A case that was opened again was received again that day.
    """
    unit, case, profile = step.unit, step.case, profiles.of(step.unit)
    again = [row.happened_on for row in queries.cases.events(unit, case.id) if row.kind == CaseEventKind.REOPENED]
    received = max([case.received_on, *again])
    start = max(step.on, received)
    if not profile.receipt_counts_without_notice:
        return start, False
    told = [row.issued_on for row in queries.cases.notices(unit, case.id) if row.issued_on >= max(again, default=row.issued_on)]
    counted = rules.clock_start(received, told[0] if told else None, start, calendars.of(unit), profile.notice_days)
    return counted, counted != start


def service_record(unit: Unit, case: Case, kind: str, on: date, actor: Actor, now: datetime) -> ServiceRecord:
    """The recorded service that a case is."""
    ticket = unit.get(Ticket, case.ticket_id) if case.ticket_id else None
    booked = ticket is not None and ticket.appointment_id is not None
    mode = case_mode(case.mode, case.channel, proxy=case.proxy, booked=booked)
    return ServiceRecord(
        person_id=case.person_id,
        kind=kind,
        happened_on=on,
        record=f"cases:{case.id}",
        mode=mode.value,
        officer_id=actor.officer_id,
        recorded_at=now,
    )


def _check_not_waiting(unit: Unit, case: Case) -> None:
    waiting = queries.cases.pending_approvals(unit, f"cases:{case.id}")
    if waiting:
        raise Overtaken("case.waits_for_second", step=SecondStep(waiting[0].step))


def refuse(db: Database, actor: Actor, now: datetime, number: str, reason: str) -> CaseFacts:
    """Refuse a case with a reason that is told to the person."""
    with db.write("case.refuse", actor, now) as unit:
        step = begin(unit, actor, now, number)
        step.move(CaseAction.REFUSE, reason)
        step.case.reason = reason.strip()
        step.event(CaseEventKind.REFUSED, reason)
        for kind in leads_of_act(None, None, 0, reason):
            leads.raise_lead(unit, kind, step.case, step.on, now)
        return step.done()


def receive_material(db: Database, actor: Actor, now: datetime, number: str, codes: Sequence[str], state: str = "received") -> CaseFacts:
    """Tick materials as ``received``, ``checked``, ``waived`` or ``missing`` again."""
    with db.write("case.material", actor, now) as unit:
        step = begin(unit, actor, now, number)
        step.move(CaseAction.MATERIAL)
        _receive(step, codes, state)
        return step.done()


def _receive(step: Step, codes: Sequence[str], state: str) -> None:
    rows = {m.code: m for m in queries.cases.materials(step.unit, step.case.id)}
    unknown = tuple(code for code in codes if code not in rows)
    if unknown:
        raise Refused("case.material_unknown", field="missing", materials=unknown)
    if state == "waived":
        case_checklist.check_waivable(step.unit, step.case, [rows[code] for code in codes])
    case_later.check_ticking(step, [rows[code] for code in codes], state)
    case_materials.tick(step, [rows[code] for code in codes], state)


def extend(db: Database, actor: Actor, now: datetime, number: str, days: int, reason: str) -> CaseFacts:
    """Ask for an extension before expiry; the head approves it, and only then does the deadline move.

    Asked after expiry it is refused, and that it was asked too late is a lead of its own.
    """
    try:
        return _extend(db, actor, now, number, days, reason)
    except Refused as refusal:
        if refusal.code == "case.extension_late":
            _asked_too_late(db, actor, now, number)
        raise


def _asked_too_late(db: Database, actor: Actor, now: datetime, number: str) -> None:
    with db.write("case.extend", actor, now) as unit:
        step = begin(unit, actor, now, number)
        leads.raise_lead(unit, LeadKind.LATE_EXTENSION, step.case, step.case.deadline + ONE_DAY, now)


def _extend(db: Database, actor: Actor, now: datetime, number: str, days: int, reason: str) -> CaseFacts:
    with db.write("case.extend", actor, now) as unit:
        step = begin(unit, actor, now, number)
        step.move(CaseAction.EXTEND, reason)
        case_clock.recompute(unit, step.case, step.today)
        _check_extension(step, days)
        case_seconds.ask(unit, step.case, SecondStep.EXTENSION, actor, now, reason, days=days)
        unit.add(
            Extension(case_id=step.case.id, asked_on=step.on, asked_by=actor.officer_id, days=days, reason=reason.strip(), state="asked")
        )
        step.event(CaseEventKind.EXTENSION_ASKED, reason, days=days)
        return step.done()


def _check_extension(step: Step, days: int) -> None:
    """Before expiry, and within what is left of the most working days a case may be extended by."""
    rules.check_extension(step.on, step.case.deadline, days, profiles.of(step.unit).extension_most, step.case.extension_days)


def approve(
    db: Database,
    actor: Actor,
    now: datetime,
    number: str,
    *,
    refused: bool = False,
    reason: str = "",
    expected: SecondStep | None = None,
    approval_id: int | None = None,
) -> CaseFacts:
    """Decide the oldest step of a case that waits for a second person; nobody approves what they asked for themselves.

    The case may have moved since it was asked: what it no longer allows is refused, and can only be disagreed with. ``expected`` is
    the step that whoever decides has read; another one is a conflict.
    """
    with db.write("case.approve", actor, now) as unit:
        asked = begin(unit, actor, now, number)
        approval = case_seconds.oldest(unit, asked.case, expected, approval_id)
        case_seconds.check_account(unit, actor, approval)
        return settle(asked, approval, reason, refused)


def settle(asked: Step, approval: Approval, reason: str, refused: bool) -> CaseFacts:
    """Do what was confirmed, or drop it; who may confirm has been looked at."""
    if refused and not reason.strip():
        raise Refused("case.reason_missing", field="reason", action=CaseAction.APPROVE)
    approval.state, approval.decided_by = "refused" if refused else "approved", asked.actor.officer_id
    approval.decided_at = asked.now
    _APPROVED[SecondStep(approval.step)](replace(asked, approver_id=asked.actor.officer_id), approval, reason.strip(), refused)
    return asked.done()


def _extension_decided(step: Step, approval: Approval, _words: str, refused: bool) -> None:
    days = approval.data["days"]
    signed = replace(step, on=_signed_on(step, approval))
    if not refused:
        rules.check_move(CaseState(step.case.state), CaseAction.EXTEND, approval.reason)
        case_clock.recompute(step.unit, step.case, step.today)
        _check_extension(signed, days)
    extension = queries.cases.open_extension(step.unit, step.case.id)
    assert extension is not None
    extension.state = "refused" if refused else "approved"
    extension.approver_id, extension.approved_on = step.approver_id, signed.on
    step.event(CaseEventKind.EXTENSION_REFUSED if refused else CaseEventKind.EXTENDED, approval.reason, days=days)


def _signed_on(step: Step, approval: Approval) -> date:
    """The day an extension was approved on: that of the signature where it stands on paper."""
    signed = approval.signed_on
    return slip_day(signed, step.on, calendars.of(step.unit)) if signed else step.on


def _notice_decided(step: Step, approval: Approval, _words: str, refused: bool) -> None:
    if refused:
        step.event(CaseEventKind.APPROVED, approval.reason, step="notice_again", refused=True)
        return
    before = len(queries.cases.notices(step.unit, step.case.id))
    told = {key: value for key, value in approval.data.items() if key in ("missing", "left_out", "left_out_reason")}
    case_notices.issue(step, told, approval.reason, before + 1)


def _pause_decided(step: Step, approval: Approval, words: str, refused: bool) -> None:
    """The clock stands from the day it was asked for; a pause that is disagreed with never was."""
    if refused:
        step.event(CaseEventKind.APPROVED, words, step="pause", refused=True)
        return
    asker = actor_of(step.unit.get_one(Officer, approval.asked_by))
    case_pauses.put(replace(step, actor=asker, on=date.fromisoformat(approval.data["on"])), approval.reason, dict(approval.data))


def _late_entry_decided(step: Step, approval: Approval, words: str, refused: bool) -> None:
    """An entry that stands already is voided where it is disagreed with; an act that waited is done on its day, or not at all."""
    step.event(CaseEventKind.APPROVED, words if refused else approval.reason, step="late_entry", refused=refused)
    act = approval.data.get("act")
    if act and not refused:
        asker = actor_of(step.unit.get_one(Officer, approval.asked_by))
        _LATE_ACTS[act](replace(step, actor=asker, on=date.fromisoformat(approval.data["on"])), approval.reason, dict(approval.data))
    elif refused and not act:
        step.move(CaseAction.VOID, words)
        step.case.reason = words
        step.event(CaseEventKind.VOIDED, words)


def _void_decided(step: Step, approval: Approval, words: str, refused: bool) -> None:
    if refused:
        step.event(CaseEventKind.APPROVED, words, step="void", refused=True)
        return
    step.move(CaseAction.VOID, approval.reason)
    step.case.reason = approval.reason
    step.event(CaseEventKind.VOIDED, approval.reason)


def _reopen_decided(step: Step, approval: Approval, words: str, refused: bool) -> None:
    if refused:
        step.event(CaseEventKind.APPROVED, words, step="reopen", refused=True)
        return
    step.move(CaseAction.REOPEN, approval.reason)
    step.case.closed_on = step.case.closed_recorded_at = step.case.decided_on = None
    step.event(CaseEventKind.REOPENED, approval.reason)


def hand_over(db: Database, actor: Actor, now: datetime, number: str, to: str, reason: str = "") -> CaseFacts:
    """Offer a case to another officer; the responsible officer moves only when that one accepts (B3)."""
    with db.write("case.hand_over", actor, now) as unit:
        step = begin(unit, actor, now, number)
        step.move(CaseAction.HAND_OVER)
        officer = queries.station.officer_by_login(unit, to)
        if officer is None or officer.ended_on is not None:
            raise NotFound("officer.unknown", field="to", login=to)
        if not may(actor_of(officer), "case.take_over"):
            raise Refused("case.hand_over_role", field="to", officer=officer.name)
        offered = queries.cases.open_hand_over(unit, step.case.id)
        rules.check_hand_over(step.case.officer_id, officer.id, offered.to_officer_id if offered else None)
        unit.add(
            HandOver(
                case_id=step.case.id,
                from_officer_id=step.case.officer_id,
                to_officer_id=officer.id,
                offered_at=now,
                state="offered",
                reason=reason.strip(),
            )
        )
        step.event(CaseEventKind.HAND_OVER_OFFERED, reason, to=officer.login)
        return step.done()


def take_over(db: Database, actor: Actor, now: datetime, number: str) -> CaseFacts:
    """Accept a hand-over: from now on this officer is responsible; the first officer stays for ever."""
    with db.write("case.take_over", actor, now) as unit:
        step = begin(unit, actor, now, number)
        step.move(CaseAction.TAKE_OVER)
        offered = queries.cases.open_hand_over(unit, step.case.id)
        rules.check_take_over(offered.to_officer_id if offered else None, actor.officer_id or 0)
        assert offered is not None
        offered.state, offered.answered_at = "accepted", now
        step.event(CaseEventKind.TAKEN_OVER, offered.reason, before=step.case.officer_id)
        step.case.officer_id = actor.officer_id or 0
        chasers.follow(unit, step.case)
        return step.done()


def decide(db: Database, actor: Actor, now: datetime, number: str, outcome: str, *, on: date | None = None, reason: str = "") -> CaseFacts:
    """Record the decision; the result still has to reach the person."""
    with db.write("case.decide", actor, now) as unit:
        step = begin(unit, actor, now, number, on, reason)
        if not waits(step, "decide", CaseAction.DECIDE, reason, outcome=outcome.strip()):
            _decide(step, reason, {"outcome": outcome.strip()})
        return step.done()


def _decide(step: Step, _reason: str, facts: dict[str, Any]) -> None:
    step.move(CaseAction.DECIDE)
    step.case.decided_on, step.case.outcome = step.on, facts["outcome"]
    step.event(CaseEventKind.DECIDED, facts["outcome"])


def close(
    db: Database,
    actor: Actor,
    now: datetime,
    number: str,
    outcome: str = "",
    *,
    on: date | None = None,
    reason: str = "",
    without: str = "",
) -> CaseFacts:
    """Close a case that was delivered. Other cases of its bundle stay as they are; the bundle is done when all are (B23).

    ``without`` says why it is closed although material is still missing.
    """
    with db.write("case.close", actor, now) as unit:
        step = begin(unit, actor, now, number, on, reason)
        facts = {"outcome": outcome.strip(), **case_later.closing(step, without)}
        if not waits(step, "close", CaseAction.CLOSE, reason, **facts):
            _close(step, reason, facts)
        return step.done()


def _close(step: Step, _reason: str, facts: dict[str, Any]) -> None:
    case_bundles.check_closing(step.unit, step.case)
    step.move(CaseAction.CLOSE)
    case = step.case
    case.decided_on = case.decided_on or step.on
    case.closed_on, case.closed_recorded_at = step.on, step.now
    case.outcome = facts["outcome"] or case.outcome
    lacking = {name: facts[name] for name in ("lacking", "without") if name in facts}
    step.event(CaseEventKind.CLOSED, facts["outcome"], **lacking)
    case_clock.recompute(step.unit, case, step.today)
    leads.raise_if_overdue(step.unit, case, step.now)


def withdraw(db: Database, actor: Actor, now: datetime, number: str, reason: str) -> CaseFacts:
    """The person takes the application back."""
    with db.write("case.withdraw", actor, now) as unit:
        step = begin(unit, actor, now, number)
        step.move(CaseAction.WITHDRAW, reason)
        step.case.reason = reason.strip()
        step.event(CaseEventKind.WITHDRAWN, reason)
        return step.done()


def ask_void(db: Database, actor: Actor, now: datetime, number: str, reason: str) -> CaseFacts:
    """Ask to void a case that should not be there; a second person decides."""
    return _ask(db, actor, now, number, reason, CaseAction.VOID, SecondStep.VOID, "case.void")


def ask_reopen(db: Database, actor: Actor, now: datetime, number: str, reason: str) -> CaseFacts:
    """Ask to open a closed case again; a second person decides."""
    return _ask(db, actor, now, number, reason, CaseAction.REOPEN, SecondStep.REOPEN, "case.reopen")


def _ask(
    db: Database, actor: Actor, now: datetime, number: str, reason: str, action: CaseAction, which: SecondStep, code: str
) -> CaseFacts:
    with db.write(code, actor, now) as unit:
        step = begin(unit, actor, now, number)
        rules.check_move(CaseState(step.case.state), action, reason)
        case_seconds.ask(unit, step.case, which, actor, now, reason)
        return step.done()


def authorise(db: Database, actor: Actor, now: datetime, number: str, on: date | None = None, *, attachment_id: Copy = None) -> CaseFacts:
    """Record an authorisation that was brought signed, its copy kept with the case; a written one was printed, or is kept signed (B5)."""
    with db.write("case.proxy", actor, now) as unit:
        step = begin(unit, actor, now, number)
        step.move(CaseAction.PROXY)
        if on is not None and on > step.on:
            raise Refused("case.late_future", field="authorised_on", day=on.isoformat())
        proxies.brought(step, on or step.on, case_scans.kept(step, attachment_id))
        step.case.proxy, step.case.authorised_on = True, on or step.on
        step.event(CaseEventKind.AUTHORISED)
        return step.done()


def hand_overs_lapsed(unit: Unit, now: datetime, actor: Actor) -> int:
    """Offers nobody took came back at the close of their day, whenever that is written down; one of the timed duties."""
    rows = queries.cases.open_hand_overs_before(unit, at_station(business_date(now)))
    for offered in rows:
        day = business_date(offered.offered_at)
        offered.state, offered.answered_at = "lapsed", close_of(day)
        case = unit.get_one(Case, offered.case_id)
        event(unit, case, CaseEventKind.HAND_OVER_LAPSED, actor, now, on=day, at=close_of(day))
    return len(rows)


_LATE_ACTS: dict[str, Callable[[Step, str, dict[str, Any]], None]] = {
    "pause": case_pauses.put,
    "resume": case_pauses.go_on,
    "decide": _decide,
    "close": _close,
}
_APPROVED: dict[SecondStep, Callable[[Step, Approval, str, bool], None]] = {
    SecondStep.EXTENSION: _extension_decided,
    SecondStep.NOTICE_AGAIN: _notice_decided,
    SecondStep.LATE_ENTRY: _late_entry_decided,
    SecondStep.PAUSE: _pause_decided,
    SecondStep.VOID: _void_decided,
    SecondStep.REOPEN: _reopen_decided,
}
