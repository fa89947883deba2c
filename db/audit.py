"""The audit chain: canonical entries with digests instead of values, the sealed values beside them, and their verification.

``hash = SHA-256(previous hash ‖ bytes)``; the bytes are stored as written and never touched again. Values may be erased
(retention): the chain still holds.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, Protocol, cast

from sqlalchemy import Table, insert, not_, select, type_coerce, update
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from app.domain.actor import Actor
from db.hot import Hot, end_with_commit, together
from db.models import AuditEntry, AuditHead, AuditValue
from db.vault import Vault

Values = Mapping[str, Any]
GENESIS = bytes(32)
VALUE_FIELD = "audit_value"

# Built once: every write of the program runs them.
_ENTRY, _VALUE, _HEAD = (cast(Table, model.__table__) for model in (AuditEntry, AuditValue, AuditHead))
_LOCK_HEAD = Hot(select(_HEAD.c.seq, _HEAD.c.hash).where(_HEAD.c.id == 1).with_for_update())
_ADD_ENTRY = Hot(insert(_ENTRY), tuple(_ENTRY.c.keys()))
_ADD_VALUE = Hot(insert(_VALUE), tuple(_VALUE.c.keys()))
_MOVE_HEAD = Hot(update(_HEAD).where(_HEAD.c.id == 1), ("seq", "hash"))


@dataclass(slots=True)
class Change:
    """What happened to one record in a unit of work: field → (before, after)."""

    record: str
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    secret: frozenset[str] = frozenset()

    def merge(self, fields: Mapping[str, tuple[Any, Any]]) -> None:
        """Take a later change in: the first before and the last after stay."""
        for name, (before, after) in fields.items():
            first = self.fields[name][0] if name in self.fields else before
            self.fields[name] = (first, after)


@lru_cache(maxsize=8192)
def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()[:-6] + "Z"


def plain(value: Any) -> Any:
    """A value as JSON knows it: moments in UTC, days as ISO text, bytes in base 64."""
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return "b64:" + base64.b64encode(value).decode()
    return value.value if isinstance(value, Enum) else value


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain)


def canonical(value: Any) -> bytes:
    """The one byte string of a JSON value; moments, days and bytes in it as ``plain`` writes them."""
    return b"%d" % value if type(value) is int else _ENCODER.encode(value).encode()


def _digest(salt: bytes, value: Any) -> str:
    return "" if value is None else base64.b64encode(hmac.digest(salt, canonical(value), "sha256")).decode()


def _fields(change: Change, salt: bytes) -> tuple[list[list[str]], dict[str, list[Any]]]:
    lines, values = [], {}
    for name in sorted(change.fields):
        before, after = (plain(v) for v in change.fields[name])
        if name in change.secret:
            lines.append([change.record, name, "*", "*"])
            continue
        lines.append([change.record, name, _digest(salt, before), _digest(salt, after)])
        values[name] = [before, after]
    return lines, values


def append(
    session: Writing,
    vault: Vault,
    actor: Actor,
    action: str,
    subject: str,
    changes: list[Change],
    now: datetime,
    *,
    reason: str = "",
    last: bool = True,
) -> int:
    """Write one entry behind the last one and return its number; the ``last`` one of a unit, which is committed after it, is its last act.

    The head row is locked last, directly before the commit; on a server the commit goes in the message with the entry.
    What can be worked out before is: on a server the head keeps all other writers waiting, and on SQLite a unit that writes late has not
    asked for the write lock yet.
    """
    salt = os.urandom(16)
    lines: list[list[str]] = []
    values: list[tuple[str, dict[str, list[Any]]]] = []
    for change in changes:
        change_lines, change_values = _fields(change, salt)
        lines += change_lines
        values.append((change.record, change_values))
    if reason:
        values.append(("reason", {"reason": [None, reason]}))
    body = {
        "seq": 0,
        "at": plain(now),
        "seat": actor.seat,
        "actor": actor.login,
        "action": action,
        "subject": subject,
        "reason": _digest(salt, reason or None),
        "salt": base64.b64encode(salt).decode(),
        "fields": lines,
    }
    kept = [(record, canonical(fields)) for record, fields in values if fields]
    head = _locked_head(session)
    entry = {"at": now, "actor": actor.login, "action": action, "subject": subject}
    return _store(session, vault, head, body, entry, kept, last=last)


class Writing(Protocol):
    """A unit of work: a session that may have put some of its writes off."""

    def settle(self) -> None:
        """Write what was put off."""


def _locked_head(session: Any) -> Any:
    """The head, locked. On a server what was put off goes before it, in the same message; on SQLite it goes with the entry."""
    if session.get_bind().dialect.name != "postgresql":
        return _LOCK_HEAD.one(session, {})
    with together(session):
        session.settle()
        head = _LOCK_HEAD.ask(session, {})
    return head()[0]


def _store(
    session: Any, vault: Vault, head: Any, body: dict[str, Any], entry: dict[str, Any], kept: list[tuple[str, bytes]], *, last: bool
) -> int:
    """Write what was put off, the entry with its values, and move the head; nothing comes after the ``last`` one."""
    seq: int = head.seq + 1
    written = canonical({**body, "seq": seq})
    digest = hashlib.sha256(head.hash + written).digest()
    sealed = [{"seq": seq, "record": record, "sealed": vault.seal_bytes(VALUE_FIELD, f"{seq}/{record}", fields)} for record, fields in kept]
    with together(session):
        session.settle()
        _ADD_ENTRY.run(session, {**entry, "seq": seq, "body": written, "hash": digest})
        for value in sealed:
            _ADD_VALUE.run(session, value)
        _MOVE_HEAD.run(session, {"seq": seq, "hash": digest})
        if last:
            end_with_commit(session)
    return seq


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the whole chain found; ``broken_at`` is the number of the first entry that does not hold."""

    ok: bool
    broken_at: int | None
    erased: int
    entries: int
    head: str


