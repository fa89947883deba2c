"""Who acts: an officer at a seat, or one of the program's own actors."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account may do; an officer may hold several."""

    COUNTER = "counter"
    HEAD = "head"
    COUNTY = "county"
    ADMIN = "admin"
    DISPLAY = "display"
    KIOSK = "kiosk"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting officer as the audit trail and the permission table see it; ``officer_id`` is None for the program's own actors.

    ``deputy_id`` is the naming by which the officer acts as head; every act and every read asks whether it still holds.
    """

    login: str
    name: str
    roles: frozenset[Role]
    officer_id: int | None = None
    seat: str = "desk"
    deputy_id: int | None = None

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds at least one of ``roles``."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor("system", "系统", frozenset({Role.SYSTEM}), seat="system")
LOOKER = Actor("look", "查看", frozenset(Role), seat="system")
"""Stands for anybody before a login; only ever passed to reads of what no role is kept from (``station.look``)."""
