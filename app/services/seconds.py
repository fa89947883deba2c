"""What waits for a second person (待上级确认) beside the cases: seen, decided by own account or by a signed slip, and then done.

The step was prepared by whoever asked; the second person's yes does it, as the records stand then, and a no drops it with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.actions import may
from app.domain.actor import Actor
from app.domain.clock import business_date
from app.domain.errors import NotFound, Overtaken, Refused
from app.domain.late_entries import LateKind, LateState, unpacked
from app.domain.second_person import SecondPerson, SecondStep, SignedSlip
from app.services import (
    case_acts,
    case_seconds,
    case_slips,
    complaints,
    hires,
    household_ends,
    households,
    jobs,
    late_entries,
    prepared,
    profiles,
    visits,
)
from app.services.attachments import Incoming
from app.services.hires import HireForm, ReferralForm
from app.services.households import ClearForm, ExitForm, RecogniseForm
from app.services.jobs import JobForm
from app.services.late_entries import Whose
from app.services.officers import actor_of
from app.services.prepared import Verdict
from app.services.visits import VisitForm
from db import queries
from db.models import Approval, Case, Officer
from db.uow import Database, ReadSession, Unit

PAGE = 200


@dataclass(frozen=True, slots=True)
class SecondLine:
    """A step that waits: what, of whom, who asked and why. ``late`` is the kind of a late entry, ``case`` the number of its case.

    ``mine``: who looks may decide it by own account; ``paper``: a signed slip may. ``data`` is what was prepared.
    """

    id: int
    step: SecondStep
    late: LateKind | None
    day: date | None
    whom: str
    case: str
    item: str
    record: str
    asker: str
    asked_at: datetime
    reason: str
    who: SecondPerson
    mine: bool
    paper: bool
    data: dict[str, Any]
    state: LateState = LateState.ASKED
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    attachment_id: int | None = None
    """The signed slip, where the decision stands on paper."""


def waiting(db: Database, actor: Actor, now: datetime, limit: int = PAGE) -> tuple[SecondLine, ...]:
    """Everything of the station that waits for its second person, the oldest first."""
    with db.read("late.read", actor) as session:
        return _lines(session, actor, now, queries.seconds.waiting(session, limit))


def decided(db: Database, actor: Actor, now: datetime, before: int | None = None, limit: int = PAGE) -> tuple[SecondLine, ...]:
    """Everything that was confirmed, disagreed with or needs nobody any more, the newest first; ``before`` is the id to go on behind."""
    with db.read("late.read", actor) as session:
        return _lines(session, actor, now, queries.seconds.decided(session, before, limit))


def show(db: Database, actor: Actor, now: datetime, approval_id: int) -> SecondLine:
    """One step that waits."""
    with db.read("late.read", actor) as session:
        return _lines(session, actor, now, [_open(session, approval_id)])[0]


def of_records(db: Database, actor: Actor, now: datetime, records: Sequence[str]) -> tuple[SecondLine, ...]:
    """What waits of some records."""
    with db.read("late.read", actor) as session:
        return _lines(session, actor, now, [row for record in records for row in queries.cases.pending_approvals(session, record)])


def of_person(db: Database, actor: Actor, now: datetime, person_id: int) -> tuple[SecondLine, ...]:
    """What waits of a person and of the household the person belongs to."""
    with db.read("late.read", actor) as session:
        home = queries.households.household_of(session, person_id)
        records = [f"person:{person_id}", *([f"household:{home.id}"] if home else [])]
        return _lines(session, actor, now, [row for record in records for row in queries.cases.pending_approvals(session, record)])


def direct(db: Database, actor: Actor) -> frozenset[SecondStep]:
    """The decisions this officer may take at once by own account, as the profile has it."""
    with db.read("late.read", actor) as session:
        return case_seconds.direct(session, actor)


def _lines(session: ReadSession, actor: Actor, now: datetime, rows: Any) -> tuple[SecondLine, ...]:
    if not rows:
        return ()
    profile, team, whose = profiles.of(session), case_seconds.staff(session, business_date(now)), Whose(session, rows)
    return tuple(_line(actor, row, whose, case_seconds.Team(profile, team)) for row in rows)


def _line(actor: Actor, row: Approval, whose: Whose, team: case_seconds.Team) -> SecondLine:
    step, case = SecondStep(row.step), whose.case(row)
    day, open_ = row.data.get("day") or row.data.get("on"), row.state == LateState.ASKED
    return SecondLine(
        row.id,
        step,
        late_entries.kind_of(row) if step is SecondStep.LATE_ENTRY else None,
        date.fromisoformat(day) if day else None,
        whose.whom(row),
        case.number if case else "",
        case.item_name if case else "",
        row.record,
        whose.officers.get(row.asked_by, ""),
        row.asked_at,
        row.reason,
        case_seconds.needed(team.profile, row),
        open_ and case_seconds.may_confirm(team.profile, actor, row),
        open_ and case_seconds.on_paper(team.profile, team.staff, row) and may(actor, "second.slip"),
        row.data,
        LateState(row.state),
        case_seconds.signed_words(row if row.signer_name else None) or whose.officers.get(row.decided_by or 0, ""),
        row.decided_at,
        row.attachment_id,
    )


# decided


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a step: its state, and the record that was made of a late entry."""

    id: int
    step: SecondStep
    state: str
    record: str


