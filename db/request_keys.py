"""Request keys: a double click or a retry after a lost answer gets the first answer again, also when both come at the same moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update

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
    known = _KNOWN.one(unit, {"the_key": key})
    if known.action != action:
        raise Refused("queue.request_reused", field="request", request=key)
    return cast(Mapping[str, Any], known.answer)


def answer(unit: Unit, key: str | None, given: Mapping[str, Any]) -> None:
    """What whoever asks with this key again shall hear."""
    if key:
        _ANSWERING.run(unit, {"the_key": key, "answer": dict(given)})
