"""Bundles (一件事) of the station's own: added, changed, taken away. Every edition is kept; what was opened keeps the one it began with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain import bundles as rules
from app.domain.actor import Actor
from app.domain.bundles import BundleKind
from app.domain.errors import NotFound, Overtaken
from app.services import case_bundles, setting_values
from db import queries
from db.uow import Database, ReadSession, Unit


@dataclass(frozen=True, slots=True)
class BundleEdition:
    """An edition of a bundle: its parts in order with what each comes after, from when on, by whom; edition 0 is what ships."""

    code: str
    edition: int
    name: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    active: bool
    set_at: datetime | None = None
    set_by: str = ""


Parts = Sequence[tuple[str, Sequence[str]]]


def put(db: Database, actor: Actor, now: datetime, code: str, name: str, parts: Parts) -> BundleEdition:
    """Add a bundle or change one: a new edition, used by what is opened from now on."""
    kind = rules.own_kind(code, name, [(item.strip().upper(), [one.strip().upper() for one in after]) for item, after in parts])
    with db.write("item.change", actor, now) as unit:
        known = {row.code for row, _version in queries.items.catalogue(unit)}
        unknown = next((part.item for part in kind.parts if part.item not in known), None)
        if unknown is not None:
            raise NotFound("item.unknown", field="item", code=unknown)
        return _kept(unit, actor, now, kind, active=True)


def withdraw(db: Database, actor: Actor, now: datetime, code: str) -> BundleEdition:
    """Offer a bundle no longer; what was opened as one stays as it is."""
    with db.write("item.change", actor, now) as unit:
        kind = rules.found_kind(case_bundles.kinds(unit), code)
        return _kept(unit, actor, now, kind, active=False)


def _kept(unit: Unit, actor: Actor, now: datetime, kind: BundleKind, *, active: bool) -> BundleEdition:
    known = dict(setting_values.hold(unit, case_bundles.OWN) or {})
    before = list(known.get(kind.code, []))
    if before and _same(before[-1], kind, active=active):
        raise Overtaken("bundle.same", field="kind", code=kind.code)
    parts = [{"item": part.item, "after": list(part.after)} for part in kind.parts]
    told = {"name": kind.name, "parts": parts, "active": active, "set_at": now.isoformat(), "set_by": actor.login}
    known[kind.code] = [*before, told]
    setting_values.put(unit, case_bundles.OWN, known)
    unit.about(f"bundle:{kind.code}")
    return _edition(kind.code, len(before) + 1, told)


def _same(edition: Mapping[str, Any], kind: BundleKind, *, active: bool) -> bool:
    return case_bundles.kind_of(kind.code, edition) == kind and edition["active"] == active


def _edition(code: str, number: int, told: Mapping[str, Any]) -> BundleEdition:
    parts = tuple((part["item"], tuple(part["after"])) for part in told["parts"])
    return BundleEdition(code, number, told["name"], parts, told["active"], datetime.fromisoformat(told["set_at"]), told["set_by"])


def editions(db: Database, actor: Actor, code: str) -> tuple[BundleEdition, ...]:
    """Every edition of a bundle, the newest first; ``NotFound`` for a code that never was one."""
    with db.read("item.read", actor) as session:
        found = _editions(session, code.strip().upper())
    if not found:
        raise NotFound("bundle.unknown", field="kind", code=code, known=tuple(case_bundles.shipped()))
    return found


def _editions(session: ReadSession, code: str) -> tuple[BundleEdition, ...]:
    own = (setting_values.get(session, case_bundles.OWN) or {}).get(code, [])
    made = [_edition(code, number, told) for number, told in enumerate(own, start=1)]
    ships = case_bundles.shipped().get(code)
    if ships is not None:
        made.insert(0, BundleEdition(code, 0, ships.name, tuple((part.item, part.after) for part in ships.parts), active=True))
    return tuple(reversed(made))


def current(db: Database, actor: Actor) -> tuple[BundleEdition, ...]:
    """The newest edition of every bundle, also of those taken away."""
    with db.read("item.read", actor) as session:
        codes = [*case_bundles.shipped(), *(setting_values.get(session, case_bundles.OWN) or {})]
        return tuple(_editions(session, code)[0] for code in dict.fromkeys(codes))
