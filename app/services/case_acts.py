"""What moves a case: one table of allowed moves, one event row for each act, the deadline derived anew after it.

A step that needs a second person waits as an approval (待上级确认) until another officer who may decides; the clock runs meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import cases as rules
from app.domain.accountability import leads_of_act
from app.domain.actions import may
from app.domain.actor import Actor
from app.domain.cases import CaseAction, CaseEventKind, CaseState, SecondStep
from app.domain.clock import business_date
from app.domain.deadlines import PauseKind
from app.domain.errors import NotFound, Refused
from app.services import calendars, case_clock, leads, profiles
from app.services.cases import CaseFacts, ask_second, event, facts_of, found
from app.services.officers import actor_of
from db import counters as numbers
from db import queries
from db.models import Case, Extension, HandOver, OneTimeNotice, ServiceRecord
from db.uow import Database, Unit


@dataclass(frozen=True, slots=True)
class Step:
    """An act in progress: the case, who acts, when it happened and when it is recorded."""

    unit: Unit
    case: Case
    actor: Actor
    now: datetime
    on: date

    @property
    def today(self) -> date:
        """The station date of the recording."""
        return business_date(self.now)

    def move(self, action: CaseAction, reason: str = "-") -> CaseState:
        """Move the case by the table of moves."""
        state = rules.check_move(CaseState(self.case.state), action, reason)
        self.case.state = state.value
        return state

    def event(self, kind: CaseEventKind, text: str = "", *, approver_id: int | None = None, **data: Any) -> None:
        """Add an event row."""
        event(self.unit, self.case, kind, self.actor, self.now, on=self.on, text=text, approver_id=approver_id, data=data)

    def done(self) -> CaseFacts:
        """Derive the deadline anew and answer with the facts."""
        case_clock.recompute(self.unit, self.case, self.today)
        return facts_of(self.unit, self.case, self.today)


def _check_day(unit: Unit, case: Case, on: date | None, now: datetime, reason: str) -> date:
    """The day an act happened: today, or an earlier one with a reason, never before receipt and never to come."""
    today = business_date(now)
    day = on or today
    if day == today:
        return day
    rules.check_late_entry(day, today, reason, 0, calendars.of(unit), queries.cases.frozen_until(unit))
    if day < case.received_on:
        raise Refused("case.before_receipt", field="on", day=day.isoformat(), received=case.received_on.isoformat())
    return day


def _step(unit: Unit, actor: Actor, now: datetime, number: str, on: date | None = None, reason: str = "") -> Step:
    case = found(unit, number)
    unit.about(case)
    return Step(unit, case, actor, now, _check_day(unit, case, on, now, reason))


def accept(db: Database, actor: Actor, now: datetime, number: str, *, on: date | None = None, reason: str = "") -> CaseFacts:
    """Take a case into hand: its clock starts the working day after; a late notice counts from the day of receipt."""
    with db.write("case.accept", actor, now) as unit:
        step = _step(unit, actor, now, number, on, reason)
        case = step.case
        _check_not_waiting(unit, case)
        rules.check_accept(case.proxy, case.authorised_on)
        step.move(CaseAction.ACCEPT)
        profile, calendar = profiles.of(unit), calendars.of(unit)
        notices = queries.cases.notices(unit, case.id)
        noticed = notices[0].issued_on if notices else None
        start = step.on
        if profile.receipt_counts_without_notice:
            start = rules.clock_start(case.received_on, noticed, step.on, calendar, profile.notice_days)
        case.accepted_on, case.accepted_recorded_at = start, now
        step_on_start = Step(unit, case, actor, now, start)
        step_on_start.event(CaseEventKind.ACCEPTED, reason, entered=step.on.isoformat())
        if step.on != step.today and calendar.working_days_between(step.on, step.today) > rules.LATE_ENTRY_ALONE:
            ask_second(unit, case, SecondStep.LATE_ENTRY, actor, now, reason)
        case.late_entry = case.late_entry or step.on != step.today
        unit.add(service_record(case, "case", start, actor, now))
        facts = step.done()
        leads.raise_if_overdue(unit, case, now)
        return facts


def service_record(case: Case, kind: str, on: date, actor: Actor, now: datetime) -> ServiceRecord:
    """The recorded service that a case is."""
    mode = "proxy" if case.proxy else case.mode
    return ServiceRecord(
        person_id=case.person_id,
        kind=kind,
        happened_on=on,
        record=f"cases:{case.id}",
        mode=mode or "",
        officer_id=actor.officer_id,
        recorded_at=now,
    )


def _check_not_waiting(unit: Unit, case: Case) -> None:
    waiting = queries.cases.pending_approvals(unit, f"cases:{case.id}")
    if waiting:
        raise Refused("case.waits_for_second", step=SecondStep(waiting[0].step))


def refuse(db: Database, actor: Actor, now: datetime, number: str, reason: str) -> CaseFacts:
    """Refuse a case with a reason that is told to the person."""
    with db.write("case.refuse", actor, now) as unit:
        step = _step(unit, actor, now, number)
        step.move(CaseAction.REFUSE, reason)
        step.case.reason = reason.strip()
        step.event(CaseEventKind.REFUSED, reason)
        return step.done()


def notice(db: Database, actor: Actor, now: datetime, number: str, missing: Sequence[str], *, reason: str = "") -> CaseFacts:
    """Tell everything that is missing at once. A second notice waits for the head's approval and counts in accountability (B4)."""
    with db.write("case.notice", actor, now) as unit:
        step = _step(unit, actor, now, number)
        rules.check_move(CaseState(step.case.state), CaseAction.NOTICE)
        listed = [m.code for m in queries.cases.materials(unit, step.case.id)]
        before = len(queries.cases.notices(unit, step.case.id))
        rules.check_notice(tuple(missing), listed, before, reason, 0)
        if before:
            ask_second(unit, step.case, SecondStep.NOTICE_AGAIN, actor, now, reason, missing=list(missing))
            return step.done()
        _issue_notice(step, missing, reason, before + 1, None)
        return step.done()


