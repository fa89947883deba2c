"""The times of a ticket: how long its visitor waited, how long officers worked on it, how long it was held. In whole seconds.

The wait ends with the first call that was not taken back. An officer's time runs from the start (from the call where nobody pressed
start) to the end of each stay at a counter; the time a ticket is held belongs to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.queueing import TicketAction, TicketState


@dataclass(frozen=True, slots=True)
class TicketTimes:
    """The moments and sums of one ticket, named like its columns; ``state_since`` is when it came into its present state."""

    taken_at: datetime
    state_since: datetime
    called_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    first_called_at: datetime | None = None
    waited_seconds: int | None = None
    served_seconds: int = 0
    held_seconds: int = 0


def seconds(since: datetime, until: datetime) -> int:
    """Whole seconds between two moments, never negative: clocks of two machines may differ."""
    return max(int((until - since).total_seconds()), 0)


def moved(times: TicketTimes, state: TicketState, action: TicketAction, now: datetime) -> TicketTimes:
    """The times after ``action`` on a ticket in ``state``."""
    match action:
        case TicketAction.RECALL:
            return replace(times, state_since=now)  # a sign of life: the counter still calls
        case TicketAction.CALL:
            return _called(times, now)
        case TicketAction.START:
            return replace(times, started_at=now, state_since=now)
        case TicketAction.HOLD | TicketAction.RESUME:
            return replace(_stayed(times, state, now), state_since=now)
        case TicketAction.FINISH:
            begun = times.started_at or times.called_at or now
            return replace(_stayed(times, state, now), started_at=begun, finished_at=now, state_since=now)
        case TicketAction.TRANSFER:
            since = times.state_since if state is TicketState.WAITING else now
            return replace(_stayed(times, state, now), called_at=None, started_at=None, state_since=since)
        case TicketAction.RESTORE:
            return replace(times, called_at=None, started_at=None, finished_at=None, state_since=now)
        case TicketAction.MISS:
            return replace(times, finished_at=now, state_since=now)
        case TicketAction.ABANDON | TicketAction.EXPIRE:
            stayed = times if state is TicketState.CALLED else _stayed(times, state, now)
            return replace(stayed, finished_at=now, state_since=now)
        case TicketAction.LAPSE | TicketAction.UNDO:
            return _taken_back(times, state, now)


def _called(times: TicketTimes, now: datetime) -> TicketTimes:
    waited = seconds(times.taken_at, now) if times.waited_seconds is None else times.waited_seconds
    first = times.first_called_at or now
    return replace(times, called_at=now, first_called_at=first, waited_seconds=waited, state_since=now)


def _stayed(times: TicketTimes, state: TicketState, now: datetime) -> TicketTimes:
    """What a stay at a counter adds when it ends or rests."""
    if state is TicketState.SERVING:
        return replace(times, served_seconds=times.served_seconds + seconds(times.state_since, now))
    if state is TicketState.CALLED:
        return replace(times, served_seconds=times.served_seconds + seconds(times.called_at or now, now))
    if state is TicketState.HELD:
        return replace(times, held_seconds=times.held_seconds + seconds(times.state_since, now))
    return times


def _taken_back(times: TicketTimes, state: TicketState, now: datetime) -> TicketTimes:
    """A first call that is taken back never was; an end that is taken back leaves what was worked until then."""
    if state is not TicketState.CALLED:
        return replace(times, finished_at=None, state_since=now)
    if is_first_call(times):
        times = replace(times, first_called_at=None, waited_seconds=None)
    return replace(times, called_at=None, state_since=now)


def is_first_call(times: TicketTimes) -> bool:
    """Whether the call in progress is the first the visitor got: taken back, nobody has received them yet."""
    return times.called_at is not None and times.called_at == times.first_called_at
