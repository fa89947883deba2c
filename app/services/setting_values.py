"""Station-wide settings as JSON values by key; whoever sets one does it in a unit of work of its own action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.models import Setting
from db.once import one_at_a_time
from db.uow import ReadSession, Unit


def get(session: ReadSession | Unit, key: str) -> Mapping[str, Any] | None:
    """The value of a setting, None where nobody set it."""
    row = session.get(Setting, key)
    return row.value if row else None


def hold(unit: Unit, key: str) -> Mapping[str, Any] | None:
    """The same for who sets it anew: nobody else does until the unit ends."""
    one_at_a_time(unit, "setting", key)
    return get(unit, key)


def put(unit: Unit, key: str, value: Mapping[str, Any]) -> None:
    """Set it."""
    hold(unit, key)
    row = unit.get(Setting, key)
    if row is None:
        unit.add(Setting(key=key, value=dict(value)))
    else:
        row.value = dict(value)
