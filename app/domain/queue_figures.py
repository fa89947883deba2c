"""Figures of waiting and service, by line and hour, without any person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.clock import station_time
from app.domain.queueing import TicketState

LEFT = frozenset({TicketState.MISSED, TicketState.ABANDONED, TicketState.EXPIRED})
"""Who took a number and went without having been served to the end (弃号率): gave up, was called in vain, or the number lapsed."""


def nearest_rank(values: Iterable[int], percent: int) -> int | None:
    """The smallest value that at least ``percent`` of ``values`` do not exceed: always one of them. None without any.

    The median is the 50th; of two middle values it is the smaller.
    """
    return rank_of(Counter(values), percent)


def rank_of(counts: Mapping[int, int], percent: int) -> int | None:
    """The same where ``counts`` says how often each value stands there."""
    wanted = max(-(-sum(counts.values()) * percent // 100), 1)
    for value in sorted(counts):
        wanted -= counts[value]
        if wanted <= 0:
            return value
    return None


@dataclass(frozen=True, slots=True)
class TicketFigures:
    """What the figures need of a ticket."""

    line: str
    taken_at: datetime
    state: TicketState
    waited_seconds: int | None
    served_seconds: int
    held_seconds: int


@dataclass(frozen=True, slots=True)
class HourFigures:
    """One line in one hour, by when the numbers were taken. Seconds; None where nothing was measured.

    ``called`` counts who was called at all; ``served`` are the finished ones; ``left`` gave up, ``missed`` did not come, ``expired`` are
    the numbers that lapsed with their day. The same tickets make the form of the hall (``LEFT``; docs/decisions/0006-measures.md).
    """

    line: str
    hour: int
    taken: int
    called: int
    served: int
    missed: int
    left: int
    expired: int
    wait_median: int | None
    wait_p90: int | None
    service_median: int | None
    service_total: int
    held_total: int


def by_hour(tickets: Iterable[TicketFigures]) -> tuple[HourFigures, ...]:
    """The figures of each line and hour in which numbers were taken, by hour and letter."""
    groups: dict[tuple[int, str], list[TicketFigures]] = {}
    for ticket in tickets:
        groups.setdefault((station_time(ticket.taken_at).hour, ticket.line), []).append(ticket)
    return tuple(_hour(line, hour, group) for (hour, line), group in sorted(groups.items()))


def _hour(line: str, hour: int, group: Sequence[TicketFigures]) -> HourFigures:
    waits = [ticket.waited_seconds for ticket in group if ticket.waited_seconds is not None]
    served = [ticket.served_seconds for ticket in group if ticket.state is TicketState.FINISHED]
    ended = Counter(ticket.state for ticket in group)
    return HourFigures(
        *(line, hour, len(group), len(waits), len(served)),
        missed=ended[TicketState.MISSED],
        left=ended[TicketState.ABANDONED],
        expired=ended[TicketState.EXPIRED],
        wait_median=nearest_rank(waits, 50),
        wait_p90=nearest_rank(waits, 90),
        service_median=nearest_rank(served, 50),
        service_total=sum(ticket.served_seconds for ticket in group),
        held_total=sum(ticket.held_seconds for ticket in group),
    )
