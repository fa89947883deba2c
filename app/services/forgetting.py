"""Working data that nobody needs any more goes away: one of the timed duties, once a day, in short steps.

What happened stands in the records and in the audit trail; these rows only served the moment. So they go without an entry.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.clock import business_date
from db import passes, request_keys, said
from db.queries import drafts
from db.uow import Database, Unit

KEYS_KEPT = timedelta(days=2)
"""How long a request key still gets its first answer: a retry after a lost answer comes within minutes, one after a night at the latest."""
SLIPS_KEPT = timedelta(days=400)
"""How long it is known that a slip is out; appointments are made weeks ahead, and an odd paper turns up later."""
DRAFTS_KEPT = timedelta(days=90)
"""How long a half-filled form that nobody goes on with stays. Longer than the texts of a quarter take, and not for ever."""
BATCH = 500
"""Rows removed in one unit of work: the write lock is never held for long."""


def run(db: Database, now: datetime) -> int:
    """Remove old keys and marks of slips, forms given up, who said which call, the notes of earlier days; the answer counts the rows."""
    today = business_date(now)
    return sum(
        (
            _steps(db, "request", lambda unit: request_keys.forget(unit, now - KEYS_KEPT, BATCH, slips=False)),
            _steps(db, "request", lambda unit: request_keys.forget(unit, now - SLIPS_KEPT, BATCH, slips=True)),
            _steps(db, "draft", lambda unit: drafts.forget(unit, now - DRAFTS_KEPT, BATCH)),
            _steps(db, "said", lambda unit: said.forget(unit, now - KEYS_KEPT, BATCH)),
            _steps(db, "queue", lambda unit: passes.forget(unit, today, BATCH)),
        )
    )


def _steps(db: Database, kind: str, step: Callable[[Unit], int]) -> int:
    total = 0
    while True:
        with db.touch(kind) as unit:
            gone = step(unit)
        total += gone
        if gone < BATCH:
            return total
