"""The day's queue checked against the rule: the audit entries of tickets played again (for the head, for tests of many counters)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from app.domain.actor import Actor
from app.domain.queue_replay import QueueEntry, Replay, replay
from db.audit import VALUE_FIELD
from db.queries import audit as query
from db.uow import Database, ReadSession

PAGE = 1000


def check(db: Database, actor: Actor, *, after: int = 0) -> Replay:
    """Play everything behind entry ``after`` again; exact where every call was the rule's."""
    with db.read("audit.read", actor) as session:
        return replay(entries(session, after))


def entries(session: ReadSession, after: int = 0) -> Iterator[QueueEntry]:
    """The entries that touched tickets, ascending, with their values after."""
    last = query.last_seq(session)
    for first in range(after + 1, last + 1, PAGE):
        rows = query.ticket_values(session, first, min(first + PAGE - 1, last))
        for _, group in groupby(rows, key=lambda row: row.seq):
            yield _entry(session, list(group))


def _entry(session: ReadSession, rows: list[Any]) -> QueueEntry:
    """The ticket that was called stands last: the one before it at the counter was finished first."""
    tickets = {}
    for row in sorted(rows, key=lambda one: bool(one.record == one.subject)):
        fields = json.loads(session.vault.open_bytes(VALUE_FIELD, f"{row.seq}/{row.record}", row.sealed))
        tickets[int(row.record.partition(":")[2])] = {name: pair[1] for name, pair in fields.items()}
    return QueueEntry(rows[0].seq, rows[0].action, tickets)
