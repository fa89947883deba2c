"""A case from receipt to closing: its states, who may do what and when, late entry, and the replay of its events to a clock.

The five institutional systems (004 (三)): first inquiry, one-time notice, proxy handling, time limits, accountability.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.domain import moves
from app.domain.calendar import Calendar
from app.domain.deadlines import ClockTerms, Pause, PauseKind, SupplementRule
from app.domain.errors import NotAllowed, NotFound, Overtaken, Refused
from app.domain.moves import lead, stay
from app.domain.second_person import SecondStep


class CaseState(StrEnum):
    """Where a case stands. ``ACCEPTED`` is in hand with its clock running; ``CLOSED`` is delivered."""

    RECEIVED = "received"
    NOTICED = "noticed"
    ACCEPTED = "accepted"
    PAUSED = "paused"
    DECIDED = "decided"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    VOID = "void"


class CaseAction(StrEnum):
    """What an officer does to a case; the action code of the audit trail is ``case.`` and the value."""

    NOTICE = "notice"
    MATERIAL = "material"
    LATER = "later"
    PROXY = "proxy"
    ACCEPT = "accept"
    REFUSE = "refuse"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    DECIDE = "decide"
    CLOSE = "close"
    HAND_OVER = "hand_over"
    TAKE_OVER = "take_over"
    APPROVE = "approve"
    ATTACH = "attach"
    WITHDRAW = "withdraw"
    VOID = "void"
    REOPEN = "reopen"


_R, _N, _A, _P, _D = CaseState.RECEIVED, CaseState.NOTICED, CaseState.ACCEPTED, CaseState.PAUSED, CaseState.DECIDED
_C, _X, _W = CaseState.CLOSED, CaseState.REFUSED, CaseState.WITHDRAWN

CASE_MOVES: dict[CaseAction, dict[CaseState, CaseState]] = {
    # a notice after acceptance asks for a pause of its own: the clock runs until that is confirmed
    CaseAction.NOTICE: {_R: _N, _N: _N, _A: _A},
    # what was accepted as missing may come after the closing, where its last day lies behind it
    CaseAction.MATERIAL: stay(_R, _N, _A, _P, _D, _C),
    CaseAction.LATER: stay(_A, _P, _D, _C),
    CaseAction.PROXY: stay(_R, _N, _A, _P),
    CaseAction.ACCEPT: lead(_A, _R, _N),
    CaseAction.REFUSE: lead(_X, _R, _N),
    CaseAction.PAUSE: lead(_P, _A),
    CaseAction.RESUME: lead(_A, _P),
    CaseAction.EXTEND: stay(_A, _P),
    CaseAction.DECIDE: lead(_D, _A),
    CaseAction.CLOSE: lead(_C, _A, _D),
    CaseAction.HAND_OVER: stay(_R, _N, _A, _P, _D),
    CaseAction.TAKE_OVER: stay(_R, _N, _A, _P, _D),
    CaseAction.APPROVE: stay(_R, _N, _A, _P, _D, _C, _X, _W),
    CaseAction.ATTACH: stay(_R, _N, _A, _P, _D, _C, _X, _W),
    CaseAction.WITHDRAW: lead(_W, _R, _N, _A, _P),
    CaseAction.VOID: lead(CaseState.VOID, _R, _N, _A, _P, _D, _C, _X, _W),
    CaseAction.REOPEN: {_C: _A, _X: _R, _W: _R},
}

OPEN_CASE = frozenset({_R, _N, _A, _P, _D})
CLOCK_RUNS = frozenset({_A, _P, _D})
"""States in which a deadline can still pass: a result that is ready but not delivered is late as well."""

_NEEDS_REASON = frozenset(
    {CaseAction.REFUSE, CaseAction.PAUSE, CaseAction.EXTEND, CaseAction.LATER} | {CaseAction.WITHDRAW, CaseAction.VOID, CaseAction.REOPEN}
)


class CaseEventKind(StrEnum):
    """The kinds of a case's event rows."""

    RECEIVED = "received"
    LATE_ENTRY = "late_entry"
    NOTICED = "noticed"
    NOTICE_SIGNED = "notice_signed"
    MATERIAL = "material"
    LATER = "later"
    AUTHORISED = "authorised"
    PROXY = "proxy"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    PAUSED = "paused"
    RESUMED = "resumed"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    EXTENSION_REFUSED = "extension_refused"
    EXTENSION_TOLD = "extension_told"
    HAND_OVER_OFFERED = "hand_over_offered"
    HAND_OVER_LAPSED = "hand_over_lapsed"
    TAKEN_OVER = "taken_over"
    APPROVED = "approved"
    APPROVAL_LAPSED = "approval_lapsed"
    ATTACHED = "attached"
    PRINTED = "printed"
    CHASED = "chased"
    CHASER_WITHDRAWN = "chaser_withdrawn"
    DEADLINE_MOVED = "deadline_moved"
    DECIDED = "decided"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


