"""The editions of one item: what each says, from when to when it held, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.actor import Actor
from app.domain.item_changes import FieldChange, field_changes
from app.domain.service_items import ItemState, ServiceItem
from app.services import items
from db import queries
from db.uow import Database


@dataclass(frozen=True, slots=True)
class ItemEdition:
    """One edition: ``since`` and ``until`` are the moments between which the public was told it (None: never, or until now)."""

    number: int
    state: ItemState
    source: str
    since: datetime | None
    until: datetime | None
    by: str
    changes: tuple[FieldChange, ...]
    item: ServiceItem


def of_item(db: Database, actor: Actor, code: str) -> tuple[ItemEdition, ...]:
    """Every edition, the newest first; each beside the one that was published before it."""
    with db.read("item.read", actor) as session:
        row = items.found(session, code)
        names = queries.people.names_of_officers(session)
        made: list[ItemEdition] = []
        last: ServiceItem | None = None
        for version in reversed(queries.items.versions(session, row.id)):
            value = items.value_of(version, row.code, basic=row.basic)
            changes = field_changes(last, value) if last is not None else ()
            head = (version.number, ItemState(version.state), version.source, version.published_at, None)
            made.append(ItemEdition(*head, names.get(version.published_by or 0, ""), changes, value))
            last = value if version.published_at is not None else last
        return _with_ends(made)


def _with_ends(made: list[ItemEdition]) -> tuple[ItemEdition, ...]:
    """Newest first, each published one with the moment at which the next took its place."""
    done: list[ItemEdition] = []
    until: datetime | None = None
    for one in reversed(made):
        head = (one.number, one.state, one.source, one.since, until if one.since is not None else None)
        done.append(ItemEdition(*head, one.by, one.changes, one.item))
        until = one.since or until
    return tuple(done)