def verify(session: Session, vault: Vault, told: Callable[[int], object] | None = None) -> Verdict:
    """Walk the chain: order, hashes, derived columns, every stored value against its digest, and the head.

    ``told`` hears after every page up to which number it has come.
    """
    previous, expected, erased = GENESIS, 1, 0
    while page := session.execute(_PAGE.where(_ENTRY.c.seq >= expected)).all():
        values = _page_values(session, expected, page[-1].seq)
        for row in page:
            gone = _entry_erased(row, values.pop(row.seq, {}), vault, previous, expected)
            if gone is None:
                return Verdict(False, expected, erased, expected - 1, previous.hex())
            erased += gone
            previous, expected = row.hash, expected + 1
        if told is not None:
            told(expected - 1)
    whole = _ends_well(session, expected - 1, previous)
    return Verdict(whole, None if whole else expected, erased, expected - 1, previous.hex())


def _raw(column: Any) -> Any:
    """A column as the driver gives it: somebody may have written a value there that its type cannot read."""
    return type_coerce(column, NullType()).label(column.name)


_PAGE = (
    select(_ENTRY.c.seq, _ENTRY.c.actor, _ENTRY.c.action, _ENTRY.c.subject, *map(_raw, (_ENTRY.c.at, _ENTRY.c.body, _ENTRY.c.hash)))
    .order_by(_ENTRY.c.seq)
    .limit(500)
)


def _page_values(session: Session, first: int, last: int) -> dict[int, dict[str, bytes | None]]:
    found: dict[int, dict[str, bytes | None]] = {}
    for row in session.execute(select(_VALUE.c.seq, _VALUE.c.record, _raw(_VALUE.c.sealed)).where(_VALUE.c.seq.between(first, last))):
        found.setdefault(row.seq, {})[row.record] = row.sealed
    return found


def _ends_well(session: Session, last: int, previous: bytes) -> bool:
    """Whether the head points at the last entry and nothing lies outside the chain."""
    head = session.execute(select(_HEAD.c.seq, _raw(_HEAD.c.hash)).where(_HEAD.c.id == 1)).one_or_none()
    outside = [select(table.c.seq).where(not_(table.c.seq.between(1, last))).limit(1) for table in (_ENTRY, _VALUE)]
    return head is not None and (head.seq, head.hash) == (last, previous) and not any(session.execute(one).first() for one in outside)


def _entry_erased(row: Any, values: Mapping[str, bytes | None], vault: Vault, previous: bytes, expected: int) -> int | None:
    """How many values of an entry were erased, or None when the entry does not hold."""
    if row.seq != expected or not isinstance(row.body, bytes) or hashlib.sha256(previous + row.body).digest() != row.hash:
        return None
    body = json.loads(row.body)
    derived = (body["seq"], body["actor"], body["action"], body["subject"], body["at"])
    if derived != (row.seq, row.actor, row.action, row.subject, _moment(row.at)):
        return None
    lines = [*body["fields"], *([["reason", "reason", "", body["reason"]]] if body["reason"] else [])]
    if not values.keys() <= {record for record, *_ in lines}:
        return None
    return _check_values(lines, values, vault, row.seq, base64.b64decode(body["salt"]))


def _moment(stored: Any) -> Any:
    """A stored moment as the entry writes it; SQLite keeps text in UTC, and text that is no moment equals none."""
    try:
        moment = datetime.fromisoformat(stored).replace(tzinfo=UTC) if isinstance(stored, str) else stored
    except ValueError:
        return None
    return plain(moment)


def _check_values(lines: list[list[str]], values: Mapping[str, bytes | None], vault: Vault, seq: int, salt: bytes) -> int | None:
    from app.domain.errors import Damaged

    erased = 0
    opened: dict[str, Any] = {}
    for record, name, before, after in lines:
        if before == "*" and after == "*":
            continue
        sealed = values.get(record)
        if sealed is not None and not isinstance(sealed, bytes):
            return None
        if sealed is None:
            erased += 1
            continue
        try:
            if record not in opened:
                opened[record] = json.loads(vault.open_bytes(VALUE_FIELD, f"{seq}/{record}", sealed))
        except Damaged:
            return None
        pair = opened[record].get(name)
        if pair is None or [_digest(salt, v) for v in pair] != [before, after]:
            return None
    return erased
