"""Request keys: a double click or a retry after a lost answer gets the first answer again, also when both come at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update

from app.domain.errors import Refused
from db import dialect
from db.hot import Hot
from db.models import RequestKey
from db.uow import Unit

_KEYS = cast(Table, RequestKey.__table__)
_COLUMNS = ("key", "action", "answer", "at")


@cache
def _claiming(dialect_name: str) -> Hot:
    """The statement that puts a key down unless it is there; where somebody is just putting it down it waits for them."""
    return Hot(dialect.upsert_named(dialect_name, _KEYS).on_conflict_do_nothing().returning(_KEYS.c.key), _COLUMNS)


_KNOWN = Hot(select(_KEYS.c.action, _KEYS.c.answer).where(_KEYS.c.key == bindparam("the_key")))
_REMEMBERING = Hot(insert(_KEYS), _COLUMNS)
_ANSWERING = Hot(update(_KEYS).where(_KEYS.c.key == bindparam("the_key")), ("answer",))


def claim(unit: Unit, key: str | None, action: str, now: datetime) -> Mapping[str, Any] | None:
    """Take a key for this unit of work: None when it is ours (``answer`` it before the end), else the answer already given.

    The first statement of a unit: who waits here for the other holds no lock that the other wants. ``Refused`` for a key of another act.
    """
    if not key:
        return None
    unit.tables.add(_KEYS.name)
    fresh = _claiming(unit.get_bind().dialect.name).first(unit, {"key": key, "action": action, "answer": {}, "at": now})
    if fresh is not None:
        return None
    return _given(_KNOWN.one(unit, {"the_key": key}), key, action)


def _given(known: Any, key: str, action: str) -> Mapping[str, Any]:
    if known.action != action:
        raise Refused("queue.request_reused", field="request", request=key)
    return cast(Mapping[str, Any], known.answer)


def ask(unit: Unit, key: str | None, action: str) -> Callable[[], Mapping[str, Any] | None]:
    """Ask for the answer already given to a key, None where there is none: behind a lock that whoever has the same key waits for."""
    if not key:
        return lambda: None
    rows = _KNOWN.ask(unit, {"the_key": key})
    return lambda: next((_given(row, key, action) for row in rows()), None)


def remember(unit: Unit, key: str | None, action: str, now: datetime, given: Mapping[str, Any]) -> None:
    """Put a key down with its answer in one statement; ``ask`` found none before."""
    if key:
        unit.tables.add(_KEYS.name)
        unit.later(_REMEMBERING, {"key": key, "action": action, "answer": dict(given), "at": now})


def answer(unit: Unit, key: str | None, given: Mapping[str, Any]) -> None:
    """What whoever asks with this key again shall hear."""
    if key:
        _ANSWERING.run(unit, {"the_key": key, "answer": dict(given)})


SLIP = "print.slip"
"""The action of the rows that say whether a slip is out: they outlive a retry, an appointment's slip is printed again weeks later."""


def forget(unit: Unit, before: datetime, most: int, *, slips: bool) -> int:
    """Remove some of the keys put down before a moment, those of slips or all others; the answer counts them."""
    kind = _KEYS.c.action == SLIP if slips else _KEYS.c.action != SLIP
    old = list(unit.execute(select(_KEYS.c.key).where(_KEYS.c.at < before, kind).order_by(_KEYS.c.at).limit(most)).scalars())
    unit.execute(delete(RequestKey).where(_KEYS.c.key.in_(old)), execution_options={"synchronize_session": False})
    return len(old)