def _issue_notice(step: Step, missing: Sequence[str], reason: str, number: int, approver_id: int | None) -> None:
    case, unit = step.case, step.unit
    accepted = CaseState(case.state) is CaseState.ACCEPTED
    step.move(CaseAction.NOTICE)
    serial = numbers.next_number(unit, "notice", str(step.on))
    unit.add(
        OneTimeNotice(
            code=f"GZ{step.on:%Y%m%d}-{serial:03d}",
            case_id=case.id,
            number=number,
            issued_on=step.on,
            missing=list(missing),
            reason=reason.strip(),
            officer_id=step.actor.officer_id,
            approver_id=approver_id,
            recorded_at=step.now,
        )
    )
    step.event(CaseEventKind.NOTICED, reason, approver_id=approver_id, missing=list(missing), number=number)
    if accepted:
        step.event(CaseEventKind.PAUSED, reason, approver_id=approver_id, pause=PauseKind.SUPPLEMENT.value)
    for kind in leads_of_act(None, None, number, None):
        leads.raise_lead(unit, kind, case, step.on, step.now)


def receive_material(db: Database, actor: Actor, now: datetime, number: str, codes: Sequence[str], state: str = "received") -> CaseFacts:
    """Tick materials as ``received``, ``checked``, ``waived`` or ``missing`` again."""
    with db.write("case.material", actor, now) as unit:
        step = _step(unit, actor, now, number)
        step.move(CaseAction.MATERIAL)
        rows = {m.code: m for m in queries.cases.materials(unit, step.case.id)}
        unknown = tuple(code for code in codes if code not in rows)
        if unknown:
            raise Refused("case.material_unknown", field="missing", materials=unknown)
        for code in codes:
            rows[code].state, rows[code].officer_id = state, actor.officer_id
            rows[code].received_on = None if state == "missing" else step.on
        step.event(CaseEventKind.MATERIAL, "、".join(rows[code].name for code in codes), codes=list(codes), state=state)
        return step.done()


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
) -> CaseFacts:
    """Stop the clock: the day it begins is used, the day it ends (``until``, where it is fixed) is not."""
    with db.write("case.pause", actor, now) as unit:
        step = _step(unit, actor, now, number, begins, reason)
        step.move(CaseAction.PAUSE, reason)
        end = until.isoformat() if until else None
        step.event(CaseEventKind.PAUSED, reason, pause=kind.value, evidence=evidence.strip(), until=end)
        return step.done()


