"""What time brings by itself: chasers before a deadline, a notice and an accountability lead after it, and who held the days.

Each product has the day it fell due, so it is the same whenever the duty runs and exactly one exists for each step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain import moves
from app.domain.calendar import ONE_DAY, Calendar
from app.domain.deadlines import ClockTerms
from app.domain.errors import NotAllowed, Refused
from app.domain.moves import lead


class LeadKind(StrEnum):
    """What an accountability lead is raised for (B7)."""

    OVERDUE = "overdue"
    LATE_EXTENSION = "late_extension"
    NOTICE_AGAIN = "notice_again"
    REFUSED_WITHOUT_REASON = "refused_without_reason"
    COMPLAINT_UNANSWERED = "complaint_unanswered"
    BAD_RATING_UNHANDLED = "bad_rating_unhandled"


class ChaserStep(StrEnum):
    """The steps of chasing a case: before its last day, and the day after it; and the notice that its last day is another one now."""

    BEFORE = "before"
    AFTER = "after"
    MOVED = "moved"


class LeadState(StrEnum):
    """How far a lead has come."""

    RAISED = "raised"
    STATED = "stated"
    DECIDED = "decided"
    CORRECTED = "corrected"
    CLOSED = "closed"


class LeadAction(StrEnum):
    """The officer states, the head decides, what was ordered is corrected, the head closes."""

    STATE = "state"
    DECIDE = "decide"
    CORRECT = "correct"
    CLOSE = "close"


class Measure(StrEnum):
    """What the head may decide."""

    NONE = "none"
    EDUCATION = "education"
    ORDER = "order"
    TALK = "talk"
    WRITTEN = "written"
    REFERRED = "referred"


LEAD_MOVES: dict[LeadAction, dict[LeadState, LeadState]] = {
    LeadAction.STATE: lead(LeadState.STATED, LeadState.RAISED),
    LeadAction.DECIDE: lead(LeadState.DECIDED, LeadState.RAISED, LeadState.STATED),
    LeadAction.CORRECT: lead(LeadState.CORRECTED, LeadState.DECIDED),
    LeadAction.CLOSE: lead(LeadState.CLOSED, LeadState.DECIDED, LeadState.CORRECTED),
}


class ProductKind(StrEnum):
    """What a timed duty makes."""

    CHASER = "chaser"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What a duty needs to know of a case with a clock. ``recorded_on`` is the day its acceptance was entered."""

    accepted_on: date
    recorded_on: date
    limit: int
    deadline: date
    closed_on: date | None = None
    standing: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Product:
    """One thing a duty makes: unique by kind, subject, step and the day it fell due."""

    due_on: date
    kind: ProductKind
    step: str


def products_due(facts: ClockFacts, calendar: Calendar, today: date) -> tuple[Product, ...]:
    """All that has fallen due up to and including ``today``, oldest first, whether or not a desk was on at the time."""
    found = [*_chaser(facts, calendar), *_after(facts)]
    return tuple(sorted(product for product in found if product.due_on <= today))


def not_overdue_any_more(fell_due_on: date, accepted_on: date | None, deadline: date | None) -> bool:
    """Whether the overdue lead of a day rests on a deadline of the same acceptance that is a later one since."""
    return accepted_on is not None and deadline is not None and accepted_on < fell_due_on <= deadline


def chaser_day(accepted: date, deadline: date, calendar: Calendar) -> date:
    """The last working day before the deadline; with a limit of one day that is the day of acceptance."""
    return max(accepted, calendar.last_working_before(deadline))


def _chaser(facts: ClockFacts, calendar: Calendar) -> Iterable[Product]:
    """None for what is finished on the spot, what waits, and what was closed or not yet recorded on that day."""
    due = chaser_day(facts.accepted_on, facts.deadline, calendar)
    needed = facts.limit and not facts.standing and facts.recorded_on <= due
    if needed and (facts.closed_on is None or facts.closed_on > due):
        yield Product(due, ProductKind.CHASER, ChaserStep.BEFORE)


def _after(facts: ClockFacts) -> Iterable[Product]:
    """The case was open when the day after its deadline began; a late entry that arrives overdue has its lead at once."""
    if facts.closed_on is None or facts.closed_on > facts.deadline:
        due = facts.deadline + ONE_DAY
        yield Product(due, ProductKind.CHASER, ChaserStep.AFTER)
        yield Product(due, ProductKind.LEAD, LeadKind.OVERDUE)


def overdue_lead(kind: LeadKind, due_on: date, done_on: date | None, today: date) -> Product | None:
    """The lead of anything else with a last day: a complaint without an answer, a bad rating without rectification."""
    late = today > due_on and (done_on is None or done_on > due_on)
    return Product(due_on + ONE_DAY, ProductKind.LEAD, kind) if late else None


