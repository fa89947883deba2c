"""Accountability leads (B7): raised by themselves, answered by the officer they name, decided, corrected and closed by somebody else.

Each names who was responsible at the time, not who holds the case when the duty runs, and the rule that was broken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import accountability as rules
from app.domain.accountability import LeadAction, LeadKind, LeadState, Measure
from app.domain.actions import may
from app.domain.actor import Actor
from app.domain.calendar import ONE_DAY
from app.domain.clock import business_date
from app.domain.errors import NotAllowed, NotFound
from app.domain.second_person import SecondStep
from app.services import case_seconds
from app.services.case_clock import holder_of
from app.services.case_seconds import signed_words
from app.texts import t
from app.texts.cases import LEAD_RULES
from db import queries
from db.models import AccountabilityRecord, Approval, Case
from db.once import insert_once
from db.uow import Database, ReadSession, Unit

PAST_A_DEADLINE = frozenset({LeadKind.OVERDUE, LeadKind.LATE_EXTENSION})
"""These fall due on the day after a deadline: who held the case at the close of the deadline answers for them."""


@dataclass(frozen=True, slots=True)
class LeadLine:
    """A lead with all its steps; ``possible`` is what who looks may do with it now."""

    id: int
    kind: str
    rule: str
    record: str
    case_id: int | None
    officer_id: int
    fell_due_on: date
    written_at: datetime
    state: str
    officer: str = ""
    case: str = ""
    item: str = ""
    statement: str = ""
    stated_at: datetime | None = None
    measure: str = ""
    decision: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    correct_by: date | None = None
    correction: str = ""
    corrected_on: date | None = None
    closing: str = ""
    closed_by: str = ""
    closed_on: date | None = None
    possible: tuple[LeadAction, ...] = ()
    moved_to: date | None = None
    """The deadline that the case has now, where a lead for being overdue rests on an earlier one and is none any more."""
    waiting: SecondStep | None = None
    """What of it waits for a second person (待上级确认)."""


# raised


def raise_lead(unit: Unit, kind: LeadKind, case: Case, due: date, now: datetime) -> bool:
    """One lead for one case, kind and day; False when it is already there."""
    held_on = due - ONE_DAY if kind in PAST_A_DEADLINE else due
    return raise_for(unit, kind, f"cases:{case.id}", case.id, holder_of(unit, case, held_on), due, now)


def raise_for(unit: Unit, kind: LeadKind, record: str, case_id: int | None, officer_id: int | None, due: date, now: datetime) -> bool:
    """The same for any record; without an officer the head of the station answers."""
    return insert_once(
        unit,
        AccountabilityRecord,
        kind=kind.value,
        record=record,
        case_id=case_id,
        officer_id=officer_id or queries.duties.chief(unit, due),
        rule=t(LEAD_RULES[kind]),
        fell_due_on=due,
        written_at=now,
        state=LeadState.RAISED.value,
    )


def raise_if_overdue(unit: Unit, case: Case, now: datetime) -> bool:
    """The overdue lead of a case whose deadline has passed: on the day after it, whenever that comes to light."""
    if case.accepted_on is None or (case.closed_on or business_date(now)) <= case.deadline:
        return False
    return raise_lead(unit, LeadKind.OVERDUE, case, case.deadline + ONE_DAY, now)


# answered


def state(db: Database, actor: Actor, now: datetime, lead_id: int, statement: str) -> LeadLine:
    """The statement of the officer it names."""

    def act(_unit: Unit, lead: AccountabilityRecord) -> None:
        if lead.officer_id != actor.officer_id:
            raise NotAllowed("lead.not_yours", field="statement")
        rules.check_text(statement, LeadAction.STATE, "statement")
        lead.statement, lead.stated_at = statement.strip(), now

    return _step(db, actor, now, lead_id, LeadAction.STATE, act)


def decide(
    db: Database, actor: Actor, now: datetime, lead_id: int, measure: Measure, decision: str, *, correct_by: date | None = None
) -> LeadLine:
    """The decision of the head or the county, with its measure and, for an order, the last day of the correction."""

    def act(unit: Unit, lead: AccountabilityRecord) -> None:
        rules.check_decider(lead.officer_id, actor.officer_id or 0)
        case_seconds.check_direct(unit, actor, now, SecondStep.LEAD, f"lead:{lead.id}")
        put_decision(lead, now, Ruling(measure, decision, correct_by), actor.officer_id)

    return _step(db, actor, now, lead_id, LeadAction.DECIDE, act)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided about a lead: the measure, its words, and the last day of a correction."""

    measure: Measure
    decision: str
    correct_by: date | None = None