def resume(db: Database, actor: Actor, now: datetime, number: str, *, on: date | None = None, reason: str = "") -> CaseFacts:
    """Let the clock run again from the day after."""
    with db.write("case.resume", actor, now) as unit:
        step = _step(unit, actor, now, number, on, reason)
        step.move(CaseAction.RESUME)
        step.event(CaseEventKind.RESUMED, reason)
        return step.done()


def extend(db: Database, actor: Actor, now: datetime, number: str, days: int, reason: str) -> CaseFacts:
    """Ask for an extension before expiry; the head approves it, and only then does the deadline move."""
    with db.write("case.extend", actor, now) as unit:
        step = _step(unit, actor, now, number)
        step.move(CaseAction.EXTEND, reason)
        case_clock.recompute(unit, step.case, step.today)
        rules.check_extension(step.on, step.case.deadline, days, profiles.of(unit).extension_most)
        ask_second(unit, step.case, SecondStep.EXTENSION, actor, now, reason, days=days)
        unit.add(
            Extension(case_id=step.case.id, asked_on=step.on, asked_by=actor.officer_id, days=days, reason=reason.strip(), state="asked")
        )
        step.event(CaseEventKind.EXTENSION_ASKED, reason, days=days)
        return step.done()


def approve(db: Database, actor: Actor, now: datetime, number: str, *, refused: bool = False, reason: str = "") -> CaseFacts:
    """Decide the oldest step of a case that waits for a second person; nobody approves what they asked for themselves."""
    with db.write("case.approve", actor, now) as unit:
        step = _step(unit, actor, now, number)
        waiting = queries.cases.pending_approvals(unit, f"cases:{step.case.id}")
        if not waiting:
            raise Refused("case.nothing_waits")
        approval = waiting[0]
        which = SecondStep(approval.step)
        rules.check_second_person(approval.asked_by, actor.officer_id, which)
        if refused and not reason.strip():
            raise Refused("case.reason_missing", field="reason", action=CaseAction.APPROVE)
        approval.state, approval.decided_by, approval.decided_at = "refused" if refused else "approved", actor.officer_id, now
        _APPROVED[which](step, approval.data, approval.reason, refused)
        return step.done()


def _extension_decided(step: Step, data: dict[str, Any], reason: str, refused: bool) -> None:
    extension = queries.cases.open_extension(step.unit, step.case.id)
    assert extension is not None
    extension.state = "refused" if refused else "approved"
    extension.approver_id, extension.approved_on = step.actor.officer_id, step.on
    kind = CaseEventKind.EXTENSION_REFUSED if refused else CaseEventKind.EXTENDED
    step.event(kind, reason, approver_id=step.actor.officer_id, days=data["days"])


def _notice_decided(step: Step, data: dict[str, Any], reason: str, refused: bool) -> None:
    if refused:
        step.event(CaseEventKind.APPROVED, reason, approver_id=step.actor.officer_id, step="notice_again", refused=True)
        return
    before = len(queries.cases.notices(step.unit, step.case.id))
    _issue_notice(step, data["missing"], reason, before + 1, step.actor.officer_id)


def _late_entry_decided(step: Step, _data: dict[str, Any], reason: str, refused: bool) -> None:
    step.event(CaseEventKind.APPROVED, reason, approver_id=step.actor.officer_id, step="late_entry", refused=refused)
    if refused:
        step.move(CaseAction.VOID, reason or "-")
        step.event(CaseEventKind.VOIDED, reason)


def _void_decided(step: Step, _data: dict[str, Any], reason: str, refused: bool) -> None:
    if not refused:
        step.move(CaseAction.VOID, reason)
        step.case.reason = reason
        step.event(CaseEventKind.VOIDED, reason, approver_id=step.actor.officer_id)


def _reopen_decided(step: Step, _data: dict[str, Any], reason: str, refused: bool) -> None:
    if not refused:
        step.move(CaseAction.REOPEN, reason)
        step.case.closed_on = step.case.closed_recorded_at = None
        step.event(CaseEventKind.REOPENED, reason, approver_id=step.actor.officer_id)