def leads_of_act(asked_extension: date | None, deadline: date | None, notices: int, refusal_reason: str | None) -> tuple[LeadKind, ...]:
    """Leads raised by what was done rather than by time: extension after expiry, a second notice, refusal without a reason."""
    found = {
        LeadKind.LATE_EXTENSION: asked_extension is not None and deadline is not None and asked_extension > deadline,
        LeadKind.NOTICE_AGAIN: notices > 1,
        LeadKind.REFUSED_WITHOUT_REASON: refusal_reason is not None and says_nothing(refusal_reason),
    }
    return tuple(kind for kind, holds in found.items() if holds)


_EMPTY_WORDS = frozenset(
    ("无", "没有", "略", "其他", "同上", "见上", "不行", "不办", "不能办", "不给办", "拒绝", "不受理", "不予受理", "不能受理")
    + tuple(f"不符合{what}" for what in ("", "条件", "规定", "要求", "政策"))
)


def says_nothing(reason: str) -> bool:
    """Whether a refusal names no reason: nothing but signs, or words that only repeat that it is refused."""
    return "".join(filter(str.isalnum, reason)) in _EMPTY_WORDS | {""}


def check_text(text: str, action: LeadAction, field: str) -> None:
    """Each step of a lead says something."""
    if not text.strip():
        raise Refused("lead.text", field=field, action=action)


def check_measure(measure: Measure, correct_by: date | None, today: date) -> None:
    """An order to correct has its last day, not in the past; where nothing is pursued nothing is ordered."""
    if measure is Measure.ORDER and correct_by is None:
        raise Refused("lead.correct_by_missing", field="correct_by", measure=measure)
    if measure is Measure.NONE and correct_by is not None:
        raise Refused("lead.correct_by_needless", field="correct_by", measure=measure)
    if correct_by is not None and correct_by < today:
        raise Refused("lead.correct_by_past", field="correct_by", day=correct_by.isoformat())


def check_corrected(on: date, decided_on: date, today: date) -> None:
    """What was ordered is corrected after the order and not in the time to come."""
    if not decided_on <= on <= today:
        raise Refused("lead.corrected_day", field="on", day=on.isoformat(), decided=decided_on.isoformat())


def check_filed(state: LeadState, correct_by: date | None) -> None:
    """A lead with an order is closed after its correction only."""
    if state is LeadState.DECIDED and correct_by is not None:
        raise Refused("lead.uncorrected", field="closing", day=correct_by.isoformat())


def check_lead(state: LeadState, action: LeadAction) -> LeadState:
    """The state after ``action``, or a refusal."""
    return moves.moved(LEAD_MOVES, state, action, "lead.move")


def check_decider(officer: int, decider: int) -> None:
    """Nobody decides on their own lead."""
    if officer == decider:
        raise NotAllowed("lead.own", field="decided_by")


@dataclass(frozen=True, slots=True)
class TakenOver:
    """A hand-over that was accepted: on which day, from whom, by whom."""

    on: date
    before: int
    after: int


def holder_at(now_held_by: int, taken: Iterable[TakenOver], day: date) -> int:
    """Who held a case at the close of a day; ``taken`` are all its hand-overs in the order they were accepted."""
    known = sorted(taken, key=lambda one: one.on)
    earlier = [one.after for one in known if one.on <= day]
    later = [one.before for one in known if one.on > day]
    return (earlier[-1:] + later[:1] + [now_held_by])[0]


@dataclass(frozen=True, slots=True)
class HeldDays:
    """Elapsed working days of a case: by the officer who held it at the close of each, and those on which the clock stood."""

    by_officer: Counter[int]
    paused: int


def held_days(terms: ClockTerms, until: date, first: int, hand_overs: Iterable[tuple[date, int]], calendar: Calendar) -> HeldDays:
    """Attribute every working day after acceptance up to ``until``; ``hand_overs`` are (day accepted, new holder) in order."""
    moved = sorted(hand_overs, key=lambda one: one[0])
    by_officer: Counter[int] = Counter()
    paused = 0
    day = terms.accepted
    while (day := calendar.next_working_day(day)) <= until:
        if any(pause.takes_out(day) for pause in terms.pauses):
            paused += 1
        else:
            by_officer[_holder(first, moved, day)] += 1
    return HeldDays(by_officer, paused)


def _holder(first: int, moved: list[tuple[date, int]], day: date) -> int:
    holder = first
    for on, officer in moved:
        if on <= day:
            holder = officer
    return holder