def approve(db: Database, actor: Actor, now: datetime, approval_id: int, *, refused: bool = False, reason: str = "") -> Decided:
    """Decide a step by own account; none of those it concerns may."""
    number = _case_of(db, actor, approval_id, "second.approve")
    if number:
        case_acts.approve(db, actor, now, number, refused=refused, reason=reason, approval_id=approval_id)
        return _of_case(db, actor, approval_id)
    with db.write("second.approve", actor, now) as unit:
        row = _held(unit, approval_id)
        case_seconds.check_account(unit, actor, row)
        return _settle(unit, actor, now, row, Verdict(refused, reason.strip(), actor.officer_id))


def sign(
    db: Database,
    actor: Actor,
    now: datetime,
    approval_id: int,
    slip: SignedSlip,
    *,
    refused: bool = False,
    reason: str = "",
    scan: Incoming | None = None,
) -> Decided:
    """Decide a step as the signed slip says, its scan kept with the decision; the one who asked may record it, and never sign it."""
    number = _case_of(db, actor, approval_id, "second.slip")
    if number:
        case_slips.decide(db, actor, now, number, slip, refused=refused, reason=reason, approval_id=approval_id, scan=scan)
        return _of_case(db, actor, approval_id)
    with db.write("second.slip", actor, now) as unit:
        row = _held(unit, approval_id)
        case_seconds.check_paper(unit, row, business_date(now))
        case_slips.sign(unit, actor, now, row, slip, f"approval:{row.id}", scan)
        return _settle(unit, actor, now, row, Verdict(refused, reason.strip(), None))


def _open(session: ReadSession | Unit, approval_id: int, *, lock: bool = False) -> Approval:
    row = queries.seconds.by_id(session, approval_id, lock=lock)
    if row is None:
        raise NotFound("second.unknown", field="id", id=approval_id)
    if row.state != "asked":
        raise Overtaken("second.decided", field="id", state=LateState(row.state))
    return row


def _held(unit: Unit, approval_id: int) -> Approval:
    """A step that waits, held; where somebody else has decided it meanwhile, the second is told who."""
    unit.about(f"approval:{approval_id}")
    return _open(unit, approval_id, lock=True)


def _case_of(db: Database, actor: Actor, approval_id: int, action: str) -> str:
    """The number of the case a step is of, empty for any other record."""
    with db.read(action, actor) as session:
        row = queries.seconds.by_id(session, approval_id)
        kind, _, key = row.record.partition(":") if row is not None else ("", "", "")
        return session.get_one(Case, int(key)).number if kind == "cases" else ""