_APPROVED = {
    SecondStep.EXTENSION: _extension_decided,
    SecondStep.NOTICE_AGAIN: _notice_decided,
    SecondStep.LATE_ENTRY: _late_entry_decided,
    SecondStep.VOID: _void_decided,
    SecondStep.REOPEN: _reopen_decided,
}


def hand_over(db: Database, actor: Actor, now: datetime, number: str, to: str, reason: str = "") -> CaseFacts:
    """Offer a case to another officer; the responsible officer moves only when that one accepts (B3)."""
    with db.write("case.hand_over", actor, now) as unit:
        step = _step(unit, actor, now, number)
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
        step = _step(unit, actor, now, number)
        step.move(CaseAction.TAKE_OVER)
        offered = queries.cases.open_hand_over(unit, step.case.id)
        rules.check_take_over(offered.to_officer_id if offered else None, actor.officer_id or 0)
        assert offered is not None
        offered.state, offered.answered_at = "accepted", now
        step.event(CaseEventKind.TAKEN_OVER, offered.reason, before=step.case.officer_id)
        step.case.officer_id = actor.officer_id or 0
        return step.done()


def decide(db: Database, actor: Actor, now: datetime, number: str, outcome: str, *, on: date | None = None, reason: str = "") -> CaseFacts:
    """Record the decision; the result still has to reach the person."""
    with db.write("case.decide", actor, now) as unit:
        step = _step(unit, actor, now, number, on, reason)
        step.move(CaseAction.DECIDE)
        step.case.decided_on, step.case.outcome = step.on, outcome.strip()
        step.event(CaseEventKind.DECIDED, outcome)
        return step.done()


def close(
    db: Database, actor: Actor, now: datetime, number: str, outcome: str = "", *, on: date | None = None, reason: str = ""
) -> CaseFacts:
    """Close a case that was delivered; refused while a linked case is open (B23)."""
    with db.write("case.close", actor, now) as unit:
        step = _step(unit, actor, now, number, on, reason)
        rules.check_close(queries.cases.linked_open(unit, step.case))
        step.move(CaseAction.CLOSE)
        case = step.case
        case.decided_on = case.decided_on or step.on
        case.closed_on, case.closed_recorded_at = step.on, now
        case.outcome = outcome.strip() or case.outcome
        step.event(CaseEventKind.CLOSED, outcome)
        facts = step.done()
        leads.raise_if_overdue(unit, case, now)
        return facts


def withdraw(db: Database, actor: Actor, now: datetime, number: str, reason: str) -> CaseFacts:
    """The person takes the application back."""
    with db.write("case.withdraw", actor, now) as unit:
        step = _step(unit, actor, now, number)
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
        step = _step(unit, actor, now, number)
        rules.check_move(CaseState(step.case.state), action, reason)
        ask_second(unit, step.case, which, actor, now, reason)
        return step.done()


def authorise(db: Database, actor: Actor, now: datetime, number: str, on: date | None = None) -> CaseFacts:
    """Record the signed authorisation of a proxy case; without it the case cannot be accepted (B5)."""
    with db.write("case.proxy", actor, now) as unit:
        step = _step(unit, actor, now, number)
        step.move(CaseAction.PROXY)
        if on is not None and on > step.on:
            raise Refused("case.late_future", field="authorised_on", day=on.isoformat())
        step.case.proxy, step.case.authorised_on = True, on or step.on
        step.event(CaseEventKind.AUTHORISED)
        return step.done()


def hand_overs_lapsed(unit: Unit, now: datetime, actor: Actor) -> int:
    """Offers nobody took come back at the close of their day; one of the timed duties."""
    rows = [
        h
        for h in queries.cases.open_hand_overs_before(unit, now)
        if rules.hand_over_lapsed(business_date(h.offered_at), business_date(now))
    ]
    for offered in rows:
        offered.state, offered.answered_at = "lapsed", now
        event(unit, unit.get_one(Case, offered.case_id), CaseEventKind.HAND_OVER_LAPSED, actor, now)
    return len(rows)
