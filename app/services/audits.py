"""Reading the audit trail and walking its chain; values are shown only to those who may read the records they came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain.actions import may
from app.domain.actor import SYSTEM, Actor
from app.domain.clock import at_station, close_of
from app.domain.errors import NotFound
from app.services import day_signatures
from app.services.paging import Page, page_of
from app.texts import actions, t
from db import audit, queries
from db.audit import VALUE_FIELD
from db.queries import audit as query
from db.uow import Database, ReadSession


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries: an action (``case.`` for a whole area), a login, a record (``cases:12``), and station days, both included."""

    action: str | None = None
    actor: str | None = None
    subject: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry of the list."""

    seq: int
    at: datetime
    action: str
    name: str
    actor: str
    subject: str
    who: str = ""
    """The officer's name; the login's where nobody has that account."""


@dataclass(frozen=True, slots=True)
class AuditField:
    """A changed field; ``shown`` is False where the reader may not see values, they are secret or were erased."""

    record: str
    field: str
    before: Any
    after: Any
    shown: bool


@dataclass(frozen=True, slots=True)
class AuditDetail:
    """One entry with what changed."""

    line: AuditLine
    seat: str
    reason: str
    fields: tuple[AuditField, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """The verdict over the whole chain: the first entry that does not hold, and the days whose signature does not."""

    ok: bool
    broken_at: int | None
    erased: int
    entries: int
    head: str
    broken_days: tuple[date, ...]


def listing(
    db: Database, actor: Actor, wanted: AuditFilter = AuditFilter(), *, limit: int = 50, after: int | None = None
) -> Page[AuditLine]:
    """Entries, newest first; ``after`` is the ``next_key`` of the page before."""
    with db.read("audit.read", actor) as session:
        span = (at_station(wanted.since) if wanted.since else None, close_of(wanted.until) if wanted.until else None)
        about = (wanted.action, wanted.actor, wanted.subject)
        rows = query.entries(session, *about, span=span, before=after, limit=limit + 1)
        names = _names(session)
        return page_of(rows, limit, lambda row: _line(row, names), lambda row: row.seq)


def _names(session: ReadSession) -> Mapping[str, str]:
    return {SYSTEM.login: SYSTEM.name, **{one.login: one.name for one in queries.station.officers(session)}}


def _line(row: Any, names: Mapping[str, str]) -> AuditLine:
    words = t(actions().get(row.action, row.action))
    return AuditLine(row.seq, row.at, row.action, words, row.actor, row.subject, names.get(row.actor, row.actor))


def detail(db: Database, actor: Actor, seq: int) -> AuditDetail:
    """One entry, field by field. Who keeps the machine sees which fields changed, not what stood in them."""
    with db.read("audit.read", actor) as session:
        row = query.entry(session, seq)
        if row is None:
            raise NotFound("audit.unknown", seq=seq)
        opened = _opened(db, seq, query.values(session, seq)) if may(actor, "person.read") else {}
        body = json.loads(row.body)
        reason = opened.get("reason", {}).get("reason", [None, ""])[1]
        return AuditDetail(_line(row, _names(session)), body["seat"], reason, tuple(_field(line, opened) for line in body["fields"]))


def _opened(db: Database, seq: int, sealed: dict[str, bytes | None]) -> dict[str, dict[str, list[Any]]]:
    return {
        record: json.loads(db.vault.open_bytes(VALUE_FIELD, f"{seq}/{record}", value))
        for record, value in sealed.items()
        if value is not None
    }


def _field(line: list[str], opened: dict[str, dict[str, list[Any]]]) -> AuditField:
    record, name = line[0], line[1]
    pair = opened.get(record, {}).get(name)
    before, after = pair or (None, None)
    return AuditField(record, name, before, after, shown=pair is not None)


def record_of(db: Database, actor: Actor, text: str) -> str:
    """The record a text names: a case by its number; any other as the trail writes it."""
    plain = text.strip()
    if not plain or ":" in plain:
        return plain
    with db.read("audit.read", actor) as session:
        case = queries.cases.by_number(session, plain.upper())
    if case is None:
        raise NotFound("audit.no_record", field="subject", text=plain[:40])
    return f"cases:{case.id}"


def verify(db: Database, actor: Actor, told: Callable[[int, int], object] | None = None) -> Chain:
    """Walk the whole chain: order, hashes, values against their digests, head, signatures; ``told`` hears how many entries of how many."""
    with db.read("audit.read", actor) as session:
        count = query.last_seq(session) if told is not None else 0
        found = audit.verify(session, db.vault, (lambda seq: told(seq, count)) if told is not None else None)
        broken = day_signatures.broken(db, session)
    return Chain(found.ok and not broken, found.broken_at, found.erased, found.entries, found.head, broken)
