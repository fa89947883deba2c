"""Half-filled forms: kept sealed while they are typed, there again after a crash, a lock or a power cut. Working data, unaudited."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.actions import require
from app.domain.actor import Actor
from app.domain.errors import NotAllowed
from app.domain.masks import scrub
from db.base import new_uid
from db.models import Draft
from db.queries import drafts as query
from db.uow import Database

FIELD = "draft"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as a list names it; ``record`` is what the form is about (``person:12``), empty for a new record."""

    id: int
    form: str
    record: str
    title: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What a form held: plain JSON values, how the record read then (as the form names it), and when it was kept."""

    values: dict[str, Any]
    version: str
    at: datetime


def _officer(actor: Actor) -> int:
    require(actor, "draft.keep")
    if actor.officer_id is None:
        raise NotAllowed("action.not_allowed", action="draft.keep", officer=actor.name)
    return actor.officer_id


def keep(
    db: Database,
    actor: Actor,
    now: datetime,
    form: str,
    values: Mapping[str, Any],
    *,
    record: str = "",
    title: str = "",
    version: str = "",
) -> DraftLine:
    """Keep what a form holds now in place of what was kept before; ``values`` are plain JSON values.

    ``version`` says how the record read when the form was opened: who finds the draft again learns whether it was changed since.
    """
    officer_id = _officer(actor)
    with db.touch("draft") as unit:
        row = query.draft(unit, officer_id, form, record)
        if row is None:
            row = Draft(uid=new_uid(), officer_id=officer_id, form=form, record=record)
            unit.add(row)
        row.title, row.updated_at = scrub(title), now
        row.sealed = unit.vault.seal_bytes(FIELD, row.uid, json.dumps({"values": values, "version": version}, ensure_ascii=False).encode())
        unit.flush()
        return DraftLine(row.id, row.form, row.record, row.title, row.updated_at)


def load(db: Database, actor: Actor, form: str, record: str = "") -> Kept | None:
    """What was kept of a form, None when nothing was."""
    officer_id = _officer(actor)
    with db.read("draft.keep", actor) as session:
        row = query.draft(session, officer_id, form, record)
        if row is None:
            return None
        held: dict[str, Any] = json.loads(session.vault.open_bytes(FIELD, row.uid, row.sealed))
        if held.keys() != {"values", "version"}:  # kept by an earlier release: the values alone
            held = {"values": held, "version": ""}
        return Kept(held["values"], held["version"], row.updated_at)


def drop(db: Database, actor: Actor, form: str, record: str = "") -> bool:
    """Throw a draft away (the form was saved, or the officer wants it gone); whether there was one."""
    officer_id = _officer(actor)
    with db.touch("draft") as unit:
        row = query.draft(unit, officer_id, form, record)
        if row is not None:
            unit.delete(row)
        return row is not None


def listing(db: Database, actor: Actor) -> tuple[DraftLine, ...]:
    """The officer's own drafts, the newest first."""
    officer_id = _officer(actor)
    with db.read("draft.keep", actor) as session:
        return tuple(DraftLine(row.id, row.form, row.record, row.title, row.updated_at) for row in query.drafts(session, officer_id))