def check_move(state: CaseState, action: CaseAction, reason: str = "") -> CaseState:
    """The state after ``action``; refused with a sentence, also where the action needs a ``reason`` and has none.

    What a page may offer is ``moves.allowed(CASE_MOVES, state)``.
    """
    after = moves.moved(CASE_MOVES, state, action, "case.move")
    if action in _NEEDS_REASON and not reason.strip():
        raise Refused("case.reason_missing", field="reason", action=action)
    return after


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """What an event row says to the clock: acceptance, a pause (``until`` when its end is fixed), its end, granted days, closing.

    ``back``: the machine's clock had been set back when it was recorded, so its date says nothing of the order.
    """

    kind: CaseEventKind
    on: date
    seq: int = 0
    pause: PauseKind = PauseKind.SUPPLEMENT
    until: date | None = None
    days: int = 0
    back: bool = False


def replay(events: Iterable[ClockEvent], limit: int, rule: SupplementRule) -> ClockTerms | None:
    """The terms of the deadline from the event rows in any order; None while nothing is accepted. Sequence decides within a day.

    The last acceptance counts: what was withdrawn and is accepted anew begins anew. Whatever rows there are, the terms hold: a clock
    stands or runs, so pauses never overlap and none begins before acceptance.
    """
    written = sorted(events, key=lambda event: event.seq)
    begun = max((place for place, event in enumerate(written) if event.kind is CaseEventKind.ACCEPTED), default=None)
    if begun is None:
        return None
    accepted = written[begun].on
    ordered = sorted(_in_order(written[begun:]), key=lambda event: (event.on, event.seq))
    extension = sum(event.days for event in ordered if event.kind is CaseEventKind.EXTENDED)
    return ClockTerms(accepted, limit, tuple(_pauses(ordered)), rule, extension)


def _in_order(written: Sequence[ClockEvent]) -> Iterator[ClockEvent]:
    """Rows that a clock set back dated too early count from the day of the row before them; nothing lies before acceptance."""
    accepted = latest = written[0].on
    for event in written:
        on = max(event.on, latest if event.back else accepted)
        yield replace(event, on=on)
        latest = max(latest, on)


_BEGINS = {CaseEventKind.PAUSED, CaseEventKind.CLOSED}
_ENDS = {CaseEventKind.RESUMED: CaseEventKind.PAUSED, CaseEventKind.REOPENED: CaseEventKind.CLOSED}


def _pauses(ordered: Iterable[ClockEvent]) -> Iterator[Pause]:
    """Pauses from begin and end rows, one standing at a time: the next one takes over from it. A case that stays closed does not pause."""
    standing: ClockEvent | None = None
    for event in ordered:
        ends = standing is not None and _ENDS.get(event.kind) is standing.kind
        if standing is not None and (ends or event.kind in _BEGINS):
            yield _pause(standing, event.on)
        standing = event if event.kind in _BEGINS else None if ends else standing
    if standing is not None and standing.kind is CaseEventKind.PAUSED:
        yield _pause(standing, None)


def _pause(event: ClockEvent, ended: date | None) -> Pause:
    """The earlier of a fixed end and a recorded one counts."""
    end = min((day for day in (ended, event.until) if day), default=None)
    kind = event.pause if event.kind is CaseEventKind.PAUSED else PauseKind.CLOSED
    return Pause(event.on, end and max(end, event.on), kind)


def notice_due(received: date, calendar: Calendar, days: int = 5) -> date:
    """The last day on which missing material can be told; later the case counts as accepted from the day received."""
    return calendar.add_working_days(received, days)


def clock_start(received: date, noticed: date | None, accepted: date, calendar: Calendar, days: int = 5) -> date:
    """The day from which the clock runs: acceptance, or receipt when ``days`` went by without notice or acceptance."""
    due = notice_due(received, calendar, days)
    told_in_time = noticed is not None and noticed <= due
    return accepted if accepted <= due or told_in_time else received


def check_notice(
    missing: Sequence[str], listed: Iterable[str], given_before: int, reason: str, approver: int | None, others: Sequence[str] = ()
) -> None:
    """Everything missing at once, of the item's own list, and ``others`` in words; a second notice only with a reason and the head (B4)."""
    if not missing and not others:
        raise Refused("case.notice_empty", field="missing")
    unknown = tuple(name for name in missing if name not in set(listed))
    if unknown:
        raise Refused("case.material_unknown", field="missing", materials=unknown)
    if given_before and not reason.strip():
        raise Refused("case.notice_again_reason", field="reason", before=given_before)
    if given_before and approver is None:
        raise Refused("case.notice_again_approval", field="approver", before=given_before)