def _of_case(db: Database, actor: Actor, approval_id: int) -> Decided:
    with db.read("late.read", actor) as session:
        row = queries.seconds.by_id(session, approval_id)
        assert row is not None, "a step is never removed"
        return Decided(row.id, SecondStep(row.step), row.state, row.record)


def _settle(unit: Unit, actor: Actor, now: datetime, row: Approval, said: Verdict) -> Decided:
    if said.refused and not said.words:
        raise Refused("second.reason", field="reason")
    if not said.refused:
        _do(unit, now, row, said)
    elif row.data.get("late") == LateKind.COMPLAINT:  # it stands already, and only its day is not agreed with
        complaints.received_when_recorded(unit, row.data["complaint"])
    row.state, row.decided_by, row.decided_at = "refused" if said.refused else "approved", actor.officer_id, now
    row.data = {name: value for name, value in row.data.items() if name != "form"} | ({"answer": said.words} if said.words else {})
    unit.flush()
    return Decided(row.id, SecondStep(row.step), row.state, row.record)


def _do(unit: Unit, now: datetime, row: Approval, said: Verdict) -> None:
    """Do what was confirmed; a late entry is entered now, on its own day, by the officer who asked."""
    step = SecondStep(row.step)
    if step is not SecondStep.LATE_ENTRY:
        prepared.DO[step](unit, now, row, said)
        return
    asker, kind = actor_of(unit.get_one(Officer, row.asked_by)), late_entries.kind_of(row)
    row.record = _LATE[kind](unit, asker, now, row.data)
    row.data = row.data | late_entries.facts(unit, kind, date.fromisoformat(row.data["day"]))


def _visit(unit: Unit, asker: Actor, now: datetime, data: dict[str, Any]) -> str:
    return f"visit:{visits.enter(unit, asker, now, unpacked(VisitForm, data['form'])).id}"


def _hire(unit: Unit, asker: Actor, now: datetime, data: dict[str, Any]) -> str:
    return f"hire:{hires.enter(unit, asker, now, unpacked(HireForm, data['form'])).id}"


def _recognition(unit: Unit, asker: Actor, now: datetime, data: dict[str, Any]) -> str:
    return f"zero_employment_record:{households.enter(unit, asker, now, unpacked(RecogniseForm, data['form'])).id}"


def _clearing(unit: Unit, asker: Actor, now: datetime, data: dict[str, Any]) -> str:
    form = unpacked(ClearForm, data["form"])
    return f"zero_employment_record:{household_ends.enter_clearing(unit, asker, now, data['household'], form).id}"


def _referral(unit: Unit, asker: Actor, now: datetime, data: dict[str, Any]) -> str:
    return f"referral:{hires.enter_referral(unit, asker, now, unpacked(ReferralForm, data['form'])).id}"


def _job(unit: Unit, _asker: Actor, now: datetime, data: dict[str, Any]) -> str:
    return f"job:{jobs.enter(unit, now, unpacked(JobForm, data['form'])).id}"


def _exit(unit: Unit, _asker: Actor, now: datetime, data: dict[str, Any]) -> str:
    return f"zero_employment_record:{household_ends.enter_exit(unit, now, data['household'], unpacked(ExitForm, data['form'])).id}"


def _complaint(_unit: Unit, _asker: Actor, _now: datetime, data: dict[str, Any]) -> str:
    """It stands already."""
    return f"complaint:{data['complaint']}"


_LATE: dict[LateKind, Callable[[Unit, Actor, datetime, dict[str, Any]], str]] = {
    LateKind.VISIT: _visit,
    LateKind.HIRE: _hire,
    LateKind.RECOGNITION: _recognition,
    LateKind.CLEARING: _clearing,
    LateKind.REFERRAL: _referral,
    LateKind.JOB: _job,
    LateKind.EXIT: _exit,
    LateKind.COMPLAINT: _complaint,
}
