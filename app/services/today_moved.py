"""Today after a changed calendar: deadlines that moved, and leads of a deadline that has moved since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.services import moved
from app.services.today_lines import Look, TodayGroup, TodayKind, TodayLine
from app.texts import t, word
from app.texts import today as say
from db import queries

MOVES_ONE_BY_ONE = 10


def deadlines(look: Look) -> Iterator[TodayLine]:
    """Cases of this officer whose deadline is another one now, until that was read; the nearest one by one."""
    if look.actor.officer_id is None:
        return
    rows = queries.today.moved_unread(look.session, look.actor.officer_id, MOVES_ONE_BY_ONE + 1)
    shown = rows if len(rows) <= MOVES_ONE_BY_ONE else rows[: MOVES_ONE_BY_ONE - 1]
    for one in map(moved.line_of, shown):
        head = (TodayGroup.DAY, TodayKind.MOVED, "", one.person, one.item, say.moved(one.before, one.deadline))
        yield TodayLine(*head, t("等您看过"), one.number, mine=True, day=one.deadline)
    if len(rows) > len(shown):
        left = queries.today.moved_count(look.session, look.actor.officer_id) - len(shown)
        head = (TodayGroup.DAY, TodayKind.MOVED, "", word(TodayKind.MOVED), say.more_cases(left), t("打开看全部，可以一次看过"))
        yield TodayLine(*head, t("等您看过"), None, mine=True, day=rows[len(shown)].deadline)


def why(of_moved: Mapping[int, Any], row: Any) -> str:
    """What is to be said of a lead among them; empty for any other."""
    return say.lead_of_moved(row.officer, row.deadline) if row.id in of_moved else ""


def leads(look: Look) -> Mapping[int, Any]:
    """By their ids the open leads whose "overdue" is none any more."""
    return {row.id: row for row in queries.today.leads_of_moved(look.session)}