def check_extension(on: date, deadline: date, days: int, most: int, granted: int = 0) -> None:
    """An extension is asked for and approved before expiry (the last day itself is), all together within ``most`` working days."""
    if on > deadline:
        raise Refused("case.extension_late", field="days", deadline=deadline.isoformat())
    if granted >= most:
        raise Refused("case.extension_used", field="days", granted=granted, most=most)
    if not 1 <= days <= most - granted:
        raise Refused("case.extension_days", field="days", days=days, most=most - granted)


def check_told(day: date, approved: date, today: date, how: str) -> None:
    """The applicant is told after the approval, not tomorrow, and it is written down how."""
    if not approved <= day <= today:
        raise Refused("case.told_day", field="told_on", day=day.isoformat(), approved=approved.isoformat())
    if not how.strip():
        raise Refused("case.told_how", field="how")


def check_pause(begins: date, until: date | None) -> None:
    """A pause whose end is fixed ends on the day it begins or later."""
    if until is not None and until < begins:
        raise Refused("case.pause_ends_before", field="until", begins=begins.isoformat(), until=until.isoformat())


def check_evidence(evidence: str, *, kept: bool) -> None:
    """A pause rests on something: the number of a document, or its copy kept with the case."""
    if not (evidence.strip() or kept):
        raise Refused("case.pause_evidence", field="evidence")


def check_order(on: date, received: date, last: date | None) -> None:
    """An earlier act lies neither before the receipt nor before what the clock knows already, else the clock would run over it."""
    if on < received:
        raise Refused("case.before_receipt", field="on", day=on.isoformat(), received=received.isoformat())
    if last is not None and on < last:
        raise Refused("case.before_last", field="on", day=on.isoformat(), last=last.isoformat())


def is_moot(step: SecondStep, state: CaseState, *, acts: bool) -> bool:
    """Whether nothing is left to confirm once a case has ended in ``state``; ``acts``: the step is a late act that waited.

    An earlier date that stands, and the wish to void, are decided all the same; in a voided case there is nothing to decide.
    """
    return state is CaseState.VOID or acts or step in (SecondStep.EXTENSION, SecondStep.NOTICE_AGAIN, SecondStep.PAUSE)


def check_hand_over(holder: int, to: int, offered_to: int | None) -> None:
    """A hand-over goes to another officer, one at a time."""
    if to == holder:
        raise Refused("case.hand_over_self", field="officer")
    if offered_to is not None:
        raise Overtaken("case.hand_over_waiting", field="officer")


def check_take_over(offered_to: int | None, officer: int) -> None:
    """Only the officer it was offered to takes a case over."""
    if offered_to is None:
        raise Overtaken("case.hand_over_none")
    if offered_to != officer:
        raise NotAllowed("case.hand_over_other")


def hand_over_lapsed(offered_on: date, today: date) -> bool:
    """Whether an offer nobody took comes back: at the close of its day."""
    return today > offered_on


def check_accept(proxy: bool, authorised_on: date | None) -> None:
    """A proxy case comes into hand only with its signed authorisation recorded (B5)."""
    if proxy and authorised_on is None:
        raise Refused("case.proxy_unsigned", field="authorised_on")


def check_bundle(text: str) -> None:
    """The number under which cases are opened together is short and plain, so that it can be typed again."""
    if not re.fullmatch(r"[A-Za-z0-9-]{1,32}", text):
        raise Refused("case.bundle", field="bundle", text=text[:40])


def bundle_open(states: Iterable[CaseState]) -> bool:
    """Cases that were opened together are 办理中 until the last of them has ended (B23); each is closed for itself."""
    return any(state in OPEN_CASE for state in states)


_NUMBER = re.compile(r"BJ(\d{4})(\d{2})(\d{2})-(\d{3,})")


def case_number(day: date, number: int) -> str:
    """BJ20260302-001: the station's date of receipt in the office and the day's running number."""
    return f"BJ{day:%Y%m%d}-{number:03d}"


def parse_number(text: str) -> tuple[date, int]:
    """Day and running number of a typed case number; ``NotFound`` when it is none."""
    found = _NUMBER.fullmatch(text.strip().upper())
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3])), int(found[4])
    except ValueError:
        pass
    raise NotFound("case.number", field="number", text=text)
