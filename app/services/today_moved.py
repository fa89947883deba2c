"""Today after a changed calendar: deadlines that moved, and leads of a deadline that has moved since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.services.today_lines import Look, TodayGroup, TodayKind, TodayLine
from app.texts import t, word
from app.texts import today as say
from db import queries

MOVES_ONE_BY_ONE = 10


def deadlines(look: Look) -> Iterator[TodayLine]:
    """Cases of this officer whose deadline is another one now, until that was read; the nearest one by one."""
    if look.actor.officer_id is None:
        return
    rows = queries.today.moved_unread(look.session, look.actor.officer_id)
    shown = rows if len(rows) <= MOVES_ONE_BY_ONE else rows[: MOVES_ONE_BY_ONE - 1]
    for row in shown:
        before = date.fromisoformat(row.move["before"]) if row.move else row.deadline
        head = (TodayGroup.DAY, TodayKind.MOVED, "", row.person, row.item_name, say.moved(before, row.deadline))
        yield TodayLine(*head, t("等您看过"), row.number, mine=True, day=row.deadline)
    if len(rows) > len(shown):
        left = len(rows) - len(shown)
        more = say.more_cases(left) if len(rows) < queries.today.MOST else say.many_cases()
        head = (TodayGroup.DAY, TodayKind.MOVED, "", word(TodayKind.MOVED), more, t("先看期限最近的"))
        yield TodayLine(*head, t("等您看过"), rows[len(shown)].number, mine=True, day=rows[len(shown)].deadline)


def why(moved: Mapping[int, Any], row: Any) -> str:
    """What is to be said of a lead among them; empty for any other."""
    return say.lead_of_moved(row.officer, row.deadline) if row.id in moved else ""


def leads(look: Look) -> Mapping[int, Any]:
    """By their ids the open leads whose "overdue" is none any more."""
    return {row.id: row for row in queries.today.leads_of_moved(look.session)}