def check_ruling(ruling: Ruling, today: date) -> None:
    """It says something, and an order has its last day."""
    rules.check_text(ruling.decision, LeadAction.DECIDE, "decision")
    rules.check_measure(ruling.measure, ruling.correct_by, today)


def put_decision(lead: AccountabilityRecord, now: datetime, ruling: Ruling, by: int | None) -> None:
    """The decision itself; ``by`` is None where it was signed on paper by somebody without an account."""
    check_ruling(ruling, business_date(now))
    lead.measure, lead.decision, lead.correct_by = ruling.measure.value, ruling.decision.strip(), ruling.correct_by
    lead.decided_by, lead.decided_at = by, now


def correct(db: Database, actor: Actor, now: datetime, lead_id: int, correction: str, *, on: date | None = None) -> LeadLine:
    """What was done about it, by the officer it names or by who decides where that one has left."""

    def act(unit: Unit, lead: AccountabilityRecord) -> None:
        if lead.officer_id != actor.officer_id and not sees_all(unit, actor):
            raise NotAllowed("lead.not_yours", field="correction")
        rules.check_text(correction, LeadAction.CORRECT, "correction")
        day, today = on or business_date(now), business_date(now)
        rules.check_corrected(day, business_date(lead.decided_at or now), today)
        lead.correction, lead.corrected_on, lead.corrected_at = correction.strip(), day, now

    return _step(db, actor, now, lead_id, LeadAction.CORRECT, act)


def close(db: Database, actor: Actor, now: datetime, lead_id: int, closing: str = "") -> LeadLine:
    """File a lead that was decided, and corrected where that was ordered."""

    def act(unit: Unit, lead: AccountabilityRecord) -> None:
        rules.check_decider(lead.officer_id, actor.officer_id or 0)
        case_seconds.check_direct(unit, actor, now, SecondStep.LEAD_CLOSE, f"lead:{lead.id}")
        put_closing(lead, now, closing, actor.officer_id)

    return _step(db, actor, now, lead_id, LeadAction.CLOSE, act)


def put_closing(lead: AccountabilityRecord, now: datetime, closing: str, by: int | None) -> None:
    """The closing itself; ``by`` as with the decision."""
    rules.check_filed(LeadState(lead.state), lead.correct_by)
    lead.closing, lead.closed_by, lead.closed_at = closing.strip(), by, now
    lead.closed_on = business_date(now)


def moved(unit: Unit, lead_id: int, action: LeadAction, act: Callable[[Unit, AccountabilityRecord], None]) -> AccountabilityRecord:
    """One step of a lead inside a unit of work: its table first, then what the step asks for."""
    lead, after = movable(unit, lead_id, action)
    act(unit, lead)
    lead.state = after.value
    unit.flush()
    return lead


def movable(unit: Unit, lead_id: int, action: LeadAction) -> tuple[AccountabilityRecord, LeadState]:
    """The lead, held, and its state after the step."""
    lead = queries.cases.lead(unit, lead_id, lock=True)
    if lead is None:
        raise NotFound("lead.unknown", field="id", id=lead_id)
    unit.about(lead)
    return lead, rules.check_lead(LeadState(lead.state), action)


def _step(
    db: Database, actor: Actor, now: datetime, lead_id: int, action: LeadAction, act: Callable[[Unit, AccountabilityRecord], None]
) -> LeadLine:
    """One step of a lead that nobody else moves meanwhile: its table first, then what the step asks for."""
    with db.write(f"lead.{action.value}", actor, now) as unit:
        moved(unit, lead_id, action, act)
        return _lines(unit, queries.cases.lead_lines(unit, lead_id=lead_id), actor)[0]


# looked at


def sees_all(session: ReadSession | Unit, actor: Actor) -> bool:
    """Who sees the leads of others: the head, the county, and whom the profile lets decide on them."""
    return may(actor, "lead.all") or SecondStep.LEAD in case_seconds.direct(session, actor)


def listing(db: Database, actor: Actor, *, open_only: bool = True, limit: int = 200) -> tuple[LeadLine, ...]:
    """Leads, newest first: all of them for who decides, their own for everybody else."""
    with db.read("case.read", actor) as session:
        own = None if sees_all(session, actor) else actor.officer_id or 0
        return _lines(session, queries.cases.lead_lines(session, open_only=open_only, officer_id=own, limit=limit), actor)


def show(db: Database, actor: Actor, lead_id: int) -> LeadLine:
    """One lead, for the officer it names and for who decides."""
    with db.read("case.read", actor) as session:
        rows = queries.cases.lead_lines(session, lead_id=lead_id)
        if not rows:
            raise NotFound("lead.unknown", field="id", id=lead_id)
        if rows[0].officer_id != actor.officer_id and not sees_all(session, actor):
            raise NotAllowed("lead.not_yours", field="id")
        return _lines(session, rows, actor)[0]


_FIELDS = (
    *("id", "kind", "rule", "record", "case_id", "officer_id", "fell_due_on", "written_at", "state", "officer", "case", "item"),
    *("statement", "stated_at", "measure", "decision", "decided_by", "decided_at", "correct_by", "correction", "corrected_on"),
    *("closing", "closed_by", "closed_on"),
)


@dataclass(frozen=True, slots=True)
class _Eyes:
    """Who looks, what the profile lets them decide, and what waits or was signed of the leads that are looked at."""

    actor: Actor
    all: bool
    direct: frozenset[SecondStep]
    waiting: Mapping[str, SecondStep]
    signed: Mapping[SecondStep, Mapping[str, Approval]]


def _lines(session: ReadSession | Unit, rows: Sequence[Any], actor: Actor) -> tuple[LeadLine, ...]:
    records = [f"lead:{row.id}" for row in rows]
    signed = {step: queries.seconds.signed(session, records, step.value) for step in (SecondStep.LEAD, SecondStep.LEAD_CLOSE)}
    direct, waiting = case_seconds.direct(session, actor), case_seconds.waiting_of(session, records)
    eyes = _Eyes(actor, sees_all(session, actor), direct, waiting, signed)
    return tuple(_line(row, eyes) for row in rows)


def _line(row: Any, eyes: _Eyes) -> LeadLine:
    facts, record = {name: getattr(row, name) for name in _FIELDS}, f"lead:{row.id}"
    texts = {name: facts[name] or "" for name in ("officer", "case", "item", "decided_by", "closed_by")}
    for name, at, step in (("decided_by", "decided_at", SecondStep.LEAD), ("closed_by", "closed_on", SecondStep.LEAD_CLOSE)):
        if facts[at] is not None and not texts[name]:
            texts[name] = signed_words(eyes.signed[step].get(record))
    none = row.kind == LeadKind.OVERDUE and rules.not_overdue_any_more(row.fell_due_on, row.accepted_on, row.deadline)
    moved_to, waiting = row.deadline if none else None, eyes.waiting.get(record)
    return LeadLine(**facts | texts, possible=_possible(row, eyes), moved_to=moved_to, waiting=waiting)


_DECIDES = {LeadAction.DECIDE: SecondStep.LEAD, LeadAction.CLOSE: SecondStep.LEAD_CLOSE}


def _possible(row: Any, eyes: _Eyes) -> tuple[LeadAction, ...]:
    """What the table allows now and this officer may do: the own statement and correction, a decision on somebody else's lead."""
    own = row.officer_id == eyes.actor.officer_id
    mine = {LeadAction.STATE: own, LeadAction.CORRECT: own or eyes.all}
    mine |= {action: not own and step in eyes.direct for action, step in _DECIDES.items()}
    found = (action for action in LeadAction if LeadState(row.state) in rules.LEAD_MOVES[action])
    blocked = LeadAction.CLOSE if row.state == LeadState.DECIDED and row.correct_by is not None else None
    return tuple(one for one in found if one is not blocked and may(eyes.actor, f"lead.{one}") and mine[one])
